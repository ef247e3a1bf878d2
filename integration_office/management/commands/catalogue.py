"""manage.py catalogue [APP …] [--check | --compile]: keep the German catalogue complete."""

from django.core.management.base import BaseCommand, CommandError

from integration_office import catalogue


class Command(BaseCommand):
    help = "Gathers every translatable string and says which have no German yet."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("apps", nargs="*", metavar="APP", help="only these apps")
        parser.add_argument("--check", action="store_true", help="change nothing; fail on gaps")
        parser.add_argument("--compile", action="store_true", help="write what Django reads")

    def handle(self, *, apps, check, **options):
        if unknown := set(apps) - set(catalogue.APPS):
            raise CommandError(f"There is no app {', '.join(sorted(unknown))}.")
        if options["compile"]:
            self.say(f"{app}: compiled" for app in catalogue.compile_all())
            return
        apps = apps or catalogue.APPS
        if not check:
            for app in apps:
                self.say(catalogue.update(app))
        gaps = list(catalogue.problems(apps))
        self.say(gaps)
        if check and gaps:
            raise CommandError(f"{len(gaps)} strings need care. Please run: manage.py catalogue")

    def say(self, lines):
        for line in lines:
            self.stdout.write(line)
