"""Who fits a need, and why: language before field before time. It proposes, people decide."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from integration_office.codes import Language
from volunteers.codes import labels, slot_labels
from volunteers.models import Need, Volunteer


MOST_CANDIDATES = 10


@dataclass(frozen=True)
class Fit:
    """What speaks for somebody, and whether a paper is still missing."""

    languages: tuple[str, ...]
    task: bool
    times: tuple[str, ...]
    certificate_missing: bool = False

    @property
    def score(self) -> tuple[int, bool, int]:
        """Compared from left to right: any language outweighs every field and time."""
        return (len(self.languages), self.task, len(self.times))

    @property
    def reasons(self) -> list[str]:
        """Why, in words, in the order of their weight."""
        said = []
        if self.languages:
            spoken = ", ".join(str(label) for label in labels(Language, self.languages))
            said.append(_("speaks %(languages)s") % {"languages": spoken})
        if self.task:
            said.append(_("wants to help in this field"))
        if self.times:
            times = ", ".join(str(label) for label in slot_labels(self.times))
            said.append(_("has time: %(times)s") % {"times": times})
        return said


def fit(need: Need, volunteer: Volunteer, today: datetime.date) -> Fit | None:
    """What speaks for `volunteer`; None when nothing does or a needed language is not spoken."""
    languages = tuple(sorted(set(need.languages) & set(volunteer.languages)))
    if need.languages and not languages:
        return None
    found = Fit(
        languages=languages,
        task=need.task in volunteer.tasks,
        times=tuple(sorted(set(need.times) & set(volunteer.availability))),
        certificate_missing=need.certificate_needed and not volunteer.certificate_holds_on(today),
    )
    return found if any(found.score) else None


def candidates(
    need: Need, volunteers: Iterable[Volunteer], today: datetime.date
) -> list[tuple[Volunteer, Fit]]:
    """The best of `volunteers` for `need` with what speaks for them, the best first."""
    fits = [(volunteer, fit(need, volunteer, today)) for volunteer in volunteers]
    found = [(volunteer, found) for volunteer, found in fits if found is not None]
    found.sort(key=lambda pair: (*(-int(part) for part in pair[1].score), pair[0].name))
    return found[:MOST_CANDIDATES]
