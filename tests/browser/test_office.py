"""The demo office, walked through by each role: every page that clicking leads to."""

import os
import re
from collections import deque
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import pytest
from django.urls import Resolver404, resolve

from integration_office import demo


PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
SHOWN = {  # page: (picture, address), for the README
    "home": "heute",
    "counselling:quick": "schnellerfassung",
    "offers:list": "angebote",
    "reports:detail": "jahresbericht",
}
SCREEN, PHONE = {"width": 1440, "height": 900}, {"width": 320, "height": 800}
# Files, the way out, and pages of allauth that ask for the password once more.
NOT_WALKED = re.compile(r"\.(pdf|xlsx|csv|ics)$|/account/(logout|2fa|reauthenticate|password)")


def page_of(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def links(address, html):
    """Where the menu and the page itself lead, without other sites and files."""
    for href in dict.fromkeys(re.findall(r"<a\b[^>]*?\shref=\"([^\"]*)\"", html)):
        there = urlsplit(urljoin(address, unescape(href)))
        if not there.scheme and "format=" not in there.query and not NOT_WALKED.search(there.path):
            yield urlunsplit(there._replace(fragment=""))


def walk(client, look):
    """Asks for every page that clicking from the start page leads to, each kind once, and calls
    `look(name, address, html)`. The pages that did not answer 200, with their status."""
    waiting, seen, dead = deque(["/"]), set(), {}
    while waiting:
        address = waiting.popleft()
        name = page_of(address)
        if name in seen:
            continue
        seen.add(name)
        response = client.get(address, follow=True)
        if response.status_code != 200:
            dead[f"{name} {urlsplit(address).path}"] = response.status_code
            continue
        if not response["Content-Type"].startswith("text/html"):
            continue  # open data, calendars
        html = response.text
        look(name, address, html)
        waiting.extend(links(address, html))
    return dead


@pytest.mark.django_db(transaction=True)
def test_every_page_a_role_can_click_to_answers_and_is_accessible(
    open_page, log_in, axe, client_of
):
    office = demo.fill(say=lambda text: None)
    looked_at, dead, wide = set(), {}, {}

    def look_at(page, name, address):
        """Chromium looks once at each kind of page, as the first role that comes there."""
        assert page.goto(address).status == 200, name
        axe(page)
        if os.environ.get("PICTURES") and name in SHOWN:
            page.set_viewport_size(SCREEN)
            page.screenshot(path=PICTURES / f"{SHOWN[name]}.png")
        # The next page is looked at in the window this one ends in: a change of windows less.
        page.set_viewport_size(PHONE if page.viewport_size == SCREEN else SCREEN)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > page.viewport_size["width"]:
            wide[name] = f"{width} {address}"

    for role, user in office.users.items():
        page, client = open_page(), client_of(user)
        client.raise_request_exception = False
        log_in(page, user)

        def look(name, address, html, page=page):
            assert len(re.findall(r"<h1\b", html)) == 1, name
            assert re.search(r"<title>\s*\S", html), name
            if name not in looked_at:
                looked_at.add(name)
                look_at(page, name, address)

        answers = walk(client, look)
        dead |= {f"{role}: {where}": status for where, status in answers.items()}

    assert (dead, wide) == ({}, {})
    assert {"counselling:quick", "offers:edit", "reports:detail", "network:detail"} <= looked_at
