"""A counselling contact: the atom of the statistics. It needs no person and knows no name."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from counselling.codes import AccessPath, Channel, Duration, Form, Interpreting, Place, Result
from counselling.models.attributes import ATTRIBUTES, NO_ATTRIBUTES, GroupAttributes
from counselling.models.cases import Case, is_in_hands_of, readable, same_day
from counselling.topics import BY_TOPIC, Subtopic, topic_of
from integration_office.addresses import address
from integration_office.codes import FieldOfAction, Language
from integration_office.days import within_reach
from integration_office.encryption import EncryptedTextField, SealedQuerySet, SealedRecord
from integration_office.history import tracked
from integration_office.permissions import counsels
from integration_office.records import RECORD_FIELDS, codes_field


MOST_TOPICS = 5
MOST_RELATIVES = 20
MOST_PERSONS = 200
YEARS_OPEN = 2
ASKED_LATER = _("An appointment is asked for before the talk, or on its day.")


class ContactQuerySet(SealedQuerySet):
    def visible_to(self, user, *, own=False):
        """The only door: what one logged oneself outside of cases, and what belongs to a case one
        sees. `own` are those one logged oneself, for lists and figures: also of a case that is a
        colleague's by now, whose notes are read and changed by nobody who does not see it."""
        if not counsels(user):
            return self.none()
        if own:
            # No case at all counts as one that is not restricted.
            return self.filter(counsellor=user, case__restricted_on=None)
        cases = Case.objects.visible_to(user).values("pk")
        return self.filter(Q(case=None, counsellor=user) | Q(case__in=cases))

    def on(self, day):
        return self.filter(day=day)

    def in_period(self, start, end):
        """Contacts from `start` to `end`, both included."""
        return self.filter(day__gte=start, day__lte=end)

    def newest_first(self):
        return self.order_by("-day", "-id")

    def outside_cases(self):
        return self.filter(case=None)

    def with_part_of(self, user):
        """Whether `user` has logged it (`is_mine`) and may correct it."""
        return self.annotate(is_mine=Q(counsellor=user))

    def with_access_of(self, user):
        """Whether `user` may open it (`may_be_opened`), for a list of those one has logged: no
        restricted cases are among them."""
        return self.annotate(may_be_opened=Q(case=None) | is_in_hands_of(user, at="case__"))

    def without_note(self):
        """For lists: nothing confidential is even fetched."""
        return self.defer("note")

    def folded(self):
        """Those that are only a count by now."""
        return self.filter(folded_on__isnull=False)

    def to_follow_up(self):
        return self.filter(follow_up__isnull=False, followed_up_on=None)


def _each_below_a_chosen_topic() -> Q:
    condition = Q(subtopics__contained_by=Subtopic.values)
    for topic, subtopics in BY_TOPIC.items():
        codes = [subtopic.value for subtopic in subtopics]
        condition &= Q(topics__contains=[topic.value]) | ~Q(subtopics__overlap=codes)
    return condition


@tracked
class Contact(GroupAttributes, SealedRecord):
    counsellor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name=_("counsellor"),
    )
    case = models.ForeignKey(
        Case,
        on_delete=models.PROTECT,
        related_name="contacts",
        null=True,
        blank=True,
        verbose_name=_("case"),
    )
    day = models.DateField(_("day"), default=timezone.localdate)
    time = models.TimeField(_("time"), null=True, blank=True)
    form = models.CharField(_("form"), max_length=7, choices=Form)
    channel = models.CharField(_("channel"), max_length=7, choices=Channel)
    place = models.CharField(
        pgettext_lazy("counselling", "place"), max_length=10, choices=Place, blank=True
    )
    topics = ArrayField(
        models.CharField(max_length=3, choices=FieldOfAction), verbose_name=_("topics")
    )
    main_topic = models.CharField(_("main topic"), max_length=3, choices=FieldOfAction)
    subtopics = codes_field(Subtopic, _("topics in detail"))
    duration = models.CharField(_("duration"), max_length=3, choices=Duration)
    language = models.CharField(
        _("language of the talk"), max_length=3, choices=Language, default=Language.DEU
    )
    interpreting = models.CharField(
        _("interpreting"), max_length=7, choices=Interpreting, default=Interpreting.NONE
    )
    first_contact = models.BooleanField(_("first time here"), null=True, blank=True)
    relatives = models.PositiveSmallIntegerField(
        _("relatives counselled along"), default=0, blank=True
    )
    # How many of the relatives; None where nobody has told them apart.
    children = models.PositiveSmallIntegerField(
        _("children counselled along"), null=True, blank=True
    )
    persons_present = models.PositiveSmallIntegerField(_("persons present"), null=True, blank=True)
    results = ArrayField(
        models.CharField(max_length=10, choices=Result),
        default=list,
        blank=True,
        verbose_name=_("result"),
    )
    access_path = models.CharField(
        _("how they found us"), max_length=8, choices=AccessPath, blank=True
    )
    asked_on = models.DateField(
        _("appointment asked for on"),
        null=True,
        blank=True,
        help_text=_("For the time people wait for an appointment at the office."),
    )
    follow_up = models.DateField(_("follow up on"), null=True, blank=True)
    followed_up_on = models.DateField(_("followed up on"), null=True, blank=True, editable=False)
    note = EncryptedTextField(
        pgettext_lazy("counselling", "note"),
        max_length=4000,
        blank=True,
        help_text=_("Encrypted. No names, diagnoses, religion or reasons for asylum."),
    )
    folded_on = models.DateField(_("reduced to counts on"), null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    PERSONAL = {"note", "subtopics", *ATTRIBUTES}
    NOT_PERSONAL = {
        *RECORD_FIELDS,
        "row_key",
        "counsellor",
        "case",
        "day",
        "time",
        "form",
        "channel",
        "place",
        "topics",
        "main_topic",
        "duration",
        "language",
        "interpreting",
        "first_contact",
        "relatives",
        "children",
        "persons_present",
        "results",
        "access_path",
        "asked_on",
        "follow_up",
        "followed_up_on",
        "folded_on",
    }

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topics__len__gte=1, topics__len__lte=MOST_TOPICS),
                name="contact_one_to_five_topics",
                violation_error_message=_("Please choose one to five topics."),
            ),
            models.CheckConstraint(
                condition=Q(topics__contained_by=FieldOfAction.values),
                name="contact_known_topics",
            ),
            models.CheckConstraint(
                condition=Q(topics__contains=[F("main_topic")]),
                name="contact_main_topic_is_one_of_them",
                violation_error_message=_("The main topic must be one of the chosen topics."),
            ),
            models.CheckConstraint(
                condition=Q(results__contained_by=Result.values), name="contact_known_results"
            ),
            models.CheckConstraint(
                condition=_each_below_a_chosen_topic(),
                name="contact_details_of_its_topics",
                violation_error_message=_("Each detail must belong to one of the chosen topics."),
            ),
            models.CheckConstraint(
                condition=Q(relatives__lte=MOST_RELATIVES),
                name="contact_relatives_are_few",
                violation_error_message=_("Please enter at most 20 relatives."),
            ),
            models.CheckConstraint(
                condition=Q(children=None) | Q(children__lte=F("relatives")),
                name="contact_children_are_relatives",
                violation_error_message=_("There cannot be more children than relatives."),
            ),
            models.CheckConstraint(
                condition=Q(persons_present=None)
                | Q(persons_present__gte=1, persons_present__lte=MOST_PERSONS),
                name="contact_somebody_was_present",
                violation_error_message=_("Please enter 1 to 200 persons, or nothing."),
            ),
            models.CheckConstraint(
                condition=Q(asked_on=None) | Q(asked_on__lte=F("day")),
                name="contact_asked_for_before",
                violation_error_message=ASKED_LATER,
            ),
            within_reach("asked_on", name="contact_asked_within_reach"),
            models.CheckConstraint(
                condition=Q(follow_up=None) | Q(follow_up__gte=F("day")),
                name="contact_followed_up_later",
                violation_error_message=_("The follow-up cannot be before the contact."),
            ),
            models.CheckConstraint(
                condition=Q(followed_up_on=None) | Q(follow_up__isnull=False),
                name="contact_followed_up_as_planned",
            ),
            models.CheckConstraint(
                condition=Q(folded_on=None) | Q(subtopics=[], **NO_ATTRIBUTES),
                name="contact_folded_without_attributes",
            ),
        ]
        indexes = [
            models.Index(fields=["counsellor", "-day", "-id"], name="contact_mine_newest_first"),
            models.Index(fields=["counsellor", "-id"], name="contact_last_logged"),
            models.Index(fields=["day"], name="contact_by_day"),
            models.Index(fields=["case", "-day"], name="contact_of_case"),
            models.Index(
                fields=["counsellor", "follow_up"],
                name="contact_to_follow_up",
                condition=Q(follow_up__isnull=False, followed_up_on=None),
            ),
            models.Index(
                fields=["day"], name="contact_to_fold", condition=Q(folded_on__isnull=True)
            ),
        ]

    def __str__(self):
        return gettext("Contact of %(day)s") % {"day": date_format(self.day, "SHORT_DATE_FORMAT")}

    def get_absolute_url(self):
        return address("counselling:edit", self.pk)

    @property
    def in_short(self) -> str:
        """Who, and in which form, way and time."""
        words = (self.get_form_display(), self.get_channel_display(), self.get_duration_display())
        return " · ".join((str(self.counsellor), *words))

    @property
    def topic_labels(self):
        """The topics in words, the main one first."""
        others = [topic for topic in self.topics if topic != self.main_topic]
        return [FieldOfAction(topic).label for topic in [self.main_topic, *others]]

    @property
    def case_mask(self):
        return self.case.masked if self.case else ""

    @property
    def adults(self):
        """The relatives who are not known to be children."""
        return self.relatives - (self.children or 0)

    @property
    def is_unsolved(self):
        """Nothing could be done: a reason to report what is missing in town."""
        return Result.NONE in self.results

    @property
    def need_url(self):
        """Where what is missing is reported; it takes the topic along and nothing else."""
        return f"{reverse('offers:need_create')}?field={self.main_topic}"

    @property
    def readable_note(self):
        return readable(self, "note")

    @property
    def is_fixed(self):
        """Only a count by now, or part of a closed case."""
        return self.is_folded or (self.case is not None and not self.case.is_open)

    @property
    def waits_for_follow_up(self):
        return self.follow_up is not None and self.followed_up_on is None

    @property
    def is_folded(self):
        return self.folded_on is not None

    def clean(self):
        """The same rules as the constraints and those that ask for today, without a query."""
        errors = self._wrong_times() | self._wrong_topics() | self._wrong_numbers()
        if errors:
            raise ValidationError(errors)

    def _wrong_times(self):
        if not self.day:
            return {}
        errors = _wrong_day(self.day) or _wrong_time(self.day, self.time)
        if self.asked_on and self.asked_on > self.day:
            errors["asked_on"] = ASKED_LATER
        if self.follow_up and self.follow_up < self.day:
            errors["follow_up"] = _("The follow-up cannot be before the contact.")
        return errors

    def _wrong_topics(self):
        if not self.topics:
            return {}
        if len(self.topics) > MOST_TOPICS:
            return {"topics": _("Please choose one to five topics.")}
        if self.main_topic and self.main_topic not in self.topics:
            return {"main_topic": _("The main topic must be one of the chosen topics.")}
        return {"subtopics": found} if (found := _without_topic(self)) else {}

    def _wrong_numbers(self):
        errors = {}
        if (self.relatives or 0) > MOST_RELATIVES:
            errors["relatives"] = _("Please enter at most 20 relatives.")
        if (self.children or 0) > (self.relatives or 0):
            errors["children"] = _("There cannot be more children than relatives.")
        if self.persons_present is not None and not 1 <= self.persons_present <= MOST_PERSONS:
            errors["persons_present"] = _("Please enter 1 to 200 persons, or nothing.")
        return errors


def _wrong_day(day: datetime.date) -> dict[str, str]:
    today = timezone.localdate()
    if day > today:
        return {"day": _("This day lies in the future. Please enter when the talk was.")}
    if day < same_day(today, years=-YEARS_OPEN):
        return {"day": _("Contacts can be entered up to two years back.")}
    return {}


def _wrong_time(day: datetime.date, time: datetime.time | None) -> dict[str, str]:
    now = timezone.localtime()
    if time and day == now.date() and time > now.time():
        return {"time": _("This time lies in the future. Please enter when the talk was.")}
    return {}


def _without_topic(contact: Contact) -> list[str]:
    """A sentence for each detail whose topic was not chosen."""
    return [
        gettext(
            "“%(detail)s” belongs to “%(topic)s”. Please choose this topic as well, or take the "
            "detail away."
        )
        % {"detail": Subtopic(code).label, "topic": topic_of(code).label}
        for code in contact.subtopics
        if topic_of(code) not in contact.topics
    ]
