"""All checks of a row in one question to the database, as Django puts them one by one."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, CheckConstraint, Q, Value
from django.db.models.functions import Coalesce


def all_hold(row: Any, exclude: Collection[str]) -> bool:
    """Whether `row` (a model instance) breaks none of its check constraints. Those about a field in
    `exclude` are left out; one that is neither true nor false is not broken, as in the database.
    """
    conditions = [
        check.condition
        for _model, constraints in row.get_constraints()
        for check in constraints
        if is_check(check) and not check._expression_refs_exclude(row, check.condition, exclude)
    ]
    if not conditions:
        return True
    values = row._get_field_expression_map(meta=row._meta, exclude=exclude)
    together = Coalesce(Q(*conditions), Value(value=True), output_field=BooleanField())
    return Q(together).check(values)


def is_check(constraint: Any) -> bool:
    return isinstance(constraint, CheckConstraint)
