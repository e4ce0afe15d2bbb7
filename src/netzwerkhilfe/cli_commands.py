"""What each command does. A command prints German lines, or returns what ``--json`` prints."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic, cli, cli_meetings
from netzwerkhilfe.documents.listing import print_list
from netzwerkhilfe.documents.recovery import print_recovery_sheet
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import clones, departure, folder, founding, invitation, members, moving_in, rescue
from netzwerkhilfe.models import KINDS, Kind, files
from netzwerkhilfe.models.entry import all_fields, checked, field_of, read_texts, split_companion
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.values import Unreadable
from netzwerkhilfe.services import papers
from netzwerkhilfe.services.entries import calls, entries, understanding
from netzwerkhilfe.services.matching import advice, matching
from netzwerkhilfe.store import attachments, backup, erasure, reading, sharing
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.sharing import follow_consent, write_companion
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter, importer

Options = argparse.Namespace

# Short names of kinds that commands use beside the listed ones.
ALIASES = {"items": "agenda_items", "agenda": "agenda_items", "calls": "notes"}


@contextlib.contextmanager
def opened(options: Options) -> Iterator[Store]:
    """The store of this call, closed afterwards."""
    store = Store.open(cli.data_paths(options), cli.secret())
    try:
        yield store
    finally:
        store.close()


def say(options: Options, text: str) -> None:
    """A line for a person; programs get JSON instead."""
    if not options.json:
        print(text)


def kind_named(name: str) -> Kind:
    """A kind by its name. Raises ``UserError``."""
    kind = KINDS.get(ALIASES.get(name, name))
    if kind is None:
        raise UserError(f"„{name}“ gibt es nicht.", "", "Es gibt: " + ", ".join(KINDS) + ".")
    return kind


def pairs(values: list[str]) -> dict[str, str]:
    """ "field=value" arguments. Raises ``UserError``."""
    found = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise UserError(f"„{value}“ ist keine Angabe der Form feld=wert.", "Es wurde nichts gespeichert.")
        found[name.strip()] = text
    return found


def existing(store: Store, record: str) -> Snapshot:
    """A record by its id, its number, or the beginning of its id. Raises ``UserError``."""
    found = store.get(record)
    if found is None and len(record) >= 4:
        matches = []
        with store.reader() as cursor:
            for kind in KINDS.values():
                number = " OR number = ?" if "number" in kind.fields and kind.number else ""
                rows = cursor.execute(
                    f"SELECT id FROM {kind.table.name} WHERE substr(id, 1, ?) = ?{number}",
                    (len(record), record, *([record] if number else [])),
                )
                matches += [r[0] for r in rows]
        found = store.get(matches[0]) if len(matches) == 1 else None
    if found is None:
        raise UserError(f"Den Eintrag „{record}“ gibt es nicht.", "", "„list“ zeigt die Einträge mit ihrer Kennung.")
    return found


def fields_json(store: Store, snapshot: Snapshot) -> dict[str, Any]:
    """All fields as JSON, those of the companion too."""
    facts = store.facts()
    found = exporter.as_json(snapshot, facts)
    private = store.companion(snapshot)
    if private:
        found |= {n: v for n, v in exporter.as_json(private, facts).items() if n in private.kind.form_fields}
    return found


# ---- networks and members ------------------------------------------------------------------------------------------
def _sheet(store: Store, key: str, target: Path | None, options: Options) -> None:
    if target is None:
        say(options, f"Wiederherstellungsschlüssel (bitte aufschreiben und sicher verwahren):\n  {key}")
        return
    print_recovery_sheet(papers.recovery(store, key), target)
    say(options, f"Wiederherstellungsblatt: {target}")


def do_found(options: Options) -> Any:
    """Found a network."""

    def fill(store: Store) -> None:
        founding.found_network(store, options.network, options.office, options.person, tuple(options.ags))

    store, key = founding.create_store(
        cli.data_paths(options), fill, passphrase=cli.secret(), person=options.person, keyring=cli.secret() is None
    )
    try:
        _sheet(store, key, options.recovery, options)
        say(options, f"Das Netzwerk „{options.network}“ ist gegründet. Willkommen, {options.person}.")
        return {"network": store.local("network"), "office": store.local("office"), "device": store.replica}
    finally:
        store.close()


def do_invite(options: Options) -> Any:
    """Invite an office or a PC."""
    with opened(options) as store:
        words = invitation.invite(store, options.office, options.output, helper=options.helper)
    say(options, f"Einladung: {options.output}\nDie fünf Wörter (bitte nur am Telefon sagen): {words}")
    return {"words": words}


def do_join(options: Options) -> Any:
    """Join with an invitation; an office that began alone takes its entries along."""
    if cli.data_paths(options).store.exists():
        with opened(options) as store:
            store.person = options.person
            moving_in.join(store, options.file, options.words)
            say(
                options,
                "Beigetreten, mit allen Einträgen. Bitte jetzt einmal austauschen; das einladende Büro bestätigt "
                "Sie dann.",
            )
            return {"device": store.replica}

    def fill(store: Store) -> None:
        invitation.join(store, options.file, options.words, options.person)

    store, key = founding.create_store(
        cli.data_paths(options), fill, passphrase=cli.secret(), person=options.person, keyring=cli.secret() is None
    )
    try:
        _sheet(store, key, options.recovery, options)
        say(options, "Beigetreten. Bitte jetzt einmal austauschen; das einladende Büro bestätigt Sie dann.")
        return {"device": store.replica}
    finally:
        store.close()


def do_members(options: Options) -> Any:
    """List the PCs."""
    with opened(options) as store:
        found = members.listing(store)
    words = {"member": "Mitglied", "waiting": "wartet", "invited": "eingeladen", "struck": "ausgeschlossen"}
    for m in found:
        say(options, f"{m['id'][:8]}  {words[m['state']]:14}  {m['office']}  {m['person']}")
    return found


def do_confirm(options: Options) -> Any:
    """Take a waiting PC in."""
    with opened(options) as store:
        members.confirm(store, options.member)
    say(options, "Aufgenommen. Ab dem nächsten Austausch kann der PC mitlesen.")
    return {"ok": True}


def do_strike(options: Options) -> Any:
    """Strike a PC off."""
    with opened(options) as store:
        members.strike(store, options.member)
    say(options, "Ausgeschlossen. Neue Pakete sind für diesen PC nicht mehr lesbar.")
    return {"ok": True}


def do_admin(options: Options) -> Any:
    """Let a PC invite and strike off, or no longer."""
    with opened(options) as store:
        members.set_admin(store, options.member, on=not options.off)
    say(
        options, "Dieser PC verwaltet nicht mehr." if options.off else "Dieser PC darf jetzt einladen und ausschließen."
    )
    return {"ok": True}


def do_device(options: Options) -> Any:
    """Say what a copied PC is, or show it."""
    with opened(options) as store:
        if options.replaces:
            clones.take_place(store)
        elif options.additional:
            clones.separate(store)
        state = "copied" if clones.found(store) else "waiting" if store.json_local("applying") else "settled"
        number = store.local("device_number", "1")
    words = {
        "copied": "Diese Daten wurden von einem anderen PC kopiert. Bitte sagen: device --replaces oder --additional.",
        "waiting": f"Dieser PC hat die Nummer {number} und wartet auf eigene Schlüssel (Austausch, dann confirm).",
        "settled": f"Dieser PC hat die Nummer {number}.",
    }
    say(options, words[state])
    return {"state": state, "number": int(number)}


def do_leave(options: Options) -> Any:
    """Leave the network with the whole office."""
    with opened(options) as store:
        office = None
        if options.hand_over:
            named = [o.id for o in store.facts().offices.values() if o.name == options.hand_over]
            if not named:
                raise UserError(f"Das Büro „{options.hand_over}“ gibt es nicht.", "Es wurde nichts verändert.")
            office = named[0]
        handed = departure.leave(store, options.folder, office)
    say(options, f"Ihr Büro hat das Netzwerk verlassen; {handed} offene Einträge wurden übergeben.")
    return {"handed_over": handed}


def do_rescue(options: Options) -> Any:
    """Bring the office's space back from a package."""
    with opened(options) as store:
        came = rescue.take_back(store, options.file, options.key)
    say(options, f"{came} Einträge des Büros sind wieder da.")
    return {"new": came}


# ---- entries -------------------------------------------------------------------------------------------------------
def _fixed(store: Store, kind: Kind, texts: dict[str, str]) -> dict[str, Any]:
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


def do_add(options: Options) -> Any:
    """Add an entry."""
    with opened(options) as store:
        kind = kind_named(options.kind)
        texts = pairs(options.values)
        fixed = _fixed(store, kind, texts)
        record, _ = entries.add(store, kind.name, texts, **fixed)
    say(options, record)
    return {"id": record}


def do_set(options: Options) -> Any:
    """Change fields, replacing what is displayed now."""
    with opened(options) as store:
        found = existing(store, options.id)
        private = store.companion(found)
        texts = pairs(options.values)
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
    say(options, "Gespeichert.")
    return {"id": record}


def do_show(options: Options) -> Any:
    """Show an entry."""
    with opened(options) as store:
        found = existing(store, options.id)
        facts = store.facts()
        say(options, f"{found.kind.singular}: {found.title(facts)}   ({found.id})")
        private = store.companion(found)
        for snapshot in (found, private):
            for name, field in snapshot.kind.form_fields.items() if snapshot else ():
                text = show(field, snapshot.full.get(name), facts) if snapshot else ""
                if text:
                    say(options, f"  {field.label}: {text}{'   (Konflikt offen)' if name in found.open else ''}")
        hints = [r.text.replace("\u00a0", " ") for r in advice.about(store, found)]
        for text in hints:
            say(options, f"  Hinweis: {text}")
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


def do_list(options: Options) -> Any:
    """List entries."""
    with opened(options) as store:
        kind = kind_named(options.kind)
        facts = store.facts()
        if kind.listed:
            snapshots = store.many(kind.name, store.ids(kind.name, options.search))
        else:
            snapshots = store.all(kind.name)
        for name, text in pairs(options.where).items():
            field_of(kind, name)
            read = read_texts(kind, {name: text}, facts)
            wanted = read.values.get(name)
            snapshots = [
                s
                for s in snapshots
                if s.full.get(name) == wanted or (isinstance(s.full.get(name), list) and text in s.full[name])
            ]
        for s in snapshots:
            number = s.values.get("number")
            say(options, f"{s.id}  {s.title(facts)}{f'  {number}' if number else ''}")
        say(options, f"{len(snapshots)} {kind.plural}")
        return [{"id": s.id, **exporter.as_json(s, facts)} for s in snapshots]


def do_trash(options: Options) -> Any:
    """Put an entry into the Papierkorb."""
    with opened(options) as store:
        found = existing(store, options.id)
        with store.change() as change:
            change.trash(found.id)
    say(options, "Im Papierkorb.")
    return {"id": found.id}


def do_untrash(options: Options) -> Any:
    """Take an entry out of the Papierkorb."""
    with opened(options) as store:
        found = existing(store, options.id)
        with store.change() as change:
            change.untrash(found.id)
    say(options, "Wieder da.")
    return {"id": found.id}


def do_share(options: Options) -> Any:
    """Share an entry with the network."""
    with opened(options) as store:
        found = existing(store, options.id)
        with store.change() as change:
            record = sharing.share(change, found.id)
    say(options, f"Alle Büros sehen den Eintrag nach dem nächsten Austausch ({record}).")
    return {"id": record}


def do_unshare(options: Options) -> Any:
    """Take an entry back into the own office."""
    with opened(options) as store:
        found = existing(store, options.id)
        with store.change() as change:
            record = sharing.unshare(change, found.id)
    say(options, f"Nur noch Ihr Büro sieht den Eintrag, bei den anderen geht er mit dem nächsten Austausch ({record}).")
    return {"id": record}


def do_attach(options: Options) -> Any:
    """Hang a file on an entry."""
    with opened(options) as store:
        found = existing(store, options.id)
        try:
            content = options.file.read_bytes()
        except OSError as error:
            raise UserError("Die Datei ist nicht lesbar.", "", f"Bitte prüfen Sie: {options.file}") from error
        record = attachments.attach(store, found, options.file.name, content)
    say(options, record)
    return {"id": record}


def do_files(options: Options) -> Any:
    """List or write out the files of an entry."""
    with opened(options) as store:
        found = existing(store, options.id)
        listed = []
        for one in store.children(found.id, attachments.KIND):
            content = attachments.content(store, one)
            listed.append(
                {
                    "id": one.id,
                    "name": one.values["name"],
                    "size": one.values["size"],
                    "here": content is not None,
                }
            )
            say(
                options,
                f"{one.id}  {one.values['name']}  {one.values['size']} Bytes"
                f"{'' if content is not None else '   (noch nicht angekommen)'}",
            )
            if options.output and content is not None:
                options.output.mkdir(parents=True, exist_ok=True)
                target = atomic.free_name(options.output, files.safe_name(str(one.values["name"])))
                try:
                    atomic.write_bytes(target, content)
                except OSError as error:
                    raise atomic.refused(error, target) from error
    return listed


# ---- lists ---------------------------------------------------------------------------------------------------------
def do_import(options: Options) -> Any:
    """Take a list in, or show what would happen."""
    with opened(options) as store:
        kind = kind_named(options.kind)
        plan = importer.plan(store, kind.name, options.file, sheet=options.sheet, wishes=options.map)
        report = plan.json()
        if not options.preview:
            importer.apply(store, plan)
    verb = "würden übernommen" if options.preview else "übernommen"
    say(
        options,
        f"{report['taken']} {verb} (davon {report['updated']} aktualisiert), {report['known']} bekannt, "
        f"{len(report['duplicates'])} wahrscheinlich doppelt.",
    )
    for entry in report["duplicates"]:
        say(options, f"  Zeile {entry['row']}: {entry['title']} – {entry['reason']}")
    for entry in report["named"]:
        say(
            options,
            f"  Zeile {entry['row']} nicht übernommen: {entry['heading']} „{entry['value']}“ – {entry['reason']}",
        )
    for entry in report["unread"]:
        say(
            options,
            f"  Zeile {entry['row']}: {entry['heading']} „{entry['value']}“ steht in der Anmerkung – {entry['reason']}",
        )
    if report["unmapped"]:
        say(options, "Spalten ohne Feld: " + ", ".join(report["unmapped"]))
    return report


def do_export(options: Options) -> Any:
    """Write a list."""
    with opened(options) as store:
        kind = kind_named(options.kind)
        facts = store.facts()
        snapshots = store.many(kind.name, store.ids(kind.name))
        if options.file.suffix.lower() == ".pdf":
            print_list(papers.listing(store, kind, snapshots), options.file)
        else:
            exporter.export(kind, snapshots, facts, options.file)
    say(options, f"{len(snapshots)} Einträge: {options.file}")
    return {"records": len(snapshots)}


# ---- exchange ------------------------------------------------------------------------------------------------------
def do_exchange(options: Options) -> Any:
    """Exchange through a folder."""
    with opened(options) as store:
        if options.folder.is_file():
            report = folder.take_files(store, [options.folder], preview=options.preview, accept=options.accept)
        else:
            report = folder.exchange(
                store, options.folder, preview=options.preview, accept=options.accept, own_office=options.own_office
            )
    found = report.json()
    received = found["received"]
    say(
        options,
        f"Empfangen: {received['new']} neu, {received['changed']} geändert, {received['conflicts']} Konflikte, "
        f"{received['erased']} gelöscht.",
    )
    if not options.preview:
        say(options, f"Hinterlegt: {report.records} Einträge, {report.bytes} Bytes.")
    for line in (*found["set_aside"], *found["held"], *found["copies"], *found["notices"]):
        say(options, f"  {line}")
    for line in found["waiting"]:
        say(options, f"  Wartet auf Bestätigung: {line}")
    return found


def do_conflicts(options: Options) -> Any:
    """List the open conflicts."""
    with opened(options) as store:
        facts = store.facts()
        cards = members.cards(store)
        found: list[dict[str, Any]] = []
        with store.reader() as cursor:
            for conflict in reading.conflicts(cursor):
                values = []
                for live in conflict.values:
                    card = cards.get(live.replica)
                    office = facts.offices.get(card.office) if card else None
                    fields = reading.spread(conflict.kind, conflict.register, live.value) or {}
                    shown: Any = {
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
                        }
                    )
                found.append(
                    {"id": conflict.id, "kind": conflict.kind.name, "field": conflict.register, "values": values}
                )
    for entry in found:
        say(options, f"{entry['id']}  {KINDS[entry['kind']].label(entry['field'])}")
        for value in entry["values"]:
            say(options, f"    {value['value']}   ({value['office']}, {value['author']}, {value['at']})")
    say(options, f"{len(found)} offene Konflikte")
    return found


def do_resolve(options: Options) -> Any:
    """Settle a conflict."""
    with opened(options) as store:
        found = existing(store, options.id)
        facts = store.facts()
        read = read_texts(found.kind, pairs(options.values), facts)
        checked(found.kind, {**found.values, **read.values}, read.errors, facts)
        with store.change() as change:
            change.resolve(found.id, read.values)
    say(options, "Entschieden. Mit dem nächsten Austausch gilt das in allen Büros.")
    return {"id": found.id}


# ---- papers --------------------------------------------------------------------------------------------------------
def do_print(options: Options) -> Any:
    """Write a paper."""
    with opened(options) as store:
        name = cli_meetings.print_document(store, options)
    say(options, f"{name}: {options.output}")
    return {"file": str(options.output)}


def do_meeting(options: Options) -> Any:
    """One step of a meeting."""
    return _told(options, cli_meetings.run)


def do_circular(options: Options) -> Any:
    """Begin a decision by circulation."""
    return _told(options, cli_meetings.circular)


def _told(options: Options, action: Callable[[Store, Options], tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """Do it, say the German line, give what ``--json`` prints; what cannot be read is told like every other mistake."""
    with opened(options) as store:
        try:
            text, report = action(store, options)
        except Unreadable as error:
            raise UserError(str(error), "Es wurde nichts verändert.") from error
    say(options, text)
    return report


# ---- matching ------------------------------------------------------------------------------------------------------
def do_match(options: Options) -> Any:
    """What fits an entry, ranked, with reasons."""
    with opened(options) as store:
        found = matching.suggestions(store, existing(store, options.id), everything=options.all)
    marks = {True: "✓", False: "✕", None: "⚠"}
    for rank, one in enumerate(found, 1):
        say(options, f"{rank}. {one.title}  {one.number}  – {one.verdict}   ({one.id})")
        say(options, "     " + "   ".join(f"{marks[r.ok]} {r.text}" for r in one.reasons))
    if not found:
        say(options, "Zurzeit passt nichts.")
    return [one.json() for one in found]


def do_note(options: Options) -> Any:
    """Understand a phone note, and keep it as a call with the entry that follows from it."""
    with opened(options) as store:
        facts = store.facts()
        found = understanding.understand(options.text, facts)
        report: dict[str, Any] = {"kind": found.kind, "fields": found.values(facts), "rest": found.rest}
        kind = kind_named(found.kind)
        say(options, kind.singular)
        for name, text in found.texts.items():
            say(options, f"  {field_of(kind, name).label}: {text}")
        if found.rest:
            say(options, f"  Nicht verstanden, steht in der Anmerkung: {found.rest}")
        if not options.preview:
            note, entry, _ = calls.note_call(store, calls.from_understood(found, options.text))
            report |= {"id": entry or note, "note": note}
            say(options, f"Gespeichert ({entry or note}).")
    return report


# ---- upkeep --------------------------------------------------------------------------------------------------------
def do_backup(options: Options) -> Any:
    """Write a backup."""
    with opened(options) as store:
        path = backup.make(store, options.file, "von-hand", files=options.file is not None)
    say(options, f"Gesichert: {path}")
    return {"file": str(path)}


def do_restore(options: Options) -> Any:
    """Bring a backup back."""
    store = backup.restore(cli.data_paths(options), options.file, cli.secret())
    store.close()
    say(options, "Wiederhergestellt. Die bisherigen Daten liegen daneben.")
    return {"ok": True}


def do_check(options: Options) -> Any:
    """Check the store."""
    with opened(options) as store:
        findings = store.check()
    say(options, "Alles in Ordnung." if not findings else "\n".join(findings))
    return {"ok": not findings, "findings": findings}


def do_erase(options: Options) -> Any:
    """Erase a person for good."""
    with opened(options) as store:
        found = existing(store, options.id)
        hits = erasure.mentions(store, found.root)
        count = erasure.erase(store, found.id, options.reason)
        facts = store.facts()
        named = [s for s in (store.get(i) for _, i in hits) if s]
    say(options, f"{count} Einträge gelöscht.")
    for snapshot in named:
        say(options, f"  Der Name kommt noch vor in: {snapshot.kind.singular} {snapshot.title(facts)} ({snapshot.id})")
    return {"erased": count, "mentioned": [{"id": s.id, "kind": s.kind.name} for s in named]}
