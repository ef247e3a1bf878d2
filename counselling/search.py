"""Cases are found by their number only, and only by those who may open them."""

from django.utils.translation import gettext_lazy as _

import counselling.inquiries.search  # noqa: F401 - it adds a source
from counselling.models import Case
from integration_office import search


@search.source(_("Cases"), order=40)
def cases(user, text):
    """What of the number was typed: "2026-0412", "0412"."""
    if not text.replace("-", "").isdecimal():
        return
    found = Case.objects.visible_to(user).filter(number__contains=text).defer("concern")
    for case in found[: search.MOST_HITS]:
        yield search.Hit(str(case), case.get_absolute_url(), case.get_status_display())
