"""Choice lists of inquiries (domain/01, B20). The codes are stable; labels are UI text."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.codes import Channel


class Asker(models.TextChoices):
    """Who asks: a kind, never a person."""

    CITIZEN = "buerger", _("citizen")
    TOWN = "verwaltung", pgettext_lazy("asker", "town administration")
    POLITICS = "politik", _("politics")
    PRESS = "presse", pgettext_lazy("asker", "press")
    SCHOOL = "schule", _("school or day care")
    ASSOCIATION = "verein", pgettext_lazy("asker", "association")
    BUSINESS = "betrieb", pgettext_lazy("asker", "business")
    VOLUNTEERS = "ehrenamt", pgettext_lazy("asker", "volunteers")
    AUTHORITY = "behoerde", pgettext_lazy("asker", "authority")
    SCIENCE = "wissenschaft", _("science")


class InquiryStatus(models.TextChoices):
    NEW = "neu", pgettext_lazy("inquiry", "new")
    IN_PROGRESS = "in_bearbeitung", _("in progress")
    FORWARDED = "weitergeleitet", pgettext_lazy("inquiry", "forwarded")
    ANSWERED = "beantwortet", pgettext_lazy("inquiry", "answered")
    REOPENED = "wieder_offen", pgettext_lazy("inquiry", "open again")
    # Set by the clock alone, when nobody has touched an open one for two years.
    UNANSWERED = "unbeantwortet", pgettext_lazy("inquiry", "never answered")


OPEN = [
    InquiryStatus.NEW,
    InquiryStatus.IN_PROGRESS,
    InquiryStatus.FORWARDED,
    InquiryStatus.REOPENED,
]

# Ways a question comes in, the most frequent first; nobody asks the office by accompanying it.
CHANNELS = [
    Channel.MAIL,
    Channel.PHONE,
    Channel.OPEN_HOUR,
    Channel.APPOINTMENT,
    Channel.POST,
    Channel.CHAT,
    Channel.VIDEO,
    Channel.OUTREACH,
]
