"""Erasing for good from the window: one question, which says what goes, what is asked for, and who else is named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.services.entries.erasing import Outcome
from netzwerkhilfe.store import erasure
from netzwerkhilfe.ui.kit.dialogs import Panel, ask

if TYPE_CHECKING:
    from netzwerkhilfe.models.facts import Facts
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.store.store import Store

NAMED = 5
"""So many entries are named in the question."""


def _titles(entries: Sequence[Snapshot], facts: Facts) -> str:
    named = ", ".join(f"„{e.title(facts)}“" for e in entries[:NAMED])
    more = len(entries) - NAMED
    return named + (f" und {more} weitere" if more > 0 else "")


def _offices(ids: Sequence[str], facts: Facts) -> str:
    return " und ".join(facts.offices[i].name if i in facts.offices else "ein anderes Büro" for i in ids)


def question(host: QWidget, store: Store, entries: Sequence[Snapshot], then: Callable[[], object]) -> Panel:
    """Ask whether entries are to be erased, or other offices to be asked for it."""
    facts = store.facts()
    theirs = {e.id: office for e in entries if (office := erasing.decides(store, e))}
    own = [e for e in entries if e.id not in theirs]
    others = [erasing.concerned(store, e) for e in entries if e.id in theirs]
    going = {e.id for e in entries}
    mentioned = {i: None for e in own for _, i in erasure.mentions(store, e) if i not in going}
    said = []
    if own:
        verb = "wird" if len(own) == 1 else "werden"
        said.append(
            f"{_titles(own, facts)} und alles, was daran hängt, {verb} gelöscht: hier, in den Sicherungen und mit dem "
            "nächsten Austausch in allen Büros. Das lässt sich nicht zurücknehmen."
        )
    if mentioned:
        names = [s.title(facts) for s in map(store.get, list(mentioned)[:NAMED]) if s]
        said.append(f"Namen daraus kommen noch vor in: {', '.join(names)}. Das ändern Sie bitte von Hand.")
    if others:
        offices = _offices(sorted(set(theirs.values())), facts)
        said.append(
            f"Über {_titles(others, facts)} entscheidet {offices}: Das Büro wird mit dem nächsten Austausch um die "
            "Löschung gebeten; bis dahin bleibt der Eintrag."
        )
    if own:
        title = "Endgültig löschen?" if len(entries) == 1 else f"{len(entries)} Einträge endgültig löschen?"
        return ask(host, title, " ".join(said), "Endgültig löschen", then, danger=True)
    return ask(host, "Um Löschung bitten?", " ".join(said), "Um Löschung bitten", then)


def told(outcome: Outcome, facts: Facts) -> str:
    """What was done, in a sentence or two."""
    said = []
    if outcome.erased:
        said.append("1 Eintrag ist" if outcome.erased == 1 else f"{outcome.erased} Einträge sind")
        said[-1] += " endgültig gelöscht."
    if outcome.asked:
        said.append(f"Um die Löschung gebeten: {_offices(outcome.asked, facts)}.")
    return " ".join(said)
