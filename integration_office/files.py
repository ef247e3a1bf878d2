"""Files that people hand in: looked at before they are kept, stored where no web server reads them,
handed out only by a page that has asked for the right to see them.

What a file is, its first bytes say; its name only gets to agree. Stored files carry a name of
their own (Django's STORAGES, below MEDIA_ROOT), so that nothing in a typed name reaches the disk.
"""

import datetime
import lzma
import struct
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


MEGABYTE = 1024 * 1024
LIMIT = 10 * MEGABYTE
HEAD = 16
# Of an archive: how many parts, and how much they are together once somebody unpacks them.
MOST_PARTS, MOST_UNPACKED = 5_000, 100 * MEGABYTE
LONGEST_NAME = 80
# What an archive may be broken in: its table, or the packed part that is looked at.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error),
    *(NotImplementedError, OSError, RuntimeError, ValueError),
)
UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
)


@dataclass(frozen=True)
class Kind:
    """A kind of file the house takes: how its name ends, what a browser is told, its word."""

    suffixes: tuple[str, ...]
    content_type: str
    word: str | Promise


PDF = Kind((".pdf",), "application/pdf", "PDF")
PNG = Kind((".png",), "image/png", gettext_lazy("picture (PNG)"))
JPEG = Kind((".jpg", ".jpeg"), "image/jpeg", gettext_lazy("picture (JPEG)"))
DOCX = Kind(
    (".docx",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    gettext_lazy("Word document (DOCX)"),
)
ODT = Kind(
    (".odt",), "application/vnd.oasis.opendocument.text", gettext_lazy("OpenDocument text (ODT)")
)
KINDS = (PDF, PNG, JPEG, DOCX, ODT)
HEADS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))


def kind_of(file: UploadedFile) -> Kind | None:
    """What the content says the file is; None for everything the house does not take."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    for start, kind in HEADS:
        if head.startswith(start):
            return kind
    return _packed_kind(file) if head.startswith(b"PK\x03\x04") else None


def _packed_kind(file: UploadedFile) -> Kind | None:
    """Word and OpenDocument are archives: only their table of contents is looked at, nothing is
    unpacked. One with macros is a program and not taken."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if is_bomb(archive) or any(is_program(name.lower()) for name in names):
                return None
            if {"[Content_Types].xml", "word/document.xml"} <= set(names):
                return DOCX
            if names[:1] == ["mimetype"] and _mimetype(archive) == ODT.content_type:
                return ODT
    except BROKEN:
        pass
    finally:
        file.seek(0)
    return None


def is_bomb(archive: zipfile.ZipFile) -> bool:
    """Whether it would fill the memory of whoever opens it. The house never unpacks it; the body
    that is sent a paper does."""
    parts = archive.infolist()
    return len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED


def is_program(name: str) -> bool:
    return "vbaproject" in name or name.startswith(("basic/", "scripts/"))


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as entry:
        return entry.read(100).decode("ascii", "replace").strip()


def check(file: UploadedFile, *, kinds: Iterable[Kind] = KINDS, limit: int = LIMIT) -> Kind:
    """The kind of the file. Refuses with a sentence: an empty file, one above `limit` bytes, one
    whose content is none of `kinds`, and one whose name says something else than its content."""
    kinds = tuple(kinds)
    names = {"file": file.name, "kinds": ", ".join(str(kind.word) for kind in kinds)}
    if not file.size:
        raise ValidationError(_("“%(file)s” is empty. Please choose the file again.") % names)
    if file.size > limit:
        sizes = {"size": filesizeformat(file.size), "limit": filesizeformat(limit)}
        raise ValidationError(
            _(
                "“%(file)s” is too large (%(size)s). Up to %(limit)s are possible; please make "
                "the pictures in it smaller and choose it again."
            )
            % (names | sizes)
        )
    kind = kind_of(file)
    suffix = PurePosixPath(file.name or "").suffix.lower()
    said = next((one for _head, one in HEADS if suffix in one.suffixes and one in kinds), None)
    if kind is None and said is not None:
        raise ValidationError(
            _(
                "“%(file)s” is not what its name says: its content is no %(kind)s. Please open it, "
                "save it again as %(kind)s and choose it once more."
            )
            % (names | {"kind": said.word})
        )
    if kind not in kinds:
        raise ValidationError(
            _("“%(file)s” is none of the files that can be kept here: %(kinds)s.") % names
        )
    if suffix and suffix not in kind.suffixes:
        raise ValidationError(
            _(
                "“%(file)s” is not what its name says: its content is a %(kind)s. Please save it "
                "again in the right form, or choose another file."
            )
            % (names | {"kind": kind.word})
        )
    return kind


class CheckedFileField(forms.FileField):
    """A file in a form. After cleaning it has a `kind`; refused, it has a sentence, and the other
    fields keep what was typed."""

    def __init__(self, *, kinds: Iterable[Kind] = KINDS, limit: int = LIMIT, **kwargs: Any) -> None:
        self.kinds, self.limit = tuple(kinds), limit
        accepted = ",".join(suffix for kind in self.kinds for suffix in kind.suffixes)
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accepted}))
        kwargs.setdefault("help_text", self._help())
        super().__init__(max_length=255, allow_empty_file=True, **kwargs)

    def _help(self) -> str:
        return _("%(kinds)s; up to %(limit)s.") % {
            "kinds": ", ".join(str(kind.word) for kind in self.kinds),
            "limit": filesizeformat(self.limit),
        }

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            file.kind = check(file, kinds=self.kinds, limit=self.limit)  # type: ignore[attr-defined]
        return file


def stored_name(kind: Kind) -> str:
    """The name a file is stored under: one nobody can guess, and nothing of the typed one."""
    return f"{uuid.uuid4().hex}{kind.suffixes[0]}"


def download_name(title: str, content_type: str) -> str:
    """What the file is called on the reader's own disk: the title in plain letters."""
    suffix = next((k.suffixes[0] for k in KINDS if k.content_type == content_type), "")
    return f"{slugify(title.translate(UMLAUTS))[:LONGEST_NAME] or 'datei'}{suffix}"


def word_of(content_type: str) -> str:
    """ "PDF", "picture (PNG)"; empty for a type the house does not take."""
    return next((str(k.word) for k in KINDS if k.content_type == content_type), "")


def handed_out(file: FieldFile, *, title: str, content_type: str) -> HttpResponse:
    """The file as a download. The page that calls this has asked for the right to see it. A file
    that the storage has lost is a 404."""
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except OSError as lost:
        raise Http404("The file is not in the storage.") from lost
    return as_download(content, title=title, content_type=content_type)


def as_download(content: bytes, *, title: str, content_type: str) -> HttpResponse:
    """A download that no browser opens, sniffs or keeps."""
    name = content_disposition_header(True, download_name(title, content_type))  # noqa: FBT003 - Django's own order
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": name,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "no-store, private",
        },
    )


def delete_after_commit(names: Iterable[str], storage: Storage = default_storage) -> None:
    """Let the files go once the rows that named them are gone for certain."""
    for name in names:
        transaction.on_commit(partial(storage.delete, name))


def sweep(
    folder: str, known: Callable[[], Iterable[str]], storage: Storage = default_storage
) -> int:
    """Delete the files below `folder` that no row names any more and that are older than a day
    (younger ones may belong to a form that is being saved); how many."""
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return 0
    kept, yesterday = set(known()), timezone.now() - datetime.timedelta(days=1)
    lost = [
        path
        for path in (f"{folder}/{name}" for name in names)
        if path not in kept and storage.get_modified_time(path) < yesterday
    ]
    for path in lost:
        storage.delete(path)
    return len(lost)
