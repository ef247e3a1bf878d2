"""From a talk into the catalogue, narrowed to what this client needs."""

import pytest

from counselling.referrals.fitting import wishes
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import make_body, make_referral
from tests.network.factories import make_organisation
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db


def titles(page):
    return [line["offer"].title for line in page.context["lines"]]


@pytest.mark.parametrize(
    ("talk", "wanted"),
    [
        ({"topics": ["SPR"], "german_level": "A2"}, {"field": "SPR", "level": "A2"}),
        ({"topics": ["SPR"], "language": "ara"}, {"field": "SPR"}),
        ({"topics": ["SOZ"], "language": "ara"}, {"field": "SOZ", "language": "ara"}),
        ({"topics": ["SOZ"], "language": "ara", "german_level": "B1"}, {"field": "SOZ"}),
        ({"topics": ["GES"], "gender": "w"}, {"field": "GES", "group": "frauen"}),
        (
            {"topics": ["BIL"], "gender": "w", "age_group": "12-17"},
            {"field": "BIL", "group": "jugend"},
        ),
        ({"topics": ["TEI"], "age_group": "65+"}, {"field": "TEI", "group": "senioren"}),
        ({"topics": ["WOH"], "gender": "m", "age_group": "27-44"}, {"field": "WOH"}),
    ],
)
def test_what_a_talk_knows_becomes_wishes(talk, wanted):
    assert wishes(make_contact(**talk), None) == wanted


def test_a_case_knows_what_its_talk_does_not():
    case = make_case(gender="w", german_level="A1", language="ukr")
    contact = make_contact(case=case, topics=["SOZ"])

    assert wishes(contact, case) == {"field": "SOZ", "group": "frauen", "language": "ukr"}
    assert wishes(None, case) == wishes(contact, case)
    assert wishes(None, make_case()) == {}


def test_the_catalogue_opens_narrowed_and_the_address_stays_clean(client, counsellor):
    contact = make_contact(counsellor=counsellor, topics=["SPR"], german_level="A2")
    make_offer(
        title="A2-Kurs", fields_of_action=["SPR"], german_level_from="A2", german_level_to="B1"
    )
    make_offer(title="B2-Kurs", fields_of_action=["SPR"], german_level_from="B2")
    make_offer(title="Nähen", fields_of_action=["TEI"])

    page = client.get(f"/counselling/{contact.pk}/refer/")

    assert titles(page) == ["A2-Kurs"]
    assert [chip.text for chip in page.context["filter"].chips()] == [
        "Field of action: language",
        "German level: A2",
    ]


def test_wishes_nobody_fulfils_are_given_up_and_named(client, counsellor):
    contact = make_contact(
        counsellor=counsellor, topics=["SOZ"], gender="w", language="tir", german_level="keine"
    )
    make_offer(title="Sozialberatung", fields_of_action=["SOZ"])

    page = client.get(f"/counselling/{contact.pk}/refer/")

    assert titles(page) == ["Sozialberatung"]
    html = page.content.decode()
    assert "These are the offers without: the target group, the language." in html


def test_the_counsellor_changes_a_choice_and_it_is_taken_as_it_is(client, counsellor):
    contact = make_contact(counsellor=counsellor, topics=["SPR"])
    make_offer(title="Kurs", fields_of_action=["SPR"])
    make_offer(title="Nähen", fields_of_action=["TEI"])

    everything = client.get(f"/counselling/{contact.pk}/refer/?own=1")
    other = client.get(f"/counselling/{contact.pk}/refer/?own=1&field=TEI")
    found = client.get(f"/counselling/{contact.pk}/refer/?own=1&q=nähen")
    wrong = client.get(f"/counselling/{contact.pk}/refer/?own=1&field=XXX")

    assert titles(everything) == ["Kurs", "Nähen"]
    assert titles(other) == titles(found) == ["Nähen"]
    assert "?own=1&amp;field=SPR" in everything.content.decode()
    assert "XXX is not one of the available choices" in wrong.content.decode()


def test_internal_and_ended_offers_are_found_as_in_the_catalogue(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    make_offer(title="Intern", visibility="intern", fields_of_action=["SPR"])
    ended = make_offer(title="Vorbei", status="beendet", fields_of_action=["SPR"])

    page = client.get(f"/counselling/{contact.pk}/refer/")
    clicked = client.post(f"/counselling/{contact.pk}/refer/", {"offer": ended.pk})

    assert titles(page) == ["Intern"]
    assert clicked.status_code == 404


@pytest.mark.parametrize(
    "target", ["offer=x", "offer=99", "organisation=", "", "offer=" + "9" * 30]
)
def test_a_target_that_does_not_exist_is_not_found(client, counsellor, target):
    contact = make_contact(counsellor=counsellor)

    assert client.get(f"/counselling/{contact.pk}/refer/to/?{target}").status_code == 404


def test_the_bodies_people_are_sent_to_most_are_one_click_away(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    jobcenter = make_organisation(name="Jobcenter (Demo)", kind="behoerde")
    before = client.get(f"/counselling/{contact.pk}/refer/").context["shortcuts"]
    often, seldom = make_body(name="Oft (Demo)"), make_body(name="Selten (Demo)")
    for body in (often, often, seldom):
        make_referral(organisation=body)

    after = client.get(f"/counselling/{contact.pk}/refer/").context["shortcuts"]

    assert before == [(jobcenter.pk, "Jobcenter (Demo)")]
    assert after == [(often.pk, "Oft (Demo)"), (seldom.pk, "Selten (Demo)")]


@pytest.mark.parametrize("offers", [1, 5])
def test_the_search_costs_the_same_for_any_number_of_offers(
    client, counsellor, offers, django_assert_num_queries
):
    contact = make_contact(counsellor=counsellor, topics=["SPR"])
    for _number in range(offers):
        make_offer(fields_of_action=["SPR"])
        make_referral(contact=contact)
    client.get("/")  # what a first page of a session asks for

    with django_assert_num_queries(9):
        client.get(f"/counselling/{contact.pk}/refer/")
