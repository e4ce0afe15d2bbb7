"""Opening, refusing, searching, checking; keys, backups and erasure on real files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as cipher

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup, erasure, keys, opening, reading
from netzwerkhilfe.store.keys import PassphraseNeeded, Slots
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import PASSPHRASE, Clock
from tests.keyrings import InMemory, keyring_is


def test_the_file_is_encrypted(store: Store) -> None:
    with store.change() as change:
        change.add("volunteers", {"last_name": "Geheimnisvoll"})
    store.close()
    everything = b"".join(p.read_bytes() for p in store.paths.data.iterdir() if p.is_file())
    assert b"Geheimnisvoll" not in everything and b"SQLite format" not in everything


def test_a_wrong_passphrase_says_so(store: Store) -> None:
    with pytest.raises(UserError, match="Kennwort ist nicht richtig"):
        opening.open_store(store.paths, "ganz falsch")


def test_without_a_keyring_the_passphrase_is_asked_for(store: Store) -> None:
    with pytest.raises(PassphraseNeeded):
        opening.open_store(store.paths)


def test_passphrase_and_recovery_key_open(store: Store) -> None:
    key = store.slots.add_recovery(store.key)
    store.slots.save()
    for secret in (PASSPHRASE, key, key.lower().replace("-", " ")):
        opened = opening.open_store(store.paths, secret)
        assert opened.person == "Petra Wagner"
        opened.close()


def test_a_recovery_key_with_a_typing_error_is_found() -> None:
    key = keys.new_recovery_key()
    assert keys.tidy_recovery_key(key) == key.replace("-", "")
    wrong = ("A" if key[0] != "A" else "B") + key[1:]
    assert keys.tidy_recovery_key(wrong) is None or wrong != key
    assert keys.tidy_recovery_key("kurz") is None


def test_a_short_passphrase_is_refused(store: Store) -> None:
    with pytest.raises(UserError, match="zu kurz"):
        store.slots.add_passphrase(store.key, "kurz", "P")


def test_a_broken_key_file_is_told(store: Store) -> None:
    store.paths.slots.write_text("{", encoding="utf-8")
    with pytest.raises(UserError, match="Schlüsseldatei"):
        Slots(store.paths.slots)


def test_a_newer_store_is_refused(store: Store) -> None:
    with store.connections.autocommit() as cursor:
        cursor.execute("PRAGMA user_version = 999")
    with pytest.raises(UserError, match="neueren Fassung"):
        opening.open_store(store.paths, PASSPHRASE)
    with store.connections.autocommit() as cursor:
        assert cursor.execute("PRAGMA user_version").fetchone()[0] == 999


def test_a_damaged_file_is_told(store: Store) -> None:
    store.close()
    data = bytearray(store.paths.store.read_bytes())
    data[16:4000] = os.urandom(3984)
    store.paths.store.write_bytes(data)
    with pytest.raises(UserError, match="nicht lesen"):
        opening.open_store(store.paths, PASSPHRASE)


def test_search_finds_what_people_type(store: Store) -> None:
    with store.change() as change:
        record = change.add(
            "volunteers",
            {
                "first_name": "Łukasz",
                "last_name": "Müller-Weiß",
                "phone": "06237 99 01 42",
                "place": "07338008",
                "skills": ["Fahrdienst"],
                "consent_network": True,
            },
        ).id
        change.add("volunteers", {"last_name": "Anders", "phone": "0171 1"})
    for query in (
        "müller",
        "MULLER",
        "weiss",
        "lukasz",
        "fußg",
        "fussg",
        "fahrd",
        "99 01 42",
        "+49 6237 9901",
        "06237/990142",
        "mü",
        "mü fahr",
        "0049 6237",
    ):
        assert store.ids("volunteers", query) == [record], query
    for query in ("xyz", "müller anders", '" OR 1', "%", "_", "*", "99 01 43"):
        assert store.ids("volunteers", query) == [], query
    assert store.hits("müller") == [("volunteers", record)]


def test_lists_are_in_the_order_of_folded_titles(store: Store) -> None:
    with store.change() as change:
        for name in ("Zander", "Öztürk", "abdi", "Oster", "Čapek"):
            change.add("volunteers", {"last_name": name})
    titles = [s.values["last_name"] for s in store.many("volunteers", store.ids("volunteers"))]
    assert titles == ["abdi", "Čapek", "Oster", "Öztürk", "Zander"]


def test_a_backup_restores(store: Store, tmp_path: Path) -> None:
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Bleibt"}).id
    saved = backup.make(store, tmp_path / "hin.nhsicherung")
    with store.change() as change:
        change.trash(record)
    store.close()
    again = opening.restore(store.paths, saved, PASSPHRASE)
    assert again.ids("volunteers") == [record] and again.check() == []
    again.close()


def test_a_restored_store_draws_a_new_mark(store: Store, tmp_path: Path) -> None:
    saved = backup.make(store, tmp_path / "hin.nhsicherung")
    with store.change() as change:
        change.add("volunteers", {"last_name": "Danach", "consent_network": True})
    store.close()
    again = opening.restore(store.paths, saved, PASSPHRASE)
    with again.change() as change:
        change.add("volunteers", {"last_name": "Wieder", "consent_network": True})
    with again.reading() as cursor:
        marks = cursor.execute("SELECT mark FROM change WHERE n = ?", (change.set.numbers["net"],)).fetchone()
    assert marks[0] == again.mark != store.mark
    again.close()


def test_a_file_that_is_no_backup(store: Store, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"nichts")
    with pytest.raises(UserError, match="keine lesbare Sicherung"):
        opening.restore(store.paths, tmp_path / "x", PASSPHRASE)
    assert store.check() == []


def test_daily_backups_go_after_four_weeks(store: Store, clock: Clock) -> None:
    first = backup.daily(store)
    assert first and backup.daily(store) is None
    clock.forward(days=31)
    second = backup.daily(store)
    assert second and not first.exists()


def everything_decrypted(store: Store, target: Path) -> bytes:
    """All pages of the store in the clear, free pages and index included."""
    connection = cipher.connect(str(store.paths.store))
    connection.execute(f"PRAGMA key = \"x'{store.key.hex()}'\"")
    pages = connection.execute("SELECT data FROM sqlite_dbpage").fetchall() if _has_dbpage(connection) else []
    connection.execute("ATTACH DATABASE ? AS klar KEY ''", (str(target),))
    connection.execute("SELECT sqlcipher_export('klar')")
    connection.execute("DETACH DATABASE klar")
    connection.close()
    return target.read_bytes() + b"".join(p[0] for p in pages)


def _has_dbpage(connection: Any) -> bool:
    try:
        connection.execute("SELECT 1 FROM sqlite_dbpage LIMIT 1")
    except cipher.Error:
        return False
    return True


def test_erasure_leaves_no_trace(store: Store, tmp_path: Path) -> None:
    """GIVEN a person with notes, steps and a backup WHEN erased THEN the name is nowhere, and never comes back."""
    with store.change() as change:
        record = change.add(
            "volunteers", {"last_name": "Xylophonowski", "phone": "0171 99887766", "consent_network": True}
        )
        change.ensure(
            "volunteers_private",
            (record.root,),
            {"parent": record.id, "private_note": "Xylophonowski privat"},
            space=store.office_space,
            root=record.root,
        )
        other = change.add(
            "volunteers", {"last_name": "Nachbar", "note": "kennt Xylophonowski", "consent_network": True}
        ).id
    saved = backup.make(store)
    aside = tmp_path / "alt.nhsicherung"
    shutil.copy(saved, aside)
    assert erasure.mentions(store, store.require(record.id)) == [("volunteers", other)]
    assert erasure.erase(store, record.id, "Wunsch der Person") == 2
    with store.change() as change:
        change.update(other, {"note": None})
    erasure.clean(store)
    store.close()
    clear = everything_decrypted(store, tmp_path / "klar.db")
    assert b"Nachbar" in clear and b"Xylophonowski" not in clear and b"99887766" not in clear
    for path in store.paths.backups.iterdir():
        fresh = Paths(tmp_path / path.name)
        again = opening.restore(fresh, path, PASSPHRASE)
        again.close()
        assert b"Xylophonowski" not in everything_decrypted(again, tmp_path / (path.name + ".klar"))
    restored = opening.restore(store.paths, aside, PASSPHRASE)
    assert restored.get(record.id) is None and restored.ids("volunteers", "Xylophon") == [other]
    restored.close()
    assert "Xylophonowski" not in store.paths.erased.read_text("utf-8")


def test_an_erasure_in_the_office_never_names_the_person_in_the_network(store: Store) -> None:
    with store.change() as change:
        record = change.add("volunteers", {"last_name": "Nur Büro"}).id
    erasure.erase(store, record, "Wunsch")
    with store.reading() as cursor:
        assert {r[0] for r in cursor.execute("SELECT space FROM erased")} == {store.office_space}


def test_kill_during_a_write_leaves_one_or_the_other(store: Store, tmp_path: Path) -> None:
    store.close()
    program = (
        "import sys,pathlib;from netzwerkhilfe.paths import Paths;from netzwerkhilfe.store import opening\n"
        f"s=opening.open_with_key(Paths(pathlib.Path({str(store.paths.data)!r})),bytes.fromhex('{store.key.hex()}'))\n"
        "print('go',flush=True)\n"
        "i=0\n"
        "while True:\n"
        "  with s.change() as c:\n"
        "    for j in range(20): c.add('volunteers',{'last_name':f'Satz {i} {j}'})\n"
        "  i+=1\n"
    )
    for pause in (0.0, 0.07, 0.19):
        process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
        assert process.stdout
        process.stdout.readline()
        time.sleep(pause)
        process.kill()
        process.wait()
        process.stdout.close()
    again = opening.open_with_key(store.paths, store.key)
    assert again.count("volunteers") % 20 == 0 and again.check() == []
    again.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(store: Store) -> None:
    """SQLite's own limit on pages gives the very error a full disk gives."""
    with store.change() as change:
        kept = change.add("volunteers", {"last_name": "Davor"}).id
    with pytest.raises(UserError, match="kein Speicherplatz"), store.change() as change:
        pages = change.cursor.execute("PRAGMA page_count").fetchone()[0]
        change.cursor.execute(f"PRAGMA max_page_count = {pages + 2}").fetchall()
        for i in range(200):
            change.add("volunteers", {"last_name": f"Zuviel {i}", "note": "x" * 2000})
    store.close()
    again = opening.open_with_key(store.paths, store.key)
    assert again.ids("volunteers") == [kept] and again.check() == []
    again.close()


def test_an_office_pc_opens_with_the_login(store: Store) -> None:
    backend = InMemory()
    with keyring_is(backend):
        assert store.slots.add_keyring(store.key)
        store.slots.save()
        opened = opening.open_store(store.paths)
        opened.close()
        backend.kept.clear()
        with pytest.raises(PassphraseNeeded):
            opening.open_store(store.paths)


def test_a_value_that_does_not_fit_is_kept_raw_and_shown(store: Store, other: Store, stick: Path) -> None:
    from netzwerkhilfe.exchange import folder
    from netzwerkhilfe.store import merging, state

    with store.change() as change:
        record = change.add("housing", {"landlord": "Groß", "rooms": 3.0}).id
    with store.reading() as cursor:
        exported = state.export(cursor, "net")
    lines = [line.replace('"rooms":3.0', '"rooms":{"viele":1}') for line in exported.lines]
    with other.change() as change:
        merging.merge(change, "net", exported.vector, lines)
    found = other.get(record)
    assert found and found.values["rooms"] is None
    assert any("Zimmer" in finding for finding in other.check())
    folder.exchange(other, stick)
    with other.reading() as cursor:
        assert any('{"viele":1}' in line for line in state.export(cursor, "net").lines)
        assert reading.conflicts(cursor) == []


def test_a_store_of_the_first_layout_is_brought_up_to_date(store: Store) -> None:
    """GIVEN a store from before cases and tasks WHEN it is opened THEN a backup is made, and all kinds and words are
    there."""
    from netzwerkhilfe.exchange import founding
    from netzwerkhilfe.models import KINDS
    from netzwerkhilfe.services.entries import entries

    record = act(store, entries.add, "volunteers", {"last_name": "Haddad", "consent_network": "ja"})
    with store.connections.autocommit() as cursor, store.connections.writing():
        for name in (
            "cases",
            "cases_private",
            "tasks",
            "engagements",
            "attachments",
            "hints",
            "rent_limits",
            "professionals",
        ):
            cursor.execute(f"DROP TABLE {KINDS[name].table}")
        cursor.execute("ALTER TABLE housing DROP COLUMN share_contact")
        cursor.execute("ALTER TABLE devices DROP COLUMN token")
        cursor.execute("DELETE FROM stages WHERE for_kind IN ('cases', 'matches')")
        cursor.execute("PRAGMA user_version = 1")
    store.set_local(models="", seed="")
    store.close()
    again = opening.open_with_key(store.paths, store.key, store.now)
    assert list(again.paths.backups.glob("*vor-neuer-fassung*")) and again.check() == []
    assert again.get(record) and founding.renew_seed(again) > 0 == founding.renew_seed(again)
    case = act(again, entries.add, "cases", {"needs": "Wohnung", "name": "Frau Haddad"})
    assert again.require(case).values["stage"] == "offen" and again.all("hints")
    again.close()


def test_a_store_of_the_second_layout_is_brought_up_to_date(store: Store) -> None:
    """GIVEN a store from before minutes and resolutions WHEN it is opened THEN its agendas are found by the search
    too."""
    from netzwerkhilfe.exchange import founding
    from netzwerkhilfe.models import KINDS
    from netzwerkhilfe.services.entries import entries
    from netzwerkhilfe.services.meetings import body, meetings, minutes

    record = act(store, entries.add, "meetings", {"title": "Leitungsteam", "date": "19.03.2026"})
    act(store, meetings.add_item, record, "Fahrradscheune", 10)
    new = (
        "attendances",
        "biases",
        "resolutions",
        "ballots",
        "follow_ups",
        "approvals",
        "addenda",
        "printed_papers",
        "series",
        "item_templates",
        "body_rules",
    )
    with store.connections.autocommit() as cursor, store.connections.writing():
        for name in new:
            cursor.execute(f"DROP TABLE {KINDS[name].table}")
        for table, names in (
            ("agenda_items", ("text", "proposal", "under")),
            ("people", ("represents", "duty")),
            ("tasks", ("meeting",)),
        ):
            for name in names:
                cursor.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        cursor.execute("DELETE FROM search WHERE rowid IN (SELECT n FROM search_row WHERE kind = 'agenda_items')")
        cursor.execute("DELETE FROM search_row WHERE kind = 'agenda_items'")
        cursor.execute("PRAGMA user_version = 2")
    store.set_local(models="", seed="")
    store.close()
    again = opening.open_with_key(store.paths, store.key, store.now)
    assert list(again.paths.backups.glob("*vor-neuer-fassung*"))
    assert again.check() == []
    assert founding.renew_seed(again) > 10
    assert [h.number for h in minutes.find(again, "fahrradscheune")] == ["1"]
    assert body.rules_on(again, "2026-03-19")["notice_days"] == 4
    assert len(meetings.templates(again)) > 7
    again.close()
