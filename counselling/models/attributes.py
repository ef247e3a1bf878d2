"""What may be known about somebody whose name nobody asked: groups only, "not collected" first."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.codes import Stay
from integration_office import codes
from integration_office.codes import StatusGroup


class GroupAttributes(models.Model):
    gender = models.CharField(_("gender"), max_length=1, choices=codes.Gender, blank=True)
    age_group = models.CharField(_("age group"), max_length=5, choices=codes.AgeGroup, blank=True)
    country_group = models.CharField(
        _("nationality group"), max_length=7, choices=codes.CountryGroup, blank=True
    )
    status_group = models.CharField(
        _("residence"), max_length=3, choices=StatusGroup, default=StatusGroup.NOT_COLLECTED
    )
    german_level = models.CharField(
        _("German"), max_length=5, choices=codes.GermanLevel, blank=True
    )
    stay = models.CharField(_("years in Germany"), max_length=12, choices=Stay, blank=True)
    # The town's own words (settings.OFFICE["districts"]), so no choices here.
    district = models.CharField(pgettext_lazy("counselling", "district"), max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def known_groups(self):
        """(word, value) of every group that was collected."""
        names = [name for name in ATTRIBUTES if getattr(self, name) != NO_ATTRIBUTES[name]]
        return [(self._meta.get_field(name).verbose_name, self._in_words(name)) for name in names]

    def _in_words(self, name):
        display = getattr(self, f"get_{name}_display", None)
        return display() if display else getattr(self, name)


NO_ATTRIBUTES = {
    "gender": "",
    "age_group": "",
    "country_group": "",
    "status_group": StatusGroup.NOT_COLLECTED.value,
    "german_level": "",
    "stay": "",
    "district": "",
}
ATTRIBUTES = tuple(NO_ATTRIBUTES)
