"""The members of the network: its PCs with their keys, who may read which space, and who waits to be let in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import NotRequired, TypedDict

from netzwerkhilfe.access.rules import Access, Role, here
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.exchange import package, peers
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.network import Device
from netzwerkhilfe.store import peer_vectors, reading
from netzwerkhilfe.store.conditions import Empty, Filled, ticked
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.peer_vectors import Lacking
from netzwerkhilfe.store.store import Store

LASTS = dt.timedelta(days=14)
"""How long somebody can join with an invitation."""
UNSEALED = Empty("seal")


@dataclass(frozen=True)
class DeviceIdentity:
    """A PC as packages name it: its replica id, office, person, role and public keys."""

    id: str
    office: str
    person: str
    role: str
    encryption_key: str
    signing_key: str
    number: int = 1

    @property
    def access(self) -> Access:
        """What may be seen and done at this PC."""
        return Access(self.office, Role.read(self.role))

    @classmethod
    def read(cls, data: Json) -> DeviceIdentity:
        """An identity from JSON. Raises ``ValueError``."""
        if not isinstance(data, dict):
            raise ValueError("card")  # noqa: TRY004 - one error for every broken identity
        names = ("id", "office", "person", "role", "encryption_key", "signing_key")
        if not all(isinstance(data.get(n), str) and 0 < len(data[n]) <= 200 for n in names):
            raise ValueError("card")
        number = data.get("number", 1)
        if not isinstance(number, int) or not 1 <= number <= 999:
            raise ValueError("card")
        return cls(**{n: data[n] for n in names}, number=number)

    def json(self) -> dict[str, Json]:
        """The identity as JSON."""
        return asdict(self)


def own_identity(store: Store) -> DeviceIdentity:
    """This PC as packages name it."""
    return DeviceIdentity(
        store.replica,
        store.local("office"),
        store.person,
        store.local("role", "office"),
        store.local("age_public"),
        store.local("sign_public"),
        int(store.local("device_number", "1")),
    )


def _struck(cursor: Cursor, row: dict[str, Json]) -> bool:
    """A strike always wins: any live value of it counts."""
    return any(reading.live(cursor, KINDS["devices"], row, "struck_on").values())


def identities(store: Store) -> dict[str, DeviceIdentity]:
    """The PCs that are members now, from the records of ``net`` and, before the first package, from the invitation."""
    found = {c["id"]: DeviceIdentity.read(c) for c in store.json_local("bootstrap") or []}
    struck = struck_ids(store)
    with store.reading() as cursor:
        for row in reading.find(cursor, KINDS["devices"], UNSEALED):
            if row["encryption_key"] and row["signing_key"]:
                found[row["id"]] = DeviceIdentity(
                    row["id"],
                    row["office"] or "",
                    row["person"] or "",
                    row["role"] or "helper",
                    row["encryption_key"],
                    row["signing_key"],
                    row["number"] or 1,
                )
    return {i: c for i, c in found.items() if i not in struck}


def struck(store: Store) -> dict[str, str]:
    """The PCs that were struck off, with the keys by which they sign."""
    with store.reading() as cursor:
        rows = reading.find(cursor, KINDS["devices"])
        return {r["id"]: r["signing_key"] or "" for r in rows if _struck(cursor, r)}


def struck_ids(store: Store) -> set[str]:
    """The PCs that were struck off."""
    return set(struck(store))


def left_offices(store: Store) -> set[str]:
    """The other offices that have left the network. A PC of theirs that has not left itself may still hand over what it
    has, and reads no more."""
    kind, access = KINDS["offices"], here(store)
    with store.reading() as cursor:
        others = [r for r in reading.find(cursor, kind) if not access.is_own(r["id"])]
        return {r["id"] for r in others if any(reading.live(cursor, kind, r, "left_on").values())}


def readers(store: Store, space: str) -> list[DeviceIdentity]:
    """Who may read a space: all members of ``net`` whose office has not left; of an office space its office PCs."""
    left = left_offices(store)
    may = (c for c in identities(store).values() if c.access.may_see(space) and c.office not in left)
    return sorted((c for c in may if package.can_seal_for(c.encryption_key)), key=lambda c: c.id)


def recovery_keys(store: Store, space: str) -> list[str]:
    """The public keys of the printed recovery sheets of an office: whoever holds one can read its office space.

    ``net`` needs none: all other members have it.
    """
    if space == NET:
        return []
    found = set()
    with store.reading() as cursor:
        for row in reading.find(cursor, KINDS["devices"], UNSEALED, Filled("recovery_key")):
            holder = Access(row["office"] or "", Role.read(row["role"]))
            if holder.may_see(space) and not _struck(cursor, row):
                found.add(row["recovery_key"])
    return sorted(k for k in found if isinstance(k, str) and package.can_seal_for(k))


def publish(store: Store) -> None:
    """Tell the network the public key of this PC's recovery sheet, if it is new."""
    key = store.local("recovery_public")
    device = store.get(store.replica, Device)
    if key and device and device.record.recovery_key != key and store.replica not in struck_ids(store):
        with store.change() as change:
            change.update(store.replica, {"recovery_key": key})


def behind(store: Store, space: str, sender: str) -> Lacking | None:
    """What a PC has not confirmed of a space; ``None`` if it was never heard of there.

    What it has confirmed is the vector of its last package that arrived here. Lost is what it may have known before it
    was put back from a backup; unsent what was made since our package was left where it reads.
    """
    known = peers.heard(store, space, sender)
    lost = known.went_back if known else 0
    left = max(lost, peers.left_for(store, sender).change)
    with store.reading() as cursor:
        theirs = peer_vectors.by_sender(cursor, space).get(sender)
        return None if theirs is None else peer_vectors.lacking(cursor, space, theirs, lost, left)


def missing_changes(store: Store) -> dict[str, int | None]:
    """For each other member: how many changes of ``net`` it has not confirmed yet; ``None`` if never heard of."""
    found: dict[str, int | None] = {}
    for card in identities(store).values():
        if card.id != store.replica:
            lacking = behind(store, NET, card.id)
            found[card.id] = lacking.count if lacking else None
    return found


def set_admin(store: Store, member: str, *, on: bool) -> None:
    """Let a PC invite and strike off, or no longer. One administrator always stays. Raises ``UserError``."""
    require_admin(store)
    known = [c for c in identities(store).values() if c.id == member or c.id.startswith(member) or c.person == member]
    if len(known) != 1 or store.get(known[0].id) is None:
        raise UserError("Diesen PC gibt es nicht.", "Es wurde nichts verändert.", way=Way.MEMBERS)
    if on and not known[0].access.may_administer():
        raise UserError(
            "Der PC einer helfenden Person kann nicht verwalten.",
            "Es wurde nichts verändert.",
            "Bitte wählen Sie einen Büro-PC.",
        )
    if not on and admins(store) == {known[0].id}:
        raise UserError(
            "Ein Netzwerk braucht mindestens einen PC, der verwaltet.",
            "Es wurde nichts verändert.",
            "Bitte geben Sie zuerst einem anderen PC dieses Recht.",
        )
    with store.change() as change:
        change.update(known[0].id, {"admin": on})


def admins(store: Store) -> set[str]:
    """The PCs that may invite and strike off."""
    members_now = identities(store)
    with store.reading() as cursor:
        rows = reading.find(cursor, KINDS["devices"], UNSEALED, ticked("admin"))
    return {r["id"] for r in rows if r["id"] in members_now}


def fingerprint(readers_of_space: list[DeviceIdentity]) -> str:
    """A hash of the member list, so that a change of it is noticed."""
    text = json.dumps([[c.id, c.encryption_key, c.signing_key] for c in readers_of_space])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


class Listed(TypedDict):
    """A PC as lists and JSON have it: with its office by name, and its state (invited, waiting, member or struck)."""

    id: str
    office: str
    person: str
    role: str
    state: str
    admin: NotRequired[bool]
    number: NotRequired[int]
    since: NotRequired[str]
    until: NotRequired[str]
    """The days on which an open invitation was made and after which nobody joins with it any more, ISO."""
    copy: NotRequired[bool]
    """Whether a waiting one is a copy of another PC's data."""


def listing(store: Store) -> list[Listed]:
    """All PCs with their state: invited, waiting, member or struck."""
    offices = store.facts().offices
    found: list[Listed] = []
    struck = struck_ids(store)

    def office_name(office: str | None) -> str:
        return offices[office].name if office and office in offices else ""

    with store.reading() as cursor:
        rows = reading.find(cursor, KINDS["devices"], UNSEALED)
    rows.sort(key=lambda r: (r["office"] or "", r["number"] or 0, r["id"]))
    known = {row["id"] for row in rows}
    for row in rows:
        state = "struck" if row["id"] in struck else "member"
        found.append(
            {
                "id": row["id"],
                "office": office_name(row["office"]),
                "person": row["person"] or "",
                "role": row["role"] or "",
                "state": state,
                "admin": bool(row["admin"]),
                "number": row["number"] or 1,
            }
        )
    for card in (store.json_local("waiting") or {}).values():
        if card["id"] not in known:
            found.append(
                {
                    "id": card["id"],
                    "office": office_name(card["office"]),
                    "person": card["person"],
                    "role": card["role"],
                    "state": "waiting",
                    "copy": bool(card.get("copy_of")),
                }
            )
    answered = {c.get("invitation") for c in (store.json_local("waiting") or {}).values()}
    for invitation in (store.json_local("invitations") or {}).values():
        if invitation["id"] not in answered and not invitation.get("used"):
            found.append(
                {
                    "id": invitation["id"],
                    "office": office_name(invitation["office"]),
                    "person": "",
                    "role": invitation["role"],
                    "state": "invited",
                    "since": (dt.date.fromisoformat(invitation["expires"]) - LASTS).isoformat(),
                    "until": invitation["expires"],
                }
            )
    return found


def require_admin(store: Store) -> None:
    """Only administrators invite, confirm and strike off."""
    own = store.get(store.replica, Device)
    if own is None or not own.record.admin or store.replica in struck_ids(store):
        raise UserError(
            "Dieser PC darf niemanden aufnehmen oder ausschließen.",
            "Es wurde nichts verändert.",
            "Bitte fragen Sie die Verwaltung Ihres Netzwerks.",
        )


def confirm(store: Store, member: str) -> None:
    """Take a waiting PC in: from now on packages are sealed for it too. Raises ``UserError``."""
    require_admin(store)
    waiting = store.json_local("waiting") or {}
    found = [c for i, c in waiting.items() if i == member or i.startswith(member) or c["person"] == member]
    if len(found) != 1:
        raise UserError("Diesen wartenden PC gibt es nicht.", "Es wurde nichts verändert.", way=Way.MEMBERS)
    card = DeviceIdentity.read(found[0])
    office = store.facts().offices.get(card.office)
    taken = {c.number for c in identities(store).values() if c.office == card.office}
    number = card.number if card.number not in taken else max(taken) + 1
    with store.change() as change:
        change.add(
            "devices",
            {
                "name": f"PC {number} {office.name if office else ''}".strip(),
                "person": card.person,
                "role": card.role,
                "number": number,
                "encryption_key": card.encryption_key,
                "signing_key": card.signing_key,
                "admin": card.access.may_administer() and number == 1,
                "office": card.office,
                "invitation": found[0].get("invitation"),
            },
            record=card.id,
        )
        change.ensure(
            "people",
            (card.office, card.person.casefold()),
            {"name": card.person, "role": "Verwaltung" if card.role == "office" else "Ehrenamt", "office": card.office},
        )
    del waiting[card.id]
    invitations = store.json_local("invitations") or {}
    if found[0].get("invitation") in invitations:
        invitations[found[0]["invitation"]]["used"] = True
    store.set_local(waiting=json.dumps(waiting), invitations=json.dumps(invitations))


def strike(store: Store, member: str) -> None:
    """Strike a PC off: its later packages are set aside, and nothing is sealed for it any more."""
    require_admin(store)
    known = [c for c in identities(store).values() if c.id == member or c.id.startswith(member)]
    if len(known) != 1:
        raise UserError("Diesen PC gibt es nicht.", "Es wurde nichts verändert.", way=Way.MEMBERS)
    if known[0].id == store.replica:
        raise UserError("Ein PC kann sich nicht selbst ausschließen.", "Es wurde nichts verändert.")
    with store.change() as change:
        change.update(known[0].id, {"struck_on": store.today().isoformat()})
