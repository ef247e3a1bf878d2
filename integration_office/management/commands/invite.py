"""manage.py invite EMAIL NAME --role ROLE: the first account of a new office."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from integration_office import accounts
from integration_office.models import User


class Command(BaseCommand):
    help = "Creates an account and mails the invitation, as the page “Accounts” does."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--role", action="append", required=True, choices=User.Role.values)

    def handle(self, *, email, name, role, **options):
        user = User(email=email, name=name, roles=role)
        try:
            accounts.invite(user, by=None)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"Invited {user.email}.")
