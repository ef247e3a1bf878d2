"""What happens to an inquiry: received, taken over, assigned, forwarded, answered, opened again.
Each verb locks the row, refuses with a sentence and leaves one line in the audit log."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from counselling.inquiries.codes import InquiryStatus
from counselling.models import Inquiry
from counselling.models.inquiries import ANSWER_WITHIN
from integration_office.audit import record
from integration_office.models import User
from integration_office.permissions import answers_inquiries
from network.models import Organisation


@transaction.atomic
def receive(inquiry: Inquiry, *, on_the_spot: bool = False, by: User) -> Inquiry:
    """Save a new inquiry; one that was answered `on_the_spot` took no time and waits for nobody."""
    inquiry.received_at = _to_the_minute(inquiry.received_at)
    if inquiry.responsible is not None:
        _refuse_strangers(inquiry.responsible)
        inquiry.status = InquiryStatus.IN_PROGRESS
    if on_the_spot:
        inquiry.responsible = inquiry.responsible or by
        inquiry.status, inquiry.answered_at = InquiryStatus.ANSWERED, inquiry.received_at
    inquiry.full_clean()
    inquiry.save()
    note = "on the spot" if on_the_spot else _name_of(inquiry.responsible)
    record("inquiry received", inquiry, by=by, note=note)
    return inquiry


@transaction.atomic
def change(inquiry: Inquiry, *, by: User) -> Inquiry:
    """Save what was corrected; what is only a count by now stays."""
    _refuse_emptied(_locked(inquiry))
    inquiry.received_at = _to_the_minute(inquiry.received_at)
    inquiry.full_clean()
    inquiry.save()
    record("corrected", inquiry, by=by)
    return inquiry


@transaction.atomic
def take_over(inquiry: Inquiry, *, by: User) -> Inquiry:
    """Work on what nobody works on. The second of two colleagues reads who was quicker."""
    inquiry = _open(inquiry)
    if inquiry.responsible == by:
        raise ValidationError(_("You are responsible for this inquiry already."))
    if not inquiry.waits_for_somebody:
        raise ValidationError(
            _("%(name)s has taken this inquiry over already.") % {"name": inquiry.responsible}
        )
    return _given_to(inquiry, by, "inquiry taken over", by=by)


@transaction.atomic
def assign(inquiry: Inquiry, *, to: User, by: User) -> Inquiry:
    """Give it to a colleague."""
    inquiry = _open(inquiry)
    _refuse_strangers(to)
    if inquiry.responsible == to:
        raise ValidationError({"to": _("%(name)s is responsible already.") % {"name": to}})
    return _given_to(inquiry, to, "inquiry assigned", by=by, note=_name_of(to))


def _given_to(inquiry, user, verb, *, by, note=""):
    inquiry.responsible = user
    if inquiry.status == InquiryStatus.NEW:
        inquiry.status = InquiryStatus.IN_PROGRESS
    return _save(inquiry, verb, by=by, note=note)


@transaction.atomic
def forward(
    inquiry: Inquiry,
    *,
    to: Organisation | None,
    on: datetime.date,
    minutes: int | None = None,
    settled: bool = False,
    by: User,
) -> Inquiry:
    """Pass it on to the place that knows the answer. `settled`: who asked knows where to turn, so
    this was the answer; else it waits until the place has answered."""
    inquiry = _open(inquiry)
    _refuse_place(inquiry, to)
    _refuse_day(inquiry, on)
    inquiry.forwarded_to, inquiry.forwarded_on = to, on
    inquiry.status = InquiryStatus.FORWARDED
    inquiry.responsible = inquiry.responsible or by
    _spend(inquiry, minutes)
    if settled:
        _answered(inquiry, _moment_on(inquiry, on))
    return _save(inquiry, "inquiry forwarded", by=by, note=_name_of(to))


@transaction.atomic
def answer(
    inquiry: Inquiry,
    *,
    at: datetime.datetime,
    text: str = "",
    minutes: int | None = None,
    by: User,
) -> Inquiry:
    """It is answered: when, in a few words if they help later, and with how much work."""
    inquiry = _open(inquiry)
    at = _to_the_minute(at)
    if at > timezone.now():
        raise ValidationError({"at": _("This moment is still to come. When was it answered?")})
    if at < inquiry.received_at:
        raise ValidationError({"at": _("The answer cannot be older than the question.")})
    if inquiry.reopened_at and at < inquiry.reopened_at:
        raise ValidationError(
            {"at": _("The answer cannot be older than the day it was opened again.")}
        )
    inquiry.answer = text
    inquiry.responsible = inquiry.responsible or by
    _spend(inquiry, minutes)
    _answered(inquiry, at)
    return _save(inquiry, "inquiry answered", by=by)


@transaction.atomic
def reopen(inquiry: Inquiry, *, by: User) -> Inquiry:
    """The answer was none: it waits again, two weeks from now. The time runs on from the day the
    question came."""
    inquiry = _locked(inquiry)
    _refuse_emptied(inquiry)
    if not inquiry.is_answered:
        raise ValidationError(_("Only an answered inquiry can be opened again."))
    inquiry.status, inquiry.answered_at = InquiryStatus.REOPENED, None
    inquiry.reopened_at = max(_to_the_minute(timezone.now()), inquiry.received_at)
    inquiry.due = timezone.localdate() + ANSWER_WITHIN
    return _save(inquiry, "reopened", by=by)


@transaction.atomic
def delete(inquiry: Inquiry, *, by: User) -> None:
    """Take away what should not have been noted: a double, or something about a client."""
    stored = Inquiry.objects.select_for_update().filter(pk=inquiry.pk).first()
    if stored is None:
        raise ValidationError(_("This inquiry has been deleted already."))
    _refuse_emptied(stored)
    record("deleted", stored, by=by)
    stored.delete()


def _locked(inquiry: Inquiry) -> Inquiry:
    # Without joins: only the inquiry's own row is locked.
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def _open(inquiry: Inquiry) -> Inquiry:
    inquiry = _locked(inquiry)
    _refuse_emptied(inquiry)
    if inquiry.answered_at is not None:
        day = date_format(timezone.localdate(inquiry.answered_at), "SHORT_DATE_FORMAT")
        raise ValidationError(_("This inquiry was answered on %(day)s.") % {"day": day})
    return inquiry


def _refuse_emptied(inquiry):
    if inquiry.is_emptied:
        raise ValidationError(_("This inquiry is only a count by now. It cannot be changed."))


def _refuse_strangers(user):
    if not answers_inquiries(user):
        raise ValidationError(_("%(name)s does not answer inquiries.") % {"name": user})


def _refuse_place(inquiry, to):
    if to is None:
        raise ValidationError({"to": _("Please say to whom the inquiry is forwarded.")})
    if to.is_archived:
        raise ValidationError(
            {"to": _("The office does not work with “%(name)s” any more.") % {"name": to}}
        )
    if inquiry.status == InquiryStatus.FORWARDED and inquiry.forwarded_to == to:
        raise ValidationError({"to": _("The inquiry is with “%(name)s” already.") % {"name": to}})


def _refuse_day(inquiry, on):
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day lies in the future.")})
    if on < inquiry.received_on:
        raise ValidationError({"on": _("It cannot be forwarded before it came.")})


def _spend(inquiry, minutes):
    """All in all, not in addition; nothing said leaves what is known."""
    if minutes is not None:
        inquiry.minutes = minutes


def _answered(inquiry, at):
    inquiry.status, inquiry.answered_at = InquiryStatus.ANSWERED, at


def _moment_on(inquiry, day):
    """A moment on `day`: now if that is today, else its noon; never before it came."""
    now = timezone.localtime()
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=now.tzinfo)
    moment = now if day == now.date() else noon
    earliest = max(filter(None, [inquiry.received_at, inquiry.reopened_at]))
    return max(_to_the_minute(moment), earliest)


def _to_the_minute(moment: datetime.datetime) -> datetime.datetime:
    """As the form shows it: an answer in the same minute is not older than its question."""
    return moment.replace(second=0, microsecond=0)


def _name_of(row: User | Organisation | None) -> str:
    return "" if row is None else f"{row._meta.label}:{row.pk}"


def _save(inquiry: Inquiry, verb: str, *, by: User, note: str = "") -> Inquiry:
    inquiry.full_clean()
    inquiry.save()
    record(verb, inquiry, by=by, note=note)
    return inquiry
