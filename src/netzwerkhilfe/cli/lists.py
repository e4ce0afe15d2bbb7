"""Lists of other programs: import and export."""

from __future__ import annotations

from netzwerkhilfe import output
from netzwerkhilfe.cli.arguments import kind_named
from netzwerkhilfe.cli.context import INSIST, Context
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.transfer import exporter, importer


def do_import(context: Context) -> Json:
    """Take a list in, or show what would happen."""
    with context.opened() as store:
        kind = kind_named(context.options.kind)
        plan = importer.plan(
            store, kind.name, context.options.file, sheet=context.options.sheet, wishes=context.options.map
        )
        if context.options.insist:
            plan.insist()
        report = plan.json()
        if not context.options.preview:
            with store.change() as change:
                importer.apply(change, plan)
    verb = "würden übernommen" if context.options.preview else "übernommen"
    context.say(
        f"{report['taken']} {verb} (davon {report['updated']} aktualisiert), {report['known']} bekannt, "
        f"{len(report['duplicates'])} wahrscheinlich doppelt.",
    )
    for entry in report["duplicates"]:
        context.say(f"  Zeile {entry['row']}: {entry['title']} – {entry['reason']}")
    for entry in report["named"]:
        context.say(
            f"  Zeile {entry['row']} nicht übernommen: {entry['heading']} „{entry['value']}“ – {entry['reason']}",
        )
    for entry in report["unread"]:
        context.say(
            f"  Zeile {entry['row']}: {entry['heading']} „{entry['value']}“ steht in der Anmerkung – {entry['reason']}",
        )
    if any(r.would for r in plan.rows):
        context.say(f"Mit {INSIST} werden auch Zeilen übernommen, die eine Person nennen.")
    if report["unmapped"]:
        context.say("Spalten ohne Feld: " + ", ".join(report["unmapped"]))
    return report


def do_export(context: Context) -> Json:
    """Write a list."""
    with context.opened() as store:
        kind = kind_named(context.options.kind)
        facts = store.facts()
        snapshots = store.many(kind.name, store.ids(kind.name))
        if context.options.file.suffix.lower() == ".pdf":
            with store.change() as change:
                output.write(change, Subject(kind=kind, entries=snapshots), "list", context.options.file)
        else:
            exporter.export(kind, snapshots, facts, context.options.file)
    context.say(f"{len(snapshots)} Einträge: {context.options.file}")
    return {"records": len(snapshots)}
