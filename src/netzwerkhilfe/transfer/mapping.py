"""Which heading of a list is which field, by the headings that the fields themselves declare."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Field
from netzwerkhilfe.models.text import fold

CLOSE = 90


def importable(kind: Kind) -> dict[str, Field]:
    """The fields that a list can fill: those of the kind and of its companion."""
    found = {n: f for n, f in kind.fields.items() if f.headings or f.width}
    if kind.companion:
        found |= {n: f for n, f in KINDS[kind.companion].fields.items() if f.headings or f.width}
    return found


def folded_heading(heading: str) -> str:
    """A heading without case, marks and punctuation."""
    return " ".join(re.findall(r"[a-z0-9²]+", fold(heading)))


def _names(kind: Kind) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, field in importable(kind).items():
        for heading in (*field.headings, field.label, name):
            names.setdefault(folded_heading(heading), name)
    return names


def guess(kind: Kind, headings: tuple[str, ...] | list[str]) -> dict[str, str]:
    """Heading to field, exact first, then close spellings; what stays unknown is left out."""
    names = _names(kind)
    found = {h: names[folded_heading(h)] for h in headings if folded_heading(h) in names}
    taken = set(found.values())
    for heading in headings:
        if heading in found or len(folded_heading(heading)) < 4:
            continue
        best = max(names, key=lambda n: fuzz.ratio(n, folded_heading(heading)))
        if fuzz.ratio(best, folded_heading(heading)) >= CLOSE and names[best] not in taken:
            found[heading] = names[best]
            taken.add(names[best])
    return found


def score(kind: Kind, row: list[str]) -> int:
    """How many cells of a row are headings this kind knows."""
    names = _names(kind)
    return sum(1 for cell in row if cell and len(cell) < 60 and folded_heading(cell) in names)


def correct(kind: Kind, headings: tuple[str, ...], guessed: dict[str, str], wishes: list[str]) -> dict[str, str]:
    """Apply a person's "heading=field" (or "heading=" to leave a column out). Raises ``UserError``."""
    found = dict(guessed)
    fields = importable(kind)
    labels = {folded_heading(f.label): n for n, f in fields.items()}
    for wish in wishes:
        heading, _, name = wish.rpartition("=")
        match = [h for h in headings if folded_heading(h) == folded_heading(heading)]
        if not match:
            raise UserError(f"Die Überschrift „{heading}“ gibt es in der Liste nicht.", "Es wurde nichts übernommen.")
        name = name.strip()
        if not name:
            found.pop(match[0], None)
        elif name in fields or folded_heading(name) in labels:
            found[match[0]] = name if name in fields else labels[folded_heading(name)]
        else:
            raise UserError(
                f"Das Feld „{name}“ gibt es bei „{kind.plural}“ nicht.",
                "Es wurde nichts übernommen.",
                "Es gibt: " + ", ".join(fields) + ".",
            )
    return found
