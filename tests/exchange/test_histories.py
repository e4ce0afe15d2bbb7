"""Random histories on real stores against an oracle; ``python -m benchmarks.histories`` runs as many as one likes."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks import histories


@pytest.fixture(scope="module")
def pcs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, bytes]]:
    """A network of five PCs, made once."""
    return histories.template(tmp_path_factory.mktemp("vorlage"), 5)


@pytest.mark.parametrize("seed", range(1000, 1016))
def test_nothing_is_lost_and_all_agree(pcs: list[tuple[Path, bytes]], seed: int) -> None:
    broken, log = histories.run(seed, pcs)
    assert broken is None, f"python -m benchmarks.histories --count 1 --seed {seed} --log\n{broken}\n" + "\n".join(log)
