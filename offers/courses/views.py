"""The course behind an offer: type, length, days and how full it is."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from integration_office.views import edit
from offers.courses import actions as course_actions
from offers.courses.facts import USUAL, usual
from offers.courses.forms import CourseForm
from offers.life import comparing, proposing
from offers.life.verb_views import said
from offers.models import Course, Offer
from offers.permissions import editable_offer, way_of


def course(request, pk):
    """Written by the office and the provider. `?type=ik` begins with the usual values. Where a
    change of the provider waits, it goes on from it."""
    offer = editable_offer(request.user, pk)
    way = way_of(request.user)
    if not offer.is_course and not Course.objects.filter(offer=offer).exists():
        raise Http404
    if request.method != "POST":
        if waiting := proposing.goes_on(offer, way):
            with suppress(ValidationError), comparing.as_if(offer, proposing.wanted(waiting)):
                return _page(request, offer, way)
        return _page(request, offer, way)
    # The offer is locked before its course, as everywhere.
    with transaction.atomic():
        Offer.objects.select_for_update().get(pk=offer.pk)
        return _page(request, offer, way)


def _page(request, offer, way):
    existing = Course.objects.filter(offer=offer).first()
    return edit(
        request,
        CourseForm,
        instance=existing or Course(offer=offer),
        title=_("Course facts of “%(offer)s”") % {"offer": offer},
        save=lambda form: course_actions.note(form.instance, by=request.user, via=way),
        then=offer.get_absolute_url(),
        success=lambda _course: said(way, offer, usual=_("The course facts have been saved.")),
        template="offers/course_form.html",
        context={"offer": offer, "usual": [] if existing else _usual_types(offer)},
        initial={} if existing else usual(request.GET.get("type", "")),
    )


def _usual_types(offer):
    """Each type with its usual length and the address that begins with it."""
    return [(kind.label, values, f"?type={kind.value}") for kind, values in USUAL.items()]
