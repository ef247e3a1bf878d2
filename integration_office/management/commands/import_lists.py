"""manage.py import_lists FOLDER [--dry-run]"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from integration_office.importers import ListRefused, import_lists


class Command(BaseCommand):
    help = "Takes the lists of an office (docs/lists.md) and says row by row what became of them."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say it, keep nothing")

    def handle(self, *, folder, dry_run, **options):
        try:
            counts = import_lists(folder, dry_run=dry_run, say=self.stdout.write)
        except ListRefused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items())))
        if dry_run:
            self.stdout.write("Dry run: nothing was kept.")
