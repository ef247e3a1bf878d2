"""What happens to volunteers, needs and placements, where it touches more than one row."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office import accounts
from integration_office.audit import record
from integration_office.models import User
from volunteers.codes import NeedStatus, PlacementStatus, VolunteerStatus
from volunteers.models import HourEntry, Need, Placement, Volunteer


NEED_STEPS: dict[str, str] = {
    NeedStatus.REPORTED: NeedStatus.CHECKED,
    NeedStatus.CHECKED: NeedStatus.SEARCHING,
}


def _save(row):
    row.version += 1
    row.save()


def _locked(row):
    return type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)


@transaction.atomic
def check_need(need: Need, *, by: User) -> Need:
    """Take a need one step on: reported → checked → searching."""
    need = _locked(need)
    if need.status not in NEED_STEPS:
        raise ValidationError(_("This need has gone on already."))
    need.status = NEED_STEPS[need.status]
    _save(need)
    record(f"need {need.status}", need, by=by)
    return need


@transaction.atomic
def end_need(need: Need, *, by: User | None, on: datetime.date | None = None) -> Need:
    """Close a need; proposals that wait are declined. Refuses while placements run. `by` nobody:
    the clock does it."""
    need = _locked(need)
    if not need.is_open:
        raise ValidationError(_("This need has been ended already."))
    if need.placements.running().exists():
        raise ValidationError(
            _("Somebody still helps here. Please let the placements be ended first.")
        )
    _decline_waiting(need.placements.all())
    need.status, need.ended_at = NeedStatus.ENDED, on or timezone.localdate()
    _save(need)
    record("ended", need, by=by)
    return need


def _decline_waiting(placements):
    for placement in placements.waiting().select_for_update(no_key=True):
        placement.go_to(PlacementStatus.DECLINED)
        _save(placement)


@transaction.atomic
def propose(
    volunteer: Volunteer, need: Need, *, by: User, on: datetime.date | None = None
) -> Placement:
    """Propose a volunteer for a need. Refuses a need that is not looked for, somebody who is not
    ready, and a proposal that is open already."""
    need, volunteer = _locked(need), _locked(volunteer)
    if need.status not in (NeedStatus.CHECKED, NeedStatus.SEARCHING):
        raise ValidationError(_("Nobody is looked for here (any more)."))
    if volunteer.status not in (VolunteerStatus.READY, VolunteerStatus.PLACED):
        raise ValidationError(_("This person is not ready. Please change the status first."))
    if need.placements.open().filter(volunteer=volunteer).exists():
        raise ValidationError(_("This person has been proposed for this need already."))
    placement = Placement(
        volunteer=volunteer, need=need, proposed_by=by, proposed_on=on or timezone.localdate()
    )
    placement.save()
    if need.status == NeedStatus.CHECKED:
        need.status = NeedStatus.SEARCHING
        _save(need)
    record("proposed", placement, by=by)
    return placement


@transaction.atomic
def advance(
    placement: Placement, status: str, *, by: User, on: datetime.date | None = None
) -> Placement:
    """Take a placement to its next state. Beginning needs the papers and a free place."""
    # Always in this order, so that two colleagues wait for each other and never in a circle.
    need, volunteer = _locked(placement.need), _locked(placement.volunteer)
    placement = _locked(placement)
    placement.go_to(status)
    if status == PlacementStatus.TRIAL:
        _begin(placement, need, volunteer, on or timezone.localdate())
    _save(placement)
    record(f"placement {status}", placement, by=by)
    return placement


def _begin(placement, need, volunteer, day):
    if volunteer.secrecy_signed_on is None:
        raise ValidationError(
            _("The declaration of secrecy is not signed yet. Please enter its day in the profile.")
        )
    if volunteer.is_gone:
        raise ValidationError(_("This person has left."))
    if need.certificate_needed and not volunteer.certificate_holds_on(day):
        raise ValidationError(
            _("This help needs a certificate of conduct that was seen in the last five years.")
        )
    running = need.placements.running().count()
    if running >= need.wanted:
        raise ValidationError(_("The last place has just been taken."))
    placement.started_on = day
    if volunteer.status != VolunteerStatus.PLACED:
        volunteer.status = VolunteerStatus.PLACED
        _save(volunteer)
    if running + 1 == need.wanted:
        need.status = NeedStatus.FILLED
        _save(need)


@transaction.atomic
def end_placement(placement: Placement, *, on: datetime.date, reason: str, by: User) -> Placement:
    """End a placement. The volunteer looks for a new one, and the need for somebody else."""
    need, volunteer = _locked(placement.need), _locked(placement.volunteer)
    placement = _locked(placement)
    if on > timezone.localdate():
        raise ValidationError({"ended_on": _("Please give a day that has come already.")})
    placement.end(on, reason)
    _save(placement)
    if volunteer.status == VolunteerStatus.PLACED and not volunteer.placements.running().exists():
        volunteer.status = VolunteerStatus.READY
        _save(volunteer)
    if need.status == NeedStatus.FILLED:
        need.status = NeedStatus.SEARCHING
        _save(need)
    record("ended", placement, by=by, note=reason)
    return placement


@transaction.atomic
def end_volunteer(volunteer: Volunteer, *, on: datetime.date, by: User | None) -> Volunteer:
    """Somebody leaves: proposals are declined. Refuses while placements run. `by` nobody: the
    clock does it."""
    volunteer = _locked(volunteer)
    if volunteer.is_gone:
        raise ValidationError(_("This person has left already."))
    if volunteer.placements.running().exists():
        raise ValidationError(
            _("There are placements that still run. Please end them first, each with its reason.")
        )
    if on > timezone.localdate():
        raise ValidationError({"ended_on": _("Please give a day that has come already.")})
    _decline_waiting(volunteer.placements.all())
    volunteer.status, volunteer.ended_on = VolunteerStatus.LEFT, on
    if not volunteer.placements.begun().exists():
        # § 72a (5) SGB VIII: without a beginning the facts about the certificate go at once.
        forget_certificate(volunteer)
    volunteer.full_clean()
    _save(volunteer)
    record("left", volunteer, by=by)
    return volunteer


def forget_certificate(volunteer: Volunteer) -> None:
    """Clear the three facts about the certificate of conduct (the row is saved by the caller)."""
    volunteer.certificate_seen_on = volunteer.certificate_date = None
    volunteer.relevant_conviction = None


@transaction.atomic
def welcome_back(volunteer: Volunteer, *, by: User) -> Volunteer:
    """Somebody who had left is interested again."""
    volunteer = _locked(volunteer)
    if volunteer.status != VolunteerStatus.LEFT:
        raise ValidationError(_("This person has not left."))
    volunteer.status, volunteer.ended_on = VolunteerStatus.INTERESTED, None
    _save(volunteer)
    record("came back", volunteer, by=by)
    return volunteer


@transaction.atomic
def give_login(volunteer: Volunteer, *, by: User) -> User:
    """Connect the profile with an account: the one with this e-mail address, or a new one that is
    invited by mail."""
    volunteer = _locked(volunteer)
    if volunteer.user_id:
        raise ValidationError(_("This person has an account already."))
    if not volunteer.email:
        raise ValidationError(_("Please enter the e-mail address of this person first."))
    user = User.objects.select_for_update(no_key=True).filter(email__iexact=volunteer.email).first()
    if user is None:
        user = User(email=volunteer.email, name=volunteer.name, roles=[User.Role.VOLUNTEER])
        accounts.invite(user, by=by)
    elif Volunteer.objects.of(user).exists():
        raise ValidationError(_("The account with this e-mail address belongs to another profile."))
    elif User.Role.VOLUNTEER not in user.roles:
        user.roles = [*user.roles, User.Role.VOLUNTEER]
        user.version += 1
        user.save()
    volunteer.user = user
    _save(volunteer)
    record("given login", volunteer, by=by)
    return user


@transaction.atomic
def save_hours(entry: HourEntry, *, by: User) -> HourEntry:
    """Keep the hours of a month. Refuses months to come, months without the person or the
    placement, and a second entry for the same month."""
    if entry.month > timezone.localdate().replace(day=1):
        raise ValidationError({"month": _("Please choose a month that has begun already.")})
    volunteer, placement = entry.volunteer, entry.placement
    if not _within(entry.month, volunteer.since, volunteer.ended_on):
        raise ValidationError(
            {"month": _("Please choose a month in which this person was with us.")}
        )
    if placement is not None:
        if placement.volunteer_id != volunteer.pk or placement.started_on is None:
            raise ValidationError({"placement": _("Please choose a placement from the list.")})
        if not _within(entry.month, placement.started_on, placement.ended_on):
            raise ValidationError({"month": _("This placement did not run in that month.")})
    if entry.pk is None:
        entry.entered_by = by
    else:
        entry.version += 1
    entry.clean_fields(exclude=["volunteer", "placement", "entered_by"])
    entry.validate_constraints()
    entry.save()
    record("hours entered", entry, by=by)
    return entry


def _within(month, first, last):
    return first.replace(day=1) <= month and (last is None or month <= last)


@transaction.atomic
def delete_hours(entry: HourEntry, *, by: User) -> None:
    """Take back an entry that was wrong."""
    record("deleted", entry, by=by)
    entry.delete()
