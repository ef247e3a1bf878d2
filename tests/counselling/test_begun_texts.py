"""What somebody has begun to write in a case or an inquiry is still there when the browser has
died, sealed and for nobody else."""

import pytest
from django.db import connection
from django.urls import reverse

from counselling.models import Case, Contact, Inquiry
from integration_office.drafts import Draft
from integration_office.models import AuditEntry
from tests.counselling.factories import entry_post, make_case
from tests.counselling.inquiries import make_inquiry
from tests.counselling.language import make_placement
from tests.counselling.recognition import make_recognition
from tests.factories import make_user


pytestmark = pytest.mark.django_db
WORDS = "Noch nicht fertig geschrieben"


@pytest.fixture
def case(counsellor):
    return make_case(responsible=counsellor)


def of_case(name, field):
    return lambda case: (reverse(f"counselling:{name}", args=[case.pk]), field)


def of_row(name, field, make):
    def page(case):
        row = make(case)
        return reverse(f"counselling:{name}", args=[case.pk, row.pk]), field

    return page


PAGES = {
    "entry": of_case("case_detail", "note"),
    "new case": lambda case: (reverse("counselling:case_create"), "concern"),
    "case": of_case("case_edit", "concern"),
    "goal": of_case("goals", "text"),
    "task": of_case("tasks", "what"),
    "placement": of_case("placement_create", "next_step"),
    "placement corrected": of_row("placement_edit", "next_step", make_placement),
    "recognition": of_case("recognition_create", "title"),
    "recognition corrected": of_row("recognition_edit", "title", make_recognition),
    "inquiry": lambda case: (reverse("counselling:inquiry_create"), "text"),
    "inquiry corrected": lambda case: (
        reverse("counselling:inquiry_edit", args=[make_inquiry(responsible=case.responsible).pk]),
        "text",
    ),
}


@pytest.mark.parametrize("kind", PAGES)
def test_what_was_begun_is_offered_and_written_on(client, case, kind):
    url, field = PAGES[kind](case)

    kept = client.post(url, {field: WORDS, "keep_draft": "auto"})
    waiting, opened = client.get(url), client.get(f"{url}?draft=1")

    assert kept.status_code == 204
    assert waiting.context["draft"].waits
    assert WORDS not in waiting.content.decode()
    assert opened.context["form"][field].value() == WORDS
    assert 'name="keep_draft" value="drop"' in waiting.content.decode()
    assert " data-draft" in opened.content.decode()
    assert " data-draft" not in waiting.content.decode().replace("data-draft-state", "")


@pytest.mark.parametrize("kind", PAGES)
def test_it_lies_sealed_and_nowhere_else(client, case, kind):
    url, field = PAGES[kind](case)

    client.post(url, {field: WORDS, "keep_draft": "keep"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM integration_office_draft t")
        assert WORDS.split()[0] not in cursor.fetchone()[0]
    assert WORDS not in str(client.session.items())
    assert not AuditEntry.objects.filter(note__contains=WORDS).exists()
    assert Draft.objects.count() == 1
    assert not Contact.objects.exists()


def test_nobody_else_reads_it_on_the_page_of_the_case(client, client_of, case):
    deputy = make_user("counselling")
    case.deputies.create(user=deputy)
    client.post(case.get_absolute_url(), {"note": WORDS, "keep_draft": "auto"})

    theirs = client_of(deputy).get(f"{case.get_absolute_url()}?draft=1")

    assert WORDS not in theirs.content.decode()


def test_who_does_not_see_the_case_keeps_nothing_on_it(client_of, case):
    stranger = client_of(make_user("counselling"))

    answer = stranger.post(case.get_absolute_url(), {"note": WORDS, "keep_draft": "auto"})

    assert (answer.status_code, Draft.objects.count()) == (404, 0)


def test_it_goes_when_the_entry_is_saved(client, case):
    url = case.get_absolute_url()
    client.post(url, {"note": WORDS, "keep_draft": "auto"})

    client.post(url, entry_post(note=WORDS, draft_state="open"))

    assert Contact.objects.get().note == WORDS
    assert not Draft.objects.exists()
    assert (Case.objects.count(), Inquiry.objects.count()) == (1, 0)
