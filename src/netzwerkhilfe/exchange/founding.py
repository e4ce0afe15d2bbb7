"""Founding a network: its name, its offices with their places, words and stages, and the first PC.

All of it are ordinary records of ``net`` that the network can change afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from netzwerkhilfe import atomic
from netzwerkhilfe import paths as paths_module
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.exchange import members, recover_space
from netzwerkhilfe.exchange.device_keys import new_device_keys
from netzwerkhilfe.exchange.geography import add_union, example, take, union_of
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.base import NET, derived_id, new_id
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.geography import Municipality, Union, located
from netzwerkhilfe.models.office_forms import ANY, Words, form_of, land_of, without_form, words_for
from netzwerkhilfe.models.places import Known, Point, by_key, place
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import numbers, opening, reading, roster, token
from netzwerkhilfe.store.conditions import Empty, equals
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

SOURCES = "Koordinaten der Orte: GeoNames (geonames.org), CC BY 4.0. Alle Angaben lassen sich im Programm ändern."
"""Whom to thank for what a network knows of its places from the start."""


def unions_by_key(keys: Iterable[str]) -> list[Union]:
    """The offices of the demo by their keys or the AGS of their places. Raises ``UserError`` for an unknown key."""
    known, found = example(), []
    for key in keys:
        one = next((u for u in known if key == u.key or key in {p.key for p in u.places}), None)
        if one is None:
            raise UserError(
                f"Den Schlüssel {key} kennt das Programm nicht.",
                "Es wurde nichts angelegt.",
                "Orte kommen mit einer Liste oder durch Ankreuzen dazu.",
            )
        found.append(one)
    return found


def places_named(office: str, names: Iterable[str]) -> list[Known]:
    """The town of an office and the places near it with these names. Raises ``UserError`` for one that is not known."""
    town = place(office)
    near: tuple[Point, ...] = ((town.latitude, town.longitude),) if town else ()
    found = [k for p in union_of(office).places if (k := by_key(p.key))]
    for name in names:
        known = place(name, near)
        if known is None:
            raise UserError(
                f"Den Ort „{name}“ kennt das Programm nicht.",
                "Es wurde nichts angelegt.",
                "Bekannt sind alle Orte ab 500 Einwohner; kleinere kommen mit einer Liste dazu.",
            )
        found.append(known)
    return list(dict.fromkeys(found))


def ticked(office: str, form: str, chosen: Iterable[Known]) -> Union:
    """The own office with the places that were ticked for it."""
    return replace(union_of(office, form), places=tuple(Municipality.of(k) for k in chosen))


def _own(office: str, form: str, unions: Sequence[Union], known: Sequence[Union]) -> tuple[Union, list[Union]]:
    """Which of the listed offices, or of others that are known with them, is the own one, under the name that was
    typed; and the other listed ones."""
    plain = without_form(office)
    fits = [u for u in (*unions, *known) if not form or form_of(u.form, u.name, u.key) in (form, None)]
    names = {u: without_form(u.name) for u in fits}
    exact = [u for u, n in names.items() if n == plain]
    begins = [u for u, n in names.items() if f" {n} " in f" {plain} " or (len(plain) >= 3 and n.startswith(plain))]
    own = (exact or begins or (list(unions) if len(unions) == 1 and unions[0].key else []))[:1]
    others = [u for u in unions if u not in own]
    return (replace(own[0], name=office, form=form or own[0].form) if own else union_of(office, form)), others


def _seed() -> dict[str, Json]:
    found: dict[str, Json] = json.loads((paths_module.resources() / "daten" / "begriffe.json").read_text("utf-8"))
    return found


def _said(value: Json, words: Words) -> Json:
    """What ships with the program, with what this network's offices are called."""
    if isinstance(value, str):
        return value.format_map(words._asdict()) if "{" in value else value
    if isinstance(value, dict):
        return {k: _said(v, words) for k, v in value.items()}
    return [_said(v, words) for v in value] if isinstance(value, list) else value


def seed_entries(districts: set[str], words: Words = ANY) -> list[tuple[str, tuple[str, ...], dict[str, Json]]]:
    """The words, stages, hints and sizes that ship with the program: kind, natural key, values. All can be changed.

    :param districts: the first five digits of the keys of the network's places; the sizes of rent limits are laid out
    for them.
    :param words: what its offices are called.
    """
    seed = _said(_seed(), words)
    found: list[tuple[str, tuple[str, ...], dict[str, Json]]] = []
    for list_name, offered in seed["categories"].items():
        for rank, (name, synonyms) in enumerate(offered):
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
    for rank, (title, text) in enumerate(seed["text_blocks"]):
        found.append(("text_blocks", (title,), {"rank": rank, "title": title, "text": text}))
    for district in sorted(d for d in districts if land_of(d) in seed["rent_sizes"]["lands"]):
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


def _land(key: str) -> str:
    known = by_key(key)
    return known.land if known else land_of(key)


def take_places(change: Change, unions: Sequence[Union]) -> int:
    """Take a list of offices and places, with what ships for their districts; gives how many are new or changed."""
    change.let_pass()  # names of places are no people's
    done = take(change, unions)
    sow(change)
    return done


def sow(change: Change) -> int:
    """Add what ships with the program and the network does not have; what is there stays as it is. Gives how many."""
    places = reading.find(change.cursor, KINDS["places"], Empty("seal"))
    districts = {str(p["ags"])[:5] for p in places if str(p["ags"] or "").isdigit()}
    lands = Counter(land for p in places if (land := _land(p["ags"] or "")))
    added = 0
    for kind, key, values in seed_entries(districts, words_for(lands.most_common(1)[0][0]) if lands else ANY):
        record = derived_id(kind, NET, *key)
        if not reading.count(change.cursor, KINDS[kind], equals("id", record)):
            change.ensure(kind, key, values)
            added += 1
    return added


def renew_seed(store: Store) -> int:
    """After an update of the program, on a PC that administers: offer the network what is new. Gives how much was
    added."""
    seed = hashlib.blake2b(json.dumps(_seed(), sort_keys=True).encode(), digest_size=8).hexdigest()
    if store.local("seed") == seed or store.replica not in members.admins(store):
        return 0
    with store.change() as change:
        change.let_pass()  # what ships with the program was typed by nobody here
        added = sow(change)
    store.set_local(seed=seed)
    store.forget_facts()
    return added


def add_person(change: Change, name: str, office: str, role: str = "Verwaltung") -> str:
    """The person of an office, by natural key; gives the id."""
    return change.ensure("people", (office, fold(name)), {"name": name, "role": role, "office": office}).id


def found_network(
    store: Store,
    network: str,
    office: str,
    person: str,
    ags: tuple[str, ...] = (),
    *,
    unions: Sequence[Union] = (),
    form: str = "",
) -> None:
    """Make this empty store the first PC of a new network.

    :param ags: keys of the demo's offices, which are made with their places at once.
    :param unions: the offices of a list, which are made with their places at once.
    :param form: what the own office is (``OfficeForm``); else its name, its key or its Land says it.
    Raises ``UserError`` on an empty name or an unknown key.
    """
    for value, label in ((network, "Netzwerk"), (office, "Büro"), (person, "Person")):
        if not value.strip():
            raise UserError(f"„{label}“ fehlt.", "Es wurde nichts angelegt.", "Bitte tragen Sie es ein.")
    own_union, others = _own(office.strip(), form, located([*unions_by_key(ags), *unions]), example() if ags else ())
    keys = new_device_keys()
    store.set_local(replica=new_id(), person=person, role="office", device_number="1", office="", **keys)
    with store.change(person) as change:
        own = add_union(change, own_union)
        network_id = roster.begin(change, own, keys).network
        change.add(
            "networks",
            {"name": network, "attribution": SOURCES},
            record=network_id,
        )
        for union in others:
            add_union(change, union)
        sow(change)
        add_person(change, person, own)
        change.add(
            "devices",
            {"name": f"PC 1 {office}", "person": person, "number": 1, "office": own},
            record=change.replica,
        )
        change.set_local(network=network_id, office=own)
        if change.local("recovery_sign_public"):
            members.name_sheet(change)
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
        store.set_local(**recover_space.public_keys(key))
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
