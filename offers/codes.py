"""Choice lists of the catalogue (domain/01, B1). The codes are stable; labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    COURSE = "sprachkurs", _("language course")
    CONVERSATION = "sprachcafe", _("language café, conversation group")
    LEARNING = "lerntreff", _("open study group")
    COUNSELLING = "beratung", _("counselling")
    MEETING = "begegnung", _("meeting and encounter")
    SPORT = "sport", _("sport")
    CULTURE = "kultur", _("culture, crafts, cooking")
    FAMILY = "familie", _("children and parents")
    TUTORING = "nachhilfe", _("homework help, tutoring")
    MENTORING = "patenschaft", _("mentoring, language partnership")
    WORKSHOP = "werkstatt", _("workshop for sewing, bicycles and the like")
    DONATIONS = "sachspenden", _("donated goods")
    HOUSING = "wohnen", _("housing")
    HEALTH = "gesundheit", _("health")
    WORK = "arbeit", _("work and applications")
    EQUALITY = "antidisk", _("against discrimination")
    DIGITAL = "digital", _("digital")
    INTERPRETING = "mittlung", _("language mediation")
    PROJECT = "projekt", _("project")
    OTHER = "sonstiges", _("other")


class Status(models.TextChoices):
    DRAFT = "entwurf", _("draft")
    PUBLISHED = "veroeffentlicht", _("published")
    PAUSED = "pausiert", _("paused")
    ENDED = "beendet", _("ended")
    ARCHIVED = "archiviert", _("archived")


class Known(models.TextChoices):
    """A yes or no that may not be known; unknown is not no."""

    YES = "ja", _("yes")
    NO = "nein", _("no")
    UNKNOWN = "unbekannt", _("not known")


class BarrierFree(models.TextChoices):
    YES = "ja", _("yes")
    PARTLY = "teilweise", _("partly")
    NO = "nein", _("no")
    UNKNOWN = "unbekannt", _("not known")


class Weekday(models.TextChoices):
    MONDAY = "mo", _("Monday")
    TUESDAY = "di", _("Tuesday")
    WEDNESDAY = "mi", _("Wednesday")
    THURSDAY = "do", _("Thursday")
    FRIDAY = "fr", _("Friday")
    SATURDAY = "sa", _("Saturday")
    SUNDAY = "so", _("Sunday")


class Via(models.TextChoices):
    """The way on which somebody said that an offer is true."""

    LINK = "link", pgettext_lazy("confirmed by", "link in an e-mail")
    LOGIN = "login", pgettext_lazy("confirmed by", "provider, logged in")
    OFFICE = "office", pgettext_lazy("confirmed by", "the office")
