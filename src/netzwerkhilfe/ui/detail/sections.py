"""Sections of a detail pane that all kinds share: tasks, time line, files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QToolButton, QWidget
from shiboken6 import isValid

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.tasks import Channel, Task
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.store import attachments
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.kit.widgets import Part, badge, button, choice_box, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

THUMBNAIL = (360, 200)


def tasks(pane: Pane) -> None:
    """The tasks about an entry, with a line for a new one."""
    pane.section("Aufgaben")
    for task in work_list.tasks_of(pane.store, pane.snapshot.id):
        if work_list.is_open(task):
            pane.box.addLayout(task_row(pane.commands, task, pane.facts))

    def add(text: str) -> bool:
        try:
            with pane.store.act("Aufgabe notiert") as change:
                work_list.add_line(change, text, about=pane.snapshot)
        except UserError as error:
            pane.commands.tell_error(error)
            return False
        pane.commands.did(change.set, "Die Aufgabe ist notiert.")
        return True

    pane.box.addWidget(EnterEdit(add, "Neue Aufgabe, mit Enter speichern", "Neue Aufgabe"))


def task_row(commands: Commands, task: Snapshot[Task], facts: Facts, about: str = "") -> QHBoxLayout:
    """A task: a circle to tick, its text, what it is about, and when it is due."""
    tick = button("", "quiet", "circle", lambda: commands.tasks.finish(task.id), f"{task.record.title}: erledigt")
    title = button(str(task.record.title or "Aufgabe"), "row", clicked=lambda: commands.reveal(task.kind.name, task.id))
    due = task.record.due_on or ""
    parts: list[Part] = [tick, title, label(about, "caption", 9, short=True), None]
    if due:
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
    channel = choice_box(Channel, name="Wie?")

    def note(text: str, way: str) -> bool:
        try:
            with pane.store.act("Verlauf ergänzt") as change:
                work_list.note_contact(change, pane.snapshot, text, way)
        except UserError as error:
            pane.commands.tell_error(error, partial(note, text, way))  # by then the pane may have been drawn again
            return False
        if isValid(new):
            new.drop()
        pane.commands.did(change.set, "Im Verlauf notiert.")
        return True

    new = EnterEdit(
        lambda text: note(text, channel.currentData()), "Was war? Enter speichert", "Neuer Eintrag im Verlauf"
    )
    pane.box.addLayout(row(new, channel))
    for day, text, more in work_list.time_line(pane.store, pane.snapshot)[:30]:
        when = show_near(day, pane.facts.today) if day else ""
        said, who = label(text, "", 9.5, wrap=True), label(more, "caption", 9, wrap=True)
        line = row(label(when, "caption", 9), said, who)
        line.setStretch(1, 3)
        line.setStretch(2, 2 if more else 0)
        pane.box.addLayout(line)


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
