"""The office's own words of the thesaurus: what a word of the clients finds in the catalogue. Who
hears such a word writes it down: everybody of the office."""

from functools import partial

import django_filters
from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from integration_office.codes import Language
from integration_office.filters import OfficeFilterSet
from integration_office.forms import OfficeModelForm
from integration_office.lists import Column, list_page
from integration_office.permissions import allow, is_staff
from integration_office.views import ask, edit
from offers.models import SearchWord
from offers.searching import staff_words as search_words
from offers.ways import way_to


LONGEST_TEXT = 200
COLUMNS = [
    Column("word", gettext_lazy("Word"), "word", sort="word__german_order", link=True),
    Column("language", gettext_lazy("Language"), "get_language_display", sort="language"),
    Column("means", gettext_lazy("Finds offers with"), "means"),
    Column("changed", gettext_lazy("Changed"), "changed_at", sort="changed_at"),
]


class SearchWordFilter(OfficeFilterSet):
    q = django_filters.CharFilter(
        label=gettext_lazy("Word or meaning"),
        method="matching",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), choices=Language, empty_label=gettext_lazy("all")
    )


class SearchWordForm(OfficeModelForm):
    class Meta:
        model = SearchWord
        fields = ["word", "language", "means"]
        help_texts = {
            "word": gettext_lazy("As people say it; other forms of it are found as well."),
            "means": gettext_lazy(
                "German words that stand in the offers, with commas between them. For example: "
                "Deutschkurs, Sprachtreff."
            ),
        }


@require_safe
@allow(is_staff)
def word_list(request):
    """The words, and a field that says how the search reads a question."""
    tried = request.GET.get("try", "").strip()[:LONGEST_TEXT]
    return list_page(
        request,
        SearchWord.objects.german_order(),
        columns=COLUMNS,
        filterset=SearchWordFilter,
        template="offers/words.html",
        title=_("Search words"),
        filename="suchwoerter",
        context={"tried": tried, "explained": search_words.explained(tried) if tried else []},
    )


@allow(is_staff)
def create(request):
    return edit(
        request,
        SearchWordForm,
        title=_("New search word"),
        save=lambda form: search_words.keep(form.instance, by=request.user),
        then=reverse("offers:word_list"),
        success=_("The word is found from now on."),
        template="offers/word.html",
        initial={"word": request.GET.get("word", "")[:LONGEST_TEXT]},
        context={"back": reverse("offers:word_list")},
    )


@allow(is_staff)
def edit_word(request, pk):
    word = get_object_or_404(SearchWord, pk=pk)
    return edit(
        request,
        SearchWordForm,
        instance=word,
        title=_("Edit “%(object)s”") % {"object": word},
        save=lambda form: search_words.keep(form.instance, by=request.user),
        then=reverse("offers:word_list"),
        template="offers/word.html",
        context={"back": reverse("offers:word_list"), "word": word},
    )


@allow(is_staff)
def delete(request, pk):
    word = get_object_or_404(SearchWord, pk=pk)
    return ask(
        request,
        title=_("Remove “%(object)s”") % {"object": word},
        question=_("Searches for this word then find only offers in which it stands itself."),
        label=_("Remove"),
        do=partial(search_words.remove, word, by=request.user),
        then=reverse("offers:word_list"),
        back=word.get_absolute_url(),
        success=_("“%(object)s” is removed.") % {"object": word},
        way=way_to("offers:word_list", word),
    )
