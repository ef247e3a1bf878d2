"""How many rows there are, and since when: any number of such questions, asked as one."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from integration_office.lists import COUNT_UP_TO


class Counted(NamedTuple):
    """What is counted: all of the rows, or with the field that says since when they are there as
    many of them as a page counts."""

    rows: QuerySet
    since: str = ""


class Tally(NamedTuple):
    number: int
    first: Any = None


def tallies(questions: Sequence[Counted]) -> list[Tally]:
    """How many rows each has, and the first of their days or moments."""
    written = [_written(question) for question in questions]
    if not written:
        return []
    # Each on its own in front: joined, PostgreSQL would look for the best order of fifteen tables.
    answers = [
        f"answer_{place} (number, since) AS ({sql})" for place, (sql, _) in enumerate(written)
    ]
    columns = [
        f"(SELECT {column} FROM answer_{place})"
        for place in range(len(written))
        for column in ("number", "since")
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(answers)} SELECT {', '.join(columns)}",
            [value for _, values in written for value in values],
        )
        found = cursor.fetchone()
    return [Tally(*pair) for pair in zip(found[::2], found[1::2], strict=True)]


def _written(question: Counted) -> tuple[str, Sequence[Any]]:
    rows, since = question
    rows = rows.order_by(since).values_list(since)[:COUNT_UP_TO] if since else rows.order_by()
    try:
        sql, values = (rows if since else rows.values_list("pk")).query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0, NULL", ()
    first = "MIN(since)" if since else "NULL"
    return f"SELECT COUNT(*), {first} FROM ({sql}) AS rows (since)", values
