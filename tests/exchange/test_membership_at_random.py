"""Random acts of four PCs on real stores: whatever the order, all who stay end with the members that follow from all
that was said, and seal for them alone."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, members, package
from netzwerkhilfe.exchange.folder import exchange
from netzwerkhilfe.exchange.package import NotForUs
from netzwerkhilfe.store import backup, opening
from netzwerkhilfe.store.membership import Chain
from netzwerkhilfe.store.store import Store
from tests.exchange.test_membership import LIES, brings

SEEDS = int(os.environ.get("NETZWERKHILFE_MEMBERSHIPS_REAL", "4"))
FIRST = int(os.environ.get("NETZWERKHILFE_MEMBERSHIPS_FIRST", "0"))
ACTS = 24


class Worlds:
    """The PCs, and what they do. A PC that was put back from a backup goes on as another store at the same place."""

    def __init__(self, pcs: list[Store], stick: Path, chance: random.Random) -> None:
        self.pcs, self.stick, self.chance = pcs, stick, chance
        self.saved: dict[int, Path] = {}
        self.done: list[str] = []

    def act(self) -> None:
        """One act of one PC; what it is refused leaves everything as it was."""
        at = self.chance.randrange(len(self.pcs))
        pc = self.pcs[at]
        subject = self.chance.choice(self.pcs).replica
        verbs: dict[str, Callable[[], object]] = {
            "exchange": lambda: exchange(pc, self.stick),
            "may administer": lambda: members.set_admin(pc, subject, on=True),
            "may no longer": lambda: members.set_admin(pc, subject, on=False),
            "office PC": lambda: members.set_role(pc, subject, Role.OFFICE),
            "helper's PC": lambda: members.set_role(pc, subject, Role.HELPER),
            "strike": lambda: members.strike(pc, subject),
            "new keys": lambda: members.rekey(pc),
            "backup": lambda: self.saved.__setitem__(at, backup.make(pc, reason="zufall")),
            "put back": lambda: self._put_back(at),
            "lie": lambda: self._lie(pc),
        }
        weights = {"exchange": 12, "strike": 1, "put back": 1, "new keys": 2, "lie": 2}
        verb = self.chance.choices(list(verbs), [weights.get(v, 2) for v in verbs])[0]
        before = pc.chain.heads
        try:
            verbs[verb]()
            self.done.append(f"{at} {verb} {subject[:4]}")
        except UserError:
            assert verb == "exchange" or pc.chain.heads == before, "what is refused says nothing"

    def _lie(self, pc: Store) -> None:
        """It says in its package what it has no right to say, or says by right what others will not like.

        Not that it has keys which nobody holds: who says that of itself can read nothing any more.
        """
        said = self.chance.choice(list(LIES.values()))(pc, self.chance.choice([p for p in self.pcs if p is not pc]))
        brings(pc, self.stick, said)

    def _put_back(self, at: int) -> None:
        if at not in self.saved:
            return
        pc = self.pcs[at]
        paths, key, now, known = pc.paths, pc.key, pc.now, set(pc.chain.heads)
        pc.close()
        self.pcs[at] = opening.restore(paths, self.saved[at], None, key=key, clock=now)
        assert known <= {s.id for s in self.pcs[at].chain.statements}, "a restore forgets no statement"

    def settle(self) -> None:
        """Everybody exchanges until nobody learns anything more."""
        for _ in range(4):
            for pc in self.pcs:
                exchange(pc, self.stick, accept=True)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_all_compute_the_same_members_and_seal_for_them_alone(
    store: Store, other: Store, third: Store, helper: Store, stick: Path, seed: int
) -> None:
    worlds = Worlds([store, other, third, helper], stick, random.Random(seed))
    for _ in range(ACTS):
        worlds.act()
    worlds.settle()
    told = f"seed {seed}: {worlds.done}"
    known = Chain().take([s for pc in worlds.pcs for s in pc.chain.statements]).chain.now
    assert known.administrators, told
    for pc in worlds.pcs:
        if pc.replica not in known.members:
            continue  # who was struck off learns nothing more, not even that
        assert pc.membership.members == known.members, told
        path = stick / export_package.file_name(pc, "net")
        for reader in worlds.pcs:
            if reader.replica in known.members:
                package.open_package(path, *members.secrets_of(reader))
            else:
                with pytest.raises(NotForUs):
                    package.open_package(path, *members.secrets_of(reader))
    for pc in worlds.pcs[1:]:
        pc.close()
    worlds.pcs[0].close()
