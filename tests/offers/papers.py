"""What tests of printed offers share."""

import datetime
import re
import subprocess
import unicodedata

from offers.models import Location, Offer, Schedule
from offers.paper.handout import handout
from offers.times.schedules import BERLIN
from tests.offers.factories import make_offer


NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)
EVERY_THURSDAY = {
    "starts_on": datetime.date(2026, 1, 8),
    "start_time": datetime.time(16),
    "end_time": datetime.time(17, 30),
    "rule": "FREQ=WEEKLY;BYDAY=TH",
}


def make_dialog(**fields):
    """Every Thursday afternoon in the library."""
    library = Location.objects.create(
        name="Bücherei", street="Rosengarten 6", postcode="22880", city="Wedel"
    )
    offer = make_offer(title="Dialog in Deutsch", location=library, **fields)
    Schedule.objects.create(offer=offer, **EVERY_THURSDAY)
    return offer


def text_of(pdf):
    """What is read from the paper, without the marks that turn the direction of writing."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    text = unicodedata.normalize("NFKC", done.stdout.decode())
    return re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def printed(*offers, lang="eng", note=""):
    fetched = Offer.objects.filter(pk__in=[offer.pk for offer in offers])
    rows = fetched.select_related("provider", "location").prefetch_related("schedules")
    rows = rows.order_by("pk")
    return handout(list(rows), [lang] if isinstance(lang, str) else lang, now=NOW, note=note)
