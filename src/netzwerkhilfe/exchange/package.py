"""The package: one file with the full state of one space, signed by its sender and readable by its members alone.

The layout is described byte by byte in docs/paket.md. Head and body are encrypted with age (X25519); the head is
signed with Ed25519 and binds the body by its hash.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nacl.exceptions
import nacl.signing
import pyrage
import zstandard

from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.models.fields import Json, canonical
from netzwerkhilfe.store.algebra import Vector
from netzwerkhilfe.store.state import (
    MOST_LINES,
    VECTOR_LINE,
    Damaged,
    checked_moment,
    checked_number,
    once_each,
    take_vector_line,
    vector_hash,
    vector_lines,
)

FAMILY = b"NHPAKET"
"""With it begin the packages of every format; the format's number follows as one byte."""
FORMAT = 2
MAGIC = FAMILY + bytes([FORMAT])
SIGNED = b"netzwerkhilfe package head 2\n"
MAX_FILE = 512 * 2**20
MAX_HEAD = 32 * 2**20
"""Twice what the statements of membership may take (:data:`membership.MOST_BYTES_IN_ALL`)."""
MAX_PLAIN = 2 * 2**30
MAX_LINE = 4 * 2**20


class NotForUs(Exception):
    """The package is sealed for other PCs."""


class NewerFormat(Exception):
    """The package needs a newer program."""


@dataclass(frozen=True)
class Head:
    """What a package says of itself."""

    network: str
    space: str
    sender: str
    number: int
    members: str
    vector_hash: str
    """Of the vector, which stands at the beginning of the body (:func:`state.vector_hash`)."""
    digest: str
    records: int
    body_size: int
    body_hash: str
    plain_size: int
    at: str
    oldest_reader: int = FORMAT
    format: int = FORMAT
    chain: list[Json] = field(default_factory=list)
    """Who belongs to the network, as far as the sender knows (:meth:`Statement.json`); it speaks for itself, whoever
    brings it."""
    card: dict[str, Json] = field(default_factory=dict)
    """Only of a PC that is not a member yet: its card and the proof of its invitation."""
    beside: list[str] = field(default_factory=list)
    """Names of the sender's other files, which are not for everybody: nobody has to wonder about them."""

    def json(self) -> str:
        """The signed text."""
        return canonical(self.__dict__)

    @classmethod
    def read(cls, text: bytes) -> Head:
        """A head from its JSON. Raises :class:`Damaged` or :class:`NewerFormat`."""
        try:
            data = json.loads(text, object_pairs_hook=once_each)
        except (ValueError, RecursionError) as error:
            raise Damaged("head") from error
        if not isinstance(data, dict):
            raise Damaged("head")
        oldest = data.get("oldest_reader")
        if isinstance(oldest, int) and oldest > FORMAT:
            raise NewerFormat
        texts = ("network", "space", "sender", "members", "vector_hash", "digest", "body_hash")
        numbers = ("number", "records", "body_size", "plain_size", "oldest_reader", "format")
        if not all(isinstance(data.get(n), str) and 0 < len(data[n]) <= 200 for n in texts):
            raise Damaged("head")
        if not all(
            isinstance(data.get(n), int) and not isinstance(data[n], bool) and 0 <= data[n] < 2**53 for n in numbers
        ):
            raise Damaged("head")
        if not isinstance(data.get("card", {}), dict):
            raise Damaged("head")
        chain = data.get("chain", [])
        if not isinstance(chain, list):
            raise Damaged("head")
        beside = data.get("beside", [])
        if (
            not isinstance(beside, list)
            or len(beside) > 20
            or not all(isinstance(b, str) and len(b) <= 200 for b in beside)
        ):
            raise Damaged("head")
        checked_moment(data.get("at"))
        checked_number(data["records"], MOST_LINES + 1)
        known = {n: data[n] for n in (*texts, *numbers, "at")}
        return cls(**known, chain=chain, card=data.get("card", {}), beside=beside)


@dataclass(frozen=True)
class Opened:
    """A package whose head was read; the body is read again with :attr:`vector` and :meth:`lines`, so that a folder
    full of packages is never in memory at once."""

    path: Path
    head: Head
    signature: bytes
    signed: bytes
    begins: int
    """Where in the file the body begins."""
    identities: tuple[pyrage.x25519.Identity, ...] = field(repr=False)

    @functools.cached_property
    def vector(self) -> Vector:
        """What its sender had taken in. Raises :class:`Damaged`, also if it is not the one that the head names."""
        found: Vector = {}
        for text in _lines(self):
            if not text.startswith(VECTOR_LINE):
                break
            take_vector_line(found, text)
        if vector_hash(found) != self.head.vector_hash:
            raise Damaged("vector")
        return found

    def lines(self) -> Iterator[str]:
        """The lines after the vector, never more than the head has promised. Raises :class:`Damaged`."""
        every = _lines(self)
        for text in every:
            if not text.startswith(VECTOR_LINE):
                yield text
                break
        yield from every

    def signed_by(self, signing_key: str) -> bool:
        """Whether this key signed the head."""
        try:
            nacl.signing.VerifyKey(bytes.fromhex(signing_key)).verify(SIGNED + self.signed, self.signature)
        except (nacl.exceptions.BadSignatureError, ValueError, nacl.exceptions.TypeError):
            return False
        return True


def pack(vector: Vector, lines: list[str]) -> tuple[bytes, int]:
    """The body before encryption, and its plain size in bytes."""
    plain = "\n".join([*vector_lines(vector), *lines]).encode()
    return zstandard.ZstdCompressor(level=3).compress(plain), len(plain)


def seal(body: bytes, recipients: list[str]) -> bytes:
    """Encrypt for these public keys (age X25519)."""
    return bytes(pyrage.encrypt(body, [pyrage.x25519.Recipient.from_str(r) for r in recipients]))


@functools.cache
def can_seal_for(public_key: str) -> bool:
    """Whether a key is one that age can seal for; what came with a wrong one must not stop our own writing."""
    try:
        pyrage.x25519.Recipient.from_str(public_key)
    except pyrage.RecipientError:
        return False
    return True


def build(head: Head, sealed_body: bytes, recipients: list[str], sign_secret: str) -> bytes:
    """The bytes of a package file. Raises ``UserError`` if nobody could read its head."""
    text = head.json().encode()
    if len(text) > MAX_HEAD - 4096:
        raise UserError(
            "Im Verzeichnis der Mitglieder steht mehr, als in ein Paket passt.",
            DATA_SAFE,
            "Bitte schließen Sie den PC aus, der das bestimmt hat, oder beginnen Sie das Netzwerk neu.",
        )
    signature = nacl.signing.SigningKey(bytes.fromhex(sign_secret)).sign(SIGNED + text).signature
    sealed_head = seal(signature + text, recipients)
    return b"".join(
        (MAGIC, struct.pack(">I", len(sealed_head)), sealed_head, struct.pack(">Q", len(sealed_body)), sealed_body)
    )


def assemble(vector: Vector, lines: list[str], recipients: list[str], sign_secret: str, **said: Json) -> bytes:
    """The bytes of a package with these lines; ``said`` are the facts of its :class:`Head` that do not follow from
    them."""
    packed, plain_size = pack(vector, lines)
    body = seal(packed, recipients)
    sizes: dict[str, Json] = {"body_size": len(body), "body_hash": body_hash(body), "plain_size": plain_size}
    return build(Head(vector_hash=vector_hash(vector), **sizes, **said), body, recipients, sign_secret)


def body_hash(sealed_body: bytes) -> str:
    """The hash by which the head binds the body."""
    return hashlib.blake2b(sealed_body, digest_size=32).hexdigest()


def is_package(path: Path) -> bool:
    """Whether a file begins like a package; its name tells nothing."""
    try:
        with path.open("rb") as file:
            return file.read(len(FAMILY)) == FAMILY
    except OSError:
        return False


def open_package(path: Path, *age_secrets: str) -> Opened:
    """Read a package's frame and head; its body is whole, but nobody has read or proven it yet.

    :param age_secrets: the secret keys of this PC: the one in use, and the one before it.
    Raises ``OSError``, :class:`Damaged`, :class:`NotForUs`, :class:`NewerFormat`.
    """
    opened = open_head(path, *age_secrets)
    _body(opened)
    return opened


def open_head(path: Path, *age_secrets: str) -> Opened:
    """The same without a look at the body, which from a stick takes seconds and is often known already; whoever reads
    it notices that it is broken."""
    sealed_head, position, size = _frame(path)
    identities = tuple(pyrage.x25519.Identity.from_str(s) for s in age_secrets)
    try:
        plain = bytes(pyrage.decrypt(sealed_head, list(identities)))
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotForUs from error
        raise Damaged("head") from error
    if len(plain) <= 64:
        raise Damaged("head")
    head = Head.read(plain[64:])
    if head.body_size != size or head.plain_size > MAX_PLAIN:
        raise Damaged("body")
    return Opened(path, head, plain[:64], plain[64:], position, identities)


def _frame(path: Path) -> tuple[bytes, int, int]:
    """The sealed head of a file, where its body begins, and how long that is; it ends with the file."""
    whole = path.stat().st_size
    if whole > MAX_FILE:
        raise Damaged("size")
    with path.open("rb") as file:
        begin = file.read(len(MAGIC) + 4)
        if begin[: len(FAMILY)] != FAMILY or len(begin) < len(MAGIC) + 4:
            raise Damaged("frame")
        if begin[len(FAMILY)] > FORMAT:
            raise NewerFormat
        if begin[len(FAMILY)] < FORMAT:
            raise Damaged("a format from before the first release")
        (head_size,) = struct.unpack_from(">I", begin, len(MAGIC))
        position = len(begin) + head_size + 8
        if head_size > MAX_HEAD or position > whole:
            raise Damaged("frame")
        rest = file.read(head_size + 8)
    if len(rest) < head_size + 8:
        raise Damaged("frame")
    (size,) = struct.unpack_from(">Q", rest, head_size)
    if size != whole - position:
        raise Damaged("frame")
    return rest[:head_size], position, size


def _body(opened: Opened) -> bytes:
    """The sealed body, as the head names it. Raises ``OSError``, :class:`Damaged`."""
    with opened.path.open("rb") as file:
        file.seek(opened.begins)
        body = file.read(opened.head.body_size)
    if body_hash(body) != opened.head.body_hash:  # or somebody has written another file there meanwhile
        raise Damaged("body")
    return body


def _lines(opened: Opened) -> Iterator[str]:
    """All lines of the body. Raises ``OSError``, :class:`Damaged`."""
    body = _body(opened)
    try:
        packed = bytes(pyrage.decrypt(body, list(opened.identities)))
    except pyrage.DecryptError as error:
        raise Damaged("body") from error
    reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(io.BytesIO(packed))
    rest, seen = b"", 0
    try:
        while chunk := reader.read(2**20):
            seen += len(chunk)
            if seen > opened.head.plain_size:
                raise Damaged("body is larger than promised")
            whole, newline, after = (rest + chunk).rpartition(b"\n")
            rest = after if newline else rest + chunk
            if len(rest) > MAX_LINE or (len(whole) > MAX_LINE and max(map(len, whole.split(b"\n"))) > MAX_LINE):
                raise Damaged("line")
            if newline:
                yield from whole.decode("utf-8").split("\n")
        if rest:
            yield rest.decode("utf-8")
    except (zstandard.ZstdError, UnicodeDecodeError) as error:
        raise Damaged("body") from error
    if seen != opened.head.plain_size:
        raise Damaged("body is shorter than promised")
