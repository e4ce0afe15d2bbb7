"""A move: a record and its children get a place in another space, and the old ones are sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind
from netzwerkhilfe.models.base import derived_id
from netzwerkhilfe.store import algebra, file_spaces, reading
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Unknown, UnknownPart

if TYPE_CHECKING:
    from netzwerkhilfe.store.unit_of_work import Change

Row = tuple[Kind, dict[str, Any]]
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


def _words(reader: Reader, part: Unknown, facts: Any) -> str:
    if part.part is UnknownPart.KIND:
        return f"ein Eintrag der Art „{part.kind}“, die es hier noch nicht gibt"
    snapshot = reader.get(part.id)
    name = f"{KINDS[part.kind].singular} „{snapshot.title(facts) if snapshot else part.id}“"
    if part.part is UnknownPart.FIELD:
        return f"{name}: das Feld „{part.register}“, das es hier noch nicht gibt"
    return f"{name}: „{KINDS[part.kind].label(part.register)}“ ist nicht lesbar"


def _family(change: Change, kind: Kind, record: str, target: str) -> tuple[list[Row], list[str]]:
    """The record with the children that go along, and the ids of those that stay."""
    cursor = change.cursor
    row = reading.rows(cursor, kind, "id = ?", (record,))[0]
    children = reading.children(cursor, record, row["space"])
    staying = [r["id"] for k, r in children if target == NET and file_spaces.kept_back(cursor, k, r)]
    return [(kind, row), *((k, r) for k, r in children if r["id"] not in staying)], staying


def move(change: Change, record: str, target: str) -> str:
    """Move a record and its children to another space; gives the new id.

    Makes records with derived ids and the same root in the target, empties what leaves ``net``, and seals the old
    ones. Raises ``UserError`` while the record or a child has an open conflict, and while anything of its root in
    the space that it leaves is unknown to this version.
    """
    obj = change.edit(record)
    source, root = obj.space, obj.root
    if source == target:
        return record
    change.session.flush()
    family, staying = _family(change, KINDS[obj.kind_name], record, target)
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
        if values.get("parent") in new:
            values["parent"] = new[values["parent"]]
        change.moved(kind, row, new[row["id"]], target, values)
    change.session.flush()
    for private in staying:  # what only the office may see stays there, and now belongs to the moved entry
        change.update(private, {"parent": new[record]})
    for file in file_spaces.hanging_on(change.cursor, list(new)):
        if file["id"] not in new:
            change.update(file["id"], {"parent": new[file["parent"]]})
    for kind, row in family:
        left = [n for n in kind.fields if n not in (algebra.SEAL, "parent") and row[n] is not None]
        change.assign(change.edit(row["id"]), dict.fromkeys(left if source == NET else ()), flush=False)
    change.session.flush()
    for _, row in family:
        change.seal(row["id"], "moved", new[row["id"]])
    return new[record]
