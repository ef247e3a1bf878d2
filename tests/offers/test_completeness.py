"""What an offer still lacks, and that it is not published without the needed."""

import pytest
from django.urls import reverse

from offers.codes import Status
from offers.life import completeness
from offers.models import Offer
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import ENOUGH, make_draft, make_offer, make_partner, make_schedule


pytestmark = pytest.mark.django_db

NEEDED = ["description", "fields_of_action", "schedule_text", "place", "contact_phone"]
ADVISED = ["kind", "target_groups", "languages", "is_free", "registration"]


def gaps(offer, *, needed):
    return [gap.field for gap in completeness.missing(offer) if gap.needed is needed]


def test_an_empty_offer_lacks_everything_the_needed_first():
    offer = make_offer()

    assert [gap.field for gap in completeness.missing(offer)] == NEEDED + ADVISED
    assert gaps(offer, needed=True) == NEEDED


def test_five_short_answers_are_enough():
    offer = make_draft()

    assert gaps(offer, needed=True) == []
    assert gaps(offer, needed=False) == ADVISED


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"description": "Wir lernen."}, "description"),
        ({"by_appointment": True}, "schedule_text"),
        ({"format": "online"}, "place"),
        ({"format": "aufsuchend"}, "place"),
        ({"website": "https://demo.example/"}, "contact_phone"),
        ({"registration_contact": "Büro"}, "contact_phone"),
    ],
)
def test_there_is_more_than_one_way_to_say_it(facts, field):
    assert field not in gaps(make_offer(**facts), needed=True)


def test_a_format_on_site_names_no_place_by_itself():
    assert "place" in gaps(make_offer(format="praesenz"), needed=True)


def test_times_say_when_and_the_address_of_the_provider_says_whom_to_ask():
    offer = make_offer(provider=make_organisation(street="Schauenburgerstr. 3"))
    make_schedule(offer)

    assert gaps(offer, needed=True) == ["description", "fields_of_action", "place"]


def test_everything_advised_can_be_answered():
    offer = make_draft(
        kind="sprachkurs",
        target_group="alle",
        languages=["deu"],
        is_free="ja",
        registration="nein",
    )

    assert completeness.missing(offer) == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ENDED])
def test_publishing_refuses_what_is_incomplete_and_names_each_gap(client_of, status):
    offer = make_offer(status=status, **ENOUGH | {"place": "", "fields_of_action": []})

    response = client_of(make_user()).post(reverse("offers:publish", args=[offer.pk]), follow=True)

    offer.refresh_from_db()
    assert offer.status == status
    assert (
        "This is still missing: Choose at least one field of action. "
        "Say where it takes place, or that it is online or by telephone."
    ) in response.content.decode()


def test_the_question_before_publishing_leads_to_the_missing_fields(client_of):
    offer = make_offer(status=Status.DRAFT, **ENOUGH | {"place": "", "fields_of_action": []})
    client = client_of(make_partner(offer.provider))

    page = client.get(reverse("offers:publish", args=[offer.pk])).content.decode()
    form = client.get(reverse("offers:edit", args=[offer.pk])).content.decode()

    edit = reverse("offers:edit", args=[offer.pk])
    for anchor in ("id_fields_of_action_0", "id_place"):
        assert f'href="{edit}#{anchor}"' in page
        assert f'id="{anchor}"' in form
    assert 'type="submit"' not in page.partition("<main")[2]


def test_a_complete_one_is_asked_for_and_told_what_would_help(client_of):
    offer = make_draft()
    client = client_of(make_partner(offer.provider))

    page = client.get(reverse("offers:publish", args=[offer.pk])).content.decode()
    client.post(reverse("offers:publish", args=[offer.pk]))

    assert "This would help people as well:" in page
    assert Offer.objects.get().status == Status.PUBLISHED


def test_what_pauses_goes_on_without_being_asked_again(client_of):
    offer = make_offer(status=Status.PAUSED)

    client_of(make_user()).post(reverse("offers:publish", args=[offer.pk]))

    assert Offer.objects.get().status == Status.PUBLISHED


def test_office_and_provider_read_on_the_page_what_is_missing_and_nobody_else(client_of):
    offer = make_offer()
    url = offer.get_absolute_url()
    sentence = "Say in one or two sentences what it is."

    said = {
        role: sentence in client_of(user).get(url).content.decode()
        for role, user in {
            "office": make_user(),
            "provider": make_partner(offer.provider),
            "foreign": make_partner(),
            "counselling": make_user("counselling"),
        }.items()
    }

    assert said == {"office": True, "provider": True, "foreign": False, "counselling": False}
