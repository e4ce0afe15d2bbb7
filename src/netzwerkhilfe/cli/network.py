"""A network and its PCs: found, invite, join, confirm, strike, leave, rescue."""

from __future__ import annotations

from pathlib import Path

from netzwerkhilfe import output
from netzwerkhilfe.access.rules import Role
from netzwerkhilfe.cli.context import Context
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import (
    clones,
    departure,
    founding,
    geography,
    invitation,
    join_with_data,
    members,
    membership_history,
    recover_space,
    recovery_sheets,
)
from netzwerkhilfe.exchange.recovery_sheets import Act
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.geography import located
from netzwerkhilfe.models.office_forms import OfficeForm, called, form_named
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import place_lists


def _sheet(context: Context, store: Store, key: str, target: Path | None) -> None:
    if target is None:
        context.say(f"Wiederherstellungsschlüssel (bitte aufschreiben und sicher verwahren):\n  {key}")
        return
    with store.change() as change:
        told = output.write(change, Subject(given={"key": key}), "recovery-sheet", target)
    context.say(f"Wiederherstellungsblatt: {target}" + (f"\n{told}" if told else ""))


def _form(text: str | None) -> str:
    """What an office is, by the word for it. Raises ``UserError``."""
    found = form_named(text) if text else None
    if text and found is None:
        raise UserError(
            f"Was „{text}“ für ein Büro ist, kennt das Programm nicht.",
            "Es wurde nichts angelegt.",
            "Möglich sind: " + ", ".join(f.label for f in OfficeForm) + ".",
        )
    return found or ""


def _say_problems(context: Context, listed: place_lists.PlaceList) -> None:
    for p in listed.problems:
        context.say(f"  Zeile {p.row}: {p.heading} „{p.value}“ nicht gelesen – {p.reason}")


def do_found(context: Context) -> Json:
    """Found a network."""
    options = context.options
    form, unions = _form(options.form), []
    if options.places:
        listed = place_lists.read(options.places)
        unions = listed.unions
        _say_problems(context, listed)
    if options.place:
        own = founding.ticked(options.office, form, founding.places_named(options.office, options.place))
        unions = geography.joined(unions, own)

    def fill(store: Store) -> None:
        founding.found_network(
            store, options.network, options.office, options.person, tuple(options.ags), unions=unions, form=form
        )

    store, key = founding.create_store(
        context.paths, fill, passphrase=context.secret, person=context.options.person, keyring=context.secret is None
    )
    try:
        _sheet(context, store, key, context.options.recovery)
        context.say(f"Das Netzwerk „{context.options.network}“ ist gegründet. Willkommen, {context.options.person}.")
        return {"network": store.local("network"), "office": store.local("office"), "device": store.replica}
    finally:
        store.close()


def do_places(context: Context) -> Json:
    """Show the offices and places, take a list in, or write one."""
    options = context.options
    with context.opened() as store:
        if options.file:
            listed = place_lists.read(options.file)
            unions = located(listed.unions)
            steps = geography.plan(store, unions)
            _say_problems(context, listed)
            for step in steps:
                if step.fate != geography.KNOWN:
                    word = "neu" if step.fate == geography.NEW else f"geändert: {', '.join(step.changes)}"
                    context.say(f"  {geography.title_of(step)} – {word}")
            counts = {fate: sum(s.fate == fate for s in steps) for fate in geography.FATES}
            if not options.preview:
                with store.change() as change:
                    founding.take_places(change, unions)
                store.forget_facts()
            verb = "würden übernommen" if options.preview else "übernommen"
            context.say(
                f"{counts[geography.NEW]} neu und {counts[geography.CHANGED]} geändert {verb}, "
                f"{counts[geography.KNOWN]} bekannt."
            )
            return counts | {"problems": [p.json() for p in listed.problems]}
        unions = geography.listed(store)
        if options.export:
            place_lists.write(unions, options.export)
            context.say(f"{sum(len(u.places) for u in unions)} Orte: {options.export}")
        else:
            for union in unions:
                names = ", ".join(p.name for p in union.places) or "noch ohne Orte"
                context.say(f"{called(union.name, union.form)}: {names}")
    return [
        {
            "office": u.name,
            "form": u.form,
            "key": u.key,
            "inhabitants": u.inhabitants,
            "places": [{"name": p.name, "ags": p.key, "postcode": p.postcode} for p in u.places],
        }
        for u in unions
    ]


def do_invite(context: Context) -> Json:
    """Invite an office or a PC."""
    with context.opened() as store:
        words = invitation.invite(store, context.options.office, context.options.output, helper=context.options.helper)
    context.say(f"Einladung: {context.options.output}\nDie fünf Wörter (bitte nur am Telefon sagen): {words}")
    return {"words": words}


def do_join(context: Context) -> Json:
    """Join with an invitation; an office that began alone takes its entries along."""
    if context.paths.store.exists():
        with context.opened() as store:
            store.person = context.options.person
            join_with_data.join(store, context.options.file, context.options.words)
            context.say(
                "Beigetreten, mit allen Einträgen. Bitte jetzt einmal austauschen; das einladende Büro bestätigt "
                "Sie dann.",
            )
            return {"device": store.replica}

    def fill(store: Store) -> None:
        invitation.join(store, context.options.file, context.options.words, context.options.person)

    store, key = founding.create_store(
        context.paths, fill, passphrase=context.secret, person=context.options.person, keyring=context.secret is None
    )
    try:
        _sheet(context, store, key, context.options.recovery)
        context.say("Beigetreten. Bitte jetzt einmal austauschen; das einladende Büro bestätigt Sie dann.")
        return {"device": store.replica}
    finally:
        store.close()


def do_members(context: Context) -> Json:
    """List the PCs."""
    with context.opened() as store:
        found = members.listing(store)
        history = membership_history.lines(store) if context.options.history else []
        before = membership_history.differences(store) if context.options.history else []
        network = membership_history.network_words(store)
    words = {"member": "Mitglied", "waiting": "wartet", "invited": "eingeladen", "struck": "ausgeschlossen"}
    for m in found:
        rights = ", verwaltet" if m.get("admin") else ", helfend" if m["role"] == "helper" else ""
        context.say(f"{m['id'][:8]}  {words[m['state']]:14}  {m['office']}  {m['person']}{rights}")
    for line in history:
        context.say(f"{line.day}  {line.text}")
    for text in before:
        context.say(f"Vor der Unterschrift anders: {text}")
    context.say(f"Acht Wörter dieses Netzwerks, an jedem PC dieselben: {network}")
    return found


def do_confirm(context: Context) -> Json:
    """Take a waiting PC in."""
    with context.opened() as store:
        members.confirm(store, context.options.member)
    context.say("Aufgenommen. Ab dem nächsten Austausch kann der PC mitlesen.")
    return {"ok": True}


def do_strike(context: Context) -> Json:
    """Strike a PC off."""
    with context.opened() as store:
        invited = [m for m in members.listing(store) if m["state"] == "invited"]
        if any(m["id"].startswith(context.options.member) for m in invited):
            invitation.withdraw(store, context.options.member)
            context.say("Die Einladung ist zurückgezogen. Niemand kann mehr mit ihr beitreten.")
            return {"ok": True}
        members.strike(store, context.options.member)
    context.say("Ausgeschlossen. Neue Pakete sind für diesen PC nicht mehr lesbar.")
    return {"ok": True}


def do_admin(context: Context) -> Json:
    """Let a PC invite and strike off, or no longer."""
    on = context.options.state == "on"
    with context.opened() as store:
        members.set_admin(store, context.options.member, on=on)
    context.say("Dieser PC darf jetzt einladen und ausschließen." if on else "Dieser PC verwaltet nicht mehr.")
    return {"ok": True}


def do_role(context: Context) -> Json:
    """Make a PC one of the town hall or of a person who helps."""
    role = Role.read(context.options.role)
    with context.opened() as store:
        members.set_role(store, context.options.member, role)
    context.say(
        "Dieser PC liest und schreibt jetzt für sein Büro."
        if role is Role.OFFICE
        else "Dieser PC liest ab dem nächsten Austausch nur noch, was alle Büros lesen."
    )
    return {"ok": True}


def do_rekey(context: Context) -> Json:
    """Give this PC new keys."""
    with context.opened() as store:
        members.rekey(store)
    context.say("Dieser PC hat neue Schlüssel. Bitte tauschen Sie bald aus, damit die anderen sie verwenden.")
    return {"ok": True}


def do_recover(context: Context) -> Json:
    """Do with recovery sheets what nobody is left to do."""
    options = context.options
    keys = [recovery_sheets.read_key(text) for text in options.sheet]
    if options.act == "admin":
        what = Act.ADMIN if options.value == "on" else Act.NO_ADMIN
    else:
        what = Act(options.value if options.act == "role" else options.act)
    with context.opened() as store:
        recovery_sheets.act(store, what, options.member, keys)
    context.say("Das gilt jetzt hier, und bei den anderen ab dem nächsten Austausch.")
    return {"ok": True}


def do_device(context: Context) -> Json:
    """Say what a copied PC is, or show it."""
    with context.opened() as store:
        if context.options.replaces:
            clones.take_place(store)
        elif context.options.additional:
            clones.separate(store)
        state = "copied" if clones.found(store) else "waiting" if store.json_local("applying") else "settled"
        number = store.local("device_number", "1")
    words = {
        "copied": "Diese Daten wurden von einem anderen PC kopiert. Bitte sagen: device --replaces oder --additional.",
        "waiting": f"Dieser PC hat die Nummer {number} und wartet auf eigene Schlüssel (Austausch, dann confirm).",
        "settled": f"Dieser PC hat die Nummer {number}.",
    }
    context.say(words[state])
    return {"state": state, "number": int(number)}


def do_leave(context: Context) -> Json:
    """Leave the network with the whole office."""
    with context.opened() as store:
        office = None
        if context.options.hand_over:
            named = [o.id for o in store.facts().offices.values() if o.name == context.options.hand_over]
            if not named:
                raise UserError(f"Das Büro „{context.options.hand_over}“ gibt es nicht.", "Es wurde nichts verändert.")
            office = named[0]
        handed = departure.leave(store, context.options.folder, office)
    context.say(f"Ihr Büro hat das Netzwerk verlassen; {handed} offene Einträge wurden übergeben.")
    return {"handed_over": handed}


def do_rescue(context: Context) -> Json:
    """Bring the office's space back from a package."""
    with context.opened() as store:
        came = recover_space.take_back(store, context.options.file, context.options.key)
    context.say(f"{came} Einträge des Büros sind wieder da.")
    return {"new": came}
