"""More offices and PCs than the two that all tests have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.store.store import Store
from tests.conftest import Clock
from tests.exchange.helpers import newcomer


@pytest.fixture
def third(store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The store of a third office, Dannstadt-Schauernheim, in step with the other two."""
    made = newcomer(store, "Dannstadt-Schauernheim", "Aylin Demir", tmp_path / "DS", stick, clock)
    for office in (other, store, made):
        exchange(office, stick)
    yield made
    made.close()


@pytest.fixture
def colleague(store: Store, other: Store, stick: Path, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    """The second PC of the office Maxdorf, in step with the other office too."""
    made = newcomer(store, "Maxdorf", "Jonas Keller", tmp_path / "MX2", stick, clock)
    for office in (other, store, made):
        exchange(office, stick)
    yield made
    made.close()
