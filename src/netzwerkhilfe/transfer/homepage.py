"""What may go to the homepage: entries whose tick allows it, and of them only the fields that are meant for the
public. What names a person in need stays away, whoever let it pass for the other offices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, NamedTuple

from netzwerkhilfe.models import NET, Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.store import naming
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.transfer import sheets


def public_fields(kind: Kind) -> list[str]:
    """The fields for the public."""
    return [n for n, f in kind.fields.items() if f.public]


class Released(NamedTuple):
    """What may be published, and why something else may not, as German sentences."""

    entries: list[Snapshot]
    remarks: list[str]


def released(reader: Reader, kind: Kind, snapshots: Iterable[Snapshot]) -> Released:
    """The entries whose tick allows it, of those that all offices see and that name nobody in need."""
    found = Released([], [])
    for one in [s for s in snapshots if s.values.get(kind.publish)]:
        if one.space != NET:
            why = "bleibt im Büro"
        elif hits := naming.look(reader, kind, {n: one.full.get(n) for n in public_fields(kind)}):
            why = hits[0].said
        else:
            found.entries.append(one)
            continue
        found.remarks.append(f"Nicht auf der Homepage: „{one.title(reader.facts())}“ ({why}).")
    return found


def as_data(kind: Kind, entries: Sequence[Snapshot], facts: Facts) -> list[dict[str, Any]]:
    """Released entries as plain data: ISO dates, decimal euros, names of places; empty fields are left out."""
    found = []
    for one in entries:
        full = one.full
        found.append(
            {"id": one.id, "title": one.title(facts)}
            | {
                n: kind.fields[n].type.export(kind.fields[n], full[n], facts)
                for n in public_fields(kind)
                if full.get(n) is not None
            }
        )
    return found


def as_html(kind: Kind, entries: Sequence[Snapshot], facts: Facts) -> str:
    """Released entries as a page without scripts, styles or addresses of others."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="de"><head><meta charset="utf-8">',
        f"<title>{escape(kind.plural)}</title></head><body>",
        f"<h1>{escape(kind.plural)}</h1>",
    ]
    for one in entries:
        parts.append(f"<article><h2>{escape(one.title(facts))}</h2><dl>")
        for name in public_fields(kind):
            text = show(kind.fields[name], one.full.get(name), facts)
            if text and text != one.title(facts):
                shown = "<br>".join(escape(line) for line in text.split("\n"))
                parts.append(f"<dt>{escape(kind.fields[name].label)}</dt><dd>{shown}</dd>")
        parts.append("</dl></article>")
    return sheets.clean("\n".join([*parts, "</body></html>", ""]))
