"""The numbers that people read aloud ("MX-2026-014"): none is given out twice, whatever happens to the store.

The store itself may lose a number: by a restore, or when the person is erased. So the highest counter that was seen
under each prefix ("MX-2026-", "MX2-W-2026-") is kept beside the store. Where nothing is known of what was given out
since a backup was made, a gap is left.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.store import token
from netzwerkhilfe.store.conditions import PRESENT
from netzwerkhilfe.store.cursor import Cursor
from netzwerkhilfe.store.reader import Reader

NUMBER = late(r"(?P<prefix>[^-\s]+-(?:[^-\s]+-)?(?P<year>\d{4})-)(?P<counter>\d{1,9})")
GAP = 100
"""So many numbers are left out where nobody here knows which were given out: more than an office gives out between two
backups."""


@dataclass
class Issued:
    """What is kept beside the store.

    ``gap_year`` is the year up to which numbers may have been given out that nobody here knows of, 0 for none;
    ``passed`` are the prefixes under which the gap was left already.
    """

    highest: dict[str, int] = field(default_factory=dict)
    gap_year: int = 0
    passed: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, paths: Paths) -> Issued:
        """What is kept; nothing where the file is missing or no longer readable."""
        try:
            found = json.loads(paths.numbers.read_text("utf-8"))
            highest = {str(prefix): int(counter) for prefix, counter in found["highest"].items()}
            return cls(highest, int(found.get("gap_year", 0)), {str(p) for p in found.get("passed", ())})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def write(self, paths: Paths) -> None:
        """Keep it. Raises ``UserError`` if the place refuses."""
        content = {"highest": self.highest, "gap_year": self.gap_year, "passed": sorted(self.passed)}
        try:
            atomic.write_text(paths.numbers, json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1))
        except OSError as error:
            raise atomic.refused(error, paths.numbers, "Es ließ sich keine Nummer vergeben.") from error

    def next_after(self, prefix: str, counter: int) -> int:
        """The next free counter under a prefix, where ``counter`` is the highest in the store."""
        found = NUMBER.fullmatch(f"{prefix}0")
        unsure = found is not None and int(found["year"]) <= self.gap_year and prefix not in self.passed
        return max(counter, self.highest.get(prefix, 0)) + (GAP if unsure else 0) + 1


def by_prefix(numbers: Iterable[Json]) -> dict[str, int]:
    """The highest counter under each prefix; what is no such number is passed over."""
    found: dict[str, int] = {}
    for match in (NUMBER.fullmatch(n) for n in numbers if isinstance(n, str)):
        if match:
            found[match["prefix"]] = max(found.get(match["prefix"], 0), int(match["counter"]))
    return found


def in_store(cursor: Cursor) -> dict[str, int]:
    """The highest counter under each prefix among all entries, those of other offices and of the Papierkorb too."""
    found: list[Json] = []
    for kind in KINDS.values():
        if "number" in kind.fields:
            found += [r[0] for r in cursor.execute(f"SELECT number FROM {kind.table} WHERE number IS NOT NULL")]
    return by_prefix(found)


def doubled(cursor: Cursor) -> list[str]:
    """The numbers that more than one entry has."""
    found: list[str] = []
    for kind in KINDS.values():
        if "number" in kind.fields and kind.indexed:
            rows = cursor.execute(
                f"SELECT number FROM {kind.table} WHERE {PRESENT} GROUP BY number HAVING count(*) > 1"
            ).fetchall()
            found += [n for (n,) in rows if isinstance(n, str) and NUMBER.fullmatch(n)]
    return sorted(found)


def keep(paths: Paths, seen: Mapping[str, int], given: Iterable[str] = ()) -> None:
    """Keep that these counters were seen; under the prefixes ``given`` this PC has just given one out.

    Raises ``UserError`` if the place beside the store refuses.
    """
    issued = Issued.read(paths)
    higher = {p: n for p, n in seen.items() if n > issued.highest.get(p, 0)}
    passed = set(given) - issued.passed if issued.gap_year else set()
    if higher or passed or not paths.numbers.exists():
        issued.highest |= higher
        issued.passed |= passed
        issued.write(paths)


def leave_gap(paths: Paths, year: int) -> None:
    """From now on leave a gap under each prefix: the store was put back from elsewhere, and up to this year others may
    know numbers that it does not. Raises ``UserError``."""
    issued = Issued.read(paths)
    issued.gap_year, issued.passed = year, set()
    issued.write(paths)


def prefix(reader: Reader, kind: Kind, letter: str = "", year: int = 0) -> str:
    """What stands before the counter of a kind: office, from the second PC on the PC, letter, year ("MX2-W-2026-").

    :param letter: instead of the kind's; "-" for none.
    """
    office = reader.facts().offices.get(reader.local("office"))
    device = reader.local("device_number", "1")
    code = (office.code if office else "XX") + ("" if device == "1" else device)
    letter = letter or kind.number
    return f"{code}-{'' if letter == '-' else f'{letter}-'}{year or reader.today().year}-"


class Numbering:
    """What one change gives out and sees of numbers; kept beside the store when the change ends well."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._given: dict[str, int] = {}
        self._seen: dict[str, int] = {}

    def next(self, cursor: Cursor, table: str, prefix: str, count: int = 1) -> list[str]:
        """The next numbers of a kind under a prefix. Raises ``UserError`` at a copy that nobody has decided about."""
        found = cursor.execute(
            f"SELECT number FROM {table} WHERE number >= ? AND number < ?", (prefix, prefix + "\uffff")
        ).fetchall()
        highest = by_prefix(n for (n,) in found).get(prefix, 0)
        before = self._given.get(prefix)
        if before is None:
            self._refuse_undecided()
            counter = Issued.read(self.reader.paths).next_after(prefix, highest)
        else:
            counter = max(before, highest) + 1
        self._given[prefix] = counter + count - 1
        return [f"{prefix}{n:03}" for n in range(counter, counter + count)]

    def _refuse_undecided(self) -> None:
        """A copy of another PC's data would give out the numbers of that PC."""
        if token.copied(self.reader):
            raise UserError(
                "Diese Daten wurden von einem anderen PC kopiert; beide vergäben dieselben Nummern.",
                "Es wurde nichts gespeichert.",
                "Bitte sagen Sie zuerst auf der Seite „Austausch“, ob dieser PC den anderen ersetzt oder dazukommt.",
            )

    def saw(self, highest: Mapping[str, int]) -> None:
        """Others know these counters: this PC gives out none of them, whatever becomes of the entries."""
        for prefix, counter in highest.items():
            self._seen[prefix] = max(counter, self._seen.get(prefix, 0))

    def keep(self) -> None:
        """Before the commit, so that a number which was given out is known whatever happens then.

        Raises ``UserError`` if the place beside the store refuses; then nothing is saved and nothing was given out.
        """
        if self._seen or self._given:
            keep(self.reader.paths, self._seen | self._given, self._given)
