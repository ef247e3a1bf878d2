"""What somebody has learned and wants to work as (domain/01, B13). Nothing of it is asked for."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case, OfCaseQuerySet
from counselling.recognition.codes import DrivingLicence, Employment
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS


MOST_YEARS = 60


@tracked
class WorkProfile(SealedRecord):
    """One of a case, as it is known today."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="work_profile", verbose_name=_("case")
    )
    learned = EncryptedTextField(
        _("occupation learned"), max_length=240, blank=True, help_text=_("Encrypted.")
    )
    wanted = EncryptedTextField(
        _("occupation wanted"), max_length=240, blank=True, help_text=_("Encrypted.")
    )
    experience = models.PositiveSmallIntegerField(_("years of experience"), null=True, blank=True)
    driving_licence = models.CharField(
        _("driving licence"), max_length=7, choices=DrivingLicence, blank=True
    )
    employment = models.CharField(_("employment"), max_length=11, choices=Employment, blank=True)

    objects = OfCaseQuerySet.as_manager()

    FACTS = ("learned", "wanted", "experience", "driving_licence", "employment")
    PERSONAL = set(FACTS)
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "case"}

    class Meta:
        verbose_name = _("occupation and work")
        verbose_name_plural = _("occupations and work")
        constraints = [
            models.CheckConstraint(
                condition=Q(experience=None) | Q(experience__lte=MOST_YEARS),
                name="work_profile_within_a_life",
                violation_error_message=_("Please enter at most 60 years."),
            ),
        ]

    def __str__(self):
        # Never the occupation: this reaches messages and logs.
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("counselling:recognition", args=[self.case_id])
