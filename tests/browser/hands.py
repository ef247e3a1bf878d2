"""What a hand does: a click that leads to another page is over when that page has come.

A plain `click()` may return while the page it leads to is still on its way, and whoever looks at
the window then sees the old one. It is for what happens on the page itself. Only a new page loads;
a script that keeps something in the history of the window "navigates" as well."""

import re


def go(target):
    """Clicks on what leads to a page and waits for that page."""
    with target.page.expect_event("load"):
        target.click()


def enter(page):
    """The Enter key where it sends the form, and the page that answers."""
    with page.expect_event("load"):
        page.keyboard.press("Enter")


def press(page, name):
    """The button with this text, and the page it leads to."""
    go(page.get_by_role("button", name=name, exact=True))


def follow(page, name):
    """The first link with this text, and the page it leads to."""
    go(page.get_by_role("link", name=name, exact=True).first)


def part(page, name):
    """A part of the case on the screen, such as "Aufgaben", with or without a number."""
    parts = page.get_by_role("navigation", name="Teile des Falls")
    go(parts.get_by_role("link", name=re.compile(rf"^{name}( \d+)?$")))
