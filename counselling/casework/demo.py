"""Work on the cases of the demo office: goals, steps, tasks, a household, levels, papers. Through
the actions the pages call; nobody in it exists."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from counselling.casework.codes import FileKind, GoalState, LevelSource, Relation, ToDoState, Who
from counselling.casework.files import actions as file_actions
from counselling.casework.goals import actions as goal_actions
from counselling.casework.household import actions as household_actions
from counselling.casework.levels import actions as level_actions
from counselling.casework.tasks import actions as task_actions
from counselling.casework.tasks.days import working_day_from
from counselling.models import (
    Case,
    CaseFile,
    CaseGoal,
    CaseStep,
    CaseTask,
    Household,
    LevelEntry,
)
from integration_office import demo, files
from integration_office.codes import FieldOfAction
from integration_office.models import User


# Goal, its field, and the steps to it: what, who.
PLANS = [
    (
        "Deutsch B1 erreichen",
        FieldOfAction.SPR,
        [
            ("VHS wegen Kursplatz anrufen", Who.COUNSELLOR),
            ("Kinderbetreuung am Vormittag klären", Who.CLIENT),
        ],
    ),
    (
        "Berufsabschluss anerkennen lassen",
        FieldOfAction.ANE,
        [
            ("Zeugnis übersetzen lassen", Who.CLIENT),
            ("Antrag gemeinsam ausfüllen", Who.TOGETHER),
        ],
    ),
    (
        "Größere Wohnung finden",
        FieldOfAction.WOH,
        [("Wohnberechtigungsschein beantragen", Who.TOGETHER), ("Selbstauskunft", Who.CLIENT)],
    ),
]
TASKS = ["Rückmeldung vom Amt nachfragen", "Unterlagen durchsehen", "Nach dem Kursstart fragen"]


def fill(office: demo.Office, cases: dict[User, list[Case]]) -> None:
    """The last ten cases of each counsellor, which are the ones one opens."""
    for user, own in cases.items():
        running = [case for case in own[-10:] if Case.objects.running().filter(pk=case.pk)]
        for number, case in enumerate(running):
            _plan(office, case, user, number)
        if len(running) > 3:
            _household(running[0], running[1], user)
            _papers(office, running[2], user)


def _plan(office, case, user, number):
    dice = office.random
    words, field, steps = PLANS[number % len(PLANS)]
    goal = goal_actions.set_goal(
        CaseGoal(case=case, text=words, field=field, set_on=case.opened_on), by=user
    )
    for place, (what, who) in enumerate(steps):
        due = _soon(office, dice.randint(0, 20))
        step = CaseStep(case=case, goal=goal, what=what, who=who, due_on=due)
        goal_actions.agree_step(step, by=user)
        if place == 0 and dice.random() < 0.5:
            goal_actions.settle(step, state=ToDoState.DONE, by=user)
    if dice.random() < 0.2:
        goal_actions.settle_goal(goal, state=GoalState.REACHED, by=user)
    task = CaseTask(case=case, what=dice.choice(TASKS), for_user=user)
    task.due_on = _soon(office, dice.randint(0, 30))
    task_actions.set_task(task, by=user)
    if case.german_level:
        entry = LevelEntry(case=case, level=case.german_level, source=LevelSource.TEST)
        entry.known_on = (case.opened_on + datetime.timedelta(days=3)).isoformat()
        if entry.known_on <= office.today.isoformat():
            level_actions.add_level(entry, by=user)


def _soon(office, days):
    return working_day_from(office.today + datetime.timedelta(days=days))


def _household(case, other, user):
    household_actions.link(case, other, relation=Relation.PARTNER, by=user)
    size = Household(case=case, adults=2, children_to_5=1, children_to_11=1)
    household_actions.save_household(size, by=user)


def _papers(office, case, user):
    until = office.today + datetime.timedelta(days=30)
    for kind, title, expires_on in (
        (FileKind.IDENTITY, "Aufenthaltstitel (Demo)", until),
        (FileKind.CERTIFICATE, "Schulzeugnis (Demo)", None),
    ):
        row = CaseFile(case=case, kind=kind, title=title, expires_on=expires_on)
        file = SimpleUploadedFile("demo.pdf", paper(title))
        file_actions.add(row, file, files.PDF, by=user)


def paper(words: str) -> bytes:
    """A PDF of one sheet with a line on it."""
    line = f"BT /F1 24 Tf 72 720 Td ({words}) Tj ET".replace("(Demo)", "\\(Demo\\)")
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        f"<</Length {len(line)}>>stream\n{line}\nendstream",
    ]
    content, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count, start = len(parts) + 1, len(content)
    content += f"xref\n0 {count}\n0000000000 65535 f \n{table}"
    content += f"trailer<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    return content.encode("ascii")
