"""Taking an exchange back, damage that is found and shown, files that are cut or flipped anywhere, kill while taking
in."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import package, undo
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store import erasure, opening, reading, state
from netzwerkhilfe.store.state import Damaged
from netzwerkhilfe.store.store import Store


def person(store: Store, name: str = "Haddad", **values: object) -> str:
    with store.change() as change:
        return change.add("volunteers", {"last_name": name, "consent_network": True, **values}).id


def test_an_exchange_is_taken_back_and_waits(store: Store, other: Store, stick: Path) -> None:
    record = person(other)
    exchange(other, stick)
    exchange(store, stick)
    assert store.get(record) and undo.possible(store)
    back = undo.take_back(store)
    assert back.get(record) is None and back.check() == [] and not undo.possible(back)
    report = exchange(back, stick)
    assert report.held and back.get(record) is None
    report = exchange(back, stick, accept=True)
    assert not report.held and back.get(record)
    exchange(other, stick)
    with back.reading() as one, other.reading() as two:
        assert state.export(one, "net").digest == state.export(two, "net").digest
    back.close()


def test_after_an_own_write_nothing_is_taken_back(store: Store, other: Store, stick: Path) -> None:
    person(other)
    exchange(other, stick)
    exchange(store, stick)
    person(store, "Danach")
    assert not undo.possible(store)
    with pytest.raises(UserError, match="nicht mehr zurücknehmen"):
        undo.take_back(store)


def test_erasures_stay_when_an_exchange_is_taken_back(store: Store, other: Store, stick: Path) -> None:
    record, new = person(other), ""
    exchange(other, stick)
    exchange(store, stick)
    exchange(other, stick)
    erasure.erase(other, record, "Wunsch")
    new = person(other, "Neu")
    exchange(other, stick)
    exchange(store, stick)
    assert store.get(record) is None and store.get(new)
    if undo.possible(store):
        back = undo.take_back(store)
        assert back.get(record) is None
        back.close()


def test_one_dot_with_two_values_is_shown_as_a_conflict(store: Store, other: Store, stick: Path) -> None:
    """GIVEN equal vectors WHEN a value was damaged on one PC THEN both values are shown, on both PCs."""
    record = person(store, phone="06237 1111")
    for office in (store, other, store):
        exchange(office, stick)
    with other.connections.autocommit() as cursor, other.connections.writing():
        cursor.execute("UPDATE volunteers SET phone = ? WHERE id = ?", ("06237 9999", record))
    healed = [exchange(office, stick).healed for office in (other, store)]
    assert healed == [1, 0]
    exchange(other, stick)
    for office in (store, other):
        with office.reading() as cursor:
            (conflict,) = reading.conflicts(cursor)
        assert {v.value for v in conflict.values} == {"06237 1111", "06237 9999"}
    with store.reading() as one, other.reading() as two:
        assert state.export(one, "net").digest == state.export(two, "net").digest


def small_package(store: Store, other: Store, tmp_path: Path) -> Path:
    """A package that is as small as they get: one change, one record, one reader."""
    lines = [
        json.dumps(["c", store.replica, 1, 7, 1_800_000_000_000_000, "Petra", "2026-02-01T00:00:00+00:00", None]),
        json.dumps(["r", "volunteers", "a" * 32, "a" * 32, 0, {"last_name": "Haddad", "consent_network": True}, {}]),
    ]
    data = package.assemble(
        {(store.replica, 7): 1},
        lines,
        [other.local("age_public")],
        store.local("sign_secret"),
        network=store.local("network"),
        space="net",
        sender=store.replica,
        number=1,
        members="x",
        digest="x",
        records=1,
        at="2026-01-01T09:00:00+00:00",
    )
    path = tmp_path / "paket"
    path.write_bytes(data)
    return path


def test_every_cut_is_noticed(store: Store, other: Store, tmp_path: Path) -> None:
    path = small_package(store, other, tmp_path)
    data = path.read_bytes()
    secret = other.local("age_secret")
    with path.open("r+b", buffering=0) as file:  # in place: making a file anew is what takes the time
        for length in reversed(range(len(data))):
            file.truncate(length)
            with pytest.raises((Damaged, package.NotForUs)):
                package.open_package(path, secret)


def test_every_flipped_bit_is_noticed(store: Store, other: Store, tmp_path: Path) -> None:
    path = small_package(store, other, tmp_path)
    data = path.read_bytes()
    secret = other.local("age_secret")
    key = store.local("sign_public")
    assert list(package.open_package(path, secret).lines())
    with path.open("r+b", buffering=0) as file:
        for position, bit in ((p, b) for p in range(len(data)) for b in range(8)):
            file.seek(position)
            file.write(bytes([data[position] ^ 1 << bit]))
            try:
                opened = package.open_package(path, secret)
                assert opened.signed_by(key)
                list(opened.lines())
            except (Damaged, package.NotForUs, package.NewerFormat):
                file.seek(position)
                file.write(data[position : position + 1])
                continue
            pytest.fail(f"bit {bit} flipped at byte {position} went unnoticed")
    assert path.read_bytes() == data


def test_a_bomb_is_not_unpacked(store: Store, other: Store, tmp_path: Path) -> None:
    """GIVEN a member's body of a gigabyte of blanks in a small file WHEN it promises little THEN reading stops
    early."""
    import zstandard

    from netzwerkhilfe.exchange.members import readers
    from netzwerkhilfe.exchange.package import Head

    everybody = [c.encryption_key for c in readers(store, "net")]
    packed = zstandard.ZstdCompressor().compress(b" " * (64 * 2**20))
    body = package.seal(packed, everybody)
    head = Head(
        network=store.local("network"),
        space="net",
        sender=store.replica,
        number=99,
        members="x",
        vector_hash="x",
        digest="x",
        records=1,
        body_size=len(body),
        body_hash=package.body_hash(body),
        plain_size=1000,
        at="2026-01-01T09:00:00+00:00",
    )
    path = tmp_path / "bombe"
    path.write_bytes(package.build(head, body, everybody, store.local("sign_secret")))
    opened = package.open_package(path, other.local("age_secret"))
    with pytest.raises(Damaged):
        list(opened.lines())
    report = exchange(other, tmp_path)
    assert report.set_aside and other.check() == []


def test_a_forged_signer_is_set_aside(store: Store, other: Store, stick: Path) -> None:
    """GIVEN somebody who knows the members' public keys WHEN they sign with a key of their own THEN nothing is
    taken."""
    import nacl.signing

    person(store)
    store.set_local(sign_secret=bytes(nacl.signing.SigningKey.generate()).hex())
    exchange(store, stick)
    report = exchange(other, stick)
    assert report.json()["set_aside"] == ["Bei einem Paket stimmt die Unterschrift nicht."] and report.new == 0


def test_a_newer_format_is_set_aside(store: Store, other: Store, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = package.Head.json

    def newer(self: package.Head) -> str:
        data = json.loads(before(self))
        return json.dumps(data | {"format": 9, "oldest_reader": 9})

    monkeypatch.setattr(package.Head, "json", newer)
    exchange(store, stick)
    monkeypatch.undo()
    report = exchange(other, stick)
    assert any("neuere Fassung" in reason for reason in report.json()["set_aside"])


def test_kill_while_taking_in_leaves_all_or_nothing(store: Store, other: Store, stick: Path) -> None:
    with store.change() as change:
        for i in range(600):
            change.add("volunteers", {"last_name": f"Person {i}", "consent_network": True})
    exchange(store, stick)
    other.close()
    program = (
        "import pathlib;from netzwerkhilfe.paths import Paths;from netzwerkhilfe.store import opening\n"
        "from netzwerkhilfe.exchange.folder import exchange\n"
        f"s=opening.open_with_key(Paths(pathlib.Path({str(other.paths.data)!r})),bytes.fromhex('{other.key.hex()}'))\n"
        f"print('go',flush=True);exchange(s,pathlib.Path({str(stick)!r}),accept=True)\n"
    )
    for pause in (0.02, 0.08, 0.15, 0.25):
        process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(pause)
        process.kill()
        process.wait()
        process.stdout.close()
        again = opening.open_with_key(other.paths, other.key)
        assert again.count("volunteers") in (0, 600) and again.check() == []
        again.close()
