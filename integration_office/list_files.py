"""The files in which an office hands over its lists: CSV, or a workbook as Excel writes it. Both
are read as lines of texts; a workbook says in each cell what its CSV would say.

A workbook is a packed archive from somebody else: how much there is in it is looked at before any
of it is read, nothing in it is worked out, and one with macros is a program and not taken.
"""

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from integration_office.files import BROKEN, LIMIT, is_bomb, is_program


WORKBOOK = ".xlsx"
READ = {".csv", WORKBOOK}
# What a list may be saved as and is not read: it would be passed over without a word.
NOT_READ = {".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods"}
MOST_COLUMNS = 100
MOST_LINES = 50_000
# A document may define words of its own that grow without end; what Excel writes has none.
OWN_WORDS = b"<!DOCTYPE"
# Days in a number format, without what stands there as text: [$-407]d. mmm "im Jahr" yyyy
NO_CODES = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.')

type Line = tuple[int, list[str]]


class ListRefused(Exception):
    """A whole list that cannot be read; the message says why and what to do."""


def lines(path: Path) -> Iterator[Line]:
    """The lines of a list with their numbers, the head first; empty cells are empty texts. Refuses
    with a sentence what cannot be read."""
    return _workbook(path) if path.suffix.lower() == WORKBOOK else _csv(path)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise ListRefused(
            _("%(list)s cannot be opened. Please check that it is a file you may read.")
            % {"list": path.name}
        ) from None


def _csv(path: Path) -> Iterator[Line]:
    """UTF-8, with comma or semicolon."""
    try:
        content = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListRefused(
            _("%(list)s is not written in UTF-8. Please save it again as “CSV UTF-8” and repeat.")
            % {"list": path.name}
        ) from None
    first = content.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise ListRefused(
            _("%(list)s cannot be read from line %(line)s on. Please check the quotation marks.")
            % {"list": path.name, "line": reader.line_num}
        ) from None


def _workbook(path: Path) -> Iterator[Line]:
    """The first sheet, up to the last column that has a head."""
    content = io.BytesIO(_content(path))
    try:
        _look_inside(content, path.name)
        book = openpyxl.load_workbook(content, read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # other programs write wrong ones
        width = MOST_COLUMNS
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            cells = [_text(cell) for cell in row[:width]]
            if number == 1:
                width = max((n for n, name in enumerate(cells, start=1) if name), default=0)
                cells = cells[:width]
            elif number > MOST_LINES:
                raise _too_large(path.name)
            yield number, cells
    except (*BROKEN, LookupError, SyntaxError, TypeError, AttributeError):
        raise ListRefused(
            _(
                "%(list)s is no workbook that can be read. Please open it, save it again as an "
                "Excel workbook (.xlsx) and repeat."
            )
            % {"list": path.name}
        ) from None


def _look_inside(content: io.BytesIO, name: str) -> None:
    if content.getbuffer().nbytes > LIMIT:
        raise _too_large(name)
    with zipfile.ZipFile(content) as archive:
        if is_bomb(archive):
            raise _too_large(name)
        parts = archive.infolist()
        if any(is_program(part.filename.lower()) for part in parts):
            raise ListRefused(
                _("%(list)s has macros. Please save it as an Excel workbook (.xlsx) without them.")
                % {"list": name}
            )
        documents = (part for part in parts if part.filename.endswith((".xml", ".rels")))
        if any(OWN_WORDS in archive.read(part).replace(b"\0", b"") for part in documents):
            raise ValueError(OWN_WORDS)


def _too_large(name: str) -> ListRefused:
    return ListRefused(
        _("%(list)s is too large for a list. Please keep only the sheet with the list in it.")
        % {"list": name}
    )


def _text(cell: Any) -> str:
    """What stands in a cell, as the CSV of the same sheet has it in German."""
    value, shape = cell.value, getattr(cell, "number_format", "General")
    if value is None:
        return ""
    if isinstance(value, bool):
        return "WAHR" if value else "FALSCH"
    if isinstance(value, datetime.datetime):
        return _day(value, NO_CODES.sub("", shape.lower()))
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return _number(value, shape) if isinstance(value, (int, float)) else str(value)


def _day(value: datetime.datetime, shape: str) -> str:
    """Excel makes a whole day of "12.2026" and shows only the month; that is what is meant."""
    if "d" not in shape and "y" in shape:
        return f"{value:%m.%Y}" if "m" in shape else f"{value:%Y}"
    clock = f" {value:%H:%M}" if value.time() != datetime.time() else ""
    return f"{value:%d.%m.%Y}{clock}"


def _number(value: float, shape: str) -> str:
    if "€" in shape:
        return f"{value:.2f} €".replace(".", ",")
    if set(shape) == {"0"}:  # a postcode that begins with a nought
        return f"{value:0{len(shape)}.0f}"
    percent = "%" in shape
    if isinstance(value, int) and not percent:
        return str(value)
    # A workbook keeps binary fractions: 9.15 may be 9.1500000000000004 in it.
    exact = Decimal(f"{value * 100 if percent else value:.15g}")
    return f"{exact:f}".replace(".", ",") + ("%" if percent else "")
