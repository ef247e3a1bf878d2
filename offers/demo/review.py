"""What waits for the demo office: a submitted offer, and a change it wants to see first."""

from integration_office import demo
from network.models import Organisation
from offers import actions
from offers.codes import Via
from offers.demo import catalogue as demo_catalogue
from offers.models import Arrangement, Offer


def fill(office: demo.Office) -> None:
    _a_change_that_waits()
    _a_submitted_offer(office.users["partner"])


def _a_change_that_waits():
    theirs = Offer.objects.published().filter(provider__name=demo_catalogue.NEIGHBOURS)
    offer = theirs.order_by("pk")[0]
    Arrangement.objects.update_or_create(organisation=offer.provider, defaults={"reviewed": True})
    offer.place = "Eingang über den Hof"
    offer.what_to_bring = "Stift und Heft"
    offer.languages = [*offer.languages, "fra"]
    actions.change(offer, by=None, via=Via.LINK)


def _a_submitted_offer(partner):
    own = Organisation.objects.of(partner).order_by("pk").first()
    if own is None:
        return
    offer = Offer(
        title="Nähen für den Anfang",
        provider=own,
        kind="werkstatt",
        fields_of_action=["TEI"],
        short_text="Wir nähen zusammen, Maschinen und Stoff sind da.",
        schedule_text="jeden zweiten Samstag am Vormittag",
        place="Gemeindehaus, erster Stock",
        contact_phone="04103 000000",
    )
    actions.take_up(offer, by=partner)
    actions.submit(offer, by=partner, via=Via.LOGIN)
