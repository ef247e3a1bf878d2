"""What the archive takes over (LArchG SH, § 15): the file as PDF, and the papers of the client."""

import zipfile
from collections.abc import Iterable, Iterator

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


def packed(document: bytes, papers: Iterable[CaseFile], *, number: str) -> Iterator[bytes]:
    """A ZIP, piece by piece. A paper that is lost is named, so that the rest is handed over."""
    taken = _Taken()
    with zipfile.ZipFile(taken, "w") as archive:  # type: ignore[call-overload]
        archive.writestr(f"akte-{number}.pdf", document)
        yield taken.take()
        for place, paper in enumerate(papers, start=1):
            name = download_name(str(paper.get_kind_display()), paper.content_type)
            try:
                content = paper.content()
            except (FileNotFoundError, CannotDecrypt):
                name, content = f"{name}.txt", _("This paper could not be read.").encode()
            archive.writestr(f"unterlagen/{place:02}-{name}", content)
            yield taken.take()
    yield taken.take()
