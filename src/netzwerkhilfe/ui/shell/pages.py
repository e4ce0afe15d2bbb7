"""The pages of the window, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netzwerkhilfe.store.reading import Snapshot
    from netzwerkhilfe.ui.kit.page import Page, PageSpec, Verb
    from netzwerkhilfe.ui.shell.commands import Commands


class Pages(Mapping[str, "Page"]):
    """Pages by key, in the order of the sidebar. ``made`` are those that exist already."""

    def __init__(self, specs: Mapping[str, PageSpec], make: Callable[[PageSpec], Page]) -> None:
        self.specs, self._make = specs, make
        self.made: dict[str, Page] = {}

    def __getitem__(self, key: str) -> Page:
        if key not in self.made:
            self.made[key] = self._make(self.specs[key])
        return self.made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.specs)

    def __len__(self) -> int:
        return len(self.specs)

    def __contains__(self, key: object) -> bool:
        return key in self.specs

    def key_of(self, kind: str) -> str:
        """The page that shows entries of a kind, "" if none does."""
        return next((k for k, s in self.specs.items() if k == kind or kind in s.reveals), "")

    def verbs_of(self, kind: str) -> Callable[[Commands, Snapshot], Sequence[Verb]]:
        """What the page of a kind lets do with its entries beside what can be done with every entry."""
        spec = self.specs.get(self.key_of(kind))
        return spec.verbs if spec and spec.verbs else lambda _commands, _shown: ()
