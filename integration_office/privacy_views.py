"""The pages of data protection: who read what, who did what, what is erased when. No content."""

import django_filters
from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office import log_words, privacy
from integration_office.activities import activities
from integration_office.filters import OfficeFilterSet
from integration_office.lists import Column, list_page
from integration_office.log_names import with_names
from integration_office.models import AuditEntry, ReadEntry
from integration_office.permissions import allow, protects_data


class LogFilter(OfficeFilterSet):
    q = django_filters.CharFilter(label=gettext_lazy("Row or person"), method="about")
    since = django_filters.DateFilter(
        field_name="at", lookup_expr="date__gte", label=gettext_lazy("Since")
    )
    until = django_filters.DateFilter(
        field_name="at", lookup_expr="date__lte", label=gettext_lazy("Until")
    )

    def about(self, entries, _name, text):
        return entries.filter(log_words.rows_named(text) | Q(by__name__icontains=text))


AT = Column("at", gettext_lazy("When"), "at", sort=("-at", "-id"))
BY = Column("by", gettext_lazy("Person"), "by", sort="by__name")
TARGET = Column(
    "target",
    gettext_lazy("Row"),
    lambda entry: log_words.row(entry.target, entry.target_called),
    sort="target",
)
VERB = Column("verb", gettext_lazy("Action"), lambda entry: log_words.verb(entry.verb), sort="verb")
NOTE = Column(
    "note", gettext_lazy("Note"), lambda entry: log_words.note(entry.note, entry.note_called)
)
PURPOSE = Column("purpose", gettext_lazy("Purpose"), lambda entry: log_words.purpose(entry.purpose))


@require_safe
@allow(protects_data)
def reads(request):
    """Who opened which confidential row."""
    return list_page(
        request,
        with_names(ReadEntry.objects.select_related("by"), "target"),
        columns=[AT, BY, TARGET, PURPOSE],
        filterset=LogFilter,
        title=_("Read log"),
        filename="leseprotokoll",
    )


@require_safe
@allow(protects_data)
def audit(request):
    """Who did what with which row."""
    return list_page(
        request,
        with_names(AuditEntry.objects.select_related("by"), "target", "note"),
        columns=[AT, BY, VERB, TARGET, NOTE],
        filterset=LogFilter,
        title=_("Audit log"),
        filename="aenderungsprotokoll",
    )


@require_safe
@allow(protects_data)
def retention(request):
    """Every rule with what it would erase today and what came of it last time."""
    today, run = timezone.localdate(), privacy.last_run()
    rules = [(rule, _due(rule, today), _outcome(rule, run)) for rule in privacy.rules.values()]
    return render(request, "privacy/retention.html", {"rules": rules, "run": run})


@require_safe
@allow(protects_data)
def register(request):
    """The register of processing activities, to be read or printed."""
    context = {"activities": activities, "office": settings.OFFICE, "day": timezone.localdate()}
    return render(request, "privacy/register.html", context)


def _due(rule, today):
    """A rule that cannot even say what is due must not hide the others."""
    try:
        with transaction.atomic():
            return rule.due(today).count()
    except DatabaseError:
        return "?"


def _outcome(rule, run):
    """How many rows the last run took under a rule, or of what the rule failed."""
    if run is None:
        return "–"
    if rule.key in run.failed:
        return _("failed (%(error)s)") % {"error": run.failed[rule.key]}
    return run.erased.get(rule.key, 0)
