"""Taking in the lists of an office: every app says how it takes a row of its list, the ground floor
reads the files, keeps going when a row is refused, and remembers what became of each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from integration_office import list_files
from integration_office.audit import label_of, record
from integration_office.list_files import ListRefused
from integration_office.models import ImportedRow, ImportRun
from integration_office.partial_dates import parse_partial
from integration_office.plain_text import one_line, writable
from integration_office.records import Record


class Refused(ValidationError):
    """A row that cannot be taken; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One line of a list: cells by the names of the head, without surrounding blanks. A cell is
    read in one line, unless it is a text of several (`lines`)."""

    line: int
    cells: dict[str, str]
    surplus: bool = False

    def __getitem__(self, column: str) -> str:
        return one_line(self.lines(column))

    def lines(self, column: str) -> str:
        """The cell as it was written, with its line breaks."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell; refuses an empty one."""
        if not self[column]:
            raise Refused(
                _("The column “%(column)s” is empty. Please fill it in.") % {"column": column}
            )
        return self[column]

    def chosen[C](self, column: str, choices: Mapping[str, C]) -> C | None:
        """What the word in the cell stands for, whatever its capitals; None for an empty cell.
        Refuses a word that is not among `choices`."""
        word = self[column]
        if not word:
            return None
        if word.lower() not in choices:
            raise Refused(
                _("“%(word)s” is not known in the column “%(column)s”. Known are: %(choices)s.")
                % {"word": word, "column": column, "choices": ", ".join(choices)}
            )
        return choices[word.lower()]

    def partial_date(self, column: str) -> str:
        """The day, month or year in the cell, in its ISO form. Refuses anything else."""
        try:
            return parse_partial(self[column])
        except ValidationError as refusal:
            raise Refused([f"{column}: {sentence}" for sentence in refusal.messages]) from None


@dataclass(frozen=True)
class Outcome:
    """What became of a row. `made` are all rows of ours that it made, the wholes before their
    parts: what a take-back removes again."""

    kind: str
    target: models.Model
    note: str = ""
    made: Sequence[models.Model] = ()

    @classmethod
    def taken(
        cls, target: models.Model, note: str = "", *, also: Sequence[models.Model] = ()
    ) -> "Outcome":
        """A new row of ours was made; `also` names others that were made with it."""
        return cls(ImportedRow.Outcome.TAKEN, target, note, [target, *also])

    @classmethod
    def merged(
        cls, target: models.Model, note: str = "", *, also: Sequence[models.Model] = ()
    ) -> "Outcome":
        """An existing row of ours got something from it; `also` names others that were made."""
        return cls(ImportedRow.Outcome.MERGED, target, note, list(also))

    @classmethod
    def unchanged(cls, target: models.Model, note: str = "") -> "Outcome":
        """All of it was here already."""
        return cls(ImportedRow.Outcome.UNCHANGED, target, note)


def checked_save(row: models.Model, columns: Mapping[str, str]) -> None:
    """Save, or refuse with the words of the list: the column of the field, then the sentence."""
    try:
        row.full_clean()
    except ValidationError as refusal:
        raise refused(refusal, columns) from None
    row.save()


def refused(refusal: ValidationError, columns: Mapping[str, str]) -> Refused:
    """What a model or an action refused, in the words of the list."""
    if not hasattr(refusal, "error_dict"):
        return Refused(refusal.messages)
    return Refused(
        [
            f"{columns[name]}: {sentence}" if name in columns else sentence
            for name, sentences in refusal.message_dict.items()
            for sentence in sentences
        ]
    )


def fill(
    row: Record,
    values: Mapping[str, Any],
    columns: Mapping[str, str],
    *,
    says: Callable[[Any], bool] = bool,
) -> Outcome:
    """Fill what is still empty in a row of ours: what the office wrote itself is never overwritten,
    the note names the `columns` in which the list says something else. `says` tells whether a value
    says anything."""
    said = {name: value for name, value in values.items() if says(value)}
    holes = {name: value for name, value in said.items() if not says(getattr(row, name))}
    other = [
        columns[name]
        for name, value in said.items()
        if name in columns and name not in holes and getattr(row, name) != value
    ]
    names = ", ".join(dict.fromkeys(other))
    note = _("kept as it is here: %(columns)s") % {"columns": names} if names else ""
    if not holes:
        return Outcome.unchanged(row, note)
    for name, value in holes.items():
        setattr(row, name, value)
    row.version += 1
    checked_save(row, columns)
    return Outcome.merged(row, note)


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
    """The lists of all apps, in the order in which they are read."""
    return sorted(_importers, key=lambda importer: importer.order)


def read_list(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a list with a head. Refuses a missing column with a sentence; ignores empty lines
    and columns it does not know."""
    lines = list_files.lines(path)
    _number, head = next(lines, (0, []))
    missing = [column for column in columns if column not in head]
    if missing:
        raise ListRefused(
            _(
                "%(list)s has no column “%(columns)s”. Please compare its first line with the "
                "template in docs/lists.md."
            )
            % {"list": path.name, "columns": _("”, “").join(missing)}
        )
    for number, cells in lines:
        row = {k: writable(v).strip() for k, v in zip(head, cells, strict=False)}
        if any(row.values()):
            yield Row(number, row, surplus=len(cells) > len(head))


class _DryRun(Exception):
    """Raised to undo everything at the end of a dry run."""


def import_lists(folder: Path, *, dry_run: bool, say: Callable[[str], None]) -> dict[str, int]:
    """Take all known lists of `folder`; how many rows were taken, merged, unchanged, refused.

    A refused row does not stop the others; a refused list leaves everything as it was. With
    `dry_run` the same is said and nothing stays.
    """
    counts: dict[str, int] = {}
    files = _files(folder)
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(folder=folder.name[:300])
            for importer, path in files:
                for row in read_list(path, importer.columns):
                    imported = _take(importer, row, run, path.name)
                    counts[imported.outcome] = counts.get(imported.outcome, 0) + 1
                    say(_line(imported, row))
            if dry_run:
                raise _DryRun
            say(_("This was import number %(run)s.") % {"run": run.pk})
    except _DryRun:
        pass
    return counts


def _files(folder: Path) -> list[tuple[ListImporter, Path]]:
    """The lists that lie in the folder, in the order in which they are read. Refuses one that lies
    there twice, or in a form that would be passed over without a word."""
    paths = sorted(folder.glob("*"))
    found = []
    for importer in known_lists():
        stem = Path(importer.name).stem
        forms = [path for path in paths if path.stem.lower() == stem]
        for path in forms:
            if path.suffix.lower() in list_files.NOT_READ:
                raise ListRefused(
                    _(
                        "%(file)s cannot be read. Please save it as an Excel workbook without "
                        "macros (.xlsx), or as “CSV UTF-8” called %(list)s."
                    )
                    % {"file": path.name, "list": importer.name}
                )
        readable = [path for path in forms if path.suffix.lower() in list_files.READ]
        if len(readable) > 1:
            raise ListRefused(
                _("%(files)s are the same list. Please keep only the one that counts.")
                % {"files": ", ".join(path.name for path in readable)}
            )
        found += [(importer, path) for path in readable]
    if not found:
        raise ListRefused(
            _("There is none of these lists in %(folder)s: %(lists)s.")
            % {"folder": folder, "lists": ", ".join(i.name for i in known_lists())}
        )
    return found


def _take(importer: ListImporter, row: Row, run: ImportRun, file: str) -> ImportedRow:
    made: list[str] = []
    try:
        with transaction.atomic():
            if row.surplus:
                raise Refused(
                    _(
                        "This line has more cells than the first line. Please put quotation marks "
                        "around texts that hold a comma."
                    )
                )
            outcome = importer.take(row)
        kind, target, note = outcome.kind, label_of(outcome.target), outcome.note
        made = [label_of(one) for one in outcome.made]
    except ValidationError as refusal:
        kind, target, note = ImportedRow.Outcome.REFUSED, "", " ".join(_sentences(refusal))
    except (DataError, IntegrityError):
        kind, target = ImportedRow.Outcome.REFUSED, ""
        note = _(
            "The database cannot hold this row. Please look for strange characters, very long "
            "texts and a row that stands in the list twice."
        )
    return ImportedRow.objects.create(
        run=run,
        list_name=file,
        line=row.line,
        outcome=kind,
        target=target,
        note=note[:500],
        made=made,
    )


def _sentences(refusal: ValidationError) -> list[str]:
    if hasattr(refusal, "error_dict"):
        return [
            f"{name}: {message}"
            for name, messages in refusal.message_dict.items()
            for message in messages
        ]
    return refusal.messages


def _line(imported: ImportedRow, row: Row) -> str:
    # The log keeps no names; whoever runs the import wants to see which row is meant.
    name = next(filter(None, row.cells.values()), "")[:60]
    parts = [f"{imported.list_name}:{imported.line}", imported.get_outcome_display(), name]
    return "  ".join(part for part in (*parts, imported.target, imported.note) if part)


def take_back(number: int, *, say: Callable[[str], None]) -> dict[str, int]:
    """Remove what import `number` made, the last row first; how many rows went and stayed.

    A row stays, and is named with the reason, when somebody has worked with it since: it was
    changed, something was added to it, or other rows point at it. What was only merged stays too:
    it was here before. Refuses an unknown import and one that was taken back already.
    """
    with transaction.atomic():
        run = _run_to_take_back(number)
        labels = [label for row in run.rows.order_by("-pk") for label in reversed(row.made)]
        counts = {"removed": 0, "stayed": 0}
        for label in labels:
            target = _find(label)
            if target is None:  # a colleague deleted it
                continue
            reason = _reason_to_stay(target, set(labels))
            counts["stayed" if reason else "removed"] += 1
            if reason:
                say(_("%(row)s stays: %(reason)s") % {"row": label, "reason": reason})
            else:
                target.delete()
        run.taken_back_at = timezone.now()
        run.save()
        record("took back", run, by=None, note=str(counts))
    return counts


def _run_to_take_back(number: int) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(pk=number).first()
    if run is None:
        raise ListRefused(
            _("There is no import number %(run)s. An import says its number in its last lines.")
            % {"run": number}
        )
    if run.taken_back_at:
        raise ListRefused(
            _("Import %(run)s was taken back on %(day)s already.")
            % {"run": number, "day": date_format(timezone.localtime(run.taken_back_at), "d.m.Y")}
        )
    return run


def _find(label: str) -> models.Model | None:
    name, _colon, pk = label.rpartition(":")
    return apps.get_model(name)._default_manager.filter(pk=pk).first()


def _reason_to_stay(target: models.Model, made: set[str]) -> str:
    """Why a take-back must leave `target` alone; empty when it may go."""
    if getattr(target, "version", 0):
        return _("it has been changed since.")
    collector = Collector(using=target._state.db or "default", origin=target)
    try:
        collector.collect([target])
    except (ProtectedError, RestrictedError) as refusal:
        others = refusal.args[1]
        names = sorted({str(type(other)._meta.verbose_name_plural) for other in others})
        return _("other rows point at it (%(names)s).") % {"names": ", ".join(names)}
    goes_along = [row for rows in collector.data.values() for row in rows]
    goes_along += [row for rows in collector.fast_deletes for row in rows]
    for row in goes_along:
        # Parts without a version of their own (times, texts) belong to their whole.
        if hasattr(row, "version") and (row.version or label_of(row) not in made):
            name = row._meta.verbose_name
            return _("something was added to it since (%(name)s).") % {"name": name}
    return ""
