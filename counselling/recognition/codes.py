"""Choice lists of the recognition of qualifications (domain/02, 2.7; domain/13). The codes are
stable; labels are UI text."""

from functools import lru_cache

from babel import Locale
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    SCHOOL = "schule", _("school certificate")
    VOCATIONAL = "beruf", _("vocational training")
    UNIVERSITY = "hochschule", _("university degree")
    PARTIAL = "teilstudium", _("part of a course of study")
    LICENCE = "fahren", _("driving licence")
    OTHER = "sonst", _("another qualification")


class Anabin(models.TextChoices):
    """What the database anabin says of a university or degree."""

    YES = "h+", "H+"
    DEPENDS = "h+-", "H+/−"
    NO = "h-", "H−"
    NOT_FOUND = "nicht", _("not found in anabin")
    NOT_ASKED = "", _("does not apply")


class Regulated(models.TextChoices):
    """Whether the occupation may be practised only with the recognition."""

    YES = "ja", _("regulated: needed to practise")
    NO = "nein", _("not regulated: voluntary")
    UNCLEAR = "offen", _("not clear yet")


class Stage(models.TextChoices):
    """The nine stages, and giving up."""

    FIRST = "erstinfo", _("first information")
    PAPERS = "unterlagen", _("papers are collected")
    TRANSLATION = "uebersetzung", _("papers are translated")
    APPLIED = "antrag", _("application made")
    MORE_PAPERS = "nachforderung", _("more papers asked for")
    DECIDED = "bescheid", _("decision received")
    MEASURE = "ausgleich", _("compensation measure")
    COMPLETED = "abgeschlossen", pgettext_lazy("recognition", "completed")
    BROKEN_OFF = "abgebrochen", pgettext_lazy("recognition", "broken off")


ENDED = (Stage.COMPLETED, Stage.BROKEN_OFF)
BEFORE_APPLICATION = (Stage.FIRST, Stage.PAPERS, Stage.TRANSLATION)
WAITING = (Stage.APPLIED, Stage.MORE_PAPERS)
AFTER_DECISION = (Stage.DECIDED, Stage.MEASURE, Stage.COMPLETED)
# Where each stage can lead. Before the application the order is free: papers may be missing again
# after a translation. A measure may end with a new decision.
WAYS = {
    Stage.FIRST: (Stage.PAPERS, Stage.TRANSLATION, Stage.APPLIED, Stage.BROKEN_OFF),
    Stage.PAPERS: (Stage.TRANSLATION, Stage.APPLIED, Stage.BROKEN_OFF),
    Stage.TRANSLATION: (Stage.PAPERS, Stage.APPLIED, Stage.BROKEN_OFF),
    Stage.APPLIED: (Stage.MORE_PAPERS, Stage.DECIDED, Stage.BROKEN_OFF),
    Stage.MORE_PAPERS: (Stage.APPLIED, Stage.DECIDED, Stage.BROKEN_OFF),
    Stage.DECIDED: (Stage.MEASURE, Stage.COMPLETED, Stage.BROKEN_OFF),
    Stage.MEASURE: (Stage.DECIDED, Stage.COMPLETED, Stage.BROKEN_OFF),
    Stage.COMPLETED: (),
    Stage.BROKEN_OFF: (),
}


class Result(models.TextChoices):
    FULL = "voll", _("full equivalence")
    PARTIAL = "teilweise", _("partial equivalence")
    MEASURE = "ausgleich", _("compensation measure ordered")
    NONE = "keine", _("no equivalence")
    EVALUATED = "bewertung", _("Statement of Comparability issued")
    WITHDRAWN = "zurueck", _("application withdrawn")


# Decisions after which a measure can follow.
WITH_MEASURE = (Result.PARTIAL, Result.MEASURE)


class Employment(models.TextChoices):
    """Erwerbsstatus (domain/01, B13)."""

    NONE = "nicht", _("not in employment")
    LOOKING = "suchend", _("looking for work")
    MINI = "minijob", _("minijob")
    PART_TIME = "teilzeit", _("part-time")
    FULL_TIME = "vollzeit", _("full-time")
    SELF = "selbst", _("self-employed")
    TRAINING = "ausbildung", _("in vocational training")
    STUDIES = "studium", _("in studies")
    SCHOOL = "schule", pgettext_lazy("employment", "at school")
    PARENTAL = "elternzeit", _("on parental leave")
    PENSION = "rente", _("retired")


class Education(models.TextChoices):
    """Highest education (domain/02, 2.9)."""

    NONE = "keine", pgettext_lazy("education", "none")
    PRIMARY = "grund", _("primary school")
    MIDDLE = "mittel", _("intermediate school certificate")
    UPPER = "abi", _("qualification for higher education")
    VOCATIONAL = "beruf", pgettext_lazy("education", "vocational training")
    UNIVERSITY = "hoch", pgettext_lazy("education", "university")


class Benefits(models.TextChoices):
    """What somebody lives on besides work, as far as the way into courses and work asks for it: SGB
    II, SGB XII and AsylbLG free from the fee of an integration course (domain/02, 2.6)."""

    NONE = "keine", pgettext_lazy("benefits", "none")
    SGB_2 = "sgb2", _("SGB II (basic income support)")
    SGB_3 = "sgb3", _("SGB III (unemployment benefit)")
    SGB_12 = "sgb12", _("SGB XII (social assistance)")
    ASYLUM = "asylblg", _("AsylbLG (benefits for asylum seekers)")
    HOUSING = "wohngeld", _("housing benefit, child supplement")
    OTHER = "sonst", pgettext_lazy("benefits", "others")


class DrivingLicence(models.TextChoices):
    HELD = "ja", _("holds one")
    FOREIGN = "ausland", _("a foreign one, not exchanged yet")
    NONE = "nein", _("holds none")


class Document(models.TextChoices):
    """What a file holds (BQFG § 5), in the order of the checklist."""

    CV = "lebenslauf", _("curriculum vitae in German, as a table")
    IDENTITY = "ausweis", _("identity card or passport")
    CERTIFICATE = "zeugnis", _("certificate of the qualification")
    SUBJECTS = "faecher", _("list of subjects and marks")
    WORK = "arbeitszeugnis", _("references of employers")
    DECLARATION = "erklaerung", _("declaration: no application before")
    TRANSLATION = "uebersetzung", _("sworn translations")
    CONDUCT = "fuehrung", _("certificate of conduct")
    HEALTH = "gesundheit", _("medical certificate of fitness")


class DocumentState(models.TextChoices):
    NOT_NEEDED = "entfaellt", _("not needed")
    MISSING = "fehlt", pgettext_lazy("document", "missing")
    REQUESTED = "angefordert", pgettext_lazy("document", "asked for")
    THERE = "da", pgettext_lazy("document", "there")
    TRANSLATED = "uebersetzt", pgettext_lazy("document", "translated")
    CERTIFIED = "beglaubigt", pgettext_lazy("document", "certified")


OPEN_DOCUMENTS = (DocumentState.MISSING, DocumentState.REQUESTED)
# What every application needs; the rest depends on body and occupation.
USUALLY_NEEDED = (
    Document.CV,
    Document.IDENTITY,
    Document.CERTIFICATE,
    Document.SUBJECTS,
    Document.DECLARATION,
    Document.TRANSLATION,
)

# States that are gone, and diplomas that are not (ISO 3166-3).
FORMER = {
    "SUHH": _("Soviet Union"),
    "YUCS": _("Yugoslavia"),
    "CSHH": _("Czechoslovakia"),
    "SCGC": _("Serbia and Montenegro"),
}
NO_STATES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def countries() -> list[tuple[str, str]]:
    """Code and name of every state, former ones among them, in the order of the language."""
    return list(_countries(get_language() or "de"))


@lru_cache(maxsize=4)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language, sep="-").territories
    states = {
        code: str(name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_STATES
    }
    states |= {code: str(name) for code, name in FORMER.items()}
    return tuple(sorted(states.items(), key=lambda pair: pair[1]))


def country_name(code: str) -> str:
    return dict(countries()).get(code, code)
