"""The page behind the link in the mail, for people without an account."""

import datetime
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_office import links
from integration_office.models import AuditEntry, Link
from offers import actions
from offers.codes import Status, Via
from offers.models import AskedOffer, Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    days_ago,
    make_inquiry,
    make_offer,
    make_partner,
    make_two,
    offer_data,
)


pytestmark = pytest.mark.django_db


def url_of(verb, token, offer=None):
    page = f"offers:answer_{verb}" if verb else "offers:answer"
    return reverse(page, args=[token, offer.pk] if offer else [token])


def answers():
    rows = AskedOffer.objects.order_by("offer__title").values_list("offer__title", "answer")
    return dict(rows)


def test_the_page_shows_the_own_offers_without_a_login(client):
    first, second = make_two()
    make_offer(title="Fremd")
    token, _inquiry = make_inquiry(first, second)

    response = client.get(url_of("", token))

    html = response.content.decode()
    assert response.status_code == 200
    assert [word in html for word in ("Frühstück", "Nachhilfe", "Fremd", "Main menu")] == [
        True,
        True,
        False,
        False,
    ]
    assert "0 of 2 answered" in html
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_opening_and_scanning_the_link_changes_nothing(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)
    before = list(Offer.objects.values())

    for method in (client.get, client.head):
        assert method(url_of("", token)).status_code == 200
        assert method(url_of("true", token, offer)).status_code == 405
        assert method(url_of("edit", token, offer)).status_code == 200
        assert method(url_of("end", token, offer)).status_code == 200

    assert list(Offer.objects.values()) == before
    assert answers() == {offer.title: ""}
    assert Link.objects.get().used_at is None


def test_each_offer_is_confirmed_by_its_own_click(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)

    response = client.post(url_of("true", token, first), follow=True)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.confirmed_on, first.confirmed_via, first.confirmed_by) == (
        days_ago(0),
        Via.LINK,
        None,
    )
    assert second.confirmed_on is None
    assert "1 of 2 answered" in response.content.decode()
    assert "confirmed, thank you" in response.content.decode()
    assert AuditEntry.objects.filter(verb="confirmed", by=None, note="link").count() == 1


def test_a_second_click_does_no_harm(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)

    statuses = [client.post(url_of("true", token, first)).status_code for _click in range(2)]

    assert statuses == [302, 302]
    assert answers() == {"Frühstück": "stimmt", "Nachhilfe": ""}


def test_the_last_answer_is_thanked_for_and_can_be_taken_back_like_the_others(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)

    client.post(url_of("true", token, first))
    thanks = client.post(url_of("end", token, second), follow=True)
    again = client.post(url_of("take_back", token, second), follow=True)

    assert '<h1 class="kern-heading-large">Thank you</h1>' in thanks.text
    assert "2 of 2 answered" in thanks.text
    assert "1 of 2 answered" in again.text
    assert answers() == {"Frühstück": "stimmt", "Nachhilfe": ""}


def test_a_mail_whose_offers_all_went_to_others_has_nothing_left_to_ask(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)
    Offer.objects.update(provider=make_organisation())

    page = client.get(url_of("", token))

    assert page.status_code == 410
    assert "These offers have another provider now." in page.text


def test_no_longer_there_asks_once_more_and_then_ends_the_offer(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)

    question = client.get(url_of("end", token, first))
    client.post(url_of("end", token, first))
    confirmed_after_all = client.post(url_of("true", token, first), follow=True)

    first.refresh_from_db()
    assert "Is this offer no longer there?" in question.content.decode()
    assert (first.status, first.ended_on) == (Status.ENDED, days_ago(0))
    assert "is not in the catalogue" in confirmed_after_all.content.decode()
    assert answers()["Frühstück"] == "beendet"


def test_facts_are_changed_by_the_link_and_count_as_confirmed(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    url = url_of("edit", token, first)

    form = client.get(url).context["form"]
    response = client.post(url, offer_data(first, place="Rathaus", schedule_text="dienstags"))

    first.refresh_from_db()
    assert "provider" not in form.fields
    assert response.url == url_of("", token) + f"#offer-{first.pk}"
    assert (first.place, first.when, first.confirmed_via) == ("Rathaus", "dienstags", Via.LINK)
    assert answers() == {"Frühstück": "geaendert", "Nachhilfe": ""}


def test_what_the_office_has_ended_meanwhile_is_not_changed_by_the_link(client):
    offer = make_offer(place="alt")
    token, _inquiry = make_inquiry(offer)
    actions.end(offer, by=make_user())

    page = client.post(url_of("edit", token, offer), offer_data(offer, place="neu"))

    assert (page.status_code, Offer.objects.get().place) == (422, "alt")
    assert "This offer has ended. Please ask the office to open it again." in page.text


def test_the_link_does_not_move_an_offer_to_another_provider(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    stranger = make_organisation()

    client.post(
        url_of("edit", token, first),
        offer_data(first, provider=stranger.pk, status="archiviert", kind="sport"),
    )

    first.refresh_from_db()
    assert (first.provider, first.status, first.kind) == (
        second.provider,
        Status.PUBLISHED,
        "sonstiges",
    )


def test_a_token_of_another_form_is_ignored_behind_the_link(client):
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    foreign = {"submission": "7d1f2f3e-0d3c-4c55-9a55-3f3a1c1f7a11"}

    response = client.post(
        url_of("edit", token, first), offer_data(first, place="Rathaus", **foreign)
    )

    assert response.url == url_of("", token) + f"#offer-{first.pk}"


def test_bad_input_by_link_is_refused_and_the_offer_still_waits(client):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)

    response = client.post(
        url_of("edit", token, offer), offer_data(offer, place="Getippt", valid_from="32.1.2026")
    )

    html = response.content.decode()
    assert response.status_code == 422
    assert "“32.1.2026” is not a date." in html
    assert 'value="Getippt"' in html
    assert answers() == {offer.title: ""}


def test_office_and_provider_do_not_overwrite_each_other(client, client_of):
    offer = make_offer(place="vorher")
    token, _inquiry = make_inquiry(offer)
    seen = offer_data(offer)

    client_of(make_user()).post(
        reverse("offers:edit", args=[offer.pk]), seen | {"place": "vom Büro"}
    )
    response = client.post(url_of("edit", token, offer), seen | {"place": "vom Anbieter"})

    offer.refresh_from_db()
    assert response.status_code == 422
    assert "Saved now: “vom Büro”." in response.content.decode()
    assert (offer.place, offer.confirmed_on) == ("vom Büro", None)


def test_an_offer_that_is_not_in_the_mail_is_not_there(client):
    token, _inquiry = make_inquiry()
    foreign = make_offer()

    statuses = {
        verb: client.post(url_of(verb, token, foreign)).status_code
        for verb in ("true", "edit", "end")
    }

    assert statuses == {"true": 404, "edit": 404, "end": 404}
    foreign.refresh_from_db()
    assert (foreign.status, foreign.confirmed_on) == (Status.PUBLISHED, None)


def expire(token, inquiry, offer):
    Link.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    return token


def replace(token, inquiry, offer):
    make_inquiry(offer)
    return token


def misuse(token, inquiry, offer):
    return links.issue("invitation", make_user(), recipient="a@demo.example", days=5)


def guess(token, inquiry, offer):
    return token[:-1] + ("a" if token[-1] != "a" else "b")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (expire, "This link has expired."),
        (replace, "This link has been replaced or taken back."),
        (misuse, "This link is not known."),
        (guess, "This link is not known."),
    ],
)
def test_a_link_that_does_not_work_says_why_and_how_to_reach_the_office(client, spoil, sentence):
    offer = make_offer()
    bad = spoil(*make_inquiry(offer), offer)

    for method, verb in [
        (client.get, ""),
        (client.post, "true"),
        (client.get, "edit"),
        (client.post, "edit"),
        (client.get, "end"),
        (client.post, "end"),
    ]:
        response = method(url_of(verb, bad, offer if verb else None))
        html = response.content.decode()
        assert response.status_code == 410
        assert sentence in html
        assert "mailto:" in html
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
    offer.refresh_from_db()
    assert (offer.status, offer.confirmed_on) == (Status.PUBLISHED, None)


def test_a_link_for_offers_opens_no_account(client):
    token, _inquiry = make_inquiry()

    assert client.get(reverse("invitation", args=[token])).status_code == 410


def test_the_link_works_in_a_browser_without_cookies():
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)
    client = Client(enforce_csrf_checks=True)

    response = client.post(url_of("true", token, offer), headers={"Origin": "null"})

    assert response.url == url_of("", token)


def test_logged_in_forms_are_still_guarded(client_of):
    offer = make_offer()
    client = client_of(make_partner(offer.provider))
    client.handler.enforce_csrf_checks = True

    assert client.post(reverse("offers:confirm", args=[offer.pk])).status_code == 403


def test_the_page_costs_the_same_for_one_offer_and_for_thirty(client, django_assert_num_queries):
    for number in (1, 30):
        provider = make_organisation()
        offers = [make_offer(provider=provider) for _ in range(number)]
        token, _inquiry = make_inquiry(*offers)
        with django_assert_num_queries(4):  # link, inquiry with provider, offers, schedules
            client.get(url_of("", token))


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_time_both_count():
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    started = threading.Barrier(2)

    def say(verb, offer):
        started.wait()
        Client().post(url_of(verb, token, offer))
        connection.close()

    threads = [
        threading.Thread(target=say, args=arguments)
        for arguments in [("true", first), ("end", second)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers() == {"Frühstück": "stimmt", "Nachhilfe": "beendet"}


@pytest.mark.django_db(transaction=True)
def test_editing_and_confirming_at_the_same_time_do_not_block_each_other():
    first, second = make_two()
    token, _inquiry = make_inquiry(first, second)
    started, statuses = threading.Barrier(2), []

    def send(url, data):
        started.wait()
        statuses.append(Client().post(url, data).status_code)
        connection.close()

    threads = [
        threading.Thread(target=send, args=arguments)
        for arguments in [
            (url_of("edit", token, first), offer_data(first, place="Rathaus")),
            (url_of("true", token, first), {}),
        ]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    first.refresh_from_db()
    assert statuses == [302, 302]
    assert (first.place, first.confirmed_on) == ("Rathaus", days_ago(0))


def test_an_offer_that_went_to_another_provider_is_not_theirs_any_more(client):
    moved, stayed = make_two()
    token, _inquiry = make_inquiry(moved, stayed)
    Offer.objects.filter(pk=moved.pk).update(provider=make_organisation())

    shown = client.get(url_of("", token)).content.decode()
    statuses = [
        client.post(url_of("true", token, moved)).status_code,
        client.get(url_of("edit", token, moved)).status_code,
        client.post(url_of("edit", token, moved), offer_data(moved, title="Fremd")).status_code,
        client.post(url_of("end", token, moved)).status_code,
        client.post(url_of("true", token, stayed)).status_code,
    ]

    moved.refresh_from_db()
    assert (moved.title in shown, stayed.title in shown) == (False, True)
    assert statuses == [404, 404, 404, 404, 302]
    assert (moved.title, moved.confirmed_on, moved.status) == ("Frühstück", None, "veroeffentlicht")
    assert "Thank you" in client.get(url_of("", token)).text  # nothing is left to answer
