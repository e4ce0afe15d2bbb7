"""An entry as a person types it: texts read as values, checked, and what only the office may see told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.base import KINDS, Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import LONG, Field, Parsed, parse
from netzwerkhilfe.models.values import Unreadable


class Invalid(UserError):
    """Some entries of a form cannot be read; ``fields`` has a German reason for each."""

    def __init__(self, kind: Kind, fields: dict[str, str]) -> None:
        labels = [field_of(kind, n).label for n in fields]
        count = {1: "eine Angabe", 2: "zwei Angaben", 3: "drei Angaben"}.get(len(labels), f"{len(labels)} Angaben")
        joined = labels[0] if len(labels) == 1 else ", ".join(labels[:-1]) + " und " + labels[-1]
        reasons = "; ".join(f"{field_of(kind, n).label}: {reason}" for n, reason in fields.items())
        super().__init__(f"Bitte {count} prüfen: {joined}.", "Es wurde nichts gespeichert.", reasons + ".")
        self.fields = fields


def all_fields(kind: Kind) -> dict[str, Field]:
    """The fields of a kind and of its office-only companion that a person can fill in."""
    found = dict(kind.form_fields)
    if kind.companion:
        found |= KINDS[kind.companion].form_fields
    return found


def field_of(kind: Kind, name: str) -> Field:
    """A field of the kind or its companion. Raises ``UserError`` if there is none."""
    for k in (kind, KINDS.get(kind.companion)):
        if k and name in k.fields:
            return k.fields[name]
    raise UserError(f"Das Feld „{name}“ gibt es bei „{kind.plural}“ nicht.", "Es wurde nichts gespeichert.")


def office_note(kind: Kind) -> str:
    """The field for what only the office may read of an entry: the companion's long text, else the entry's own."""
    places = [KINDS[kind.companion]] if kind.companion else []
    fields = [(n, f) for k in (*places, kind) for n, f in k.form_fields.items()]
    return next((n for n, f in fields if f.type is LONG), "")


@dataclass
class Read:
    """Texts read as values, with a reason for each that could not be."""

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def read_texts(kind: Kind, texts: Mapping[str, str], facts: Facts) -> Read:
    """Read what was typed. What else stood in a cell goes to the field that receives it, if that was not typed."""
    found = Read()
    joined: dict[str, str] = {}
    for name, text in texts.items():
        field_ = field_of(kind, name)
        try:
            parsed: Parsed = parse(field_, text, facts)
        except Unreadable as error:
            found.errors[name] = str(error)
            continue
        found.values[name] = parsed.value
        typed = texts.get(field_.rest, "").strip() if field_.rest else ""
        if parsed.rest and typed and field_.rest_joins:
            joined[field_.rest] = f"{typed}, {parsed.rest}"
        elif parsed.rest and field_.rest and not typed:
            try:
                found.values[field_.rest] = parse(field_of(kind, field_.rest), parsed.rest, facts).value
            except Unreadable as error:
                found.errors[name] = str(error)
    for name, text in joined.items():
        try:
            found.values[name] = parse(field_of(kind, name), text, facts).value
        except Unreadable as error:
            found.errors[name] = str(error)
    return found


def split_companion(kind: Kind, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of the entry itself, and those that only the office may see."""
    own = {n: v for n, v in values.items() if n in kind.fields}
    return own, {n: v for n, v in values.items() if n not in kind.fields}


def checked(kind: Kind, values: Mapping[str, Any], errors: dict[str, str], facts: Facts) -> None:
    """Raise :class:`Invalid` if something is unreadable or does not fit together."""
    if not errors:
        errors = kind.faults(kind.complete(values), facts)
        if not errors and kind.companion:
            errors = KINDS[kind.companion].faults(values, facts)
    if errors:
        raise Invalid(kind, errors)
