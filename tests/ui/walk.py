"""Walks through the whole window and says what a designer's eye would: cut words, overlaps, two primary buttons, faint
text, words of machines.

It runs as a process of its own, because the enlargement of a screen (QT_SCALE_FACTOR) is read once::

    QT_SCALE_FACTOR=1.5 python -m tests.ui.walk light 1280x680
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.settings import Settings
from netzwerkhilfe.store import backup
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.settings.tables import TABLES
from netzwerkhilfe.ui.kit import style, theme
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import FocusRing, Toast
from netzwerkhilfe.ui.listing.page import ListPage
from netzwerkhilfe.ui.shell.app import application
from netzwerkhilfe.ui.shell.shell import Shell
from tests.test_words import faults as machine_words
from tests.ui import walk_more

LONG_OFFICE = "Verbandsgemeindeverwaltung Dannstadt-Schauernheim"
LONG_PERSON = "Dr. Maximiliane-Theodora von Hohenstein-Waldeck"
LEAST_CONTRAST, LEAST_LARGE = 4.5, 3.0
LAID_OUT = 24
"""What is narrower has not been laid out yet."""
LONGEST_WORD, FAIR_ROOM = 20, 96
"""A word of more letters may be shortened in a cell that is not narrow."""
SLACK = 1
"""Logical pixels by which rounding may make something too small."""
STORY: dict[str, tuple[dict[str, Any], ...]] = {
    "volunteers": (
        {
            "title": "Dr.",
            "first_name": "Maximiliane-Theodora",
            "last_name": "von Hohenstein-Waldeck",
            "phone": "06231 990142",
            "mobile": "0171 5550816",
            "phone_note": "am besten abends nach 20 Uhr, nicht dienstags",
            "email": "maximiliane-theodora.von-hohenstein-waldeck@verbandsgemeindeverwaltung.beispiel.de",
            "place": "Dannstadt-Schauernheim",
            "skills": ("Behördengänge", "Dolmetschen", "Fahrdienst", "Kinderbetreuung", "Sprachpatenschaft"),
            "languages": ("Deutsch", "Arabisch", "Französisch", "Ukrainisch"),
            "note": "Kommt gern mit, wenn jemand einen Termin beim Jobcenter hat, und kennt die Sachbearbeitung.",
            "radius_km": 25.0,
            "consent_network": True,
        },
    ),
    "offers": (
        {
            "title": "Interkulturelle Fahrradselbsthilfewerkstatt und Kleiderkammer",
            "provider": "Arbeitsgemeinschaft Flüchtlingshilfe Dannstadt-Schauernheim e. V.",
            "opening_hours": "jeden 1. und 3. Samstag im Monat 10–12:30 Uhr, außer in den Schulferien",
            "place": "Dannstadt-Schauernheim",
        },
    ),
    "housing": (
        {
            "landlord": LONG_PERSON,
            "street": "Friedrich-Ebert-Straße 117 b, Hinterhaus",
            "place": "Rödersheim-Gronau",
            "phone": "06231 990142",
            "rooms": 3.5,
            "area_m2": 124.5,
            "base_rent": 115050,
            "ancillary_costs": 24000,
            "heating_costs": 12000,
            "floor": "Dachgeschoss mit Spitzboden",
            "available_from": "2026-05-01",
            "note": "Frei, sobald die Renovierung des Treppenhauses fertig ist.",
        },
    ),
    "work": (
        {
            "employer": "Gemüsegroßmarktgenossenschaft Vorderpfalz Maxdorf eG",
            "title": "Fachkraft für Lagerlogistik und Kommissionierung (Nachtschicht)",
            "place": "Maxdorf",
            "contact_person": LONG_PERSON,
            "phone": "06237 990142",
        },
    ),
    "cases": ({"persons": 6, "place": "Fußgönheim", "needs": ("Wohnung", "Arbeit", "Begleitung"), "max_rent": 95000},),
    "shelters": (
        {"name": "Gemeinschaftsunterkunft Am Alten Bahnhofsgelände", "places_total": 120, "places_taken": 96},
    ),
    "helper_groups": ({"name": "Ökumenischer Arbeitskreis Willkommen in Lambsheim-Heßheim", "leader": LONG_PERSON},),
    "courses": ({"title": "Qualifizierung zur Integrationslotsin / zum Integrationslotsen", "seats": 24},),
    "professionals": (
        {
            "name": LONG_PERSON,
            "field_of_work": "Psychosoziale Beratung und Traumapädagogik",
            "hours_per_month": 18.5,
        },
    ),
    "tasks": (
        {
            "title": "Beim Jobcenter Vorderpfalz-Ludwigshafen nach der Zusicherung für die Wohnung fragen",
            "person": LONG_PERSON,
            "due_on": "2026-03-01",
        },
    ),
    "notes": (
        {"name": LONG_PERSON, "phone": "06237 990142", "text": "Bietet ein Zimmer an, möchte zurückgerufen werden."},
    ),
    "meetings": ({"title": "Leitungsteam, gemeinsame Sitzung aller Büros", "date": "2026-03-20", "start": "18:00"},),
}
"""An entry of each kind, with names as long as life."""


# ---- what an eye sees -----------------------------------------------------------------------------------------------
def seen(inside: QWidget) -> Iterator[QWidget]:
    """The visible widgets inside a widget."""
    for widget in inside.findChildren(QWidget):
        if widget.isVisible() and widget.width() > 0 and widget.height() > 0:
            yield widget


def name_of(widget: QWidget) -> str:
    """What a widget says, to find it."""
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton | QLineEdit) else ""
    return f"{type(widget).__name__}({(text or widget.accessibleName() or widget.objectName())[:70]!r})"


def advance(widget: QWidget, text: str) -> int:
    """The width of the longest line of a text in a widget's font."""
    return max((widget.fontMetrics().horizontalAdvance(part) for part in text.split("\n")), default=0)


def cut_label(made: QLabel) -> str:
    """Whether a label's text has no room."""
    text = QLabel.text(made)  # as it is painted: some shorten theirs
    if not text:
        return ""
    room = made.contentsRect()
    margins = 2 * made.margin()
    if made.wordWrap():
        widest = max((made.fontMetrics().horizontalAdvance(w) for w in re.split("[\\s\u200b\u00ad-]", text)), default=0)
        if widest > room.width() + SLACK:
            return f"ein Wort ist breiter als {room.width()}"
        wanted = made.heightForWidth(made.width())
        return f"{wanted} hoch, {made.height()} Platz" if wanted > made.height() + SLACK else ""
    wanted = advance(made, text) + margins
    if wanted > room.width() + SLACK:
        return f"{wanted} breit, {room.width()} Platz"
    high = made.fontMetrics().height() * (text.count("\n") + 1)
    return f"{high} hoch, {made.height()} Platz" if high > made.height() + 3 else ""


def cut_button(made: QAbstractButton) -> str:
    """Whether a button's text has no room."""
    text = QAbstractButton.text(made).replace("&&", "&")  # as it is painted: some shorten theirs
    if not text:
        return ""
    extra = made.iconSize().width() + 6 if not made.icon().isNull() else 0
    if isinstance(made, QCheckBox | QRadioButton):
        extra = 24
    wanted = advance(made, text) + extra
    return f"{wanted} breit, {made.width()} Platz" if wanted > made.width() + SLACK else ""


def cut_field(made: QWidget) -> str:
    """Whether what a box shows, or the hint in an empty field, has no room."""
    if isinstance(made, QComboBox):
        wanted = advance(made, made.currentText()) + 44
        return f"{wanted} breit, {made.width()} Platz" if wanted > made.width() + SLACK else ""
    if isinstance(made, QLineEdit) and not made.text() and not isinstance(made.parentWidget(), QComboBox):
        icons = 24 * len(made.actions())
        wanted = advance(made, made.placeholderText()) + 22 + icons
        return f"{wanted} breit, {made.width()} Platz" if made.placeholderText() and wanted > made.width() + 2 else ""
    return ""


def cuts(inside: QWidget) -> Iterator[str]:
    """Every text that is cut."""
    for widget in seen(inside):
        why = ""
        if isinstance(widget, QLabel):
            why = cut_label(widget)
        elif isinstance(widget, QAbstractButton):
            why = cut_button(widget)
        else:
            why = cut_field(widget)
        if why:
            yield f"abgeschnitten: {name_of(widget)} {why}"


def overlaps(inside: QWidget) -> Iterator[str]:
    """Parts that lie on each other, or outside of what holds them."""
    for parent in (inside, *seen(inside)):
        if isinstance(parent, QAbstractScrollArea | QComboBox | QLineEdit | QStackedWidget):
            continue
        parts = [
            w
            for w in parent.children()
            if isinstance(w, QWidget)
            and w.isVisible()
            and not w.isWindow()
            and not isinstance(w, Panel | Toast | FocusRing)
            and not w.inherits("QSizeGrip")
        ]
        viewport = isinstance(parent.parentWidget(), QAbstractScrollArea)
        for n, one in enumerate(parts):
            beyond = one.geometry().right() > parent.width() + SLACK or one.geometry().left() < -SLACK
            below = one.geometry().bottom() > parent.height() + SLACK
            if not viewport and (beyond or below) and one.width() > 4:
                yield f"ragt hinaus: {name_of(one)} aus {name_of(parent)}"
            for other in parts[n + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 2 and both.height() > 2:
                    yield f"übereinander: {name_of(one)} und {name_of(other)}"


def unreachable(inside: QWidget) -> Iterator[str]:
    """What stands beyond the edge of an area that does not scroll that way."""
    for area in seen(inside):
        held = area.widget() if isinstance(area, QScrollArea) else None
        if not isinstance(area, QScrollArea) or held is None:
            continue
        off = area.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        room = area.viewport().width()
        if held.width() > room + SLACK:
            what = "nicht erreichbar" if off else "nur mit Rollen nach rechts"
            yield f"{what}: {name_of(area)} ist {room} breit, der Inhalt {held.width()}: {widest(held)}"


def widest(inside: QWidget) -> str:
    """The part that makes an area as wide as it is."""
    parts = [w for w in seen(inside) if not w.findChildren(QWidget)]
    found = max(parts, key=lambda w: w.mapTo(inside, QPoint(w.width(), 0)).x(), default=None)
    return name_of(found) if found else ""


def primaries(top: QWidget, shell: Shell) -> Iterator[str]:
    """Regions with more than one primary button: a page without its pane, a pane, a panel."""
    regions: dict[int, list[str]] = {}
    for made in seen(top):
        if not isinstance(made, QPushButton) or made.property("role") != "primary":
            continue
        region: QWidget | None = made
        while region is not None and region is not top and region.objectName() not in ("detail", "panel"):
            region = region.parentWidget()
        regions.setdefault(id(region), []).append(made.text())
    for texts in regions.values():
        if len(texts) > 1:
            yield f"mehr als ein Hauptknopf: {', '.join(texts)}"


def words(inside: QWidget) -> Iterator[str]:
    """Words of the command line, and dates as machines write them."""
    for widget in seen(inside):
        text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
        if found := machine_words(text + " "):
            yield f"Wort der Befehlszeile: {', '.join(found)} in {name_of(widget)}"
        if re.search(r"\b\d{4}-\d\d-\d\d\b", text):
            yield f"Datum wie gespeichert: {name_of(widget)}"


def luminance(color: QColor) -> float:
    """WCAG 2.1, relative luminance."""

    def part(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1, contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def measured(image: QImage, box: QRect) -> float:
    """The contrast of what is written in a part of a picture: its most frequent colour against the one farthest from
    it."""
    colors = Counter(
        image.pixel(x, y)
        for y in range(max(0, box.top()), min(image.height(), box.bottom() + 1))
        for x in range(max(0, box.left()), min(image.width(), box.right() + 1))
    )
    if len(colors) < 2:
        return 99.0
    ground = QColor(colors.most_common(1)[0][0])
    return max(contrast(QColor(c), ground) for c, n in colors.items() if n > 1 or len(colors) < 30)


def faint(top: QWidget) -> Iterator[str]:
    """Text with too little contrast, as it is painted."""
    ratio = top.devicePixelRatioF()
    image = top.grab().toImage()
    known: set[tuple[Any, ...]] = set()
    for widget in seen(top):
        if not isinstance(widget, QLabel | QPushButton) or not widget.text() or not widget.isEnabled():
            continue
        visible = widget.visibleRegion().boundingRect()
        if visible.width() < 12 or visible.height() < widget.height() * 0.8:
            continue
        looks = (
            type(widget).__name__,
            widget.property("role"),
            widget.property("tone"),
            widget.objectName(),
            holder.objectName() if (holder := widget.parentWidget()) else "",
            widget.font().pointSizeF(),
            widget.styleSheet(),
        )
        if looks in known:
            continue
        known.add(looks)
        corner = widget.mapTo(top, visible.topLeft())
        box = QRect(
            round((corner.x() + 2) * ratio),
            round((corner.y() + 2) * ratio),
            round((visible.width() - 4) * ratio),
            round((visible.height() - 4) * ratio),
        )
        large = widget.font().pointSizeF() >= 14
        found = measured(image, box)
        if found < (LEAST_LARGE if large else LEAST_CONTRAST) - 0.15:
            yield f"Kontrast {found:.1f}: {name_of(widget)} {looks[1:5]}"


def elided() -> Iterator[str]:
    """What a list had to shorten so far that not even a word is left."""
    for text, shown, room in theme.elisions:
        first = text.split()[0] if text.split() else ""
        readable = len(first) <= LONGEST_WORD or room < FAIR_ROOM
        if first and room >= LAID_OUT and readable and not shown.startswith(first):
            yield f"Wort abgeschnitten: {text!r} in {room}"
    theme.elisions.clear()


# ---- the walk -------------------------------------------------------------------------------------------------------
class Walk:
    """Goes through the window and collects what is wrong, each thing once with where it was seen first."""

    def __init__(self, folder: Path, choice: str, size: QSize, pictures: Path | None) -> None:
        self.folder, self.size, self.pictures = folder, size, pictures
        self.found: dict[str, str] = {}
        self.steps = 0
        self.choice = choice
        self.measuring = True
        theme.elisions.clear()

    def settle(self, shell: Shell) -> None:
        for _ in range(3):
            QApplication.processEvents()
            shell.worker.wait()
        if shell.is_open:
            shell.page.show_now()
        shell.worker.wait()
        for _ in range(2):
            QApplication.processEvents()

    def look(self, shell: Shell, where: str) -> None:
        """One look at what is shown."""
        self.settle(shell)
        panels = [p for p in shell.findChildren(Panel) if p.isVisible()]
        top: QWidget = panels[-1] if panels else shell
        self.steps += 1
        faults = [*cuts(top), *overlaps(top), *unreachable(top), *primaries(top, shell), *words(top)]
        if self.measuring:
            faults += faint(shell) if not panels else faint(panels[-1].panel)
        shell.grab()
        faults += elided()
        if self.pictures is not None:
            shell.grab().save(str(self.pictures / f"{self.steps:03}-{re.sub('[^a-z0-9]+', '-', where.casefold())}.png"))
        for fault in faults:
            self.found.setdefault(fault, where)

    def close_panels(self, shell: Shell) -> None:
        for panel in [p for p in shell.findChildren(Panel) if p.isVisible()]:
            panel.dismiss()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.settle(shell)

    def window(self, paths: Paths) -> Shell:
        Settings(paths.settings).set("theme", self.choice)
        style.apply(application(), self.choice)
        shell = Shell(paths)
        shell.resize(self.size)
        shell.show()
        return shell

    def leave(self, shell: Shell) -> None:
        shell.close()
        shell.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    # ---- stations ---------------------------------------------------------------------------------------------------
    def first_run(self) -> None:
        shell = self.window(Paths(self.folder / "leer"))
        shell.start()
        wizard: Any = shell.outer.currentWidget()
        for way in range(wizard.group.id(wizard.group.buttons()[-1]) + 1):
            wizard.group.button(way).click()
            self.look(shell, f"erster Start, Weg {way}")
        for number in range(wizard.pages.count()):
            wizard.pages.setCurrentIndex(number)
            self.look(shell, f"erster Start, Seite {number}")
        self.leave(shell)

    def pages(self, shell: Shell, what: str) -> None:
        for key in shell.pages:
            shell.go(key)
            self.look(shell, f"{key}, {what}")
            page = shell.page
            if isinstance(page, ListPage) and page.switch is not None and what == "gefüllt":
                page.switch.choose(on=True)
                self.look(shell, f"{key}, Karten")
                page.switch.choose(on=False)
            area = getattr(page, "area", None)
            if isinstance(area, QScrollArea):
                area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
                self.look(shell, f"{key}, {what}, unten")

    def forms(self, shell: Shell) -> None:
        for key in [k for k in shell.pages if k in KINDS]:
            shell.go(key)
            self.settle(shell)
            if shell.page.current:
                shell.entries.edit(shell.page.current)
                self.look(shell, f"{key}, bearbeiten")
                self.close_panels(shell)
        for kind, _title in TABLES:
            shell.office.table(kind, KINDS[kind].plural)
            self.look(shell, f"Liste {kind}")
            self.close_panels(shell)
            shell.entries.add(kind)
            self.look(shell, f"{kind}, erfassen")
            self.close_panels(shell)

    def panels(self, shell: Shell) -> None:
        exchange: Any = shell.pages["exchange"]
        settings: Any = shell.pages["settings"]
        doors = {
            "Anruf": shell.calls.note,
            "Suche": shell.open_search,
            "Einladung": shell.network.invite,
            "Beitritt": shell.network.join,
            "Verlassen": shell.network.leave,
            "Rettung": shell.network.rescue_space,
            "PCs": exchange.devices,
            "Verlauf": exchange.history,
            "Kennwort": shell.office.change_passphrase,
            "PC wechseln": shell.office.move_pc,
            "Regeln": shell.office.rules,
            "Neues Blatt": shell.office.new_recovery,
            "Über": settings.about,
        }
        shell.go("volunteers")
        for where, door in doors.items():
            door()
            self.look(shell, where)
            self.close_panels(shell)
        shell.entries.erase(shell.page.current)
        self.look(shell, "Löschen")
        self.close_panels(shell)
        page: Any = shell.page
        page.tick()
        self.look(shell, "ausgewählt")
        page.bar.change()
        self.look(shell, "Angabe ändern")
        self.close_panels(shell)
        page.untick()

    def states(self, shell: Shell) -> None:
        shell.go("volunteers")
        shell.tell_error(
            UserError(
                "Der Stick ist voll.",
                "Ihre Daten sind sicher. Das Paket wurde nicht geschrieben, das vorige liegt noch dort.",
                "Bitte löschen Sie alte Dateien oder nehmen Sie einen anderen Stick.",
            ),
            lambda: None,
        )
        self.look(shell, "Fehlerleiste")
        shell.error_bar.hide()
        shell.say("Der Eintrag „Interkulturelle Fahrradselbsthilfewerkstatt und Kleiderkammer“ liegt im Papierkorb.")
        self.look(shell, "Hinweis")
        shell.toast.hide()
        page: Any = shell.page
        page.search.setText("gibtesnicht")
        self.look(shell, "nichts gefunden")
        page.search.clear()
        shell.entries.add("volunteers")
        panel: Any = next(p for p in shell.findChildren(Panel) if p.isVisible())
        panel.inputs["email"].editor.setText("keine Adresse")
        panel.save()
        self.look(shell, "Formular mit Fehler")
        self.close_panels(shell)
        with shell.store.change() as change:
            change.trash(shell.page.current)
        shell.go("settings")
        settings: Any = shell.page
        settings.area.verticalScrollBar().setValue(settings.area.verticalScrollBar().maximum())
        self.look(shell, "Papierkorb")

    def meeting(self, shell: Shell) -> None:
        shell.go("meetings")
        self.settle(shell)
        page: Any = shell.page
        page.show_view("list")
        self.look(shell, "Sitzungen, Liste")
        if page.meetings.chosen:
            page.open(page.meetings.chosen)
            self.look(shell, "Sitzung")
            page.close_meeting()

    def locked(self, shell: Shell) -> None:
        shell.lock()
        self.look(shell, "gesperrt")
        shell.locking.open(SECRET)
        self.settle(shell)


SECRET = "ein gutes Kennwort"


def filled(folder: Path) -> Store:
    """A network whose office and people have long names, with an entry of each kind."""
    store, _ = founding.create_store(
        Paths(folder),
        lambda s: founding.found_network(s, "Netzwerk Hilfe Rhein-Pfalz", LONG_OFFICE, LONG_PERSON, ()),
        passphrase=SECRET,
        person=LONG_PERSON,
        keyring=False,
    )
    return store


def fill(store: Store) -> None:
    """An entry of each kind."""
    with store.change() as change:
        for kind, entries in STORY.items():
            for entry in entries:
                known = {n: v for n, v in entry.items() if n in KINDS[kind].fields}
                change.add(kind, known)
    backup.make(store, reason="von-hand")


def walk(choice: str, size: QSize, pictures: Path | None = None) -> dict[str, Any]:
    """The whole walk; gives what was found, each with where."""
    application()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        tour = Walk(folder, choice, size, pictures)
        tour.first_run()
        store = filled(folder / "mx")
        shell = tour.window(store.paths)
        shell.fill(store)
        tour.pages(shell, "leer")
        fill(store)
        tour.pages(shell, "gefüllt")
        tour.meeting(shell)
        tour.forms(shell)
        tour.panels(shell)
        walk_more.stories(tour, shell, store)
        tour.states(shell)
        tour.locked(shell)
        walk_more.exchange(tour, shell, store)
        tour.leave(shell)
        return {"steps": tour.steps, "found": tour.found}


def main() -> None:
    """For the command line: theme, size, and a folder for pictures."""
    choice, size = sys.argv[1], sys.argv[2]
    wide, high = map(int, size.split("x"))
    pictures = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    print(json.dumps(walk(choice, QSize(wide, high), pictures), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
