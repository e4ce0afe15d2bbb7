"""Where things lie: data, backups, resources. Works from source, installed and frozen."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

APP = "NetzwerkHilfe"


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
    def attachments(self) -> Path:
        """The encrypted files that hang on entries."""
        return self.data / "anhaenge"

    @property
    def erased(self) -> Path:
        """What is kept beside the store about erasures: hashes, dates and reasons."""
        return self.data / "geloescht.json"


def default_data_dir() -> Path:
    """The data directory of this user on this PC."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def cache_dir() -> Path:
    """What can be made anew at any time (unpacked fonts), of this user on this PC."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(APP, appauthor=False))


def resources() -> Path:
    """The folder of our own data files, from source, installed or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "resources"
