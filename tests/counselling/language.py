"""Placements, course interests, rules and courses for tests. Name only what the test is about."""

from datetime import date, timedelta

from django.utils import timezone

from counselling.language import actions
from counselling.models import ChoiceRule, CourseInterest, LanguagePlacement
from offers.courses import actions as course_actions
from offers.models import Course
from tests.counselling.factories import make_case
from tests.factories import make_user
from tests.offers.factories import make_offer, make_schedule


WAY = {
    "beratung": [],
    "beantragt": ["beantragt"],
    "warteliste": ["warteliste"],
    "angeboten": ["angeboten"],
    "angemeldet": ["angemeldet"],
    "begonnen": ["angemeldet", "begonnen"],
    "abgeschlossen": ["angemeldet", "begonnen", "abgeschlossen"],
    "abgebrochen": ["angemeldet", "begonnen", "abgebrochen"],
    "nicht_zustande": ["nicht_zustande"],
}


def make_placement(case=None, **fields):
    """A talk of today that found A2 with a sure script."""
    case = case or make_case()
    fields = {"instrument": "gespraech", "level": "A2", "literacy": "lat"} | fields
    return actions.note_placement(LanguagePlacement(case=case, **fields), by=case.responsible)


def make_interest(case=None, *, status="beratung", days_ago=20, offer=None, **fields):
    """Somebody with a claim who looks for an integration course to B1; every step is taken on the
    day the interest came up."""
    case = case or make_case()
    day = timezone.localdate() - timedelta(days=days_ago)
    fields = {"course_type": "ik", "level": "B1", "entitlement": "anspruch", "since": day} | fields
    interest = actions.note_interest(CourseInterest(case=case, **fields), by=case.responsible)
    for step in WAY[status]:
        takes = offer if step in ("angeboten", "angemeldet") else None
        interest = actions.move_interest(
            interest, step, on=fields["since"], offer=takes, by=case.responsible
        )
    return interest


def make_rule(**fields):
    """The stop of admissions after § 44 (4), as a new office has it."""
    usual = {
        "code_list": "kursberechtigung",
        "code": "zulass",
        "valid_from": date(2026, 2, 9),
        "hint": "Zulassungsstopp seit 09.02.2026.",
    }
    ChoiceRule.objects.filter(**{k: (usual | fields)[k] for k in ("code_list", "code")}).delete()
    return ChoiceRule.objects.create(**usual | fields)


def make_course(course_type="ik", *, seats=20, registered=15, rule=None, **fields):
    """A published course from A2 to B1 with five free places, that begins in ten days."""
    facts = {name: fields.pop(name) for name in ("status", "waiting", "ends_on") if name in fields}
    facts["starts_on"] = fields.pop("starts_on", timezone.localdate() + timedelta(days=10))
    levels = {"german_level_from": "A2", "german_level_to": "B1"}
    offer = make_offer(**{"kind": "sprachkurs"} | levels | fields)
    course = Course(offer=offer, course_type=course_type, seats=seats, registered=registered)
    for name, value in facts.items():
        setattr(course, name, value)
    course_actions.note(course, by=make_user("coordination"))
    if rule:
        make_schedule(offer, rule=rule[0], start=rule[1], end=rule[2])
    offer.refresh_from_db()
    return offer


MORNINGS = ("FREQ=WEEKLY;BYDAY=MO,WE", "09:00", "12:15")
EVENINGS = ("FREQ=WEEKLY;BYDAY=MO,WE", "18:00", "20:30")
SATURDAYS = ("FREQ=WEEKLY;BYDAY=SA", "10:00", "13:00")
