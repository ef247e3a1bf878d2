"""How many offers each value of the catalogue's panel has: one question to the database, whatever
is chosen and however many there are."""

import datetime
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, models
from django.utils import timezone

from offers import facets
from offers.trust.freshness import DUE_SOON, State


MOST_PLACES = 60  # a town has some dozens; all of them can be chosen
WITH_PLACES = ("", "place", "district")
# One more than is counted, to know that there are more.
ROWS = """hits_{name} (id, tally, due_on, silent, location_id) AS MATERIALIZED ({rows}),
number_{name} (of) AS MATERIALIZED (SELECT count(*) FROM hits_{name})"""
COLUMNS = ("pk", "tally", "due_on", "unanswered_since", "location_id")
# Above the bound nothing is looked at but that there are more.
FEW = "(SELECT of FROM number_{name}) <= {bound}"
COUNT = """
SELECT '{name}', (SELECT of FROM number_{name}), sum(tally),
  count(*) FILTER (WHERE silent IS NULL AND due_on > {soon}),
  count(*) FILTER (WHERE silent IS NULL AND due_on BETWEEN {today} AND {soon}),
  count(*) FILTER (WHERE silent IS NULL AND due_on < {today}),
  count(*) FILTER (WHERE silent IS NULL AND due_on IS NULL),
  count(silent), {open}, {places}
FROM hits_{name} WHERE {few}
"""
STATES = (State.FRESH, State.DUE_SOON, State.OVERDUE, State.NEVER, State.SILENT)
OPEN_NOW = """CASE WHEN {few} THEN (
    SELECT count(DISTINCT offer_id)
    FROM offers_occurrence JOIN hits_{name} ON hits_{name}.id = offer_id
    WHERE starts_at <= {now} AND ends_at > {now} AND ends_at < {now} + interval '1 day'
  ) ELSE 0 END"""
PLACES = """CASE WHEN {few} THEN (
    SELECT jsonb_agg(
      jsonb_build_array(most.id, location.name, most.number, district)
      ORDER BY most.number DESC, most.id
    )
    FROM (
      SELECT location_id AS id, count(*) AS number FROM hits_{name}
      WHERE location_id IS NOT NULL GROUP BY location_id
    ) AS most JOIN offers_location AS location ON location.id = most.id
  ) END"""


@dataclass(frozen=True)
class Counted:
    """How many offers there are, in all and by value; `by_place` has key, name and number of the
    most frequent locations, `by_district` the numbers of all districts, the most frequent first.
    Beyond `facets.MOST_COUNTED` only `total` says something: more."""

    total: int
    by_code: dict[str, int]
    by_state: dict[str, int]
    open_now: int
    by_place: list[tuple[int, str, int]]
    by_district: dict[str, int]

    @property
    def is_exact(self) -> bool:
        return self.total <= facets.MOST_COUNTED


UNCOUNTED = Counted(facets.MOST_COUNTED + 1, {}, {}, 0, [], {})


def counted(
    rows: Mapping[str, models.QuerySet], now: datetime.datetime | None = None
) -> dict[str, Counted]:
    """For each of these sets of offers, named in plain letters, what is counted of it. All of
    them are counted by "", "place" and "district" the locations, by "" and "open" what is open
    now."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    # Days of our own stand in the text: to bind thirty values takes as long as to count.
    fixed = {
        "today": f"date '{today.isoformat()}'",
        "soon": f"date '{(today + DUE_SOON).isoformat()}'",
        "now": f"timestamptz '{now.isoformat()}'",
        "bound": facets.MOST_COUNTED,
    }
    withs, selects, values = [], [], []
    for name, offers in rows.items():
        bounded = offers.order_by().values_list(*COLUMNS)[: facets.MOST_COUNTED + 1]
        sql, bound = bounded.query.sql_with_params()
        withs.append(ROWS.format(name=name, rows=sql))
        values += bound
        few = FEW.format(name=name, **fixed)
        parts = {
            "open": OPEN_NOW.format(name=name, few=few, **fixed) if name in ("", "open") else "0",
            "places": PLACES.format(name=name, few=few) if name in WITH_PLACES else "NULL",
        }
        selects.append(COUNT.format(name=name, few=few, **parts, **fixed))
    with connection.cursor() as cursor:
        # Begins with SELECT: before everything else the history puts who is writing, and why.
        question = f"WITH {', '.join(withs)} {' UNION ALL '.join(selects)}"
        cursor.execute(f"SELECT * FROM ({question}) AS counted", values)
        return {line[0]: _counted(line) for line in cursor.fetchall()}


def _counted(line) -> Counted:
    _name, total, tally, *by_state, open_now, places = line
    places = json.loads(places or "[]")
    return Counted(
        total=total,
        by_code=facets.numbers(tally),
        by_state=dict(zip(STATES, by_state, strict=True)),
        open_now=open_now,
        by_place=[(pk, name, number) for pk, name, number, _district in places[:MOST_PLACES]],
        by_district=_by_district(places),
    )


def _by_district(places) -> dict[str, int]:
    found: Counter[str] = Counter()
    for _pk, _name, number, district in places:
        if district:
            found[district] += number
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
