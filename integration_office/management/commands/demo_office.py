"""manage.py demo_office: fill an empty database with the demo office."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from integration_office import demo
from integration_office.models import User


class Command(BaseCommand):
    help = "Fills an empty database with the demo office; does nothing where there are users."

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("In production there is no demo office.")
        if User.objects.exists():
            self.stdout.write("There is an office already.")
            return
        demo.fill(say=self.stdout.write)
