"""Web addresses of the catalogue: which are looked at, which count as broken, and who is told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from offers import chores
from offers.codes import Status
from offers.models import Offer, WebAddress
from offers.trust import link_checking
from offers.trust.visiting import Trouble, Visit
from tests.factories import make_user
from tests.network.factories import make_organisation
from tests.offers.factories import days_ago, make_offer, make_partner, offer_data


pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 5, tzinfo=datetime.UTC)
FINE = Visit(200)
GONE = Visit(404, Trouble.GONE)
SILENT = Visit(trouble=Trouble.SILENT)


class Town:
    """The sites of a town that answer as told, and who has been there."""

    def __init__(self, **answers):
        self.answers, self.visited = answers, []

    def visit(self, url):
        self.visited.append(url)
        return self.answers.get(url.removeprefix("https://"), FINE)


def address(name, **fields):
    return WebAddress.objects.create(url=f"https://{name}", **fields)


def look(town, *, day=0):
    return link_checking.look(town, NOW + datetime.timedelta(days=day))


def broken():
    return {one.site for one in WebAddress.objects.broken()}


def broken_address(url="https://weg.example/kurs"):
    return WebAddress.objects.create(
        url=url,
        checked_at=timezone.now(),
        status_code=404,
        error=Trouble.GONE,
        failing_since=days_ago(8),
    )


def test_all_addresses_of_the_catalogue_are_looked_after_and_no_others():
    provider = make_organisation(website="https://verein.example/")
    make_organisation(website="https://ohne-angebot.example/")
    make_offer(
        provider=provider, website="https://a.example/", appointment_url="https://b.example/"
    )
    make_offer(provider=provider, website="https://a.example/", status=Status.PAUSED)
    make_offer(provider=provider, website="https://entwurf.example/", status=Status.DRAFT)
    address("nirgends-mehr.example/")
    kept = address("a.example/", checked_at=NOW)

    link_checking.gather()

    assert set(WebAddress.objects.values_list("url", flat=True)) == {
        "https://verein.example/",
        "https://a.example/",
        "https://b.example/",
    }
    assert WebAddress.objects.get(url=kept.url).checked_at == NOW


def test_an_address_counts_as_broken_after_failures_on_two_days():
    address("weg.example")
    address("da.example")
    town = Town(**{"weg.example": GONE})

    look(town)
    look(town)
    assert broken() == set()
    look(town, day=1)
    assert broken() == {"weg.example"}

    gone = WebAddress.objects.get(url="https://weg.example")
    assert (gone.failing_since, gone.why) == (NOW.date(), "the page is not there any more (404)")


def test_whoever_answers_again_is_not_broken_any_more():
    address("weg.example")
    address("da.example")

    look(Town(**{"weg.example": GONE}))
    look(Town(**{"weg.example": GONE}), day=1)
    look(Town(), day=8)

    mended = WebAddress.objects.get(url="https://weg.example")
    assert (mended.failing_since, mended.error, mended.status_code) == (None, "", 200)
    assert broken() == set()


def test_an_address_is_looked_at_once_a_week_and_a_suspected_one_the_next_day():
    address("da.example")
    address("weg.example")
    town = Town(**{"weg.example": GONE})

    for day in range(9):
        look(town, day=day)

    assert sorted(town.visited) == ["https://da.example"] * 2 + ["https://weg.example"] * 3


def test_a_line_that_is_down_breaks_no_address():
    for name in ("a.example", "b.example"):
        address(name)
    down = Town(**{"a.example": SILENT, "b.example": Visit(trouble=Trouble.UNKNOWN)})

    for day in range(3):
        assert look(down, day=day) == 0

    assert not WebAddress.objects.exclude(checked_at=None).exists()


def test_a_silent_site_is_believed_when_another_one_answers():
    for name in ("a.example", "b.example"):
        address(name)
    town = Town(**{"a.example": SILENT, "b.example": GONE})

    for day in range(2):
        look(town, day=day)

    assert broken() == {"a.example", "b.example"}


def test_a_run_is_bounded_and_asks_no_site_for_everything(monkeypatch):
    monkeypatch.setattr(link_checking, "PER_RUN", 12)
    for number in range(7):
        address(f"gross.example/{number}")
        address(f"klein{number}.example/")
    town = Town()

    assert look(town) == 12
    assert sum("gross" in url for url in town.visited) == link_checking.PER_SITE == 5
    while look(town):
        pass
    assert len(town.visited) == len(set(town.visited)) == 14


def test_from_the_demo_nothing_leaves(settings):
    make_offer(website="https://verein.example/")
    settings.DEMO = True

    chores.look_at_web_addresses(timezone.localdate())

    assert [one.checked_at for one in WebAddress.objects.all()] == [None]


def test_outside_the_demo_the_chore_really_looks(settings):
    make_offer(website="http://127.0.0.1:9/kurs")
    settings.DEMO = False

    chores.look_at_web_addresses(timezone.localdate())

    assert [one.error for one in WebAddress.objects.all()] == [Trouble.PRIVATE]


def test_the_visit_says_which_office_asks(settings):
    office = settings.OFFICE | {"town": "Stadt Güstrow – Ost", "email": "amt@stadt.example"}

    agent = link_checking.agent(office)

    assert agent == f"Stadt Gustrow  Ost {office['office']} (link check; amt@stadt.example)"


def test_the_office_sees_what_is_broken_and_who_shows_it(client_of):
    gone = broken_address()
    provider = make_organisation(name="Verein", website=gone.url)
    offer = make_offer(provider=provider, title="Kurs", appointment_url=gone.url)
    make_offer(title="Beendet", website=gone.url, status=Status.ENDED)
    address("erst-ein-tag.example", checked_at=timezone.now(), failing_since=days_ago(0))
    client = client_of(make_user())

    response = client.get(reverse("offers:addresses"))
    table = b"".join(client.get(reverse("offers:addresses"), {"format": "csv"})).decode()

    html = response.content.decode()
    assert [one.url for one in response.context["page"]] == [gone.url]
    assert offer.get_absolute_url() in html
    assert provider.get_absolute_url() in html
    assert "Beendet" not in html
    assert "https://weg.example/kurs;the page is not there any more (404)" in table
    assert table.rstrip().endswith(";Kurs;Verein")


@pytest.mark.parametrize("number", [1, 30])
def test_the_broken_addresses_cost_the_same_for_any_number(
    client_of, django_assert_num_queries, number
):
    client = client_of(make_user())
    for index in range(number):
        gone = broken_address(f"https://weg{index}.example/")
        make_offer(website=gone.url, provider=make_organisation(website=gone.url))

    with django_assert_num_queries(5):  # session, user, all of them, number of rows, rows
        client.get(reverse("offers:addresses"))


def test_the_page_of_the_offer_tells_those_who_can_mend_it(client_of):
    gone = broken_address()
    offer = make_offer(website=gone.url)

    told = {
        role: "has not answered since" in client_of(user).get(offer.get_absolute_url()).text
        for role, user in {
            "office": make_user("coordination"),
            "provider": make_partner(offer.provider),
            "counsellor": make_user("counselling"),
        }.items()
    }

    assert told == {"office": True, "provider": True, "counsellor": False}


@pytest.mark.parametrize("typed", ["siehe Flyer", "www", "http://", "https://verein nord.de"])
def test_what_is_no_web_address_gets_a_sentence_and_nothing_is_lost(client_of, typed):
    offer = make_offer()
    client = client_of(make_user())

    response = client.post(
        reverse("offers:edit", args=[offer.pk]),
        offer_data(offer, website=typed, place="Rathaus"),
    )

    assert response.status_code == 422
    assert "This is no web address." in response.text
    assert f'value="{typed}"' in response.text
    assert 'value="Rathaus"' in response.text


def test_an_address_without_its_beginning_is_understood(client_of):
    offer = make_offer()

    client_of(make_user()).post(
        reverse("offers:edit", args=[offer.pk]),
        offer_data(offer, website="www.verein.example/kurse", appointment_url="verein.example"),
    )

    offer = Offer.objects.get(pk=offer.pk)
    assert (offer.website, offer.appointment_url) == (
        "https://www.verein.example/kurse",
        "https://verein.example",
    )
