"""Understanding a phone note: "3 ZKB Maxdorf 650 warm ab 1.2., Frau Groß 06237 990318" becomes the fields of an entry.

Rules, offline (docs/decisions/0014). First the kind of the note is decided by who offers and who seeks, and sentences
that are about no new entry are laid aside. Then the readers of that kind claim their parts, the surest first; each
letter is read once, and what is denied, asked or only wished is never a yes. What nobody claims stays word for word.
"""

from __future__ import annotations

from collections.abc import Callable

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.services.entries.notes import contact, corrections, kinds, who
from netzwerkhilfe.services.entries.notes.cases import read_case
from netzwerkhilfe.services.entries.notes.flats import read_flat
from netzwerkhilfe.services.entries.notes.note import Note, Part, Understood
from netzwerkhilfe.services.entries.notes.offers import read_offer
from netzwerkhilfe.services.entries.notes.volunteers import read_volunteer
from netzwerkhilfe.services.entries.notes.work import read_work

__all__ = ["LONGEST", "Part", "Understood", "kind_of", "understand"]

READERS: dict[str, Callable[[Note], None]] = {
    "housing": read_flat,
    "work": read_work,
    "volunteers": read_volunteer,
    "offers": read_offer,
    "cases": read_case,
}
SUBSTANCE = {
    "housing": frozenset(("rooms", "area_m2", "base_rent", "gross_rent", "floor", "street", "place", "available_from")),
    "work": frozenset(("title", "kind", "pay", "hours_per_week", "positions", "employer")),
    "offers": frozenset(("title", "provider", "opening_hours")),
    "cases": frozenset(("needs",)),
}
"""Of each kind the fields of which one must be known: an entry without them says nothing."""
LONGEST = 4000
"""Letters of a note that are read."""


def _read(note: Note) -> None:
    """A call that makes no entry: who it was."""
    contact.phones(note, "phone", reached=False)
    who.person(note, "name")


def _says_nothing(note: Note, kind: str) -> bool:
    return kind in SUBSTANCE and not any(note.texts.get(name) for name in SUBSTANCE[kind])


def understand(text: str, facts: Facts, kind: str = "") -> Understood:
    """Read a phone note; ``kind`` keeps to one kind of entry where a person has chosen it."""
    note = Note(text[:LONGEST], facts, contact.place_words(facts))
    guess = kinds.guess(note.scope)
    chosen = kind or guess.kind
    if chosen in READERS:
        for start, end in guess.news if guess.kind == chosen else ():
            note.hide(start, end)
        corrections.take_back(note)
        who.hide_addressee(note)
        READERS[chosen](note)
        if not kind and _says_nothing(note, chosen):
            note, chosen = Note(text[:LONGEST], facts, contact.place_words(facts)), "notes"
            _read(note)
    else:
        chosen = "notes"
        _read(note)
    rest = note.rest()
    return Understood(chosen, note.texts, note.parts(), f"{rest}{text[LONGEST:]}")


def kind_of(text: str, facts: Facts) -> str:
    """The kind of entry that a note is about; "notes" if nothing speaks for one."""
    return kinds.guess(Note(text, facts, contact.place_words(facts)).scope).kind
