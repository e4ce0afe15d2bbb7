"""Random histories of the exchange on real encrypted stores and real files, against an oracle of what must survive.

    python -m benchmarks.histories --count 100 --seed 0        each history has its own seed: seed, seed+1, …
    python -m benchmarks.histories --count 1 --seed 42 --log   replay one and print its steps

Two to six PCs, one of them a helper's, write, open forms and save them late, settle, trash, erase, move, back up,
restore, take exchanges back, copy their disk, and read each other's files: lost, doubled, old and in any order, with
clocks that are years off. What was taken back comes again only when a person accepts it. In the end everybody reads
everybody's last file. Then all agree, nothing undecided is lost, and nothing that was replaced is back; what was thrown
away from a page that did not show all of it is up for review, and nothing else is; no good file is said to differ from
its author's word, or to have what should be here and is not. After that, in half of the histories, the tables of a PC
are damaged: it is found, all agree again, and no value is lost.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sys
import tempfile
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netzwerkhilfe.access import rules
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import export_package, folder, founding, invitation, members, undo
from netzwerkhilfe.models import KINDS, NET
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import backup, erasure, opening, reading, state
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

PASSPHRASE = "zufall zufall"
REGISTERS = ("phone", "email", "note")
START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
HELPER = 3
"""Which PC of the template is a helper's: it holds ``net`` alone."""


class Broken(Exception):
    """A property of the exchange does not hold."""


def template(base: Path, count: int) -> list[tuple[Path, bytes]]:
    """A network of some PCs that have all joined; directories to copy, with their data keys."""
    stores: list[Store] = []
    stick = base / "stick"
    stick.mkdir(parents=True)
    for i in range(count):
        name = f"P{i}"
        made, _ = founding.create_store(
            Paths(base / name), lambda s: None, passphrase=PASSPHRASE, person=name, keyring=False
        )
        made.now = lambda: START
        if i == 0:
            founding.found_network(made, "Zufall", "Maxdorf", name)
        else:
            office = "Maxdorf" if i in (2, HELPER) else f"Büro {i}"
            invitation.join_with(made, invitation.draft(stores[0], office, helper=i == HELPER), name)
            folder.exchange(made, stick)
            folder.exchange(stores[0], stick)
            members.confirm(stores[0], name)
            folder.exchange(stores[0], stick)
        stores.append(made)
    for _ in range(2):
        for made in stores:
            folder.exchange(made, stick)
    found = [(s.paths.data, s.key) for s in stores]
    for made in stores:
        made.close()
        shutil.rmtree(made.paths.backups, ignore_errors=True)
    return found


@dataclass
class Pc:
    """One PC of a history: its store, and which writes it has heard of."""

    name: str
    store: Store
    skew: float
    known: set[int] = field(default_factory=set)
    own: list[tuple[int, int]] = field(default_factory=list)
    """Its own writes, each with the mark under which it was written."""
    saved: tuple[Path, set[int], set[int]] | None = None
    undone: set[int] = field(default_factory=set)
    """What was taken back here and has not come again."""


@dataclass(frozen=True)
class Form:
    """What a PC has on the screen: an entry, and the writes that it knew then."""

    pc: Pc
    opened: Snapshot
    register: str
    known: frozenset[int]


@dataclass
class Mail:
    """A file as it was written once."""

    data: bytes
    known: frozenset[int]


class History:
    """One random history."""

    def __init__(self, chance: random.Random, base: Path, pcs: list[tuple[Path, bytes]]) -> None:
        self.chance = chance
        self.healing = False
        self.base = base
        self.time = START
        self.log: list[str] = []
        self.pcs: list[Pc] = []
        self.mail: list[Mail] = []
        self.forms: list[Form] = []
        self.seals: dict[tuple[str, int, int], set[int]] = {}
        """By the dot of each seal the writes that its writer had seen."""
        self.events: list[tuple[str, str]] = [("", "")]
        self.over: dict[int, set[int]] = {}
        self.records: list[str] = []
        self.moved: set[str] = set()
        for i in range(self.chance.randint(2, len(pcs))):
            self._open(f"P{i}", *pcs[i])

    def _open(self, name: str, source: Path, key: bytes, known: set[int] | None = None) -> None:
        target = self.base / name
        shutil.copytree(source, target)
        store = opening.open_with_key(Paths(target), key)
        pc = Pc(name, store, self.chance.choice((0, 0, 0, -10, 10)) * 365.0, set(known or ()))
        store.now = lambda: self.time + dt.timedelta(days=pc.skew)
        self.pcs.append(pc)

    # ---- writing ----------------------------------------------------------------------------------------------------
    def _event(self, pc: Pc, record: str, register: str, over: set[int]) -> str:
        number = len(self.events)
        self.events.append((record, register))
        self.over[number] = over
        pc.known.add(number)
        pc.own.append((number, pc.store.mark))
        return f"e{number}"

    @staticmethod
    def _number(value: object) -> set[int]:
        return {int(value[1:])} if isinstance(value, str) and value.startswith("e") and value[1:].isdigit() else set()

    def _live(self, pc: Pc, record: str, register: str) -> set[int]:
        kind = KINDS["volunteers"]
        with pc.store.reading() as cursor:
            rows = reading.rows(cursor, kind, "id = ?", (record,))
            return self._live_in(cursor, rows[0], register) if rows else set()

    def step(self) -> None:
        """One random action of one PC."""
        self.time += dt.timedelta(minutes=7)
        pc = self.chance.choice(self.pcs)
        here = [r for r in self.records if (s := pc.store.get(r)) and s.space == NET and s.sealed != "moved"]
        record = self.chance.choice(here) if here else ""
        register = self.chance.choice(REGISTERS)
        names, weights = zip(*WEIGHTS.items(), strict=True)
        action = self.chance.choices(names, weights)[0]
        self.log.append(f"{pc.name} {action} {record[:6]} {register}")
        store = pc.store
        if action == "create" or (not here and action not in ("read", "write_file", "restore", "backup")):
            self._create(pc)
        elif action == "write":
            self._write(pc, record, register)
        elif action == "open_form":
            opened = store.get(record)
            assert opened
            self.forms.append(Form(pc, opened, register, frozenset(pc.known)))
        elif action == "save_form" and self.forms:
            self._save_form()
        elif action == "resolve":
            live = self._live(pc, record, register)
            if len(live) > 1:
                with store.change() as change:
                    change.resolve(record, {register: self._event(pc, record, register, live)})
        elif action == "trash":
            self._trash(pc, record, None)
        elif action == "trash_form" and self.forms:
            form = self.forms.pop(self.chance.randrange(len(self.forms)))
            if form.pc.store.get(form.opened.id):
                self._trash(form.pc, form.opened.id, form)
        elif action == "untrash":
            with store.change() as change:
                change.untrash(record)
        elif action == "trash_late":
            self._trash_late(pc, record, register)
        elif action == "move" and store.office_space in store.spaces:
            try:
                with store.change() as change:
                    change.move(record, store.office_space)
                self.moved.add(record)
            except UserError:
                pass
        elif action == "erase" and rules.here(store).role is rules.Role.OFFICE:  # a person's laptop is refused
            erasure.erase(store, record, "Zufall")
        elif action == "read":
            self._read(pc)
        elif action == "write_file":
            self._write_file(pc)
        elif action == "backup":
            made = backup.make(store, self.base / f"{pc.name}-{len(self.log)}.bak")
            pc.saved = (made, set(pc.known), set(pc.undone))
        elif action == "take_back" and self.mail:
            self._take_back(pc)
        elif action == "restore" and pc.saved:
            self._restore(pc)
        elif action == "clone" and len(self.pcs) < 8:
            self._clone(pc)

    def _create(self, pc: Pc) -> None:
        with pc.store.change() as change:
            obj = change.add("volunteers", {"last_name": "Zufall", "consent_network": True})
            texts = {r: self._event(pc, obj.id, r, set()) for r in REGISTERS if self.chance.random() < 0.6}
            for name, value in texts.items():
                setattr(obj, name, value)
        self.records.append(obj.id)

    def _write(self, pc: Pc, record: str, register: str) -> None:
        shown = pc.store.require(record)
        with pc.store.change() as change:
            change.update(record, {register: self._event(pc, record, register, self._number(shown.values[register]))})

    def _trash_late(self, pc: Pc, record: str, register: str) -> None:
        """While somebody looks at an entry, another PC changes it, and its file is read."""
        form = Form(pc, pc.store.require(record), register, frozenset(pc.known))
        other = self.chance.choice(self.pcs)
        there = other.store.get(record)
        if other is not pc and there and there.sealed != "moved":
            self._write(other, record, register)
        self._read(pc, [self._write_file(other)])
        if pc.store.get(record):
            self._trash(pc, record, form)

    def _trash(self, pc: Pc, record: str, form: Form | None) -> None:
        with pc.store.change() as change, change.as_shown(form.opened.seen if form else None):
            change.trash(record)
        with pc.store.reading() as cursor:
            (dot,) = reading.dots_of(cursor, [change.set.numbers[NET]])
        own = {number for number, mark in pc.own if mark == pc.store.mark}
        self.seals[tuple(dot)] = set(form.known) | own if form else set(pc.known)

    def _save_form(self) -> None:
        form = self.forms.pop(self.chance.randrange(len(self.forms)))
        pc, opened, register = form.pc, form.opened, form.register
        if pc.store.get(opened.id) is None:
            return
        value = self._event(pc, opened.id, register, self._number(opened.values[register]))
        with pc.store.change() as change:
            change.write(opened, {register: value})

    def _restore(self, pc: Pc) -> None:
        assert pc.saved
        self.forms = [f for f in self.forms if f.pc is not pc]
        key = pc.store.key
        clock = pc.store.now
        pc.store.close()
        pc.store = opening.restore(pc.store.paths, pc.saved[0], None, key=key)
        pc.store.now = clock
        pc.known, pc.undone = set(pc.saved[1]), set(pc.saved[2])

    def _take_back(self, pc: Pc) -> None:
        """An exchange that is taken back at once: from then on what it had brought waits, whoever passes it on."""
        clock, before = pc.store.now, set(pc.known)
        chosen = self._some_mail()
        folder.exchange(pc.store, self._lay_out(chosen), accept=True)
        pc.known = before.union(*(mail.known for mail in chosen))
        if undo.possible(pc.store):
            self.forms = [f for f in self.forms if f.pc is not pc]
            pc.store = undo.take_back(pc.store)
            pc.store.now = clock
            pc.known, pc.undone = before, (pc.undone | pc.known) - before
            relay = self.chance.choice(self.pcs)
            self._read(relay, chosen)
            self._read(pc, [self._write_file(relay), *self._some_mail()], accept=False)
        else:
            pc.undone -= pc.known

    def _clone(self, pc: Pc) -> None:
        pc.store.close()
        key = pc.store.key
        self._open(f"K{len(self.pcs)}", pc.store.paths.data, key, pc.known)
        self.pcs[-1].undone = set(pc.undone)
        clock = pc.store.now
        pc.store = opening.open_with_key(pc.store.paths, key)
        pc.store.now = clock

    # ---- files ------------------------------------------------------------------------------------------------------
    def _write_file(self, pc: Pc) -> Mail:
        target = self.base / "out"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        folder.write_own(pc.store, target, NET, folder.Report())
        made = Mail(next(target.iterdir()).read_bytes(), frozenset(pc.known))
        self.mail.append(made)
        return made

    def _some_mail(self) -> list[Mail]:
        return self.chance.sample(self.mail, min(len(self.mail), self.chance.randint(1, 3)))

    def _lay_out(self, files: list[Mail]) -> Path:
        source = self.base / "in"
        shutil.rmtree(source, ignore_errors=True)
        source.mkdir()
        for i, mail in enumerate(files):
            (source / f"{self.chance.random()}-{i}").write_bytes(mail.data)
        return source

    def _read(self, pc: Pc, files: list[Mail] | None = None, *, accept: bool | None = None) -> None:
        chosen = self._some_mail() if files is None else files
        source = self._lay_out(chosen)
        if accept is None:
            accept = files is not None or self.chance.random() < 0.5
        report = folder.Report()
        opened_all = folder.open_files(pc.store, folder.find(source, report), report)
        ours = {mail.data for mail in chosen}
        for opened in opened_all:
            mail = chosen[int(opened.path.name.rpartition("-")[2])]
            waiting = len(report.held)
            folder.take_in(pc.store, opened, report, accept=accept)
            if len(report.held) > waiting:
                ours.discard(mail.data)
            elif not accept and mail.known & (pc.undone - pc.known):
                raise Broken(f"what was taken back has come again: {mail.known & pc.undone}")
        if report.set_aside:
            raise Broken(f"a good file was set aside: {report.set_aside}")
        if report.relayed and not self.healing:
            raise Broken(f"a good file is said to differ from its author's word: {report.relayed}")
        if report.missing and not self.healing:
            raise Broken(f"entries of a good file are said to be missing: {report.missing}")
        if self.healing:
            folder.compare(pc.store, opened_all, report)
        for mail in chosen:
            if mail.data in ours:  # what waits has not come
                pc.known |= mail.known
                pc.undone -= mail.known

    # ---- the end ----------------------------------------------------------------------------------------------------
    def finish(self) -> None:
        """Everybody reads everybody's last file until nothing changes; then all properties are checked."""
        self._come_to_rest()
        self._check()
        if self.chance.random() < 0.5:
            self._damage()

    def _come_to_rest(self) -> None:
        for _ in range(8):
            before = [self._digest(pc) for pc in self.pcs]
            for pc in self.pcs:
                mail = self._write_file(pc)
                for other in self.pcs:
                    if other is not pc:
                        self._read(other, [mail])
            after = [self._digest(pc) for pc in self.pcs]
            if before == after and len(set(after)) == 1:
                break
        else:
            raise Broken("the exchange does not come to rest or diverged")

    def _check(self) -> None:
        first = self.pcs[0]
        known = set().union(*(pc.known for pc in self.pcs))
        dead = set().union(*(self.over[e] for e in known)) if known else set()
        lists = []
        for pc in self.pcs:
            with pc.store.reading() as cursor:
                lists.append({(c.id, c.register) for c in reading.conflicts(cursor) if self._in_net(pc, c.id)})
        if any(found != lists[0] for found in lists):
            raise Broken("conflict lists differ")
        for record in self.records:
            shown = first.store.get(record)
            if shown is None or record in self.moved:
                continue
            for register in REGISTERS:
                wanted = {e for e in known if self.events[e] == (record, register) and e not in dead}
                live = self._live(first, record, register)
                if wanted - live:
                    raise Broken(f"a value is lost: {wanted - live}")
                if live - wanted:
                    raise Broken(f"an overwritten value is back: {live - wanted}")
        for pc in self.pcs:
            self._check_reviews(pc)
            findings = [f for f in pc.store.check() if "noch geändert" not in f]
            if findings:
                raise Broken(f"{pc.name}: {findings}")

    def _check_reviews(self, pc: Pc) -> None:
        """Up for review is what holds a write that the writer of a living seal had not seen."""
        kind, wanted = KINDS["volunteers"], set()
        with pc.store.reading() as cursor:
            listed = {s.id for s in reading.reviews(cursor)}
            for record in set(self.records) - self.moved:
                rows = reading.rows(cursor, kind, "id = ? AND space = ?", (record, NET))
                seals = reading.live(cursor, kind, rows[0], "seal") if rows else {}
                dots = [d for n, value in seals.items() if value for d in reading.dots_of(cursor, [n])]
                there = set().union(*(self._live_in(cursor, rows[0], r) for r in REGISTERS)) if rows else set()
                if any(there - self.seals[tuple(d)] for d in dots):
                    wanted.add(record)
        if listed - self.moved != wanted:
            raise Broken(f"{pc.name}: up for review are {listed - self.moved}, not {wanted}")

    def _live_in(self, cursor: Any, row: Mapping[str, Any], register: str) -> set[int]:
        values = reading.live(cursor, KINDS["volunteers"], row, register).values()
        return set().union(*(self._number(v) for v in values)) if values else set()

    def _values(self, pc: Pc) -> dict[tuple[str, str], set[str]]:
        """All live values of a PC, by entry and register."""
        kind = KINDS["volunteers"]
        found: dict[tuple[str, str], set[str]] = {}
        with pc.store.reading() as cursor:
            for row in reading.rows(cursor, kind, "space = ?", (NET,)):
                for register in REGISTERS:
                    values = reading.live(cursor, kind, row, register).values()
                    found[row["id"], register] = {str(v) for v in values if v is not None}
        return found

    def _damage(self) -> None:
        """Spoil the tables of one PC outside the unit of work; the exchange has to find and mend it."""
        whole, broken = self.chance.sample(self.pcs, 2)
        before = self._values(whole)
        entries = sorted({record for record, _ in before})
        if not entries:
            return
        with broken.store.connections.autocommit() as cursor, broken.store.connections.writing():
            for _ in range(self.chance.randint(1, 4)):
                record, register = self.chance.choice(entries), self.chance.choice(REGISTERS)
                how = self.chance.choice(("row", "stamp", "siblings", "value"))
                self.log.append(f"{broken.name} loses {how} of {record[:6]} {register}")
                if how == "row":
                    cursor.execute("DELETE FROM volunteers WHERE id = ?", (record,))
                elif how == "stamp":
                    cursor.execute("DELETE FROM stamp WHERE record = ? AND register = ?", (record, register))
                elif how == "siblings":
                    cursor.execute("DELETE FROM sibling WHERE record = ?", (record,))
                else:
                    cursor.execute(f"UPDATE volunteers SET {register} = 'kaputt' WHERE id = ?", (record,))
        self.healing = True
        self._come_to_rest()
        for pc in self.pcs:
            after = self._values(pc)
            for key, values in before.items():
                if values - after.get(key, set()):
                    raise Broken(f"{pc.name}: damage has cost {values - after.get(key, set())}")
            findings = [f for f in pc.store.check() if "noch geändert" not in f]
            if findings:
                raise Broken(f"{pc.name} after healing: {findings}")

    def _in_net(self, pc: Pc, record: str) -> bool:
        found = pc.store.get(record)
        return bool(found and found.space == NET)

    def _digest(self, pc: Pc) -> str:
        with pc.store.reading() as cursor:
            found = state.export(cursor, NET).digest
        if export_package.summary(pc.store, NET).digest != found:
            raise AssertionError("the digest that is kept is not that of the store")
        return found

    def close(self) -> None:
        """Close all stores."""
        for pc in self.pcs:
            pc.store.close()


WEIGHTS = {
    "create": 6,
    "write": 18,
    "open_form": 8,
    "save_form": 8,
    "resolve": 5,
    "trash": 4,
    "trash_form": 2,
    "trash_late": 6,
    "untrash": 2,
    "move": 2,
    "erase": 2,
    "read": 22,
    "write_file": 18,
    "backup": 3,
    "restore": 3,
    "take_back": 3,
    "clone": 1,
}


def run(chance: random.Random, pcs: list[tuple[Path, bytes]], steps: int | None = None) -> tuple[str | None, list[str]]:
    """One history; gives what broke (or ``None``) and its steps."""
    with tempfile.TemporaryDirectory(prefix="geschichte-") as name:
        history = History(chance, Path(name), pcs)
        try:
            for _ in range(steps or history.chance.randint(6, 45)):
                history.step()
            history.finish()
        except Broken as broken:
            return str(broken), history.log
        except Exception:  # noqa: BLE001 - whatever else goes wrong is this one's, and the others go on
            return traceback.format_exc(), history.log
        finally:
            history.close()
        return None, history.log


def main() -> int:
    """Run histories; the exit status tells whether one broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--log", action="store_true")
    options = parser.parse_args()
    found = 0
    with tempfile.TemporaryDirectory(prefix="vorlage-") as name:
        pcs = template(Path(name), 6)
        for seed in range(options.seed, options.seed + options.count):
            broken, log = run(random.Random(seed), pcs, options.steps)
            if broken:
                found += 1
                print(f"seed {seed}: {broken} ({len(log)} steps)", flush=True)
            elif (seed - options.seed + 1) % 100 == 0:
                print(f"… seeds {options.seed} to {seed}, {found} broken", flush=True)
            if options.log:
                print("\n".join(f"   {line}" for line in log))
    print(f"{options.count} histories from seed {options.seed}, {found} broken")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
