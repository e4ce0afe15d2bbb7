"""The first run: has an office begun already? Join, begin, begin alone, try it out, or bring a backup back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import founding, geography, invitation
from netzwerkhilfe.models import places
from netzwerkhilfe.models.geography import Union
from netzwerkhilfe.models.office_forms import OfficeForm, called
from netzwerkhilfe.paths import Paths, fleeting
from netzwerkhilfe.store import opening
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import place_lists
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.page import Instead
from netzwerkhilfe.ui.kit.place_lists import PlaceListPanel, pick_list, pick_target
from netzwerkhilfe.ui.kit.place_picker import PlacePicker
from netzwerkhilfe.ui.kit.secret import hidden
from netzwerkhilfe.ui.kit.widgets import Button, Part, boxed, button, choice_box, clear, column, label, line, row

WAYS = (
    (
        "join",
        "key",
        "Ja, ich habe eine Einladung",
        "Ein anderes Büro hat Ihnen eine Datei gegeben und nennt fünf Wörter am Telefon.",
    ),
    (
        "found",
        "plus-circle",
        "Nein, wir sind das erste Büro",
        "Sie gründen das Netzwerk. Danach laden Sie die anderen Büros ein.",
    ),
    (
        "alone",
        "user",
        "Weiß nicht, ich fange allein an",
        "Sie legen los. Beitreten können Sie später und nehmen Ihre Einträge mit.",
    ),
    ("restore", "clock-counter-clockwise", "Es gibt eine Sicherung", "Neuer PC? Die Sicherung bringt alles zurück."),
    ("demo", "flask", "Nur ausprobieren", "Mit erfundenen Beispieldaten; jederzeit zu verlassen."),
)
STEPS = {
    "join": ("Willkommen", "Einladung", "Zugang", "Fertig"),
    "restore": ("Willkommen", "Sicherung", "Fertig"),
    "demo": ("Willkommen", "Fertig"),
}
USUAL_STEPS = ("Willkommen", "Netzwerk", "Orte", "Zugang", "Fertig")


class FirstRun(Instead):
    """The wizard. ``done`` gets the open store and the recovery key ("" where there is none)."""

    name = "Einrichten"

    def __init__(self, paths: Paths, done: Callable[[Store, str], object], demo: Callable[[], object]) -> None:
        super().__init__()
        self.paths, self.done, self.demo = paths, done, demo
        self.setObjectName("ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.way = "join"
        self.step = 0
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setFixedHeight(580)
        panel.setMinimumWidth(820)
        panel.setMaximumWidth(940)
        self.steps = QVBoxLayout()
        left = column(spacing=8, margins=(32, 36, 24, 32))
        mark = QLabel()
        mark.setPixmap(icons.logo(44, theme.token("accent"), theme.token("on_accent")))
        left.addWidget(mark)
        left.addSpacing(8)
        left.addWidget(label("Netzwerk Hilfe", "", 12, 600))
        left.addWidget(label("Strukturen, die verbinden", "muted"))
        left.addSpacing(28)
        left.addLayout(self.steps)
        left.addStretch(1)
        offline = QLabel()
        offline.setPixmap(icons.pixmap("wifi-slash", "text3", 16))
        left.addLayout(row(offline, label("Läuft ohne Internet", "caption", 9), None))
        side = boxed(left, "steps")
        side.setFixedWidth(264)
        self.pages = QStackedWidget()
        self.error = label("", "bad", 10, 500, wrap=True)
        self.back = button("Zurück", "quiet", "caret-left", self._back)
        self.next = button("Weiter", "primary", clicked=self._next)
        foot = boxed(row(self.back, None, self.next, margins=(40, 14, 40, 14)), "page")
        right = column(self.pages, boxed(row(self.error, margins=(40, 0, 40, 6)), "page"), line(), foot, spacing=0)
        panel.setLayout(row(side, boxed(right), spacing=0))
        box = QVBoxLayout()
        box.addStretch(1)
        box.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        scroll = QScrollArea()  # a low screen shows it in parts
        scroll.setObjectName("ground")
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(boxed(box))
        self.setLayout(column(scroll, spacing=0))
        self._make_pages()
        self._show()
        self.error.setText(fleeting(paths.data))
        self._began_with = self._entered()

    def _entered(self) -> list[str]:
        fields = [edit for edit in self.findChildren(QLineEdit) if edit is not self.picker.search]
        return [*(edit.text() for edit in fields), *sorted(self.picker.chosen)]

    @property
    def edited(self) -> bool:
        """Whether something was typed that closing would lose."""
        return self._entered() != self._began_with

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._next()
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """The keyboard begins in the first field of the page that is shown; at its chosen answer, where it asks."""
        page, chosen = self.pages.currentWidget(), self.group.checkedButton()
        assert page and chosen, "a page is shown and an answer chosen from the start"
        fields = [e for e in page.findChildren(QLineEdit) if e.isVisibleTo(page)]
        empty = [e for e in fields if not e.text().strip()]
        typed: list[QWidget] = [*(empty or fields), self.next]
        (chosen if page.isAncestorOf(chosen) else typed[0]).setFocus(Qt.FocusReason.TabFocusReason)

    # ---- pages ------------------------------------------------------------------------------------------------------
    def _page(self, title: str, text: str, *parts: Part) -> QWidget:
        made = column(
            label(title, "", 15, 600),
            label(text, "muted", wrap=True),
            8,
            *parts,
            None,
            spacing=8,
            margins=(40, 36, 40, 8),
        )
        return boxed(made, "page")

    def _make_pages(self) -> None:
        self.group = QButtonGroup(self)
        ways = column(spacing=8)
        for i, (_, icon, title, text) in enumerate(WAYS):
            choice = Button(f"  {title}\n  {text}")
            choice.setProperty("role", "choice")
            choice.setStyleSheet("min-height: 56px; max-height: 56px; padding: 0 14px;")
            choice.setIcon(icons.icon(icon, "accent_text", 24))
            choice.setIconSize(QSize(24, 24))
            choice.setCheckable(True)
            choice.setFont(theme.font(9.5, 500))
            self.group.addButton(choice, i)
            ways.addWidget(choice)
        self.group.button(0).setChecked(True)
        self.group.idClicked.connect(self._choose)
        self.pages.addWidget(
            self._page(
                "Hat schon ein Büro begonnen?",
                "Sie können nichts falsch machen: Am Ende sehen Sie alles noch einmal.",
                ways,
            )
        )
        self.network, self.office, self.person = QLineEdit("Netzwerk Hilfe"), QLineEdit(), QLineEdit()
        self.office.setPlaceholderText("z. B. Verbandsgemeinde, Amt, Stadt oder Verein mit ihrem Namen")
        self.form = choice_box(OfficeForm, "", "Art des Büros", blank=True)
        self.form_chosen = False
        self.form.activated.connect(self._form_said)
        self.office.textChanged.connect(self._guess_form)
        self.pages.addWidget(
            self._page(
                "Ihr Netzwerk und Ihr Büro",
                "Alle Angaben lassen sich später ändern.",
                *self._field("Name des Netzwerks", self.network),
                *self._field("Ihr Büro", self.office),
                *self._field("Art des Büros", self.form),
                *self._field("Ihr Name", self.person),
            )
        )
        self.file, self.words, self.joiner = QLineEdit(), QLineEdit(), QLineEdit()
        self.words.setPlaceholderText("fünf Wörter, wie am Telefon gehört")
        pick = button("Datei wählen …", "", "folder-open", lambda: self._pick(self.file, "Einladung wählen"))
        self.pages.addWidget(
            self._page(
                "Mit Einladung beitreten",
                "Die Datei kommt vom einladenden Büro, die fünf Wörter nennt es Ihnen am Telefon.",
                label("Einladungsdatei", "", 9.5, 500),
                row(self.file, pick),
                *self._field("Die fünf Wörter", self.words),
                *self._field("Ihr Name", self.joiner),
            )
        )
        self.login = QCheckBox("Büro-PC: mit der Anmeldung am Computer öffnen")
        self.login.setChecked(True)
        self.secret, self.again = QLineEdit(), QLineEdit()
        for edit in (self.secret, self.again):
            hidden(edit)
        self.pages.addWidget(
            self._page(
                "Wie öffnen Sie das Programm?",
                "Auf einem Büro-PC genügt die Anmeldung am Computer. Auf einem privaten Laptop vergeben Sie ein "
                "Kennwort. "
                "In beiden Fällen drucken Sie gleich ein Wiederherstellungsblatt.",
                self.login,
                8,
                *self._field("Kennwort (mindestens acht Zeichen)", self.secret),
                *self._field("Kennwort wiederholen", self.again),
            )
        )
        self.backup_file, self.backup_secret = QLineEdit(), QLineEdit()
        hidden(self.backup_secret)
        pick_backup = button(
            "Datei wählen …", "", "folder-open", lambda: self._pick(self.backup_file, "Sicherung wählen")
        )
        self.pages.addWidget(
            self._page(
                "Aus einer Sicherung wiederherstellen",
                "Die Sicherung öffnet sich mit Ihrem Kennwort oder dem Schlüssel vom Wiederherstellungsblatt.",
                label("Sicherung", "", 9.5, 500),
                row(self.backup_file, pick_backup),
                *self._field("Kennwort oder Wiederherstellungsschlüssel", self.backup_secret),
            )
        )
        self.summary = label("", "", 10, wrap=True)
        self.pages.addWidget(self._page("Stimmt alles?", "Mit „Fertig“ legt das Programm los.", self.summary))
        self._make_places()

    def _make_places(self) -> None:
        """The step in which the places of the office are ticked, or come with a list of all offices."""
        self.picker = PlacePicker()
        self.unions: list[Union] = []
        self.picked_for = ("", "")
        self.listed = label("", "muted", 9.5, wrap=True)
        self.take_list = button("Liste übernehmen …", "", "table", self._pick_list)
        self.template = button("Vorlage speichern …", "", "download-simple", self._pick_template)
        self.pages.addWidget(
            boxed(
                column(
                    label("Welche Orte gehören dazu?", "", 15, 600),
                    label(
                        "Kreuzen Sie die Orte Ihres Büros an. Alle Büros mit Orten, Schlüsseln und Einwohnern kommen "
                        "schneller mit einer Liste. Alles lässt sich später ändern.",
                        "muted",
                        wrap=True,
                    ),
                    8,
                    self.picker,
                    row(self.take_list, self.template, None),
                    self.listed,
                    spacing=8,
                    margins=(40, 36, 40, 8),
                ),
                "page",
            )
        )

    def _form_said(self) -> None:
        self.form_chosen = True

    def _guess_form(self) -> None:
        """What the office is, from its name, until somebody chooses."""
        if not self.form_chosen:
            union = geography.union_of(self.office.text().strip())
            self.form.setCurrentIndex(max(0, self.form.findData(union.form)))

    def _offer_places(self) -> None:
        """The places around the office; the town it is called after is ticked."""
        said = (self.office.text().strip(), str(self.form.currentData()))
        if said != self.picked_for:
            self.picked_for = said
            town = places.place(said[0])
            own = [k for p in geography.union_of(*said).places if (k := places.by_key(p.key))]
            self.picker.begin([(town.latitude, town.longitude)] if town else [], own)
        self.picker.search.setFocus()

    def _pick_list(self) -> None:
        if path := pick_list(self):
            self.open_list(path)

    def _pick_template(self) -> None:
        if path := pick_target(self, "Orte.xlsx"):
            self.save_template(path)

    def open_list(self, path: Path) -> None:
        """Show what a list would bring; it is taken when the network is founded."""

        def taken(unions: list[Union]) -> None:
            self.unions = unions
            count = sum(len(u.places) for u in unions)
            offices = "1 Büro" if len(unions) == 1 else f"{len(unions)} Büros"
            self.listed.setText(f"Aus der Liste „{path.name}“: {offices} mit {count} Orten.")

        try:
            panel = PlaceListPanel(self, None, path, taken)
        except UserError as error:
            self.error.setText(error.paragraph())
            return
        self.error.setText("")
        panel.open(panel.save_button)

    def save_template(self, path: Path) -> None:
        """A list to fill in, with the own office and what is ticked."""
        own = founding.ticked(self.office.text().strip(), str(self.form.currentData()), self.picker.chosen.values())
        try:
            place_lists.write([own], path)
        except UserError as error:
            self.error.setText(error.paragraph())
            return
        self.listed.setText(f"Die Vorlage liegt hier: {path}")

    @staticmethod
    def _field(text: str, editor: QWidget) -> tuple[QWidget, QWidget]:
        editor.setAccessibleName(text)
        caption = label(text, "", 9.5, 500)
        caption.setBuddy(editor)
        return caption, editor

    def _pick(self, target: QLineEdit, title: str) -> None:
        found, _ = QFileDialog.getOpenFileName(self, title, str(Path.home()))
        if found:
            target.setText(found)

    def begin_with(self, way: str, path: Path) -> None:
        """Begin at the page of a file that was opened by a double click: an invitation ("join") or a backup
        ("restore")."""
        position = next(i for i, one in enumerate(WAYS) if one[0] == way)
        self.group.button(position).setChecked(True)
        (self.file if way == "join" else self.backup_file).setText(str(path))
        self.way, self.step = way, 1
        self._show()
        self.begin()

    # ---- steps ------------------------------------------------------------------------------------------------------
    @property
    def names(self) -> tuple[str, ...]:
        """The steps of the chosen way."""
        return STEPS.get(self.way, USUAL_STEPS)

    def _choose(self, position: int) -> None:
        self.way = WAYS[position][0]
        self._show()

    def _page_number(self) -> int:
        order = {"join": (0, 2, 3, 5), "restore": (0, 4, 5), "demo": (0, 5)}.get(self.way, (0, 1, 6, 3, 5))
        return order[self.step]

    def _show(self) -> None:
        self.error.setText("")
        number = self._page_number()
        self.pages.setCurrentIndex(number)
        self.back.setVisible(self.step > 0)
        last = self.step == len(self.names) - 1
        self.next.setText("Fertig" if last else "Weiter")
        if number == 6:
            self._offer_places()
        if number == 5:
            self.summary.setText(self._summary())
        clear(self.steps)
        for i, name in enumerate(self.names):
            state = "done" if i < self.step else "now" if i == self.step else "later"
            ring = QLabel("✓" if state == "done" else str(i + 1))
            ring.setFixedSize(22, 22)
            ring.setAlignment(Qt.AlignmentFlag.AlignCenter)
            ring.setFont(theme.font(8.5, 600))
            look = {
                "done": f"background: {theme.token('accent')}; color: {theme.token('on_accent')}; border: 2px solid "
                f"{theme.token('accent')};",
                "now": f"background: {theme.token('surface')}; color: {theme.token('accent_text')}; border: 2px solid "
                f"{theme.token('accent')};",
                "later": f"background: {theme.token('surface')}; color: {theme.token('text3')}; border: 1px solid "
                f"{theme.token('border')};",
            }[state]
            ring.setStyleSheet(look + " border-radius: 11px;")
            self.steps.addLayout(
                row(
                    ring,
                    6,
                    label(name, "" if state != "later" else "caption", 10, 600 if state == "now" else 400),
                    None,
                )
            )
            self.steps.addSpacing(10)

    def _summary(self) -> str:
        if self.way == "demo":
            return (
                "Das Programm öffnet sich mit vier Büros und erfundenen Einträgen. Ihre eigenen Daten legen Sie "
                "später an."
            )
        if self.way == "restore":
            return f"Die Sicherung „{Path(self.backup_file.text()).name}“ wird zurückgeholt."
        access = "mit der Anmeldung am Computer" if self.login.isChecked() else "mit Ihrem Kennwort"
        if self.way == "join":
            return (
                f"{self.joiner.text()} tritt mit der Einladung „{Path(self.file.text()).name}“ bei. Das Programm "
                f"öffnet sich {access}. Danach einmal austauschen; das einladende Büro nimmt Sie auf."
            )
        lines = (
            f"Netzwerk: {self.network.text()}",
            f"Büro: {called(self.office.text(), self.form.currentData())}",
            f"Person: {self.person.text()}",
            f"Orte: {self._places_said()}",
            f"Das Programm öffnet sich {access}. Als Nächstes wird das Wiederherstellungsblatt gedruckt.",
        )
        return "\n".join(lines)

    def _places_said(self) -> str:
        names = [k.name for k in self.picker.chosen.values()]
        listed = [p.name for u in self.unions for p in u.places]
        more = [f"{len(listed)} aus der Liste"] if listed else []
        shown = names if len(names) < 7 else [*names[:5], f"{len(names) - 5} weitere"]
        return ", ".join([*shown, *more]) or "noch keine"

    def _back(self) -> None:
        self.step = max(0, self.step - 1)
        self._show()
        self.begin()

    def _problem(self) -> str:
        number = self._page_number()
        if number == 1:
            empty = next(
                (
                    t
                    for t, e in (
                        ("den Namen des Netzwerks", self.network),
                        ("Ihr Büro", self.office),
                        ("Ihren Namen", self.person),
                    )
                    if not e.text().strip()
                ),
                "",
            )
            return f"Bitte tragen Sie {empty} ein." if empty else ""
        if number == 2:
            if not self.joiner.text().strip():
                return "Bitte tragen Sie Ihren Namen ein."
            try:
                invitation.read(Path(self.file.text()), self.words.text())
            except UserError as error:
                return error.paragraph()
        if number == 3 and not (self.login.isChecked() and not self.secret.text()):
            if len(self.secret.text()) < 8:
                return "Bitte nehmen Sie mindestens acht Zeichen."
            if self.secret.text() != self.again.text():
                return "Die beiden Kennwörter sind verschieden."
        return ""

    def _next(self) -> None:
        problem = self._problem()
        if problem:
            self.error.setText(problem)
            return
        if self.step < len(self.names) - 1:
            self.step += 1
            self._show()
            self.begin()
            return
        try:
            self._finish()
        except UserError as error:
            self.error.setText(error.paragraph())

    def _unions(self) -> list[Union]:
        """What was listed, with what was ticked for the own office."""
        office, form = self.office.text().strip(), str(self.form.currentData())
        return geography.joined(self.unions, founding.ticked(office, form, self.picker.chosen.values()))

    def _finish(self) -> None:
        if self.way == "demo":
            self.demo()
            return
        if self.way == "restore":
            self.done(opening.restore(self.paths, Path(self.backup_file.text()), self.backup_secret.text() or None), "")
            return
        person = (self.joiner if self.way == "join" else self.person).text().strip()

        def fill(store: Store) -> None:
            if self.way == "join":
                invitation.join(store, Path(self.file.text()), self.words.text(), person)
                return
            founding.found_network(
                store,
                self.network.text().strip(),
                self.office.text().strip(),
                person,
                unions=self._unions(),
                form=str(self.form.currentData()),
            )

        store, key = founding.create_store(
            self.paths, fill, passphrase=self.secret.text() or None, person=person, keyring=self.login.isChecked()
        )
        self.done(store, key)
