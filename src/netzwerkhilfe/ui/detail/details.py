"""The pane beside the list, one for each kind, written out as drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import KINDS, NET, opening
from netzwerkhilfe.models.fields import Facts, place_name, show
from netzwerkhilfe.models.leads import Cefr
from netzwerkhilfe.models.text import digits
from netzwerkhilfe.models.values import DAYTIMES, NBSP, WEEKDAYS, show_date, show_money, show_near
from netzwerkhilfe.models.volunteers import full_name, languages_in_words
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.kinds import STATE_TONES, office_of
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.widgets import Avatar, StageRing, Tag, boxed, button, column, label, line, row, selectable

Actions = dict[str, Callable[..., Any]]


def initials(name: str) -> str:
    """The initials of a person of our own."""
    words = [w for w in name.replace("-", " ").split() if w[:1].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


class Pane:
    """Builds a detail pane from top to bottom."""

    def __init__(self, store: Store, snapshot: Snapshot, actions: Actions) -> None:
        self.store, self.snapshot, self.actions = store, snapshot, actions
        self.facts: Facts = store.facts()
        self.values = snapshot.full
        self.box = QVBoxLayout()
        self.all_suggestions: Callable[[], object] | None = None
        self.box.setContentsMargins(24, 10, 24, 24)
        self.box.setSpacing(8)

    def text(self, name: str) -> str:
        """A field as a person reads it."""
        return show(self.snapshot.kind.fields[name], self.values.get(name), self.facts)

    def head(self, title: str, extra: str = "", avatar: bool = False) -> None:
        """The title with the pencil and the menu."""
        heading = selectable(label(title, "", 12, 600, wrap=True))
        heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        parts: list[Any] = []
        office = office_of(self.snapshot, self.facts)
        if avatar:
            parts.append(Avatar(initials(title), office[1] if office else 2, office[0] if office else "MX"))
        parts += [heading]
        if extra:
            parts.append(label(extra, "caption", 9))
        edit = button(
            "", "quiet", "pencil-simple", lambda: self.actions["edit"](self.snapshot.id), "Bearbeiten (Strg+E)"
        )
        if not here(self.store).may_edit(self.snapshot):
            edit.hide()
        more = button("", "quiet", "dots-three", tip="Weitere Befehle")
        more.clicked.connect(lambda: self._menu(more))
        self.box.addLayout(row(*parts, edit, more))

    def _menu(self, at: QPushButton) -> None:
        menu = QMenu(at)
        if here(self.store).may_edit(self.snapshot):
            menu.addAction("Bearbeiten\tStrg+E").triggered.connect(lambda: self.actions["edit"](self.snapshot.id))
        kind = self.snapshot.kind
        if here(self.store).may_share(kind, self.snapshot.values.get("office")):
            if self.snapshot.space == NET:
                menu.addAction("Nur für unser Büro").triggered.connect(
                    lambda: self.actions["unshare"](self.snapshot.id)
                )
            else:
                menu.addAction("Mit dem Netzwerk teilen").triggered.connect(
                    lambda: self.actions["share"](self.snapshot.id)
                )
        if "withdrawn" in kind.fields:
            word = "Wieder aufnehmen" if self.values.get("withdrawn") else "Zurückziehen, mit Grund …"
            menu.addAction(word).triggered.connect(lambda: self.actions["withdraw"](self.snapshot.id))
        menu.addAction("In den Papierkorb").triggered.connect(lambda: self.actions["trash"](self.snapshot.id))
        menu.addSeparator()
        menu.addAction("Endgültig löschen …").triggered.connect(lambda: self.actions["erase"](self.snapshot.id))
        menu.exec(at.mapToGlobal(at.rect().bottomLeft()))

    def where(self, *parts: str, state: tuple[str, str] | None = None) -> None:
        """Stand, office and the line beside it."""
        items: list[Any] = []
        if state:
            dot = QLabel()
            dot.setFixedSize(8, 8)
            dot.setStyleSheet(f"background: {theme.token(state[1])}; border-radius: 4px;")
            items += [dot, label(state[0], "", 10, 500), 8]
        office = office_of(self.snapshot, self.facts)
        if office:
            full = self.facts.offices[self.values["office"]]
            items.append(Tag(office[0], office[1], full.name))
        text = " · ".join(p for p in parts if p)
        if text:
            items.append(label(text, "muted", 10, wrap=False))
        if self.snapshot.space != "net":
            items.append(label("nur in diesem Büro", "caption", 9))
        self.box.addLayout(row(*items, None))

    def phones(self, *numbers: tuple[str, str]) -> None:
        """Telephone numbers, large; a click calls."""
        for name, hint in numbers:
            number = self.values.get(name)
            if not number:
                continue
            call = button("", "quiet", "phone", lambda n=number: self.actions["call"](n), f"{number} anrufen")
            shown = selectable(label(number, "", 11, 600))
            self.box.addLayout(row(call, shown, label(hint, "caption", 9), None, spacing=4))

    def conflict(self) -> None:
        """A bar when fields are in conflict."""
        if not self.snapshot.open:
            return
        names = ", ".join(self.snapshot.kind.label(r) for r in sorted(self.snapshot.open) if r != "seal")
        if not names:
            return
        settle = button("Entscheiden", clicked=lambda: self.actions["conflict"](self.snapshot.id))
        self.warn("warning", f"Zwei Büros haben „{names}“ geändert", settle)

    def warn(self, icon: str, text: str, action: QPushButton | None = None) -> None:
        """A tinted box with one action."""
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, "warn", 18))
        words = label(text, "", 10, 500, wrap=True)
        box = QHBoxLayout()
        box.setContentsMargins(14, 5, 8, 5)
        box.addWidget(picture)
        box.addWidget(words, 1)
        if action:
            box.addWidget(action)
        self.box.addWidget(boxed(box, "warnbox"))

    def section(self, text: str) -> None:
        """A section label."""
        self.box.addSpacing(10)
        self.box.addWidget(label(text, "section", 9, 600))

    def chips(self, words: Sequence[str]) -> None:
        """Words as small grey boxes, wrapped."""
        lines: list[list[str]] = [[]]
        for word in words:
            if sum(len(w) + 4 for w in lines[-1]) + len(word) > 46 and lines[-1]:
                lines.append([])
            lines[-1].append(word)
        for words_of_line in lines:
            made = []
            for word in words_of_line:
                chip = label(word, "", 9)
                chip.setObjectName("chip")
                made.append(chip)
            self.box.addLayout(row(*made, None, spacing=6))

    def facts_grid(self, cells: Sequence[tuple[str, str, str]]) -> None:
        """Caption, value and a second line, three beside each other; empty cells are left out."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        shown = [c for c in cells if c[1]]
        for i, (caption, value, below) in enumerate(shown):
            parts = [label(caption, "caption", 9), selectable(label(value, "", 10, 500, wrap=True))]
            if below:
                parts.append(label(below, "caption", 9, wrap=True))
            cell = column(*parts, None, spacing=0)
            grid.addLayout(cell, i // 3, i % 3)
        for i in range(3):
            grid.setColumnStretch(i, 1)
        if shown:
            self.box.addSpacing(4)
            self.box.addLayout(grid)

    def paragraph(self, text: str) -> None:
        """Long text with its line breaks."""
        self.box.addWidget(selectable(label(text, "", 10, wrap=True)))

    def done(self) -> QWidget:
        """The finished pane."""
        if self.snapshot.touched:
            self.box.addSpacing(12)
            self.box.addWidget(
                label(f"Letzte Änderung {show_near(self.snapshot.touched, self.facts.today)}", "caption", 9)
            )
        self.box.addStretch(1)
        made = QWidget()
        made.setObjectName("detail")
        made.setLayout(self.box)
        return made


def stage_flow(pane: Pane, *, buttons_below: bool = True) -> None:
    """The rings of the stages; past ones with their day, future ones dotted; below the next step as the one button."""
    kind = pane.snapshot.kind.name
    stages = pane.facts.stages.get(kind, ())
    steps: dict[str, str] = {}
    for step in pane.store.children(pane.snapshot.id, "stage_steps"):
        day = step.values.get("on_day") or ""
        steps[step.values.get("stage") or ""] = max(day, steps.get(step.values.get("stage") or "", ""))
    keys = [s.key for s in stages]
    current = pane.values.get("stage")
    position = keys.index(current) if current in keys else 0
    # six stages do not fit: the present one, what came before it and what comes next
    start = max(0, min(position - 1, len(stages) - 4))
    grid = QGridLayout()
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(0)
    visible = stages[start : start + 4]
    for i, stage in enumerate(visible):
        index = start + i
        future = index > position
        ring = StageRing(stage.phase, future=future, current=index == position)
        connector = line()
        connector.setFixedHeight(2)
        if index < position:
            connector.setStyleSheet(f"background: {theme.token('accent')};")
        beside = row(ring, connector if i < len(visible) - 1 else None, spacing=6, margins=(0, 0, 6, 0))
        grid.addLayout(beside, 0, i)
        grid.addWidget(label(stage.label, "caption" if future else "", 10, 600 if index == position else 500), 1, i)
        day = steps.get(stage.key, "")
        text = "offen" if future else (show_near(day, pane.facts.today) if day else "")
        grid.addWidget(label(text, "caption", 9), 2, i)
        grid.setColumnStretch(i, 1)
    pane.box.addSpacing(4)
    pane.box.addLayout(grid)
    if not buttons_below:
        return
    if pane.values.get("withdrawn"):
        pane.warn("warning", f"Zurückgezogen: {pane.values['withdrawn']}")
    following = entries.next_stage(pane.store, pane.snapshot)
    buttons: list[Any] = []
    withdrawn = pane.values.get("withdrawn")
    if following and not withdrawn:
        word = stages[position].next_step or f"{following} eintragen"
        buttons.append(
            button(word, "primary", "check-circle", lambda: pane.actions["stage"](pane.snapshot.id, following))
        )
    if pane.values.get("phone"):
        number = pane.values["phone"]
        buttons.append(button("Anrufen", "", "phone", lambda: pane.actions["call"](number), number))
    if buttons:
        pane.box.addSpacing(4)
        pane.box.addLayout(row(*buttons, None))
    pane.box.addSpacing(4)


def housing(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A flat."""
    p = Pane(store, s, actions)
    rooms = f"{p.text('rooms')} Zimmer" if p.values.get("rooms") else "Wohnung"
    where = place_name(p.values.get("place"), p.facts)
    p.head(f"{rooms}, {where}" if where else rooms, p.values.get("number") or "")
    p.where(p.values.get("street") or "")
    p.conflict()
    stage_flow(p)
    cold = p.values.get("base_rent")
    parts = f"kalt {show_money(cold)}" if cold is not None else ""
    if p.values.get("ancillary_costs"):
        parts += f" + NK {show_money(p.values['ancillary_costs'])}"
    elif p.values.get("ancillary_included"):
        parts += " mit NK"
    gross = p.values.get("gross_rent")
    area, floor = p.text("area_m2"), p.values.get("floor") or ""
    lift = {True: "mit Aufzug", False: "kein Aufzug"}.get(p.values.get("lift"), "")  # type: ignore[call-overload]
    p.facts_grid(
        [
            ("Warmmiete", show_money(gross), parts)
            if gross is not None
            else (
                "Kaltmiete",
                show_money(cold) if cold is not None else "",
                parts[len("kalt ") + len(show_money(cold or 0)) :].strip(" +"),
            ),
            ("Bruttokaltmiete", p.text("rent_excl_heating"), "prüft das Jobcenter"),
            ("Fläche", area, f"{p.text('rooms')} Zi." if p.values.get("rooms") else ""),
            ("Lage", floor, lift),
            ("Frei ab", p.text("available_from"), ""),
            ("Kaution", p.text("deposit"), ""),
            ("Vermietung", p.values.get("landlord") or "", p.values.get("phone") or ""),
            ("Haustiere", p.text("pets"), ""),
            ("Gemeldet", p.text("reported_on"), ""),
            ("Besichtigung", p.text("viewing_on"), ""),
            ("Zusicherung", p.text("assurance"), p.text("assurance_on")),
            (
                "Nachgefragt",
                p.text("followed_up_on"),
                f"wieder am {p.text('follow_up_by')}" if p.values.get("follow_up_by") else "",
            ),
        ]
    )
    own = here(store).owns(s.values.get("office"))
    if own and not p.values.get("share_contact") and (p.values.get("landlord") or p.values.get("phone")):
        p.box.addWidget(label("Straße, Vermietung und Telefon sieht nur dieses Büro.", "caption", 9))
    if p.values.get("phone_note"):
        p.box.addWidget(label(f"Erreichbar: {p.values['phone_note']}", "muted", wrap=True))
    traits = [
        f.label
        for n, f in s.kind.fields.items()
        if n in ("accessible", "furnished", "kitchen", "housing_permit") and p.values.get(n)
    ]
    if traits:
        p.chips(traits)
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    advise(p)
    helping(p, "Passende Gesuche")
    return p.done()


def helping(p: Pane, heading: str) -> None:
    """What all that helps shares: suggestions, tasks, time line, files."""
    from netzwerkhilfe.ui.detail import sections

    sections.suggestions(p, heading)
    sections.tasks(p)
    sections.time_line(p)
    sections.files(p)


def advise(p: Pane) -> None:
    """What the program has to say about the entry: rent limits, deposits, kinds of work, certificates."""
    from netzwerkhilfe.services.matching import advice

    found = advice.about(p.store, p.snapshot)
    if found:
        p.section("Hinweise")
    for reason in found:
        picture = QLabel()
        tone = {True: ("check-bold", "ok"), None: ("warning", "warn"), False: ("x", "bad")}[reason.ok]
        picture.setPixmap(icons.pixmap(*tone, 14))
        words = label(reason.text, "", 9.5, wrap=True)
        line_ = row(picture, words, spacing=6)
        line_.setStretch(1, 1)
        p.box.addLayout(line_)


def work(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """An internship, training place or job."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts), p.values.get("number") or "")
    p.where(place_name(p.values.get("place"), p.facts))
    p.conflict()
    stage_flow(p)
    hours = p.values.get("hours_per_week")
    p.facts_grid(
        [
            ("Art", p.text("kind"), p.text("duration")),
            ("Beginn", p.text("start"), f"{hours} Std. je Woche" if hours else ""),
            (
                "Deutsch",
                f"ab {p.values['min_cefr']}"
                if p.values.get("min_cefr") not in (None, Cefr.NONE)
                else p.text("min_cefr"),
                "",
            ),
            ("Betrieb", p.text("employer"), p.text("sector")),
            ("Ansprechperson", p.text("contact_person"), p.values.get("phone") or ""),
            ("Vergütung", p.text("pay"), ""),
            ("Plätze", p.text("positions"), ""),
            ("Führerschein", p.text("driving_licence"), ""),
        ]
    )
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    advise(p)
    helping(p, "Passende Gesuche")
    return p.done()


def volunteer(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A volunteer."""
    p = Pane(store, s, actions)
    p.head(full_name(p.values) or s.title(p.facts), avatar=True)
    state = p.values.get("state") or "verfügbar"
    since = p.values.get("since")
    where = place_name(p.values.get("place"), p.facts)
    p.where(where, f"seit {show_date(since)}" if since else "", state=(state, STATE_TONES.get(state, "stage0")))
    p.conflict()
    p.phones(("phone", p.values.get("phone_note") or ""), ("mobile", "mobil"))
    if p.values.get("email"):
        address = p.values["email"]
        mail = button("", "quiet", "envelope-simple", lambda: actions["mail"](address), f"An {address} schreiben")
        p.box.addLayout(row(mail, selectable(label(address)), None, spacing=4))
    if not p.values.get("consent_network"):
        p.warn("shield-warning", "Ohne Einwilligung: nur dieses Büro sieht die Angaben.")
    if p.values.get("skills"):
        p.section("Hilft bei")
        p.chips(p.values["skills"])
    if p.values.get("languages"):
        p.section("Sprachen")
        p.paragraph(languages_in_words(p.values))
    if p.values.get("availability"):
        p.section("Hat Zeit")
        p.box.addLayout(week(p.values["availability"]))
    proofs(p)
    ride = [
        f"Führerschein {p.values['driving_licence']}" if p.values.get("driving_licence") else "",
        "eigenes Auto" if p.values.get("has_car") else "",
        f"{p.values['car_seats']} Sitze" if p.values.get("car_seats") else "",
        f"Umkreis {p.text('radius_km')}" if p.values.get("radius_km") else "",
    ]
    if any(ride):
        p.section("Unterwegs")
        p.paragraph(" · ".join(r for r in ride if r))
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    private = store.companion(s)
    if private and private.values.get("private_note"):
        p.section("Nur für das Büro")
        p.paragraph(private.values["private_note"])
    from netzwerkhilfe.ui.detail import volunteer_sections

    volunteer_sections.engagements(p)
    volunteer_sections.recognitions(p)
    advise(p)
    helping(p, "Wer Hilfe sucht")
    return p.done()


def week(slots: Sequence[str]) -> QGridLayout:
    """When a person has time, as a grid of the week."""
    grid = QGridLayout()
    grid.setSpacing(4)
    for i, day in enumerate(WEEKDAYS):
        head = label(day, "caption", 9)
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(head, 0, i + 1)
    for t, name in enumerate(DAYTIMES):
        grid.addWidget(label(name, "", 9), t + 1, 0)
        for i, day in enumerate(WEEKDAYS):
            free = f"{day}-{t}" in slots
            cell = QLabel()
            cell.setFixedHeight(20)
            cell.setAlignment(Qt.AlignmentFlag.AlignCenter)
            cell.setAccessibleName(f"{day} {name}: {'ja' if free else 'nein'}")
            cell.setStyleSheet(f"background: {theme.token('tint' if free else 'subtle')}; border-radius: 4px;")
            if free:
                cell.setPixmap(icons.pixmap("check", "accent_text", 13))
            grid.addWidget(cell, t + 1, i + 1)
    grid.setColumnMinimumWidth(0, 82)
    for i in range(len(WEEKDAYS)):
        grid.setColumnStretch(i + 1, 1)
    return grid


def proofs(p: Pane) -> None:
    """Certificates and pledges; the certificate only of the own office, with the day it must be shown again."""
    import datetime as dt

    from netzwerkhilfe.models.values import add_months

    rows: list[tuple[str, str, str, str]] = []
    private = p.store.companion(p.snapshot)
    seen = private.values.get("certificate_inspected_on") if private else None
    if seen:
        due = add_months(dt.date.fromisoformat(seen), 60)
        days = (due - p.facts.today).days
        tone, icon = (
            ("bad", "shield-warning")
            if days < 0
            else ("warn", "shield-warning")
            if days < 60
            else ("ok", "shield-check")
        )
        rows.append((icon, "Erweitertes Führungszeugnis", f"neu vorzulegen bis {show_date(due.isoformat())}", tone))
    for name, text in (("pledge_on", "Verschwiegenheitserklärung"), ("first_aid_on", "Erste Hilfe")):
        if p.values.get(name):
            rows.append(("shield-check", text, show_date(p.values[name]), "ok"))
    consent = p.values.get("consent_network_on")
    if consent:
        rows.append(("shield-check", "Einwilligung", show_date(consent), "ok"))
    if not rows:
        return
    p.section("Nachweise")
    for icon, text, day, tone in rows:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, tone, 18))
        shown = label(day, "badge" if tone != "ok" else "muted", 9, 600 if tone != "ok" else 400)
        if tone != "ok":
            shown.setProperty("tone", tone)
        p.box.addLayout(row(picture, label(text), None, shown))
        p.box.addWidget(line(soft=True))


def offer(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """An offer of help."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts))
    p.where(p.text("category"), p.values.get("provider") or "")
    p.conflict()
    p.phones(("phone", p.values.get("phone_note") or p.values.get("contact_person") or ""))
    p.facts_grid(
        [
            ("Ort", place_name(p.values.get("place"), p.facts), p.values.get("street") or ""),
            ("Öffnungszeiten", p.text("opening_hours"), ""),
            ("Kosten", p.text("cost"), ""),
            ("Zielgruppe", p.text("target_group"), ""),
            ("Plätze", p.text("capacity"), ""),
            ("Ansprechperson", p.text("contact_person"), ""),
            ("Sprachen", p.text("languages"), ""),
            ("Anmeldung", p.text("registration"), ""),
            ("Homepage", p.text("publish"), ""),
            ("Geprüft am", p.text("checked_on"), ""),
        ]
    )
    upcoming = opening.read(p.values.get("opening_hours") or "", p.values.get("season") or "").next_after(
        store.now().astimezone()
    )
    if upcoming:
        day, slot = upcoming
        times = f"{opening.clock(slot.start)}–{opening.clock(slot.end)} Uhr"
        p.box.addWidget(
            label(f"Nächstes Mal offen: {show_near(day.isoformat(), p.facts.today)}, {times}", "ok", 10, 500)
        )
    if p.values.get("description"):
        p.section("Beschreibung")
        p.paragraph(p.values["description"])
    checked = p.values.get("checked_on") or ""
    old = checked < (p.facts.today - dt.timedelta(days=183)).isoformat()
    own = here(store).owns(s.values.get("office"))
    if own:
        text = "Stimmt noch" if checked else "Heute geprüft"
        beside = "seit sechs Monaten nicht geprüft" if old and checked else ""
        p.box.addLayout(
            row(
                button(text, "", "check-circle", lambda: actions["still_right"](s.id)), label(beside, "warn", 9.5), None
            )
        )
    helping(p, "Wer das sucht")
    return p.done()


def note(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A phone note."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts), p.text("topic"))
    p.where(f"Anruf {show_near(p.values['called_on'], p.facts.today)}" if p.values.get("called_on") else "")
    p.phones(("phone", ""))
    if p.values.get("text"):
        p.section("Was ist wichtig?")
        p.paragraph(p.values["text"])
    if p.values.get("remind_on") and not p.values.get("done"):
        p.warn(
            "phone",
            f"Rückruf {show_near(p.values['remind_on'], p.facts.today)}",
            button("Erledigt", clicked=lambda: actions["done"](s.id)),
        )
    about = store.get(p.values["about"]) if p.values.get("about") else None
    if about and about.kind.name in KINDS:
        p.section("Daraus entstanden")
        text = f"{about.kind.singular}: {about.title(p.facts)}"
        p.box.addLayout(row(button(text, "link", clicked=lambda: actions["open"](about.kind.name, about.id)), None))
    return p.done()


BUILDERS: dict[str, Callable[[Store, Snapshot, Actions], QWidget]] = {
    "housing": housing,
    "work": work,
    "volunteers": volunteer,
    "offers": offer,
    "notes": note,
}


def detail(store: Store, snapshot: Snapshot, actions: Actions) -> QWidget:
    """The pane of an entry."""
    from netzwerkhilfe.ui.detail import helping_details

    for name, builder in helping_details.BUILDERS.items():
        BUILDERS.setdefault(name, builder)
    return BUILDERS[snapshot.kind.name](store, snapshot, actions)


def tel(number: str) -> str:
    """The address that dials a number."""
    return "tel:" + digits(number)


__all__ = ["BUILDERS", "NBSP", "Pane", "detail", "initials", "tel"]
