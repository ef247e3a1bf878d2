"""The gap report for the Arbeitskreis: what is there, what is missing and what overlaps, as a PDF.

It goes out of the office: only offers the network may know, only needs the coordination has read,
and nobody's name.
"""

import datetime
from dataclasses import dataclass, replace
from itertools import batched

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from integration_office.charts import Data, Plain, Series
from integration_office.codes import FieldOfAction
from integration_office.pdf import render_pdf
from offers.codes import NeedStatus, Visibility
from offers.coverage.gaps import Matrix, Question, matrix
from offers.coverage.overlaps import overlaps
from offers.models import Offer, UnmetNeed


# So many columns of words stand beside each other on a page.
ACROSS = 8
MOST = 40
LANGUAGE = (("field", FieldOfAction.SPR.value),)
TABLES = (
    Question("field", "group"),
    Question("field", "part"),
    Question("day", "part", LANGUAGE),
    Question("level", "part", LANGUAGE),
)


@dataclass(frozen=True)
class NeedLine:
    """The needs of one topic: how many people, and what became of the needs."""

    topic: str
    people: int
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


STATES = (
    NeedStatus.CHECKED,
    NeedStatus.OFFER_FOUND,
    NeedStatus.MEASURE_STARTED,
    NeedStatus.UNSOLVABLE,
)


def offers_of_the_network() -> QuerySet:
    return Offer.objects.published().exclude(visibility=Visibility.INTERNAL)


def needs_of_the_network(today: datetime.date) -> QuerySet:
    """Those that are open, and those decided on in the last twelve months."""
    read = UnmetNeed.objects.exclude(status=NeedStatus.REPORTED)
    return read.exclude(decided_on__lt=today - datetime.timedelta(days=365))


def need_lines(needs: QuerySet) -> list[NeedLine]:
    """One line for each topic somebody missed something in. One query."""
    counted: dict[str, dict[str, tuple[int, int]]] = {}
    rows = needs.order_by().values_list("field_of_action", "status")
    for field, status, number, people in rows.annotate(Count("pk"), Sum("people")):
        counted.setdefault(field, {})[status] = (number, people)
    return [
        NeedLine(
            str(field.label),
            sum(people for _number, people in counted[field].values()),
            [counted[field].get(state, (0, 0))[0] for state in STATES],
        )
        for field in FieldOfAction
        if field in counted
    ]


def pages(table: Matrix) -> list[Matrix]:
    """The table in pieces that fit beside each other on a sheet."""
    places = range(len(table.heads))
    return [
        replace(
            table,
            heads=[table.heads[place] for place in piece],
            rows=[(label, [cells[place] for place in piece]) for label, cells in table.rows],
        )
        for piece in batched(places, ACROSS)
    ]


def by_topic(offers: QuerySet, needs: QuerySet) -> Data:
    """Offers and people in need beside each other, for the chart."""
    there = offers.aggregate(
        **{
            field.value: Count("pk", filter=Q(facets__contains=[f"field:{field.value}"]))
            for field in FieldOfAction
        }
    )
    rows = needs.open().order_by().values_list("field_of_action")
    missing = dict(rows.annotate(Sum("people")))
    shown = [field for field in FieldOfAction if there[field] or missing.get(field)]
    return Data(
        "topics",
        _("Offers and people in need by topic"),
        [str(field.label) for field in shown],
        [
            Series(_("published offers"), [Plain(there[field]) for field in shown]),
            Series(_("people in open needs"), [Plain(missing.get(field, 0)) for field in shown]),
        ],
    )


def by_state(lines: list[NeedLine]) -> Data:
    """What became of the needs of each topic, for the chart."""
    return Data(
        "states",
        _("What became of the needs"),
        [line.topic for line in lines],
        [
            Series(str(state.label), [Plain(line.counts[place]) for line in lines])
            for place, state in enumerate(STATES)
        ],
    )


def as_pdf(moment: datetime.datetime) -> bytes:
    """The report as of now. It names no person and no offer that is internal."""
    today, office = timezone.localdate(moment), settings.OFFICE
    offers, needs = offers_of_the_network(), needs_of_the_network(today)
    lines = need_lines(needs)
    title = _("Gaps and overlaps of the offers for integration in %(town)s") % office
    found = overlaps(offers)
    topics, states = by_topic(offers, needs), by_state(lines)
    context = {
        "office": office,
        "day": today,
        "offers": offers.count(),
        "topics": topics,
        "topic_rows": list(zip(topics.labels, *(s.values for s in topics.series), strict=True)),
        "tables": [(table, pages(table)) for table in _tables(offers, needs)],
        "pairs": found.pairs[:MOST],
        "more_pairs": found.is_bounded or len(found.pairs) > MOST,
        "states": states,
        "state_labels": [state.label for state in STATES],
        "lines": lines,
        "open_needs": needs.open().order_by("field_of_action", "-people", "pk")[:MOST],
        "open_count": needs.open().count(),
    }
    return render_pdf(
        "offers/pdf/gaps.html",
        context,
        title=title,
        created=moment,
        author=f"{office['town']}, {office['office']}",
        description=_("Where offers are missing, where two do the same, and what people ask for."),
    )


def _tables(offers, needs):
    return [matrix(offers, needs.open(), question) for question in TABLES]
