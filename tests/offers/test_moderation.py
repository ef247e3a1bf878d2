"""Changes of a reviewed provider wait for the office and leave the offer as it is."""

import datetime

import pytest
from django.utils import timezone

from integration_office import privacy
from integration_office.models import AuditEntry
from offers import actions
from offers.codes import Status, Via
from offers.life import proposing
from offers.models import AskedOffer, Course, Offer, ProposedChange
from tests.factories import make_user
from tests.offers.factories import (
    days_ago,
    make_inquiry,
    make_offer,
    make_partner,
    make_proposal,
    offer_data,
    times_data,
)
from tests.offers.moderation import make_theirs, proposed, url


pytestmark = pytest.mark.django_db
State = ProposedChange.Status


def test_what_a_reviewed_partner_changes_waits_and_the_offer_stays(client_of):
    offer, partner = make_theirs(place="alt", confirmed=300)

    page = client_of(partner).post(
        url("edit", offer.pk),
        offer_data(offer, place="neu", languages=["deu"], contact_phone="04103 000"),
        follow=True,
    )

    after = Offer.objects.get(pk=offer.pk)
    assert (after.place, after.languages, after.confirmed_on) == ("alt", [], days_ago(300))
    assert proposed(offer) == [
        (
            "wartet",
            {"place": ("alt", "neu"), "languages": ([], ["deu"])}
            | {"contact_phone": ("", "04103 000")},
        ),
    ]
    html = page.content.decode()
    assert "Your change is being checked." in html
    assert "Take it back" in html
    assert AuditEntry.objects.filter(verb="proposed", by=partner).count() == 1
    assert not AuditEntry.objects.filter(verb="changed").exists()


def test_times_wait_as_well(client_of):
    offer, partner = make_theirs()
    row = {"rhythm": "woche", "weekdays": ["do"], "start_time": "16:00"}

    client_of(partner).post(url("edit", offer.pk), offer_data(offer) | times_data(row))

    assert offer.schedules.count() == 0
    [(status, facts)] = proposed(offer)
    assert (status, facts.keys()) == ("wartet", {"schedules"})
    actions.take_over(proposing.waiting_for(offer), seen=1, by=make_user())
    assert str(offer.schedules.get()).startswith("Thursdays")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED])
def test_what_only_the_office_and_its_provider_read_is_changed_at_once(client_of, status):
    offer, partner = make_theirs(status=status)

    client_of(partner).post(url("edit", offer.pk), offer_data(offer, place="neu"))

    assert Offer.objects.get(pk=offer.pk).place == "neu"
    assert proposed(offer) == []


def test_the_office_and_trusted_partners_change_at_once(client_of):
    offer, _partner = make_theirs()
    trusted = make_offer()

    client_of(make_user()).post(url("edit", offer.pk), offer_data(offer, place="neu"))
    partner = make_partner(trusted.provider)
    client_of(partner).post(url("edit", trusted.pk), offer_data(trusted, place="neu"))

    assert set(Offer.objects.values_list("place", flat=True)) == {"neu"}
    assert not ProposedChange.objects.exists()


def test_the_answer_by_mail_link_waits_and_counts_as_answered(client):
    offer, _partner = make_theirs(place="alt")
    token, _inquiry = make_inquiry(offer)

    page = client.post(
        url("answer_edit", token, offer.pk), offer_data(offer, place="neu"), follow=True
    )

    assert proposed(offer) == [("wartet", {"place": ("alt", "neu")})]
    assert AskedOffer.objects.get().answer == "geaendert"
    assert "Your change is being checked." in page.content.decode()


def test_course_facts_wait_beside_what_waits_already(client_of):
    offer, partner = make_theirs(kind="sprachkurs", place="alt", confirmed=300)
    make_proposal(offer, place="neu")

    page = client_of(partner).post(url("course", offer.pk), {"seats": "20", "registered": "5"})
    form = client_of(partner).get(url("course", offer.pk)).context["form"]

    after = proposing.wanted(proposing.waiting_for(offer))
    assert page.status_code == 302
    assert (after["place"], after["capacity"], after["free_places"]) == ("neu", 20, 15)
    assert after["course"]["registered"] == form["registered"].value() == 5
    assert not Course.objects.exists()
    assert Offer.objects.get().confirmed_on == days_ago(300)


def test_saving_without_a_change_confirms(client_of):
    offer, partner = make_theirs(confirmed=300)

    client_of(partner).post(url("edit", offer.pk), offer_data(offer))

    assert Offer.objects.get().confirmed_on == days_ago(0)
    assert proposed(offer) == []


def test_the_form_goes_on_from_what_waits_and_a_new_change_takes_its_place(client_of):
    offer, partner = make_theirs(place="alt", target_group="alle")
    client = client_of(partner)
    client.post(url("edit", offer.pk), offer_data(offer, place="neu", target_group="alle"))

    form = client.get(url("edit", offer.pk)).context["form"]
    data = offer_data(
        offer, place="ganz neu", target_group="Frauen", version=form["version"].value()
    )
    client.post(url("edit", offer.pk), data)

    assert form["place"].value() == "neu"
    assert proposed(offer) == [
        ("wartet", {"place": ("alt", "ganz neu"), "target_group": ("alle", "Frauen")})
    ]


def test_who_writes_everything_back_has_nothing_waiting(client_of):
    offer, partner = make_theirs(place="alt")
    make_proposal(offer, place="neu")

    offer.refresh_from_db()
    client_of(partner).post(url("edit", offer.pk), offer_data(offer, place="alt"))

    assert proposed(offer) == [("zurueckgezogen", {"place": ("alt", "neu")})]


def test_a_form_that_shows_less_keeps_the_rest_of_what_waits(client):
    offer, _partner = make_theirs(place="alt", kind="sonstiges")
    make_proposal(offer, place="neu", kind="beratung")
    token, _inquiry = make_inquiry(offer)

    page = url("answer_edit", token, offer.pk)
    version = client.get(page).context["form"]["version"].value()
    client.post(page, offer_data(offer, place="Markt", version=version))

    assert proposed(offer) == [
        ("wartet", {"place": ("alt", "Markt"), "kind": ("sonstiges", "beratung")})
    ]


def test_two_people_of_a_house_do_not_overwrite_each_others_proposal(client_of):
    offer, partner = make_theirs(place="alt")
    seen = offer_data(offer, place="alt")
    first, second = client_of(partner), client_of(make_partner(offer.provider))

    first.post(url("edit", offer.pk), seen | {"place": "von der ersten"})
    refused = second.post(url("edit", offer.pk), seen | {"place": "von der zweiten"})

    assert refused.status_code == 422
    assert "Saved now: “von der ersten”." in refused.content.decode()
    assert proposed(offer) == [("wartet", {"place": ("alt", "von der ersten")})]


def test_the_provider_takes_its_change_back_and_nobody_else_can(client_of):
    offer, partner = make_theirs()
    change = make_proposal(offer)
    page = url("withdraw", change.pk)

    refused = client_of(make_partner()).post(page)
    client_of(partner).post(page)
    again = client_of(partner).post(page, follow=True)

    change.refresh_from_db()
    assert refused.status_code == 403
    assert (change.status, change.decided_by) == (State.WITHDRAWN, partner)
    assert "decided already" in again.content.decode()


def test_only_who_may_write_the_offer_sees_what_waits(client_of):
    offer, partner = make_theirs()
    make_proposal(offer, place="Geheimgang")

    shown = [
        "Geheimgang" in client_of(user).get(offer.get_absolute_url()).content.decode()
        for user in (make_user(), partner, make_partner(), make_user("counselling"))
    ]

    assert shown == [True, True, False, False]


def test_the_coordination_arranges_it_with_one_provider(client_of):
    offer = make_offer()
    client = client_of(make_user())
    page = url("arrangement", offer.provider_id)
    data = {"reviewed": "on", "submission": client.get(page).context["form"]["submission"].value()}

    client.post(page, data)

    arrangement = offer.provider.arrangement
    assert (arrangement.reviewed, arrangement.asked_automatically) == (True, False)
    assert proposing.is_reviewed(offer.provider_id)
    client.post(page, {"version": arrangement.version, "asked_automatically": "on"})
    assert not proposing.is_reviewed(offer.provider_id)


def test_proposals_and_names_in_versions_are_forgotten_by_themselves():
    decided, waiting, young = make_proposal(), make_proposal(), make_proposal()
    proposing.refuse(decided, "Nein.", by=make_user())
    now = timezone.now()
    rows = ProposedChange.objects
    rows.filter(pk=decided.pk).update(decided_at=now - datetime.timedelta(days=92))
    rows.filter(pk=waiting.pk).update(proposed_at=now - datetime.timedelta(days=366))
    rows.filter(pk=young.pk).update(proposed_at=now - datetime.timedelta(days=364))
    offer = make_offer()
    offer.place = "neu"
    actions.change(offer, by=make_user(), via=Via.OFFICE)
    offer.versions.update(made_at=now - datetime.timedelta(days=366))

    counts = privacy.run_retention(days_ago(0))

    assert list(rows.all()) == [young]
    assert (counts["proposed_changes"], counts["version_authors"]) == (2, 1)
    assert not offer.versions.exclude(made_by=None).exists()


def test_people_learn_what_they_wrote_and_proposed():
    offer, partner = make_theirs(title="Kurs")
    make_proposal(offer, by=partner, via=Via.LOGIN)
    actions.take_up(Offer(title="Neu", provider=offer.provider), by=partner)

    held = {part.label: [word for word, _day in part.rows] for part in privacy.held_on(partner)}

    assert held["Changes of offers you proposed"] == ["Kurs"]
    assert held["Offers you wrote or changed"] == ["Neu"]
