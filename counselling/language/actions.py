"""What is done with placements, course interests and the rules about choices. Each verb leaves one
line in the audit log, never a word about a person."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counselling.language import courses, deadlines
from counselling.language.codes import (
    ENDED,
    ENTITLED,
    WANTING,
    WAYS,
    ChoiceList,
    Entitlement,
    InterestStatus,
    Reminder,
)
from counselling.language.recommending import Findings, alike, deviates, recommend
from counselling.models import ChoiceRule, CourseInterest, LanguagePlacement
from counselling.models.choice_rules import stops
from counselling.models.course_interests import NO_EXAM
from counselling.models.language import SKILLS
from counselling.parts import lock_open
from integration_office.audit import record
from integration_office.lists import text
from integration_office.models import User
from offers.codes import CourseType
from offers.models import Offer


# Courses of the Integrationskursverordnung: nobody takes part without a right or a payer.
INTEGRATION = (
    *(CourseType.GENERAL, CourseType.LITERACY, CourseType.SECOND_SCRIPT, CourseType.WOMEN),
    *(CourseType.YOUTH, CourseType.SUPPORT, CourseType.INTENSIVE, CourseType.ORIENTATION),
    CourseType.REPEAT,
)
OF_THE_ENTITLEMENT = (Reminder.EXPIRES_90, Reminder.EXPIRES_30, Reminder.EXPIRED)


# Placements


def findings(placement: LanguagePlacement) -> Findings:
    """What is known of somebody when a course is recommended: the entitlement is the one noted
    last."""
    case = placement.case
    entitlement = case.course_interests.order_by("-pk").values_list("entitlement", flat=True)
    return Findings(
        level=placement.level,
        skills=tuple(getattr(placement, name) for name in SKILLS),
        literacy=placement.literacy,
        age_group=case.age_group,
        entitlement=entitlement.first() or Entitlement.UNCLEAR,
    )


@transaction.atomic
def note_placement(placement: LanguagePlacement, *, by: User) -> LanguagePlacement:
    """Save a placement. Where nobody has recommended a course the rule does; a course that was
    chosen already is compared with it anew."""
    lock_open(placement.case_id)
    placement.clean()
    advice = recommend(findings(placement))
    placement.recommended_course = placement.recommended_course or advice.course_type
    placement.recommended_level = advice.level
    if placement.placed_offer is not None:
        _compare(placement, placement.placed_offer)
        _refuse_no_reason(placement)
    verb = "changed" if placement.pk else "created"
    placement.save()
    record(verb, placement, by=by)
    return placement


@transaction.atomic
def place(
    placement: LanguagePlacement, offer: Offer, *, reason: str = "", by: User
) -> LanguagePlacement:
    """Choose a course of the catalogue: the placement leads to it, and the person is offered a
    place in it. The placement follows the result of the test; who deviates says why."""
    lock_open(placement.case_id)
    placement = LanguagePlacement.objects.select_for_update().get(pk=placement.pk)
    placement.placed_offer, placement.deviation_reason = offer, reason
    _compare(placement, offer)
    _refuse_no_reason(placement)
    placement.save()
    interest = _interest_in(placement)
    _refuse_full(offer, but=[interest])
    if interest.status != InterestStatus.OFFERED:
        _refuse_way(interest, InterestStatus.OFFERED)
    interest.status, interest.offer = InterestStatus.OFFERED, offer
    interest.save()
    record("placed", placement, by=by)
    return placement


def _compare(placement, offer):
    placement.placed_course = courses.type_of(offer)
    placement.deviates = deviates(
        placement.recommended_course,
        placement.recommended_level,
        placed_type=placement.placed_course,
        placed_levels=courses.goals(offer.german_level_from, offer.german_level_to),
    )


def _refuse_no_reason(placement):
    if not placement.deviates:
        placement.deviation_reason = ""
    elif not placement.deviation_reason:
        raise ValidationError(
            {
                "deviation_reason": _(
                    "This is not the recommended course. Please say why it is right all the same."
                )
            }
        )


def _interest_in(placement):
    """The open wish this place is for; a new one where there is none."""
    wishes = list(placement.case.course_interests.wanting().select_for_update().order_by("pk"))
    types = alike(placement.placed_course or placement.recommended_course)
    for wish in wishes:
        if wish.course_type in types:
            return wish
    if len(wishes) == 1:
        return wishes[0]
    return CourseInterest(
        case=placement.case, course_type=types[0], level=placement.recommended_level
    )


@transaction.atomic
def delete_placement(placement: LanguagePlacement, *, by: User) -> None:
    """Take away what was entered by mistake."""
    _delete(placement, by)


def _delete(row, by):
    lock_open(row.case_id)
    record("deleted", row, by=by)
    row.delete()


# Course interests


@transaction.atomic
def note_interest(interest: CourseInterest, *, by: User) -> CourseInterest:
    """Save a new or corrected interest. A claim without an end gets that of the law."""
    lock_open(interest.case_id)
    stored = CourseInterest.objects.filter(pk=interest.pk).first() if interest.pk else None
    _refuse_stopped(interest, stored)
    issued_on = interest.entitlement_issued_on
    claims = interest.entitlement == Entitlement.CLAIM and not interest.entitlement_valid_until
    if claims and issued_on:
        interest.entitlement_valid_until = deadlines.right_ends(issued_on)
    interest.clean()
    if interest.registered_on and interest.since > interest.registered_on:
        raise ValidationError({"since": _("This day lies after the registration.")})
    if stored and stored.entitlement_valid_until != interest.entitlement_valid_until:
        interest.settled = [code for code in interest.settled if code not in OF_THE_ENTITLEMENT]
    verb = "changed" if interest.pk else "created"
    interest.save()
    record(verb, interest, by=by)
    return interest


def _refuse_stopped(interest, stored):
    """A value that is closed for the day of the entry comes into no row that does not have it."""
    rules = list(ChoiceRule.objects.on(interest.since))
    for name, code_list in (
        ("entitlement", ChoiceList.ENTITLEMENT),
        ("course_type", ChoiceList.COURSE_TYPE),
    ):
        kept = getattr(stored, name, "")
        closed = stops(rules, code_list, interest.since, keeps=kept)
        if rule := closed.get(getattr(interest, name)):
            raise ValidationError({name: rule.hint})


@transaction.atomic
def move_interest(
    interest: CourseInterest,
    status: str,
    *,
    on: datetime.date,
    offer: Offer | None = None,
    by: User,
) -> CourseInterest:
    """One step on the way of an interest, on a day that fits those before it."""
    lock_open(interest.case_id)
    interest = CourseInterest.objects.select_for_update().get(pk=interest.pk)
    _refuse_way(interest, status)
    _refuse_step_day(interest, on)
    if status == InterestStatus.REGISTERED:
        _refuse_without_right(interest, on)
    if status == InterestStatus.OFFERED and offer is not None:
        _refuse_full(offer, but=[interest])
    _step(interest, status, on, offer)
    interest.save()
    record("moved on", interest, by=by)
    return interest


def _step(interest, status, on, offer):
    interest.status = status
    if status in WANTING:
        interest.registered_on, interest.settled = None, []
        interest.offer = offer if status == InterestStatus.OFFERED else None
    if status == InterestStatus.REGISTERED:
        interest.registered_on, interest.settled = on, []
        interest.offer = offer or interest.offer
    if status == InterestStatus.STARTED:
        interest.started_on = on
    if status in ENDED:
        interest.ended_on = on


def _refuse_way(interest, status):
    if status in WAYS[InterestStatus(interest.status)]:
        return
    raise ValidationError(
        {
            "status": _(
                "From “%(now)s” it does not go on to “%(next)s”. Please take the step between."
            )
            % {
                "now": interest.get_status_display(),
                "next": dict(InterestStatus.choices).get(status, status),
            }
        }
    )


def _refuse_step_day(interest, on):
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day lies in the future.")})
    last = max(filter(None, (interest.since, interest.registered_on, interest.started_on)))
    if on < last:
        sentence = _("The step before was on %(day)s. Please enter that day or a later one.")
        raise ValidationError({"on": sentence % {"day": text(last)}})


def _refuse_without_right(interest, on):
    if interest.course_type in INTEGRATION and interest.entitlement not in ENTITLED:
        raise ValidationError(
            _(
                "An integration course needs an entitlement, or somebody who pays for it. "
                "Please enter it with the interest first."
            )
        )
    last = interest.entitlement_valid_until
    if last and on > last:
        raise ValidationError(
            _("The entitlement ended on %(day)s. Please enter the new one with the interest first.")
            % {"day": text(last)}
        )


def _refuse_full(offer, *, but, wanted=1):
    """Places that are promised already are no longer free. The offer is locked meanwhile."""
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    free = courses.free_places(offer)
    if free is None:
        return
    keys = [interest.pk for interest in but if interest.pk]
    promised = CourseInterest.objects.filter(offer=offer, status=InterestStatus.OFFERED)
    free -= promised.exclude(pk__in=keys).count()
    if free <= 0:
        raise ValidationError(
            _("The last place has just been taken. Please choose another course.")
        )
    if wanted > free:
        sentence = ngettext(
            "Only one place is free. Please choose one person.",
            "Only %(free)s places are free. Please choose fewer people.",
            free,
        )
        raise ValidationError(sentence % {"free": free})


@transaction.atomic
def offer_places(interests: Sequence[CourseInterest], offer: Offer, *, by: User) -> int:
    """Offer a place in one course to several people; all of them or nobody."""
    for case in sorted({interest.case_id for interest in interests}):
        lock_open(case)
    keys = [interest.pk for interest in interests]
    wanted = CourseInterest.objects.filter(pk__in=keys).select_related("case").order_by("pk")
    rows = list(wanted.select_for_update(of=("self",)))
    for interest in rows:
        try:
            _refuse_way(interest, InterestStatus.OFFERED)
        except ValidationError as refusal:
            raise ValidationError(f"{interest.case.masked}: {' '.join(refusal.messages)}") from None
    _refuse_full(offer, but=rows, wanted=len(rows))
    for interest in rows:
        _step(interest, InterestStatus.OFFERED, timezone.localdate(), offer)
        interest.save()
        record("place offered", interest, by=by)
    return len(rows)


@transaction.atomic
def note_result(interest: CourseInterest, *, by: User) -> CourseInterest:
    """Keep the result of an exam if the person agrees; without the tick nothing of it stays."""
    lock_open(interest.case_id)
    if not interest.may_have_a_result:
        raise ValidationError(_("A result belongs to a course that is completed."))
    if not interest.exam_agreed:
        for name, nothing in NO_EXAM.items():
            setattr(interest, name, nothing)
    interest.save()
    record("result noted", interest, by=by)
    return interest


@transaction.atomic
def settle(interest: CourseInterest, *, by: User) -> None:
    """Say that what the clock reminds of is looked after."""
    lock_open(interest.case_id)
    interest = CourseInterest.objects.select_for_update().get(pk=interest.pk)
    due = interest.due
    if due is None:
        raise ValidationError(_("This reminder is settled already."))
    interest.settled = [*interest.settled, due.kind]
    interest.save()
    record("reminder settled", interest, by=by)


@transaction.atomic
def delete_interest(interest: CourseInterest, *, by: User) -> None:
    """Take away what was entered by mistake."""
    _delete(interest, by)


# Rules about choices


@transaction.atomic
def keep_rule(rule: ChoiceRule, *, by: User) -> ChoiceRule:
    """Save a rule; it holds at once for every entry of its days."""
    verb = "changed" if rule.pk else "created"
    if rule.pk:
        rule.version += 1
    rule.save()
    record(verb, rule, by=by)
    return rule


@transaction.atomic
def delete_rule(rule: ChoiceRule, *, by: User) -> None:
    """Take away a rule that never should have been; one that ends gets its last day instead."""
    record("deleted", rule, by=by)
    rule.delete()
