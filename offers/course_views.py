"""The course behind an offer: type, length, days and how full it is."""

from functools import partial

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from integration_office.views import edit
from offers import course_actions
from offers.course_forms import CourseForm
from offers.courses import USUAL, usual
from offers.models import Course, Offer
from offers.permissions import editable_offer, way_of
from offers.verb_views import said


def course(request, pk):
    """Written by the office and the provider. `?type=ik` begins with the usual values."""
    offer = editable_offer(request.user, pk)
    way = way_of(request.user)
    existing = Course.objects.filter(offer=offer).first()
    if existing is None and not offer.is_course:
        raise Http404
    page = partial(
        edit,
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
    if request.method != "POST":
        return page()
    # The offer is locked before its course, as everywhere.
    with transaction.atomic():
        Offer.objects.select_for_update().get(pk=offer.pk)
        return page()


def _usual_types(offer):
    """Each type with its usual length and the address that begins with it."""
    return [(kind.label, values, f"?type={kind.value}") for kind, values in USUAL.items()]
