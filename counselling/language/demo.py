"""Placements, course interests and recognitions in the demo office, through the actions the pages
call. Nobody in it exists."""

import datetime
from decimal import Decimal
from random import Random

from counselling.language import actions
from counselling.language.courses import Wish, proposals
from counselling.models import Case, CourseInterest, LanguagePlacement, Recognition, WorkProfile
from counselling.people.countries import country_group
from counselling.recognition import actions as recognising
from integration_office import demo


DAY = datetime.timedelta(days=1)
STOP = datetime.date(2026, 2, 9)
BEGUN = 150 * DAY
# type, level, times, childcare, entitlement: what people in a town of this size ask for
WISHES = [
    ("ik", "B1", ["ab"], False, "pflicht"),
    ("ik", "B1", ["ab"], False, "anspruch"),
    ("ik", "B1", ["ab", "we"], False, "selbst"),
    ("ik", "A2", ["vm"], True, "pflicht"),
    ("ik", "A1", ["vm"], True, "anspruch"),
    ("ik", "A2", ["vm", "nm"], False, "pflicht"),
    ("alpha", "A1", ["vm"], True, "pflicht"),
    ("alpha", "A1", ["vm"], False, "anspruch"),
    ("eok", "A1", [], False, "keine"),
    ("offen", "A2", ["ab"], False, "keine"),
    ("bsk_b2", "B2", ["ab"], False, "offen"),
    ("bsk_b2", "B2", ["vm"], False, "pflicht"),
]
WAYS = [
    [],
    ["warteliste"],
    ["beantragt"],
    ["warteliste"],
    [],
    ["warteliste", "angeboten"],
    ["warteliste", "angemeldet"],
    ["angemeldet", "begonnen"],
    ["warteliste"],
]
RECOGNITIONS = [
    ("Hemşirelik Diploması", "beruf", "TR", "Pflegefachfrau/-mann", "ja", []),
    ("Бакалавр економіки", "hochschule", "UA", "", "nein", ["unterlagen", "uebersetzung"]),
    ("دبلوم هندسة مدنية", "hochschule", "SY", "Ingenieur/in", "ja", ["unterlagen", "antrag"]),
    ("Diplom Elektrik", "beruf", "SUHH", "Elektroniker/in", "nein", ["antrag", "bescheid"]),
]


@demo.step(52)
def fill(office: demo.Office) -> None:
    """Counselling: placements, course interests, recognitions"""
    dice = Random(44)  # its own, so that what others throw stays what it was
    cases = list(Case.objects.running().select_related("responsible").order_by("pk"))
    dice.shuffle(cases)
    stopped = next((case for case in cases[:32] if case.opened_on <= STOP - 20 * DAY), None)
    for number, case in enumerate(cases[:32]):
        _interest(office, case, number, dice, is_stopped=case == stopped)
    for number, case in enumerate(cases[:10]):
        _placement(office, case, number)
    for facts in RECOGNITIONS:
        if case := _of_country(cases[4:], country_group(facts[2]), office.today - BEGUN):
            cases.remove(case)
            _recognition(office, case, *facts)
            _work(case, education="hoch" if facts[1] == "hochschule" else "beruf")


def _work(case, *, education):
    profile = WorkProfile(case=case, school_years=12, education=education)
    profile.employment, profile.benefits = "suchend", "sgb2"
    recognising.save_work(profile, by=case.responsible)


def _of_country(cases, group, day):
    """A case, opened by this day, of somebody who may have learned there."""
    opened = (case for case in cases if case.opened_on <= day)
    return next((case for case in opened if case.country_group in ("", group)), None)


def _interest(office, case, number, dice, *, is_stopped):
    course_type, level, times, childcare, entitlement = WISHES[number % len(WISHES)]
    since = max(office.today - dice.randint(8, 200) * DAY, case.opened_on)
    last = None
    if entitlement in ("pflicht", "anspruch"):
        last = office.today + dice.choice([12, 25, 60, 84, 150, 240, 300]) * DAY
    interest = CourseInterest(
        case=case,
        course_type=course_type,
        level=level,
        times=times,
        childcare=childcare,
        entitlement=entitlement,
        entitlement_valid_until=last,
        since=since,
    )
    if is_stopped and office.first_day < STOP - 20 * DAY < office.today:
        interest.entitlement, interest.since = "zulass", STOP - 20 * DAY
    actions.note_interest(interest, by=case.responsible)
    for step in WAYS[number % len(WAYS)]:
        if step == "angemeldet" and entitlement in ("keine", "offen"):
            break
        since += dice.randint(0, 7) * DAY
        actions.move_interest(interest, step, on=min(since, office.today), by=case.responsible)


def _placement(office, case, number):
    placement = LanguagePlacement(
        case=case,
        day=max(office.today - (5 + 9 * number) * DAY, case.opened_on),
        instrument=["gespraech", "bamf", "vhs"][number % 3],
        level=["A2", "A1", "keine", "B1", "A2"][number % 5],
        literacy=["lat", "lat", "alpha", "lat", "zweit"][number % 5],
        tested_by=case.responsible,
    )
    if number % 2:
        placement.speaking, placement.writing = placement.level, "A1"
    actions.note_placement(placement, by=case.responsible)
    wish = Wish(placement.recommended_course, placement.recommended_level)
    for proposal in proposals(case.responsible, wish, office.today):
        if proposal.fits and proposal.has_places and number < 4:
            actions.place(placement, proposal.offer, by=case.responsible)
            return


def _recognition(office, case, title, kind, country, occupation, regulated, way):
    row = Recognition(
        case=case,
        title=title,
        kind=kind,
        country=country,
        reference_occupation=occupation,
        regulated=regulated,
        begun_on=office.today - BEGUN,
        fee=Decimal(200),
        translation_cost=Decimal(180),
    )
    recognising.note(row, by=case.responsible)
    day = row.begun_on
    for step in way:
        day += 25 * DAY
        result = "teilweise" if step == "bescheid" else ""
        row = recognising.move(row, step, on=day, result=result, by=case.responsible)
    if row.stage == "antrag":
        row.received_on = row.complete_on = day + 14 * DAY
        recognising.note(row, by=case.responsible)
