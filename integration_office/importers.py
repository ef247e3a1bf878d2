"""Taking in the lists of an office: every app says how it takes a row of its list, the ground floor
reads the files, keeps going when a row is refused, and remembers what became of each."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from integration_office.audit import label_of
from integration_office.models import ImportedRow, ImportRun


class Refused(ValidationError):
    """A row that cannot be taken; the message says why and what to do."""


class ListRefused(Exception):
    """A whole list that cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One line of a list: cells by the names of the head, without surrounding blanks."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Outcome:
    """What became of a row."""

    kind: str
    target: models.Model
    note: str = ""

    @classmethod
    def taken(cls, target: models.Model, note: str = "") -> "Outcome":
        """A new row of ours was made."""
        return cls(ImportedRow.Outcome.TAKEN, target, note)

    @classmethod
    def merged(cls, target: models.Model, note: str = "") -> "Outcome":
        """An existing row of ours got something from it."""
        return cls(ImportedRow.Outcome.MERGED, target, note)

    @classmethod
    def unchanged(cls, target: models.Model, note: str = "") -> "Outcome":
        """All of it was here already."""
        return cls(ImportedRow.Outcome.UNCHANGED, target, note)


Take = Callable[[Row], Outcome]


@dataclass(frozen=True)
class ListImporter:
    name: str
    columns: Sequence[str]
    order: int
    take: Take


_importers: list[ListImporter] = []


def list_importer(name: str, *, columns: Sequence[str], order: int) -> Callable[[Take], Take]:
    """Register how rows of the list `name` are taken. `columns` must all stand in its head; lists
    are read in `order`, so that an offer finds its provider."""

    def register(take: Take) -> Take:
        _importers.append(ListImporter(name, columns, order, take))
        return take

    return register


def known_lists() -> list[ListImporter]:
    return sorted(_importers, key=lambda importer: importer.order)


def read_list(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file (UTF-8, comma or semicolon, with a head). Refuses a wrong encoding
    and a missing column with a sentence; ignores empty lines and columns it does not know."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ListRefused(
            _("%(list)s is not written in UTF-8. Please save it again as “CSV UTF-8” and repeat.")
            % {"list": path.name}
        ) from None
    first = content.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    missing = [column for column in columns if column not in (reader.fieldnames or [])]
    if missing:
        raise ListRefused(
            _(
                "%(list)s has no column “%(columns)s”. Please compare its first line with the "
                "template in docs/lists.md."
            )
            % {"list": path.name, "columns": "”, “".join(missing)}
        )
    try:
        for cells in reader:
            row = {k: (v or "").strip() for k, v in cells.items() if isinstance(k, str)}
            if any(row.values()):
                yield Row(reader.line_num, row)
    except csv.Error:
        raise ListRefused(
            _("%(list)s cannot be read from line %(line)s on. Please check the quotation marks.")
            % {"list": path.name, "line": reader.line_num}
        ) from None


class _DryRun(Exception):
    """Raised to undo everything at the end of a dry run."""


def import_lists(folder: Path, *, dry_run: bool, say: Callable[[str], None]) -> dict[str, int]:
    """Take all known lists of `folder`; how many rows were taken, merged, unchanged, refused.

    A refused row does not stop the others; a refused list leaves everything as it was. With
    `dry_run` the same is said and nothing stays.
    """
    counts: dict[str, int] = {}
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(folder=folder.name[:300])
            files = [(i, folder / i.name) for i in known_lists() if (folder / i.name).exists()]
            if not files:
                raise ListRefused(
                    _("There is none of these lists in %(folder)s: %(lists)s.")
                    % {"folder": folder, "lists": ", ".join(i.name for i in known_lists())}
                )
            for importer, path in files:
                for row in read_list(path, importer.columns):
                    imported = _take(importer, row, run)
                    counts[imported.outcome] = counts.get(imported.outcome, 0) + 1
                    say(_line(imported))
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return counts


def _take(importer: ListImporter, row: Row, run: ImportRun) -> ImportedRow:
    try:
        with transaction.atomic():
            outcome = importer.take(row)
        kind, target, note = outcome.kind, label_of(outcome.target), outcome.note
    except ValidationError as refusal:
        kind, target, note = ImportedRow.Outcome.REFUSED, "", " ".join(_sentences(refusal))
    return ImportedRow.objects.create(
        run=run,
        list_name=importer.name,
        line=row.line,
        outcome=kind,
        target=target,
        note=note[:500],
    )


def _sentences(refusal: ValidationError) -> list[str]:
    if hasattr(refusal, "error_dict"):
        return [
            f"{name}: {message}"
            for name, messages in refusal.message_dict.items()
            for message in messages
        ]
    return refusal.messages


def _line(imported: ImportedRow) -> str:
    parts = [f"{imported.list_name}:{imported.line}", imported.get_outcome_display()]
    return "  ".join(part for part in (*parts, imported.target, imported.note) if part)
