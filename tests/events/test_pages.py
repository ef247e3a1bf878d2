"""The pages of the calendar as their users meet them."""

import re

import pytest
from django.urls import reverse

from events.models import Event, GroupSession, Registration, TestRegistration, TestSession
from integration_office.models import ReadEntry
from tests.events.factories import (
    in_days,
    make_event,
    make_registration,
    make_series,
    make_talk,
    make_test_registration,
    make_test_session,
    test_person,
)
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation


pytestmark = pytest.mark.django_db


def titles(response):
    return [event.title for event in response.context["page"]]


def follow(client, url, data):
    response = client.post(url, data, follow=True)
    return response, [str(message) for message in response.context.get("messages", [])]


def offered(response, name):
    """The words of the choices of a filter, as the page shows them."""
    html = response.content.decode()
    select = re.search(rf'<select[^>]* name="{name}".*?</select>', html, re.DOTALL)[0]
    return re.findall(r"<option[^>]*>([^<]*)</option>", select)


@pytest.fixture
def calendar():
    return {
        "past": make_event(title="Past", day=in_days(-9), status=Event.Status.TOOK_PLACE),
        "soon": make_event(make_organisation(name="Villa"), title="Soon", day=in_days(2)),
        "later": make_event(title="Later", day=in_days(40), series=make_series()),
    }


@pytest.mark.parametrize(
    ("role", "word"),
    [("coordination", "New event"), ("partner", "Propose an event"), ("counselling", "")],
)
def test_the_calendar_leads_on_in_the_words_of_the_next_page(client_of, role, word):
    client = client_of(make_user(role))

    page = client.get(reverse("events:list")).content.decode()
    form = client.get(reverse("events:create"))

    offered = {one for one in ("New event", "Propose an event") if one in page}
    assert offered == ({word} if word else set())
    assert (form.context["title"] if form.status_code == 200 else "") == word


def test_the_calendar_opens_with_what_is_to_come(client_of, calendar):
    response = client_of(make_user()).get(reverse("events:list"))

    assert titles(response) == ["Soon", "Later"]


def test_the_calendar_can_be_narrowed(client_of, calendar):
    client = client_of(make_user())
    organiser = calendar["soon"].organisers.get()

    def shown(**query):
        return titles(client.get(reverse("events:list"), query))

    assert shown(when="all") == ["Later", "Soon", "Past"]
    assert shown(when="past") == ["Past"]
    assert shown(q="villa") == ["Soon"]
    assert shown(organiser=organiser.pk) == ["Soon"]
    assert shown(series=calendar["later"].series_id) == ["Later"]
    assert shown(since=in_days(-10).isoformat(), until=in_days(3).isoformat()) == ["Past", "Soon"]
    assert shown(status="durchgefuehrt") == ["Past"]
    assert shown(when="all", sort="title") == ["Later", "Past", "Soon"]


def test_the_filter_offers_a_series_and_an_organiser_from_the_moment_they_are_there(client_of):
    client = client_of(make_user())
    before = client.get(reverse("events:list"))

    make_event(make_organisation(name="Villa"), series=make_series(title="Offene Wochen"))
    after = client.get(reverse("events:list"))

    assert [offered(page, "series") for page in (before, after)] == [["–"], ["–", "Offene Wochen"]]
    assert [offered(page, "organiser") for page in (before, after)] == [["–"], ["–", "Villa"]]
    assert offered(before, "status") == offered(after, "status")


def test_the_filter_shows_what_each_address_has_chosen(client_of):
    client = client_of(make_user())

    def chosen(**query):
        html = client.get(reverse("events:list"), query).content.decode()
        return re.findall(r'<option value="(\w+)" selected>', html)

    assert chosen(status="durchgefuehrt") == ["durchgefuehrt"]
    assert chosen(status="abgesagt", when="past") == ["past", "abgesagt"]
    assert chosen() == []


def test_an_export_holds_exactly_what_is_shown(client_of, calendar):
    response = client_of(make_user()).get(reverse("events:list"), {"format": "csv", "q": "soon"})
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()

    assert len(lines) == 2
    assert "Soon" in lines[1]
    assert "Villa" in lines[1]


@pytest.mark.parametrize("page", ["list", "series_list", "talk_list", "test_list"])
def test_a_list_needs_the_same_queries_for_one_row_and_for_three(
    client_of, page, django_assert_max_num_queries
):
    client = client_of(make_user("test_office", "coordination"))
    url = reverse(f"events:{page}")

    def one_more():
        make_event(make_organisation(), make_organisation(), series=make_series())
        make_talk()
        make_test_registration()

    def queries():
        with django_assert_max_num_queries(30) as captured:
            client.get(url)
        return len(captured)

    one_more()
    client.get(url)
    once = queries()
    one_more()
    one_more()

    assert queries() == once


def test_the_office_writes_an_event(client_of):
    organisation = make_organisation()
    client = client_of(make_user("administration"))
    data = {
        "title": "Fest",
        "day": in_days(9).isoformat(),
        "starts_at": "17:00",
        "organisers": [organisation.pk],
        "languages": ["deu", "ara"],
        "office_role": "veranstalter",
        "status": "geplant",
        "submission": "2b1b3c1e-0a52-4c7a-9a53-5f4a2e0f6d11",
    }

    response, said = follow(client, reverse("events:create"), data)
    again, _said = follow(client, reverse("events:create"), data)

    event = Event.objects.get()
    assert said == ["“Fest” has been saved."]
    assert response.redirect_chain == again.redirect_chain == [(event.get_absolute_url(), 302)]
    assert (event.languages, list(event.organisers.all())) == (["deu", "ara"], [organisation])


def test_nothing_typed_is_lost_when_an_event_is_refused(client_of):
    response = client_of(make_user()).post(
        reverse("events:create"),
        {"title": "Fest", "day": "2026-02-30", "description": "Viel Text", "status": "geplant"},
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "Viel Text" in html
    assert not Event.objects.exists()


def test_two_editors_do_not_overwrite_each_other(client_of):
    event = make_event(title="Fest")
    client = client_of(make_user())
    data = {
        "title": "Anders",
        "day": event.day.isoformat(),
        "office_role": "kalender",
        "status": "veroeffentlicht",
        "version": 0,
    }
    client.post(reverse("events:edit", args=[event.pk]), data | {"title": "Zuerst"})

    response = client.post(reverse("events:edit", args=[event.pk]), data)

    event.refresh_from_db()
    assert response.status_code == 422
    assert "A colleague has saved this page in the meantime." in response.content.decode()
    assert (event.title, event.version) == ("Zuerst", 1)


def test_a_partner_proposes_an_event_of_the_own_organisation(client_of):
    partner, organisation = make_user("partner"), make_organisation()
    make_membership(user=partner, organisation=organisation)
    client = client_of(partner)

    form = client.get(reverse("events:create")).context["form"]
    client.post(
        reverse("events:create"),
        {
            "title": "Fest",
            "day": in_days(9).isoformat(),
            "organisers": [organisation.pk],
            "status": "veroeffentlicht",
            "submission": str(form.initial["submission"]),
        },
    )

    event = Event.objects.get()
    assert form.initial["organisers"] == [organisation.pk]
    assert (event.status, list(event.organisers.all())) == ("angemeldet", [organisation])


def test_a_partner_cannot_give_the_own_event_away(client_of):
    partner, organisation = make_user("partner"), make_organisation()
    make_membership(user=partner, organisation=organisation)
    event = make_event(organisation, title="Fest")

    response = client_of(partner).post(
        reverse("events:edit", args=[event.pk]),
        {
            "title": "Fest",
            "day": event.day.isoformat(),
            "organisers": [make_organisation().pk],
            "version": 0,
        },
    )

    assert response.status_code == 422
    assert list(event.organisers.all()) == [organisation]


def test_an_event_is_cancelled_with_a_reason_everybody_reads(client_of):
    event = make_event(title="Fest")
    client = client_of(make_user())
    url = reverse("events:cancel", args=[event.pk])

    assert client.post(url, {"status": "abgesagt", "version": 0}).status_code == 422
    client.post(url, {"status": "abgesagt", "reason": "Sturmwarnung", "version": 0})

    page = client_of(make_user("volunteer")).get(event.get_absolute_url())
    assert "Sturmwarnung" in page.content.decode()


def test_whoever_calls_an_event_off_is_told_how_many_wait_to_hear_of_it(client_of):
    event = make_event(registration_required=True)
    for status in ("angemeldet", "warteliste", "storniert"):
        make_registration(event=event, status=status)
    url = reverse("events:cancel", args=[event.pk])
    form = {"status": "abgesagt", "reason": "Sturmwarnung", "version": 0}

    _response, said = follow(client_of(make_user()), url, form)

    assert said == [
        "The event is cancelled.",
        "2 registrations are noted. Please tell them.",
    ]


def test_visitors_are_counted_on_a_page_of_their_own(client_of):
    event, coming = make_event(title="Fest", day=in_days(-1)), make_event()
    client = client_of(make_user("volunteer_coordination"))

    client.post(reverse("events:visitors", args=[event.pk]), {"visitors": 37, "version": 0})
    response = client.get(reverse("events:visitors", args=[coming.pk]))

    event.refresh_from_db()
    assert (event.visitors, event.status) == (37, Event.Status.TOOK_PLACE)
    assert response.status_code == 302


def test_deleting_asks_and_refuses_with_a_sentence(client_of):
    event = make_registration().event
    client = client_of(make_user())
    url = reverse("events:delete", args=[event.pk])

    assert "Delete this event" in client.get(url).content.decode()
    response, said = follow(client, url, {})

    assert Event.objects.filter(pk=event.pk).exists()
    assert "Please cancel it instead of deleting it." in said[0]
    assert response.redirect_chain == [(event.get_absolute_url(), 302)]


def test_somebody_is_registered_checked_in_and_cancelled(client_of):
    event = make_event(day=in_days(0), capacity=2)
    client = client_of(make_user("volunteer_coordination"))

    client.post(
        reverse("events:registration_create", args=[event.pk]),
        {"name": "Mika Muster (Demo)", "persons": 2, "submission": ""},
    )
    registration = Registration.objects.get()
    page = client.get(reverse("events:registration_list", args=[event.pk]))
    client.post(reverse("events:registration_check_in", args=[registration.pk]), {"came": "1"})
    registration.refresh_from_db()
    came = registration.status
    _response, said = follow(
        client, reverse("events:registration_cancel", args=[registration.pk]), {}
    )

    assert "Mika Muster (Demo)" in page.content.decode()
    assert came == Registration.Status.ATTENDED
    assert said == ["The registration is cancelled."]


def test_the_page_says_who_has_a_place_and_who_waits(client_of):
    event = make_event(registration_required=True, capacity=1)
    address = reverse("events:registration_create", args=[event.pk])
    client = client_of(make_user("coordination"))

    said = [
        [str(message) for message in client.post(address, form, follow=True).context["messages"]]
        for form in ({"name": "Anna Muster", "persons": 1}, {"name": "Bert Muster", "persons": 1})
    ]

    assert said == [
        ["The registration has a place."],
        ["No place is free. The registration is on the waiting list."],
    ]


def test_a_talk_round_is_counted_without_names(client_of):
    client = client_of(make_user("volunteer_coordination"))
    data = {"title": "Dialog", "day": in_days(-1).isoformat(), "took_place": "on", "n_total": 8}

    refused = client.post(reverse("events:talk_create"), data | {"n_women": 9})
    client.post(reverse("events:talk_create"), data | {"n_women": 5})

    assert "cannot be more than all who came" in refused.content.decode()
    assert list(GroupSession.objects.values_list("n_total", "n_women")) == [(8, 5)]


def test_the_test_office_registers_somebody_and_every_opening_leaves_a_line(client_of):
    user, session = make_user("test_office"), make_test_session()
    client = client_of(user)
    person = test_person(family_name="Muster (Demo)")

    _response, _said = follow(
        client, reverse("events:test_register", args=[session.pk]), person | {"id_checked": "on"}
    )
    registration = TestRegistration.objects.get()
    ReadEntry.objects.all().delete()
    page = client.get(session.get_absolute_url())
    client.get(reverse("events:test_registration_edit", args=[registration.pk]))

    assert "Muster (Demo)" in page.content.decode()
    assert list(ReadEntry.objects.order_by("pk").values_list("target", "by")) == [
        (f"events.TestSession:{session.pk}", user.pk),
        (f"events.TestRegistration:{registration.pk}", user.pk),
    ]


def test_the_closed_list_refuses_on_the_page_and_keeps_what_was_typed(client_of):
    session = make_test_session(registration_closes=in_days(-1))
    free = make_test_session(room="Raum 7", day=in_days(90))

    response = client_of(make_user("test_office")).post(
        reverse("events:test_register", args=[session.pk]), test_person(street="Musterweg 77")
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "Raum 7" in html
    assert "Musterweg 77" in html
    assert not free.registrations.exists()


@pytest.mark.parametrize("role", ["coordination", "administration"])
def test_others_see_sums_of_a_test_and_never_a_name(client_of, role):
    session = make_test_session(supervisors="Chris Aufsicht (Demo)")
    make_test_registration(session=session, family_name="Muster (Demo)")

    page = client_of(make_user(role)).get(session.get_absolute_url())
    html = page.content.decode()

    assert "Muster (Demo)" not in html
    assert "Chris Aufsicht" not in html
    assert [tile.value for tile in page.context["tiles"]] == [20, 1, 0, 0]
    assert not ReadEntry.objects.exists()


def test_a_new_test_closes_six_weeks_before(client_of):
    client = client_of(make_user("test_office"))
    client.post(
        reverse("events:test_create"),
        {
            "day": "2027-05-08",
            "starts_at": "10:00",
            "room": "205",
            "seats": 20,
            "status": "geplant",
        },
    )

    session = TestSession.objects.get()
    assert session.registration_closes.isoformat() == "2027-03-27"
