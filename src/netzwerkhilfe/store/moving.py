"""A move: a record and its children get a place in another space, and the old ones are sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.base import derived_id
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import algebra, reading, references
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Unknown, UnknownPart
from netzwerkhilfe.store.references import Reference

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change

Row = tuple[Kind, dict[str, Json]]
NAMED = 3
"""So many parts that this version does not know are named."""


def refuse_unknown(reader: Reader, root: str, spaces: Iterable[str], untouched: str) -> None:
    """What this version cannot read would stay behind or go: it is brought up to date first.

    :param untouched: says in German that nothing was done.
    Raises ``UserError`` if anything of the root in these spaces is of an unknown kind or field, or kept raw.
    """
    with reader.reading() as cursor:
        found = [part for space in spaces for part in reading.unknown(cursor, root, space)]
    if not found:
        return
    facts = reader.facts()
    texts = list(dict.fromkeys(_words(reader, part, facts) for part in found))
    more = f"; und {len(texts) - NAMED} weitere" if len(texts) > NAMED else ""
    raise UserError(
        "Bitte aktualisieren Sie zuerst das Programm.",
        untouched,
        f"Zu diesem Eintrag gehört etwas, das diese Fassung nicht lesen kann: {'; '.join(texts[:NAMED])}{more}.",
    )


def _words(reader: Reader, part: Unknown, facts: Facts) -> str:
    if part.part is UnknownPart.KIND:
        return f"ein Eintrag der Art „{part.kind}“, die es hier noch nicht gibt"
    snapshot = reader.get(part.id)
    name = f"{KINDS[part.kind].singular} „{snapshot.title(facts) if snapshot else part.id}“"
    if part.part is UnknownPart.FIELD:
        return f"{name}: das Feld „{part.register}“, das es hier noch nicht gibt"
    return f"{name}: „{KINDS[part.kind].label(part.register)}“ ist nicht lesbar"


def follow(change: Change, found: Iterable[Reference]) -> int:
    """Let references follow to where their entries went; gives how many did."""
    going = [(r, r.destination) for r in found if r.destination is not None]
    for reference, destination in going:
        change.update(reference.id, {reference.field: destination})
    return len(going)


def follow_all(change: Change, among: Collection[str] | None = None) -> int:
    """Let the references of this office's entries (or of those ``among`` them) follow all moves that are known here;
    gives how many did."""
    change.session.flush()
    found = references.stray(change, change.cursor)
    return follow(change, (r for r in found if among is None or r.id in among))


def move(change: Change, record: str, target: str) -> str:
    """Move a record and all that hangs on it to another space; gives the new id.

    Makes records with derived ids and the same root in the target, empties what leaves ``net``, and seals the old
    ones; what refers to them follows. Raises ``UserError`` while the record or what hangs on it has an open conflict,
    and while anything of its root in the space that it leaves is unknown to this version.
    """
    obj = change.edit(record)
    source, root = obj.space, obj.root
    if source == target:
        return record
    change.session.flush()
    first = KINDS[obj.kind_name]
    row = reading.rows(change.cursor, first, "id = ?", (record,))[0]
    family: list[Row] = [(first, row), *references.descendants(change.cursor, first, row, target)]
    for kind, row in family:
        if reading.shown(change.cursor, kind, row)[1]:
            raise UserError(
                "Dieser Eintrag hat noch offene Konflikte.",
                "Er wurde nicht verschoben.",
                "Bitte entscheiden Sie zuerst die Konflikte und versuchen Sie es dann noch einmal.",
            )
    refuse_unknown(change, root, [source], "Es wurde nichts verschoben.")
    new = {row["id"]: derived_id(row["id"], target) for _, row in family}
    for kind, row in family:
        values = {n: row[n] for n in kind.fields if n != algebra.SEAL and row[n] is not None}
        values |= {n: new[values[n]] for n in references.fields_of(kind) if values.get(n) in new}
        change.moved(kind, row, new[row["id"]], target, values)
    change.session.flush()
    for _, row in family[1:]:  # what lay in the Papierkorb goes on lying there
        if algebra.away(row[algebra.SEAL]):
            change.seal(new[row["id"]], "trashed")
    follow(change, references.following(change, change.cursor, new, target))
    for kind, row in family:
        left = [n for n in kind.fields if n not in (algebra.SEAL, "parent") and row[n] is not None]
        change.assign(change.edit(row["id"]), dict.fromkeys(left if source == NET else ()), flush=False)
    change.session.flush()
    for _, row in family:
        change.seal(row["id"], "moved", new[row["id"]])
    return new[record]
