"""Which papers there are: for each its key, name, what it is about, when it is offered and what gathers it."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind, Record
from netzwerkhilfe.models.blocks import BlockPaper
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.papers import (
    CalendarEvent,
    CourseCertificate,
    EngagementSheet,
    ExchangePaper,
    HandoverSheet,
    Letter,
    ListPaper,
    MailDraft,
    RecoverySheet,
    WeekPlan,
)
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

R = TypeVar("R", bound=Record)

Gathered = (
    BlockPaper
    | ListPaper
    | RecoverySheet
    | ExchangePaper
    | EngagementSheet
    | CourseCertificate
    | HandoverSheet
    | WeekPlan
    | tuple[Letter, ...]
)
"""Plain data of a paper. ``documents/`` has a template for each of these; most papers are a :class:`BlockPaper`."""


class About(StrEnum):
    """What a paper is made of, and so where it is offered."""

    ENTRY = "entry"
    """One entry of ``Paper.kind``: offered at the entry."""
    LIST = "list"
    """Several entries of ``Paper.kind``, or of any kind if none is named: offered at their list."""
    OFFICE = "office"
    """What the office has: offered at the list of ``Paper.kind``, or on the overview if none is named."""
    EVENT = "event"
    """What has just happened (an exchange, a new key): offered there and nowhere else."""


@dataclass(frozen=True)
class Subject:
    """What one paper is to be made of."""

    entry: Snapshot | None = None
    kind: Kind | None = None
    entries: Sequence[Snapshot] = ()
    text: str = ""
    """What a person chose: a year, a day, the filters of a list in words."""
    given: Mapping[str, Json] = field(default_factory=dict)
    """What only the place knows where it happened: a key, the report of an exchange."""

    @property
    def one(self) -> Snapshot:
        """The entry of a paper about one."""
        assert self.entry is not None
        return self.entry

    def of(self, model: type[R]) -> Snapshot[R]:
        """The entry of a paper about one of this kind."""
        return self.one.of(model)

    def all_of(self, model: type[R]) -> list[Snapshot[R]]:
        """The entries of a paper about several of this kind."""
        return [e.of(model) for e in self.entries]


def _always(_reader: Reader, _subject: Subject) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper. Functions take the store to read from and the subject.

    :param key: its name in commands and files, English, never changed.
    :param name: how people call it.
    :param says: one German sentence for the manual: what is on it.
    :param when: German words for the manual: when it is offered, empty for always.
    :param rank: its place among the papers of its kind, in the order in which they are needed.
    """

    key: str
    name: str
    says: str
    gather: Callable[[Reader, Subject], Gathered]
    about: About = About.ENTRY
    kind: str = ""
    when: str = ""
    rank: int = 50
    template: type[Any] = BlockPaper
    """The plain data that ``gather`` gives (for letters :class:`Letter`, of which it gives several)."""
    offered: Callable[[Reader, Subject], bool] = _always
    menu: tuple[str, ...] = (".pdf",)
    """The endings that the window offers; others may be possible too."""
    kept: Callable[[Reader, Subject], bytes | None] | None = None
    """The PDF as it was signed, where there is one: it takes the place of a new one."""
    event: Callable[[Reader, Subject], CalendarEvent] | None = None
    """Its date, for .ics and as an annex of the e-mail."""
    mail: Callable[[Reader, Subject], MailDraft] | None = None
    """The e-mail that brings it, for .eml."""
    text: Callable[[Reader, Subject], tuple[BlockPaper, str, str]] | None = None
    """For .txt, where it differs from the paper: what stands between an opening and a closing."""
    written: Callable[[Change, Subject, Gathered, str], None] | None = None
    """What is noted once it was made; the last argument is the ending."""

    @property
    def by_command(self) -> bool:
        """Whether ``print`` can make it: whatever is not bound to the moment in which something happened."""
        return self.about is not About.EVENT


PAPERS: dict[str, Paper] = {}
"""What was registered so far; :func:`papers` gives all."""


def register(paper: Paper) -> Paper:
    """Add a paper; its file does this once. Raises ``ValueError`` for a key that is taken or a kind that is none."""
    if (
        paper.key in PAPERS
        or (paper.kind and paper.kind not in KINDS)
        or (paper.about is About.ENTRY) > bool(paper.kind)
    ):
        raise ValueError(paper.key)
    PAPERS[paper.key] = paper
    return paper


@functools.cache
def _load() -> None:
    """Import the files of this folder; each registers its papers."""
    package = __name__.rpartition(".")[0]
    for found in pkgutil.iter_modules(importlib.import_module(package).__path__, package + "."):
        importlib.import_module(found.name)


def papers() -> list[Paper]:
    """All papers: those at entries by kind, then those of lists and of the office, each in the order of need."""
    _load()
    kinds = list(KINDS)
    order = list(About)
    return sorted(
        PAPERS.values(), key=lambda p: (order.index(p.about), kinds.index(p.kind) if p.kind else -1, p.rank, p.key)
    )


def find(key: str) -> Paper:
    """A paper by its key. Raises ``UserError``."""
    _load()
    paper = PAPERS.get(key)
    if paper is None:
        raise UserError(
            f"Das Papier „{key}“ gibt es nicht.", "Es wurde nichts gedruckt.", "Es gibt: " + ", ".join(PAPERS)
        )
    return paper


def offered(reader: Reader, entry: Snapshot) -> list[Paper]:
    """What can be printed of an entry as it stands, in the order of need."""
    subject = Subject(entry=entry, kind=entry.kind)
    return [p for p in papers() if p.about is About.ENTRY and p.kind == entry.kind.name and p.offered(reader, subject)]


def at_list(reader: Reader, kind: Kind) -> list[Paper]:
    """What can be printed at the list of a kind: of its entries, and what the office has of them."""
    subject = Subject(kind=kind)
    here = [
        p
        for p in papers()
        if (p.about is About.LIST and p.kind in ("", kind.name)) or (p.about is About.OFFICE and p.kind == kind.name)
    ]
    return [p for p in here if p.offered(reader, subject)]


def of_office(reader: Reader) -> list[Paper]:
    """What can be printed on the overview."""
    return [p for p in papers() if p.about is About.OFFICE and not p.kind and p.offered(reader, Subject())]


PLACES = {
    About.LIST: "Liste",
    About.OFFICE: "Übersicht",
    About.EVENT: "dort, wo es entsteht",
}


def table() -> str:
    """The papers as the table of the manual (Markdown)."""
    lines = ["| Papier | Wo | Wann | Was darauf steht | Befehl |", "|---|---|---|---|---|"]
    for paper in papers():
        kind = KINDS[paper.kind] if paper.kind else None
        if paper.about is About.ENTRY and kind:
            place = kind.singular
        elif kind:
            place = f"Liste {kind.plural}"
        else:
            place = "jede Liste" if paper.about is About.LIST else PLACES[paper.about]
        command = f"`print {paper.key}`" if paper.by_command else ""
        lines.append(f"| {paper.name} | {place} | {paper.when or 'immer'} | {paper.says} | {command} |")
    return "\n".join(lines) + "\n"
