"""More offices and PCs than the two that all tests have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import in_step, newcomer


def _one_more(
    offices: tuple[Store, Store], office: str, name: str, place: Path, stick: Path, clock: Clock
) -> Iterator[Store]:
    """One more PC, in step with both."""
    store, other = offices
    made = newcomer(store, office, name, place, stick, clock)
    for pc in (other, store, made):
        exchange(pc, stick)
    yield made
    made.close()


@pytest.fixture
def third(store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The store of a third office, Dannstadt-Schauernheim, in step with the other two."""
    yield from _one_more((store, other), "Dannstadt-Schauernheim", "Aylin Demir", tmp_path / "DS", stick, clock)


@pytest.fixture
def colleague(store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The second PC of the office Maxdorf, in step with the other office too."""
    yield from _one_more((store, other), "Maxdorf", "Jonas Keller", tmp_path / "MX2", stick, clock)


@pytest.fixture
def helper(store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The laptop of a person who helps in Maxdorf, in step with the offices."""
    made = newcomer(store, "Maxdorf", "Hodan Abdi", tmp_path / "H", stick, clock, helper=True)
    in_step(store, other, made, stick=stick)
    yield made
    made.close()
