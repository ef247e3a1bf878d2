"""What WeasyPrint 70 leaves open for PDF/UA-1, mended in the objects just before they are written.

Table headers get their scope and a sorted IDTree, links and their annotations a sentence to speak,
running headers and footers become artifacts, so that nobody hears them on every page, and what is
written in another language than the document says so, or it would be read aloud in the wrong one.
"""

from collections.abc import Iterator
from typing import Any

import pydyf
from django.utils.translation import gettext as _
from weasyprint.formatting_structure import boxes


def mend(document: Any, pdf: pydyf.PDF) -> None:
    """The finisher of WeasyPrint's write_pdf()."""
    structure = Structure(pdf)
    structure.give_headers_a_scope()
    structure.index_cells()
    structure.describe_links(headings_by_anchor(document))
    structure.turn_orphans_into_artifacts()
    structure.name_languages(document)


def headings_by_anchor(document: Any) -> dict[str, str]:
    """Anchor name -> text of the heading that stands nearest to it on its page."""
    titles = {}
    for page in document.pages:
        for name, (_x, y, *_rest) in page.anchors.items():
            near = [
                (abs(mark_y - y), label) for _level, label, (_mx, mark_y), _open in page.bookmarks
            ]
            if near:
                titles[name] = " ".join(min(near)[1].split())
    return titles


class Structure:
    def __init__(self, pdf: pydyf.PDF):
        self.pdf = pdf
        self.by_number = {thing.number: thing for thing in pdf.objects}
        self.dictionaries = [thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary)]
        self.root = next(d for d in self.dictionaries if d.get("Type") == "/StructTreeRoot")

    def follow(self, reference: bytes) -> Any:
        return self.by_number[int(reference.split()[0])]

    def elements(self, *kinds: str) -> Iterator[pydyf.Dictionary]:
        return (d for d in self.dictionaries if d.get("S") in kinds)

    def give_headers_a_scope(self) -> None:
        for header in self.elements("/TH"):
            section = self.follow(self.follow(header["P"])["P"])
            header["A"]["Scope"] = "/Column" if section.get("S") == "/THead" else "/Row"

    def index_cells(self) -> None:
        """Cells name their headers by ID; a reader finds IDs only through a sorted tree."""
        cells = [
            (cell["ID"], cell.reference) for cell in self.elements("/TH", "/TD") if "ID" in cell
        ]
        if not cells:
            return
        cells.sort(key=lambda cell: cell[0].data)
        leaf = pydyf.Dictionary(
            {
                "Limits": pydyf.Array([cells[0][0], cells[-1][0]]),
                "Names": pydyf.Array([part for cell in cells for part in cell]),
            }
        )
        self.pdf.add_object(leaf)
        tree = pydyf.Dictionary({"Kids": pydyf.Array([leaf.reference])})
        self.pdf.add_object(tree)
        self.root["IDTree"] = tree.reference

    def describe_links(self, headings: dict[str, str]) -> None:
        for link in self.dictionaries:
            if link.get("Subtype") != "/Link":
                continue
            link["F"] = 4  # printed with the page
            if sentence := self.spoken(link, headings):
                link["Contents"] = pydyf.String(sentence)

    def spoken(self, link: pydyf.Dictionary, headings: dict[str, str]) -> str:
        action = link.get("A")
        if isinstance(action, pydyf.Dictionary) and "URI" in action:
            return _("Opens: %(address)s") % {"address": action["URI"].string}
        if "Dest" in link and link["Dest"].string in headings:
            return _("Go to: %(heading)s") % {"heading": headings[link["Dest"].string]}
        return ""

    def name_languages(self, document: Any) -> None:
        """The tree of boxes and the tree of tags come in the same order, leaf by leaf."""
        spoken = [box.style["lang"] for page in document.pages for box in drawn(page._page_box)]
        leaves = list(self.leaves(self.root))
        if len(spoken) != len(leaves):
            return
        for leaf, language in zip(leaves, spoken, strict=True):
            if language and language != document.metadata.lang:
                leaf["Lang"] = pydyf.String(language)

    def leaves(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        """An element for each piece of the page that it marks."""
        kids = element.get("K", [])
        for kid in kids if isinstance(kids, pydyf.Array) else [kids]:
            if not isinstance(kid, bytes):
                yield element
            elif isinstance(found := self.follow(kid), pydyf.Dictionary) and "S" in found:
                yield from self.leaves(found)

    def turn_orphans_into_artifacts(self) -> None:
        """Margin boxes are marked in the page, but hang on no tree: they are pagination."""
        reachable = self.reachable()
        for element in self.dictionaries:
            if element.get("Type") == "/StructElem" and element.number not in reachable:
                self.mark_as_pagination(element)

    def reachable(self) -> set[int]:
        seen: set[int] = set()
        open_ends = [self.root]
        while open_ends:
            for kid in kids_of(open_ends.pop()):
                number = int(kid.split()[0])
                if number not in seen and isinstance(self.by_number[number], pydyf.Dictionary):
                    seen.add(number)
                    open_ends.append(self.by_number[number])
        return seen

    def mark_as_pagination(self, element: pydyf.Dictionary) -> None:
        marks = {kid for kid in element["K"] if isinstance(kid, int)}
        operators = self.follow(self.follow(element["Pg"])["Contents"]).stream
        for place, operator in enumerate(operators):
            if isinstance(operator, pydyf.Dictionary) and operator.get("MCID") in marks:
                operators[place - 1] = b"/Artifact"
                operators[place] = pydyf.Dictionary({"Type": "/Pagination"})


def kids_of(element: pydyf.Dictionary) -> list[bytes]:
    kids = element.get("K", [])
    kids = kids if isinstance(kids, pydyf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, bytes)]


def drawn(box: Any) -> Iterator[Any]:
    """The texts and pictures of a page in the order of the document, without its margins."""
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.MarginBox):
        return
    if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
        yield box
    for child in getattr(box, "children", ()):
        yield from drawn(child)
