"""Story 7: the bicycle barn on the homepage, and a psychologist shared by four offices."""

from __future__ import annotations

import json
from pathlib import Path

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.helping import Professional
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.helping import professionals
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter
from tests.acts import act


def test_story_7_the_homepage_shows_no_private_mobile(store: Store, tmp_path: Path) -> None:
    act(
        store,
        entries.add,
        "offers",
        {
            "title": "Fahrradscheune <b>",
            "category": "Fahrradscheune",
            "opening_hours": "Sa 10–12 Uhr",
            "season": "im August geschlossen",
            "publish": "ja",
            "contact_person": "Wolfgang Schäfer",
            "phone": "0172 3344556",
            "public_phone": "06237 4711",
            "place": "Maxdorf",
        },
    )
    act(store, entries.add, "offers", {"title": "Nicht freigegeben", "phone": "0172 999999"})
    kind = KINDS["offers"]
    for name in ("a.html", "a.json"):
        exporter.export(store, kind, store.all("offers"), tmp_path / name)
        text = (tmp_path / name).read_text("utf-8")
        assert (
            "Sa 10–12 Uhr" in text and "im August geschlossen" in text and "06237 47 11" in text and "Maxdorf" in text
        )
        assert "0172" not in text and "Schäfer" not in text and "Nicht freigegeben" not in text
    assert "<b>" not in (tmp_path / "a.html").read_text("utf-8")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))[0]["title"] == "Fahrradscheune <b>"


def test_story_7_a_shared_psychologist(store: Store) -> None:
    """10 hours a month: the fourth booking exceeds them and warns; the list shows case numbers only."""
    record = act(
        store,
        entries.add,
        "professionals",
        {"name": "Praxis Sommer", "field_of_work": "Psychologie", "hours_per_month": "10"},
    )
    person = store.require(record, Professional)
    warnings = []
    for number in ("LH-2026-003", "DS-2026-001", "WA-2026-007", "MX-2026-014"):
        warnings.append(act(store, professionals.book, person, number, "2026-03-10", 3.0)[1])
    assert warnings[:3] == ["", "", ""] and "2 Stunden mehr gebucht" in warnings[3]
    month = professionals.month(store, person, "2026-03")
    assert (month.booked, month.free) == (12.0, -2.0) and professionals.month(store, person, "2026-04").booked == 0
    shown = {
        str(v)
        for b in store.children(record, "bookings")
        for n, v in b.values.items()
        if n in ("case_number", "hours", "on_day", "state")
    }
    assert shown == {"LH-2026-003", "DS-2026-001", "WA-2026-007", "MX-2026-014", "3.0", "2026-03-10", "gebucht"}
