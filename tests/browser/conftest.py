"""A real Chromium in front of a served office, in German, as the people see it."""

import os
from importlib.resources import files

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import sync_playwright

from integration_office import catalogue


# Playwright keeps an event loop in this thread; Django would take every query for an async one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # For every window Chromium prepares the list below its own address bar, in a process of its
    # own: as much work as to open a page. Of the features switched off for tests (this flag counts
    # once) those that a page can notice are kept off.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,PaintHolding,HttpsUpgrades,"
    "OptimizationHints,MediaRouter,DestroyProfileOnBrowserClose,ThirdPartyStoragePartitioning,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,NetworkTimeServiceQuerying,PreconnectToSearch",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# To measure contrasts is most of axe's work. Text of one colour, size and weight over the same
# backgrounds has the same contrast everywhere: the first that any page shows speaks for all. Every
# other rule looks at every element. (A preload would fetch all styles again, for films only.)
AXE_RUN = """async (looks) => {
  const known = new Set(looks), unknown = [];
  const writes = (element) => element.matches("input, select, textarea")
    || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const find = (element, below) => {
    if (!element.checkVisibility()) return;
    const style = getComputedStyle(element);
    const ground = [below, style.backgroundColor, style.backgroundImage, style.opacity].join();
    const look = [ground, style.color, style.fontSize, style.fontWeight].join();
    if (writes(element) && !known.has(look)) {
      known.add(look);
      unknown.push(element);
    }
    for (const child of element.querySelectorAll(":scope > *")) find(child, ground);
  };
  find(document.body, "");
  const options = {resultTypes: ["violations"], preload: false};
  const all = await axe.run(document, {...options, rules: {"color-contrast": {enabled: false}}});
  const contrast = unknown.length
    ? await axe.run({include: unknown}, {...options, runOnly: ["color-contrast"]})
    : {violations: []};
  return {violations: [...all.violations, ...contrast.violations], looks: [...known]};
}"""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The walk through the whole office comes before the other tests of the browser: at the end,
    one core would walk alone."""
    places = [place for place, item in enumerate(items) if "/browser/" in item.path.as_posix()]
    ours = [items[place] for place in places]
    ours.sort(key=lambda item: item.path.name != "test_office.py")
    for place, item in zip(places, ours, strict=True):
        item.add_marker(pytest.mark.browser)
        items[place] = item


@pytest.fixture(scope="session")
def german():
    """The German catalogue as Django reads it."""
    list(catalogue.compile_all())


@pytest.fixture(scope="session")
def chromium(german):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, chromium_sandbox=False, args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server, settings):
    """`open_page(width=360)`: a window of a browser of its own, nobody logged in. Errors of
    scripts and violations of the content security policy fail the test."""
    settings.LANGUAGE_CODE = "de"
    contexts, problems = [], []

    def open_page(*, width=1440, height=900, **options):
        context = chromium.new_context(
            base_url=live_server.url,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": width, "height": height},
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if _bad(message) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert problems == []


def _bad(message):
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def page(open_page):
    """A window of 1440 × 900, nobody logged in."""
    return open_page()


@pytest.fixture
def log_in(live_server):
    """`log_in(page, user)`: the browser of this page is logged in as `user`, without the form."""

    def log_in(page, user):
        client = Client()
        client.force_login(user, backend="integration_office.accounts.OfficeBackend")
        name = django_settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return log_in


@pytest.fixture(scope="session")
def looks():
    """The looks of text whose contrast has been measured."""
    return set()


@pytest.fixture
def axe(looks):
    """`axe(page)`: axe-core finds nothing on the page as it is now (WCAG 2.2 A and AA, and good
    practice), and it does not scroll sideways."""

    def axe(page):
        # A script tag would be blocked by the content security policy.
        page.evaluate(AXE)
        found = page.evaluate(AXE_RUN, list(looks))
        assert [
            (violation["id"], node["target"], node["failureSummary"])
            for violation in found["violations"]
            for node in violation["nodes"]
        ] == []
        looks.update(found["looks"])
        wide, seen = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert wide <= seen

    return axe
