"""What is arranged with one provider: whether its changes are checked, and who asks it."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from integration_office.permissions import allow, coordinates
from integration_office.views import edit
from network.models import Organisation
from offers.forms import ArrangementForm
from offers.models import Arrangement
from offers.ways import way_to


@allow(coordinates)
def arrangement(request, pk):
    provider = get_object_or_404(Organisation, pk=pk)
    kept = Arrangement.objects.filter(organisation=provider).first()
    return edit(
        request,
        ArrangementForm,
        instance=kept or Arrangement(organisation=provider),
        title=_("Arrangement with “%(provider)s”") % {"provider": provider},
        then=reverse("offers:due"),
        success=_("The arrangement with “%(provider)s” is saved.") % {"provider": provider},
        context={"back": reverse("offers:due"), "way": way_to("offers:due", provider)},
    )
