"""Several people at the same moment: each call in a thread with its own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.core.exceptions import ValidationError
from django.db import connection


def at_once(*calls):
    """Let all `calls` begin together; what each returned, a refusal as its sentence."""
    start = Barrier(len(calls))

    def run(call):
        start.wait(timeout=10)
        try:
            return call()
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
