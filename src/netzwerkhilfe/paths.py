"""Where things lie: data, backups, resources. Works from source, installed and frozen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

APP = "NetzwerkHilfe"
PACKAGE, ATTACHMENT, INVITATION, BACKUP = ".nhpaket", ".nhanlage", ".nheinladung", ".nhsicherung"
"""How our own files end. What they are is told by their content, never by their name."""


@dataclass(frozen=True)
class Paths:
    """The folders of one data directory."""

    data: Path

    @property
    def store(self) -> Path:
        """The encrypted store."""
        return self.data / "netzwerk.db"

    @property
    def slots(self) -> Path:
        """The key slots, wrapped; see :mod:`netzwerkhilfe.store.keys`."""
        return self.data / "schluessel.json"

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self.data / "sicherungen"

    @property
    def log(self) -> Path:
        """The technical log, without personal data."""
        return self.data / "protokoll.log"

    @property
    def settings(self) -> Path:
        """The settings of this PC."""
        return self.data / "einstellungen.json"

    @property
    def token(self) -> Path:
        """What tells this PC's store from a copy of it; see :mod:`netzwerkhilfe.store.token`."""
        return self.data / "platz.json"

    @property
    def presence(self) -> Path:
        """Held while the store is open; see :mod:`netzwerkhilfe.store.presence`."""
        return self.data / "netzwerk.sperre"

    @property
    def papers(self) -> Path:
        """Papers and files that were opened, in clear; emptied when the window starts and when it closes."""
        return self.data / "papiere"

    @property
    def orders(self) -> Path:
        """What a second start of the program asks the running window to do."""
        return self.data / "auftraege"

    @property
    def attachments(self) -> Path:
        """The encrypted files that hang on entries."""
        return self.data / "anhaenge"

    @property
    def erased(self) -> Path:
        """What is kept beside the store about erasures: hashes, dates and reasons."""
        return self.data / "geloescht.json"

    @property
    def members(self) -> Path:
        """Who belongs to the network, as signed statements; see :mod:`netzwerkhilfe.store.roster`."""
        return self.data / "mitglieder.json"

    @property
    def numbers(self) -> Path:
        """Which numbers were given out; see :mod:`netzwerkhilfe.store.numbers`."""
        return self.data / "nummern.json"


PORTABLE = "portabel"
"""A file of this name beside the packaged program keeps the data beside it too."""


def default_data_dir() -> Path:
    """The data directory of this user on this PC, or beside the program where it is portable."""
    beside = Path(sys.executable).resolve().parent
    if getattr(sys, "frozen", False) and (beside / PORTABLE).exists():
        return beside / "daten"
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def cache_dir() -> Path:
    """What can be made again at any time (unpacked fonts), of this user on this PC."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def fleeting(data: Path) -> str:
    """Why a data directory may not last, as a German sentence, or "" where they do (Windows, GetProfileType).

    Terminal servers and pool PCs often delete a profile at the end of a session, with %LOCALAPPDATA% in it.
    """
    if sys.platform != "win32" or not data.absolute().is_relative_to(Path.home()):
        return ""
    import ctypes

    flags = ctypes.c_ulong(0)
    if not ctypes.windll.userenv.GetProfileType(ctypes.byref(flags)):
        return ""
    return why_fleeting(flags.value, deletes_roaming=_deletes_roaming())


TEMPORARY, ROAMING, MANDATORY = 1, 2, 4
"""Kinds of a profile (Windows, userenv.h: PT_TEMPORARY, PT_ROAMING, PT_MANDATORY)."""


def why_fleeting(profile: int, *, deletes_roaming: bool) -> str:
    """Why the data of a profile of this kind do not last, as a German sentence, or "" where they do.

    :param deletes_roaming: whether this PC deletes cached copies of roaming profiles (Windows' policy of that name).
    """
    if profile & (TEMPORARY | MANDATORY):
        return "Dieses Benutzerprofil ist vorübergehend: Windows löscht es beim Abmelden, mit allen Daten darin."
    if profile & ROAMING and deletes_roaming:
        return "Dieser Server löscht lokale Benutzerordner beim Abmelden, mit allen Daten darin."
    return ""


def _deletes_roaming() -> bool:
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Policies\Microsoft\Windows\System") as key:
            return bool(winreg.QueryValueEx(key, "DeleteRoamingCache")[0])
    except OSError:
        return False


def resources() -> Path:
    """The folder of our own data files, from source, installed or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "resources"


def manual() -> Path:
    """The folder of the German manual, from source, installed or frozen."""
    packed = resources() / "handbuch"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "docs" / "handbuch"
