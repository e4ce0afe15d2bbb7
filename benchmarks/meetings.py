"""Random meetings whose closed parts are full of unmistakable words: none of these may stand on a paper, in a file or
in a list that others than the Leitungsteam read.

    python -m benchmarks.meetings --count 1000 --seed 0      each year has its own seed: seed, seed+1, …
    python -m benchmarks.meetings --count 5 --seed 42 --log  replay one and print what was done

Meetings come in years of five, because what leaks leaks later too: by what is carried over, by tasks that stay open,
by the register, by addenda. Each meeting has public and closed items, items below items, annexes, decisions, tasks,
guests, proposals of offices; items are moved, indented, closed late, thrown away, given back; a signature is taken
back. After its steps everything public is made and read: the text, the metadata, the bookmarks, the structure and every
other string of each PDF, all parts of each Word file, plain text, e-mail drafts, dates for calendars, lists in all
formats, the page for the homepage, names of files. What names somebody in need stays out of all that other offices
get: the packages of ``net`` are opened and read, and another office's search is asked.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import email
import email.policy
import io
import random
import re
import shutil
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, StreamObject, TextStringObject
from pypdfium2 import PdfDocument

from benchmarks import histories, names
from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import folder
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.meetings import AgendaItem, Dealt, Light, Meeting, Occasion, Resolution, Style
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.paths import Paths
from netzwerkhilfe.services.entries import entries
from netzwerkhilfe.services.meetings import (
    agenda_suggestions,
    body,
    decisions,
    invitation,
    meetings,
    minutes,
    sitting,
)
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store import attachments, opening, token
from netzwerkhilfe.store.naming import PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.store.unit_of_work import Change
from netzwerkhilfe.transfer import exporter

P = ParamSpec("P")
T = TypeVar("T")
MEETINGS = 5
"""So many in a year."""
SECRET = "qzxv"
"""What every word of a closed part has in it, folded."""
HEXADECIMAL = re.compile(rb"<(FEFF(?:[0-9A-Fa-f]{4})+)>", re.IGNORECASE)
BETWEEN = re.compile(r"[\W_]+")
SHARE = 0.4
"""Of the files that can be made of a paper, so many are made and read each time; what all of them are set from always
is."""
FOR_THE_TEAM = frozenset({"invitation", "letters", "agenda"})
"""What the members get of a meeting of their own: they sit in its closed part too."""
CLOSED = frozenset({"minutes-closed", "addenda-closed"})
PEOPLE = (
    ("Gisela Bauer", "Ehrenamt", "Frau", ""),
    ("Tobias Kern", "Verwaltung", "Herr", "Vorsitz"),
    ("Elif Demir", "Ehrenamt", "Frau", "Schriftführung"),
    ("Samir Haddad", "Verwaltung", "", ""),
)
GUESTS = ("Olena Bondar", "Jörg Lehmann", "Mina Sultani")


class Broken(Exception):
    """A closed string was found where others read."""


# ---- reading what was written ---------------------------------------------------------------------------------------
def tells(text: str, word: str = SECRET) -> bool:
    """Whether a text has the word in it, whatever breaks, hyphens and signs stand between its letters."""
    plain = fold(text)
    return word in plain or word in BETWEEN.sub("", plain)


def strings_of_pdf(content: bytes) -> Iterator[tuple[str, str]]:
    """Every text of a PDF with where it stands: its pages, and all strings and streams of all its objects (metadata,
    bookmarks, structure, ActualText, annexes)."""
    printed = PdfDocument(content)
    for page in printed:
        words = page.get_textpage()
        yield "Text", words.get_text_range()
        words.close()
        page.close()
    printed.close()
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, int(str(reader.trailer["/Size"]))):
        yield from _strings(reader.get_object(number), f"Objekt {number}")
    yield from _strings(reader.trailer, "Trailer")


def _strings(found: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(found, StreamObject):
        data = found.get_data()
        yield where, data.decode("latin-1")
        yield where, data.decode("utf-16-be", "ignore")
        for digits in HEXADECIMAL.findall(data):
            yield where, bytes.fromhex(digits.decode()).decode("utf-16-be", "ignore")
    if isinstance(found, DictionaryObject):
        for key, value in found.items():
            yield where, str(key)
            if isinstance(value, TextStringObject | ByteStringObject | ArrayObject | DictionaryObject):
                yield from _strings(value, f"{where} {key}")
    elif isinstance(found, ArrayObject):
        for value in found:
            yield from _strings(value, where)
    elif isinstance(found, TextStringObject):
        yield where, str(found)
    elif isinstance(found, ByteStringObject):
        yield where, bytes(found).decode("latin-1")
        yield where, bytes(found).decode("utf-16-be", "ignore")


def strings_of_archive(content: bytes) -> Iterator[tuple[str, str]]:
    """Every part of a Word or Excel file: as it is, and without its tags."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for one in archive.namelist():
            text = archive.read(one).decode("utf-8", "replace")
            yield one, one
            yield one, text
            yield one, re.sub(r"<[^>]*>", "", text)


def strings_of(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Every text of a file, by its ending, with where it stands; its name too."""
    ending = name.rpartition(".")[2].lower()
    yield "Dateiname", name
    if ending == "pdf":
        yield from strings_of_pdf(content)
    elif ending in ("docx", "xlsx"):
        yield from strings_of_archive(content)
    elif ending == "eml":
        mail = email.message_from_bytes(content, policy=email.policy.default)
        for header, value in mail.items():
            yield header, str(value)
        for part in mail.walk():
            if not part.is_multipart():
                data = part.get_payload(decode=True)
                assert isinstance(data, bytes)
                for where, text in strings_of(part.get_filename() or "Text.txt", data):
                    yield f"Teil {part.get_filename() or 'Text'}, {where}", text
    elif ending == "ics":
        yield "Termin", content.decode("utf-8").replace("\r\n ", "")
    else:
        yield "Text", content.decode("utf-8-sig")


def texts_of(value: object) -> Iterator[str]:
    """Every text of plain data of a paper, before it is set."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from texts_of(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_of(key)
            yield from texts_of(part)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for part in value:
            yield from texts_of(part)


# ---- a year ----------------------------------------------------------------------------------------------------------
class Year:
    """Five random meetings of a network of two offices."""

    def __init__(self, chance: random.Random, base: Path, pcs: Sequence[tuple[Path, bytes]]) -> None:
        self.chance, self.base = chance, base
        self.time = histories.START
        self.log: list[str] = []
        self.tally: Counter[str] = Counter()
        """How often what happened and was read, so that nobody takes an empty year for a good one."""
        self.words = 0
        self.closed: set[str] = set()
        """The items that nobody outside may read, as this run knows it and not as the program does."""
        self.order: dict[str, int] = {}
        """When each entry was made: ids are random, and what is chosen must not depend on them."""
        self.stick = base / "stick"
        self.stick.mkdir(parents=True)
        self.stores: list[Store] = []
        for name, (source, key) in zip(("A", "B"), pcs, strict=True):
            shutil.copytree(source, base / name)
            store = opening.open_with_key(Paths(base / name), key)
            store.now = lambda: self.time
            token.settle(store)
            self.stores.append(store)
        self.store = self.stores[0]
        self.who = names.Somebody.numbered(0, chance.randrange(500))
        self._prepare()

    def close(self) -> None:
        """Close the stores."""
        for store in self.stores:
            store.close()

    # ---- words ------------------------------------------------------------------------------------------------------
    def secret(self, what: str) -> str:
        """A text of a closed part; no two are alike."""
        self.words += 1
        return f"{what} Qzxv{self.words}"

    def say(self, what: str, *, closed: bool) -> str:
        """A text of a closed part or of a public one."""
        return self.secret(what) if closed else f"{what} {self.chance.randrange(1000)} für alle"

    def maybe(self, of: float = 0.5) -> bool:
        """By chance."""
        return self.chance.random() < of

    # ---- acts -------------------------------------------------------------------------------------------------------
    def act(self, what: str, verb: Callable[Concatenate[Change, P], T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """One act; what the program refuses is refused, and nothing else."""
        try:
            with self.store.change() as change:
                given = verb(change, *args, **kwargs)
        except UserError as error:
            self.log.append(f"{what}: {error.title}")
            return None
        for record in change.set.added():
            self.order.setdefault(record, len(self.order))
        self.log.append(what)
        self.tally[what.partition(":")[0]] += 1
        return given

    def said(self, what: str, typed: str, better: str, verb: Callable[[Change, str], T]) -> T | None:
        """Type what names somebody in need: the program asks, and it is typed otherwise."""
        try:
            with self.store.change() as change:
                verb(change, typed)
        except PersonNamed:
            return self.act(what, lambda change: verb(change, better))
        raise Broken(f"nobody asked about „{typed}“")

    def _prepare(self) -> None:
        """The seats, a proposal, and somebody in need whose name stays in the office."""
        offices = sorted(self.store.facts().offices.values(), key=lambda o: o.name)

        def seats(change: Change) -> None:
            for i, (name, bench, salutation, duty) in enumerate(PEOPLE):
                values: dict[str, Any] = {
                    "name": name,
                    "role": bench,
                    "represents": offices[i % len(offices)].id,
                    "duty": duty or None,
                }
                values |= {"steering_group": True, "salutation": salutation or None, "email": f"m{i}@beispiel.de"}
                change.add("people", values)

        self.act("Leitungsteam", seats)
        self.act(
            "Gesuch",
            lambda change: entries.add(
                change, "cases", {"needs": "Wohnung", "name": self.who.name, "phone": self.who.phone}
            ),
        )

    def items(self, meeting: str) -> list[Snapshot[AgendaItem]]:
        """The items of a meeting in the order in which they were made."""
        return sorted(self.store.children(meeting, AgendaItem), key=lambda s: self.order.get(s.id, -1))

    def is_closed(self, item: str) -> bool:
        """Whether an item is one that nobody outside may read."""
        return item in self.closed

    # ---- planning ---------------------------------------------------------------------------------------------------
    def plan(self, i: int) -> str:
        """A meeting with its agenda; gives its id."""
        sitting_of_team = i in (0, MEETINGS - 1) or self.maybe(0.75)
        occasion = None if sitting_of_team else self.chance.choice((Occasion.HELPERS, Occasion.YEARLY))
        values: dict[str, Any] = {
            "title": f"Treffen {i}",
            "date": (self.time.date() + dt.timedelta(days=10)).isoformat(),
        }
        values |= {"start": "18:00", "venue": "Bürgerhaus", "chair": PEOPLE[1][0], "minute_taker": PEOPLE[2][0]}
        values |= {"occasion": occasion, "style": self.chance.choice((None, *Style))}
        values |= {"note": "Bitte kommen Sie", "distribution": "Alle"} if self.maybe() else {}
        made = self.act("Sitzung", lambda change: change.add("meetings", values).id)
        assert made
        if self.maybe(0.3):
            self.act("übliche Tagesordnung", meetings.add_usual, made)
        for _ in range(self.chance.randint(2, 7)):
            self._item(made)
        self._take_up(made)
        for guest in GUESTS[: self.chance.randrange(3) + (occasion is not None)]:
            self.act("Gast", sitting.mark, self._meeting(made), guest)
        return made

    def _meeting(self, record: str) -> Snapshot[Meeting]:
        return self.store.require(record, Meeting)

    def _item(self, meeting: str) -> str | None:
        """One more item: at the top, or below one that is there; closed of its own or by what it stands below."""
        tops = self.items(meeting)
        above = self.chance.choice(tops) if tops and self.maybe(0.35) else None
        flag = self.maybe(0.4)
        closed = flag or (above is not None and self.is_closed(above.id))
        values: dict[str, Any] = {
            "speaker": self.say("Wer", closed=closed) if self.maybe(0.4) else None,
            "description": self.say("Sachverhalt", closed=closed) if self.maybe(0.6) else None,
            "proposal": self.say("Wir beschließen", closed=closed) if self.maybe(0.6) else None,
            "cost_note": self.say("Kosten", closed=closed) if self.maybe(0.3) else None,
            "confidential": flag or None,
            "under": above.id if above else None,
            "public_title": "Eine Angelegenheit des Personals" if flag and self.maybe(0.3) else None,
            "recommends": self.maybe(0.2) or None,
        }
        made = self.act(
            f"TOP: {'zu' if closed else 'offen'}{', darunter' if above else ''}",
            lambda change: meetings.add_item(change, meeting, self.say("Thema", closed=closed), 5, **values),
        )
        if made and closed:
            self.closed.add(made)
        if made and self.maybe(0.3):
            name = f"{self.say('Anlage', closed=closed)}.pdf"
            self.act(
                "Anlage",
                lambda change: attachments.attach(change, self.store.require(made), name, b"%PDF-1.7 " + name.encode()),
            )
        return made

    def _take_up(self, meeting: str) -> None:
        """What suggests itself, and what an office has proposed."""
        if self.maybe(0.4):
            closed = self.maybe()
            made = self.act(
                "Vorschlag",
                lambda change: meetings.propose(
                    change, self.say("Vorschlag", closed=closed), confidential=closed or None
                ),
            )
            if made and closed:
                self.closed.add(made)
        for one in agenda_suggestions.suggestions(self.store, self._meeting(meeting)):
            if self.maybe(0.7):
                before = {i.id for i in self.items(meeting)}
                self.act(
                    f"aufgenommen: {one.key.partition(':')[0]}",
                    agenda_suggestions.take,
                    self._meeting(meeting),
                    one,
                )
                for item in self.items(meeting):
                    if item.id not in before and any(tells(t) for t in texts_of(list(item.values.values()))):
                        self.closed.add(item.id)

    def shuffle(self, meeting: str) -> None:
        """The agenda is worked on: nothing of it makes public what was closed."""
        for _ in range(self.chance.randrange(5)):
            found = self.items(meeting)
            if not found:
                return
            one = self.chance.choice(found)
            way = self.chance.choice(("rücken", "einrücken", "ausrücken", "ans Ende", "schließen", "weg", "zurück"))
            if way == "rücken":
                step = self.chance.choice((-1, 1))
                self.act(way, meetings.move_item, meeting, one.id, step)
            elif way in ("einrücken", "ausrücken"):
                out = way == "ausrücken"
                self.act(way, meetings.indent, meeting, one.id, out=out)
            elif way == "ans Ende":
                self.act(way, meetings.place_item, meeting, one.id, "")
            elif way == "schließen" and not self.is_closed(one.id):
                self._close_late(meeting, one)
            elif way == "weg" and self.maybe(0.6):
                self.act("Papierkorb", Change.trash, one.id)
            elif way == "zurück" and one.record.proposed:
                self.act("zurückgegeben", meetings.give_back, one)
            self._inherit(meeting)

    def _close_late(self, meeting: str, item: Snapshot[AgendaItem]) -> None:
        """A public item becomes a closed one, and gets words that show it."""
        values = {"title": self.secret("Thema"), "confidential": True, "text": self.secret("Text")}
        self.act("geschlossen", Change.update, item.id, values)
        self.closed.add(item.id)

    def _inherit(self, meeting: str) -> None:
        """What stands below a closed item is closed, and says so in this run."""
        for _ in range(3):
            for item in self.items(meeting):
                if item.record.under in self.closed and item.id not in self.closed:
                    self.closed.add(item.id)
                    values = {"title": self.secret("Thema"), "description": None}
                    self.act("mit geschlossen", Change.update, item.id, values)

    # ---- holding it -------------------------------------------------------------------------------------------------
    def hold(self, meeting: str) -> None:
        """It begins, is minuted and ends; people come late, leave, are biased; decisions and tasks come of it."""
        self.act("begonnen", sitting.begin, self._meeting(meeting), "18:02")
        if self.maybe(0.9):
            self.act("alle da", sitting.all_present, self._meeting(meeting))
        everyone = body.seats(self.store)
        for item in self.items(meeting):
            closed = self.is_closed(item.id)
            if self.maybe(0.15):
                continue
            self.act("aufgerufen", sitting.open_item, self._meeting(meeting), item.id)
            self._minute(meeting, item, everyone, closed=closed)
        if self.maybe(0.3):
            self._item(meeting)
        self.shuffle(meeting)
        if self.maybe(0.3):
            line = f"{PEOPLE[0][0]}: Kaffee kaufen bis 01.12.2026"
            self.act("lose Aufgabe", sitting.add_task, self._meeting(meeting), "", line)
        self.said(
            "Vorbemerkung",
            f"{self.who.name} war da",
            "Alle waren da",
            lambda change, text: change.update(meeting, {"introduction": text}),
        )

    def _minute(self, meeting: str, item: Snapshot[AgendaItem], everyone: Sequence[body.Seat], *, closed: bool) -> None:
        if self.maybe(0.7):
            text = self.say("Niederschrift", closed=closed)
            self.act("Text", Change.update, item.id, {"text": text})
        if self.maybe(0.15):
            seat = self.chance.choice(everyone)
            self.act("befangen", sitting.exclude, self._meeting(meeting), item.id, seat.id)
        if self.maybe(0.1):
            seat = self.chance.choice(everyone)
            self.act("geht", sitting.leave, self._meeting(meeting), seat, "19:00")
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            record = self.act(
                f"Beschluss: {'zu' if closed else 'offen'}",
                lambda change: decisions.add(
                    change,
                    self._meeting(meeting),
                    item.id,
                    self.say("Beschlossen wird", closed=closed),
                    recommends=self.maybe(0.3) or None,
                    due_on="2026-03-20" if self.maybe() else None,
                ),
            )
            if record:
                self.act("gezählt", decisions.count, record, 2, self.chance.randrange(2), 0)
        if self.maybe(0.4):
            line = f"{PEOPLE[0][0]}: {self.say('Aufgabe', closed=closed)} bis 20.03.2026"
            self.act("Aufgabe", sitting.add_task, self._meeting(meeting), item.id, line)
        if self.maybe(0.2):
            word = self.chance.choice((Dealt.POSTPONED, Dealt.TAKEN_OFF))
            self.act(word, sitting.deal, item.id, word)

    def finish(self, meeting: str) -> None:
        """It ends and is signed; its decisions are followed up, its minutes corrected."""
        self.act("beendet", sitting.end, self._meeting(meeting), "20:00")
        self._settle_counts(meeting)
        self.act("unterschrieben", output.sign, self._meeting(meeting))
        if self.maybe(0.3):
            self.act("Unterschrift zurück", minutes.unsign, self._meeting(meeting))
            found = [i for i in self.items(meeting) if not self.is_closed(i.id)]
            if found and self.maybe():
                self._close_late(meeting, self.chance.choice(found))
                self._inherit(meeting)
                self._rewrite(meeting)
            if self.maybe(0.8):
                self.act("unterschrieben", output.sign, self._meeting(meeting))
        for record in sorted(self.store.children(meeting, Resolution), key=lambda s: self.order.get(s.id, -1)):
            if self.maybe(0.4):
                closed = self.is_closed(record.record.item or "")
                light = self.chance.choice(list(Light))
                status = self.say("Stand", closed=closed)
                self.act("Umsetzung", decisions.follow_up, record.id, light, status)
        for closed in (False, True):
            if self.maybe(0.3):
                text = self.say("Es muss heißen", closed=closed)
                self.act(
                    f"Nachtrag: {'zu' if closed else 'offen'}",
                    minutes.add_addendum,
                    self._meeting(meeting),
                    text,
                    confidential=closed,
                )

    def _rewrite(self, meeting: str) -> None:
        """What was decided and given to somebody at an item that is closed now gets words that show it."""
        for record in self.store.children(meeting, Resolution):
            if self.is_closed(record.record.item or "") and not tells(record.record.wording or ""):
                words = self.secret("Beschlossen wird")
                self.act("Wortlaut", Change.update, record.id, {"wording": words})

    def _settle_counts(self, meeting: str) -> None:
        """What stands against a signature is put right, as people do."""
        at = sitting.read(self.store, self._meeting(meeting))
        if not any(x.state for x in at.roll):
            self.act("alle da", sitting.all_present, self._meeting(meeting))
            at = sitting.read(self.store, self._meeting(meeting))
        for decision in decisions.of_meeting(self.store, at):
            if decision.complaint:
                self.act("gezählt", decisions.count, decision.id, 1, 0, 0)

    # ---- reading what goes out --------------------------------------------------------------------------------------
    def look(self, meeting: str, stage: str, *, whole: bool) -> None:
        """Make and read what others than the Leitungsteam get of a meeting as it stands.

        :param whole: also as files; else what the papers say before they are set.
        """
        entry = self._meeting(meeting)
        team = meetings.is_sitting(entry)
        for paper in registry.offered(self.store, entry):
            if paper.key in CLOSED:
                continue
            if paper.event:
                self._read(f"{stage}, {paper.key}", "Termin.ics", output.ics(self.store, entry, paper.key))
            if team and paper.key in FOR_THE_TEAM:
                continue
            self._gathered(f"{stage}, {paper.key}", paper, Subject(entry=entry, kind=entry.kind))
            if whole:
                self._files(f"{stage}, {paper.key}", paper, entry)
        if whole:
            register = registry.find("register")
            for record in self.store.children(meeting, Resolution):
                if not self.is_closed(record.record.item or "") and record.record.number:
                    self._gathered(stage, registry.find("extract"), Subject(entry=record, kind=record.kind))
            if decisions.register(self.store):
                subject = Subject(kind=entry.kind)
                self._gathered(f"{stage}, register", register, subject)
                if self.maybe(0.3):
                    self._files(f"{stage}, register", register, subject)

    def _gathered(self, where: str, paper: registry.Paper, subject: Subject) -> None:
        try:
            found = paper.gather(self.store, subject)
        except UserError:
            return
        self.tally["gelesen: Papiere"] += 1
        for text in texts_of(found):
            self._hold(where, text)

    def _files(self, where: str, paper: registry.Paper, subject: Snapshot | Subject) -> None:
        day = subject.values.get("date") if isinstance(subject, Snapshot) else "alle"
        for ending in output.endings(paper):
            if not self.maybe(SHARE):
                continue
            target = self.base / "papiere" / f"{paper.key}-{day}{ending}"
            try:
                with self.store.change() as change:
                    output.write(change, subject, paper.key, target)
            except UserError:
                continue
            self._read(f"{where}{ending}", target.name, target.read_bytes())

    def _read(self, where: str, name: str, content: bytes) -> None:
        self.tally[f"gelesen: {name.rpartition('.')[2]}"] += 1
        for place, text in strings_of(name, content):
            self._hold(f"{where}, {place}", text)

    def _hold(self, where: str, text: str) -> None:
        if tells(text):
            plain = " ".join(text.split())
            at = max(0, fold(plain).find(SECRET) - 60)
            raise Broken(f"{where}: … {plain[at : at + 140]}")

    def lists(self) -> None:
        """Every list that can be handed on, in all its formats, and the page for the homepage."""
        for kind in [k for k in KINDS.values() if k.listed]:
            ids = self.store.ids(kind.name)
            if not ids:
                continue
            for ending in dict.fromkeys((*exporter.endings(kind), ".json")):
                target = self.base / f"{kind.name}{ending}"
                try:
                    exporter.export(self.store, kind, self.store.each(kind, ids), target)
                except UserError:
                    continue
                self._read(f"Liste {kind.name}", target.name, target.read_bytes())
            target = self.base / f"{kind.name}.pdf"
            with self.store.change() as change:
                output.write(change, Subject(kind=kind, entries=self.store.many(kind.name, ids)), "list", target)
            self._read(f"Liste {kind.name}", target.name, target.read_bytes())

    def elsewhere(self) -> None:
        """What the packages of ``net`` and the search of the other office know: nobody in need."""
        for store in (*self.stores, *self.stores):
            folder.exchange(store, self.stick, accept=True)
        desks = [names.Desk(i, store, self.chance) for i, store in enumerate(self.stores)]
        for text in names.said(desks, self.stick):
            if names.names_somebody(text):
                raise Broken(f"a package of net: {text[:140]}")
        other = self.stores[1]
        for kind in KINDS.values():
            if kind.listed or kind.found:
                for word in (self.who.family, self.who.given, self.who.phone):
                    if other.ids(kind.name, word):
                        raise Broken(f"the search of the other office finds {word} among {kind.plural}")
        self.tally["gelesen: Pakete"] += 1

    # ---- all of it --------------------------------------------------------------------------------------------------
    def run(self) -> None:
        """Five meetings, one after the other."""
        for i in range(MEETINGS):
            meeting = self.plan(i)
            self._inherit(meeting)
            self.shuffle(meeting)
            self.look(meeting, "geplant", whole=self.maybe(0.15))
            self.act("eingeladen", invitation.invite, self._meeting(meeting), urgency="eilt")
            if self.maybe(0.07):
                self.act("abgesagt", invitation.call_off, self._meeting(meeting), "krank")
                self.look(meeting, "abgesagt", whole=True)
            else:
                self.time += dt.timedelta(days=10)
                self.hold(meeting)
                self.look(meeting, "läuft", whole=self.maybe(0.15))
                self.finish(meeting)
                self.look(meeting, "danach", whole=True)
            self.time += dt.timedelta(days=20)
            self.tally["Sitzungen"] += 1
        self.lists()
        self.elsewhere()
        for store in self.stores:
            if found := store.check():
                raise Broken(f"check: {found[:3]}")


def run(
    chance: random.Random, pcs: Sequence[tuple[Path, bytes]], tally: Counter[str] | None = None
) -> tuple[str | None, list[str]]:
    """One year; gives what was found where it must not be, and what was done."""
    with tempfile.TemporaryDirectory(prefix="sitzungen-", ignore_cleanup_errors=True) as place:
        year = Year(chance, Path(place), pcs)
        try:
            year.run()
        except Broken as error:
            return str(error), year.log
        finally:
            if tally is not None:
                tally.update(year.tally)
            year.close()
    return None, year.log


def main() -> int:
    """Run years; exit status 1 if something was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help=f"meetings; {MEETINGS} have one seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--log", action="store_true")
    options = parser.parse_args()
    years = -(-options.count // MEETINGS)
    broken, begun, tally = 0, time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="sitzungen-", ignore_cleanup_errors=True) as place:
        pcs = histories.template(Path(place), 2)
        for seed in range(options.seed, options.seed + years):
            what, log = run(random.Random(seed), pcs, tally)
            if what or options.log:
                print(f"seed {seed}: {what or 'holds'}", flush=True)
                print("\n".join(f"    {line}" for line in (log if options.log else log[-12:])), flush=True)
            broken += what is not None
            if (seed - options.seed + 1) % 10 == 0:
                took = time.monotonic() - begun
                held = tally["Sitzungen"]
                print(f"{held} meetings, {broken} years broken, {took:.0f} s, {held / took:.2f} a second", flush=True)
    print("\n".join(f"    {number:7} {name}" for name, number in sorted(tally.items())))
    print(f"{tally['Sitzungen']} meetings, years from seed {options.seed}: {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
