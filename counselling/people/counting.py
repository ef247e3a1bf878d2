"""Somebody with several cases is one person in the figures of a year, also without the name."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractYear

from counselling.models import Case, Contact, CountedElsewhere


def once_in(cases: QuerySet[Case], year: int) -> QuerySet[Case]:
    """Of cases counselled in `year` one of each person: the first one with a contact in it."""
    counselled = Contact.objects.filter(case=OuterRef("pk"), day__year=year)
    earlier = Case.objects.filter(
        Exists(counselled), person=OuterRef("person"), pk__lt=OuterRef("pk")
    )
    elsewhere = CountedElsewhere.objects.filter(case=OuterRef("pk"), year=year)
    return cases.filter(~Exists(earlier), ~Exists(elsewhere))


def count_once(cases: Iterable[int]) -> None:
    """Before the name goes: note for each year which cases of one person are not counted in it. The
    rows tie no case to another one."""
    persons = Case.objects.filter(pk__in=cases).exclude(person=None).values("person")
    years = (
        Contact.objects.filter(case__person__in=persons)
        .annotate(year=ExtractYear("day"))
        .values_list("case__person", "year", "case")
        .distinct()
        .order_by("case__person", "year", "case")
    )
    CountedElsewhere.objects.bulk_create(
        [CountedElsewhere(case_id=case, year=year) for year, case in _all_but_first(years)],
        ignore_conflicts=True,
    )


def _all_but_first(years: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    for (_person, year), rows in groupby(years, key=lambda row: row[:2]):
        for _same, _year, case in list(rows)[1:]:
            yield year, case
