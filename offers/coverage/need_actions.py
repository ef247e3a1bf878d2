"""What is done with unmet needs: reported, checked, answered by an offer or a measure, or given up.

`report` is also for counselling, where somebody could not be helped.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.audit import record
from integration_office.models import User
from network.models import Measure
from offers.codes import NeedStatus
from offers.models import Offer, UnmetNeed


@transaction.atomic
def report(need: UnmetNeed, *, by: User) -> UnmetNeed:
    """Save a new need, as reported by this account. Nothing in it may point at a person."""
    need.reported_by = by
    need.full_clean()
    need.save()
    record("need reported", need, by=by, note=need.field_of_action)
    return need


@transaction.atomic
def change(need: UnmetNeed, *, by: User) -> UnmetNeed:
    """Save what was corrected. Refuses once it is decided: what was decided on stays."""
    if need.is_decided:
        raise ValidationError(_("This need is decided. Please open it again first."))
    need.version += 1
    need.full_clean()
    need.save()
    record("changed", need, by=by)
    return need


@transaction.atomic
def concerns_more(need: UnmetNeed, people: int, *, by: User) -> UnmetNeed:
    """The same need once more: `people` are added to those it concerns."""
    need = _open(need)
    need.people += people
    return _save(need, "need concerns more", by=by, note=str(people))


@transaction.atomic
def still_open(need: UnmetNeed, *, by: User) -> UnmetNeed:
    """Somebody has asked: it is still missing. The clock begins anew."""
    return _save(_open(need), "need still open", by=by)


@transaction.atomic
def check(need: UnmetNeed, *, by: User) -> UnmetNeed:
    """The coordination has read it: it is a need, and nobody can be recognised in it."""
    need = _open(need)
    _checked(need, by=by)
    return _save(need, "need geprueft", by=by)


@transaction.atomic
def answer_with_offer(need: UnmetNeed, offer: Offer, *, by: User) -> UnmetNeed:
    """There is an offer for it by now. Refuses one that is not in the catalogue."""
    if not offer.is_in_catalogue:
        raise ValidationError(
            _("“%(offer)s” is not in the catalogue. Please publish it first.") % {"offer": offer}
        )
    return _decide(need, NeedStatus.OFFER_FOUND, by=by, found_offer=offer)


@transaction.atomic
def answer_with_measure(
    need: UnmetNeed, measure: Measure | None, *, remark: str = "", by: User
) -> UnmetNeed:
    """Something is under way: a measure of the concept, or what the remark says. Refuses when
    neither is given."""
    return _decide(need, NeedStatus.MEASURE_STARTED, by=by, measure=measure, remark=remark)


@transaction.atomic
def give_up(need: UnmetNeed, *, remark: str, by: User | None) -> UnmetNeed:
    """Nothing can be done. Refuses without a reason."""
    return _decide(need, NeedStatus.UNSOLVABLE, by=by, remark=remark)


@transaction.atomic
def reopen(need: UnmetNeed, *, by: User) -> UnmetNeed:
    """The answer did not hold: it is missing again. Why it was decided is kept in the remark."""
    need = _locked(need)
    if not need.is_decided:
        raise ValidationError(_("This need is open."))
    need.status, need.decided_on, need.decided_by = NeedStatus.CHECKED, None, None
    need.found_offer = need.measure = None
    return _save(need, "need opened again", by=by)


def _decide(need, status, *, by, **answer):
    need = _open(need)
    _checked(need, by=by)
    for name, value in answer.items():
        setattr(need, name, value)
    need.status, need.decided_on, need.decided_by = status, timezone.localdate(), by
    return _save(need, f"need {status.value}", by=by)


def _checked(need: UnmetNeed, *, by: User | None) -> None:
    """Whoever decides has read it as well."""
    if need.checked_on is None:
        need.checked_on, need.checked_by = timezone.localdate(), by
    need.status = NeedStatus.CHECKED


def _open(need):
    need = _locked(need)
    if not need.is_open:
        raise ValidationError(
            _("This does not go from here: “%(need)s” is %(status)s.")
            % {"need": need, "status": need.get_status_display()}
        )
    return need


def _locked(need):
    # Without joins: only the need's own row is locked.
    return UnmetNeed.objects.select_for_update().get(pk=need.pk)


def _save(need, verb, *, by, note=""):
    need.version += 1
    need.full_clean()
    need.save()
    record(verb, need, by=by, note=note)
    return need
