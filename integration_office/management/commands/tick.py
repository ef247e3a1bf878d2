"""manage.py tick [--loop]: what has to happen by itself: mail now, retention once a day."""

import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from integration_office import mail, privacy


SECONDS = 15


class Command(BaseCommand):
    help = "Delivers waiting mail and runs the retention rules; --loop keeps doing so."

    def add_arguments(self, parser):
        parser.add_argument("--loop", action="store_true")

    def handle(self, *, loop, **options):
        last_run = None
        while True:
            mail.deliver()
            if last_run != (today := timezone.localdate()):
                privacy.run_retention(today)
                last_run = today
            if not loop:
                return
            close_old_connections()
            time.sleep(SECONDS)
