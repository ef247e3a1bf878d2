"""Rules about the code itself: one door to confidential rows, and nothing personal in a name."""

import re
from pathlib import Path

import counselling


HOME = Path(counselling.__file__).parent


def test_views_reach_confidential_rows_through_one_door():
    views = {path.name: path.read_text() for path in sorted(HOME.rglob("*views.py"))}
    doors = {
        name: set(re.findall(r"\b(?:Case|Contact|Person|Consent)\.objects\.(\w+)", text))
        for name, text in views.items()
    }
    # The page that erases what nobody reads any more.
    erasing = doors.pop("erasure_views.py")

    assert set().union(*doors.values()) == {"visible_to"}
    assert erasing == {"restricted_for"}


def test_agenda_and_search_use_the_same_door():
    code = (HOME / "agenda.py").read_text() + (HOME / "search.py").read_text()

    assert set(re.findall(r"(?:Case|Contact)\.objects\s*\.(\w+)", code)) <= {"visible_to"}
