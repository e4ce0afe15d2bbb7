"""Backup, restore, check and erasure."""

from __future__ import annotations

from netzwerkhilfe.cli.arguments import existing
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.entries import erasing
from netzwerkhilfe.store import backup, erasure, opening


def do_backup(context: Context) -> Json:
    """Write a backup."""
    with context.opened() as store:
        path = backup.make(store, context.options.file, "von-hand", files=context.options.file is not None)
    context.say(f"Gesichert: {path}")
    return {"file": str(path)}


def do_restore(context: Context) -> Json:
    """Bring a backup back."""
    store = opening.restore(context.paths, context.options.file, context.secret)
    store.close()
    context.say("Wiederhergestellt. Die bisherigen Daten liegen daneben.")
    return {"ok": True}


def do_check(context: Context) -> Json:
    """Check the store."""
    with context.opened() as store:
        findings = store.check()
    context.say("Alles in Ordnung." if not findings else "\n".join(findings))
    return {"ok": not findings, "findings": findings}


def do_erase(context: Context) -> Json:
    """Erase a person for good."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        hits = erasure.mentions(store, found)
        with store.change() as change:
            outcome = erasing.erase(change, [found.id], context.options.reason)
        if outcome.erased:
            erasure.clean(store, context.options.reason)
        facts = store.facts()
        asked = [facts.offices[o].name for o in outcome.asked]
        named = [s for s in (store.get(i) for _, i in hits) if s]
    if asked:
        context.say(f"Um die Löschung gebeten: {', '.join(asked)}. Bis dahin bleibt der Eintrag.")
    else:
        context.say(f"{outcome.erased} Einträge gelöscht.")
    for snapshot in named:
        context.say(f"  Der Name kommt noch vor in: {snapshot.kind.singular} {snapshot.title(facts)} ({snapshot.id})")
    return {"erased": outcome.erased, "asked": asked, "mentioned": [{"id": s.id, "kind": s.kind.name} for s in named]}
