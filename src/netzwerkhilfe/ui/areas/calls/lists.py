"""The list of calls."""

from __future__ import annotations

from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.notes import CallNote
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.store.conditions import Among, Every, Filled
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.calls import panes
from netzwerkhilfe.ui.listing.cells import MOVED, age_of, counted, switched, text_of, title_of
from netzwerkhilfe.ui.listing.spec import AGE, TEXT, TITLE, Column, ListSpec

DONE = "erledigt"


def _call_back(s: Snapshot[CallNote], facts: Facts) -> tuple[str, bool]:
    """When somebody is to be called back, and whether that is due."""
    if s.record.done:
        return DONE, False
    day = s.record.remind_on
    return (show_near(day, facts.today), day <= facts.today.isoformat()) if day else ("", False)


NOTES = ListSpec(
    "notes",
    "Anruf notieren",
    "Name, Telefon, Stichwort …",
    counted("notes"),
    (
        Column("title", "Wer", TITLE, title_of, 180, ("name",)),
        Column("touched", "Anruf", AGE, age_of, 104, MOVED, 3),
        Column("phone", "Telefon", TEXT, text_of("phone"), 140, ("phone",), 2),
        Column("topic", "Worum", TEXT, text_of("topic"), 100, ("topic",)),
        Column("text", "Notiz", TEXT, text_of("text"), 0, ("text",), 1),
        Column("remind_on", "Rückruf", AGE, _call_back, 110, ("remind_on",)),
    ),
    (switched("Offene Rückrufe", Every((Among("done", (0,), default=0), Filled("remind_on")))),),
    "Noch kein Anruf notiert",
    "Jeder Anruf wird mit F2 notiert. Was sich nicht zuordnen lässt, steht hier.",
    panes.note,
    sorted_by=("touched", True),
    begin=lambda commands: commands.calls.note(),
)

SPECS = {NOTES.kind: NOTES}
