"""What was understood of a note, as marks in its text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QTextEdit, QToolTip

from netzwerkhilfe.services.entries.understanding import Part
from netzwerkhilfe.ui.kit import theme


def _units(text: str, at: int) -> int:
    """A place in a text as Qt counts: letters outside the first plane of Unicode are two."""
    return len(text[:at].encode("utf-16-le", "surrogatepass")) // 2


def selections(
    editor: QPlainTextEdit | QTextEdit, parts: Sequence[Part], before: int = 0
) -> list[QTextEdit.ExtraSelection]:
    """The parts of a text with a coloured ground; ``before`` are letters of them that stand elsewhere."""
    text = editor.toPlainText()
    found = []
    for part in parts:
        if part.start < before:
            continue
        mark = QTextEdit.ExtraSelection()
        mark.format.setBackground(theme.color("tint"))
        cursor = editor.textCursor()
        cursor.setPosition(min(_units(text, part.start - before), _units(text, len(text))))
        cursor.setPosition(
            min(_units(text, part.end - before), _units(text, len(text))), QTextCursor.MoveMode.KeepAnchor
        )
        mark.cursor = cursor
        found.append(mark)
    return found


class MarkedText(QTextEdit):
    """The words of a note as they were typed, to be read and copied, with marks that say what they mean."""

    def __init__(self, text: str, parts: Sequence[Part], meanings: Sequence[str]) -> None:
        super().__init__()
        self.parts, self.meanings = list(parts), list(meanings)
        self.setPlainText(text)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setObjectName("marked")
        self.setStyleSheet("#marked { background: transparent; border: none; padding: 0; }")
        self.setFont(theme.font(10))
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName("Wortlaut des Anrufs")
        self.setAccessibleDescription("; ".join(meanings))
        self.setExtraSelections(selections(self, parts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its lines."""
        super().resizeEvent(event)
        self.setFixedHeight(int(self.document().size().height()) + 2)

    def event(self, event: QEvent) -> bool:
        """What a marked part means, at the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self.toPlainText()
            at = self.cursorForPosition(event.pos()).position()
            said = [
                meaning
                for part, meaning in zip(self.parts, self.meanings, strict=True)
                if _units(text, part.start) <= at < _units(text, part.end)
            ]
            QToolTip.showText(event.globalPos(), said[0] if said else "", self)
            return True
        return super().event(event)
