"""What the lists of contacts and cases can be narrowed to."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from counselling.codes import CaseStatus, Channel, Form
from integration_office.codes import FieldOfAction, Language
from integration_office.filters import ContainsFilter, OfficeFilterSet, PeriodFilter


class ContactFilter(OfficeFilterSet):
    period = PeriodFilter(field_name="day", label=_("Period"))
    form = django_filters.ChoiceFilter(label=_("Form"), choices=Form, empty_label=_("all"))
    channel = django_filters.ChoiceFilter(label=_("Channel"), choices=Channel, empty_label=_("all"))
    topic = ContainsFilter(
        field_name="topics", label=_("Topic"), choices=FieldOfAction, empty_label=_("all")
    )
    language = django_filters.ChoiceFilter(
        label=_("Language of the talk"), choices=Language, empty_label=_("all")
    )
    case = django_filters.ChoiceFilter(
        label=_("Case"),
        choices=[("with", _("with a case")), ("without", _("without a case"))],
        method="with_case",
        empty_label=_("all"),
    )

    def with_case(self, contacts, name, value):
        return contacts.filter(case__isnull=value == "without")


class CaseFilter(OfficeFilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[("running", _("all running ones")), *CaseStatus.choices],
        method="with_status",
        empty_label=_("all"),
    )
    number = django_filters.CharFilter(
        label=_("Number, year"), method="matching", widget=forms.TextInput
    )

    def with_status(self, cases, name, value):
        return cases.running() if value == "running" else cases.filter(status=value)
