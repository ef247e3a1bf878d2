"""The German catalogue keeps what was translated and finds everything that is said."""

import pytest

from integration_office import catalogue


CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext

title = _("Offers of "
          "the town")
places = ngettext("one place", "%(count)s places", 2)
month = pgettext("month", "May")
"""
PAGE = """{% load i18n %}
  <h1>{% translate "It's open" %}</h1> {{ title|default:_("nothing") }}
    {% blocktranslate trimmed count n=3 with a=b %}
      One {{ n }} of {{ a }}
    {% plural %}
      Many {{ n }}
    {% endblocktranslate %}
{% comment %}{% translate "silent" %}{% endcomment %}
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of two files: code of the offers and a page of theirs."""
    monkeypatch.setattr(catalogue, "PROJECT", tmp_path)
    for name, text in {"offers/models.py": CODE, "templates/offers/list.html": PAGE}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    return tmp_path


def translate(**german):
    path = catalogue.po_file("offers")
    text = path.read_text()
    for english, word in german.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{word}"')
    path.write_text(text)


def test_code_and_pages_of_an_app_are_gathered(project):
    assert [(use.file, use.context, use.text) for use in catalogue.uses("offers")] == [
        ("offers/models.py", None, "Offers of the town"),
        ("offers/models.py", None, ("one place", "%(count)s places")),
        ("offers/models.py", "month", "May"),
        ("templates/offers/list.html", None, "It's open"),
        ("templates/offers/list.html", None, "nothing"),
        ("templates/offers/list.html", None, ("One %(n)s of %(a)s", "Many %(n)s")),
    ]


def test_pages_without_an_app_belong_to_the_ground_floor(project):
    (project / "templates" / "home.html").write_text('{% load i18n %}{% translate "Today" %}')

    assert [use.text for use in catalogue.uses("integration_office")] == ["Today"]


def test_an_update_keeps_translations_and_drops_what_nobody_says(project):
    catalogue.update("offers")
    translate(May="Mai", nothing="nichts")
    (project / "templates" / "offers" / "list.html").write_text("")

    dropped = catalogue.update("offers")

    assert "offers: dropped 'nothing': nichts" in dropped
    assert catalogue.load("offers").get("May", "month").string == "Mai"
    assert catalogue.load("offers").get("nothing") is None


def test_what_is_missing_left_over_or_contradictory_is_named(project):
    (project / "templates" / "offers" / "list.html").write_text("")
    (project / "events").mkdir()
    (project / "events" / "models.py").write_text('title = _("Offers of the town")')
    catalogue.update("offers")
    catalogue.update("events")
    translate(**{"Offers of the town": "Angebote", "May": "Mai"})
    path = catalogue.po_file("events")
    path.write_text(
        path.read_text().replace('town"\nmsgstr ""', 'town"\nmsgstr "Veranstaltungen"')
        + '\nmsgid "gone"\nmsgstr "weg"\n'
    )

    assert list(catalogue.problems(["offers", "events"])) == [
        "offers: no German for 'one place' (offers/models.py)",
        "events: 'Offers of the town' is said differently in offers",
        "events: obsolete 'gone'",
    ]


def test_a_translation_that_loses_a_place_is_named(project):
    (project / "offers" / "models.py").write_text('_("%(count)s offers")')
    (project / "templates" / "offers" / "list.html").write_text("")
    catalogue.update("offers")
    translate(**{"%(count)s offers": "Angebote"})

    assert list(catalogue.problems(["offers"])) == [
        "offers: '%(count)s offers': the German leaves out a %(name)s (offers/models.py)"
    ]


def test_only_what_changed_is_compiled(project):
    catalogue.update("offers")

    assert catalogue.compile_all() == ["offers"]
    assert catalogue.compile_all() == []
