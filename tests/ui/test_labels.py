"""A choice may be called otherwise at any time: its label is read everywhere, its key nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from netzwerkhilfe import output
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS, Kind, fields
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Field
from netzwerkhilfe.models.meetings import (
    ApprovalState,
    Dealt,
    Light,
    MeetingStage,
    Presence,
    Purpose,
    Reply,
    Resolution,
    Style,
    Vote,
)
from netzwerkhilfe.models.network import Bench, Category, Salutation, Stage
from netzwerkhilfe.services.meetings import body, decisions, sitting
from netzwerkhilfe.services.papers import registry as papers
from netzwerkhilfe.services.papers.registry import Paper, Subject
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.transfer import exporter
from netzwerkhilfe.transfer.cells import as_text
from netzwerkhilfe.ui.listing.page import ListPage
from tests.acts import act
from tests.services.meetings.test_meetings import again, item, plan, seat_all
from tests.ui.areas.test_meetings import opened
from tests.ui.conftest import Desk

MARK = "§"
"""Stands before all labels in these tests; a key has none."""
CHOOSING = (fields.CHOICE, fields.CHOICES, fields.LANGUAGES, fields.LEVELS, fields.STAGE, fields.WHEN)
HANGING = {
    "bookings": "professionals",
    "case_needs": "cases",
    "contacts": "volunteers",
    "engagements": "volunteers",
    "enrolments": "courses",
    "matches": "cases",
    "recognitions": "volunteers",
}
"""Kinds that are shown in the pane of another one."""
SENTENCES = re.compile(
    r"Zusicherung des Jobcenters liegt vor|\d von \d zugesagt|Alle anwesend|Der Punkt wird vertagt\."
    r"|Sehr geehrte(?:r Herr| Frau) \w+,|(?:\d Ja, \d Nein, )\d Enthaltung(?:en)?|Ja:Nein:Enthaltung"
    r"|Anrufliste .*|Einladung zur Sitzung des Leitungsteams|Umlaufbeschluss:?|Ihre Angaben \(Name, Telefon, .*"
)
"""Sentences of the program's own that say what a key says too."""


def every_choice(of: type[Choice] = Choice) -> Iterator[type[Choice]]:
    for found in of.__subclasses__():
        yield found
        yield from every_choice(found)


@pytest.fixture
def team(store: Store) -> Store:
    """Maxdorf with a full Leitungsteam."""
    seat_all(store)
    return store


@pytest.fixture
def called_otherwise(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """All choices have a label apart from their key, and the network has renamed all categories and stages."""
    for choice in every_choice():
        for member in choice:
            monkeypatch.setattr(member, "label", MARK + member.label)
    with store.change() as change:
        names = {w.id: w.record.name for w in store.all(Category)} | {s.id: s.record.name for s in store.all(Stage)}
        for record, name in names.items():
            change.update(record, {"name": f"{MARK}{name}"})
        group = change.add("helper_groups", {"name": "Nordkreis"}).id
        change.update(group, {"name": f"{MARK}Nordkreis"})


def keys_of(kind: Kind, field: Field, facts: Facts) -> list[str]:
    if field.type is fields.STAGE:
        return [s.key for s in facts.stages[kind.name]]
    return list(field.options(facts))


def chosen(kind: Kind, turn: int, facts: Facts) -> dict[str, Any]:
    """A value for each field with choices, another one at each turn."""
    found: dict[str, Any] = {}
    for name, field in kind.fields.items():
        keys = keys_of(kind, field, facts) if field.type in CHOOSING and field.choices else []
        if keys:
            key = keys[turn % len(keys)]
            several = (key, keys[(turn + 1) % len(keys)])
            found[name] = {
                fields.CHOICES: several,
                fields.LANGUAGES: several,
                fields.LEVELS: (f"{key} B1",),
            }.get(field.type, key)
    return found


def turns(kind: Kind, facts: Facts) -> int:
    """So many that each key had its turn."""
    every = [keys_of(kind, f, facts) for f in kind.fields.values() if f.type in CHOOSING and f.choices]
    return min(max(map(len, every), default=0), 14)


def texts(widget: QWidget) -> set[str]:
    """All that a person reads on a widget, and what a screen reader says."""
    found: set[str] = set()
    for one in [widget, *widget.findChildren(QWidget)]:
        found |= {one.toolTip(), one.accessibleName()}
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            found.add(one.text())
        elif isinstance(one, QPlainTextEdit):
            found.add(one.toPlainText())
        elif isinstance(one, QComboBox):
            found |= {one.itemText(i) for i in range(one.count())}
        elif isinstance(one, QAbstractItemView) and (model := one.model()):
            found |= {
                str(model.index(r, c).data(role) or "")
                for r in range(model.rowCount())
                for c in range(model.columnCount() if isinstance(model, QAbstractTableModel) else 1)
                for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            }
    return {t for t in found if t}


def raw(said: set[str], keys: Iterable[str], facts: Facts) -> list[tuple[str, str]]:
    """Keys that stand in what is said, with the text."""
    labels = {m.label for c in every_choice() for m in c} | set(facts.renamed.values())
    labels |= {s.label for stages in facts.stages.values() for s in stages}
    known = re.compile("|".join(re.escape(w) for w in sorted(labels, key=len, reverse=True)), re.IGNORECASE)
    found = []
    for text in sorted(said):
        rest = known.sub(MARK, SENTENCES.sub("", text))
        found += [(key, text) for key in sorted(set(keys)) if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", rest)]
    return found


def stored(values: dict[str, Any]) -> list[str]:
    """The keys among values."""
    return [k for v in values.values() for k in (v if isinstance(v, tuple) else (v,))]


LISTED = sorted(k.name for k in KINDS.values() if k.listed)


def lines_of(paper: Paper, store: Store, subject: Subject) -> set[str]:
    """The lines of a paper; none where something else must be entered first."""
    try:
        gathered = paper.gather(store, subject)
    except UserError:
        return set()
    return {x.strip() for x in re.split(r"[\n'\"]|\\n", repr(gathered))}


def said_on_papers(store: Store, entry: Snapshot) -> set[str]:
    """All lines of the papers that are offered for an entry."""
    subject = Subject(entry=entry, kind=entry.kind)
    return set().union(*(lines_of(p, store, subject) for p in papers.offered(store, entry)))


class Filled:
    """Entries of a kind, one with nothing chosen, the others with each choice in turn, and what hangs on them."""

    def __init__(self, store: Store, kind: Kind) -> None:
        self.kind, facts = kind, store.facts()
        self.hanging = [KINDS[k] for k, parent in HANGING.items() if parent == kind.name]
        self.own: dict[str, list[str]] = {}
        """The keys that each entry stores."""
        self.all: dict[str, list[str]] = {}
        """Those of what hangs on it too."""
        self.children: dict[str, list[str]] = {}
        with store.change() as change:
            self.plain = change.add(kind.name, {}).id
            for turn in range(max(turns(k, facts) for k in (kind, *self.hanging))):
                values = chosen(kind, turn, facts)
                made = change.add(kind.name, values)
                self.own[made.id] = stored(values)
                self.all[made.id], self.children[made.id] = stored(values), []
                for child in self.hanging:
                    theirs = chosen(child, turn, facts)
                    dated = {n: "2026-03-01" for n, f in child.fields.items() if f.type is fields.DATE}
                    below = change.add(
                        child.name, {"parent": made.id, **dated, **theirs}, space=made.space, root=made.root
                    )
                    self.all[made.id] += stored(theirs)
                    self.children[made.id].append(below.id)

    @property
    def captions(self) -> set[str]:
        """What fields and kinds are called."""
        kinds = (self.kind, *self.hanging)
        return {f.label for k in kinds for f in k.fields.values()} | {k.plural for k in kinds}


@pytest.mark.parametrize("kind_name", LISTED)
def test_lists_panes_and_cards_show_labels(desk: Desk, store: Store, called_otherwise: None, kind_name: str) -> None:
    """GIVEN an entry for each choice, with what hangs on it WHEN it is chosen in its list THEN no key stands there."""
    filled, page, found = Filled(store, KINDS[kind_name]), desk.go(kind_name), []
    if not isinstance(page, ListPage):
        assert kind_name == "meetings"
        return
    desk.shell.reveal(kind_name, filled.plain)
    desk.settle()
    usual = filled.captions | texts(page.detail)
    for record, keys in filled.own.items():
        desk.shell.reveal(kind_name, record)
        desk.settle()
        found += raw(texts(page.detail) - usual, filled.all[record], store.facts())
        row, columns = page.model.row_of(record), range(page.model.columnCount())
        found += raw({str(page.model.index(row, c).data() or "") for c in columns}, keys, store.facts())
        if page.spec.card:
            card = page.spec.card(store.require(record), store.facts())
            found += raw({str(c) for c in vars(card).values()}, keys, store.facts())
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("kind_name", LISTED)
def test_forms_exports_and_papers_show_labels(desk: Desk, store: Store, called_otherwise: None, kind_name: str) -> None:
    """GIVEN an entry for each choice, with what hangs on it WHEN it goes out or is edited THEN no key is read."""
    filled, kind, found = Filled(store, KINDS[kind_name]), KINDS[kind_name], []
    usual = filled.captions | said_on_papers(store, store.require(filled.plain))
    for record, keys in filled.own.items():
        (row,) = exporter.rows(kind, [store.require(record)], store.facts())
        found += raw(set(map(as_text, row)), keys, store.facts())
        for entry in (record, *filled.children[record]):
            said = said_on_papers(store, store.require(entry))
            found += raw(said - usual, filled.all[record], store.facts())
    for paper in papers.at_list(store, kind):
        entries = store.many(kind_name, list(filled.own))
        bare = lines_of(paper, store, Subject(kind=kind, entries=[store.require(filled.plain)]))
        said = lines_of(paper, store, Subject(kind=kind, entries=entries)) - bare - usual
        found += raw(said, [k for keys in filled.own.values() for k in keys], store.facts())
    for record in list(filled.own)[:2]:
        desk.shell.entries.edit(record)
        desk.settle()
        editors = {e.text() for e in desk.panel.findChildren(QLineEdit)}
        editors |= {c.itemText(i) for c in desk.panel.findChildren(QComboBox) for i in range(c.count())}
        found += raw(editors - {"Ort der Sitzung"}, filled.own[record], store.facts())
        desk.panel.close()
        desk.settle()
    assert not found, "\n".join(map(str, found))


def test_a_meeting_and_its_papers_show_labels(team: Store, desk: Desk, called_otherwise: None) -> None:
    """GIVEN a sitting with votes by name WHEN it is planned, runs, ends and is signed THEN desk, papers and register
    show no key of what was chosen."""
    meeting = plan(team, "Begrüßung", "Fahrdienst", "Kleiderkammer", style=f"{MARK}Verlaufsprotokoll")
    keys = [*Presence, *Reply, *Vote, *Dealt, *Style, *Light, *ApprovalState, *MeetingStage, *Salutation, *Bench]
    found: list[tuple[str, str, str]] = []
    page: Any = None

    def look(where: str) -> None:
        nonlocal page
        page = opened(desk, meeting)
        page.desk.agenda.items.setCurrentRow(1)
        desk.settle()
        said = {where: texts(page.desk), f"{where}, papers": said_on_papers(team, again(team, meeting))}
        found.extend((place, *r) for place, words in said.items() for r in raw(words, keys, team.facts()))

    replies = [Reply.ACCEPTED] * 5 + [Reply.DECLINED]
    for person, reply in zip(body.seats(team), replies, strict=False):
        act(team, sitting.mark, meeting, person, reply=reply)
    act(team, sitting.mark, meeting, "Gast Eins", reply=Reply.ACCEPTED)
    first = item(team, meeting, "1")
    act(team, lambda change: change.update(first, {"purpose": Purpose.INFORMATION}))
    look("planned")
    act(team, sitting.begin, again(team, meeting), "18:00")
    everyone = body.seats(team)
    act(team, sitting.mark, meeting, everyone[6], state=Presence.EXCUSED)
    act(team, sitting.mark, meeting, everyone[7], state=Presence.UNEXCUSED)
    act(team, sitting.all_present, meeting)
    second = item(team, meeting, "2")
    motion = act(team, decisions.add, meeting, second, "Die Fahrten werden bezahlt.", by_name=True, recommends=True)
    for person, vote in zip(everyone[:5], (Vote.YES, Vote.YES, Vote.YES, Vote.NO, Vote.ABSTENTION), strict=True):
        act(team, decisions.vote, team.require(motion, Resolution), person.id, vote)
    act(team, sitting.deal, first, Dealt.POSTPONED)
    look("running")
    act(team, sitting.end, again(team, meeting), "19:00")
    act(team, output.sign, again(team, meeting))
    act(team, decisions.follow_up, motion, Light.STUCK)
    office = next(iter(team.facts().offices))
    act(team, decisions.approve_by, motion, office, ApprovalState.REJECTED)
    look("signed")
    desk.settle()
    page.close_meeting()
    page.show_view("register")
    desk.settle()
    found.extend(("register", *r) for r in raw(texts(page.register), keys, team.facts()))
    assert not found, "\n".join(map(str, found))
