"""The last day on which the catalogue keeps what could name somebody, and the day after."""

import datetime

import pytest
from django.utils import timezone

from integration_office.privacy import run_retention
from offers import actions
from offers.codes import Status, Via
from offers.coverage import need_actions
from offers.life import proposing
from offers.models import Document, Inquiry, Offer, OfferVersion, ProposedChange, UnmetNeed
from tests.factories import make_user
from tests.offers.factories import make_inquiry, make_offer, make_proposal
from tests.offers.feed import make_document
from tests.offers.needs import make_need


pytestmark = pytest.mark.django_db


def ended_offer(day):
    make_offer(status=Status.ENDED, ended_on=day, registration_contact="Toni (Demo)")


def archived_paper(day):
    document = make_document(make_offer())
    Offer.objects.filter(pk=document.offer_id).update(status=Status.ARCHIVED, ended_on=day)


def paper_of_an_ended_offer(day):
    document = make_document(make_offer())
    Offer.objects.filter(pk=document.offer_id).update(status=Status.ENDED, ended_on=day)


def asked(day):
    make_inquiry()
    Inquiry.objects.update(asked_at=noon(day))


def refused_change(day):
    proposing.refuse(make_proposal(), "Nein.", by=make_user())
    ProposedChange.objects.update(decided_at=noon(day))


def waiting_change(day):
    make_proposal()
    ProposedChange.objects.update(proposed_at=noon(day))


def signed_version(day):
    offer = make_offer()
    offer.place = "neu"
    actions.change(offer, by=make_user(), via=Via.OFFICE)
    OfferVersion.objects.update(made_at=noon(day))


def decided_need(day):
    need_actions.give_up(make_need(), remark="Kein Raum", by=make_user())
    UnmetNeed.objects.update(checked_on=day, decided_on=day)


def noon(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))


@pytest.mark.parametrize(
    ("make", "rule", "days"),
    [
        (ended_offer, "offer_contacts", 365),
        (archived_paper, "offer_documents", 2 * 365),
        (asked, "inquiry_recipients", 90),
        (refused_change, "proposed_changes", 90),
        (waiting_change, "proposed_changes", 365),
        (signed_version, "version_authors", 365),
        (decided_need, "unmet_needs", 3 * 365 + 1),
    ],
)
def test_it_goes_the_day_after_its_last_one(make, rule, days):
    day = datetime.date(2026, 3, 1)  # 2028 has a day more
    make(day)
    last = day + datetime.timedelta(days=days)

    assert run_retention(last)[rule] == 0
    assert run_retention(last + datetime.timedelta(days=1))[rule] == 1


def test_papers_of_what_has_only_ended_stay():
    day = datetime.date(2020, 3, 1)
    paper_of_an_ended_offer(day)

    assert run_retention(day + datetime.timedelta(days=2000))["offer_documents"] == 0
    assert Document.objects.exists()
