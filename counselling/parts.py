"""The parts of a case: what each of them loses with the content of the case and tells in the copy
for the client, and that nobody writes in a closed one."""

from collections.abc import Callable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from counselling.models import Case
from integration_office.privacy import Holding
from integration_office.registry import Registry


# Each is called with the keys of the cases whose content goes, and empties its own rows of them.
forgetting: Registry[Callable[[Sequence[int]], object]] = Registry()
forgets_with_the_case = forgetting.add()

# Each is called with the cases of one client and tells what it holds of them (Art. 15 DSGVO).
CopyPart = Callable[[QuerySet[Case]], Iterable[Holding]]
copying: Registry[CopyPart] = Registry()
copied: set[type[Model]] = set()


def tells_in_the_copy(order: int, *models: type[Model]) -> Callable[[CopyPart], CopyPart]:
    """Registers the part of the copy in which the rows of these models stand."""
    copied.update(models)
    return copying.add(order)


def forget(cases: Sequence[int]) -> None:
    """The content of these cases goes: every part empties what it knows of them."""
    for part in forgetting:
        part(cases)


def closed_sentence() -> str:
    return _("This case is closed. Please reopen it first.")


def lock_open(case_id: int) -> Case:
    """The case, locked, so that nobody closes it between the question and the saving. Refuses a
    closed one, which is read and not written, and one whose content nobody may read any more."""
    case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
    if not case.is_open or case.restricted_on is not None:
        raise ValidationError(closed_sentence())
    return case
