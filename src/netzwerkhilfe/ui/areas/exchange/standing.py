"""The table of the other offices: what came, what went, what waits, and in sentences what is missing from whom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.exchange import wording
from netzwerkhilfe.exchange.status import Finding, Lack, OfficeStatus, Situation, Waiting
from netzwerkhilfe.exchange.wording import many
from netzwerkhilfe.models.values import clock_of, show_near
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.widgets import Tag, badge, boxed, column, label, line, row

TONES = {Lack.ASIDE: "bad", Lack.UNCONFIRMED: "", Lack.UNSENT: ""}
"""The tones of a badge that are no warning."""
HEADINGS = ("Büro", "Zuletzt empfangen", "Zuletzt gesendet", "Wartet auf Versand", "Stand")
WIDTHS = (5, 4, 4, 4, 4)
BESIDE_TAG = 38
ROW = 38


def state_of(one: OfficeStatus, ready: int = 0) -> tuple[str, str]:
    """Where an office stands in a badge: its words and tone. ``ready`` packages of it lie in the chosen folder."""
    first = one.findings[0].what if one.findings else None
    if ready and first not in (Lack.HELD, Lack.ASIDE):
        return many(ready, "Paket liegt bereit", "Pakete liegen bereit"), "info"
    return wording.standing(one.findings), "ok" if first is None else TONES.get(first, "warn")


def when(store: Store, at: str) -> str:
    """A moment near now: "heute, 10:12 Uhr"; "noch nie" for none."""
    return f"{show_near(at[:10], store.today())}, {clock_of(at)} Uhr" if at else "noch nie"


class OfficesTable(QWidget):
    """One row for each other office, and below it what is missing."""

    def __init__(self, store: Store, found: Situation, waiting: Waiting) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.store = store
        self.grid = QGridLayout()
        self.grid.setContentsMargins(16, 8, 16, 8)
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(6)
        for i, text in enumerate(HEADINGS):
            self.grid.addWidget(label(text, "caption", 9), 0, i)
        for one in found.offices:
            self._office(one, waiting.by_office.get(one.office, 0))
        if not found.offices:
            self.grid.addWidget(label("Noch gehört kein anderes Büro dazu.", "muted"), 1, 0, 1, len(HEADINGS))
        for i, stretch in enumerate(WIDTHS):
            self.grid.setColumnStretch(i, stretch)
        self.setLayout(self.grid)

    def _office(self, one: OfficeStatus, ready: int) -> None:
        grid, at = self.grid, self.grid.rowCount()
        grid.addWidget(line(soft=True), at, 0, 1, len(HEADINGS))
        received = ""
        if one.received_at:
            received = many(one.received, "Änderung", "Änderungen") if one.received else "nichts Neues"
        if one.conflicts:
            received = many(one.conflicts, "Konflikt offen", "Konflikte offen")
        cells = (
            self._name(one),
            _two(when(self.store, one.received_at), received),
            _two(when(self.store, one.sent_at), _confirmed(one)),
            self._unsent(one),
            boxed(row(badge(*state_of(one, ready)), None)),
        )
        for i, cell in enumerate(cells):
            grid.addWidget(cell, at + 1, i)
        grid.setRowMinimumHeight(at + 1, ROW)
        told = [wording.sentence(self.store, f, office=False) for f in one.findings if _told(f, one)]
        if told:
            lines = [label(text, "muted", 9.5, wrap=True) for text in told]
            below = boxed(column(*lines, spacing=2, margins=(BESIDE_TAG, 0, 0, 4)))
            grid.addWidget(below, at + 2, 0, 1, len(HEADINGS))

    def _name(self, one: OfficeStatus) -> QWidget:
        fact = self.store.facts().offices[one.office]
        own = here(self.store).is_own(one.office)
        pcs = "unser anderer PC" if own and len(one.pcs) == 1 else many(len(one.pcs), "PC", "PCs")
        below = pcs if own or len(one.pcs) > 1 else ""
        box = row(Tag(fact.code, fact.order, fact.name), 2, _two(one.name, below, 500))
        box.setStretch(2, 1)
        return boxed(box)

    def _unsent(self, one: OfficeStatus) -> QWidget:
        if one.missing is None and not one.sent_at:
            return label("alles", "", 10, 600)
        if not one.unsent:
            return label("nichts", "muted")
        since = min((f.since for f in one.findings if f.what is Lack.UNSENT), default="")
        return _two(many(one.unsent, "Änderung", "Änderungen"), wording.since_words(self.store, since), 600)


def _two(above: str, below: str, weight: int = 400) -> QWidget:
    parts = [label(above, "", 10, weight, wrap=True)] + ([label(below, "caption", 9)] if below else [])
    return boxed(column(*parts, spacing=0))


def _confirmed(one: OfficeStatus) -> str:
    if not one.sent_at:
        return ""
    if one.missing is None:
        return "noch nichts bestätigt"
    return "bestätigt" if one.missing <= one.unsent else "noch nicht bestätigt"


def _told(found: Finding, one: OfficeStatus) -> bool:
    """Whether the sentence says more than what stands elsewhere: above the table, or in the column of what waits."""
    return found.what not in (Lack.OWN_CLOCK, Lack.HELD) and (found.what is not Lack.UNSENT or len(one.pcs) > 1)
