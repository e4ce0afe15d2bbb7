"""The statements of membership: who belongs to a network, signed by who may say so. Format: docs/paket.md.

A statement is canonical JSON; its id is the hash of that text, so nobody can change one that another builds on. What it
is worth is decided in :mod:`netzwerkhilfe.store.membership`.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import nacl.exceptions
import nacl.signing

from netzwerkhilfe.models.fields import AGE_KEY, HEX_256, Json, canonical

FORMAT = 1
SIGNED = b"netzwerkhilfe membership 1\n"
"""What is signed begins with it (and nothing else that this program signs does)."""
SIGNED_KEYS = b"netzwerkhilfe membership keys 1\n"
"""The same for the word of a PC that its keys are its own."""
NO_ONE = ""
"""The signer of a statement that holds by its sheets alone."""
MOST_PARENTS = 64
MOST_SHEETS = 100
_ID = re.compile(r"[0-9a-f]{32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


class Malformed(ValueError):
    """What was read is no statement of this format."""


class Does(StrEnum):
    """What a statement does."""

    ROOT = "root"
    """Begins a network: its first PC, which administers it."""
    ADD = "add"
    """Takes a PC in."""
    SET = "set"
    """Gives a PC its role, lets it administer or no longer, or names its recovery sheet."""
    REKEY = "rekey"
    """Gives a PC new keys."""
    REVOKE = "revoke"
    """Ends a PC, for good. One that leaves by itself names its last package by the hash of its vector (``last``)."""


PRESENTING = (Does.ROOT, Does.ADD, Does.REKEY)
"""What brings keys, with the word of their PC."""


class Keys(NamedTuple):
    """Two public keys: an age recipient and an Ed25519 key in hexadecimal digits."""

    encryption: str
    signing: str


def word(pc: str, keys: Keys, secret: str) -> str:
    """The word of a PC that these keys are its own, by which nobody else can present them (hexadecimal).

    :param secret: the secret signing key that belongs to them.
    """
    return _sign(secret, _presented(pc, keys))


def is_its_word(pc: str, keys: Keys, said: object) -> bool:
    """Whether this is the word of a PC for its keys."""
    return isinstance(said, str) and _verifies(keys.signing, _presented(pc, keys), said)


def _presented(pc: str, keys: Keys) -> bytes:
    return SIGNED_KEYS + canonical([pc, *keys]).encode()


@dataclass(frozen=True)
class Statement:
    """One statement with its signatures.

    :param network: id of the network; empty in the root, from which it follows.
    :param subject: id of the PC it is about.
    :param facts: what it says of it, as far as its kind has any.
    :param parents: ids of the newest statements that its signer knew, sorted.
    :param signer: id of the PC that says it; empty if recovery sheets alone say so.
    :param sheets: ids of the PCs whose recovery sheets sign too, sorted.
    :param day: when, by the signer's clock, ISO. It decides nothing.
    :param signatures: of the signer or of each sheet, in their order; hexadecimal.
    """

    does: Does
    subject: str
    facts: Mapping[str, Json]
    parents: tuple[str, ...]
    signer: str
    network: str = ""
    sheets: tuple[str, ...] = ()
    day: str = ""
    signatures: tuple[str, ...] = ()

    @functools.cached_property
    def text(self) -> bytes:
        """The canonical JSON that is hashed and signed."""
        body: dict[str, Json] = {
            "format": FORMAT,
            "network": self.network,
            "kind": self.does.value,
            "subject": self.subject,
            "facts": dict(self.facts),
            "parents": list(self.parents),
            "signer": self.signer,
            "sheets": list(self.sheets),
            "day": self.day,
        }
        return canonical(body).encode()

    @functools.cached_property
    def id(self) -> str:
        """The hash of the text, 64 hexadecimal digits."""
        return hashlib.blake2b(self.text, digest_size=32).hexdigest()

    @property
    def keys(self) -> Keys:
        """The keys that it gives its subject (``root``, ``add``, ``rekey``)."""
        return Keys(str(self.facts["encryption_key"]), str(self.facts["signing_key"]))

    def json(self) -> list[Json]:
        """How packages carry it: the text and its signatures."""
        return [self.text.decode(), list(self.signatures)]

    @classmethod
    def read(cls, data: Json) -> Statement:
        """A statement as a package carries it. Raises :class:`Malformed`; says nothing about signatures or rights."""
        match data:
            case [str() as text, list() as signatures]:
                pass
            case _:
                raise Malformed("statement")
        try:
            body = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Malformed("statement") from error
        if not isinstance(body, dict) or set(body) != _BODY or body["format"] != FORMAT:
            raise Malformed("statement")
        if not _all(_SIGNATURE, signatures, MOST_SHEETS):
            raise Malformed("signatures")
        found = cls(
            _checked_kind(body["kind"]),
            _checked(_ID, body["subject"]),
            _checked_facts(body["kind"], body["facts"]),
            _checked_list(_HASH, body["parents"], MOST_PARENTS),
            body["signer"] if body["signer"] == NO_ONE else _checked(_ID, body["signer"]),
            body["network"] if body["network"] == "" else _checked(_ID, body["network"]),
            _checked_list(_ID, body["sheets"], MOST_SHEETS),
            body["day"] if body["day"] == "" else _checked(_DAY, body["day"]),
            tuple(signatures),
        )
        if found.text != text.encode("utf-8", "surrogatepass"):
            raise Malformed("not canonical")
        _check_shape(found)
        return found

    def signed_with(self, keys: Mapping[str, str]) -> bool:
        """Whether every signature that it needs is there and right, and the keys that it brings are its subject's own.

        :param keys: the public signing key of the signer under its id, and of each sheet's key under ``sheet:`` and the
            id of its PC.
        """
        wanted = [keys.get(self.signer)] if self.signer else [keys.get(sheet_of(s)) for s in self.sheets]
        if self.does in PRESENTING and not is_its_word(self.subject, self.keys, self.facts["word"]):
            return False
        return len(wanted) == len(self.signatures) and all(
            key is not None and _verifies(key, SIGNED + self.text, signature)
            for key, signature in zip(wanted, self.signatures, strict=True)
        )


def sheet_of(pc: str) -> str:
    """Under which name :meth:`Statement.signed_with` looks for the key of a PC's recovery sheet."""
    return f"sheet:{pc}"


def sign(statement: Statement, *secrets: str) -> Statement:
    """The statement with its signatures.

    :param secrets: secret signing keys (hexadecimal) of the signer or of the sheets in their order.
    """
    signatures = tuple(_sign(s, SIGNED + statement.text) for s in secrets)
    return Statement(**(_fields(statement) | {"signatures": signatures}))


def network_of(root: Statement) -> str:
    """The id of the network that begins with this statement: the first half of its hash, as entries name it.

    A network that is older than its root names its id there (``network``).
    """
    return str(root.facts.get("network") or root.id[:32])


def _fields(statement: Statement) -> dict[str, Json]:
    return {name: getattr(statement, name) for name in statement.__dataclass_fields__}


_BODY = {"format", "network", "kind", "subject", "facts", "parents", "signer", "sheets", "day"}
_NEWCOMER = {"office", "role", "encryption_key", "signing_key", "word"}
_OLDER = _NEWCOMER | {"network"}
_SETTABLE = ({"role"}, {"admin"}, {"sheet_encryption_key", "sheet_signing_key"})


def _checked_kind(value: Json) -> Does:
    try:
        return Does(value)
    except ValueError as error:
        raise Malformed("kind") from error


def _checked(pattern: re.Pattern[str], value: Json) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Malformed(f"{value!r:.80}")
    return value


def _all(pattern: re.Pattern[str], values: Json, most: int) -> bool:
    return (
        isinstance(values, list)
        and len(values) <= most
        and all(isinstance(v, str) and pattern.fullmatch(v) for v in values)
    )


def _checked_list(pattern: re.Pattern[str], values: Json, most: int) -> tuple[str, ...]:
    if not _all(pattern, values, most) or values != sorted(set(values)):
        raise Malformed("list")
    return tuple(values)


def _checked_facts(kind: Json, facts: Json) -> dict[str, Json]:
    """Facts of the right names and types. Raises :class:`Malformed`."""
    if not isinstance(facts, dict):
        raise Malformed("facts")
    names = set(facts)
    allowed = {
        Does.ROOT: (_NEWCOMER, _OLDER),
        Does.ADD: (_NEWCOMER,),
        Does.SET: _SETTABLE,
        Does.REKEY: ({"encryption_key", "signing_key", "word"},),
        Does.REVOKE: (set[str](), {"last"}),
    }[_checked_kind(kind)]
    if names not in allowed:
        raise Malformed("facts")
    for name, value in facts.items():
        if name == "admin":
            if not isinstance(value, bool):
                raise Malformed(name)
        else:
            _checked(_FACTS[name], value)
    return dict(facts)


_FACTS = {
    "last": _HASH,
    "network": _ID,
    "office": _ID,
    "role": re.compile("office|helper"),
    "word": _SIGNATURE,
    "encryption_key": re.compile(AGE_KEY),
    "signing_key": re.compile(HEX_256),
    "sheet_encryption_key": re.compile(AGE_KEY),
    "sheet_signing_key": re.compile(HEX_256),
}


def _check_shape(statement: Statement) -> None:
    """What a statement of its kind must look like, whoever signs it. Raises :class:`Malformed`."""
    root = statement.does is Does.ROOT
    if root != (not statement.parents) or root != (not statement.network):
        raise Malformed("parents")
    if bool(statement.signer) == bool(statement.sheets):
        raise Malformed("signer")
    if root and statement.facts["role"] != "office":
        raise Malformed("root")
    of_itself = statement.does in (Does.ROOT, Does.REKEY) or "last" in statement.facts
    if of_itself and statement.signer != statement.subject:
        raise Malformed("signer")


def _sign(secret: str, text: bytes) -> str:
    return nacl.signing.SigningKey(bytes.fromhex(secret)).sign(text).signature.hex()


@functools.lru_cache(maxsize=20_000)
def _verifies(key: str, text: bytes, signature: str) -> bool:
    try:
        nacl.signing.VerifyKey(bytes.fromhex(key)).verify(text, bytes.fromhex(signature))
    except (nacl.exceptions.BadSignatureError, ValueError, nacl.exceptions.TypeError):
        return False
    return True
