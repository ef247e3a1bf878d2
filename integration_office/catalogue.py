"""The German catalogue: what is said in code and templates, gathered without system packages.

Every app keeps the strings of its Python files and of `templates/<app>/` in one file of its own;
all other templates belong to the ground floor.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize


PROJECT = Path(__file__).resolve().parent.parent
GROUND_FLOOR = "integration_office"
APPS = (GROUND_FLOOR, "network", "offers", "events", "volunteers", "counselling", "reports")
HEADER = r"""# German of {app}. Kept up to date by: manage.py catalogue
msgid ""
msgstr ""
"Language: de\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
SINGLE, PLURAL = (1,), (1, 2)
IN_CONTEXT, PLURAL_IN_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "npgettext": PLURAL_IN_CONTEXT,
    "npgettext_lazy": PLURAL_IN_CONTEXT,
}

type Text = str | tuple[str, ...]
type Key = tuple[str | None, str]


@dataclass(frozen=True)
class Use:
    """One string where it is used."""

    file: str
    text: Text
    context: str | None

    @property
    def key(self) -> Key:
        return self.context, self.text if isinstance(self.text, str) else self.text[0]


def po_file(app: str) -> Path:
    """Where the German of an app is written."""
    return PROJECT / app / "locale" / "de" / "LC_MESSAGES" / "django.po"


def uses(app: str) -> list[Use]:
    """Every string of the app, in the order of its files."""
    found = []
    for path in sorted(_sources(app)):
        code = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            code = _as_python(code)
        name = path.relative_to(PROJECT).as_posix()
        extracted = extract("python", BytesIO(code.encode()), KEYWORDS)
        found += [Use(name, text, context) for _line, text, _comments, context in extracted]
    return found


def _as_python(template: str) -> str:
    """Django blanks a template to the calls in it; indentation would confuse the tokenizer."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _sources(app: str) -> Iterator[Path]:
    for path in (PROJECT / app).rglob("*.py"):
        if "migrations" not in path.parts:
            yield path
    templates = PROJECT / "templates"
    for path in templates.rglob("*"):
        folder = path.relative_to(templates).parts[0]
        owner = folder if folder in APPS else GROUND_FLOOR
        if owner == app and path.suffix in {".html", ".txt"}:
            yield path


def load(app: str) -> Catalog:
    """The German of an app; empty where none is written yet."""
    if not po_file(app).exists():
        return Catalog(locale="de")
    with po_file(app).open("rb") as file:
        return read_po(file, locale="de")


def update(app: str) -> list[str]:
    """Write the app's file anew: translations stay, what nobody says any more goes."""
    known, fresh = load(app), Catalog(locale="de")
    found = uses(app)
    for use in found:
        old = known.get(use.key[1], use.context)
        kept = old.string if old and old.pluralizable == isinstance(use.text, tuple) else ""
        fresh.add(use.text, kept, locations=[(use.file, 1)], context=use.context)
    keys = {use.key for use in found}
    gone = [message for message in _messages(known) if _key(message) not in keys]
    _write(app, fresh)
    return [f"{app}: dropped {_shown(message)}: {_shown_string(message)}" for message in gone]


def _write(app: str, catalog: Catalog) -> None:
    path = po_file(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(body, catalog, omit_header=True, include_lineno=False, width=100)
    path.write_text(HEADER.format(app=app) + body.getvalue().decode(), encoding="utf-8")


def problems(apps: Sequence[str] = APPS) -> Iterator[str]:
    """What is missing, left over or contradictory in the catalogue, one sentence each."""
    said: dict[Key, tuple[str, object]] = {}
    for app in apps:
        catalog, found = load(app), uses(app)
        places = {use.key: use.file for use in found}
        for use in dict.fromkeys(found):
            if catalog.get(use.key[1], use.context) is None:
                yield f"{app}: missing {use.key[1]!r} ({use.file})"
        for message in _messages(catalog):
            key = _key(message)
            if key not in places:
                yield f"{app}: obsolete {_shown(message)}"
                continue
            other, string = said.setdefault(key, (app, message.string))
            if string != message.string:
                yield f"{app}: {_shown(message)} is said differently in {other}"
            yield from (f"{app}: {fault} ({places[key]})" for fault in _faults(message, catalog))


def _faults(message: Message, catalog: Catalog) -> Iterator[str]:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy or not all(strings) or message.pluralizable != (len(strings) == 2):
        yield f"no German for {_shown(message)}"
        return
    for error in message.check(catalog):
        yield f"{_shown(message)}: {error}"
    if not message.pluralizable and _places(message.id) - _places(message.string):
        yield f"{_shown(message)}: the German leaves out a %(name)s"


def _places(text: object) -> set[str]:
    return set(re.findall(r"%\((\w+)\)", str(text)))


def compile_all() -> list[str]:
    """Write what Django reads, where it is missing or older than its source."""
    written = []
    for app in APPS:
        source = po_file(app)
        target = source.with_suffix(".mo")
        if not source.exists() or (
            target.exists() and target.stat().st_mtime >= source.stat().st_mtime
        ):
            continue
        catalog = load(app)
        for message in _messages(catalog):
            if isinstance(message.string, tuple) and not all(message.string):
                catalog.delete(message.id, message.context)  # else an empty word would be shown
        body = BytesIO()
        write_mo(body, catalog)
        target.write_bytes(body.getvalue())
        written.append(app)
    return written


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _shown(message: Message) -> str:
    context, text = _key(message)
    return f"{text!r} ({context})" if context else repr(text)


def _shown_string(message: Message) -> str:
    return message.string if isinstance(message.string, str) else " / ".join(message.string or ())
