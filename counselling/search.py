"""Cases are found by their number only, and only by those who may open them."""

from django.utils.translation import gettext_lazy as _

import counselling.inquiries.search  # noqa: F401 - it adds a source
from counselling.models import Case
from integration_office import search


@search.source(_("Cases"), order=40)
def cases(user, text):
    """What of the mask or number was typed: "2026-0412", "0412", "Case 0412 w"."""
    if not any(letter.isdecimal() for letter in text):
        return
    found = Case.objects.visible_to(user).matching(text).newest_first().defer("concern")
    for case in found[: search.MOST_HITS]:
        yield search.Hit(case.masked, case.get_absolute_url(), case.get_status_display())
