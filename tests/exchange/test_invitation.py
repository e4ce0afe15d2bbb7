"""What an invitation is sealed with."""

from __future__ import annotations

import re
from pathlib import Path
from unittest import mock

import pyrage
import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import invitation, members
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store.store import Store
from tests import invitations
from tests.conftest import Clock, new_store

LEAST_COST = 15
"""Two to this power is what scrypt costs at least: five words are guessed at a few a second."""


def cost(path: Path) -> int:
    """The power of two that an age file of a passphrase names as scrypt's cost."""
    stanza = re.match(rb"age-encryption\.org/v1\n-> scrypt \S+ (\d+)\n", path.read_bytes())
    assert stanza
    return int(stanza[1])


def test_guessing_the_words_of_an_invitation_is_dear(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN an invitation as the program writes it THEN each guess costs a lot, and the right words open it."""
    monkeypatch.setattr(pyrage.passphrase, "encrypt", invitations.real)
    words = invitation.invite(store, "Wachenheim", tmp_path / "e")
    assert cost(tmp_path / "e") >= LEAST_COST
    assert invitation.read(tmp_path / "e", words)["office_name"] == "Wachenheim"


def test_other_words_open_nothing(store: Store, tmp_path: Path) -> None:
    """GIVEN the invitations that other tests make THEN they are sealed with their words too, only cheaply."""
    words = invitation.invite(store, "Wachenheim", tmp_path / "e")
    assert cost(tmp_path / "e") == invitations.LEAST
    assert invitation.read(tmp_path / "e", f"  {words.upper()}")["office_name"] == "Wachenheim"
    with pytest.raises(UserError, match="fünf Wörter passen nicht"):
        invitation.read(tmp_path / "e", words + " falsch")


@pytest.mark.parametrize(
    "typed",
    [
        "Hügel, Flöte, Straße, Käse, Küche",
        "huegel floete strasse kaese kueche",
        "HUEGEL FLÖTE STRASSE KAESE KUECHE",
        "1. Hugel 2. Flote 3. Straße 4. Kase 5. Kuche",
        "hügel-flöte-straße-käse-küche.",
        "Hu\u0308gel; Floete / Strasse – Käse und Küche",
    ],
)
def test_the_words_are_accepted_as_people_type_them(store: Store, tmp_path: Path, typed: str) -> None:
    """GIVEN five words that were told by telephone THEN case, umlauts, commas and numbers do not matter."""
    told = iter(["Hügel", "Flöte", "Straße", "Käse", "Küche"])
    with mock.patch("secrets.choice", lambda _words: next(told)):
        invitation.invite(store, "Wachenheim", tmp_path / "e")
    assert invitation.read(tmp_path / "e", typed.replace(" und ", " "))["office_name"] == "Wachenheim"


def test_no_two_words_are_taken_for_each_other() -> None:
    """GIVEN the list of words THEN no spelling of one is that of another."""
    words = invitation.word_list()
    ways: dict[str, set[str]] = {}
    for word in words:
        spelled = word.casefold()
        for umlaut, letters in invitation.UMLAUTS:
            spelled = spelled.replace(umlaut, letters)
        for spelling in (fold(word), spelled):
            ways.setdefault(spelling, set()).add(word)
    assert [w for w in ways.values() if len(w) > 1] == [] and len(words) > 250


def test_an_open_invitation_is_listed_and_can_be_withdrawn(
    store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock
) -> None:
    """GIVEN an open invitation THEN it says since when and until when it waits; withdrawn, its file lets nobody in."""
    words = invitation.invite(store, "Dannstadt-Schauernheim", tmp_path / "e")
    (one,) = [m for m in members.listing(store) if m["state"] == "invited"]
    assert (one["since"], one["until"]) == ("2026-03-02", "2026-03-16")
    invitation.withdraw(store, one["id"])
    assert "invited" not in {m["state"] for m in members.listing(store)}
    late = new_store(tmp_path / "DS", clock, lambda _s: None, "Ute Kern")
    invitation.join(late, tmp_path / "e", words, "Ute Kern")
    exchange(late, stick)
    exchange(store, stick)
    assert "waiting" not in {m["state"] for m in members.listing(store)}
    with pytest.raises(UserError, match="nicht mehr offen"):
        invitation.withdraw(store, one["id"])
    late.close()


def office_names(store: Store) -> set[str]:
    return {o.name for o in store.facts().offices.values()}


def test_a_withdrawn_invitation_leaves_no_office(store: Store, tmp_path: Path) -> None:
    """GIVEN an office that was made by its invitation WHEN the invitation is withdrawn THEN the office goes;
    one that was there before stays."""
    before = office_names(store)
    invitation.invite(store, "VG Landstuhl", tmp_path / "e")
    invitation.invite(store, "Lambsheim-Heßheim", tmp_path / "f")
    assert office_names(store) == before | {"VG Landstuhl"}
    for one in members.listing(store):
        if one["state"] == "invited":
            invitation.withdraw(store, one["id"])
    assert office_names(store) == before and store.check() == []
    invitation.invite(store, "VG Landstuhl", tmp_path / "g")
    assert office_names(store) == before | {"VG Landstuhl"}, "it can be invited again"


def test_an_office_with_another_invitation_or_an_entry_stays(store: Store, tmp_path: Path) -> None:
    """GIVEN two invitations for one office WHEN they are withdrawn THEN it goes with the second; named by an entry, it
    stays."""
    for file in ("e", "f"):
        invitation.invite(store, "VG Landstuhl", tmp_path / file)
    first, second = [m["id"] for m in members.listing(store) if m["state"] == "invited"]
    invitation.withdraw(store, first)
    assert "VG Landstuhl" in office_names(store)
    invitation.withdraw(store, second)
    assert "VG Landstuhl" not in office_names(store)
    invitation.invite(store, "VG Landstuhl", tmp_path / "g")
    office = next(o.id for o in store.facts().offices.values() if o.name == "VG Landstuhl")
    with store.change() as change:
        seat = change.add("people", {"name": "Lars Land", "represents": office}).id
    (third,) = [m["id"] for m in members.listing(store) if m["state"] == "invited"]
    invitation.withdraw(store, third)
    assert "VG Landstuhl" in office_names(store) and store.require(seat).values["represents"] == office


def test_an_invitation_that_cannot_be_written_leaves_no_office(store: Store, tmp_path: Path) -> None:
    before = office_names(store)
    with pytest.raises(UserError):
        invitation.invite(store, "VG Landstuhl", tmp_path / "gibt" / "es" / "nicht")
    assert office_names(store) == before
    assert [m for m in members.listing(store) if m["state"] == "invited"] == []
