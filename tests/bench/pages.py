"""The most used pages, as their users open them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count

from counselling.models import Case
from integration_office.models import User
from offers.models import Offer
from reports.models import AnnualReport
from tests.bench.offers import MARK


@dataclass(frozen=True)
class Page:
    """A page to measure. `form` names the page that holds the form a POST is sent with, `answer` is
    the status of what comes back."""

    name: str
    path: str
    form: str = ""
    data: Callable[[], list[tuple[str, str]]] = list
    answer: int = 200

    @property
    def like(self) -> "Page":
        """What it is compared with: what saves with what saves."""
        return INSERT if self in (LOG, INSERT) else MINIMAL


def contact() -> list[tuple[str, str]]:
    """The shortest talk, as a browser sends it."""
    return [
        ("form", "kurz"),
        ("channel", "sprech"),
        ("topics", "SPR"),
        ("duration", "d15"),
        ("language", "deu"),
        ("interpreting", "ohne"),
        ("first_contact", "unknown"),
        ("status_group", "NE"),
    ]


QUICK = "/counselling/quick/"
MINIMAL = Page("minimal page, one query, 25 rows", "/bench/minimal/")
FRAMED = Page("bare page in the frame of the house", "/bench/framed/")
BARE = Page("bare page, one query, one line", "/bench/bare/")


def name() -> list[tuple[str, str]]:
    """Somebody who may be known already."""
    return [("name", "Demobaba Musterdeba"), ("year", "1990")]


INSERT = Page("minimal insert (POST)", "/bench/insert/", form="/bench/insert/", answer=302)
LOG = Page("save a contact (POST)", QUICK, form=QUICK, data=contact, answer=302)


def most_used(user: User) -> list[Page]:
    """The pages themselves, the writing one among them."""
    return [
        Page("Heute", "/"),
        *log(user),
        Page("my contacts, 1st page", "/counselling/"),
        *catalogue(),
        Page("organisations, 1st page", "/network/"),
        Page("events, 1st page", "/events/"),
        Page("report, preview", report().get_absolute_url()),
        Page("search everywhere", "/search/?q=deutsch"),
    ]


def log(user: User) -> list[Page]:
    """The pages of counselling that must cost the same however many contacts and persons there
    are."""
    cases = Case.objects.visible_to(user).annotate(number_of=Count("contacts"))
    case = cases.order_by("-number_of").first()
    search = f"{case.get_absolute_url()}name/"
    return [
        Page("log a contact", QUICK),
        LOG,
        Page("tally", "/counselling/tally/"),
        Page("cases, filter and text", "/counselling/cases/?status=running&number=20"),
        Page("a case with 200 contacts", case.get_absolute_url()),
        Page("names looked for (POST)", search, form=search, data=name),
    ]


def catalogue() -> list[Page]:
    """The pages that must cost the same however many offers there are."""
    offer = Offer.objects.published().filter(source=MARK).order_by("pk").first()
    wishes = "language=pes&women_only=ja&childcare=ja&day=do&part=nm"
    return [
        Page("offers, 1st page", "/offers/"),
        Page("offers, one facet chosen", "/offers/?field=SPR"),
        Page("offers, five facets chosen", f"/offers/?{wishes}"),
        Page("offers, search", "/offers/?q=deutsch+lernen"),
        Page("offers, search and a facet", "/offers/?q=deutsch+lernen&language=tur"),
        Page("an offer", offer.get_absolute_url()),
    ]


def handout() -> str:
    """The address of a handout of six offers in one language."""
    offers = Offer.objects.public().filter(source=MARK).order_by("pk")[:6]
    return f"/offers/selection/handout.pdf?offers={','.join(str(o.pk) for o in offers)}&lang=ukr"


def report() -> AnnualReport:
    """The latest approved one."""
    return AnnualReport.objects.exclude(approved_at=None).order_by("-year").first()
