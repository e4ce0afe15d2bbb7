"""Sticks, network drives and disks are told apart by what the system says of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from netzwerkhilfe.exchange import drives
from netzwerkhilfe.exchange.drives import Drive

pytestmark = pytest.mark.windows


@pytest.mark.parametrize(
    ("drive_type", "bus", "kind"),
    [
        (2, 7, Drive.STICK),  # DRIVE_REMOVABLE over USB
        (2, 0, Drive.STICK),  # removable, and the bus is not told
        (3, 7, Drive.STICK),  # an external disk counts as fixed
        (3, 12, Drive.STICK),  # a card
        (3, 11, Drive.OTHER),  # SATA: the second disk of the PC
        (3, 17, Drive.OTHER),  # NVMe
        (4, 0, Drive.NETWORK),
        (5, 0, Drive.OTHER),  # a DVD
        (1, 0, Drive.OTHER),  # not there
    ],
)
def test_type_and_bus_decide_and_no_letter(drive_type: int, bus: int, kind: Drive) -> None:
    assert drives.judged(drive_type, bus) is kind


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked itself")
@pytest.mark.parametrize(
    ("root", "system", "kind"),
    [
        ("/media/petra/STICK", "exfat", Drive.STICK),
        ("/run/media/petra/STICK", "vfat", Drive.STICK),
        ("/media/petra/freigabe", "cifs", Drive.NETWORK),
        ("/mnt/nas", "nfs4", Drive.NETWORK),
        ("/", "ext4", Drive.OTHER),
        ("/home", "ext4", Drive.OTHER),
    ],
)
def test_elsewhere_the_file_system_tells(root: str, system: str, kind: Drive) -> None:
    assert drives.kind_of(root, system) is kind


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows")
def test_the_system_drive_is_no_stick() -> None:
    assert drives.kind_of("C:/") is Drive.OTHER


def test_what_is_no_stick_is_not_ejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not drives.eject(tmp_path / "fehlt")
