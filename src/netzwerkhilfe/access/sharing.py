"""What the companion and the consent of an entry mean for its space: what stays in the office, what the network
sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netzwerkhilfe.access import rights  # noqa: F401 - its rules are asked at every write
from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, NET, Kind, Record
from netzwerkhilfe.models.entry import split_companion
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store.unit_of_work import Change


def write_companion(change: Change, kind: Kind, root: str, parent: str, values: Mapping[str, Json]) -> None:
    """Keep what only the office may see in the office's space, under the same root."""
    if kind.companion and any(v is not None for v in values.values()):
        change.ensure(
            kind.companion,
            (root,),
            {"parent": parent, **{n: v for n, v in values.items() if v is not None}},
            space=change.store.office_space,
            root=root,
        )


def add_values(change: Change, kind: Kind, values: Mapping[str, Json]) -> str:
    """A new entry from values that were read and checked; gives its id."""
    own, private = split_companion(kind, values)
    for name, field in kind.fields.items():
        if field.default_today and own.get(name) is None:
            own[name] = change.store.today().isoformat()
    record = change.add(kind.name, {n: v for n, v in own.items() if v is not None})
    write_companion(change, kind, record.root, record.id, private)
    return record.id


def add_many(change: Change, kind: Kind, entries: Sequence[Mapping[str, Json]]) -> list[str]:
    """As :func:`add_values`, for the rows of a list, written together where each needs no look at the others; gives
    the ids."""
    if kind.key_field:  # what an entry was called first is looked for among all of its kind
        return [add_values(change, kind, values) for values in entries]
    today = change.store.today().isoformat()
    defaults = {n: today for n, f in kind.fields.items() if f.default_today}
    own, private = [], []
    for values in entries:
        shared, kept = split_companion(kind, values)
        own.append(defaults | {n: v for n, v in shared.items() if v is not None})
        private.append(kept)
    return change.add_many(kind.name, own, private)


def follow_consent(change: Change, kind: Kind, record: str) -> str:
    """Move an entry to where its consent wants it: into ``net`` when given, back into the office when withdrawn."""
    if not kind.shared_if:
        return record
    obj = change.edit(record)
    if not here(change.store).owns(obj.office):
        return record
    target = NET if getattr(obj, kind.shared_if) else change.store.office_space
    return change.move(record, target) if target != obj.space else record


def _own(change: Change, record: str) -> Record:
    obj = change.edit(record)
    kind = KINDS[obj.kind_name]
    if not kind.stands_alone:
        raise UserError(
            f"„{kind.singular}“ bleibt immer, wo es ist.",
            "Es wurde nichts verschoben.",
            "Das legt die Art des Eintrags fest.",
        )
    if not here(change.store).owns(obj.office):
        raise UserError(
            "Diesen Eintrag hat ein anderes Büro erfasst.",
            "Es wurde nichts verschoben.",
            "Nur das Büro, dem ein Eintrag gehört, teilt ihn oder nimmt ihn zurück.",
        )
    return obj


def share(change: Change, record: str) -> str:
    """Let all offices see an entry; gives its new id. Raises ``UserError``: not ours, or the consent is missing."""
    obj = _own(change, record)
    kind = KINDS[obj.kind_name]
    if kind.shared_if and not getattr(obj, kind.shared_if):
        raise UserError(
            "Dafür fehlt die Einwilligung.",
            "Es wurde nichts geteilt.",
            f"Bitte tragen Sie zuerst ein: {kind.fields[kind.shared_if].label}.",
        )
    return change.move(record, NET)


def unshare(change: Change, record: str) -> str:
    """Take an entry back into the own office; gives its new id. Raises ``UserError`` if it is not ours."""
    obj = _own(change, record)
    kind = KINDS[obj.kind_name]
    if kind.shared_if and getattr(obj, kind.shared_if):
        change.update(record, {kind.shared_if: False})
    return change.move(record, change.store.office_space)
