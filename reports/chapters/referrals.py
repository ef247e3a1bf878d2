"""Counselling: where people were sent on, how long they wait there and here, and what was missing
in town.

The lists behind show month, topic, kind and outcome only, never of whom.
"""

from django.db.models import F, FloatField
from django.db.models.functions import Cast, Extract
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.inquiries.answer_times import DAY
from counselling.models import Referral
from integration_office.lists import Column
from offers.models import UnmetNeed
from reports.chapters.counselling import COUNTED, OF_CONTACTS, contacts
from reports.indicators import BY_FIELD_OF_ACTION, Axis, Indicator, Year, register


MOST_TARGETS = 15


def referrals(year: Year):
    """Without those that were taken back before anything came of them."""
    return Referral.objects.without_texts().made().in_period(year.first, year.last)


def _days(since: str, until: str):
    wait = Extract(F(until) - F(since), "epoch")
    return Cast(wait, FloatField()) / DAY.total_seconds()


def appointments(year: Year):
    """With the days from the referral to the appointment."""
    found = referrals(year).filter(appointment_on__isnull=False)
    return found.annotate(wait_days=_days("made_on", "appointment_on"))


def own_appointments(year: Year):
    """Contacts somebody had asked an appointment for, with the days it took."""
    found = contacts(year).filter(asked_on__isnull=False)
    return found.annotate(wait_days=_days("asked_on", "day"))


def needs(year: Year):
    return UnmetNeed.objects.filter(reported_on__range=(year.first, year.last))


REFERRAL = (
    Column("month", _("month"), lambda one: date_format(one.made_on, "F Y"), sort="made_on"),
    Column("topic", _("topic"), "get_topic_display", sort="topic"),
    Column("kind", _("kind"), "get_kind_display", sort="kind"),
    Column("state", _("state"), "get_state_display", sort="state"),
)
NEED = (
    Column(
        "month", _("month"), lambda need: date_format(need.reported_on, "F Y"), sort="reported_on"
    ),
    Column("topic", _("field of action"), "get_field_of_action_display", sort="field_of_action"),
    Column("status", _("status"), "get_status_display", sort="status"),
)
OF_REFERRALS = COUNTED | {"unit": _("referrals"), "rows": referrals, "columns": REFERRAL}

register(
    Indicator(
        key="referrals",
        label=_("Referrals"),
        definition=_("Times somebody was sent on to another body; without those taken back."),
        **OF_REFERRALS,
    ),
    Indicator(
        key="referrals_by_organisation",
        label=_("The bodies people were sent to most"),
        definition=_("The fifteen most frequent ones; small numbers are put together."),
        axes=(
            Axis(
                _("organisation"),
                "organisation__name",
                dict,
                folds=True,
                most=MOST_TARGETS,
                by_size=True,
            ),
        ),
        chart="bars",
        **OF_REFERRALS,
    ),
    Indicator(
        key="appointment_wait_days",
        label=_("Days until an appointment at another body, median"),
        definition=_(
            "From the referral to the appointment that was agreed: half of the people waited "
            "shorter, half longer."
        ),
        median="wait_days",
        people="pk",
        **OF_REFERRALS | {"unit": _("days"), "rows": appointments},
    ),
    Indicator(
        key="own_appointment_wait_days",
        label=_("Days until an appointment at the office, median"),
        definition=_(
            "From the day an appointment was asked for to the talk, where that day was noted: half "
            "of the people waited shorter, half longer."
        ),
        median="wait_days",
        people="pk",
        **OF_CONTACTS | {"unit": _("days"), "rows": own_appointments},
    ),
    Indicator(
        key="unmet_needs_by_topic",
        label=_("Unmet needs by field of action"),
        definition=_("What was missing in town, as reported in the year; each need has one field."),
        axes=(BY_FIELD_OF_ACTION,),
        **COUNTED | {"unit": pgettext_lazy("unmet", "needs"), "rows": needs, "columns": NEED},
    ),
)
