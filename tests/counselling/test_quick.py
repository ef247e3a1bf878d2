"""The quick log: one page, one talk, no name, twenty seconds."""

import datetime
import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from counselling.models import Case, Contact
from counselling.topics import BY_TOPIC
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case, make_contact, quick_post
from tests.factories import make_user


pytestmark = pytest.mark.django_db
URL = "/counselling/quick/"
KEPT = ("form", "channel", "place", "duration", "language")


def text_of(response):
    """The page without what is new in every request."""
    return re.sub(r'name="(csrfmiddlewaretoken|submission)" value="[^"]*"', "", response.text)


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_three_things_are_enough(client, counsellor):
    response = client.post(URL, quick_post(topics=["BEH", "SPR"]))

    contact = Contact.objects.get()
    assert (response.status_code, response.url) == (302, f"{URL}?saved={contact.pk}")
    assert (contact.counsellor, contact.day) == (counsellor, timezone.localdate())
    assert (contact.form, contact.channel, contact.duration) == ("kurz", "sprech", "d15")
    assert (contact.topics, contact.main_topic) == (["BEH", "SPR"], "BEH")
    assert contact.time is not None
    assert (contact.relatives, contact.results, contact.case) == (0, [], None)


def test_what_nobody_asked_for_is_not_collected(client):
    client.post(URL, quick_post())

    contact = Contact.objects.get()
    assert contact.first_contact is None
    assert contact.known_groups == []
    assert (contact.status_group, contact.gender, contact.access_path) == ("NE", "", "")
    assert (contact.subtopics, contact.children, contact.persons_present) == ([], None, None)


def test_everything_that_came_up_is_kept(client):
    groups = {
        "gender": "w",
        "age_group": "27-44",
        "country_group": "syr",
        "status_group": "SCH",
        "german_level": "A2",
        "stay": "1-3",
        "district": "Schulau",
    }
    more = {
        "first_contact": "true",
        "adults": "1",
        "children": "2",
        "persons_present": "4",
        "place": "vhs",
        "subtopics": ["SOZ.wohngeld", "SPR.alpha"],
        "results": ["info", "termin"],
        "access_path": "jc",
        "main_topic": "SOZ",
        "topics": ["SPR", "SOZ"],
        "note": "Termin vereinbart",
        "follow_up": (timezone.localdate() + timedelta(days=7)).isoformat(),
    }

    client.post(URL, quick_post(**groups, **more))

    contact = Contact.objects.get()
    assert {name: getattr(contact, name) for name in groups} == groups
    assert (contact.first_contact, contact.persons_present, contact.place) == (True, 4, "vhs")
    assert (contact.relatives, contact.adults, contact.children) == (3, 1, 2)
    assert contact.subtopics == ["SOZ.wohngeld", "SPR.alpha"]
    assert (contact.results, contact.access_path) == (["info", "termin"], "jc")
    assert (contact.main_topic, contact.note) == ("SOZ", "Termin vereinbart")
    assert contact.waits_for_follow_up


def test_there_is_no_field_for_what_must_not_be_asked(client):
    page = client.get(URL).content.decode()

    assert 'name="gender"' in page
    for word in ("name", "firstname", "lastname", "religion", "ethnicity", "diagnosis", "birth"):
        assert f'name="{word}"' not in page


def test_the_saved_contact_appears_at_once_with_the_way_back(client):
    response = client.post(URL, quick_post(topics=["WOH"]), follow=True)

    contact = Contact.objects.get()
    page = response.content.decode()
    assert [row.pk for row in response.context["today"].contacts] == [contact.pk]
    assert f"Saved at {contact.time:%H:%M}" in page
    assert reverse("counselling:edit", args=[contact.pk]) in page
    assert reverse("counselling:delete", args=[contact.pk]) in page
    assert reverse("counselling:contact_refer", args=[contact.pk]) in page


def test_only_my_own_contacts_of_today_stand_beside_the_form(client, counsellor):
    mine = make_contact(counsellor=counsellor)
    make_contact(counsellor=counsellor, day=timezone.localdate() - timedelta(days=1))
    make_contact()

    assert [row.pk for row in client.get(URL).context["today"].contacts] == [mine.pk]


def test_form_way_place_duration_and_language_are_those_of_the_last_contact(client, counsellor):
    make_contact(counsellor=counsellor, form="gruppe", topics=["EIN"], gender="w")
    make_contact(
        counsellor=counsellor,
        form="punkt",
        channel="tel",
        place="vhs",
        duration="d45",
        language="ara",
        interpreting="privat",
        topics=["EIN"],
        gender="w",
    )
    make_contact(form="erst")
    make_contact(counsellor=counsellor, case=make_case(responsible=counsellor), form="begleit")

    form = client.get(URL).context["form"]

    assert {name: form[name].value() for name in KEPT} == {
        "form": "punkt",
        "channel": "tel",
        "place": "vhs",
        "duration": "d45",
        "language": "ara",
    }
    assert {name: form[name].value() for name in ("topics", "gender", "interpreting")} == {
        "topics": None,
        "gender": "",
        "interpreting": "ohne",
    }


def test_the_first_contact_of_all_finds_sensible_choices(client):
    form = client.get(URL).context["form"]

    assert {name: form[name].value() for name in KEPT} == {
        "form": "kurz",
        "channel": "sprech",
        "place": "buero",
        "duration": "d15",
        "language": "deu",
    }


def test_ten_topics_have_a_key(client):
    page = client.get(URL).content.decode()

    assert [f'accesskey="{key}"' in page for key in "1234567890"] == [True] * 10
    assert page.count(" autofocus") == 1


def test_a_contact_can_be_logged_for_an_earlier_day_and_the_next_one_starts_there(client):
    day = timezone.localdate() - timedelta(days=3)

    response = client.post(URL, quick_post(day=day.isoformat()), follow=True)

    contact = Contact.objects.get()
    assert (contact.day, contact.time) == (day, None)
    assert response.context["form"]["day"].value() == day
    assert response.context["form"].more_open
    assert "Saved for" in response.content.decode()


WRONG = {
    "no topic": ({"topics": []}, "topics", "Please choose at least one topic."),
    "six topics": (
        {"topics": ["SPR", "ANE", "ARB", "BIL", "AUF", "EIN"]},
        "topics",
        "Please choose at most five topics; the most important ones are enough.",
    ),
    "an unknown topic": (
        {"topics": ["SPR", "XXX"]},
        "topics",
        "This choice does not exist. Please choose one of the list.",
    ),
    "an unknown form": (
        {"form": "geheim"},
        "form",
        "This choice does not exist. Please choose one of the list.",
    ),
    "an unknown status": (
        {"status_group": "OHNE"},
        "status_group",
        "This choice does not exist. Please choose one of the list.",
    ),
    "an unknown district": (
        {"district": "Hamburg"},
        "district",
        "This choice does not exist. Please choose one of the list.",
    ),
    "no form": ({"form": ""}, "form", "Please choose one."),
    "an impossible day": (
        {"day": "2026-02-31"},
        "day",
        "There is no such day. Please write it like 24.12.2026.",
    ),
    "a word for a day": (
        {"day": "gestern"},
        "day",
        "There is no such day. Please write it like 24.12.2026.",
    ),
    "a future day": (
        {"day": (timezone.localdate() + timedelta(days=1)).isoformat()},
        "day",
        "This day lies in the future. Please enter when the talk was.",
    ),
    "a day long ago": (
        {"day": "2019-05-02"},
        "day",
        "Contacts can be entered up to two years back.",
    ),
    "a follow-up before the contact": (
        {"follow_up": (timezone.localdate() - timedelta(days=1)).isoformat()},
        "follow_up",
        "The follow-up cannot be before the contact.",
    ),
    "a main topic that was not chosen": (
        {"main_topic": "WOH"},
        "main_topic",
        "The main topic must be one of the chosen topics.",
    ),
    "too many relatives": ({"adults": "21"}, "adults", "Please enter at most 20 relatives."),
    "too many children": ({"children": "21"}, "children", "Please enter at most 20 relatives."),
    "too many of both": (
        {"adults": "11", "children": "10"},
        "adults",
        "Please enter at most 20 relatives.",
    ),
    "nobody present": (
        {"persons_present": "0"},
        "persons_present",
        "Please enter 1 to 200 persons, or nothing.",
    ),
    "an unknown place": (
        {"place": "mond"},
        "place",
        "This choice does not exist. Please choose one of the list.",
    ),
    "an unknown detail": (
        {"subtopics": ["SPR.geheim"]},
        "subtopics",
        "This choice does not exist. Please choose one of the list.",
    ),
    "a detail of a topic that was not chosen": (
        {"subtopics": ["SPR.alpha", "WOH.suche"]},
        "subtopics",
        "“looking for a flat” belongs to “housing”. Please choose this topic as well, or take "
        "the detail away.",
    ),
    "only the month": (
        {"day": "11.2026"},
        "day",
        "A day is needed here. If only the month is known, please write its first day: 11/01/2026.",
    ),
    "only the year": (
        {"day": "2026"},
        "day",
        "A year is not enough here. Please write a day like 24.12.2026.",
    ),
    "a follow-up in some month": (
        {"follow_up": "2027-01"},
        "follow_up",
        "A day is needed here. If only the month is known, please write its first day: 01/01/2027.",
    ),
    "an impossible time": (
        {"time": "25:00"},
        "time",
        "There is no such time. Please write it like 14:30.",
    ),
}


@pytest.mark.parametrize(("wrong", "field", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(client, wrong, field, sentence):
    sent = quick_post(note="Brief erklärt", gender="w") | wrong

    response = client.post(URL, sent)

    form = response.context["form"]
    assert (response.status_code, errors(response)) == (422, {field: [sentence]})
    assert {name: form[name].value() for name in sent} == sent | {"first_contact": None}
    assert form.attributes_open
    assert form.more_open
    assert not Contact.objects.exists()


def test_nothing_of_a_refused_form_or_a_draft_is_shown_to_the_next(client, client_of):
    """What an untouched page shows is kept from one request to the next ({% fixed %})."""
    typed = quick_post(note="Brief erklärt", gender="w", language="ukr", topics=["FAM"])
    colleague = client_of(make_user("counselling"))
    untouched = text_of(colleague.get(URL))

    refused = client.post(URL, typed | {"duration": ""})
    client.post(URL, typed | {"keep_draft": "keep"})
    continued = client.get(f"{URL}?draft=1")

    assert all("Brief erklärt" in page.text for page in (refused, continued))
    assert text_of(colleague.get(URL)) == untouched


def test_a_time_of_today_that_is_still_to_come_is_refused(client_of, counsellor, monkeypatch):
    noon = timezone.localtime().replace(hour=12, minute=0)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    client = client_of(counsellor)  # whoever logged in at midnight is logged out at noon

    refused = client.post(URL, quick_post(time="12:01"))
    client.post(URL, quick_post(time="11:59"))

    assert errors(refused) == {
        "time": ["This time lies in the future. Please enter when the talk was."]
    }
    assert Contact.objects.get().time == datetime.time(11, 59)


def test_details_stand_below_their_topics_and_open_when_one_is_refused(client):
    fresh = client.get(URL).context["form"]
    refused = client.post(URL, quick_post(subtopics=["WOH.suche"])).context["form"]

    assert (fresh.details_open, refused.details_open) == (False, True)
    assert {code: len(chips) for code, _word, chips in fresh.details} == {
        topic.value: len(subtopics) for topic, subtopics in BY_TOPIC.items()
    }


def test_who_could_not_help_finds_the_way_to_report_what_is_missing(client):
    helped = client.post(URL, quick_post(topics=["WOH"], results=["info"]), follow=True)
    unsolved = client.post(
        URL, quick_post(topics=["WOH"], results=["keine"], gender="w", note="geheim"), follow=True
    )

    way = f"{reverse('offers:need_create')}?field=WOH"
    assert way not in helped.content.decode()
    assert f'href="{way}"' in unsolved.content.decode()
    assert client.get(way).context["form"].initial["field_of_action"] == "WOH"


def test_a_double_click_logs_one_contact(client):
    token = uuid.uuid4()

    answers = [client.post(URL, quick_post(submission=token)) for _click in range(2)]

    contact = Contact.objects.get()
    assert [answer.url for answer in answers] == [f"{URL}?saved={contact.pk}"] * 2


def test_a_refused_form_can_be_sent_again_with_the_same_token(client):
    token = uuid.uuid4()
    client.post(URL, quick_post(submission=token, topics=[]))

    client.post(URL, quick_post(submission=token))

    assert Contact.objects.count() == 1


def test_a_contact_can_become_a_case_in_the_same_breath(client, counsellor):
    response = client.post(URL, quick_post(as_case="1", gender="w", language="ara"))

    contact, case = Contact.objects.get(), Case.objects.get()
    assert response.url == reverse("counselling:case_detail", args=[case.pk])
    assert contact.case == case
    assert (case.responsible, case.gender, case.language) == (counsellor, "w", "ara")
    assert case.number == f"{timezone.localdate().year}-0001"
    said = client.get(response.url).context["messages"]
    assert [str(message) for message in said] == ["The contact goes on in this case."]


def test_logging_leaves_one_line_without_content(client, counsellor):
    client.post(URL, quick_post(note="Brief erklärt"))

    entries = AuditEntry.objects.values_list("verb", "target", "by", "note")
    contact = Contact.objects.get()
    assert list(entries) == [("logged", f"counselling.Contact:{contact.pk}", counsellor.pk, "")]


@pytest.mark.parametrize("contacts", [1, 20])
@pytest.mark.parametrize("is_own", [True, False])
def test_the_page_needs_the_same_queries_for_any_number_of_contacts(
    client, counsellor, contacts, is_own, django_assert_num_queries
):
    case = make_case(responsible=counsellor if is_own else make_user("counselling"))
    for _number in range(contacts):
        make_contact(counsellor=counsellor)
        make_contact(counsellor=counsellor, case=case)
    client.get(URL)

    # session, user, last contact, draft, contacts of today; which cases of colleagues open
    with django_assert_num_queries(5 if is_own else 6):
        client.get(URL)


def test_saving_needs_the_same_queries_for_any_number_of_contacts(client, counsellor):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            token = uuid.uuid4()
            client.post(URL, quick_post(submission=token, note=f"Brief erklärt {token}"))
        return len(captured)

    first = queries()
    for _number in range(20):
        make_contact(counsellor=counsellor)

    # session, user, token looked for and taken, contact, audit line, token's address; the others
    # open and release savepoints
    assert queries() == first <= 18
