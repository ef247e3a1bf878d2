"""Where people are sent: counts of the whole office that tell nobody of a single person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from counselling.models import Referral
from counselling.referrals import actions
from tests.counselling.factories import make_contact
from tests.counselling.referrals import make_body, make_referral
from tests.offers.factories import make_offer


pytestmark = pytest.mark.django_db
PAGE = "/counselling/referrals/numbers/"
DAY = timedelta(days=1)


def send(number, body, *, state=None, **fields):
    """So many people are sent there, each from a talk of their own."""
    fields = fields or {"organisation": body}
    for _number in range(number):
        referral = make_referral(**fields)
        if state:
            actions.note_feedback(referral, state, by=referral.referred_by)


def table(page):
    return {line.name: [str(cell) for cell in line.cells] for line in page.context["targets"]}


def test_bodies_and_outcomes_are_counted_over_the_whole_office(client):
    school, jobcenter = make_body(name="Schule (Demo)"), make_body(name="Jobcenter (Demo)")
    for state in ("ok", "voll", "abgelehnt", None):
        send(3, school, state=state)
    send(4, jobcenter)
    stopped = make_referral(organisation=jobcenter)
    actions.take_back(stopped, by=stopped.referred_by)

    page = client.get(PAGE)

    assert table(page) == {
        "Schule (Demo)": ["12", "3", "3", "3", "3"],
        "Jobcenter (Demo)": ["4", "0", "0", "0", "4"],
    }
    assert [str(cell) for cell in page.context["everybody"].cells] == ["16", "3", "3", "3", "7"]


def test_a_body_somebody_was_sent_to_once_is_not_named(client):
    send(1, make_body(name="Frauenhaus (Demo)"))
    send(2, make_body(name="Klinik (Demo)"))
    send(5, make_body(name="Schule (Demo)"))

    page = client.get(PAGE)

    assert table(page) == {
        "Schule (Demo)": ["5", "0", "0", "0", "5"],
        "other bodies": ["3", "0", "0", "0", "3"],
    }
    for name in ("Frauenhaus", "Klinik"):
        assert name not in page.content.decode()


def test_one_outcome_cannot_be_worked_out_from_the_sums(client):
    school = make_body(name="Schule (Demo)")
    send(1, school, state="ok")
    send(3, school, state="voll")

    (cells,) = table(client.get(PAGE)).values()

    # Were "full" to be read, "4 - 3" would say how many arrived.
    assert set(cells[1:]) <= {"< 3", "×"}


@pytest.mark.parametrize(
    "query", ["since={day}&until={day}", "since={day}", "until={day}", "since={day}&until={last}"]
)
def test_of_single_days_nothing_is_told(client, query):
    today = timezone.localdate()
    first = today.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    asked = query.format(day=today.isoformat(), last=today.isoformat())

    page = client.get(f"{PAGE}?{asked}")

    begins = first if "since" in query else first.replace(month=1)
    assert (page.context["since"], page.context["until"]) == (begins, last)


def test_earlier_referrals_count_in_their_own_months(client):
    body = make_body(name="Schule (Demo)")
    send(3, body)
    day = date(timezone.localdate().year - 1, 5, 17)
    for _number in range(4):
        make_referral(organisation=body, contact=make_contact(day=day))

    months = [client.get(f"{PAGE}?since={day}&until={day}"), client.get(PAGE)]

    assert [table(page)["Schule (Demo)"][0] for page in months] == ["4", "3"]


def test_a_period_that_ends_before_it_starts_is_refused(client):
    page = client.get(f"{PAGE}?since=2026-02-01&until=2026-01-01")

    assert "cannot end before it starts" in page.content.decode()


def test_full_places_lead_to_their_need_and_few_of_them_are_not_named(client):
    evening = make_offer(title="A1 am Abend", provider=make_body(name="Schule (Demo)"))
    morning = make_offer(title="A1 am Morgen", provider=make_body(name="Verein (Demo)"))
    send(3, None, state="voll", offer=evening)
    send(1, None, state="voll", offer=morning)
    send(2, None, state="voll", offer=make_offer(provider=make_body(name="Heim (Demo)")))

    page = client.get(PAGE)

    named, others = page.context["full"]
    today = timezone.localdate()
    assert (named.name, named.title, named.topic) == ("Schule (Demo)", "A1 am Abend", "language")
    assert (str(named.total), named.last.split()[-1]) == ("3", str(today.year))
    assert named.url in page.content.decode()
    assert (others.name, str(others.total), others.url, others.last) == (
        "other bodies",
        "3",
        "",
        "",
    )
    for name in ("Verein", "Heim"):
        assert name not in page.content.decode()


def test_where_nobody_was_sent_the_page_says_so(client):
    page = client.get(PAGE)

    assert "Nobody was referred in this time." in page.content.decode()


# What a body says by telephone


def test_a_refusal_heard_by_telephone_is_no_want_of_a_place(client, counsellor):
    referral = make_referral(by=counsellor)
    page = client.get(referral.get_absolute_url()).content.decode()

    answer = client.post(
        f"{referral.get_absolute_url()}state/", {"state": "abgelehnt"}, follow=True
    )

    referral = Referral.objects.get()
    assert "abgelehnt" in page
    assert (answer.status_code, referral.state, referral.need) == (200, "abgelehnt", None)
