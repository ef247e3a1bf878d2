"""What is due about offers: the office asks, a partner answers."""

import datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_office import agenda
from integration_office.addresses import address
from integration_office.lists import COUNT_UP_TO
from integration_office.permissions import coordinates, is_partner, is_staff
from integration_office.tallies import Counted
from network.models import Organisation
from offers.codes import NeedStatus, Status
from offers.models import (
    Offer,
    ProposedChange,
    Schedule,
    SchoolHoliday,
    UnmetNeed,
    WebAddress,
)
from offers.times.school_holidays import ENOUGH
from offers.trust.freshness import State
from offers.trust.inquiring import of_the_office


MOST = 10
FRESHNESS = ("confirmed_on", "due_on", "unanswered_since")
NEWS = datetime.timedelta(days=13)  # with the day itself two weeks
MONEY_AHEAD = datetime.timedelta(days=60)
READ_WITHIN = datetime.timedelta(days=7)
ASK_AFTER = relativedelta(months=12)


@agenda.Count
def overdue(user, today):
    return Counted(Offer.objects.published().overdue(today), "due_on")


@agenda.source(coordinates, overdue)
def to_ask(user, today, overdue):
    """One line for the office, however many offers wait: the work is done on one page."""
    count, oldest = overdue
    if count:
        yield agenda.Item(
            due=oldest,
            title=ngettext(
                "%(count)s offer is overdue for confirmation",
                "%(count)s offers are overdue for confirmation",
                count,
            )
            % {"count": count},
            url=address("offers:due"),
            detail=_("Providers with an address are asked by themselves; the others wait for you."),
            action=_("Ask for confirmation"),
        )


@agenda.Count
def unanswered(user, today):
    return Counted(Offer.objects.published().silent(today), "unanswered_since")


@agenda.source(coordinates, unanswered)
def to_call(user, today, unanswered):
    """What the clock hands back to people: providers that leave three mails unanswered,
    and those nobody can mail."""
    count, since = unanswered
    if count:
        yield agenda.Item(
            due=since,
            title=ngettext(
                "%(count)s offer has had no answer for four weeks",
                "%(count)s offers have had no answer for four weeks",
                count,
            )
            % {"count": count},
            url=f"{address('offers:due_offers')}?state={State.SILENT}",
            detail=_("A call helps where mails do not. Two weeks later they are not printed."),
            action=_("Call the providers"),
        )


@agenda.Count
def for_review(user, today):
    return Counted(Offer.objects.for_review(), "waits_since")


@agenda.source(coordinates, for_review)
def to_review(user, today, for_review):
    """One line for the office: offers that are submitted, and changes that wait."""
    number, since = for_review
    if number:
        yield agenda.Item(
            due=timezone.localdate(since),
            title=ngettext(
                "%(count)s offer of a partner waits to be checked",
                "%(count)s offers of partners wait to be checked",
                number,
            )
            % {"count": number},
            url=address("offers:review"),
            detail=_("Submitted offers, and changes by organisations whose changes you check."),
            action=_("Check it"),
        )


@agenda.Count
def ours(user, today):
    office = Organisation.objects.filter(of_the_office())
    return Counted(Offer.objects.to_confirm(today).filter(provider__in=office), "due_on")


@agenda.source(coordinates, ours)
def own_offers(user, today, ours):
    """Nobody mails the office about its own offers: it looks at them itself."""
    count, first = ours
    if count:
        office = Organisation.objects.filter(of_the_office()).values_list("pk", flat=True)[0]
        yield agenda.Item(
            due=first or today,
            title=ngettext(
                "%(count)s offer of the office itself is to be confirmed",
                "%(count)s offers of the office itself are to be confirmed",
                count,
            )
            % {"count": count},
            url=f"{address('offers:due_offers')}?provider={office}",
            action=_("Look at them"),
        )


@agenda.source(coordinates)
def school_holidays_to_enter(user, today):
    """Where offers pause in the school holidays, the next ones must be known; the Land says them
    early."""
    known = SchoolHoliday.objects.known_until()
    if known is not None and known >= today + ENOUGH:
        return
    if Schedule.objects.filter(except_school_holidays=True).exists():
        yield agenda.Item(
            due=today,
            title=_("The next school holidays are not entered yet"),
            url=address("offers:holiday_list"),
            detail=_("Known until %(day)s.") % {"day": date_format(known)} if known else "",
            action=_("Enter them"),
        )


@agenda.Count
def broken(user, today):
    return Counted(WebAddress.objects.broken(), "failing_since")


@agenda.source(coordinates, broken)
def dead_addresses(user, today, broken):
    if count := broken.number:
        yield agenda.Item(
            due=today,
            title=ngettext(
                "%(count)s web address does not answer",
                "%(count)s web addresses do not answer",
                count,
            )
            % {"count": count},
            url=address("offers:addresses"),
            action=_("Look at them"),
        )


@agenda.source(coordinates)
def funding_ends(user, today):
    """What will have no money soon: two months are short for finding another."""
    ending = Offer.objects.in_catalogue().funded_until(today, today + MONEY_AHEAD)
    shown = ending.only("title", "funding", "funding_until")
    for offer in shown.order_by("funding_until", "pk")[:MOST]:
        yield agenda.Item(
            due=today,
            title=_("The funding of “%(offer)s” ends on %(day)s")
            % {"offer": offer, "day": date_format(offer.funding_until, "SHORT_DATE_FORMAT")},
            url=offer.get_absolute_url(),
            detail=offer.funding,
            action=_("Look at it"),
        )


@agenda.source(is_partner)
def to_confirm(user, today):
    """A partner's own offers that wait for a "still true"."""
    waiting = Offer.objects.of(user).to_confirm(today).only("title", *FRESHNESS)
    for offer in waiting.order_by("due_on", "pk")[:MOST]:
        yield agenda.Item(
            due=offer.due_on or today,
            title=_("Is “%(offer)s” still true?") % {"offer": offer},
            url=offer.get_absolute_url(),
            detail=offer.freshness.label,
            action=_("Look at it"),
        )


@agenda.source(is_partner)
def refused_changes(user, today):
    """What the office did not take over, for two weeks: whoever proposed it got a mail, the others
    of the house did not. What was wanted, and why not, stands on the offer's page."""
    offers = Offer.objects.of(user)
    is_news = Q(offer__in=offers.in_catalogue()) & ~Q(facts={})
    is_news |= Q(offer__in=offers.filter(status=Status.DRAFT), facts={})
    refused = ProposedChange.objects.refused_since(today - NEWS).filter(is_news)
    shown = refused.select_related("offer").only("facts", "status", "decided_at", "offer__title")
    for change in shown.order_by("-decided_at", "pk")[:MOST]:
        title = (
            _("“%(offer)s” came back from the office")
            if change.is_sent_back
            else _("The change of “%(offer)s” was not taken over")
        )
        yield agenda.Item(
            due=today,
            title=title % {"offer": change.offer},
            url=change.offer.get_absolute_url(),
            detail=_("The office decided on %(day)s. Its reason stands on the offer's page.")
            % {"day": date_format(timezone.localdate(change.decided_at))},
            action=_("Read why"),
        )


@agenda.figure(is_staff)
def catalogue(user, today):
    """How much of the catalogue can be trusted today."""
    counts = Offer.objects.in_catalogue()[:COUNT_UP_TO].counted(today)
    note = _("%(fresh)s confirmed, %(due_soon)s due soon, %(overdue)s overdue") % counts
    if counts["silent"]:
        note += ", " + _("%(silent)s without an answer") % counts
    if counts["never"]:
        note += ", " + _("%(never)s never confirmed") % counts
    return agenda.Tile(_("Offers"), counts["total"], note=note, url=address("offers:list"))


@agenda.shortcut(is_partner)
def my_offers(user):
    return agenda.Shortcut(_("My offers"), address("offers:mine"))


@agenda.shortcut()
def find_an_offer(user):
    return agenda.Shortcut(_("Find an offer"), address("offers:list"), key="a")


@agenda.Count
def new_needs(user, today):
    return Counted(UnmetNeed.objects.to_check(), "reported_on")


@agenda.source(coordinates, new_needs)
def needs_to_check(user, today, new_needs):
    """New unmet needs: one line, however many; each is read before the partners see it."""
    number, first = new_needs
    if number:
        yield agenda.Item(
            due=first + READ_WITHIN,
            title=ngettext("%(count)s unmet need is new", "%(count)s unmet needs are new", number)
            % {"count": number},
            url=f"{address('offers:need_list')}?status={NeedStatus.REPORTED.value}",
            detail=_("Is it understandable, and can nobody be recognised in it?"),
            action=_("Check"),
        )


@agenda.source(coordinates)
def needs_to_ask_about(user, today):
    """Open needs nobody has touched for a year; a year later the clock gives them up."""
    silent = UnmetNeed.objects.silent_since(today - ASK_AFTER).only("text")
    for need in silent.order_by("changed_at")[:MOST]:
        yield agenda.Item(
            due=today,
            title=_("Still missing? “%(need)s”") % {"need": need},
            url=need.get_absolute_url(),
            detail=_("Nothing has happened for a year. One click says that it is still missing."),
            action=_("Look at it"),
        )
