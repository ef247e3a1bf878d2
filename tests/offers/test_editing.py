import pytest
from django.urls import reverse

from integration_office.models import AuditEntry
from offers.codes import Status, Via
from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import (
    days_ago,
    make_inquiry,
    make_offer,
    make_partner,
    offer_data,
)


pytestmark = pytest.mark.django_db
EDIT, CREATE = "offers:edit", "/offers/create/"


def edit_url(offer):
    return reverse(EDIT, args=[offer.pk])


def test_the_office_mends_a_word_without_confirming_anything(client_of):
    offer = make_offer(title="Kurss")

    response = client_of(make_user()).post(edit_url(offer), offer_data(offer, title="Kurs"))

    offer.refresh_from_db()
    assert response.url == offer.get_absolute_url()
    assert (offer.title, offer.version, offer.confirmed_on) == ("Kurs", 1, None)


def test_a_partner_who_saves_the_facts_confirms_them(client_of):
    offer = make_offer(confirmed=300)
    partner = make_partner(offer.provider)

    client_of(partner).post(edit_url(offer), offer_data(offer, place="Rathausplatz 4"))

    offer.refresh_from_db()
    assert offer.place == "Rathausplatz 4"
    assert (offer.confirmed_on, offer.confirmed_by, offer.confirmed_via) == (
        days_ago(0),
        partner,
        Via.LOGIN,
    )
    assert AuditEntry.objects.filter(verb="changed", by=partner).count() == 1


def typed_words(typed):
    return {name: value for name, value in typed.items() if isinstance(value, str)}


def test_everything_typed_is_kept(client_of):
    offer = make_offer()
    typed = {
        "title": "Sprachtreff",
        "kind": "sprachcafe",
        "fields_of_action": ["SPR", "TEI"],
        "description": "Wir reden.",
        "target_group": "alle",
        "women_only": "on",
        "languages": ["deu", "ukr"],
        "german_level_from": "A1",
        "german_level_to": "B1",
        "schedule_text": "jeden Freitag",
        "short_text": "Reden bei Tee.",
        "plain_text": "Wir sprechen Deutsch.",
        "target_groups": ["frauen", "neu"],
        "age_from": "16",
        "interpreting": "anfrage",
        "interpreting_languages": ["ara"],
        "format": "praesenz",
        "by_appointment": "on",
        "barrier_note": "Rampe am Hof",
        "price": "2.50",
        "exemption_note": "mit Wedel-Pass frei",
        "registration_deadline": "2027-01-31",
        "admission_conditions": "mit Berechtigungsschein",
        "access_for_clients": "Einfach kommen",
        "access_for_advisers": "Vorher anrufen",
        "what_to_bring": "Ausweis",
        "contact_name": "Toni Beispiel (Demo)",
        "contact_phone": "04103 000",
        "contact_email": "toni@demo.example",
        "appointment_url": "https://demo.example/termin",
        "visibility": "netzwerk",
        "internal_note": "Raum wird knapp",
        "funding": "Land",
        "funding_until": "2027-12-31",
        "place": "Rathaus",
        "barrier_free": "teilweise",
        "is_free": "nein",
        "cost_text": "2 €",
        "registration": "ja",
        "registration_contact": "04103 000",
        "childcare": "nein",
        "capacity": "12",
        "free_places": "2",
        "website": "https://demo.example/",
        "valid_from": "09.2025",
        "valid_until": "31.12.2027",
        "confirm_every": "3",
    }

    client_of(make_user()).post(edit_url(offer), offer_data(offer, **typed))

    offer.refresh_from_db()
    assert (offer.when, offer.level) == ("jeden Freitag, by appointment", "A1 to B1")
    assert (offer.valid_from, offer.valid_until) == ("2025-09", "2027-12-31")
    assert (offer.languages, offer.target_groups) == (["deu", "ukr"], ["frauen", "neu"])
    assert (offer.women_only, offer.capacity, offer.confirm_every) == (True, 12, 3)
    assert offer.free_places_checked_on == days_ago(0)
    kept = {name: str(getattr(offer, name)) for name in typed if isinstance(typed[name], str)}
    said = {"women_only": "True", "by_appointment": "True"}
    partial = {"valid_from": "2025-09", "valid_until": "2027-12-31"}
    assert kept == typed_words(typed) | said | partial


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"valid_from": "2026", "valid_until": "2025"}, "valid_until", "cannot end before"),
        ({"valid_from": "31.02.2026"}, "valid_from", "“31.02.2026” is not a date."),
        ({"valid_until": "gestern"}, "valid_until", "“gestern” is not a date."),
        ({"age_from": "12", "age_to": "6"}, "age_to", "upper age is below"),
        ({"is_free": "ja", "price": "3"}, "price", "take the price away"),
        ({"capacity": "10000"}, "capacity", "Please enter a number between 0 and 9999."),
        ({"free_places": "-1"}, "free_places", "Please enter a number between 0 and 9999."),
        ({"age_to": "131"}, "age_to", "Please enter a number between 0 and 120."),
        ({"price": "-1"}, "price", "greater than or equal to 0"),
        ({"contact_email": "toni"}, "contact_email", "Enter a valid email address."),
        ({"german_level_from": "B2", "german_level_to": "A1"}, "german_level_to", "below the"),
        ({"title": ""}, "title", "This field is required."),
        ({"website": "javascript:alert(1)"}, "website", "This is no web address."),
        ({"capacity": "5", "free_places": "6"}, "free_places", "more free places than places"),
        ({"confirm_every": "2"}, "confirm_every", "Select a valid choice"),
        ({"languages": ["xxx"]}, "languages", "Select a valid choice"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_typed_is_lost(
    client_of, changes, field, sentence
):
    offer = make_offer()

    response = client_of(make_user()).post(
        edit_url(offer), offer_data(offer, place="Getippt", **changes)
    )

    form = response.context["form"]
    assert response.status_code == 422
    assert [error for error in form.errors[field] if sentence in error]
    assert list(form.errors) == [field]
    assert 'value="Getippt"' in response.content.decode()


TAKEN = "This provider has an offer of this title already. Please open that one."


def by_the_office(offer, client, client_of):
    return client_of(make_user()), edit_url(offer), offer_data(offer)


def by_its_partner(offer, client, client_of):
    return client_of(make_partner(offer.provider)), edit_url(offer), offer_data(offer)


def behind_the_link(offer, client, client_of):
    token, _inquiry = make_inquiry(offer)
    return client, reverse("offers:answer_edit", args=[token, offer.pk]), offer_data(offer)


def told_behind_the_link(offer, client, client_of):
    token, _inquiry = make_inquiry(offer)
    return client, reverse("offers:answer_missing", args=[token]), {"description": "Für alle."}


def as_a_new_offer(offer, client, client_of):
    return client_of(make_user()), CREATE, offer_data(Offer(provider=offer.provider))


def as_a_copy(offer, client, client_of):
    return client_of(make_user()), reverse("offers:copy", args=[offer.pk]), {}


@pytest.mark.parametrize(
    "way",
    [
        by_the_office,
        by_its_partner,
        behind_the_link,
        told_behind_the_link,
        as_a_new_offer,
        as_a_copy,
    ],
)
def test_that_a_provider_has_the_title_already_is_said_at_the_title(client, client_of, way):
    offer = make_offer(title="Nähen")
    other = make_offer(provider=offer.provider)
    browser, url, data = way(other, client, client_of)

    response = browser.post(url, data | {"title": "nahen"})

    form = response.context["form"]
    assert response.status_code == 422
    assert form.errors == {"title": [TAKEN]}
    assert form["title"].value() == "nahen"
    assert set(Offer.objects.values_list("title", flat=True)) == {"Nähen", other.title}


@pytest.mark.parametrize("way", [by_the_office, by_its_partner, as_a_new_offer, as_a_copy])
def test_whoever_may_open_the_offer_that_has_the_title_is_led_to_it(client, client_of, way):
    make_offer(title="Nähen")  # of another house
    offer = make_offer(title="Nähen", status=Status.DRAFT)
    browser, url, data = way(make_offer(provider=offer.provider), client, client_of)

    page = browser.post(url, data | {"title": "nahen"}).text

    assert f'<a href="{offer.get_absolute_url()}" target="_blank"' in page


@pytest.mark.parametrize("way", [behind_the_link, told_behind_the_link])
def test_behind_the_link_nobody_is_led_to_a_page_they_cannot_open(client, client_of, way):
    offer = make_offer(title="Nähen")
    browser, url, data = way(make_offer(provider=offer.provider), client, client_of)

    page = browser.post(url, data | {"title": "nahen"}).text

    assert offer.get_absolute_url() not in page


def test_other_contradictions_stay_at_their_own_fields_beside_it(client_of):
    offer = make_offer(title="Nähen")
    other = make_offer(provider=offer.provider)

    response = client_of(make_user()).post(
        edit_url(other), offer_data(other, title="Nähen", capacity="5", free_places="6")
    )

    errors = response.context["form"].errors
    assert errors["title"] == [TAKEN]
    assert "There cannot be more free places than places." in errors["free_places"]


def test_another_provider_may_use_the_title(client_of):
    make_offer(title="Nähen")
    other = make_offer()

    client_of(make_user()).post(edit_url(other), offer_data(other, title="Nähen"))

    assert Offer.objects.filter(title="Nähen").count() == 2


def test_two_editors_do_not_overwrite_each_other(client_of):
    offer = make_offer(place="vorher")
    first, second = client_of(make_partner(offer.provider)), client_of(make_user())
    seen = offer_data(offer)

    first.post(edit_url(offer), seen | {"place": "vom Anbieter"})
    refused = second.post(edit_url(offer), seen | {"place": "vom Büro"})
    again = second.post(edit_url(offer), seen | {"place": "vom Büro", "version": 1})

    assert refused.status_code == 422
    assert "Saved now: “vom Anbieter”." in refused.content.decode()
    assert again.status_code == 302
    assert Offer.objects.get().place == "vom Büro"


def test_a_foreign_offer_is_read_but_not_written(client_of):
    offer = make_offer(place="vorher")
    make_offer(provider=make_organisation())
    stranger = client_of(make_partner())

    assert stranger.get(edit_url(offer)).status_code == 403
    assert stranger.post(edit_url(offer), offer_data(offer, place="x")).status_code == 403
    for verb in ("confirm", "publish", "pause", "end", "archive"):
        assert stranger.post(reverse(f"offers:{verb}", args=[offer.pk])).status_code == 403
    offer.refresh_from_db()
    assert (offer.place, offer.status, offer.confirmed_on) == ("vorher", Status.PUBLISHED, None)


def test_a_partner_cannot_give_an_offer_to_a_foreign_organisation(client_of):
    offer = make_offer()
    stranger = make_organisation()

    response = client_of(make_partner(offer.provider)).post(
        edit_url(offer), offer_data(offer, provider=stranger.pk)
    )

    assert list(response.context["form"].errors) == ["provider"]


def test_what_only_the_first_one_changed_survives_the_second_one_who_saves_again(client_of):
    offer = make_offer(description="Anfang")
    first, second = client_of(make_partner(offer.provider)), client_of(make_user())
    seen = offer_data(offer) | {"description": "Anfang"}
    theirs = {"title": "Neuer Titel", "languages": ["deu", "ukr"], "is_free": "ja", "age_to": "18"}
    first.post(edit_url(offer), seen | theirs)

    form = second.post(edit_url(offer), seen | {"description": "Mein Text"}).context["form"]
    as_shown = {name: form.data.getlist(name) for name in form.data}
    second.post(edit_url(offer), as_shown)

    offer.refresh_from_db()
    assert list(form.collisions) == []
    assert (offer.title, offer.languages, offer.is_free, offer.age_to) == (
        "Neuer Titel",
        ["deu", "ukr"],
        "ja",
        18,
    )
    assert offer.description == "Mein Text"


def test_a_new_offer_is_a_draft_and_a_second_click_makes_no_second_one(client_of):
    provider = make_organisation()
    client = client_of(make_partner(provider))
    form = client.get(CREATE).context["form"]
    data = offer_data(Offer(provider=provider, title="Neu"))
    data["submission"] = form.initial["submission"]

    first, second = client.post(CREATE, data), client.post(CREATE, data)

    offer = Offer.objects.get()
    assert (offer.status, offer.published_on, offer.provider) == (Status.DRAFT, None, provider)
    assert first.url == second.url == offer.get_absolute_url()
    assert form.fields["provider"].initial == provider


def test_who_misses_a_provider_reads_where_providers_come_from(client_of):
    office, stranger = client_of(make_user()), client_of(make_user("partner"))
    partner = client_of(make_partner(make_organisation()))

    hints = [
        str(client.get(CREATE).context["form"]["provider"].help_text)
        for client in (office, stranger, partner)
    ]

    assert hints == [
        "Whoever is not in the list is added under “Network” first.",
        "Your account belongs to no organisation yet. Please tell the office which one it is.",
        "",
    ]


def test_who_does_not_write_offers_is_kept_out(client_of):
    offer = make_offer()

    for role in ("counselling", "administration", "volunteer", "data_protection"):
        client = client_of(make_user(role))
        assert client.get(edit_url(offer)).status_code == 403
        assert client.get(CREATE).status_code == 403
        assert client.get(reverse("offers:mine")).status_code == 403
        assert client.get(reverse("offers:due")).status_code == 403


def test_a_telephone_nobody_can_dial_gets_a_sentence_where_it_is_typed(client_of):
    offer = make_offer(contact_phone="04103 000 (vormittags)")
    sent = offer_data(offer, contact_phone="im Büro fragen")

    answer = client_of(make_user()).post(edit_url(offer), sent)

    offer.refresh_from_db()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact_phone"])
    assert offer.contact_phone == "04103 000 (vormittags)"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ftp://verein.example/a", None),
        ("http://verein.example", "http://verein.example"),
        ("www.verein.example", "https://www.verein.example"),
    ],
)
def test_a_web_address_is_one_that_a_browser_opens(client_of, typed, kept):
    offer = make_offer()
    sent = offer_data(offer, website=typed, appointment_url=typed)

    answer = client_of(make_user()).post(edit_url(offer), sent)

    offer.refresh_from_db()
    refused = [] if answer.status_code == 302 else list(answer.context["form"].errors)
    assert refused == ([] if kept else ["website", "appointment_url"])
    assert offer.website == offer.appointment_url == (kept or "")
