"""Days the law counts, and which course fits: rules without a database."""

import calendar
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counselling.language import deadlines
from counselling.language.codes import (
    ENDED,
    WANTING,
    WAYS,
    Entitlement,
    InterestStatus,
    Literacy,
    Reminder,
)
from counselling.language.courses import goals
from counselling.language.recommending import (
    LEVELS,
    Findings,
    alike,
    begins_at,
    deviates,
    leads_to,
    recommend,
)
from integration_office.codes import AgeGroup, GermanLevel
from offers.codes import CourseType


DAY = timedelta(days=1)
days = st.dates(date(2000, 1, 1), date(2090, 12, 31))
levels = st.sampled_from(LEVELS)
findings = st.builds(
    Findings,
    level=levels,
    skills=st.tuples(*[st.sampled_from(["", *LEVELS])] * 4),
    literacy=st.sampled_from(Literacy),
    age_group=st.sampled_from(["", *AgeGroup]),
    entitlement=st.sampled_from(Entitlement),
)
PAYS = [code for code in Entitlement if code not in (Entitlement.NONE, Entitlement.UNCLEAR)]
INTEGRATION = {"ik", "zweit", "frauen", "jugend", "foerder", "intensiv"}
VOCATIONAL = {"bsk_b2", "bsk_c1", "bsk_c2"}


# Days


@given(days, st.sampled_from([deadlines.right_ends, deadlines.start_due]))
def test_a_year_ends_on_the_day_of_the_same_number_or_the_last_of_february(day, rule):
    end = rule(day)

    assert (end.year, end.month) == (day.year + 1, day.month)
    if (day.month, day.day) == (2, 29):
        assert end.day == 28
    else:
        assert end.day == day.day
    assert (end - day).days in (365, 366)


@given(days, days)
def test_who_was_issued_a_title_later_is_entitled_at_least_as_long(one, other):
    earlier, later = sorted([one, other])

    assert deadlines.right_ends(earlier) <= deadlines.right_ends(later)


@pytest.mark.parametrize(
    ("issued", "ends"),
    [
        (date(2026, 3, 10), date(2027, 3, 10)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2027, 12, 31), date(2028, 12, 31)),
    ],
)
def test_a_claim_ends_a_year_after_the_title_was_issued(issued, ends):
    assert deadlines.right_ends(issued) == ends


@given(days)
def test_a_course_should_begin_six_weeks_later_on_the_same_weekday(day):
    due = deadlines.course_due(day)

    assert (due - day).days == 42
    assert calendar.weekday(*due.timetuple()[:3]) == day.weekday()


@given(days, st.integers(-120, 400))
def test_before_ninety_days_nothing_is_said_then_each_reminder_replaces_the_one_before(end, left):
    stages = deadlines.stages(InterestStatus.WAITING, end, None)

    due = deadlines.reminder(stages, end - left * DAY, [])

    kinds = [
        (left > 90, None),
        (left > 30, Reminder.EXPIRES_90),
        (left >= 0, Reminder.EXPIRES_30),
        (True, Reminder.EXPIRED),
    ]
    expected = next(kind for holds, kind in kinds if holds)
    assert (due and due.kind) == expected
    assert due is None or due.day == end


@example(date(2026, 3, 2), 334)  # thirty-one and thirty days before a year is over
@example(date(2026, 3, 2), 335)
@given(days, st.integers(-30, 500))
def test_after_the_registration_six_weeks_and_a_year_are_watched(registered, gone):
    stages = deadlines.stages(InterestStatus.REGISTERED, date(2000, 1, 1), registered)
    today, last = registered + gone * DAY, deadlines.start_due(registered)

    due = deadlines.reminder(stages, today, [])

    kinds = [
        (gone < 42, None),
        (today < last - 30 * DAY, Reminder.COURSE_LATE),
        (today <= last, Reminder.START_ENDS),
        (True, Reminder.START_OVER),
    ]
    assert (due and due.kind) == next(kind for holds, kind in kinds if holds)


def test_what_is_settled_is_silent_until_the_next_one_comes():
    end = date(2026, 12, 31)
    stages = deadlines.stages(InterestStatus.COUNSELLING, end, None)
    settled = [Reminder.EXPIRES_90]

    said = [
        deadlines.reminder(stages, end - left * DAY, settled, ahead=7) for left in (60, 38, 37, 30)
    ]

    assert [due and due.kind for due in said] == [None, None, "ablauf30", "ablauf30"]


@given(days, st.sampled_from([*ENDED, InterestStatus.STARTED]))
def test_nobody_is_reminded_of_a_course_that_runs_or_is_over(day, status):
    assert deadlines.stages(status, day, day) == []


# The way of an interest


def test_every_way_leads_to_an_end_and_nothing_leads_out_of_it():
    assert set(WAYS) == set(InterestStatus)
    assert {status for status, ways in WAYS.items() if not ways} == set(ENDED)
    reached, edge = set(), {InterestStatus.COUNSELLING}
    while edge:
        reached |= edge
        edge = {after for status in edge for after in WAYS[status]} - reached
    assert reached == set(InterestStatus)


def test_nobody_begins_without_a_registration_and_nobody_completes_what_has_not_begun():
    before = {after: {s for s, ways in WAYS.items() if after in ways} for after in InterestStatus}

    assert before[InterestStatus.STARTED] == {InterestStatus.REGISTERED}
    assert before[InterestStatus.COMPLETED] == {InterestStatus.STARTED}
    assert before[InterestStatus.BROKEN_OFF] == {InterestStatus.STARTED}
    assert before[InterestStatus.REGISTERED] == set(WANTING)


# Which course fits


@given(findings)
def test_a_course_begins_near_the_weakest_skill_and_leads_one_level_on(known):
    start = begins_at(known.level, known.skills)

    place = LEVELS.index(start)
    weakest = min([LEVELS.index(s) for s in known.skills if s], default=len(LEVELS))
    assert place == min(LEVELS.index(known.level), weakest + 1)
    assert recommend(known).level == leads_to(start) == LEVELS[min(place + 1, 6)]


@given(findings)
def test_every_finding_has_one_course_with_what_is_to_be_said_about_it(known):
    advice = recommend(known)

    assert advice.course_type in CourseType
    assert advice == recommend(known)
    assert advice.level != GermanLevel.NONE
    weaker = begins_at(known.level, known.skills) != known.level
    assert weaker == any("weaker" in str(reason) for reason in advice.reasons)


@given(findings)
def test_at_school_age_no_course_for_adults_is_recommended(known):
    at_school = known.age_group in ("0-5", "6-11", "12-17")

    assert not at_school or recommend(known).course_type == CourseType.OPEN


@given(findings)
def test_adults_who_cannot_read_and_write_begin_with_that(known):
    adult = known.age_group not in ("0-5", "6-11", "12-17")

    wanted = adult and known.literacy == Literacy.NONE
    assert (recommend(known).course_type == CourseType.LITERACY) == wanted


@given(findings)
def test_without_an_entitlement_nobody_is_sent_to_an_integration_course(known):
    if known.entitlement == Entitlement.NONE:
        assert recommend(known).course_type in {"eok", "offen", "alpha"}


@given(findings)
def test_integration_courses_end_where_vocational_ones_begin(known):
    start, kind = begins_at(known.level, known.skills), recommend(known).course_type

    assert kind not in INTEGRATION or start < GermanLevel.B1 or start == GermanLevel.NONE
    assert kind not in VOCATIONAL or start in ("B1", "B2", "C1")


@given(findings, levels)
def test_who_can_more_is_never_sent_to_a_lower_level(known, other):
    more = max(known.level, other, key=LEVELS.index)
    better = Findings(more, known.skills, known.literacy, known.age_group, known.entitlement)

    now, then = recommend(known).level, recommend(better).level
    assert LEVELS.index(now) <= LEVELS.index(then)


@pytest.mark.parametrize(
    ("known", "course", "level"),
    [
        (Findings("keine", entitlement="anspruch"), "ik", "A1"),
        (Findings("A2", entitlement="pflicht"), "ik", "B1"),
        (Findings("A2", ("A2", "A2", "keine", "A2"), entitlement="spaet"), "ik", "A2"),
        (Findings("A1", literacy="zweit", entitlement="selbst"), "zweit", "A2"),
        (Findings("A2", literacy="zweit", entitlement="selbst"), "ik", "B1"),
        (Findings("B1", literacy="alpha", entitlement="anspruch"), "alpha", "B2"),
        (Findings("A1", entitlement="keine"), "eok", "A2"),
        (Findings("A2", entitlement="keine"), "offen", "B1"),
        (Findings("B1", entitlement="anspruch"), "bsk_b2", "B2"),
        (Findings("C1", age_group="27-44", entitlement="selbst"), "bsk_c2", "C2"),
        (Findings("B1", age_group="65+", entitlement="anspruch"), "offen", "B2"),
        (Findings("C2", entitlement="anspruch"), "treff", "C2"),
        (Findings("A1", age_group="12-17", literacy="alpha"), "offen", "A2"),
    ],
)
def test_what_the_office_would_recommend(known, course, level):
    advice = recommend(known)

    assert (advice.course_type, advice.level) == (course, level)


def test_an_entitlement_that_is_not_clear_is_to_be_cleared_up():
    unclear, clear = recommend(Findings("A1")), recommend(Findings("A1", entitlement="anspruch"))

    assert unclear.course_type == clear.course_type == "ik"
    assert [str(reason) for reason in unclear.reasons[len(clear.reasons) :]] == [
        "Please clear up the entitlement first."
    ]


# Deviations from the result (IntV § 11)


@given(st.sampled_from(CourseType), levels, st.sampled_from(CourseType))
def test_the_recommended_course_is_no_deviation_and_likeness_is_mutual(kind, level, other):
    same = deviates(kind, level, placed_type=kind, placed_levels=[level])
    there = deviates(kind, level, placed_type=other, placed_levels=[])
    back = deviates(other, level, placed_type=kind, placed_levels=[])

    assert not same
    assert there == back == (other not in alike(kind))
    assert alike(kind)[0] == kind


def test_another_level_is_a_deviation_and_what_nobody_says_is_none():
    assert deviates("ik", "B1", placed_type="ik", placed_levels=["A2"])
    assert not deviates("ik", "B1", placed_type="frauen", placed_levels=["A2", "B1"])
    assert not deviates("ik", "B1", placed_type="", placed_levels=[])
    assert deviates("eok", "A1", placed_type="ik", placed_levels=[])


def test_a_course_leads_to_every_level_above_its_beginning():
    assert goals("", "") == []
    assert goals("keine", "A1") == ["A1"]
    assert goals("A1", "B1") == ["A2", "B1"]
    assert goals("B1", "B1") == ["B1"]
    assert goals("", "A2") == ["A1", "A2"]
    assert goals("B2", "") == ["C1", "C2"]
    assert goals("C2", "") == ["C2"]


def test_who_goes_on_from_a_level_finds_the_course_that_begins_there():
    for low, high in pairwise(LEVELS):
        assert leads_to(low) in goals(low, high)
    for low, high in product(LEVELS, LEVELS):
        if LEVELS.index(low) < LEVELS.index(high):
            assert goals(low, high)[0] == leads_to(low)
