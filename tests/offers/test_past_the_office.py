"""Nothing of a reviewed provider gets past the office, and what is internal stays in the house."""

import re
import time

import pytest
from django.urls import reverse

from offers import actions
from offers.codes import Status, Via, Visibility
from offers.coverage import need_actions
from offers.models import Document, Offer, ProposedChange, Schedule
from tests.factories import make_user
from tests.network.factories import make_membership, make_organisation
from tests.offers.factories import (
    make_draft,
    make_inquiry,
    make_offer,
    make_partner,
    make_proposal,
    make_reviewed,
    offer_data,
    times_data,
)
from tests.offers.feed import make_document
from tests.offers.needs import make_need
from tests.offers.test_documents import hand_in


pytestmark = pytest.mark.django_db
LONG = "9" * 5000  # more digits than Python reads as a number


def make_two_houses():
    """A partner who speaks for a trusted and for a reviewed provider, and a published offer of the
    trusted one."""
    trusted, reviewed = make_organisation(), make_reviewed()
    partner = make_partner(trusted)
    make_membership(user=partner, organisation=reviewed)
    return partner, make_offer(provider=trusted), reviewed


def test_an_offer_is_not_moved_to_a_reviewed_provider_past_the_office(client_of):
    partner, offer, reviewed = make_two_houses()
    url = reverse("offers:edit", args=[offer.pk])
    data = offer_data(offer, provider=reviewed.pk, title="Neu", place="Rathaus")

    page = client_of(partner).post(url, data)

    after = Offer.objects.get()
    assert page.status_code == 422
    assert "The office publishes the offers of this organisation." in page.content.decode()
    assert page.context["form"]["place"].value() == "Rathaus"
    assert (after.provider, after.title) == (offer.provider, offer.title)


def test_the_office_moves_it_and_a_draft_may_move(client_of):
    partner, offer, reviewed = make_two_houses()
    draft = make_offer(provider=offer.provider, status=Status.DRAFT)

    for user, one in [(make_user(), offer), (partner, draft)]:
        url = reverse("offers:edit", args=[one.pk])
        client_of(user).post(url, offer_data(one, provider=reviewed.pk))

    assert set(Offer.objects.values_list("provider", flat=True)) == {reviewed.pk}
    assert not ProposedChange.objects.exists()


def test_a_reviewed_partner_adds_no_file_to_a_published_offer(client_of):
    offer = make_offer(provider=make_reviewed())
    client = client_of(make_partner(offer.provider))

    page = hand_in(client, offer, title="Programm")

    assert page.status_code == 422
    assert "The office looks at what your house shows in the catalogue." in page.content.decode()
    assert not Document.objects.exists()
    assert "Add a file" not in client.get(offer.get_absolute_url()).content.decode()


def test_a_reviewed_partner_adds_files_to_a_draft_and_the_office_to_all(client_of):
    offer = make_offer(provider=make_reviewed())
    draft = make_offer(provider=offer.provider, status=Status.DRAFT)

    pages = [
        hand_in(client_of(make_partner(offer.provider)), draft),
        hand_in(client_of(make_user()), offer),
    ]

    assert [page.status_code for page in pages] == [302, 302]
    assert Document.objects.count() == 2


def test_a_reviewed_partner_takes_a_wrong_file_away_at_once(client_of):
    document = make_document(make_offer(provider=make_reviewed()))
    partner = make_partner(document.offer.provider)

    url = reverse("offers:document_remove", args=[document.offer_id, document.pk])
    client_of(partner).post(url)

    assert not Document.objects.exists()


def test_a_colleague_who_once_spoke_for_a_house_writes_nothing_for_it_any_more(client_of):
    offer = make_offer()
    draft = make_offer(provider=offer.provider, status=Status.DRAFT)
    colleague = make_user("counselling")
    make_membership(user=colleague, organisation=offer.provider)
    client, edit = client_of(colleague), reverse("offers:edit", args=[offer.pk])

    page = client.get(offer.get_absolute_url())

    assert (page.status_code, edit in page.text) == (200, False)
    assert client.get(edit).status_code == 403
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("role", "named", "linked"), [("partner", False, False), ("counselling", False, True)]
)
def test_an_internal_offer_that_answers_a_need_has_no_name_for_partners(
    client_of, role, named, linked
):
    offer = make_offer(title="Schutzwohnung", visibility=Visibility.INTERNAL)
    need = need_actions.answer_with_offer(make_need(), offer, by=make_user())
    user = make_partner() if role == "partner" else make_user(role)

    pages = [
        client_of(user).get(need.get_absolute_url()).content.decode(),
        client_of(user).get(reverse("offers:need_list"), {"status": "angebot"}).content.decode(),
    ]

    assert ["Schutzwohnung" in page for page in pages] == [named, named]
    assert "an internal offer" in pages[0]
    assert (offer.get_absolute_url() in pages[0]) == linked


def test_internal_offers_are_not_counted_beside_others(client_of):
    offer = make_offer(confirmed=1)
    make_offer(provider=offer.provider, confirmed=1, visibility=Visibility.INTERNAL)
    url = offer.get_absolute_url()

    counts = [
        client_of(user).get(url).context["siblings"]["total"]
        for user in (make_user("volunteer"), make_user("counselling"))
    ]

    assert counts == [1, 2]


def test_numbers_without_end_are_no_keys(client, client_of):
    offer = make_offer()
    token, _inquiry = make_inquiry(offer)
    row = {"rhythm": "woche", "weekdays": ["do"], "pk": LONG}
    data = offer_data(offer) | times_data(row) | {"times-INITIAL_FORMS": 0}

    saved = client.post(reverse("offers:answer_edit", args=[token, offer.pk]), data)
    listed = client_of(make_user("volunteer")).get("/offers/", {"place": LONG, "provider": LONG})

    assert (saved.status_code, listed.status_code) == (422, 200)
    assert not Schedule.objects.exists()


def test_a_seen_version_without_end_fits_no_offer(client_of):
    change = make_proposal()

    page = client_of(make_user()).post(
        reverse("offers:take_over", args=[change.pk]), {"seen": LONG}, follow=True
    )

    assert "Please compare again." in page.content.decode()
    assert ProposedChange.objects.get().status == "wartet"


@pytest.mark.parametrize("kind", ["pdf", "\x00", LONG])
def test_a_kind_of_file_that_does_not_exist_gets_the_page(client_of, kind):
    offer = make_offer()

    page = client_of(make_user("volunteer")).get("/offers/", {"format": kind, "sort": "next"})

    assert page.status_code == 200
    assert offer.get_absolute_url() in page.content.decode()


def test_an_offer_the_office_has_closed_is_not_written_behind_the_link(client):
    offer = make_offer(place="alt")
    token, _inquiry = make_inquiry(offer)
    actions.end(offer, by=make_user())

    page = client.post(
        reverse("offers:answer_edit", args=[token, offer.pk]),
        offer_data(Offer.objects.get(), place="neu"),
    )

    assert page.status_code == 422
    assert "This offer has ended." in page.content.decode()
    assert Offer.objects.get().place == "alt"


def test_what_changed_since_the_office_read_it_is_not_published(client_of):
    offer = make_draft(provider=make_reviewed(), status=Status.SUBMITTED, place="alt")
    partner, office = make_partner(offer.provider), client_of(make_user())
    [button] = re.findall(
        r'href="(/offers/\d+/publish/[^"]*)"', office.get(offer.get_absolute_url()).text
    )
    theirs = Offer.objects.get()
    theirs.place = "neu"
    actions.change(theirs, by=partner, via=Via.LOGIN)

    page = office.post(button, follow=True)

    assert "Please read it again." in page.text
    assert Offer.objects.get().status == Status.SUBMITTED
    [button] = re.findall(r'href="(/offers/\d+/publish/[^"]*)"', page.text)
    office.post(button)
    assert Offer.objects.get().status == Status.PUBLISHED


def test_what_any_cache_may_keep_says_nothing_of_who_asked(client_of):
    offer = make_offer()
    pages = ["/offers/hsds/", reverse("offers:calendar", args=[offer.pk])]

    answers = [client_of(make_user()).get(page) for page in pages]

    assert [(one.headers["Cache-Control"], dict(one.cookies)) for one in answers] == [
        ("public, max-age=300", {}),
        ("public, max-age=300", {}),
    ]


@pytest.mark.parametrize("page", ["/offers/", "/search/", "/offers/neighbours/offers/"])
@pytest.mark.parametrize("word", [LONG, "deutschkurs" * 800])
def test_a_word_without_end_holds_nobody_up(client_of, page, word):
    client = client_of(make_user("volunteer"))
    begun = time.process_time()

    assert client.get(page, {"q": word}).status_code == 200
    assert time.process_time() - begun < 20  # it took minutes


def test_a_description_without_spaces_is_saved_in_no_time():
    begun = time.process_time()

    make_offer(description="deutschkurs" * 180)

    assert time.process_time() - begun < 20


def make_ended(status=Status.ENDED):
    """An offer of a reviewed provider that has ended, and its partner."""
    offer = make_offer(provider=make_reviewed(), title="Kurs", place="alt", status=status)
    return offer, make_partner(offer.provider)


@pytest.mark.parametrize("status", [Status.ENDED, Status.ARCHIVED])
def test_what_has_ended_is_not_rewritten_while_everybody_reads_it(client_of, status):
    offer, partner = make_ended(status)
    client = client_of(partner)

    page = client.post(reverse("offers:edit", args=[offer.pk]), offer_data(offer, place="neu"))
    hand_in(client, offer)

    assert page.status_code == 422
    assert "This offer has ended and can still be read. Please submit it first" in page.text
    assert Offer.objects.get().place == "alt"
    assert not Document.objects.exists()


def test_it_is_rewritten_once_it_is_submitted_or_by_the_office_or_a_trusted_house(client_of):
    submitted, partner = make_ended()
    Offer.objects.filter(pk=submitted.pk).update(
        status=Status.SUBMITTED, ended_on=None, published_on=None
    )
    ended, _partner = make_ended()
    trusted = make_offer(status=Status.ENDED)
    writers = [
        (partner, submitted),
        (make_user(), ended),
        (make_partner(trusted.provider), trusted),
    ]

    for user, offer in writers:
        url = reverse("offers:edit", args=[offer.pk])
        assert client_of(user).post(url, offer_data(offer, place="neu")).status_code == 302

    assert set(Offer.objects.values_list("place", flat=True)) == {"neu"}


def test_a_provider_does_not_read_when_the_office_notes_something_for_itself(client_of):
    offer = make_offer(place="alt")
    office, url = client_of(make_user()), reverse("offers:edit", args=[offer.pk])
    office.post(url, offer_data(offer, place="alt", internal_note="Nicht empfehlen."))
    offer.refresh_from_db()
    office.post(url, offer_data(offer, place="neu", internal_note="Doch empfehlen."))

    page = client_of(make_partner(offer.provider)).get(reverse("offers:versions", args=[offer.pk]))

    told = [entry.text for entry in page.context["entries"]]
    assert offer.internal_note == "Nicht empfehlen."
    assert told == ["Changed: Place", "Taken up"]
    assert "ternal note" not in page.text
