"""What stands in the course of a case. Whoever has more to tell adds a kind."""

from django.db.models import Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from counselling.casework import timeline
from counselling.casework.codes import GoalState
from counselling.casework.timeline import Group, Kind, loaded, moment
from counselling.models import (
    CaseChange,
    CaseDeputy,
    CaseFile,
    CaseGoal,
    CaseStep,
    CaseTask,
    Contact,
    LevelEntry,
)


CONTACTS = Group("contacts", _("Contacts"))
CASE = Group("case", _("The case"))
GOALS = Group("goals", _("Goals and steps"))
TASKS = Group("tasks", _("Tasks"))
FILES = Group("files", _("Files"))
LEVELS = Group("levels", _("Levels of German"))
FOLDER = "counselling/casework/happenings"


timeline.add(
    Kind(
        CONTACTS,
        "counselling/_entry.html",
        rows=lambda case_id: Contact.objects.filter(case=case_id),
        load=lambda keys, user: (
            Contact.objects.filter(pk__in=keys).with_part_of(user).select_related("counsellor")
        ),
        day="day",
        clock="time",
    )
)
timeline.add(
    Kind(
        CASE,
        f"{FOLDER}/change.html",
        rows=lambda case_id: CaseChange.objects.filter(case=case_id),
        load=loaded(CaseChange.objects, "by", "to"),
        day="day",
        clock=moment("at"),
    )
)
timeline.add(
    Kind(
        CASE,
        f"{FOLDER}/deputy.html",
        rows=lambda case_id: CaseDeputy.objects.filter(case=case_id),
        load=loaded(CaseDeputy.objects, "user"),
        day=TruncDate("created_at"),
        clock=moment("created_at"),
    )
)
timeline.add(
    Kind(
        GOALS,
        f"{FOLDER}/goal.html",
        rows=lambda case_id: CaseGoal.objects.filter(case=case_id),
        load=loaded(CaseGoal.objects),
        day="set_on",
        clock=moment("created_at"),
    )
)
timeline.add(
    Kind(
        GOALS,
        f"{FOLDER}/goal_settled.html",
        rows=lambda case_id: CaseGoal.objects.filter(~Q(state=GoalState.OPEN), case=case_id),
        load=loaded(CaseGoal.objects),
        day="settled_on",
    )
)
timeline.add(
    Kind(
        GOALS,
        f"{FOLDER}/step_done.html",
        rows=lambda case_id: CaseStep.objects.filter(case=case_id).done(),
        load=loaded(CaseStep.objects),
        day="settled_on",
    )
)
timeline.add(
    Kind(
        TASKS,
        f"{FOLDER}/task_done.html",
        rows=lambda case_id: CaseTask.objects.filter(case=case_id).done(),
        load=loaded(CaseTask.objects, "for_user"),
        day="settled_on",
    )
)
timeline.add(
    Kind(
        FILES,
        f"{FOLDER}/file.html",
        rows=lambda case_id: CaseFile.objects.filter(case=case_id),
        load=loaded(CaseFile.objects, "added_by"),
        day="added_on",
        clock=moment("created_at"),
    )
)
timeline.add(
    Kind(
        LEVELS,
        f"{FOLDER}/level.html",
        rows=lambda case_id: LevelEntry.objects.filter(case=case_id),
        load=loaded(LevelEntry.objects),
        day=TruncDate("created_at"),
        clock=moment("created_at"),
    )
)
