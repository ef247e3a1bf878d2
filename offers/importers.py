"""The list of offers, as an office hands it over. It has holes; what it says is not a confirmation.

Nobody has confirmed a row of a list: `as_of` says how old the source is, and is kept as that.
"""

import re
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.codes import FieldOfAction, GermanLevel, Language
from integration_office.importers import (
    Outcome,
    Refused,
    Row,
    checked_save,
    fill,
    list_importer,
)
from integration_office.models import ImportedRow
from integration_office.partial_dates import last_day
from network.models import Organisation
from network.names import named
from offers import indexing
from offers.codes import Kind, Known, KnownFrom, Status, TargetGroup
from offers.courses import importer as course_importer
from offers.models import Location, Offer, Schedule
from offers.places import locations
from offers.times.list_times import FROM, RHYTHM, TO, same_times, times_of


Field = FieldOfAction
CATEGORIES = {
    "arbeit": (Kind.WORK, [Field.ARB]),
    "begegnung": (Kind.MEETING, [Field.TEI]),
    "beratung": (Kind.COUNSELLING, []),
    "bildung": (Kind.OTHER, [Field.BIL]),
    "ehrenamt": (Kind.OTHER, [Field.EHR]),
    "gesundheit": (Kind.HEALTH, [Field.GES]),
    "kinder/jugend/familie": (Kind.FAMILY, [Field.FAM]),
    "kultur": (Kind.CULTURE, [Field.TEI]),
    "sport": (Kind.SPORT, [Field.TEI]),
    "sprache": (Kind.COURSE, [Field.SPR]),
    "wohnen": (Kind.HOUSING, [Field.WOH]),
}
# A title says more than its category; the first word found counts.
TITLES = [
    (r"sprachmittl|dolmetsch", Kind.INTERPRETING, Field.SPR),
    (r"sprachpartnerschaft", Kind.MENTORING, Field.SPR),
    (r"lerntreff|lerngruppe", Kind.LEARNING, None),
    (r"sprachtreff|dialog in deutsch|sprachcafé|erzählcafé", Kind.CONVERSATION, None),
    (r"deutschkurs|sprachkurs|kurse deutsch|deutsch für|integrationskurs", Kind.COURSE, Field.SPR),
    (r"starterpaket|prüfungstraining deutsch", Kind.COURSE, Field.SPR),
    (r"nachhilfe|hausaufgaben", Kind.TUTORING, Field.BIL),
    (r"werkstatt|fahrradwerft", Kind.WORKSHOP, None),
    (r"kleiderkammer|lebensmittel|sachspende", Kind.DONATIONS, None),
    (r"formular", Kind.COUNSELLING, Field.BEH),
    (r"einbürgerung", Kind.COUNSELLING, Field.EIN),
    (r"sprechstunde", Kind.COUNSELLING, None),
    (r"treffen|café", Kind.MEETING, None),
]
# What the words for whom say for certain.
GROUPS = [
    (r"^alle$", TargetGroup.ALL),
    (r"neu ?zu|neuangekommen|neu angekommen|neu- und alt", TargetGroup.NEW),
    (r"geflüchtet|asylsuchend|flüchtling(?!shilfe|shelf)", TargetGroup.REFUGEES),
    (r"\b(frauen|mütter)\b", TargetGroup.WOMEN),
    (r"babys|kleinkind|kleinen kindern|neugeboren|10 monaten", TargetGroup.TODDLERS),
    (r"^kinder|schülerinnen|kita-kinder|und kinder", TargetGroup.CHILDREN),
    (r"jugendlich|schülerinnen", TargetGroup.TEENAGERS),
    (r"ältere|senior", TargetGroup.SENIORS),
    (r"ehrenamtliche", TargetGroup.VOLUNTEERS),
    (r"betriebe", TargetGroup.BUSINESSES),
]
LANGUAGES = {
    "albanisch": Language.SQI,
    "arabisch": Language.ARA,
    "armenisch": Language.HYE,
    "bulgarisch": Language.BUL,
    "chinesisch": Language.ZHO,
    "dari": Language.PRS,
    "deutsch": Language.DEU,
    "englisch": Language.ENG,
    "farsi": Language.PES,
    "französisch": Language.FRA,
    "griechisch": Language.ELL,
    "italienisch": Language.ITA,
    "kurmandschi": Language.KMR,
    "paschtu": Language.PUS,
    "persisch": Language.PES,
    "polnisch": Language.POL,
    "portugiesisch": Language.POR,
    "rumänisch": Language.RON,
    "russisch": Language.RUS,
    "serbisch": Language.SRP,
    "somali": Language.SOM,
    "sorani": Language.CKB,
    "spanisch": Language.SPA,
    "tigrinya": Language.TIR,
    "türkisch": Language.TUR,
    "ukrainisch": Language.UKR,
    "ungarisch": Language.HUN,
    "urdu": Language.URD,
    "vietnamesisch": Language.VIE,
}
YES_NO = {"": Known.UNKNOWN, "ja": Known.YES, "nein": Known.NO}
LEVEL = re.compile(r"(?:(ab|bis)\s+)?([ABC][12])(?:\s*(?:-|–|bis)\s*([ABC][12]))?")
COLUMNS = {
    "title": "Titel",
    "provider": "Anbieter",
    "description": "Beschreibung",
    "target_group": "Zielgruppe",
    "languages": "Sprachen",
    "schedule_text": "Wochentag/Turnus",
    "place": "Ort/Adresse",
    "cost_text": "Kosten",
    "registration": "Anmeldung nötig",
    "level_text": "Sprachniveau",
    "german_level_to": "Sprachniveau",
    "valid_from": "gültig von",
    "valid_until": "gültig bis",
    "source_as_of": "as_of",
}
TIME_COLUMNS = {"rule": RHYTHM, "starts_on": "gültig von", "end_time": TO, "start_time": FROM}


@list_importer(
    "angebote.csv",
    columns=[
        *("Titel", "Anbieter", "Kategorie", "Zielgruppe", "Sprachen", "Wochentag/Turnus"),
        *("Uhrzeit von", "Uhrzeit bis", "Ort/Adresse", "Kosten", "Anmeldung nötig"),
        *("Sprachniveau", "gültig von", "gültig bis", "Beschreibung", "source", "as_of"),
    ],
    order=20,
)
def take_offer(row: Row) -> Outcome:
    provider = _provider(row)
    values, notes = _values(row)
    times = times_of(row)
    values |= {"schedule_text": times.text, "by_appointment": times.by_appointment}
    known = Offer.objects.filter(named(row.needed("Titel"), "title"), provider=provider).first()
    if known and known.location:
        del values["place"]  # where it is has been decided here
    made = [] if known and (known.place or known.location) else _locate(row, values)
    if known:
        return _fill(known, values, times.schedule, made)
    offer = Offer(title=row["Titel"], provider=provider, known_from=KnownFrom.IMPORT, **values)
    _place(offer)
    checked_save(offer, COLUMNS)
    _keep(offer, times.schedule)
    indexing.refresh([offer])
    # The location first: a take-back goes from the last to the first.
    return Outcome(ImportedRow.Outcome.TAKEN, offer, "; ".join(notes), [*made, offer])


def _locate(row: Row, values: dict) -> list[Location]:
    """Put a location in the place of its words, where they name a street and number; the location,
    if it was made for this row. Two rows of one street share one."""
    meant = locations.from_text(row["Ort/Adresse"])
    if meant is None:
        return []
    is_new = meant.location.pk is None
    if meant.unsaved:
        checked_save(meant.location, dict.fromkeys(("name", "street", "city"), "Ort/Adresse"))
    values |= {"location": meant.location, "place": meant.rest}
    return [meant.location] if is_new else []


def _provider(row: Row) -> Organisation:
    name = row.needed("Anbieter")
    provider = Organisation.objects.called(name)
    if provider is None:
        raise Refused(
            _("There is no organisation “%(name)s”. Please enter it first, or correct the name.")
            % {"name": name}
        )
    return provider


def _values(row: Row) -> tuple[dict, list[str]]:
    kind, fields = _kind(row)
    languages, unknown = _languages(row["Sprachen"])
    values = {
        "kind": kind,
        "fields_of_action": fields,
        "description": row.lines("Beschreibung"),
        "target_group": row["Zielgruppe"],
        "target_groups": [code for pattern, code in GROUPS if _says_word(row, pattern)],
        "women_only": bool(re.match(r"Frauen(?! und)\b", row["Zielgruppe"])),
        "languages": languages,
        "place": row["Ort/Adresse"],
        "registration": _yes_no(row, "Anmeldung nötig"),
        "valid_from": row.partial_date("gültig von"),
        "valid_until": row.partial_date("gültig bis"),
        "source": row["source"],
        "source_as_of": row.partial_date("as_of"),
        **_cost(row["Kosten"]),
        **_level(row["Sprachniveau"]),
    }
    notes = [_("read as: %(kind)s") % {"kind": kind.label}]
    if unknown:
        notes.append(_("languages not known: %(names)s") % {"names": ", ".join(unknown)})
    return values, notes


def _kind(row: Row) -> tuple[Kind, list[str]]:
    kind, fields = row.chosen("Kategorie", CATEGORIES) or (Kind.OTHER, [])
    for pattern, said, field in TITLES:
        if re.search(pattern, row["Titel"].lower()):
            return said, [*fields, *([field] if field and field not in fields else [])]
    return kind, list(fields)


def _languages(text: str) -> tuple[list[str], list[str]]:
    """Codes of the languages in a text, and the words that are none we know."""
    names = [name.strip() for name in re.split(r"[,;/]|\bund\b", text) if name.strip()]
    codes = [LANGUAGES.get(name.lower(), Language.MUL) for name in names]
    unknown = [name for name in names if name.lower() not in LANGUAGES]
    return list(dict.fromkeys(codes)), unknown


def _says_word(row: Row, pattern: str) -> bool:
    return bool(re.search(pattern, row["Zielgruppe"].lower()))


def _yes_no(row: Row, column: str) -> Known:
    if row[column].lower() not in YES_NO:
        raise Refused(
            _("%(column)s: “%(value)s” is neither “ja” nor “nein”. Leave it empty if unknown.")
            % {"column": column, "value": row[column]}
        )
    return YES_NO[row[column].lower()]


def _cost(text: str) -> dict:
    if text.lower() in ("kostenlos", "kostenfrei", "gebührenfrei", "0,00 €"):
        return {"is_free": Known.YES, "cost_text": ""}
    return {"is_free": Known.NO if "€" in text else Known.UNKNOWN, "cost_text": text}


def _level(text: str) -> dict:
    """Levels where the list names them; other words stay words."""
    match = LEVEL.fullmatch(text)
    if not match:
        return {"level_text": text}
    word, first, second = match.groups()
    if word == "bis":
        return {"german_level_to": GermanLevel(first)}
    if word == "ab":
        return {"german_level_from": GermanLevel(first)}
    return {
        "german_level_from": GermanLevel(first),
        "german_level_to": GermanLevel(second or first),
    }


def _place(offer: Offer) -> None:
    """Into the catalogue, unless the list itself says that it is over."""
    today, end = timezone.localdate(), last_day(offer.valid_until)
    if end and end < today:
        offer.status, offer.ended_on = Status.ENDED, end
    else:
        offer.status, offer.published_on = Status.PUBLISHED, today


def _keep(offer: Offer, schedule: Schedule | None) -> None:
    """The time belongs to its offer: a take-back removes it together with that one."""
    if schedule is not None:
        schedule.offer = offer
        checked_save(schedule, TIME_COLUMNS)


def _fill(offer: Offer, values: dict, schedule: Schedule | None, made: list[Location]) -> Outcome:
    """Kind and "women only" always say something; in an offer of ours they stay as they are, and
    so do its times where it has some, its costs where the list says the opposite, and its source
    where it has become known otherwise."""
    clash = _costs_clash(offer, values)
    stays = {"kind", "women_only"} | ({"is_free", "cost_text"} if clash else set())
    if offer.known_from and not offer.is_from_a_list:
        stays |= {"source", "source_as_of"}
    values = {n: v for n, v in values.items() if n not in stays}
    stored = list(offer.schedules.all())
    timeless = not stored and not offer.schedule_text
    outcome = fill(offer, values, COLUMNS, says=_says)
    kept = [COLUMNS["cost_text"]] if clash else []
    if schedule is not None and timeless:
        outcome = _fill_times(offer, schedule, outcome)
    elif schedule is not None and not any(same_times(schedule, one) for one in stored):
        kept.append(RHYTHM)
    indexing.refresh([offer])
    return replace(outcome, note=_with_kept(outcome.note, kept), made=[*made, *outcome.made])


def _costs_clash(offer: Offer, values: dict) -> bool:
    """Free of charge here and not there, or the other way round."""
    if values["is_free"] == Known.YES:
        return bool(offer.price or offer.cost_text)
    return bool(values["cost_text"]) and offer.is_free == Known.YES


def _with_kept(note: str, columns: list[str]) -> str:
    kept = _("kept as it is here: %(columns)s") % {"columns": ", ".join(columns)}
    return "; ".join([*([note] if note else []), *([kept] if columns else [])])


def _fill_times(offer: Offer, schedule: Schedule, outcome: Outcome) -> Outcome:
    _keep(offer, schedule)
    if outcome.kind == ImportedRow.Outcome.UNCHANGED:
        offer.version += 1
        offer.save(update_fields=["version"])
        return Outcome.merged(offer, outcome.note)
    return outcome


def _says(value: object) -> bool:
    return bool(value) and value != Known.UNKNOWN


# After the offers, so that a course finds its own.
list_importer("kurse.csv", columns=[*course_importer.COLUMNS.values()], order=25)(
    course_importer.take_course
)
