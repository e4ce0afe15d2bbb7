"""A member who lies: packages with a true signature whose content breaks a rule are set aside whole, hurting nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, folder, import_packages, members, package, pending, status
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.report import SetAside
from netzwerkhilfe.models.fields import canonical
from netzwerkhilfe.store import algebra, state
from netzwerkhilfe.store.store import Store
from tests.exchange.forging import Lie, Lines, a_change, a_record, forged, fresh
from tests.exchange.helpers import digest, person, update

SECOND = 1_000_000
YEAR_2200 = 7_258_118_400 * SECOND


# ---- lies, each breaking one rule -----------------------------------------------------------------------------------
def clock_of_the_end(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(
        lines, "volunteers", fresh("a"), fresh("a"), a_change(lines, vector, liar, hlc=2**63 - 1), last_name="Ende"
    )


def clock_of_2200(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(
        lines, "volunteers", fresh("a"), fresh("a"), a_change(lines, vector, liar, hlc=YEAR_2200), last_name="Ende"
    )


def number_zero(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(lines, "volunteers", fresh("a"), fresh("a"), a_change(lines, vector, liar, seq=0), last_name="Null")


def vector_beyond_ours(_lines: Lines, vector: algebra.Vector, _liar: Store, victim: Store) -> None:
    vector[victim.replica, victim.mark] = 2**53 - 1


def vector_entry_zero(_lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    vector[liar.replica, 99] = 0


def id_of_another_space(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    found = victim.all("cases_private")[0]
    position = a_change(lines, vector, liar)
    a_record(lines, "cases_private", found.id, found.root, position, name="geraten")


def derived_id_with_another_root(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    line = next(x for x in lines if x[0] == "r" and x[4] is None)
    line[3] = fresh("fremd")
    register = next(iter(line[6]))
    line[6][register] = [[a_change(lines, vector, liar), line[6][register][0][1]]]


def known_id_as_another_kind(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    line = next(x for x in lines if x[0] == "r" and x[1] == "places")
    a_record(lines, "volunteers", line[2], line[3], a_change(lines, vector, liar), last_name="Ort")


def id_with_odd_signs(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(lines, "volunteers", "../../etc", fresh("a"), a_change(lines, vector, liar), last_name="Pfad")


def digest_with_a_path(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    values = {"file": {"digest": "../" * 20 + "abcd", "key": "ab" * 32, "size": 3}, "name": "Rechnung.pdf"}
    a_record(lines, "attachments", fresh("f"), fresh("f"), position, **values)


def key_of_a_file_too_short(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    values = {"file": {"digest": "ab" * 32, "key": "abc", "size": 3}, "name": "Rechnung.pdf"}
    a_record(lines, "attachments", fresh("f"), fresh("f"), position, **values)


def name_of_a_file_endless(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    values = {"file": {"digest": "ab" * 32, "key": "ab" * 32, "size": 3}, "name": "x" * 5000}
    a_record(lines, "attachments", fresh("f"), fresh("f"), position, **values)


def not_a_number(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(lines, "housing", fresh("h"), fresh("h"), a_change(lines, vector, liar), rooms=float("nan"))


def number_without_end(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)  # Python reads it as an infinity, and would write one to the others
    lines.append(f'["r","housing","{fresh("h")}","{fresh("h")}",{position},{{"rooms":1e999}},{{}}]')


def name_twice(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)  # which of both counts, not all readers of JSON agree on
    lines.append(f'["r","housing","{fresh("h")}","{fresh("h")}",{position},{{"note":"eins","note":"zwei"}},{{}}]')


def number_too_long(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(lines, "housing", fresh("h"), fresh("h"), a_change(lines, vector, liar), base_rent=2**53)


def value_deep_inside(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    value: Any = "tief"
    for _ in range(500):
        value = [value]
    a_record(lines, "aliens", fresh("d"), fresh("d"), a_change(lines, vector, liar), note=value)


def erasure_before_its_record(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    lines.insert(position + 1, ["e", fresh("r"), position, "2026-11-24", "weg"])
    lines.append(["r", "housing", fresh("r"), fresh("r"), position, {"note": "auferstanden"}, {}])


def change_after_the_records(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    lines.append(lines.pop(position))
    a_record(lines, "housing", fresh("h"), fresh("h"), position, note="zu früh")


def change_twice(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    lines.insert(position + 1, [*lines[position][:5], "Wer anders", *lines[position][6:]])
    a_record(lines, "housing", fresh("h"), fresh("h"), position + 1, note="zweimal")


def record_twice_far_apart(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    for i in (0, *range(450), 0):
        a_record(lines, "housing", fresh(f"h{i}"), fresh(f"h{i}"), position, note=f"{len(lines)}")


def value_twice_under_one_change(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    values = {"note": [[position, "eins"], [position, "zwei"]]}
    lines.append(["r", "housing", fresh("h"), fresh("h"), position, {"place": "Maxdorf"}, values])


def half_a_letter(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    a_record(lines, "volunteers", fresh("a"), fresh("a"), a_change(lines, vector, liar), last_name="\ud800")


def endless_author(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = a_change(lines, vector, liar)
    lines[position][5] = "J" * 5000
    a_record(lines, "volunteers", fresh("a"), fresh("a"), position, last_name="Wer")


def endless_reason(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    lines.append(["e", fresh("weg"), a_change(lines, vector, liar), "2026-11-24", "x" * 5000])


def erasure_without_a_key(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    lines.append(["e", "", a_change(lines, vector, liar), "2026-11-24", "weg"])


LIES = [
    clock_of_the_end,
    clock_of_2200,
    number_zero,
    vector_beyond_ours,
    vector_entry_zero,
    id_of_another_space,
    derived_id_with_another_root,
    known_id_as_another_kind,
    id_with_odd_signs,
    digest_with_a_path,
    key_of_a_file_too_short,
    name_of_a_file_endless,
    not_a_number,
    number_without_end,
    name_twice,
    number_too_long,
    value_deep_inside,
    erasure_before_its_record,
    change_after_the_records,
    change_twice,
    record_twice_far_apart,
    value_twice_under_one_change,
    half_a_letter,
    endless_author,
    endless_reason,
    erasure_without_a_key,
]


@pytest.mark.parametrize("lie", LIES, ids=lambda f: f.__name__)
def test_a_lie_is_set_aside_whole_and_hurts_nobody(store: Store, other: Store, stick: Path, lie: Lie) -> None:
    """GIVEN a package with one line that breaks a rule THEN nothing of it is taken, and work and exchange go on."""
    with store.change() as change:
        case = change.add("cases", {"needs": ("Wohnung",), "persons": 4})
        change.ensure(
            "cases_private",
            (case.root,),
            {"name": "Familie Haddad", "parent": case.id},
            space=store.office_space,
            root=case.root,
        )
    exchange(store, stick)
    exchange(other, stick)
    with other.change() as change:
        change.add("volunteers", {"last_name": "Ehrlich", "consent_network": True})
    before, private = digest(store), digest(store, store.office_space)
    forged(other, store, stick, lie)
    report = exchange(store, stick)
    assert SetAside.BROKEN in report.set_aside and not report.brought_something
    assert (digest(store), digest(store, store.office_space)) == (before, private) and store.check() == []
    for space in other.spaces:
        (stick / export_package.file_name(other, space)).unlink(missing_ok=True)
    person(store, "Weiter")  # saving goes on, and so does the exchange with an honest package
    assert exchange(store, stick).set_aside == []
    assert exchange(other, stick).new == 1
    back = exchange(store, stick)
    assert back.new == 1 and back.set_aside == [] and store.ids("volunteers", "Ehrlich")
    exchange(other, stick)
    assert digest(store) == digest(other)


def _of(lines: Lines, name: str) -> int:
    """The position of the line of a volunteer."""
    return next(i for i, line in enumerate(lines) if line[0] == "r" and line[5].get("last_name") == name)


def _said_otherwise(name: str, before: str, after: str) -> Lie:
    """The line of a volunteer with one text in it replaced by another."""

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        place = _of(lines, name)
        text = canonical(lines[place])
        assert before in text
        lines[place] = text.replace(before, after)

    return lie


def _further(*texts: str) -> Lie:
    """More lines at the end."""

    def lie(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        lines += texts

    return lie


def _known_record_twice(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
    lines.insert(_of(lines, "Haddad"), lines[_of(lines, "Haddad")])


def _position_too_high(lines: Lines, _vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
    lines[_of(lines, "Haddad")][4] = 999_999


def _vector_of(length: int, replicas: int = 20) -> Lie:
    """A vector that claims so many marks of strangers."""

    def lie(_lines: Lines, vector: algebra.Vector, _liar: Store, _victim: Store) -> None:
        more = length - len(vector)
        vector |= {(fresh(f"pc{i % replicas}"), i): 1 for i in range(more)}

    return lie


FORMS: dict[str, Lie] = {
    "no JSON": _said_otherwise("Haddad", '"Haddad"', '"Haddad'),
    "a text too long": _said_otherwise("Haddad", '"Haddad"', f'"{"x" * 100_001}"'),
    "a line too long": _said_otherwise("Haddad", '"Haddad"', f'"Haddad","note":[{",".join(["{}"] * 1_400_000)}]'),
    "a number too long": _said_otherwise("Haddad", '"Haddad"', f'"Haddad","note":{2**53}'),
    "a number of thousands": _said_otherwise("Haddad", '"Haddad"', f'"Haddad","note":{"9" * 9000}'),
    "no number": _said_otherwise("Haddad", '"Haddad"', '"Haddad","note":NaN'),
    "an infinity": _said_otherwise("Haddad", '"Haddad"', '"Haddad","note":1e999'),
    "a zero before": _said_otherwise("Haddad", '"Haddad"', '"Haddad","note":01'),
    "a bare line feed": _said_otherwise("Haddad", '"Haddad"', '"Had\tdad"'),
    "half a pair": _said_otherwise("Haddad", '"Haddad"', '"Had\\ud800dad"'),
    "a position too high": _position_too_high,
    "a name too long": _said_otherwise("Haddad", '"last_name"', f'"{"n" * 101}"'),
    "too deep": _said_otherwise("Haddad", '"Haddad"', f'"Haddad","note":{"[" * 100_000}{"]" * 100_000}'),
    "a known record twice": _known_record_twice,
    "an empty line": _further("", ""),
    "a vector after the records": _further(f'["v","{fresh("v")}",[[1,1]]]'),
    "another letter": _further('["x",1]'),
    "no list": _further('{"r":1}'),
    "a vector too long": _vector_of(500_001),
    "a line of a vector too long": _vector_of(60_000, replicas=1),
    "a vector that fills ours": _vector_of(460_000),
}


def test_each_line_of_a_package_is_verified_whether_it_brings_something_or_not(
    store: Store, other: Store, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN packages in which a line that brings nothing new breaks a rule, or the vector does, THEN each is set aside
    whole under its name, and what lies beside it is taken."""
    monkeypatch.setattr(state, "MARKS_A_LINE", 10**6)  # in what is written here
    person(store, "Haddad")
    for pc in (store, other, store):
        exchange(pc, stick)
    other_stick = tmp_path / "anderer Stick"
    other_stick.mkdir()
    before = digest(store)
    for what, lie in FORMS.items():
        with other.change() as change:
            change.add("volunteers", {"last_name": "Neu", "consent_network": True})
        forged(other, store, other_stick, lie)
        monkeypatch.setattr(state, "MARKS_A_LINE", 50_000)
        (file,) = other_stick.iterdir()
        report = folder.take_files(store, [file])
        assert report.files_aside == [(file.name, SetAside.BROKEN)], what
        assert digest(store) == before, what
        monkeypatch.setattr(state, "MARKS_A_LINE", 10**6)
        for path in other_stick.iterdir():
            path.unlink()
    assert len(FORMS) == len(set(FORMS)) and store.check() == []
    exchange(other, stick)
    assert exchange(store, stick).new == len(FORMS)


def test_a_new_entry_under_a_change_that_is_known_is_told(store: Store, other: Store, stick: Path) -> None:
    """GIVEN a package with an entry that hangs on a change taken in long ago, once as it was created and once changed
    since, THEN neither comes, and both are told with the way to get them."""
    person(store, "Haddad")
    for pc in (store, other, store):
        exchange(pc, stick)

    def more(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
        known = lines[_of(lines, "Haddad")]
        now = a_change(lines, vector, liar)
        lines.append(["r", "volunteers", fresh("x"), fresh("x"), known[4], {"last_name": "Nie"}, {}])
        lines.append(["r", "volunteers", fresh("y"), fresh("y"), known[4], {}, {"last_name": [[now, "Nie"]]}])

    forged(other, store, stick, more)
    report = exchange(store, stick)
    assert store.ids("volunteers", "Nie") == [] and report.set_aside == []
    (notice,) = report.notices
    assert "Jutta Frey" in notice and "2 Einträge" in notice and "Alles noch einmal lesen" in notice
    exchange(store, stick, again=True)
    assert len(store.ids("volunteers", "Nie")) == 2


def _a_known_change(lines: Lines, vector: algebra.Vector, liar: Store, **said: Any) -> int:
    """A change of the liar that the vector covers and that lives nowhere any more; gives its position."""
    changes = [line for line in lines if line[0] == "c"]
    alive = {(line[1], line[3], line[2]) for line in changes}
    replica, mark, seq = next(
        (r, m, seq)
        for (r, m), last in vector.items()
        if r == liar.replica
        for seq in range(1, last + 1)
        if (r, m, seq) not in alive
    )
    line = {"hlc": changes[-1][4], "author": "Jutta Frey", "at": "2026-11-24T09:00:00+00:00"} | said
    lines.insert(len(changes), ["c", replica, seq, mark, line["hlc"], line["author"], line["at"], None])
    return len(changes)


def mended_clock(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = _a_known_change(lines, vector, liar, hlc=2**63 - 1)
    a_record(lines, "housing", fresh("h"), fresh("h"), position, note="Ende")


def mended_time(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = _a_known_change(lines, vector, liar, at="gestern")
    a_record(lines, "housing", fresh("h"), fresh("h"), position, note="gestern")


def mended_record_of_another_space(lines: Lines, vector: algebra.Vector, liar: Store, victim: Store) -> None:
    found = victim.all("cases_private")[0]
    a_record(lines, "cases_private", found.id, found.root, _a_known_change(lines, vector, liar), name="geraten")


def mended_record_of_another_kind(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    line = next(x for x in lines if x[0] == "r" and x[1] == "places")
    a_record(lines, "volunteers", line[2], line[3], _a_known_change(lines, vector, liar), last_name="Ort")


def mended_record_twice(lines: Lines, vector: algebra.Vector, liar: Store, _victim: Store) -> None:
    position = _a_known_change(lines, vector, liar)
    for text in ("eins", "zwei"):
        a_record(lines, "housing", fresh("h"), fresh("h"), position, note=text)


MENDINGS = [
    mended_clock,
    mended_time,
    mended_record_of_another_space,
    mended_record_of_another_kind,
    mended_record_twice,
]


@pytest.mark.parametrize("lie", MENDINGS, ids=lambda f: f.__name__)
def test_what_a_store_is_mended_with_is_verified_too(store: Store, other: Store, stick: Path, lie: Lie) -> None:
    """GIVEN a liar who knows what we know and claims another state THEN our store is not "mended" with its lies."""
    with store.change() as change:
        case = change.add("cases", {"needs": ("Wohnung",)})
        private = {"name": "Familie Haddad", "parent": case.id}
        change.ensure("cases_private", (case.root,), private, space=store.office_space, root=case.root)
    flat = person(other, "Ehrlich")
    for text in ("eins", "zwei", "drei"):
        update(other, flat, note=text)
    for pc in (other, store, other, store):
        exchange(pc, stick)
    before, private_before = digest(store), digest(store, store.office_space)
    forged(other, store, stick, lie, digest="ab" * 32)
    report = exchange(store, stick)
    assert SetAside.BROKEN in report.set_aside and report.healed == 0
    assert (digest(store), digest(store, store.office_space)) == (before, private_before) and store.check() == []
    person(store, "Weiter")
    assert exchange(store, stick).records > 0


def test_what_goes_wrong_inside_names_the_package_and_others_go_on(
    store: Store, other: Store, stick: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """GIVEN a package at which the program itself stumbles THEN it is set aside, and our own file is still written."""
    person(other, "Ehrlich")
    exchange(other, stick)

    def stumble(*_: object) -> None:
        raise KeyError("ein Fehler des Programms")

    with monkeypatch.context() as patch:
        patch.setattr("netzwerkhilfe.store.merging.Merge.take_change", stumble)
        report = exchange(store, stick)
    assert report.set_aside == [SetAside.FAILED] and report.records > 0
    assert "KeyError" in caplog.text and "Ehrlich" not in caplog.text
    caplog.clear()
    assert exchange(store, stick).new == 1


def test_numbers_begin_at_one_under_each_mark(store: Store) -> None:
    person(store)
    with store.reading() as cursor:
        own = {k: v for k, v in state.vector_of(cursor, "net").items() if k[0] == store.replica}
    assert own[store.replica, store.mark] == 1


def test_a_folder_with_very_many_files_still_shows_its_packages(
    store: Store, other: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a share where much else sorts first THEN packages are found, and what was not looked at is told."""
    person(other, "Ehrlich")
    exchange(other, stick)
    for i in range(40):
        (stick / f"0000-{i:05}.txt").write_bytes(b"anderes")
    (stick / "0000.NHPAKET").mkdir()
    monkeypatch.setattr(import_packages, "MAX_FILES", 10)
    report = exchange(store, stick)
    assert report.new == 1
    assert any("„0000.NHPAKET“ ist ein Ordner" in n for n in report.notices)
    assert any("wurden nicht angesehen" in n for n in report.notices)


def test_a_folder_in_the_place_of_our_package_is_told(store: Store, stick: Path) -> None:
    (stick / export_package.file_name(store, "net")).mkdir()
    with pytest.raises(UserError, match="liegt ein Ordner"):
        exchange(store, stick)


def test_a_folder_full_of_nonsense_is_told_in_a_few_sentences(store: Store, other: Store, stick: Path) -> None:
    """GIVEN very many files and folders that are called like packages, and names of Windows' devices, THEN the honest
    package is taken, and report and page stay short."""
    person(other, "Ehrlich")
    exchange(other, stick)
    (honest,) = [p for p in stick.iterdir() if p.name == export_package.file_name(other, "net")]
    cut = honest.read_bytes()[:-7]
    for i in range(300):
        (stick / f"{i:04}.nhpaket").write_bytes(cut)
        (stick / f"ordner {i:04}.nhpaket").mkdir()
    for device in ("AUX.nhpaket", "com1.nhpaket", "nul"):
        (stick / device).write_bytes(cut)
    report = exchange(store, stick)
    assert report.new == 1
    broken = [text for text in report.json()["set_aside"] if "beschädigt" in text]
    assert broken == [f"{SetAside.BROKEN.label} (300 Dateien)"]
    assert sum("ist ein Ordner" in n for n in report.notices) == import_packages.MOST_TOLD
    assert sum("Gerät von Windows" in n for n in report.notices) == 2 and len(report.notices) < 12
    assert 0 < len(pending.aside(store)) <= pending.MOST_ASIDE


def test_nothing_of_a_body_is_read_before_its_signature_is_proven(
    store: Store, other: Store, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN packages that somebody else has signed in the name of a member, of one that was struck off and of this PC
    THEN they are set aside by their head alone."""
    read: list[Path] = []
    true = package.open_head

    def opened(path: Path, secret: str) -> package.Opened:
        read.append(path)
        return true(path, secret)

    person(other, "Ehrlich")
    forged(other, store, stick, lambda *_: None, signed_with="ab" * 32)

    def body(_opened: object) -> algebra.Vector:
        raise AssertionError("the body was read")

    with monkeypatch.context() as patch:
        patch.setattr(package, "open_head", opened)
        patch.setattr(package.Opened, "vector", property(body))
        assert folder.take_files(store, list(stick.iterdir())).set_aside == [SetAside.WRONG_SIGNATURE]
        assert status.peek(store, stick).packages == 0
        members.strike(store, other.replica)
        assert folder.take_files(store, list(stick.iterdir())).set_aside == [SetAside.STRUCK]
    assert read


def test_a_card_of_nonsense_stops_nobody(store: Store, other: Store, stick: Path, tmp_path: Path) -> None:
    """GIVEN a package of a stranger whose invitation is a list THEN it is set aside, and the honest one is taken."""
    exchange(other, stick)
    place = tmp_path / "fremd"
    place.mkdir()
    own = members.own_identity(other).json()
    card = own | {"id": fresh("fremd"), "invitation": [], "proof": {}}
    forged(other, store, place, lambda *_: None, sender=fresh("fremd"), card=card)
    (strange,) = place.iterdir()
    strange.rename(stick / "0.nhpaket")
    person(other, "Ehrlich")
    exchange(other, stick)
    report = exchange(store, stick)
    assert report.new == 1 and report.files_aside[0][0] == "0.nhpaket"
