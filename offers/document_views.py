"""The papers of an offer: handing in, reading, taking away."""

from functools import partial

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office import files
from integration_office.forms import OfficeModelForm
from integration_office.views import ask, edit
from offers import documents
from offers.models import Document
from offers.permissions import editable_offer, visible_offer, way_of
from offers.ways import way_to


class DocumentForm(OfficeModelForm):
    file = files.CheckedFileField(label=gettext_lazy("file"))

    class Meta:
        model = Document
        fields = ["title", "file", "language"]
        help_texts = {"title": gettext_lazy("For example: flyer, programme, form.")}


def add(request, pk):
    offer = editable_offer(request.user, pk)

    def keep(form):
        form.instance.offer = offer
        file = form.cleaned_data["file"]
        return documents.add(
            form.instance, file, file.kind, by=request.user, via=way_of(request.user)
        )

    return edit(
        request,
        DocumentForm,
        title=_("New document for “%(offer)s”") % {"offer": offer},
        save=keep,
        then=offer.get_absolute_url(),
        context={"back": offer.get_absolute_url(), "way": way_to(offer)},
    )


@require_safe
def document(request, pk, number):
    """The file, for everybody who sees the offer."""
    offer = visible_offer(request.user, pk)
    found = get_object_or_404(Document, offer=offer, pk=number)
    return files.handed_out(found.file, title=found.title, content_type=found.content_type)


def remove(request, pk, number):
    offer = editable_offer(request.user, pk)
    found = get_object_or_404(Document, offer=offer, pk=number)
    return ask(
        request,
        title=_("Remove “%(document)s”") % {"document": found},
        question=_("The file is deleted for good."),
        label=_("Remove"),
        do=partial(documents.remove, found, by=request.user),
        then=offer.get_absolute_url(),
        success=_("“%(document)s” is removed.") % {"document": found},
        way=way_to(offer),
    )
