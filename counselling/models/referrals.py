"""Referrals: to whom somebody was sent on, what was told with consent, and what became of it.

A referral hangs on one talk or on one case. Who is meant, nobody reads here: the texts are sealed
and go three months after the answer; body, kind and outcome stay as counts.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Q
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from counselling.models.cases import Case, readable
from counselling.models.consents import Consent
from counselling.models.contacts import Contact
from counselling.referrals.codes import ANSWERED, LEVELS, RUNNING, Badge, Kind, State
from integration_office.addresses import address
from integration_office.codes import FieldOfAction
from integration_office.days import within_reach
from integration_office.encryption import EncryptedTextField, SealedQuerySet, SealedRecord
from integration_office.history import tracked
from integration_office.permissions import counsels
from integration_office.records import RECORD_FIELDS
from network.models import Organisation
from offers.models import Offer, UnmetNeed


SEALED = ("escort", "told", "answer", "note")
_WAITING = Q(state=State.WAITING)
_TO_NOTICE = ~_WAITING & Q(noticed_on=None)


class ReferralQuerySet(SealedQuerySet):
    def visible_to(self, user):
        """The only door: those of a visible case, and those of own talks outside of cases."""
        if not counsels(user):
            return self.none()
        cases = Case.objects.visible_to(user).values("pk")
        return self.filter(
            Q(case__in=cases)
            | Q(contact__case__in=cases)
            | Q(contact__isnull=False, contact__case=None, contact__counsellor=user)
        )

    def of_case(self, case):
        """Those of the case itself and of the talks in it."""
        return self.filter(Q(case=case) | Q(contact__case=case))

    def of_cases(self, keys):
        """The same for many cases, as far as there is something left to erase."""
        return self.filter(Q(case__in=keys) | Q(contact__case__in=keys), emptied_on=None)

    def newest_first(self):
        return self.order_by("-made_on", "-id")

    def with_whose(self):
        """With the case or the talk they belong to, in one question."""
        return self.select_related("case", "contact__case")

    def with_targets(self):
        """With all that a line says of them, in one question."""
        return self.with_whose().select_related("organisation", "offer", "referred_by", "need")

    def without_texts(self):
        """For lists: nothing confidential is even fetched."""
        return self.defer(*SEALED, "contact__note", "contact__case__concern", "case__concern")

    def in_period(self, start, end):
        """Referrals from `start` to `end`, both included."""
        return self.filter(made_on__gte=start, made_on__lte=end)

    def made(self):
        """Without those that were taken back before anything came of them."""
        return self.exclude(state=State.STOPPED)

    def waiting(self):
        return self.filter(state=State.WAITING)

    def out_of_time(self, today):
        """Waiting ones whose last day is over."""
        return self.waiting().filter(waits_until__lt=today)

    def to_notice(self):
        """Those of which something came that the counsellor has not looked at."""
        return self.filter(_TO_NOTICE)

    def to_look_at(self, today, ending_by):
        """What a counsellor sees to: what is to be noticed, links that end unanswered until
        `ending_by`, and appointments or promised places that are over, of people of whom nobody
        knows whether they arrived."""
        over = Q(asked_at=None, kind=Kind.APPOINTMENT, appointment_on__lt=today)
        promised = Q(state=State.ACCEPTED, noticed_on__isnull=False, waits_until__lt=today)
        return self.filter(
            _TO_NOTICE
            | _WAITING & Q(asked_at__isnull=False, waits_until__lte=ending_by)
            | _WAITING & over
            | promised
        )

    def open_transfers(self):
        """Transfers whose content a body may still look at."""
        return self.filter(kind=Kind.TRANSFER, state__in=RUNNING)

    def without_consent(self, day=None):
        """Transfers whose consent is not in force (any more), or of a restricted case."""
        holding = Consent.objects.in_force(day).values("pk")
        return self.filter(
            ~Q(consent__in=holding)
            | Q(case__restricted_on__isnull=False)
            | Q(contact__case__restricted_on__isnull=False)
        )

    def top_targets(self, start, end):
        """By body: how many were sent there in that time, how many arrived, how many it could not
        take."""
        return (
            self.made()
            .in_period(start, end)
            .order_by()
            .values("organisation", name=F("organisation__name"))
            .annotate(
                total=Count("pk"),
                arrived=Count("pk", filter=Q(state=State.ARRIVED)),
                full=Count("pk", filter=Q(state=State.FULL)),
                declined=Count("pk", filter=Q(state=State.DECLINED)),
            )
            .order_by("-total", "name")
        )

    def refused_as_full(self, start, end):
        """By offer or body and topic: how often there was no place, when last, and the need that
        was reported."""
        return (
            self.filter(state=State.FULL)
            .in_period(start, end)
            .order_by()
            .values("topic", name=F("organisation__name"), title=F("offer__title"))
            .annotate(total=Count("pk"), last=Max("state_on"), need_reported=Max("need"))
            .order_by("-total", "name", "title", "topic")
        )


@tracked
class Referral(SealedRecord):
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name="referrals",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("contact"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        related_name="referrals",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("case"),
    )
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="referrals",
        editable=False,
        verbose_name=_("referred by"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="referrals",
        editable=False,
        verbose_name=_("organisation"),
    )
    offer = models.ForeignKey(
        Offer,
        on_delete=models.PROTECT,
        related_name="referrals",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("offer"),
    )
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.INFORMATION)
    topic = models.CharField(_("topic"), max_length=3, choices=FieldOfAction)
    made_on = models.DateField(_("referred on"), default=timezone.localdate, editable=False)
    appointment_on = models.DateField(_("day of the appointment"), null=True, blank=True)
    appointment_at = models.TimeField(_("time"), null=True, blank=True)
    escort = EncryptedTextField(_("accompanied by"), max_length=120, blank=True)
    consent = models.ForeignKey(
        Consent,
        on_delete=models.PROTECT,
        related_name="transfers",
        null=True,
        blank=True,
        verbose_name=_("consent"),
    )
    told = EncryptedTextField(
        _("what is told"),
        max_length=2000,
        blank=True,
        help_text=_("Only what the consent allows. Encrypted until the other body opens it."),
    )
    note = EncryptedTextField(
        pgettext_lazy("counselling", "note"),
        max_length=1000,
        blank=True,
        help_text=_("For yourself and deputies. Encrypted, never passed on."),
    )

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    state_on = models.DateField(_("since"), default=timezone.localdate, editable=False)
    waits_until = models.DateField(_("waits for an answer until"), editable=False)
    # Who noted the answer; nobody when it came by link.
    feedback_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("noted by"),
    )
    answer = EncryptedTextField(_("answer"), max_length=1000, blank=True, editable=False)
    asked_at = models.DateTimeField(_("mailed at"), null=True, blank=True, editable=False)
    shown_at = models.DateTimeField(_("last opened at"), null=True, blank=True, editable=False)
    noticed_on = models.DateField(_("looked at on"), null=True, blank=True, editable=False)
    need = models.ForeignKey(
        UnmetNeed,
        on_delete=models.PROTECT,
        related_name="refused_referrals",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("unmet need"),
    )
    emptied_on = models.DateField(_("texts erased on"), null=True, blank=True, editable=False)

    objects = ReferralQuerySet.as_manager()

    PERSONAL = set(SEALED)
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        *("row_key", "contact", "case", "referred_by", "organisation", "offer", "kind", "topic"),
        *("made_on", "appointment_on", "appointment_at", "consent", "state", "state_on"),
        *("waits_until", "feedback_by", "asked_at", "shown_at", "noticed_on", "need"),
        "emptied_on",
    }

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-made_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, case=None) | Q(contact=None, case__isnull=False),
                name="referral_of_a_contact_or_a_case",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.TRANSFER, consent__isnull=False)
                | (~Q(kind=Kind.TRANSFER) & Q(consent=None)),
                name="referral_transfer_with_consent",
                violation_error_message=_("Nothing is handed over without a consent."),
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.APPOINTMENT, appointment_on__isnull=False)
                | (~Q(kind=Kind.APPOINTMENT) & Q(appointment_on=None, appointment_at=None)),
                name="referral_appointment_on_a_day",
                violation_error_message=_("Please enter the day of the appointment."),
            ),
            models.CheckConstraint(
                condition=Q(appointment_on=None) | Q(appointment_on__gte=F("made_on")),
                name="referral_appointment_afterwards",
                violation_error_message=_("The appointment cannot be before the referral."),
            ),
            within_reach("appointment_on", name="referral_appointment_within_reach"),
            models.CheckConstraint(
                condition=Q(waits_until__gte=F("made_on")), name="referral_waits_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ANSWERED) | Q(feedback_by=None),
                name="referral_answer_has_a_state",
            ),
        ]
        indexes = [
            models.Index(fields=["-made_on", "-id"], name="referral_newest_first"),
            models.Index(
                fields=["waits_until"],
                name="referral_waiting",
                condition=Q(state="wartet"),
            ),
            models.Index(
                fields=["state_on"], name="referral_to_empty", condition=Q(emptied_on=None)
            ),
        ]

    def __str__(self):
        # Never to whom: this word reaches messages, titles and logs.
        return gettext("Referral of %(day)s") % {
            "day": date_format(self.made_on, "SHORT_DATE_FORMAT")
        }

    def get_absolute_url(self):
        return address("counselling:referral_detail", self.pk)

    @property
    def client_case(self):
        """The case it belongs to, itself or through its talk; None outside of cases."""
        return self.case or self.contact.case

    @property
    def is_of_closed_case(self):
        case = self.client_case
        return case is not None and not case.is_open

    @property
    def masked(self):
        """Whose it is, where the case is not open: never a name."""
        return self.client_case.masked if self.client_case else str(self.contact)

    @property
    def target(self):
        """The offer and who holds it, or only the body."""
        return f"{self.offer} ({self.organisation})" if self.offer_id else str(self.organisation)

    @property
    def badge(self):
        return Badge(LEVELS[State(self.state)], self.get_state_display())

    @property
    def is_transfer(self):
        return self.kind == Kind.TRANSFER

    @property
    def is_appointment(self):
        return self.kind == Kind.APPOINTMENT

    @property
    def is_waiting(self):
        return self.state == State.WAITING

    @property
    def is_running(self):
        return self.state in RUNNING

    @property
    def is_stopped(self):
        return self.state == State.STOPPED

    @property
    def is_emptied(self):
        return self.emptied_on is not None

    @property
    def waits_for_link(self):
        """Whether a mail is out whose link may still work."""
        return self.is_running and self.asked_at is not None

    @property
    def is_noticed(self):
        return self.is_waiting or self.noticed_on is not None

    @property
    def may_be_asked_again(self):
        """Nothing final has been said, it was not taken back, and a transfer still has a case to
        tell of."""
        if self.is_transfer and self.is_of_closed_case:
            return False
        return self.state in (*RUNNING, State.EXPIRED, State.UNKNOWN, State.ENDED)

    @property
    def moment(self):
        """The appointment in words."""
        if self.appointment_on is None:
            return ""
        day = date_format(self.appointment_on, "SHORT_DATE_FORMAT")
        return f"{day}, {time_format(self.appointment_at)}" if self.appointment_at else day

    @property
    def readable_note(self):
        return readable(self, "note")

    @property
    def readable_told(self):
        return readable(self, "told")

    @property
    def readable_answer(self):
        return readable(self, "answer")

    @property
    def readable_escort(self):
        return readable(self, "escort")
