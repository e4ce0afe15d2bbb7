"""A member who lies: its package with edited lines and vector, truly signed by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from netzwerkhilfe.exchange import export_package, members, package
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models.base import derived_id
from netzwerkhilfe.store import algebra, state
from netzwerkhilfe.store.store import Store

Lines = list[Any]
"""The lines of a body as lists; a text stands in the file as it is."""
Lie = Callable[[Lines, algebra.Vector, Store, Store], Lines | None]


def forged(
    liar: Store,
    victim: Store,
    stick: Path,
    lie: Lie,
    space: str = "net",
    *,
    signed_with: str = "",
    **head_says: Any,
) -> None:
    """The liar's package of a space after somebody has edited its lines and vector; the signature is the liar's own,
    if it is not said with which secret it is made.

    ``head_says`` replaces what stands in the head.
    """
    report = Report()
    assert export_package.write_own(liar, stick, space, report)
    with liar.reading() as cursor:
        exported = state.export(cursor, space)
    path = stick / export_package.file_name(liar, space)
    head = package.open_package(path, liar.local("age_secret")).head
    lines = [json.loads(line) for line in exported.lines]
    vector = dict(exported.vector)
    lines = lie(lines, vector, liar, victim) or lines
    texts = [line if isinstance(line, str) else json.dumps(line, separators=(",", ":")) for line in lines]
    same = ("network", "space", "sender", "members", "digest", "at", "chain", "card", "beside")
    said = {n: getattr(head, n) for n in same}
    recipients = [c.encryption_key for c in members.readers(liar, space)]
    data = package.assemble(
        vector,
        texts,
        recipients,
        signed_with or liar.local("sign_secret"),
        number=head.number + 1,
        records=sum(text.startswith('["r"') for text in texts),
        **said | head_says,
    )
    path.write_bytes(data)


def a_change(
    lines: Lines, vector: algebra.Vector, liar: Store, *, hlc: int | None = None, seq: int | None = None
) -> int:
    """One more change of the liar; gives its position."""
    positions = [i for i, line in enumerate(lines) if line[0] == "c"]
    mark = 77
    seq = 1 if seq is None else seq
    clock = max(lines[i][4] for i in positions) + 1 if hlc is None else hlc
    lines.insert(len(positions), ["c", liar.replica, seq, mark, clock, "Jutta Frey", "2026-11-24T09:00:00+00:00", None])
    vector[liar.replica, mark] = max(seq, 0)
    return len(positions)


def a_record(lines: Lines, kind: str, record: str, root: str, position: int | None, **values: Any) -> None:
    """One more record, before the erasures."""
    ends = next((i for i, line in enumerate(lines) if line[0] == "e"), len(lines))
    lines.insert(ends, ["r", kind, record, root, position, values, {}])


def fresh(name: str) -> str:
    """An id that looks random."""
    return derived_id("lie", name)
