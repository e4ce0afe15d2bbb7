"""The panels of a suggestion's next step: what belongs to it, what moves along, who goes on and by when."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QVBoxLayout, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.cases import Case, Match, Outcome
from netzwerkhilfe.models.entry import read_texts
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json, show
from netzwerkhilfe.services.matching import along, chain, following
from netzwerkhilfe.services.matching.along import ACCEPTED, BEGUN, DONE, REFUSED, Along
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.form import Input
from netzwerkhilfe.ui.kit.naming import ask_about_person
from netzwerkhilfe.ui.kit.widgets import clear, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

NEXT = ("next_person", "next_on")
ANSWER = "Antwort eintragen"
WIDTH = 600


def fields_for(store: Store, match: Snapshot[Match], stage: str) -> tuple[str, ...]:
    """What is asked when a suggestion comes to a stage: who refused and why, the outcome, why it begins without a
    permit."""
    wanted = store.facts().stage(match.kind.name, stage)
    phase = wanted.phase if wanted else 0
    if phase == REFUSED:
        return ("refused_by", "refused_because")
    if phase == DONE:
        return ("outcome", "hours", "kilometres", "cost")
    return ("override_note",) if phase == BEGUN and chain.permit_missing(store, match) else ()


def asks(store: Store, match: Snapshot[Match], stage: str) -> bool:
    """Whether a step is asked about before it is written: it is an answer, something belongs to it or moves along."""
    wanted = store.facts().stage(match.kind.name, stage)
    answer = wanted is not None and wanted.phase == ACCEPTED
    return answer or bool(fields_for(store, match, stage)) or bool(along.moves_along(store, match, stage))


class Ticks(QWidget):
    """What moves along, each with a tick."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(6)
        self.setLayout(self._column)

    def show_moves(self, moves: Sequence[Along]) -> None:
        """Show these; what a person has ticked or not stays so."""
        before = {k: b.isChecked() for k, b in self.boxes.items()}
        clear(self._column)
        self.boxes = {}
        if moves:
            self._column.addWidget(label("Das ändert sich mit", "", 9.5, 500))
        for one in moves:
            box = QCheckBox(one.text.replace("&", "&&"))
            box.setChecked(before.get(one.key, one.ticked))
            self.boxes[one.key] = box
            self._column.addWidget(box)
        self.setVisible(bool(moves))

    def keys(self) -> set[str]:
        """The keys of what is ticked."""
        return {k for k, b in self.boxes.items() if b.isChecked()}


class _MatchPanel(Panel):
    """A panel about a suggestion, with inputs of its fields; a mistake stays in it."""

    def __init__(self, window: Commands, match: Snapshot[Match], heading: str) -> None:
        store = window.store
        case = store.get(match.record.parent or "", Case)
        about = " · ".join(p for p in (case.record.number if case else "", match.record.title) if p)
        super().__init__(window.host, heading, subtitle=about, icon="handshake", width=WIDTH)
        self.window_, self.store, self.match = window, store, match
        self.inputs: dict[str, Input] = {}
        self.problem = label("", "bad", 10, 500, wrap=True)
        self.place = QVBoxLayout()
        self.place.setSpacing(10)
        self.body.addWidget(self.problem)
        self.body.addLayout(self.place)

    def ask_for(self, names: Sequence[str], values: dict[str, Json]) -> None:
        """Inputs of these fields beside each other in pairs."""
        kind, facts = self.match.kind, self.store.facts()
        for start in range(0, len(names), 2):
            line = row(spacing=16)
            for name in names[start : start + 2]:
                made = Input(name, kind.fields[name], show(kind.fields[name], values.get(name), facts), facts)
                self.inputs[name] = made
                line.addLayout(made.box, 1)
            self.place.addLayout(line)

    def first(self) -> QWidget | None:
        """Where typing begins: the first input; without one the button that does it."""
        return next((i.editor for i in self.inputs.values()), self.save_button)

    def read(self) -> dict[str, Json] | None:
        """What was typed; ``None`` where it cannot be read."""
        found = read_texts(self.match.kind, {n: i.text() for n, i in self.inputs.items()}, self.store.facts())
        for name, made in self.inputs.items():
            made.blame(found.errors.get(name, ""))
        return None if found.errors else found.values

    def tell(self, error: UserError) -> None:
        """Why it was not taken."""
        self.problem.setText(error.paragraph())
        self.problem.show()
        self.fit()


class StepPanel(_MatchPanel):
    """A suggestion comes to a stage. Where that is an answer, it is asked which."""

    def __init__(self, window: Commands, match: Snapshot[Match], stage: str) -> None:
        facts, kind = window.store.facts(), match.kind.name
        wanted = facts.stage(kind, stage)
        answer = wanted is not None and wanted.phase == ACCEPTED
        heading = ANSWER if answer else facts.label(kind, stage)
        super().__init__(window, match, heading[0].upper() + heading[1:])
        self.stage = stage
        self.answers = QButtonGroup(self)
        if answer:
            refused = [s.key for s in facts.stages.get(kind, ()) if s.phase == REFUSED]
            self._ask_which([stage, *refused], facts)
        self._draw()
        self.saver("Eintragen", self.save)

    def _ask_which(self, stages: Sequence[str], facts: Facts) -> None:
        """The answers beside each other; the one that leads on is chosen."""
        ways = row(spacing=16)
        for number, stage in enumerate(stages):
            way = QRadioButton(facts.label(self.match.kind.name, stage))
            way.setChecked(stage == self.stage)
            self.answers.addButton(way, number)
            ways.addWidget(way)
        ways.addStretch(1)
        self.answers.idClicked.connect(lambda number: self._choose(stages[number]))
        self.body.insertLayout(0, ways)

    def _choose(self, stage: str) -> None:
        self.stage = stage
        self._draw()
        QTimer.singleShot(0, self, self.fit)  # the new fields have their size only then

    def _draw(self) -> None:
        """What belongs to the stage, what moves along, and how it goes on."""
        clear(self.place)
        self.inputs = {}
        wanted = self.store.facts().stage(self.match.kind.name, self.stage)
        phase = wanted.phase if wanted else 0
        missing = chain.permit_missing(self.store, self.match) if phase == BEGUN else ""
        self.problem.setText(missing)
        self.problem.setVisible(bool(missing))
        self.ask_for(fields_for(self.store, self.match, self.stage), {})
        self.ticks = Ticks()
        self.place.addWidget(self.ticks)
        case = self.store.get(self.match.record.parent or "", Case)
        if phase < DONE and case is not None:
            self.place.addWidget(label("Wie geht es weiter?", "", 9.5, 500))
            self.ask_for(NEXT, chain.next_values(self.store, self.match, case, phase))
        outcome = self.inputs.get("outcome")
        if outcome is not None and isinstance(outcome.editor, QComboBox):
            outcome.editor.currentTextChanged.connect(lambda _t: self.show_moves())
        self.show_moves()

    def first(self) -> QWidget | None:
        """Where the keyboard begins: at the answer, where one is asked for."""
        return self.answers.button(0) or super().first()

    def show_moves(self) -> None:
        """What moves along, by the outcome that is chosen now."""
        text = self.inputs["outcome"].text() if "outcome" in self.inputs else ""
        outcome = next((o for o in Outcome if o.label == text), None)
        self.ticks.show_moves(along.moves_along(self.store, self.match, self.stage, outcome=outcome))
        self.fit()

    def save(self) -> None:
        """Write it, with what is ticked."""
        values = self.read()
        if values is None:
            return
        typed = {n: v for n, v in values.items() if v is not None or n in NEXT}
        if "next_on" in typed and typed["next_on"] is None:
            del typed["next_on"]  # a step without a day has the usual one
        try:
            self.window_.leads.set_match(self.match, self.stage, typed, self.ticks.keys())
        except PersonNamed as error:
            ask_about_person(self.host, self.store, error, self.save)
        except UserError as error:
            self.tell(error)
        else:
            self.dismiss()


class NextPanel(_MatchPanel):
    """Who goes on with a suggestion, and by when."""

    def __init__(self, window: Commands, match: Snapshot[Match]) -> None:
        super().__init__(window, match, "Wie geht es weiter?")
        step = following.step_of(self.store, match)
        shown: dict[str, Json] = {"next_on": step.due.isoformat(), "next_person": step.person} if step else {}
        self.ask_for(NEXT, shown)
        self.problem.hide()
        self.saver("Eintragen", self.save)

    def save(self) -> None:
        """Write it; the task follows."""
        values = self.read()
        if values is None:
            return
        put_off = partial(chain.put_off, match=self.match, person=values["next_person"], day=values["next_on"])
        try:
            with self.store.act("Nächster Schritt verschoben") as change:
                put_off(change)
        except UserError as error:
            self.tell(error)
            return
        self.dismiss()
        self.window_.did(change.set, "Eingetragen.")
