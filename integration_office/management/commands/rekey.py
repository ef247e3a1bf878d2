"""manage.py rekey: seal every confidential text and file with the first key of FIELD_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from integration_office import encryption, sealed_files


class Command(BaseCommand):
    help = (
        "Seals every confidential text and file with the first key of FIELD_KEYS. Put the new key "
        "first, keep the old one behind it, run this, then take the old one away."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=500, help="rows looked at at a time")

    def handle(self, *, batch, **options):
        for model in encryption.sealed_models():
            try:
                done, seen = encryption.rekey(model, batch=batch)
            except encryption.CannotDecrypt as refusal:
                raise CommandError(f"{model._meta.label}: {refusal}") from None
            self.stdout.write(f"{model._meta.label}: {done} of {seen} rows sealed anew.")
        for model in sealed_files.sealed_file_models():
            try:
                done, seen, lost = sealed_files.rekey(model)
            except encryption.CannotDecrypt as refusal:
                raise CommandError(f"{model._meta.label}, files: {refusal}") from None
            self.stdout.write(f"{model._meta.label}: {done} of {seen} files sealed anew.")
            if lost:
                self.stdout.write(f"{model._meta.label}: {lost} files are not in the storage.")
        self.stdout.write(
            f"Every text and file is sealed with the key “{encryption.active_key()}”."
        )
