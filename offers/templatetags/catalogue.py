"""The lines of the catalogue. They are many, all alike and on the most used page of the house, so
that they are made here; a template takes five times as long."""

import datetime
from collections.abc import Collection, Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from integration_office.templatetags.office import badge, in_line
from offers.codes import Status, Visibility
from offers.trust.freshness import freshness
from offers.words import beginning, line_words


register = template.Library()

LINE = """<li class="result" id="offer-{}">
  <h3 class="kern-heading-small"><a href="{}{}/">{}</a></h3>
  <div class="result__side">{}{}{}</div>
  <p><span class="muted">{}</span>{}</p>
  <dl class="facts">{}</dl>
</li>
"""
QUIET = (
    '<span class="kern-badge kern-badge--small badge--quiet">'
    '<span class="kern-label">{}</span></span>'
)
# Both buttons belong to the form "selection" (see _pick.html, which other pages use).
PICK = (
    '<button class="kern-btn kern-btn--tertiary kern-btn--x-small no-print" type="submit" '
    'form="selection" name="pick" value="{}" aria-label="{}: {}">'
    '<span class="kern-label">{}</span></button>'
)
DROP = (
    '<button class="kern-btn kern-btn--secondary kern-btn--x-small no-print" type="submit" '
    'form="selection" name="drop" value="{}" aria-label="{}: {}">'
    '<span class="kern-icon kern-icon--check" aria-hidden="true"></span>'
    '<span class="kern-label">{}</span></button>'
)
HANDED_OUT = {Status.PUBLISHED, Status.PAUSED}


@register.simple_tag
def catalogue_lines(offers: Iterable, picked: Collection[int]) -> SafeString:
    """Lines of `OfferQuerySet.for_lines`, as the items of a list; `picked` are the keys of those
    that stand in the selection for a handout."""
    today, language = timezone.localdate(), get_language()
    lines = (
        _line(offer._replace(line=tuple(offer.line)), offer.pk in picked, today, language)
        for offer in offers
    )
    return format_html_join("", "{}", ((line,) for line in lines))


@lru_cache(maxsize=2_000)
def _line(offer, is_picked: bool, today: datetime.date, language: str) -> SafeString:  # noqa: FBT001 - a part of the key
    """A line hangs on nothing but what is given here, and a town's offers are looked at again and
    again: each is put into words once a day, until something of it changes."""
    return format_html(
        LINE,
        offer.pk,
        reverse("offers:list"),
        offer.pk,
        offer.title,
        badge(freshness(offer.confirmed_on, offer.due_on, today, offer.unanswered_since)),
        _status(offer.status),
        _button(offer, is_picked),
        offer.provider__name,
        _in_short(offer),
        in_line(zip(line_words(), offer.line, strict=False)),
    )


def _status(status):
    return "" if status == Status.PUBLISHED else format_html(QUIET, Status(status).label)


def _button(offer, is_picked):
    if is_picked:
        return format_html(DROP, offer.pk, _("Take off the list"), offer.title, _("Picked"))
    if offer.status in HANDED_OUT and offer.visibility == Visibility.PUBLIC:
        label = _("For a handout")
        return format_html(PICK, offer.pk, label, offer.title, label)
    return ""


def _in_short(offer):
    text = offer.short_text or beginning(offer.description)
    return format_html(" · {}", text) if text else ""
