"""Web addresses of offers and providers, and whether they still answer."""

import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.ordering import GermanOrder
from network.models import Organisation
from offers.models.offers import Offer
from offers.trust.visiting import Trouble


AGAIN_AFTER = datetime.timedelta(days=7)


class WebAddressQuerySet(models.QuerySet):
    def broken(self):
        """Those that failed on two days: one bad night of a server is no news."""
        return self.filter(checked_at__date__gt=F("failing_since"))

    def shown_by(self, offer):
        return self.filter(url__in={offer.website, offer.appointment_url} - {""})

    def with_users(self):
        """With the offers of the catalogue and the providers that show the address, as pairs of key
        and name."""
        offers = Offer.objects.in_catalogue()
        there = offers.filter(Q(website=OuterRef("url")) | Q(appointment_url=OuterRef("url")))
        providers = Organisation.objects.filter(website=OuterRef("url"))
        return self.annotate(
            offers_there=ArraySubquery(
                there.order_by(GermanOrder("title"), "pk").values(
                    pair=JSONObject(pk="pk", name="title")
                )
            ),
            providers_there=ArraySubquery(
                providers.german_order().values(pair=JSONObject(pk="pk", name="name"))
            ),
        )

    def to_check(self, now):
        """Those not looked at for a week, and those whose first failure waits for a second look;
        the new ones and the oldest first."""
        suspected = Q(checked_at__date=F("failing_since"))
        return self.filter(
            Q(checked_at=None)
            | Q(checked_at__lte=now - AGAIN_AFTER)
            | (suspected & Q(checked_at__date__lt=timezone.localdate(now)))
        ).order_by(F("checked_at").asc(nulls_first=True), "pk")


class WebAddress(models.Model):
    """What the last look at an address found. It is looked at again by itself."""

    url = models.URLField(_("web address"), max_length=300, unique=True)
    checked_at = models.DateTimeField(_("looked at"), null=True)
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("what went wrong"), max_length=120, blank=True)
    failing_since = models.DateField(_("does not answer since"), null=True)

    objects = WebAddressQuerySet.as_manager()

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "url", "checked_at", "status_code", "error", "failing_since"}

    class Meta:
        verbose_name = _("web address")
        verbose_name_plural = _("web addresses")
        ordering = ["url"]
        indexes = [models.Index(fields=["checked_at"], name="web_address_oldest_look")]

    def __str__(self):
        return self.url

    @property
    def site(self):
        """The part that names the server: "www.wedel.de"."""
        return self.url.partition("//")[2].partition("/")[0].lower()

    @property
    def why(self):
        """What went wrong, in words, with the number a technician asks for."""
        said = str(Trouble(self.error).label) if self.error in Trouble.values else self.error
        return f"{said} ({self.status_code})" if self.status_code else said

    @property
    def offer_titles(self):
        return [offer["name"] for offer in self.offers_there]

    @property
    def provider_names(self):
        return [provider["name"] for provider in self.providers_there]

    def note(self, status, trouble, now):
        """Take in what a visit found; the caller saves."""
        self.checked_at, self.status_code, self.error = now, status, trouble
        failing = self.failing_since or timezone.localdate(now)
        self.failing_since = failing if trouble else None
