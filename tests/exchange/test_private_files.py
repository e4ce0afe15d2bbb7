"""Files of a person in need lie in the office alone: name, key and content, wherever they hang."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.access import sharing
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import attachment_sync, export_package, handover
from netzwerkhilfe.exchange.folder import exchange, find, open_files
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.paths import ATTACHMENT
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.matching import chain
from netzwerkhilfe.store import attachments, erasure, reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import in_step

PASS = ("kovalenko_pass.pdf", b"%PDF-1.7 Reisepass")


def a_case(store: Store) -> Snapshot[Case]:
    record = act(store, entries.add, "cases", {"needs": "Wohnung", "persons": "4", "name": "Familie Kovalenko"})
    return store.require(record, Case)


def a_match(store: Store, case: Snapshot[Case]) -> Snapshot[Match]:
    flat = act(store, entries.add, "housing", {"place": "Maxdorf", "rooms": "3", "landlord": "Frau Groß"})
    return store.require(act(store, chain.propose, case, store.require(flat)), Match)


def attach(store: Store, entry: Snapshot, file: tuple[str, bytes] = PASS) -> Snapshot[Attachment]:
    return store.require(act(store, attachments.attach, entry, *file), Attachment)


def attach_as_before(store: Store, entry: Snapshot, file: tuple[str, bytes] = PASS) -> Snapshot[Attachment]:
    """A file where former versions put it: beside its entry, so for all to see."""
    good = attach(store, entry, file)
    with store.change() as change:
        change.let_pass()
        values = {n: v for n, v in good.values.items() if v is not None}
        made = change.add("attachments", values, space=entry.space, root=entry.root)
    with store.change() as change:
        change.trash(good.id)
        change.update(good.id, {"digest": None, "key": None})
    return store.require(made.id, Attachment)


def said_in_net(reader: Store, folder: Path) -> str:
    """All that the packages of ``net`` in a folder say, decrypted by one of their readers."""
    opened = open_files(reader, find(folder, Report()), Report())
    lines = [line for o in opened if o.head.space == "net" for line in o.lines()]
    assert lines
    return "\n".join(map(str, lines))


def test_files_of_a_case_stay_in_the_office(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a shared case and a suggestion for it WHEN files are hung on both THEN no other office hears of them."""
    case = a_case(store)
    match = a_match(store, case)
    assert case.space == match.space == "net"
    files = [attach(store, case), attach(store, match, ("mietvertrag.pdf", b"%PDF-1.7 Vertrag"))]
    assert {f.space for f in files} == {store.office_space} and {f.root for f in files} == {case.root}
    exchange(store, stick)
    said = said_in_net(other, stick)
    for file in files:
        record = file.record
        assert str(record.name) not in said and str(record.key) not in said and str(record.digest) not in said
    exchange(other, stick)
    assert other.get(case.id) and other.all(Attachment) == []
    assert [a.id for a in store.children(case.id, Attachment)] == [files[0].id]
    assert [a.id for a in store.children(match.id, Attachment)] == [files[1].id]


def test_files_of_a_flat_are_for_all(store: Store, other: Store, stick: Path) -> None:
    flat = store.require(act(store, entries.add, "housing", {"place": "Maxdorf", "rooms": "3", "landlord": "Groß"}))
    file = attach(store, flat, ("grundriss.pdf", b"%PDF-1.7 Grundriss"))
    exchange(store, stick)
    exchange(other, stick)
    assert file.space == "net" and [a.id for a in other.children(flat.id, Attachment)] == [file.id]


def test_files_stay_where_their_case_is_shared_and_taken_back(store: Store, stick: Path) -> None:
    case = a_case(store)
    match = a_match(store, case)
    files = {attach(store, case).id, attach(store, match).id}

    def seen(record: str) -> set[str]:
        found = store.children(record, Attachment)
        return {
            a.id for a in found + [a for m in store.children(record, Match) for a in store.children(m.id, Attachment)]
        }

    back = act(store, sharing.unshare, case.id)
    assert seen(back) == files
    again = act(store, sharing.share, back)
    assert seen(again) == files and store.require(again).space == "net"
    assert {a.space for a in store.all(Attachment)} == {store.office_space}
    assert store.check() == []


def test_a_helpers_pc_has_no_place_for_them(store: Store, helper: Store, stick: Path) -> None:
    case = a_case(store)
    in_step(store, helper, stick=stick)
    with pytest.raises(UserError, match="nur im Büro"):
        attach(helper, helper.require(case.id))
    assert helper.all(Attachment) == []
    assert not helper.paths.attachments.exists() or not list(helper.paths.attachments.iterdir())


def test_files_that_lie_wrong_are_taken_back_by_their_office(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a file that a former version put into the network WHEN its office exchanges THEN it is moved, told once."""
    case = a_case(store)
    wrong = attach_as_before(store, case)
    assert wrong.space == "net" and str(wrong.record.name) in said_after_writing(store, other, stick)
    told = exchange(store, stick).notices
    assert [n for n in told if "Datei von Gesuchen" in n] == [
        "Eine Datei von Gesuchen lag bisher im Netzwerk; jetzt liegt sie nur noch in Ihrem Büro."
    ]
    (mine,) = store.children(case.id, Attachment)
    assert mine.space == store.office_space and attachments.content(store, mine) == PASS[1]
    said = said_in_net(other, stick)
    assert str(wrong.record.name) not in said and str(wrong.record.key) not in said
    exchange(other, stick)
    theirs = other.get(wrong.id, Attachment)
    assert theirs and theirs.sealed == "moved" and theirs.record.name is None and theirs.record.key is None
    assert exchange(store, stick).notices == exchange(other, stick).notices == []
    with store.reading() as cursor:
        assert reading.conflicts(cursor) == [] and reading.reviews(cursor) == []


def said_after_writing(store: Store, other: Store, stick: Path) -> str:
    export_package.write_own(store, stick, "net", Report())
    return said_in_net(other, stick)


def test_only_the_owning_office_moves_them(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a file which another office hung on our case, for all to see THEN we move it and they do not."""
    case = a_case(store)
    for pc in (store, other):
        exchange(pc, stick)
    attach_as_before(other, other.require(case.id))
    assert exchange(other, stick).notices == [] and len(other.children(case.id, Attachment)) == 1
    assert any("Gesuchen" in n for n in exchange(store, stick).notices)
    exchange(other, stick)
    assert other.children(case.id, Attachment) == [] and len(store.children(case.id, Attachment)) == 1


def test_a_mail_takes_no_file_of_a_case_along(store: Store, tmp_path: Path) -> None:
    wrong = attach_as_before(store, a_case(store))
    export_package.mail_draft(store, tmp_path / "entwurf.eml")
    assert store.require(wrong.id).sealed == "moved" and attachment_sync.to_mail(store, 10**6) == []


def test_who_takes_a_case_over_gets_its_files(store: Store, other: Store, stick: Path) -> None:
    case = a_case(store)
    match = a_match(store, case)
    attach(store, case)
    attach(store, match, ("mietvertrag.pdf", b"%PDF-1.7 Vertrag"))
    for pc in (store, other):
        exchange(pc, stick)
    handover.offer(store, store.require(case.id), other.local("office"), consent=True)
    exchange(store, stick)
    said = said_in_net(other, stick)
    assert PASS[0] not in said and "mietvertrag" not in said
    exchange(other, stick)
    (file,) = other.children(case.id, Attachment)
    (contract,) = other.children(match.id, Attachment)
    assert file.space == contract.space == other.office_space and file.record.name == PASS[0]
    assert attachments.content(other, file) == PASS[1]
    assert attachments.content(other, contract) == b"%PDF-1.7 Vertrag"
    assert other.check() == store.check() == []


def test_an_erased_case_takes_its_files_along(store: Store, other: Store, stick: Path) -> None:
    case = a_case(store)
    attach(store, case)
    exchange(store, stick)
    assert len(list(stick.glob("*" + ATTACHMENT))) == 1
    erasure.erase(store, case.id, "Wunsch")
    exchange(store, stick)
    assert not list(store.paths.attachments.iterdir()) and not list(stick.glob("*" + ATTACHMENT))
    assert store.all(Attachment, sealed=True) == []
