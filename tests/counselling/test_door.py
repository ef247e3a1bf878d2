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


def test_rows_are_asked_for_by_the_keys_of_cases_only_where_these_came_through_the_door():
    texts = [path.read_text() for path in sorted(HOME.rglob("*.py"))]
    asking = [text for text in texts if "visible_to(user, cases=" in text]
    keys = re.findall(r"visible_to\(user, cases=(\S+?)\)", "".join(asking))

    assert set(keys) == {"cases.all", "cases.watched"}
    assert all("@agenda.source(counsels, cases_in_hand)" in text for text in asking)
    assert re.findall(r"Case\.objects\.(\w+)", (HOME / "in_hand.py").read_text()) == ["visible_to"]
