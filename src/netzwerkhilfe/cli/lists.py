"""Lists of other programs: import and export."""

from __future__ import annotations

from pathlib import Path

from netzwerkhilfe import output
from netzwerkhilfe.cli.arguments import kind_named
from netzwerkhilfe.cli.context import INSIST, Context
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.transfer import exporter, importer


def do_import(context: Context) -> Json:
    """Take a list in, or show what would happen."""
    options = context.options
    with context.opened() as store:
        kind = kind_named(options.kind)
        plan = importer.plan(
            store,
            kind.name,
            options.file,
            sheet=options.sheet,
            table=options.table,
            wishes=options.map,
            consent=None if options.consent is None else options.consent == "network",
        )
        if options.insist:
            plan.insist()
        report = plan.json()
        if not options.preview:
            with store.change() as change:
                importer.apply(change, plan)
        _tell(context, plan, report)
    return report


def _tell(context: Context, plan: importer.Plan, report: dict[str, Json]) -> None:
    verb = "würden übernommen" if context.options.preview else "übernommen"
    context.say(
        f"{report['rows']} Zeilen: {report['taken']} {verb} (davon {report['updated']} aktualisiert), "
        f"{report['known']} bekannt, {len(report['duplicates'])} wahrscheinlich doppelt, "
        f"{len(plan.of(importer.NAMED))} genannt, {report['lost']} verloren.",
    )
    for entry in report["duplicates"]:
        context.say(f"  Zeile {entry['row']}: {entry['title']} – {entry['reason']}")
    for entry in report["named"]:
        where = f"{entry['heading']} „{entry['value']}“" if entry["heading"] else f"„{entry['value']}“"
        context.say(f"  Zeile {entry['row']} nicht übernommen: {where} – {entry['reason']}")
    for entry in report["unread"]:
        context.say(
            f"  Zeile {entry['row']}: {entry['heading']} „{entry['value']}“ ist nicht gelesen – {entry['reason']}"
        )
    if any(r.would for r in plan.rows):
        context.say(f"Mit {INSIST} werden auch Zeilen übernommen, die eine Person nennen.")
    for heading in plan.asked:
        shared = plan.mapping.get(heading) == plan.kind.shared_if
        said = "ist die Einwilligung, dass alle Büros die Angaben sehen" if shared else "bleibt im Büro"
        context.say(f"„{heading}“ {said} (--consent office oder network).")
    if report["unmapped"]:
        context.say("Spalten ohne Feld: " + ", ".join(report["unmapped"]))
    for remark in report["remarks"]:
        context.say(remark)


def do_export(context: Context) -> Json:
    """Write a list."""
    target: Path = context.options.file
    with context.opened() as store:
        kind = kind_named(context.options.kind)
        if not kind.listed:
            names = ", ".join(k.name for k in KINDS.values() if k.listed)
            raise UserError(f"Von „{kind.name}“ gibt es keine Liste.", exporter.NOTHING, f"Möglich sind: {names}.")
        ids = store.ids(kind.name)
        if target.suffix.lower() == ".pdf":
            with store.change() as change:
                told = output.write(change, Subject(kind=kind, entries=store.many(kind.name, ids)), "list", target)
            written = exporter.Written(len(ids), [told] if told else [])
        else:
            written = exporter.export(store, kind, store.each(kind, ids), target)
    for remark in written.remarks:
        context.say(remark)
    context.say(f"{written.count} {'Eintrag' if written.count == 1 else 'Einträge'}: {target}")
    return {"records": written.count, "remarks": written.remarks}
