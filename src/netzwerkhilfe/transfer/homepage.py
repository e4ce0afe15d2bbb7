"""What may go to the homepage: entries whose tick allows it, and of them only the fields that are meant for the
public."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.store.reading import Snapshot


def public_fields(kind: Kind) -> list[str]:
    """The fields for the public."""
    return [n for n, f in kind.fields.items() if f.public]


def released(kind: Kind, snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """The entries whose tick allows it."""
    return [s for s in snapshots if s.values.get(kind.publish)]


def as_data(kind: Kind, snapshots: Sequence[Snapshot], facts: Facts) -> list[dict[str, Any]]:
    """The released entries as plain data: ISO dates, decimal euros, names of places; empty fields are left out."""
    found = []
    for one in released(kind, snapshots):
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


def as_html(kind: Kind, snapshots: Sequence[Snapshot], facts: Facts) -> str:
    """The released entries as a page without scripts, styles or addresses of others."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="de"><head><meta charset="utf-8">',
        f"<title>{escape(kind.plural)}</title></head><body>",
        f"<h1>{escape(kind.plural)}</h1>",
    ]
    for one in released(kind, snapshots):
        parts.append(f"<article><h2>{escape(one.title(facts))}</h2><dl>")
        for name in public_fields(kind):
            text = show(kind.fields[name], one.full.get(name), facts)
            if text and text != one.title(facts):
                shown = "<br>".join(escape(line) for line in text.split("\n"))
                parts.append(f"<dt>{escape(kind.fields[name].label)}</dt><dd>{shown}</dd>")
        parts.append("</dl></article>")
    return "\n".join([*parts, "</body></html>", ""])
