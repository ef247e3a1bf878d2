"""What the search over everything finds in the network."""

from django.utils.translation import gettext_lazy as _

from integration_office import search
from integration_office.permissions import is_staff
from network.models import Body, ContactPerson, Organisation
from network.permissions import reads_network


@search.source(_("Organisations"), order=20)
def organisations(user, text):
    if reads_network(user):
        for row in Organisation.objects.current().matching(text).german_order()[: search.MOST_HITS]:
            yield search.Hit(row.name, row.get_absolute_url(), row.get_kind_display())


@search.source(_("Bodies"), order=30)
def bodies(user, text):
    if reads_network(user):
        for row in Body.objects.matching(text).german_order()[: search.MOST_HITS]:
            yield search.Hit(row.name, row.get_absolute_url(), row.get_level_display())


@search.source(_("Contact persons"), order=40)
def persons(user, text):
    if is_staff(user):
        rows = ContactPerson.objects.current().matching(text).select_related("organisation")
        for row in rows.german_order()[: search.MOST_HITS]:
            yield search.Hit(row.name, row.get_absolute_url(), row.organisation.name)
