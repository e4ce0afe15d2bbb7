"""Who said what about the members of the network, in words, and the words by which two PCs compare their networks."""

from __future__ import annotations

from typing import NamedTuple

from netzwerkhilfe.exchange import members
from netzwerkhilfe.exchange.invitation import word_list
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.store.statements import Does, Statement
from netzwerkhilfe.store.store import Store

NETWORK_WORDS = 8


class Line(NamedTuple):
    """One line of the history."""

    day: str
    """As people read it; by the clock of the PC that said it."""
    text: str
    holds: bool
    """Whether it holds, or was made void by a revoke."""
    pc: str
    """Whom it is about, by id."""


def lines(store: Store) -> list[Line]:
    """All that was said and taken in, newest first."""
    holding = store.membership.holding
    found = []
    for statement in sorted(store.chain.statements, key=lambda s: (store.chain.depth(s.id), s.id), reverse=True):
        holds = statement.id in holding
        text = _text(store, statement) + ("" if holds else " Das gilt nicht mehr.")
        found.append(Line(show_date(statement.day) if statement.day else "", text, holds, statement.subject))
    return found


def network_words(store: Store) -> str:
    """Eight words that follow from the root: two PCs that show the same are in the same network."""
    if not store.chain.statements:
        return ""
    known = word_list()
    number = int(store.chain.statements[0].id, 16)
    found = []
    for _ in range(NETWORK_WORDS):
        number, index = divmod(number, len(known))
        found.append(known[index])
    return " ".join(found)


def _who(store: Store, pc: str) -> str:
    identity = members.everybody(store).get(pc)
    if identity is None:
        return "ein PC, der nie dazukam"
    office = store.facts().offices.get(identity.office)
    name = office.name if office else "unbekanntes Büro"
    return f"{identity.person} ({name})" if identity.person else f"ein PC von {name}"


def _text(store: Store, statement: Statement) -> str:
    subject, facts = _who(store, statement.subject), statement.facts
    if statement.signer:
        by, has, lets = _who(store, statement.signer), "hat", "lässt"
    else:
        by, has, lets = f"{len(statement.sheets)} Wiederherstellungsblätter", "haben", "lassen"
    match statement.does:
        case Does.ROOT:
            return f"{subject} hat das Netzwerk begonnen."
        case Does.ADD:
            return f"{by} {has} {subject} aufgenommen, als {_role(facts['role'])}."
        case Does.REKEY:
            return f"{subject} hat neue Schlüssel."
        case Does.REVOKE if statement.signer == statement.subject:
            return f"{subject} hat das Netzwerk verlassen."
        case Does.REVOKE:
            return f"{by} {has} {subject} ausgeschlossen."
        case _ if "role" in facts:
            return f"{by} {has} aus {subject} einen {_role(facts['role'])} gemacht."
        case _ if "admin" in facts:
            return f"{by} {lets} {subject} {'verwalten' if facts['admin'] else 'nicht mehr verwalten'}."
        case _:
            return f"{subject} hat ein neues Wiederherstellungsblatt."


def _role(role: object) -> str:
    return "PC des Büros" if role == "office" else "PC einer helfenden Person"
