"""The course behind an offer: type, length, days and how full it is."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from integration_office.views import edit
from offers import course_actions
from offers.course_forms import CourseForm
from offers.courses import USUAL, usual
from offers.models import Course, Offer
from offers.permissions import may_edit


def course(request, pk):
    """Written by the office and the provider. `?type=ik` begins with the usual values."""
    offer = get_object_or_404(Offer.objects.visible_to(request.user), pk=pk)
    if not may_edit(request.user, offer):
        raise PermissionDenied
    existing = Course.objects.filter(offer=offer).first()
    if existing is None and not offer.is_course:
        raise Http404
    return edit(
        request,
        CourseForm,
        instance=existing or Course(offer=offer),
        title=_("Course facts of “%(offer)s”") % {"offer": offer},
        save=lambda form: course_actions.note(form.instance, by=request.user),
        then=offer.get_absolute_url(),
        success=_("The course facts have been saved."),
        template="offers/course_form.html",
        context={"offer": offer, "usual": [] if existing else _usual_types(offer)},
        initial={} if existing else usual(request.GET.get("type", "")),
    )


def _usual_types(offer):
    """Each type with its usual length and the address that begins with it."""
    return [(kind.label, values, f"?type={kind.value}") for kind, values in USUAL.items()]
