"""Business cards (vCard 3.0, RFC 2426) of those who can be reached: for telephones and address books.

Cards are made of the fields that a kind declares for them (:class:`~netzwerkhilfe.models.base.Card`) and of no other: a
telephone hands its address book on to many programs. Nothing about a person in need is among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.base import Card
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.people import is_body, read_name
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.transfer import sheets


def as_vcards(kind: Kind, entries: Iterable[Snapshot], facts: Facts) -> Iterator[bytes]:
    """The card of each entry in UTF-8, empty for one that has neither telephone nor e-mail nor address."""
    assert kind.card
    for entry in entries:
        yield b"".join(map(_folded, _Card(kind.card, entry, facts).lines()))


def _folded(line: str) -> bytes:
    """A line of at most 75 octets, going on in lines that begin with a blank (RFC 2425, 5.8.1); no sign is cut."""
    parts, part, room = [], b"", 75
    for sign in line:
        octets = sign.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", 74
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"


def _escaped(text: str) -> str:
    """A text value (RFC 2426, 4: backslash, comma, semicolon and the end of a line)."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _structured(*parts: str) -> str:
    """A value of several parts (RFC 2426, 2.3)."""
    return ";".join(map(_escaped, parts))


class _Card:
    """One entry as a card."""

    def __init__(self, card: Card, entry: Snapshot, facts: Facts) -> None:
        self.card, self.entry, self.facts = card, entry, facts
        self.values: dict[str, Any] = entry.full

    def _text(self, name: str) -> str:
        """A field as people read it, on one line of plain signs; empty where there is none."""
        if not name:
            return ""
        text = show(self.entry.kind.fields[name], self.values.get(name), self.facts)
        return sheets.clean(text).strip()

    def lines(self) -> list[str]:
        """The card line by line, unfolded; none where nobody can be reached by it."""
        reached = [*self._phones(), *self._email(), *self._address()]
        if not reached:
            return []
        return [
            "BEGIN:VCARD",
            "VERSION:3.0",  # 3.6.9
            f"UID:{self.entry.id}",  # 3.6.7
            *self._name(),
            *reached,
            f"CATEGORIES:{_escaped(self.entry.kind.plural)}",  # 3.6.1
            *self._note(),
            "END:VCARD",
        ]

    def _name(self) -> list[str]:
        """FN and N, which each card must have (3.1.1, 3.1.2), and ORG (3.5.5)."""
        card = self.card
        organisation = self._text(card.organisation)
        prefix, given, family = (self._text(n) for n in (card.prefix, card.given, card.family))
        whole = self._text(card.name)
        if whole and is_body(whole):
            organisation, whole = organisation or whole, ""
        elif whole:
            read = read_name(whole)
            prefix, given, family = read.title, read.first, read.last
        shown = whole or " ".join(filter(None, (prefix, given, family))) or organisation
        shown = shown or sheets.clean(self.entry.title(self.facts)).strip()
        found = [f"FN:{_escaped(shown)}", f"N:{_structured(family, given, '', prefix, '')}"]
        return [*found, f"ORG:{_structured(organisation)}"] if organisation else found

    def _phones(self) -> list[str]:
        """Telephones (3.3.1)."""
        kinds = ((self.card.phone, "VOICE"), (self.card.mobile, "CELL,VOICE"))
        return [f"TEL;TYPE={kind}:{_escaped(text)}" for name, kind in kinds if (text := self._text(name))]

    def _email(self) -> list[str]:
        """E-mail (3.3.2)."""
        return [f"EMAIL;TYPE=INTERNET:{_escaped(text)}"] if (text := self._text(self.card.email)) else []

    def _address(self) -> list[str]:
        """The address (3.2.1); a mere place reaches nobody."""
        street, place, postcode = (self._text(n) for n in (self.card.street, self.card.place, self.card.postcode))
        return [f"ADR:{_structured('', '', street, place, '', postcode, '')}"] if street else []

    def _note(self) -> list[str]:
        """When somebody is best reached, and nothing of what the office notes (3.6.2)."""
        fields: Sequence[str] = self.card.note
        said = [(self.entry.kind.fields[n].label, self._text(n)) for n in fields]
        text = "\n".join(f"{label}: {text}" for label, text in said if text)
        return [f"NOTE:{_escaped(text)}"] if text else []
