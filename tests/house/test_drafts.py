"""What was begun is still there after the browser has died, for nobody but who began it."""

import datetime
import uuid

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counselling.models import Contact
from integration_office import kept_text, privacy
from integration_office.drafts import LONGEST, Draft
from network.models import Organisation
from tests.counselling.factories import make_contact, quick_post
from tests.factories import make_user


pytestmark = pytest.mark.django_db
URL = "/counselling/quick/"


@pytest.fixture
def counsellor():
    return make_user("counselling")


@pytest.fixture
def client(client_of, counsellor):
    return client_of(counsellor)


def begun(**fields):
    """Half a contact, as the script sends it."""
    return quick_post(topics=[], note="Brief vom Amt", keep_draft="auto", gender="w") | fields


def alter(client, url=URL, **fields):
    return client.post(url, begun(**fields))


def offered(client, url=URL):
    return client.get(url).context["draft"]


def test_what_was_begun_is_offered_and_written_on(client):
    kept = alter(client, topics=["WOH"], subtopics=["WOH.suche"], day="2026-11-02")

    waiting = client.get(URL)
    opened = client.get(f"{URL}?draft=1")

    assert (kept.status_code, kept.content) == (204, b"")
    assert (waiting.context["draft"].waits, waiting.context["form"]["note"].value()) == (True, "")
    form = opened.context["form"]
    names = ("note", "topics", "subtopics", "gender", "day", "form", "first_contact")
    assert {name: form[name].value() for name in names} == {
        "note": "Brief vom Amt",
        "topics": ["WOH"],
        "subtopics": ["WOH.suche"],
        "gender": "w",
        "day": "2026-11-02",
        "form": "kurz",
        "first_contact": None,
    }
    assert (form.details_open, form.attributes_open, form.more_open) == (True, True, True)
    assert 'value="open"' in opened.content.decode()
    assert form.errors == {}


def test_the_page_says_from_when_it_is(client):
    alter(client)
    Draft.objects.update(changed_at=timezone.localtime().replace(hour=10, minute=42))
    today = offered(client).when
    Draft.objects.update(changed_at=datetime.datetime(2026, 11, 2, 10, 42, tzinfo=datetime.UTC))

    assert (today, offered(client).when) == ("10:42 a.m.", "11/02/2026 11:42 a.m.")


def test_the_button_works_without_scripts(client):
    answer = client.post(URL, begun(keep_draft="keep"), follow=True)

    assert answer.redirect_chain == [(f"{URL}?draft=1", 302)]
    assert answer.context["form"]["note"].value() == "Brief vom Amt"
    assert [str(message) for message in answer.context["messages"]] == [
        "The draft is kept for seven days, for nobody but you."
    ]
    assert not Contact.objects.exists()


def test_nobody_else_sees_it_on_the_same_page(client, client_of):
    alter(client)
    colleague = client_of(make_user("counselling", "coordination"))

    page = colleague.get(f"{URL}?draft=1")
    colleague.post(URL, {"keep_draft": "drop"})

    assert (page.context["draft"].at, page.context["form"]["note"].value()) == (None, "")
    assert "Brief vom Amt" not in page.content.decode()
    assert Draft.objects.count() == 1


def test_each_page_has_a_draft_of_its_own_and_the_last_word_counts(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    alter(client, note="eins")
    alter(client, note="zwei")
    alter(client, contact.get_absolute_url(), note="drei", version=0)

    pages = {draft.page: draft.typed["note"] for draft in Draft.objects.of(counsellor)}

    assert pages == {"counselling:quick": ["zwei"], f"counselling:edit {contact.pk}": ["drei"]}


def test_who_may_not_open_a_page_keeps_nothing_on_it(client):
    foreign = make_contact()

    assert alter(client, foreign.get_absolute_url()).status_code == 404
    assert not Draft.objects.exists()


def test_it_cannot_be_read_in_the_database(client):
    alter(client)

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM integration_office_draft t")
        assert "Brief" not in cursor.fetchone()[0]
    assert Draft.objects.get().typed["note"] == ["Brief vom Amt"]


def test_it_goes_with_the_saving(client):
    alter(client)

    client.post(URL, quick_post(note="Brief vom Amt", draft_state="open"))

    assert Contact.objects.get().note == "Brief vom Amt"
    assert not Draft.objects.exists()


def test_it_stays_when_the_form_is_refused(client):
    alter(client)

    refused = client.post(URL, quick_post(topics=[], draft_state="open"))

    assert (refused.status_code, refused.context["draft"].is_open) == (422, True)
    assert Draft.objects.count() == 1


def test_another_contact_may_be_logged_while_a_draft_waits(client):
    alter(client)

    client.post(URL, quick_post(draft_state="waiting"))
    refused = client.post(URL, quick_post(topics=[], draft_state="waiting"))

    assert offered(client).waits
    assert refused.context["draft"].waits
    assert " data-draft" not in refused.content.decode().replace(" data-draft-state", "")


def test_what_arrives_after_the_saving_is_not_kept(client):
    token = str(uuid.uuid4())
    client.post(URL, quick_post(submission=token))

    late = alter(client, submission=token)

    assert (late.status_code, Draft.objects.count()) == (204, 0)


def test_what_was_saved_meanwhile_is_not_offered_again(client, counsellor):
    token = str(uuid.uuid4())
    alter(client, submission=token)
    client.post(URL, quick_post(submission=token))
    contact = make_contact(counsellor=counsellor, note="Brief vom Amt", gender="w")
    page = contact.get_absolute_url()
    alter(client, page, topics=["SPR"], main_topic="SPR", status_group="NE", version=0)

    assert (offered(client).at, offered(client, page).at) == (None, None)
    assert not Draft.objects.exists()


def test_it_can_be_thrown_away(client):
    alter(client)

    answer = client.post(URL, {"keep_draft": "drop"}, follow=True)

    assert answer.redirect_chain == [(URL, 302)]
    assert [str(message) for message in answer.context["messages"]] == ["The draft is gone."]
    assert not Draft.objects.exists()


def test_a_colleague_who_saved_meanwhile_is_not_overwritten_by_a_draft(client, counsellor):
    contact = make_contact(counsellor=counsellor)
    page = contact.get_absolute_url()
    alter(client, page, topics=["SPR"], duration="d60", version=0)
    client.post(page, quick_post(version=0, duration="d05"))

    form = client.get(f"{page}?draft=1").context["form"]
    refused = client.post(
        page, quick_post(version=form["version"].value(), duration="d60", draft_state="open")
    )

    assert refused.status_code == 422
    assert refused.context["form"].errors["duration"] == ["Saved now: “up to 5 min.”."]
    assert Contact.objects.get().duration == "d05"


def test_after_seven_days_it_is_gone(client):
    alter(client)
    today = timezone.localdate()
    (rule,) = [rule for key, rule in privacy.rules.items() if key == "drafts"]

    assert not rule.due(today + datetime.timedelta(days=7)).exists()
    assert rule.erase(rule.due(today + datetime.timedelta(days=8))) == 1
    assert not Draft.objects.exists()


def test_the_script_of_a_dead_session_keeps_nothing_and_harms_nothing(counsellor):
    browser = Client()
    browser.force_login(counsellor, backend="integration_office.accounts.OfficeBackend")
    browser.get(URL)
    Session.objects.filter(pk=browser.cookies[django_settings.SESSION_COOKIE_NAME].value).delete()
    browser.post(URL, quick_post(note="abgeschickt"))
    sent = browser.session[kept_text.SESSION_KEY]

    assert alter(browser).status_code == 401
    assert browser.session[kept_text.SESSION_KEY] == sent
    assert not Draft.objects.exists()


def test_the_script_with_an_old_token_is_refused_and_nothing_is_kept(counsellor):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(counsellor, backend="integration_office.accounts.OfficeBackend")

    refused = browser.post(URL, begun(), headers={"Sec-Fetch-Site": "same-origin"})

    assert refused.status_code == 403
    assert kept_text.SESSION_KEY not in browser.session


def test_a_page_that_keeps_no_drafts_does_not_save_them_for_good(client_of):
    coordination = client_of(make_user("coordination"))

    refused = coordination.post(reverse("network:create"), {"name": "Neu", "keep_draft": "auto"})

    assert (refused.status_code, Organisation.objects.exists()) == (400, False)


@pytest.mark.parametrize(("wish", "status"), [("auto", 422), ("keep", 302)])
def test_what_is_too_long_is_said(client, wish, status):
    answer = client.post(URL, begun(note="x" * LONGEST, keep_draft=wish))

    assert (answer.status_code, Draft.objects.exists()) == (status, False)


def test_a_draft_whose_key_is_lost_does_not_lock_the_page(client, settings):
    alter(client)
    settings.FIELD_KEYS = "other:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="

    assert offered(client).at is None
    assert client.get(f"{URL}?draft=1").status_code == 200
