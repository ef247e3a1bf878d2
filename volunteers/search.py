"""What the search finds here: volunteers for their coordination, needs for those who see them."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from integration_office import search
from integration_office.permissions import coordinates_volunteers
from volunteers.models import Need, Volunteer


@search.source(_("Volunteers"), order=40)
def volunteers(user, text):
    if not coordinates_volunteers(user):
        return
    found = Volunteer.objects.visible_to(user).filter(name__unaccent__icontains=text)
    for volunteer in found[: search.MOST_HITS]:
        yield search.Hit(
            str(volunteer), volunteer.get_absolute_url(), str(volunteer.get_status_display())
        )


@search.source(_("Needs for volunteers"), order=41)
def needs(user, text):
    matching = Q(title__unaccent__icontains=text) | Q(family_ref__iexact=text)
    found = Need.objects.visible_to(user).filter(matching).select_related("organisation")
    for need in found[: search.MOST_HITS]:
        yield search.Hit(str(need), need.get_absolute_url(), need.asked_by)
