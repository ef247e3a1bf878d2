"""Lists of the house: filter, sort, pages, and an export of exactly what is shown."""

import csv
import datetime
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, cast

import openpyxl
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.functional import Promise, SimpleLazyObject, cached_property
from django.utils.translation import get_language

from integration_office.plain_text import writable


COUNT_UP_TO = 10_000
NO_BREAK = "\N{NO-BREAK SPACE}"
NO_FILTERS = {"page", "sort", "format"}
CHUNK = 500
PART = 64 * 1024
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


type Rows = QuerySet | Iterable[Model]


@dataclass(frozen=True)
class Column:
    """A column: `value` is a function of the row or the name of an attribute, `sort` the fields
    to order by (none: not sortable); `link` makes the cell the way to the row's own page, or says
    of which rows, `whole` keeps its words on one line, `language` says in which they are."""

    key: str
    label: str | Promise
    value: Callable[[Any], object] | str
    sort: str | tuple[str, ...] | None = None
    link: bool | Callable[[Any], bool] = False
    whole: bool = False
    language: Callable[[Any], str] | None = None

    def of(self, row: Model) -> object:
        """The plain value, as an export gets it."""
        if callable(self.value):
            return self.value(row)
        if choice := _choice(type(row), self.value):
            name, labels = choice
            return labels.get(getattr(row, name), "")
        value = getattr(row, self.value)
        return value() if callable(value) else value

    def shown(self, row: Model) -> str:
        """The value as the page shows it."""
        said = text(self.of(row))
        return said.replace(" ", NO_BREAK) if self.whole else said

    def url_of(self, row: Any) -> str:
        is_way = self.link(row) if callable(self.link) else self.link
        return row.get_absolute_url() if is_way else ""

    def language_of(self, row: Any) -> str:
        """The tag of the language, "" for that of the page."""
        return self.language(row) if self.language else ""

    @property
    def order(self) -> tuple[str, ...]:
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort or ())


@cache
def _choice(model: type[Model], method: str) -> tuple[str, dict[object, object]] | None:
    """For "get_kind_display" the field and its labels; Django would hash all of them, translated,
    for each cell."""
    name = method.removeprefix("get_").removesuffix("_display")
    if method != f"get_{name}_display":
        return None
    field = model._meta.get_field(name)
    return name, dict(getattr(field, "flatchoices", ()))


def text(value: object) -> str:
    """A value in words: dates and decimals as the language writes them, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        here = timezone.localtime(value) if timezone.is_aware(value) else value
        return date_format(here, "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return _day(value, get_language())
    if isinstance(value, datetime.time):
        return time_format(value)
    if isinstance(value, Decimal):
        return number_format(value)
    if isinstance(value, (list, tuple, set)):
        return ", ".join(text(part) for part in value)
    return str(value)


@lru_cache(maxsize=5000)
def _day(day: datetime.date, language: str) -> str:
    """As the active language writes it: a list shows some days again and again."""
    return date_format(day, "SHORT_DATE_FORMAT")


class BoundedPaginator(Paginator):
    """Counts at most `up_to` rows, so that a page costs the same in a table of a million;
    `counted` is how many there are, or one more than that, where somebody has counted already;
    `keys` are those of all rows in their order, where somebody knows them."""

    def __init__(
        self,
        rows: QuerySet | Sequence[Any],
        per_page: int,
        *,
        up_to: int | None = None,
        counted: int | None = None,
        keys: Sequence[int] = (),
    ) -> None:
        super().__init__(rows, per_page)
        self.up_to, self.counted, self.keys = up_to or COUNT_UP_TO, counted, keys

    def page(self, number: int | str) -> Page:
        if not self.keys:
            return super().page(number)
        number = self.validate_number(number)
        end = number * self.per_page
        rows = cast(QuerySet, self.object_list)
        return Page(rows.filter(pk__in=self.keys[end - self.per_page : end]), number, self)

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if self.counted is not None:
            return min(self.counted, self.up_to)
        if isinstance(rows, QuerySet):
            return rows.order_by().values("pk")[: self.up_to].count()
        return len(rows)

    @property
    def is_bounded(self) -> bool:
        """Whether there are more rows than were counted."""
        if self.counted is not None:
            return self.counted > self.up_to
        return self.count >= self.up_to


@dataclass(frozen=True)
class Heading:
    """A column's head: where a click sorts to, and how it is sorted now (aria-sort)."""

    label: str
    key: str
    sortable: bool
    direction: str

    @property
    def next_sort(self) -> str:
        return f"-{self.key}" if self.direction == "ascending" else self.key


def sorted_rows(
    rows: QuerySet, columns: Sequence[Column], wanted: str
) -> tuple[QuerySet, list[Heading]]:
    """`rows` in the order of `?sort=` ("name", "-name"; anything else leaves the usual order), and
    the heads of the columns. The primary key comes last, so that pages never overlap."""
    key, down = wanted.removeprefix("-"), wanted.startswith("-")
    headings = []
    for column in columns:
        direction = "none"
        if column.order and column.key == key:
            direction = "descending" if down else "ascending"
            rows = rows.order_by(*(_turn(field, down) for field in column.order), "pk")
        headings.append(Heading(str(column.label), column.key, bool(column.order), direction))
    return rows, headings


def _turn(field: str, down: bool) -> str:  # noqa: FBT001 - one switch, named at both calls
    if not down:
        return field
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def list_page(
    request: HttpRequest,
    rows: QuerySet,
    *,
    columns: Sequence[Column],
    title: str,
    filename: str,
    filterset: type | None = None,
    filter_kwargs: dict[str, Any] | None = None,
    template: str = "list.html",
    per_page: int = 25,
    context: dict[str, Any] | None = None,
    reading: Callable[[Iterable[Any]], None] | None = None,
) -> HttpResponseBase:
    """The list shape: `rows` (what this user may see) narrowed by `filterset`, sorted, paged; or,
    with `?format=csv|xlsx`, all narrowed and sorted rows as a file `filename`.csv. `reading` is
    told which rows are about to be shown, where that leaves a line.

    The template gets `page`, `filter`, `headings`, `lines` (row and cells), `sort`, `exports`.
    """
    filtered = None
    if filterset is not None:
        filtered = filterset(request.GET or None, queryset=rows, **(filter_kwargs or {}))
        rows = filtered.qs
    sort = request.GET.get("sort", "")
    rows, headings = sorted_rows(rows, columns, sort)
    if (kind := request.GET.get("format", "")) in EXPORTS:
        if reading:
            reading(_chunks(rows))
        return export(rows, columns, filename=filename, kind=kind)
    paginator = BoundedPaginator(rows, per_page, **getattr(filtered, "counted", {}))
    page = paginator.get_page(request.GET.get("page"))
    if reading:
        reading(page)
    return render(
        request,
        template,
        {
            "title": title,
            "page": page,
            "filter": filtered,
            "filtered": any(request.GET.get(key) for key in request.GET if key not in NO_FILTERS),
            "headings": headings,
            "columns": columns,
            "lines": SimpleLazyObject(lambda: lines(page, columns)),
            "sort": sort,
            **(context or {}),
        },
    )


@dataclass(frozen=True)
class Cell:
    label: str
    text: str
    url: str = ""
    language: str = ""


def lines(page: Page | Iterable[Any], columns: Sequence[Column]) -> list[list[Cell]]:
    """The rows of a page as cells, ready for a flat template."""
    labels = [str(column.label) for column in columns]
    return [
        [
            Cell(label, column.shown(row), column.url_of(row), column.language_of(row))
            for label, column in zip(labels, columns, strict=True)
        ]
        for row in page
    ]


def guarded(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before =, +, -, @."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if isinstance(value, (bool, int, float, Decimal, datetime.date, datetime.time)):
        return value
    # A spreadsheet refuses whole files over one character that a list brought along.
    return guarded(writable(text(value)))


def _chunks(rows: Rows) -> Iterable[Model]:
    return rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else rows


def _csv(rows: Rows, columns: Sequence[Column]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"  # so that a spreadsheet reads the umlauts
    for line in _table(rows, columns):
        writer.writerow([text(cell) if not isinstance(cell, str) else cell for cell in line])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _table(rows: Rows, columns: Sequence[Column]) -> Iterator[list[object]]:
    yield [str(column.label) for column in columns]
    for row in _chunks(rows):
        yield [_cell(column.of(row)) for column in columns]


def _xlsx(rows: Rows, columns: Sequence[Column]) -> Iterator[bytes]:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in _table(rows, columns):
        sheet.append(line)
    # Not in memory: a whole catalogue has tens of megabytes, and so has each copy of it.
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while part := file.read(PART):
            yield part


EXPORTS = {
    "csv": (_csv, "text/csv; charset=utf-8"),
    "xlsx": (_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def export(rows: Rows, columns: Sequence[Column], *, filename: str, kind: str) -> HttpResponseBase:
    """All `rows` as a file of `kind` ("csv" or "xlsx"). `filename` must not name a person."""
    write, content_type = EXPORTS[kind]
    response = StreamingHttpResponse(write(rows, columns), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}.{kind}"'
    return response
