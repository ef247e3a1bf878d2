"""Somebody with several cases is one person in the figures of a year, of a month and of what one
counsellor did in it, also without the name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from counselling.models import Case, Contact, CountedElsewhere
from integration_office.models import User


# Year, month (0 for all of it) and counsellor (None for all of them).
type Scope = tuple[int, int, int | None]


def once_in(
    counted: QuerySet[Contact], year: int, month: int = 0, counsellor: User | None = None
) -> QuerySet[Case]:
    """One case of each person somebody was counselled in: the first one with one of these contacts,
    which are those of the year or month, of all or of one counsellor."""
    of_case = counted.filter(case=OuterRef("pk"))
    earlier = Case.objects.filter(Exists(of_case), person=OuterRef("person"), pk__lt=OuterRef("pk"))
    elsewhere = CountedElsewhere.objects.filter(
        case=OuterRef("pk"), year=year, month=month, counsellor=counsellor
    )
    return Case.objects.filter(Exists(of_case), ~Exists(earlier), ~Exists(elsewhere))


def count_once(cases: Iterable[int]) -> None:
    """Before the name goes: note for each figure which cases of one person are not counted in it.
    The rows tie no case to another one."""
    persons = Case.objects.filter(pk__in=cases).exclude(person=None).values("person")
    talks = (
        Contact.objects.filter(case__person__in=persons)
        .annotate(year=ExtractYear("day"), month=ExtractMonth("day"))
        .values_list("case__person", "case", "year", "month", "counsellor")
        .distinct()
        .order_by()
    )
    CountedElsewhere.objects.bulk_create(
        [
            CountedElsewhere(case_id=case, year=year, month=month, counsellor_id=counsellor)
            for case, (year, month, counsellor) in _all_but_first(talks)
        ],
        ignore_conflicts=True,
    )


def _all_but_first(
    talks: Iterable[tuple[int, int, int, int, int]],
) -> Iterator[tuple[int, Scope]]:
    counselled = defaultdict(set)
    for person, case, year, month, counsellor in talks:
        for scope in ((year, 0, None), (year, month, None), (year, month, counsellor)):
            counselled[person, scope].add(case)
    for (_person, scope), found in counselled.items():
        for case in sorted(found)[1:]:
            yield case, scope
