"""The tally on its pages: a line and Enter, a click on a topic, a whole sheet, and the way back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from counselling.models import Contact
from integration_office.models import AuditEntry
from tests.counselling.factories import make_case, make_contact
from tests.factories import make_user


pytestmark = pytest.mark.django_db
URL, SHEET, UNDO = "/counselling/tally/", "/counselling/tally/sheet/", "/counselling/tally/undo/"


def sheet(*lines, **fields):
    return {"sheet": "\n".join(lines), "day": timezone.localdate().isoformat()} | fields


def test_a_line_is_logged_and_the_next_one_is_empty(client, counsellor):
    answer = client.post(URL, {"line": "21 t d30 ara w"}, follow=True)

    contact = Contact.objects.get()
    assert answer.redirect_chain == [(f"{URL}?saved={contact.pk}", 302)]
    assert (contact.counsellor, contact.day) == (counsellor, timezone.localdate())
    assert contact.time is not None
    assert (contact.topics, contact.main_topic) == (["SPR", "BEH"], "SPR")
    assert (contact.channel, contact.duration) == ("tel", "d30")
    assert (contact.language, contact.gender) == ("ara", "w")
    assert answer.context["form"]["line"].value() is None
    assert answer.context["read"] == [
        "language",
        "forms and authorities",
        "brief information",
        "by telephone",
        "office",
        "up to 30 min.",
        "Arabic",
        "female",
    ]


def test_form_way_place_duration_and_language_stay_until_a_line_says_otherwise(client):
    for line in ("1 t ara d30 w", "2", "3 s"):
        client.post(URL, {"line": line})

    contacts = Contact.objects.order_by("pk")
    assert [(c.topics, c.channel, c.language, c.duration, c.gender) for c in contacts] == [
        (["BEH"], "tel", "ara", "d30", "w"),
        (["SPR"], "tel", "ara", "d30", ""),
        (["SOZ"], "sprech", "ara", "d30", ""),
    ]


def test_one_click_on_a_topic_is_enough_and_takes_along_what_is_typed(client):
    client.post(URL, {"line": "", "topic": "GES"})
    client.post(URL, {"line": "w 2", "topic": "WOH"})

    contacts = Contact.objects.order_by("pk")
    assert [(c.topics, c.main_topic, c.gender) for c in contacts] == [
        (["GES"], "GES", ""),
        (["WOH", "SPR"], "WOH", "w"),
    ]


def test_what_is_not_understood_stays_in_the_line_and_nothing_is_saved(client):
    refused = client.post(URL, {"line": "1 t Erika"})

    form = refused.context["form"]
    assert (refused.status_code, form.errors) == (
        422,
        {"line": ["“Erika” is not understood. The words stand beside the line."]},
    )
    assert 'value="1 t Erika"' in refused.content.decode()
    assert not Contact.objects.exists()


def test_an_empty_line_and_an_unknown_button_are_refused(client):
    empty, unknown = client.post(URL, {"line": ""}), client.post(URL, {"line": "", "topic": "XXX"})

    assert empty.context["form"].errors == {
        "line": ["A topic is missing: its number or its first letters."]
    }
    assert unknown.context["form"].errors == {
        "topic": ["This choice does not exist. Please choose one of the list."]
    }


def test_a_line_can_stand_for_several_contacts(client):
    answer = client.post(URL, {"line": "1 x3 w"}, follow=True)

    assert [(c.topics, c.gender) for c in Contact.objects.all()] == [(["BEH"], "w")] * 3
    assert "3 contacts saved" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="logged").count() == 3


def test_a_double_enter_logs_one_contact(client):
    token = uuid.uuid4()

    answers = [client.post(URL, {"line": "1", "submission": token}) for _press in range(2)]

    contact = Contact.objects.get()
    assert [answer.url for answer in answers] == [f"{URL}?saved={contact.pk}"] * 2


def test_there_is_no_field_for_a_name(client):
    page = client.get(URL).content.decode() + client.get(SHEET).content.decode()

    for word in ("name", "firstname", "lastname", "note", "birth", "religion"):
        assert f'name="{word}"' not in page


def test_the_last_line_can_be_taken_back_once(client, counsellor):
    client.post(URL, {"line": "1"})
    answer = client.post(URL, {"line": "2 x2"}, follow=True)
    keys = answer.context["undo"]

    undone = client.post(UNDO, {"contacts": keys}, follow=True)
    again = client.post(UNDO, {"contacts": keys}, follow=True)

    assert [c.topics for c in Contact.objects.all()] == [["BEH"]]
    assert [str(m) for m in undone.context["messages"]] == ["The contacts have been taken back."]
    assert [str(m) for m in again.context["messages"]] == ["This contact has been deleted already."]
    assert AuditEntry.objects.filter(verb="deleted", by=counsellor).count() == 2


def test_the_last_one_of_today_can_be_taken_back_when_the_page_is_opened_anew(client, counsellor):
    make_contact(counsellor=counsellor)
    last = make_contact(counsellor=counsellor)
    make_contact(counsellor=counsellor, day=timezone.localdate() - timedelta(days=1))

    assert client.get(URL).context["undo"] == str(last.pk)


def test_what_was_worked_on_since_or_belongs_to_others_is_not_taken_back(client, counsellor):
    changed = make_contact(counsellor=counsellor)
    changed.save()
    foreign = make_contact()
    fixed = make_contact(counsellor=counsellor, day="2024-01-05", folded_on=timezone.localdate())

    answers = [
        client.post(UNDO, {"contacts": str(contact.pk)}, follow=True)
        for contact in (changed, foreign, fixed)
    ]

    assert [str(m) for answer in answers for m in answer.context["messages"]] == [
        "This contact has been changed since. Please delete it on its own page.",
        "This contact has been deleted already.",
        "This contact is older than two years and only a count now. It cannot be changed.",
    ]
    assert Contact.objects.count() == 3


@pytest.mark.parametrize("keys", ["", "x", "1;2", "9" * 30, ",,", "１"])
def test_an_address_that_somebody_made_up_harms_nobody(client, keys):
    assert client.get(URL, {"saved": keys}).status_code == 200
    assert client.post(UNDO, {"contacts": keys}).status_code == 302


def test_a_saved_line_of_a_colleague_is_not_shown(client):
    foreign = make_contact(topics=["GES"], gender="w")

    assert client.get(URL, {"saved": foreign.pk}).context["saved"] == []


def test_a_sheet_is_entered_in_one_go(client, counsellor):
    day = timezone.localdate() - timedelta(days=3)

    answer = client.post(
        SHEET, sheet("1 outr shel ara", "", "2 x3", "3 w", day=day.isoformat()), follow=True
    )

    contacts = Contact.objects.order_by("pk")
    assert [(c.topics, c.gender) for c in contacts] == [
        (["BEH"], ""),
        *[(["SPR"], "")] * 3,
        (["SOZ"], "w"),
    ]
    assert {(c.channel, c.place, c.language) for c in contacts} == {
        ("aufsuch", "unterkunft", "ara")
    }
    assert {(c.day, c.time, c.counsellor) for c in contacts} == {(day, None, counsellor)}
    assert "5 contacts saved" in answer.content.decode()


def test_a_sheet_with_a_line_nobody_understands_saves_nothing_and_says_how_it_was_read(client):
    typed = sheet("1 t", "2 Erika", "3 x2")

    refused = client.post(SHEET, typed)

    form = refused.context["form"]
    assert (refused.status_code, Contact.objects.count()) == (422, 0)
    assert form["sheet"].value() == typed["sheet"]
    assert [(line.number, bool(line.errors)) for line in form.lines] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    page = refused.content.decode()
    assert "“Erika” is not understood." in page
    assert "forms and authorities · brief information · by telephone · office" in page


def test_the_good_lines_of_a_corrected_sheet_are_saved_once(client):
    token = uuid.uuid4()
    client.post(SHEET, sheet("1 t", "2 Erika", submission=token))

    for _press in range(2):
        client.post(SHEET, sheet("1 t", "2", submission=token))

    assert [c.topics for c in Contact.objects.order_by("pk")] == [["BEH"], ["SPR"]]


SHEETS = {
    "nothing": (sheet(), {"sheet": ["Please write at least one line, like: 1 t d15 ara w"]}),
    "only empty lines": (
        sheet(" ", ""),
        {"sheet": ["Please write at least one line, like: 1 t d15 ara w"]},
    ),
    "too many": (
        sheet(*["1 x30"] * 7),
        {"sheet": ["These are 210 contacts. Please save at most 200 at once."]},
    ),
    "a future day": (
        sheet("1", day=(timezone.localdate() + timedelta(days=1)).isoformat()),
        {"day": ["This day lies in the future. Please enter when the talk was."]},
    ),
    "only a month": (
        sheet("1", day="11.2026"),
        {
            "day": [
                "A day is needed here. If only the month is known, please write its first day: "
                "11/01/2026."
            ]
        },
    ),
}


@pytest.mark.parametrize(("sent", "errors"), SHEETS.values(), ids=SHEETS.keys())
def test_a_sheet_is_refused_with_a_sentence_and_stays(client, sent, errors):
    refused = client.post(SHEET, sent)

    form = refused.context["form"]
    assert (refused.status_code, form.errors) == (422, errors)
    assert {name: form[name].value() for name in sent} == sent
    assert not Contact.objects.exists()


def test_what_is_kept_comes_from_ones_own_contacts_outside_of_cases(client, counsellor):
    make_contact(counsellor=counsellor, channel="tel", language="ukr")
    make_contact(counsellor=counsellor, channel="mail", case=make_case(responsible=counsellor))
    make_contact(counsellor=make_user("counselling"), channel="post")

    client.post(URL, {"line": "1"})

    contact = Contact.objects.order_by("pk").last()
    assert (contact.channel, contact.language) == ("tel", "ukr")


@pytest.mark.parametrize("contacts", [1, 20])
def test_the_page_needs_the_same_queries_for_any_number_of_contacts(
    client, counsellor, contacts, django_assert_num_queries
):
    for _number in range(contacts):
        make_contact(counsellor=counsellor)
    client.get(URL)

    with django_assert_num_queries(4):  # session, user, last contact, contacts of today
        client.get(URL)
