"""Words our templates use: the control behind a form field, levels of alerts, pages of a list."""

import datetime
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from django import forms, template
from django.contrib.messages import constants
from django.core.paginator import Page
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format, time_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_office import lists
from integration_office.partial_dates import spoken
from integration_office.widgets import Control


register = template.Library()

HYPHENATED = re.compile(r"\b\d{4}-\d{4}\b")

LEVELS = {
    constants.DEBUG: "info",
    constants.INFO: "info",
    constants.SUCCESS: "success",
    constants.WARNING: "warning",
    constants.ERROR: "danger",
}


@register.filter
def control(field: forms.BoundField) -> Control:
    """What the templates in templates/kern/ ask about a field."""
    return Control(field)


@register.filter
def all_errors(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Every sentence of a refused form as (anchor, label, sentence); those about the whole form
    have neither anchor nor label. A form may have `parts`: forms of its own inside it."""
    found = [("", "", sentence) for sentence in form.non_field_errors()]
    for field in form:
        if field.is_hidden:
            label = _("Hidden field %(name)s") % {"name": field.name}
            found += [("", label, sentence) for sentence in field.errors]
        elif field.errors:
            place = Control(field)
            label = str(place.label).rstrip(".:?")
            found += [(place.anchor, label, sentence) for sentence in field.errors]
    for part in getattr(form, "parts", ()):
        found += all_errors(part)
    return found


@register.simple_tag
def named_with(thing: str, key: int, verb: str) -> str:
    """For the tag of a link or button: its name for a screen reader is its own word and the words
    of the element with the id "thing-key", so that ten times "Delete" can be told apart."""
    place = f"{thing}-{key}"
    return format_html('id="{0}-{1}" aria-labelledby="{0}-{1} {0}"', place, verb)


@register.filter
def partial_date(value: str) -> str:
    """A partial date in words: "2015", "September 2015", "1. September 2015"."""
    return spoken(value)


@register.filter(is_safe=True)
def unbroken(words: str) -> str:
    """A number like 2026-0342 stays on one line of a narrow screen."""
    return HYPHENATED.sub(r'<span class="figure">\g<0></span>', words)


@register.filter
def short_day(day: datetime.date) -> str:
    """ "Fr, 12.12."; of another year with the year."""
    this_year = day.year == timezone.localdate().year
    return _short_day(day, "D, j.n." if this_year else "D, j.n.Y", get_language())


@lru_cache(maxsize=500)
def _short_day(day: datetime.date, words: str, _language: str) -> str:
    """Put into words once: many things are due on the same days."""
    return date_format(day, words)


@register.filter
def alert_level(message) -> str:
    """The level of a message of Django in the words of KERN."""
    return LEVELS.get(message.level, "info")


@register.filter
def alert_role(level: str) -> str:
    """Whether a screen reader interrupts for it."""
    return "alert" if level in ("danger", "warning") else "status"


CHOICES = (forms.ChoiceField, forms.NullBooleanField)
LINE = '<tr class="kern-table__row" role="row">{}</tr>\n'
HEAD = '<th class="kern-table__header" scope="row" role="rowheader"><a href="{}">{}</a></th>'
CELL = '<td class="kern-table__cell" role="cell" data-label="{}">{}</td>'
FOREIGN = '<span lang="{}" dir="auto">{}</span>'


@register.filter
def table_lines(lines: Iterable[Iterable[lists.Cell]]) -> SafeString:
    """The rows of a table of `lists.list_page`. Two hundred cells are the dearest part of a page:
    here they cost a third of what they cost in a template."""
    return format_html_join("", "{}", ((_tr(line),) for line in lines))


def _tr(line):
    cells = "".join(HEAD if cell.url else CELL for cell in line)
    said = chain.from_iterable((cell.url or cell.label, _said(cell)) for cell in line)
    return format_html(LINE.format(cells), *said)


def _said(cell):
    return format_html(FOREIGN, cell.language, cell.text) if cell.language else cell.text


DATES = (forms.DateField, forms.MultiValueField)
NUMBER = '<li><a href="?{}page={}" aria-label="{}">{}</a></li>'
HERE = '<li><a href="?{}page={}" aria-label="{}" aria-current="page">{}</a></li>'
GAP = '<li><span aria-hidden="{}">…</span></li>'
TURN = '<li><a href="?{}page={}" rel="{}">{}</a></li>'


@register.simple_tag(takes_context=True)
def page_links(context, page: Page) -> SafeString:
    """The items of a pagination: back, the numbers, next; each keeps the rest of the address."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    rest = f"{query.urlencode()}&" if query else ""
    items = []
    if page.has_previous():
        items.append(format_html(TURN, rest, page.previous_page_number(), "prev", _("Back")))
    for number in page_numbers(page):
        if number is None:
            items.append(format_html(GAP, "true"))
        else:
            label = _("Page %(number)s") % {"number": number}
            shape = HERE if number == page.number else NUMBER
            items.append(format_html(shape, rest, number, label, number))
    if page.has_next():
        items.append(format_html(TURN, rest, page.next_page_number(), "next", _("Next")))
    return format_html_join("", "{}", ((item,) for item in items))


def page_numbers(page: Page) -> list[int | None]:
    """The numbers a pagination shows: both ends and two around here; None is a gap."""
    last = page.paginator.num_pages
    near = {1, last, *range(max(page.number - 2, 1), min(page.number + 2, last) + 1)}
    numbers: list[int | None] = []
    for number in sorted(near):
        previous = numbers[-1] if numbers else 0
        if previous is not None and number - previous > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


BADGE = (
    '<span class="kern-badge kern-badge--small kern-badge--{}"><span class="kern-icon '
    'kern-icon--{}" aria-hidden="true"></span><span class="kern-label">{}</span></span>'
)
QUIET = (
    '<span class="kern-badge kern-badge--small badge--quiet">'
    '<span class="kern-label">{}</span></span>'
)
MOMENT = '<time datetime="{}">{}</time>'
FACT = "<div><dt>{}</dt><dd>{}</dd></div>"


@register.filter
def badge(state) -> SafeString:
    """Anything with a level ("success") and a label, as KERN's badge."""
    return format_html(BADGE, state.level, state.level, state.label)


@register.filter
def quiet_badges(labels: Iterable[object]) -> SafeString:
    """Words as grey badges, one after the other."""
    return format_html_join(" ", QUIET, ((label,) for label in labels))


@register.filter
def moment(day: datetime.date, time: datetime.time | None) -> SafeString:
    """A day with its time, if there is one: "11. September 2026, 14:32"."""
    return _moment(day, time, get_language())


@lru_cache(maxsize=5_000)
def _moment(day: datetime.date, time: datetime.time | None, _language: str) -> SafeString:
    said = date_format(day, "DATE_FORMAT")
    if time is not None:
        said = f"{said}, {time_format(time, 'H:i')}"
    return format_html(MOMENT, day.isoformat(), said)


@register.filter
def in_line(facts: Iterable[tuple[str, str]]) -> SafeString:
    """Words with their values for a <dl class="facts">; without those that have none."""
    return format_html_join("", FACT, ((word, value) for word, value in facts if value))


@register.simple_tag(takes_context=True)
def chosen_filters(context, filterset) -> list[tuple[str, str, str]]:
    """The filters in use as (label, value, address without it)."""
    chosen = []
    form, query = filterset.form, context["request"].GET
    for field in form if form.is_bound else ():
        names = [name for name in query if name == field.html_name or _is_part(name, field)]
        values = [value for name in names for value in query.getlist(name) if value]
        if values:
            rest = query.copy()
            for name in [*names, "page"]:
                rest.pop(name, None)
            chosen.append((field.label, _in_words(field, values), f"?{rest.urlencode()}"))
    return chosen


def _is_part(name: str, field: forms.BoundField) -> bool:
    """Whether `name` is one end of a range: date_after, date_before."""
    suffixes = getattr(field.field.widget, "suffixes", ())
    return name in {f"{field.html_name}_{suffix}" for suffix in suffixes}


def _in_words(field: forms.BoundField, values: list[str]) -> str:
    """What was chosen, as the select shows it."""
    labels = {}
    for value, label in getattr(field.field, "choices", ()):
        labels |= dict(label) if isinstance(label, (list, tuple)) else {str(value): label}
    return ", ".join(str(labels.get(value) or _day(field, value)) for value in values)


def _day(field: forms.BoundField, value: str) -> str:
    """The day of a date field as the language writes it; browsers send 2026-12-24."""
    try:
        day = parse_date(value) if isinstance(field.field, DATES) else None
    except ValueError:  # the 31st of February
        return value
    return value if day is None else lists.text(day)


@register.filter
def look(field: forms.BoundField) -> tuple | None:
    """All the look of a field hangs on, to name in {% fixed %}. None where the form does not say
    whose fields look like its own, where something is wrong, and for what somebody typed, now or
    once: that is kept nowhere."""
    form, name = field.form, field.html_name
    if form.looks_like is None or field.name in form.looks_unlike:
        return None
    if form.continued or field.errors:
        return None
    value = field.value()
    if value and not isinstance(value, datetime.date) and not isinstance(field.field, CHOICES):
        return None
    return (form.looks_like, name, field.auto_id, str(value))


@register.tag
def fixed(parser, token):
    """{% fixed standing %}…{% endfixed %}: a part of a page, worked out once in a process for each
    language and each value of what is named. Only for parts that hang on nothing else; where what
    is named is None the part is worked out anew."""
    names = token.split_contents()[1:]
    nodes = parser.parse(["endfixed"])
    parser.delete_first_token()
    return FixedNode(nodes, [parser.compile_filter(name) for name in names])


MOST_KEPT = 512  # of one part: what is named takes few values, a day or a language among them


class FixedNode(template.Node):
    def __init__(self, nodelist, names):
        self.nodelist, self.names = nodelist, names
        self.made = {}

    def render(self, context):
        values = [name.resolve(context) for name in self.names]
        if None in values:
            return self.nodelist.render(context)
        key = (get_language(), *values)
        if (made := self.made.get(key)) is None:
            if len(self.made) >= MOST_KEPT:
                self.made.clear()
            made = self.made[key] = self.nodelist.render(context)
        return made
