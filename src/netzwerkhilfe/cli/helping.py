"""Phone notes, and who fits whom."""

from __future__ import annotations

from netzwerkhilfe.cli.arguments import existing, kind_named
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.entries import calls, understanding
from netzwerkhilfe.services.entries.notes.note import declared
from netzwerkhilfe.services.matching import matching
from netzwerkhilfe.services.matching.rules import Reason


def do_match(context: Context) -> Json:
    """What fits an entry, ranked, with reasons."""
    with context.opened() as store:
        found = matching.suggestions(store, existing(store, context.options.id), everything=context.options.all)
    marks = {True: "✓", False: "✕", None: "⚠"}

    def mark(reason: Reason) -> str:
        return "?" if reason.unknown else marks[reason.ok]

    for rank, one in enumerate(found, 1):
        context.say(f"{rank}. {one.title}  {one.number}  – {one.verdict}   ({one.id})")
        context.say("     " + "   ".join(f"{mark(r)} {r.text}" for r in one.reasons))
    if not found:
        context.say("Zurzeit passt nichts.")
    return [one.json() for one in found]


def do_note(context: Context) -> Json:
    """Understand a phone note, and keep it as a call with the entry that follows from it."""
    with context.opened() as store:
        facts = store.facts()
        found = understanding.understand(context.options.text, facts)
        report: dict[str, Json] = {"kind": found.kind, "fields": found.values(facts), "rest": found.rest}
        kind = kind_named(found.kind)
        context.say(kind.singular)
        for name, text in found.texts.items():
            context.say(f"  {declared(kind.name, name).label}: {text}")
        if found.rest:
            context.say(f"  Nicht verstanden, bleibt im Büro: {found.rest}")
        if not context.options.preview:
            with store.change() as change:
                note, entry = calls.note_call(change, calls.from_understood(found, context.options.text))
            report |= {"id": entry or note, "note": note}
            context.say(f"Gespeichert ({entry or note}).")
    return report
