"""What other programs of the same trade need: measured where their packages are there (``uv sync --group peers``).

None of them does the same. pycrdt and loro keep a document in memory: nothing is written, encrypted, searched or held
against a signature. python-calamine gives cells without formats, headings or a word about what it could not read.
typst sets pages of text without tags or PDF/A.
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

from benchmarks import stores
from benchmarks.minutes import long_meeting
from benchmarks.packages import FIELDS, Row, changed_lines, clock
from netzwerkhilfe import output
from netzwerkhilfe.models import NET
from netzwerkhilfe.store import merging
from netzwerkhilfe.transfer import tables

ENTRIES = 10_000
NO_LIMIT = math.inf


def there(package: str) -> bool:
    """Whether a package is installed."""
    return importlib.util.find_spec(package) is not None


def _pycrdt() -> float:
    from pycrdt import Doc, Map

    here = Doc()
    entries = here.get("v", type=Map)
    with here.transaction():
        for i in range(ENTRIES):
            entries[str(i)] = Map(dict.fromkeys(FIELDS, "alt"))
    other = Doc()
    others = other.get("v", type=Map)
    other.apply_update(here.get_update())
    with other.transaction():
        for i in range(ENTRIES):
            for field in FIELDS:
                others[str(i)][field] = f"neu {field} {i}"
    update = other.get_update(here.get_state())
    return clock(lambda: here.apply_update(update))


def _loro() -> float:
    import loro

    here = loro.LoroDoc()
    entries = here.get_map("v")
    for i in range(ENTRIES):
        entry = entries.insert_container(str(i), loro.LoroMap())
        for field in FIELDS:
            entry.insert(field, "alt")
    here.commit()
    other = loro.LoroDoc()
    other.import_(here.export(loro.ExportMode.Snapshot()))
    others = other.get_map("v")
    for i in range(ENTRIES):
        entry = others.get(str(i)).container
        for field in FIELDS:
            entry.insert(field, f"neu {field} {i}")
    other.commit()
    update = other.export(loro.ExportMode.Updates(here.oplog_vv))
    return clock(lambda: here.import_(update))


def merges(base: Path) -> list[Row]:
    """40,000 changed fields."""
    peers = [(name, measure) for name, measure in (("pycrdt", _pycrdt), ("loro", _loro)) if there(name)]
    if not peers:
        return []
    store = stores.large(base / "peers", ENTRIES)
    lines, vector = changed_lines(store, store.ids("volunteers"), "neu")

    def merged() -> None:
        with store.change() as change:
            merging.merge(change, NET, vector, lines)

    ours = clock(merged)
    store.close()
    return [
        (f"40.000 geänderte Felder einspielen, neben {name} (im Speicher, ohne Suche)", ours, measure(), NO_LIMIT)
        for name, measure in peers
    ]


def reads(base: Path) -> list[Row]:
    """A workbook of 10,000 rows."""
    if not there("python_calamine"):
        return []
    import openpyxl
    import python_calamine

    path = base / "peers.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append(["Name", "Vorname", "Straße", "Ort", "Telefon", "Bemerkung"])
    for i in range(ENTRIES):
        sheet.append([f"Name {i}", "Anna", f"Hauptstraße {i % 90}", "67133 Maxdorf", f"06237 {i}", "nur vormittags"])
    book.save(path)
    ours = min(clock(lambda: tables.load(path)) for _ in range(3))
    theirs = min(clock(lambda: python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()) for _ in range(3))
    what = "Excel-Datei mit 10.000 Zeilen lesen, neben python-calamine (nur Zellen; unsere in einem Kindprozess)"
    return [(what, ours, theirs, NO_LIMIT)]


def prints(base: Path) -> list[Row]:
    """Minutes of 25 pages."""
    if not there("typst"):
        return []
    import typst

    store = stores.large(base / "peers-paper", 10)
    meeting = long_meeting(store)
    output.pdf(store, meeting, "minutes")
    ours = min(clock(lambda: output.pdf(store, meeting, "minutes")) for _ in range(3))
    words = output.as_text(store, meeting, "minutes").splitlines()
    store.close()
    source = base / "peers.typ"
    escaped = ("".join(f"\\{c}" if c in "\\#*_`$<>@=~[]-+/" else c for c in line) for line in words)
    source.write_text('#set page(paper: "a4", numbering: "1")\n' + "\n\n".join(escaped), "utf-8")
    theirs = min(clock(lambda: typst.compile(str(source))) for _ in range(3))
    return [("Dieselben Wörter als PDF, neben typst (nur Absätze)", ours, theirs, NO_LIMIT)]


def beside(base: Path) -> list[Row]:
    """All peers that are installed."""
    return [*merges(base), *reads(base), *prints(base)]
