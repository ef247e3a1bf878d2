"""The best of the offers that fit a question, by a bounded number of rows."""

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

from integration_office.arrays import OneOf
from offers.searching.asking import Asked
from offers.searching.linguistics import stem
from offers.searching.terms import TITLE, All, Any, tsquery


MOST_HITS = 500
UMLAUTS = str.maketrans("äöüßéè", "aousee")
# Words as they were typed count twice, whatever means the same once, what is wanted as well next
# to nothing; whoever asks for somebody by name wants what is theirs before what speaks of them. A
# field of action counts only where it was asked for by name: an offer that no more than belongs to
# what is meant is found, behind those that say it themselves. What is for volunteers counts more
# where they are asked for and else less: the counselling of those who help is none of those who are
# helped. In no order, so that the database stops as soon as there are enough.
BEST = """
SELECT
  (ts_rank(search, %s::tsquery) * 2 + ts_rank(search, %s::tsquery)
    + ts_rank(search, %s::tsquery) / 2 + (provider_id = ANY(%s::bigint[]))::int * 4)
    * CASE WHEN 'group:ehrenamt' = ANY(facets) THEN %s ELSE 1 END,
  title, pk
FROM (
  (SELECT * FROM ({rows}) AS one WHERE search @@ %s::tsquery LIMIT {most})
  UNION ALL
  (SELECT * FROM ({others}) AS other WHERE (search @@ %s::tsquery) IS NOT TRUE LIMIT {most})
  LIMIT {most}
) AS hit
"""
READ = ("pk", "title", "search", "provider_id", "facets")
VOLUNTEER = stem("ehrenamt")


def best_of(rows: QuerySet, asked: list[Asked], fits: Q) -> list[int]:
    """The keys of the best rows, one more than are kept where there are more. A word may be so
    frequent that more rows have it than are ranked: those with all words in the title come first,
    and the others are not read when they suffice.
    The whole is written here: put together by Django it takes longer than to be answered."""
    nodes = tuple(one.term.node for one in asked)
    exact = tsquery(Any(tuple(one.term.exact for one in asked)), fields=True)
    main = tsquery(Any(tuple(one.term.main for one in asked)))
    named = [key for one in asked if one.term.is_name for key in one.providers]
    for_volunteers = 2.0 if VOLUNTEER in main else 0.5
    titles = tsquery(All(nodes), mark=TITLE)
    read = rows.order_by().values_list(*READ)
    sql, values = read.query.sql_with_params()
    others, other_values = read.filter(fits).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            BEST.format(rows=sql, others=others, most=MOST_HITS + 1),
            [
                *(exact, main, tsquery(Any(nodes)), named, for_volunteers),
                *(*values, titles, *other_values, titles),
            ],
        )
        hits = cursor.fetchall()
    # Best first, then in German order of titles; sorted here, for unaccent is slow.
    best = sorted((-rank, title.lower().translate(UMLAUTS), key) for rank, title, key in hits)
    return [key for *_order, key in best]


class _Keys(Value):
    """A list of keys as one parameter, as it is: Django would look at each of them."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__(keys, output_field=ArrayField(BigIntegerField()))

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list]:
        return "%s::bigint[]", [self.value]


def in_order(rows: QuerySet, keys: list[int]) -> QuerySet:
    return among(rows, keys).order_by(place_of(keys))


def place_of(keys: list[int]) -> Func:
    return Func(_Keys(keys), F("pk"), function="array_position", output_field=IntegerField())


def among(rows: QuerySet, keys: list[int]) -> QuerySet:
    """Those of `rows` that have one of many keys."""
    return rows.filter(OneOf(F("pk"), _Keys(keys)))
