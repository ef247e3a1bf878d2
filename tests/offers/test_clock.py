"""The freshness clock: who is asked by itself, reminded, and given up on."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from integration_office.models import AuditEntry, Link, OutgoingMail
from offers import actions
from offers.codes import Status, Via
from offers.models import Arrangement, Inquiry, Offer
from offers.trust import clock, inquiring
from offers.trust.freshness import State
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.clock import FIRST, in_directory, mails, provider_with, states, token_of
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db


@pytest.fixture
def today(on_day):
    return on_day(0, is_awake=False)


def test_an_offer_turns_amber_after_three_mails_and_leaves_the_printed_directory(on_day):
    """Acceptance scenario 5 of domain/15, over the whole clock."""
    _provider, (answered, silent) = provider_with("Frauenfrühstück", "Nachhilfe")

    on_day(0)
    assert mails() == [(False, ["Frauenfrühstück", "Nachhilfe"])]
    Client().post(reverse("offers:answer_true", args=[token_of(0), answered.pk]))
    answered.refresh_from_db()
    assert (answered.confirmed_on, answered.due_on) == (FIRST, datetime.date(2027, 5, 23))

    on_day(13)
    assert len(mails()) == 1
    on_day(14)
    on_day(27)
    assert mails()[1:] == [(True, ["Nachhilfe"])]
    assert states() == {"Frauenfrühstück": State.FRESH, "Nachhilfe": State.NEVER}

    on_day(28)
    assert mails()[1:] == [(True, ["Nachhilfe"])] * 2
    assert states() == {"Frauenfrühstück": State.FRESH, "Nachhilfe": State.SILENT}
    badge = Offer.objects.get(pk=silent.pk).freshness
    assert (badge.level, badge.label) == ("warning", "no answer since 12/21/2026")
    on_day(41)
    assert in_directory() == {"Frauenfrühstück", "Nachhilfe"}

    on_day(42)
    assert in_directory() == {"Frauenfrühstück"}
    assert set(Offer.objects.in_catalogue()) == {answered, silent}

    for token in (token_of(1), token_of(0), token_of(2)):  # every mail's link still works
        assert Client().get(reverse("offers:answer", args=[token])).status_code == 200
    Client().post(reverse("offers:answer_true", args=[token_of(1), silent.pk]))
    assert states() == {"Frauenfrühstück": State.FRESH, "Nachhilfe": State.FRESH}
    assert in_directory() == {"Frauenfrühstück", "Nachhilfe"}
    pages = [Client().get(reverse("offers:answer", args=[token_of(n)])) for n in range(3)]
    assert ["2 of 2 answered" in page.text for page in pages] == [True] * 3
    assert len(mails()) == 3


def test_whoever_leaves_three_mails_unanswered_is_called_and_not_mailed_for_ever(on_day):
    provider_with("Nachhilfe")

    for day in (*range(0, 70, 7), 200, 400):
        on_day(day)

    assert [reminder for reminder, _titles in mails()] == [False, True, True]
    assert states() == {"Nachhilfe": State.SILENT}


@pytest.mark.parametrize(
    ("awake", "sent"),
    [
        (range(0, 60, 2), [0, 14, 28]),
        ([0, 20, 27, 28, 29], [0, 20, 28]),  # a week of sleep
        ([0, 27, 28, 33, 34, 40], [0, 27, 34]),
        ([0, 45, 51, 52, 53, 58], [0, 45, 52]),
        ([0, 53, 59], [0, 53]),
        ([0, 54, 59, 61, 75, 89], [0, 61, 75, 89]),  # too late to remind: it begins anew
        ([0, 59, 60], [0, 60]),
    ],
)
def test_a_machine_that_slept_sends_no_two_mails_at_once(on_day, awake, sent):
    provider_with("Nachhilfe")
    days = []

    for day in awake:
        before = len(mails())
        on_day(day)
        days += [day] * (len(mails()) - before)

    assert days == sent


def test_a_provider_is_asked_two_weeks_before_the_first_offer_gets_due(on_day):
    provider, _offers = provider_with("Sofort", confirmed_on=FIRST, confirmed_via=Via.LINK)
    make_offer(
        provider=provider,
        title="Zuerst fällig",
        confirmed_on=FIRST - datetime.timedelta(days=60),
        confirmed_via=Via.OFFICE,
        confirmed_by=make_user(),
        confirm_every=3,
    )
    due = Offer.objects.get(title="Zuerst fällig").due_on

    on_day((due - FIRST).days - 15)
    assert mails() == []
    on_day((due - FIRST).days - 14)

    assert mails() == [(False, ["Sofort", "Zuerst fällig"])]
    assert Inquiry.objects.get().asked_by is None


def test_only_the_offer_that_lapsed_turns_amber(on_day):
    month_ago = FIRST - datetime.timedelta(days=30)
    provider, _offers = provider_with(
        "Lange gültig", confirmed_on=month_ago, confirmed_via=Via.LINK
    )
    make_offer(provider=provider, title="Nie bestätigt")

    for day in (0, 14, 28, 29):
        on_day(day)

    assert mails() == [
        (False, ["Lange gültig", "Nie bestätigt"]),
        (True, ["Lange gültig", "Nie bestätigt"]),
        (True, ["Lange gültig", "Nie bestätigt"]),
    ]
    assert states() == {"Lange gültig": State.FRESH, "Nie bestätigt": State.SILENT}


def test_a_reminder_names_only_what_is_still_unanswered(on_day):
    _provider, (called, _other) = provider_with("Angerufen", "Offen")

    on_day(0)
    on_day(3, is_awake=False)
    actions.confirm(called, by=make_user(), via=Via.OFFICE)
    on_day(14)

    assert mails() == [(False, ["Angerufen", "Offen"]), (True, ["Offen"])]


def test_what_is_answered_on_another_way_needs_no_reminder(on_day):
    _provider, (called, paused, ended) = provider_with("Angerufen", "Pausiert", "Beendet")

    on_day(0)
    on_day(3, is_awake=False)
    actions.confirm(called, by=make_user(), via=Via.OFFICE)
    actions.pause(paused, by=make_user())
    actions.end(ended, by=make_user())
    on_day(14)
    on_day(28)

    assert len(mails()) == 1
    assert not Offer.objects.exclude(unanswered_since=None).exists()


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_pauses_or_was_confirmed_on_the_same_day_is_not_in_the_reminders(on_day, by_hand):
    provider, (called, paused, _other) = provider_with("Angerufen", "Pausiert", "Offen")
    on_day(0, is_awake=False)
    if by_hand:
        inquiring.ask(provider, provider.email, by=make_user())

    on_day(0)
    actions.confirm(called, by=make_user(), via=Via.OFFICE)
    actions.pause(paused, by=make_user())
    on_day(14)
    on_day(28)

    assert mails()[1:] == [(True, ["Offen"])] * 2
    assert states() == {
        "Angerufen": State.FRESH,
        "Pausiert": State.NEVER,
        "Offen": State.SILENT,
    }


def test_who_has_answered_is_asked_again_as_soon_as_something_new_is_to_be_confirmed(on_day):
    provider, (old,) = provider_with("Alt")
    on_day(0)
    Client().post(reverse("offers:answer_true", args=[token_of(0), old.pk]))

    on_day(5)
    make_offer(provider=provider, title="Neu aus der Liste")
    on_day(6)

    assert mails() == [(False, ["Alt"]), (False, ["Alt", "Neu aus der Liste"])]


def test_the_links_of_all_three_mails_end_on_the_same_day(on_day):
    provider_with("Nachhilfe")

    for day in (0, 14, 28):
        on_day(day)

    ends = Link.objects.filter(purpose=inquiring.PURPOSE).values_list("expires_at", flat=True)
    assert [timezone.localdate(end) for end in ends] == [Inquiry.objects.get().ends_on] * 3


@pytest.mark.parametrize(
    "say",
    [
        lambda offer: actions.confirm(offer, by=make_user(), via=Via.OFFICE),
        lambda offer: actions.confirm(offer, by=make_user("partner"), via=Via.LOGIN),
        lambda offer: actions.change(offer, by=make_user("partner"), via=Via.LOGIN),
    ],
)
def test_any_word_from_provider_or_office_ends_the_silence(today, say):
    offer = make_offer(unanswered_since=today)

    say(offer)

    offer.refresh_from_db()
    assert (offer.unanswered_since, offer.freshness.state) == (None, State.FRESH)


def test_a_colleague_who_mends_a_word_does_not_end_the_silence(today):
    offer = make_offer(unanswered_since=today)

    actions.change(offer, by=make_user(), via=Via.OFFICE)

    assert offer.freshness.state == State.SILENT


def test_who_is_not_asked_by_itself(today, settings):
    provider_with("Ohne Adresse", email="", name="Ohne Adresse")
    provider_with("Entwurf", name="Nur Entwurf", status=Status.DRAFT)
    provider_with("Pause", name="Nur Pause", status=Status.PAUSED)
    provider_with("Frisch", name="Frisch", confirmed_on=FIRST, confirmed_via=Via.LINK)
    provider_with("Ohne Antwort", name="Ohne Antwort", unanswered_since=today)
    provider_with("Amt", name=f"Stadt Wedel – {settings.OFFICE['office']}")
    provider_with("Amt 3", name=settings.OFFICE["office"])
    kreis, _offers = provider_with("Kreis", name=f"Kreis – {settings.OFFICE['office']}")
    provider_with("Amt 2", name="Unter anderem Namen", email=settings.OFFICE["email"].upper())
    archived, _offers = provider_with("Archiviert", name="Archiviert")
    type(archived).objects.update(archived_at=None)
    type(archived).objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    by_hand, _offers = provider_with("Auf Wunsch", name="Auf Wunsch")
    Arrangement.objects.create(organisation=by_hand, asked_automatically=False)
    asked, _offers = provider_with("Gefragt", name="Gefragt")
    inquiring.ask(asked, asked.email, by=make_user())
    usual, _offers = provider_with("Üblich", name="Üblich")
    agreed, _offers = provider_with("Vereinbart", name="Vereinbart")
    Arrangement.objects.create(organisation=agreed, reviewed=True)

    assert list(clock.to_be_asked(today)) == [kreis, usual, agreed]


def test_a_town_is_asked_bit_by_bit_and_what_lapses_comes_first(on_day):
    for number in range(12):
        provider_with(f"Nie {number}", name=f"Nie {number}")
    provider_with(
        "Läuft ab",
        name="Läuft ab",
        confirmed_on=FIRST - datetime.timedelta(days=180),
        confirmed_via=Via.LINK,
    )

    for day in range(4):
        on_day(day)

    days = [timezone.localdate(at) for at in Inquiry.objects.values_list("asked_at", flat=True)]
    assert {day: days.count(day) for day in days} == {
        FIRST: 5,
        FIRST + datetime.timedelta(days=1): 5,
        FIRST + datetime.timedelta(days=2): 3,
    }
    assert Inquiry.objects.order_by("pk").first().provider.name == "Läuft ab"


def test_an_address_that_is_none_holds_up_nobody(on_day):
    provider_with("Ohne Punkt", name="A", email="verein@nirgends")
    for number in range(5):
        provider_with(f"Angebot {number}", name=f"B {number}")

    on_day(0)

    assert Inquiry.objects.count() == 5
    assert AuditEntry.objects.filter(verb="asking failed", by=None).exists()


def test_an_offer_that_went_to_another_provider_is_not_reminded_of(on_day):
    _provider, (moved, stayed) = provider_with("Umgezogen", "Geblieben")
    on_day(0)
    Offer.objects.filter(pk=moved.pk).update(provider=make_organisation())

    on_day(14)

    assert mails()[-1] == (True, ["Geblieben"])


def test_the_mails_say_what_happens_and_until_when(on_day, settings):
    provider_with("Nachhilfe")
    for day in (0, 14, 28):
        on_day(day)

    first, second, last = OutgoingMail.objects.order_by("pk").values_list("body", flat=True)
    assert [("This is our last mail" in body) for body in (first, second, last)] == [
        False,
        False,
        True,
    ]
    assert "on Nov. 23, 2026 we asked" in second
    assert "from Jan. 4, 2027 on we do not print it" in last
    assert all("until Jan. 22, 2027" in body for body in (first, second, last))
