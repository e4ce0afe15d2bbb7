"""A mail to several, and whom it does not reach."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.services import mailing
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.store import Store
from tests.acts import act


def test_who_has_no_address_is_named(store: Store, tmp_path: Path) -> None:
    """GIVEN two people with an address and two without a readable one WHEN a mail is drafted THEN it goes to the two,
    and the others are named in the order of the list."""
    made = [
        act(store, entries.add, "volunteers", {"last_name": name, "email": email} if email else {"last_name": name})
        for name, email in (("Adam", "a@beispiel.de"), ("Bauer", ""), ("Celik", "c@beispiel.de"), ("Dörr", ""))
    ]
    with store.change() as change:
        change.update(made[3], {"email": "unlesbar"})
    people = store.many("volunteers", made)
    assert mailing.draft(people, tmp_path / "e.eml") == 2
    assert message_from_bytes((tmp_path / "e.eml").read_bytes())["Bcc"] == "a@beispiel.de, c@beispiel.de"
    assert [p.values["last_name"] for p in mailing.without_address(people)] == ["Bauer", "Dörr"]
    with pytest.raises(UserError, match="keine E-Mail-Adresse"):
        mailing.draft(mailing.without_address(people), tmp_path / "f.eml")
