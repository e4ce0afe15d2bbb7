"""The cards of a page in place of its list: what their keys and clicks mean for the page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from netzwerkhilfe.ui.kit.leaving import drafts
from netzwerkhilfe.ui.listing.board import Board

if TYPE_CHECKING:
    from netzwerkhilfe.ui.listing.page import ListPage


class Cards:
    """Shows the board of a page, and fills it; ``board`` is made when it is wanted first."""

    def __init__(self, page: ListPage) -> None:
        self.page = page
        self.board: Board | None = None

    @property
    def shown(self) -> Board | None:
        """The board, while it is shown in place of the list."""
        return self.board if self.page.body.currentIndex() == 1 else None

    def show(self, on: bool) -> None:
        """Show cards instead of the list, or the list again; what is typed beside the list is asked about first."""
        page = self.page
        if on and page.switch and drafts(page.detail):
            page.switch.choose(on=False)
            page.commands.settle_drafts(partial(drafts, page.detail), partial(page.switch.choose, on=True))
            return
        if on:
            self._make()
            page.tick_chosen()
        page.body.setCurrentIndex(1 if on else 0)
        page.refresh()

    def _make(self) -> None:
        page = self.page
        if self.board is not None or page.spec.card is None:
            return
        board = Board(page.store, page.kind, page.spec.card, page.commands.entries.set_stage, self._open)
        board.asked.connect(page.open_menu)
        board.chosen.connect(page.follow)
        board.ticked.connect(page.tick_one)
        board.everything.connect(self._tick_all)
        board.removed.connect(page.remove)
        board.copied.connect(page.copy)
        self.board = board
        page.body.addWidget(board)

    def _tick_all(self) -> None:
        if self.board is not None:
            self.page.tick_all(self.board.ids())

    def _open(self, record: str) -> None:
        """An opened card is shown in the list, with its pane."""
        self.page.want(record)
        if self.page.switch:
            self.page.switch.choose(on=False)

    def fill(self) -> None:
        """Read the entries of the list for their cards, off the window's thread."""
        board, page = self.shown, self.page
        if board is None:
            return
        store, kind, ids = page.store, page.kind, list(page.model.ids)
        page.commands.worker.run(lambda: store.many(kind, ids[:5000]), lambda found: board.fill(found, store.facts()))
