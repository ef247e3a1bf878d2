"""The concept with the state of its measures."""

from collections import Counter

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from integration_office.permissions import allow
from integration_office.views import edit
from network import actions
from network.forms import MeasureForm
from network.models import Concept, Goal, Measure
from network.permissions import keeps_network, reads_network


@require_safe
@allow(reads_network)
def concept(request, pk=None):
    """The concept of the address, else the newest: fields, goals, measures."""
    concepts = Concept.objects.newest_first().with_measures()
    shown = get_object_or_404(concepts, pk=pk) if pk else concepts.first()
    return render(
        request,
        "network/concept.html",
        {
            "concept": shown,
            "concepts": Concept.objects.newest_first(),
            "statuses": _statuses(shown),
            "may_write": keeps_network(request.user),
        },
    )


def _statuses(shown):
    """How many measures stand where, in the order of the choices."""
    counts = Counter(measure.status for measure in shown.all_measures) if shown else Counter()
    known = [(str(status.label), counts[status.value]) for status in Measure.Status]
    return [(label, count) for label, count in [*known, (_("no report yet"), counts[""])] if count]


@allow(keeps_network)
def measure_create(request, pk):
    goal = get_object_or_404(Goal.objects.select_related("field"), pk=pk)
    back = reverse("network:concept_detail", args=[goal.field.concept_id])
    return edit(
        request,
        MeasureForm,
        instance=Measure(goal=goal),
        title=_("New measure: %(goal)s") % {"goal": goal},
        save=lambda form: actions.save_measure(form.instance, by=request.user),
        then=back,
        context={"back": back},
    )


@allow(keeps_network)
def measure_edit(request, pk):
    measure = get_object_or_404(Measure.objects.select_related("goal__field"), pk=pk)
    back = reverse("network:concept_detail", args=[measure.goal.field.concept_id])
    return edit(
        request,
        MeasureForm,
        instance=measure,
        title=_("Measure: %(object)s") % {"object": measure},
        save=lambda form: actions.save_measure(form.instance, by=request.user),
        then=back,
        context={"back": back},
    )
