"""A placement leads to a course: recommended by a rule, proposed from the catalogue, chosen."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from counselling import actions as case_actions
from counselling.language import actions
from counselling.language.courses import Wish, goals, leading_to, proposals
from counselling.language.recommending import LEVELS
from counselling.models import CourseInterest, LanguagePlacement
from integration_office.models import AuditEntry, ReadEntry
from offers.models import Offer
from tests.counselling.factories import make_case, make_deputy
from tests.counselling.language import (
    EVENINGS,
    MORNINGS,
    SATURDAYS,
    make_course,
    make_interest,
    make_placement,
)
from tests.counselling.pages import page
from tests.factories import make_user
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor, age_group="27-44")


def typed(today, **fields):
    usual = {"day": today.isoformat(), "instrument": "bamf", "level": "A2", "literacy": "unb"}
    return usual | fields


def test_a_placement_is_entered_and_leads_to_courses_that_fit(client, counsellor, case, today):
    make_interest(case, entitlement="pflicht")

    answer = client.post(
        page("placement_create", case),
        typed(today, writing="A1", tester="Frau Lehrerin (Demo)", next_step="Zum Kurs anmelden"),
    )

    placement = LanguagePlacement.objects.get()
    assert answer.url == page("placement_courses", case, placement_pk=placement.pk)
    assert (placement.recommended_course, placement.recommended_level) == ("ik", "B1")
    assert (placement.tester, placement.next_step) == ("Frau Lehrerin (Demo)", "Zum Kurs anmelden")
    assert placement.skills == [("writing", "A1")]
    target = f"counselling.LanguagePlacement:{placement.pk}"
    assert AuditEntry.objects.filter(verb="created", target=target, by=counsellor).count() == 1


def test_what_is_said_of_the_tester_is_sealed(case):
    placement = make_placement(case, tester="Frau Lehrerin (Demo)", next_step="Termin am Montag")

    with connection.cursor() as cursor:
        for table in ("languageplacement", "languageplacementevent"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM counselling_{table} t")
            rows = cursor.fetchone()[0]
            assert "Lehrerin" not in rows
            assert "Montag" not in rows
    assert placement.tester == "Frau Lehrerin (Demo)"


def test_the_entitlement_noted_last_counts_and_the_tester_may_know_better(case):
    without = make_placement(case)
    make_interest(case, entitlement="keine", course_type="offen")
    none = make_placement(case)
    own = make_placement(case, recommended_course="intensiv")

    assert [p.recommended_course for p in (without, none, own)] == ["ik", "offen", "intensiv"]
    assert {p.recommended_level for p in (without, none, own)} == {"B1"}


def test_a_result_that_is_corrected_changes_the_level_the_course_leads_to(client, case, today):
    placement = make_placement(case)

    client.post(
        page("placement_edit", case, placement_pk=placement.pk),
        typed(today, level="A1", version=placement.version),
    )

    placement.refresh_from_db()
    assert (placement.level, placement.recommended_level) == ("A1", "A2")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": "2099-01-01"}, "This day lies in the future."),
        ({"day": "31.02.2026"}, "There is no such day. Please write it like 24.12.2026."),
        ({"level": ""}, "This field is required."),
        ({"tester": "Frau L. (Demo)", "tested_by": "me"}, "Please name one tester"),
    ],
)
def test_a_placement_that_cannot_be_says_why(client, counsellor, case, today, fields, sentence):
    if fields.get("tested_by"):
        fields = fields | {"tested_by": counsellor.pk}

    answer = client.post(page("placement_create", case), typed(today, **fields))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not LanguagePlacement.objects.exists()


# Courses of the catalogue


def test_free_places_come_first_then_the_recommended_type_then_the_next_start(counsellor, today):
    full = make_course(title="voll", registered=20)
    later = make_course(title="später", starts_on=today + 40 * DAY)
    soon = make_course(title="bald")
    women = make_course("frauen", title="Frauen", starts_on=today + DAY)
    unknown = make_course(title="unbekannt", seats=None, registered=None)
    job = make_course("bsk_b2")
    lower = make_course(german_level_from="A1", german_level_to="A2")
    make_course(status="beendet")
    make_course(status="ausgefallen")
    make_course(starts_on=today - 90 * DAY, ends_on=today - DAY)
    draft = make_course()
    Offer.objects.filter(pk=draft.pk).update(status="entwurf", published_on=None)

    found = proposals(counsellor, Wish("ik", "B1"), today)

    fitting = [proposal for proposal in found if proposal.fits]
    assert [proposal.offer for proposal in fitting] == [soon, later, women, unknown, full]
    assert [proposal.free for proposal in fitting] == [5, 5, 5, None, 0]
    assert [proposal.offer for proposal in found if not proposal.fits] == [job, lower]


def test_courses_at_the_wished_time_with_childcare_come_before_the_others(counsellor, today):
    evening = make_course(title="abends", rule=EVENINGS, childcare="ja")
    no_care = make_course(title="ohne Betreuung", rule=EVENINGS)
    morning = make_course(title="morgens", rule=MORNINGS, childcare="ja")
    weekend = make_course(title="samstags", rule=SATURDAYS, childcare="ja")

    wish = Wish("ik", "B1", ("ab", "we"), childcare=True)
    found = proposals(counsellor, wish, today)

    assert [(proposal.offer, list(map(str, proposal.lacks))) for proposal in found] == [
        (evening, []),
        (weekend, []),
        (morning, ["not at these times, as far as is known"]),
        (no_care, ["no childcare, as far as is known"]),
    ]


def test_a_course_whose_type_nobody_has_said_may_be_the_right_one(counsellor, today):
    untyped = make_offer(kind="sprachkurs", german_level_from="A2", german_level_to="B1")
    make_offer(kind="beratung", german_level_to="B1")
    cafe = make_offer(kind="sprachcafe")

    found = proposals(counsellor, Wish("ik", "B1"), today)
    meetings = proposals(counsellor, Wish("treff"), today)

    assert [(p.offer, p.fits) for p in found] == [(untyped, True), (cafe, False)]
    assert {p.offer for p in meetings} == {untyped, cafe}
    assert {str(p.course_type) for p in meetings} == {"type not known", "language meeting"}


def test_the_level_asks_the_database_as_the_rule_says(db):
    offers = [
        make_offer(german_level_from=low, german_level_to=high)
        for low in ("", *LEVELS)
        for high in ("", *LEVELS)
        if not (low and high) or LEVELS.index(low) <= LEVELS.index(high)
    ]

    for level in LEVELS[1:]:
        found = set(Offer.objects.filter(leading_to(level)))
        assert found == {
            offer
            for offer in offers
            for to in [goals(offer.german_level_from, offer.german_level_to)]
            if not to or level in to
        }


@pytest.mark.parametrize("courses", [1, 4])
def test_proposals_cost_the_same_for_any_number_of_courses(
    counsellor, today, courses, django_assert_num_queries
):
    for _number in range(courses):
        make_course(rule=EVENINGS)

    with django_assert_num_queries(2):
        found = proposals(counsellor, Wish("ik", "B1", ("ab",)), today)
        assert [(p.label, p.offer.when) for p in found]


# Choosing one


def choose(client, placement, offer, **fields):
    url = page("placement_courses", placement.case, placement_pk=placement.pk)
    return client.post(url, {"version": placement.version, "offer": offer.pk} | fields)


def test_choosing_the_recommended_course_offers_the_place_at_once(client, counsellor, case):
    interest = make_interest(case, status="warteliste")
    placement, offer = make_placement(case), make_course()
    shown = client.get(page("placement_courses", case, placement_pk=placement.pk))

    answer = choose(client, placement, offer)

    placement.refresh_from_db()
    interest.refresh_from_db()
    assert [p.offer for p in shown.context["groups"][0][1]] == [offer]
    assert offer.get_absolute_url() in shown.content.decode()
    assert answer.url == page("language", case)
    assert (placement.placed_offer, placement.placed_course) == (offer, "ik")
    assert (placement.deviates, placement.deviation_reason) == (False, "")
    assert (interest.status, interest.offer) == ("angeboten", offer)
    assert AuditEntry.objects.filter(verb="placed", by=counsellor).count() == 1


def test_without_an_interest_choosing_a_course_makes_one(client, case):
    placement, offer = make_placement(case), make_course("frauen")

    choose(client, placement, offer)

    interest = CourseInterest.objects.get()
    assert (interest.course_type, interest.level, interest.status) == ("frauen", "B1", "angeboten")
    assert (interest.case, interest.offer) == (case, offer)


def test_another_course_than_recommended_needs_a_reason(client, case):
    interest = make_interest(case)
    placement = make_placement(case)
    other = make_course("bsk_b2", german_level_from="B1", german_level_to="B2")

    asked = choose(client, placement, other)
    interest.refresh_from_db()
    undecided = interest.status
    answer = choose(client, placement, other, deviation_reason="Arbeitet schon im Betrieb")

    placement.refresh_from_db()
    interest.refresh_from_db()
    assert (asked.status_code, answer.status_code) == (422, 302)
    assert "Please say why it is right all the same." in asked.content.decode()
    assert asked.context["form"].chosen == other
    assert (undecided, interest.status, interest.offer) == ("beratung", "angeboten", other)
    assert (placement.deviates, placement.placed_course) == (True, "bsk_b2")
    assert placement.deviation_reason == "Arbeitet schon im Betrieb"


def test_a_course_that_left_the_catalogue_is_not_chosen_any_more(client, case):
    placement, offer = make_placement(case), make_course()
    Offer.objects.filter(pk=offer.pk).update(status="pausiert")

    answer = choose(client, placement, offer)

    assert answer.status_code == 422
    assert "This course is not in the list any more." in answer.content.decode()


def test_a_reason_that_is_not_needed_is_not_kept(case):
    placed = actions.place(
        make_placement(case), make_course(), reason="überflüssig", by=case.responsible
    )

    assert placed.deviation_reason == ""


def test_the_last_place_is_not_promised_twice(case):
    offer = make_course(seats=10, registered=9)
    actions.place(make_placement(), offer, by=case.responsible)

    with pytest.raises(ValidationError) as refusal:
        actions.place(make_placement(case), offer, by=case.responsible)

    assert refusal.value.messages == [
        "The last place has just been taken. Please choose another course."
    ]
    assert not CourseInterest.objects.filter(case=case).exists()
    assert LanguagePlacement.objects.get(case=case).placed_offer is None


def test_who_holds_the_last_place_may_be_placed_there_anew(case):
    offer, placement = make_course(seats=10, registered=9), make_placement(case)
    actions.place(placement, offer, by=case.responsible)

    placement.refresh_from_db()
    actions.place(placement, offer, by=case.responsible)

    assert CourseInterest.objects.get(case=case).offer == offer


# Who reads and writes


def test_a_closed_case_is_read_and_not_written(client, counsellor, case, today):
    placement = make_placement(case)
    case_actions.close_case(case, on=today, reason="ziel", by=counsellor)

    shown = client.get(page("language", case))
    refused = [
        client.post(page("placement_create", case), typed(today)),
        client.post(
            page("placement_edit", case, placement_pk=placement.pk),
            typed(today, level="C1", version=placement.version),
        ),
        client.post(page("placement_delete", case, placement_pk=placement.pk)),
    ]

    assert shown.status_code == 200
    assert page("placement_create", case) not in shown.content.decode()
    assert [answer.status_code for answer in refused] == [422, 422, 302]
    assert LanguagePlacement.objects.get().level == "A2"


def test_opening_the_page_leaves_a_line_and_a_stranger_finds_nothing(client_of, counsellor, case):
    deputy, stranger = make_user("counselling"), make_user("counselling")
    make_deputy(case, deputy)
    placement = make_placement(case)

    seen = client_of(deputy).get(page("language", case)).status_code
    refused = [
        client_of(stranger).get(page("language", case)).status_code,
        client_of(stranger)
        .get(page("placement_edit", make_case(responsible=stranger), placement_pk=placement.pk))
        .status_code,
    ]

    assert (seen, refused) == (200, [404, 404])
    assert list(ReadEntry.objects.filter(by=deputy).values_list("purpose", flat=True)) == ["deputy"]
    assert set(LanguagePlacement.objects.visible_to(stranger)) == set()


def test_two_colleagues_saving_one_placement_lose_nothing(client, case, today):
    placement = make_placement(case)
    url = page("placement_edit", case, placement_pk=placement.pk)
    client.post(url, typed(today, level="B1", version=placement.version))

    late = client.post(url, typed(today, level="A1", version=placement.version))

    assert late.status_code == 422
    assert "A colleague has saved this page in the meantime." in late.content.decode()
    assert LanguagePlacement.objects.get().level == "B1"


def test_placements_of_a_period_are_counted_by_level(case):
    today = timezone.localdate()
    for days, level in ((0, "A1"), (3, "A1"), (3, "B1"), (400, "A1")):
        make_placement(case, day=today - days * DAY, level=level)

    of_the_month = LanguagePlacement.objects.in_period(today - 30 * DAY, today)

    assert dict(of_the_month.by_level()) == {"A1": 2, "B1": 1}
