"""Every change of an offer's facts is kept, can be read and can be had back."""

import pytest
from django.urls import reverse

from offers import actions
from offers.codes import KnownFrom, Status, Via
from offers.life.timeline import timeline
from offers.models import Course, Location, Offer, OfferVersion
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    days_ago,
    make_draft,
    make_inquiry,
    make_offer,
    make_partner,
    make_reviewed,
    make_schedule,
    offer_data,
)


pytestmark = pytest.mark.django_db


def kept(offer):
    rows = offer.versions.order_by("number")
    return [(row.number, row.facts["place"], row.made_by, row.via) for row in rows]


def change(offer, *, by=None, via=Via.OFFICE, **facts):
    offer = Offer.objects.get(pk=offer.pk)
    for name, value in facts.items():
        setattr(offer, name, value)
    return actions.change(offer, by=by, via=via)


def url(page, *args):
    return reverse(f"offers:{page}", args=args)


def test_the_first_change_keeps_what_was_there_before_as_well(client_of):
    offer = make_offer(place="alt")
    colleague, partner = make_user(), make_partner(offer.provider)

    client_of(colleague).post(url("edit", offer.pk), offer_data(offer, place="neu"))
    offer.refresh_from_db()
    client_of(partner).post(url("edit", offer.pk), offer_data(offer, place="am Markt"))

    assert kept(offer) == [
        (0, "alt", None, ""),
        (1, "neu", colleague, "office"),
        (2, "am Markt", partner, "login"),
    ]


def test_what_a_list_has_filled_in_meanwhile_is_a_version_of_its_own():
    offer = make_offer(place="alt", source="Liste", known_from=KnownFrom.IMPORT)
    change(offer, place="neu")
    Offer.objects.update(version=2, place="aus der Liste")

    change(offer, place="am Markt")

    places = [(number, place) for number, place, *_who in kept(offer)]
    assert places == [(0, "alt"), (1, "neu"), (2, "aus der Liste"), (3, "am Markt")]
    assert offer.versions.get(number=2).who == "from a list"


def test_the_first_word_in_a_field_that_an_update_brought_can_be_taken_back(client_of):
    offer = make_offer(place="alt")
    change(offer, place="neu")
    for version in offer.versions.all():
        del version.facts["residence_statuses"]  # as the version before the update kept it
        version.save()
    offer.refresh_from_db()
    client = client_of(make_user())

    client.post(url("edit", offer.pk), offer_data(offer, residence_statuses=["DUL"]))

    page = client.get(url("versions", offer.pk))
    assert [row.number for row in offer.versions.all()] == [2, 1, 0]
    assert "Residence status (hint): – → tolerated stay" in page.content.decode()
    client.post(url("restore", offer.pk, 1))
    offer.refresh_from_db()
    assert offer.residence_statuses == []


def test_a_new_offer_is_its_own_first_version():
    user = make_user()
    draft = Offer(title="Neu", provider=make_offer().provider, place="Rathaus")

    actions.take_up(draft, by=user)

    assert kept(draft) == [(0, "Rathaus", user, "")]


def test_no_version_holds_contact_data():
    offer = make_offer(contact_name="Toni (Demo)", registration_contact="Kim (Demo)")

    change(offer, contact_phone="04103 000", place="neu")

    assert OfferVersion.objects.count() == 2
    stored = "".join(str(row.facts) for row in OfferVersion.objects.all())
    assert [word in stored for word in ("Toni", "Kim", "04103")] == [False, False, False]


def test_a_note_of_the_team_is_no_version():
    offer = make_offer()
    change(offer, place="neu")

    change(offer, internal_note="Anrufen")

    assert [row.number for row in offer.versions.all()] == [1, 0]


def test_a_note_after_a_confirmation_is_none_either():
    offer = make_offer(free_places=3, free_places_checked_on=days_ago(90))
    change(offer, place="neu")
    actions.confirm(offer, by=None, via=Via.LINK)

    change(offer, internal_note="Anrufen")

    assert [row.number for row in offer.versions.all()] == [1, 0]
    assert offer.versions.first().facts["free_places_checked_on"] == f"{days_ago(0)}"


def test_the_list_says_who_changed_what_in_words(client_of):
    offer = make_offer(place="alt", languages=["deu"])
    change(offer, by=make_user(name="Kim (Demo)"), place="neu", languages=["deu", "ukr"])
    change(offer, via=Via.LINK, description="Ein langer Text. " * 9)

    page = client_of(make_partner(offer.provider)).get(url("versions", offer.pk))

    assert [[cell.text for cell in line[::2]] for line in page.context["lines"]] == [
        ["version 3", f"{offer.provider}, by e-mail link"],
        ["version 2", "Kim (Demo)"],
        ["version 1", "not known"],
    ]
    assert [line[3].text for line in page.context["lines"]] == [
        "Description",
        "Languages: German → German, Ukrainian; Place: alt → neu",
        "first kept state",
    ]


@pytest.mark.parametrize("number", [1, 20])
def test_the_list_costs_the_same_for_any_number(client_of, django_assert_num_queries, number):
    offer = make_offer()
    for place in range(number):
        change(offer, place=f"Raum {place}")
    client = client_of(make_user())

    # session, user, offer, its times, what happened (two), number of rows, rows
    with django_assert_num_queries(8):
        client.get(url("versions", offer.pk))


def test_one_version_is_compared_with_now(client_of):
    offer = make_offer(place="alt", title="Kurs")
    change(offer, place="neu")
    change(offer, title="Kurse")

    page = client_of(make_user()).get(url("version", offer.pk, 0))

    rows = [(row.label, row.before, row.after) for row in page.context["rows"]]
    assert rows == [("Title", "Kurs", "Kurse"), ("Place", "alt", "neu")]
    assert client_of(make_user()).get(url("version", offer.pk, 9)).status_code == 404


def test_a_state_is_had_back_as_a_new_version(client_of):
    offer = make_offer(place="alt")
    make_schedule(offer)
    Course.objects.create(offer=offer, hours=600)
    colleague = make_user()
    actions.change(Offer.objects.get(pk=offer.pk), by=None, via=Via.OFFICE)
    change(offer, place="neu", contact_phone="04103 000")
    offer.schedules.all().delete()
    Course.objects.all().delete()
    change(offer, place="Markt")

    client = client_of(colleague)
    asked = client.get(url("restore", offer.pk, 0))
    response = client.post(url("restore", offer.pk, 0))

    offer.refresh_from_db()
    assert (asked.status_code, response.url) == (200, offer.get_absolute_url())
    assert (offer.place, offer.schedules.count(), offer.course.hours) == ("alt", 1, 600)
    assert offer.contact_phone == "04103 000"
    newest = offer.versions.first()
    assert (newest.number, newest.made_by, newest.facts) == (
        offer.version,
        colleague,
        offer.versions.last().facts,
    )


def test_a_state_of_an_offer_is_had_back_by_the_house_it_belongs_to_now(client_of):
    offer = make_offer(place="alt")
    other = make_organisation()
    change(offer, provider=other, place="neu")

    client_of(make_user()).post(url("restore", offer.pk, 0))

    offer.refresh_from_db()
    assert (offer.place, offer.provider) == ("alt", other)


def test_what_is_no_longer_valid_is_not_had_back_and_nothing_happens(client_of):
    location = Location.objects.create(name="Alte Schule")
    offer = make_offer(location=location)
    change(offer, location=None, place="neu")
    location.delete()

    response = client_of(make_user()).post(url("restore", offer.pk, 0), follow=True)

    offer.refresh_from_db()
    assert offer.place == "neu"
    assert (
        "This state cannot be had back as it was. "
        "“Alte Schule” is no longer there. Please choose anew."
    ) in response.content.decode()


def test_a_reviewed_provider_proposes_to_have_a_state_back(client_of):
    offer = make_offer(place="alt")
    change(offer, place="neu")
    make_reviewed(offer.provider)

    answer = client_of(make_partner(offer.provider)).post(url("restore", offer.pk, 0), follow=True)

    offer.refresh_from_db()
    assert ("Your change is being checked." in answer.text, offer.place) == (True, "neu")
    assert offer.proposed_changes.get().facts == {"place": {"before": "neu", "after": "alt"}}


def test_the_history_names_times_as_well_and_the_provider_behind_a_link():
    offer = make_offer()
    change(offer, by=None, via=Via.LINK, place="neu")
    schedule = make_schedule()
    actions.change(Offer.objects.get(pk=offer.pk), by=None, via=Via.LINK, schedules=[schedule])

    entries = [(entry.who, entry.text) for entry in timeline(Offer.objects.get(pk=offer.pk))]

    who = f"{offer.provider}, by e-mail link"
    assert entries[:2] == [
        (who, "Changed: When"),
        (who, "Changed: Place. Confirmed: link in an e-mail"),
    ]


def test_what_came_by_the_link_in_the_mail_is_said_to_come_from_its_provider(client, client_of):
    known = make_offer()
    token, inquiry = make_inquiry(known)
    new = {"title": "Nähen", "description": "Donnerstags, für alle."}

    client.post(reverse("offers:answer_missing", args=[token]), new)
    client.post(reverse("offers:answer_end", args=[token, known.pk]))

    told, who = Offer.objects.get(title="Nähen"), f"{inquiry.provider}, by e-mail link"
    page = client_of(make_user()).get(url("versions", told.pk))
    ended, *_earlier = timeline(Offer.objects.get(pk=known.pk))
    assert [cell.text for cell in page.context["lines"][0][::2]] == ["version 1", who]
    assert [entry.who for entry in page.context["entries"]] == [who]
    assert (ended.who, ended.text) == (who, "Now: ended")


def test_the_first_kept_state_of_an_offer_out_of_a_list_says_so():
    offer = make_offer(known_from="import")

    change(offer, place="neu")

    assert offer.versions.last().who == "from a list"


def test_a_copy_is_a_draft_with_everything_but_what_holds_once(client_of):
    offer = make_offer(
        title="Nähen",
        capacity=12,
        free_places=3,
        registration_deadline="2026-12-01",
        contact_phone="04103 000",
        confirmed=3,
    )
    make_schedule(offer)
    Course.objects.create(offer=offer, hours=600, seats=20, registered=18)
    client = client_of(make_partner(offer.provider))
    form = client.get(url("copy", offer.pk)).context["form"]
    data = {"title": form.initial["title"], "submission": form.initial["submission"]}

    first, second = (
        client.post(url("copy", offer.pk), data),
        client.post(url("copy", offer.pk), data),
    )

    draft = Offer.objects.exclude(pk=offer.pk).get()
    assert first.url == second.url == url("edit", draft.pk)
    assert (draft.title, draft.status, draft.confirmed_on) == ("Nähen (copy)", Status.DRAFT, None)
    assert (draft.capacity, draft.free_places, draft.registration_deadline) == (12, None, None)
    assert (draft.contact_phone, draft.schedules.count()) == ("", 1)
    assert (draft.course.hours, draft.course.seats, draft.course.registered) == (600, 20, None)
    assert offer.schedules.count() == 1


def test_a_second_copy_is_numbered_and_a_long_title_shortened():
    offer = make_draft(title="N" * 160)
    user = make_user()

    for _copy in range(2):
        actions.copy(offer, actions.free_title(offer), by=user)

    assert list(Offer.objects.order_by("pk").values_list("title", flat=True)[1:]) == [
        "N" * 153 + " (copy)",
        "N" * 151 + " (copy 2)",
    ]
