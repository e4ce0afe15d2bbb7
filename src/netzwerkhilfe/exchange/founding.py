"""Founding a network: its name, offices from the geography, places, words and stages, and the first PC.

All of it are ordinary records of ``net`` that the network can change afterwards.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import nacl.signing
import pyrage

from netzwerkhilfe import atomic
from netzwerkhilfe import paths as paths_module
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.exchange import recover_space
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.base import NET, derived_id, new_id
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.network import Device
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import numbers, opening, reading, token
from netzwerkhilfe.store.conditions import Empty, equals
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change


@dataclass(frozen=True)
class Association:
    """A Verbandsgemeinde of the geography that ships with the program."""

    key: str
    name: str
    code: str
    places: tuple[dict[str, Json], ...]


def geography() -> dict[str, Json]:
    """The geography file: associations with their places, and whom to thank for it."""
    found: dict[str, Json] = json.loads((paths_module.resources() / "daten" / "geographie.json").read_text("utf-8"))
    return found


def associations() -> list[Association]:
    """The Verbandsgemeinden of the geography."""
    return [Association(a["key"], a["name"], a["code"], tuple(a["places"])) for a in geography()["associations"]]


def association_for(name: str) -> Association | None:
    """The association meant by a key, by the AGS of one of its places, or by a name that begins alike."""
    plain = fold(name)
    everyone = associations()
    found = [a for a in everyone if plain in (a.key, fold(a.name)) or name in {p["ags"] for p in a.places}]
    if not found and len(plain) >= 3:
        found = [a for a in everyone if fold(a.name).startswith(plain) or plain.startswith(fold(a.name) + " ")]
    return found[0] if len(found) == 1 else None


def code_for(name: str, taken: set[str]) -> str:
    """Two letters for the tag of an office that the geography does not know."""
    letters = [c for c in fold(name).upper() if "A" <= c <= "Z"]
    words = [w for w in re.split(r"[^A-Za-z]+", fold(name).upper()) if w]
    candidates = [words[0][0] + words[1][0]] if len(words) > 1 else []
    candidates += [letters[0] + c for c in letters[1:]] if letters else []
    candidates += [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return next(c for c in candidates if c not in taken)


def add_office(change: Change, name: str, ags: str | None = None) -> str:
    """The office with this name or key, made with its places if it is new; gives its id.

    :param name: as people call it; empty takes the name of the geography.
    :param ags: the key of its association, where the name alone does not tell.
    """
    known = reading.find(change.cursor, KINDS["offices"], Empty("seal"))
    association = association_for(ags or name)
    full = name.strip() or (association.name if association else "")
    for office in known:
        same_key = association is not None and office["ags"] == association.key
        if same_key or fold(office["name"] or "") == fold(full):
            return str(office["id"])
    taken = {o["code"] for o in known}
    code = association.code if association and association.code not in taken else code_for(full, taken)
    made = change.add(
        "offices",
        {
            "name": full,
            "code": code,
            "ags": association.key if association else ags,
            "rank": len(known),
            "office": None,
        },
    )
    if association:
        for place in association.places:
            change.ensure("places", (place["ags"],), place | {"association": association.key, "office": made.id})
    return made.id


def _own_key(office: str, keys: tuple[str, ...]) -> str | None:
    """Which of the keys is that of the own office, where its name alone does not tell."""
    if association_for(office):
        return None
    named = [k for k in keys if (a := association_for(k)) and fold(a.name) in fold(office)]
    return named[0] if named else keys[0] if len(keys) == 1 else None


def _seed() -> dict[str, Json]:
    found: dict[str, Json] = json.loads((paths_module.resources() / "daten" / "begriffe.json").read_text("utf-8"))
    return found


def seed_entries(districts: set[str]) -> list[tuple[str, tuple[str, ...], dict[str, Json]]]:
    """The words, stages, hints and sizes that ship with the program: kind, natural key, values. All can be changed.

    :param districts: the first five digits of the keys of the network's places; the sizes of rent limits are laid out
    for them.
    """
    seed = _seed()
    found: list[tuple[str, tuple[str, ...], dict[str, Json]]] = []
    for list_name, words in seed["categories"].items():
        for rank, (name, synonyms) in enumerate(words):
            values = {"list_name": list_name, "name": name, "synonyms": synonyms or None, "rank": rank}
            found.append(("categories", (list_name, name), values))
    for kind, stages in seed["stages"].items():
        for rank, (name, phase, next_step, synonyms) in enumerate(stages):
            values = {
                "for_kind": kind,
                "name": name,
                "phase": phase,
                "rank": rank,
                "next_step": next_step or None,
                "synonyms": synonyms or None,
            }
            found.append(("stages", (kind, name), values))
    for topic, key, text, months, permit, source in seed["hints"]:
        values = {
            "topic": topic,
            "key": key,
            "text": text,
            "months_most": months,
            "needs_permit": permit,
            "source": source or None,
            "hourly_amount": seed["hint_amounts"].get(key),
        }
        found.append(("hints", (topic, key), values))
    for rules in seed["body_rules"]:
        found.append(("body_rules", (rules["valid_from"],), rules))
    for rank, template in enumerate(seed["item_templates"]):
        found.append(("item_templates", (template["title"],), {"rank": rank, **template}))
    for district in sorted(districts):
        for persons, area in seed["rent_sizes"]["areas"]:
            values = {
                "area": district,
                "persons": persons,
                "area_m2": float(area),
                "valid_from": "2024-01-01",
                "source": seed["rent_sizes"]["source"],
            }
            found.append(("rent_limits", (district, str(persons), "2024-01-01"), values))
    return found


def sow(change: Change) -> int:
    """Add what ships with the program and the network does not have; what is there stays as it is. Gives how many."""
    places = reading.find(change.cursor, KINDS["places"], Empty("seal"))
    districts = {str(p["ags"])[:5] for p in places if p["ags"]}
    added = 0
    for kind, key, values in seed_entries(districts):
        record = derived_id(kind, NET, *key)
        if not reading.count(change.cursor, KINDS[kind], equals("id", record)):
            change.ensure(kind, key, values)
            added += 1
    return added


def renew_seed(store: Store) -> int:
    """After an update of the program, on a PC that administers: offer the network what is new. Gives how much was
    added."""
    seed = hashlib.blake2b(json.dumps(_seed(), sort_keys=True).encode(), digest_size=8).hexdigest()
    device = store.get(store.replica, Device)
    if store.local("seed") == seed or device is None or not device.record.admin or device.record.struck_on:
        return 0
    with store.change() as change:
        change.let_pass()  # what ships with the program was typed by nobody here
        added = sow(change)
    store.set_local(seed=seed)
    store.forget_facts()
    return added


def new_device_keys() -> dict[str, str]:
    """The keys of a PC: X25519 to read packages (age), Ed25519 to sign them."""
    identity = pyrage.x25519.Identity.generate()
    signing = nacl.signing.SigningKey.generate()
    return {
        "age_secret": str(identity),
        "age_public": str(identity.to_public()),
        "sign_secret": bytes(signing).hex(),
        "sign_public": bytes(signing.verify_key).hex(),
    }


def add_person(change: Change, name: str, office: str, role: str = "Verwaltung") -> str:
    """The person of an office, by natural key; gives the id."""
    return change.ensure("people", (office, fold(name)), {"name": name, "role": role, "office": office}).id


def found_network(
    store: Store, network: str, office: str, person: str, ags: tuple[str, ...] = (), *, helper: bool = False
) -> None:
    """Make this empty store the first PC of a new network.

    :param ags: keys of associations whose offices and places are made at once.
    Raises ``UserError`` on an empty name or an unknown key.
    """
    for value, label in ((network, "Netzwerk"), (office, "Büro"), (person, "Person")):
        if not value.strip():
            raise UserError(f"„{label}“ fehlt.", "Es wurde nichts angelegt.", "Bitte tragen Sie es ein.")
    unknown = [k for k in ags if association_for(k) is None]
    if unknown:
        raise UserError(f"Den Schlüssel {unknown[0]} kennt das Programm nicht.", "Es wurde nichts angelegt.")
    network_id, replica = new_id(), new_id()
    keys = new_device_keys()
    store.set_local(
        replica=replica,
        network=network_id,
        person=person,
        role="helper" if helper else "office",
        device_number="1",
        office="",
        **keys,
    )
    with store.change(person) as change:
        change.add(
            "networks",
            {"name": network, "attribution": geography()["attribution"] if ags or association_for(office) else None},
            record=network_id,
        )
        own = add_office(change, office, _own_key(office, ags))
        for key in ags:
            add_office(change, "", key)
        sow(change)
        add_person(change, person, own)
        change.add(
            "devices",
            {
                "name": f"PC 1 {office}",
                "person": person,
                "role": "helper" if helper else "office",
                "number": 1,
                "encryption_key": keys["age_public"],
                "signing_key": keys["sign_public"],
                "admin": True,
                "office": own,
                "recovery_key": store.local("recovery_public") or None,
            },
            record=replica,
        )
        office_record = own
    store.set_local(office=office_record)
    store.forget_facts()


def create_store(
    paths: Paths, fill: Callable[[Store], None], *, passphrase: str | None, person: str, keyring: bool
) -> tuple[Store, str]:
    """A new store with its key slots, filled by ``fill``; gives it with the recovery key to print.

    If anything goes wrong nothing is left behind. Raises ``UserError``: no way in (neither passphrase nor keyring).
    """
    store = opening.create(paths)
    try:
        key = store.slots.add_recovery(store.key)
        if passphrase:
            store.slots.add_passphrase(store.key, passphrase, person)
        by_login = keyring and store.slots.add_keyring(store.key)
        if not passphrase and not by_login:
            raise UserError(
                "Auf diesem PC öffnet die Anmeldung am Computer die Daten nicht.",
                "Es wurde nichts angelegt.",
                "Bitte vergeben Sie ein Kennwort mit mindestens acht Zeichen.",
                Way.PASSPHRASE,
            )
        store.set_local(recovery_public=recover_space.public_key(key))
        fill(store)
        store.slots.save()
        token.settle(store)
        numbers.keep(paths, {})
    except BaseException:
        store.close()
        for path in (
            paths.store,
            paths.slots,
            paths.token,
            paths.numbers,
            paths.presence,
            *(paths.store.with_name(paths.store.name + e) for e in ("-wal", "-shm")),
        ):
            atomic.remove(path)
        raise
    return store, key


def set_passphrase(store: Store, passphrase: str) -> None:
    """A passphrase for who works at this PC, in place of a former one. Raises ``UserError``, ``OSError``."""
    store.slots.add_passphrase(store.key, passphrase, store.person)
    store.slots.save()
