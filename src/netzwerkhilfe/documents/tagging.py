"""Tagged PDF: what stands on a paper is told to a screen reader in its order, as heading, paragraph, table or list.

ISO 32000-1, 14.6 to 14.8: everything that is drawn stands between BDC and EMC. What says something belongs to a
structure element and has a number on its page (MCID); lines, boxes, heads, feet and heads of tables that come again are
artifacts. The tree of the elements is written with the last page.

A flowable brings its element along (:class:`Words`, :class:`Picture`); :func:`table`, :func:`listing` and
:func:`group` say what the cells of a ReportLab table are. Where the canvas keeps no tags, everything draws as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject, PDFString, PDFText
from reportlab.platypus import Image, Paragraph

from netzwerkhilfe.documents.levels import Levels

PAGINATION = "/Artifact <</Type /Pagination>> BDC"
LAYOUT = "/Artifact <</Type /Layout>> BDC"
HEADINGS = {"h1": 1, "subject": 1, "h2": 2, "h3": 3}
"""Styles of headings, and their levels."""


@dataclass(frozen=True)
class Hotspot:
    """Where a link is clicked: an annotation by its name in the file, on a page from 0."""

    page: int
    name: str


class Element:
    """A structure element: its kids are elements, numbers of what is drawn as (page, MCID), or where a link is clicked.

    :param level: of a heading; what it becomes is known when it is drawn.
    :param attributes: what else its dictionary says, as PDF.
    """

    __slots__ = ("alt", "attributes", "kids", "level", "parent", "placed", "spoken", "tag")

    def __init__(self, tag: str, parent: Element | None = None, *, attributes: str = "", level: int = 0) -> None:
        self.tag, self.attributes, self.level = tag, attributes, level
        self.alt = self.spoken = ""
        self.kids: list[Element | tuple[int, int] | Hotspot] = []
        self.placed = False
        self.parent = parent
        if parent:
            parent.kids.append(self)


class _Written(PDFObject):  # type: ignore[misc]  # ReportLab has no types
    """An object of the file whose bytes are known."""

    def __init__(self) -> None:
        self.text = ""

    def format(self, _document: PDFDocument) -> bytes:
        """The bytes."""
        return self.text.encode("ascii")


class Tags:
    """The structure of one document, gathered while its pages are drawn."""

    def __init__(self) -> None:
        self.root = Element("Document")
        self.page = 0
        """The page that is drawn, from 0."""
        self._drawn: list[list[Element]] = [[]]
        self._levels = Levels()

    def next_page(self) -> None:
        """From here on the next page is drawn."""
        self.page += 1
        self._drawn.append([])

    def begin(self, element: Element) -> str:
        """What is written before the next piece of an element is drawn."""
        if not element.placed:
            self._place(element)
        here = self._drawn[self.page]
        number = len(here)
        here.append(element)
        element.kids.append((self.page, number))
        return f"/{element.tag} <</MCID {number}>> BDC"

    def _place(self, element: Element) -> None:
        """The order in which the outermost elements are drawn is that in which they are read."""
        element.placed = True
        if element.level:
            element.tag = f"H{self._levels.next(element.level)}"
        if element.parent is None:
            element.parent = self.root
            self.root.kids.append(element)
        elif not element.parent.placed and element.parent is not self.root:
            self._place(element.parent)

    def tree(self, document: PDFDocument, pages: Sequence[Any]) -> PDFObject:
        """The root of the tree, as an object of the file. ``pages`` are those of the document."""
        root, objects = _Written(), {}
        spots: list[str] = []
        top = _reference(document, root)
        leaves = [_reference(document, page) for page in pages]

        def made(element: Element, parent: str) -> str:
            obj = _Written()
            own = objects[id(element)] = _reference(document, obj)
            kids, on = [], ""
            for kid in element.kids:
                if isinstance(kid, Element) and kid.tag == "P" and not kid.kids:
                    continue  # an empty line
                if isinstance(kid, Element):
                    kids.append(made(kid, own))
                elif isinstance(kid, Hotspot):
                    kids.append(f"<</Type /OBJR /Pg {leaves[kid.page]} /Obj {_number(document, kid.name)}>>")
                    document.idToObject[kid.name]["StructParent"] = len(pages) + len(spots)
                    spots.append(own)
                elif not on or on == leaves[kid[0]]:
                    on = leaves[kid[0]]
                    kids.append(str(kid[1]))
                else:
                    kids.append(f"<</Type /MCR /Pg {leaves[kid[0]]} /MCID {kid[1]}>>")
            said = f" /Alt {string(element.alt, document)}" if element.alt else ""
            said += f" /ActualText {string(element.spoken, document)}" if element.spoken else ""
            where = f" /Pg {on}" if on else ""
            obj.text = (
                f"<</Type /StructElem /S /{element.tag} /P {parent}{where}{said}{element.attributes} "
                f"/K [{' '.join(kids)}]>>"
            )
            return own

        first = made(self.root, top)
        numbers = []
        for i, elements in enumerate(self._drawn[: len(pages)]):
            numbers.append(f"{i} [{' '.join(objects[id(e)] for e in elements)}]")
        numbers += [f"{len(pages) + i} {own}" for i, own in enumerate(spots)]
        root.text = (
            f"<</Type /StructTreeRoot /K {first} /ParentTreeNextKey {len(numbers)} "
            f"/ParentTree <</Nums [{' '.join(numbers)}]>>>>"
        )
        return root


def _reference(document: PDFDocument, obj: PDFObject) -> str:
    return _number(document, document.Reference(obj).name)


def _number(document: PDFDocument, name: str) -> str:
    number, version = document.idToObjectNumberAndVersion[name]
    return f"{number} {version} R"


def string(text: str, document: PDFDocument) -> str:
    """A text string as PDF writes it."""
    return str(PDFText(("\ufeff" + text).encode("utf-16-be"), enc="raw").format(document), "ascii")


def tags_of(canvas: Any) -> Tags | None:
    """The tags that a canvas keeps, if it does."""
    found: Tags | None = getattr(canvas, "tags", None)
    return found


@contextmanager
def artifact(canvas: Any, kind: str = PAGINATION) -> Iterator[None]:
    """What is drawn within says nothing that stands in the text: heads, feet, lines."""
    tagged = tags_of(canvas) is not None
    if tagged:
        canvas._code.append(kind)
    yield
    if tagged:
        canvas._code.append("EMC")


class Words(Paragraph):  # type: ignore[misc]  # ReportLab has no types
    """A paragraph that knows its element; its halves on two pages are one."""

    element: Element | None = None
    blank = False
    """Whether it says nothing: a line to write on, an empty cell."""
    spoken = ""
    """What is read aloud where the letters are drawn in another order than they are read (Arabic, Hebrew)."""
    href = ""
    """Where a click on it leads; empty for nowhere."""
    _seen = False

    def _own(self) -> Element:
        if self.element is None:
            self.element = Element("P", level=HEADINGS.get(self.style.name.partition(" ")[0], 0))
        self.element.spoken = self.spoken or self.element.spoken
        return self.element

    def split(self, width: float, height: float) -> list[Any]:
        """As ReportLab splits."""
        parts: list[Any] = super().split(width, height)
        if len(parts) > 1:
            for part in parts:
                part.element = self._own()
        return parts

    def draw(self) -> None:
        """Drawn again, it is the head of a table that comes again."""
        tags = tags_of(self.canv)
        if tags is None:
            super().draw()
            return
        code, element = self.canv._code, self._own()
        if self.href:
            element = Element("Link", element)
            element.kids.append(self._hotspot(tags.page))
        code.append(PAGINATION if self._seen else LAYOUT if self.blank else tags.begin(element))
        self._seen = True
        super().draw()
        code.append("EMC")

    def _hotspot(self, page: int) -> Hotspot:
        words = PDFString(self.href.partition(":")[2])
        self.canv.linkURL(self.href, (0, 0, self.width, self.height), relative=1, F=4, Contents=words)
        return Hotspot(page, self.canv._annotationrefs[-1].name)


class Picture(Image):  # type: ignore[misc]  # ReportLab has no types
    """A picture with the words that stand for it."""

    alt = ""

    def draw(self) -> None:
        """Draw it as a figure."""
        tags = tags_of(self.canv)
        if tags is None:
            super().draw()
            return
        element = Element("Figure")
        element.alt = self.alt
        self.canv._code.append(tags.begin(element))
        super().draw()
        self.canv._code.append("EMC")


_RULES = {
    "startBG": ("_bkgrndcmds", LAYOUT),
    "endBG": ("_bkgrndcmds", "EMC"),
    "startLines": ("_linecmds", LAYOUT),
    "endLines": ("_linecmds", "EMC"),
}


def ruled(table: Any, what: str, *_where: object) -> None:
    """For ``renderCB`` of a ReportLab table: its backgrounds and lines are artifacts."""
    rule = _RULES.get(what)
    if rule and getattr(table, rule[0]) and tags_of(table.canv):
        table.canv._code.append(rule[1])


def table(rows: Sequence[Sequence[Any]], *, head: int = 0, row_heads: bool = False) -> None:
    """Cells of :class:`Words` are those of a table; the first rows, or the first of each row, are headings."""
    whole = Element("Table")
    for number, row in enumerate(rows):
        line = Element("TR", whole)
        for column, cell in enumerate(row):
            if number < head:
                made = Element("TH", line, attributes=_SCOPE.format("Column"))
            elif row_heads and column == 0:
                made = Element("TH", line, attributes=_SCOPE.format("Row"))
            else:
                made = Element("TD", line)
            cell.element = made


_SCOPE = " /A <</O /Table /Scope /{}>>"


def listing(rows: Sequence[Sequence[Any]]) -> None:
    """Rows of :class:`Words` are entries of a list: a number, and what it numbers."""
    whole = Element("L", attributes=" /A <</O /List /ListNumbering /Decimal>>")
    for number, *body in rows:
        entry = Element("LI", whole)
        number.element = Element("Lbl", entry)
        text = Element("LBody", entry)
        for cell in body:
            cell.element = text


def group(parts: Sequence[Any]) -> None:
    """Paragraphs in one frame belong together."""
    whole = Element("Div")
    for part in parts:
        part.element = Element("P", whole)
