"""The members of the network: its PCs with their keys, who may read which space, and who waits to be let in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import NotRequired, TypedDict

from netzwerkhilfe.access.rules import Access, Role, here
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.exchange import package, peers
from netzwerkhilfe.exchange.device_keys import new_device_keys
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import conversion, peer_vectors, reading, roster
from netzwerkhilfe.store.conditions import Empty
from netzwerkhilfe.store.membership_rules import Member
from netzwerkhilfe.store.peer_vectors import Lacking
from netzwerkhilfe.store.statements import Does, Keys, is_its_word, word
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

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
    def keys(self) -> Keys:
        """Its public keys."""
        return Keys(self.encryption_key, self.signing_key)

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
        store.role,
        store.local("age_public"),
        store.local("sign_public"),
        int(store.local("device_number", "1")),
    )


def own_word(store: Store) -> str:
    """This PC's word that its keys are its own."""
    keys = Keys(store.local("age_public"), store.local("sign_public"))
    return word(store.replica, keys, store.local("sign_secret"))


def _named(store: Store, members: Iterable[Member]) -> dict[str, DeviceIdentity]:
    """PCs with what entries, or the invitation before the first package, call them."""
    known = {pc: (person, number) for pc, person, number in store.json_local("bootstrap") or []}
    with store.reading() as cursor:
        for row in reading.find(cursor, KINDS["devices"], UNSEALED):
            known[row["id"]] = row["person"] or "", row["number"] or 1
    return {
        m.id: DeviceIdentity(m.id, m.office, known.get(m.id, ("", 1))[0], m.role, *m.keys, known.get(m.id, ("", 1))[1])
        for m in members
    }


def identities(store: Store) -> dict[str, DeviceIdentity]:
    """The PCs that are members now; in a store of format 1, until the chain comes, those of its entries."""
    if not store.chain.statements:
        return {pc.id: DeviceIdentity(*pc[:4], *pc.keys) for pc in conversion.former(store)}
    return _named(store, store.membership.members.values())


def everybody(store: Store) -> dict[str, DeviceIdentity]:
    """The PCs that are members or were, as they last were."""
    return _named(store, [*store.membership.former.values(), *store.membership.members.values()])


def struck_ids(store: Store) -> set[str]:
    """The PCs that were struck off or have left."""
    return set(store.membership.former)


def last_of(store: Store, pc: str) -> str:
    """The hash of the vector of the last package of a PC that has left by itself; empty for others."""
    chain, holding = store.chain, store.membership.holding
    ends = [s for s in chain.statements if s.does is Does.REVOKE and s.subject == pc and s.id in holding]
    struck = [s.id for s in ends if s.signer != pc]
    for end in ends:
        if end.signer == pc and all(
            chain.knew(other, end.id) for other in struck
        ):  # who was struck off bids no farewell
            return str(end.facts.get("last", ""))
    return ""


def leaving_offices(store: Store) -> set[str]:
    """The other offices of which a PC has left. Their further PCs belong and read until they have left too."""
    return {office for office in store.membership.leaving if not here(store).is_own(office)}


def readers(store: Store, space: str) -> list[DeviceIdentity]:
    """Who may read a space: all members of ``net`` whose office has not left; of an office space its office PCs."""
    left = store.membership.left
    may = (c for c in identities(store).values() if c.access.may_see(space) and c.office not in left)
    return sorted((c for c in may if package.can_seal_for(c.encryption_key)), key=lambda c: c.id)


def recovery_keys(store: Store, space: str) -> list[str]:
    """The public keys of the printed recovery sheets of an office: whoever holds one can read its office space.

    ``net`` needs none: all other members have it.
    """
    if space == NET:
        return []
    holders = (m for m in store.membership.members.values() if Access(m.office, Role.read(m.role)).may_see(space))
    return sorted(m.sheet.encryption for m in holders if m.sheet and package.can_seal_for(m.sheet.encryption))


def publish(store: Store) -> None:
    """Tell the network the public keys of this PC's recovery sheet, if they are new."""
    sheet = Keys(store.local("recovery_public"), store.local("recovery_sign_public"))
    own = store.membership.members.get(store.replica)
    if all(sheet) and own and own.role == Role.OFFICE and own.sheet != sheet:
        with store.change() as change:
            name_sheet(change)


def name_sheet(change: Change) -> None:
    """Say which recovery sheet is this PC's."""
    roster.say(
        change,
        Does.SET,
        change.replica,
        sheet_encryption_key=change.local("recovery_public"),
        sheet_signing_key=change.local("recovery_sign_public"),
    )


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


def one(store: Store, member: str) -> DeviceIdentity:
    """A member by its id, the beginning of it, or the person at it. Raises ``UserError``."""
    known = [c for c in identities(store).values() if c.id.startswith(member) or c.person == member] if member else []
    if len(known) != 1:
        raise UserError("Diesen PC gibt es nicht.", "Es wurde nichts verändert.", way=Way.MEMBERS)
    return known[0]


def set_admin(store: Store, member: str, *, on: bool) -> None:
    """Let a PC invite and strike off, or no longer. One administrator always stays. Raises ``UserError``."""
    require_admin(store)
    pc = one(store, member)
    if on:
        _require_office_pc(pc)
    _require_administrator_left(store, pc, stays=on)
    with store.change() as change:
        roster.say(change, Does.SET, pc.id, admin=on)


def set_role(store: Store, member: str, role: Role) -> None:
    """Make a PC one of the town hall or of a person who helps. Raises ``UserError``."""
    require_admin(store)
    pc = one(store, member)
    if pc.role == role:
        return
    _require_administrator_left(store, pc, stays=role is Role.OFFICE)
    with store.change() as change:
        roster.say(change, Does.SET, pc.id, role=role.value)


def _require_office_pc(pc: DeviceIdentity) -> None:
    if not pc.access.may_administer():
        raise UserError(
            "Der PC einer helfenden Person kann nicht verwalten.",
            "Es wurde nichts verändert.",
            "Bitte wählen Sie einen Büro-PC.",
        )


def _require_administrator_left(store: Store, pc: DeviceIdentity, *, stays: bool) -> None:
    if not stays and admins(store) == {pc.id}:
        raise UserError(
            "Ein Netzwerk braucht mindestens einen PC, der verwaltet.",
            "Es wurde nichts verändert.",
            "Bitte geben Sie zuerst einem anderen PC dieses Recht.",
        )


def rekey(store: Store) -> None:
    """Give this PC new keys: what is written from now on is sealed for them. Raises ``UserError``: no member."""
    fresh = new_device_keys()
    keys = Keys(fresh["age_public"], fresh["sign_public"])
    with store.change() as change:
        facts = roster.presenting(keys, word(store.replica, keys, fresh["sign_secret"]))
        roster.say(change, Does.REKEY, store.replica, **facts)
        change.set_local(former_age_secret=store.local("age_secret"), **fresh)


def secrets_of(store: Store) -> tuple[str, ...]:
    """The secret keys by which packages for this PC open: the one in use, and the one before it."""
    return tuple(filter(None, (store.local("age_secret"), store.local("former_age_secret"))))


def admins(store: Store) -> set[str]:
    """The PCs that may invite and strike off."""
    return set(store.membership.administrators)


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
    """The days on which an open invitation was made, or a PC taken in, and after which nobody joins with it any more,
    ISO."""
    by: NotRequired[str]
    """The person at the PC that took it in, or struck it off; empty for the first PC and for printed sheets."""
    copy: NotRequired[bool]
    """Whether a waiting one is a copy of another PC's data."""


def _since(store: Store, pc: str, people: Mapping[str, DeviceIdentity]) -> tuple[str, str]:
    """Since when a PC is what it is (ISO, empty if nobody knows), and by whom."""
    known = store.membership.members.get(pc) or store.membership.former.get(pc)
    if known is None:
        return "", ""
    said = store.chain[known.since]
    signer = people.get(said.signer)
    return said.day, signer.person if signer and said.signer != pc else ""


def listing(store: Store) -> list[Listed]:
    """All PCs with their state: invited, waiting, member or struck."""
    offices = store.facts().offices
    found: list[Listed] = []
    struck = struck_ids(store)

    def office_name(office: str | None) -> str:
        return offices[office].name if office and office in offices else ""

    known = everybody(store)
    administrators = admins(store)
    for pc in sorted(known.values(), key=lambda c: (c.office, c.number, c.id)):
        since, by = _since(store, pc.id, known)
        found.append(
            {
                "id": pc.id,
                "office": office_name(pc.office),
                "person": pc.person,
                "role": pc.role,
                "state": "struck" if pc.id in struck else "member",
                "admin": pc.id in administrators,
                "number": pc.number,
                "since": since,
                "by": by,
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
    if store.replica not in admins(store):
        raise UserError(
            "Dieser PC darf niemanden aufnehmen oder ausschließen.",
            "Es wurde nichts verändert.",
            "Bitte fragen Sie die Verwaltung Ihres Netzwerks.",
        )


def confirm(store: Store, member: str, sheets: Mapping[str, str] | None = None) -> None:
    """Take a waiting PC in: from now on packages are sealed for it too. Raises ``UserError``.

    :param sheets: recovery sheets that say so instead of this PC, as in :func:`by_sheets`.
    """
    if sheets is None:
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
        facts = roster.newcomer(card.office, card.role, card.keys, str(found[0].get("word", "")))
        if sheets is not None:
            roster.say_by_sheets(change, Does.ADD, card.id, sheets, **facts)
        else:
            roster.say(change, Does.ADD, card.id, **facts)
            if card.access.may_administer() and number == 1:
                roster.say(change, Does.SET, card.id, admin=True)
        change.add(
            "devices",
            {
                "name": f"PC {number} {office.name if office else ''}".strip(),
                "person": card.person,
                "number": number,
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


def to_take_over(store: Store) -> list[conversion.Former]:
    """The PCs that belonged before the chain was begun here and have not said yet that their keys are their own."""
    there = everybody(store)
    return [pc for pc in conversion.known(store) if pc.id not in there]


def take_over(store: Store, data: Mapping[str, Json]) -> DeviceIdentity | None:
    """Take in a PC that belonged before the chain, with the keys and rights it had, on its own word; gives it."""
    pc = next((pc for pc in to_take_over(store) if pc.id == data.get("id")), None)
    if pc is None or not is_its_word(pc.id, pc.keys, data.get("word")) or store.replica not in admins(store):
        return None
    with store.change() as change:
        facts = roster.newcomer(pc.office, pc.role, pc.keys, str(data["word"]))
        roster.say(change, Does.ADD, pc.id, **facts)
        if pc.admin and pc.role == Role.OFFICE:
            roster.say(change, Does.SET, pc.id, admin=True)
    return identities(store)[pc.id]


def own_card(store: Store) -> dict[str, Json]:
    """What this PC says of itself, with its word for its keys."""
    return own_identity(store).json() | {"word": own_word(store)}


def strike(store: Store, member: str) -> None:
    """Strike a PC off, for good: its later packages are set aside, and nothing is sealed for it any more.

    Raises ``UserError``.
    """
    pc = one(store, member)
    if pc.id == store.replica:
        raise UserError("Ein PC kann sich nicht selbst ausschließen.", "Es wurde nichts verändert.")
    if not (here(store).is_own(pc.office) and pc.role == Role.HELPER):
        require_admin(store)
    with store.change() as change:
        roster.say(change, Does.REVOKE, pc.id)


def by_sheets(store: Store, does: Does, member: str, sheets: Mapping[str, str], **facts: Json) -> None:
    """Say by the recovery sheets of more than half of the offices what else an administrator says.

    :param sheets: for each PC whose sheet signs the secret signing key that follows from it.
    Raises ``UserError``: too few of them, no such PC, or one of a person who helps that is to administer.
    """
    pc = one(store, member)
    if facts.get("admin"):
        _require_office_pc(pc)
    with store.change() as change:
        roster.say_by_sheets(change, does, pc.id, sheets, **facts)
