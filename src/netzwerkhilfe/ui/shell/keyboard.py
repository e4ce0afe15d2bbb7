"""What the keys of the window do on the page that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from netzwerkhilfe.ui.kit.widgets import key_hint, label, row


class Keyboard:
    """Part of the shell."""

    def focus_filter(self) -> None:
        """Strg+F."""
        if hasattr(self.page, "search"):
            self.page.search.setFocus()
            self.page.search.selectAll()

    def add_here(self) -> None:
        """Strg+N."""
        key = next((k for k, p in self.pages.items() if p is self.page), "")
        if key == "notes":
            self.note_call()
        elif hasattr(self.page, "plan"):
            self.page.plan()
        elif key not in ("exchange", "settings", ""):
            self.add(key)

    def edit_here(self) -> None:
        """Strg+E."""
        if getattr(self.page, "current", ""):
            self.edit(self.page.current)

    def print_here(self) -> None:
        """Strg+P."""
        if hasattr(self.page, "spec"):
            self.print_list(self.page)
        elif hasattr(self.page, "print_agenda"):
            self.page.print_agenda()

    def next_pane(self) -> None:
        """F6: sidebar, search, list, detail, and round again."""
        checked = next((b for b in self.sidebar.buttons.values() if b.isChecked()), None)
        panes = [
            w
            for w in (
                checked,
                getattr(self.page, "search", None),
                getattr(self.page, "table", None),
                getattr(self.page, "items", None),
            )
            if w
        ]
        detail = getattr(self.page, "detail", None)
        if detail and detail.widget():
            panes += [w for w in detail.widget().findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus][:1]
        now = QApplication.focusWidget()
        position = next((i for i, w in enumerate(panes) if w is now or w.isAncestorOf(now or w)), -1)
        if panes:
            panes[(position + 1) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    def help(self) -> None:
        """F1: the keys."""
        if self._panel_open():
            return
        from netzwerkhilfe.ui.kit.dialogs import Panel

        panel = Panel(self, "Tasten", icon="keyboard", width=520)
        for keys, text in (
            ("F2", "Anruf notieren"),
            ("Strg+K", "überall suchen"),
            ("Strg+F", "in der Liste suchen"),
            ("Strg+N", "neu erfassen"),
            ("Strg+E", "bearbeiten"),
            ("Strg+S", "speichern"),
            ("Strg+P", "drucken"),
            ("Strg+Z", "zurücknehmen"),
            ("Strg+1 … 7", "Bereich wählen"),
            ("F6", "nächster Teil des Fensters"),
            ("Alt+↑ ↓", "TOP verschieben"),
            ("Alt+→ ←", "Unterpunkt"),
            ("Esc", "schließen"),
        ):
            hint = key_hint(keys)
            hint.setMinimumWidth(90)
            panel.body.addLayout(row(hint, label(text), None, spacing=12))
        panel.open()
