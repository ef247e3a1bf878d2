"""Where offers take place: an address, how to get in, and a point on the map."""

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from integration_office.history import tracked
from integration_office.ordering import GermanOrder
from integration_office.records import RECORD_FIELDS, Record
from network.names import holding
from offers.codes import BarrierFree


class LocationQuerySet(models.QuerySet):
    def german_order(self):
        return self.order_by(GermanOrder("name"), GermanOrder("street"), "pk")

    def with_counts(self):
        return self.annotate(offer_count=Count("offers"))

    def matching(self, text):
        """Name, street, town or district contain every word of `text`, whatever its accents."""
        return self.filter(holding(text, "name", "street", "city", "district"))

    def on_the_map(self):
        return self.filter(latitude__isnull=False)


@tracked
class Location(Record):
    name = models.CharField(_("name"), max_length=160)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(pgettext_lazy("address", "town"), max_length=80, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    barrier_free = models.CharField(
        _("barrier-free"), max_length=10, choices=BarrierFree, default=BarrierFree.UNKNOWN
    )
    barrier_note = models.CharField(_("about barriers"), max_length=200, blank=True)
    how_to_get_there = models.CharField(_("how to get there"), max_length=200, blank=True)

    objects = LocationQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = (
        RECORD_FIELDS
        | {"name", "street", "postcode", "city", "district", "latitude", "longitude"}
        | {"barrier_free", "barrier_note", "how_to_get_there"}
    )

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                GermanOrder("name"),
                GermanOrder("street"),
                name="location_once",
                violation_error_message=_(
                    "There is a location of this name and street already. Please open that one."
                ),
            ),
            models.CheckConstraint(
                # A comparison with nothing is neither true nor false, and refuses nothing.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="location_has_both_coordinates",
                violation_error_message=_(
                    "Please give latitude and longitude, for example 53.58 and 9.70, or neither."
                ),
            ),
        ]

    def __str__(self):
        # Many a place has no other name than its street.
        names = [self.name] if self.name == self.street else [self.name, self.street]
        return ", ".join(name for name in names if name)

    def get_absolute_url(self):
        return reverse("offers:location_edit", args=[self.pk])

    @property
    def coordinates(self):
        """ "53.58, 9.7", as maps write it; empty when they are not known."""
        if self.latitude is None:
            return ""
        return ", ".join(f"{float(number):g}" for number in (self.latitude, self.longitude))

    @property
    def whole(self):
        """Name and address in one line, the street only once."""
        if self.name == self.street:
            return self.address
        return ", ".join(part for part in (self.name, self.address) if part)

    @property
    def address(self):
        """Street and place in one line, whatever of it is known."""
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (self.street, place) if part)
