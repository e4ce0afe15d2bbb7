"""True words about the state: "aktuell" only when it is; what is missing, from whom, since when; clocks."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import export_package, founding, package, status, undo, wording
from netzwerkhilfe.exchange.clocks import Whose
from netzwerkhilfe.exchange.folder import exchange, take_files
from netzwerkhilfe.exchange.report import HeldFor, SetAside
from netzwerkhilfe.exchange.status import Finding, Lack, OfficeStatus
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup, opening
from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE, Clock
from tests.exchange.helpers import newcomer, person, update


def office_of(viewer: Store, one: Store) -> OfficeStatus:
    """How one office looks from a PC."""
    return next(o for o in status.situation(viewer).offices if o.office == one.local("office"))


def lacks(viewer: Store, one: Store) -> list[tuple[Lack, str]]:
    """What is missing, and at which PC."""
    return [(f.what, f.pc.id if f.pc else "") for f in office_of(viewer, one).findings]


def finding(viewer: Store, one: Store, what: Lack) -> Finding:
    """The one finding of this kind at an office."""
    (found,) = [f for f in office_of(viewer, one).findings if f.what is what]
    return found


def in_step(stick: Path, *stores: Store) -> None:
    """All exchange until each knows that the others have everything."""
    for turn in range(4):
        for store in stores:
            assert not exchange(store, stick).held
        if turn and all(status.situation(one).current for one in stores):
            return
    pytest.fail(f"{[o.findings for one in stores for o in status.situation(one).offices]}")


# ---- up to date, and not ---------------------------------------------------------------------------------------------
def test_offices_in_step_are_up_to_date(store: Store, other: Store, stick: Path) -> None:
    in_step(stick, store, other)
    assert wording.overall(status.situation(store)) == "mit einem anderen Büro, alles aktuell"


def test_what_is_not_sent_and_what_is_not_confirmed(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    """GIVEN a change WHEN it was not left, left, confirmed THEN each is told, with how many, since when and of whom."""
    in_step(stick, store, other)
    clock.forward(days=1)
    person(store, "Eins")
    clock.forward(days=1)
    person(store, "Zwei")
    unsent = finding(store, other, Lack.UNSENT)
    assert (unsent.count, unsent.since[:10]) == (2, "2026-03-03") and unsent.pc and unsent.pc.person == "Jutta Frey"
    assert office_of(store, other).unsent == 2
    exchange(store, stick)
    assert lacks(store, other) == [(Lack.UNCONFIRMED, other.replica)]
    waits = finding(store, other, Lack.UNCONFIRMED)
    assert (waits.count, waits.since[:10]) == (2, "2026-03-03")
    assert wording.sentence(store, waits) == (
        "Jutta Frey (Wachenheim, PC\u00a01) hat seit gestern 2 Änderungen noch nicht bestätigt."
    )
    exchange(other, stick)
    exchange(store, stick)
    assert office_of(store, other).current


def test_an_office_is_up_to_date_when_all_its_pcs_are(
    store: Store, colleague: Store, other: Store, stick: Path
) -> None:
    """GIVEN an office with two PCs WHEN only one of them has confirmed THEN the other is named."""
    in_step(stick, store, colleague, other)
    person(other, "Neu")
    for pc in (other, store, other):
        exchange(pc, stick)
    assert lacks(other, store) == [(Lack.UNCONFIRMED, colleague.replica)]
    assert office_of(other, store).missing == 1
    in_step(stick, other, colleague, store)


def test_a_pc_of_the_own_office_owes_the_office_space_too(
    store: Store, colleague: Store, other: Store, stick: Path
) -> None:
    in_step(stick, store, colleague, other)
    with store.change() as change:
        change.add("volunteers", {"last_name": "Nur hier"})
    exchange(store, stick)
    assert lacks(store, store) == [(Lack.UNCONFIRMED, colleague.replica)] and office_of(store, other).current
    assert wording.overall(status.situation(store)) == "mit einem anderen Büro, unser Büro nicht aktuell"
    in_step(stick, colleague, store, other)


def test_a_member_that_never_exchanged_is_named(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    made = newcomer(store, "Lambsheim-Heßheim", "Gerd Klein", stick.parent / "LH", stick, clock)
    elsewhere = stick.parent / "anderer"
    elsewhere.mkdir()
    shutil.copy(stick / export_package.file_name(store, "net"), elsewhere)
    exchange(other, elsewhere)  # hears of the new PC, but not from it
    assert lacks(other, made) == [(Lack.NEVER_HEARD, made.replica)]
    assert finding(other, made, Lack.NEVER_HEARD).since[:10] == "2026-03-02"
    assert office_of(other, made).missing is None
    made.close()


def test_silence_is_told_with_the_days(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    """GIVEN the old package lies on the stick WHEN it is read again and again THEN nothing new was heard since."""
    in_step(stick, store, other)
    at = office_of(store, other).received_at
    clock.forward(days=status.SILENT_DAYS)
    exchange(store, stick)
    assert office_of(store, other).current and office_of(store, other).received_at == at
    clock.forward(days=1)
    exchange(store, stick)
    silent = finding(store, other, Lack.SILENT)
    assert silent.count == status.SILENT_DAYS + 1 and silent.since == at
    assert wording.standing(office_of(store, other).findings) == "seit 8 Tagen nicht"
    assert "seit dem 02.03." in wording.sentence(store, silent)
    person(other)
    in_step(stick, other, store)


# ---- sent ------------------------------------------------------------------------------------------------------------
def test_what_was_sent_last_is_each_offices_own(
    store: Store, other: Store, third: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    """GIVEN one office on a share, another on a stick WHEN only the share is used THEN only that office was sent to."""
    share = tmp_path / "netz"
    shutil.copytree(stick, share)
    (share / export_package.file_name(third, "net")).unlink()
    clock.forward(days=1)
    person(third)
    exchange(third, stick)
    for pc in (store, other, store):
        exchange(pc, share)
    exchange(store, stick)
    for pc in (third, store, other):
        exchange(pc, stick)
    before = office_of(store, third).sent_at
    clock.forward(days=1)
    person(store, "Neu")
    (stick / export_package.file_name(other, "net")).unlink()
    shutil.rmtree(share)
    share.mkdir()
    exchange(other, share)
    exchange(store, share)
    assert office_of(store, other).sent_at[:10] == "2026-03-04"
    assert office_of(store, third).sent_at == before
    assert office_of(store, third).unsent == 1 and office_of(store, other).unsent == 0
    exchange(store, stick, send_only=True)
    assert office_of(store, third).unsent == 0 and office_of(store, third).sent_at[:10] == "2026-03-04"


def test_by_mail_is_sent_to_those_who_send_by_mail(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    in_step(stick, store, other)
    person(other)
    exchange(other, tmp_path)
    take_files(store, [tmp_path / export_package.file_name(other, "net")])
    person(store)
    assert office_of(store, other).unsent == 1
    export_package.mail_draft(store, tmp_path / "entwurf.eml")
    assert office_of(store, other).unsent == 0


# ---- held and set aside ----------------------------------------------------------------------------------------------
def many_changes(store: Store, other: Store, stick: Path) -> None:
    """The other office's package waits: it changes most of the entries."""
    records = [person(store, f"Person {i}") for i in range(40)]
    in_step(stick, store, other)
    for record in records:
        update(other, record, note="geändert")
    exchange(other, stick)


def test_a_held_package_is_told_until_it_is_taken(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    many_changes(store, other, stick)
    assert exchange(store, stick).held
    clock.forward(days=2)
    assert exchange(store, stick).held
    held = finding(store, other, Lack.HELD)
    assert (
        held.since[:10] == "2026-03-02" and held.waits and (held.waits.why, held.waits.changed) == (HeldFor.LARGE, 40)
    )
    assert status.peek(store, stick).packages == 0, "what waits is no package that lies ready"
    store.close()
    again = opening.open_with_key(store.paths, store.key, clock)
    assert lacks(again, other) == [(Lack.HELD, other.replica)]
    assert "würde 40 Einträge ändern und 0 löschen. Es wartet seit dem 02.03." in wording.sentence(
        again, finding(again, other, Lack.HELD)
    )
    exchange(again, stick, accept=True)
    assert office_of(again, other).current
    again.close()


def test_an_old_package_releases_no_newer_one(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    old = tmp_path / "alter-stick"
    exchange(other, stick)
    shutil.copytree(stick, old)
    many_changes(store, other, stick)
    exchange(store, stick)
    exchange(store, old)
    assert (Lack.HELD, other.replica) in lacks(store, other)


def test_what_was_taken_back_waits_and_only_that_is_in_doubt(
    store: Store, other: Store, third: Store, stick: Path, clock: Clock
) -> None:
    in_step(stick, store, other, third)
    person(other)
    exchange(other, stick)
    exchange(store, stick)
    clock.forward(hours=1)
    back = undo.take_back(store)
    assert lacks(back, other) == [(Lack.HELD, other.replica)] and office_of(back, third).current
    waits = finding(back, other, Lack.HELD).waits
    assert waits and waits.why is HeldFor.DECLINED
    assert status.peek(back, stick).packages == 0, "neither what waits nor our own package lies ready"
    exchange(back, stick)
    assert (Lack.HELD, other.replica) in lacks(back, other)
    exchange(back, stick, accept=True)
    assert office_of(back, other).current
    back.close()


def test_a_damaged_package_is_its_senders_until_it_is_mended(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    in_step(stick, store, other)
    person(other)
    exchange(other, stick)
    path = stick / export_package.file_name(other, "net")
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"\0")
    exchange(store, stick)
    clock.forward(days=3)
    exchange(store, stick)
    aside = finding(store, other, Lack.ASIDE)
    assert aside.aside and (aside.aside.reason, aside.since[:10]) == (SetAside.BROKEN, "2026-03-02")
    assert "Das Paket von Jutta Frey (Wachenheim, PC\u00a01) liegt seit dem 02.03. beiseite." in wording.sentence(
        store, aside
    )
    path.write_bytes(whole)
    exchange(store, stick)
    assert office_of(store, other).current


def test_a_damaged_file_of_nobody_is_told_by_its_name(store: Store, other: Store, stick: Path) -> None:
    in_step(stick, store, other)
    (stick / "Kopie von x.nhpaket").write_bytes(package.MAGIC + b"zu kurz")
    exchange(store, stick)
    found = status.situation(store)
    (only,) = found.findings
    assert only.what is Lack.ASIDE and only.pc is None and not found.current and found.offices[0].current
    assert "„Kopie von x.nhpaket“" in wording.sentence(store, only)
    (stick / "Kopie von x.nhpaket").unlink()
    exchange(store, stick)
    assert status.situation(store).current


def test_a_newer_package_asks_for_an_update(
    store: Store, other: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_step(stick, store, other)
    person(other)
    original = package.Head.json
    monkeypatch.setattr(
        package.Head,
        "json",
        lambda head: original(head).replace(f'"oldest_reader":{package.FORMAT}', '"oldest_reader":9'),
    )
    exchange(other, stick)
    monkeypatch.undo()
    exchange(store, stick)
    aside = finding(store, other, Lack.ASIDE)
    assert aside.aside and aside.aside.reason is SetAside.NEWER
    assert "Bitte aktualisieren Sie diesen PC" in wording.sentence(store, aside)


def test_a_stranger_makes_nobody_out_of_date(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    in_step(stick, store, other)
    alien, _ = founding.create_store(
        Paths(tmp_path / "fremd"),
        lambda s: founding.found_network(s, "Fremd", "Fremdheim", "Fritz Fremd", ()),
        passphrase=PASSPHRASE,
        person="Fritz Fremd",
        keyring=False,
    )
    exchange(alien, stick)
    alien.close()
    assert exchange(store, stick).set_aside
    assert status.situation(store).current


# ---- restores --------------------------------------------------------------------------------------------------------
def put_back(store: Store, saved: Path) -> Store:
    """The store as it was when a backup was made."""
    paths, key, clock = store.paths, store.key, store.now
    store.close()
    return opening.restore(paths, saved, None, key=key, clock=clock)


def test_after_a_restore_nobody_is_up_to_date_until_heard(
    store: Store, other: Store, third: Store, stick: Path, clock: Clock
) -> None:
    in_step(stick, store, other, third)
    saved = backup.make(store, reason="von-hand")
    clock.forward(days=1)
    back = put_back(store, saved)
    for office in (other, third):
        assert lacks(back, office) == [(Lack.RESTORED, office.replica)]
        assert finding(back, office, Lack.RESTORED).since[:10] == "2026-03-03"
    (stick / export_package.file_name(third, "net")).unlink()
    exchange(back, stick)
    assert office_of(back, other).current and lacks(back, third) == [(Lack.RESTORED, third.replica)]
    exchange(third, stick)
    exchange(back, stick)
    assert status.situation(back).current
    back.close()


def test_an_office_that_was_put_back_has_not_what_it_confirmed(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    """GIVEN an office that confirmed everything WHEN it goes back to a backup THEN it lacks that again."""
    in_step(stick, store, other)
    saved = backup.make(other, reason="von-hand")
    for day in range(3):
        clock.forward(days=1)
        person(store, f"Tag {day}")
        in_step(stick, store, other)
    clock.forward(days=1)
    back = put_back(other, saved)
    person(back, "Nach der Wiederherstellung")
    exchange(back, stick, send_only=True)
    exchange(store, stick)
    lost = finding(store, back, Lack.WENT_BACK)
    assert lost.count == 3 and lost.pc and lost.pc.id == back.replica
    assert "dort fehlen seit heute wieder 3 Änderungen" in wording.sentence(store, lost)
    clock.forward(minutes=5)
    for pc in (back, store):
        exchange(pc, stick)
    assert status.situation(store).current
    person(store, "Viel später")
    exchange(store, stick)
    assert lacks(store, back) == [(Lack.UNCONFIRMED, back.replica)], "what it never had is no loss"
    back.close()


# ---- clocks ----------------------------------------------------------------------------------------------------------
YEARS = {"1980": dt.datetime(1980, 1, 4, tzinfo=dt.UTC), "2090": dt.datetime(2090, 5, 1, tzinfo=dt.UTC)}
YEARS |= {"1970": dt.datetime(1970, 1, 1, tzinfo=dt.UTC), "2199": dt.datetime(2199, 12, 31, 23, 59, tzinfo=dt.UTC)}
YEARS["2250"] = dt.datetime(2250, 5, 1, tzinfo=dt.UTC)  # later than any clock that a package may have
YEARS["next year"] = dt.datetime(2027, 3, 3, 9, 0, tzinfo=dt.UTC)


def at(moment: dt.datetime) -> Callable[[], dt.datetime]:
    """A clock that stands."""
    return lambda: moment


def clock_findings(viewer: Store) -> list[tuple[Lack, Whose, str]]:
    """Whose clock is wrong, as a PC sees it, and with which other PC it was compared."""
    found = status.situation(viewer)
    every = [*found.findings, *(f for o in found.offices for f in o.findings)]
    return list(dict.fromkeys((f.what, f.clock.whose, f.clock.sender) for f in every if f.clock))


@pytest.fixture(params=list(YEARS))
def wrong(request: pytest.FixtureRequest, store: Store, other: Store, stick: Path, clock: Clock) -> dt.datetime:
    """What a wrong clock says; a day after both offices were in step."""
    in_step(stick, store, other)
    clock.forward(days=1)
    return YEARS[request.param]


def test_a_wrong_clock_elsewhere_is_told_by_name(
    store: Store, other: Store, stick: Path, clock: Clock, wrong: dt.datetime
) -> None:
    other.now = at(wrong)
    person(other, "Falsch")
    exchange(other, stick)
    report = exchange(store, stick)
    assert report.new == 1 and not report.set_aside, "a wrong clock is never refused"
    assert clock_findings(store) == [(Lack.CLOCK, Whose.THEIRS, other.replica)]
    sentence = wording.sentence(store, finding(store, other, Lack.CLOCK))
    assert "Die Uhr von Jutta Frey (Wachenheim, PC\u00a01) geht falsch" in sentence and "stellen" in sentence
    assert sentence in report.notices
    assert not office_of(store, other).current
    other.now = clock
    person(other, "Wieder richtig")
    exchange(other, stick)
    assert exchange(store, stick).notices == []
    assert clock_findings(store) == []


def test_the_own_wrong_clock_is_told_and_nobody_elses(
    store: Store, other: Store, stick: Path, clock: Clock, wrong: dt.datetime
) -> None:
    store.now = at(wrong)
    person(store, "Falsch")
    exchange(store, stick)
    person(other, "Richtig")
    assert exchange(other, stick).new == 1
    report = exchange(store, stick)
    assert report.new == 1 and not report.set_aside
    ((what, whose, _),) = clock_findings(store)
    assert (what, whose) == (Lack.OWN_CLOCK, Whose.OURS)
    (own,) = status.situation(store).findings
    assert wording.sentence(store, own).startswith("Die Uhr dieses PCs geht falsch") and report.notices
    assert not office_of(store, other).current
    store.now = clock
    assert clock_findings(store) == [], "as soon as it is put right"


def test_a_clock_that_jumped_before_anything_proved_it_is_still_known(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    """GIVEN our clock jumped a year WHEN the first package seen since is an old one THEN the jump is not forgotten."""
    in_step(stick, store, other)
    person(other, "Alt")
    exchange(other, stick)
    clock.forward(days=1)
    store.now = at(YEARS["next year"])
    exchange(store, stick)
    assert clock_findings(store) == []
    person(store, "Falsch")
    exchange(store, stick)
    exchange(other, stick)
    exchange(store, stick)
    assert [f[:2] for f in clock_findings(store)] == [(Lack.OWN_CLOCK, Whose.OURS)]


def test_the_clocks_of_the_others_decide(store: Store, other: Store, third: Store, stick: Path, clock: Clock) -> None:
    """GIVEN three offices WHEN one clock is three days ahead THEN that one is named everywhere, also at itself."""
    in_step(stick, store, other, third)
    for _ in range(2):
        clock.forward(days=1)
        for pc in (store, other, third):
            person(pc, "Neu")
            exchange(pc, stick)
    other.now = at(clock.now + dt.timedelta(days=3))
    for _ in range(2):
        for pc in (other, store, third):
            person(pc, "Noch eins")
            exchange(pc, stick)
    for pc in (store, third):
        assert clock_findings(pc) == [(Lack.CLOCK, Whose.THEIRS, other.replica)]
    exchange(other, stick)
    assert [f[:2] for f in clock_findings(other)] == [(Lack.OWN_CLOCK, Whose.OURS)]


def test_where_it_is_not_clear_whose_both_are_named(store: Store, other: Store, stick: Path, clock: Clock) -> None:
    in_step(stick, store, other)
    other.now = at(clock.now + dt.timedelta(days=2))
    person(other)
    exchange(other, stick)
    exchange(store, stick)
    assert clock_findings(store) == [(Lack.CLOCK, Whose.UNCLEAR, other.replica)]
    assert "Die Uhren dieses PCs und von Jutta Frey" in wording.sentence(store, finding(store, other, Lack.CLOCK))


def test_a_package_that_was_long_under_way_is_no_wrong_clock(
    store: Store, other: Store, stick: Path, clock: Clock
) -> None:
    in_step(stick, store, other)
    person(other)
    exchange(other, stick)
    clock.forward(days=200)
    exchange(store, stick)
    assert clock_findings(store) == []
