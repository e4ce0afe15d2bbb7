"""A whole meeting by keyboard alone, with the keys counted: from its beginning to the PDF that is signed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from netzwerkhilfe.exchange import founding
from netzwerkhilfe.models.text_blocks import TextBlock
from netzwerkhilfe.services.meetings import decisions, invitation, minutes, sitting, text_blocks
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.areas.meetings.parts import SavedText
from tests.acts import act
from tests.services.meetings.test_meetings import again, item, plan, seat_all
from tests.ui.conftest import Desk, type_text

CTRL = Qt.KeyboardModifier.ControlModifier
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def team(store: Store) -> Store:
    seat_all(store)
    return store


class Keys:
    """The keyboard of who takes the minutes; it counts."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.pressed = desk, 0

    @property
    def focused(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None, "the keyboard is nowhere"
        return found

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        self.pressed += 1
        QTest.keyClick(self.focused, key, modifiers)
        self.desk.settle()

    def type(self, text: str) -> None:
        type_text(self.focused, text)


def test_a_meeting_by_keyboard_alone(team: Store, desk: Desk) -> None:
    meeting = plan(team, "Begrüßung", "Halle", "Bus")
    with team.change() as change:
        change.update(item(team, meeting, "2"), {"proposal": "Wir mieten die Halle."})
    act(team, invitation.invite, meeting, "2026-03-10")
    page = desk.go("meetings")
    desk.shell.activateWindow()
    page.open(meeting.id)
    desk.settle()
    keys = Keys(desk)
    page.desk.next.setFocus()
    keys.press(Qt.Key.Key_Space)  # "Sitzung beginnen"
    assert again(team, meeting).record.stage == "läuft"
    page.desk.bar.all_there.setFocus()
    keys.press(Qt.Key.Key_Space)
    assert page.desk.bar.quorum.text() == "beschlussfähig (8 von 8)"
    keys.press(Qt.Key.Key_M, CTRL)
    keys.type("Frau Wagner begrüßt alle.")
    keys.press(Qt.Key.Key_Return, CTRL)  # the next item
    assert page.desk.current.plan.line(page.desk.agenda.items.chosen).number == "2"
    assert isinstance(keys.focused, SavedText) and keys.focused.name == "text"
    keys.press(Qt.Key.Key_J, CTRL)  # all vote yes on the words of the draft
    (decision,) = decisions.of_meeting(team, sitting.read(team, again(team, meeting)))
    assert (decision.wording, decision.result.text) == ("Wir mieten die Halle.", "einstimmig angenommen")
    keys.press(Qt.Key.Key_T, CTRL)
    keys.type("Roth: Halle anfragen bis 20.04.2026")
    keys.press(Qt.Key.Key_Return)
    assert [t.record.title for t in sitting.tasks_of(team, meeting)] == ["Halle anfragen"]
    keys.press(Qt.Key.Key_Return, CTRL)
    assert page.desk.current.plan.line(page.desk.agenda.items.chosen).number == "3"
    keys.press(Qt.Key.Key_B, CTRL)
    wording = page.desk.item.texts[-1]
    wording.setFocus()
    wording.selectAll()
    keys.type("Wir kaufen einen Bus.")
    keys.press(Qt.Key.Key_J, CTRL)
    before = keys.pressed
    keys.press(Qt.Key.Key_Return, CTRL)  # after the last item: the end
    assert again(team, meeting).record.stage == "gehalten"
    keys.press(Qt.Key.Key_Return)  # "Unterschreiben …" has the keyboard
    assert desk.panel.save_button.hasFocus()
    keys.press(Qt.Key.Key_Return)
    assert minutes.state(again(team, meeting)) == "unterschrieben"
    assert page.desk.preview.document == "minutes"
    assert keys.pressed - before <= 5
    paper = minutes.signed_paper(team, again(team, meeting))
    assert paper is not None
    wordings = [d.wording for d in decisions.of_meeting(team, sitting.read(team, again(team, meeting)))]
    assert wordings == ["Wir mieten die Halle.", "Wir kaufen einen Bus."]


def test_keys_of_the_minutes_do_nothing_before_and_after(team: Store, desk: Desk) -> None:
    meeting = plan(team, "Halle")
    page = desk.go("meetings")
    desk.shell.activateWindow()
    page.open(meeting.id)
    desk.settle()
    keys = Keys(desk)
    page.desk.agenda.items.setFocus()
    for key in (Qt.Key.Key_J, Qt.Key.Key_B, Qt.Key.Key_T, Qt.Key.Key_M):
        keys.press(key, CTRL)
    assert decisions.of_meeting(team, sitting.read(team, again(team, meeting))) == []
    assert again(team, meeting).record.stage is None or again(team, meeting).record.stage == "geplant"


def test_a_text_block_stands_where_the_cursor_is(team: Store, desk: Desk) -> None:
    with team.change() as change:
        change.add("text_blocks", {"title": "Anfang", "text": "[Leitung] beginnt um [Beginn] Uhr; [Unbekannt]."})
    meeting = plan(team, "Halle")
    act(team, sitting.begin, meeting, "18:02")
    page = desk.go("meetings")
    page.open(meeting.id)
    desk.settle()
    text = page.desk.item.texts[0]
    type_text(text, "Vorher.Nachher")
    cursor = text.textCursor()
    cursor.setPosition(len("Vorher."))
    text.setTextCursor(cursor)
    menu = page.desk.item.keys.block_menu(text, page.desk.item.at, page.desk.item.line)
    next(a for a in menu.actions() if a.text() == "Anfang").trigger()
    assert menu.actions()[-1].text() == "Textbausteine bearbeiten …"
    assert text.toPlainText() == "Vorher. Petra Wagner beginnt um 18:02 Uhr; [Unbekannt]. Nachher"
    assert text.save()


def test_what_ships_is_filled_in_whole(team: Store) -> None:
    shipped = [TextBlock(**values) for kind, _, values in founding.seed_entries(set()) if kind == "text_blocks"]
    assert len(shipped) > 5
    at = sitting.read(team, plan(team, "Halle"))
    for block in shipped:
        assert "[" not in text_blocks.filled(block, at)
