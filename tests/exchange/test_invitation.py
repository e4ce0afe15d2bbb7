"""What an invitation is sealed with."""

from __future__ import annotations

import re
from pathlib import Path

import pyrage
import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import invitation
from netzwerkhilfe.store.store import Store
from tests import invitations

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
