"""What was typed for a referral is still there after the way to the consent it needs."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from counselling.models import Consent, Contact, Referral
from integration_office.drafts import Draft
from tests.counselling.factories import make_case, make_contact
from tests.counselling.referrals import make_body, make_consent, upload
from tests.factories import make_user


pytestmark = pytest.mark.django_db
NOTE = "Bringt am Montag die Zeugnisse mit."


def typed(**fields):
    return {"kind": "info", "topic": "ANE", "days": "14", "note": NOTE} | fields


def to(body, *, case=None, contact=None):
    origin = f"cases/{case.pk}" if case else contact.pk
    return f"/counselling/{origin}/refer/to/?organisation={body.pk}"


def shown(page):
    return {name: page.context["form"][name].value() for name in ("kind", "topic", "days", "note")}


def test_the_way_to_a_consent_and_back_keeps_all_that_was_typed(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()

    left = client.post(to(body, case=case), typed(keep_draft="leave"))
    consent = {"purpose": "weitergabe", "recipient": body.pk, "about": "Vorname und Anliegen"}
    make_consent(case, make_body())  # so that there is a text to agree to
    consent |= {"language": "deu", "form": "schriftlich", "given_on": case.opened_on.isoformat()}
    back = client.post(left["Location"], consent, follow=True)

    assert Consent.objects.filter(case=case, recipient=body).count() == 1
    assert shown(back) == {"kind": "uebergabe", "topic": "ANE", "days": "14", "note": NOTE}
    chosen = back.context["form"]["consent"].value()
    assert chosen == Consent.objects.get(case=case, recipient=body).pk
    assert not Referral.objects.exists()


def test_nothing_typed_stands_in_the_address_or_the_database(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()

    left = client.post(to(body, case=case), typed(keep_draft="leave"))

    asked = parse_qs(urlsplit(left["Location"]).query)
    again = parse_qs(urlsplit(asked["next"][0]).query)
    assert asked.keys() == {"recipient", "next"}
    assert again == {"organisation": [str(body.pk)], "kind": ["uebergabe"], "draft": ["1"]}
    assert "Zeugnisse" not in str(Draft.objects.values_list())


def test_a_talk_becomes_a_case_on_the_way_and_the_text_is_there_again(client, counsellor):
    contact, body = make_contact(counsellor=counsellor), make_body()

    left = client.post(to(body, contact=contact), typed(keep_draft="leave"))
    back = client.post(left["Location"], {"case": ""}, follow=True)

    assert Contact.objects.get(pk=contact.pk).case is not None
    assert shown(back)["note"] == NOTE
    assert "Have a consent signed" in back.content.decode()


def test_the_sent_referral_takes_its_draft_along(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()
    consent = make_consent(case, body)
    client.post(to(body, case=case), typed(keep_draft="auto"))

    told = {"kind": "uebergabe", "consent": consent.pk, "told": "Sucht Rat.", "days": ""}
    client.post(to(body, case=case), typed(**told, draft_state="open"))

    assert Referral.objects.get().told == "Sucht Rat."
    assert not Draft.objects.exists()


def test_what_was_begun_for_one_body_is_not_shown_for_the_next(client, counsellor):
    case, body, other = make_case(responsible=counsellor), make_body(), make_body()
    client.post(to(body, case=case), typed(keep_draft="auto"))

    of_other = client.get(to(other, case=case) + "&draft=1")
    waiting = client.get(to(body, case=case))

    assert (of_other.context["draft"].at, shown(of_other)["note"]) == (None, "")
    assert waiting.context["draft"].waits
    write_on = re.search(r'href="([^"]*draft=1)"', waiting.content.decode())[1]
    assert (
        shown(client.get(to(body, case=case).partition("?")[0] + unescape(write_on)))["note"]
        == NOTE
    )


def test_throwing_a_draft_away_leads_to_the_same_form(client, counsellor):
    case, body = make_case(responsible=counsellor), make_body()
    client.post(to(body, case=case), typed(keep_draft="auto"))

    page = client.post(to(body, case=case) + "&draft=1", {"keep_draft": "drop"}, follow=True)

    assert page.redirect_chain == [(to(body, case=case), 302)]
    assert not Draft.objects.exists()


def test_a_stranger_keeps_nothing_on_a_case(client_of, counsellor):
    case, body = make_case(responsible=counsellor), make_body()
    stranger = client_of(make_user("counselling"))

    assert stranger.post(to(body, case=case), typed(keep_draft="leave")).status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize("page", ["https://fremd.example/", "//fremd.example/", "javascript:x"])
def test_the_way_back_never_leads_out_of_the_house(client, counsellor, page):
    contact = make_contact(counsellor=counsellor)

    answer = client.post(f"/counselling/{contact.pk}/continue/?next={page}", {"case": ""})

    contact.refresh_from_db()
    assert answer["Location"] == contact.case.get_absolute_url()


@pytest.mark.parametrize("with_file", [True, False])
def test_a_draft_says_that_it_holds_no_file(client, counsellor, with_file):
    case, body = make_case(responsible=counsellor), make_body()
    make_consent(case, body)
    file = {"file": upload()} if with_file else {}

    page = client.post(to(body, case=case), typed(keep_draft="keep", **file), follow=True)

    said = [str(message) for message in page.context["messages"]]
    kept = "The draft is kept for seven days, for nobody but you."
    no_file = ["A draft holds no files: please choose them once more."] if with_file else []
    assert said == [kept, *no_file]
    assert page.redirect_chain == [(to(body, case=case) + "&draft=1", 302)]
