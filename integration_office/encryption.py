"""Confidential text at rest: AES-256-GCM, bound to its table, column, row and row version.

The keys stand in settings.FIELD_KEYS ("id:base64,id2:base64"; the first one encrypts), outside
the database and its backups. A text moved to another row or column, or put back from an older
version of its row, cannot be read; neither can one sealed with a key that is not on the ring.
"""

import base64
import os
import uuid
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models, transaction
from django.db.models.lookups import Exact, IsNull
from django.db.models.query_utils import DeferredAttribute

from integration_office.records import Record


NONCE = 12
KEY = 32


class CannotDecrypt(Exception):
    """The text cannot be read: its key is not on the ring, or it does not belong here."""


def parse_keys(text: str, setting: str = "FIELD_KEYS") -> dict[str, bytes]:
    """The keys of "id:base64,id2:base64" in their order. Refuses a text that cannot be used."""
    found: dict[str, bytes] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        name, _colon, encoded = pair.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:  # no base64, or not even ASCII
            key = b""
        if not name.isascii() or not 1 <= len(name) <= 40 or len(key) != KEY or name in found:
            raise ImproperlyConfigured(
                f"{setting} has an entry that cannot be used. Please write id:base64 pairs, comma "
                f"separated, each id once, each key {KEY} random bytes (openssl rand -base64 32)."
            )
        found[name] = key
    if not found:
        raise ImproperlyConfigured(f"{setting} holds no key.")
    return found


@lru_cache(maxsize=4)
def key_ring(text: str) -> dict[str, AESGCM]:
    """The same, ready to seal and open."""
    return {name: AESGCM(key) for name, key in parse_keys(text).items()}


def keys() -> dict[str, AESGCM]:
    """The key ring of the settings. Refuses one that cannot be used."""
    return key_ring(settings.FIELD_KEYS)


def active_key() -> str:
    """The id of the key that encrypts."""
    return next(iter(keys()))


def key_of(blob: bytes) -> str:
    """The id of the key that something was sealed with; the beginning of it is enough."""
    return blob[1 : 1 + blob[0]].decode("ascii", "replace") if blob else ""


def seal_bytes(content: bytes, context: bytes) -> bytes:
    """Key id, nonce and ciphertext of `content`, which opens in this context only."""
    name, nonce = active_key(), os.urandom(NONCE)
    head = bytes([len(name)]) + name.encode()
    return head + nonce + keys()[name].encrypt(nonce, content, head + context)


def open_bytes(blob: bytes, context: bytes) -> bytes:
    """What was sealed. Refuses what was changed, moved, or sealed with a key we do not have."""
    name = key_of(blob)
    key = keys().get(name)
    if key is None:
        raise CannotDecrypt(
            f"The key “{name}” is missing in FIELD_KEYS. Nothing is lost: add it again."
        )
    start = 1 + blob[0]
    nonce, sealed = blob[start : start + NONCE], blob[start + NONCE :]
    try:
        return key.decrypt(nonce, sealed, blob[:start] + context)
    except (InvalidTag, ValueError):
        raise _not_ours(name) from None


def _not_ours(name: str) -> CannotDecrypt:
    return CannotDecrypt(
        "Something confidential was changed outside the application, moved to another row, or "
        f"the key “{name}” is not the one it was sealed with."
    )


class Sealed:
    """Encrypted text as it stands in the database: key id, nonce, ciphertext. It never shows
    itself; only the field opens it."""

    def __init__(self, blob: bytes) -> None:
        self.blob = blob

    def __repr__(self) -> str:
        return "<sealed text>"

    @property
    def key_id(self) -> str:
        return key_of(self.blob)

    @classmethod
    def seal(cls, text: str, context: bytes) -> "Sealed":
        return cls(seal_bytes(text.encode(), context))

    def open(self, context: bytes) -> str:
        try:
            return open_bytes(self.blob, context).decode()
        except UnicodeDecodeError:
            raise _not_ours(self.key_id) from None


class SealedText(DeferredAttribute):
    """Opens the text when somebody asks for it, not when the row is loaded."""

    field: "EncryptedTextField"

    def __get__(self, instance: Any, cls: type | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = value.open(self.field.context(instance, instance.sealed_version))
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class BlankOnly(Exact):
    """A sealed text can be asked for blank, nothing else."""

    def get_prep_lookup(self):
        if self.rhs != "":
            raise FieldError("An encrypted text cannot be compared, only asked for blank or null.")
        return self.rhs


class EncryptedTextField(models.Field):
    """Text that only the application can read; for models derived from `SealedRecord`."""

    description = "Text encrypted with AES-256-GCM"
    descriptor_class = SealedText

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs):
        errors = super().check(**kwargs)
        if not issubclass(self.model, SealedRecord):
            errors.append(
                checks.Error(
                    "A model with an encrypted text must derive from SealedRecord.",
                    obj=self,
                    id="office.E001",
                )
            )
        return errors

    def context(self, instance: Any, version: int) -> bytes:
        """What the text is bound to; a name cannot hold the separator."""
        parts = (instance._meta.db_table, str(self.column), instance.row_key.hex, str(version))
        return "\x00".join(parts).encode()

    def get_default(self):
        return super().get_default() if self.has_default() else None if self.null else ""

    def to_python(self, value):
        return value if value is None else str(value)

    def from_db_value(self, value, expression, connection):
        if value is None or len(value) == 0:
            return value if value is None else ""
        return Sealed(bytes(value))

    def pre_save(self, model_instance, add):
        text = getattr(model_instance, self.attname)
        if not text:
            return text
        return Sealed.seal(text, self.context(model_instance, model_instance.version))

    def get_db_prep_value(self, value, connection, *, prepared=False):
        if value is None:
            return None
        if value in ("", b""):  # bytes: how a migration fills a new column
            return connection.Database.Binary(b"")
        if not isinstance(value, Sealed):
            raise FieldError("An encrypted text is written by save() or bulk_create() only.")
        return connection.Database.Binary(value.blob)

    def get_prep_value(self, value):
        return value

    def value_to_string(self, obj):
        raise FieldError("An encrypted text is not serialised: it would leave in the clear.")

    def get_lookup(self, lookup_name):
        return {"exact": BlankOnly, "isnull": IsNull}.get(lookup_name)

    def get_transform(self, lookup_name):
        return None

    def formfield(self, **kwargs):
        return super().formfield(
            **{
                "form_class": forms.CharField,
                "widget": forms.Textarea,
                "max_length": self.max_length,
                "empty_value": None if self.null else "",
            }
            | kwargs
        )


class SealedQuerySet(models.QuerySet):
    """Rows with sealed texts: what the texts are bound to cannot be changed in bulk."""

    def update(self, **fields):
        if bound := {"version", "row_key"}.intersection(fields):
            raise FieldError(f"{', '.join(bound)}: sealed texts are bound to it; use save().")
        return super().update(**fields)

    update.alters_data = True  # type: ignore[attr-defined]  # how Django tells templates


class SealedRecord(Record):
    """A record with encrypted texts. Every save counts its version and seals the texts anew."""

    _sealed_version: int
    row_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values, **kwargs):
        row = super().from_db(db, field_names, values, **kwargs)
        if "version" in row.__dict__:
            row._sealed_version = row.version
        return row

    @property
    def sealed_version(self) -> int:
        """The version the texts in memory were sealed with, whatever was counted since."""
        if "_sealed_version" in self.__dict__:
            return self._sealed_version
        return self.version

    @classmethod
    def encrypted_fields(cls) -> list[EncryptedTextField]:
        return [f for f in cls._meta.concrete_fields if isinstance(f, EncryptedTextField)]

    def save(self, **kwargs):
        texts = {field.attname: getattr(self, field.attname) for field in self.encrypted_fields()}
        if not self._state.adding:
            self.version += 1
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version", *texts}
        super().save(**kwargs)


def sealed_models() -> list[type[SealedRecord]]:
    """Every model that holds encrypted texts."""
    return [m for m in apps.get_models() if issubclass(m, SealedRecord) and m.encrypted_fields()]


def rekey(model: type[SealedRecord], *, batch: int = 500) -> tuple[int, int]:
    """Seal every text of `model` that has another key with the active one; (done, looked at).

    Goes through the table in batches, each its own transaction: it can be stopped and started
    again at any time, and colleagues keep working meanwhile.
    """
    done = seen = last = 0
    while rows := _next_rows(model, last, batch):
        for row in rows:
            done += _rekey_row(row)
        seen, last = seen + len(rows), rows[-1].pk
    return done, seen


def _next_rows(model, last, batch):
    return list(model._base_manager.filter(pk__gt=last).order_by("pk")[:batch])


def _rekey_row(row: SealedRecord) -> bool:
    if all(_is_current(row, field) for field in row.encrypted_fields()):
        return False
    with transaction.atomic():
        row = type(row)._base_manager.select_for_update().get(pk=row.pk)
        texts = {}
        for field in row.encrypted_fields():
            if text := getattr(row, field.attname):
                texts[field.attname] = Sealed.seal(text, field.context(row, row.version))
        type(row)._base_manager.filter(pk=row.pk).update(**texts)
    return True


def _is_current(row: SealedRecord, field: EncryptedTextField) -> bool:
    value = row.__dict__[field.attname]
    return not isinstance(value, Sealed) or value.key_id == active_key()


@checks.register(checks.Tags.security)
def key_ring_is_usable(app_configs, **kwargs):
    """Said when the office starts, not when the first note is saved."""
    try:
        ring = keys()
    except ImproperlyConfigured as refusal:
        return [checks.Error(str(refusal), id="office.E002")]
    if settings.PRODUCTION and "demo" in ring:
        return [checks.Error("FIELD_KEYS holds the key of the demo office.", id="office.E003")]
    return []
