"""What the pages look like: the town's colours as a stylesheet, text pages for everybody, and
/ui/, where developers see every component once (only in the demo)."""

import re

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from integration_office.forms import OfficeForm


# A colour name, #rgb or a function such as oklch(39.7% 0.1 255): nothing that could end the rule.
COLOUR = re.compile(r"[a-z]+|#[0-9a-f]{3,8}|[a-z]+\([0-9a-z .,%/+-]+\)", re.IGNORECASE)
COLOURS = {"accent_colour": "--office-accent", "action_colour": "--kern-color-action-default"}


@require_safe
@login_not_required
@cache_control(public=True, max_age=3600)
def theme(request: HttpRequest) -> HttpResponse:
    """The town's own colours, where the settings name any; else the house's."""
    return HttpResponse(theme_css(settings.OFFICE), content_type="text/css; charset=utf-8")


def theme_css(office: dict[str, str]) -> str:
    """A stylesheet that sets the colours `office` names; in the dark they are mixed with white, so
    that one colour per town is enough. Anything that is no colour is left out."""
    light, dark = [], []
    for key, variable in COLOURS.items():
        colour = office.get(key, "")
        if COLOUR.fullmatch(colour):
            light.append(f"{variable}: {colour};")
            dark.append(f"{variable}: color-mix(in oklch, {colour}, white 45%);")
    if not light:
        return "/* The house's own colours. */\n"
    return (
        f":root {{ {' '.join(light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {' '.join(dark)} }} }}\n"
    )


def text_page(name: str):
    """A view that shows templates/pages/`name`.html to everybody who is logged in."""

    @require_safe
    def page(request):
        return render(request, f"pages/{name}.html")

    return page


def public_page(name: str):
    """The same for everybody."""
    return login_not_required(text_page(name))


LEVELS = [("a1", "A1"), ("a2", "A2"), ("b1", "B1"), ("b2", "B2")]
TOPICS = [
    ("forms", _("Forms and authorities")),
    ("language", _("Language")),
    ("money", _("Benefits and money")),
    ("work", _("Work")),
]


class Sample(OfficeForm):
    """Every kind of field once."""

    text = forms.CharField(label=_("Text"), help_text=_("A sentence that helps."))
    email = forms.EmailField(label=_("E-mail address"))
    number = forms.IntegerField(label=_("Number"), required=False, min_value=0)
    url = forms.URLField(label=_("Web address"), required=False)
    password = forms.CharField(label=_("Password"), required=False, widget=forms.PasswordInput)
    long_text = forms.CharField(label=_("Long text"), required=False, widget=forms.Textarea)
    level = forms.ChoiceField(label=_("Level"), choices=[("", "–"), *LEVELS], required=False)
    levels = forms.MultipleChoiceField(label=_("Several levels"), choices=LEVELS, required=False)
    day = forms.DateField(label=_("Day"))
    clock = forms.TimeField(label=_("Time"), required=False)
    moment = forms.DateTimeField(label=_("Day and time"), required=False)
    period = forms.SplitDateTimeField(label=_("Day and time, apart"), required=False)
    file = forms.FileField(label=_("File"), required=False)
    agreed = forms.BooleanField(label=_("I have read this."))
    radio = forms.ChoiceField(label=_("One of these"), choices=LEVELS, widget=forms.RadioSelect)
    checks = forms.MultipleChoiceField(
        label=_("Any of these"),
        choices=TOPICS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    chips = forms.ChoiceField(
        label=_("Way"),
        choices=LEVELS,
        widget=forms.RadioSelect(attrs={"class": "choices line"}),
    )
    grid = forms.MultipleChoiceField(
        label=_("Topics"),
        choices=TOPICS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices choices--grid choices--keys"}),
    )
    secret = forms.CharField(required=False, widget=forms.HiddenInput)


class Refused(OfficeForm):
    """A form whose answers were refused."""

    name = forms.CharField(label=_("Name"))
    start = forms.DateField(label=_("Start"), help_text=_("An impossible date stays readable."))
    duration = forms.ChoiceField(label=_("Duration"), choices=LEVELS, widget=forms.RadioSelect)
    sort = forms.ChoiceField(label=_("Kind"), choices=LEVELS)
    agreed = forms.BooleanField(label=_("I agree"))


@require_safe
def ui(request: HttpRequest) -> HttpResponse:
    """Every component once, with the name of the template or class that makes it."""
    return render(
        request,
        "ui.html",
        {
            "form": Sample(initial={"radio": "a2", "grid": ["work"], "chips": "b1"}),
            "refused": Refused({"start": "31.02.2026"}),
            "levels": ["success", "info", "warning", "danger"],
            "page": Paginator(range(300), 25).page(6),
            "facts": [(_("Place"), "Rosengarten 6"), (_("Time"), "16:00–17:00"), (_("Fee"), "")],
        },
    )
