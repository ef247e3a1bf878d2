"""Offers that stand in each other's way: of one kind, for the same people, at the same time.

A hint, not a verdict: the office looks at both, and may say that they are no doubles.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integration_office.codes import FieldOfAction
from offers.codes import TargetGroup
from offers.models import Occurrence, Offer
from offers.times.schedule_words import ON_DAYS
from offers.times.schedules import dayparts


# So many pairs are looked at; an office that has more begins with these.
MOST = 300
# So far ahead dates are compared: offers of every second week may never meet.
AHEAD = datetime.timedelta(weeks=5)
SIMILAR, LOOKED_AT = 4, 40

# Who names no group is open to everybody. Offers for everybody meet each other and not those for
# one group: a café for all and one for women on the same morning are two.
PAIRS = """
WITH known AS MATERIALIZED (
  SELECT id, kind, CASE groups WHEN '{{}}' THEN ARRAY['alle'] ELSE groups END AS groups, district,
    ARRAY(SELECT code FROM unnest(facets) AS code WHERE starts_with(code, 'slot:')) AS slots
  FROM ({offers}) AS offer (id, kind, groups, facets, district)
)
SELECT one.id, other.id
FROM known AS one
JOIN known AS other ON other.kind = one.kind AND other.id > one.id
WHERE one.groups && other.groups AND one.slots && other.slots
  AND (NOT %s OR (one.district = other.district AND one.district <> ''))
  AND NOT EXISTS (
    SELECT FROM offers_notdouble AS said WHERE said.one_id = one.id AND said.other_id = other.id
  )
LIMIT %s
"""


@dataclass(frozen=True)
class Time:
    """One date of an offer in local time; `end` is None where nobody knows it."""

    start: datetime.datetime
    end: datetime.datetime | None

    def meets(self, other: "Time") -> bool:
        """Whether one goes on while the other does. Without an end nobody knows how long it
        lasts: then the same part of the same day is enough."""
        if self.start.date() != other.start.date():
            return False
        if self.end is None or other.end is None:
            return bool({*self.parts} & {*other.parts})
        return self.start < other.end and other.start < self.end

    @property
    def parts(self) -> list[str]:
        return dayparts(self.start.time(), self.end and self.end.time())

    @property
    def hours(self) -> str:
        start = time_format(self.start.time(), "H:i")
        return f"{start}–{time_format(self.end.time(), 'H:i')}" if self.end else start


def first_meeting(one: Sequence[Time], other: Sequence[Time]) -> tuple[Time, Time] | None:
    """The first times at which both go on; None when they never meet."""
    by_day = defaultdict(list)
    for time in other:
        by_day[time.start.date()].append(time)
    for time in sorted(one, key=lambda time: time.start):
        for second in by_day[time.start.date()]:
            if time.meets(second):
                return time, second
    return None


@dataclass(frozen=True)
class Pair:
    """Two offers that meet, the older one first, and when they do for the first time."""

    one: Offer
    other: Offer
    meeting: tuple[Time, Time]

    @property
    def key(self) -> str:
        return f"{self.one.pk}-{self.other.pk}"

    @property
    def shared_fields(self) -> list[str]:
        return [code for code in self.one.fields_of_action if code in self.other.fields_of_action]

    @property
    def reasons(self) -> list[str]:
        """Why they are shown together, in words."""
        said = [self.when, _both_for(self.one, self.other)]
        said.append(_("both: %(kind)s") % {"kind": self.one.get_kind_display()})
        if self.shared_fields:
            topics = ", ".join(str(FieldOfAction(code).label) for code in self.shared_fields)
            said.append(_("same topic: %(topics)s") % {"topics": topics})
        if self.district:
            said.append(_("both in %(district)s") % {"district": self.district})
        return said

    @property
    def when(self) -> str:
        """ "both on Tuesdays, 10:00–12:00 and 11:00–13:00, for the first time on 1 December"."""
        one, other = self.meeting
        hours = (
            one.hours
            if one.hours == other.hours
            else _("%(one)s and %(other)s") % {"one": one.hours, "other": other.hours}
        )
        return _("both on %(weekdays)s, %(hours)s, next on %(day)s") % {
            "weekdays": ON_DAYS[one.start.weekday()],
            "hours": hours,
            "day": date_format(one.start, "SHORT_DATE_FORMAT"),
        }

    @property
    def district(self) -> str:
        places = [offer.location.district if offer.location else "" for offer in self.offers]
        return places[0] if places[0] == places[1] else ""

    @property
    def providers(self) -> str:
        return ", ".join(dict.fromkeys(str(offer.provider) for offer in self.offers))

    @property
    def offers(self) -> tuple[Offer, Offer]:
        return self.one, self.other


def groups_of(offer: Offer) -> set[str]:
    return set(offer.target_groups) or {TargetGroup.ALL.value}


def _both_for(one, other):
    shared = groups_of(one) & groups_of(other)
    labels = [str(group.label) for group in TargetGroup if group.value in shared]
    return _("both for %(groups)s") % {"groups": ", ".join(labels)}


@dataclass(frozen=True)
class Overlaps:
    """The pairs found; `is_bounded` when there may be more than were looked at."""

    pairs: list[Pair]
    is_bounded: bool


def overlaps(offers: QuerySet, *, same_district: bool = False, kind: str = "") -> Overlaps:
    """The pairs among the published ones of `offers` (what this user sees) that nobody has
    called no doubles. Three queries, whatever the number of offers."""
    rows = offers.filter(kind=kind) if kind else offers
    sql, params = (
        rows.order_by()
        .values_list("pk", "kind", "target_groups", "facets", "location__district")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        # Both parts are ours: the text above, and what Django wrote for a QuerySet.
        cursor.execute(PAIRS.format(offers=sql), [*params, same_district, MOST + 1])
        keys = cursor.fetchall()
    found = _pairs(keys[:MOST])
    return Overlaps(sorted(found, key=_order), is_bounded=len(keys) > MOST)


def _order(pair):
    """Those of one topic first; then by kind and name, as the office reads them."""
    return (not pair.shared_fields, pair.one.get_kind_display(), pair.one.title, pair.other.title)


def _pairs(keys: Iterable[tuple[int, int]]) -> list[Pair]:
    named = {key for pair in keys for key in pair}
    offers = Offer.objects.select_related("provider", "location").in_bulk(named)
    times = times_of(named)
    meetings = {pair: first_meeting(times[pair[0]], times[pair[1]]) for pair in keys}
    return [
        Pair(offers[one], offers[other], meeting)
        for (one, other), meeting in meetings.items()
        if meeting
    ]


def times_of(offers: Iterable[int]) -> Mapping[int, list[Time]]:
    """The dates of the next weeks by offer; those without a time of day say too little."""
    now = timezone.now()
    found = defaultdict(list)
    rows = Occurrence.objects.filter(offer__in=offers, starts_at__range=(now, now + AHEAD))
    rows = rows.filter(schedule__start_time__isnull=False)
    for offer, start, end in rows.values_list("offer", "starts_at", "ends_at"):
        found[offer].append(Time(timezone.localtime(start), end and timezone.localtime(end)))
    return found


@dataclass(frozen=True)
class Similar:
    """Another offer of the kind, and what is the same."""

    offer: Offer
    reasons: list[str]

    @property
    def when(self) -> str:
        """As the catalogue keeps it in words."""
        _level, when, *_rest = self.offer.line or ("", "")
        return when


SAME = {
    "day": gettext_lazy("same day"),
    "group": gettext_lazy("same target group"),
    "level": gettext_lazy("same level"),
    "field": gettext_lazy("same topic"),
}


def similar(offer: Offer, offers: QuerySet) -> list[Similar]:
    """A few other published ones of `offers` of the same kind on the same days – or for the same
    people, where no day is known – with what is the same; those that share most first. Looks at a
    bounded number of rows."""
    own = set(offer.facets)
    days, groups = ([f for f in own if f.startswith(key)] for key in ("day:", "group:"))
    if not days and not groups:
        return []
    # Without an order the database may stop at the first rows it finds.
    rows = (
        offers.published()
        .order_by()
        .filter(facets__contains=[f"kind:{offer.kind}"], facets__overlap=days or groups)
    )
    others = rows.exclude(pk=offer.pk).select_related("provider")
    others = others.only("title", "facets", "line", "provider__name")[:LOOKED_AT]
    found = [(own & set(other.facets), other) for other in others]
    found.sort(key=lambda one: (-len(one[0]), one[1].title, one[1].pk))
    return [Similar(other, _same(shared)) for shared, other in found[:SIMILAR]]


def _same(shared: set[str]) -> list[str]:
    keys = {facet.partition(":")[0] for facet in shared}
    return [str(word) for key, word in SAME.items() if key in keys]
