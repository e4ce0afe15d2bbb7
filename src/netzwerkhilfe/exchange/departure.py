"""An office leaves the network: it takes a copy along, hands over what is open, and the others erase its people.

The figures stay (how many of what), with the office's name and the day. The others have confirmed when their packages
cover the leaving. A further PC of the office is told and leaves by itself (:mod:`.own_departure`); the PCs of the
office then are one network and go on exchanging.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.access.rules import Role, here
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import export_package, import_packages, members, own_departure
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.fields import STAGE, Json
from netzwerkhilfe.models.network import Office
from netzwerkhilfe.store import algebra, backup, erasure, opening, peer_vectors, reading, roster, state
from netzwerkhilfe.store.conditions import Filled, Present, equals
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.statements import Does
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

REASON = "Büro hat das Netzwerk verlassen"
DONE = 4
"""From this phase on a stage is closed (models.facts.StageFact)."""


def _seat(person: Mapping[str, Json]) -> str | None:
    """Whose person somebody is: another office may have entered them."""
    found: str | None = person["office"] if person["represents"] is None else person["represents"]
    return found


def open_entries(store: Store) -> list[Snapshot]:
    """What the own office has open in the network: entries with a stage that is not closed, about nobody's person."""
    facts, access = store.facts(), here(store)
    found = []
    for kind in KINDS.values():
        name = next((n for n, f in kind.fields.items() if f.type is STAGE), None)
        if name is None or kind.about_person:
            continue
        for snapshot in store.all(kind.name):
            stage = facts.stage(kind.name, snapshot.values.get(name))
            if snapshot.space == NET and access.is_own(snapshot.record.office) and (not stage or stage.phase < DONE):
                found.append(snapshot)
    return found


def figures(store: Store) -> dict[str, int]:
    """How many entries of each kind the own office has in the network."""
    own = here(store).named_own
    with store.reading() as cursor:
        counts = {
            k.name: reading.count(cursor, k, own, Present(), equals("space", NET)) for k in KINDS.values() if k.listed
        }
    return {n: c for n, c in counts.items() if c}


def leave(store: Store, folder: Path, hand_over_to: str | None, told: Path | None = None) -> int:
    """Leave the network through a folder; gives how many entries were handed over. This store goes on alone.

    :param hand_over_to: the id of the office that gets what is open; ``None`` leaves it without an office.
    :param told: the folder in which the PCs of the own office exchange, if there is one.
    Raises ``UserError``: a helper's PC, nobody left, open conflicts, the folder refuses. Then nothing has changed.
    """
    access = here(store)
    if not access.may_leave():
        raise UserError("Das kann nur ein Büro-PC.", DATA_SAFE, "Bitte fragen Sie Ihr Büro.")
    others = [c for c in members.identities(store).values() if not access.is_own(c.office)]
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
            if own_departure.noted(store):
                _follow(going, folder)
            handed = _say_goodbye(going, hand_over_to)
            with store.change() as change:
                _detach(change)
                for target in dict.fromkeys([folder, told or folder]):
                    # the others hear of it only if we have left
                    change.if_discarded.append(partial(atomic.remove, target / export_package.file_name(going, NET)))
                    export_package.write_own(going, target, NET, Report())
        finally:
            going.close()
    _clean_up(store)
    return handed


def _follow(going: Store, folder: Path) -> None:
    """Let the copy know what the PC of the office did that has left first, if its package lies there: then it hands
    over and erases only what that one did not know."""
    going.set_local(**{own_departure.FOLLOWING: "yes"})
    for one in import_packages.open_files(going, import_packages.find(folder, Report()), Report()):
        if import_packages.of_own_office(going, one.head):
            import_packages.take_in(going, one, Report(), accept=True)


def _say_goodbye(going: Store, hand_over_to: str | None) -> int:
    access = here(going)
    counted = figures(going)
    handed = open_entries(going)
    with going.change() as change:
        for snapshot in handed:
            if snapshot.kind.withheld[0]:  # who takes over has to know whom to call
                change.release_withheld(snapshot.id)
            change.update(snapshot.id, {"office": hand_over_to})
        if not change.require(access.office, Office).record.left_on:
            change.update(access.office, {"left_on": going.today().isoformat(), "figures": counted})
        roots: set[str] = set()
        for kind in KINDS.values():
            if kind.about_person:
                rows = reading.find(change.cursor, kind, access.named_own, equals("space", NET))
                roots |= {r["root"] for r in rows}
        people = reading.find(change.cursor, KINDS["people"])
        keys = roots | {erasure.ID + p["id"] for p in people if access.is_own(_seat(p))}
        if keys:
            erasure.write(change, NET, keys, REASON)
    _end(going)
    return len(handed)


def _end(going: Store) -> None:
    """The last word about this PC and the helpers of its office: what it left before is still to be taken."""
    with going.reading() as cursor:
        last = state.vector_hash(state.vector_of(cursor, NET))
    with going.change() as change:
        for pc in members.identities(going).values():
            if here(going).is_own(pc.office) and pc.access.role is Role.HELPER:
                roster.say(change, Does.REVOKE, pc.id)
        roster.say(change, Does.REVOKE, going.replica, last=last)


def _detach(change: Change) -> None:
    """Make this store a network of its own, the same for all PCs of the office: what is the others' people goes, the
    own entries stay."""
    access, former = here(change), change.local("network")
    own, cursor = access.office, change.cursor
    name = next((r["name"] for r in reading.find(cursor, KINDS["offices"], equals("id", own))), "") or "Büro"
    gone: set[str] = set()
    for kind in KINDS.values():
        if kind.about_person or kind.name in ("people", "devices"):
            for row in reading.find(cursor, kind):
                whose = _seat(row) if kind.name == "people" else row["office"]
                if whose is not None and not access.is_own(whose):
                    gone.add(row["root"] if kind.about_person else erasure.ID + row["id"])
    erasure.kill(cursor, gone)
    for row in reading.find(cursor, KINDS["networks"]):
        erasure.kill(cursor, {erasure.ID + row["id"]})
    network = change.ensure("networks", (former, own), {"name": name}).id
    _begin_anew(change, network)
    peer_vectors.forget_all(cursor)
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
        **{own_departure.NOTED: "null", own_departure.DETACHED: "yes"},
        **dict.fromkeys(("heard", "met", "file_names", "left", "clocks", "held", "aside"), "null"),
    )


def _begin_anew(change: Change, network: str) -> None:
    """A chain of its own for the PCs of the office, wherever they have left so far."""
    known = change.membership
    pcs = [
        m
        for m in (*known.former.values(), *known.members.values())
        if m.id != change.replica and here(change).is_own(m.office) and m.role == Role.OFFICE
    ]
    pcs = [m for m in pcs if m.id in known.members or m.id in known.departed]
    roster.begin(change, change.local("office"), {k: change.local(k) for k in roster.KEYS}, network=network)
    for pc in sorted(pcs, key=lambda m: m.age):
        roster.say(change, Does.ADD, pc.id, **roster.newcomer(pc.office, pc.role, pc.keys, pc.word))
        roster.say(change, Does.SET, pc.id, admin=True)
    if change.local("recovery_sign_public"):
        members.name_sheet(change)


def _clean_up(store: Store) -> None:
    """Leave nothing readable of what went: search, free pages, backups."""
    store.forget_facts()
    store.reindex()
    store.compact()
    backup.rewrite_all(store)


@dataclass(frozen=True)
class Left:
    """An office that has left: its name and day, its figures, and who has confirmed."""

    name: str
    on: str
    figures: dict[str, Json]
    confirmed: tuple[str, ...]
    waiting: tuple[str, ...]
    remaining: tuple[str, ...]
    """At whose PCs of that office the leaving is not done yet."""


def left(store: Store) -> list[Left]:
    """The offices that have left the network, each with who has confirmed (by office names)."""
    kind, facts = KINDS["offices"], store.facts()
    found = []
    with store.reading() as cursor:
        heard = peer_vectors.by_sender(cursor, NET)
        gone = reading.find(cursor, kind, Filled("left_on"))
        for row in sorted(gone, key=lambda r: (r["left_on"], r["name"] or "")):
            days = own_departure.said_by_itself(store, cursor, row)
            if not days:
                continue
            dots = [algebra.Dot(*d) for d in reading.dots_of(cursor, days)]
            yes: list[str] = []
            no: list[str] = []
            remaining: list[str] = []
            for card in members.identities(store).values():
                if card.office == row["id"]:
                    remaining.append(card.person)
                if card.id == store.replica or card.office == row["id"]:
                    continue
                office = facts.offices.get(card.office)
                seen = card.id in heard and all(algebra.covers(heard[card.id], d) for d in dots)
                (yes if seen else no).append(office.name if office else card.person)
            counted = row["figures"] if isinstance(row["figures"], dict) else {}
            names = (tuple(sorted(set(names))) for names in (yes, no, remaining))
            found.append(Left(row["name"] or "", min(days.values()), counted, *names))
    return found


def notices(store: Store) -> list[str]:
    """What the report says about offices that have left while somebody has not confirmed it, or not left with it."""
    found = []
    for one in left(store):
        text = f"{one.name} hat das Netzwerk verlassen; die Personen dieses Büros sind gelöscht."
        if one.waiting:
            text += f" Noch nicht bestätigt: {', '.join(one.waiting)}."
        if one.remaining:
            text += f" An diesen PCs dort ist es noch nicht geschehen: {', '.join(one.remaining)}."
        if one.waiting or one.remaining:
            found.append(text)
    return found
