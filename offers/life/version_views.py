"""Versions of an offer: what each change did, one state against now, and having it back."""

from functools import partial

from django.db.models import F, Window
from django.db.models.functions import Lag
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.views import ask
from offers import actions
from offers.life import comparing, proposing
from offers.life.timeline import timeline
from offers.life.verb_views import WAITS
from offers.permissions import editable_offer, way_of
from offers.ways import way_to


SHORT = 60


def _what(version):
    """What a version changed: short facts with both words, long ones by their name."""
    if version.facts_before is None:
        return _("first kept state")
    rows = comparing.differences(version.facts_before, version.facts)
    return "; ".join(_brief(row) for row in rows)


def _brief(row):
    if len(row.before) + len(row.after) > SHORT:
        return row.label
    return f"{row.label}: {row.before} → {row.after}"


COLUMNS = [
    Column("version", gettext_lazy("Version"), "name", sort="number", link=True),
    Column("made", gettext_lazy("When"), "made_at", sort="made_at"),
    Column("who", gettext_lazy("Who"), "who"),
    Column("what", gettext_lazy("What changed"), _what),
]


@require_safe
def versions(request, pk):
    offer = editable_offer(request.user, pk)
    before = Window(Lag("facts"), order_by=F("number").asc())
    return list_page(
        request,
        offer.versions.annotate(facts_before=before)
        .select_related("made_by", "offer__provider")
        .order_by("-number"),
        columns=COLUMNS,
        template="offers/versions.html",
        title=_("Versions of “%(offer)s”") % {"offer": offer},
        filename="versionen",
        context={"offer": offer, "entries": timeline(offer)},
    )


@require_safe
def version(request, pk, number):
    offer = editable_offer(request.user, pk)
    kept = get_object_or_404(offer.versions.select_related("made_by"), number=number)
    return render(
        request,
        "offers/version.html",
        {
            "offer": offer,
            "version": kept,
            "title": _("%(version)s of “%(offer)s”") % {"version": kept.name, "offer": offer},
            "rows": comparing.differences(kept.facts, comparing.facts_of(offer)),
            "facts": [
                (comparing.label(name), comparing.in_words(name, kept.facts[name]))
                for name in comparing.NAMES
                if comparing.says(kept.facts.get(name))
            ],
        },
    )


def restore(request, pk, number):
    """Having a state back is a change like any other: of a reviewed provider it is proposed."""
    offer = editable_offer(request.user, pk)
    kept = get_object_or_404(offer.versions, number=number)
    waits = proposing.waits(offer, way_of(request.user))
    return ask(
        request,
        title=_("Restore %(version)s of “%(offer)s”") % {"version": kept.name, "offer": offer},
        question=_(
            "The offer then has the facts of this version again, as a new version; contact data "
            "stays as it is. What is there now can be had back in the same way."
        ),
        label=_("Restore this state"),
        do=partial(actions.restore, kept, by=request.user, via=way_of(request.user)),
        then=offer.get_absolute_url(),
        back=kept.get_absolute_url(),
        success=WAITS if waits else _("The facts are back as they were."),
        way=way_to(offer),
    )
