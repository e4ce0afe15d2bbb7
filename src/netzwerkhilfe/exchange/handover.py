"""A case goes to another office with name and contact: sealed for that office's PCs alone, with a receipt.

The names never stand readable in ``net``. The giving office seals what only it knows for the PCs of the other office;
that
office opens it at its next exchange, keeps it in its own space, takes the case over and leaves a receipt.
"""

from __future__ import annotations

import base64
import json

import pyrage

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import members
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.base import office_space
from netzwerkhilfe.models.cases import Case, CasePrivate, Handover
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.conditions import Empty, Present, equals
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.moving import refuse_unknown
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

KIND = "handovers"
FILE = KINDS["attachments"]
FILES = "files"
"""Beside the fields of the companion: which files go along, with their keys. The files themselves lie on the stick."""
LEFT_OUT = ("parent", "office", "seal", "origin", "handed_to", "handed_on", "handed_receipt_on")
FILE_LEFT_OUT = ("office", "seal", "origin")


def offer(store: Store, case: Snapshot, to_office: str, *, consent: bool) -> ChangeSet:
    """Hand a case to another office.

    Raises ``UserError``: not ours, no consent, nobody there, handed over already, or something of it is unknown here.
    """
    kind = case.kind
    if not here(store).may_hand_over(case.record.office, to_office):
        raise UserError("Diesen Fall hat ein anderes Büro.", "Es wurde nichts übergeben.")
    if case.space != "net":
        raise UserError(
            "Dieser Fall ist nicht im Netzwerk.", "Es wurde nichts übergeben.", "Bitte teilen Sie ihn zuerst."
        )
    if not consent:
        raise UserError(
            "Ohne Einwilligung wird kein Name weitergegeben.",
            "Es wurde nichts übergeben.",
            "Bitte fragen Sie die Person.",
        )
    if any(not h.record.received_on for h in store.children(case.id, Handover)):
        raise UserError(
            "Dieser Fall ist schon unterwegs.", "Es wurde nichts übergeben.", "Die Bestätigung kommt mit dem Austausch."
        )
    refuse_unknown(store, case.root, store.spaces, "Es wurde nichts übergeben.")
    space = office_space(to_office)
    readers = [*(c.encryption_key for c in members.readers(store, space)), *members.recovery_keys(store, space)]
    if not readers:
        raise UserError(
            "In diesem Büro gibt es noch keinen PC.",
            "Es wurde nichts übergeben.",
            "Bitte laden Sie das Büro zuerst ein.",
        )
    private = store.companion(case)
    known = {n: v for n, v in (private.values if private else {}).items() if v is not None and n not in LEFT_OUT}
    known |= {FILES: files} if (files := _files(store, case)) else {}
    sealed = pyrage.encrypt(
        json.dumps(known, ensure_ascii=False).encode(), [pyrage.x25519.Recipient.from_str(r) for r in readers]
    )
    name = store.facts().offices[to_office].name
    today = store.today().isoformat()
    with store.change() as change:
        change.add(
            KIND,
            {
                "parent": case.id,
                "to_office": to_office,
                "sealed": base64.b64encode(bytes(sealed)).decode(),
                "offered_on": today,
                "offered_by": store.person,
            },
            root=case.root,
        )
        if kind.companion:
            change.ensure(
                kind.companion,
                (case.root,),
                {"parent": case.id, "handed_to": name, "handed_on": today, "handed_receipt_on": None},
                space=store.office_space,
                root=case.root,
            )
    return change.set


def _files(store: Store, case: Snapshot) -> list[dict[str, Json]]:
    """The files of a case, those at its suggestions too, as the other office enters them."""
    with store.reading() as cursor:
        found = reading.find(cursor, FILE, equals("root", case.root), equals("space", store.office_space), Present())
    return [{n: row[n] for n in FILE.fields if row[n] is not None and n not in FILE_LEFT_OUT} for row in found]


def take(store: Store) -> list[str]:
    """Take over what was handed to this office, and note the receipts of what it handed on; gives sentences for the
    report."""
    access = here(store)
    if not access.may_see(store.office_space):
        return []
    found = []
    for one in store.all(Handover):
        case = store.get(one.record.parent or "", Case)
        if case is None:
            continue
        number = case.record.number or "Ein Fall"
        if access.is_own(one.record.to_office) and not one.record.received_on:
            known = _opened(store, one.record.sealed)
            if known is None:
                continue
            _receive(store, one, case, known)
            found.append(f"{number} wurde Ihrem Büro übergeben; Name und Kontakt stehen jetzt hier.")
        elif access.is_own(one.record.office) and one.record.received_on:
            private = store.companion(case, CasePrivate)
            if private and private.record.handed_to and not private.record.handed_receipt_on:
                with store.change() as change:
                    change.update(private.id, {"handed_receipt_on": one.record.received_on})
                found.append(f"{private.record.handed_to} hat {number} übernommen.")
    return found


def _opened(store: Store, sealed: Json) -> dict[str, Json] | None:
    try:
        plain = pyrage.decrypt(
            base64.b64decode(str(sealed or "")), [pyrage.x25519.Identity.from_str(store.local("age_secret"))]
        )
        known = json.loads(bytes(plain))
    except (pyrage.DecryptError, ValueError):
        return None
    return known if isinstance(known, dict) else None


def _receive(store: Store, one: Snapshot, case: Snapshot, known: dict[str, Json]) -> None:
    companion = KINDS[case.kind.companion]
    values = {n: v for n, v in known.items() if n in companion.form_fields and companion.fields[n].type.accepts(v)}
    with store.change() as change:
        change.ensure(
            companion.name,
            (case.root,),
            {"parent": case.id, "office": store.local("office"), **values},
            space=store.office_space,
            root=case.root,
        )
        for file in _readable(known.get(FILES)):
            parent = file.get("parent") if change.get(file.get("parent") or "") else case.id
            values = {**file, "parent": parent, "office": store.local("office")}
            change.ensure(FILE.name, (case.root, file["digest"]), values, space=store.office_space, root=case.root)
        change.update(case.id, {"office": store.local("office")})
        change.update(one.id, {"received_on": store.today().isoformat(), "received_by": store.person, "sealed": None})


def _readable(files: Json) -> list[dict[str, Json]]:
    """What a handover says of files, as far as the program can rely on it."""
    found = []
    for file in files if isinstance(files, list) else ():
        values = {n: v for n, v in file.items() if n in FILE.fields} if isinstance(file, dict) else {}
        sound = all(FILE.fields[n].type.accepts(v) for n, v in values.items()) and all(
            FILE.relies_on(register, reading.register_value(FILE, register, dict.fromkeys(FILE.fields) | values))
            for register in FILE.registers
        )
        if sound and values.get("digest") and values.get("key"):
            found.append(values)
    return found


def offered(cursor: Cursor, case: str) -> set[tuple[str, str]]:
    """Who has handed a case over (the PC, by its replica id), and to which office."""
    kind = KINDS[KIND]
    found = set()
    for row in reading.find(cursor, kind, equals("parent", case)):
        by = reading.writers(cursor, kind, row)
        if by.get("parent") == by.get("to_office"):
            found.add((by.get("parent", ""), str(row["to_office"])))
    return found


def waiting(store: Store, case: Snapshot) -> bool:
    """Whether a case is on its way to another office."""
    kind = KINDS[KIND]
    with store.reading() as cursor:
        return bool(reading.count(cursor, kind, equals("parent", case.id), Empty("received_on"), Empty("seal")))
