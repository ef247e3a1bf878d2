"""Nothing typed is lost when a session ends, and nobody else gets to read it."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from counselling.models import CaseFile, Referral
from integration_office import kept_text
from network.models import Organisation
from tests.counselling.casework import upload
from tests.counselling.factories import make_case
from tests.counselling.referrals import make_body, make_consent
from tests.factories import make_user


pytestmark = pytest.mark.django_db


def browser_of(user):
    """A browser that keeps its cookies and in which `user` has opened a page."""
    browser = Client()
    log_in(browser, user)
    browser.get("/")
    return browser


def log_in(browser, user):
    browser.force_login(user, backend="integration_office.accounts.OfficeBackend")


def end_session(browser):
    Session.objects.filter(pk=browser.cookies[settings.SESSION_COOKIE_NAME].value).delete()


def typed(browser):
    """What the create page sends for a new organisation, with the tokens of its form."""
    html = browser.get(reverse("network:create")).content.decode()
    token = re.search(
        r'name="submission" value="([^"]+)"|value="([^"]+)"[^>]*name="submission"', html
    )
    values = {
        "name": "Neue Stelle",
        "kind": Organisation.Kind.values[0],
        "task": 'Hilft "gern" & viel',
    }
    return values | ({"submission": next(filter(None, token.groups()))} if token else {})


def sent_on(html):
    """The fields the page would send on, as a browser reads them."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>(.*?)</textarea>', html, re.S)
    return {unescape(name): unescape(value) for name, value in found}


def test_a_form_sent_after_the_session_ended_is_saved_after_the_login():
    user = make_user("coordination")
    browser = browser_of(user)
    fields = typed(browser)
    end_session(browser)

    refused = browser.post(reverse("network:create"), fields)
    log_in(browser, user)
    waiting = browser.get(reverse("kept_text"))
    again = browser.post(reverse("kept_text"), sent_on(waiting.content.decode()) | {"send": "1"})
    saved = browser.post(again.headers["Location"], fields)

    assert refused.url == f"{reverse('account_login')}?next={reverse('kept_text')}"
    assert sent_on(waiting.content.decode()) == fields
    assert (again.status_code, again.headers["Location"]) == (307, reverse("network:create"))
    assert saved.status_code == 302
    assert Organisation.objects.get().task == 'Hilft "gern" & viel'
    assert browser.get(reverse("kept_text")).url == "/"


def test_a_colleague_at_the_same_computer_sees_nothing_of_it():
    browser = browser_of(make_user("coordination"))
    fields = typed(browser)
    end_session(browser)
    browser.post(reverse("network:create"), fields)
    log_in(browser, make_user("coordination"))

    assert browser.get(reverse("kept_text")).url == "/"
    assert kept_text.SESSION_KEY not in browser.session


def test_what_is_kept_cannot_be_read_in_the_database():
    browser = browser_of(make_user("coordination"))
    fields = typed(browser)
    end_session(browser)
    browser.post(reverse("network:create"), fields)

    (session,) = Session.objects.all()
    assert kept_text.SESSION_KEY in session.get_decoded()
    assert "Neue Stelle" not in str(session.get_decoded())


def test_it_is_thrown_away_on_wish_and_after_an_hour(monkeypatch):
    user = make_user("coordination")
    for end in ("wish", "hour"):
        browser = browser_of(user)
        fields = typed(browser)
        end_session(browser)
        browser.post(reverse("network:create"), fields)
        log_in(browser, user)
        if end == "wish":
            browser.post(reverse("kept_text"))
        else:
            later = kept_text.time.time() + kept_text.KEPT_SECONDS + 1
            monkeypatch.setattr(kept_text.time, "time", lambda later=later: later)

        assert browser.get(reverse("kept_text")).url == "/"


def test_nothing_is_kept_for_a_stranger_or_after_a_logout():
    stranger, left = Client(), browser_of(make_user("coordination"))
    left.post(reverse("account_logout"))

    for browser in (stranger, left):
        refused = browser.post(reverse("network:create"), {"name": "Neue Stelle"})
        assert refused.url == f"{reverse('account_login')}?next={reverse('network:create')}"


@pytest.mark.parametrize(("site", "is_kept"), [("same-origin", True), ("cross-site", False)])
def test_a_form_with_an_old_token_is_kept_only_when_it_came_from_our_own_page(site, is_kept):
    browser = Client(enforce_csrf_checks=True)
    log_in(browser, make_user("coordination"))

    refused = browser.post(
        reverse("network:create"), {"name": "Neue Stelle"}, headers={"Sec-Fetch-Site": site}
    )

    assert (refused.status_code, kept_text.SESSION_KEY in browser.session) == (
        (302, True) if is_kept else (403, False)
    )


# A form with a file


@pytest.fixture
def counsellor():
    return make_user("counselling")


def lose_session_with(browser, user, url, fields, file):
    """Sent after the session has ended, and then again after the login: (what /kept/ shows, what
    comes of it)."""
    end_session(browser)
    refused = browser.post(url, fields | file)
    assert refused.url == f"{reverse('account_login')}?next={reverse('kept_text')}"
    log_in(browser, user)
    waiting = browser.get(reverse("kept_text")).content.decode()
    again = browser.post(reverse("kept_text"), sent_on(waiting) | {"send": "1"})
    return waiting, browser.post(again.headers["Location"], sent_on(waiting))


def test_of_a_form_with_a_file_the_text_is_kept_and_the_file_asked_for_by_name(counsellor):
    browser, case = browser_of(counsellor), make_case(responsible=counsellor)
    url = reverse("counselling:file_create", args=[case.pk])
    fields = {"kind": "zeugnis", "title": "Abitur 2015"}

    waiting, refused = lose_session_with(
        browser, counsellor, url, fields, {"file": upload(name="Zeugnis & mehr.pdf")}
    )

    assert "Zeugnis &amp; mehr.pdf" in waiting
    form = refused.context["form"]
    assert (refused.status_code, CaseFile.objects.count()) == (422, 0)
    assert form["title"].value() == "Abitur 2015"
    assert form.errors == {
        "file": [
            "Please choose “Zeugnis & mehr.pdf” once more; it goes along only when all is right."
        ]
    }
    assert browser.post(url, fields | {"file": upload()}).status_code == 302
    assert CaseFile.objects.get().title == "Abitur 2015"


def test_nothing_is_saved_without_its_file_even_where_none_is_needed(counsellor):
    browser, case = browser_of(counsellor), make_case(responsible=counsellor)
    body = make_body()
    consent = make_consent(case, body)
    url = reverse("counselling:case_refer_to", args=[case.pk]) + f"?organisation={body.pk}"
    fields = {"kind": "uebergabe", "topic": "SPR", "told": "Sucht Kurs", "consent": consent.pk}

    _waiting, refused = lose_session_with(
        browser, counsellor, url, fields, {"file": upload(name="Bescheid.pdf")}
    )

    assert refused.status_code == 422
    assert "Please choose “Bescheid.pdf” once more" in refused.context["form"].errors["file"][0]
    assert not Referral.objects.exists()


def test_the_name_of_a_file_cannot_be_read_in_the_database_either(counsellor):
    browser, case = browser_of(counsellor), make_case(responsible=counsellor)
    end_session(browser)

    browser.post(
        reverse("counselling:file_create", args=[case.pk]),
        {"kind": "zeugnis", "file": upload(name="Bescheid.pdf")},
    )

    assert "Bescheid" not in str(Session.objects.get().get_decoded())


def test_only_a_field_for_a_file_asks_for_one(counsellor):
    case = make_case(responsible=counsellor)

    browser_of(counsellor).post(
        reverse("counselling:file_create", args=[case.pk]),
        {"kind": "zeugnis", "file": upload(), "lost_file": ["title x.pdf", "nothing", ""]},
    )

    assert CaseFile.objects.exists()
