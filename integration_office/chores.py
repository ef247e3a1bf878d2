"""What has to be done once a day by itself: every app says what, `manage.py tick` does it."""

import datetime
import logging
from collections.abc import Callable

from integration_office.audit import record
from integration_office.registry import Registry


log = logging.getLogger("office.chores")

Chore = Callable[[datetime.date], object]
chores: Registry[Chore] = Registry()
daily = chores.add


def do_all(today: datetime.date) -> list[str]:
    """Do every chore for `today`; the names of those that failed. One that fails is logged and does
    not keep the others from their work. A chore may be called again on the same day: it must find
    then that nothing is left to do, and it opens its transactions itself."""
    failed = []
    for chore in chores:
        name = f"{chore.__module__}.{chore.__name__}"
        try:
            chore(today)
        except Exception as error:  # only its kind is noted: its text may name a person
            log.exception("chore failed", extra={"purpose": name})
            record("chore failed", "-", by=None, note=f"{name} {type(error).__name__}")
            failed.append(name)
    return failed
