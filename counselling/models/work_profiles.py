"""How long somebody was at school, what they have learned and want to work as (domain/01, B5 and
B13). Nothing of it is asked for."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case, OfCaseQuerySet
from counselling.recognition.codes import Benefits, DrivingLicence, Education, Employment
from integration_office.encryption import EncryptedTextField, SealedRecord
from integration_office.history import tracked
from integration_office.records import RECORD_FIELDS


MOST_YEARS = 60
MOST_SCHOOL_YEARS = 30


@tracked
class WorkProfile(SealedRecord):
    """One of a case, as it is known today."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, related_name="work_profile", verbose_name=_("case")
    )
    school_years = models.PositiveSmallIntegerField(_("years at school"), null=True, blank=True)
    education = models.CharField(
        _("highest education"), max_length=6, choices=Education, blank=True
    )
    learned = EncryptedTextField(
        _("occupation learned"), max_length=240, blank=True, help_text=_("Encrypted.")
    )
    practised = EncryptedTextField(
        _("occupation practised"), max_length=240, blank=True, help_text=_("Encrypted.")
    )
    wanted = EncryptedTextField(
        _("occupation wanted"), max_length=240, blank=True, help_text=_("Encrypted.")
    )
    experience = models.PositiveSmallIntegerField(_("years of experience"), null=True, blank=True)
    driving_licence = models.CharField(
        _("driving licence"), max_length=7, choices=DrivingLicence, blank=True
    )
    employment = models.CharField(_("employment"), max_length=11, choices=Employment, blank=True)
    benefits = models.CharField(_("benefits"), max_length=8, choices=Benefits, blank=True)

    objects = OfCaseQuerySet.as_manager()

    FACTS: tuple[str, ...] = ("school_years", "education", "learned", "practised", "wanted")
    FACTS += ("experience", "driving_licence", "employment", "benefits")
    PERSONAL = set(FACTS)
    NOT_PERSONAL = {*RECORD_FIELDS, "row_key", "case"}

    class Meta:
        verbose_name = _("education and work")
        verbose_name_plural = _("education and work of several")
        constraints = [
            models.CheckConstraint(
                condition=Q(experience=None) | Q(experience__lte=MOST_YEARS),
                name="work_profile_within_a_life",
                violation_error_message=_("Please enter at most 60 years."),
            ),
            models.CheckConstraint(
                condition=Q(school_years=None) | Q(school_years__lte=MOST_SCHOOL_YEARS),
                name="work_profile_school_years",
                violation_error_message=_("Please enter at most 30 years at school."),
            ),
        ]

    def __str__(self):
        # Never the occupation: this reaches messages and logs.
        return str(self._meta.verbose_name)

    def get_absolute_url(self):
        return reverse("counselling:recognition", args=[self.case_id])
