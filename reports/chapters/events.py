"""Events, talk rounds and naturalisation tests. Results of tests are never known here."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Event, GroupSession, Series, TestSession
from events.permissions import sees_test_sums
from integration_office.lists import Column
from reports.indicators import Axis, Chapter, Indicator, Year, register


def events(year: Year):
    """Those that have been: what the calendar announces is not counted before its day."""
    until = min(year.last, timezone.localdate())
    return Event.objects.between(year.first, until).taking_place().select_related("series")


def talks(year: Year):
    return GroupSession.objects.filter(day__range=(year.first, year.last), took_place=True)


def sessions(year: Year):
    done = TestSession.Status
    held = TestSession.objects.filter(
        day__range=(year.first, year.last), status__in=[done.HELD, done.SENT, done.DONE]
    )
    return held.with_counts().order_by("-day", "-pk")


def seats(year: Year) -> dict[str, int]:
    """Who registered, by whether they came; what erasure has kept is in there."""
    came = stayed = 0
    for session in sessions(year):
        came += session.attended
        stayed += session.registered - session.attended
    return {"attended": came, "absent": stayed}


def series_names():
    return {"": _("without a series")} | dict(Series.objects.values_list("pk", "title"))


EVENT = (
    Column("day", _("day"), "day", sort="day"),
    Column("title", _("event"), "title", sort="title", link=True),
    Column("series", _("series"), lambda event: event.series and event.series.title),
    Column("visitors", _("visitors"), "visitors", sort="visitors"),
)
TALK = (
    Column("day", _("day"), "day", sort="day"),
    Column("title", _("group"), "title", sort="title"),
    Column("people", _("people"), "n_total", sort="n_total"),
)
SESSION = (
    Column("day", _("day"), "day", sort="day"),
    Column("status", _("status"), "get_status_display", sort="status"),
    Column("registered", _("registered"), "registered"),
)
EVENTS = {"chapter": Chapter.EVENTS, "rows": events, "columns": EVENT}
TALKS = {"chapter": Chapter.EVENTS, "rows": talks, "columns": TALK}
TESTS = {
    "chapter": Chapter.TESTS,
    "rows": sessions,
    "columns": SESSION,
    "seen_by": (sees_test_sums,),
}

register(
    Indicator(
        key="events",
        label=_("Events"),
        definition=_(
            "Events in the common calendar whose day has come, without ideas and called-off ones."
        ),
        unit=_("events"),
        personal=False,
        tile=True,
        **EVENTS,
    ),
    Indicator(
        key="visitors",
        label=_("Visitors of events"),
        definition=_("Visitors as counted or estimated afterwards, where that was written down."),
        unit=_("visitors"),
        weight="visitors",
        **EVENTS,
    ),
    Indicator(
        key="events_by_series",
        label=_("Events by series"),
        definition=_("Every event belongs to one series or to none."),
        unit=_("events"),
        personal=False,
        axes=(Axis(_("series"), "series_id", series_names, by_size=True),),
        chart="bars",
        **EVENTS,
    ),
    Indicator(
        key="talks",
        label=_("Talk rounds"),
        definition=_("Meetings of talk rounds that took place."),
        unit=_("meetings"),
        personal=False,
        **TALKS,
    ),
    Indicator(
        key="talk_people",
        label=_("People at talk rounds"),
        definition=_("People present, added up; one person may count often."),
        unit=_("people present"),
        weight="n_total",
        **TALKS,
    ),
    Indicator(
        key="test_sessions",
        label=_("Naturalisation tests"),
        definition=_("Sessions that were held."),
        unit=_("sessions"),
        personal=False,
        tile=True,
        **TESTS,
    ),
    Indicator(
        key="test_seats",
        label=_("Registrations for tests"),
        definition=_("Registrations for these sessions. Results are known to nobody here."),
        unit=_("registrations"),
        weight="registered",
        counts=seats,
        axes=(
            Axis(
                _("registration"),
                "status",
                lambda: {"attended": _("attended"), "absent": _("did not attend")},
                all_names=True,
            ),
        ),
        **TESTS,
    ),
)
