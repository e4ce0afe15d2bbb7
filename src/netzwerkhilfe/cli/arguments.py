"""What several commands read from their arguments: a kind, fields with values, an entry."""

from __future__ import annotations

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter

ALIASES = {"items": "agenda_items", "agenda": "agenda_items", "calls": "notes"}
"""Short names of kinds that commands use beside the listed ones."""


def kind_named(name: str) -> Kind:
    """A kind by its name. Raises ``UserError``."""
    kind = KINDS.get(ALIASES.get(name, name))
    if kind is None:
        raise UserError(f"„{name}“ gibt es nicht.", "", "Es gibt: " + ", ".join(KINDS) + ".")
    return kind


def pairs(values: list[str]) -> dict[str, str]:
    """ "field=value" arguments. Raises ``UserError``."""
    found = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise UserError(f"„{value}“ ist keine Angabe der Form feld=wert.", "Es wurde nichts gespeichert.")
        found[name.strip()] = text
    return found


def existing(store: Store, record: str) -> Snapshot:
    """A record by its id, its number, or the beginning of its id. Raises ``UserError``."""
    found = store.get(record)
    if found is None and len(record) >= 4:
        with store.reading() as cursor:
            matches = reading.named(cursor, record)
        found = store.get(matches[0]) if len(matches) == 1 else None
    if found is None:
        raise UserError(f"Den Eintrag „{record}“ gibt es nicht.", "", "„list“ zeigt die Einträge mit ihrer Kennung.")
    return found


def fields_json(store: Store, snapshot: Snapshot) -> dict[str, Json]:
    """All fields as JSON, those of the companion too."""
    facts = store.facts()
    found = exporter.as_json(snapshot, facts)
    private = store.companion(snapshot)
    if private:
        found |= {n: v for n, v in exporter.as_json(private, facts).items() if n in private.kind.form_fields}
    return found
