"""A list of offices and places before it is taken: what is new, what changes, what could not be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFileDialog, QListWidget, QListWidgetItem, QWidget

from netzwerkhilfe.exchange import geography
from netzwerkhilfe.exchange.geography import CHANGED, KNOWN, NEW
from netzwerkhilfe.models.geography import Union, located
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.transfer import place_lists
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.choosing import save_as
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import badge, label, row

LISTS = "Listen (*.xlsx *.xls *.ods *.csv)"
WORDS = {NEW: "neu", CHANGED: "geändert", KNOWN: "bekannt"}
ICONS = {NEW: "plus", CHANGED: "pencil-simple", KNOWN: "equals"}


class PlaceListPanel(Panel):
    """The preview; ``taken`` gets the offices of the list."""

    def __init__(
        self,
        host: QWidget,
        reader: Reader | None,
        path: Path,
        taken: Callable[[list[Union]], object],
    ) -> None:
        listed = place_lists.read(path)  # before the panel: what cannot be read leaves none
        super().__init__(host, "Orte übernehmen", subtitle=path.name, icon="map-pin", width=760)
        self.taken, self.unions = taken, located(listed.unions)
        steps = geography.plan(reader, self.unions)
        badges = row(spacing=8)
        for fate, tone in ((NEW, "ok"), (CHANGED, "info"), (KNOWN, "")):
            count = sum(s.fate == fate for s in steps)
            if count:
                badges.addWidget(badge(f"{count} {WORDS[fate]}", tone))
        if listed.problems:
            badges.addWidget(badge(f"{len(listed.problems)} nicht gelesen", "bad"))
        badges.addStretch(1)
        self.rows = QListWidget()
        self.rows.setObjectName("lines")
        self.rows.setAccessibleName("Was mit jedem Ort geschieht")
        self.rows.setFixedHeight(max(120, min(360, host.height() - 280)))
        for problem in listed.problems:
            said = f"{problem.heading} „{problem.value[:40]}“" if problem.heading else f"„{problem.value[:40]}“"
            self._line(f"Zeile {problem.row}  ·  {said}  ·  nicht gelesen: {problem.reason}", "x", "bad")
        for step in steps:
            more = f": {', '.join(step.changes)}" if step.changes else ""
            text = f"{geography.title_of(step)}  ·  {WORDS[step.fate]}{more}"
            self._line(text, ICONS[step.fate], "text1" if step.fate != KNOWN else "text3")
        self.body.addLayout(badges)
        self.body.addWidget(self.rows)
        self.body.addWidget(
            label(
                "Was die Liste nicht nennt, bleibt, wie es ist. Orte ab 500 Einwohner bekommen ihre Lage von selbst.",
                "caption",
                9,
                wrap=True,
            )
        )
        self.saver("Liste übernehmen", self.save)

    def _line(self, text: str, icon: str, tone: str) -> None:
        item = QListWidgetItem(text)
        item.setSizeHint(QSize(0, theme.LINE_HEIGHT))
        item.setForeground(theme.color(tone))
        item.setIcon(icons.icon(icon, tone, 14))
        self.rows.addItem(item)

    def save(self) -> None:
        """Take the list."""
        self.dismiss()
        self.taken(self.unions)


def pick_list(parent: QWidget) -> Path | None:
    """Ask which list to take."""
    found, _ = QFileDialog.getOpenFileName(parent, "Liste der Orte wählen", str(Path.home()), LISTS)
    return Path(found) if found else None


def pick_target(parent: QWidget, name: str) -> Path | None:
    """Ask where to save a list; it is an Excel file where no other ending is typed."""
    return save_as(parent, "Liste der Orte speichern", Path.home() / name, "Excel (*.xlsx);;CSV (*.csv)")
