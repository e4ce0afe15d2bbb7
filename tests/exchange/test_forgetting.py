"""After an erasure the name is nowhere: decrypted store, free pages, log, index, packages and backups of every
office."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from netzwerkhilfe.exchange import package
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import attachments, backup, erasure
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import person, update

NAME = "Petrosilius Zwackelmann"
PAGE, RESERVED = 4096, 80
"""SQLCipher 4: 4096 bytes a page, of which the last 80 are the vector (16) and the HMAC (64)."""


def decrypt(page: bytes, key: bytes, first: bool) -> bytes:
    """One page of SQLCipher 4 (AES-256-CBC); the first begins with 16 bytes of salt."""
    body = page[16 if first else 0 : PAGE - RESERVED]
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()


def pages(path: Path, key: bytes) -> Iterator[bytes]:
    """All pages of a store or of its write-ahead log, free ones too."""
    data = path.read_bytes()
    if path.name.endswith("-wal"):
        for start in range(32, len(data) - PAGE, PAGE + 24):
            number = int.from_bytes(data[start : start + 4])
            yield decrypt(data[start + 24 : start + 24 + PAGE], key, number == 1)
    else:
        for start in range(0, len(data), PAGE):
            yield decrypt(data[start : start + PAGE], key, start == 0)


def named(data: bytes) -> bool:
    """Whether the name, folded or in pieces of three letters, is in there."""
    plain = data.decode("utf-8", "replace").lower()
    return "zwackelmann" in plain or "petrosilius" in plain or "trosili" in plain


def everything(store: Store, folder: Path) -> dict[str, bytes]:
    """Whatever an office keeps and leaves, decrypted."""
    found: dict[str, bytes] = {}
    for path in store.paths.data.glob("netzwerk.db*"):
        if not path.name.endswith("-shm"):
            found[path.name] = b"".join(pages(path, store.key))
    for path in store.paths.data.rglob("*"):
        if path.is_file() and path.suffix in (".json", ".log"):
            found[path.name] = path.read_bytes()
    for path in store.paths.backups.glob("*") if store.paths.backups.is_dir() else ():
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                copy = folder.parent / "aus-der-sicherung.db"
                copy.write_bytes(archive.read(name))
                found[f"{path.name}/{name}"] = (
                    b"".join(pages(copy, store.key)) if name.endswith(".db") else copy.read_bytes()
                )
    for path in folder.iterdir():
        try:
            opened = package.open_package(path, store.local("age_secret"))
        except package.NotForUs:
            continue
        found[f"stick/{path.name}"] = "\n".join(opened.lines()).encode()
    return found


def test_the_search_can_find_something(store: Store, stick: Path) -> None:
    person(store, NAME)
    backup.make(store)
    exchange(store, stick)
    found = everything(store, stick)
    where = {re.sub(r"\d", "", n.split("/")[0])[:8] for n, data in found.items() if named(data)}
    assert {"netzwerk", "stick"} <= where and any(named(d) for n, d in found.items() if "nhsicherung" in n)


def test_an_erased_name_is_nowhere(store: Store, open_copy: Callable[..., Store], other: Store, stick: Path) -> None:
    """GIVEN a person known in two offices, with history, conflict, file and backups WHEN erased THEN nobody has the
    name."""
    record = person(store, NAME, phone="06237 1", note=f"{NAME} hilft gern")
    kept = person(store, "Haddad")
    for office in (store, other, store):
        exchange(office, stick)
    update(store, record, note=f"{NAME} fährt auch")
    update(other, record, note=f"{NAME} dolmetscht")
    with other.change() as change:
        change.ensure(
            "volunteers_private",
            (record,),
            {"parent": record, "private_note": NAME},
            space=other.office_space,
            root=record,
        )
    found = store.get(record)
    assert found
    act(store, attachments.attach, found, "zwackelmann.pdf", b"%PDF " + NAME.encode())
    for office in (store, other, store):
        exchange(office, stick)
        backup.make(office)
    with store.change() as change:
        change.trash(record)
    erasure.erase(other, record, "Wunsch der Person")
    for office in (other, store, other, store):
        exchange(office, stick, accept=True)
    for office in (store, other):
        assert office.get(kept)
        named_in = [n for n, data in everything(office, stick).items() if named(data)]
        assert named_in == [], named_in
        assert not list(office.paths.attachments.glob("*"))
