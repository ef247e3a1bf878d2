"""What a colleague asks by hand beside the freshness clock."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from integration_office.models import OutgoingMail
from offers.codes import Via
from offers.models import Inquiry
from offers.trust import inquiring
from offers.trust.freshness import State
from tests.factories import make_user
from tests.offers.clock import DAY, FIRST, in_directory, mails, provider_with, states, token_of
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db


def test_what_a_colleague_asks_by_hand_takes_nobodys_turn(on_day):
    providers = [provider_with(f"Kurs {n}", name=f"Verein {n}")[0] for n in range(6)]
    on_day(0, is_awake=False)
    for provider in providers[:5]:
        inquiring.ask(provider, provider.email, by=make_user())

    on_day(0)

    assert Inquiry.objects.filter(asked_by=None).get().provider == providers[5]


def test_a_question_by_hand_replaces_the_one_of_the_clock(on_day):
    provider, _offers = provider_with("Nachhilfe")
    on_day(0)
    on_day(10, is_awake=False)
    inquiring.ask(provider, "andere@demo.example", by=make_user())

    for day in (14, 23, 24, 38):
        on_day(day)

    sent = OutgoingMail.objects.order_by("pk").values_list("to", flat=True)
    assert list(sent) == ["verein@demo.example", *["andere@demo.example"] * 3]
    assert Client().get(reverse("offers:answer", args=[token_of(0)])).status_code == 410


def ask_by_hand(provider):
    inquiring.ask(provider, provider.email, by=make_user())


def test_a_question_by_hand_about_fresh_offers_is_repeated_and_turns_nothing_amber(on_day):
    provider, _offers = provider_with("Frisch", confirmed_on=FIRST - DAY, confirmed_via=Via.LINK)
    on_day(0)
    assert mails() == []
    ask_by_hand(provider)
    sent = []

    for day in (13, 14, 27, 28, 29, 42, 59, 70):
        before = len(mails())
        on_day(day)
        sent += [day] * (len(mails()) - before)
        assert (states(), in_directory()) == ({"Frisch": State.FRESH}, {"Frisch"})

    assert sent == [14, 28]
    assert mails() == [(False, ["Frisch"]), (True, ["Frisch"]), (True, ["Frisch"])]


def test_what_was_fresh_when_somebody_asked_turns_amber_only_after_it_lapsed(on_day):
    months_ago = FIRST - datetime.timedelta(days=140)
    provider, [offer] = provider_with("Bald", confirmed_on=months_ago, confirmed_via=Via.LINK)
    on_day(0, is_awake=False)
    ask_by_hand(provider)
    offer.refresh_from_db()
    lapses = (offer.due_on - FIRST).days

    for day in (14, 28, lapses):
        on_day(day)
    assert (28 < lapses < 59, states()) == (True, {"Bald": State.DUE_SOON})
    on_day(lapses + 1)

    assert states() == {"Bald": State.SILENT}
    assert len(mails()) == 3


def test_an_answer_ends_the_reminders_of_a_question_by_hand(on_day):
    provider, [offer] = provider_with("Frisch", confirmed_on=FIRST - DAY, confirmed_via=Via.LINK)
    on_day(0)
    ask_by_hand(provider)
    on_day(3, is_awake=False)
    Client().post(reverse("offers:answer_true", args=[token_of(0), offer.pk]))

    for day in (14, 28):
        on_day(day)

    assert mails() == [(False, ["Frisch"])]


def test_the_clock_itself_does_not_repeat_questions_about_what_is_fresh(on_day):
    provider, _offers = provider_with("Frisch", confirmed_on=FIRST - DAY, confirmed_via=Via.LINK)
    never = make_offer(provider=provider, title="Nie bestätigt")
    on_day(0)
    on_day(3, is_awake=False)
    Client().post(reverse("offers:answer_true", args=[token_of(0), never.pk]))

    for day in (14, 28):
        on_day(day)

    assert mails() == [(False, ["Frisch", "Nie bestätigt"])]


@pytest.mark.parametrize(
    ("lapsed", "fresh", "sentence"),
    [
        (["A"], [], "from Jan. 4, 2027 on we do not print it any more"),
        (
            ["A"],
            ["B"],
            "What is overdue and gets no answer is marked in the catalogue from today on",
        ),
        ([], ["B"], "Without an answer your entries stay as they are until they are due again."),
    ],
)
def test_the_last_mail_threatens_only_what_has_lapsed(on_day, lapsed, fresh, sentence):
    provider, _offers = provider_with(*lapsed)
    for title in fresh:
        make_offer(provider=provider, title=title, confirmed_on=FIRST - DAY, confirmed_via=Via.LINK)
    on_day(0, is_awake=False)
    ask_by_hand(provider)

    for day in (14, 28):
        on_day(day)

    bodies = OutgoingMail.objects.order_by("pk").values_list("body", flat=True)
    assert [sentence in body for body in bodies] == [False, False, True]
    assert ("we do not print" in bodies[2]) == bool(lapsed)
