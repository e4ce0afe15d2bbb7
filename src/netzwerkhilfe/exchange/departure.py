"""An office leaves the network: it takes a copy along, hands over what is open, and the others erase its people.

The figures stay (how many of what), with the office's name and the day. The others have confirmed when their packages
cover the leaving.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic
from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import confirmed, export_package, members
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.base import new_id
from netzwerkhilfe.models.fields import STAGE
from netzwerkhilfe.store import algebra, backup, erasure, opening, reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

REASON = "Büro hat das Netzwerk verlassen"
DONE = 4
"""From this phase on a stage is closed (models.fields.StageFact)."""
SEAT = "coalesce(represents, office)"
"""Whose person somebody is: another office may have entered them."""


def open_entries(store: Store) -> list[Snapshot]:
    """What the own office has open in the network: entries with a stage that is not closed, about nobody's person."""
    facts, own = store.facts(), store.local("office")
    found = []
    for kind in KINDS.values():
        name = next((n for n, f in kind.fields.items() if f.type is STAGE), None)
        if name is None or kind.about_person:
            continue
        for snapshot in store.all(kind.name):
            stage = facts.stage(kind.name, snapshot.values.get(name))
            if snapshot.space == NET and snapshot.record.office == own and (stage is None or stage.phase < DONE):
                found.append(snapshot)
    return found


def figures(store: Store) -> dict[str, int]:
    """How many entries of each kind the own office has in the network."""
    own = store.local("office")
    with store.reading() as cursor:
        counts = {
            k.name: int(
                cursor.execute(
                    f"SELECT count(*) FROM {k.table} WHERE office = ? AND {reading.PRESENT} AND space = ?",
                    (own, NET),
                ).fetchone()[0]
            )
            for k in KINDS.values()
            if k.listed
        }
    return {n: c for n, c in counts.items() if c}


def leave(store: Store, folder: Path, hand_over_to: str | None) -> int:
    """Leave the network through a folder; gives how many entries were handed over. This store goes on alone.

    :param hand_over_to: the id of the office that gets what is open; ``None`` leaves it without an office.
    Raises ``UserError``: a helper's PC, nobody left, open conflicts, the folder refuses. Then nothing has changed.
    """
    own = store.local("office")
    if not here(store).may_leave():
        raise UserError("Das kann nur ein Büro-PC.", DATA_SAFE, "Bitte fragen Sie Ihr Büro.")
    others = [c for c in members.cards(store).values() if c.office != own]
    if not others:
        raise UserError("Außer Ihrem Büro ist niemand im Netzwerk.", DATA_SAFE, "Es gibt nichts zu verlassen.")
    with store.reading() as cursor:
        if reading.conflicts(cursor):
            raise UserError(
                "Es sind noch Konflikte offen.",
                DATA_SAFE,
                "Bitte entscheiden Sie diese zuerst, dann gehen Sie nichts schuldig.",
            )
    saved = backup.make(store, reason="vor-verlassen")
    with atomic.folder(store.paths.data, "verlassen-") as place:
        # in a copy: the others erase our people, we keep them
        from netzwerkhilfe.paths import Paths

        away = Paths(place)
        atomic.copy(saved, away.data / "kopie")
        going = opening.restore(away, away.data / "kopie", None, key=store.key)
        going.now = store.now
        try:
            handed = _say_goodbye(going, own, hand_over_to)
            with store.change() as change:
                _detach(change)
                change.brings(
                    folder / export_package.file_name(going, NET)
                )  # the others hear of it only if we have left
                export_package.write_own(going, folder, NET, Report())
        finally:
            going.close()
    _clean_up(store)
    return handed


def _say_goodbye(going: Store, own: str, hand_over_to: str | None) -> int:
    counted = figures(going)
    handed = open_entries(going)
    with going.change() as change:
        for snapshot in handed:
            if snapshot.kind.withheld[0]:  # who takes over has to know whom to call
                change.release_withheld(snapshot.id)
            change.update(snapshot.id, {"office": hand_over_to})
        change.update(own, {"left_on": going.today().isoformat(), "figures": counted})
        roots: set[str] = set()
        for kind in KINDS.values():
            if kind.about_person:
                rows = reading.rows(change.cursor, kind, "office = ? AND space = ?", (own, NET))
                roots |= {r["root"] for r in rows}
        people = reading.rows(change.cursor, KINDS["people"], f"{SEAT} = ?", (own,))
        keys = roots | {erasure.ID + p["id"] for p in people}
        if keys:
            erasure.write(change, NET, keys, REASON)
        for device in reading.rows(change.cursor, KINDS["devices"], "office = ? AND struck_on IS NULL", (own,)):
            change.update(device["id"], {"struck_on": going.today().isoformat()})
    return len(handed)


def _detach(change: Change) -> None:
    """Make this store a network of its own: what is the others' people goes, the own entries stay."""
    own, network = change.local("office"), new_id()
    cursor = change.cursor
    name = next((r["name"] for r in reading.rows(cursor, KINDS["offices"], "id = ?", (own,))), "") or "Büro"
    gone: set[str] = set()
    for kind in KINDS.values():
        if kind.about_person or kind.name in ("people", "devices"):
            whose = SEAT if kind.name == "people" else "office"
            for row in reading.rows(cursor, kind, f"{whose} IS NOT NULL AND {whose} <> ?", (own,)):
                gone.add(row["root"] if kind.about_person else erasure.ID + row["id"])
    erasure.kill(cursor, gone)
    for row in reading.rows(cursor, KINDS["networks"], "1"):
        erasure.kill(cursor, {erasure.ID + row["id"]})
    change.add("networks", {"name": name}, record=network)
    change.update(change.replica, {"admin": True})
    cursor.execute("DELETE FROM peer")
    change.set_local(
        network=network,
        bootstrap="null",
        waiting="null",
        invitations="null",
        undone="null",
        undo_exchange="null",
        compared="null",
        files_left="null",
        last_exchange="",
        **dict.fromkeys(("heard", "met", "file_names", "left", "clocks", "held", "aside"), "null"),
    )


def _clean_up(store: Store) -> None:
    """Leave nothing readable of what went: search, free pages, backups."""
    store.forget_facts()
    store.reindex()
    with store.connections.autocommit() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute("VACUUM")
    backup.rewrite_all(store)


@dataclass(frozen=True)
class Left:
    """An office that has left: its name and day, its figures, and who has confirmed."""

    name: str
    on: str
    figures: dict[str, Any]
    confirmed: tuple[str, ...]
    waiting: tuple[str, ...]


def left(store: Store) -> list[Left]:
    """The offices that have left the network, each with who has confirmed (by office names)."""
    kind, facts = KINDS["offices"], store.facts()
    found = []
    with store.reading() as cursor:
        heard = confirmed.vectors(cursor, NET)
        for row in reading.rows(cursor, kind, "left_on IS NOT NULL ORDER BY left_on, name"):
            dots = [algebra.Dot(*d) for d in reading.dots_of(cursor, reading.live(cursor, kind, row, "left_on"))]
            yes: list[str] = []
            no: list[str] = []
            for card in members.cards(store).values():
                if card.id == store.replica or card.office == row["id"]:
                    continue
                office = facts.offices.get(card.office)
                seen = card.id in heard and all(algebra.covers(heard[card.id], d) for d in dots)
                (yes if seen else no).append(office.name if office else card.person)
            counted = row["figures"] if isinstance(row["figures"], dict) else {}
            found.append(
                Left(row["name"] or "", row["left_on"], counted, tuple(sorted(set(yes))), tuple(sorted(set(no))))
            )
    return found


def notices(store: Store) -> list[str]:
    """What the report says about offices that have left while somebody has not confirmed it."""
    return [
        f"{one.name} hat das Netzwerk verlassen; die Personen dieses Büros sind gelöscht. Noch nicht bestätigt: "
        + ", ".join(one.waiting)
        + "."
        for one in left(store)
        if one.waiting
    ]
