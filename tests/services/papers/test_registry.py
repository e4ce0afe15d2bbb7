"""The registry of papers: menus, commands and the manual follow from it, and a new paper is one file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from netzwerkhilfe import output
from netzwerkhilfe.documents.templates import TEMPLATES
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models import KINDS
from netzwerkhilfe.services.papers import registry
from netzwerkhilfe.services.papers.registry import About, Paper, Subject
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.programs import running

ROOT = Path(__file__).parents[3]


def add(store: Store, kind: str, **values: object) -> Snapshot:
    with store.change() as change:
        record = change.add(kind, values).id
    found = store.get(record)
    assert found
    return found


def again(store: Store, entry: Snapshot, **values: object) -> Snapshot:
    with store.change() as change:
        change.update(entry.id, values)
    found = store.get(entry.id)
    assert found
    return found


def keys(store: Store, entry: Snapshot) -> list[str]:
    return [p.key for p in registry.offered(store, entry)]


# ---- what it holds --------------------------------------------------------------------------------------------------
def test_every_paper_has_a_template_a_name_and_a_place() -> None:
    for paper in registry.papers():
        assert paper.template in TEMPLATES, paper.key
        assert paper.name and paper.says and ".pdf" in paper.menu
        assert set(paper.menu) <= set(output.endings(paper))
        assert not paper.kind or paper.kind in KINDS
        assert paper.when or paper.about is not About.EVENT
    names = [(p.name, p.kind, p.about) for p in registry.papers()]
    assert len(set(names)) == len(names)


def test_the_table_in_the_manual_is_that_of_the_registry() -> None:
    text = (ROOT / "docs" / "handbuch" / "papiere.md").read_text("utf-8")
    assert text[text.index("| Papier |") :] == registry.table()


@pytest.mark.parametrize(
    "paper",
    [
        Paper(key="agenda", name="x", says="x", kind="meetings", gather=lambda *_: ()),
        Paper(key="x", name="x", says="x", kind="quark", gather=lambda *_: ()),
        Paper(key="x", name="x", says="x", gather=lambda *_: ()),
    ],
    ids=["key taken", "no such kind", "about an entry of no kind"],
)
def test_a_wrong_entry_is_a_bug(paper: Paper) -> None:
    registry.papers()
    with pytest.raises(ValueError, match=paper.key):
        registry.register(paper)


def test_a_paper_that_does_not_exist_is_told() -> None:
    with pytest.raises(UserError, match="gibt es nicht"):
        registry.find("quark")


# ---- when they are offered ------------------------------------------------------------------------------------------
def test_a_meeting_has_more_papers_the_further_it_is(store: Store) -> None:
    meeting = add(store, "meetings", title="Leitungsteam", date="2026-03-19", start="18:00")
    assert keys(store, meeting) == ["invitation", "letters", "attendance"]
    meeting = again(store, meeting, stage="läuft")
    assert keys(store, meeting)[3:] == ["minutes"]
    add(store, "agenda_items", parent=meeting.id, title="Personal", confidential=True)
    assert keys(store, meeting)[3:] == ["agenda-public", "attendance", "minutes", "minutes-closed"]
    assert keys(store, meeting)[:3] == ["invitation", "letters", "agenda"]
    add(store, "resolutions", parent=meeting.id, wording="Wir tun es.", number="MX-B-2026-001")
    with store.change() as change:
        change.seal(meeting.id, "signed")
    signed = store.get(meeting.id)
    assert signed and keys(store, signed)[5:] == ["minutes", "minutes-closed", "resolutions"]
    circular = add(store, "meetings", title="Umlauf", date="2026-03-19", occasion="Umlaufbeschluss")
    assert keys(store, circular) == ["minutes"]


def test_papers_of_helpers_are_offered_when_there_is_something_to_say(store: Store) -> None:
    person = add(store, "volunteers", last_name="Fischer")
    assert keys(store, person) == []
    assert keys(store, again(store, person, state="beendet")) == ["thanks"]
    engagement = add(store, "engagements", parent=person.id, title="Fahrt")
    assert keys(store, engagement) == []
    assert keys(store, again(store, engagement, on_day="2026-03-10")) == ["engagement-sheet"]
    assert [p.key for p in registry.at_list(store, KINDS["volunteers"])] == [
        *("list", "call-list", "consent-letters", "honours"),
    ]
    assert "call-list" not in [p.key for p in registry.at_list(store, KINDS["meetings"])]
    assert [p.key for p in registry.of_office(store)] == ["week-plan"]


# ---- what is made ---------------------------------------------------------------------------------------------------
def test_lists_and_papers_of_the_office_are_written(store: Store, tmp_path: Path) -> None:
    people = [add(store, "volunteers", last_name=n, phone="06237 99 01 42") for n in ("Fischer", "Haddad")]
    subject = Subject(kind=KINDS["volunteers"], entries=people, text="zwei")
    for key in ("list", "call-list", "consent-letters", "honours"):
        assert act(store, output.write, subject, key, tmp_path / f"{key}.pdf") == ""
    act(store, output.write, Subject(text="12.03.2026"), "week-plan", tmp_path / "w.pdf")
    act(store, output.write, Subject(given={"key": "ABCD-" * 7 + "ABCD"}), "recovery-sheet", tmp_path / "r.pdf")
    assert all(p.read_bytes().startswith(b"%PDF") for p in tmp_path.glob("*.pdf"))
    with pytest.raises(UserError, match="Endung"):
        act(store, output.write, subject, "list", tmp_path / "l.docx")
    with pytest.raises(UserError, match="Endung"):
        act(store, output.write, add(store, "meetings", title="x", date="2026-03-19"), "attendance", tmp_path / "l.eml")


def test_what_is_noted_with_a_paper_is_one_change(store: Store, tmp_path: Path) -> None:
    person = add(store, "volunteers", last_name="Fischer")
    engagement = add(store, "engagements", parent=person.id, title="Fahrt", on_day="2026-03-10")
    with store.change() as writing:
        output.write(writing, engagement, "engagement-sheet", tmp_path / "e.pdf")
    noted = writing.set
    assert noted.entries and store.require(engagement.id).values["sheet_out_on"] == store.today().isoformat()
    with store.change() as change:
        change.undo(noted)
    assert store.require(engagement.id).values["sheet_out_on"] is None


# ---- a new paper ----------------------------------------------------------------------------------------------------
NEW = '''
"""A note that goes with a donated bicycle."""

from __future__ import annotations

from netzwerkhilfe.models.blocks import BlockPaper, Text
from netzwerkhilfe.services.papers import letterhead
from netzwerkhilfe.services.papers.registry import Paper, Subject, register
from netzwerkhilfe.store.store import Store


def _note(store: Store, subject: Subject) -> BlockPaper:
    title = subject.one.title(store.facts())
    return BlockPaper(letterhead.head(store), "Begleitzettel", title, "Begleitzettel", (Text("Bitte pumpen."),))


register(
    Paper(
        key="bicycle-note",
        name="Begleitzettel",
        says="was zum Rad gehört",
        kind="offers",
        when="wenn das Angebot einen Titel hat",
        offered=lambda _store, subject: bool(subject.one.values.get("title")),
        gather=_note,
    )
)
'''


def test_a_new_paper_is_one_file(tmp_path: Path) -> None:
    """GIVEN a copy of the program with one more file THEN command, menu and table of the manual know its paper."""
    source = tmp_path / "src"
    shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "resources", tmp_path / "resources")
    (source / "netzwerkhilfe" / "services" / "papers" / "bicycle_note.py").write_text(NEW, "utf-8")
    with running(source) as program:

        def run(*arguments: str) -> str:
            status, out, error = program.do(f"--data-dir={tmp_path / 'mx'}", "--json", *arguments)
            assert status == 0, error
            return out

        run("found", "--network", "N", "--office", "Maxdorf", "--person", "P")
        record = json.loads(run("add", "offers", "title=Fahrrad"))["id"]
        for ending in ("pdf", "docx", "txt"):
            run("print", "bicycle-note", record, "-o", str(tmp_path / f"zettel.{ending}"))
        assert (tmp_path / "zettel.pdf").read_bytes().startswith(b"%PDF")
        assert "Bitte pumpen." in (tmp_path / "zettel.txt").read_text("utf-8-sig")
        code = "from netzwerkhilfe.services.papers import registry; print(registry.table())"
        seen = program.python(code)
    assert "| Begleitzettel | Angebot | wenn das Angebot einen Titel hat | was zum Rad gehört |" in seen.stdout
