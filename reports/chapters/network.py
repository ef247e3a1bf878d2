"""Network and integration concept: organisations, bodies, meetings, goals and measures."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_office.lists import Column
from network.models import Body, Goal, Measure, Meeting, Organisation
from reports.indicators import Axis, Chapter, Indicator, Year, register


def organisations(year: Year):
    """Those that stood in the register on 31 December and were not archived."""
    return Organisation.objects.filter(created_at__date__lte=year.last).filter(
        Q(archived_at=None) | Q(archived_at__date__gt=year.last)
    )


def bodies(year: Year):
    return Body.objects.filter(created_at__date__lte=year.last)


def meetings(year: Year):
    return Meeting.objects.held().between(year.first, year.last).select_related("body")


def measures(year: Year):
    return Measure.objects.filter(created_at__date__lte=year.last).select_related("goal__field")


def goals(year: Year):
    return Goal.objects.filter(created_at__date__lte=year.last).select_related("field")


ORGANISATION = (
    Column("name", _("organisation"), "name", sort="name", link=True),
    Column("kind", _("kind"), "get_kind_display", sort="kind"),
)
BODY = (
    Column("name", _("body"), "name", sort="name", link=True),
    Column("level", _("level"), "get_level_display", sort="level"),
)
MEETING = (
    Column("day", _("day"), "day", sort="day"),
    Column("body", _("body"), lambda meeting: meeting.body.name, sort="body__name"),
    Column("topic", _("main topic"), "topic"),
    Column("attendance", _("people present"), "attendance", sort="attendance"),
)
MEASURE = (
    Column("title", _("measure"), "title", sort="title"),
    Column("goal", _("goal"), lambda measure: measure.goal.title),
    Column("status", _("implementation status"), "get_status_display", sort="status"),
)
GOAL = (
    Column("title", _("goal"), "title", sort="title"),
    Column("field", _("field of action"), lambda goal: goal.field.title),
)

register(
    Indicator(
        key="organisations",
        chapter=Chapter.NETWORK,
        label=_("Organisations in the network"),
        definition=_("Organisations in the register on 31 December."),
        unit=_("organisations"),
        rows=organisations,
        columns=ORGANISATION,
        personal=False,
        tile=True,
        stock=True,
    ),
    Indicator(
        key="bodies",
        chapter=Chapter.NETWORK,
        label=_("Bodies"),
        definition=_("Bodies in the register on 31 December, from the town to the federation."),
        unit=_("bodies"),
        rows=bodies,
        columns=BODY,
        personal=False,
        stock=True,
    ),
    Indicator(
        key="meetings",
        chapter=Chapter.NETWORK,
        label=_("Meetings"),
        definition=_("Meetings of these bodies that were held in the year."),
        unit=_("meetings"),
        rows=meetings,
        columns=MEETING,
        personal=False,
    ),
    Indicator(
        key="attendance",
        chapter=Chapter.NETWORK,
        label=_("People at meetings"),
        definition=_(
            "People present at meetings, added up where that was written down; one person may "
            "count often."
        ),
        unit=_("people present"),
        rows=meetings,
        columns=MEETING,
        weight="attendance",
        personal=False,
    ),
    Indicator(
        key="organisations_by_kind",
        chapter=Chapter.NETWORK,
        label=_("Organisations by kind"),
        definition=_("Organisations in the register on 31 December, each under one kind."),
        unit=_("organisations"),
        rows=organisations,
        columns=ORGANISATION,
        axes=(Axis(_("kind"), "kind", lambda: dict(Organisation.Kind.choices), by_size=True),),
        personal=False,
        stock=True,
    ),
    Indicator(
        key="meetings_by_body",
        chapter=Chapter.NETWORK,
        label=_("Meetings by body"),
        definition=_("Meetings held in the year."),
        unit=_("meetings"),
        rows=meetings,
        columns=MEETING,
        axes=(
            Axis(
                _("body"),
                "body_id",
                lambda: dict(Body.objects.values_list("pk", "name")),
                by_size=True,
            ),
        ),
        personal=False,
    ),
    Indicator(
        key="goals",
        chapter=Chapter.CONCEPT,
        label=_("Goals of the concept"),
        definition=_("Goals in the register on 31 December."),
        unit=_("goals"),
        rows=goals,
        columns=GOAL,
        personal=False,
        stock=True,
    ),
    Indicator(
        key="measures",
        chapter=Chapter.CONCEPT,
        label=_("Measures of the concept"),
        definition=_("Measures in the register on 31 December."),
        unit=_("measures"),
        rows=measures,
        columns=MEASURE,
        personal=False,
        stock=True,
    ),
    Indicator(
        key="measures_by_status",
        chapter=Chapter.CONCEPT,
        label=_("Measures by status"),
        definition=_("Their status when the report was made."),
        unit=_("measures"),
        rows=measures,
        columns=MEASURE,
        axes=(Axis(_("status"), "status", lambda: dict(Measure.Status.choices), all_names=True),),
        personal=False,
        stock=True,
        snapshot=True,
        chart="bars",
    ),
    Indicator(
        key="goals_by_field",
        chapter=Chapter.CONCEPT,
        label=_("Goals by field of action"),
        definition=_("Goals in the register on 31 December."),
        unit=_("goals"),
        rows=goals,
        columns=GOAL,
        axes=(Axis(_("field of action"), "field__title", dict),),
        personal=False,
        stock=True,
    ),
)
