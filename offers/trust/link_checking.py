"""Looking after the web addresses of the catalogue: which there are, and which do not answer."""

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db.models import F, QuerySet

from network.models import Organisation
from offers.models import Offer, WebAddress
from offers.trust.visiting import Visit, Visitor


# A run takes some minutes at worst, and no site is asked for everything at once.
PER_RUN = 120
PER_SITE = 5
AT_ONCE = 8

type Visited = list[tuple[WebAddress, Visit]]


def agent(office: dict[str, str]) -> str:
    """How a visit introduces itself: the office and how to reach it, in plain letters."""
    name = f"{office['town']} {office['office']} (link check; {office['email']})"
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def gather() -> None:
    """Take up every address that the catalogue shows, and forget what nobody shows any more."""
    gone = WebAddress.objects.all()
    for used in _in_use():
        gone = gone.exclude(url__in=used)
    gone.delete()
    for used in _in_use():
        new = used.exclude(url__in=WebAddress.objects.values("url")).distinct()
        WebAddress.objects.bulk_create(
            (WebAddress(**row) for row in new), batch_size=500, ignore_conflicts=True
        )


def _in_use() -> Iterator[QuerySet]:
    """The addresses of offers in the catalogue and of those who provide them, each as `url`."""
    offers = Offer.objects.in_catalogue()
    providers = Organisation.objects.filter(pk__in=offers.values("provider"))
    for rows, field in [(offers, "website"), (offers, "appointment_url"), (providers, "website")]:
        yield rows.exclude(**{field: ""}).order_by().values(url=F(field))


def look(visitor: Visitor, now: datetime.datetime) -> int:
    """Visit the addresses whose turn it is and note what they answer; how many were noted. A
    silence that may be our own line's is believed only when somebody answered in the same run."""
    sites = _by_site(WebAddress.objects.to_check(now)[: 2 * PER_RUN])
    with ThreadPoolExecutor(AT_ONCE) as errands:
        rounds = errands.map(lambda site: _visited(visitor, site), sites)
        visits = [visit for visited in rounds for visit in visited]
    line_works = any(visit.status for _address, visit in visits)
    believed = [pair for pair in visits if line_works or not pair[1].may_be_our_line]
    for address, visit in believed:
        address.note(visit.status, visit.trouble, now)
    WebAddress.objects.bulk_update(
        [address for address, _visit in believed],
        ["checked_at", "status_code", "error", "failing_since"],
    )
    return len(believed)


def _by_site(addresses: Iterable[WebAddress]) -> list[list[WebAddress]]:
    """The addresses of each site together: one visitor goes there, from page to page."""
    sites = defaultdict(list)
    left = PER_RUN
    for address in addresses:
        site = sites[address.site]
        if left and len(site) < PER_SITE:
            site.append(address)
            left -= 1
    return [site for site in sites.values() if site]


def _visited(visitor: Visitor, site: list[WebAddress]) -> Visited:
    return [(address, visitor.visit(address.url)) for address in site]
