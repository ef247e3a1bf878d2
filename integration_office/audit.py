"""What happened and who opened what."""

from collections.abc import Iterable

from django.db import models

from integration_office.models import AuditEntry, ReadEntry, User


def label_of(target: models.Model | str) -> str:
    """How a row is named in logs: "offers.Offer:12". Never a name of a person."""
    return target if isinstance(target, str) else f"{target._meta.label}:{target.pk}"


def record(verb: str, target: models.Model | str, *, by: User | None, note: str = "") -> None:
    """Write one line: `by` (None: nobody logged in, a link or the clock) did `verb` to `target`.

    `note` must not hold personal data; it is cut at 200 characters.
    """
    AuditEntry.objects.create(verb=verb, target=label_of(target), by=by, note=note[:200])


def record_reading(target: models.Model | str, *, by: User, purpose: str = "") -> None:
    """Note that `by` opened a confidential row. Raises when it cannot be written, so that a page
    that leaves no trace is never shown."""
    ReadEntry.objects.create(target=label_of(target), by=by, purpose=purpose[:120])


def record_readings(targets: Iterable[models.Model | str], *, by: User, purpose: str = "") -> None:
    """The same for many rows at once, each of them once."""
    labels = dict.fromkeys(label_of(target) for target in targets)
    ReadEntry.objects.bulk_create(
        [ReadEntry(target=label, by=by, purpose=purpose[:120]) for label in labels],
        batch_size=500,
    )
