"""A file on its way out, as one ZIP: what it says as PDF, and the papers. The archive takes it over
(LArchG SH, § 15), or the client gets a copy of everything (Art. 15 (3) DSGVO)."""

import zipfile
from collections.abc import Iterable

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from counselling.models import CaseFile
from integration_office.encryption import CannotDecrypt
from integration_office.files import download_name


class _Taken:
    """What has been packed since somebody last took it: nothing of it lies on a disk in the clear,
    and one paper at a time in memory."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here for a disk."""

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


def sent_packed(document: bytes, papers: Iterable[CaseFile], *, name: str) -> StreamingHttpResponse:
    """The PDF and the papers as `<name>.zip`, kept by nobody on the way."""
    return StreamingHttpResponse(
        _packed(document, papers, name=name),
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.zip"',
            "Cache-Control": "no-store, private",
        },
    )


def _packed(document, papers, *, name):
    """A ZIP, piece by piece. A paper that is lost is named, so that the rest is handed over."""
    taken = _Taken()
    with zipfile.ZipFile(taken, "w") as archive:  # type: ignore[call-overload]
        archive.writestr(f"{name}.pdf", document)
        yield taken.take()
        for place, paper in enumerate(papers, start=1):
            called = download_name(str(paper.get_kind_display()), paper.content_type)
            try:
                content = paper.content()
            except (FileNotFoundError, CannotDecrypt):
                called, content = f"{called}.txt", _("This paper could not be read.").encode()
            archive.writestr(f"unterlagen/{place:02}-{called}", content)
            yield taken.take()
    yield taken.take()
