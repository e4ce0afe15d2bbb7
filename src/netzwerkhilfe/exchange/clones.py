"""Copies of a store: found, told, and given a number and keys of their own.

A copy does no harm to the data (its changes carry a mark of their own). But two PCs under one name would write one file
and give out one number twice. So a copy that stays applies for its own place: it draws keys, vouches for them with the
key it was copied with, and until an administrator confirms it goes on under the old name with a file of its own.
A PC that takes the place of another (a new machine, a restored backup) keeps name and keys and says so in the network.
"""

from __future__ import annotations

import json

import nacl.exceptions
import nacl.signing

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import members
from netzwerkhilfe.exchange.device_keys import new_device_keys
from netzwerkhilfe.exchange.members import DeviceIdentity
from netzwerkhilfe.models.base import new_id
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.models.network import Device
from netzwerkhilfe.store import numbers, token
from netzwerkhilfe.store.statements import is_its_word, word
from netzwerkhilfe.store.store import Store

VOUCHED = b"netzwerkhilfe copy 1\n"


def found(store: Store) -> bool:
    """Whether this store is a copy that nobody has decided about yet."""
    return bool(store.replica) and (token.copied(store) or superseded(store))


def superseded(store: Store) -> bool:
    """Whether another PC has said in the network that it took the place of this one."""
    device = store.get(store.replica, Device)
    said = device.record.token if device else None
    return bool(said) and said != store.local("token") and not store.local("applying")


def take_place(store: Store) -> None:
    """This PC goes on in the place of the one it was copied from; the former one will be told."""
    numbers.leave_gap(store.paths, store.today().year)
    fresh = token.settle(store)
    store.set_local(applying="")
    if store.get(store.replica, Device) is not None:
        with store.change() as change:
            change.update(store.replica, {"token": fresh})


def separate(store: Store) -> None:
    """This PC is an additional one: a number of its own at once, keys of its own as soon as it is confirmed."""
    if store.json_local("applying"):
        token.settle(store)
        return
    office = store.local("office")
    taken = [c.number for c in members.identities(store).values() if here(store).is_own(c.office)]
    keys = new_device_keys()
    card = DeviceIdentity(
        new_id(),
        office,
        store.person,
        store.role,
        keys["age_public"],
        keys["sign_public"],
        max([*taken, int(store.local("device_number", "1"))]) + 1,
    )
    token.settle(store)
    store.set_local(
        applying=json.dumps({"card": card.json(), "keys": keys}),
        device_number=str(card.number),
        waiting="null",
        invitations="null",
    )


def application(store: Store) -> dict[str, Json]:
    """What the packages of a copy carry until it is confirmed; empty for all others."""
    applying = store.json_local("applying")
    if not applying:
        return {}
    key = nacl.signing.SigningKey(bytes.fromhex(store.local("sign_secret")))
    signature = key.sign(VOUCHED + canonical(applying["card"]).encode()).signature
    card: dict[str, Json] = applying["card"]
    fresh = DeviceIdentity.read(card)
    its_word = word(fresh.id, fresh.keys, applying["keys"]["sign_secret"])
    return card | {"copy_of": store.replica, "voucher": signature.hex(), "word": its_word}


def accept_application(store: Store, data: dict[str, Json], original: DeviceIdentity) -> DeviceIdentity | None:
    """The card of a copy whose original vouches for it; where this PC may confirm, it waits for that."""
    try:
        card = DeviceIdentity.read(data)
        verify = nacl.signing.VerifyKey(bytes.fromhex(original.signing_key))
        verify.verify(VOUCHED + canonical(card.json()).encode(), bytes.fromhex(str(data.get("voucher", ""))))
    except (ValueError, nacl.exceptions.BadSignatureError, nacl.exceptions.TypeError):
        return None
    if (card.office, card.role) != (original.office, original.role) or card.id in members.identities(store):
        return None
    if not is_its_word(card.id, card.keys, data.get("word")):
        return None
    waiting = store.json_local("waiting") or {}
    if card.id not in waiting and card.id not in members.struck_ids(store):
        waiting[card.id] = card.json() | {"copy_of": original.id, "word": data["word"]}
        store.set_local(waiting=json.dumps(waiting))
    return card


def follow_confirmation(store: Store) -> bool:
    """A copy that was confirmed goes on under its own name and keys; gives whether that happened now."""
    applying = store.json_local("applying")
    if not applying:
        return False
    device = store.get(applying["card"]["id"], Device)
    if device is None or applying["card"]["id"] not in store.membership.members:
        return False
    sent = {f"sent:{space}": "0" for space in store.spaces}
    store.set_local(
        replica=applying["card"]["id"],
        applying="",
        device_number=str(device.record.number or 1),
        undo_exchange="null",
        **sent,
        **applying["keys"],
    )
    store.forget_facts()
    return True


def require_decided(store: Store) -> None:
    """Raise ``UserError`` where a person must say first what this PC is."""
    if found(store):
        raise UserError(
            "Diese Daten wurden von einem anderen PC kopiert.",
            DATA_SAFE,
            "Bitte sagen Sie zuerst, ob dieser PC den anderen ersetzt oder dazukommt.",
        )
