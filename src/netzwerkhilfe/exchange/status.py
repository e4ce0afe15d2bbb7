"""Where the exchange stands: for each office whether it is up to date, and if not, what is missing, from whom, since
when. Codes decide; the sentences are in :mod:`netzwerkhilfe.exchange.wording`.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import clocks, confirmed, import_packages, members, package, peers, pending
from netzwerkhilfe.exchange.clocks import Whose, Wrong
from netzwerkhilfe.exchange.members import DeviceIdentity
from netzwerkhilfe.exchange.pending import Aside, Waits
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.backup import RESTORED
from netzwerkhilfe.store.peer_vectors import Lacking
from netzwerkhilfe.store.store import Store

KEPT = 40
SILENT_DAYS = 7


class Lack(IntEnum):
    """Why an office is not up to date; the lower, the sooner somebody should look."""

    HELD = 1
    """A package of it waits for a person here."""
    ASIDE = 2
    """A package was set aside that may hold something of it."""
    CLOCK = 3
    """Its clock is wrong, or ours and it is not clear whose."""
    OWN_CLOCK = 4
    """The clock of this PC is wrong."""
    NEVER_HEARD = 5
    """No package of it ever came here."""
    RESTORED = 6
    """Nothing was heard of it since this PC was put back from a backup."""
    WENT_BACK = 7
    """It was put back from a backup itself and lacks again what it had confirmed."""
    SILENT = 8
    """No new package came for more than :data:`SILENT_DAYS`."""
    UNCONFIRMED = 9
    """It has not confirmed what was left for it."""
    UNSENT = 10
    """What was changed here was not left for it yet."""


@dataclass(frozen=True)
class Finding:
    """One thing that is missing: what, from which PC, since when."""

    what: Lack
    pc: DeviceIdentity | None = None
    """The other PC; ``None`` if it is this one, or nobody knows whose."""
    since: str = ""
    """ISO, by our clock; empty if nothing can be said."""
    count: int = 0
    """How many changes, or days for ``SILENT``."""
    waits: Waits | None = None
    aside: Aside | None = None
    clock: Wrong | None = None


@dataclass(frozen=True)
class OfficeStatus:
    """One of the other offices (or the further PCs of the own one)."""

    office: str
    name: str
    pcs: tuple[DeviceIdentity, ...]
    received_at: str
    """When its last package arrived here, ISO; empty if never."""
    received: int
    """How many entries its last package changed."""
    sent_at: str
    """When our packages were left last where all its PCs read, ISO; empty if never."""
    unsent: int
    """How many changes were made since; the most of any of its PCs."""
    missing: int | None
    """How many changes it has not confirmed, the most of any of its PCs; ``None`` if one was never heard of."""
    conflicts: int
    findings: tuple[Finding, ...]
    """What is missing, what matters most first; empty if the office is up to date."""

    @property
    def current(self) -> bool:
        """Whether all its PCs and this one know the same, as far as packages tell."""
        return not self.findings


@dataclass(frozen=True)
class Situation:
    """Where the exchange stands."""

    offices: tuple[OfficeStatus, ...]
    """The other offices in the order of their joining, and the own one if it has further PCs."""
    own: str
    """The id of the own office."""
    findings: tuple[Finding, ...]
    """What concerns this PC, or no office in particular."""

    @property
    def current(self) -> bool:
        """Whether everything is up to date."""
        return not self.findings and all(one.current for one in self.offices)

    def behind(self, ready: Container[str] = ()) -> list[OfficeStatus]:
        """The offices that are not up to date, with those of which a package lies ``ready`` (by the office's id)."""
        return [one for one in self.offices if not one.current or one.office in ready]


def situation(store: Store) -> Situation:
    """Where the exchange stands, as far as packages tell."""
    identities, everybody = members.identities(store), members.everybody(store)
    waits = pending.waiting(store)
    wrong = clocks.wrong(store)
    lie_aside = pending.aside(store)
    own = [Finding(Lack.OWN_CLOCK, clock=one) for one in wrong if one.whose is Whose.OURS]
    nobodys = [Finding(Lack.ASIDE, aside=a, since=a.since) for a in lie_aside if a.sender not in identities]
    former = [
        Finding(Lack.HELD, everybody[w.sender], w.since, waits=w)
        for w in waits
        if w.sender in everybody and w.sender not in identities
    ]
    look = _Look(
        store,
        {one.sender: one for one in wrong if one.whose is not Whose.OURS},
        [one for one in waits if one.sender in identities],
        [one for one in lie_aside if one.sender in identities],
    )
    left = members.leaving_offices(store)
    latest: dict[str, int] = {}
    for one in reversed(history(store)):
        for office, count in one.get("by_office", {}).items():
            latest.setdefault(office, count)
    found = []
    for fact in sorted(store.facts().offices.values(), key=lambda o: o.order):
        pcs = [c for c in identities.values() if c.office == fact.id and c.id != store.replica]
        if pcs and fact.id not in left:  # what of theirs is missing is told where the leaving is
            pcs.sort(key=lambda c: (c.number, c.id))
            found.append(look.office(fact.id, fact.name, pcs, latest.get(fact.id, 0), own))
    return Situation(tuple(found), store.local("office"), (*own, *former, *nobodys))


@dataclass(frozen=True)
class _Look:
    """What is known of all PCs, to look at one after the other."""

    store: Store
    wrong: Mapping[str, Wrong]
    waits: list[Waits]
    lie_aside: list[Aside]

    def office(
        self, office: str, name: str, pcs: list[DeviceIdentity], received: int, own: list[Finding]
    ) -> OfficeStatus:
        """One office: up to date only if all its PCs are, and this one's clock is right."""
        behind = [self._behind(pc) for pc in pcs]
        findings = [f for pc, lacking in zip(pcs, behind, strict=True) for f in self._findings(pc, lacking)]
        findings += own
        sent = [peers.left_for(self.store, pc.id).at for pc in pcs]
        with self.store.reading() as cursor:
            ids = {pc.id for pc in pcs}
            conflicts = len({c.id for c in reading.conflicts(cursor) if any(v.replica in ids for v in c.values)})
        return OfficeStatus(
            office,
            name,
            tuple(pcs),
            max((one.at for pc in pcs for one in self._heard(pc)), default=""),
            received,
            min(sent, default=""),
            max((b.unsent for b in behind if b), default=0),
            None if None in behind else max((b.count for b in behind if b), default=0),
            conflicts,
            tuple(sorted(findings, key=lambda f: f.what)),
        )

    def _spaces(self, pc: DeviceIdentity) -> list[str]:
        return [space for space in self.store.spaces if pc.access.may_see(space)]

    def _heard(self, pc: DeviceIdentity) -> list[peers.Heard]:
        found = (peers.heard(self.store, space, pc.id) for space in self._spaces(pc))
        return [one for one in found if one]

    def _behind(self, pc: DeviceIdentity) -> Lacking | None:
        """What a PC has not confirmed of all that it may see; ``None`` if it was never heard of in one space."""
        found = [members.behind(self.store, space, pc.id) for space in self._spaces(pc)]
        known = [one for one in found if one]
        if len(known) < len(found):
            return None
        return Lacking(
            sum(one.count for one in known),
            sum(one.lost for one in known),
            sum(one.unsent for one in known),
            min((one.since for one in known if one.since), default=""),
            min((one.unsent_since for one in known if one.unsent_since), default=""),
        )

    def _findings(self, pc: DeviceIdentity, behind: Lacking | None) -> list[Finding]:
        """What is missing from one PC, or at it."""
        found = [Finding(Lack.HELD, pc, w.since, waits=w) for w in self.waits if w.sender == pc.id]
        found += [Finding(Lack.ASIDE, pc, a.since, aside=a) for a in self.lie_aside if a.sender == pc.id]
        if pc.id in self.wrong:
            found.append(Finding(Lack.CLOCK, pc, self.wrong[pc.id].here, clock=self.wrong[pc.id]))
        heard = self._heard(pc)
        if not heard or behind is None:
            return [*found, Finding(Lack.NEVER_HEARD, pc, self._joined(pc))]
        latest = max(one.at for one in heard)
        restored = self.store.local(RESTORED)
        if any(one.restored != restored for one in heard):
            found.append(Finding(Lack.RESTORED, pc, restored.partition(" ")[0]))
        days = (self.store.now().date() - dt.datetime.fromisoformat(latest).date()).days
        if days > SILENT_DAYS:
            found.append(Finding(Lack.SILENT, pc, latest, days))
        if behind.lost:
            found.append(Finding(Lack.WENT_BACK, pc, max(one.went_back_at for one in heard), behind.lost))
        if unconfirmed := behind.count - behind.lost - behind.unsent:
            found.append(Finding(Lack.UNCONFIRMED, pc, self._plausible(behind.since, latest), unconfirmed))
        if behind.unsent:
            found.append(Finding(Lack.UNSENT, pc, self._plausible(behind.unsent_since, latest), behind.unsent))
        return found

    def _joined(self, pc: DeviceIdentity) -> str:
        """When a PC was taken in; empty where only its invitation is known."""
        with self.store.reading() as cursor:
            return reading.created_at(cursor, KINDS["devices"], pc.id)

    def _plausible(self, since: str, heard: str) -> str:
        """A moment that another PC named, unless its clock was wrong; then since when that office was heard of."""
        at = peers.moment(since) if since else None
        good = at is not None and clocks.EARLIEST <= at <= peers.now(self.store) + peers.DAY
        return since if good else heard


@dataclass
class Waiting:
    """What lies in a folder: packages with something new, by office; free bytes (``None`` if not reachable)."""

    packages: int = 0
    by_office: dict[str, int] = field(default_factory=dict)
    free: int | None = None


def peek(store: Store, folder: Path) -> Waiting:
    """Look into a folder, without taking anything in."""
    found = Waiting()
    try:
        found.free = shutil.disk_usage(folder).free
        paths = import_packages.find(folder, Report())
    except (OSError, UserError):
        return found
    identities = members.identities(store)
    held = {(one.sender, one.number) for one in pending.waiting(store)}
    for path in paths:
        try:
            opened = package.open_head(path, *members.secrets_of(store))
            head = opened.head
            ours = head.network == store.local("network") and head.space in store.spaces
            ours = ours and head.sender in identities and head.sender != store.replica
            ours = ours and opened.signed_by(identities[head.sender].signing_key)
            known = ours and confirmed.covered(store, opened)
        except Exception:  # noqa: BLE001, S112 - a look must not stumble over one file; the exchange names it
            continue
        waits = (head.sender, head.number) in held
        if not ours or waits or known:
            continue
        found.packages += 1
        office = identities[head.sender].office
        found.by_office[office] = found.by_office.get(office, 0) + 1
    return found


def history(store: Store) -> list[dict[str, Json]]:
    """The reports of the last exchanges, oldest first."""
    found = store.json_local("exchange_history")
    return found if isinstance(found, list) else []


def keep(store: Store, report: Report, place: str) -> None:
    """Keep a report for the history."""
    entry = report.json() | {"at": report.at, "place": place, "person": store.person, "by_office": report.by_office}
    store.set_local(exchange_history=json.dumps([*history(store), entry][-KEPT:], ensure_ascii=False))
