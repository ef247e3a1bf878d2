"""An entry on the page of a case counts like one of the quick log: with its language, who
interpreted, where it was, and whether somebody was here for the first time."""

from datetime import timedelta

import pytest

from counselling import actions
from counselling.models import Contact
from tests.counselling.factories import entry_post, make_case, make_contact
from tests.counselling.people import make_named_case


pytestmark = pytest.mark.django_db


def preset(client, case):
    form = client.get(case.get_absolute_url()).context["form"]
    return {name: form[name].value() for name in ("language", "interpreting", "place", "channel")}


def test_an_entry_holds_language_interpreting_and_place(client, counsellor):
    case = make_case(responsible=counsellor, language="ara")

    client.post(
        case.get_absolute_url(), entry_post(language="ara", interpreting="mittler", place="vhs")
    )

    contact = Contact.objects.get()
    assert (contact.language, contact.interpreting, contact.place) == ("ara", "mittler", "vhs")


def test_an_entry_says_what_came_of_the_talk_and_since_when_it_was_asked_for(
    client, counsellor, today
):
    case, asked = make_case(responsible=counsellor), today - timedelta(days=9)

    client.post(case.get_absolute_url(), entry_post(results=["arbeit"], asked_on=asked.isoformat()))
    late = today + timedelta(days=1)
    refused = client.post(case.get_absolute_url(), entry_post(asked_on=late.isoformat()))

    contact = Contact.objects.get()
    assert (contact.results, contact.asked_on) == (["arbeit"], asked)
    assert "asked for before the talk" in refused.content.decode()


def test_a_talk_of_another_day_is_entered_with_its_day_and_without_a_time(
    client, counsellor, today
):
    case = make_case(responsible=counsellor)
    assert client.get(case.get_absolute_url()).context["form"]["day"].value() == today

    day = today - timedelta(days=3)
    client.post(case.get_absolute_url(), entry_post(day=day.isoformat()))

    contact = Contact.objects.get()
    assert (contact.day, contact.time) == (day, None)


def test_a_talk_that_lies_ahead_is_refused_and_nothing_of_it_is_lost(client, counsellor, today):
    case = make_case(responsible=counsellor)
    day = today + timedelta(days=1)

    answer = client.post(
        case.get_absolute_url(), entry_post(day=day.isoformat(), note="Brief erklärt")
    )

    assert answer.status_code == 422
    text = answer.content.decode()
    assert "This day lies in the future." in text
    assert "Brief erklärt" in text


def test_an_entry_may_be_about_more_than_one_topic(client, counsellor):
    case = make_case(responsible=counsellor)

    client.post(case.get_absolute_url(), entry_post(more_topics=["WOH", "SPR", "AUF"]))
    six = ["WOH", "AUF", "ARB", "BIL", "EIN"]
    refused = client.post(case.get_absolute_url(), entry_post(more_topics=six))

    contact = Contact.objects.get()
    assert (contact.main_topic, contact.topics) == ("SPR", ["SPR", "WOH", "AUF"])
    sentence = "Please choose at most five topics; the most important ones are enough."
    assert refused.context["form"].errors == {"more_topics": [sentence]}


def test_who_came_along_is_counted_with_the_entry(client, counsellor):
    case = make_case(responsible=counsellor)

    client.post(case.get_absolute_url(), entry_post(adults="1", children="2"))
    refused = client.post(case.get_absolute_url(), entry_post(adults="15", children="6"))

    contact = Contact.objects.get()
    assert (contact.relatives, contact.children) == (3, 2)
    assert refused.context["form"].errors == {"adults": ["Please enter at most 20 relatives."]}


def test_the_form_begins_with_the_language_of_the_last_talk_of_the_case(client, counsellor, today):
    case = make_case(responsible=counsellor, language="deu")
    day = today - timedelta(days=3)
    make_contact(case=case, day=day, language="ara", interpreting="privat")
    make_contact(case=case, day=day - timedelta(days=1), language="fas")
    make_contact(counsellor=counsellor, language="ukr", place="vhs", channel="tel")

    said = {"language": "ara", "interpreting": "privat", "place": "vhs", "channel": "tel"}
    assert preset(client, case) == said


@pytest.mark.parametrize(("known", "begins"), [("ara", "ara"), ("", "deu")])
def test_before_the_first_talk_it_begins_with_what_the_case_says(client, counsellor, known, begins):
    case = make_case(responsible=counsellor, language=known)
    make_contact(counsellor=counsellor, language="ukr", interpreting="privat")

    assert preset(client, case) | {"place": ""} == {
        "language": begins,
        "interpreting": "ohne",
        "place": "",
        "channel": "sprech",
    }


@pytest.mark.parametrize("field", ["language", "interpreting", "place"])
def test_what_no_list_knows_is_refused_with_a_sentence(client, counsellor, field):
    case = make_case(responsible=counsellor)

    answer = client.post(case.get_absolute_url(), entry_post(**{field: "xx"}))

    sentence = "This choice does not exist. Please choose one of the list."
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}


def test_an_entry_after_another_one_is_a_further_contact(client, counsellor):
    case = make_case(responsible=counsellor)

    for _ in range(2):
        client.post(case.get_absolute_url(), entry_post())

    in_order = Contact.objects.order_by("pk").values_list("first_contact", flat=True)
    assert list(in_order) == [None, False]


def test_who_was_counselled_in_another_case_comes_again(client, counsellor):
    before = make_named_case()
    make_contact(case=before)
    case = make_named_case(responsible=counsellor, person=before.person)

    client.post(case.get_absolute_url(), entry_post())

    assert case.contacts.get().first_contact is False


def test_a_later_talk_makes_an_earlier_one_no_further_contact(counsellor, today):
    case = make_case(responsible=counsellor)
    make_contact(case=case)
    earlier = Contact(
        case=case,
        counsellor=counsellor,
        day=today - timedelta(days=1),
        form="begleit",
        channel="tel",
        topics=["SPR"],
        main_topic="SPR",
        duration="d15",
    )

    assert actions.log_contact(earlier, by=counsellor).first_contact is None


def test_what_somebody_has_said_of_it_stays(counsellor):
    case = make_case(responsible=counsellor)
    make_contact(case=case)
    said = Contact(
        case=case,
        counsellor=counsellor,
        first_contact=True,
        duration="d15",
        form="begleit",
        channel="tel",
        topics=["SPR"],
        main_topic="SPR",
    )

    assert actions.log_contact(said, by=counsellor).first_contact is True


def test_a_contact_put_into_a_case_with_talks_is_a_further_one(counsellor):
    case = make_case(responsible=counsellor)
    make_contact(case=case)
    contact = make_contact(counsellor=counsellor)

    actions.add_to_case(contact, case, by=counsellor)

    contact.refresh_from_db()
    assert contact.first_contact is False
