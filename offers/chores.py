"""What the catalogue does once a day by itself."""

import datetime

from django.conf import settings
from django.utils import timezone

from integration_office import chores
from offers import actions, documents, indexing
from offers.feed import neighbours
from offers.models import Offer
from offers.times import occurrences, school_holidays
from offers.trust import clock, link_checking
from offers.trust.visiting import Visitor


@chores.daily(5)  # before everything that keeps holidays
def know_the_school_holidays(today: datetime.date) -> None:
    school_holidays.begin_with_the_list()


@chores.daily(10)  # first: what is over is not asked about
def end_what_ran_out(today: datetime.date) -> int:
    """Offers whose last day is over leave the catalogue."""
    return actions.end_what_ran_out(today)


@chores.daily(15)
def move_dates_on(today: datetime.date) -> None:
    """What follows from times that have just ended is worked out anew, and what another edition of
    the program has worked out; then the dates of all."""
    indexing.refresh(Offer.objects.with_times_that_ended(today))
    indexing.renew()
    occurrences.fill_all(today)


@chores.daily(20)
def ask_whether_offers_are_true(today: datetime.date) -> None:
    clock.tick(today)


@chores.daily(90)  # late: it waits for the servers of others
def look_at_web_addresses(today: datetime.date) -> None:
    """From the demo nothing leaves."""
    link_checking.gather()
    if not settings.DEMO:
        link_checking.look(Visitor(link_checking.agent(settings.OFFICE)), timezone.now())


@chores.daily(95)
def fetch_neighbours(today: datetime.date) -> None:
    """The feeds of neighbouring towns, but not from the demo."""
    if not settings.DEMO:
        neighbours.fetch_all(Visitor(link_checking.agent(settings.OFFICE)))


@chores.daily(60)
def sweep_documents(today: datetime.date) -> None:
    """Files without a row: of a save that failed, or of an offer that an import took back."""
    documents.sweep()
