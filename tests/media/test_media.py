"""The exchange on what offices really use: sticks, shares, synchronised folders, long names, two PCs at once."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, package
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from tests.exchange.helpers import digest, open_conflicts, person, update
from tests.media.conftest import Stick


def there_and_back(store: Store, other: Store, path: Path) -> None:
    """Two offices exchange through a folder, with a conflict that is settled."""
    record = person(store, "Müller-Scheuermann", phone="1")
    exchange(store, path)
    assert exchange(other, path).new >= 1
    update(store, record, phone="06237 1")
    update(other, record, phone="06322 2")
    for office in (store, other, store):
        exchange(office, path)
    assert open_conflicts(store) == open_conflicts(other) == [("phone", {"06237 1", "06322 2"})]
    with other.change() as change:
        change.resolve(record, {"phone": "06322 2"})
    for office in (other, store):
        exchange(office, path)
    assert not open_conflicts(store) and digest(store) == digest(other)
    assert not [p.name for p in path.iterdir() if p.name.endswith(".tmp")]


def test_a_stick_with_exfat(store: Store, other: Store, exfat: Stick) -> None:
    exfat.plug()
    there_and_back(store, other, exfat.path)
    exfat.unplug()
    exfat.plug()
    assert exchange(other, exfat.path).set_aside == []


def test_a_full_stick(store: Store, other: Store, exfat: Stick) -> None:
    """GIVEN a stick with an old package WHEN it is full THEN that is said, and the old package is still good."""
    exfat.plug()
    person(store, "Vorher")
    exchange(store, exfat.path)
    rest = exfat.path / "Urlaubsfilm.mp4"
    for size in (2**20, 2**12):
        with contextlib.suppress(OSError), rest.open("ab", buffering=0) as file:
            while True:
                file.write(b"\0" * size)
    person(store, "Nachher")
    with pytest.raises(UserError, match="voll"):
        exchange(store, exfat.path)
    assert exchange_reads(other, exfat.path) == 1
    rest.unlink()
    exchange(store, exfat.path)
    assert exchange_reads(other, exfat.path) == 2


def exchange_reads(office: Store, path: Path) -> int:
    """How many people of the other office a preview would bring; a preview writes nothing."""
    return sum(
        1 for c in exchange(office, path, preview=True).changes for e in c.entries.values() if e.kind == "volunteers"
    )


def test_a_read_only_stick(store: Store, other: Store, exfat: Stick) -> None:
    exfat.plug()
    person(store)
    exchange(store, exfat.path)
    exfat.unplug()
    exfat.plug("ro")
    with pytest.raises(UserError, match="lässt sich nicht schreiben"):
        exchange(other, exfat.path)
    assert other.count("volunteers") == 1  # what could be read was taken in


def test_a_stick_that_is_pulled_while_it_is_written(
    store: Store, other: Store, exfat: Stick, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a stick WHEN it is pulled during the write THEN a sentence, and plugged in again both packages are
    whole."""
    exfat.plug()
    record = person(store, "Vorher")
    exchange(store, exfat.path)
    before = export_package.file_name(store, "net")
    update(store, record, phone="06237 1")
    real = os.fsync

    def pulled(descriptor: int) -> None:
        exfat.pull()
        real(descriptor)

    monkeypatch.setattr("os.fsync", pulled)
    with pytest.raises(UserError, match="abgezogen"):
        export_package.write_own(store, exfat.path, "net", Report())
    monkeypatch.setattr("os.fsync", real)
    assert store.require(record).values["phone"] == "06237 1" and store.check() == []
    exfat.plug()
    path = exfat.path / before
    if path.exists():
        package.open_package(path, other.local("age_secret"))
    exchange(store, exfat.path)
    exchange(other, exfat.path)
    assert other.require(record).values["phone"] == "06237 1"


def test_a_medium_that_is_too_small(store: Store, other: Store, small_disk: Path) -> None:
    with store.change() as change:
        for i in range(6000):
            change.add("volunteers", {"last_name": f"{os.urandom(24).hex()} {i}", "consent_network": True})
    with pytest.raises(UserError, match="voll"):
        exchange(store, small_disk)
    assert not [p for p in small_disk.iterdir() if p.suffix == ".tmp"]


def test_ntfs_with_the_names_of_windows(store: Store, other: Store, ntfs: Path) -> None:
    there_and_back(store, other, ntfs)


def test_a_samba_share(store: Store, other: Store, share: Path) -> None:
    there_and_back(store, other, share)


def test_umlauts_and_a_very_long_path(store: Store, other: Store, tmp_path: Path) -> None:
    path = tmp_path
    for _ in range(12):
        path = path / "Gemeinsamer Ordner für den Austausch der Büros (Größe übermäßig)"
    path.mkdir(parents=True)
    assert len(str(path)) > 700
    there_and_back(store, other, path)


def wait_for(wanted: list[tuple[Path, bytes]], seconds: float = 60) -> None:
    """Until Syncthing has carried these contents."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if all(p.exists() and p.read_bytes() == data for p, data in wanted):
            return
        time.sleep(0.3)
    pytest.fail("Syncthing did not carry the files")


def test_a_folder_that_syncthing_carries(store: Store, other: Store, synced: tuple[Path, Path]) -> None:
    """GIVEN a synchronised folder, its conflict copies and temporary files THEN both offices end up alike."""
    here, there = synced
    record = person(store, "Aus Maxdorf", phone="1")
    exchange(store, here)
    ours = export_package.file_name(store, "net")
    wait_for([(there / ours, (here / ours).read_bytes())])
    assert exchange(other, there).new >= 1
    update(store, record, phone="06237 1")
    # what Syncthing leaves when both sides have changed a file, and while it still writes one
    shutil.copyfile(there / ours, there / ours.replace(".nhpaket", ".sync-conflict-20261123-201500-ABCDEFG.nhpaket"))
    (there / f".syncthing.{ours}.tmp").write_bytes((there / ours).read_bytes()[:200])
    (there / f"~syncthing~{ours}.tmp").write_bytes(b"NHPAKET\x01")
    exchange(store, here)
    theirs = export_package.file_name(other, "net")
    wait_for([(there / ours, (here / ours).read_bytes()), (here / theirs, (there / theirs).read_bytes())])
    exchange(other, there)
    exchange(store, here)
    wait_for([(there / ours, (here / ours).read_bytes()), (here / theirs, (there / theirs).read_bytes())])
    exchange(other, there)
    assert other.require(record).values["phone"] == "06237 1" and digest(store) == digest(other)


def test_two_pcs_write_at_once(store: Store, other: Store, stick: Path) -> None:
    """GIVEN one folder WHEN two processes exchange there again and again at once THEN nothing is lost or half."""
    records = [person(store, "Aus Maxdorf"), person(other, "Aus Wachenheim")]
    program = (
        "import pathlib,sys;from netzwerkhilfe.paths import Paths;from netzwerkhilfe.store import opening\n"
        "from netzwerkhilfe.exchange.folder import exchange\n"
        "s=opening.open_with_key(Paths(pathlib.Path(sys.argv[1])),bytes.fromhex(sys.argv[2]))\n"
        "wrong=[]\n"
        "for i in range(8):\n"
        "    with s.change() as c: c.add('volunteers',{'last_name':f'{sys.argv[4]} {i}','consent_network':True})\n"
        "    wrong+=exchange(s,pathlib.Path(sys.argv[3])).set_aside\n"
        "s.close();assert not [w for w in wrong if 'besch' in w],wrong\n"
    )
    for office in (store, other):
        office.close()
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(o.paths.data), o.key.hex(), str(stick), name])
        for o, name in ((store, "M"), (other, "W"))
    ]
    assert [p.wait(120) for p in running] == [0, 0]
    again = []
    for office in (store, other):
        opened = opening.open_with_key(office.paths, office.key)
        again.append(opened)
    for office in (*again, *again):
        exchange(office, stick)
    assert digest(again[0]) == digest(again[1])
    for office in again:
        assert office.count("volunteers") == 18 and all(office.get(r) for r in records) and office.check() == []
        office.close()
