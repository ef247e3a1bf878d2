"""What the list of inquiries can be narrowed to, and how long the answers in it took."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from counselling.inquiries import answer_times
from counselling.inquiries.codes import Asker, InquiryStatus
from counselling.models import Inquiry
from integration_office.codes import FieldOfAction
from integration_office.filters import OfficeFilterSet, PeriodFilter
from integration_office.models import User


NOBODY, ME = "nobody", "me"


def _responsible():
    """Oneself, nobody, and everybody who answers or has answered one."""
    working = Inquiry.objects.filter(responsible__isnull=False).values("responsible")
    people = User.objects.filter(pk__in=working).values_list("pk", "name")
    return [(ME, _("myself")), (NOBODY, _("nobody yet")), *people]


class InquiryFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=_("Subject"), method="matching")
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            ("open", _("all open ones")),
            ("overdue", pgettext_lazy("inquiry", "overdue ones")),
            *InquiryStatus.choices,
        ],
        method="with_status",
        empty_label=_("all"),
    )
    asker = django_filters.ChoiceFilter(label=_("Who asks"), choices=Asker, empty_label=_("all"))
    topic = django_filters.ChoiceFilter(
        field_name="field_of_action", label=_("Topic"), choices=FieldOfAction, empty_label=_("all")
    )
    responsible = django_filters.ChoiceFilter(
        label=_("Responsible"),
        choices=_responsible,
        method="with_responsible",
        empty_label=_("all"),
    )
    received = PeriodFilter(field_name="received_at", label=_("Received"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def with_status(self, inquiries, _name, status):
        if status == "open":
            return inquiries.open()
        if status == "overdue":
            return inquiries.overdue(timezone.localdate())
        return inquiries.filter(status=status)

    def with_responsible(self, inquiries, _name, who):
        if who == NOBODY:
            return inquiries.unassigned()
        return inquiries.of(self.user if who == ME else who)

    @property
    def answer_times(self):
        """Of the answered ones among the shown."""
        return answer_times.counted(self.qs)
