"""The office's ten minutes a week: whom to ask, what to confirm on the telephone."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from integration_office import agenda
from integration_office.models import OutgoingMail
from offers.codes import Status, Via
from offers.models import Arrangement, Inquiry, Offer
from offers.trust import inquiring, worklist
from offers.trust.freshness import LOOK_AFTER_MONTHS, State, months_after
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_inquiry, make_offer


pytestmark = pytest.mark.django_db


def provider(name, *, email="verein@demo.example", confirmed=None, **fields):
    organisation = make_organisation(name=name, email=email)
    make_offer(provider=organisation, confirmed=confirmed, title=f"Kurs {name}", **fields)
    return organisation


def asked_days_ago(organisation, days, *, reminders=0):
    inquiry = inquiring.ask(organisation, organisation.email, by=make_user())
    inquiry.asked_at -= datetime.timedelta(days=days)
    inquiry.reminders = reminders
    inquiry.reminded_at = timezone.now() if reminders else None
    inquiry.save()


def test_each_provider_of_the_list_says_what_comes_next(client_of, settings):
    today = days_ago(0)
    provider("Bald dran")
    provider("Ohne Adresse", email="")
    Arrangement.objects.create(organisation=provider("Von Hand"), asked_automatically=False)
    asked_days_ago(provider("Gefragt"), 3)
    asked_days_ago(provider("Verspätet"), 20)
    asked_days_ago(provider("Einmal erinnert"), 14, reminders=1)
    asked_days_ago(provider("Dreimal"), 28, reminders=2)
    provider("Verstummt", unanswered_since=days_ago(40))
    provider(f"Stadt Wedel – {settings.OFFICE['office']}")

    steps = {row.name: str(worklist.next_step(row, today)) for row in worklist.providers(today)}
    html = client_of(make_user()).get(reverse("offers:due")).text

    def on(days):
        return f"{today + datetime.timedelta(days=days):%m/%d/%Y}"

    assert steps == {
        "Bald dran": "is asked by itself soon",
        "Ohne Adresse": "call, or write down an address",
        "Von Hand": "ask: does not happen by itself",
        "Gefragt": f"reminder: {on(11)}",
        "Verspätet": f"reminder: {on(0)}",
        "Einmal erinnert": f"reminder: {on(14)}",
        "Dreimal": "call: four weeks without an answer",
        "Verstummt": "call: four weeks without an answer",
        f"Stadt Wedel – {settings.OFFICE['office']}": "confirm yourselves",
    }
    assert all(step in html for step in steps.values())


def test_one_click_asks_everybody_who_can_be_asked(client_of, settings):
    provider("Mit Adresse", email="eins@demo.example")
    by_hand = provider("Von Hand", email="zwei@demo.example")
    Arrangement.objects.create(organisation=by_hand, asked_automatically=False)
    provider("Ohne Adresse", email="")
    provider("Frisch", confirmed=3)
    provider(f"Stadt Wedel – {settings.OFFICE['office']}")
    asked_days_ago(provider("Schon gefragt", email="drei@demo.example"), 3)
    asked_days_ago(provider("Lange her", email="vier@demo.example"), 90, reminders=2)
    provider("Falsche Adresse", email="verein@nirgends")
    OutgoingMail.objects.all().delete()
    user = make_user()
    client = client_of(user)

    question = client.get(reverse("offers:ask_all"))
    assert "4 providers of the list get a mail each" in question.text
    assert not OutgoingMail.objects.exists()
    answer = client.post(reverse("offers:ask_all"), follow=True)

    assert "3 providers have been asked." in answer.text
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "eins@demo.example",
        "vier@demo.example",
        "zwei@demo.example",
    ]
    assert Inquiry.objects.filter(asked_by=user).count() == 3
    again = client.post(reverse("offers:ask_all"), follow=True)
    assert "0 providers have been asked." in again.text


def test_where_nobody_has_an_address_no_mails_are_offered(client_of):
    provider("Ohne Adresse", email="")
    client = client_of(make_user())

    for answer in (
        client.get(reverse("offers:ask_all"), follow=True),
        client.post(reverse("offers:ask_all"), follow=True),
    ):
        assert answer.redirect_chain == [(reverse("offers:due"), 302)]
        assert "Nobody of the list can be asked by mail now" in answer.text


def test_nobody_mails_the_office_itself(client_of, settings):
    own = provider("Eigene")

    response = client_of(make_user()).post(
        reverse("offers:ask", args=[own.pk]), {"recipient": settings.OFFICE["email"].upper()}
    )

    assert response.status_code == 422
    assert "This is the office&#x27;s own address." in response.text
    assert not OutgoingMail.objects.exists()


def test_the_offers_to_look_after_are_old_overdue_silent_or_never_confirmed(client_of):
    make_offer(title="Nie")
    make_offer(title="Vier Monate", confirmed=123)
    make_offer(title="Monatlich", confirmed=40, confirm_every=1)
    make_offer(title="Stumm", confirmed=60, unanswered_since=days_ago(2))
    make_offer(title="Ein Jahr gültig, lange her", confirmed=200, confirm_every=12)
    make_offer(title="Zwei Monate", confirmed=60)
    make_offer(title="Pausiert", confirmed=400, status=Status.PAUSED)
    make_offer(title="Pausiert, gerade bestätigt", confirmed=3, status=Status.PAUSED)
    make_offer(title="Entwurf", status=Status.DRAFT)

    page = client_of(make_user()).get(reverse("offers:due_offers")).context["page"]

    assert [offer.title for offer in page] == [
        "Nie",
        "Pausiert",
        "Ein Jahr gültig, lange her",
        "Vier Monate",
        "Stumm",
        "Monatlich",
    ]


def test_an_offer_is_looked_after_when_three_months_are_over(client_of):
    for days, title in ((1, "Seit gestern"), (0, "Heute genau")):
        day = months_after(days_ago(days), -LOOK_AFTER_MONTHS)
        make_offer(title=title, confirmed_on=day, confirmed_via=Via.LINK)

    page = client_of(make_user()).get(reverse("offers:due_offers")).context["page"]

    assert [offer.title for offer in page] == ["Seit gestern"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("state=nie", ["Nie"]),
        ("state=ohne", ["Stumm"]),
        ("state=ueberfaellig", ["Alt"]),
        ("field=FAM", ["Alt"]),
        ("state=grün", ["Nie", "Alt", "Stumm"]),
    ],
)
def test_the_offers_to_look_after_are_narrowed(client_of, query, titles):
    make_offer(title="Nie")
    make_offer(title="Alt", confirmed=300, fields_of_action=["FAM"])
    make_offer(title="Stumm", confirmed=250, unanswered_since=days_ago(3))

    response = client_of(make_user()).get(f"{reverse('offers:due_offers')}?{query}")

    assert [offer.title for offer in response.context["page"]] == titles


def test_a_call_confirms_with_one_click_and_the_list_stays_where_it_was(client_of):
    offer = make_offer(confirmed=300, unanswered_since=days_ago(9))
    other = make_offer(provider=offer.provider)
    user = make_user()
    client = client_of(user)
    shown = f"{reverse('offers:due_offers')}?provider={offer.provider_id}"

    html = client.get(shown).text
    confirm = f"{reverse('offers:due_confirm', args=[offer.pk])}?provider={offer.provider_id}"
    assert f'action="{confirm}"' in html
    response = client.post(confirm)

    offer.refresh_from_db()
    assert response.url == shown
    assert (offer.confirmed_on, offer.confirmed_via, offer.confirmed_by) == (
        days_ago(0),
        Via.OFFICE,
        user,
    )
    assert offer.freshness.state == State.FRESH
    assert list(client.get(shown).context["page"]) == [other]


def test_the_office_confirms_its_own_offers_and_asks_nobody_about_them(client_of, settings):
    own = provider(f"Stadt Wedel – {settings.OFFICE['office']}")
    foreign = provider("Verein")

    html = client_of(make_user()).get(reverse("offers:due_offers")).text

    assert html.count(f'aria-label="Still true: Kurs {own}"') == 1
    assert html.count(f'aria-label="Confirmed by phone: Kurs {foreign}"') == 1
    assert reverse("offers:ask", args=[foreign.pk]) in html
    assert reverse("offers:ask", args=[own.pk]) not in html


def test_what_has_ended_is_asked_once_and_leaves_the_list(client_of):
    offer = make_offer(confirmed=300)
    client = client_of(make_user())
    end = f"{reverse('offers:due_end', args=[offer.pk])}?state=ueberfaellig"

    assert client.get(end).status_code == 200
    assert Offer.objects.get(pk=offer.pk).is_published
    response = client.post(end)

    assert response.url == f"{reverse('offers:due_offers')}?state=ueberfaellig"
    assert Offer.objects.get(pk=offer.pk).is_closed


def test_a_second_click_after_a_colleague_is_harmless(client_of):
    offer = make_offer(status=Status.ENDED)
    client = client_of(make_user())

    assert client.post(reverse("offers:due_confirm", args=[offer.pk])).status_code == 404
    assert client.post(reverse("offers:due_end", args=[offer.pk])).status_code == 404


def test_the_number_to_call_stands_beside_the_offer(client_of):
    phone = "04103 12345"
    make_offer(provider=make_organisation(phone=phone), title="Des Anbieters")
    make_offer(contact_phone="04103 999", title="Eigene")

    html = client_of(make_user()).get(reverse("offers:due_offers")).text
    table = b"".join(
        client_of(make_user()).get(reverse("offers:due_offers"), {"format": "csv"})
    ).decode()

    assert 'href="tel:0410312345"' in html
    assert [line.rpartition(";")[2] for line in table.splitlines()[1:]] == [phone, "04103 999"]


@pytest.mark.parametrize("number", [1, 30])
def test_the_offers_to_look_after_cost_the_same_for_any_number(
    client_of, django_assert_num_queries, number
):
    client = client_of(make_user())
    for _ in range(number):
        make_offer()

    with django_assert_num_queries(5):  # session, user, providers, number of rows, rows
        client.get(reverse("offers:due_offers"))


def test_the_start_page_names_what_the_clock_hands_back(settings):
    today = days_ago(0)
    make_offer(confirmed=300, unanswered_since=days_ago(3))
    provider(f"Stadt Wedel – {settings.OFFICE['office']}", confirmed=190)
    make_inquiry(make_offer(confirmed=3))

    coordination = agenda.agenda_of(make_user("coordination"), today)
    others = agenda.agenda_of(make_user("counselling", "partner"), today)

    def offers_in(due):
        items = [*due.late, *due.today, *due.week]
        return {item.title: item.url for item in items if item.url.startswith("/offers/")}

    own = Offer.objects.get(title__startswith="Kurs")
    assert offers_in(coordination) == {
        "1 offer is overdue for confirmation": "/offers/due/",
        "1 offer has had no answer for four weeks": "/offers/due/offers/?state=ohne",
        "1 offer of the office itself is to be confirmed": (
            f"/offers/due/offers/?provider={own.provider_id}"
        ),
    }
    assert offers_in(others) == {}


def test_one_that_pauses_is_looked_after_too(client_of):
    offer = make_offer(confirmed=400, status=Status.PAUSED)
    client = client_of(make_user())

    page = client.get(reverse("offers:due_offers")).text
    file = client.get(f"{reverse('offers:due_offers')}?format=csv").getvalue().decode()
    client.post(reverse("offers:due_confirm", args=[offer.pk]))

    offer.refresh_from_db()
    assert '<span class="small">paused</span>' in page
    assert reverse("offers:ask", args=[offer.provider_id]) not in page
    assert ", paused" in file
    assert (offer.status, offer.confirmed_on) == (Status.PAUSED, days_ago(0))
