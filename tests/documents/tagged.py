"""What a screen reader is told of a PDF, read with pikepdf: the tree of its structure, and what stands beside it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pikepdf

CHARACTER = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4,})>", re.IGNORECASE)
SHOWS, PAINTS = ("Tj", "TJ", "'", '"'), ("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "Do", "sh")


@dataclass
class Node:
    """A structure element with its text; pieces on several pages are joined."""

    tag: str
    text: str = ""
    kids: list[Node] = field(default_factory=list)
    pieces: list[tuple[int, int]] = field(default_factory=list)
    """What is drawn of it, as (page, MCID)."""
    attributes: Any = None
    alt: str = ""
    spoken: str = ""
    """What is read aloud in place of the text."""

    @property
    def pages(self) -> set[int]:
        """The pages that it stands on, from 0."""
        return {page for page, _ in self.pieces}

    def all(self) -> Iterator[Node]:
        """It and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            yield from kid.all()

    def called(self, *tags: str) -> list[Node]:
        """All of these tags, in the order of reading."""
        return [n for n in self.all() if n.tag in tags]


class Tagged:
    """A document's tree, its artifacts page by page, and what is drawn outside both (nothing should be)."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.artifacts: list[list[str]] = []
        self.outside: list[str] = []
        self.order: list[tuple[int, int]] = []
        self._said: dict[tuple[int, int], str] = {}
        self._numbers = {page.obj.objgen: i for i, page in enumerate(self.pdf.pages)}
        for number, page in enumerate(self.pdf.pages):
            self._read(number, page)
        self.links: list[tuple[str, str, str]] = []
        """What is clicked: the text in the tree, the address, the words of the annotation."""
        self.read: list[tuple[int, int]] = []
        self._parents: dict[tuple[int, int], tuple[int, int]] = {}
        root: Any = self.pdf.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        self._by_key: dict[int, Any] = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        self.tree = self._node(root.K, None)
        self.astray = sorted(self._astray())

    def _read(self, number: int, page: Any) -> None:
        fonts = {str(name): _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        self.artifacts.append([])
        inside: list[int | None] = []
        letters: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operator, operands = str(instruction.operator), instruction.operands
            if operator in ("BDC", "BMC"):
                assert not inside, "marked content within marked content"
                tagged = str(operands[0]) != "/Artifact"
                inside.append(int(operands[1].MCID) if tagged else None)
                if tagged:
                    self.order.append((number, int(operands[1].MCID)))
                    self._said[number, int(operands[1].MCID)] = ""
                else:
                    self.artifacts[number].append("")
            elif operator == "EMC":
                inside.pop()
            elif operator == "Tf":
                letters = fonts[str(operands[0])]
            elif operator in SHOWS:
                self._take(number, inside, "".join(letters[b] for b in _bytes(operands)))
            elif operator == "T*":
                self._take(number, inside, " ")
            elif operator in PAINTS and not inside:
                self.outside.append(operator)

    def _take(self, number: int, inside: list[int | None], said: str) -> None:
        if not inside:
            self.outside += [said] if said.strip() else []
        elif inside[-1] is None:
            self.artifacts[number][-1] += said
        else:
            self._said[number, inside[-1]] += said

    def _node(self, element: Any, page: Any) -> Node:
        page = element.get("/Pg", page)
        made = Node(str(element.S)[1:], attributes=element.get("/A"), alt=str(element.get("/Alt", "")))
        made.spoken = str(element.get("/ActualText", ""))
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                assert kid.P.objgen == element.objgen
                made.kids.append(self._node(kid, page))
                continue
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                spot = kid.Obj
                assert element.S == "/Link" and spot.objgen in {a.objgen for a in kid.Pg.Annots}
                assert self._by_key[int(spot.StructParent)].objgen == element.objgen
                self.links.append((made.text, str(spot.A.URI), str(spot.Contents)))
                continue
            if isinstance(kid, pikepdf.Dictionary):
                where = self._numbers[kid.Pg.objgen], int(kid.MCID)
            else:
                where = self._numbers[page.objgen], int(cast("Any", kid))
            self.read.append(where)
            self._parents[where] = element.objgen
            made.text += self._said[where]
            made.pieces.append(where)
        return made

    def _astray(self) -> Iterator[tuple[int, int]]:
        """Pieces for which the tree of parents names another element."""
        for number, page in enumerate(self.pdf.pages):
            elements = self._by_key.get(int(page.obj.get("/StructParents", -1)), [])
            yield from (
                (number, mcid)
                for (where, mcid), element in self._parents.items()
                if where == number and (mcid >= len(elements) or elements[mcid].objgen != element)
            )

    def units(self, node: Node) -> Iterator[list[tuple[int, int]]]:
        """The pieces of each paragraph and each row: a row that goes on over a page is read cell by cell."""
        if node.tag in ("TR", "LI"):
            pieces = [p for n in node.all() for p in n.pieces]
            if pieces:
                yield pieces
            return
        if node.pieces:
            yield node.pieces
        for kid in node.kids:
            yield from self.units(kid)

    @property
    def words(self) -> str:
        """All that is read aloud, in its order."""
        return " ".join(" ".join(self._said[where] for where in self.read).split())


def _letters(font: Any) -> dict[int, str]:
    found = {}
    for code, text in CHARACTER.findall(font.ToUnicode.read_bytes()):
        found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def _bytes(operands: Any) -> bytes:
    parts = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
    return b"".join(bytes(p) for p in parts if isinstance(p, pikepdf.String))
