"""Where the exchange stands: for each office when it was heard of last, what it has confirmed, what lies ready."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import import_packages, members, package
from netzwerkhilfe.exchange.report import Report
from netzwerkhilfe.store.store import Store

KEPT = 40
SILENT_DAYS = 7


@dataclass(frozen=True)
class OfficeStatus:
    """One of the other offices (or a further PC of the own one)."""

    office: str
    name: str
    received_at: str
    """When its last package arrived here, ISO; empty if never."""
    received: int
    """How many entries its last package changed."""
    missing: int | None
    """How many changes it has not confirmed; ``None`` if it was never heard of."""
    conflicts: int
    silent_days: int | None


def offices(store: Store) -> list[OfficeStatus]:
    """The other offices in the order of their joining."""
    facts, own = store.facts(), store.local("office")
    cards = members.cards(store)
    missing = members.missing_changes(store)
    with store.reading() as cursor:
        heard = dict(cursor.execute("SELECT sender, max(at) FROM peer GROUP BY sender").fetchall())
    latest: dict[str, int] = {}
    for one in reversed(history(store)):
        for office, count in one.get("by_office", {}).items():
            latest.setdefault(office, count)
    found = []
    for office in sorted(facts.offices.values(), key=lambda o: o.order):
        pcs = [c for c in cards.values() if c.office == office.id and c.id != store.replica]
        if not pcs or (office.id == own and not pcs):
            continue
        at = max((heard.get(c.id, "") for c in pcs), default="")
        known = [m for c in pcs if (m := missing.get(c.id)) is not None]
        days = (store.now().date() - _day(at)).days if at else None
        found.append(
            OfficeStatus(
                office.id,
                office.name,
                at,
                latest.get(office.id, 0),
                min(known) if known else None,
                _conflicts(store, {c.id for c in pcs}),
                days,
            )
        )
    return found


def _day(at: str) -> Any:
    import datetime as dt

    return dt.datetime.fromisoformat(at).date()


def _conflicts(store: Store, replicas: set[str]) -> int:
    from netzwerkhilfe.store import reading

    with store.reading() as cursor:
        return len({c.id for c in reading.conflicts(cursor) if any(v.replica in replicas for v in c.values)})


@dataclass
class Waiting:
    """What lies in a folder: packages with something new, by office; free bytes (``None`` if not reachable)."""

    packages: int = 0
    by_office: dict[str, int] = field(default_factory=dict)
    free: int | None = None


def peek(store: Store, folder: Path) -> Waiting:
    """Look into a folder: only heads are read."""
    found = Waiting()
    try:
        found.free = shutil.disk_usage(folder).free
        paths = import_packages.find(folder, Report())
    except (OSError, UserError):
        return found
    cards = members.cards(store)
    for path in paths:
        try:
            head = package.open_package(path, store.local("age_secret")).head
        except Exception:  # noqa: BLE001, S112 - a look must not stumble over one file; the exchange names it
            continue
        ours = head.network == store.local("network") and head.space in store.spaces
        if not ours or head.sender not in cards or import_packages.covered(store, head):
            continue
        found.packages += 1
        office = cards[head.sender].office
        found.by_office[office] = found.by_office.get(office, 0) + 1
    return found


def history(store: Store) -> list[dict[str, Any]]:
    """The reports of the last exchanges, oldest first."""
    found = store.json_local("exchange_history")
    return found if isinstance(found, list) else []


def keep(store: Store, report: Report, place: str) -> None:
    """Keep a report for the history."""
    entry = report.json() | {"at": report.at, "place": place, "person": store.person, "by_office": report.by_office}
    store.set_local(exchange_history=json.dumps([*history(store), entry][-KEPT:], ensure_ascii=False))


def sentences(entry: dict[str, Any]) -> list[str]:
    """A kept report in German sentences, for the screen and for paper."""
    received, sent = entry["received"], entry["sent"]
    found = [
        f"Empfangen: {_many(received['new'], 'neuer Eintrag', 'neue Einträge')}, "
        f"{_many(received['changed'], 'geänderter Eintrag', 'geänderte Einträge')}, "
        f"{_many(received['conflicts'], 'Konflikt', 'Konflikte')}, "
        f"{_many(received['erased'], 'Löschung', 'Löschungen')}."
    ]
    if entry.get("from"):
        found.append("Pakete von: " + ", ".join(entry["from"]) + ".")
    if sent["records"]:
        found.append(f"Hinterlegt: {sent['records']} Einträge, {max(1, sent['bytes'] // 1024)} KB.")
    if entry.get("healed"):
        found.append(f"{entry['healed']} beschädigte Angaben wurden aus einem anderen Büro ergänzt.")
    found += entry["set_aside"] + entry["held"] + entry["copies"] + entry.get("notices", [])
    return found


def _many(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
