"""The register of processing activities (Art. 30 DSGVO): what the office does with whose data.

Each app says in its `processing.py` what for, on which ground, about whom and for whom; what is
kept and for how long follows from the models and the rules of retention, so that the register
always says what runs.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst

from integration_office import privacy
from integration_office.encryption import SealedRecord


type Words = str | Promise


@dataclass(frozen=True)
class Activity:
    """One activity. `people` are those whose data it is, `recipients` who else gets to know any of
    it; `models` the tables in which it lies."""

    name: Words
    purpose: Words
    basis: Words
    people: Words
    recipients: Words
    models: tuple[type[models.Model], ...]

    @property
    def data(self) -> list[str]:
        """The personal fields by their names, each once."""
        names = (
            capfirst(str(field.verbose_name))
            for model in self.models
            for field in model._meta.fields
            if field.name in getattr(model, "PERSONAL", ())
        )
        return list(dict.fromkeys(names))

    @property
    def is_sealed(self) -> bool:
        """Whether anything of it is encrypted beyond the disk."""
        return any(issubclass(model, SealedRecord) for model in self.models)

    @property
    def rules(self) -> list[privacy.RetentionRule]:
        """How long, as the erasure that runs every night reads it."""
        return [rule for rule in privacy.rules.values() if rule.model in self.models]


activities: list[Activity] = []


def activity(
    name: Words,
    *,
    purpose: Words,
    basis: Words,
    people: Words,
    recipients: Words,
    models: tuple[type[models.Model], ...],
) -> None:
    """Enter an activity in the register."""
    activities.append(Activity(name, purpose, basis, people, recipients, models))
