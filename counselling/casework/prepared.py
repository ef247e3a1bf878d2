"""Questions about one case that are put into SQL once in a process.

The page of a case asks nine tables what happened. Django needs longer to write these queries down
than PostgreSQL to answer them; so each is written once, for a key that no case has, and from then
on asked for the key of the open case. Whether that case may be seen has been asked before.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet


NO_CASE = -1


class Prepared:
    """The rows of `ask(case_id)` as tuples, for any case."""

    def __init__(self, ask: Callable[[int], QuerySet]) -> None:
        self.ask = ask
        self.sql, self.parameters = "", ()

    def rows(self, case_id: int, *, first: int = 0, most: int = 1000) -> list[tuple[Any, ...]]:
        """At most `most` of them from the place `first` on."""
        if not self.sql:
            sql, self.parameters = self.ask(NO_CASE).query.sql_with_params()
            self.sql = f"{sql} LIMIT %s OFFSET %s"
        values = [case_id if value == NO_CASE else value for value in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [*values, most, first])
            return cursor.fetchall()
