"""The list of inquiries: narrowed, sorted, taken along, and how long the answers in it took."""

import csv
import datetime as dt
import io

import pytest
from django.utils import timezone

from counselling.inquiries import actions
from counselling.models import Inquiry
from integration_office.models import AuditEntry
from tests.counselling.inquiries import make_answered, make_inquiry, moment
from tests.factories import make_user
from tests.network.factories import make_organisation


pytestmark = pytest.mark.django_db
LIST = "/counselling/inquiries/"
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


@pytest.fixture
def office():
    return make_user("administration")


@pytest.fixture
def browser(client_of, office):
    return client_of(office)


@pytest.fixture
def today():
    return timezone.localdate()


def subjects(response):
    return [inquiry.subject for inquiry in response.context["page"]]


def make_many(office, today):
    make_inquiry(subject="neu", received_at=moment(today - DAY), due=today)
    make_inquiry(
        subject="spät", responsible=office, received_at=moment(today - 9 * DAY), due=today - DAY
    )
    make_answered(
        subject="schnell",
        asker="presse",
        field_of_action="WOH",
        received_at=moment(today - 20 * DAY),
        after=2 * HOUR,
    )
    make_answered(subject="Übersetzung", received_at=moment(today - 30 * DAY), after=6 * HOUR)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["neu", "spät", "schnell", "Übersetzung"]),
        ("?status=open", ["neu", "spät"]),
        ("?status=overdue", ["spät"]),
        ("?status=beantwortet", ["schnell", "Übersetzung"]),
        ("?status=neu", ["neu"]),
        ("?asker=presse", ["schnell"]),
        ("?topic=WOH", ["schnell"]),
        ("?responsible=me", ["spät"]),
        ("?responsible=nobody", ["neu"]),
        ("?q=ubersetz", ["Übersetzung"]),
        ("?status=open&responsible=me", ["spät"]),
        ("?sort=due", ["spät", "neu", "schnell", "Übersetzung"]),
        ("?sort=subject", ["neu", "schnell", "spät", "Übersetzung"]),
        ("?status=beantwortet&sort=-time", ["Übersetzung", "schnell"]),
        ("?asker=nonsense", ["neu", "spät", "schnell", "Übersetzung"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(browser, office, today, query, found):
    make_many(office, today)

    assert subjects(browser.get(LIST + query)) == found


def test_every_column_can_be_sorted_by_or_says_so(browser, office, today):
    make_many(office, today)
    place = make_organisation()
    make_inquiry(organisation=place, responsible=office)

    headings = browser.get(LIST).context["headings"]
    sortable = [heading.key for heading in headings if heading.sortable]
    counts = {key: len(subjects(browser.get(f"{LIST}?sort=-{key}"))) for key in sortable}

    assert {heading.key for heading in headings} - set(sortable) == set()
    assert set(counts.values()) == {5}


def test_the_list_is_narrowed_to_a_period_and_a_colleague(browser, office, today):
    make_many(office, today)
    period = {
        "received_after": (today - 20 * DAY).isoformat(),
        "received_before": (today - 9 * DAY).isoformat(),
    }

    assert subjects(browser.get(LIST, period)) == ["spät", "schnell"]
    assert subjects(browser.get(LIST, {"responsible": office.pk})) == ["spät"]


def test_the_head_of_the_list_tells_the_answer_times_of_the_shown(browser, office, today):
    make_many(office, today)

    def told(query):
        html = " ".join(browser.get(LIST + query).content.decode().split())
        return [word for word in ("4 hours", "2 hours", "6 hours", "median") if word in html]

    assert told("") == ["4 hours", "2 hours", "6 hours", "median"]
    assert told("?asker=presse") == ["2 hours", "median"]
    assert told("?status=open") == []


def test_the_export_is_what_is_shown_and_leaves_a_line(browser, office, today):
    make_many(office, today)
    Inquiry.objects.filter(subject="neu").update(subject="=1+1")

    response = browser.get(f"{LIST}?status=open&format=csv")
    sheet = browser.get(f"{LIST}?status=open&format=xlsx")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert [row[0] for row in rows] == ["Subject", "'=1+1", "spät"]
    assert rows[0] == [
        "Subject",
        "Received",
        "Who asks",
        "Organisation",
        "Topic",
        "Responsible",
        "Due",
        "Status",
        "Answer after",
        "Minutes",
    ]
    assert rows[2][5:8] == [office.name, f"{today - DAY:%m/%d/%Y}", "in progress, overdue"]
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    exported = AuditEntry.objects.filter(verb="exported")
    assert {(entry.target, entry.by) for entry in exported} == {("counselling.Inquiry:*", office)}


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_needs_the_same_queries_for_any_number_of_inquiries(
    browser, office, number, django_assert_num_queries
):
    for place in range(number):
        place = make_organisation()
        inquiry = make_inquiry(responsible=make_user(), organisation=place)
        actions.forward(inquiry, to=place, on=timezone.localdate(), settled=True, by=office)

    # session, user, who is responsible (for the filter), answer times, count, inquiries
    with django_assert_num_queries(6):
        browser.get(LIST)


def test_no_sealed_text_is_fetched_for_the_list(browser, django_assert_max_num_queries):
    make_inquiry(text="Frage")

    with django_assert_max_num_queries(7) as queries:
        browser.get(LIST)

    assert not any('"counselling_inquiry"."text"' in query["sql"] for query in queries)
