"""What is done in the network and touches more than one row, or needs a trace."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.audit import label_of, record
from integration_office.models import User
from integration_office.permissions import is_partner
from integration_office.records import Record
from network.models import Body, ContactPerson, Measure, Meeting, Membership, Organisation, Seat


@transaction.atomic
def archive(organisation: Organisation, *, by: User) -> None:
    """Put an organisation aside: it stays where it is named, lists no longer show it. Refuses
    while accounts speak for it."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_archived:
        raise ValidationError(_("This organisation is archived already."))
    if organisation.memberships.current().exists():
        raise ValidationError(
            _("Accounts still speak for this organisation. Please end their membership first.")
        )
    organisation.archived_at = timezone.now()
    organisation.version += 1
    organisation.save()
    record("archived", organisation, by=by)


@transaction.atomic
def bring_back(organisation: Organisation, *, by: User) -> None:
    """Take an organisation out of the archive."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.is_archived:
        raise ValidationError(_("This organisation is not archived."))
    organisation.archived_at = None
    organisation.version += 1
    organisation.save()
    record("brought back", organisation, by=by)


@transaction.atomic
def add_member(membership: Membership, *, by: User) -> Membership:
    """Let a partner account speak for an organisation. Refuses other accounts, closed ones and
    archived organisations."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if organisation.is_archived:
        raise ValidationError(
            _("This organisation is archived. Please bring it back before adding an account.")
        )
    if not is_partner(membership.user):
        raise ValidationError(
            {"user": _("Only an open account with the role “partner organisation” can be added.")}
        )
    membership.full_clean()
    membership.save()
    record("added member", organisation, by=by, note=label_of(membership.user))
    return membership


@transaction.atomic
def end_member(membership: Membership, *, by: User) -> None:
    """End a membership now: from this moment the account no longer speaks for the organisation."""
    today = timezone.localdate()
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.until is not None and membership.until < today:
        raise ValidationError(_("This membership has ended already."))
    if membership.since >= today:
        membership.delete()
    else:
        membership.until = today - datetime.timedelta(days=1)
        membership.save()
    record(
        "ended member",
        membership.organisation,
        by=by,
        note=label_of(membership.user),
    )


@transaction.atomic
def save_person(person: ContactPerson, *, by: User) -> ContactPerson:
    """Enter or change a contact person."""
    _save(person)
    record("saved", person, by=by)
    return person


@transaction.atomic
def confirm_person(person: ContactPerson, *, by: User) -> None:
    """Note that the facts are still right: the entry stays for another three years."""
    person = ContactPerson.objects.select_for_update().get(pk=person.pk)
    if person.is_former:
        raise ValidationError(_("This person is no longer in the function."))
    person.version += 1
    person.save()
    record("confirmed", person, by=by)


def erase_persons(persons: models.QuerySet) -> int:
    """Erase contact persons; the seats of their organisations stay, without a name."""
    pks = list(persons.values_list("pk", flat=True))
    seats = Seat.objects.filter(person__in=pks)
    for seat in seats.exclude(organisation=None):
        seat.person = None
        twin = seat.body.seats.filter(
            organisation=seat.organisation, person=None, until=seat.until
        ).exclude(pk=seat.pk)
        if twin.exists():
            seat.delete()
        else:
            seat.version += 1
            seat.save()
    seats.delete()
    ContactPerson.objects.filter(pk__in=pks).delete()
    return len(pks)


@transaction.atomic
def delete_person(person: ContactPerson, *, by: User) -> None:
    """Erase one contact person at once, for example because they ask for it."""
    record("erased", person, by=by)
    erase_persons(ContactPerson.objects.filter(pk=person.pk))


@transaction.atomic
def add_seat(seat: Seat, *, by: User) -> Seat:
    """Note that an organisation or a person sits in a body."""
    seat.full_clean()
    seat.save()
    record("added seat", seat.body, by=by)
    return seat


@transaction.atomic
def end_seat(seat: Seat, *, by: User) -> None:
    """Note that a seat has ended yesterday; one that has not begun yet is taken away."""
    today = timezone.localdate()
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.until is not None and seat.until < today:
        raise ValidationError(_("This seat has ended already."))
    if seat.since is not None and seat.since >= today:
        seat.delete()
    else:
        seat.until = today - datetime.timedelta(days=1)
        seat.version += 1
        seat.save()
    record("ended seat", seat.body, by=by)


def _save(row: Record) -> None:
    """Check and save, and count the change, so that a colleague's open form notices it."""
    if row.pk:
        row.version += 1
    row.full_clean()
    row.save()


@transaction.atomic
def save_organisation(organisation: Organisation, *, by: User) -> Organisation:
    """Enter or change an organisation, or a partner the own profile."""
    _save(organisation)
    record("saved", organisation, by=by)
    return organisation


@transaction.atomic
def save_body(body: Body, *, by: User) -> Body:
    """Enter or change a body."""
    _save(body)
    record("saved", body, by=by)
    return body


@transaction.atomic
def save_meeting(meeting: Meeting, *, by: User) -> Meeting:
    """Plan a meeting or note how it went. Refuses to call one held that lies ahead."""
    if meeting.was_held and meeting.day > timezone.localdate():
        raise ValidationError(
            {"status": _("This meeting lies ahead: it can be planned, invited or cancelled.")}
        )
    _save(meeting)
    record("saved", meeting, by=by, note=meeting.status)
    return meeting


@transaction.atomic
def save_measure(measure: Measure, *, by: User) -> Measure:
    """Enter a measure or report how far it is."""
    _save(measure)
    record("reported", measure, by=by, note=measure.status)
    return measure
