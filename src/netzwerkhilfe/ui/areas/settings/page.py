"""Einstellungen: colours, backup, recovery sheet, and the Papierkorb."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from netzwerkhilfe import __version__
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.papers import letterhead
from netzwerkhilfe.store import backup
from netzwerkhilfe.ui.areas.settings.tables import TABLES
from netzwerkhilfe.ui.areas.settings.trash import Trash
from netzwerkhilfe.ui.kit.page import Page, tab_stops
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, boxed, button, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

LOCK_AFTER = (0, 5, 10, 15, 30, 60)
THEMES = (("auto", "Wie das System"), ("light", "Hell"), ("dark", "Dunkel"))


class SettingsPage(Page):
    """What belongs to this PC."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.commands, self.store, self.settings = commands, commands.store, commands.settings
        settings = commands.settings
        header = boxed(row(label("Einstellungen", "", 15, 600), None, margins=(24, 0, 24, 0)))
        header.setFixedHeight(60)
        self.group = QButtonGroup(self)
        themes = row(spacing=20)
        for i, (key, text) in enumerate(THEMES):
            radio = QRadioButton(text)
            radio.setChecked(settings.get("theme") == key)
            self.group.addButton(radio, i)
            themes.addWidget(radio)
        themes.addStretch(1)
        self.group.idClicked.connect(lambda i: self.commands.office.set_theme(THEMES[i][0]))
        self.saved = label("", "muted")
        self.second = label("", "muted")
        self.access = label("", "muted", wrap=True)
        self.device = label("", "muted", wrap=True)
        self.shared = label("", "muted", wrap=True)
        self.logo = label("", "caption", 9)
        self.locks = ChoiceBox()
        self.locks.setAccessibleName("Von selbst sperren")
        for minutes in LOCK_AFTER:
            text = f"nach {minutes} Minuten ohne Eingabe" if minutes else "nie"
            self.locks.addItem(text, minutes)
        self.locks.setCurrentIndex(max(0, self.locks.findData(settings.get("lock_after"))))
        self.locks.currentIndexChanged.connect(lambda _i: self.commands.office.lock_after(self.locks.currentData()))
        self.trash = Trash(commands)
        parts = (
            label("Farben", "", 12, 600),
            themes,
            line(soft=True),
            label("Sicherung", "", 12, 600),
            self.saved,
            self.second,
            row(
                button("Jetzt sichern", "", "hard-drives", self.backup),
                button("Zweiten Ort wählen …", "", "folder-open", self.pick),
                None,
            ),
            label(
                "Gesichert wird von selbst: jeden Tag und bevor ein Austausch etwas ändert. Es bleiben sieben "
                "Tage, vier Wochen und die drei letzten vor einem Austausch, verschlüsselt wie die Daten.",
                "caption",
                9,
                wrap=True,
            ),
            line(soft=True),
            label("Wiederherstellungsblatt", "", 12, 600),
            label(
                "Öffnet die Daten, wenn ein Kennwort vergessen oder der PC defekt ist. Ein neues Blatt macht das alte "
                "ungültig.",
                "muted",
                wrap=True,
            ),
            row(button("Neues Blatt drucken …", "", "printer", self.commands.office.new_recovery), None),
            line(soft=True),
            label("Dieser PC und sein Büro", "", 12, 600),
            self.device,
            self.shared,
            row(
                button("Gemeinsamen Ordner wählen …", "", "folder-open", self.commands.office.choose_folder),
                button("PC wechseln …", "", "desktop", self.commands.office.move_pc),
                None,
            ),
            row(
                button("Büro-Bereich zurückholen …", "", "lifebuoy", self.commands.network.rescue_space),
                button("Netzwerk verlassen …", "", "sign-out", self.commands.network.leave),
                None,
            ),
            line(soft=True),
            label("Listen und Regeln des Netzwerks", "", 12, 600),
            label("Gelten für alle Büros; Änderungen kommen mit dem Austausch an.", "muted"),
            row(
                *(button(f"{t} …", clicked=partial(self.commands.office.table, k, t)) for k, t in TABLES[:3]),
                None,
            ),
            row(
                *(button(f"{t} …", clicked=partial(self.commands.office.table, k, t)) for k, t in TABLES[3:6]),
                None,
            ),
            row(
                *(button(f"{t} …", clicked=partial(self.commands.office.table, k, t)) for k, t in TABLES[6:]),
                button("Name und Fristen …", clicked=self.commands.office.rules),
                None,
            ),
            label("Orte der Büros: Notizen, Filter und Entfernungen gehen von ihnen aus.", "muted"),
            row(
                button("Orte ankreuzen …", "", "map-pin", self.commands.office.tick_places),
                button("Orte bearbeiten …", clicked=partial(self.commands.office.table, "places", "Orte")),
                button("Orte aus einer Liste …", "", "table", self.commands.office.take_places),
                button("Als Liste speichern …", "", "download-simple", self.commands.office.save_places),
                None,
            ),
            line(soft=True),
            label("Kopf der Papiere", "", 12, 600),
            label("Name, Leitsatz und Anschriften kommen aus den Listen oben; ein Logo kann dazukommen.", "muted"),
            row(
                button("Logo dieses Büros …", "", "image", lambda: self.pick_logo(for_all=False)),
                button("Logo für alle …", "", "image", lambda: self.pick_logo(for_all=True)),
                self.logo,
                None,
            ),
            line(soft=True),
            label("Kennwort", "", 12, 600),
            self.access,
            row(
                button("Kennwort vergeben oder ändern …", "", "lock-key", self.commands.office.change_passphrase),
                button("Jetzt sperren", "", "lock", self.commands.office.lock, "Jetzt sperren (Strg+L)"),
                None,
            ),
            row(label("Von selbst sperren"), self.locks, None),
            line(soft=True),
            label("Papierkorb", "", 12, 600),
            self.trash,
            line(soft=True),
            label("Über", "", 12, 600),
            label(f"Netzwerk Hilfe {__version__} · EUPL-1.2 · läuft ohne Internet", "muted"),
            row(button("Bestandteile und Lizenzen …", "", "info", self.about), None),
            None,
        )
        inner = boxed(column(*parts, spacing=10, margins=(24, 16, 24, 24)))
        inner.setMaximumWidth(760)
        self.area = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        self.setLayout(column(header, line(), scroll, spacing=0))

    def panes(self) -> list[QWidget]:
        """The settings from the top, then the Papierkorb."""
        return [*tab_stops(self.area)[:1], *([self.trash.table] if self.trash.lying else [])]

    def refresh(self) -> None:
        """Read again."""
        for i, (key, _text) in enumerate(THEMES):
            self.group.button(i).setChecked(key == self.settings.get("theme"))
        newest = backup.newest(self.store.paths)
        self.saved.setText(
            f"Zuletzt gesichert {show_near(newest.date().isoformat(), self.store.today())}, {newest:%H:%M} Uhr"
            if newest
            else "Noch nie gesichert"
        )
        second = self.settings.get("second_backup")
        self.second.setText(
            f"Zweiter Ort: {second}"
            if second
            else "Noch kein zweiter Ort. Ein Netzlaufwerk oder Stick schützt, wenn dieser PC ausfällt."
        )
        office = self.store.facts().offices.get(self.store.local("office"))
        self.device.setText(
            f"PC {self.store.local('device_number', '1')} im Büro {office.name if office else ''}"
            + (", wartet auf eigene Schlüssel." if self.store.json_local("applying") else ".")
        )
        chosen = self.settings.get("office_folder")
        self.shared.setText(
            f"Die PCs dieses Büros tauschen von selbst aus über: {chosen}"
            if chosen
            else "Hat Ihr Büro mehrere PCs, tauschen sie über einen gemeinsamen Ordner von selbst aus, ohne Vorschau."
        )
        ways = {"keyring": "mit der Anmeldung am Computer", "passphrase": "mit einem Kennwort"}
        open_by = [text for kind, text in ways.items() if kind in self.store.slots.kinds()]
        self.access.setText(
            f"Das Programm öffnet sich {' oder '.join(open_by)}."
            if open_by
            else "Das Programm öffnet sich nur mit dem Wiederherstellungsschlüssel."
        )
        has_secret = "passphrase" in self.store.slots.kinds()
        self.locks.setEnabled(has_secret)
        self.locks.setCurrentIndex(max(0, self.locks.findData(self.settings.get("lock_after"))))
        self.locks.setToolTip("" if has_secret else "Dazu braucht es ein Kennwort.")
        chosen_logo = letterhead.logo_record(self.store)
        self.logo.setText(f"zurzeit: {chosen_logo.record.name}" if chosen_logo else "zurzeit ohne Logo")
        self.trash.refresh()

    def backup(self) -> None:
        """Back up now, to the second place as well."""
        try:
            path = backup.make(self.store, reason="von-hand")
            second = self.settings.get("second_backup")
            if second:
                backup.make(self.store, Path(second) / path.name)
        except UserError as error:
            self.commands.tell_error(error, self.backup)
            return
        self.commands.say("Gesichert.")
        self.commands.changed()
        self.refresh()

    def pick_logo(self, path: Path | None = None, *, for_all: bool = False) -> None:
        """Choose the picture at the head of papers."""
        if path is None:
            found, _ = QFileDialog.getOpenFileName(self, "Logo wählen", str(Path.home()), "Bilder (*.png *.jpg *.jpeg)")
            if not found:
                return
            path = Path(found)
        try:
            content = path.read_bytes()
            with self.store.act("Logo gewählt") as change:
                letterhead.choose_logo(change, path.name, content, for_all=for_all)
        except UserError as error:
            self.commands.tell_error(error)
            return
        except OSError:
            self.commands.tell_error(
                UserError("Die Datei ist nicht lesbar.", "Das bisherige Logo gilt weiter.", f"Bitte prüfen Sie: {path}")
            )
            return
        self.commands.say("Das Logo steht auf allen neuen Papieren.")
        self.refresh()

    def about(self) -> None:
        """What the program is made of."""
        from netzwerkhilfe.ui.areas.settings.about import AboutPanel

        panel = AboutPanel(self.commands.host, self.store.paths)
        panel.open(panel.list)

    def pick(self) -> None:
        """Choose the second place."""
        found = QFileDialog.getExistingDirectory(self, "Zweiter Ort für Sicherungen")
        if found:
            self.commands.change_setting("Zweiter Ort für Sicherungen geändert", "second_backup", found, self.refresh)
