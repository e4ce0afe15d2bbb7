"""The editor of opening hours gives back all that the text said."""

from __future__ import annotations

from netzwerkhilfe.ui.kit.opening_editor import OpeningPanel
from tests.ui.conftest import Desk


def test_what_is_no_time_stays_in_the_text(desk: Desk) -> None:
    """GIVEN hours with a closing and something unread WHEN the editor is opened and saved THEN both stand there yet."""
    given: list[str] = []
    text = "Sa 10–12 Uhr; im August geschlossen; nach Vereinbarung"
    panel = OpeningPanel(desk.shell, text, given.append)
    panel.open(panel.lines[0].week)
    assert panel.problem.text() == "Bleibt als Text stehen: im August geschlossen, nach Vereinbarung"
    panel.save()
    assert given == [text]
