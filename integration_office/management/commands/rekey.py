"""manage.py rekey: seal every confidential text with the first key of FIELD_KEYS."""

from django.core.management.base import BaseCommand, CommandError

from integration_office import encryption


class Command(BaseCommand):
    help = (
        "Seals every confidential text with the first key of FIELD_KEYS. Put the new key first, "
        "keep the old one behind it, run this, then take the old one away."
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
        self.stdout.write(f"Every text is sealed with the key “{encryption.active_key()}”.")
