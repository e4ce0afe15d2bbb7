"""Who said what about the members of the network, in words, and the words by which two PCs compare their networks."""

from __future__ import annotations

from typing import NamedTuple

from netzwerkhilfe.exchange import calling, members
from netzwerkhilfe.exchange.invitation import word_list
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.store import conversion
from netzwerkhilfe.store.conversion import Former
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


def lines(store: Store) -> list[Line]:
    """All that was said and taken in, newest first."""
    holding, words = store.membership.holding, _Words(store)
    found = []
    for statement in sorted(store.chain.statements, key=lambda s: (store.chain.depth(s.id), s.id), reverse=True):
        holds = statement.id in holding
        text = words.said(statement) + ("" if holds else " Das gilt nicht mehr.")
        found.append(Line(show_date(statement.day) if statement.day else "", text, holds))
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


def differences(store: Store) -> list[str]:
    """What the entries of before the signed statements said of the PCs, and these took over otherwise or not at all."""
    if not store.chain.statements:
        return []
    words, found = _Words(store), []
    for pc in sorted(conversion.former(store, struck=True), key=lambda pc: (pc.office, pc.person, pc.id)):
        who = words.who(pc.id) if pc.id in words.people else words.former(pc)
        found += [f"{who}: {what}" for what in _differing(store, words, pc)]
    return found


def _differing(store: Store, words: _Words, pc: Former) -> list[str]:
    member = store.membership.members.get(pc.id) or store.membership.former.get(pc.id)
    if member is None:
        return [] if pc.struck else ["steht in den Einträgen, ist aber nicht mit Unterschrift aufgenommen."]
    found, taken_in = [], store.chain[member.since]
    if pc.struck and pc.id in store.membership.members:
        found.append("in den Einträgen ausgeschlossen, gehört jetzt aber dazu.")
    role = str(taken_in.facts["role"])
    if role != pc.role:
        was, now = calling.role_name(pc.role), calling.role_name(role)
        found.append(f"in den Einträgen {was}, aufgenommen als {now}.")
    office = str(taken_in.facts["office"])
    if office != pc.office:
        was, now = words.office(pc.office), words.office(office)
        found.append(f"Büro in den Einträgen: {was}; aufgenommen für: {now}.")
    if taken_in.keys != pc.keys:
        found.append("mit anderen Schlüsseln aufgenommen, als in den Einträgen standen.")
    administers = _administered(store, taken_in)
    if administers != pc.admin:
        found.append(
            "verwaltet nach den Einträgen nicht, bekam das Recht aber bei der Aufnahme."
            if administers
            else "verwaltet nach den Einträgen, bekam das Recht bei der Aufnahme aber nicht."
        )
    return found


def _administered(store: Store, taken_in: Statement) -> bool:
    """Whether a PC was given the right to administer when it was taken in: in the next breath."""
    given = (s for s in store.chain.statements if s.subject == taken_in.subject and s.facts.get("admin") is True)
    return taken_in.does is Does.ROOT or any(s.parents == (taken_in.id,) for s in given)


class _Words:
    """What PCs and offices are called, read once for all lines."""

    def __init__(self, store: Store) -> None:
        self.people, self._facts = members.everybody(store), store.facts()

    def office(self, office: str) -> str:
        return calling.office_name(self._facts, office)

    def who(self, pc: str) -> str:
        identity = self.people.get(pc)
        return calling.pc_name(self._facts, identity) if identity else "ein PC, der nie dazukam"

    def former(self, pc: Former) -> str:
        """A PC that only the entries name."""
        return calling.pc_name(self._facts, members.DeviceIdentity(*pc[:4], *pc.keys))

    def said(self, statement: Statement) -> str:
        """A statement as a sentence."""
        subject, facts = self.who(statement.subject), statement.facts
        if statement.signer:
            by, has, lets = self.who(statement.signer), "hat", "lässt"
        else:
            by, has, lets = f"{len(statement.sheets)} Wiederherstellungsblätter", "haben", "lassen"
        match statement.does:
            case Does.ROOT:
                return f"{subject} hat das Netzwerk begonnen."
            case Does.ADD:
                return f"{by} {has} {subject} aufgenommen, als {calling.role_name(str(facts['role']))}."
            case Does.REKEY:
                return f"{subject} hat neue Schlüssel."
            case Does.REVOKE if statement.signer == statement.subject:
                return f"{subject} hat das Netzwerk verlassen."
            case Does.REVOKE:
                return f"{by} {has} {subject} ausgeschlossen."
            case _ if "role" in facts:
                return f"{by} {has} aus {subject} einen {calling.role_name(str(facts['role']))} gemacht."
            case _ if "admin" in facts:
                return f"{by} {lets} {subject} {'verwalten' if facts['admin'] else 'nicht mehr verwalten'}."
            case _:
                return f"{subject} hat ein neues Wiederherstellungsblatt."
