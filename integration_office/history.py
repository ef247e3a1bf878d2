"""Change history by database triggers: it sees bulk writes, imports and cascades as well."""

import pghistory
from django.db import models


def tracked[M: models.Model](model: type[M]) -> type[M]:
    """Keep every insert, update and delete of `model`, with user and request.

    The fields named in `PERSONAL` are left out: the history must not keep what erasure removes.
    So are those in `DERIVED`, which follow from others.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=sorted({*getattr(model, "PERSONAL", ()), *getattr(model, "DERIVED", ())}),
    )(model)
