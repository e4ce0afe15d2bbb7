"""Picking a case by its number, its household or its name, instead of typing the number."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models.cases import Case, CasePrivate
from netzwerkhilfe.models.fields import place_name
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.services.matching.matching import context_of, is_open
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.ui.kit import icons

BETWEEN = "  ·  "


def choices(reader: Reader) -> list[str]:
    """The open cases in a line each, the own ones first, the newest number first; names only of the own office."""
    access, context, facts = here(reader), context_of(reader), reader.facts()
    names = {p.root: p.record.name for p in reader.all(CasePrivate)}
    found = []
    for case in reader.all(Case):
        if case.record.number and is_open(case.record, context):
            own = access.owns(case.record.office)
            more = (names.get(case.root) if own else "", place_name(case.record.place, facts))
            found.append((own, case.record.number, BETWEEN.join(p for p in (case.title(facts), *more) if p)))
    return [line for _, _, line in sorted(found, key=lambda f: f[:2], reverse=True)]


def _number(line: str) -> str:
    return line.split(BETWEEN, maxsplit=1)[0].split(",", maxsplit=1)[0]


class CasePicker(QCompleter):
    """Completes a line edit with the number of a case that is found by any part of its line."""

    def __init__(self, reader: Reader, edit: QLineEdit) -> None:
        self.lines, self.edit = choices(reader), edit
        super().__init__(self.lines, edit)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setMaxVisibleItems(10)
        popup = self.popup()
        if popup is not None:
            popup.setMinimumWidth(380)
        edit.setCompleter(self)
        edit.setPlaceholderText("Nummer, Name oder Ort")
        show = edit.addAction(icons.icon("caret-down"), QLineEdit.ActionPosition.TrailingPosition)
        show.setToolTip("Gesuche anzeigen")
        show.triggered.connect(self.show_all)
        edit.editingFinished.connect(self.settle)

    def settle(self) -> None:
        """A part of a line that only one case has stands for its number."""
        plain = fold(self.edit.text())
        found = [line for line in self.lines if plain and plain in fold(line)]
        if len(found) == 1:
            self.edit.setText(_number(found[0]))

    def show_all(self) -> None:
        """All open cases."""
        self.setCompletionPrefix("")
        self.complete()

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The number alone: that is what is kept."""
        return _number(str(super().pathFromIndex(index)))
