"""What the packaged program runs after it is built, and what support asks for: each part is used once, for real.

It tells the truth: what does not work is named in a sentence, and the status is 1. It leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from netzwerkhilfe import atomic, demo, output
from netzwerkhilfe import paths as places
from netzwerkhilfe.documents import typeface
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.exchange import folder, wording
from netzwerkhilfe.models import KINDS, recurring
from netzwerkhilfe.models.helping import EnrolmentState
from netzwerkhilfe.models.leads import HousingLead
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.helping import volunteering
from netzwerkhilfe.services.meetings import decisions, meetings, series
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.services.papers.registry import Paper, Subject
from netzwerkhilfe.store import backup, opening, reading
from netzwerkhilfe.store.keys import Slots
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter, importer

NAMES = "Özgür Şahin, Łukasz Čapek, Наталія Шевченко, محمد الأحمد"
BEGINNINGS = {".pdf": b"%PDF", ".docx": b"PK", ".ics": b"BEGIN:VCALENDAR", ".txt": b"\xef\xbb\xbf", ".eml": b"To: "}
SIZES = ((1.0, (1366, 720)), (2.0, (1024, 540)))
"""At which enlargement each page is drawn, and how large the window is then: Full HD at 200 % leaves it no more."""


class Fails(Exception):
    """A part does not work; the sentence says what that means."""


def run(*, quiet: bool, keyring: bool = True) -> dict[str, Any]:
    """Run all checks. Raises ``UserError`` that names each part that does not work.

    :param keyring: whether a missing keyring counts; without one the program opens with a passphrase only.
    """
    passed: list[str] = []
    failed: list[str] = []
    with atomic.folder(prefix="netzwerkhilfe-selbsttest-") as directory:
        test = Checks(directory, keyring=keyring)
        try:
            for title, check in test.checks():
                try:
                    check()
                except Exception as error:  # noqa: BLE001 - each part is tried, whatever the one before did
                    failed.append(f"{title}: {_reason(error)}")
                    _say(quiet, f"  FEHLT: {failed[-1]}")
                else:
                    passed.append(title)
                    _say(quiet, f"  gut: {title}")
        finally:
            test.close()
    if directory.exists():
        failed.append(f"Aufräumen: {directory} ließ sich nicht entfernen.")
    if failed:
        raise UserError("Der Selbsttest ist fehlgeschlagen.", DATA_SAFE, " ".join(failed))
    return {"ok": True, "checks": passed}


@contextlib.contextmanager
def cache_as_it_was() -> Iterator[None]:
    """Take away at the end what came into the user's cache meanwhile: fonts and pictures for the window.

    For a process that ends with the self-test; a window that lives on would miss them. What is held stays.
    """
    place = places.cache_dir()
    made = [p for p in (place, *place.parents) if not p.exists()]
    before = set(place.rglob("*"))
    try:
        yield
    finally:
        for path in sorted(set(place.rglob("*")) - before, reverse=True):
            if not path.is_dir():
                atomic.remove(path, wait=False)
            else:
                with contextlib.suppress(OSError):
                    path.rmdir()
        for path in made:
            with contextlib.suppress(OSError):
                path.rmdir()


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        print(text, flush=True)


def _reason(error: Exception) -> str:
    if isinstance(error, UserError):
        return error.paragraph()
    if isinstance(error, Fails):
        return str(error)
    return repr(error)


class Checks:
    """The checks in their order, on four offices with sample data."""

    def __init__(self, directory: Path, *, keyring: bool) -> None:
        self.directory, self.keyring = directory, keyring
        self.stores: dict[str, Store] = {}

    def checks(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """What is tried, as a sentence."""
        yield "Ordner für Daten, Zwischenablage und Papiere", self.folders
        if self.keyring:
            yield "Schlüsselbund", self.ask_keyring
        yield "Schriften auf Papier", self.fonts
        yield "vier verschlüsselte Speicher, beigetreten und ausgetauscht", self.offices
        if not self.stores:
            return  # the rest would only repeat the reason
        yield "Suche", self.search
        yield "Listen aus CSV und XLSX, Ausgabe als XLSX, CSV und JSON", self.lists
        yield "Austausch mit einem Konflikt", self.conflict
        yield "Sicherung und Rückweg", self.back_up
        yield "jedes Papier als PDF, Word, Text, Termin und E-Mail", self.print_all
        yield "Terminreihen und Feiertage", self.holidays
        yield "Vorschau der Papiere", self.preview
        yield "jede Seite des Fensters, hell und dunkel, bei 100 und 200 %", self.pages

    def close(self) -> None:
        """Close what is open."""
        for store in self.stores.values():
            with contextlib.suppress(Exception):
                store.close()

    @property
    def store(self) -> Store:
        """The office that is looked at."""
        return self.stores["MX"]

    # ---- the PC -----------------------------------------------------------------------------------------------------
    def folders(self) -> None:
        """The user's folders take files; what was made for that goes again."""
        data, cache = places.default_data_dir(), places.cache_dir()
        for place in (data, cache):
            made = [p for p in (place, *place.parents) if not p.exists()]
            try:
                place.mkdir(parents=True, exist_ok=True)
                atomic.write_bytes(place / "selbsttest", b"x")
            except OSError as error:
                raise Fails(
                    atomic.refused(error, place, "In diesen Ordner lässt sich nicht schreiben.").paragraph()
                ) from error
            finally:
                atomic.remove(place / "selbsttest")
                for path in made:
                    with contextlib.suppress(OSError):
                        path.rmdir()
        if reason := places.fleeting(data):
            raise Fails(reason)

    def ask_keyring(self) -> None:
        """The operating system keeps a key and gives it back."""
        slots = Slots(self.directory / "s.json")
        try:
            if not slots.add_keyring(b"x" * 32) or slots.open_with_keyring() != b"x" * 32:
                raise Fails(
                    "Dieser PC hat keinen Schlüsselbund, der antwortet. Das Programm öffnet sich hier nur mit "
                    "Kennwort; "
                    "soll es so sein, prüft „selftest --no-keyring“ den Rest."
                )
        finally:
            slots.forget_keyring()

    def fonts(self) -> None:
        """The typeface of the papers has a sign for each letter of these names."""
        if missing := typeface.without_sign(NAMES):
            raise Fails(f"Der Schrift der Papiere fehlen Zeichen: {' '.join(missing)}")

    # ---- the data ---------------------------------------------------------------------------------------------------
    def offices(self) -> None:
        """Found, join, exchange."""
        self.stores = demo.build(self.directory, quick=True)
        for code, store in self.stores.items():
            if findings := store.check():
                raise Fails(f"{code}: {findings[0]}")

    def search(self) -> None:
        """By name and by telephone number."""
        if not self.store.ids("volunteers", "fischer") or not self.store.hits("06237 99 01 42"):
            raise Fails("Die Suche findet nicht, was da ist.")

    def lists(self) -> None:
        """In and out."""
        store, source = self.store, self.directory / "liste.csv"
        atomic.write_bytes(source, "Name;Vorname;Telefon\r\nMüller;Jürgen;0171 5550816\r\n".encode("cp1252"))
        with store.change() as change:
            importer.apply(change, importer.plan(store, "volunteers", source))
        if not store.ids("volunteers", "müller"):
            raise Fails("Eine Liste in Windows-1252 kam nicht an.")
        flats = store.many("housing", store.ids("housing"))
        for ending in ("xlsx", "csv", "json"):
            exporter.export(store, KINDS["housing"], flats, self.directory / f"export.{ending}")
        if len(importer.plan(self.stores["LH"], "housing", self.directory / "export.xlsx").rows) != len(flats):
            raise Fails("Eine ausgegebene Liste kam nicht vollständig zurück.")

    def conflict(self) -> None:
        """The same telephone number edited in two offices: both values are seen in both, and one is settled."""
        here, there, stick = self.stores["MX"], self.stores["LH"], self.directory / "stick"
        record = next(i for i in here.ids("housing") if there.get(i))
        for store, phone in ((here, "06237 111"), (there, "06237 222")):
            with store.change() as change:
                change.update(record, {"phone": phone})
        for store in (here, there, here):
            folder.exchange(store, stick, accept=True)
        for store in (here, there):
            with store.reading() as cursor:
                if not any(c.id == record and c.register == "phone" for c in reading.conflicts(cursor)):
                    raise Fails("Zwei Angaben zu einem Feld wurden nicht als Konflikt gezeigt.")
        with here.change() as change:
            change.resolve(record, {"phone": "06237 333"})
        for store in (here, there):
            folder.exchange(store, stick, accept=True)
        found = there.get(record, HousingLead)
        if found is None or found.record.phone != "06237 333":
            raise Fails("Die Entscheidung kam im anderen Büro nicht an.")

    def back_up(self) -> None:
        """A backup, a change, and the way back."""
        store, saved = self.store, self.directory / "probe.nhsicherung"
        backup.make(store, saved)
        with store.change() as change:
            lost = change.add("volunteers", {"last_name": "Nachher"}).id
        key, paths = store.key, store.paths
        store.close()
        self.stores["MX"] = opening.restore(paths, saved, None, key=key)
        if self.store.get(lost) is not None or self.store.check():
            raise Fails("Eine Sicherung ließ sich nicht zurückspielen.")

    # ---- papers -----------------------------------------------------------------------------------------------------
    def print_all(self) -> None:
        """Each paper that the program knows."""
        place = self.directory / "papiere"
        demo.print_papers(self.store, place)
        store = self.store
        for meeting in meetings.sittings(store):
            self._print_of(meeting, place)
        self._print_of(decisions.register(store)[0].record, place)
        for kind in [k for k in KINDS.values() if k.listed and store.count(k.name)]:
            listed = store.many(kind.name, store.ids(kind.name))
            for paper in registry.at_list(store, kind):
                self._print(paper, Subject(kind=kind, entries=listed), place / f"{paper.key}-{kind.name}")
        for paper in registry.of_office(store):
            self._print(paper, Subject(), place / paper.key)
        self._print_helpers(place)
        day = store.now().isoformat(timespec="seconds")
        report = folder.exchange(store, self.directory / "stick", preview=True)
        sentences = wording.report(report.json() | {"at": day, "place": "Stick", "person": NAMES})
        given = {"at": day, "place": "Stick", "person": NAMES, "sentences": sentences}
        self._print(registry.find("exchange-report"), Subject(given=given), place / "austausch")
        for path in place.iterdir():
            if not path.read_bytes().startswith(BEGINNINGS[path.suffix]):
                raise Fails(f"{path.name} ist kein richtiges Papier.")

    def _print(self, paper: Paper, subject: Subject, target: Path) -> None:
        """A paper in every way it can be written."""
        for ending in output.endings(paper):
            with self.store.change() as change:
                output.write(change, subject, paper.key, target.with_name(target.name + ending))

    def _print_of(self, entry: Snapshot, place: Path) -> None:
        for paper in registry.offered(self.store, entry):
            self._print(paper, Subject(entry=entry, kind=entry.kind), place / f"{paper.key}-{entry.id}")

    def _print_helpers(self, place: Path) -> None:
        store = self.store
        person = store.many(Volunteer, store.ids("volunteers"))[0]
        with store.change() as change:
            made, _ = volunteering.note_engagement(change, person, "Begleitung", store.today().isoformat())
        course, case = store.ids("courses")[0], store.ids("cases")[0]
        with store.change() as change:
            seat = {"parent": course, "volunteer": person.id, "state": EnrolmentState.ENROLLED}
            enrolment = change.ensure("enrolments", (course, person.id), seat).id
            root = change.require(case).root
            handed = {"parent": case, "handed_to": "Caritas", "handed_on": store.today().isoformat()}
            change.ensure("cases_private", (root,), handed, space=store.office_space, root=root)
            change.update(person.id, {"state": VolunteerState.ENDED})
            volunteering.took_part(change, enrolment)
        for entry in (person.id, made, enrolment, case):
            self._print_of(self._get(entry), place)

    def _get(self, record: str) -> Snapshot:
        found = self.store.get(record)
        assert found is not None
        return found

    def holidays(self) -> None:
        """The calendar knows the Land."""
        moved = series.proposed(
            self.store, recurring.read("jeden letzten Donnerstag"), dt.date(2026, 12, 1), dt.date(2026, 12, 31)
        )
        if moved[0].reason != "Silvester" or series.holiday(self.store, dt.date(2026, 6, 4)) != "Fronleichnam":
            raise Fails("Die Feiertage von Rheinland-Pfalz fehlen.")

    # ---- the window -------------------------------------------------------------------------------------------------
    def preview(self) -> None:
        """A page of a PDF as the window shows it."""
        _offscreen()
        from netzwerkhilfe.ui.areas.meetings.preview import render

        if not render((self.directory / "papiere" / "niederschrift.pdf").read_bytes(), 300):
            raise Fails("Ein PDF ließ sich nicht zeigen.")

    def pages(self) -> None:
        """Each page is drawn, and is not empty."""
        _offscreen()
        from netzwerkhilfe import pictures

        home = self.store.paths
        for store in self.stores.values():
            store.close()
        target = self.directory / "bilder"
        for theme in ("light", "dark"):
            for ratio, size in SIZES:
                for path in pictures.every_page(home, demo.PASSPHRASE, target, theme, ratio, size):
                    if pictures.colors_in(path) < pictures.FEWEST:
                        raise Fails(f"Die Seite {path.stem} ist leer.")


def _offscreen() -> None:
    if sys.platform != "darwin":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
