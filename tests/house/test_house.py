"""Rules about the code itself (CONTRIBUTING.md): size, imports, one door to confidential rows."""

import ast
import re
from collections import defaultdict
from io import StringIO
from itertools import chain
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from integration_office import catalogue


APPS = [
    "integration_office",
    "network",
    "offers",
    "events",
    "volunteers",
    "counselling",
    "reports",
]
PROJECT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_TEST = 500
LONGEST_TEMPLATE = 150


def code_of(*folders):
    """Our Python files below `folders`, without migrations, with their path as others know it."""
    for path in sorted(chain.from_iterable((PROJECT / f).rglob("*.py") for f in folders)):
        if "migrations" not in path.parts:
            yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")


def templates():
    for path in sorted((PROJECT / "templates").rglob("*.html")):
        yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")


def found(pattern, files):
    """Where `pattern` stands, as ["path:line", …]."""
    return [
        f"{path}:{text.count('\n', 0, match.start()) + 1}"
        for path, text in files
        for match in re.finditer(pattern, text, re.M)
    ]


def test_there_is_code_to_look_at():
    assert len(list(code_of(*APPS))) > 50
    assert len(list(templates())) > 30


def longer_than(lines, files):
    return [path for path, text in files if text.count("\n") > lines]


def test_no_file_is_too_long():
    """Past that a file is split by subject; tests may be a little longer than what they prove."""
    assert longer_than(LONGEST_FILE, code_of(*APPS)) == []
    assert longer_than(LONGEST_TEST, code_of("tests")) == []
    assert longer_than(LONGEST_TEMPLATE, templates()) == []


def test_every_module_says_what_it_is_about():
    silent = [
        path
        for path, text in code_of(*APPS)
        if text.strip() and ast.get_docstring(ast.parse(text)) is None
    ]

    assert silent == []


def test_there_is_no_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "core", "services", "signals", "managers"}

    assert [
        path for path, _ in code_of(*APPS) if drawers & set(Path(path).with_suffix("").parts)
    ] == []


def names_in(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Attribute):
            yield node.attr


def test_models_forms_and_actions_never_see_the_request():
    """They get the values they need (`by=`): views, importers and the demo all call them."""
    kinds = re.compile(r"^\w+/(models|forms|actions|choices|matching)(/|\.py|_)|_forms\.py$")
    seeing = [
        path
        for path, text in code_of(*APPS)
        if kinds.search(path) and {"request", "messages"} & set(names_in(text))
    ]

    assert seeing == []


def test_there_are_no_signals_and_no_view_classes():
    assert (
        found(
            r"@receiver|\b(pre|post)_\w+\.connect\(|^class \w+\((\w+, ?)*\w*View\)", code_of(*APPS)
        )
        == []
    )


def test_no_text_becomes_html_unescaped():
    assert found(r"mark_safe|SafeString\(|\.html_safe", code_of(*APPS)) == []
    assert found(r"\|\s*safe\b|{%\s*autoescape off", templates()) == []


def test_pages_hold_no_style_and_no_script_of_their_own():
    """The Content-Security-Policy would block them."""
    inline = (
        r"""<style|<script(?![^>]*\bsrc=)|\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|javascript:"""
    )

    assert found(inline, ((p, t) for p, t in templates() if "/pdf/" not in f"/{p}")) == []


def test_nothing_is_left_to_be_done_later():
    later = r"\bTODO\b|\bFIXME\b|pytest\.mark\.(skip|xfail)\b(?!if)"

    assert found(later, code_of(*APPS)) == []
    assert [place for place in found(later, code_of("tests")) if "test_house.py" not in place] == []


def test_an_exception_from_the_rules_says_which_and_why():
    bare = r"#\s*noqa(?!: [A-Z]+\d+ - \w)"

    assert [p for p in found(bare, code_of(*APPS, "tests")) if "test_house.py" not in p] == []


# Rows about people who trust the office with them. Offers, events and contact persons of
# organisations are open to everybody who may open their pages.
CONFIDENTIAL = {"Case", "Contact", "Referral", "Volunteer", "Placement", "HourEntry", "Need"}
CONFIDENTIAL |= {"CaseFile", "CaseGoal", "CaseLink", "CaseStep", "CaseTask", "LevelEntry"}
CONFIDENTIAL |= {"Person", "Consent", "Erasure", "Household"}
CONFIDENTIAL |= {"LanguagePlacement", "CourseInterest", "Recognition", "WorkProfile"}
# What is restricted is reached by one page alone, and only to be erased.
SECOND_DOOR = {"restricted_for": ["counselling/consents/erasure_views.py: Case"]}


def test_confidential_models_have_a_door():
    doorless = [
        model.__name__
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if model.__name__ in CONFIDENTIAL
        and not hasattr(model._default_manager.get_queryset(), "visible_to")
    ]

    assert doorless == []


def test_pages_reach_confidential_rows_through_one_door():
    doors = defaultdict(set)
    for path, text in code_of(*APPS):
        name = Path(path).name
        if name.endswith("views.py") or "/views/" in path or name in ("agenda.py", "search.py"):
            for model in CONFIDENTIAL:
                for call in re.findall(rf"\b{model}\.(?:objects|_default_manager)\.(\w+)", text):
                    doors[call].add(f"{path}: {model}")
    opened = {call: sorted(where) for call, where in doors.items() if call != "visible_to"}

    assert opened == SECOND_DOOR
    assert {where.rpartition(" ")[2] for where in doors["visible_to"]} == CONFIDENTIAL


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    out = StringIO()

    call_command("makemigrations", check_changes=True, dry_run=True, stdout=out)

    assert out.getvalue() == "No changes detected\n"


def test_the_migrations_of_an_app_stand_in_one_line():
    """Numbered without gaps and doubles: what an office has runs through all of them."""
    crooked = {}
    for app in APPS:
        names = sorted(path.name for path in (PROJECT / app / "migrations").glob("0*.py"))
        if [name[:4] for name in names] != [f"{n:04}" for n in range(1, len(names) + 1)]:
            crooked[app] = names

    assert crooked == {}


def test_a_word_has_one_german_in_the_whole_house():
    """Django pours all catalogues into one: with two, the first app in the settings would win."""
    germans = defaultdict(lambda: defaultdict(set))
    for app in APPS:
        for message in catalogue.load(app):
            if message.id:
                key = (message.context or "", str(message.id))
                germans[key][str(message.string)].add(app)
    several = {
        key: {german: sorted(where) for german, where in said.items()}
        for key, said in germans.items()
        if len(said) > 1
    }

    assert several == {}


def test_the_readme_names_every_variable_and_every_command():
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    settings = (PROJECT / "integration_office" / "settings.py").read_text(encoding="utf-8")
    commands = (PROJECT / "integration_office" / "management" / "commands").glob("[a-z]*.py")

    named = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`\n]+`", readme))))
    variables = set(re.findall(r"(?:env|environ\.get)\(\"(\w+)\"", settings))

    # What serve.py sets and asks by itself is nobody else's concern.
    assert variables - named == {"SERVED"}
    assert {command.stem for command in commands} - named == {"demo_logins"}
