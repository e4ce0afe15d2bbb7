"""Which office an entry belongs to, as its tag shows it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from netzwerkhilfe.models.facts import Facts, OfficeFact
from netzwerkhilfe.models.places import names_within
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, Tag


def office_fact(s: Snapshot, facts: Facts) -> OfficeFact | None:
    """The office that owns an entry; ``None`` for what belongs to nobody, and for an office not known here."""
    return facts.offices.get(s.record.office or "")


def office_of(s: Snapshot, facts: Facts) -> tuple[str, int] | None:
    """Code and rank of the office that owns an entry, as lists draw it."""
    office = office_fact(s, facts)
    return (office.code, office.order) if office else None


def place_words(facts: Facts) -> list[str]:
    """What a field for a place offers: the network's own places, then those round about."""
    own = sorted(p.name for p in facts.places.values())
    return list(dict.fromkeys([*own, *names_within(facts.around)]))


def office_tag(office: OfficeFact) -> Tag:
    """The tag of an office."""
    return Tag(office.code, office.order, office.name)


def office_box(facts: Facts) -> QComboBox:
    """The offices of the network to choose from; the name of a new one can be typed."""
    made = ChoiceBox()
    made.setEditable(True)
    made.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    made.addItems([o.name for o in sorted(facts.offices.values(), key=lambda o: o.order)])
    made.setCurrentIndex(-1)
    edit, completer = made.lineEdit(), made.completer()
    if edit is not None:
        edit.setPlaceholderText("wählen oder schreiben")
    if completer is not None:
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(completer.CompletionMode.PopupCompletion)
    return made
