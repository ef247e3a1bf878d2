"""Changes of a reviewed provider wait for the office, which takes them over or says why not."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from integration_office import accounts, privacy
from integration_office.models import AuditEntry, OutgoingMail
from offers import actions
from offers.codes import Status, Via
from offers.life import proposing
from offers.models import AskedOffer, Course, Offer, ProposedChange
from tests.factories import make_user
from tests.house.parallel import at_once
from tests.network.factories import make_membership
from tests.offers.factories import (
    days_ago,
    make_inquiry,
    make_offer,
    make_partner,
    make_proposal,
    make_reviewed,
    offer_data,
    times_data,
)


pytestmark = pytest.mark.django_db
State = ProposedChange.Status


def url(page, *args):
    return reverse(f"offers:{page}", args=args)


def make_theirs(**fields):
    """A published offer of a reviewed provider, and its partner."""
    offer = make_offer(provider=make_reviewed(), **fields)
    return offer, make_partner(offer.provider)


def proposed(offer):
    rows = ProposedChange.objects.filter(offer=offer).order_by("pk")
    return [
        (row.status, {name: (pair["before"], pair["after"]) for name, pair in row.facts.items()})
        for row in rows
    ]


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


def test_the_office_reads_before_and_after_in_words_and_takes_over(client_of):
    offer, partner = make_theirs(place="alt", languages=["deu"])
    change = make_proposal(offer, by=partner, via=Via.LOGIN, place="neu", languages=["deu", "fra"])
    office = client_of(make_user())
    page = office.get(url("proposal", change.pk))

    rows = [(row.label, row.before, row.after, row.stood) for row in page.context["rows"]]
    office.post(url("take_over", change.pk), {"seen": page.context["proposal"].offer.version})

    assert rows == [
        ("Languages", "German", "German, French", ""),
        ("Place", "alt", "neu", ""),
    ]
    offer.refresh_from_db()
    change.refresh_from_db()
    assert (offer.place, offer.languages) == ("neu", ["deu", "fra"])
    assert (offer.confirmed_on, offer.confirmed_by, offer.confirmed_via) == (
        days_ago(0),
        partner,
        Via.LOGIN,
    )
    assert change.status == State.TAKEN
    assert (offer.versions.first().made_by, offer.versions.first().via) == (partner, "login")


def test_a_change_is_taken_over_as_of_the_day_it_was_made():
    offer, _partner = make_theirs(confirmed=300)
    change = make_proposal(offer)
    ProposedChange.objects.update(proposed_at=timezone.now() - datetime.timedelta(days=9))
    change.refresh_from_db()
    offer.refresh_from_db()

    actions.take_over(change, seen=offer.version, by=make_user())

    offer.refresh_from_db()
    assert (offer.confirmed_on, offer.confirmed_via) == (days_ago(9), Via.LINK)


def test_taking_over_sets_no_younger_confirmation_back(client_of):
    offer, _partner = make_theirs(confirmed=3)
    change = make_proposal(offer, place="neu")
    ProposedChange.objects.update(proposed_at=timezone.now() - datetime.timedelta(days=9))

    client_of(make_user()).post(url("take_over", change.pk), {"seen": offer.version})

    offer.refresh_from_db()
    assert (offer.place, offer.confirmed_on) == ("neu", days_ago(3))


def test_taking_over_does_not_make_places_older_that_were_counted_since(client_of):
    offer, _partner = make_theirs(
        confirmed=300, capacity=12, free_places=3, free_places_checked_on=days_ago(2)
    )
    change = make_proposal(offer, place="neu")
    ProposedChange.objects.update(proposed_at=timezone.now() - datetime.timedelta(days=9))

    client_of(make_user()).post(url("take_over", change.pk), {"seen": offer.version})

    offer.refresh_from_db()
    assert (offer.confirmed_on, offer.free_places_checked_on) == (days_ago(9), days_ago(2))


def test_what_has_ended_is_not_confirmed_by_taking_a_change_over(client_of):
    offer, _partner = make_theirs(confirmed=300)
    change = make_proposal(offer, place="neu")
    office = client_of(make_user())
    office.post(url("end", offer.pk))

    office.post(url("take_over", change.pk), {"seen": offer.version})

    offer.refresh_from_db()
    assert (offer.status, offer.place) == (Status.ENDED, "neu")
    assert offer.confirmed_on == days_ago(300)


def test_what_others_changed_meanwhile_stays_and_all_three_texts_are_shown(client_of):
    offer, _partner = make_theirs(place="alt", target_group="alle")
    change = make_proposal(offer, place="vom Anbieter")
    office = client_of(make_user())
    offer.refresh_from_db()
    office.post(url("edit", offer.pk), offer_data(offer, place="vom Büro", target_group="Frauen"))

    page = office.get(url("proposal", change.pk))
    [row] = page.context["rows"]
    office.post(url("take_over", change.pk), {"seen": page.context["proposal"].offer.version})

    assert (row.stood, row.before, row.after) == ("alt", "vom Büro", "vom Anbieter")
    assert "Meanwhile this has been changed" in page.content.decode()
    offer.refresh_from_db()
    assert (offer.place, offer.target_group) == ("vom Anbieter", "Frauen")


@pytest.mark.parametrize("seen", ["0", "", "x", "²"])
def test_what_was_not_compared_is_not_taken_over(client_of, seen):
    offer, _partner = make_theirs(place="alt")
    change = make_proposal(offer)

    page = client_of(make_user()).post(url("take_over", change.pk), {"seen": seen}, follow=True)

    assert "Please compare again." in page.content.decode()
    assert Offer.objects.get().place == "alt"


def test_taking_over_after_editing_shows_the_wish_and_saves_the_own_words(client_of):
    offer, _partner = make_theirs(place="alt", target_group="alle")
    change = make_proposal(offer, place="vom Anbieter")
    office = client_of(make_user())
    page = url("proposal_edit", change.pk)

    form = office.get(page).context["form"]
    nothing_yet = (Offer.objects.get().place, proposed(offer)[0][0])
    data = offer_data(offer, place="berichtigt", target_group="alle")
    refused = office.post(page, data | {"version": form["version"].value(), "title": ""})
    still_nothing = (Offer.objects.get().place, proposed(offer)[0][0])
    office.post(page, data | {"version": form["version"].value()})

    assert (form["place"].value(), refused.status_code) == ("vom Anbieter", 422)
    assert nothing_yet == still_nothing == ("alt", "wartet")
    assert Offer.objects.get().place == "berichtigt"
    assert proposed(offer)[0][0] == "uebernommen"
    places = [row.facts["place"] for row in offer.versions.order_by("number")]
    assert places == ["alt", "vom Anbieter", "berichtigt"]


def test_a_refusal_needs_a_sentence_which_goes_to_who_wrote(client_of):
    offer, partner = make_theirs(place="alt")
    change = make_proposal(offer, by=partner, via=Via.LOGIN, contact_phone="04103 123")
    office = client_of(make_user())

    empty = office.post(url("refuse", change.pk), {"remark": " "})
    office.post(url("refuse", change.pk), {"remark": "Der Raum ist zu."})

    mail = OutgoingMail.objects.get()
    change.refresh_from_db()
    assert empty.status_code == 422
    assert (mail.to, "Der Raum ist zu." in mail.body) == (partner.email, True)
    assert "04103 123" not in mail.body
    assert (change.status, change.remark) == (State.REFUSED, "Der Raum ist zu.")
    assert Offer.objects.get().place == "alt"
    page = client_of(partner).get(offer.get_absolute_url()).content.decode()
    assert "Der Raum ist zu." in page


def test_the_sentence_goes_to_nobody_who_has_left_the_house(client_of):
    offer, writer = make_theirs()
    change = make_proposal(offer, by=writer, via=Via.LOGIN)
    colleague = make_partner(offer.provider)
    make_membership(organisation=offer.provider, since=days_ago(9), until=days_ago(1))
    accounts.deactivate(writer, by=make_user())

    client_of(make_user()).post(url("refuse", change.pk), {"remark": "Der Raum ist zu."})

    assert [mail.to for mail in OutgoingMail.objects.all()] == [colleague.email]


def test_behind_a_link_the_sentence_goes_where_the_question_went(client):
    offer, _partner = make_theirs()
    token, inquiry = make_inquiry(offer)
    client.post(url("answer_edit", token, offer.pk), offer_data(offer, place="neu"))

    proposing.refuse(ProposedChange.objects.get(), "Bitte anrufen.", by=make_user())

    assert OutgoingMail.objects.order_by("pk").last().to == inquiry.recipient


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_who_decide_at_once_decide_once():
    offer, _partner = make_theirs(place="alt")
    change, user = make_proposal(offer, place="neu"), make_user()
    offer.refresh_from_db()

    answers = at_once(
        lambda: actions.take_over(change, seen=offer.version, by=user).place,
        lambda: proposing.refuse(change, "Nein.", by=user).status,
    )

    change.refresh_from_db()
    assert "This change has been decided already." in answers
    taken = change.status == State.TAKEN
    assert Offer.objects.get().place == ("neu" if taken else "alt")
    assert OutgoingMail.objects.count() == (0 if taken else 1)
    connection.close()


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
