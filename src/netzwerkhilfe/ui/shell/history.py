"""The way back: what was done at the window, in its order, each act with its name; Strg+Z and Strg+Y go along it.

An act is a change of the store (:meth:`Store.act`) or a setting of this PC. What cannot be taken back ends the way:
what lies before it is not reached any more, and whoever tries is told why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store.changeset import Act, ChangeSet, Kept

if TYPE_CHECKING:
    from netzwerkhilfe.store.store import Store

MOST = 50
"""So many acts are kept."""
NOTHING = "Hier ist nichts rückgängig zu machen."
NOTHING_AGAIN = "Hier ist nichts zu wiederholen."


@dataclass
class Step:
    """One act that can be taken back.

    ``owned`` are, by record and register, the numbers of later changes that brought back what the act had left.
    """

    name: str
    change: ChangeSet = field(default_factory=ChangeSet)
    owned: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    back: Callable[[], object] | None = None
    again: Callable[[], object] | None = None

    @property
    def places(self) -> set[tuple[str, str]]:
        """The registers that it wrote."""
        return {(e.id, r) for e in self.change.entries.values() for r in e.registers}

    def wrote(self, record: str, register: str) -> bool:
        """Whether the act wrote this register; what it added it wrote as a whole."""
        entry = self.change.entries.get(record)
        return entry is not None and (entry.what == "added" or register in entry.registers)

    def owns(self, place: tuple[str, str], other: ChangeSet) -> None:
        """What ``other`` wrote there stands for what this act had left."""
        self.owned.setdefault(place, set()).update(other.numbers.values())


@dataclass(frozen=True)
class Outcome:
    """What became of Strg+Z or Strg+Y: the act, whether it was taken back, else why not.

    ``rest`` does what can be done of it all the same, if there is something.
    """

    name: str
    done: bool
    said: str = ""
    rest: Callable[[], Outcome] | None = None


class ChangedSince(UserError):
    """Not all of an act can be taken back; nothing was."""


class History(QObject):
    """The acts, the newest last; ``changed`` tells that there is another newest one."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._why = NOTHING
        """What is said where the way back ends."""

    # ---- what is done -----------------------------------------------------------------------------------------------
    def note(self, act: Act) -> None:
        """An act on the store was done; called in the thread that did it."""
        last = self._done[-1] if self._done else None
        step = Step(act.name, act.change)
        if act.goes_on and last and last.name == act.name and last.places == step.places and not self._undone:
            for place in step.places:
                last.owns(place, act.change)
        else:
            self._add(step)
        self.changed.emit()

    def note_setting(self, name: str, back: Callable[[], object], again: Callable[[], object]) -> None:
        """A setting of this PC was changed; ``back`` puts the former one in its place, ``again`` the new one."""
        self._add(Step(name, back=back, again=again))
        self.changed.emit()

    def _add(self, step: Step) -> None:
        self._done.append(step)
        if len(self._done) > MOST:
            del self._done[0]
            self._why = f"Weiter zurück geht es nicht: Das Programm merkt sich die letzten {MOST} Schritte."
        self._undone.clear()

    def end(self, why: str) -> None:
        """The way back ends here, and why."""
        self._done.clear()
        self._undone.clear()
        self._why = why
        self.changed.emit()

    # ---- back and forth ---------------------------------------------------------------------------------------------
    @property
    def undoes(self) -> str:
        """The name of what Strg+Z takes back, "" for nothing."""
        return self._done[-1].name if self._done else ""

    @property
    def redoes(self) -> str:
        """The name of what Strg+Y does again, "" for nothing."""
        return self._undone[-1].name if self._undone else ""

    def knows(self, change: ChangeSet) -> bool:
        """Whether a change is among the acts."""
        return any(s.change is change for s in self._done)

    def is_last(self, change: ChangeSet) -> bool:
        """Whether a change is what Strg+Z would take back."""
        return bool(self._done) and self._done[-1].change is change

    def undo(self, store: Store) -> Outcome:
        """Take the newest act back."""
        return self._go(store, self._done, self._undone, self._why)

    def redo(self, store: Store) -> Outcome:
        """Do again what was taken back last."""
        return self._go(store, self._undone, self._done, NOTHING_AGAIN)

    def _go(self, store: Store, source: list[Step], target: list[Step], nothing: str) -> Outcome:
        if not source:
            return Outcome("", done=False, said=nothing)
        step = source.pop()
        if step.back:
            step.back()
            target.append(Step(step.name, back=step.again, again=step.back))
            outcome = Outcome(step.name, done=True)
        else:
            outcome = self._write(store, step, source, target)
        self.changed.emit()
        return outcome

    def _write(self, store: Store, step: Step, source: list[Step], target: list[Step]) -> Outcome:
        """Take a step back as a whole; where somebody has changed something of it since, only if asked once more."""
        kept: list[Kept] = []
        try:
            with store.change() as change:
                kept = change.undo(step.change, step.owned)
                if kept:
                    raise ChangedSince(step.name)
        except ChangedSince:
            rest = partial(self._write_rest, store, step, source, target) if _leaves(step.change, kept) else None
            return Outcome(step.name, done=False, said=said_of(store, kept), rest=rest)
        except UserError as error:
            return Outcome(step.name, done=False, said=error.paragraph())
        return self._written(step, change.set, source, target)

    def _write_rest(self, store: Store, step: Step, source: list[Step], target: list[Step]) -> Outcome:
        try:
            with store.change() as change:
                change.undo(step.change, step.owned)
        except UserError as error:
            return Outcome(step.name, done=False, said=error.paragraph())
        outcome = self._written(step, change.set, source, target)
        self.changed.emit()
        return outcome

    @staticmethod
    def _written(step: Step, written: ChangeSet, source: list[Step], target: list[Step]) -> Outcome:
        if not written.entries:
            return Outcome(step.name, done=False, said="Es steht schon alles so da wie vorher.")
        reverse = Step(step.name, written)
        for place in reverse.places:
            if found := next((s for s in reversed(source) if s.wrote(*place)), None):
                found.owns(place, written)
        target.append(reverse)
        return Outcome(step.name, done=True)


def _leaves(done: ChangeSet, kept: list[Kept]) -> bool:
    """Whether an act did something to other entries than those that were changed since."""
    changed = {k.id for k in kept}
    return any(KINDS[e.kind].listed and e.id not in changed for e in done.entries.values())


def said_of(store: Store, kept: list[Kept]) -> str:
    """What was left as it is, because somebody has changed it since; "" for nothing."""
    facts, words = store.facts(), []
    for one in kept:
        found = store.get(one.id)
        if found is None:
            continue
        title = f"„{found.title(facts)}“"
        words.append(f"{found.kind.label(one.register)} bei {title}" if one.register else title)
    words = list(dict.fromkeys(words))
    if not words:
        return ""
    more = f" und {len(words) - 3} weitere" if len(words) > 3 else ""
    return f"Seitdem geändert: {', '.join(words[:3])}{more}."
