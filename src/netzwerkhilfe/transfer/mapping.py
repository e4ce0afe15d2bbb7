"""Which heading of a list is which field, by the headings that the fields themselves declare."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Field
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.models.text import fold

CLOSE = 90
_QUALIFIER = late(
    r"\b(?:privat|priv|p|geschaftlich|gesch|dienstlich|dienstl|d|nr|nummer|1|2|i|ii|bzw|falls vorhanden|optional|ggf"
    r"|der person"
    r"|des (?:helfers|vermieters|ehrenamtlichen|kindes|mitglieds)|der (?:helferin|vermieterin)|ehrenamtliche[rn]?"
    r"|mitglied|helfer|helferin|kontakt|adresse|angaben?|pflichtfeld|bitte angeben)\b"
)
"""What headings say more than the name of their field."""


@functools.cache
def importable(kind: Kind) -> dict[str, Field]:
    """The fields that a list can fill: those of the kind and of its companion."""
    found = {n: f for n, f in kind.fields.items() if f.headings or f.width}
    if kind.companion:
        found |= {n: f for n, f in KINDS[kind.companion].fields.items() if f.headings or f.width}
    return found


@functools.lru_cache(maxsize=4096)
def folded_heading(heading: str) -> str:
    """A heading without case, marks and punctuation."""
    return " ".join(re.findall(r"[a-z0-9²]+", fold(heading)))


@functools.cache
def _names(kind: Kind) -> dict[str, tuple[str, ...]]:
    """What headings are called, each with the fields that it may mean, the likeliest first."""
    names: dict[str, list[str]] = {}
    for name, field in importable(kind).items():
        for heading in (*field.headings, *field.joins, field.label, name):
            fields = names.setdefault(folded_heading(heading), [])
            if name not in fields:
                fields.append(name)
    return {heading: tuple(fields) for heading, fields in names.items()}


@functools.cache
def _patterns(kind: Kind) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((n, re.compile(f.heading_like)) for n, f in importable(kind).items() if f.heading_like)


def _plainer(folded: str) -> str:
    """A heading without what it says more."""
    return " ".join(_QUALIFIER.sub(" ", folded).split())


def _meant(kind: Kind, heading: str) -> tuple[str, ...]:
    """The fields that a heading may mean, by its words; nothing for one that is only close to one."""
    names, folded = _names(kind), folded_heading(heading)
    if folded in names:
        return names[folded]
    for name, pattern in _patterns(kind):
        if pattern.search(folded):
            return (name,)
    first, parted = re.split(r"[(\[\n]", heading)[0], re.sub(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])", " ", heading)
    for shorter in (_plainer(folded), _plainer(folded_heading(first)), _plainer(folded_heading(parted))):
        if shorter in names:
            return names[shorter]
    return ()


def guess(kind: Kind, headings: Sequence[str]) -> dict[str, str]:
    """Heading to field, exact first, then close spellings; what stays unknown is left out.

    A heading that may mean several fields takes the first that no other heading has.
    """
    meant = {h: _meant(kind, h) for h in headings}
    found: dict[str, str] = {}
    for heading in sorted(headings, key=lambda h: len(meant[h])):
        if meant[heading]:
            free = [n for n in meant[heading] if n not in found.values()]
            found[heading] = (free or list(meant[heading]))[0]
    names = _names(kind)
    taken = set(found.values())
    for heading in headings:
        folded = folded_heading(heading)
        if heading in found or len(folded) < 4:
            continue
        best = max(names, key=lambda n: fuzz.ratio(n, folded))
        if fuzz.ratio(best, folded) >= CLOSE and names[best][0] not in taken:
            found[heading] = names[best][0]
            taken.add(names[best][0])
    return {h: found[h] for h in headings if h in found}


def asked_about(kind: Kind, guessed: dict[str, str]) -> list[str]:
    """The headings of which somebody must say what they mean: a signature at the office is no consent to share."""
    return [h for h, n in guessed.items() if kind.signed and n == kind.signed]


def signature(kind: Kind, headings: Sequence[str]) -> str:
    """A short hash of the headings of a list, by which its kind of list is known again."""
    text = "\x1f".join([kind.name, *sorted(folded_heading(h) or h for h in headings)])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def score(kind: Kind, row: Sequence[str]) -> int:
    """How many cells of a row are headings this kind knows."""
    return sum(1 for cell in row if cell and len(cell) < 60 and _meant(kind, cell))


def correct(kind: Kind, headings: tuple[str, ...], guessed: dict[str, str], wishes: list[str]) -> dict[str, str]:
    """Apply a person's "heading=field" (or "heading=" to leave a column out). Raises ``UserError``."""
    found = dict(guessed)
    fields = importable(kind)
    labels = {folded_heading(f.label): n for n, f in fields.items()}
    for wish in wishes:
        heading, _, name = wish.rpartition("=")
        match = [h for h in headings if h == heading] or [
            h for h in headings if folded_heading(h) == folded_heading(heading)
        ]
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
