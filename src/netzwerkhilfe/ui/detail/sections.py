"""Sections of a detail pane that many kinds share: suggestions with reasons, the chain, tasks, time line, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.cases import Case, Match
from netzwerkhilfe.models.fields import Facts, Json
from netzwerkhilfe.models.tasks import Channel, Task
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.services.matching.matching import Suggestion
from netzwerkhilfe.services.matching.rules import VERDICTS, Reason
from netzwerkhilfe.store import attachments
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.dialogs import Panel, host_of
from netzwerkhilfe.ui.kit.naming import ask_about_person
from netzwerkhilfe.ui.kit.widgets import Part, boxed, button, choice_box, column, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

MARKS = {True: ("check-bold", "ok"), None: ("warning", "warn"), False: ("x", "bad")}
TONES = {0: "ok", 1: "ok", 2: "muted", 3: "muted", 4: "bad"}
SHOWN = 3
REFUSED = 5
"""The phase of stages that end a suggestion without success."""
THUMBNAIL = (360, 200)


def reason_rows(reasons: Sequence[Reason], width: int = 46) -> list[QHBoxLayout]:
    """Reasons with their marks, wrapped as whole reasons."""
    lines: list[list[Part]] = [[]]
    used = 0
    for reason in reasons:
        if used and used + len(reason.text) > width:
            lines.append([])
            used = 0
        picture = QLabel()
        picture.setPixmap(icons.pixmap(*MARKS[reason.ok], 14))
        picture.setAccessibleName({True: "passt", None: "zu prüfen", False: "passt nicht"}[reason.ok])
        lines[-1] += [picture, label(reason.text, "", 9), 6]
        used += len(reason.text) + 6
    return [row(*parts, None, spacing=4) for parts in lines]


def card(pane: Pane, rank: int, one: Suggestion, propose: Callable[[Suggestion], object], width: int = 46) -> QWidget:
    """One suggestion: rank, name, number, verdict, reasons, and what can be done."""
    name = button(one.title, "link", clicked=lambda: pane.commands.reveal(one.kind, one.id), tip=f"{one.title} öffnen")
    verdict = label(VERDICTS[one.level], TONES[one.level], 9, 600)
    number = "" if one.number in one.title else one.number
    head = row(label(str(rank), "section", 12, 600), 4, name, label(number, "caption", 9), None, verdict)
    lines = reason_rows(one.reasons, width)
    if one.level < 4:
        lines[-1].addWidget(button("Vorschlagen", "link", clicked=lambda: propose(one)))
    return boxed(column(head, *lines, spacing=4, margins=(12, 8, 12, 8)), "card")


def suggestions(pane: Pane, heading: str) -> None:
    """What fits the entry, the best three; read off the window's thread."""
    store, entry = pane.store, pane.snapshot
    place = QWidget()
    waiting = label("Vorschläge werden gesucht …", "caption", 9)
    holder = column(waiting)
    place.setLayout(holder)
    pane.section(heading)
    pane.box.addWidget(place)

    def propose(one: Suggestion) -> None:
        other = store.get(one.id)
        if other is None:
            return
        case, lead = (entry, other) if entry.kind.name == "cases" else (other, entry)
        try:
            with store.change() as change:
                matching.propose(change, case.of(Case), lead)
        except UserError as error:
            pane.commands.tell_error(error, partial(propose, one) if isinstance(error, PersonNamed) else None)
            return
        pane.commands.did(change.set, "Der Vorschlag steht beim Gesuch.")

    def arrived(found: list[Suggestion]) -> None:
        try:
            waiting.hide()
        except RuntimeError:  # another entry is shown by now
            return
        fitting = [s for s in found if s.level < 4]
        if not fitting:
            holder.addWidget(label("Zurzeit passt nichts.", "muted"))
        for rank, one in enumerate(fitting[:SHOWN], 1):
            holder.addWidget(card(pane, rank, one, propose))
        if len(found) > min(len(fitting), SHOWN):
            text = (
                f"Alle {len(fitting)} anzeigen, und was nicht passt"
                if len(fitting) > SHOWN
                else "Was nicht passt, und warum"
            )
            holder.addLayout(row(button(text, "link", clicked=lambda: every(found)), None))

    def every(found: list[Suggestion]) -> None:
        panel = Panel(host_of(place), "Vorschläge", subtitle=entry.title(pane.facts), icon="handshake", width=720)
        for rank, one in enumerate(found[:100], 1):
            if one.level == 4 and (rank == 1 or found[rank - 2].level < 4):
                panel.body.addWidget(label("Passt nicht", "section", 9, 600))
            panel.body.addWidget(card(pane, rank, one, propose, 92))
        panel.foot.addStretch(1)
        panel.foot.addWidget(button("Schließen", clicked=panel.dismiss))
        panel.open()

    pane.commands.worker.run(lambda: matching.suggestions(store, entry, everything=True), arrived)
    pane.all_suggestions = lambda: pane.commands.worker.run(
        lambda: matching.suggestions(store, entry, everything=True), every
    )


def chain(pane: Pane) -> None:
    """The suggestions that were made for a case, each with its next step."""
    found = pane.store.children(pane.snapshot.id, Match)
    if not found:
        return
    pane.section("Gemachte Vorschläge")
    stages = pane.facts.stages.get("matches", ())
    for match in sorted(found, key=lambda m: m.record.stage_on or "", reverse=True):
        stage = pane.facts.stage("matches", match.record.stage)
        keys = [s.key for s in stages]
        below = " · ".join(
            p
            for p in (
                stage.label if stage else match.record.stage,
                show_near(match.record.stage_on or "", pane.facts.today),
                match.record.refused_because,
            )
            if p
        )
        parts: list[Part] = [
            column(
                label(match.record.title or "Vorschlag", "", 10, 500, wrap=True),
                label(below, "caption", 9),
                spacing=0,
            )
        ]
        line_ = row(*parts, None)
        line_.setStretch(0, 1)
        if stage and stage.phase < 4:
            following = keys[keys.index(stage.key) + 1]
            line_.addWidget(
                button(
                    stage.next_step or pane.facts.label("matches", following),
                    clicked=partial(step, pane, match, following),
                )
            )
            more = button("", "quiet", "dots-three", tip="Weitere Befehle")
            menu = QMenu(more)
            for refused in [s for s in stages if s.phase == REFUSED]:
                menu.addAction(f"{refused.label[0].upper()}{refused.label[1:]} …").triggered.connect(
                    lambda _c=False, m=match, k=refused.key: step(pane, m, k)
                )
            more.clicked.connect(lambda _c=False, b=more, m=menu: m.exec(b.mapToGlobal(b.rect().bottomLeft())))
            line_.addWidget(more)
        pane.box.addLayout(line_)


def step(pane: Pane, match: Snapshot[Match], stage: str) -> None:
    """The next step of a match; asks for what belongs to it (who refused and why, the outcome, a missing permit)."""
    store = pane.store
    wanted = pane.facts.stage("matches", stage)
    kind = match.kind
    asks: list[str] = []
    if wanted and wanted.phase == REFUSED:
        asks = ["refused_by", "refused_because"]
    elif wanted and wanted.phase == 4:
        asks = ["outcome", "hours", "kilometres", "cost"]
    elif wanted and wanted.phase == 3 and matching.permit_missing(store, match):
        asks = ["override_note"]

    def go(values: dict[str, Json]) -> bool:
        try:
            with store.change() as change:
                matching.advance(change, match, stage, **values)
        except UserError as error:
            if asks:
                _not_taken(panel, problem, pane, error, save)
            else:
                pane.commands.tell_error(error)
            return False
        pane.commands.did(change.set, f"Stand: {pane.facts.label('matches', stage)}.")
        return True

    if not asks:
        go({})
        return
    from netzwerkhilfe.models.entry import read_texts
    from netzwerkhilfe.ui.kit.form import Input

    name = pane.facts.label("matches", stage)
    panel = Panel(pane.commands.host, name[0].upper() + name[1:], subtitle=match.record.title or "", width=520)
    problem = label(matching.permit_missing(store, match), "bad", 10, 500, wrap=True)
    inputs = {n: Input(n, kind.fields[n], "", pane.facts) for n in asks}
    for made in inputs.values():
        panel.body.addLayout(made.box)
    panel.body.addWidget(problem)

    def save() -> None:
        read = read_texts(kind, {n: i.text() for n, i in inputs.items()}, pane.facts)
        for name, made in inputs.items():
            made.blame(read.errors.get(name, ""))
        if not read.errors and go({n: v for n, v in read.values.items() if v is not None}):
            panel.dismiss()

    panel.saver("Eintragen", save)
    panel.open(inputs[asks[0]].editor)


def _not_taken(panel: Panel, problem: QLabel, pane: Pane, error: UserError, again: Callable[[], object]) -> None:
    """Why a step was not taken, in its panel; about a person in need it asks."""
    if isinstance(error, PersonNamed):
        ask_about_person(panel.host, pane.store, error, again)
        return
    problem.setText(error.paragraph())
    panel.fit()


def tasks(pane: Pane) -> None:
    """The tasks about an entry, with a line for a new one."""
    pane.section("Aufgaben")
    for task in work_list.tasks_of(pane.store, pane.snapshot.id):
        if work_list.is_open(task):
            pane.box.addLayout(task_row(pane.commands, task, pane.facts))
    new = QLineEdit()
    new.setPlaceholderText("Neue Aufgabe, mit Enter speichern")
    new.setAccessibleName("Neue Aufgabe")

    def add() -> None:
        if new.text().strip():
            try:
                with pane.store.change() as change:
                    work_list.add_line(change, new.text(), about=pane.snapshot)
            except UserError as error:
                pane.commands.tell_error(error)
                return
            pane.commands.did(change.set, "Die Aufgabe ist notiert.")

    new.returnPressed.connect(add)
    pane.box.addWidget(new)


def task_row(commands: Commands, task: Snapshot[Task], facts: Facts, about: str = "") -> QHBoxLayout:
    """A task: a circle to tick, its text, what it is about, and when it is due."""
    tick = button("", "quiet", "circle", lambda: commands.tasks.finish(task.id), f"{task.record.title}: erledigt")
    words = button(str(task.record.title or "Aufgabe"), "row", clicked=lambda: commands.reveal("tasks", task.id))
    due = task.record.due_on or ""
    parts: list[Part] = [tick, words, label(about, "caption", 9), None]
    if due:
        from netzwerkhilfe.ui.kit.widgets import badge

        today = facts.today.isoformat()
        text = show_near(due, facts.today)
        if due < today:
            parts.append(badge(f"überfällig {text}", "bad"))
        elif due == today:
            parts.append(badge("heute", "warn"))
        else:
            parts.append(label(text, "muted", 9.5))
    return row(*parts, spacing=4)


def time_line(pane: Pane) -> None:
    """What happened, newest first, with a line for a new contact."""
    pane.section("Verlauf")
    new, channel = QLineEdit(), choice_box(Channel, name="Wie?")
    new.setPlaceholderText("Was war? Mit Enter speichern")
    new.setAccessibleName("Neuer Eintrag im Verlauf")

    def note(text: str, way: str) -> None:
        try:
            with pane.store.change() as change:
                work_list.note_contact(change, pane.snapshot, text, way)
        except UserError as error:
            pane.commands.tell_error(error, partial(note, text, way))  # by then the pane may have been drawn again
            return
        pane.commands.did(change.set, "Im Verlauf notiert.")

    def add() -> None:
        if new.text().strip():
            note(new.text(), channel.currentData())

    new.returnPressed.connect(add)
    pane.box.addLayout(row(new, channel))
    for day, text, more in work_list.time_line(pane.store, pane.snapshot)[:30]:
        when = show_near(day, pane.facts.today) if day else ""
        pane.box.addLayout(
            row(label(when, "caption", 9), 4, label(text, "", 9.5, wrap=True), None, label(more, "caption", 9))
        )


def thumbnail(pane: Pane, one: Snapshot[Attachment]) -> QWidget | None:
    """A small picture of a photo; a click opens it."""
    if not str(one.record.media_type or "").startswith("image/"):
        return None
    try:
        content = attachments.content(pane.store, one)
    except UserError:
        return None
    image = QImage()
    if content is None or not image.loadFromData(content):
        return None
    ratio = pane.commands.host.devicePixelRatioF()
    small = QPixmap.fromImage(
        image.scaled(
            int(THUMBNAIL[0] * ratio),
            int(THUMBNAIL[1] * ratio),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
    small.setDevicePixelRatio(ratio)
    shown = QToolButton()
    shown.setObjectName("picture")
    shown.setAutoRaise(True)
    shown.setIcon(QIcon(small))
    shown.setIconSize(small.deviceIndependentSize().toSize())
    shown.setFixedSize(shown.iconSize())
    shown.setAccessibleName(f"Foto {one.record.name} öffnen")
    shown.clicked.connect(lambda: pane.commands.files.open_attachment(one))
    return shown


def files(pane: Pane) -> None:
    """Files and photos of an entry; a new one is chosen or comes by drag and drop."""
    pane.section("Fotos und Dateien")
    for one in pane.store.children(pane.snapshot.id, Attachment):
        size = f"{max(1, (one.record.size or 0) // 1024)} KB"
        here = attachments.path_of(pane.store, str(one.record.digest)).exists() if one.record.digest else False
        name = button(str(one.record.name), "link", "paperclip", partial(pane.commands.files.open_attachment, one))
        name.setEnabled(here)
        remove = button("", "quiet", "x", partial(pane.commands.entries.trash, one), "Datei entfernen")
        picture = thumbnail(pane, one) if here else None
        if picture is not None:
            pane.box.addLayout(row(picture, None))
        pane.box.addLayout(
            row(name, label(size if here else "kommt mit dem nächsten Austausch", "caption", 9), None, remove)
        )

    def pick() -> None:
        found, _ = QFileDialog.getOpenFileName(pane.commands.host, "Foto oder Datei wählen", str(Path.home()))
        if found:
            pane.commands.files.attach(pane.snapshot, [Path(found)])

    pane.box.addLayout(row(button("Foto oder Datei anhängen …", "link", "paperclip", pick), None))


def helping(p: Pane, heading: str) -> None:
    """What all that helps shares: suggestions, tasks, time line, files."""
    suggestions(p, heading)
    tasks(p)
    time_line(p)
    files(p)
