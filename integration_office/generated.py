"""A column that PostgreSQL computes and keeps."""

from collections.abc import Sequence
from typing import Any

from django.db import models


class StoredField(models.GeneratedField):
    """Django's own, without the question which PostgreSQL this is: every one from 12 on stores
    such columns, and `manage.py check` shall need no database."""

    def _check_supported(self, databases: object) -> list[Any]:
        return []

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.GeneratedField", args, kwargs
