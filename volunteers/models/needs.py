"""What is needed: by an organisation, or by a family that is known here only by a number."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from integration_office.addresses import address
from integration_office.codes import Language
from integration_office.history import tracked
from integration_office.models import User
from integration_office.permissions import coordinates_volunteers, is_partner
from integration_office.records import RECORD_FIELDS, Record
from network.models import Organisation
from volunteers.codes import (
    SLOTS,
    NeedStatus,
    PlacementStatus,
    Rhythm,
    Task,
    Urgency,
    labels,
    slot_labels,
)


RUNNING = [PlacementStatus.TRIAL, PlacementStatus.ACTIVE, PlacementStatus.PAUSED]
FORGOTTEN_FAMILY = "F-0"


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All for the volunteer coordination, those of the own organisations for a partner."""
        if coordinates_volunteers(user):
            return self
        if is_partner(user):
            return self.filter(organisation__in=Organisation.objects.of(user))
        return self.none()

    def matching(self, text):
        """The text in title or organisation, or the whole number of the family."""
        return self.filter(
            Q(title__unaccent__icontains=text)
            | Q(organisation__name__unaccent__icontains=text)
            | Q(family_ref__iexact=text)
        )

    def open(self):
        return self.exclude(status=NeedStatus.ENDED)

    def of_families(self):
        return self.exclude(family_ref__in=["", FORGOTTEN_FAMILY])

    def forgotten_since(self, day):
        """Open ones around which nothing has happened after `day`, and nobody helps."""
        placements = self.model._meta.get_field("placements").related_model._default_manager
        alive = placements.filter(
            Q(status__in=RUNNING) | Q(changed_at__date__gt=day), need=OuterRef("pk")
        )
        return self.open().filter(~Exists(alive), changed_at__date__lte=day)

    def with_found(self):
        """Adds `found`: how many placements run for the need. Counting would lose the order."""
        running = Q(placements__status__in=RUNNING)
        counted = self.annotate(found=Count("placements", filter=running))
        return counted.order_by(*self.model._meta.ordering)


@tracked
class Need(Record):
    title = models.CharField(_("title"), max_length=150)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="needs",
        verbose_name=_("organisation"),
    )
    family_ref = models.CharField(
        _("family"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(r"^F-[0-9]+\Z", message=_("Please write the number only, as in F-17."))
        ],
        help_text=_("A number such as F-17, never a name."),
    )
    task = models.CharField(_("field of help"), max_length=20, choices=Task)
    description = models.TextField(_("tasks"), blank=True)
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language),
        default=list,
        blank=True,
        verbose_name=_("languages"),
        help_text=_("Only where the help is not possible without. One of them is enough."),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    rhythm = models.CharField(_("rhythm"), max_length=20, choices=Rhythm, default=Rhythm.WEEKLY)
    times = ArrayField(
        models.CharField(max_length=4), default=list, blank=True, verbose_name=_("times")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    wanted = models.PositiveSmallIntegerField(
        _("number of people"), default=1, validators=[MinValueValidator(1)]
    )
    certificate_needed = models.BooleanField(
        _("certificate of conduct needed"),
        default=False,
        help_text=_("Where somebody looks after minors (§ 72a SGB VIII)."),
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    status = models.CharField(
        _("status"), max_length=10, choices=NeedStatus, default=NeedStatus.REPORTED
    )
    ended_at = models.DateField(_("ended on"), null=True, blank=True)
    reported_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name=_("reported by")
    )

    objects = NeedQuerySet.as_manager()

    PERSONAL = {"title", "family_ref", "description", "place"}
    NOT_PERSONAL = RECORD_FIELDS | {
        "organisation",
        "task",
        "languages",
        "rhythm",
        "times",
        "starts_on",
        "ends_on",
        "wanted",
        "certificate_needed",
        "urgency",
        "status",
        "ended_at",
        "reported_by",
    }

    class Meta:
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(family_ref=""),
                name="need_of_an_organisation_or_a_family",
                violation_error_message=_(
                    "Please name either the organisation or the number of the family."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="need_ends_after_it_starts",
                violation_error_message=_("The end cannot lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(wanted__gte=1),
                name="need_wants_somebody",
                violation_error_message=_("At least one person must be wanted."),
            ),
            models.CheckConstraint(
                condition=Q(family_ref="") | Q(family_ref__regex=r"^F-[0-9]+$"),
                name="need_names_no_family",
                violation_error_message=_("Please write the number only, as in F-17."),
            ),
            models.CheckConstraint(
                condition=Q(status=NeedStatus.ENDED, ended_at__isnull=False)
                | (~Q(status=NeedStatus.ENDED) & Q(ended_at=None)),
                name="need_ended_on_some_day",
            ),
            models.CheckConstraint(
                condition=Q(times__contained_by=SLOTS),
                name="need_has_known_times",
                violation_error_message=_("Please choose times from the list."),
            ),
        ]
        indexes = [models.Index(fields=["status", "-created_at"], name="need_by_status")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return address("volunteers:need_detail", self.pk)

    @property
    def asked_by(self):
        """Who needs it, in a word: the organisation or the number of the family."""
        if self.organisation_id:
            return str(self.organisation)
        return self.family_ref if self.family_ref != FORGOTTEN_FAMILY else gettext("a family")

    @property
    def language_labels(self):
        return labels(Language, self.languages)

    @property
    def time_labels(self):
        return slot_labels(self.times)

    @property
    def is_open(self):
        return self.status != NeedStatus.ENDED

    @property
    def is_searching(self):
        """Whether volunteers may be proposed."""
        return self.status in (NeedStatus.CHECKED, NeedStatus.SEARCHING)

    @property
    def is_over(self):
        """Whether its last day has passed although nobody has ended it."""
        return self.is_open and self.ends_on is not None and self.ends_on < timezone.localdate()
