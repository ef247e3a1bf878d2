"""manage.py index_offers: work out anew what search, facets and lists keep of every offer."""

from django.core.management.base import BaseCommand

from offers import indexing
from offers.models import Offer


class Command(BaseCommand):
    help = "What an update needs of this is done by `tick`; this does it for all offers, at once."

    def handle(self, **options):
        done = indexing.refresh_all(Offer.objects.all())
        self.stdout.write(f"{done} offers indexed.")
