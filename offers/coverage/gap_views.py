"""Gaps and overlaps: the table of offers and needs, possible doubles, and both on paper."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import EXPORTS, Column, export, list_page
from integration_office.permissions import allow, coordinates, is_partner, is_staff
from integration_office.views import ask, edit
from offers.coverage import gap_report, overlap_actions
from offers.coverage.gap_forms import MatrixForm, NotDoubleForm, OverlapForm
from offers.coverage.gaps import matrix, outside
from offers.coverage.overlaps import overlaps as find_overlaps
from offers.models import NotDouble, Offer, UnmetNeed
from offers.ways import way_to


CELLS = [
    Column("row", pgettext_lazy("table", "row"), "row"),
    Column("column", pgettext_lazy("table", "column"), "column"),
    Column("offers", gettext_lazy("Offers"), lambda cell: cell.offers.rows),
    Column("free", gettext_lazy("Free places"), lambda cell: cell.offers.total),
    Column(
        "unknown",
        gettext_lazy("Offers without known places"),
        lambda cell: cell.offers.rows - cell.offers.known,
    ),
    Column("needs", gettext_lazy("Unmet needs"), lambda cell: cell.needs.rows),
    Column("people", gettext_lazy("People in need"), lambda cell: cell.needs.total),
]
PAIRS = [
    Column("one", gettext_lazy("Offer"), "one"),
    Column("provider", gettext_lazy("Provider"), lambda pair: pair.one.provider),
    Column("other", gettext_lazy("Other offer"), "other"),
    Column("other_provider", gettext_lazy("Its provider"), lambda pair: pair.other.provider),
    Column("reasons", gettext_lazy("Why"), "reasons"),
]
NAMES = ("one", "other")
MOST_SAID = 50


@require_safe
@allow(is_staff, is_partner)
def gaps(request):
    """The table; `?format=csv|xlsx` gives its cells as a list."""
    form = MatrixForm(request.GET or None)
    question = form.question
    offers = Offer.objects.visible_to(request.user).published()
    needs = UnmetNeed.objects.visible_to(request.user).open()
    table = matrix(offers, needs, question)
    if (kind := request.GET.get("format", "")) in EXPORTS:
        return export(table.cells, CELLS, filename="luecken", kind=kind)
    return render(
        request,
        "offers/gaps.html",
        {
            "title": _("Gaps in the catalogue"),
            "form": form,
            "matrix": table,
            "outside": outside(offers, question),
            "day": timezone.localdate(),
        },
    )


@require_safe
@allow(is_staff, is_partner)
def overlaps(request):
    """Pairs of published offers that may be doubles; those the office has called none are listed
    below."""
    form = OverlapForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    offers = Offer.objects.visible_to(request.user).published()
    found = find_overlaps(
        offers, kind=chosen.get("kind", ""), same_district=chosen.get("nearby", False)
    )
    return list_page(
        request,
        found.pairs,
        columns=PAIRS,
        template="offers/overlaps.html",
        title=_("Offers that may be doubles"),
        filename="ueberschneidungen",
        context={
            "form": form,
            "is_bounded": found.is_bounded,
            "no_doubles": _no_doubles(request.user),
            "may_say": coordinates(request.user),
        },
    )


def _no_doubles(user):
    seen = Offer.objects.visible_to(user).published()
    said = NotDouble.objects.filter(one__in=seen, other__in=seen)
    return said.select_related("one", "other")[:MOST_SAID]


def _pair(user, one, other):
    offers = Offer.objects.visible_to(user)
    return get_object_or_404(offers, pk=one), get_object_or_404(offers, pk=other)


@allow(coordinates)
def not_double(request, one, other):
    pair = _pair(request.user, one, other)
    return edit(
        request,
        NotDoubleForm,
        title=_("“%(one)s” and “%(other)s” are no doubles") % dict(zip(NAMES, pair, strict=True)),
        save=lambda form: overlap_actions.call_no_doubles(
            *pair, remark=form.cleaned_data["remark"], by=request.user
        ),
        success=_("Noted. The pair stays away from now on."),
        context={"back": reverse("offers:overlaps"), "way": way_to("offers:overlaps")},
    )


@allow(coordinates)
def double_again(request, one, other):
    said = get_object_or_404(NotDouble.objects.select_related("one", "other"), one=one, other=other)
    return ask(
        request,
        title=_("Look again at “%(one)s” and “%(other)s”") % {"one": said.one, "other": said.other},
        question=_("The pair is then shown again as long as the two overlap."),
        label=_("Show again"),
        do=partial(overlap_actions.look_again, said, by=request.user),
        then=reverse("offers:overlaps"),
        success=_("Noted."),
        way=way_to("offers:overlaps"),
    )


@require_safe
@allow(is_staff, is_partner)
def report(request):
    """Gaps, overlaps and needs as a PDF for the Arbeitskreis: only what the network may know."""
    printed = gap_report.as_pdf(timezone.now())
    response = HttpResponse(printed, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="luecken.pdf"'
    return response
