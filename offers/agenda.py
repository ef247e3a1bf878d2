"""What is due about offers: the office asks, a partner answers."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from integration_office import agenda
from integration_office.lists import COUNT_UP_TO
from integration_office.permissions import coordinates, is_partner, is_staff
from offers.models import Offer


MOST = 10


@agenda.source
def to_ask(user, today):
    """One line for the office, however many offers wait: the work is done on one page."""
    if not coordinates(user):
        return
    late = Offer.objects.published().overdue(today)
    counts = late[:COUNT_UP_TO].counted(today)
    if counts["overdue"]:
        oldest = late.order_by("due_on").values_list("due_on", flat=True).first()
        yield agenda.Item(
            due=oldest,
            title=ngettext(
                "%(count)s offer is overdue for confirmation",
                "%(count)s offers are overdue for confirmation",
                counts["overdue"],
            )
            % {"count": counts["overdue"]},
            url=reverse("offers:due"),
            detail=_("One mail per provider asks for all of its offers."),
            action=_("Ask for confirmation"),
        )


@agenda.source
def to_confirm(user, today):
    """A partner's own offers that wait for a "still true"."""
    if not is_partner(user):
        return
    waiting = Offer.objects.of(user).to_confirm(today).select_related("provider")
    for offer in waiting.order_by("due_on", "pk")[:MOST]:
        yield agenda.Item(
            due=offer.due_on or today,
            title=_("Is “%(offer)s” still true?") % {"offer": offer},
            url=offer.get_absolute_url(),
            detail=offer.freshness.label,
            action=_("Look at it"),
        )


@agenda.figure
def catalogue(user, today):
    """How much of the catalogue can be trusted today."""
    if not is_staff(user):
        return None
    counts = Offer.objects.in_catalogue()[:COUNT_UP_TO].counted(today)
    note = _("%(fresh)s confirmed, %(due_soon)s due soon, %(overdue)s overdue") % counts
    return agenda.Tile(_("Offers"), counts["total"], note=note, url=reverse("offers:list"))


@agenda.shortcut
def my_offers(user):
    if is_partner(user):
        return agenda.Shortcut(_("My offers"), reverse("offers:mine"))
    return None


@agenda.shortcut
def find_an_offer(user):
    return agenda.Shortcut(_("Find an offer"), reverse("offers:list"), key="a")
