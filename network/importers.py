"""The lists of organisations, bodies and the concept, as an office hands them over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from integration_office.importers import Outcome, Row, checked_save, fill, list_importer
from integration_office.partial_dates import first_day, parse_partial
from integration_office.records import Record
from network.models import (
    Body,
    Concept,
    ConceptField,
    Goal,
    Measure,
    Meeting,
    Organisation,
    Seat,
)
from network.names import named


KINDS = {
    "verwaltung": Organisation.Kind.TOWN,
    "behörde": Organisation.Kind.AUTHORITY,
    "bildungsträger": Organisation.Kind.EDUCATION,
    "verein": Organisation.Kind.ASSOCIATION,
    "begegnungsstätte": Organisation.Kind.MEETING_PLACE,
    "wohlfahrtsverband": Organisation.Kind.WELFARE,
    "migrantenorganisation": Organisation.Kind.MIGRANTS,
    "ehrenamtsinitiative": Organisation.Kind.INITIATIVE,
    "religionsgemeinschaft": Organisation.Kind.RELIGION,
    "gewerkschaft": Organisation.Kind.UNION,
    "gremium": Organisation.Kind.BODY,
    "schule": Organisation.Kind.SCHOOL,
}
LEVELS = {
    "stadt": Body.Level.TOWN,
    "kreis": Body.Level.DISTRICT,
    "land": Body.Level.STATE,
    "bund": Body.Level.FEDERATION,
    "eu": Body.Level.EU,
}
# What the text says, in this order, and what it means (domain/13, massnahme_stand).
STANDS = [
    (r"verworfen", Measure.Status.DROPPED),
    (r"zurückgestellt", Measure.Status.POSTPONED),
    (r"verzögert", Measure.Status.LATE),
    (r"nicht begonnen|noch nicht", Measure.Status.NOT_BEGUN),
    (r"daueraufgabe|laufend", Measure.Status.PERMANENT),
    (r"in umsetzung", Measure.Status.UNDER_WAY),
    (r"umgesetzt|durchgeführt|abgeschlossen", Measure.Status.DONE),
    (r"geplant|planung", Measure.Status.PLANNING),
]
REPEATED = re.compile(r"jährlich|laufend|regelmäßig")
PERIOD = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
REMARK = re.compile(r"^(.*?)\s*\(([^()]*)\)$")


@list_importer(
    "organisationen.csv",
    columns=[
        *("Name", "Kurzname", "Art", "Straße", "PLZ", "Ort", "Website", "Telefon", "E-Mail"),
        *("Aufgaben kurz", "source", "as_of"),
    ],
    order=10,
)
def take_organisation(row: Row) -> Outcome:
    values = {
        "short_name": row["Kurzname"],
        "kind": row.chosen("Art", KINDS) or Organisation.Kind.OTHER,
        "street": row["Straße"],
        "postcode": row["PLZ"],
        "city": row["Ort"],
        "website": _address_of(row["Website"]),
        "phone": row["Telefon"],
        "email": row["E-Mail"],
        "task": row.lines("Aufgaben kurz"),
        "source": row["source"],
        "source_as_of": row.partial_date("as_of"),
    }
    known = Organisation.objects.filter(named(row.needed("Name"), "name")).first()
    return _take(known or Organisation(name=row["Name"]), values, ORGANISATION_COLUMNS)


ORGANISATION_COLUMNS = {
    "name": "Name",
    "short_name": "Kurzname",
    "street": "Straße",
    "postcode": "PLZ",
    "city": "Ort",
    "website": "Website",
    "phone": "Telefon",
    "email": "E-Mail",
    "task": "Aufgaben kurz",
    "source_as_of": "as_of",
}


@list_importer(
    "gremien.csv",
    columns=[
        *("Name", "Ebene", "Gründung", "Aufgabe", "Mitglieder/Organisationen", "Sitzungen"),
        "source",
    ],
    order=15,
)
def take_body(row: Row) -> Outcome:
    days, rhythm = _meetings_of(row["Sitzungen"])
    values = {
        "level": row.chosen("Ebene", LEVELS) or Body.Level.TOWN,
        "founded": row.partial_date("Gründung"),
        "task": row.lines("Aufgabe"),
        "members_text": row["Mitglieder/Organisationen"],
        "rhythm": rhythm,
        "source": row["source"],
    }
    known = Body.objects.filter(named(row.needed("Name"), "name")).first()
    body = known or Body(name=row["Name"])
    outcome = _take(body, values, BODY_COLUMNS)
    made = [*_add_meetings(body, days), *_add_seats(body, row["Mitglieder/Organisationen"])]
    if not made:
        return outcome
    if known is None:
        return Outcome.taken(body, outcome.note, also=made)
    return Outcome.merged(body, outcome.note, also=made)


BODY_COLUMNS = {
    "name": "Name",
    "founded": "Gründung",
    "task": "Aufgabe",
    "members_text": "Mitglieder/Organisationen",
    "rhythm": "Sitzungen",
}


def _meetings_of(text: str) -> tuple[list, str]:
    """The days that stand in the column “Sitzungen”, and what else stands there: the rhythm."""
    days, words = [], []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}", part):
            days.append(first_day(parse_partial(part)))
        else:
            words.append(part)
    return days, "; ".join(words)


def _add_meetings(body: Body, days: Sequence) -> list[models.Model]:
    today = timezone.localdate()
    known = set(body.meetings.filter(day__in=days).values_list("day", flat=True))
    return [
        Meeting.objects.create(
            body=body,
            day=day,
            status=Meeting.Status.HELD if day <= today else Meeting.Status.PLANNED,
        )
        for day in dict.fromkeys(days)
        if day not in known
    ]


def _add_seats(body: Body, text: str) -> list[models.Model]:
    """A seat for every name between semicolons that is exactly one of our organisations."""
    seats: list[models.Model] = []
    for name in filter(None, (part.strip() for part in text.split(";"))):
        organisation = Organisation.objects.current().called(name)
        if organisation and not body.seats.filter(organisation=organisation).exists():
            seats.append(Seat.objects.create(body=body, organisation=organisation))
    return seats


@list_importer(
    "integrationskonzept.csv",
    columns=["Handlungsfeld", "Ziel", "Maßnahme", "Zuständig", "Zeitraum", "Stand", "source"],
    order=16,
)
def take_concept_row(row: Row) -> Outcome:
    """A goal, or with “Maßnahme” a measure below it. A remark in brackets after the field of
    action (“Konzept 2011”) says to which concept it belongs or goes to the goal as a note."""
    title, remark = _without_remark(row.needed("Handlungsfeld"))
    made = Made()
    concept = _concept_of(row, remark, made)
    part = _field_of(concept, title, remark, made)
    goal = part.goals.filter(named(row.needed("Ziel"), "title")).first()
    goal = goal or Goal(field=part, title=row["Ziel"])
    said = {
        "responsible": row["Zuständig"],
        "period_text": row["Zeitraum"],
        "stand_text": row["Stand"],
    }
    if not row["Maßnahme"]:
        return made.before(_take(goal, said | {"note": remark, "source": row["source"]}, CONCEPT))
    taken = _take(goal, {"note": remark, "source": row["source"]}, CONCEPT)
    made.rows += taken.made
    known = goal.measures.filter(named(row["Maßnahme"], "title")).first()
    measure = known or Measure(goal=goal, title=row["Maßnahme"])
    said |= {"source": row["source"]}
    if known is None:
        said |= {
            "status": _status_of(row["Stand"], row["Zeitraum"]),
            "lead": Organisation.objects.called(row["Zuständig"].partition(";")[0].strip()),
        }
    return made.before(_take(measure, said, CONCEPT))


CONCEPT = {
    "title": "Ziel/Maßnahme",
    "responsible": "Zuständig",
    "period_text": "Zeitraum",
    "stand_text": "Stand",
}


@dataclass
class Made:
    """What a row of the concept made on the way to its goal or measure."""

    rows: list[models.Model] = field(default_factory=list)

    def before(self, outcome: Outcome) -> Outcome:
        return Outcome(outcome.kind, outcome.target, outcome.note, [*self.rows, *outcome.made])

    def add[M: models.Model](self, row: M) -> M:
        row.full_clean()
        row.save()
        self.rows.append(row)
        return row


def _without_remark(text: str) -> tuple[str, str]:
    match = REMARK.match(text)
    return (match[1], match[2]) if match else (text, "")


def _concept_of(row: Row, remark: str, made: Made) -> Concept:
    """The concept of the year in the remark or of the period; else the newest one."""
    if year := re.fullmatch(r"Konzept (\d{4})", remark):
        start, end, name = int(year[1]), None, f"Integrationskonzept {year[1]}"
    elif period := PERIOD.fullmatch(row["Zeitraum"]):
        start, end = int(period[1]), int(period[2])
        name = f"Integrationskonzept {start}–{end}"
    elif newest := Concept.objects.newest_first().first():
        return newest
    else:
        start, end, name = None, None, "Integrationskonzept"
    known = Concept.objects.filter(period_from=start, period_to=end).first()
    return known or made.add(
        Concept(title=name, period_from=start, period_to=end, source=row["source"])
    )


def _field_of(concept: Concept, title: str, remark: str, made: Made) -> ConceptField:
    known = concept.fields.filter(named(title, "title")).first()
    if known:
        return known
    # A field that somebody else assigned is not one of the numbered fields of the concept.
    number = None if remark else concept.fields.exclude(number=None).count() + 1
    return made.add(ConceptField(concept=concept, title=title, number=number))


def _status_of(stand: str, period: str) -> str:
    for pattern, status in STANDS:
        if re.search(pattern, stand.lower()):
            repeated = status == Measure.Status.DONE and REPEATED.search(period.lower())
            return Measure.Status.PERMANENT if repeated else status
    return ""


def _take(row: Record, values: Mapping[str, object], columns: dict[str, str]) -> Outcome:
    """Save a new row, or fill what is still empty in the one we have."""
    if row.pk is not None:
        return fill(row, values, columns)
    for name, value in values.items():
        setattr(row, name, value)
    checked_save(row, columns)
    return Outcome.taken(row)


def _address_of(website: str) -> str:
    """Lists write “wedel.de”; a link needs its scheme."""
    return website if not website or "://" in website else f"https://{website}"
