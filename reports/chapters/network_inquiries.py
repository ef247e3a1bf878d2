"""Network: what organisations and citizens asked the office, who asked, and how long answers took.

The lists behind show kinds and times only, never what was asked or by whom.
"""

from django.db.models import FloatField
from django.db.models.functions import Cast, Extract
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from counselling.inquiries.answer_times import ANSWER_TIME, DAY
from counselling.inquiries.codes import Asker
from counselling.models import Inquiry
from integration_office.lists import Column
from integration_office.permissions import answers_inquiries
from reports.indicators import BY_FIELD_OF_ACTION, Axis, Chapter, Indicator, Year, register


def received(year: Year):
    return Inquiry.objects.without_texts().received_in(year.first, year.last)


def answered(year: Year):
    """Those whose last answer fell into the year, with the days it took."""
    days = Cast(Extract(ANSWER_TIME, "epoch"), FloatField()) / DAY.total_seconds()
    inquiries = Inquiry.objects.without_texts().answered_in(year.first, year.last)
    return inquiries.annotate(answer_days=days)


INQUIRY = (
    Column(
        "month",
        _("month"),
        lambda inquiry: date_format(inquiry.received_on, "F Y"),
        sort="received_at",
    ),
    Column("asker", _("who asks"), "get_asker_display", sort="asker"),
    Column("channel", _("way"), "get_channel_display", sort="channel"),
    Column("topic", _("topic"), "get_field_of_action_display", sort="field_of_action"),
)
ANSWER = (
    *INQUIRY,
    Column(
        "days",
        _("days until the answer"),
        lambda inquiry: number_format(round(inquiry.answer_days, 1), decimal_pos=1),
        sort="answer_days",
    ),
)
OF_INQUIRIES = {
    "chapter": Chapter.NETWORK,
    "unit": _("inquiries"),
    "rows": received,
    "columns": INQUIRY,
    "seen_by": (answers_inquiries,),
}
OF_ANSWERS = OF_INQUIRIES | {"rows": answered, "columns": ANSWER}

register(
    Indicator(
        key="inquiries",
        label=_("Inquiries to the office"),
        definition=_("Questions of organisations and citizens that came in the year; no clients."),
        **OF_INQUIRIES,
    ),
    Indicator(
        key="inquiries_answered",
        label=_("Inquiries answered"),
        definition=_("Inquiries whose last answer fell into the year, whenever they came."),
        **OF_ANSWERS,
    ),
    Indicator(
        key="inquiry_answer_days",
        label=_("Days until the answer, median"),
        definition=_(
            "From the question to its last answer, weekends included: half of the inquiries "
            "answered in the year were answered sooner, half later."
        ),
        median="answer_days",
        people="pk",
        **OF_ANSWERS | {"unit": _("days")},
    ),
    Indicator(
        key="inquiries_by_asker",
        label=_("Inquiries by who asks"),
        definition=_("Every inquiry comes from exactly one kind; small groups are put together."),
        axes=(Axis(_("who asks"), "asker", lambda: dict(Asker.choices), folds=True, by_size=True),),
        chart="bars",
        **OF_INQUIRIES,
    ),
    Indicator(
        key="inquiries_by_topic",
        label=_("Inquiries by field of action"),
        definition=_("Every inquiry has exactly one; small groups are put together."),
        axes=(BY_FIELD_OF_ACTION,),
        **OF_INQUIRIES,
    ),
)
