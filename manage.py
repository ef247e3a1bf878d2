#!/usr/bin/env python3
"""Run one command of the office; without DATABASE_URL its own PostgreSQL runs along with it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import execute_from_command_line

from integration_office import embedded_postgres


WITHOUT_DATABASE = {"catalogue", "collectstatic"}


@contextmanager
def database() -> Iterator[None]:
    """In production a missing DATABASE_URL is named by the settings, not papered over."""
    given = os.environ.get("DATABASE_URL") or os.environ.get("PRODUCTION") == "1"
    if given or WITHOUT_DATABASE.intersection(sys.argv[1:2]):
        yield
        return
    with embedded_postgres.running(embedded_postgres.default_base()) as server:
        os.environ["DATABASE_URL"] = server.url
        yield


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "integration_office.settings")
    try:
        with database():
            execute_from_command_line(sys.argv)
    except embedded_postgres.EmbeddedPostgresError as refusal:
        sys.exit(str(refusal))


if __name__ == "__main__":
    main()
