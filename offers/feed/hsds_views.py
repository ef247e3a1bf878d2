"""The open feed: the public part of the catalogue as HSDS 3.0, for everybody and without a login.

The root is two documents in one: what the specification wants to know of an API (`version`,
`profile`, `openapi_url`) and the first page of the services, fully nested, so that a reader who
expects the catalogue at this address finds it there (docs/decisions/018).
"""

import math
from collections.abc import Callable
from functools import wraps

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from network.models import Organisation
from offers.codes import Visibility
from offers.feed import hsds, hsds_ids, hsds_openapi
from offers.feed.hsds_ids import Publisher
from offers.models import Offer


PER_PAGE, MOST_PER_PAGE = 50, 100
FIVE_MINUTES = 300
MOST_PAGES = 1_000_000


def publisher() -> Publisher:
    office = settings.OFFICE
    words = (str(office[key]) for key in ("email", "town_name", "land"))
    return Publisher(settings.BASE_URL, *words)


class QueryForm(forms.Form):
    """What one may ask a list for (openapi.json of the specification)."""

    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES)
    per_page = forms.IntegerField(required=False, min_value=1)
    search = forms.CharField(required=False, max_length=200)
    modified_after = forms.DateTimeField(required=False)
    taxonomy_term_id = forms.UUIDField(required=False)
    organization_id = forms.UUIDField(required=False)
    full = forms.NullBooleanField(required=False)

    @property
    def size(self) -> int:
        return min(self.cleaned_data["per_page"] or PER_PAGE, MOST_PER_PAGE)

    @property
    def number(self) -> int:
        return self.cleaned_data["page"] or 1


def open_data(view: Callable) -> Callable:
    """A page of the feed: without a login, read only, for every origin, and not sent twice to
    somebody who has it already (ETag). What cannot be understood is a 400 with sentences."""

    @wraps(view)
    @login_not_required
    @require_safe
    @conditional_page
    def answer(request: HttpRequest, *args, **kwargs) -> JsonResponse:
        try:
            response = view(request, *args, **kwargs)
        except ValidationError as refusal:
            response = _json({"errors": refusal.message_dict}, status=400)
        except Http404:
            response = _json({"errors": {"id": [_("There is nothing public here.")]}}, status=404)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
        return response

    return answer


def _json(document: object, status: int = 200) -> JsonResponse:
    return JsonResponse(document, status=status, json_dumps_params={"ensure_ascii": False})


def _asked(request: HttpRequest) -> QueryForm:
    form = QueryForm(request.GET)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    return form


@open_data
def root(request):
    """What this is, and the services with everything that belongs to them."""
    form = _asked(request)
    shown = _short if form.cleaned_data["full"] is False else _whole
    return _json(
        {
            "version": hsds_ids.VERSION,
            "profile": hsds_ids.PROFILE,
            "openapi_url": settings.BASE_URL + reverse("offers:hsds_openapi"),
            "publisher": settings.OFFICE["town"],
            **_page(_services(form), form, shown),
        }
    )


@open_data
def service_list(request):
    """The services; with `?full=true` with everything that belongs to them."""
    form = _asked(request)
    return _json(_page(_services(form), form, _whole if form.cleaned_data["full"] else _short))


@open_data
def service_detail(request, uuid):
    """One service, also one that only pauses."""
    pk = publisher().pk_of("offer", str(uuid))
    offers = Offer.objects.in_catalogue().filter(visibility=Visibility.PUBLIC)
    offer = offers.for_feed().filter(pk=pk).first()
    if offer is None:
        raise Http404
    response = _json(hsds.full_service(offer, publisher()))
    response["Last-Modified"] = http_date(hsds.last_modified(offer).timestamp())
    return response


@open_data
def organisation_list(request):
    """The organisations that have something in the public catalogue."""
    form = _asked(request)
    return _json(_page(_organisations(form), form, lambda one: hsds.organisation(one, publisher())))


@open_data
def organisation_detail(request, uuid):
    """One organisation and the names of its services."""
    found = _providers().filter(pk=publisher().pk_of("organisation", str(uuid))).first()
    if found is None:
        raise Http404
    offers = Offer.objects.public().filter(provider=found).by_name()
    return _json(hsds.full_organisation(found, offers, publisher()))


@open_data
def taxonomy_list(request):
    """The choice lists of the house."""
    return _json(_page(hsds_ids.taxonomies(), _asked(request), lambda one: one))


@open_data
def term_list(request):
    """The words of the choice lists; their ids narrow the services (`taxonomy_term_id`)."""
    return _json(_page(hsds_ids.terms(), _asked(request), lambda one: one))


@open_data
def openapi(request):
    """What one may ask here, for machines."""
    return _json(hsds_openapi.document(settings.BASE_URL, settings.OFFICE["town"]))


def _short(offer: Offer) -> hsds_ids.Json:
    return hsds.service(offer, publisher())


def _whole(offer: Offer) -> hsds_ids.Json:
    return hsds.full_service(offer, publisher())


def _services(form: QueryForm):
    asked, offers = form.cleaned_data, Offer.objects.public().order_by("pk")
    if asked["modified_after"]:
        offers = offers.modified_since(asked["modified_after"])
    if asked["organization_id"]:
        key = publisher().pk_of("organisation", str(asked["organization_id"]))
        offers = offers.filter(provider=key)
    if asked["taxonomy_term_id"]:
        offers = offers.with_term(hsds_ids.term_of(str(asked["taxonomy_term_id"])))
    if asked["search"]:
        offers = offers.matching(asked["search"])
    return offers.for_feed()


def _providers():
    return Organisation.objects.filter(pk__in=Offer.objects.public().values("provider"))


def _organisations(form: QueryForm):
    found = _providers().order_by("pk")
    if form.cleaned_data["search"]:
        found = found.matching(form.cleaned_data["search"])
    return found


def _rows(rows, part: slice):
    """The rows of a page. Their keys come first: to skip a hundred thousand of them an index is
    enough, while whole rows with their joins would all have to be read."""
    if isinstance(rows, list):
        return rows[part]
    keys = list(rows.values_list("pk", flat=True)[part])
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _page(rows, form: QueryForm, shown: Callable) -> hsds_ids.Json:
    """A page as the specification describes it. One beyond the last is empty and says so."""
    total = len(rows) if isinstance(rows, list) else rows.order_by().count()
    start = (form.number - 1) * form.size
    pages = math.ceil(total / form.size)
    contents = [shown(row) for row in _rows(rows, slice(start, start + form.size))]
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": form.number,
        "size": len(contents),
        "first_page": form.number == 1,
        "last_page": form.number >= pages,
        "empty": not contents,
        "contents": contents,
    }
