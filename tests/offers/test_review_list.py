"""The office's list of what waits to be checked: who waits longest stands first."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from integration_office import agenda
from offers import actions
from offers.codes import Status, Via
from offers.models import ProposedChange
from tests.factories import make_user
from tests.offers.factories import (
    ENOUGH,
    days_ago,
    make_draft,
    make_inquiry,
    make_offer,
    make_partner,
    make_proposal,
    offer_data,
)


pytestmark = pytest.mark.django_db


def url(page, *args):
    return reverse(f"offers:{page}", args=args)


def at(hour, *, days=0):
    """That hour, some days ago."""
    here = timezone.get_current_timezone()
    return datetime.datetime.combine(days_ago(days), datetime.time(hour), tzinfo=here)


def make_waiting(title, moment):
    """An offer with a change that was proposed at that moment."""
    change = make_proposal(make_offer(title=title))
    ProposedChange.objects.filter(pk=change.pk).update(proposed_at=moment)
    return change


def make_submitted(title, moment):
    """An offer that was submitted at that moment."""
    offer = make_draft(title=title)
    partner = make_partner(offer.provider)
    actions.submit(offer, by=partner, via=Via.LOGIN)
    offer.events.filter(status=Status.SUBMITTED).update(pgh_created_at=moment)
    return offer, partner


def test_the_work_list_holds_what_waits_the_longest_waiting_first(client_of):
    change = make_waiting("Geändert", at(9, days=5))
    make_submitted("Eingereicht", at(8))
    make_offer(title="Nichts")
    user = make_user()

    page = client_of(user).get(url("review"))
    [item] = [i for i in agenda.agenda_of(user, days_ago(0)).late if i.url == url("review")]

    assert [(row.title, row.proposal, row.waits_since) for row in page.context["page"]] == [
        ("Geändert", change.pk, at(9, days=5)),
        ("Eingereicht", None, at(8)),
    ]
    assert (item.title, item.due) == ("2 offers of partners wait to be checked", days_ago(5))
    assert url("proposal", change.pk) in page.content.decode()


@pytest.mark.parametrize(("sort", "step"), [("", 1), ("since", 1), ("-since", -1)])
def test_what_waits_since_the_same_day_stands_in_the_order_of_its_moments(client_of, sort, step):
    make_waiting("Vierte", at(15))
    make_submitted("Zweite", at(9))
    make_waiting("Dritte", at(11))
    make_submitted("Fünfte", at(17))
    make_waiting("Erste", at(16, days=1))

    page = client_of(make_user()).get(url("review"), {"sort": sort})

    titles = [row.title for row in page.context["page"]]
    assert titles == ["Erste", "Zweite", "Dritte", "Vierte", "Fünfte"][::step]
    assert date_format(timezone.localtime(at(9)), "SHORT_DATETIME_FORMAT") in page.text


def test_who_still_mends_a_word_keeps_the_place_and_who_submits_anew_goes_to_the_end(client_of):
    mended, partner = make_submitted("Nachgebessert", at(8, days=9))
    returned, other = make_submitted("Zurückgegeben", at(8, days=8))
    make_waiting("Geändert", at(8, days=7))

    client_of(partner).post(url("edit", mended.pk), offer_data(mended, **ENOUGH))
    actions.send_back(returned, "Bitte ergänzen.", by=make_user())
    actions.submit(returned, by=other, via=Via.LOGIN)

    page = client_of(make_user()).get(url("review")).context["page"]
    assert [row.title for row in page] == [mended.title, "Geändert", "Zurückgegeben"]


def test_an_offer_told_behind_the_link_waits_since_it_was_told(client, client_of):
    token, _inquiry = make_inquiry(make_offer())
    client.post(url("answer_missing", token), {"title": "Nähtreff", "description": "Für alle."})

    [row] = client_of(make_user()).get(url("review")).context["page"]

    assert (row.title, timezone.localdate(row.waits_since)) == ("Nähtreff", days_ago(0))


@pytest.mark.parametrize("number", [1, 20])
def test_the_work_list_costs_the_same_for_any_number(client_of, django_assert_num_queries, number):
    for _ in range(number):
        make_proposal()
    client = client_of(make_user())

    with django_assert_num_queries(4):  # session, user, number of rows, rows
        client.get(url("review"))
