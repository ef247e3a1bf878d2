"""Goals, steps, tasks, files, levels and links for tests. Name only what the test is about."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from counselling.casework.files import actions as file_actions
from counselling.casework.household import actions as household_actions
from counselling.casework.levels import actions as level_actions
from counselling.models import CaseFile, CaseGoal, CaseLink, CaseStep, CaseTask, LevelEntry
from integration_office import files
from integration_office.agenda import agenda_of
from tests.counselling.factories import make_case


PDF = b"%PDF-1.7\nAmira Muster (Demo), Zeugnis\n%%EOF\n"


def make_goal(case, **fields):
    return CaseGoal.objects.create(case=case, **{"text": "Deutsch B1", "field": "SPR"} | fields)


def make_step(case, **fields):
    return CaseStep.objects.create(case=case, **{"what": "Zeugnis übersetzen lassen"} | fields)


def make_task(case, **fields):
    fields = {
        "what": "VHS wegen Kursplatz anrufen",
        "due_on": timezone.localdate() + timedelta(days=2),
        "for_user": case.responsible,
    } | fields
    return CaseTask.objects.create(case=case, **fields)


def upload(content=PDF, name="zeugnis.pdf"):
    return SimpleUploadedFile(name, content)


def make_file(case, *, by=None, content=PDF, **fields):
    row = CaseFile(case=case, **{"kind": "zeugnis", "title": "Abitur"} | fields)
    return file_actions.add(row, upload(content), files.PDF, by=by or case.responsible)


def make_level(case, level="A2", **fields):
    fields = {"source": "gespr", "known_on": timezone.localdate().isoformat()} | fields
    entry = LevelEntry(case=case, level=level, **fields)
    return level_actions.add_level(entry, by=case.responsible)


def make_link(case, other=None, *, relation="kind", by=None):
    other = other or make_case(responsible=case.responsible)
    return household_actions.link(case, other, relation=relation, by=by or case.responsible)


def _any_link(case):
    """Also for whom may link nothing: the table of access opens the page as everybody."""
    other = make_case(responsible=case.responsible)
    return CaseLink.objects.create(case=case, other=other, relation="kind")


ROWS = {
    "goal": make_goal,
    "step": make_step,
    "task": make_task,
    "file": make_file,
    "level": make_level,
    "unlink": _any_link,
}


def row_for(page, case):
    """The row that a page of casework ("goal_edit", "file", "unlink") is opened with."""
    return ROWS[page.partition("_")[0]](case)


def told(user, today):
    """What the start page of `user` says is for today."""
    return [item.title for item in agenda_of(user, today).today]
