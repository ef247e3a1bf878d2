"""manage.py reindex_persons: hash every name anew with the first key of INDEX_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from counselling.people.index import rebuild
from integration_office.encryption import CannotDecrypt


class Command(BaseCommand):
    help = (
        "Hashes every name anew with the first key of INDEX_KEYS. Put the new key first, keep the "
        "old one behind it, run this, then take the old one away. People keep working meanwhile."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="rows looked at at a time")

    def handle(self, *, batch, **options):
        try:
            changed, seen = rebuild(batch=batch)
        except CannotDecrypt as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{changed} of {seen} persons indexed anew.")
