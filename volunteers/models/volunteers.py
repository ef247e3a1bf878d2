"""People who help: their profile, the formalities, and what of it stays after they left."""

import datetime

from dateutil.relativedelta import relativedelta
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from integration_office.addresses import address
from integration_office.codes import Language
from integration_office.history import tracked
from integration_office.models import User
from integration_office.permissions import coordinates_volunteers
from integration_office.records import RECORD_FIELDS, Record
from volunteers.codes import SLOTS, FoundUs, Task, VolunteerStatus, labels, slot_labels


# § 72a SGB VIII and its usual practice: seen within three months, seen again after five years.
CERTIFICATE_FRESH_DAYS = 92
CERTIFICATE_YEARS = 5
REMIND_CERTIFICATE_AFTER = relativedelta(years=4, months=9)
GONE = [VolunteerStatus.LEFT, VolunteerStatus.ERASED]


class VolunteerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the volunteer coordination, the own profile for a volunteer, else none."""
        if coordinates_volunteers(user):
            return self.exclude(status=VolunteerStatus.ERASED)
        return self.filter(user=user)

    def matching(self, text):
        """The text in name or district."""
        return self.filter(
            Q(name__unaccent__icontains=text) | Q(district__unaccent__icontains=text)
        )

    def of(self, user):
        """The profile behind this account, if there is one."""
        return self.filter(user=user)

    def here(self):
        """Those who have not left."""
        return self.exclude(status__in=GONE)

    def here_on(self, day):
        return self.filter(since__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def looking(self):
        """Ready for a placement and without one."""
        return self.filter(status=VolunteerStatus.READY)

    def placeable(self):
        return self.filter(status__in=[VolunteerStatus.READY, VolunteerStatus.PLACED])

    def speaking(self, languages):
        """Those who speak one of `languages`; all when none is asked for."""
        return self.filter(languages__overlap=languages) if languages else self

    def engaged_on(self, day):
        """Those with a placement that ran on `day`; erased profiles count as well."""
        return self.filter(
            Q(placements__ended_on=None) | Q(placements__ended_on__gt=day),
            placements__started_on__lte=day,
        ).distinct()

    def never_placed(self):
        return self.filter(~Exists(self._of_each("placements").begun()))

    def helpers(self):
        """Those who have helped, in a placement or by hours."""
        return self.filter(self._have_helped())

    def applicants(self):
        """Those who have not helped yet."""
        return self.filter(~self._have_helped())

    def _have_helped(self):
        return Q(Exists(self._of_each("placements").begun())) | Q(Exists(self._of_each("hours")))

    def with_last_sign(self):
        """Adds `last_sign`: when something last happened around the person – the profile, hours, a
        placement, a login of their own."""
        latest = [
            Subquery(self._of_each(name).order_by("-changed_at").values("changed_at")[:1])
            for name in ("placements", "hours")
        ]
        return self.annotate(last_sign=Greatest("changed_at", "user__last_login", *latest))

    def silent_since(self, day):
        """Those with us of whom nothing has been heard after `day`, and who help nowhere."""
        helping = Exists(self._of_each("placements").running())
        return self.here().filter(~helping).with_last_sign().filter(last_sign__date__lte=day)

    def to_ask(self, day, *, helpers_since):
        """Applicants of whom nothing has been heard after `day`, and of those who have helped the
        ones of whom nothing has since an earlier one."""
        long_ago = Q(last_sign__date__lte=helpers_since)
        return self.silent_since(day).filter(long_ago | ~self._have_helped())

    def _of_each(self, name):
        related = self.model._meta.get_field(name).related_model
        return related._default_manager.filter(volunteer=OuterRef("pk"))

    def certificate_due_by(self, day):
        """Those whose certificate of conduct must be seen again by `day`."""
        return self.here().filter(certificate_date__lte=day - REMIND_CERTIFICATE_AFTER)


@tracked
class Volunteer(Record):
    name = models.CharField(_("name"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(
        _("year of birth"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    district = models.CharField(_("district"), max_length=80, blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language),
        default=list,
        blank=True,
        verbose_name=_("languages"),
    )
    tasks = ArrayField(
        models.CharField(max_length=20, choices=Task),
        default=list,
        blank=True,
        verbose_name=_("fields of help"),
    )
    availability = ArrayField(
        models.CharField(max_length=4), default=list, blank=True, verbose_name=_("has time")
    )
    hours_per_week = models.PositiveSmallIntegerField(
        _("hours per week"), null=True, blank=True, validators=[MaxValueValidator(40)]
    )
    note = models.TextField(_("note"), blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=VolunteerStatus, default=VolunteerStatus.INTERESTED
    )
    user = models.OneToOneField(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="volunteer",
        verbose_name=_("account"),
    )
    since = models.DateField(_("with us since"), default=timezone.localdate)
    ended_on = models.DateField(_("left on"), null=True, blank=True)
    found_us = models.CharField(_("found us through"), max_length=20, choices=FoundUs, blank=True)
    secrecy_signed_on = models.DateField(_("secrecy signed on"), null=True, blank=True)
    agreement_on = models.DateField(_("agreement signed on"), null=True, blank=True)
    # Of the certificate of conduct only these three facts may be kept (§ 72a (5) SGB VIII): there
    # is no field for the paper itself, and there must never be one.
    certificate_seen_on = models.DateField(_("certificate seen on"), null=True, blank=True)
    certificate_date = models.DateField(_("date of the certificate"), null=True, blank=True)
    relevant_conviction = models.BooleanField(
        _("relevant conviction"),
        null=True,
        blank=True,
        choices=[(True, _("yes")), (False, _("no"))],
    )

    objects = VolunteerQuerySet.as_manager()

    PERSONAL = {
        "name",
        "birth_year",
        "email",
        "phone",
        "postcode",
        "district",
        "languages",
        "availability",
        "hours_per_week",
        "note",
        "user",
        "found_us",
        "secrecy_signed_on",
        "agreement_on",
        "certificate_seen_on",
        "certificate_date",
        "relevant_conviction",
    }
    NOT_PERSONAL = RECORD_FIELDS | {
        "tasks",
        "status",
        "since",
        "ended_on",
    }

    class Meta:
        verbose_name = _("volunteer")
        verbose_name_plural = _("volunteers")
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="volunteer_leaves_after_coming",
                violation_error_message=_("The end cannot lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=GONE, ended_on__isnull=False)
                | (~Q(status__in=GONE) & Q(ended_on=None)),
                name="volunteer_left_on_some_day",
                violation_error_message=_("Whoever has left needs the day, and nobody else does."),
            ),
            models.CheckConstraint(
                condition=Q(
                    certificate_seen_on=None, certificate_date=None, relevant_conviction=None
                )
                | Q(
                    certificate_seen_on__isnull=False,
                    certificate_date__isnull=False,
                    relevant_conviction__isnull=False,
                ),
                name="volunteer_certificate_whole",
                violation_error_message=_(
                    "Please fill in all three facts about the certificate, or none of them."
                ),
            ),
            models.CheckConstraint(
                condition=Q(certificate_seen_on=None)
                | Q(
                    certificate_date__lte=F("certificate_seen_on"),
                    certificate_date__gte=F("certificate_seen_on")
                    - datetime.timedelta(days=CERTIFICATE_FRESH_DAYS),
                ),
                name="volunteer_certificate_fresh_when_seen",
                violation_error_message=_(
                    "The certificate must not be older than three months when it is seen. "
                    "Please ask for a new one."
                ),
            ),
            models.CheckConstraint(
                condition=Q(availability__contained_by=SLOTS),
                name="volunteer_has_known_times",
                violation_error_message=_("Please choose times from the list."),
            ),
            models.CheckConstraint(
                condition=~Q(status=VolunteerStatus.ERASED)
                | Q(
                    name="",
                    email="",
                    phone="",
                    postcode="",
                    district="",
                    note="",
                    found_us="",
                    birth_year=None,
                    user=None,
                    certificate_date=None,
                    languages=[],
                    availability=[],
                ),
                name="volunteer_erased_holds_no_person",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[VolunteerStatus.READY, VolunteerStatus.PLACED])
                | Q(secrecy_signed_on__isnull=False),
                name="volunteer_ready_has_signed_secrecy",
                violation_error_message=_(
                    "Nobody is ready before the declaration of secrecy is signed. "
                    "Please give its day or choose another status."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status=VolunteerStatus.ERASED) | ~Q(name=""),
                name="volunteer_has_a_name",
                violation_error_message=_("Please give a name."),
            ),
        ]
        indexes = [models.Index(fields=["status", "name"], name="volunteer_by_status")]

    def __str__(self):
        return self.name or str(_("erased volunteer"))

    def get_absolute_url(self):
        return address("volunteers:detail", self.pk)

    @property
    def language_labels(self):
        return labels(Language, self.languages)

    @property
    def task_labels(self):
        return labels(Task, self.tasks)

    @property
    def availability_labels(self):
        return slot_labels(self.availability)

    @property
    def is_gone(self):
        return self.status in GONE

    @property
    def place(self):
        return " ".join(part for part in (self.postcode, self.district) if part)

    @property
    def certificate_valid_until(self):
        """The last day on which the certificate seen still counts; None without one."""
        if self.certificate_date is None:
            return None
        return self.certificate_date + relativedelta(years=CERTIFICATE_YEARS)

    def certificate_holds_on(self, day):
        """Whether somebody has seen a clean certificate that is young enough on `day`."""
        until = self.certificate_valid_until
        return until is not None and until >= day and not self.relevant_conviction
