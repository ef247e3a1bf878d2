"""Retention runs by itself, whole, and says what it did; data protection sees logs, no content."""

import datetime
import re
from pathlib import Path

import pghistory
import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone
from pghistory.models import Context

from integration_office import drafts, lists, log_words, privacy
from integration_office.audit import record, record_reading
from integration_office.drafts import Draft
from integration_office.models import (
    AuditEntry,
    ImportRun,
    Link,
    OutgoingMail,
    ReadEntry,
    Submission,
    User,
)
from integration_office.privacy import Holding
from tests.factories import make_user


pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def only_rule(monkeypatch):
    """The register with nothing in it but what the test puts there."""
    monkeypatch.setattr(privacy, "rules", {})

    def add(key="probe", model=Submission, due=None, **kwargs):
        privacy.retention(
            key, key, model, "–", due or (lambda today: model.objects.all()), source="–", **kwargs
        )

    return add


def make_submissions(number):
    by = make_user()
    Submission.objects.bulk_create(Submission(by=by) for _ in range(number))


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 35])
def test_everything_that_is_due_goes_however_many_batches_it_takes(only_rule, monkeypatch, number):
    monkeypatch.setattr(privacy, "BATCH", 10)
    only_rule()
    make_submissions(number)

    assert privacy.run_retention(TODAY) == {"probe": number}

    assert not Submission.objects.exists()
    erased = AuditEntry.objects.filter(verb="erased")
    assert sum(int(entry.note.split()[1]) for entry in erased) == number


def test_a_rule_that_leaves_its_rows_due_ends_all_the_same(only_rule, monkeypatch):
    monkeypatch.setattr(privacy, "BATCH", 10)
    only_rule(erase=lambda rows: rows.count())
    make_submissions(25)

    assert privacy.run_retention(TODAY) == {"probe": 25}


def test_a_rule_that_counts_less_than_it_was_given_goes_on(only_rule, monkeypatch):
    monkeypatch.setattr(privacy, "BATCH", 10)

    def erase(rows):
        rows.delete()
        return 1

    only_rule(erase=erase)
    make_submissions(25)

    privacy.run_retention(TODAY)

    assert not Submission.objects.exists()


def test_a_rule_that_fails_keeps_no_other_from_its_work(only_rule):
    def broken(rows):
        raise DatabaseError

    only_rule("broken", erase=broken)
    only_rule("good")
    make_submissions(3)

    assert privacy.run_retention(TODAY) == {"good": 3}


@pytest.mark.parametrize(
    "error", [DatabaseError("Ada Muster"), ValidationError("Ada Muster"), KeyError("Ada Muster")]
)
def test_data_protection_sees_when_it_ran_what_went_and_what_failed(only_rule, client_of, error):
    def broken(rows):
        raise error

    only_rule("broken", erase=broken)
    only_rule("good", model=Link)
    make_submissions(2)
    Link.objects.create(token_hash="x", purpose="probe", target="-:1", expires_at=timezone.now())
    privacy.run_retention(TODAY)

    page = client_of(make_user("data_protection")).get("/privacy/retention/")

    run = privacy.last_run()
    assert (run.at.date(), run.erased, run.failed) == (
        timezone.now().date(),
        {"good": 1},
        {"broken": type(error).__name__},
    )
    html = " ".join(page.content.decode().split())
    assert f"failed ({type(error).__name__})" in html
    assert "erased: 1" in html
    assert "failed: 1<" in html
    assert "Ada Muster" not in html
    assert not AuditEntry.objects.filter(note__contains="Ada").exists()


def test_a_failure_is_over_once_a_run_went_well_and_the_day_counts_as_a_whole(only_rule):
    def broken(rows):
        raise DatabaseError

    only_rule("other", model=Link)
    only_rule(erase=broken)
    make_submissions(2)
    privacy.run_retention(TODAY)
    only_rule()
    privacy.run_retention(TODAY)
    privacy.run_retention(TODAY)

    run = privacy.last_run()

    assert (run.erased, run.failed) == ({"probe": 2}, {})


def test_what_went_on_an_earlier_day_is_not_among_the_numbers_of_the_last_run(only_rule):
    only_rule()
    make_submissions(2)
    privacy.run_retention(TODAY)
    AuditEntry.objects.update(at=F("at") - datetime.timedelta(days=1))
    make_submissions(1)

    privacy.run_retention(TODAY)

    assert privacy.last_run().erased == {"probe": 1}


def test_a_rule_that_cannot_say_what_is_due_hides_no_other(only_rule, client_of):
    def broken(today):
        return Submission.objects.extra(where=["no_such_column = 1"])

    only_rule("broken", due=broken)
    only_rule("good", model=Link)
    privacy.run_retention(TODAY)

    html = client_of(make_user("data_protection")).get("/privacy/retention/").content.decode()

    assert "failed (ProgrammingError)" in html
    assert "good" in html


def test_a_retention_that_never_ran_says_so(only_rule, client_of):
    only_rule()

    page = client_of(make_user("data_protection")).get("/privacy/retention/")

    assert privacy.last_run() is None
    assert "has not run yet" in page.content.decode()


def test_a_run_that_cannot_be_written_down_is_no_run(only_rule, monkeypatch):
    """The clock then tries again, instead of waiting for the next day."""

    def no_database(*args, **kwargs):
        raise DatabaseError

    only_rule()
    monkeypatch.setattr(privacy, "record", no_database)

    with pytest.raises(DatabaseError):
        privacy.run_retention(TODAY)


def test_the_history_forgets_after_a_year_who_made_a_change():
    user = make_user()
    with pghistory.context(user=user.pk, page="offers:edit"):
        changed = make_user("partner")
    with pghistory.context(user=user.pk, page="offers:edit"):
        recent = make_user("partner")
    old, young = (one.events.get().pgh_context for one in (changed, recent))
    day = timezone.localdate()
    Context.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - datetime.timedelta(days=366)
    )

    erased = privacy.run_retention(day)["history"]

    assert erased == 1
    assert list(Context.objects.all()) == [young]
    assert [one.events.get().pgh_context_id for one in (changed, recent)] == [None, young.pk]


def test_erasing_leaves_a_line_without_a_person(only_rule):
    only_rule()
    make_submissions(2)

    privacy.run_retention(TODAY)

    entry = AuditEntry.objects.get(verb="erased")
    assert (entry.verb, entry.target, entry.by, entry.note) == (
        "erased",
        "integration_office.Submission:*",
        None,
        "probe 2",
    )


@pytest.mark.parametrize(
    ("model", "make", "column", "days"),
    [
        (AuditEntry, lambda user: record("probe", user, by=user), "at", 365),
        (ReadEntry, lambda user: record_reading(user, by=user), "at", 365),
        (Submission, lambda user: Submission.objects.create(by=user), "at", 2),
        (
            Link,
            lambda user: Link.objects.create(
                token_hash="x", purpose="probe", target="-:1", expires_at=timezone.now()
            ),
            "expires_at",
            90,
        ),
        (
            OutgoingMail,
            lambda user: OutgoingMail.objects.create(to=user.email, subject="x", purpose="probe"),
            "created_at",
            30,
        ),
        (
            Draft,
            lambda user: drafts.keep({"note": ["x"]}, page="probe", user=user),
            "changed_at",
            7,
        ),
        (ImportRun, lambda user: ImportRun.objects.create(by=user), "started_at", 5 * 365),
        (
            Session,
            lambda user: Session.objects.create(session_key="x", expire_date=timezone.now()),
            "expire_date",
            1,
        ),
    ],
)
def test_logs_links_mails_and_what_was_begun_go_in_time(model, make, column, days):
    make(make_user())
    day = timezone.localdate()
    model.objects.update(
        **{column: timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))}
    )

    made = model.objects.filter(pk__in=list(model.objects.values_list("pk", flat=True)))

    privacy.run_retention(day + datetime.timedelta(days=days))
    assert made.count() == 1

    privacy.run_retention(day + datetime.timedelta(days=days + 1))
    assert made.count() == 0


def test_the_clock_erases_by_itself():
    make_submissions(1)
    Submission.objects.update(at=timezone.now() - datetime.timedelta(days=4))

    call_command("tick")

    assert not Submission.objects.exists()


def test_a_page_that_leaves_no_trace_is_not_shown():
    """The line comes before the page; without it there is an error, not a page."""
    user = make_user()

    record_reading(user, by=user, purpose="x" * 500)

    assert ReadEntry.objects.get().purpose == "x" * 120


def test_data_protection_sees_who_read_what_and_the_rules(client_of):
    reader, officer = make_user("counselling"), make_user("data_protection")
    record_reading("counselling.Case:12", by=reader)
    record("erased", "counselling.Case:*", by=None, note="cases 3")
    client = client_of(officer)

    reads = client.get("/privacy/reads/").content.decode()
    audit = client.get("/privacy/audit/?q=case").content.decode()
    rules = client.get("/privacy/retention/").content.decode()

    assert "case 12" in reads
    assert reader.name in reads
    assert "cases 3" in audit
    assert all(str(rule.source) in rules for rule in privacy.rules.values())


def test_the_logs_speak_the_words_of_the_office(client_of):
    officer = make_user("data_protection")
    record("changed", "offers.Offer:12", by=officer, note="link")
    record("took back", "gone.Model:1", by=officer, note="integration_office.User:7")
    record_reading("events.TestRegistration:3", by=officer, purpose="check in")
    client = client_of(officer)

    audit = client.get("/privacy/audit/?format=csv").getvalue().decode().splitlines()
    reads = client.get("/privacy/reads/?format=csv").getvalue().decode().splitlines()

    assert [line.split(";")[2:] for line in audit[1:]] == [
        ["import taken back", "gone.Model:1", "user 7"],
        ["changed", "offer 12", "through the link in an e-mail"],
    ]
    assert reads[1].split(";")[2:] == ["registration for a test 3", "attendance opened"]


@pytest.mark.parametrize("q", ["offer 12", "Offers 12", "offer", "offers.Offer:12"])
def test_the_logs_are_searched_in_the_words_they_show(client_of, q):
    record("changed", "offers.Offer:12", by=None)
    record("changed", "counselling.Case:12", by=None)

    page = client_of(make_user("data_protection")).get("/privacy/audit/", {"q": q}).content.decode()

    assert "offer 12" in page
    assert "case 12" not in page


def test_every_verb_has_a_word():
    code = "".join(path.read_text() for path in Path(log_words.__file__).parents[1].glob("*/*.py"))
    verbs = set(re.findall(r'\brecord\(\s*"([a-z ]+)"', code))

    assert verbs - log_words.VERBS.keys() == set()


def test_everybody_reads_what_is_held_on_them_and_on_nobody_else(client_of):
    user, other = make_user("partner"), make_user("partner")

    html = client_of(user).get("/account/data/").content.decode()

    assert user.email in html
    assert other.email not in html
    assert privacy.held_on(user)[0] == Holding(
        "Account",
        [
            ("name", user.name),
            ("e-mail address", user.email),
            ("roles", "partner organisation"),
            ("created at", lists.text(timezone.localdate(user.created_at))),
        ],
    )


def test_an_anonymous_account_keeps_the_authorship_of_what_was_done():
    user, day = make_user("counselling"), timezone.localdate()
    record("probe", user, by=user)
    EmailAddress.objects.create(user=user, email=user.email)
    for days, erased in ((365, 0), (366, 1)):
        closed = timezone.now() - datetime.timedelta(days=days)
        User.objects.filter(pk=user.pk).update(is_active=False, deactivated_at=closed)
        assert privacy.run_retention(day)["accounts"] == erased

    assert AuditEntry.objects.get(verb="probe").by.name == "–"
    assert not EmailAddress.objects.exists()


def test_ended_sessions_go(client_of):
    client_of(make_user("counselling"))
    today = timezone.localdate()

    privacy.run_retention(today)
    open_ones = Session.objects.count()
    privacy.run_retention(today + datetime.timedelta(days=3))

    assert (open_ones, Session.objects.count()) == (1, 0)
