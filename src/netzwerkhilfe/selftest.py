"""What the packaged program runs after it is built: each library that could be missing is used once, for real."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from netzwerkhilfe import demo
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models import recurring
from netzwerkhilfe.services import series
from netzwerkhilfe.store import backup, reading
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter, importer


def run(*, quiet: bool) -> dict[str, Any]:
    """Run all checks; raises ``UserError`` naming the first that fails."""
    results: list[str] = []

    def say(text: str) -> None:
        results.append(text)
        if not quiet:
            print(f"  gut: {text}", flush=True)

    with tempfile.TemporaryDirectory(prefix="netzwerkhilfe-selbsttest-") as name:
        directory = Path(name)
        stores: dict[str, Store] = {}
        try:
            _checks(directory, stores, say)
        except UserError:
            raise
        except Exception as error:
            raise UserError(
                "Der Selbsttest ist fehlgeschlagen.",
                f"Nach: {results[-1] if results else 'nichts'}.",
                f"Grund: {error!r}",
            ) from error
        finally:
            for store in stores.values():
                store.close()
    return {"ok": True, "checks": results}


def _checks(directory: Path, stores: dict[str, Store], say: Callable[[str], None]) -> None:
    stores.update(demo.build(directory, quick=True))
    store = stores["MX"]
    say("vier verschlüsselte Speicher, beigetreten und ausgetauscht")
    with store.reader() as cursor:
        assert len(reading.conflicts(cursor)) == 1
    assert store.ids("volunteers", "fischer") and store.hits("06237 99 01 42")
    say("Suche und Konflikte")
    source = directory / "liste.csv"
    source.write_text("Name;Vorname;Telefon\nMüller;Łukasz;0171 5550816\n", encoding="cp1252", errors="replace")
    importer.apply(store, importer.plan(store, "volunteers", source))
    facts = store.facts()
    for ending in ("xlsx", "csv", "json"):
        target = directory / f"export.{ending}"
        kind = store.many("housing", store.ids("housing"))[0].kind
        exporter.export(kind, store.many("housing", store.ids("housing")), facts, target)
    plan = importer.plan(stores["LH"], "housing", directory / "export.xlsx")
    assert plan.rows
    say("Listen aus CSV und XLSX, Ausgabe als XLSX, CSV und JSON")
    beginnings = {".pdf": b"%PDF", ".docx": b"PK", ".ics": b"BEGIN:VCALENDAR"}
    for path in demo.print_papers(store, directory / "papiere"):
        assert path.read_bytes().startswith(beginnings[path.suffix])
    say("Papiere als PDF, Word und Termin")
    rule = recurring.read("jeden letzten Donnerstag")
    moved = series.proposed(store, rule, dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert moved[0].reason == "Silvester"
    assert series.holiday(store, dt.date(2026, 6, 4)) == "Fronleichnam"
    say("Terminreihen und Feiertage")
    saved = backup.make(store, directory / "probe.nhsicherung")
    assert saved.stat().st_size > 10_000
    assert folder.exchange(store, directory / "stick", preview=True) is not None
    say("Sicherung und Paket")
    from netzwerkhilfe.store.keys import Slots

    Slots(directory / "s.json").add_keyring(b"x" * 32)
    say("Schlüsselbund gefragt")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from netzwerkhilfe.ui import pictures

    home = store.paths
    store.close()
    del stores["MX"]
    from netzwerkhilfe.ui.meeting.preview import render

    assert render((directory / "papiere" / "niederschrift.pdf").read_bytes(), 300)
    say("Vorschau der Papiere")
    made = pictures.write(home, demo.PASSPHRASE, directory / "bilder")
    assert len(made) > 15 and all(p.stat().st_size > 5_000 for p in made)
    say("Fenster, hell und dunkel")
