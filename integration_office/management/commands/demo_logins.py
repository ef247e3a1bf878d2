"""manage.py demo_logins PORT: where the demo office is, and who may log in."""

from django.core.management.base import BaseCommand

from integration_office import demo


class Command(BaseCommand):
    help = "Prints the address and one login per role; nothing in production."

    def add_arguments(self, parser):
        parser.add_argument("port", type=int, nargs="?", default=8000)

    def handle(self, *, port, **options):
        logins = demo.logins()
        if not logins:
            return
        self.stdout.write(f"\nThe demo office is open: http://127.0.0.1:{port}/\n\n")
        width = max(len(email) for email, _password, _roles in logins)
        for email, password, roles in logins:
            self.stdout.write(f"  {email:{width}}  {password}  {roles}")
        self.stdout.write("\nCtrl-C closes it; the data stay.")
