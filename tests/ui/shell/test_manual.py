"""F1: the manual that is there, in a window of its own, at the page one is on; the keys are one of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from netzwerkhilfe import paths
from netzwerkhilfe.ui.areas import registry
from netzwerkhilfe.ui.shell import manual
from netzwerkhilfe.ui.shell.manual import Manual
from tests.ui.conftest import Desk


@pytest.fixture
def book(desk: Desk) -> Iterator[Manual]:
    """The manual, opened with F1 on the first page of the window."""
    desk.shell.keyboard.help()
    assert desk.shell.manual is not None
    yield desk.shell.manual
    desk.shell.manual.close()


def test_f1_opens_it_at_the_page_one_is_on(desk: Desk, book: Manual) -> None:
    """GIVEN any page of the window WHEN F1 is pressed THEN the manual shows the page that explains it, in the same
    window of its own."""
    assert book.isVisible() and book.isWindow() and book.window() is not desk.shell.window()
    for key, spec in desk.shell.pages.specs.items():
        desk.go(key)
        desk.shell.keyboard.help()
        assert book.shown == spec.manual.partition("#")[0], key
        assert manual.pages()[book.shown] in book.browser.toPlainText()
    assert desk.shell.manual is book


def test_every_page_of_the_window_names_a_page_and_a_heading_that_are_there() -> None:
    for spec in registry.pages().values():
        page, _, heading = spec.manual.partition("#")
        headings = re.findall(r"^#+ (.+)$", manual.text_of(page), re.MULTILINE)
        assert not heading or heading in {manual.anchor(h) for h in headings}, spec.key


def test_the_keys_of_the_manual_are_those_that_the_program_binds(desk: Desk) -> None:
    """GIVEN the page of the keys THEN it is what the keyboard and the pages say (tools/keys_page.py writes it)."""
    written = (paths.manual() / manual.KEYS).read_text("utf-8")
    assert written == manual.keys_page(desk.shell.keyboard.sections()), "python tools/keys_page.py"
    for key in desk.shell.keyboard.keys:
        assert f"| **{key.shown}** | {key.text} |" in written
    for spec in desk.shell.pages.specs.values():
        for shown, text in spec.keys:
            assert f"| **{shown}** | {text} |" in written, spec.key


def test_every_link_leads_to_a_page_of_the_manual() -> None:
    for name in manual.pages():
        for target in re.findall(r"\]\(([^)]+)\)", manual.text_of(name)):
            page, _, heading = target.partition("#")
            assert (page or name) in manual.pages(), (name, target)
            if heading:
                headings = re.findall(r"^#+ (.+)$", manual.text_of(page or name), re.MULTILINE)
                assert heading in {manual.anchor(h) for h in headings}, (name, target)


def test_links_lead_on_and_back_and_nothing_leads_outside(book: Manual, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    book.open("index.md")
    book.browser.anchorClicked.emit(QUrl("austausch.md"))
    assert book.shown == "austausch.md"
    for strange in ("https://example.org/x.md", "file:///etc/passwd", "../../../README.md", "fehlt.md"):
        book.browser.anchorClicked.emit(QUrl(strange))
        assert book.shown in manual.pages()
    assert opened == []
    book.open("austausch.md")
    book.go_back()
    assert book.shown == "index.md"


def test_a_word_is_found_on_whatever_page(book: Manual) -> None:
    """GIVEN a word of another page WHEN it is searched THEN that page is shown with the word marked."""
    book.open("index.md")
    book.search.setText("Umzugsdatei")
    wanted = [n for n in manual.pages() if "Umzugsdatei" in manual.text_of(n)]
    if wanted:
        book.find_next()
        assert book.shown in wanted and book.browser.textCursor().selectedText() == "Umzugsdatei"
    book.search.setText("gibtesnirgends")
    book.find_next()
    assert "nichts gefunden" in book.found.text()


def test_a_heading_is_shown(book: Manual) -> None:
    book.open("index.md#anruf-notieren")
    assert book.browser.textCursor().block().text() == "Anruf notieren"
