"""Folders of Windows that do not last are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from netzwerkhilfe import paths


@pytest.mark.parametrize(
    ("profile", "deletes", "said"),
    [
        (0, False, ""),
        (0, True, ""),
        (paths.ROAMING, False, ""),
        (paths.ROAMING, True, "löscht lokale Benutzerordner"),
        (paths.TEMPORARY, False, "vorübergehend"),
        (paths.MANDATORY, False, "vorübergehend"),
        (paths.ROAMING | paths.MANDATORY, True, "vorübergehend"),
    ],
)
def test_a_profile_that_is_deleted_is_named(profile: int, deletes: bool, said: str) -> None:
    found = paths.why_fleeting(profile, deletes_roaming=deletes)
    assert (said in found) if said else found == ""


def test_data_outside_the_profile_last(tmp_path: Path) -> None:
    assert paths.fleeting(tmp_path) == ""
