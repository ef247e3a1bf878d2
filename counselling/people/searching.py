"""Search before create: whether somebody is known already. Of one's own cases the name is shown, of
those of colleagues only the masked case and whom to speak to; never a list of strangers."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from counselling.models import Case, Person, PersonKey
from counselling.models.cases import CaseQuerySet
from counselling.people import index
from integration_office.models import User


MOST_HINTS = 5
# Bounds that keep a look-up of the commonest name as short as that of the rarest.
MOST_ROWS = 400
MOST_PERSONS = 25
# A part with the year of birth is a hint only where few share it.
RARE = 3
# What a hint says of a case, and all of the person.
SAID = ("number", "gender", "status", "restricted_on", "responsible__name", "person")


@dataclass(frozen=True)
class Hint:
    """A case that may be of the same person. `person` is there only where one may see it."""

    case: Case
    person: Person | None

    @property
    def is_mine(self) -> bool:
        return self.person is not None


@dataclass(frozen=True)
class Hints:
    found: tuple[Hint, ...]
    there_are_more: bool

    def __iter__(self):
        return iter(self.found)

    def __bool__(self) -> bool:
        return bool(self.found)


def hints(name: str, year: str, *, user: User, case: Case) -> Hints:
    """Who may be meant by `name` for `case`, the best hints first; five at most."""
    persons = _persons(index.asked(name, year))
    of_person = _cases(persons, user, leave_out=case)
    found = [of_person[pk] for pk in persons if pk in of_person]
    return Hints(tuple(found[:MOST_HINTS]), there_are_more=len(found) > MOST_HINTS)


def _persons(asked: index.Asked) -> list[int]:
    """The keys of the persons, those with the most digests in common first."""
    score: Counter[int] = Counter()
    for persons in _by_digest(asked.strong).values():
        score.update(persons)
    for persons in _by_digest(asked.weak).values():
        if len(persons) <= RARE:
            score.update(persons)
        else:
            # It says little by itself, but puts in order those found by their names.
            score.update(person for person in persons if person in score)
    return [person for person, _count in sorted(score.items(), key=_best_first)][:MOST_PERSONS]


def _best_first(counted: tuple[int, int]) -> tuple[int, int]:
    person, count = counted
    return -count, -person


def _by_digest(digests: Iterable[bytes]) -> dict[bytes, list[int]]:
    found: dict[bytes, list[int]] = defaultdict(list)
    rows = PersonKey.objects.filter(digest__in=digests).values_list("digest", "person")
    for digest, person in rows[:MOST_ROWS]:
        found[bytes(digest)].append(person)
    return found


def other_cases(case: Case, user: User) -> list[Hint]:
    """The other cases of the same person, those of colleagues masked."""
    if case.person is None:
        return []
    return _seen_by(user, case.person.cases.exclude(pk=case.pk))


def _cases(persons: list[int], user: User, *, leave_out: Case) -> dict[int, Hint]:
    """One case of each person: one's own before those of others, a running one before a closed
    one."""
    seen = _seen_by(user, Case.objects.filter(person__in=persons).exclude(pk=leave_out.pk))
    best: dict[int, Hint] = {}
    for hint in sorted(seen, key=lambda hint: (hint.is_mine, hint.case.is_open, hint.case.pk)):
        if hint.case.person_id is not None:
            best[hint.case.person_id] = hint
    return best


def _seen_by(user: User, cases: CaseQuerySet) -> list[Hint]:
    """What is restricted is not even hinted at."""
    rows = cases.unrestricted().select_related("person", "responsible").newest_first().only(*SAID)
    mine = Case.objects.visible_keys(user, rows)
    return [Hint(case, case.person if case.pk in mine else None) for case in rows]
