"""Erasing for good (Art. 17 DSGVO): here what is ours; what another office keeps, that office is asked to erase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from netzwerkhilfe.access.rules import Role, here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import NET
from netzwerkhilfe.models.erasure_requests import ErasureRequest
from netzwerkhilfe.store import erasure
from netzwerkhilfe.store.reader import NOT_FOUND, Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

ASKED = ("parent", "to_office", "reason", "asked_on", "asked_by", "office")
DECLINED = ("declined_on", "declined_by")


@dataclass(frozen=True)
class Outcome:
    """How many entries went, and the ids of the offices that were asked to erase others."""

    erased: int
    asked: tuple[str, ...] = ()


def decides(reader: Reader, entry: Snapshot) -> str:
    """The id of the office that is asked to erase an entry; "" where this PC erases it itself.

    What hangs on an entry goes with it, so the office of that one decides. An entry of an office without any office PC
    is everybody's. From a person's laptop nobody is asked, and nothing erased.
    """
    access = here(reader)
    with reader.reading() as cursor:
        if not erasure.reaches_root(cursor, entry):
            return ""
        owners = erasure.owners(cursor, entry.root)
    asked = sorted(owners & reader.membership.offices)
    if not asked or any(access.is_own(office) for office in owners):
        return ""
    first: str | None = entry.record.office
    return first if first in asked else asked[0]


def concerned(reader: Reader, entry: Snapshot) -> Snapshot:
    """What another office is asked to erase: the entry itself, or what it hangs on in the network."""
    with reader.reading() as cursor:
        there = sorted(i for i, space in erasure.standing(cursor, entry.root) if space == NET)
    found = (reader.get(i) for i in there if entry.id not in there)
    return next((s for s in found if s is not None and s.sealed != "moved"), entry)


def erase(change: Change, records: Sequence[str], reason: str) -> Outcome:
    """Erase entries for good and ask for the erasure of those of other offices.

    Where something went, :func:`erasure.clean` follows when the change is committed. Raises ``UserError``: no reason,
    one that names a person in need, or none of these entries is there.
    """
    erasure.check(change, reason)
    found = [s for s in map(change.get, records) if s is not None]
    if not found:
        raise UserError(NOT_FOUND)
    to_ask = [(entry, office) for entry in found if (office := decides(change, entry))]
    asked = {entry.id for entry, _ in to_ask}
    own = [entry for entry in found if entry.id not in asked]
    count = erasure.erase_in(change, own, reason) if own else 0
    for entry, office in to_ask:
        ask(change, concerned(change, entry), office, reason)
    return Outcome(count, tuple(sorted({office for _, office in to_ask})))


def ask(change: Change, entry: Snapshot, office: str, reason: str) -> None:
    """Ask an office to erase an entry; asked again, it is asked anew."""
    values = {
        "parent": entry.id,
        "to_office": office,
        "reason": reason,
        "asked_on": change.today().isoformat(),
        "asked_by": change.author,
        "declined_on": None,
        "declined_by": None,
    }
    access, own = here(change), change.local("office")
    values |= {"office": own}
    made = change.ensure("erasure_requests", (entry.id, own), values, space=entry.space, root=entry.root)
    of = _offices(change, made.id)
    others = {n: v for n, v in values.items() if n in of and not access.is_own(of[n])}
    if others:  # what somebody else has put there does not count, even if it reads the same
        change.overwrite(made.id, others, {})


def _offices(reader: Reader, request: str) -> dict[str, str]:
    """For each field of a request the office whose PC has written it, "" for one of nobody."""
    known = reader.membership
    of = {m.id: m.office for m in (*known.former.values(), *known.members.values())}
    return {field: of.get(pc, "") for field, pc in reader.writers(request).items()}


def _judged(reader: Reader, found: Sequence[Snapshot[ErasureRequest]]) -> Iterator[Snapshot[ErasureRequest]]:
    """The requests that the office has made which they name, each with the refusal of the office that decides.

    What the deciding office has written counts as well: a request goes along when its entry is moved. In the space of
    an office nobody else writes.
    """
    for request in found:
        asked = request.record
        of = _offices(reader, request.id) if request.space == NET else {}
        if any(office not in (asked.office, asked.to_office) for field, office in of.items() if field in ASKED):
            continue
        if any(of.get(field, asked.to_office) != asked.to_office for field in DECLINED):
            yield replace(request, values={**request.values, **dict.fromkeys(DECLINED)})
        else:
            yield request


def requests_about(reader: Reader, entry: str) -> list[Snapshot[ErasureRequest]]:
    """The requests to erase an entry, those that were declined too, the latest first."""
    found = _judged(reader, reader.children(entry, ErasureRequest))
    return sorted(found, key=lambda r: (r.record.asked_on or "", r.id), reverse=True)


def waits(request: Snapshot[ErasureRequest], reader: Reader) -> bool:
    """Whether this office has to decide about a request (of :func:`requests_about`); to put the entry into the
    Papierkorb is no answer."""
    access = here(reader)
    decides_here = access.role is Role.OFFICE and access.is_own(request.record.to_office)
    return decides_here and not request.record.declined_on and request.sealed != "moved"


def waiting(reader: Reader) -> list[tuple[Snapshot[ErasureRequest], Snapshot]]:
    """What this office is asked to erase, with the request, the longest waiting first."""
    asked = [r for r in _judged(reader, reader.all(ErasureRequest, sealed=True)) if waits(r, reader)]
    found = [
        (r, reader.get(r.record.parent or "")) for r in sorted(asked, key=lambda r: (r.record.asked_on or "", r.id))
    ]
    return [(request, entry) for request, entry in found if entry is not None and entry.kind.listed]


def decline(change: Change, request: str) -> None:
    """The entry stays; who asked sees by whom and when that was decided."""
    change.overwrite(request, {"declined_on": change.today().isoformat(), "declined_by": change.author}, {})
