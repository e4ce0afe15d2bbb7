"""The sidebar: logo and office, call and search, the areas with their counts, backup line and user. Narrow it is a
rail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.page import HEADINGS, PageSpec, numbered
from netzwerkhilfe.ui.kit.widgets import Avatar, Button, boxed, button, column, label, line, row

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from netzwerkhilfe.models.facts import OfficeFact

TOOL = 26
"""The width of a button beside the name of who works here."""
WIDE, NARROW = 216, 64
WIDE_FOOT, NARROW_FOOT = (16, 8, 8, 12), ((NARROW - TOOL) // 2, 8, (NARROW - TOOL) // 2, 12)


class NavButton(Button):
    """An area: icon, word, count. An amber bubble where something waits."""

    def __init__(self, spec: PageSpec, number: int) -> None:
        super().__init__()
        self.title, self.icon_name = spec.title, spec.icon
        self.count = ""
        self.alert = False
        self.narrow = False
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolTip(f"{spec.title} (Strg+{number})" if number else spec.title)
        self.setAccessibleName(spec.title)

    def tell(self, count: str, *, alert: bool = False) -> None:
        """Show a count."""
        self.count, self.alert = count, alert
        self.setAccessibleDescription(count)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button's ground, then icon, word and count."""
        super().paintEvent(event)
        tone = "accent_text" if self.isChecked() else "text2"
        painter = QPainter(self)
        picture = icons.pixmap(self.icon_name, tone, 18)
        left = (self.width() - 18) // 2 if self.narrow else 9
        painter.drawPixmap(left, (self.height() - 18) // 2, picture)
        if self.narrow:
            if self.alert and self.count:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("warn"))
                painter.drawEllipse(left + 15, 6, 8, 8)
            painter.end()
            return
        painter.setPen(theme.color("accent_text" if self.isChecked() else "text1"))
        painter.setFont(theme.font(10, 600 if self.isChecked() else 500))
        painter.drawText(self.rect().adjusted(38, 0, -36, 0), Qt.AlignmentFlag.AlignVCenter, self.title)
        if self.count:
            painter.setFont(theme.font(9, 600 if self.alert else 400))
            box = self.rect().adjusted(0, 0, -10, 0)
            if self.alert:
                width = max(20, painter.fontMetrics().horizontalAdvance(self.count) + 12)
                bubble = self.rect().adjusted(self.width() - width - 8, 8, -8, -8)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("warn_ground"))
                painter.drawRoundedRect(bubble, 9, 9)
                painter.setPen(theme.color("warn"))
                painter.drawText(bubble, Qt.AlignmentFlag.AlignCenter, self.count)
            else:
                painter.setPen(theme.color("text3"))
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.count)
        painter.end()


class Sidebar(QWidget):
    """The left edge of the window; which pages stand there, and in which order, is said by their specs."""

    def __init__(
        self,
        specs: Sequence[PageSpec],
        go: Callable[[str], object],
        call: Callable[[], object],
        search: Callable[[], object],
        menu: Callable[[QWidget], object],
    ) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.logo = QLabel()
        self.logo.setPixmap(icons.logo(32, theme.token("accent"), theme.token("on_accent")))
        self.name = label("Netzwerk Hilfe", "", 10, 600)
        self.office = label("", "muted", 9, short=True)
        self.names = boxed(column(self.name, self.office, spacing=0))
        self.call = button("Anruf notieren", "call", "phone-incoming", call, "Anruf notieren (F2)")
        self.call_key = label("F2", "", 8.5)
        self.call_key.setStyleSheet(f"color: {theme.token('on_accent')};")
        self.search = button("Suchen", "search", "magnifying-glass", search, "Suchen (Strg+K)")
        self.search_key = label("Strg+K", "caption", 8.5)
        for made, hint in ((self.call, self.call_key), (self.search, self.search_key)):
            made.setLayout(row(None, hint, margins=(0, 0, 10, 0)))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.buttons: dict[str, NavButton] = {}
        self.headings: list[QWidget] = []
        self.areas = areas = QVBoxLayout()
        areas.setContentsMargins(12, 0, 12, 8)
        areas.setSpacing(1)
        keys = [one.key for one in numbered(specs)]
        for heading in HEADINGS:
            text = label(heading, "section", 9, 600)
            text.setContentsMargins(8, 7, 0, 3)
            text.setFixedHeight(0 if not heading else text.sizeHint().height())
            rule = line()
            rule.hide()
            self.headings += [text, rule]
            areas.addWidget(text)
            areas.addWidget(rule)
            for spec in (one for one in specs if one.in_sidebar and one.heading == heading):
                made_button = NavButton(spec, keys.index(spec.key) + 1 if spec.key in keys else 0)
                made_button.clicked.connect(lambda _c=False, k=spec.key: go(k))
                self.buttons[spec.key] = made_button
                areas.addWidget(made_button)
        areas.addStretch(1)
        inner = QWidget()
        inner.setLayout(areas)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.saved_icon = QLabel()
        self.saved = label("", "muted", 9)
        self.saved_row = boxed(row(self.saved_icon, self.saved, None, margins=(20, 0, 8, 6)))
        self.avatar = Avatar("", size=30)
        self.person = label("", "", 9.5, 600, short=True)
        self.role = label("", "caption", 9, short=True)
        self.who = boxed(column(self.person, self.role, spacing=0))
        for made in (self.call, self.search):
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click on them takes the keyboard from no work
        self.gear = button("", "quiet", "gear", lambda: go("settings"), "Einstellungen")
        self.more = button("", "quiet", "dots-three", lambda: menu(self.more), "Rückgängig und weitere Befehle")
        for tool in (self.more, self.gear):
            tool.setFixedWidth(TOOL)
        self.tools = row(self.more, self.gear, spacing=0)
        self.foot = row(self.avatar, self.who, None, self.tools)
        self.foot.setContentsMargins(*WIDE_FOOT)
        self.user = boxed(self.foot)
        head = boxed(row(self.logo, 2, self.names, None, margins=(16, 14, 8, 12)))
        verbs = boxed(column(self.call, self.search, spacing=8, margins=(12, 0, 12, 2)))
        self.setLayout(column(head, verbs, scroll, self.saved_row, line(), self.user, spacing=0))
        self.setFixedWidth(WIDE)

    @property
    def chosen(self) -> NavButton | None:
        """The button of the page that is shown; ``None`` for a page that is not in the sidebar."""
        return next((b for b in self.buttons.values() if b.isChecked()), None)

    def choose(self, key: str) -> None:
        """Mark the button of a page; of none, if the page is not in the sidebar."""
        for name, made in self.buttons.items():
            made.setAutoExclusive(False)
            made.setChecked(name == key)
            made.setAutoExclusive(True)

    def tell(self, key: str, count: int, *, alert: bool) -> None:
        """Show the number beside a page."""
        if key in self.buttons:
            self.buttons[key].tell(str(count) if count else "", alert=alert)

    def narrow(self, *, on: bool) -> None:
        """Become a rail of icons, or wide again."""
        self.setFixedWidth(NARROW if on else WIDE)
        for widget in (self.names, self.call_key, self.search_key, self.saved_row, self.who, self.avatar):
            widget.setVisible(not on)
        way = QBoxLayout.Direction.TopToBottom if on else QBoxLayout.Direction.LeftToRight
        self.tools.setDirection(way)
        self.foot.setContentsMargins(*(NARROW_FOOT if on else WIDE_FOOT))
        beside = 2 if on else 12
        self.areas.setContentsMargins(beside, 0, beside, 8)
        self.call.setText("" if on else "Anruf notieren")
        self.search.setText("" if on else "Suchen")
        for i, widget in enumerate(self.headings):
            widget.setVisible(on == bool(i % 2))
        for made in self.buttons.values():
            made.narrow = on
            made.update()

    def tell_user(self, person: str, role: str, office: OfficeFact | None) -> None:
        """Who works here, and in which office."""
        words = [w for w in person.replace("-", " ").split() if w]
        self.avatar.initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""
        if office is not None:
            self.avatar.code, self.avatar.rank = office.code, office.order
        self.avatar.update()
        for widget, text in (
            (self.person, person),
            (self.role, role),
            (self.office, f"Büro {office.name}" if office else ""),
        ):
            widget.setText(text)

    def tell_backup(self, text: str, *, good: bool) -> None:
        """When the last backup was made."""
        self.saved_icon.setPixmap(icons.pixmap("check-circle" if good else "warning", "ok" if good else "warn", 16))
        self.saved.setText(text)
