"""The looks of the house: form fields, errors, lists, colours."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import django_filters
import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.paginator import Paginator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from integration_office.models import User
from integration_office.templatetags.office import chosen_filters, page_numbers
from integration_office.ui_views import Refused, Sample, theme_css
from integration_office.widgets import Control, native_widgets
from tests.factories import make_user


TEMPLATES = Path(__file__).parents[2] / "templates"
CONTROLS = {"input", "select", "textarea"}


class Page(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.tags = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def all(self, *names):
        return [attrs for tag, attrs in self.tags if tag in names]

    def by_id(self, id_):
        return next(attrs for _tag, attrs in self.tags if attrs.get("id") == id_)


def show(form):
    return Template("{% load crispy_forms_tags %}{{ form|crispy }}").render(Context({"form": form}))


def visible_controls(page):
    return [attrs for attrs in page.all(*CONTROLS) if attrs.get("type") != "hidden"]


@pytest.mark.parametrize("form", [Sample(), Refused({})], ids=["fresh", "refused"])
def test_every_control_has_a_label_and_every_reference_leads_somewhere(form):
    page = Page(show(form))

    labelled = {label.get("for") for label in page.all("label")}
    ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
    inside_label = {attrs["id"] for attrs in visible_controls(page) if "class" not in attrs}
    without = [
        attrs["id"]
        for attrs in visible_controls(page)
        if attrs["id"] not in labelled | inside_label and "aria-label" not in attrs
    ]
    described = " ".join(attrs.get("aria-describedby", "") for _tag, attrs in page.tags).split()
    assert without == []
    assert len(ids) == len(set(ids))
    assert set(described) <= set(ids)
    assert labelled - {None} <= set(ids)


def test_each_kind_of_field_has_its_native_control():
    page = Page(show(Sample()))

    types = {attrs["name"]: attrs.get("type") for attrs in page.all("input")}
    assert types == {
        "text": "text",
        "email": "email",
        "number": "number",
        "url": "text",
        "password": "password",
        "day": "date",
        "clock": "time",
        "moment": "datetime-local",
        "period_0": "date",
        "period_1": "time",
        "file": "file",
        "agreed": "checkbox",
        "radio": "radio",
        "checks": "checkbox",
        "chips": "radio",
        "grid": "checkbox",
        "secret": "hidden",
    }
    assert [attrs["name"] for attrs in page.all("textarea")] == ["long_text"]
    assert [attrs["name"] for attrs in page.all("select")] == ["level", "levels"]
    assert "multiple" in page.by_id("id_levels")


def test_groups_stand_in_a_fieldset_with_their_name():
    html = show(Sample())

    legends = re.findall(r"<fieldset[^>]*>\s*<legend[^>]*>([^<]+?)\s*<", html)
    assert legends == ["Day and time, apart", "One of these", "Any of these", "Way", "Topics"]


def test_a_refused_field_says_why_where_it_stands():
    page = Page(show(Refused({"start": "31.02.2026"})))

    name, start = page.by_id("id_name"), page.by_id("id_start")
    assert (name["aria-invalid"], name["aria-describedby"]) == ("true", "id_name_error")
    assert start["aria-describedby"] == "id_start_helptext id_start_error"
    assert page.all("fieldset")[0]["aria-describedby"] == "id_duration_error"


def test_the_list_of_errors_comes_first_takes_the_focus_and_leads_to_each_field():
    html = show(Refused({"start": "31.02.2026"}))
    page = Page(html)

    summary = page.all("div")[0]
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', html)
    assert (summary["role"], summary["tabindex"], "autofocus" in summary) == ("alert", "-1", True)
    assert links == [
        ("id_name", "Name: This field is required."),
        ("id_start", "Start: Enter a valid date."),
        ("id_duration_0", "Duration: This field is required."),
        ("id_sort", "Kind: This field is required."),
        ("id_agreed", "I agree: This field is required."),
    ]
    for anchor, _sentence in links:
        assert page.by_id(anchor)


def test_an_error_about_the_whole_form_or_a_hidden_field_is_in_the_list_too():
    form = Sample({})
    form.add_error(None, "These two do not fit together.")
    form.add_error("secret", "The page is too old.")

    html = show(form)

    assert "<li>These two do not fit together.</li>" in html
    assert "<li>Hidden field secret: The page is too old.</li>" in html


def test_an_impossible_date_stays_readable_and_a_possible_one_stays_a_picker():
    refused = Page(show(Refused({"start": "31.02.2026"}))).by_id("id_start")
    good = Page(show(Refused({"start": "2026-02-28"}))).by_id("id_start")

    assert (refused["type"], refused["value"]) == ("text", "31.02.2026")
    assert (good["type"], good["value"]) == ("date", "2026-02-28")


def test_dates_and_times_reach_the_browser_as_it_wants_them():
    class Meeting(forms.Form):
        day = forms.DateField(initial="2026-11-23")
        start = forms.TimeField()
        moment = forms.DateTimeField()
        typed = forms.DateField(widget=forms.TextInput)

    form = Meeting()
    native_widgets(form)

    types = {name: field.widget.input_type for name, field in form.fields.items()}
    assert types == {"day": "date", "start": "time", "moment": "datetime-local", "typed": "text"}


def test_optional_is_said_only_where_something_else_is_required():
    class Search(forms.Form):
        q = forms.CharField(required=False)

    class Mixed(Search):
        name = forms.CharField()
        agreed = forms.BooleanField(required=False)

    class Quiet(Mixed):
        mark_optional = False

    assert [show(form()).count("(optional)") for form in (Search, Mixed, Quiet)] == [0, 1, 0]


def test_the_first_ten_chips_have_their_key_on_them():
    class Topics(forms.Form):
        topics = forms.MultipleChoiceField(
            choices=[(n, f"Topic {n}") for n in range(1, 13)],
            widget=forms.CheckboxSelectMultiple(
                attrs={"class": "choices choices--grid choices--keys"}
            ),
        )

    html = show(Topics())

    assert re.findall(r'accesskey="(\d)"', html) == list("1234567890")
    assert re.findall(r"<kbd[^>]*>(\d)</kbd>", html) == list("1234567890")
    assert 'class="choices choices--grid"' in html


def test_what_people_typed_is_escaped_everywhere():
    class Evil(forms.Form):
        text = forms.CharField(label="<b>", help_text="<i>")
        area = forms.CharField(widget=forms.Textarea)
        one = forms.ChoiceField(choices=[("<x>", "<y>")])
        radio = forms.ChoiceField(choices=[("<x>", "<y>")], widget=forms.RadioSelect)

    html = show(Evil({"text": '"><script>', "area": "</textarea><script>", "one": "<z>"}))

    assert not re.findall(r"<(script|b|i|x|y|z)>", html)


def test_a_form_with_a_helper_becomes_a_whole_form_with_its_button():
    form = Refused()
    form.helper = FormHelper()
    form.helper.add_input(Submit("save", "Save"))

    page = Page(render_crispy_form(form, context={"csrf_token": "token"}))

    assert page.all("form") == [{"class": "stack ", "method": "post"}]
    assert page.all("button")[0]["value"] == "Save"


def test_a_layout_in_python_still_works():
    form = Refused()
    form.helper = FormHelper(form)

    html = render_crispy_form(form)

    assert [f'name="{name}"' in html for name in form.fields] == [True] * 5


def test_long_selects_are_built_without_a_template_per_option():
    class Countries(forms.Form):
        country = forms.ChoiceField(
            choices=[("Europe", [("de", "Germany")]), *((str(n), f"C {n}") for n in range(250))],
            initial="7",
        )

    options = str(Control(Countries()["country"]).options)

    assert options.count("<option") == 251
    assert '<optgroup label="Europe"><option value="de">Germany</option></optgroup>' in options
    assert '<option value="7" selected>C 7</option>' in options


def test_a_select_without_a_choice_says_so_in_words():
    class Person(forms.Form):
        role = forms.TypedChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")])
        other = forms.ChoiceField(choices=[*BLANK_CHOICE_DASH, ("a", "A")], required=False)

    html = show(Person())

    assert '<option value="" selected>please choose</option>' in html
    assert '<option value="" selected>–</option>' in html


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, 3, None, 12]),
        (6, [1, None, 4, 5, 6, 7, 8, None, 12]),
        (12, [1, None, 10, 11, 12]),
    ],
)
def test_a_pagination_shows_both_ends_and_the_neighbours(number, shown):
    assert page_numbers(Paginator(range(120), 10).page(number)) == shown


def test_each_filter_in_use_can_be_taken_away_alone():
    class People(django_filters.FilterSet):
        role = django_filters.ChoiceFilter(label="Role", choices=User.Role, method="with_role")
        q = django_filters.CharFilter(field_name="name", label="Name")

        class Meta:
            model = User
            fields = ["role", "q"]

    query = QueryDict("role=partner&q=Muster&sort=-name&page=3")
    request = RequestFactory().get("/", query)

    chosen = chosen_filters({"request": request}, People(query, queryset=User.objects.none()))

    assert chosen == [
        ("Role", "partner organisation", "?q=Muster&sort=-name"),
        ("Name", "Muster", "?role=partner&sort=-name"),
    ]


def test_the_town_may_have_its_own_colours_but_nothing_else():
    css = theme_css({"accent_colour": "#c00", "action_colour": "red; } body { display: none"})

    assert css == (
        ":root { --office-accent: #c00; }\n"
        "@media (prefers-color-scheme: dark) { :root { --office-accent: "
        "color-mix(in oklch, #c00, white 45%); } }\n"
    )


def test_the_colours_are_a_stylesheet_for_everybody(client, db):
    response = client.get(reverse("theme"))

    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "max-age=3600" in response["Cache-Control"]


def test_the_page_for_developers_shows_every_kind_of_control(client_of):
    response = client_of(make_user()).get(reverse("ui"))

    html = response.content.decode()
    kinds = {path.stem for path in (TEMPLATES / "kern").glob("_*.html")}
    controls = {f"_{Control(field).kind}" for field in Sample() if not field.is_hidden}
    assert kinds - controls == {"_label", "_notes", "_optional", "_other"}
    assert_headings_in_order(html)


@pytest.mark.parametrize("name", ["account_login", "imprint", "accessibility", "privacy_notice"])
def test_pages_without_login_have_one_heading_and_a_way_past_the_bar(client, db, name):
    html = client.get(reverse(name)).content.decode()

    assert_headings_in_order(html)
    assert '<a class="skip" href="#content">' in html
    assert 'id="content"' in html


def test_the_page_for_broken_things_needs_neither_database_nor_context():
    html = render_to_string("500.html", {"reference": "ab12cd34"})

    assert "ab12cd34" in html
    assert_headings_in_order(html)


def assert_headings_in_order(html):
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


def test_stylesheets_and_the_script_stay_short():
    static = TEMPLATES.parent / "integration_office" / "static" / "office"
    most = {".css": 400, ".js": 60}

    long = [
        path.name
        for path in static.glob("*.*s")
        if len(path.read_text(encoding="utf-8").splitlines()) > most[path.suffix]
    ]

    assert long == []
