"""Entries: add, set, show, list, trash, share."""

from __future__ import annotations

from collections.abc import Mapping

from netzwerkhilfe.access import sharing
from netzwerkhilfe.access.sharing import follow_consent, write_companion
from netzwerkhilfe.cli.arguments import existing, fields_json, kind_named, pairs
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.entry import all_fields, checked, field_of, read_texts, split_companion
from netzwerkhilfe.models.fields import Json, show
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.entries.common_fields import number_of
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter


def _fixed(store: Store, kind: Kind, texts: dict[str, str]) -> dict[str, Json]:
    """Fields that no form shows but a command may set: parents, places in the order, stages."""
    facts = store.facts()
    hidden = {n: t for n, t in texts.items() if n not in all_fields(kind)}
    read = read_texts(kind, hidden, facts)
    if read.errors:
        checked(kind, read.values, read.errors, facts)
    for name in hidden:
        texts.pop(name)
    for name, value in read.values.items():
        if name == "parent" and value:
            read.values[name] = existing(store, value).id
    return read.values


def do_add(context: Context) -> Json:
    """Add an entry."""
    with context.opened() as store:
        kind = kind_named(context.options.kind)
        texts = pairs(context.options.values)
        fixed = _fixed(store, kind, texts)
        with store.change() as change:
            record = entries.add(change, kind.name, texts, **fixed)
    context.say(record)
    return {"id": record}


def do_set(context: Context) -> Json:
    """Change fields, replacing what is displayed now."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        private = store.companion(found)
        texts = pairs(context.options.values)
        facts, kind = store.facts(), found.kind
        read = read_texts(kind, texts, facts)
        own, office_only = split_companion(kind, read.values)
        checked(kind, {**(private.values if private else {}), **found.values, **own, **office_only}, read.errors, facts)
        with store.change() as change:
            if own:
                change.write(found, own)
            if office_only and private:
                change.write(private, office_only)
            elif office_only:
                write_companion(change, kind, found.root, found.id, office_only)
            record = follow_consent(change, kind, found.id)
    context.say("Gespeichert.")
    return {"id": record}


def do_show(context: Context) -> Json:
    """Show an entry."""
    from netzwerkhilfe.services.matching import advice

    with context.opened() as store:
        found = existing(store, context.options.id)
        facts = store.facts()
        context.say(f"{found.kind.singular}: {found.title(facts)}   ({found.id})")
        private = store.companion(found)
        for snapshot in (found, private):
            for name, field in snapshot.kind.form_fields.items() if snapshot else ():
                text = show(field, snapshot.full.get(name), facts) if snapshot else ""
                if text:
                    context.say(f"  {field.label}: {text}{'   (Konflikt offen)' if name in found.open else ''}")
        hints = [r.text.replace("\u00a0", " ") for r in advice.about(store, found)]
        for text in hints:
            context.say(f"  Hinweis: {text}")
        fields = fields_json(store, found)
        seal = {"sealed": found.sealed} if found.sealed else {}
        return {
            **fields,
            "id": found.id,
            "kind": found.kind.name,
            "space": found.space,
            **seal,
            "fields": fields,
            "advice": hints,
        }


def do_list(context: Context) -> Json:
    """List entries."""
    with context.opened() as store:
        kind = kind_named(context.options.kind)
        facts = store.facts()
        wanted = {}
        for name, text in pairs(context.options.where).items():
            field_of(kind, name)
            wanted[name] = read_texts(kind, {name: text}, facts).values.get(name), text
        listed = store.each(kind, store.ids(kind.name, context.options.search)) if kind.listed else store.all(kind.name)
        snapshots = (s for s in listed if not wanted or _meets(s, wanted))
        if context.json:
            return [exporter.as_json(s, facts, with_id=True) for s in snapshots]
        count = 0
        for s in snapshots:
            count += 1
            number = number_of(s)
            context.say(f"{s.id}  {s.title(facts)}{f'  {number}' if number else ''}")
        context.say(f"{count} {kind.plural}")
        return None


def _meets(snapshot: Snapshot, wanted: Mapping[str, tuple[Json, str]]) -> bool:
    """Whether each field has the value that is wanted, or is a list that has what was typed."""
    full = snapshot.full
    return all(
        full.get(name) == value or (isinstance(cell := full.get(name), tuple) and text in cell)
        for name, (value, text) in wanted.items()
    )


def do_trash(context: Context) -> Json:
    """Put an entry into the Papierkorb."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        with store.change() as change, change.as_shown(found.seen):
            change.trash(found.id)
    context.say("Im Papierkorb.")
    return {"id": found.id}


def do_untrash(context: Context) -> Json:
    """Take an entry out of the Papierkorb."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        with store.change() as change:
            change.untrash(found.id)
    context.say("Wieder da.")
    return {"id": found.id}


def do_share(context: Context) -> Json:
    """Share an entry with the network."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        with store.change() as change:
            record = sharing.share(change, found.id)
    context.say(f"Alle Büros sehen den Eintrag nach dem nächsten Austausch ({record}).")
    return {"id": record}


def do_unshare(context: Context) -> Json:
    """Take an entry back into the own office."""
    with context.opened() as store:
        found = existing(store, context.options.id)
        with store.change() as change:
            record = sharing.unshare(change, found.id)
    context.say(f"Nur noch Ihr Büro sieht den Eintrag, bei den anderen geht er mit dem nächsten Austausch ({record}).")
    return {"id": record}
