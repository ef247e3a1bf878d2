"""What the network asks of today: meetings of the week, and minutes that are missing."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from integration_office import agenda
from integration_office.permissions import is_partner, is_staff
from network.models import Body, Meeting, Organisation
from network.permissions import keeps_network, reads_network


SHOWN = 20


@agenda.source
def meetings(user, today):
    """Meetings of the next days: all for the office, those of the own bodies for partners."""
    if not reads_network(user):
        return
    rows = Meeting.objects.upcoming(today).filter(day__lte=today + agenda.WEEK)
    if not is_staff(user):
        rows = rows.filter(body__in=Body.objects.of(user))
    for meeting in rows.select_related("body")[:SHOWN]:
        yield agenda.Item(
            due=meeting.day,
            time=meeting.start,
            title=meeting.body.name,
            url=meeting.get_absolute_url(),
            detail=", ".join(part for part in (meeting.topic, meeting.place) if part),
            action=pgettext("verb", "Open"),
        )


@agenda.source
def missing_minutes(user, today):
    """Minutes two weeks after the meeting, for those who keep the network."""
    if not keeps_network(user):
        return
    for meeting in Meeting.objects.without_minutes(today).select_related("body")[:SHOWN]:
        yield agenda.Item(
            due=meeting.minutes_due,
            title=_("Minutes are missing: %(body)s") % {"body": meeting.body.name},
            url=reverse("network:meeting_edit", args=[meeting.pk]),
            detail=_("Meeting of %(day)s") % {"day": date_format(meeting.day, "SHORT_DATE_FORMAT")},
            action=pgettext("verb", "Enter"),
        )


@agenda.figure
def organisations(user, today):
    if not is_staff(user):
        return None
    url = reverse("network:list")
    return agenda.Tile(_("Organisations"), Organisation.objects.current().count(), url=url)


@agenda.shortcut
def own_organisation(user):
    """The profile a partner keeps up to date."""
    own = Organisation.objects.of(user).first() if is_partner(user) else None
    return agenda.Shortcut(_("My organisation"), own.get_absolute_url()) if own else None
