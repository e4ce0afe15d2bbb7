"""The settings of this PC, each declared once: default, type, label."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic


@dataclass(frozen=True)
class Setting:
    """One setting of this PC (not of the network)."""

    key: str
    default: Any
    label: str


SETTINGS: dict[str, Setting] = {
    s.key: s
    for s in (
        Setting("theme", "auto", "Farben: auto, light oder dark"),
        Setting("exchange_folder", "", "Zuletzt benutzter Ordner für den Austausch"),
        Setting("views", {}, "Gemerkte Ansichten der Listen, nach Person"),
        Setting("columns", {}, "Ausgeblendete Spalten der Listen, nach Person"),
        Setting("more_columns", {}, "Zusätzliche Spalten der Listen, nach Person"),
        Setting("column_widths", {}, "Breiten der Spalten, nach Person"),
        Setting("lock_after", 0, "Sperren nach so vielen Minuten ohne Eingabe; 0 für nie"),
        Setting("office_folder", "", "Gemeinsamer Ordner der PCs dieses Büros, für den Austausch von selbst"),
        Setting("second_backup", "", "Zweiter Ort für Sicherungen"),
    )
}


class Settings:
    """Reads and writes the settings file; a broken file means defaults."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            stored = {}
        self._values: dict[str, Any] = stored if isinstance(stored, dict) else {}

    def get(self, key: str) -> Any:
        """The value, or the declared default if it is missing or of another type."""
        default = SETTINGS[key].default
        value = self._values.get(key, default)
        return value if isinstance(value, type(default)) else default

    def set(self, key: str, value: Any) -> None:
        """Keep the value for the next start. Raises ``OSError`` if the disk refuses."""
        if key not in SETTINGS:
            raise KeyError(key)
        self._values[key] = value
        self.path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_text(self.path, json.dumps(self._values, ensure_ascii=False, indent=1))
