"""How the catalogue is narrowed: by a text, and by one value each of its facets. Addresses hold
codes, never names, but for a district, which is nothing but a name. A value that does not exist
narrows nothing and says so."""

from collections.abc import Mapping
from functools import cached_property
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.digits import whole_number
from network.models import Organisation
from offers import facets, searching
from offers.codes import Status
from offers.counting import UNCOUNTED, Counted, counted
from offers.models import Location, Occurrence, Offer


LONGEST_TEXT = 200
TEXT = facets.Facet("q", gettext_lazy("Search"), ())
STATUS = facets.Facet("status", gettext_lazy("Status"), tuple(Status.choices))
DISTRICT = facets.Facet("district", gettext_lazy("District"), ())
PLACE = facets.Facet("place", gettext_lazy("Location"), ())
PROVIDER = facets.Facet("provider", gettext_lazy("Provider"), ())

FACETS = {
    facet.key: facet
    for facet in (
        facets.FIELD,
        facets.KIND,
        facets.DAY,
        facets.PART,
        facets.LEVEL,
        facets.LANGUAGE,
        facets.GROUP,
        DISTRICT,
        PLACE,
        facets.OPEN,
        *facets.YES,
        facets.FORMAT,
        facets.FRESHNESS,
        PROVIDER,
        STATUS,
    )
}
# What is chosen by its key, or by its name alone; who looks needs the name.
NAMED = {
    "district": Location.objects.exclude(district=""),
    "place": Location.objects.all(),
    "provider": Organisation.objects.filter(
        pk__in=Offer.objects.in_catalogue().order_by().values("provider")
    ),
}
BY_CODE = {"place"} | {facet.key for facet in (*facets.COUNTED, *facets.YES)}
# A chosen yes has no other value; providers and statuses are not counted.
WITH_ALTERNATIVES = {"district", "place", "freshness"} | {facet.key for facet in facets.COUNTED}


class OfferFilter:
    """`qs` are those of `queryset` (what a user may see) that fit the address; `chosen` the values
    that narrow, `errors` the sentences about those that do not exist."""

    filters = {"q": TEXT, **FACETS}

    def __init__(self, data: Mapping[str, str] | None = None, queryset=None):
        data = data or {}
        self.rows = Offer.objects.all() if queryset is None else queryset
        self.text = data.get("q", "").replace("\x00", "").strip()[:LONGEST_TEXT]
        self.sort = data.get("sort", "")
        self.chosen: dict[str, str] = {}
        self._names: dict[tuple[str, str], str] = {}
        self.errors: list[tuple[str, str]] = []
        for key, facet in FACETS.items():
            if value := data.get(key, ""):
                self._choose(facet, value)

    def _choose(self, facet, value):
        if value in facet.codes or (facet.key in NAMED and self.name_of(facet.key, value)):
            self.chosen[facet.key] = value
        else:
            sentence = _("Select a valid choice. %(value)s is not one of the available choices.")
            self.errors.append((str(facet.label), sentence % {"value": value}))

    def name_of(self, key: str, value: str) -> str:
        """The name of the chosen district, location or provider; nothing when there is none."""
        if (key, value) not in self._names:
            self._names[key, value] = _names(key, value).first() or ""
        return self._names[key, value]

    @cached_property
    def answer(self) -> searching.Answer:
        """What the text finds among those that fit otherwise; the best of them, if there are very
        many."""
        return self._chosen_but("").answer(self.text)

    @property
    def qs(self):
        return self.answer.rows

    def without(self, key: str):
        """All offers that fit, in no order, whatever is chosen of this one facet."""
        return self.answer.narrow(self._chosen_but(key))

    def _chosen_but(self, key):
        chosen = {name: value for name, value in self.chosen.items() if name != key}
        rows = self.rows
        if codes := required(chosen):
            rows = rows.filter(facets__contains=codes)
        if "district" in chosen:
            rows = rows.filter(location__district=chosen["district"])
        if "provider" in chosen:
            rows = rows.filter(provider=chosen["provider"])
        if "freshness" in chosen:
            rows = rows.in_state(chosen["freshness"], timezone.localdate())
        if "open" in chosen:
            rows = rows.filter(pk__in=Occurrence.objects.at(timezone.now()).values("offer"))
        return rows.filter(status=chosen["status"]) if "status" in chosen else rows.in_catalogue()

    @cached_property
    def counts(self) -> dict[str, Counted]:
        """What is counted of all that fit, and for each chosen facet what its other values have;
        nothing where a text finds more than are kept."""
        if self.answer.is_bounded:
            return {"": UNCOUNTED}
        alternatives = [key for key in self.chosen if key in WITH_ALTERNATIVES]
        rows = {"": self._found} | {key: self.without(key) for key in alternatives}
        return counted(rows)

    @property
    def _found(self):
        """All offers that fit, in no order: by their keys where the text has been answered."""
        rows, keys = self._chosen_but(""), self.answer.keys
        return searching.among(rows, keys) if keys else self.answer.narrow(rows)

    @property
    def counted(self) -> dict[str, int | list[int]]:
        """What the pages of the list need not ask again (lists.BoundedPaginator)."""
        most = searching.MOST_HITS if self.text else facets.MOST_COUNTED
        keys = [] if self.sort else self.answer.keys
        return {"up_to": most, "counted": self.counts[""].total, "keys": keys}

    def address(self, **changes: str) -> str:
        """The query of the same list with other choices; an empty one takes a choice away."""
        said = {"q": self.text, **self.chosen, "sort": self.sort} | changes
        return urlencode({key: value for key, value in said.items() if value})


def _names(key, value):
    if key == DISTRICT.key:
        # No name holds a null, and the database cannot be asked for one.
        named = NAMED[key].none() if "\x00" in value else NAMED[key].filter(district=value)
        return named.values_list("district", flat=True)
    return NAMED[key].filter(pk=whole_number(value)).values_list("name", flat=True)


def required(chosen: Mapping[str, str]) -> list[str]:
    """The codes an offer must have for all that is chosen. A weekday and a time of day mean the
    same slot: "Thursday afternoon" is not Thursday morning and Monday afternoon."""
    codes = [FACETS[key].code(value) for key, value in chosen.items() if key in BY_CODE]
    if "day" in chosen and "part" in chosen:
        codes.append(facets.SLOT.code(f"{chosen['day']}-{chosen['part']}"))
    return codes
