"""How long work on a case is kept: as long as the content of the case. What is left then are the
case itself and its contacts, as counts. And what of it the client gets in the copy."""

from collections.abc import Iterator, Sequence

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus
from counselling.models import (
    Case,
    CaseChange,
    CaseFile,
    CaseGoal,
    CaseLink,
    CaseStep,
    CaseTask,
    DeskNotice,
    Household,
    LevelEntry,
)
from counselling.models.cases import same_day
from counselling.parts import forgets_with_the_case, tells_in_the_copy
from counselling.people.telling import told
from integration_office import privacy, sealed_files
from integration_office.lists import text
from integration_office.partial_dates import spoken


# Steps before goals, which would take theirs along uncounted.
PARTS = (CaseStep, CaseGoal, CaseTask, Household, LevelEntry, CaseChange)
EMPTY = {"spoken": [], "literacy": "", "residence_until": None, "residence_remind_on": None}


@forgets_with_the_case
def forget(keys: Sequence[int]) -> None:
    """With the content of a case all work on it goes, its files after the commit."""
    for model in PARTS:
        model._default_manager.filter(case__in=keys).delete()
    CaseLink.objects.filter(models.Q(case__in=keys) | models.Q(other__in=keys)).delete()
    sealed_files.delete(CaseFile.objects.filter(case__in=keys))
    Case.objects.filter(pk__in=keys).update(**EMPTY)


@tells_in_the_copy(40, CaseChange, CaseGoal, CaseStep, CaseTask)
def work(cases: models.QuerySet[Case]) -> Iterator[privacy.Holding]:
    """The course of the case without the colleagues, what was aimed at and what is to be done."""
    changes = CaseChange.objects.filter(case__in=cases).order_by("day", "id")
    rows = [(text(one.day), told(one, "kind", "status", "reason")) for one in changes]
    yield privacy.Holding(gettext("Course of the case"), rows)
    goals = CaseGoal.objects.filter(case__in=cases).order_by("set_on", "id")
    rows = [
        (text(goal.set_on), told(goal, "text", "field", "state", "settled_on")) for goal in goals
    ]
    yield privacy.Holding(gettext("Goals"), rows)
    for model, label, names in (
        (CaseStep, gettext("Agreed steps"), ("what", "who", "due_on", "state", "settled_on")),
        (CaseTask, gettext("Tasks"), ("what", "due_on", "state", "settled_on")),
    ):
        rows = [
            (text(row.due_on), told(row, *names))
            for row in model._default_manager.filter(case__in=cases).order_by("id")
        ]
        yield privacy.Holding(label, rows)


@tells_in_the_copy(45, Household, LevelEntry, CaseFile)
def circumstances(cases: models.QuerySet[Case]) -> Iterator[privacy.Holding]:
    households = Household.objects.filter(case__in=cases)
    rows = [("", told(household, *Household.SIZES)) for household in households]
    yield privacy.Holding(gettext("Household"), rows)
    levels = LevelEntry.objects.filter(case__in=cases).order_by("known_on", "id")
    rows = [(spoken(entry.known_on), told(entry, "level", "source")) for entry in levels]
    yield privacy.Holding(gettext("Levels of German"), rows)
    files = CaseFile.objects.filter(case__in=cases).order_by("added_on", "id")
    rows = [
        (text(file.added_on), f"{told(file, 'kind', 'title', 'expires_on')}\n{file.in_short}")
        for file in files
    ]
    yield privacy.Holding(gettext("Papers; their copies go along"), rows)


def _left_over(model):
    """What an erased case should not have any more: a net below `forget`."""
    return lambda today: model._default_manager.filter(case__status=CaseStatus.ANONYMISED)


def links_left_over(today) -> models.QuerySet:
    ended = CaseStatus.ANONYMISED
    return CaseLink.objects.filter(models.Q(case__status=ended) | models.Q(other__status=ended))


def old_notices(today) -> models.QuerySet:
    return DeskNotice.objects.filter(since__lt=same_day(today, years=-1))


PERIOD = _("with the content of the case")
for key, label, model, erase in (
    ("case_steps", _("agreed steps"), CaseStep, privacy.delete),
    ("case_goals", _("goals of clients"), CaseGoal, privacy.delete),
    ("case_tasks", _("tasks of cases"), CaseTask, privacy.delete),
    ("households", _("sizes of households"), Household, privacy.delete),
    ("levels", _("levels of German"), LevelEntry, privacy.delete),
    ("case_files", _("files of clients"), CaseFile, sealed_files.delete),
):
    privacy.retention(
        key,
        label,
        model,
        PERIOD,
        _left_over(model),
        erase=erase,
        source="Art. 5 (1) e DSGVO",
    )
privacy.retention(
    "case_links",
    _("links between cases"),
    CaseLink,
    PERIOD,
    links_left_over,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "desk_notices",
    _("notices about cases handed over"),
    DeskNotice,
    _("12 months"),
    old_notices,
    source="Art. 5 (1) e DSGVO",
)
