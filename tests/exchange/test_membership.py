"""Who belongs is signed, who may write is checked: attacks with shipped commands and with hand-made packages."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import chains, export_package, founding, members, package, recover_space
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import HeldFor, Report, SetAside
from netzwerkhilfe.models.base import derived_id
from netzwerkhilfe.models.meetings import ApprovalState
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.meetings import decisions
from netzwerkhilfe.store import algebra, attachments, backup, erasure, membership, opening, roster, state
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.statements import Does, Keys, Malformed, Statement, sign, word
from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE
from tests.exchange.forging import Lines, a_change, a_record, forged, fresh
from tests.exchange.helpers import digest, in_step, open_conflicts, person, update


def says(liar: Store, does: Does, subject: str, **facts: object) -> Statement:
    """A statement in the liar's name, well formed and truly signed by it."""
    draft = Statement(does, subject, facts, liar.chain.heads, liar.replica, liar.chain.network)
    return sign(draft, liar.local("sign_secret"))


def brings(liar: Store, stick: Path, *statements: Statement) -> None:
    """A package of the liar whose head carries these statements too."""
    chain = [s.json() for s in (*liar.chain.statements, *statements)]
    forged(liar, liar, stick, lambda *_: None, chain=chain)


def nothing(_lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
    """No lie in the body."""


LIES: dict[str, Callable[[Store, Store], Statement]] = {
    "makes itself an office PC": lambda liar, _: says(liar, Does.SET, liar.replica, role="office"),
    "lets itself administer": lambda liar, _: says(liar, Does.SET, liar.replica, admin=True),
    "strikes an office off": lambda liar, store: says(liar, Does.REVOKE, store.replica),
    "takes the right from the founder": lambda liar, store: says(liar, Does.SET, store.replica, admin=False),
    "makes an office a helper": lambda liar, store: says(liar, Does.SET, store.replica, role="helper"),
    "swaps the keys of an office": lambda liar, store: says(
        liar, Does.REKEY, store.replica, **keys_of(liar, store.replica)
    ),
    "names its own sheet for an office": lambda liar, store: says(
        liar,
        Does.SET,
        store.replica,
        sheet_encryption_key=liar.local("recovery_public"),
        sheet_signing_key=liar.local("recovery_sign_public"),
    ),
    "takes somebody in": lambda liar, _: says(
        liar,
        Does.ADD,
        fresh("mole"),
        office=liar.local("office"),
        role="office",
        **keys_of(liar, fresh("mole")),
    ),
}


def keys_of(liar: Store, pc: str) -> dict[str, str]:
    """New keys of the liar's own, presented as those of a PC."""
    from netzwerkhilfe.exchange.device_keys import new_device_keys

    made = new_device_keys()
    keys = Keys(made["age_public"], made["sign_public"])
    return {
        "encryption_key": keys.encryption,
        "signing_key": keys.signing,
        "word": word(pc, keys, made["sign_secret"]),
    }


@pytest.mark.parametrize("lie", LIES)
def test_a_helper_changes_nothing_about_who_belongs(
    store: Store, other: Store, helper: Store, stick: Path, lie: str
) -> None:
    before = store.membership
    said = LIES[lie](helper, store)
    if not chains_would_send(said):
        pytest.skip("no statement of this form can be read at all")
    brings(helper, stick, said)
    for office in (store, other):
        report = exchange(office, stick)
        assert any("niemand mit dem Recht dazu" in n for n in report.notices), report.notices
        assert office.membership == before
    space = store.office_space
    assert helper.replica not in {c.id for c in members.readers(store, space)}
    for path in stick.iterdir():
        if path.name == export_package.file_name(store, space):
            with pytest.raises(package.NotForUs):
                package.open_package(path, helper.local("age_secret"))


def chains_would_send(said: Statement) -> bool:
    """Whether a reader takes it for a statement."""
    try:
        return membership.read([said.json()]) == [said]
    except Malformed:
        return False


def test_an_office_pc_without_the_right_strikes_nobody_off_and_takes_no_strike_back(
    store: Store, other: Store, helper: Store, stick: Path
) -> None:
    members.set_admin(store, other.replica, on=False)
    members.strike(store, helper.replica)
    in_step(store, other, stick=stick)
    with pytest.raises(UserError):
        members.strike(other, store.replica)
    with pytest.raises(UserError):
        members.set_admin(other, other.replica, on=True)
    with pytest.raises(UserError):
        members.set_role(other, store.replica, Role.HELPER)
    card = members.everybody(store)[helper.replica]
    back = says(other, Does.ADD, card.id, office=card.office, role=card.role, **own_keys(helper))
    brings(other, stick, back)
    exchange(store, stick)
    assert helper.replica in store.membership.former and helper.replica not in members.identities(store)


def own_keys(pc: Store) -> dict[str, str]:
    """The keys of a PC with its word for them."""
    return {
        "encryption_key": pc.local("age_public"),
        "signing_key": pc.local("sign_public"),
        "word": members.own_word(pc),
    }


def test_an_entry_about_a_pc_decides_nothing(store: Store, other: Store, stick: Path) -> None:
    """GIVEN entries in which a PC calls itself office, administrator, or another one struck THEN nothing follows."""

    def lie(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
        position = a_change(lines, vector, liar)
        line = next(x for x in lines if x[0] == "r" and x[1:3] == ["devices", victim.replica])
        said = {"struck_on": "2026-11-01", "role": "helper", "admin": False}
        line[6] |= {register: [[position, value]] for register, value in said.items()}

    before = store.membership
    forged(other, store, stick, lie)
    exchange(store, stick)
    assert store.membership == before and store.replica in members.admins(store)


# ---- what a helper may write ----------------------------------------------------------------------------------------
def network_setting(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(lines, "hints", fresh("hint"), fresh("hint"), a_change(lines, vector, liar), topic="x", text="y")


def office_renamed(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    next(x for x in lines if x[0] == "r" and x[1] == "offices")[6]["name"] = [[position, "Feindlich"]]


def office_gone(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    next(x for x in lines if x[0] == "r" and x[1] == "offices")[6]["left_on"] = [[position, "2026-03-01"]]


def person_erased(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    root = victim.all("volunteers")[0].root
    lines.append(["e", root, a_change(lines, vector, liar), "2026-03-02", ""])


def person_taken_out(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    position = a_change(lines, vector, liar)
    record = victim.all("volunteers")[0].id
    next(x for x in lines if x[0] == "r" and x[2] == record)[6]["consent_network"] = [[position, None]]


def entry_moved(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    position = a_change(lines, vector, liar)
    record = victim.all("volunteers")[0].id
    seal = {"kind": "moved", "target": victim.office_space, "saw": []}
    next(x for x in lines if x[0] == "r" and x[2] == record)[6]["seal"] = [[position, seal]]


def entry_given_away(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    position = a_change(lines, vector, liar)
    record = victim.all("volunteers")[0].id
    next(x for x in lines if x[0] == "r" and x[2] == record)[6]["office"] = [[position, fresh("o")]]


def made_for_another_office(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    another = next(m.office for m in victim.membership.members.values() if m.office != liar.local("office"))
    a_record(lines, "offers", fresh("o"), fresh("o"), a_change(lines, vector, liar), title="x", office=another)


def made_as_moved(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    seal = {"kind": "moved", "target": victim.all("volunteers")[0].id, "saw": []}
    a_record(lines, "offers", fresh("o"), fresh("o"), a_change(lines, vector, liar), title="x", seal=seal)


def made_by_a_key_for_another_office(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    another = next(m.office for m in victim.membership.members.values() if m.office != liar.local("office"))
    position = a_change(lines, vector, liar)
    a_record(lines, "offers", fresh("o"), fresh("o"), None)
    line = next(x for x in lines if x[0] == "r" and x[2] == fresh("o"))
    line[6] |= {"title": [[position, "x"]], "office": [[position, another]]}


NOT_ALLOWED = [
    made_for_another_office,
    made_as_moved,
    made_by_a_key_for_another_office,
    network_setting,
    office_renamed,
    office_gone,
    person_erased,
    person_taken_out,
    entry_moved,
    entry_given_away,
]


@pytest.mark.parametrize("lie", NOT_ALLOWED)
def test_a_helpers_package_that_does_what_a_helper_may_not_is_set_aside_whole(
    store: Store, other: Store, helper: Store, stick: Path, lie: Callable[..., None]
) -> None:
    known = person(store)
    in_step(store, other, helper, stick=stick)
    update(helper, known, note="ruft abends an")
    forged(helper, store, stick, lie)
    report = exchange(store, stick)
    assert report.set_aside == [SetAside.NO_RIGHT]
    assert store.require(known).values["note"] is None
    assert store.require(known).record.seal is None


def test_a_helper_does_the_daily_work(store: Store, other: Store, helper: Store, stick: Path) -> None:
    known = person(store)
    in_step(store, other, helper, stick=stick)
    update(helper, known, note="ruft abends an")
    with helper.change() as change:
        flat = change.add("housing", {"place": "Maxdorf", "rooms": 3.0}).id
        change.trash(flat)
    exchange(helper, stick)
    report = exchange(store, stick)
    assert not report.set_aside and not report.held
    assert store.require(known).values["note"] == "ruft abends an"
    assert algebra.away(store.require(flat).record.seal)


def test_a_helper_takes_the_minutes_and_adds_a_photo(store: Store, other: Store, helper: Store, stick: Path) -> None:
    """GIVEN entries that name another office than the helper's, as the program writes them THEN they are taken."""
    with other.change() as change:
        flat = change.add("housing", {"place": "Wachenheim"}).id
        case = change.add("meetings", {"title": "Leitungsteam", "date": "2026-03-19"})
    in_step(store, other, helper, stick=stick)
    there = other.local("office")
    with helper.change() as change:
        photo = attachments.attach(change, change.require(flat), "Haus.txt", b"Haus")
        seat = {"parent": case.id, "name": "Jutta Frey", "office": there}
        present = change.ensure("attendances", (case.id, "Jutta Frey"), seat, root=case.id).id
        decision = change.add("resolutions", {"parent": case.id, "wording": "So sei es."}, root=case.id).id
        decisions.approve_by(change, decision, there, ApprovalState.APPROVED)
    exchange(helper, stick)
    report = exchange(store, stick)
    assert not report.set_aside and not report.held
    assert all(store.require(i).record.office == there for i in (photo, present))
    approval = decisions.approval_of(store, decision, there)
    assert approval and approval.record.state == ApprovalState.APPROVED


def test_a_helper_makes_nothing_for_another_office(store: Store, helper: Store) -> None:
    other = next(o.id for o in store.facts().offices.values() if o.id != helper.local("office"))
    with pytest.raises(UserError), helper.change() as change:
        change.add("offers", {"title": "x", "office": other})
    with helper.change() as change:
        assert change.add("offers", {"title": "x"}).office == helper.local("office")


def test_a_helpers_package_waits_until_what_it_knows_of_others_is_here(
    store: Store, other: Store, helper: Store, stick: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "anderswo"
    elsewhere.mkdir()
    theirs = person(other, "Frank")
    exchange(other, elsewhere)
    exchange(helper, elsewhere)
    mine = person(helper, "Abdi")
    exchange(helper, stick)
    for path in stick.iterdir():
        if path.name == export_package.file_name(other, "net"):
            path.unlink()
    report = exchange(store, stick)
    assert [h.why for h in report.held] == [HeldFor.AHEAD] and store.get(mine) is None
    exchange(store, stick, accept=True)
    assert store.get(mine) is None, "nobody can accept what would make a helper the word of others"
    exchange(other, stick)
    exchange(store, stick)
    assert store.get(theirs) and store.get(mine)


def test_what_only_a_helper_still_knows_waits_for_a_person(
    store: Store, other: Store, helper: Store, stick: Path, tmp_path: Path
) -> None:
    """GIVEN a PC that was put back lost what only a helper had read WHEN she brings it THEN a person decides there, and
    the others wait for that PC's own package."""
    elsewhere = tmp_path / "anderswo"
    elsewhere.mkdir()
    in_step(store, other, helper, stick=stick)
    saved = backup.make(other, reason="probe")
    lost = person(other, "Verloren")
    exchange(other, elsewhere)
    exchange(helper, elsewhere)
    mine = person(helper, "Abdi")
    paths, key, now = other.paths, other.key, other.now
    other.close()
    back = opening.restore(paths, saved, None, key=key, clock=now)
    exchange(helper, stick)
    for pc, why in ((store, HeldFor.AHEAD), (back, HeldFor.ONLY_THERE)):
        report = exchange(pc, stick)
        assert [h.why for h in report.held] == [why] and pc.get(mine) is None
    assert "nur noch dort stehen" in report.held[0].label
    exchange(store, stick, accept=True)
    assert store.get(mine) is None
    exchange(back, stick, accept=True)
    assert back.get(lost) and back.get(mine)
    in_step(store, back, helper, stick=stick)
    assert store.get(lost) and store.get(mine) and digest(store) == digest(back) == digest(helper)
    back.close()


# ---- revokes --------------------------------------------------------------------------------------------------------
def test_a_revoked_pc_is_no_longer_read_nor_written_for(store: Store, other: Store, stick: Path) -> None:
    members.strike(store, other.replica)
    late = person(other, "Zuspät")
    exchange(other, stick)
    report = exchange(store, stick)
    assert report.set_aside == [SetAside.STRUCK] and store.get(late) is None
    with pytest.raises(package.NotForUs):
        package.open_package(stick / export_package.file_name(store, "net"), other.local("age_secret"))


def test_a_restore_forgets_no_revoke(store: Store, other: Store, stick: Path) -> None:
    saved = backup.make(store, reason="probe")
    members.strike(store, other.replica)
    paths, key, now = store.paths, store.key, store.now
    store.close()
    back = opening.restore(paths, saved, None, key=key, clock=now)
    assert other.replica in back.membership.former and other.replica not in members.identities(back)
    back.close()


def test_all_chains_of_a_folder_are_known_before_anything_is_read_or_written(
    store: Store, other: Store, third: Store, stick: Path
) -> None:
    """GIVEN a PC that was struck off lies with its package beside the news of it THEN nothing of it is taken."""
    members.strike(store, third.replica)
    late = person(third, "Zuspät")
    exchange(third, stick)
    exchange(store, stick)
    report = exchange(other, stick)
    assert SetAside.STRUCK in report.set_aside and other.get(late) is None
    with pytest.raises(package.NotForUs):
        package.open_package(stick / export_package.file_name(other, "net"), third.local("age_secret"))


def test_a_stolen_founder_loses_against_two_offices(store: Store, other: Store, third: Store, stick: Path) -> None:
    members.set_admin(store, other.replica, on=True)
    members.set_admin(store, third.replica, on=True)
    in_step(store, other, third, stick=stick)
    members.strike(store, other.replica)
    members.strike(store, third.replica)
    members.strike(other, store.replica)
    members.strike(third, store.replica)
    for pc in (store, other, third):
        for brought in (store, other, third):
            merge_chains(pc, brought)
    for pc in (store, other, third):
        assert set(pc.membership.members) == {other.replica, third.replica}


def merge_chains(store: Store, brought: Store) -> None:
    """What the head of any package of the other would bring."""
    with store.change() as change:
        change.take_statements(brought.chain.statements)


def a_second_root(liar: Store, below: str) -> Statement:
    """A root of the liar's own for this network, with a smaller id."""
    keys = Keys(liar.local("age_public"), liar.local("sign_public"))
    facts = roster.newcomer(liar.local("office"), "office", keys, members.own_word(liar))
    facts |= {"network": liar.local("network")}
    for day in range(1, 400):
        on = (dt.date(2026, 1, 1) + dt.timedelta(days=day)).isoformat()
        root = sign(Statement(Does.ROOT, liar.replica, facts, (), liar.replica, day=on), liar.local("sign_secret"))
        if root.id < below:
            return root
    raise AssertionError("no smaller id was found")


def test_a_colleague_begins_no_chain_in_place_of_the_founders(store: Store, colleague: Store, stick: Path) -> None:
    before = store.chain.heads
    root = a_second_root(colleague, store.chain.statements[0].id)
    me = store.membership.members[store.replica]
    facts = roster.newcomer(me.office, "office", me.keys, me.word)
    add = sign(
        Statement(Does.ADD, me.id, facts, (root.id,), colleague.replica, store.chain.network),
        colleague.local("sign_secret"),
    )
    forged(colleague, store, stick, nothing, chain=[root.json(), add.json()])
    exchange(store, stick)
    assert store.chain.heads == before and store.replica in store.membership.administrators


def test_behind_a_trusted_root_no_other_one_is_taken(store: Store, other: Store, stick: Path) -> None:
    evil = a_second_root(other, "f" * 64)
    with other.change() as change:
        change.forget_statements()
    other.set_local(invited_by=json.dumps({store.replica: store.local("sign_public")}))
    keys = Keys(store.local("age_public"), store.local("sign_public"))
    facts = roster.newcomer(store.local("office"), "office", keys, members.own_word(store)) | {
        "network": evil.facts["network"]
    }
    root = sign(Statement(Does.ROOT, store.replica, facts, (), store.replica), store.local("sign_secret"))
    forged(store, other, stick, nothing, chain=[root.json(), evil.json()])
    opened = package.open_package(stick / export_package.file_name(store, "net"), other.local("age_secret"))
    chains.take(other, [opened], Report())
    assert other.chain.statements[0].id == root.id and evil.id not in other.chain


def test_who_was_struck_off_bids_no_farewell(store: Store, other: Store, third: Store, stick: Path) -> None:
    members.strike(store, other.replica)
    late = person(other, "Zuspät")
    with other.reading() as cursor:
        vector = state.vector_of(cursor, "net")
    brings(other, stick, says(other, Does.REVOKE, other.replica, last=state.vector_hash(vector)))
    exchange(store, stick)
    assert store.get(late) is None


def test_who_was_struck_off_does_not_end_its_office(store: Store, other: Store, colleague: Store, stick: Path) -> None:
    members.strike(store, colleague.replica)
    brings(colleague, stick, says(colleague, Does.REVOKE, colleague.replica))
    for pc in (other, store, other):
        exchange(pc, stick)
    assert not other.membership.left
    assert store.replica in {c.id for c in members.readers(other, "net")}


def test_one_pc_alone_does_not_end_its_office(store: Store, other: Store, colleague: Store, stick: Path) -> None:
    brings(colleague, stick, says(colleague, Does.REVOKE, colleague.replica))
    exchange(other, stick)
    assert colleague.replica in other.membership.departed and not other.membership.left
    assert store.replica in {c.id for c in members.readers(other, "net")}


# ---- keys, roles, sheets --------------------------------------------------------------------------------------------
def test_new_keys_take_the_place_of_the_old(store: Store, other: Store, stick: Path) -> None:
    in_step(store, other, stick=stick)
    old = other.local("age_secret")
    members.rekey(other)
    known = person(store)
    exchange(store, stick)  # still for the old keys
    exchange(other, stick)
    assert other.get(known), "what lay there opens with the keys before"
    exchange(store, stick)
    assert store.membership.members[other.replica].keys.signing == other.local("sign_public")
    with pytest.raises(package.NotForUs):
        package.open_package(stick / export_package.file_name(store, "net"), old)
    in_step(store, other, stick=stick)
    assert not exchange(store, stick).set_aside


def test_a_package_with_former_keys_is_set_aside(store: Store, other: Store, stick: Path) -> None:
    thief = {n: other.local(n) for n in ("age_secret", "age_public", "sign_secret", "sign_public")}
    members.rekey(other)
    in_step(store, other, stick=stick)
    fresh_keys = {n: other.local(n) for n in thief}
    other.set_local(**thief)
    person(other, "Dieb")
    exchange(other, stick)
    report = exchange(store, stick)
    assert report.set_aside == [SetAside.OLD_KEYS]
    other.set_local(**fresh_keys)


def test_a_role_follows_from_the_chain(store: Store, other: Store, helper: Store, stick: Path) -> None:
    assert helper.spaces == ["net"]
    members.set_role(store, helper.replica, Role.OFFICE)
    in_step(store, other, helper, stick=stick)
    assert helper.spaces == ["net", store.office_space]
    members.set_role(store, helper.replica, Role.HELPER)
    in_step(store, other, helper, stick=stick)
    assert helper.spaces == ["net"]
    assert helper.replica not in {c.id for c in members.readers(store, store.office_space)}


def test_the_sheets_of_more_than_half_of_the_offices_help_where_nobody_can_administer(
    store: Store, other: Store, third: Store, stick: Path
) -> None:
    sheets = {}
    for pc in (other, third):
        sheets[pc.replica] = recover_space.signing_secret(recover_space.new_sheet(pc))
    in_step(store, other, third, stick=stick)
    with pytest.raises(UserError):
        members.by_sheets(other, Does.SET, other.replica, {other.replica: sheets[other.replica]}, admin=True)
    members.by_sheets(other, Does.REVOKE, store.replica, sheets)
    members.by_sheets(other, Does.SET, third.replica, sheets, admin=False)
    in_step(other, third, stick=stick)
    assert third.membership.administrators == {other.replica}
    assert set(third.membership.members) == {other.replica, third.replica}


# ---- a member who is no helper --------------------------------------------------------------------------------------
def test_an_office_that_erases_people_of_another_waits_for_a_person(store: Store, other: Store, stick: Path) -> None:
    known = person(store)
    in_step(store, other, stick=stick)
    with other.change() as change:
        erasure.write(change, "net", {other.require(known).root}, "")
    exchange(other, stick)
    report = exchange(store, stick)
    assert [h.why for h in report.held] == [HeldFor.ERASES_OTHERS] and store.get(known)
    exchange(store, stick, accept=True)
    assert store.get(known) is None


def as_nobody(lines: Lines, vector: algebra.Vector, _liar: Store, victim: Store) -> None:
    """Under a change of a PC that does not exist."""
    position = a_change(lines, vector, cast(Store, SimpleNamespace(replica=fresh("nobody"))))
    lines.append(["e", victim.all("volunteers")[0].root, position, "2026-03-02", ""])


def with_an_own_entry(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    """With an entry of the own office hung under the same root."""
    root, position = victim.all("volunteers")[0].root, a_change(lines, vector, liar)
    a_record(lines, "volunteers", fresh("v"), root, position, last_name="X", office=liar.local("office"))
    lines.append(["e", root, position, "2026-03-02", ""])


@pytest.mark.parametrize("lie", [as_nobody, with_an_own_entry])
def test_no_way_round_asking_for_an_erasure(store: Store, other: Store, stick: Path, lie: Callable[..., None]) -> None:
    known = person(store)
    in_step(store, other, stick=stick)
    forged(other, store, stick, lie)
    exchange(store, stick)
    assert store.get(known)


def test_another_networks_chain_is_not_taken(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    made, _ = founding.create_store(
        Paths(tmp_path / "X"),
        lambda s: founding.found_network(s, "Fremd", "Fremdheim", "Fritz"),
        passphrase=PASSPHRASE,
        person="Fritz",
        keyring=False,
    )
    before = store.chain
    foreign = [s.json() for s in made.chain.statements]
    forged(other, store, stick, nothing, chain=foreign)
    report = exchange(store, stick)
    assert store.chain is before or store.chain.heads == before.heads
    assert chains.REFUSED.split("„")[0] in " ".join(report.notices)
    made.close()


def test_garbage_in_place_of_a_chain_is_told_and_stops_nobody(store: Store, other: Store, stick: Path) -> None:
    known = person(other)
    forged(other, store, stick, nothing, chain=[["{}", []], 5, None])
    report = exchange(store, stick)
    assert any("Mitglieder" in n for n in report.notices) and store.get(known)


def test_what_stands_beside_the_store_is_compared_unread(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a store whose file beside it says the same WHEN it is opened THEN no statement is read until asked for."""
    heads, path, key, clock = store.chain.heads, store.paths, store.key, store.now
    store.close()
    asked: list[Cursor] = []
    read = roster.read

    def noted(cursor: Cursor) -> membership.Chain:
        asked.append(cursor)
        return read(cursor)

    monkeypatch.setattr(roster, "read", noted)
    again = opening.open_with_key(path, key, clock)
    assert not asked and again.ids("volunteers") == [] and not asked
    assert again.chain.heads == heads and asked
    again.close()


def test_the_chain_survives_a_damaged_file_beside_the_store(store: Store) -> None:
    heads = store.chain.heads
    for text in ("", "[1", '[["x", []]]'):
        store.paths.members.write_text(text, "utf-8")
        store.close()
        again = opening.open_with_key(store.paths, store.key, store.now)
        assert again.chain.heads == heads and len(again.paths.members.read_text("utf-8")) > 100
        again.close()


def test_ids_of_people_are_not_in_the_chain(store: Store, other: Store) -> None:
    text = store.paths.members.read_text("utf-8")
    assert "Petra" not in text and "Jutta" not in text and "Maxdorf" not in text
    assert derived_id("people", "x") not in text and not Report().notices


# ---- a helper's damaged store ---------------------------------------------------------------------------------------
SPOILED = {
    "a stamp is lost": ("DELETE FROM stamp WHERE record = ? AND register = 'phone'", {"06237 2222"}),
    "the entry is lost": ("DELETE FROM volunteers WHERE id = ?", {"06237 2222"}),
    "a value is another": (
        "UPDATE volunteers SET phone = '06237 9999' WHERE id = ?",
        {"06237 2222", "06237 9999"},
    ),
}


@pytest.mark.parametrize("how", SPOILED)
def test_a_damaged_laptop_comes_back_to_what_all_have(
    store: Store, other: Store, helper: Store, stick: Path, how: str
) -> None:
    """GIVEN the store of a person who helps was damaged WHEN all exchange THEN all have the same, and what only the
    laptop says is shown to all as a conflict."""
    known = person(store, phone="06237 1111")
    in_step(store, other, helper, stick=stick)
    update(other, known, phone="06237 2222")
    in_step(store, other, helper, stick=stick)
    sql, wanted = SPOILED[how]
    with helper.connections.autocommit() as cursor, helper.connections.writing():
        cursor.execute(sql, (known,))
    for _ in range(2):
        in_step(helper, store, other, stick=stick)
    assert digest(helper) == digest(store) == digest(other)
    for pc in (store, other, helper):
        shown = {v for _, values in open_conflicts(pc) for v in values} or {pc.require(known).values["phone"]}
        assert shown == wanted, how
