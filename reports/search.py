"""Reports and published figures in the search over everything."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from integration_office import search
from integration_office.permissions import is_partner, is_staff, is_volunteer
from reports.models import AnnualReport, PublishedFigure


@search.source(_("Annual reports"), order=60)
def reports(user, q):
    """A report is found by its year and by its name."""
    if not (is_staff(user) or is_partner(user) or is_volunteer(user)):
        return
    for report in AnnualReport.objects.visible_to(user):
        if all(word in str(report).casefold() for word in q.casefold().split()):
            yield search.Hit(str(report), report.get_absolute_url(), report.get_status_display())


@search.source(_("Published figures"), order=61)
def published(user, q):
    """A published figure is found by its name; the list shows it beside the others."""
    if not is_staff(user):
        return
    found = PublishedFigure.objects.filter(name__unaccent__icontains=q)
    for figure in found[: search.MOST_HITS]:
        yield search.Hit(
            str(figure),
            f"{reverse('reports:published_list')}?year={figure.year or ''}",
            f"{figure.value_text} {figure.unit}",
        )
