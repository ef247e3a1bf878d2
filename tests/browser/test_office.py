"""The demo office, walked through by each role: every page that clicking leads to."""

import os
import re
from collections import deque
from pathlib import Path
from urllib.parse import urlsplit

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
# Files, the way out, and pages of allauth that ask for the password once more.
NOT_WALKED = re.compile(r"\.(pdf|xlsx|csv|ics)$|/account/(logout|2fa|reauthenticate|password)")


def page_of(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def links(page):
    """Where the menu and the page itself lead, without other sites and files."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
    own = urlsplit(page.url).netloc
    for href in dict.fromkeys(hrefs):
        parts = urlsplit(href)
        if parts.netloc == own and "format=" not in parts.query and not NOT_WALKED.search(href):
            yield href.partition("#")[0]


def walk(page, look):
    """Opens every page that clicking from the start page leads to, each kind once, and calls
    `look(name)` there. The names of the pages that did not answer 200, with their status."""
    waiting, seen, dead = deque(["/"]), set(), {}
    while waiting:
        address = waiting.popleft()
        name = page_of(address)
        if name in seen:
            continue
        seen.add(name)
        response = page.goto(address)
        if response.status != 200:
            dead[f"{name} {urlsplit(address).path}"] = response.status
            continue
        look(name)
        waiting.extend(links(page))
    return seen, dead


@pytest.mark.django_db(transaction=True)
def test_every_page_a_role_can_click_to_answers_and_is_accessible(open_page, log_in, axe):
    office = demo.fill(say=lambda text: None)
    looked_at, dead = set(), {}

    for role, user in office.users.items():
        page = open_page()
        log_in(page, user)

        def look(name, page=page):
            assert page.locator("h1").count() == 1, name
            assert page.title().strip(), name
            if name in looked_at:
                return
            looked_at.add(name)
            axe(page)
            if os.environ.get("PICTURES") and name in SHOWN:
                page.screenshot(path=PICTURES / f"{SHOWN[name]}.png")
            page.set_viewport_size({"width": 320, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
            page.set_viewport_size({"width": 1440, "height": 900})

        seen, answers = walk(page, look)
        dead |= {f"{role}: {where}": status for where, status in answers.items()}

    assert dead == {}
    assert {"counselling:quick", "offers:edit", "reports:detail", "network:detail"} <= looked_at
