"""How rows of veranstaltungen.csv become events. A row that is there already only fills holes; what
contradicts stays as it is and is named."""

import datetime
import re
from dataclasses import replace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import Event, Series
from integration_office.importers import Outcome, Refused, Row, list_importer
from network.models import Organisation
from network.names import named


COLUMNS = [
    "Titel",
    "Reihe",
    "Datum",
    "Beginn",
    "Ende",
    "Ort",
    "Veranstalter",
    "Kosten",
    "Teilnehmende",
    "Beschreibung",
    "source",
]


@list_importer("veranstaltungen.csv", columns=COLUMNS, order=30)
def take(row: Row) -> Outcome:
    organisers = [_organisation(name) for name in row["Veranstalter"].split(";") if name.strip()]
    series, new_series = _series(row["Reihe"])
    listed = _read(row, series, organisers)
    existing = Event.objects.filter(named(listed.title, "title"), day=listed.day)
    # The same title twice a day: the start tells them apart.
    event = existing.filter(starts_at=listed.starts_at).first() or existing.first()
    if event is None or _is_another(event, listed):
        listed.full_clean()
        listed.save()
        listed.organisers.set(organisers)
        outcome = Outcome.taken(listed)
    else:
        outcome = _merge(event, listed, organisers)
    return replace(outcome, made=[*new_series, *outcome.made])


def _is_another(event: Event, listed: Event) -> bool:
    """Two starts or two places on one day are two events."""
    starts = event.starts_at and listed.starts_at and event.starts_at != listed.starts_at
    places = event.place and listed.place and event.place.lower() != listed.place.lower()
    return bool(starts or places)


def _merge(event: Event, listed: Event, organisers: list[Organisation]) -> Outcome:
    filled, contradicting = [], []
    for name in ("series", "starts_at", "ends_at", "place", "cost", "visitors", "description"):
        ours, theirs = getattr(event, name), getattr(listed, name)
        if theirs in (None, "") or ours == theirs:
            continue
        label = str(Event._meta.get_field(name).verbose_name)
        if ours in (None, "") and not _needs_to_be_over(event, name):
            setattr(event, name, theirs)
            filled.append(label)
        else:
            contradicting.append(f"{label}: {theirs}")
    missing = [one for one in organisers if one not in set(event.organisers.all())]
    note = _("kept ours, the list says: %s") % "; ".join(contradicting) if contradicting else ""
    if not filled and not missing:
        return Outcome.unchanged(event, note)
    event.version += 1
    event.full_clean()
    event.save()
    event.organisers.add(*missing)
    return Outcome.merged(event, note)


def _needs_to_be_over(event: Event, name: str) -> bool:
    return name == "visitors" and event.status not in Event.OVER


def _read(row: Row, series: Series | None, organisers: list[Organisation]) -> Event:
    """The event as the row tells of it."""
    if not row["Titel"]:
        raise Refused(_("The column “Titel” is empty. An event needs a title."))
    day = _day(row["Datum"])
    visitors = _number(row["Teilnehmende"])
    is_past = day < timezone.localdate()
    return Event(
        title=row["Titel"],
        series=series,
        day=day,
        starts_at=_time("Beginn", row["Beginn"]),
        ends_at=_time("Ende", row["Ende"]),
        place=row["Ort"],
        cost=row["Kosten"],
        description=row.lines("Beschreibung"),
        visitors=visitors if is_past else None,
        status=Event.Status.TOOK_PLACE if is_past else Event.Status.PUBLISHED,
        office_role=_office_role(organisers),
        source=row["source"],
    )


def _office_role(organisers: list[Organisation]) -> str:
    """The office's own part: the organisation that bears its name in the settings."""
    own = [o for o in organisers if settings.OFFICE["office"].lower() in o.name.lower()]
    if not own:
        return Event.OfficeRole.CALENDAR
    alone = len(own) == len(organisers)
    return Event.OfficeRole.ORGANISER if alone else Event.OfficeRole.CO_ORGANISER


def _organisation(name: str) -> Organisation:
    name = name.strip()
    found = Organisation.objects.current().called(name)
    if found is None:
        raise Refused(
            _(
                "The organiser “%(name)s” is not among the organisations. Please add it there, "
                "or write it as it stands there, and repeat."
            )
            % {"name": name}
        )
    return found


def _series(title: str) -> tuple[Series | None, list[Series]]:
    """The series of this name, and again in a list if it had to be made."""
    if not title:
        return None, []
    found = Series.objects.filter(named(title, "title")).first()
    if found is not None:
        return found, []
    year = re.search(r"\b(?:19|20)\d\d\b", title)
    made = Series(title=title, year=int(year[0]) if year else None)
    made.full_clean()
    made.save()
    return made, [made]


def _day(text: str) -> datetime.date:
    for shape in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Refused(
        _("“%(text)s” in the column “Datum” is not a day. Please write it like 24.12.2026.")
        % {"text": text}
    )


def _time(column: str, text: str) -> datetime.time | None:
    if not text:
        return None
    try:
        return datetime.time.fromisoformat(text)
    except ValueError:
        raise Refused(
            _("“%(text)s” in the column “%(column)s” is not a time. Please write it like 17:30.")
            % {"text": text, "column": column}
        ) from None


def _number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise Refused(
            _(
                "“%(text)s” in the column “Teilnehmende” is not a number. Please write digits "
                "only, or leave it empty."
            )
            % {"text": text}
        )
    return int(text)
