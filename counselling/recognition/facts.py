"""What a recognition says on paper: plain words and numbers, for the checklist and for letters."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from counselling.models import Recognition
from counselling.recognition import rules
from counselling.recognition.codes import Document, DocumentState
from integration_office.lists import text


@dataclass(frozen=True)
class Paper:
    """A line of the checklist."""

    name: str | Promise
    state: str | Promise
    is_missing: bool


@dataclass(frozen=True)
class ChecklistFacts:
    """Everything the checklist prints. No name and no number of a case is in it: the sheet is given
    to the person."""

    title: str
    about: list[tuple[str, str]]
    papers: list[Paper]
    is_complete: bool
    costs: rules.Costs | None
    deadline: rules.Deadline | None

    @property
    def missing(self) -> list[Paper]:
        return [paper for paper in self.papers if paper.is_missing]


def checklist(recognition: Recognition) -> ChecklistFacts:
    """The facts of one recognition, ready to be printed."""
    states = recognition.documents.states()
    missing = set(rules.still_missing(states))
    needed = {kind: state for kind, state in states.items() if state != DocumentState.NOT_NEEDED}
    costs = recognition.costs
    return ChecklistFacts(
        title=recognition.readable_title,
        about=[(word, value) for word, value in _about(recognition) if value],
        papers=[
            Paper(Document(kind).label, DocumentState(state).label, kind in missing)
            for kind, state in needed.items()
        ],
        is_complete=rules.is_complete(states),
        costs=costs if costs.total else None,
        deadline=recognition.deadline,
    )


def _about(recognition):
    yield _("Kind"), str(recognition.get_kind_display())
    yield _("Country"), recognition.country_name if recognition.country else ""
    yield _("School, university or body"), recognition.readable_institution
    yield _("Year"), text(recognition.year)
    yield _("Reference occupation"), recognition.reference_occupation
    yield _("Regulated"), str(recognition.get_regulated_display())
    yield _("Competent body"), text(recognition.competent_body)
    yield _("German needed"), str(recognition.get_language_required_display())
    yield _("Application made on"), text(recognition.applied_on)
