"""A paper as a row of plain blocks: what it says, not how it looks. PDF, Word and plain text are set from the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a part, 2 a section or an item; ``number`` stands before it ("TOP 2.1")."""

    text: str
    level: int = 2
    number: str = ""
    aside: str = ""
    """At the right of the line: a time, an attendance."""


@dataclass(frozen=True)
class Text:
    """A paragraph of a person's text; ``style`` is body, bold, small or quote. Line breaks are kept."""

    text: str
    style: str = "body"
    label: str = ""
    """A bold word before it ("Sachverhalt:")."""


@dataclass(frozen=True)
class Pairs:
    """Facts line by line: label and text."""

    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Grid:
    """A table; ``weights`` share out the width; headings come again on each page. ``tall`` leaves room to sign."""

    headings: Sequence[str]
    weights: Sequence[float]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()
    """Columns set to the right."""
    bold: Sequence[int] = ()
    tall: bool = False


@dataclass(frozen=True)
class Verdict:
    """A decision in its frame: number, wording, votes, result."""

    title: str
    wording: str
    result: str
    votes: str = ""
    more: Sequence[str] = ()
    carried: bool | None = None


@dataclass(frozen=True)
class Signatures:
    """Lines to sign, each with what stands below it."""

    who: Sequence[str]


@dataclass(frozen=True)
class Gap:
    """Empty space, in millimetres."""

    height: float


Block = Heading | Text | Pairs | Grid | Verdict | Signatures | Gap


@dataclass(frozen=True)
class LetterHead:
    """What stands at the head of every paper: the network, its motto, the office, and a picture (PNG or JPEG)."""

    network: str
    office: str
    motto: str = ""
    address: Sequence[str] = ()
    """Street and town of the office."""
    contact: Sequence[str] = ()
    """How the office is reached: telephone, e-mail."""
    logo: bytes | None = None

    @property
    def lines(self) -> Sequence[str]:
        """Address and contact, as the head prints them."""
        return (*self.address, *self.contact)


@dataclass(frozen=True)
class BlockPaper:
    """A whole paper. ``kind`` names it in the foot and as document title; ``mark`` is printed across a draft."""

    head: LetterHead
    title: str
    subtitle: str
    kind: str
    blocks: Sequence[Block]
    mark: str = ""
    subject: str = ""
