"""manage.py index_offers: work out anew what search, facets and lists keep of every offer."""

from itertools import batched

from django.core.management.base import BaseCommand

from offers import indexing
from offers.models import Offer


AT_ONCE = 500


class Command(BaseCommand):
    help = "Needed once after the word lists of the search or the codes of the facets changed."

    def handle(self, **options):
        keys = Offer.objects.order_by("pk").values_list("pk", flat=True)
        done = 0
        for some in batched(keys, AT_ONCE, strict=False):
            done += indexing.refresh(Offer.objects.filter(pk__in=some))
        self.stdout.write(f"{done} offers indexed.")
