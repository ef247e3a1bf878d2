"""The report as a whole: chapters, texts, figures, sources; drafted live, thawed once approved.

Page, PDF and files are made from a Document. Freezing one keeps all of it, texts included.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from integration_office.disclosure import Protected, protect, written
from reports.chapters import Chapter
from reports.figures import Comparison, Figure, Row
from reports.indicators import (
    Indicator,
    Year,
    figure,
    find,
    has_begun,
    indicators,
    is_gone,
    unknown,
)
from reports.models import FIRST_YEAR, AnnualReport, PublishedFigure


PLACEHOLDER = re.compile(r"\{\{\s*(\w+)(?:\.(before|change))?\s*\}\}")
PUBLISHED_YEARS = 3
SHORT = 900  # signs
OPENING = {Chapter.FOREWORD, Chapter.COUNSELLING, Chapter.OFFERS, Chapter.NETWORK}


@dataclass(frozen=True)
class Published:
    """A figure of somebody else, with the number its source has in this report."""

    year: int | None
    name: str
    value: Decimal
    unit: str
    source: str
    source_number: int
    contradicted: bool

    @property
    def value_text(self) -> str:
        return written(self.value.normalize())


@dataclass(frozen=True)
class Part:
    """A chapter: its number in this report, what people wrote, what was counted."""

    code: str
    title: str
    number: int
    lede: str = ""
    text: str = ""
    numbers: list[Comparison] = field(default_factory=list)
    divisions: list[Comparison] = field(default_factory=list)
    published: list[Published] = field(default_factory=list)

    @property
    def has_hidden(self) -> bool:
        return any(one.has_hidden for one in [*self.numbers, *self.divisions])

    @property
    def opens_a_page(self) -> bool:
        return self.code in OPENING

    @property
    def is_short(self) -> bool:
        """It stands on one page in one piece."""
        return not self.divisions and not self.published and len(self.text) < SHORT

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.lede or self.numbers or self.divisions or self.published)


@dataclass(frozen=True)
class Document:
    report: AnnualReport
    comparisons: list[Comparison]
    texts: Mapping[str, tuple[str, str]]
    published: list[Published]
    as_of: Any

    @property
    def year(self) -> int:
        return self.report.year

    @property
    def is_comparable(self) -> bool:
        return all(c.is_comparable for c in self.comparisons)

    @property
    def tiles(self) -> list[tuple[str, Row]]:
        return [(c.key, c.sum) for c in self.comparisons if c.now.tile]

    @property
    def parts(self) -> list[Part]:
        """Every chapter, also those in which nothing stands yet."""
        return [self.part(code, title, n) for n, (code, title) in enumerate(Chapter.choices, 2)]

    @property
    def printed_parts(self) -> list[Part]:
        """The chapters that have something to say, numbered without gaps after the overview."""
        codes = [(p.code, p.title) for p in self.parts if not p.is_empty]
        return [self.part(code, title, number) for number, (code, title) in enumerate(codes, 2)]

    def part(self, code: str, title: str, number: int) -> Part:
        lede, text = self.texts.get(code, ("", ""))
        here = [c for c in self.comparisons if c.now.chapter == code]
        return Part(
            code,
            str(title),
            number,
            filled(lede, self.comparisons),
            filled(text, self.comparisons),
            [c for c in here if c.now.is_number],
            [c for c in here if not c.now.is_number and not is_nothing(c)],
            self.published if code == Chapter.POPULATION else [],
        )

    @property
    def sources(self) -> list[tuple[int, str]]:
        return sorted({(one.source_number, one.source) for one in self.published})

    def comparison(self, key: str) -> Comparison | None:
        return next((c for c in self.comparisons if c.key == key), None)

    def frozen(self) -> dict[str, Any]:
        """All of it as plain JSON; what is hidden is not in there."""
        return {
            "year": self.year,
            "as_of": self.as_of.isoformat(),
            "figures": [c.now.frozen() for c in self.comparisons],
            "before": [c.before.frozen() for c in self.comparisons if c.before],
            "is_comparable": self.is_comparable,
            "texts": {code: list(written) for code, written in self.texts.items()},
            "published": [[p.year, p.name, str(p.value), p.unit, p.source] for p in self.published],
        }


def is_nothing(comparison: Comparison) -> bool:
    before = comparison.before
    return comparison.now.is_empty and (before is None or before.is_empty)


def filled(text: str, comparisons: Iterable[Comparison]) -> str:
    """The text with {{ key }}, {{ key.before }} and {{ key.change }} replaced by the figures."""
    rows = {c.key: c.sum for c in comparisons}

    def put(match: re.Match) -> str:
        row = rows.get(match[1])
        if row is None:
            return match[0]
        return {None: str(row.now), "before": str(row.before), "change": row.change}[match[2]]

    return PLACEHOLDER.sub(put, text)


def unknown_placeholders(text: str) -> list[str]:
    return [match[0] for match in PLACEHOLDER.finditer(text) if find(match[1]) is None]


def has_data(year: int) -> bool:
    """Whether anything happened in the year that this report counts."""
    if not FIRST_YEAR <= year <= timezone.localdate().year:
        return False
    return any(one.rows(Year(year)).exists() for one in indicators() if one.tile and not one.stock)


def late_entries(report: AnnualReport) -> list[tuple[str, Protected]]:
    """What was entered for the year after its report was approved: a note, never a change."""
    if not report.is_approved:
        return []
    notes = []
    for indicator in indicators():
        if indicator.tile and not (indicator.stock or indicator.weight or indicator.axes):
            rows = indicator.rows(Year(report.year)).filter(created_at__gt=report.approved_at)
            if late := rows.count():
                notes.append((str(indicator.label), protect(late)))
    return notes


def document_of(report: AnnualReport) -> Document:
    return thawed(report) if report.is_approved else drafted(report)


def drafted(report: AnnualReport, as_of: dt.datetime | None = None) -> Document:
    """From live figures; last year's are those that were published, if they were."""
    year = Year(report.year)
    past = Past.of(year)
    comparisons = [compared(indicator, year, past) for indicator in indicators()]
    texts = {}
    if report.pk:
        texts = {one.chapter: (one.lede, one.text) for one in report.texts.all()}
    return Document(report, comparisons, texts, numbered(rows_of(year)), as_of or timezone.now())


def comparison_of(report: AnnualReport, indicator: Indicator) -> Comparison | None:
    """One figure of a report, without computing all the others."""
    if report.is_approved:
        return thawed(report).comparison(indicator.key)
    year = Year(report.year)
    return compared(indicator, year, Past.of(year))


@dataclass(frozen=True)
class Past:
    """What a year is compared with: figures as they were approved, else those to be counted now.

    Before the office counted here, a zero says nothing. Older lists may say something of a year,
    but they are not complete: nothing is compared with them.
    """

    published: Mapping[str, Figure] | None
    was_counted: bool
    is_counted: bool

    @classmethod
    def of(cls, year: Year) -> "Past":
        published = published_before(year)
        was_counted = published is not None or has_begun(year.before)
        return cls(published, was_counted, was_counted or has_begun(year))

    def before(self, indicator: Indicator, year: Year) -> Figure | None:
        if self.published is not None:
            return self.published.get(indicator.key)
        if indicator.snapshot or is_gone(indicator, year.before):
            return None
        if self.was_counted:
            return figure(indicator, year.before)
        if not indicator.rows(year.before).exists():
            return None
        return figure(indicator, year.before).without_zeros()


def compared(indicator: Indicator, year: Year, past: Past) -> Comparison:
    if past.is_counted:
        now = figure(indicator, year)
    elif indicator.rows(year).exists():
        now = figure(indicator, year).without_zeros()
    else:
        now = unknown(indicator)
    return Comparison(year.year, now, past.before(indicator, year), past.was_counted)


def published_before(year: Year) -> dict[str, Figure] | None:
    """Last year's figures as they were approved; None when they are to be counted now."""
    last = AnnualReport.objects.approved().filter(year=year.year - 1).first()
    if last is None:
        return None
    return {stored["key"]: Figure.thawed(stored) for stored in last.approved_content["figures"]}


def thawed(report: AnnualReport) -> Document:
    stored = report.approved_content
    before = {one["key"]: Figure.thawed(one) for one in stored["before"]}
    comparisons = [
        Comparison(
            report.year,
            Figure.thawed(one),
            before.get(one["key"]),
            stored.get("is_comparable", True),
        )
        for one in stored["figures"]
    ]
    rows = [(year, name, Decimal(n), unit, src) for year, name, n, unit, src in stored["published"]]
    texts = {code: tuple(written) for code, written in stored["texts"].items()}
    return Document(report, comparisons, texts, numbered(rows), parse_datetime(stored["as_of"]))


def rows_of(year: Year) -> list[tuple]:
    """What others published about the year and those just before it."""
    figures = PublishedFigure.objects.filter(
        year__range=(year.year - PUBLISHED_YEARS + 1, year.year)
    )
    return [(f.year, f.name, f.value, f.unit, f.source) for f in figures]


def numbered(rows: Iterable[tuple]) -> list[Published]:
    rows = list(rows)
    numbers = {source: n for n, source in enumerate(dict.fromkeys(r[4] for r in rows), 1)}
    named = Counter((year, name) for year, name, *_rest in rows)
    return [
        Published(year, name, value, unit, source, numbers[source], named[year, name] > 1)
        for year, name, value, unit, source in rows
    ]
