"""Files that only the application can read: sealed as confidential texts are (encryption.py), and
bound to their row and to the name they are stored under.

They go through Django's default storage under a name of their own. What lies there can neither be
read nor be handed out for another row; a newer key takes over by `manage.py rekey`.
"""

import uuid
from typing import BinaryIO

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from integration_office import files
from integration_office.encryption import SealedRecord, active_key, key_of, open_bytes, seal_bytes


SEALED_FILE_FIELDS = {"row_key", "file", "size", "content_type"}
SUFFIX = ".sealed"
# Length of the key's name, and the name itself (encryption.key_ring).
HEAD = 1 + 40


class SealedFileRecord(SealedRecord):
    """A record with one sealed file in the folder that the model names."""

    FOLDER: str

    file = models.FileField(_("file"), max_length=200, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    content_type = models.CharField(_("kind of file"), max_length=100, editable=False)

    class Meta:
        abstract = True

    def file_context(self, name: str) -> bytes:
        """What the content is bound to."""
        parts = (self._meta.db_table, "file", self.row_key.hex, name)
        return "\x00".join(parts).encode()

    def put(self, file: BinaryIO, kind: files.Kind) -> None:
        """Seal a checked file and store it; the row is saved by whoever calls."""
        file.seek(0)
        content = file.read()
        self.size, self.content_type = len(content), kind.content_type
        self._store(content)

    def content(self) -> bytes:
        """The file in the clear. FileNotFoundError where the storage has lost it, CannotDecrypt
        where it is another one's."""
        with self.file.open("rb") as stored:
            return open_bytes(stored.read(), self.file_context(str(self.file.name)))

    def _store(self, content: bytes) -> None:
        name = f"{self.FOLDER}/{uuid.uuid4().hex}{SUFFIX}"
        sealed = seal_bytes(content, self.file_context(name))
        stored = self.file.storage.save(name, ContentFile(sealed))
        if stored != name:  # cannot be: nobody has this name yet
            self.file.storage.delete(stored)
            raise OSError("The storage gave the file another name.")
        self.file = name

    def has_active_key(self) -> bool:
        with self.file.open("rb") as stored:
            return key_of(stored.read(HEAD)) == active_key()


def sealed_file_models() -> list[type[SealedFileRecord]]:
    """Every model that holds sealed files."""
    return [m for m in apps.get_models() if issubclass(m, SealedFileRecord)]


def delete(rows: models.QuerySet) -> int:
    """Delete the rows and, after the commit, their files; how many rows."""
    names = list(rows.values_list("file", flat=True))
    files.delete_after_commit(name for name in names if name)
    return rows.delete()[1].get(rows.model._meta.label, 0)


def sweep(model: type[SealedFileRecord]) -> int:
    """Delete files that no row names any more (a save that failed); how many."""
    return files.sweep(model.FOLDER, lambda: model._default_manager.values_list("file", flat=True))


def rekey(model: type[SealedFileRecord], *, batch: int = 50) -> tuple[int, int, int]:
    """Seal every file of `model` that has another key with the active one; (done, looked at, lost).

    Each file is its own transaction: it can be stopped and started again at any time. A file goes
    to a new name, so that it is whole at every moment; the old one goes after the commit.
    """
    done = seen = lost = last = 0
    while keys := _next_keys(model, last, batch):
        for key in keys:
            try:
                done += _rekey_file(model, key)
            except FileNotFoundError:
                lost += 1
        seen, last = seen + len(keys), keys[-1]
    return done, seen, lost


def _next_keys(model, last, batch):
    rows = model._base_manager.filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:batch])


@transaction.atomic
def _rekey_file(model, key) -> bool:
    row = model._base_manager.select_for_update().filter(pk=key).first()
    if row is None or row.has_active_key():
        return False
    old = row.file.name
    row._store(row.content())
    model._base_manager.filter(pk=key).update(file=row.file.name)
    files.delete_after_commit([old], row.file.storage)
    return True
