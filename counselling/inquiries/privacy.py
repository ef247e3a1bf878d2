"""How long inquiries are kept (domain/07, 7.2). The row stays, so that every count stays right:
year, kinds and answer time; what could name somebody goes."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from counselling.inquiries.codes import InquiryStatus
from counselling.models import Inquiry
from counselling.models.cases import same_day
from counselling.models.inquiries import FORGOTTEN
from integration_office import privacy
from integration_office.models import User


KEPT = 2  # years


def answered_long_ago(today: datetime.date) -> models.QuerySet:
    border = same_day(today, years=-KEPT)
    return Inquiry.objects.answered().filter(emptied_on=None, answered_at__date__lt=border)


def never_answered(today: datetime.date) -> models.QuerySet:
    """Nobody has touched them for two years, whatever the start page said."""
    return Inquiry.objects.silent_since(same_day(today, years=-KEPT))


def empty(inquiries: models.QuerySet) -> int:
    return inquiries.update(emptied_on=timezone.localdate(), **FORGOTTEN)


def give_up(inquiries: models.QuerySet) -> int:
    return inquiries.update(
        status=InquiryStatus.UNANSWERED, emptied_on=timezone.localdate(), **FORGOTTEN
    )


privacy.retention(
    "inquiries",
    _("texts of answered inquiries"),
    Inquiry,
    _("2 years after the answer; kinds and times stay"),
    answered_long_ago,
    erase=empty,
    source="Art. 5 (1) e DSGVO",
)
privacy.retention(
    "forgotten_inquiries",
    _("inquiries nobody has answered"),
    Inquiry,
    _("24 months after the last change; kinds and times stay"),
    never_answered,
    erase=give_up,
    source="Art. 5 (1) e DSGVO",
)


@privacy.holdings
def answering(user: User):
    """How many inquiries somebody answers; who asked is found by nobody's name."""
    if number := Inquiry.objects.of(user).count():
        yield privacy.Holding(
            gettext("Inquiries"), [(gettext("inquiries responsible for"), str(number))]
        )
