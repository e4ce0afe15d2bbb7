"""Lists with forty habits: rows taken, rows named, none lost; what is no list is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import importer
from tests.acts import act
from tests.transfer import office_lists
from tests.transfer.office_lists import MADE, REFUSED, Made, Refused


@pytest.mark.parametrize("one", MADE, ids=lambda m: m.name)
def test_each_row_is_taken_or_named(store: Store, tmp_path: Path, one: Made) -> None:
    path = office_lists.written(tmp_path, one)
    plan = importer.plan(store, one.kind, path)
    report = plan.json()
    taken = [r for r in plan.rows if r.status == importer.TAKEN]
    assert [r.title.replace("\u00a0", " ") for r in taken] == list(one.taken)
    assert tuple(r.row for r in plan.of(importer.NAMED)) == one.named
    assert tuple(r.row for r in plan.of(importer.DUPLICATE)) == one.duplicates
    assert report["lost"] == 0 and report["rows"] == len(taken) + len(one.named) + len(one.duplicates)
    assert sorted(p["value"] for p in report["unread"]) == sorted(one.unread)
    assert one.remark in " ".join(report["remarks"])
    for row in taken:
        for name, value in one.values.get(row.title.replace("\u00a0", " "), {}).items():
            assert row.values.get(name) == value, name
    act(store, importer.apply, plan)
    assert len(store.ids(one.kind)) == len(taken)
    again = importer.plan(store, one.kind, path).json()
    assert (again["taken"], again["known"]) == (0, len(taken))
    assert store.check() == []


def test_there_are_forty_of_them() -> None:
    assert len({m.name for m in MADE}) + len({r.name for r in REFUSED}) >= 60
    assert {m.kind for m in MADE} <= set(KINDS)


@pytest.mark.parametrize("one", REFUSED, ids=lambda r: r.name)
def test_what_is_no_list_is_told(store: Store, tmp_path: Path, one: Refused) -> None:
    with pytest.raises(UserError, match="lässt sich nicht als Liste lesen") as told:
        importer.plan(store, "volunteers", office_lists.written(tmp_path, one))
    assert one.why in told.value.paragraph()


def test_a_sheet_that_unpacks_to_gigabytes_is_told(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    path.write_bytes(office_lists.bomb())
    with pytest.raises(UserError, match="zu groß"):
        importer.plan(store, "volunteers", path)
