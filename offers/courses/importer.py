"""kurse.csv: the totals of the courses as the vhs hands them over, never who takes part.

Other lists only fill holes. Here the newer count wins: that is what the list is handed over for.
"""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.codes import FieldOfAction, GermanLevel
from integration_office.importers import (
    Outcome,
    Refused,
    Row,
    checked_save,
    refused,
)
from integration_office.lists import text
from integration_office.partial_dates import parse_partial
from network.models import Organisation
from network.names import named
from offers import indexing
from offers.codes import CourseStatus, CourseType, Kind, KnownFrom, Status
from offers.courses import actions as course_actions
from offers.models import Course, Offer


TYPES = {
    "integrationskurs": CourseType.GENERAL,
    "allgemeiner integrationskurs": CourseType.GENERAL,
    "alphabetisierung": CourseType.LITERACY,
    "zweitschrift": CourseType.SECOND_SCRIPT,
    "frauen/eltern": CourseType.WOMEN,
    "jugend": CourseType.YOUTH,
    "förderkurs": CourseType.SUPPORT,
    "intensivkurs": CourseType.INTENSIVE,
    "wiederholung": CourseType.REPEAT,
    "orientierungskurs": CourseType.ORIENTATION,
    "bsk b2": CourseType.JOB_B2,
    "bsk c1": CourseType.JOB_C1,
    "bsk c2": CourseType.JOB_C2,
    "spezial-bsk": CourseType.JOB_SPECIAL,
    "erstorientierung": CourseType.FIRST_STEPS,
    "offener deutschkurs": CourseType.OPEN,
    "sprachtreff": CourseType.MEETING,
    "selbstlernen": CourseType.ONLINE,
}
STATUSES = {
    "geplant": CourseStatus.PLANNED,
    "anmeldung": CourseStatus.OPEN,
    "läuft": CourseStatus.RUNNING,
    "beendet": CourseStatus.ENDED,
    "ausgefallen": CourseStatus.CANCELLED,
}
LEVELS = {level.value.lower(): level for level in GermanLevel}
COLUMNS = {
    "title": "Titel",
    "provider": "Anbieter",
    "number": "Kursnummer",
    "course_type": "Kursart",
    "german_level_from": "Niveau von",
    "german_level_to": "Niveau bis",
    "modules": "Module",
    "hours": "UE",
    "starts_on": "Beginn",
    "ends_on": "Ende",
    "seats": "Plätze",
    "registered": "Angemeldet",
    "waiting": "Warteliste",
    "counted_on": "Stand",
    "status": "Status",
}
NUMBERS = ("modules", "hours", "seats", "registered", "waiting")
DAYS = ("starts_on", "ends_on", "counted_on")


def take_course(row: Row) -> Outcome:
    """A course that is here gets the newer numbers; a new one comes with its offer, if need be."""
    provider, values = _provider(row), _values(row)
    offer = Offer.objects.filter(named(row.needed("Titel"), "title"), provider=provider).first()
    course = _known(row["Kursnummer"], provider, offer)
    if course is not None:
        return _update(course, values)
    course = Course(**values)
    if offer is not None:
        course.offer = offer
        _note(course)
        return Outcome.merged(offer, _("course facts added"), also=[course])
    offer = _new_offer(row, provider, course)
    return Outcome.taken(offer, also=[course])


def _known(number: str, provider: Organisation, offer: Offer | None) -> Course | None:
    """The course of this number, else the one behind the offer of this title."""
    courses = Course.objects.select_related("offer").filter(offer__provider=provider)
    if number and (course := courses.filter(number__iexact=number).first()):
        return course
    course = courses.filter(offer=offer).first() if offer else None
    if course and number and course.number:
        raise Refused(
            _(
                "This provider's offer of this title is course %(number)s already. Please give "
                "each course a title of its own."
            )
            % {"number": course.number}
        )
    return course


def _update(course: Course, values: dict) -> Outcome:
    counted, ours = values.get("counted_on"), course.counted_on
    if counted and ours and counted < ours:
        return Outcome.unchanged(
            course.offer, _("what is here was counted later, on %(day)s") % {"day": text(ours)}
        )
    changed = [name for name, value in values.items() if getattr(course, name) != value]
    if not changed:
        return Outcome.unchanged(course.offer)
    for name in changed:
        setattr(course, name, values[name])
    _note(course)
    names = ", ".join(COLUMNS[name] for name in changed)
    return Outcome.merged(course.offer, _("as the list says: %(columns)s") % {"columns": names})


def _check(course: Course) -> None:
    """What contradicts itself is refused before the offer gets its places."""
    try:
        course.clean_fields(exclude=["offer"])
        course.clean()
    except ValidationError as refusal:
        raise refused(refusal, COLUMNS) from None


def _note(course: Course) -> None:
    try:
        course_actions.note(course, by=None)
    except ValidationError as refusal:
        raise refused(refusal, COLUMNS) from None


def _provider(row: Row) -> Organisation:
    name = row.needed("Anbieter")
    provider = Organisation.objects.called(name)
    if provider is None:
        raise Refused(
            _("There is no organisation “%(name)s”. Please enter it first, or correct the name.")
            % {"name": name}
        )
    return provider


def _values(row: Row) -> dict:
    """What the row says about the course; empty cells say nothing."""
    said = {
        "number": row["Kursnummer"],
        "course_type": row.chosen("Kursart", TYPES),
        "status": row.chosen("Status", STATUSES),
        **{name: _number(row, COLUMNS[name]) for name in NUMBERS},
        **{name: _day(row, COLUMNS[name]) for name in DAYS},
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def _number(row: Row, column: str) -> int | None:
    if not row[column]:
        return None
    if not row[column].isascii() or not row[column].isdigit():
        raise Refused(
            _("%(column)s: “%(value)s” is not a number. Please write digits only.")
            % {"column": column, "value": row[column]}
        )
    return int(row[column])


def _day(row: Row, column: str) -> datetime.date | None:
    if not row[column]:
        return None
    try:
        return datetime.date.fromisoformat(parse_partial(row[column]))
    except (ValidationError, ValueError):
        raise Refused(
            _("%(column)s: “%(value)s” is not a day. Please write it like 24.12.2026.")
            % {"column": column, "value": row[column]}
        ) from None


def _new_offer(row: Row, provider: Organisation, course: Course) -> Offer:
    """The offer of a new course, saved with it: into the catalogue, unless the course is over."""
    today, last = timezone.localdate(), course.ends_on
    offer = Offer(
        title=row["Titel"],
        provider=provider,
        kind=Kind.COURSE,
        fields_of_action=[FieldOfAction.SPR],
        german_level_from=row.chosen("Niveau von", LEVELS) or "",
        german_level_to=row.chosen("Niveau bis", LEVELS) or "",
        valid_from=str(course.starts_on or ""),
        valid_until=str(last or ""),
        known_from=KnownFrom.IMPORT,
        source=_("list of courses"),
        status=Status.PUBLISHED,
        published_on=today,
    )
    if course.is_over or (last and last < today):
        offer.status, offer.ended_on = Status.ENDED, min(last or today, today)
        offer.published_on = None
    course.counted_on = course.counted_on or today
    _check(course)
    course_actions.pass_on(course, offer)
    checked_save(offer, COLUMNS | {"valid_from": "Beginn", "valid_until": "Ende"})
    course.offer = offer
    checked_save(course, COLUMNS)
    indexing.refresh([offer])
    return offer
