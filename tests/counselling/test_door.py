"""Rules about the code itself: one door to confidential rows, and nothing personal in a name."""

import re
from pathlib import Path

import counselling


HOME = Path(counselling.__file__).parent


def test_views_reach_confidential_rows_through_one_door():
    views = "".join(path.read_text() for path in sorted(HOME.rglob("*views.py")))

    assert set(re.findall(r"(?:Case|Contact)\.objects\.(\w+)", views)) == {"visible_to"}


def test_agenda_and_search_use_the_same_door():
    code = (HOME / "agenda.py").read_text() + (HOME / "search.py").read_text()

    assert set(re.findall(r"(?:Case|Contact)\.objects\s*\.(\w+)", code)) <= {"visible_to"}
