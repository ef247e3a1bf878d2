"""What the freshness clock does by itself: ask, remind, and say at last that nobody answers.

Day 0 the question, day 14 and day 28 a reminder; with the third mail the offers without an answer
turn amber, on day 42 they leave the printed directory (`OfferQuerySet.in_directory`). Where no mail
can ask, the same days count from the one on which the offer got due. Every step may be done again
on the same day, or a week late: it looks at what is so, not at what day it is.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from integration_office.audit import record
from network.models import Organisation
from offers.models import Inquiry, Offer
from offers.models.inquiries import REMIND_EVERY, REMINDERS
from offers.trust import inquiring


# Five a day are seventy within the two weeks before an offer is due: a town with 68 providers gets
# round in time even when all are due on one day, and the office gets no more calls and changes in a
# morning than it can look at.
PER_DAY = 5


def tick(today: datetime.date) -> None:
    """All steps of a day, each provider in a transaction of its own."""
    for inquiry in Inquiry.objects.running(today).select_related("provider"):
        inquiring.remind(inquiry, today)
    fall_silent(today)
    fall_silent_unasked(today)
    ask_those_due(today)


def ask_those_due(today: datetime.date) -> int:
    """Ask the providers whose turn it is, at most `PER_DAY`; how many were asked. One that cannot
    be asked, because its address is none, leaves its place to the next."""
    left = PER_DAY - Inquiry.objects.filter(asked_by=None, asked_at__date=today).count()
    asked = 0
    for provider in to_be_asked(today) if left > 0 else ():
        try:
            asked += _ask(provider, today)
        except ValidationError:
            record("asking failed", provider, by=None)
        if asked == left:
            break
    return asked


@transaction.atomic
def _ask(provider, today):
    # Locked and asked again: a colleague may be asking by hand in this second.
    provider = Organisation.objects.select_for_update(no_key=True).get(pk=provider.pk)
    if Inquiry.objects.running(today).filter(provider=provider).exists():
        return False
    inquiring.ask(provider, provider.email, by=None)
    return True


def to_be_asked(today: datetime.date) -> QuerySet[Organisation]:
    """Providers with an address and an offer that gets due within two weeks or was never confirmed,
    whom nobody has asked yet; what was confirmed once and lapses comes first. Whoever left three
    mails unanswered is not asked again by itself: there the telephone is next."""
    offers = Offer.objects.to_confirm(today).filter(unanswered_since=None)
    running = Inquiry.objects.running(today).filter(provider=OuterRef("pk"))
    due = offers.filter(provider=OuterRef("pk")).order_by().values("provider")
    return (
        Organisation.objects.current()
        .filter(Exists(due), ~Exists(running))
        .exclude(inquiring.of_the_office())
        .exclude(email="")
        .exclude(arrangement__asked_automatically=False)
        .annotate(first_due=Subquery(due.annotate(first=Min("due_on")).values("first")))
        .order_by(F("first_due").asc(nulls_last=True), "pk")
    )


def fall_silent(today: datetime.date) -> int:
    """Mark the offers that nobody confirmed after three mails; how many. One that was confirmed in
    time, and only asked for together with others, stays what it is until it gets due itself."""
    marked = 0
    for inquiry in Inquiry.objects.running(today).told_three_times():
        with transaction.atomic():
            offers = Offer.objects.filter(
                Q(due_on=None) | Q(due_on__lt=today),
                unanswered_since=None,
                asked_offers__in=inquiry.asked_offers.waiting(),
            )
            marked += _mark(offers, today)
    return marked


@transaction.atomic
def fall_silent_unasked(today: datetime.date) -> int:
    """The same for offers whose provider has no address a mail could go to, or wants none: as long
    after they got due as three mails take. One that was never confirmed is due from its first day
    in the catalogue on, so that a list just taken in is not amber at once."""
    day = today - REMINDERS * REMIND_EVERY
    no_mail = Q(provider__email="") | Q(provider__arrangement__asked_automatically=False)
    ours = Organisation.objects.filter(inquiring.of_the_office())
    running = Inquiry.objects.running(today)
    offers = Offer.objects.published().filter(
        Q(due_on__lt=day) | Q(due_on=None, published_on__lte=day),
        no_mail,
        unanswered_since=None,
    )
    return _mark(
        offers.exclude(provider__in=ours).exclude(asked_offers__inquiry__in=running), today
    )


def _mark(offers: QuerySet[Offer], today: datetime.date) -> int:
    marked = 0
    for offer in offers.select_for_update(of=("self",)):
        offer.unanswered_since = today
        offer.save(update_fields=["unanswered_since"])
        record("no answer", offer, by=None)
        marked += 1
    return marked
