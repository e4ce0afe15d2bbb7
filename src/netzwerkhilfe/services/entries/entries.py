"""Entries: added, saved from a form, brought to their next stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from netzwerkhilfe.access.sharing import add_values, follow_consent, write_companion
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.entry import checked, read_texts, split_companion
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Json, show
from netzwerkhilfe.services.entries.common_fields import stage_key
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change


def add(change: Change, /, kind_name: str, texts: Mapping[str, str], **fixed: Json) -> str:
    """A new entry from texts. Raises :class:`Invalid`."""
    kind, facts = KINDS[kind_name], change.facts()
    read = read_texts(kind, texts, facts)
    values = read.values | fixed
    checked(kind, values, read.errors, facts)
    return add_values(change, kind, values)


def texts_of(snapshot: Snapshot, facts: Facts) -> dict[str, str]:
    """The texts a form shows."""
    return {n: show(f, snapshot.values.get(n), facts) for n, f in snapshot.kind.form_fields.items()}


def save(change: Change, opened: Snapshot, private: Snapshot | None, texts: Mapping[str, str]) -> str:
    """Save a form: only texts that differ from what it displayed. Gives the id, a new one if the entry moved.

    Raises :class:`Invalid`, and ``UserError`` if a move is refused.
    """
    kind, facts = opened.kind, change.facts()
    companion = KINDS.get(kind.companion)
    before = texts_of(opened, facts)
    if companion:
        before |= texts_of(private, facts) if private else dict.fromkeys(companion.form_fields, "")
    changed = {n: t for n, t in texts.items() if t.strip() != before.get(n, "").strip()}
    read = read_texts(kind, changed, facts)
    own, office_only = split_companion(kind, read.values)
    checked(kind, {**(private.values if private else {}), **opened.values, **own, **office_only}, read.errors, facts)
    if own:
        change.write(opened, own)
    if office_only:
        if private:
            change.write(private, office_only)
        else:
            write_companion(change, kind, opened.root, opened.id, office_only)
    return follow_consent(change, kind, opened.id)


def set_stage(change: Change, record: str, stage: str) -> None:
    """Bring a lead to another stage, dated today. Raises :class:`Invalid` where a rule stands against it."""
    snapshot = change.get(record)
    if snapshot:
        facts = change.facts()
        checked(snapshot.kind, {**snapshot.values, "stage": stage}, {}, facts)
    change.update(record, {"stage": stage, "stage_on": change.today().isoformat()})


def next_stage(reader: Reader, snapshot: Snapshot) -> str | None:
    """The key of the stage after the present one, or ``None`` at the end."""
    stages = reader.facts().stages.get(snapshot.kind.name, ())
    keys = [s.key for s in stages]
    current = stage_key(snapshot)
    position = keys.index(current) if current in keys else -1
    return keys[position + 1] if position + 1 < len(keys) else None


class Many(Enum):
    """What is done with one field of several entries. A list (``SETS``) can be added to or taken from."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"


def change_many(change: Change, kind: Kind, ids: Sequence[str], name: str, text: str, how: Many = Many.REPLACE) -> None:
    """Change one field of several entries, in one change with one undo. Entries of other offices are changed like own
    ones.

    Raises :class:`Invalid` if the text cannot be read or does not fit one of the entries; then none is changed.
    """
    facts = change.facts()
    read = read_texts(kind, {name: text}, facts)
    if read.errors:
        checked(kind, {}, read.errors, facts)
    wanted = [(one, _of_many(one, name, read.values, how)) for one in change.many(kind.name, list(ids), dots=True)]
    for one, values in wanted:
        checked(kind, {**one.values, **values}, {}, facts)
    for one, values in wanted:
        change.write(one, values)
        follow_consent(change, kind, one.id)


def _of_many(one: Snapshot, name: str, read: Mapping[str, Json], how: Many) -> dict[str, Json]:
    """What one of several entries shall say: what was read, or its own list with that added or taken out.

    What was read beside a list (the level of a language) is not written over what an entry says already.
    """
    if how is Many.REPLACE:
        return dict(read)
    own = [v for v in one.values.get(name) or () if isinstance(v, str)]
    words = list(read.get(name) or ())
    if how is Many.REMOVE:
        return {name: tuple(v for v in own if v not in words) or None}
    beside = {n: v for n, v in read.items() if n != name and one.values.get(n) is None}
    return {name: tuple(dict.fromkeys([*own, *words])) or None, **beside}
