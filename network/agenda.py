"""What the network asks of today: meetings of the week, minutes that are missing, and people whose
facts are to be confirmed."""

from dateutil.relativedelta import relativedelta
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from integration_office import agenda
from integration_office.addresses import address
from integration_office.permissions import is_partner, is_staff
from integration_office.tallies import Counted
from network.models import Body, ContactPerson, Meeting, Organisation
from network.permissions import keeps_network, reads_network


SHOWN = 20
CONFIRM_AFTER = relativedelta(months=24)


@agenda.source(reads_network)
def meetings(user, today):
    """Meetings of the next days: all for the office, those of the own bodies for partners."""
    rows = Meeting.objects.upcoming(today).filter(day__lte=today + agenda.WEEK)
    if not is_staff(user):
        rows = rows.filter(body__in=Body.objects.of(user))
    shown = ("day", "start", "topic", "place", "body__name")
    for meeting in rows.select_related("body").only(*shown)[:SHOWN]:
        yield agenda.Item(
            due=meeting.day,
            time=meeting.start,
            title=meeting.body.name,
            url=meeting.get_absolute_url(),
            detail=", ".join(part for part in (meeting.topic, meeting.place) if part),
            action=pgettext("verb", "Open"),
        )


@agenda.source(keeps_network)
def missing_minutes(user, today):
    """Minutes two weeks after the meeting, for those who keep the network."""
    rows = Meeting.objects.without_minutes(today).select_related("body")
    for meeting in rows.only("day", "body__name")[:SHOWN]:
        yield agenda.Item(
            due=meeting.minutes_due,
            title=_("Minutes are missing: %(body)s") % {"body": meeting.body.name},
            url=address("network:meeting_edit", meeting.pk),
            detail=_("Meeting of %(day)s") % {"day": date_format(meeting.day, "SHORT_DATE_FORMAT")},
            action=pgettext("verb", "Enter"),
        )


@agenda.source(keeps_network)
def unconfirmed_persons(user, today):
    """Contact persons unchanged for two years; after three the entry is erased (privacy.py)."""
    rows = ContactPerson.objects.current().unconfirmed_since(today - CONFIRM_AFTER)
    shown = rows.select_related("organisation").only("name", "organisation__name")
    for person in shown.order_by("changed_at", "pk")[:SHOWN]:
        yield agenda.Item(
            due=today,
            title=_("Are the facts still right? %(person)s") % {"person": person},
            url=person.get_absolute_url(),
            detail=person.organisation.name,
            action=pgettext("verb", "Open"),
        )


@agenda.Count
def current(user, today):
    return Counted(Organisation.objects.current())


@agenda.figure(is_staff, current)
def organisations(user, today, current):
    return agenda.Tile(_("Organisations"), current.number, url=address("network:list"))


@agenda.shortcut(is_partner)
def own_organisation(user):
    """The profile a partner keeps up to date."""
    own = Organisation.objects.of(user).only("pk").first()
    return agenda.Shortcut(_("My organisation"), own.get_absolute_url()) if own else None
