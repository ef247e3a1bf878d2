"""What came of a referral: said by telephone, and what it leaves behind."""

import pytest

from counselling.models import Referral
from counselling.referrals import actions
from offers.models import UnmetNeed
from tests.counselling.factories import make_case
from tests.counselling.referrals import (
    make_body,
    make_referral,
)
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["ok", "nein", "voll", "abgelehnt", "unb"])
def test_feedback_by_telephone_is_one_click(client, counsellor, state, today):
    referral = make_referral(by=counsellor)
    here = referral.contact.get_absolute_url()

    page = client.post(
        f"/counselling/referrals/{referral.pk}/state/", {"state": state, "next": here}
    )

    referral.refresh_from_db()
    assert page["Location"] == f"{here}#referral-{referral.pk}"
    assert (referral.state, referral.state_on, referral.feedback_by, referral.noticed_on) == (
        state,
        today,
        counsellor,
        today,
    )


def test_of_what_was_taken_back_nothing_is_noted(client, counsellor):
    referral = actions.take_back(make_referral(by=counsellor), by=counsellor)

    page = client.post(
        f"/counselling/referrals/{referral.pk}/state/", {"state": "voll"}, follow=True
    )

    assert "This referral was taken back." in page.content.decode()
    assert Referral.objects.get().state == "gestoppt"
    assert not UnmetNeed.objects.exists()


@pytest.mark.parametrize("state", ["wartet", "zusage", "gestoppt", "abgelaufen", "", "quatsch"])
def test_other_states_are_nobodys_feedback(client, counsellor, state):
    referral = make_referral(by=counsellor)

    page = client.post(
        f"/counselling/referrals/{referral.pk}/state/",
        {"state": state, "next": "https://evil.example/"},
        follow=True,
    )

    referral.refresh_from_db()
    assert referral.state == "wartet"
    assert "This answer does not exist." in page.content.decode()
    assert page.redirect_chain[-1][0] == referral.get_absolute_url()


def test_full_becomes_one_unmet_need_without_a_person():
    case = make_case(gender="w", german_level="A1", concern="Ada Muster")
    body = make_body(name="Sprachschule (Demo)")
    offer = make_offer(title="A1 am Abend", provider=body)
    referral = make_referral(case=case, offer=offer, note="Ada")

    actions.note_feedback(referral, "voll", by=case.responsible)
    actions.note_feedback(referral, "ok", by=case.responsible)
    actions.note_feedback(referral, "voll", by=case.responsible)

    referral.refresh_from_db()
    need = UnmetNeed.objects.get()
    assert referral.need == need
    assert (need.field_of_action, need.organisation, need.people, need.source) == (
        "SPR",
        body,
        1,
        "kontakt",
    )
    assert need.text == (
        "No place: “A1 am Abend (Sprachschule (Demo))” was full when somebody was sent there "
        "(information)."
    )
    assert (need.target_groups, need.german_level, need.languages) == ([], "", [])
    assert need.status == "gemeldet"


def test_the_same_full_place_concerns_more_people_instead_of_a_second_need():
    offer = make_offer(provider=make_body())
    first, second, other_topic = (
        make_referral(offer=offer, topic=topic) for topic in ("SPR", "SPR", "ARB")
    )

    for referral in (first, second, other_topic):
        actions.note_feedback(referral, "voll", by=referral.referred_by)

    assert list(UnmetNeed.objects.order_by("pk").values_list("field_of_action", "people")) == [
        ("SPR", 2),
        ("ARB", 1),
    ]
    assert len(set(Referral.objects.filter(topic="SPR").values_list("need", flat=True))) == 1
