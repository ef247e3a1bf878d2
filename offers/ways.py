"""The way from the catalogue to a page that has no template of its own."""

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy


PAGES = {
    "offers:list": gettext_lazy("Offers"),
    "offers:location_list": gettext_lazy("Locations"),
    "offers:holiday_list": gettext_lazy("School holidays"),
    "offers:word_list": gettext_lazy("Search words"),
    "offers:neighbour_list": gettext_lazy("Neighbouring towns"),
    "offers:need_list": gettext_lazy("Unmet needs"),
    "offers:gaps": gettext_lazy("Gaps"),
    "offers:overlaps": gettext_lazy("Offers that may be doubles"),
    "offers:due": gettext_lazy("Ask for confirmation"),
    "offers:due_offers": gettext_lazy("Offers to look after"),
}


def way_to(*pages: str | Model) -> list[tuple[str, str]]:
    """What each step is called and where it leads: the catalogue, then `pages`, by the name of a
    list or as the thing itself."""
    return [_step(page) for page in ("offers:list", *pages)]


def _step(page):
    if isinstance(page, str):
        return str(PAGES[page]), reverse(page)
    return str(page), page.get_absolute_url()
