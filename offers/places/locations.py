"""What is done with locations: entered, changed, merged into another, taken out."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from integration_office.audit import label_of, record
from integration_office.models import User
from offers import indexing
from offers.codes import BarrierFree
from offers.models import Location
from offers.places.place_texts import Found, found_in, street_key


HOLES = ["postcode", "city", "district", "barrier_note", "how_to_get_there"]


@transaction.atomic
def save(location: Location, *, by: User) -> Location:
    """Save a new location, or a changed one: its offers are found by the new words."""
    if location.pk:
        location.version += 1
    location.full_clean()
    location.save()
    indexing.refresh(location.offers.all())
    record("saved", location, by=by)
    return location


@transaction.atomic
def merge(location: Location, into: Location, *, by: User) -> Location:
    """Make one of two rows for the same place: the offers move to `into`, which also gets what it
    does not know yet. Refuses to merge a location with itself."""
    if location.pk == into.pk:
        raise ValidationError(_("Please choose another location than this one."))
    rows = Location.objects.select_for_update().in_bulk([location.pk, into.pk])
    location, into = rows[location.pk], rows[into.pk]
    _fill_holes(into, location)
    into.version += 1
    into.full_clean()
    into.save()
    moved = list(location.offers.select_for_update())
    for offer in moved:
        offer.location = into
        offer.version += 1
        offer.save(update_fields=["location", "version", "changed_at"])
        record("changed", offer, by=by, note="location merged")
    indexing.refresh(into.offers.all())
    record("merged", into, by=by, note=label_of(location))
    location.delete()
    return into


def _fill_holes(into: Location, other: Location) -> None:
    for name in HOLES:
        if not getattr(into, name):
            setattr(into, name, getattr(other, name))
    if into.latitude is None:
        into.latitude, into.longitude = other.latitude, other.longitude
    if into.barrier_free == BarrierFree.UNKNOWN:
        into.barrier_free = other.barrier_free


@transaction.atomic
def remove(location: Location, *, by: User) -> None:
    """Take a location out. Refuses while an offer is there, also an ended one."""
    if location.offers.exists():
        raise ValidationError(
            _("Offers take place at “%(location)s”. Please merge it with another location instead.")
            % {"location": location}
        )
    record("deleted", location, by=by)
    location.delete()


@dataclass(frozen=True)
class Meant:
    """The location a text means, the words that are left for the offer, and whether the location
    is new or got something it did not say before (then it has to be saved)."""

    location: Location
    rest: str
    unsaved: bool


def from_text(text: str) -> Meant | None:
    """What a list means by "VHS Wedel, ABC-Straße 3, Zimmer 205"; None when the text names no
    street and number. The location is the known one of this street, else a new one."""
    found = found_in(text)
    if found is None:
        return None
    known = _known(found)
    if known is None:
        return Meant(_new(found), found.rest, unsaved=True)
    completed = _complete(known, found)
    return Meant(known, ", ".join(filter(None, [_other_name(found, known), found.rest])), completed)


def _known(found: Found) -> Location | None:
    number = found.street.split()[-1]
    key = street_key(found.street)
    for location in Location.objects.filter(street__iendswith=number).order_by("pk"):
        same_town = not (found.city and location.city) or found.city == location.city
        if street_key(location.street) == key and same_town:
            return location
    return None


def _new(found: Found) -> Location:
    """Called like the house, else like its street, in another town with the name of that."""
    name = found.name or found.street
    if Location.objects.filter(name=name, street=found.street).exists():
        name = f"{name} ({found.city})"
    name = name[: Location._meta.get_field("name").max_length]
    return Location(name=name, street=found.street, postcode=found.postcode, city=found.city)


def _complete(location: Location, found: Found) -> bool:
    """Give a location that nobody of the office has touched what another row of the list says of
    it; whether there was something to give."""
    if location.version:
        return False
    before = (location.name, location.postcode, location.city)
    if location.name == location.street and found.name:
        location.name = found.name
    location.postcode = location.postcode or found.postcode
    location.city = location.city or found.city
    return before != (location.name, location.postcode, location.city)


def _other_name(found: Found, known: Location) -> str:
    """The name in the text, where the location is not called so."""
    if not found.name or found.name.casefold() in known.name.casefold():
        return ""
    return found.name
