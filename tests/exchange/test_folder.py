"""Two offices and a stick."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, folder, founding, invitation, members, writing
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup, erasure, opening, reading, state
from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE, Clock


def person(store: Store, name: str = "Haddad", **values: object) -> str:
    with store.change() as change:
        return change.add("volunteers", {"last_name": name, "consent_network": True, **values}).id


def change(store: Store, record: str, **values: object) -> None:
    with store.change() as transaction:
        transaction.update(record, values)


def open_conflicts(store: Store) -> list[tuple[str, set[object]]]:
    with store.reading() as cursor:
        return [(c.register, {v.value for v in c.values}) for c in reading.conflicts(cursor)]


def digest(store: Store) -> str:
    with store.reading() as cursor:
        return state.export(cursor, "net").digest


def test_entries_travel(store: Store, other: Store, stick: Path) -> None:
    record = person(store, phone="0160 555 27 41", place="07338018")
    exchange(store, stick)
    report = exchange(other, stick)
    assert (report.new, report.changed, report.conflicts, report.erased) == (1, 0, 0, 0)
    found = other.get(record)
    assert found and found.values["phone"] == "0160 555 27 41"
    assert other.ids("volunteers", "maxdorf") == [record]


def test_taking_in_again_changes_nothing(store: Store, other: Store, stick: Path) -> None:
    person(store)
    exchange(store, stick)
    exchange(other, stick)
    before = digest(other)
    report = exchange(other, stick)
    assert report.json()["received"] == {"new": 0, "changed": 0, "conflicts": 0, "erased": 0}
    assert digest(other) == before


def test_without_consent_nothing_leaves_the_office(store: Store, other: Store, stick: Path) -> None:
    person(store, "Nur Maxdorf", consent_network=None)
    exchange(store, stick)
    exchange(other, stick)
    assert other.ids("volunteers", "nur maxdorf") == []


def test_the_same_field_twice_is_a_conflict_everywhere_until_settled(store: Store, other: Store, stick: Path) -> None:
    record = person(store, phone="1")
    exchange(store, stick)
    exchange(other, stick)
    change(store, record, phone="0160 555 27 41")
    change(other, record, phone="0160 555 27 14")
    for office in (store, other, store):
        exchange(office, stick)
    wanted = [("phone", {"0160 555 27 41", "0160 555 27 14"})]
    assert open_conflicts(store) == open_conflicts(other) == wanted
    shown = {s.require(record).values["phone"] for s in (store, other)}
    assert len(shown) == 1 and digest(store) == digest(other)
    with other.change() as transaction:
        transaction.resolve(record, {"phone": "0160 555 27 41"})
    for office in (other, store):
        exchange(office, stick)
    assert open_conflicts(store) == open_conflicts(other) == []
    assert digest(store) == digest(other)


def test_different_fields_merge_silently(store: Store, other: Store, stick: Path) -> None:
    record = person(store, phone="1", email="a@b.de")
    exchange(store, stick)
    exchange(other, stick)
    change(store, record, phone="2")
    change(other, record, email="c@d.de")
    for office in (store, other, store):
        exchange(office, stick)
    for office in (store, other):
        found = office.get(record)
        assert found and (found.values["phone"], found.values["email"]) == ("2", "c@d.de")
    assert not open_conflicts(store)


def test_a_preview_changes_nothing(store: Store, other: Store, stick: Path) -> None:
    record = person(store)
    exchange(store, stick)
    before, files = digest(other), sorted(stick.iterdir())
    report = exchange(other, stick, preview=True)
    assert report.new == 1 and other.get(record) is None and digest(other) == before
    assert sorted(stick.iterdir()) == files


def test_a_package_that_changes_much_waits_for_a_person(store: Store, other: Store, stick: Path) -> None:
    records = [person(store, f"Person {i}") for i in range(40)]
    exchange(store, stick)
    exchange(other, stick)
    with store.change() as transaction:
        for record in records:
            transaction.update(record, {"note": "alle"})
    exchange(store, stick)
    report = exchange(other, stick)
    assert report.held and report.changed == 0 and other.require(records[0]).values["note"] is None
    report = exchange(other, stick, accept=True)
    assert report.changed == 40 and not report.held


def test_the_stick_shows_no_readable_name(store: Store, stick: Path) -> None:
    person(store, "Unverwechselbar")
    exchange(store, stick)
    for path in stick.iterdir():
        assert b"Unverwechselbar" not in path.read_bytes() and b"Wagner" not in path.read_bytes()
        assert "axdorf" not in path.name


def test_a_stranger_cannot_read(store: Store, stick: Path, tmp_path: Path) -> None:
    exchange(store, stick)
    stranger, _ = founding.create_store(
        Paths(tmp_path / "fremd"),
        lambda s: founding.found_network(s, "Anderes Netz", "Speyer", "Eva", ()),
        passphrase=PASSPHRASE,
        person="Eva",
        keyring=False,
    )
    report = exchange(stranger, stick)
    assert report.json()["set_aside"] == ["Ein Paket ist nicht für diesen PC bestimmt."] and report.new == 0
    stranger.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_changed_or_cut_package_is_never_taken(store: Store, other: Store, stick: Path, seed: int) -> None:
    record = person(store)
    exchange(store, stick)
    path = stick / export_package.file_name(store, "net")
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    position = chance.randrange(8, len(data))
    if seed % 3 == 0:
        del data[position:]
    else:
        data[position] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))
    report = exchange(other, stick)
    assert report.set_aside and other.get(record) is None and other.check() == []


def test_head_and_body_of_two_packages_cannot_be_swapped(store: Store, other: Store, stick: Path) -> None:
    exchange(store, stick)
    path = stick / export_package.file_name(store, "net")
    first = path.read_bytes()
    record = person(store)
    exchange(store, stick)
    second = path.read_bytes()
    size = int.from_bytes(first[8:12])
    other_size = int.from_bytes(second[8:12])
    path.write_bytes(first[: 12 + size] + second[12 + other_size :])
    report = exchange(other, stick)
    assert report.set_aside and other.get(record) is None


def test_an_old_package_does_not_bring_back_old_values(store: Store, other: Store, stick: Path) -> None:
    record = person(store, phone="1")
    exchange(store, stick)
    exchange(other, stick)
    old = (stick / export_package.file_name(store, "net")).read_bytes()
    change(store, record, phone="2")
    exchange(store, stick)
    exchange(other, stick)
    (stick / "altes Paket (1)").write_bytes(old)
    (stick / export_package.file_name(store, "net")).unlink()
    report = exchange(other, stick)
    assert other.require(record).values["phone"] == "2" and report.changed == 0


def test_a_struck_pc_is_set_aside(store: Store, other: Store, stick: Path) -> None:
    members.strike(store, other.replica)
    exchange(store, stick)
    record = person(other)
    exchange(other, stick)
    report = exchange(store, stick)
    assert (
        report.json()["set_aside"] == ["Ein Paket stammt von einem ausgeschlossenen PC."] and store.get(record) is None
    )
    assert [c.id for c in members.readers(store, "net")] == [store.replica]


def test_an_erasure_travels_and_reaches_the_office_space(store: Store, other: Store, stick: Path) -> None:
    record = person(store, "Petrosilius")
    exchange(store, stick)
    exchange(other, stick)
    with other.change() as transaction:
        transaction.ensure(
            "volunteers_private",
            (record,),
            {"parent": record, "private_note": "Petrosilius"},
            space=other.office_space,
            root=record,
        )
    erasure.erase(store, record, "Wunsch")
    exchange(store, stick)
    report = exchange(other, stick)
    assert report.erased == 1 and other.get(record) is None and other.all("volunteers_private") == []
    with other.reading() as cursor:
        assert {r[0] for r in cursor.execute("SELECT space FROM erased")} == {"net", other.office_space}


def test_a_full_stick_is_told_and_the_old_package_stays(
    store: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange(store, stick)
    path = stick / export_package.file_name(store, "net")
    before = path.read_bytes()

    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UserError, match="voll"):
        writing.write_safely(path, b"neu")
    assert path.read_bytes() == before and not list(stick.glob("*.tmp"))


def test_a_missing_folder_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nicht erreichbar"):
        exchange(store, tmp_path / "weg")


def test_other_files_on_the_stick_do_not_matter(store: Store, other: Store, stick: Path) -> None:
    (stick / "Urlaub.jpg").write_bytes(b"\xff\xd8\xff")
    (stick / "ordner").mkdir()
    (stick / "leer.nhpaket").write_bytes(b"")
    person(store)
    exchange(store, stick)
    (stick / export_package.file_name(store, "net")).rename(stick / "umbenannt.sync-conflict.txt")
    assert exchange(other, stick).new == 1


def test_wrong_words_and_old_invitations(store: Store, tmp_path: Path, clock: Clock) -> None:
    ticket = tmp_path / "e"
    words = invitation.invite(store, "Wachenheim", ticket)
    with pytest.raises(UserError, match="fünf Wörter"):
        invitation.read(ticket, "Adler Ahorn Ampel Anker Apfel")
    content = invitation.read(ticket, words.upper().replace(" ", "-"))
    assert content["number"] == 2 and content["role"] == "office"
    (tmp_path / "x").write_bytes(b"keine Einladung")
    with pytest.raises(UserError, match="keine Einladung"):
        invitation.read(tmp_path / "x", words)


def test_a_restore_and_an_exchange_bring_everything_back(
    open_copy: Callable[..., Store], stick: Path, tmp_path: Path
) -> None:
    """GIVEN a backup WHEN work is done, exchanged, and the backup restored THEN the others' copy brings it back."""
    one, two = open_copy("MX"), open_copy("WA")
    saved = backup.make(one, tmp_path / "b.nhsicherung")
    record = person(one, "Nach der Sicherung")
    exchange(one, stick)
    exchange(two, stick)
    one.close()
    again = opening.restore(one.paths, saved, PASSPHRASE)
    new = person(again, "Nach der Rückkehr")
    for office in (again, two, again):
        exchange(office, stick)
    for office in (again, two):
        assert office.get(record) and office.get(new)
    assert digest(again) == digest(two)
    again.close()


@pytest.mark.parametrize("seed", range(6))
def test_random_histories_on_real_stores(open_copy: Callable[..., Store], stick: Path, seed: int) -> None:
    """GIVEN two offices and a cloned disk WHEN they write, exchange, trash and settle at random THEN all agree."""
    chance = random.Random(seed)
    stores = [open_copy("MX"), open_copy("WA"), open_copy("MX", "Klon")]
    records: list[str] = []
    for step in range(22):
        office = chance.choice(stores)
        known = [r for r in records if office.get(r)]
        action = chance.random()
        if action < 0.25 or not known:
            records.append(person(office, f"P{step}", phone=str(step)))
        elif action < 0.6:
            change(office, chance.choice(known), **{chance.choice(["phone", "email", "street"]): f"x{step}"})
        elif action < 0.68:
            with office.change() as transaction:
                transaction.trash(chance.choice(known))
        elif action < 0.76 and (found := _conflicts_of(office)):
            record, register = chance.choice(found)
            with office.change() as transaction:
                transaction.resolve(record, {register if register != "address" else "street": f"gelöst {step}"})
        elif action < 0.8:
            erasure.erase(office, chance.choice(known), "Zufall")
        else:
            exchange(office, stick, accept=True)
    for _ in range(3):
        for office in stores:
            exchange(office, stick, accept=True)
            # the clone writes the same file as its original: each is carried to the other by hand
            (stick / export_package.file_name(office, "net")).replace(stick / f"{office.paths.data.name}.bin")
    digests = {digest(s) for s in stores}
    assert len(digests) == 1, f"seed {seed}"
    assert stores[1].check() == [] or all("geändert" in f for f in stores[1].check())


def _conflicts_of(store: Store) -> list[tuple[str, str]]:
    with store.reading() as cursor:
        return [(c.id, c.register) for c in reading.conflicts(cursor) if c.register != "seal"]


def test_a_single_package_is_taken_in_without_leaving_ours(store: Store, other: Store, stick: Path) -> None:
    record = person(store)
    exchange(store, stick)
    path = stick / export_package.file_name(store, "net")
    assert folder.take_files(other, [path], preview=True).new == 1 and other.get(record) is None
    report = folder.take_files(other, [path])
    assert report.new == 1 and other.get(record) and len(list(stick.iterdir())) == 2
    (stick / "brief.txt").write_text("kein Paket", encoding="utf-8")
    with pytest.raises(UserError, match="kein Paket"):
        folder.take_files(other, [stick / "brief.txt"])


def test_a_package_travels_by_e_mail(store: Store, other: Store, tmp_path: Path) -> None:
    """GIVEN a draft with our package WHEN the other office saves its attachment THEN it can be taken in."""
    import email
    import email.policy

    record = person(store, "Per Post")
    size = export_package.mail_draft(store, tmp_path / "entwurf.eml")
    message = email.message_from_bytes((tmp_path / "entwurf.eml").read_bytes(), policy=email.policy.default)
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "austausch.nhpaket" and message["X-Unsent"] == "1" and size < 10 * 2**20
    saved = tmp_path / str(attachment.get_filename())
    saved.write_bytes(attachment.get_content())
    assert folder.take_files(other, [saved]).new == 1 and other.get(record)
    assert b"Per Post" not in (tmp_path / "entwurf.eml").read_bytes()


def test_only_what_no_member_has_announced_is_told(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    """GIVEN the offices' own spaces on a stick THEN nobody wonders about them; another network's file is told once."""
    for office in (store, other, store, other):
        assert exchange(office, stick).set_aside == []
    stranger, _ = founding.create_store(
        Paths(tmp_path / "fremd"),
        lambda s: founding.found_network(s, "Anderes Netz", "Speyer", "Eva", ()),
        passphrase=PASSPHRASE,
        person="Eva",
        keyring=False,
    )
    exchange(stranger, stick)
    stranger.close()
    before = digest(store)
    assert (
        exchange(store, stick).json()["set_aside"] == ["Ein Paket ist nicht für diesen PC bestimmt."]
        and digest(store) == before
    )
