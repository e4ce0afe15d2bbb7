"""Invitations: one file, single use, fourteen days, sealed with five words that are told by telephone.

The file is an age file (scrypt passphrase) with JSON inside: the network, its members and keys, the office and role of
the newcomer, and a secret by which the newcomer proves the invitation in its first package.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection
from pathlib import Path

import pyrage

from netzwerkhilfe import atomic
from netzwerkhilfe import paths as paths_module
from netzwerkhilfe.errors import UserError, Way
from netzwerkhilfe.exchange import members
from netzwerkhilfe.exchange.device_keys import new_device_keys
from netzwerkhilfe.exchange.geography import office_named
from netzwerkhilfe.exchange.members import DeviceIdentity
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.base import new_id
from netzwerkhilfe.models.fields import OFFICE, PLACES, REFERENCE, Json
from netzwerkhilfe.models.network import Network
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store import membership, reading, roster
from netzwerkhilfe.store.conditions import Condition, Holds, equals
from netzwerkhilfe.store.statements import Malformed, is_its_word
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

WORDS = 5
UMLAUTS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))


def word_list() -> list[str]:
    """The words of invitations: short, unlike each other on the telephone."""
    text = (paths_module.resources() / "daten" / "woerter.txt").read_text("utf-8")
    return text.split()


def proof(secret: str, card: DeviceIdentity) -> str:
    """What only the holder of an invitation can say about its card."""
    return hmac.new(secret.encode(), json.dumps(card.json(), sort_keys=True).encode(), hashlib.sha256).hexdigest()


def draft(store: Store, office: str, *, helper: bool = False) -> dict[str, Json]:
    """What an invitation says; it is open from now on. Raises ``UserError`` if this PC may not invite."""
    members.require_admin(store)
    if not office.strip():
        raise UserError("„Büro“ fehlt.", "Es wurde niemand eingeladen.", "Bitte nennen Sie das Büro.")
    with store.change() as change:
        office_id = office_named(change, office.strip())
    made = [e.id for e in change.set.entries.values() if e.what == "added"]
    store.forget_facts()
    pending = store.json_local("invitations") or {}
    number = 1 + max(
        [c.number for c in members.identities(store).values() if c.office == office_id]
        + [i["number"] for i in pending.values() if i["office"] == office_id],
        default=0,
    )
    network = next(n for n in store.all(Network) if n.id == store.local("network"))
    content = {
        "format": 1,
        "id": new_id(),
        "network": network.id,
        "name": network.record.name,
        "office": office_id,
        "office_name": store.facts().offices[office_id].name,
        "role": "helper" if helper else "office",
        "number": number,
        "secret": secrets.token_hex(16),
        "expires": (store.today() + members.LASTS).isoformat(),
        "inviter": store.replica,
        "members": [[c.id, c.person, c.number] for c in members.identities(store).values()],
        "chain": [s.json() for s in store.chain.statements],
    }
    kept = {k: content[k] for k in ("id", "office", "role", "number", "secret", "expires")}
    pending[content["id"]] = kept | {"made": made}
    store.set_local(invitations=json.dumps(pending))
    return content


def invite(store: Store, office: str, target: Path, *, helper: bool = False) -> str:
    """Write an invitation for a PC of an office (made if it is new) and give the five words.

    Raises ``UserError``: not an administrator, the file cannot be written.
    """
    content = draft(store, office, helper=helper)
    words = " ".join(secrets.choice(word_list()) for _ in range(WORDS))
    sealed = pyrage.passphrase.encrypt(json.dumps(content, ensure_ascii=False).encode(), _password(words))
    try:
        atomic.write_bytes(target, sealed, check=True)
    except OSError as error:
        _forget(store, content["id"])
        raise atomic.refused(
            error, target, "Die Einladung ließ sich nicht schreiben, und es wurde niemand eingeladen."
        ) from error
    return words


@functools.cache
def _spellings() -> dict[str, str]:
    """The words as they may be typed ("hügel", "hugel", "huegel"), each with how it stands in a passphrase."""
    found: dict[str, str] = {}
    for word in word_list():
        plain = word.casefold()
        for umlaut, letters in UMLAUTS:
            plain = plain.replace(umlaut, letters)
        found |= {fold(word): fold(word), plain: fold(word)}
    return found


def withdraw(store: Store, invitation: str) -> None:
    """Take an open invitation back: whoever joins with its file is not taken in, and the office that was made for it
    goes, unless it is used. Raises ``UserError``."""
    members.require_admin(store)
    pending = store.json_local("invitations") or {}
    found = [i for i in pending if i == invitation or i.startswith(invitation)]
    answered = {c.get("invitation") for c in (store.json_local("waiting") or {}).values()}
    if len(found) != 1 or pending[found[0]].get("used") or found[0] in answered:
        raise UserError("Diese Einladung ist nicht mehr offen.", "Es wurde nichts verändert.", way=Way.MEMBERS)
    _forget(store, found[0])


def _forget(store: Store, invitation: str) -> None:
    """An invitation that nobody can use any more goes, and with it what was made for it and nobody uses."""
    pending = store.json_local("invitations") or {}
    gone = pending.pop(invitation)
    made, office = gone.get("made") or [], gone["office"]
    heir = next((i for i in pending.values() if i["office"] == office), None)
    if made and heir is not None:  # another one invites the same office: it goes with the last of them
        heir["made"] = [*(heir.get("made") or []), *made]
    store.set_local(invitations=json.dumps(pending))
    joined = any(c.office == office for c in members.identities(store).values())
    if heir is not None or joined or office not in made:
        return
    with store.change() as change:
        if not _is_used(change, office, made):
            for record in made:
                change.trash(record)
    store.forget_facts()


def _is_used(change: Change, office: str, made: Collection[str]) -> bool:
    """Whether an entry names the office, other than what was made together with it."""
    with change.reading() as cursor:
        for kind in KINDS.values():
            for name, field in kind.fields.items():
                if name == "office" or field.type in (OFFICE, REFERENCE):
                    named: Condition = equals(name, office)
                elif field.type is PLACES:
                    named = Holds(name, office)
                else:
                    continue
                if any(row["id"] not in made for row in reading.find(cursor, kind, named)):
                    return True
    return False


def _password(words: str) -> str:
    """What a file is sealed with: case, umlauts, commas, dashes and numbers in front do not matter."""
    known = _spellings()
    return " ".join(known.get(word, word) for word in re.findall(r"[^\W\d_]+", fold(words)))


def read(path: Path, words: str) -> dict[str, Json]:
    """Open an invitation with its words. Raises ``UserError``: wrong words, no invitation."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError("Die Einladung ist nicht zu finden.", "", f"Bitte prüfen Sie: {path}") from error
    if not data.startswith(b"age-encryption.org/") or len(data) > 2**22:
        raise UserError(
            "Diese Datei ist keine Einladung.", "Es wurde nichts angelegt.", "Bitte wählen Sie eine andere."
        )
    try:
        content = json.loads(bytes(pyrage.passphrase.decrypt(data, _password(words))))
    except (pyrage.DecryptError, ValueError) as error:
        raise UserError(
            "Die fünf Wörter passen nicht zu dieser Einladung.",
            "Es wurde nichts angelegt.",
            "Bitte fragen Sie das einladende Büro noch einmal nach den Wörtern.",
        ) from error
    found: dict[str, Json] = content
    return found


def join(store: Store, path: Path, words: str, person: str) -> None:
    """Make this empty store a PC of the inviter's network; its first package then asks to be taken in.

    Raises ``UserError``: wrong words, expired, no name.
    """
    join_with(store, read(path, words), person)


def join_with(store: Store, content: dict[str, Json], person: str) -> None:
    """The same with an invitation that was opened already."""
    if not person.strip():
        raise UserError("„Person“ fehlt.", "Es wurde nichts angelegt.", "Bitte tragen Sie Ihren Namen ein.")
    if content["expires"] < store.today().isoformat():
        raise UserError(
            "Diese Einladung ist abgelaufen.", "Es wurde nichts angelegt.", "Bitte lassen Sie sich eine neue geben."
        )
    store.set_local(replica=new_id(), person=person, **new_device_keys())
    with store.change() as change:
        accept(change, content)


def accept(change: Change, content: dict[str, Json]) -> None:
    """Make this PC one that waits to be taken in where the invitation says. Raises ``UserError``."""
    try:
        statements = membership.read(content["chain"])
    except (Malformed, KeyError) as error:
        raise UserError(
            "Diese Einladung ist beschädigt.", "Es wurde nichts angelegt.", "Bitte lassen Sie sich eine neue geben."
        ) from error
    roster.adopt(change, statements, content["network"])
    change.set_local(
        network=content["network"],
        role=content["role"],
        office=content["office"],
        device_number=str(content["number"]),
        bootstrap=json.dumps(content["members"]),
        invitation=content["id"],
        invitation_secret=content["secret"],
    )


def own_application(store: Store) -> dict[str, Json]:
    """What the first packages of a newcomer carry until it is a member."""
    card = members.own_identity(store)
    return card.json() | {
        "invitation": store.local("invitation"),
        "proof": proof(store.local("invitation_secret"), card),
        "word": members.own_word(store),
    }


def accept_application(store: Store, data: dict[str, Json]) -> DeviceIdentity | None:
    """The card of a newcomer whose invitation is ours, open and not expired; it then waits to be confirmed."""
    try:
        card = DeviceIdentity.read(data)
    except ValueError:
        return None
    pending = (store.json_local("invitations") or {}).get(str(data.get("invitation")))
    if not pending or pending.get("used") or pending["expires"] < store.today().isoformat():
        return None
    if not hmac.compare_digest(proof(pending["secret"], card), str(data.get("proof", ""))):
        return None
    if (card.office, card.role, card.number) != (pending["office"], pending["role"], pending["number"]):
        return None
    if not is_its_word(card.id, card.keys, data.get("word")):
        return None
    waiting = store.json_local("waiting") or {}
    if card.id not in waiting:
        if any(c.get("invitation") == data["invitation"] for c in waiting.values()):
            return None
        waiting[card.id] = card.json() | {"invitation": data["invitation"], "word": data["word"]}
        store.set_local(waiting=json.dumps(waiting))
    return card
