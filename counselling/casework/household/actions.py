"""The household: its size, and links between its cases."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from counselling.casework.codes import Relation
from counselling.models import Case, CaseLink, Household
from counselling.parts import lock_open
from integration_office.audit import label_of, record
from integration_office.models import User


@transaction.atomic
def save_household(household: Household, *, by: User) -> Household:
    """Save how many live together."""
    case = lock_open(household.case_id)
    if household.pk:
        household.version += 1
    household.save()
    record("changed", case, by=by)
    return household


@transaction.atomic
def link(case: Case, other: Case, *, relation: Relation, by: User) -> CaseLink:
    """Say that `other` belongs to the household of `case`, for both of them. Only who sees both
    may, and both have to be open."""
    if case.pk == other.pk:
        raise ValidationError({"other": _("A case cannot be linked with itself.")})
    keys = sorted([case.pk, other.pk])
    if Case.objects.visible_to(by).filter(pk__in=keys).count() < 2:
        raise ValidationError({"other": _("Only cases that you see yourself can be linked.")})
    for key in keys:  # always in this order, so that two links never wait for each other
        lock_open(key)
    if CaseLink.objects.between(case, other).exists():
        raise ValidationError({"other": _("These two cases are linked already.")})
    made = CaseLink.of(case, other, relation)
    made.save()
    record("linked", case, by=by, note=label_of(other))
    return made


@transaction.atomic
def unlink(made: CaseLink, *, by: User) -> None:
    """Take a link away, for both cases."""
    for case_id in (made.case_id, made.other_id):
        lock_open(case_id)
    record("unlinked", made.case, by=by, note=label_of(made.other))
    made.delete()
