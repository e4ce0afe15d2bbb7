"""The demo: four offices with invented entries, an exchange among them, one conflict, an agenda; papers and pictures.

Everything is done as offices do it: founding, invitations, joining, packages on a stick.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic, output
from netzwerkhilfe import paths as paths_module
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder, founding, invitation, members
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.meetings import Dealt, Meeting
from netzwerkhilfe.models.network import Member
from netzwerkhilfe.models.tasks import TaskState
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.meetings import body, decisions, meetings, sitting
from netzwerkhilfe.services.meetings import invitation as invitation_to
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.store import Store, now_utc
from netzwerkhilfe.store.unit_of_work import Change

PASSPHRASE = "beispiel-kennwort"  # noqa: S105 - opens invented data and is shown to everybody
MARK = "beispieldaten.txt"
KEYS = ("073385004", "073385006", "073385001", "073325006")


def data() -> dict[str, Any]:
    """The invented entries."""
    found: dict[str, Any] = json.loads((paths_module.resources() / "beispiel" / "eintraege.json").read_text("utf-8"))
    return found


def clear(directory: Path) -> None:
    """Make room; only a folder that a demo made before is emptied. Raises ``UserError``."""
    if directory.exists() and any(directory.iterdir()):
        if not (directory / MARK).exists():
            raise UserError(
                f"Der Ordner {directory} ist nicht leer.",
                "Es wurde nichts verändert.",
                "Bitte nennen Sie einen anderen Ordner.",
            )
        atomic.remove_tree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    atomic.write_text(directory / MARK, "Erfundene Beispieldaten der Netzwerk Hilfe; darf gelöscht werden.\n")


def _day(text: str, today: dt.date) -> str:
    m = re.fullmatch(r"heute([+-]\d+)", text)
    return (today + dt.timedelta(days=int(m[1]))).strftime("%d.%m.%Y") if m else text


def fill(store: Store, office: dict[str, Any]) -> None:
    """Enter an office's entries, each at its own time in the past, through the same services as the window."""
    today = dt.datetime.now(dt.UTC).date()
    for kind in (
        "volunteers",
        "housing",
        "work",
        "offers",
        "cases",
        "shelters",
        "helper_groups",
        "courses",
        "tasks",
        "notes",
    ):
        for entry in sorted(office.get(kind, ()), key=lambda e: -e.get("alter", 0)):
            texts = {n: _day(str(t), today) for n, t in entry.items() if n not in ("alter", "stand")}
            texts.pop("called_on", None)
            stand, age = entry.get("stand"), entry.get("alter", 0)
            stages = [s.key for s in store.facts().stages.get(kind, ())]
            position = stages.index(stand) if stand in stages else 0
            store.now = _past(age + 2 * position)
            fixed = {"person": store.person, "state": TaskState.OPEN} if kind == "tasks" else {}
            with store.change() as change:
                record = entries.add(change, kind, texts, **fixed)
            for i in range(1, position + 1):
                store.now = _past(age + 2 * (position - i))
                with store.change() as change:
                    entries.set_stage(change, record, stages[i])
    store.now = now_utc


def _past(days: int) -> Any:
    return lambda: dt.datetime.now(dt.UTC) - dt.timedelta(days=days, minutes=30)


def build(directory: Path, *, quick: bool = False) -> dict[str, Store]:
    """The four offices, joined and exchanged, with one conflict open. ``quick`` skips the sealed invitation files."""
    invented = data()
    stick = directory / "stick"
    stick.mkdir()
    first = invented["MX"]
    stores: dict[str, Store] = {}

    def make(code: str, person: str, action: Any) -> Store:
        store, _ = founding.create_store(
            Paths(directory / f"buero-{code}"), action, passphrase=PASSPHRASE, person=person, keyring=False
        )
        stores[code] = store
        return store

    founder = make(
        "MX",
        first["person"],
        lambda s: founding.found_network(s, "Netzwerk Hilfe", first["office"], first["person"], KEYS),
    )
    for code in ("LH", "DS", "WA"):
        office = invented[code]
        ticket = directory / f"einladung-{code}.nheinladung"
        if quick:
            content = invitation.draft(founder, office["office"])
            joined = make(
                code, office["person"], lambda s, c=content, p=office["person"]: invitation.join_with(s, c, p)
            )
        else:
            words = invitation.invite(founder, office["office"], ticket)
            joined = make(
                code, office["person"], lambda s, t=ticket, w=words, p=office["person"]: invitation.join(s, t, w, p)
            )
        folder.exchange(joined, stick)
        folder.exchange(founder, stick)
        members.confirm(founder, office["person"])
        folder.exchange(founder, stick)
    for store in stores.values():
        folder.exchange(store, stick)
    for code, store in stores.items():
        fill(store, invented[code])
    for _ in range(2):
        for store in stores.values():
            folder.exchange(store, stick, accept=True)
    clash = invented["conflict"]
    for code in ("MX", "WA"):
        record = stores[code].ids("volunteers", clash["name"])[0]
        opened = stores[code].get(record)
        assert opened
        with stores[code].change() as change:
            entries.save(change, opened, None, clash[code])
    hold_meetings(founder, invented)
    for code, title in invented["suggested"].items():
        with stores[code].change() as change:
            meetings.propose(change, title, minutes=10)
    for _ in range(2):
        for store in stores.values():
            folder.exchange(store, stick, accept=True)
    return stores


def seat_team(store: Store, invented: dict[str, Any]) -> None:
    """The eight of the Leitungsteam with their addresses, and the addresses of the offices."""
    facts = store.facts()
    offices = {o.name: o.id for o in facts.offices.values()}
    known = {p.record.name: p.id for p in store.all(Member)}
    with store.change() as change:
        for name, values in invented["offices"].items():
            change.update(offices[name], values)
        for seat in invented["team"]:
            values = seat | {"represents": offices[seat["represents"]], "steering_group": True}
            if seat["name"] in known:
                change.update(known[seat["name"]], values)
            else:
                change.add("people", values)
    store.forget_facts()


def _dated(text: str, today: dt.date) -> str:
    return re.sub(r"\{([+-]\d+)\}", lambda m: (today + dt.timedelta(days=int(m[1]))).strftime("%d.%m.%Y"), text)


def hold_meetings(store: Store, invented: dict[str, Any]) -> None:
    """One meeting held and signed some weeks ago, and the next one prepared."""
    seat_team(store, invented)
    held = invented["held"]
    store.now = _past(held["days_ago"] + 9)
    with store.change() as change:
        record = _planned(change, held, -held["days_ago"])
        for entry in held["items"]:
            values = {n: entry[n] for n in ("purpose", "description", "recommends") if n in entry}
            meetings.add_item(change, record, entry["title"], entry["minutes"], entry["speaker"], **values)
        invitation_to.invite(change, change.require(record, Meeting))
    store.now = _past(held["days_ago"])
    with store.change() as change:
        _hold(change, record, held)
    with store.change() as change:
        output.sign(change, change.require(record, Meeting))
    store.now = now_utc
    meeting = invented["meeting"]
    with store.change() as change:
        record = _planned(change, meeting, meeting["in_days"])
        for title, speaker, minutes, confidential, description, *draft in meeting["items"]:
            meetings.add_item(
                change,
                record,
                title,
                minutes,
                speaker,
                confidential=bool(confidential) or None,
                description=description or None,
                **(draft[0] if draft else {}),
            )
        seats = body.seats(change)
        for name, reply in meeting["reply"].items():
            sitting.mark(change, change.require(record, Meeting), body.find(seats, name) or name, reply=reply)


HEAD = ("title", "start", "venue", "chair", "minute_taker", "style")


def _today() -> dt.date:
    return now_utc().astimezone().date()


def _planned(change: Change, meeting: dict[str, Any], days: int) -> str:
    day = _today() + dt.timedelta(days=days)
    texts = {n: meeting[n] for n in HEAD if n in meeting} | {"date": day.strftime("%d.%m.%Y")}
    return entries.add(change, "meetings", texts)


def _hold(change: Change, record: str, held: dict[str, Any]) -> None:
    """What was said and decided."""
    today = _today()
    seats = body.seats(change)
    for name, state in held["attendance"].items():
        sitting.mark(change, change.require(record, Meeting), body.find(seats, name) or name, state=state)
    sitting.begin(change, change.require(record, Meeting), held["began"])
    meeting = change.require(record, Meeting)
    for line, entry in zip(meetings.schedule_of(change, meeting).lines, held["items"], strict=True):
        change.update(line.item.id, {"text": entry.get("text"), "dealt": Dealt.DONE, "begun": line.begins})
        if entry.get("wording"):
            recommends = entry.get("recommends")
            made = decisions.add(change, meeting, line.item.id, entry["wording"], recommends=recommends)
            decisions.count(change, made, *entry["votes"])
        for text in entry.get("tasks", ()):
            sitting.add_task(change, meeting, line.item.id, _dated(text, today))
    sitting.end(change, meeting, held["ended"])


def print_papers(store: Store, target: Path) -> list[Path]:
    """The papers of two meetings, two lists and a recovery sheet."""
    target.mkdir(parents=True, exist_ok=True)
    held, meeting = meetings.sittings(store)
    made = [
        target / "tagesordnung.pdf",
        target / "wohnungen.pdf",
        target / "ehrenamtliche.pdf",
        target / "wiederherstellungsblatt.pdf",
    ]
    output.save(made[0], output.pdf(store, meeting, "agenda"))
    for name, document, which in (
        ("einladung", "invitation", meeting),
        ("einladungsbriefe", "letters", meeting),
        ("anwesenheitsliste", "attendance", meeting),
        ("niederschrift", "minutes", held),
        ("beschluesse", "resolutions", held),
        ("aufgaben", "tasks", held),
    ):
        made.append(target / f"{name}.pdf")
        output.save(made[-1], output.pdf(store, which, document))
    for name, document, which in (
        ("einladung.docx", "invitation", meeting),
        ("niederschrift.docx", "minutes", held),
        ("termin.ics", "invitation", meeting),
    ):
        made.append(target / name)
        with store.change() as change:
            output.write(change, which, document, made[-1])
    for kind, path in (("housing", made[1]), ("volunteers", made[2])):
        shown = Subject(kind=KINDS[kind], entries=store.many(kind, store.ids(kind)))
        with store.change() as change:
            output.write(change, shown, "list", path)
    key = store.slots.add_recovery(store.key)
    with store.change() as change:
        output.write(change, Subject(given={"key": key}), "recovery-sheet", made[3])
    store.slots.save()
    return made


def try_out() -> tuple[Paths, str]:
    """For the first run: sample data in a folder of their own."""
    directory = paths_module.default_data_dir().with_name("NetzwerkHilfe-Beispiel")
    clear(directory)
    for store in build(directory, quick=True).values():
        store.close()
    return Paths(directory / "buero-MX"), PASSPHRASE


def run(directory: Path | None, *, window: bool, quiet: bool) -> dict[str, Any]:
    """The whole demo; gives what ``--json`` prints. Without a window, papers and pictures are left in the folder."""
    directory = (directory or Path.cwd() / "demo").resolve()
    clear(directory)

    def say(text: str) -> None:
        if not quiet:
            print(text, flush=True)

    say("Vier Büros werden gegründet, laden sich ein und tauschen sich aus …")
    stores = build(directory)
    counts = {}
    for code, store in stores.items():
        with store.reading() as cursor:
            open_conflicts = len(reading.conflicts(cursor))
        counts[code] = {k: store.count(k) for k in ("volunteers", "housing", "work", "offers")} | {
            "conflicts": open_conflicts
        }
        say(
            f"  {code}: {counts[code]['volunteers']} Ehrenamtliche, {counts[code]['housing']} Wohnungen, "
            f"{counts[code]['work']} Stellen, "
            f"{counts[code]['offers']} Angebote, {open_conflicts} Konflikt offen"
        )
    made = print_papers(stores["MX"], directory / "papiere")
    findings = [f for s in stores.values() for f in s.check()]
    for store in stores.values():
        store.close()
    if findings:
        raise RuntimeError(f"the demo's stores are not in order: {findings}")
    say(f"Papiere: {directory / 'papiere'}")
    home = Paths(directory / "buero-MX")
    if window:
        from netzwerkhilfe.ui.shell import app

        app.main(home.data, secret=PASSPHRASE)
        pictures: list[Path] = []
    else:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from netzwerkhilfe import pictures as ui_pictures

        pictures = ui_pictures.write(home, PASSPHRASE, directory / "bilder")
        say(f"Bilder des Fensters: {directory / 'bilder'}")
    say("Das Kennwort der Beispielbüros ist: " + PASSPHRASE)
    return {
        "directory": str(directory),
        "offices": counts,
        "papers": [str(p) for p in made],
        "pictures": [str(p) for p in pictures],
    }
