"""The texts of the consents: who counsels reads them, coordination writes the next version."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from counselling.consents import texts
from counselling.consents.forms import ConsentTextForm, NewConsentTextForm
from counselling.consents.texts import words_for
from counselling.models import ConsentText
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, coordinates, counsels
from integration_office.views import edit


COLUMNS = [
    Column("purpose", gettext_lazy("Purpose"), "get_purpose_display", sort="purpose", link=True),
    Column("language", gettext_lazy("Language"), "get_language_display", sort="language"),
    Column("number", gettext_lazy("Version"), "number", sort="number"),
    Column("valid_from", gettext_lazy("Valid from"), "valid_from", sort="valid_from"),
    Column("title", gettext_lazy("Title"), "title", language=lambda text: words_for(text).tag),
]


@require_safe
@allow(counsels)
def text_list(request):
    """Every version there is; the one of each purpose and language that is valid today is marked
    by being the highest."""
    return list_page(
        request,
        ConsentText.objects.all(),
        columns=COLUMNS,
        title=_("Texts of the consents"),
        filename=_("consent_texts"),
        per_page=100,
        template="counselling/consents/text_list.html",
        context={"may_write": coordinates(request.user)},
    )


@require_safe
@allow(counsels)
def text_detail(request, pk):
    text = get_object_or_404(ConsentText, pk=pk)
    context = {"text": text, "words": words_for(text), "may_write": coordinates(request.user)}
    return render(request, "counselling/consents/text.html", context)


@allow(coordinates)
def text_next(request, pk):
    """The next version, beginning with the words of this one."""
    old = get_object_or_404(ConsentText, pk=pk)
    new = ConsentText(purpose=old.purpose, language=old.language, title=old.title, text=old.text)
    return edit(
        request,
        ConsentTextForm,
        instance=new,
        title=_("New version: %(purpose)s, %(language)s")
        % {"purpose": old.get_purpose_display(), "language": old.get_language_display()},
        save=lambda form: texts.add_version(form.instance, by=request.user),
        success=_("The new version is read out from its day on. What was signed stays."),
    )


@allow(coordinates)
def text_create(request):
    """A purpose or a language the office has had no text for."""
    return edit(
        request,
        NewConsentTextForm,
        instance=ConsentText(),
        title=_("Text in another language or for another purpose"),
        save=lambda form: texts.add_version(form.instance, by=request.user),
        success=_("The text can be used from its day on."),
    )
