"""Simulated months of an office's suggestions on real encrypted stores: silence, refusals, illness, undo, and merges
with what another office did meanwhile.

    python -m benchmarks.months --count 1000 --seed 0        each month has its own seed: seed, seed+1, …
    python -m benchmarks.months --count 1 --seed 42 --log    replay one and print its days

Two offices suggest, offer, accept, begin, refuse and end; answers do not come; helpers fall ill and come back, flats
are withdrawn, entries go to the Papierkorb, tasks are ticked off, moved or thrown away, acts are taken back, and the
offices exchange when they happen to. Every morning each office does what the window does (:func:`following.keep`), and
then in no office any open suggestion is without a next person and day, nor its own without a task; what was freed says
by which number; no suggestion is lost; and what two offices gave away at once is seen by both.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import histories
from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models.base import Record
from netzwerkhilfe.models.cases import Case, Match, RefusedBy
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.tasks import Task
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import work_list
from netzwerkhilfe.services.matching import along, cases, chain, following
from netzwerkhilfe.services.matching.following import Between
from netzwerkhilfe.store import opening, token
from netzwerkhilfe.store.changeset import ChangeSet
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change

DAYS = 30
NAMES = ("Zwackelmann", "Haddad", "Öztürk")
REASON = "passt nicht"


class Broken(Exception):
    """A property of the suggestions does not hold."""


@dataclass
class Desk:
    """One office: its store, and what it may take back."""

    name: str
    store: Store
    done: list[ChangeSet] = field(default_factory=list)


class Month:
    """One random month of two offices."""

    def __init__(self, chance: random.Random, base: Path, pcs: Sequence[tuple[Path, bytes]]) -> None:
        self.chance, self.base = chance, base
        self.time = histories.START
        self.log: list[str] = []
        self.stick = base / "stick"
        self.stick.mkdir(parents=True)
        self.desks: list[Desk] = []
        self.seen: Counter[str] = Counter()
        """How often what happened, so that nobody takes an empty month for a good one."""
        self.order: dict[str, int] = {}
        """When each entry was made: ids are random, and what is chosen must not depend on them."""
        self.made: set[str] = set()
        """Suggestions that were made and not taken back."""
        for name, (source, key) in zip(("A", "B"), pcs, strict=True):
            shutil.copytree(source, base / name)
            store = opening.open_with_key(Paths(base / name), key)
            store.now = lambda: self.time
            token.settle(store)
            self.desks.append(Desk(name, store))

    def close(self) -> None:
        """Close the stores."""
        for desk in self.desks:
            desk.store.close()

    # ---- acts -------------------------------------------------------------------------------------------------------
    def act(self, desk: Desk, what: str, verb: Callable[[Change], object]) -> None:
        """One act of an office; what it refuses is refused, and nothing else."""
        try:
            with desk.store.change() as change:
                verb(change)
        except UserError as error:
            self.log.append(f"{self.time:%d.%m.} {desk.name} {what}: {error.title}")
            return
        self.log.append(f"{self.time:%d.%m.} {desk.name} {what}")
        self._note(change)
        self.made |= set(change.set.added(Match.kind_name))
        self.seen[what.rpartition(" -> ")[2]] += 1
        desk.done.append(change.set)

    def _note(self, change: Change) -> None:
        for record in change.set.added():
            self.order.setdefault(record, len(self.order))

    def all(self, desk: Desk, kind: type[Record]) -> list[Snapshot]:
        """The entries of a kind that an office sees, in the order in which they were made."""
        return sorted(desk.store.all(kind.kind_name), key=lambda s: self.order.get(s.id, -1))

    def some(self, desk: Desk, kind: type[Record]) -> Snapshot | None:
        """Any entry of a kind that an office sees."""
        found = self.all(desk, kind)
        return self.chance.choice(found) if found else None

    def _enter(self, desk: Desk) -> None:
        kind, texts = self.chance.choice(
            (
                ("housing", {"place": "Maxdorf", "rooms": "3", "base_rent": "500", "landlord": "Dörr"}),
                ("housing", {"rooms": "2", "phone": "06237 12"}),
                ("work", {"employer": "Bauhof", "place": "Maxdorf"}),
                ("work", {"employer": "Gärtnerei", "positions": "2", "work_permit": "beantragt"}),
                ("volunteers", {"last_name": self.chance.choice(NAMES), "consent_network": "ja"}),
                ("volunteers", {"last_name": self.chance.choice(NAMES)}),
                ("offers", {"title": "Kleiderkammer"}),
                ("cases", {"needs": "Wohnung", "persons": "3", "name": self.chance.choice(NAMES)}),
                ("cases", {"needs": "Wohnung, Arbeit, Begleitung", "persons": "1"}),
            )
        )
        self.act(desk, f"enters {kind}", lambda change: entries.add(change, kind, texts))

    def _propose(self, desk: Desk) -> None:
        case = self.some(desk, Case)
        flats = self.all(desk, HousingLead)[:2]  # that both offices go for the same one is no rare thing
        kind = self.chance.choice((HousingLead, WorkLead, Volunteer, Offer))
        lead = self.chance.choice(flats) if flats and self.chance.random() < 0.6 else self.some(desk, kind)
        if case and lead:
            self.act(desk, "proposes", lambda change: chain.propose(change, case.of(Case), lead))

    def _open_match(self, desk: Desk) -> Snapshot[Match] | None:
        store = desk.store
        found = [m for s in self.all(desk, Match) if along.runs(store, m := s.of(Match))]
        return self.chance.choice(found) if found else None

    def _step(self, desk: Desk) -> None:
        match = self._open_match(desk)
        if match is None:
            return
        store = desk.store
        keys = [s.key for s in store.facts().stages[Match.kind_name]]
        onward = keys[min(keys.index(match.record.stage or keys[0]) + 1, len(keys) - 2)]
        stage = self.chance.choice((onward, onward, onward, "abgelehnt", keys[0]))
        values: dict[str, str] = {}
        if stage == "abgelehnt":
            values = {"refused_by": self.chance.choice(("Haushalt", "Vermietung")), "refused_because": REASON}
        elif stage == "abgeschlossen":
            values = {"outcome": self.chance.choice(("läuft gut", "abgebrochen", "beendet"))}
        elif stage == "begonnen" and self.chance.random() < 0.7:
            values = {"override_note": "mündlich zugesagt"}
        moves = along.moves_along(store, match, stage, outcome=values.get("outcome"))
        keys_ = None if self.chance.random() < 0.7 else {m.key for m in moves if self.chance.random() < 0.5}
        self.act(
            desk,
            f"{match.record.title} {match.record.stage} -> {stage}",
            lambda change: chain.advance(change, match, stage, along_keys=keys_, **values),
        )

    def _ill(self, desk: Desk) -> None:
        person = self.some(desk, Volunteer)
        if person:
            state = self.chance.choice((VolunteerState.PAUSED, VolunteerState.AVAILABLE, VolunteerState.ENDED))
            self.act(desk, f"{state.name}", lambda change: change.update(person.id, {"state": state}))

    def _withdraw(self, desk: Desk) -> None:
        entry = self.some(desk, self.chance.choice((HousingLead, WorkLead, Case)))
        if entry:

            def go(change: Change) -> None:
                cases.withdraw(change, entry.id, "hat sich erledigt")
                if self.chance.random() < 0.6:
                    chain.end_along(change, entry)

            self.act(desk, f"withdraws {entry.kind.name}", go)

    def _stage(self, desk: Desk) -> None:
        entry = self.some(desk, self.chance.choice((HousingLead, Case)))
        if entry:
            stage = self.chance.choice(desk.store.facts().stages[entry.kind.name]).key
            self.act(desk, f"sets {entry.kind.name} to {stage}", lambda c: entries.set_stage(c, entry.id, stage))

    def _trash(self, desk: Desk) -> None:
        entry = self.some(desk, self.chance.choice((HousingLead, WorkLead, Volunteer, Case, Task)))
        if entry:
            self.act(desk, f"trashes {entry.kind.name}", lambda change: change.trash(entry.id))

    def _tick(self, desk: Desk) -> None:
        task = self.some(desk, Task)
        if task:
            self.act(desk, "ticks", lambda change: chain.finish_task(change, task.id))

    def _move_task(self, desk: Desk) -> None:
        task = self.some(desk, Task)
        if task:
            due = (self.time.date() + dt.timedelta(days=self.chance.randint(-3, 20))).isoformat()
            person = self.chance.choice(("Jonas Keller", "Petra Wagner", None))
            self.act(desk, "moves a task", lambda c: c.update(task.id, {"due_on": due, "person": person}))

    def _undo(self, desk: Desk) -> None:
        if desk.done:
            done = desk.done.pop()
            self.act(desk, "takes back", lambda change: change.undo(done))
            desk.done.pop()
            self.made -= set(done.added(Match.kind_name))

    def _exchange(self, desk: Desk) -> None:
        if folder.exchange(desk.store, self.stick).held:  # a month's work of a small network; a clerk agrees to it
            folder.exchange(desk.store, self.stick, accept=True)
        desk.done.clear()
        self.log.append(f"{self.time:%d.%m.} {desk.name} exchanges")

    # ---- a month ----------------------------------------------------------------------------------------------------
    def run(self) -> None:
        """Thirty days; raises :class:`Broken`."""
        acts = (
            (self._enter, 3),
            (self._propose, 9),
            (self._step, 16),
            (self._ill, 2),
            (self._withdraw, 1),
            (self._stage, 1),
            (self._trash, 1),
            (self._tick, 2),
            (self._move_task, 1),
            (self._undo, 2),
            (self._exchange, 2),
        )
        verbs, weights = [a for a, _ in acts], [w for _, w in acts]
        for desk in self.desks:
            for _ in range(5):
                self._enter(desk)
        for desk in (*self.desks, self.desks[0]):
            self._exchange(desk)
        for _ in range(DAYS):
            for _ in range(self.chance.choice((0, 1, 2, 3, 5, 7))):
                self.chance.choices(verbs, weights)[0](self.chance.choice(self.desks))
            self.time += dt.timedelta(days=1)
            self._morning()
        for desk in (*self.desks, self.desks[0]):
            self._exchange(desk)
        self._morning()
        self._nobody_lost()

    def _morning(self) -> None:
        for desk in self.desks:
            if following.pending(desk.store):
                with desk.store.change() as change:
                    following.keep(change)
                self._note(change)
                if following.pending(desk.store):
                    raise Broken(f"{desk.name}: what was kept is to be kept again")
            self.check(desk)

    # ---- what must hold ---------------------------------------------------------------------------------------------
    def check(self, desk: Desk) -> None:
        """What holds in an office every morning."""
        store = desk.store
        found = {s.match.id: s for s in following.steps(store)}
        tasks = [t for t in store.all(Task) if following.match_of(t) and work_list.is_open(t)]
        access = here(store)
        for match in store.all(Match):
            words = f"{desk.name}: {match.record.title} ({match.record.stage})"
            if match.record.refused_by == RefusedBy.TAKEN:
                self.seen["freed"] += 1
            if along.runs(store, match):
                step = found.get(match.id)
                self.seen[f"next: {step.between}{', overdue' if step.overdue else ''}" if step else "next: none"] += 1
                if step is None or not step.who.strip() or not step.what:
                    raise Broken(f"{words} has no next person")
                if step.overdue != (step.due < store.today()):
                    raise Broken(f"{words} does not say that it is overdue")
                own = [t for t in tasks if following.match_of(t) == match.id]
                if access.owns(step.office) and [(t.record.due_on, t.record.person or "") for t in own] != [
                    (step.due.isoformat(), step.person)
                ]:
                    raise Broken(f"{words} has not its one task: {[t.record.title for t in own]}")
            elif match.record.refused_by == RefusedBy.TAKEN and "vergeben an " not in (
                match.record.refused_because or ""
            ):
                raise Broken(f"{words} does not say to which number it went")
            if any(name in (match.record.refused_because or "") for name in NAMES):
                raise Broken(f"{words} names somebody")
        self._promised_once(desk, found)

    def _promised_once(self, desk: Desk, found: dict[str, following.NextStep]) -> None:
        """A flat that two cases hold is to be settled by both."""
        store = desk.store
        held: dict[str, list[Snapshot[Match]]] = {}
        for match in store.all(Match):
            if along.runs(store, match) and along.phase_of(store, match) >= along.ACCEPTED:
                held.setdefault(match.record.lead or "", []).append(match)
        for lead, matches in held.items():
            entry = store.get(lead)
            if (
                entry is None
                or entry.sealed
                or len({m.record.parent for m in matches}) < 2
                or not along.one_place(entry)
            ):
                continue
            quiet = [m for m in matches if found[m.id].between not in (Between.TWICE, Between.CASE_CLOSED)]
            if quiet:
                raise Broken(f"{desk.name}: {quiet[0].record.title} is promised twice and nobody says so")

    def _nobody_lost(self) -> None:
        """After the last exchange every suggestion is where its case is seen."""
        known = {m.id for desk in self.desks for m in desk.store.all(Match, sealed=True)}
        if lost := self.made - known:
            raise Broken(f"lost: {lost}")
        shared = [
            {m.id: (m.record.stage, m.sealed) for m in desk.store.all(Match, sealed=True) if m.space == "net"}
            for desk in self.desks
        ]
        if shared[0] != shared[1]:
            raise Broken("the offices do not agree on their suggestions")


def run(
    chance: random.Random, pcs: Sequence[tuple[Path, bytes]], tally: Counter[str] | None = None
) -> tuple[str | None, list[str]]:
    """One month; gives what is broken (``None`` if all holds) and what happened."""
    with tempfile.TemporaryDirectory(prefix="monat-", ignore_cleanup_errors=True) as place:
        month = Month(chance, Path(place), pcs)
        try:
            month.run()
        except Broken as error:
            return str(error), month.log
        finally:
            month.close()
            if tally is not None:
                tally.update(month.seen)
    return None, month.log


def main() -> int:
    """Run months; exit status 1 if one is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", action="store_true")
    options = parser.parse_args()
    broken = 0
    begun, tally = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="monate-", ignore_cleanup_errors=True) as place:
        pcs = histories.template(Path(place), 2)
        for seed in range(options.seed, options.seed + options.count):
            what, log = run(random.Random(seed), pcs, tally)
            if what or options.log:
                print(f"seed {seed}: {what or 'holds'}", flush=True)
                print("\n".join(f"    {line}" for line in (log if options.log else log[-12:])), flush=True)
            broken += what is not None
            if (seed - options.seed + 1) % 25 == 0:
                print(
                    f"{seed - options.seed + 1} months, {broken} broken, {time.monotonic() - begun:.0f} s", flush=True
                )
    print("\n".join(f"    {number:7} {name}" for name, number in sorted(tally.items())))
    print(f"{options.count} months from seed {options.seed}: {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
