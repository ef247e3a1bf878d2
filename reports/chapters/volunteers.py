"""Volunteering: people, placements and the hours that were written down."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from integration_office.lists import Column
from integration_office.permissions import coordinates_volunteers
from reports.indicators import Account, Axis, Chapter, Indicator, Year, register
from volunteers.codes import Task
from volunteers.models import HourEntry, Placement, Volunteer


def engaged(year: Year):
    return Volunteer.objects.engaged_on(year.last)


def here(year: Year):
    return Volunteer.objects.here_on(year.last)


def new(year: Year):
    return Volunteer.objects.filter(since__range=(year.first, year.last))


def gone(year: Year):
    return Volunteer.objects.filter(ended_on__range=(year.first, year.last))


def running(year: Year):
    return Placement.objects.running_on(year.last).select_related("need")


def begun(year: Year):
    return Placement.objects.begun_between(year.first, year.last).select_related("need")


def over(year: Year):
    return (
        Placement.objects.begun()
        .filter(ended_on__range=(year.first, year.last))
        .select_related("need")
    )


def hours(year: Year):
    return HourEntry.objects.between(year.first, year.last)


PERSON = (
    Column("since", _("since"), "since", sort="since"),
    Column("status", _("status"), "get_status_display", sort="status"),
)
PLACEMENT = (
    Column("task", _("field of help"), lambda one: one.need.get_task_display(), sort="need__task"),
    Column("started", _("began on"), "started_on", sort="started_on"),
    Column("ended", _("ended on"), "ended_on", sort="ended_on"),
)
HOURS = (
    Column("month", _("month"), lambda entry: date_format(entry.month, "F Y"), sort="month"),
    Column("hours", _("hours"), "hours", sort="hours"),
)
COUNTED = {"chapter": Chapter.VOLUNTEERS, "seen_by": (coordinates_volunteers,)}
PEOPLE = COUNTED | {"unit": _("volunteers"), "columns": PERSON}
PLACEMENTS = COUNTED | {"unit": _("placements"), "columns": PLACEMENT}
REGISTER = Account(here, new, gone)
PLACED = Account(running, begun, over)

register(
    Indicator(
        key="volunteers_engaged",
        label=_("Active volunteers"),
        definition=_("Volunteers with a placement that ran on 31 December."),
        rows=engaged,
        stock=True,
        tile=True,
        **PEOPLE,
    ),
    Indicator(
        key="volunteers",
        label=_("Volunteers in the register"),
        definition=_("Everybody who had come and not left on 31 December."),
        rows=here,
        stock=True,
        account=(REGISTER, "now"),
        **PEOPLE,
    ),
    Indicator(
        key="volunteers_new",
        label=_("New volunteers"),
        definition=_("Volunteers who came in the year."),
        rows=new,
        account=(REGISTER, "came"),
        **PEOPLE,
    ),
    Indicator(
        key="volunteers_gone",
        label=_("Volunteers who left"),
        definition=_("Volunteers who left in the year."),
        rows=gone,
        account=(REGISTER, "left"),
        **PEOPLE,
    ),
    Indicator(
        key="placements",
        label=_("Running placements"),
        definition=_("Placements that ran on 31 December."),
        rows=running,
        stock=True,
        account=(PLACED, "now"),
        **PLACEMENTS,
    ),
    Indicator(
        key="placements_begun",
        label=_("Placements begun"),
        definition=_("Placements that began in the year."),
        rows=begun,
        account=(PLACED, "came"),
        **PLACEMENTS,
    ),
    Indicator(
        key="placements_over",
        label=_("Placements ended"),
        definition=_("Placements that ended in the year."),
        rows=over,
        account=(PLACED, "left"),
        **PLACEMENTS,
    ),
    Indicator(
        key="hours",
        label=_("Hours of volunteers"),
        definition=_("Hours that volunteers or the office wrote down; nothing is estimated."),
        chapter=Chapter.VOLUNTEERS,
        seen_by=(coordinates_volunteers,),
        unit=_("hours"),
        rows=hours,
        columns=HOURS,
        weight="hours",
        people="volunteer",
        tile=True,
    ),
    Indicator(
        key="placements_by_task",
        label=_("Running placements by field of help"),
        definition=_("Placements that ran on 31 December, each under one field."),
        rows=running,
        axes=(Axis(_("field of help"), "need__task", lambda: dict(Task.choices), by_size=True),),
        stock=True,
        chart="bars",
        **PLACEMENTS,
    ),
)
