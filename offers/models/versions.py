"""How an offer was written before, and how its provider would like it written."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.history import tracked
from integration_office.models import User
from network.models import Organisation
from offers.codes import Via
from offers.models.offers import Offer


class OfferVersion(models.Model):
    """The facts of an offer as they stood after one change, without contact data."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    facts = models.JSONField(_("facts"))
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(_("way"), max_length=10, choices=Via, blank=True)

    PERSONAL: set[str] = set()
    NOT_PERSONAL = {"id", "offer", "number", "facts", "made_at", "made_by", "via"}

    class Meta:
        verbose_name = _("version of an offer")
        verbose_name_plural = _("versions of offers")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="offer_version_once")
        ]

    def __str__(self):
        return f"{self.offer_id} v{self.number}"

    def get_absolute_url(self):
        return reverse("offers:version", args=[self.offer_id, self.number])

    @property
    def name(self):
        return _("version %(number)s") % {"number": self.number + 1}

    @property
    def who(self):
        """Who wrote it: the colleague or partner while that is kept, else only from where."""
        return who_wrote(self.made_by, self.via, self.offer)


def who_wrote(user, via, offer, provider=None):
    """The person behind a change, or what the way says when no person is known; of `provider`
    where the offer may belong to another by now."""
    if user is not None:
        return user.name
    house = provider or offer.provider
    return {
        Via.LINK: _("%(provider)s, by e-mail link") % {"provider": house},
        Via.LOGIN: str(house),
        Via.OFFICE: _("the office"),
    }.get(via, _("from a list") if offer.is_from_a_list else _("not known"))


class ProposedChangeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(status=ProposedChange.Status.WAITING)

    def of_the_house(self):
        """Those of the organisation the offer belongs to: what another wrote before, and what it
        was told, is none of its business."""
        return self.filter(provider=F("offer__provider"))

    def refused_since(self, day):
        """Those the office did not take over since, as long as that is news: nothing was proposed
        after it, and the offer still belongs to the house that proposed it."""
        newer = ProposedChange.objects.filter(offer=OuterRef("offer"), pk__gt=OuterRef("pk"))
        refused = self.filter(status=ProposedChange.Status.REFUSED, decided_at__date__gte=day)
        return refused.of_the_house().filter(~Exists(newer))


@tracked
class ProposedChange(models.Model):
    """What a partner wrote and the office has not taken over yet: only the facts that change. None
    where a whole offer was submitted and came back."""

    class Status(models.TextChoices):
        WAITING = "wartet", _("waiting")
        TAKEN = "uebernommen", _("taken over")
        REFUSED = "abgelehnt", _("refused")
        WITHDRAWN = "zurueckgezogen", _("taken back")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="proposed_changes")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    base_version = models.PositiveIntegerField()
    facts = models.JSONField(_("changed facts"))
    proposed_at = models.DateTimeField(_("proposed at"), default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    via = models.CharField(_("way"), max_length=10, choices=Via)
    status = models.CharField(_("status"), max_length=15, choices=Status, default=Status.WAITING)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(_("remark"), max_length=500, blank=True)

    objects = ProposedChangeQuerySet.as_manager()

    PERSONAL = {"facts"}
    NOT_PERSONAL = {"id", "offer", "provider", "base_version", "proposed_at"} | {
        "proposed_by",
        "via",
        "status",
        "decided_at",
        "decided_by",
        "remark",
    }

    class Meta:
        verbose_name = _("proposed change")
        verbose_name_plural = _("proposed changes")
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"],
                condition=Q(status="wartet"),
                name="proposed_change_waits_once_per_offer",
                violation_error_message=_("A change of this offer is waiting already."),
            ),
            models.CheckConstraint(
                condition=Q(status="wartet", decided_at=None)
                | (~Q(status="wartet") & Q(decided_at__isnull=False)),
                name="proposed_change_decided_at_some_time",
            ),
        ]

    def __str__(self):
        return str(self.offer)

    def get_absolute_url(self):
        return reverse("offers:proposal", args=[self.pk])

    @property
    def is_decided(self):
        return self.status != self.Status.WAITING

    @property
    def is_waiting(self):
        return self.status == self.Status.WAITING

    @property
    def is_refused(self):
        return self.status == self.Status.REFUSED

    @property
    def is_sent_back(self):
        """The whole offer was submitted and came back: no single fact was proposed."""
        return self.is_refused and not self.facts

    @property
    def who(self):
        return who_wrote(self.proposed_by, self.via, self.offer, self.provider)
