"""manage.py import_lists FOLDER [--dry-run], manage.py import_lists --take-back NUMBER"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from integration_office.importers import import_lists, take_back
from integration_office.list_files import ListRefused
from integration_office.models import ImportedRow


class Command(BaseCommand):
    help = "Takes the lists of an office (docs/lists.md) and says row by row what became of them."

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("folder", type=Path, nargs="?")
        what.add_argument("--take-back", type=int, metavar="NUMBER", help="undo this import")
        parser.add_argument("--dry-run", action="store_true", help="say it, keep nothing")

    def handle(self, *, folder, take_back: int | None, dry_run, **options):
        try:
            counts = self.run(folder, take_back, dry_run=dry_run)
        except ListRefused as refusal:
            raise CommandError(str(refusal)) from None
        words = dict(ImportedRow.Outcome.choices) | {"removed": _("removed"), "stayed": _("stayed")}
        counted = [f"{words.get(kind, kind)}: {count}" for kind, count in sorted(counts.items())]
        self.stdout.write(", ".join(counted))
        if dry_run and folder:
            self.stdout.write(_("Only tried out: nothing was kept."))

    def run(self, folder, number, *, dry_run):
        if number is not None:
            return take_back(number, say=self.stdout.write)
        return import_lists(folder, dry_run=dry_run, say=self.stdout.write)
