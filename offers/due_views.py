"""The office's clean-up list: which providers to ask, and asking them."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates
from integration_office.views import edit
from network.models import Organisation
from offers import inquiring
from offers.forms import InquiryForm
from offers.models import Offer


COLUMNS = [
    Column("name", gettext_lazy("Provider"), "name", sort="name__german_order", link=True),
    Column("overdue", gettext_lazy("Overdue"), "overdue", sort="overdue"),
    Column("never", gettext_lazy("Never confirmed"), "never", sort="never"),
    Column("due_soon", gettext_lazy("Due soon"), "due_soon", sort="due_soon"),
    Column("asked", gettext_lazy("Last asked"), "last_asked", sort="last_asked"),
    Column("email", gettext_lazy("E-mail address"), "email"),
]


@require_safe
@allow(coordinates)
def due(request):
    today = timezone.localdate()
    return list_page(
        request,
        inquiring.providers_to_ask(today),
        columns=COLUMNS,
        template="offers/due.html",
        title=_("Ask for confirmation"),
        filename="bestaetigungen",
        context={"counts": Offer.objects.published().counted(today)},
    )


@allow(coordinates)
def ask(request, pk):
    provider = get_object_or_404(Organisation, pk=pk)
    return edit(
        request,
        InquiryForm,
        title=_("Ask “%(provider)s” for confirmation") % {"provider": provider},
        initial={"recipient": provider.email},
        save=lambda form: inquiring.ask(provider, form.cleaned_data["recipient"], by=request.user),
        then=reverse("offers:due"),
        success=_("The mail is on its way. Its link works for %(days)s days.")
        % {"days": inquiring.DAYS},
        template="offers/ask.html",
        context={
            "provider": provider,
            "offers": Offer.objects.published().filter(provider=provider).by_name(),
            "days": inquiring.DAYS,
        },
    )
