"""manage.py tick [--loop]: what has to happen by itself: mail now, chores and retention daily."""

import logging
import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from integration_office import chores, mail, privacy


SECONDS = 15
log = logging.getLogger("office.tick")


class Command(BaseCommand):
    help = "Delivers waiting mail, does the chores of the day and erases; --loop keeps doing so."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true")

    def handle(self, *, loop, **options):
        last_run = None
        while True:
            try:
                last_run = self.once(last_run)
            except DatabaseError:
                if not loop:
                    raise
                log.exception("the database does not answer; trying again")
            if not loop:
                return
            close_old_connections()
            time.sleep(SECONDS)

    def once(self, last_run):
        """Deliver what waits; the chores of the day and what is due to be erased, if that was not
        done today. The day it was done."""
        mail.deliver()
        today = timezone.localdate()
        if last_run != today:
            chores.do_all(today)
            privacy.run_retention(today)
        return today
