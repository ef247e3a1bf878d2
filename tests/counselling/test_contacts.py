"""The list of my contacts, correcting, deleting, and the rules the database holds by itself."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from counselling import actions
from counselling.models import Contact
from integration_office.models import AuditEntry, ReadEntry
from tests.counselling.factories import make_case, make_contact, make_deputy, quick_post
from tests.factories import make_user


pytestmark = pytest.mark.django_db
URL = "/counselling/"


def rows(response):
    return {contact.pk for contact in response.context["page"]}


def test_counsellors_see_what_they_logged_and_what_belongs_to_cases_they_may_open(counsellor):
    own = make_contact(counsellor=counsellor)
    in_my_case = make_contact(case=make_case(responsible=counsellor))
    deputised = make_case()
    make_deputy(deputised, counsellor)
    in_a_deputised_case = make_contact(case=deputised)
    make_contact()
    make_contact(case=make_case())

    visible = Contact.objects.visible_to(counsellor)

    assert set(visible) == {own, in_my_case, in_a_deputised_case}


@pytest.mark.parametrize("role", ["administration", "partner", "volunteer", "data_protection"])
def test_who_does_not_counsel_sees_no_contact_even_of_the_past(role):
    former = make_user(role)
    make_contact(counsellor=former)

    assert not Contact.objects.visible_to(former).exists()


def test_the_coordination_sees_no_more_than_a_counsellor():
    make_contact()

    assert not Contact.objects.visible_to(make_user("coordination")).exists()


def test_the_list_shows_only_my_own_contacts(client, counsellor):
    mine = make_contact(counsellor=counsellor)
    make_contact(case=make_case(responsible=counsellor))
    make_contact()

    assert rows(client.get(URL)) == {mine.pk}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("form=gruppe", {"group"}),
        ("channel=tel", {"phone"}),
        ("topic=WOH", {"group"}),
        ("language=ara", {"phone"}),
        ("case=with", {"case"}),
        ("case=without", {"group", "phone"}),
        ("period_after=2026-01-01&period_before=2026-01-31", {"phone"}),
        ("topic=nonsense", {"group", "phone", "case"}),
    ],
)
def test_the_list_is_narrowed_by_each_filter(client, counsellor, query, expected):
    contacts = {
        "group": make_contact(
            counsellor=counsellor, form="gruppe", topics=["SPR", "WOH"], day="2026-02-02"
        ),
        "phone": make_contact(
            counsellor=counsellor, channel="tel", language="ara", day="2026-01-31"
        ),
        "case": make_contact(counsellor=counsellor, case=make_case(responsible=counsellor)),
    }

    assert rows(client.get(f"{URL}?{query}")) == {contacts[name].pk for name in expected}


def test_the_export_holds_exactly_what_is_shown_and_no_note(client, counsellor):
    make_contact(counsellor=counsellor, day="2026-02-02", topics=["WOH", "SPR"], note="vertraulich")
    make_contact(counsellor=counsellor, channel="tel")

    answer = client.get(f"{URL}?channel=sprech&format=csv")

    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[1:] == [
        [
            "02/02/2026",
            "brief information",
            "open consultation hour",
            "housing, language",
            "up to 15 min.",
            "German",
            "",
        ]
    ]
    assert AuditEntry.objects.filter(verb="exported", by=counsellor).count() == 1


@pytest.mark.parametrize("contacts", [1, 20])
def test_the_list_needs_the_same_queries_for_any_number_of_contacts(
    client, counsellor, contacts, django_assert_num_queries
):
    case = make_case(responsible=counsellor)
    for _number in range(contacts):
        make_contact(counsellor=counsellor, case=case)

    with django_assert_num_queries(4):  # session, user, count, contacts with their cases
        client.get(URL)


def correction(contact, **fields):
    return quick_post(version=contact.version) | fields


def test_a_contact_can_be_corrected(client, counsellor):
    contact = make_contact(counsellor=counsellor, note="vorher")
    url = reverse("counselling:edit", args=[contact.pk])

    answer = client.post(url, correction(contact, topics=["EIN"], duration="d60", note="nachher"))

    contact = Contact.objects.get()
    assert (answer.status_code, answer.url) == (302, "/counselling/quick/")
    assert (contact.topics, contact.main_topic) == (["EIN"], "EIN")
    assert (contact.duration, contact.note) == ("d60", "nachher")
    assert AuditEntry.objects.filter(verb="corrected", by=counsellor).count() == 1


def test_the_main_topic_follows_when_its_chip_is_taken_away(client, counsellor):
    contact = make_contact(counsellor=counsellor, topics=["SPR", "WOH"])
    url = reverse("counselling:edit", args=[contact.pk])

    client.post(url, correction(contact, topics=["EIN", "WOH"], main_topic="SPR"))

    assert Contact.objects.get().main_topic == "EIN"


def test_relatives_nobody_told_apart_stay_as_they_were_counted(client, counsellor):
    contact = make_contact(counsellor=counsellor, relatives=3)
    url = reverse("counselling:edit", args=[contact.pk])

    page = client.get(url)
    client.post(
        url, correction(contact, adults=page.context["form"]["adults"].value(), children="")
    )

    contact = Contact.objects.get()
    assert (contact.relatives, contact.adults, contact.children) == (3, 3, None)


def test_the_details_of_a_topic_go_with_it_or_are_named(client, counsellor):
    contact = make_contact(counsellor=counsellor, topics=["SPR"], subtopics=["SPR.alpha"])
    url = reverse("counselling:edit", args=[contact.pk])

    refused = client.post(url, correction(contact, topics=["WOH"], subtopics=["SPR.alpha"]))
    client.post(url, correction(contact, topics=["WOH"], subtopics=["WOH.suche"]))

    assert refused.context["form"].errors == {
        "subtopics": [
            "“literacy” belongs to “language”. Please choose this topic as well, or take the "
            "detail away."
        ]
    }
    contact = Contact.objects.get()
    assert (contact.topics, contact.subtopics) == (["WOH"], ["WOH.suche"])


def test_two_editors_do_not_overwrite_each_other(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    url = reverse("counselling:edit", args=[contact.pk])
    client.post(url, correction(contact, duration="d60"))

    late = client.post(url, correction(contact, duration="d05"))

    assert late.status_code == 422
    assert Contact.objects.get().duration == "d60"
    # What is the same in both is not marked, the day for example.
    named = {name for name, _saved, _own in late.context["form"].collisions}
    assert named & {"duration", "day"} == {"duration"}


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2015", "A year is not enough here."), ("31.02.2026", "There is no such day.")],
)
def test_a_corrected_day_that_cannot_be_says_what_to_write(client, counsellor, day, sentence):
    contact = make_contact(counsellor=counsellor)
    url = reverse("counselling:edit", args=[contact.pk])

    form = client.post(url, correction(contact, day=day)).context["form"]

    assert [error.startswith(sentence) for error in form.errors["day"]] == [True]


def test_after_a_correction_one_is_where_the_contact_stands(client, counsellor):
    case = make_case(responsible=counsellor)
    of_case = make_contact(counsellor=counsellor, case=case)
    older = make_contact(counsellor=counsellor, day=timezone.localdate() - timedelta(days=3))

    answers = [
        client.post(
            reverse("counselling:edit", args=[contact.pk]),
            correction(contact, day=contact.day.isoformat(), case=contact.case_id or ""),
        ).url
        for contact in (of_case, older)
    ]

    assert answers == [case.get_absolute_url(), "/counselling/"]


def test_a_period_that_ends_before_it_starts_is_said_at_its_field(client, counsellor):
    make_contact(counsellor=counsellor)

    answer = client.get(f"{URL}?period_after=2026-12-30&period_before=2026-11-30")

    assert answer.context["filter"].form.errors == {
        "period": ["The period cannot end before it starts."]
    }
    assert len(rows(answer)) == 1


def test_a_period_without_contacts_says_so_in_days_of_the_language(client, counsellor):
    make_contact(counsellor=counsellor)

    with translation.override("de"):
        page = client.get(f"{URL}?period_after=2020-01-01&period_before=2020-01-31").text

    assert "Nichts passt" in page
    assert "Zeitraum: 01.01.2020, 31.01.2020" in page


def test_opening_a_contact_for_correction_is_recorded(client, counsellor):
    contact = make_contact(counsellor=counsellor)

    client.get(reverse("counselling:edit", args=[contact.pk]))

    assert list(ReadEntry.objects.values_list("target", "by")) == [
        (f"counselling.Contact:{contact.pk}", counsellor.pk)
    ]


def test_a_contact_can_be_put_into_a_case_one_sees_and_no_other(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    mine, foreign = make_case(responsible=counsellor), make_case()
    url = reverse("counselling:edit", args=[contact.pk])

    refused = client.post(url, correction(contact, case=foreign.pk))
    client.post(url, correction(contact, case=mine.pk))

    assert refused.context["form"].errors == {
        "case": ["This choice does not exist. Please choose one of the list."]
    }
    assert Contact.objects.get().case == mine


def test_deleting_asks_first_and_leaves_a_line(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    url = reverse("counselling:delete", args=[contact.pk])

    asked = client.get(url)
    assert (asked.status_code, Contact.objects.count()) == (200, 1)
    client.post(url)

    assert not Contact.objects.exists()
    assert list(AuditEntry.objects.values_list("verb", "target")) == [
        ("deleted", f"counselling.Contact:{contact.pk}")
    ]


def test_deleting_twice_at_the_same_moment_deletes_once(counsellor):
    contact = make_contact(counsellor=counsellor)
    same = Contact.objects.get(pk=contact.pk)
    actions.delete_contact(contact, by=counsellor)

    with pytest.raises(ValidationError, match="deleted already"):
        actions.delete_contact(same, by=counsellor)

    assert AuditEntry.objects.filter(verb="deleted").count() == 1


def test_a_contact_of_a_closed_case_is_fixed(client, counsellor):
    case = make_case(responsible=counsellor)
    contact = make_contact(counsellor=counsellor, case=case)
    actions.close_case(case, on=timezone.localdate(), reason="ziel", by=counsellor)
    url = reverse("counselling:edit", args=[contact.pk])

    answer = client.post(url, correction(contact, duration="d60", case=case.pk))
    client.post(reverse("counselling:delete", args=[contact.pk]))

    assert answer.context["form"].non_field_errors() == [
        "This case is closed. Please reopen it first."
    ]
    assert Contact.objects.get().duration == "d15"


def test_a_contact_that_is_only_a_count_is_fixed(counsellor):
    contact = make_contact(counsellor=counsellor, day="2024-01-05", folded_on=timezone.localdate())

    with pytest.raises(ValidationError, match="only a count now"):
        actions.correct_contact(contact, by=counsellor)
    with pytest.raises(ValidationError, match="only a count now"):
        actions.delete_contact(contact, by=counsellor)


def test_a_follow_up_is_settled_once(counsellor):
    contact = make_contact(counsellor=counsellor, follow_up=timezone.localdate())

    actions.finish_follow_up(contact, by=counsellor)
    with pytest.raises(ValidationError, match="settled already"):
        actions.finish_follow_up(contact, by=counsellor)

    assert Contact.objects.get().followed_up_on == timezone.localdate()


def test_a_new_day_for_the_follow_up_makes_it_wait_again(counsellor):
    contact = make_contact(counsellor=counsellor, follow_up=timezone.localdate())
    actions.finish_follow_up(contact, by=counsellor)

    contact = Contact.objects.get()
    contact.follow_up += timedelta(days=7)
    actions.correct_contact(contact, by=counsellor)

    assert Contact.objects.get().waits_for_follow_up


def test_a_contact_of_a_case_takes_over_its_groups_unless_it_knows_better(counsellor):
    case = make_case(responsible=counsellor, gender="w", country_group="syr", german_level="A1")
    contact = Contact(
        counsellor=counsellor,
        case=case,
        form="begleit",
        channel="termin",
        topics=["SPR"],
        main_topic="SPR",
        duration="d30",
        german_level="A2",
    )

    actions.log_contact(contact, by=counsellor)

    contact = Contact.objects.get()
    assert (contact.gender, contact.country_group, contact.german_level) == ("w", "syr", "A2")


def test_many_contacts_are_logged_in_a_few_queries(counsellor, django_assert_max_num_queries):
    contacts = [
        Contact(
            counsellor=counsellor,
            form="kurz",
            channel="tel",
            topics=["SPR"],
            main_topic="SPR",
            duration="d05",
            note=f"Nummer {number}",
        )
        for number in range(50)
    ]

    with django_assert_max_num_queries(8):
        actions.log_contacts(contacts, by=counsellor)

    assert {contact.note for contact in Contact.objects.all()} == {
        f"Nummer {number}" for number in range(50)
    }
    assert AuditEntry.objects.filter(verb="logged").count() == 50


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"topics": []}, "contact_main_topic_is_one_of_them"),
        (
            {"topics": ["SPR", "ANE", "ARB", "BIL", "AUF", "EIN"]},
            "contact_one_to_five_topics",
        ),
        ({"topics": ["SPR", "XXX"]}, "contact_known_topics"),
        ({"main_topic": "WOH"}, "contact_main_topic_is_one_of_them"),
        ({"results": ["geheim"]}, "contact_known_results"),
        ({"relatives": 21}, "contact_relatives_are_few"),
        ({"relatives": 1, "children": 2}, "contact_children_are_relatives"),
        ({"persons_present": 0}, "contact_somebody_was_present"),
        ({"persons_present": 201}, "contact_somebody_was_present"),
        ({"subtopics": ["SPR.geheim"]}, "contact_details_of_its_topics"),
        ({"subtopics": ["WOH.suche"]}, "contact_details_of_its_topics"),
        ({"topics": ["SPR", "WOH"], "subtopics": ["EIN.test"]}, "contact_details_of_its_topics"),
        ({"day": "2026-05-02", "follow_up": "2026-05-01"}, "contact_followed_up_later"),
        ({"followed_up_on": "2026-05-01"}, "contact_followed_up_as_planned"),
        ({"folded_on": "2026-05-01", "gender": "w"}, "contact_folded_without_attributes"),
        (
            {"folded_on": "2026-05-01", "subtopics": ["SPR.alpha"]},
            "contact_folded_without_attributes",
        ),
    ],
)
def test_the_database_refuses_what_cannot_be(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_contact(**fields)


def test_a_follow_up_that_is_settled_still_leads_to_its_talk(client, counsellor, today):
    contact = make_contact(counsellor=counsellor, follow_up=today)

    answer = client.post(f"/counselling/{contact.pk}/follow-up-done/", follow=True)

    assert answer.redirect_chain == [("/", 302)]
    assert f'settled. <a href="{contact.get_absolute_url()}">' in answer.content.decode()
