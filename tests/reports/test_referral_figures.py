"""Where people are sent on, how long they wait there, what is missing in town, and in which part of
it people live: in the report and in the months."""

import datetime as dt

import pytest
from django.urls import reverse

from offers.models import UnmetNeed
from reports.indicators import Year, figure, find
from reports.months import Month, own_month, team_month
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.reports.factories import SPRING, YEAR, make_case, make_contacts, make_referral


pytestmark = pytest.mark.django_db
MARCH = Month(SPRING.year, SPRING.month)


def said(shown):
    return {line.label: str(line.cells[0]) for line in shown.lines}


def of_year(key, limit=5):
    return figure(find(key), Year(YEAR), limit)


def of_month(comparisons, key):
    return next(one.now for one in comparisons if one.key == key)


def sent(number, name, **fields):
    body, case = make_organisation(name=name), make_case()
    return [make_referral(body, case=case, **fields) for _number in range(number)]


def test_contacts_are_divided_by_district_as_the_contact_or_its_case_says():
    make_contacts(6, district="Mitte")
    make_contacts(7, case=make_case(district="Nord"))
    make_contacts(2, district="Süd")
    make_contacts(3, district="West")
    make_contacts(5)

    assert said(of_year("contacts_by_district")) == {
        "Nord": "7",
        "Mitte": "6",
        "other": "5",
        "not collected": "5",
    }


def test_the_fifteen_bodies_people_are_sent_to_most_are_named():
    for number in range(17):
        sent(5 + number, f"Stelle {number:02}")
    sent(2, "Kleine Stelle")
    sent(9, "Zurückgenommen", state="gestoppt")

    shown = said(of_year("referrals_by_organisation"))

    assert list(shown)[:2] == ["Stelle 16", "Stelle 15"]
    assert len(shown) == 16
    assert "Stelle 01" not in shown
    # Two bodies beyond the fifteen, and the small one that went with the smallest of them.
    assert shown["other"] == str(5 + 6 + 2)
    assert str(of_year("referrals").value) == str(sum(range(5, 22)) + 2)


def test_few_referrals_are_named_to_nobody():
    sent(2, "Frauenhaus Beispiel")
    sent(9, "Schule")

    shown = of_year("referrals_by_organisation")

    assert "Frauenhaus Beispiel" not in str(shown.frozen())


def test_the_wait_for_an_appointment_is_the_one_in_the_middle():
    for wait in (1, 2, 4, 20, 30):
        sent(1, f"Stelle {wait}", wait=wait)
    sent(3, "Ohne Termin")

    assert str(of_year("appointment_wait_days").value) == "4"
    assert str(figure(find("appointment_wait_days"), Year(YEAR + 1), 5).value) == "–"


def test_few_appointments_tell_no_wait():
    sent(4, "Stelle", wait=3)

    assert str(of_year("appointment_wait_days").value) == "< 5"


def test_the_wait_for_an_appointment_at_the_office_is_the_one_in_the_middle_or_untold():
    for wait in (0, 3, 8, 9):
        make_contacts(1, day=SPRING, asked_on=SPRING - dt.timedelta(days=wait))
    make_contacts(9)
    few = str(of_year("own_appointment_wait_days").value)

    make_contacts(1, day=SPRING, asked_on=SPRING - dt.timedelta(days=5))

    assert few == "< 5"
    assert str(of_year("own_appointment_wait_days").value) == "5"


def test_placements_in_work_and_training_stand_among_the_results_small_ones_hidden():
    make_contacts(6, results=["kurs"])
    make_contacts(5, results=["arbeit", "info"])
    make_contacts(2, results=["ausbildung"])

    shown = said(of_year("contacts_by_result"))

    assert shown["placed in a course"] == "6"
    assert shown["placed in work"] == "5"
    assert shown["placed in vocational training"] == "< 5"


def test_what_was_missing_is_counted_by_topic():
    me = make_user("counselling")
    for topic, number in (("SPR", 6), ("WOH", 5), ("ARB", 1)):
        for _number in range(number):
            UnmetNeed.objects.create(
                reported_on=SPRING, field_of_action=topic, text="x", reported_by=me
            )

    assert said(of_year("unmet_needs_by_topic")) == {"language": "6", "other": "6"}


def test_my_month_counts_my_referrals_and_that_of_all_protects_small_numbers(client_of):
    me = make_user("counselling")
    sent(2, "Frauenhaus Beispiel", referred_by=me)
    sent(4, "Schule")

    own, team = own_month(MARCH, me), team_month(MARCH)

    assert said(of_month(own, "referrals_by_organisation")) == {"Frauenhaus Beispiel": "2"}
    assert "Frauenhaus Beispiel" not in str(of_month(team, "referrals_by_organisation").frozen())
    assert str(of_month(team, "referrals").value) == "6"
    page = client_of(me).get(reverse("reports:team_month"), {"month": MARCH.code}).text
    assert "Frauenhaus Beispiel" not in page


def test_the_year_before_does_not_count():
    sent(6, "Stelle", day=dt.date(YEAR - 1, 12, 31))

    assert str(of_year("referrals").value) == "0"
