"""Founding: offices by name, by key, by the AGS of a place, and with what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding, geography
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store.store import Store
from tests.conftest import PASSPHRASE


def found(tmp_path: Path, office: str, *ags: str) -> Store:
    store, _ = founding.create_store(
        Paths(tmp_path / "s"),
        lambda s: founding.found_network(s, "Netz", office, "Eva", ags),
        passphrase=PASSPHRASE,
        person="Eva",
        keyring=False,
    )
    return store


@pytest.mark.parametrize(
    ("office", "ags", "names", "places"),
    [
        ("Maxdorf", (), {"Maxdorf"}, 1),
        ("Wachenheim an der Weinstraße", (), {"Wachenheim an der Weinstraße"}, 1),
        ("Maxdorf", ("073385004", "073325006"), {"Maxdorf", "Wachenheim"}, 7),
        ("Maxdorf", ("07338018", "07338003", "07332022"), {"Maxdorf", "Wachenheim"}, 7),
        ("Rathaus Maxdorf", ("073385004", "073385006"), {"Rathaus Maxdorf", "Lambsheim-Heßheim"}, 9),
        ("Unser Büro", ("073385004",), {"Unser Büro"}, 3),
        ("Speyer", (), {"Speyer"}, 1),
        ("Unser Büro", (), {"Unser Büro"}, 0),
    ],
)
def test_offices(tmp_path: Path, office: str, ags: tuple[str, ...], names: set[str], places: int) -> None:
    store = found(tmp_path, office, *ags)
    facts = store.facts()
    assert {o.name for o in facts.offices.values()} == names and len(facts.places) == places
    assert facts.offices[store.local("office")].name == office
    store.close()


def test_codes_are_two_letters_and_unique(tmp_path: Path) -> None:
    store = found(tmp_path, "Maxdorf")
    for name in ("Mutterstadt", "Mainz", "Mannheim", "Bad Dürkheim", "Öhringen", "Łódź"):
        with store.change() as change:
            geography.office_named(change, name)
    codes = [store.facts().offices[o.id].code for o in store.all("offices")]
    assert len(set(codes)) == 7 and all(len(c) == 2 and c.isupper() and c.isascii() for c in codes)
    store.close()


def test_an_unknown_key_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="12345678"):
        found(tmp_path, "Maxdorf", "12345678")
    assert not (tmp_path / "s" / "netzwerk.db").exists()
