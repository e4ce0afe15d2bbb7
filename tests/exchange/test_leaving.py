"""An office with two PCs leaves: the second is told, and loses nothing of what it had not exchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.exchange import departure, members, own_departure, status
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import HeldFor
from netzwerkhilfe.models import NET
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.conftest import Clock
from tests.exchange.helpers import digest, in_step, open_conflicts, person, update
from tests.exchange.test_idle import everything


def flat(store: Store, landlord: str) -> str:
    return act(store, entries.add, "housing", {"landlord": landlord, "place": "Maxdorf", "phone": "06237 1"})


@pytest.fixture
def known(store: Store, other: Store, colleague: Store, stick: Path) -> dict[str, str]:
    """What all three PCs know, and what the second PC of Maxdorf alone knows."""
    found = {
        "person": person(store, "Bekannt", phone="06237 1"),
        "theirs": person(other, "Aus Wachenheim"),
        "flat": flat(store, "Dörr"),
    }
    in_step(store, other, colleague, stick=stick)
    update(colleague, found["person"], note="nur hier notiert")
    found["new person"] = person(colleague, "Neu am zweiten PC")
    found["new flat"] = flat(colleague, "Roth")
    found["private"] = act(colleague, entries.add, "volunteers", {"last_name": "Nur Büro"})
    return found


def test_the_second_pc_is_told_and_keeps_everything(
    store: Store, other: Store, colleague: Store, stick: Path, known: dict[str, str]
) -> None:
    """GIVEN the first PC has left WHEN the second exchanges, accepting all THEN it is told, and all is as it was."""
    departure.leave(store, stick, other.local("office"))
    before = digest(colleague), digest(colleague, colleague.office_space)
    for accept in (False, True):
        report = exchange(colleague, stick, accept=accept)
        assert [held.why for held in report.held] == [HeldFor.OFFICE_LEFT] and report.erased == 0
        assert "Ihr Büro hat das Netzwerk" in report.held[0].label
    assert (digest(colleague), digest(colleague, colleague.office_space)) == before
    assert own_departure.noted(colleague) == "2026-03-02" and not status.situation(colleague).current
    assert colleague.require(known["person"]).values["note"] == "nur hier notiert"
    files = everything(stick), everything(colleague.paths.backups)
    for _ in range(3):
        assert exchange(colleague, stick).held and exchange(colleague, stick, preview=True).held
    assert (everything(stick), everything(colleague.paths.backups)) == files


def test_what_it_had_not_exchanged_is_handed_over(
    store: Store, other: Store, colleague: Store, stick: Path, known: dict[str, str]
) -> None:
    """GIVEN the first PC has left WHEN the second leaves too THEN its own open flat goes on, its people to nobody."""
    heir = other.local("office")
    assert departure.leave(store, stick, heir) == 1
    exchange(other, stick)
    exchange(colleague, stick)
    assert departure.leave(colleague, stick, heir) == 1
    exchange(other, stick, accept=True)
    handed = other.require(known["new flat"])
    assert handed.values["office"] == heir and handed.values["landlord"] == "Roth"
    assert other.require(known["flat"]).values["office"] == heir
    assert other.get(known["person"]) is None and other.get(known["new person"]) is None
    assert other.get(known["private"]) is None and other.get(known["theirs"])
    assert open_conflicts(other) == [] and other.check() == []
    (left,) = departure.left(other)
    assert left.remaining == () and left.figures["volunteers"] == 1
    assert [c.person for c in members.identities(other).values()] == ["Jutta Frey"]


def test_both_pcs_go_on_as_one_office(
    store: Store, other: Store, colleague: Store, stick: Path, tmp_path: Path, known: dict[str, str]
) -> None:
    """GIVEN both PCs have left THEN they are one network and each has what the other alone had known."""
    for pc in (store, colleague):
        departure.leave(pc, stick, other.local("office"))
        exchange(colleague, stick)
    late = person(store, "Danach")
    own = tmp_path / "büro"
    own.mkdir()
    assert store.local("network") == colleague.local("network") != other.local("network")
    for pc in (store, colleague, store, colleague):
        report = exchange(pc, own, accept=True)
        assert report.set_aside == [] and report.held == []
    for pc in (store, colleague):
        for name in ("person", "new person", "new flat", "private", "flat"):
            assert pc.get(known[name]), name
        assert pc.require(known["person"]).values["note"] == "nur hier notiert"
        assert pc.get(late) and pc.get(known["theirs"]) is None
        assert open_conflicts(pc) == [] and pc.check() == []
    assert digest(store) == digest(colleague)
    assert digest(store, store.office_space) == digest(colleague, store.office_space)


def test_it_belongs_until_it_has_left_too(
    store: Store, other: Store, colleague: Store, stick: Path, tmp_path: Path, known: dict[str, str]
) -> None:
    """GIVEN the first PC has left THEN the others name the second, and take what it sends, until it leaves too."""
    departure.leave(store, stick, other.local("office"))
    exchange(other, stick)
    assert {c.id for c in members.readers(other, NET)} == {other.replica, colleague.replica}
    (left,) = departure.left(other)
    assert left.remaining == ("Jonas Keller",)
    assert any("Jonas Keller" in n for n in exchange(other, stick).notices)
    assert status.situation(other).offices == ()
    exchange(colleague, stick)
    exchange(other, stick, accept=True)
    assert other.get(known["new flat"]) and other.get(known["person"]) is None
    departure.leave(colleague, stick, other.local("office"))
    exchange(other, stick, accept=True)
    assert {c.id for c in members.readers(other, NET)} == {other.replica}


def test_no_other_office_sends_it_away(store: Store, other: Store, colleague: Store, stick: Path) -> None:
    """GIVEN the entry of an office says by another office's PC that it has left THEN nobody takes it for gone."""
    in_step(store, other, colleague, stick=stick)
    update(other, store.local("office"), left_on="2026-03-02")
    reports = [exchange(pc, stick) for pc in (other, store, colleague)]
    assert not any(report.held for report in reports)
    assert not own_departure.noted(store) and departure.left(colleague) == departure.left(other) == []
    assert {store.replica, colleague.replica} <= {c.id for c in members.readers(other, NET)}


def test_the_office_folder_tells_it_too(
    store: Store, other: Store, colleague: Store, stick: Path, tmp_path: Path
) -> None:
    """GIVEN PCs of an office with a folder of their own WHEN one leaves THEN the other is told there."""
    own = tmp_path / "büro"
    own.mkdir()
    departure.leave(store, stick, None, own)
    report = exchange(colleague, own, own_office=True)
    assert [held.why for held in report.held] == [HeldFor.OFFICE_LEFT] and own_departure.noted(colleague)


def test_without_the_first_ones_package_nothing_is_in_conflict(
    store: Store, other: Store, colleague: Store, stick: Path, tmp_path: Path, clock: Clock, known: dict[str, str]
) -> None:
    """GIVEN the second PC leaves through a stick on which the first one's package does not lie, a day later THEN the
    others have one leaving, and nothing to decide."""
    heir = other.local("office")
    departure.leave(store, stick, heir)
    exchange(other, stick)
    exchange(colleague, stick)
    clock.forward(days=1)
    second = tmp_path / "zweiter Stick"
    second.mkdir()
    departure.leave(colleague, second, heir)
    exchange(other, second, accept=True)
    assert open_conflicts(other) == [] and other.check() == []
    (left,) = departure.left(other)
    assert left.remaining == () and left.on == "2026-03-02"
    assert other.require(known["new flat"]).values["office"] == heir and other.get(known["person"]) is None
