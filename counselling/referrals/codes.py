"""Choice lists of referrals (domain/13, verweisart and verweis_rueck). The codes are stable; labels
are UI text."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """Only a transfer tells the other body anything about a person."""

    INFORMATION = "info", _("information")
    APPOINTMENT = "termin", _("appointment agreed")
    TRANSFER = "uebergabe", _("transfer with consent")
    ESCORT = "begleit", pgettext_lazy("referral", "accompanied")


class State(models.TextChoices):
    """What became of it; those of verweis_rueck are final."""

    WAITING = "wartet", pgettext_lazy("referral", "waiting")
    ACCEPTED = "zusage", pgettext_lazy("referral", "accepted")
    ARRIVED = "ok", _("arrived")
    NOT_ARRIVED = "nein", _("not arrived")
    FULL = "voll", pgettext_lazy("referral", "full")
    DECLINED = "abgelehnt", pgettext_lazy("referral", "declined")
    UNKNOWN = "unb", pgettext_lazy("referral", "not known")
    EXPIRED = "abgelaufen", _("no answer in time")
    STOPPED = "gestoppt", pgettext_lazy("referral", "taken back")
    ENDED = "beendet", _("ended with the counselling")


# Somebody said what became of it.
ANSWERED = (
    *(State.ACCEPTED, State.ARRIVED, State.NOT_ARRIVED),
    *(State.FULL, State.DECLINED, State.UNKNOWN),
)
# While it is one of these, the link in the mail works.
RUNNING = (State.WAITING, State.ACCEPTED)
# What a counsellor notes after asking by telephone.
BY_PHONE = (State.ARRIVED, State.NOT_ARRIVED, State.FULL, State.DECLINED, State.UNKNOWN)
# What the receiving body may answer, by what it has said before.
BY_LINK = {
    State.WAITING: (
        *(State.ACCEPTED, State.FULL, State.DECLINED),
        *(State.ARRIVED, State.NOT_ARRIVED),
    ),
    State.ACCEPTED: (State.ARRIVED, State.NOT_ARRIVED, State.FULL, State.DECLINED),
}
# The same in the words of whoever answers.
ANSWERS = {
    State.ACCEPTED: _("Yes, we have a place or time for this person"),
    State.FULL: _("No, we are full"),
    State.DECLINED: _("No, this is not for us"),
    State.ARRIVED: _("The person has come to us"),
    State.NOT_ARRIVED: _("The person has not come"),
}

LEVELS = {
    State.WAITING: "info",
    State.ACCEPTED: "success",
    State.ARRIVED: "success",
    State.NOT_ARRIVED: "warning",
    State.FULL: "danger",
    State.DECLINED: "danger",
    State.UNKNOWN: "info",
    State.EXPIRED: "warning",
    State.STOPPED: "info",
    State.ENDED: "info",
}


@dataclass(frozen=True)
class Badge:
    """A state as a page shows it: never by colour alone."""

    level: str
    label: str


class Days(models.TextChoices):
    """How long the link in the mail works; without one the counsellor asks."""

    NONE = "", _("no mail: I ask myself")
    WEEK = "7", _("mail with a link for 7 days")
    FORTNIGHT = "14", _("mail with a link for 14 days")
    MONTH = "30", _("mail with a link for 30 days")
