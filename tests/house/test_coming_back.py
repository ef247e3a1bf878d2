"""Back and save, without scripts: the token is fresh and the text the old one."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from counselling.models import Contact
from integration_office import coming_back
from tests.counselling.factories import entry_post, make_case, quick_post
from tests.factories import make_user


pytestmark = pytest.mark.django_db
QUICK = "/counselling/quick/"
ASKED = "This form has been saved already. If this is something new, please save it once more."
NOTE = "Kommt am Montag wieder."


@pytest.fixture
def client(client_of):
    return client_of(make_user("counselling"))


def fresh(**fields):
    """The form as the browser shows it again: what was typed, under a token of its own."""
    return quick_post(submission=uuid.uuid4()) | fields


def token_of(page):
    return re.search(r'name="submission" value="([^"]+)"', page.content.decode())[1]


def test_what_was_saved_is_not_saved_a_second_time_by_the_way(client):
    client.post(QUICK, fresh(note=NOTE))

    again = client.post(QUICK, fresh(note=NOTE))

    text = again.content.decode()
    assert (again.status_code, Contact.objects.count()) == (422, 1)
    assert (ASKED in text, NOTE in text) == (True, True)


def test_whoever_means_it_saves_once_more(client):
    client.post(QUICK, fresh(note=NOTE))
    asked = client.post(QUICK, fresh(note=NOTE))

    meant = fresh(note=NOTE, submission=token_of(asked))
    answers = [client.post(QUICK, meant).status_code for _click in range(2)]

    assert (answers, Contact.objects.count()) == ([302, 302], 2)


def test_an_old_token_is_asked_about_once_and_not_twice(client, monkeypatch):
    sent = fresh(note=NOTE)
    client.post(QUICK, sent)
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    asked = client.post(QUICK, sent)
    meant = client.post(QUICK, sent | {"submission": token_of(asked)})

    assert (asked.status_code, meant.status_code, Contact.objects.count()) == (422, 302, 2)


@pytest.mark.parametrize(
    "fields",
    [{"note": NOTE + " Mit Zeugnis."}, {"note": ""}, {"note": "Brief"}]
    + [{"note": NOTE, "language": "ara"}, {"note": NOTE, "topics": ["WOH"]}],
)
def test_another_talk_or_hardly_any_text_is_something_new(client, fields):
    for note in (NOTE, "", "Brief"):
        client.post(QUICK, fresh(note=note))

    assert client.post(QUICK, fresh(**fields)).status_code == 302


def test_the_same_line_may_come_twelve_times(client):
    for _walk_in in range(12):
        client.post("/counselling/tally/", {"line": "1 t d15 ara w", "submission": uuid.uuid4()})

    assert Contact.objects.count() == 12


def test_a_row_may_be_changed_there_and_back_and_there_again(client_of):
    case = make_case(responsible=(user := make_user("counselling")))
    client = client_of(user)
    words = ["Sucht einen Deutschkurs.", "Sucht eine Wohnung.", "Sucht einen Deutschkurs."]

    answers = []
    for version, concern in enumerate(words):
        sent = {"status": case.status, "concern": concern, "language": "ara", "version": version}
        answer = client.post(f"{case.get_absolute_url()}edit/", sent | {"submission": uuid.uuid4()})
        answers.append(answer.status_code)

    assert answers == [302, 302, 302]


def change(case, **fields):
    """What a browser sends to change a case."""
    return {
        "status": case.status,
        "concern": "Sucht eine Wohnung.",
        "language": "ara",
        "version": case.version,
    } | fields


def test_a_second_click_on_a_change_finds_it_saved(client_of):
    case = make_case(responsible=(user := make_user("counselling")))
    client, sent = client_of(user), change(case)

    answers = [client.post(f"{case.get_absolute_url()}edit/", sent) for _click in range(2)]

    before = case.version
    case.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {case.get_absolute_url()}
    assert (case.version, case.concern) == (before + 1, "Sucht eine Wohnung.")


def test_another_change_of_the_same_version_is_compared_and_not_taken_for_saved(client_of):
    case = make_case(responsible=(user := make_user("counselling")))
    client, url = client_of(user), f"{case.get_absolute_url()}edit/"
    client.post(url, change(case))

    assert client.post(url, change(case, concern="Sucht Arbeit.")).status_code == 422


def test_who_sends_a_change_again_later_is_shown_what_is_saved_now(client_of, monkeypatch):
    case = make_case(responsible=(user := make_user("counselling")))
    client, url, sent = client_of(user), f"{case.get_absolute_url()}edit/", change(case)
    client.post(url, sent)
    later = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    answer = client.post(url, sent)

    assert (answer.status_code, ASKED in answer.content.decode()) == (422, False)


def test_a_refused_change_may_be_sent_again_as_it_was(client_of):
    case = make_case(responsible=(user := make_user("counselling")))
    client, url, sent = client_of(user), f"{case.get_absolute_url()}edit/", change(case, status="?")

    assert [client.post(url, sent).status_code for _click in range(2)] == [422, 422]


def test_a_refused_form_is_not_taken_for_a_saved_one(client):
    refused = client.post(QUICK, fresh(note=NOTE, topics=[]))

    assert refused.status_code == 422
    assert client.post(QUICK, fresh(note=NOTE)).status_code == 302


def test_after_a_quarter_of_an_hour_it_is_something_new(client, monkeypatch):
    client.post(QUICK, fresh(note=NOTE))
    monkeypatch.setattr(coming_back, "SECONDS", -1)

    assert client.post(QUICK, fresh(note=NOTE)).status_code == 302


def test_the_same_text_on_another_page_or_by_a_colleague_is_something_new(client, client_of):
    colleague = make_user("counselling")
    case = make_case(responsible=colleague)
    theirs = client_of(colleague)
    entry = entry_post(note=NOTE)
    client.post(QUICK, fresh(note=NOTE))

    answers = [
        theirs.post(QUICK, fresh(note=NOTE)).status_code,
        theirs.post(case.get_absolute_url(), entry | {"submission": uuid.uuid4()}).status_code,
        theirs.post(case.get_absolute_url(), entry | {"submission": uuid.uuid4()}).status_code,
    ]

    assert answers == [302, 302, 422]


def test_the_session_keeps_no_word_of_it(client):
    for number in range(coming_back.MOST + 3):
        client.post(QUICK, fresh(note=f"{NOTE} {number}"))

    kept = client.session[coming_back.KEY]
    assert len(kept) == coming_back.MOST
    assert "Montag" not in f"{kept} {Session.objects.get().get_decoded()}"
