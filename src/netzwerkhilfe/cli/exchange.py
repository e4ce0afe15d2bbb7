"""The exchange and the conflicts that come with it."""

from __future__ import annotations

from netzwerkhilfe.cli.arguments import existing, pairs
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.exchange import folder, members, wording
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.entry import checked, read_texts
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.services.matching import following
from netzwerkhilfe.store import reading


def do_exchange(context: Context) -> Json:
    """Exchange through a folder."""
    with context.opened() as store:
        if context.options.folder.is_file():
            report = folder.take_files(
                store, [context.options.folder], preview=context.options.preview, accept=context.options.accept
            )
        else:
            report = folder.exchange(
                store,
                context.options.folder,
                preview=context.options.preview,
                accept=context.options.accept,
                own_office=context.options.own_office,
                again=context.options.again,
            )
        if report.brought_something and not context.options.preview and following.pending(store):
            with store.change() as change:
                following.keep(change)
    found = report.json()
    received = found["received"]
    context.say(
        f"Empfangen: {received['new']} neu, {received['changed']} geändert, {received['conflicts']} Konflikte, "
        f"{received['erased']} gelöscht.",
    )
    if not context.options.preview:
        context.say(f"Hinterlegt: {report.records} Einträge, {report.bytes} Bytes.")
    for line in (*found["set_aside"], *found["held"], *found["copies"], *found["notices"]):
        context.say(f"  {line}")
    if any(one.why.can_be_accepted for one in report.held):
        context.say("  Mit „--accept“ übernehmen Sie, was wartet.")
    for line in found["waiting"]:
        context.say(f"  Wartet auf Bestätigung: {line}")
    return found


def do_conflicts(context: Context) -> Json:
    """List the open conflicts."""
    with context.opened() as store:
        facts = store.facts()
        identities = members.identities(store)
        found: list[dict[str, Json]] = []
        with store.reading() as cursor:
            for conflict in reading.conflicts(cursor):
                values = []
                for live in conflict.values:
                    card = identities.get(live.replica)
                    office = facts.offices.get(card.office) if card else None
                    fields = reading.spread(conflict.kind, conflict.register, live.value) or {}
                    shown: Json = {
                        n: None if v is None else conflict.kind.fields[n].type.export(conflict.kind.fields[n], v, facts)
                        for n, v in fields.items()
                    }
                    if set(shown) == {conflict.register}:
                        shown = shown[conflict.register]
                    values.append(
                        {
                            "value": shown if fields else live.value,
                            "office": office.name if office else "",
                            "author": live.author,
                            "at": live.at,
                            "via": [wording.name_of_pc(store, replica) for replica in live.via],
                        }
                    )
                found.append(
                    {"id": conflict.id, "kind": conflict.kind.name, "field": conflict.register, "values": values}
                )
    for entry in found:
        context.say(f"{entry['id']}  {KINDS[entry['kind']].label(entry['field'])}")
        for value in entry["values"]:
            way = "".join(f", weitergegeben von {who}" for who in value["via"])
            context.say(f"    {value['value']}   ({value['office']}, {value['author']}, {value['at']}{way})")
    context.say(f"{len(found)} offene Konflikte")
    return found


def do_resolve(context: Context) -> Json:
    """Settle a conflict."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        facts = store.facts()
        read = read_texts(found.kind, pairs(context.options.values), facts)
        checked(found.kind, {**found.values, **read.values}, read.errors, facts)
        with store.change() as change, change.as_shown(found.seen):
            change.resolve(found.id, read.values)
    context.say("Entschieden. Mit dem nächsten Austausch gilt das in allen Büros.")
    return {"id": found.id}
