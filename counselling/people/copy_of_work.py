"""What else hangs on a case, for the copy of everything (Art. 15 DSGVO): what was agreed on, done,
found out, and told to other bodies. Who works here, tests or goes along is somebody else."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from counselling.models import (
    Case,
    CaseFile,
    CaseGoal,
    CaseStep,
    CaseTask,
    CourseInterest,
    Household,
    LanguagePlacement,
    LevelEntry,
    Recognition,
    RecognitionDocument,
    Referral,
)
from counselling.models.cases import readable
from counselling.people.copy import part
from integration_office.encryption import EncryptedTextField
from integration_office.lists import text
from integration_office.partial_dates import spoken
from integration_office.privacy import Holding


PLACEMENT = [
    *("instrument", "level", "listening", "reading", "writing", "speaking", "literacy"),
    *("recommended_course", "recommended_level", "placed_offer", "deviation_reason", "next_step"),
]
INTEREST = [
    *("course_type", "level", "status", "childcare", "entitlement", "entitlement_issued_on"),
    *("entitlement_valid_until", "offer", "registered_on", "started_on", "ended_on", "remark"),
]
RECOGNITION = [
    *("title", "kind", "institution", "country_name", "year", "anabin", "reference_occupation"),
    *("regulated", "competent_body", "language_required", "fee", "translation_cost", "other_cost"),
    *("grant", "stage", "applied_on", "received_on", "complete_on", "decided_on", "result"),
    *("measure", "measure_ends_on", "ended_on"),
]
REFERRAL = [
    *("organisation", "offer", "kind", "topic", "appointment_on", "appointment_at", "told", "note"),
    *("state", "state_on", "answer"),
]


def _said(row: Model, names: Iterable[str], *more: tuple[object, object]) -> str:
    """The named fields that hold something, each as "word: value"."""
    known = [_field(row, name) for name in names]
    return "\n".join(f"{word}: {text(value)}" for word, value in (*known, *more) if text(value))


def _field(row: Any, name: str) -> tuple[object, object]:
    if name == "country_name":
        return _("country"), row.country_name if row.country else ""
    field = row._meta.get_field(name)
    if isinstance(field, EncryptedTextField):
        return field.verbose_name, readable(row, name)
    if field.choices:
        return field.verbose_name, getattr(row, f"get_{name}_display")()
    value = getattr(row, name)
    if isinstance(value, bool):
        value = _("yes") if value else ""
    return field.verbose_name, value


@part(50)
def agreed(cases: QuerySet[Case]) -> Iterator[Holding]:
    goals = CaseGoal.objects.filter(case__in=cases).order_by("set_on", "pk")
    said = [(text(goal.set_on), _said(goal, ["text", "field", "state"])) for goal in goals]
    yield Holding(_("Goals"), said)
    for title, model in ((_("Steps"), CaseStep), (_("Tasks"), CaseTask)):
        names = ["what", "who", "state"] if model is CaseStep else ["what", "state"]
        rows = model._default_manager.filter(case__in=cases).order_by("due_on", "pk")
        yield Holding(title, [(text(row.due_on) or "–", _said(row, names)) for row in rows])


@part(55)
def life(cases: QuerySet[Case]) -> Iterator[Holding]:
    sizes = [one.known for one in Household.objects.filter(case__in=cases)]
    yield Holding(_("Household"), [(str(word), text(n)) for one in sizes for word, n in one])
    levels = LevelEntry.objects.filter(case__in=cases).order_by("known_on", "pk")
    said = [(spoken(row.known_on), _said(row, ["level", "source"])) for row in levels]
    yield Holding(_("Levels of German"), said)
    files = CaseFile.objects.filter(case__in=cases).order_by("added_on", "pk")
    papers = [(text(row.added_on), _said(row, ["kind", "title", "expires_on"])) for row in files]
    yield Holding(_("Files"), papers)


@part(60)
def language(cases: QuerySet[Case]) -> Iterator[Holding]:
    placements = LanguagePlacement.objects.filter(case__in=cases).select_related("placed_offer")
    said = [(text(row.day), _said(row, PLACEMENT)) for row in placements.order_by("day", "pk")]
    yield Holding(_("Language placements"), said)
    interests = CourseInterest.objects.filter(case__in=cases).select_related("offer")
    wishes = [
        (text(row.since), _said(row, INTEREST, *_times_and_exam(row)))
        for row in interests.order_by("since", "pk")
    ]
    yield Holding(_("Course interests"), wishes)


def _times_and_exam(row: CourseInterest) -> list[tuple[object, object]]:
    return [(_("could come"), row.time_labels), (_("exam"), row.exam_words)]


@part(65)
def recognitions(cases: QuerySet[Case]) -> Iterator[Holding]:
    found = Recognition.objects.filter(case__in=cases).select_related("competent_body")
    rows = found.prefetch_related("documents").order_by("begun_on", "pk")
    said = [
        (text(row.begun_on), _said(row, RECOGNITION, *map(_paper, row.documents.all())))
        for row in rows
    ]
    yield Holding(_("Recognitions"), said)


def _paper(paper: RecognitionDocument) -> tuple[object, object]:
    return paper.get_kind_display(), paper.get_state_display()


@part(70)
def referrals(cases: QuerySet[Case]) -> Iterator[Holding]:
    """To whom the person was sent, what was told there, and what came of it."""
    found = Referral.objects.filter(Q(case__in=cases) | Q(contact__case__in=cases))
    rows = found.select_related("organisation", "offer")
    said = [
        (
            text(row.made_on),
            _said(row, REFERRAL, (pgettext("copy", "files passed on"), _files(row))),
        )
        for row in rows.order_by("made_on", "pk")
    ]
    yield Holding(_("Referrals"), said)


def _files(row: Referral) -> list[str]:
    return [readable(file, "title") for file in row.files.without_content()]
