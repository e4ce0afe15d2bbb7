"""The rules of the house, as tests."""

from __future__ import annotations

import ast
import functools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.fields import Field
from netzwerkhilfe.models.text import fold

SOURCE = Path(__file__).parents[1] / "src" / "netzwerkhilfe"
LAYERS = {
    "errors": 0,
    "paths": 0,
    "settings": 0,
    "atomic": 0,
    "console": 0,
    "licences": 0,
    "__init__": 0,
    "models": 1,
    "store": 2,
    "access": 2.5,
    "services": 3,
    "exchange": 3,
    "documents": 3,
    "transfer": 3,
    "output": 3.5,
    "cli": 4,
    "ui": 4,
    "pictures": 4.5,
    "demo": 5,
    "selftest": 6,
    "__main__": 7,
}
BESIDE = {("atomic", "errors"), ("settings", "atomic"), ("licences", "paths")}  # at the foot of the house
OPEN_CIRCLES: tuple[tuple[str, ...], ...] = ()
"""Circles that are still to be cut; none is to be added."""
GENERIC = (
    "store",
    "transfer",
    "ui/detail",
    "ui/listing",
    "ui/shell",
    "ui/kit",
    "exchange/package.py",
    "models/fields.py",
    "models/base.py",
    "models/entry.py",
)
STRUCTURE = {"kind", "parent", "seal", "origin", "office", "number", "stage"}
"""Fields that generic code is built on, of whatever kind: what a record is, where it hangs, whose it is."""
NAMED = {
    ("store", "attachments"): "a file at an entry is kept by the store itself",
    ("ui", "done"): "a step of the first run that was taken",
    ("store", "stage_steps"): "a changed stage writes its step",
    ("store", "networks"): "the facts of a network are read when the store opens",
    ("store", "offices"): "the facts of a network",
    ("store", "places"): "the facts of a network",
    ("store", "categories"): "the facts of a network",
    ("store", "stages"): "the facts of a network",
    ("store", "name"): "offices, places and attachments have a name; so do the key slots",
    ("store", "person"): "the person at this PC and the slot of her passphrase, no field",
    ("transfer", "title"): "a key of the report of an import and of the homepage's JSON",
    ("transfer", "description"): "a property of RFC 5545",
    ("transfer", "style"): "an element of HTML",
    ("transfer", "name"): "an attribute of XML: the name of a sheet",
    ("transfer", "state"): "an attribute of XML: whether a sheet is hidden",
    ("transfer", "date"): "the type of a cell in OpenDocument",
    ("models", "places"): "the type of field: places in general",
    ("ui", "title"): "what a card shows on top",
    ("ui", "place"): "what a card shows beside its title",
    ("ui", "phone"): "the name of an icon",
    ("ui", "text"): "the words in the search, as a view keeps them",
    ("ui", "state"): "a column that a page adds",
}
"""Names of kinds and fields in generic code that mean something else there, or that it is about, with the reason."""
FILES = sorted(SOURCE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_go_down_only_and_never_sideways(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "netzwerkhilfe" or len(parts) < 2 or parts[1] not in LAYERS:
            continue
        there = parts[1]
        if there == here or (here, there) in BESIDE:
            continue
        assert LAYERS[there] < LAYERS[here], f"{here} must not import {there}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_libraries_live_in_their_room(path: Path) -> None:
    names = {n.split(".")[0] for n in imports(path)}
    assert "PySide6" not in names or room(path) in ("ui", "pictures", "selftest", "demo"), "PySide6 belongs into ui"
    assert "reportlab" not in names or room(path) == "documents", "ReportLab belongs into documents"
    assert "sqlalchemy" not in names or room(path) == "store", "SQLAlchemy belongs into store"


WRITERS = {
    *("write_text", "write_bytes", "unlink", "touch", "symlink_to", "hardlink_to"),
    *("shutil.copy", "shutil.copyfile", "shutil.copy2", "shutil.copytree", "shutil.move", "shutil.rmtree"),
    *("os.replace", "os.rename", "os.remove", "os.unlink", "os.rmdir"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_are_written_and_removed_through_atomic(path: Path) -> None:
    if room(path) == "atomic":
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            whole = ast.unparse(node.func)
            own = whole.startswith("atomic.")
            assert own or not {whole, node.func.attr} & WRITERS, f"line {node.lineno}: {whole} waits for no scanner"


# ---- circles --------------------------------------------------------------------------------------------------------
def module(path: Path) -> str:
    """A file as "store.keys", a package as "store", the program's own as ""."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix("__init__").strip(".")


def running(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only a type checker reads."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            for other in child.orelse:
                yield from running(other)
        else:
            yield from running(child)


def needs(source: str, here: str, modules: frozenset[str]) -> set[str]:
    """The files of the house that a file needs when it runs, late imports inside functions included."""
    found = set()
    for node in running(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # "from a import b" runs a as well, unless that is only the room in which b lies
            names = [f"{node.module}.{a.name}" for a in node.names]
            names = [n if n.removeprefix("netzwerkhilfe.") in modules else node.module for n in names]
        else:
            continue
        found |= {n.removeprefix("netzwerkhilfe.") for n in names if n.startswith("netzwerkhilfe.")}
    return {n for n in found & modules if n != here}


def circles(graph: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Files that need each other, directly or through others: the strongly connected parts of more than one."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            one = ahead.pop()
            if one not in seen:
                seen.add(one)
                ahead += graph[one]
        reached[start] = seen
    return sorted({tuple(sorted(o for o in reached[m] if m in reached[o])) for m in graph if m in reached[m]})


@functools.cache
def house() -> dict[str, set[str]]:
    """Every file with those that it needs."""
    modules = frozenset(module(p) for p in FILES)
    return {module(p): needs(p.read_text("utf-8"), module(p), modules) for p in FILES}


def test_files_stand_in_no_circle() -> None:
    assert [c for c in circles(house()) if not any(set(c) <= set(known) for known in OPEN_CIRCLES)] == []


def test_a_circle_is_found_through_late_imports_and_others() -> None:
    """GIVEN three files, one of them importing late and one for types only THEN two make a circle."""
    modules = frozenset({"store", "store.a", "store.b", "store.c"})
    sources = {
        "store": "",
        "store.a": "from netzwerkhilfe.store import b\n",
        "store.b": "def f():\n    from netzwerkhilfe.store.c import x\n",
        "store.c": "import netzwerkhilfe.store.a\n",
    }
    graph = {m: needs(s, m, modules) for m, s in sources.items()}
    assert circles(graph) == [("store.a", "store.b", "store.c")]
    sources["store.c"] = "if TYPE_CHECKING:\n    from netzwerkhilfe.store.a import x\n"
    assert circles({m: needs(s, m, modules) for m, s in sources.items()}) == []


# ---- generic code ---------------------------------------------------------------------------------------------------
def literals(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def field_types() -> set[str]:
    """A type of field may be called like a field ("date", "phone")."""
    return {f.type.name for k in KINDS.values() for f in k.fields.values()}


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if p.relative_to(SOURCE).as_posix().startswith(GENERIC)],
    ids=lambda p: str(p.relative_to(SOURCE)),
)
def test_generic_code_names_no_kind_and_no_field(path: Path) -> None:
    names = set(KINDS) | {f for k in KINDS.values() if k.listed for f in k.fields}
    if path.relative_to(SOURCE).as_posix() == "models/fields.py":
        names -= field_types()
    named = {n for n in literals(path) & names if (room(path), n) not in NAMED}
    assert not named - STRUCTURE, "say what you mean by a fact of the kind or a type of field"


def test_no_name_is_excused_that_no_generic_code_uses() -> None:
    used = {(room(p), n) for p in FILES if p.relative_to(SOURCE).as_posix().startswith(GENERIC) for n in literals(p)}
    assert not set(NAMED) - used


# ---- what is read is typed ------------------------------------------------------------------------------------------
BY_NAME = {"values", "full"}
"""What a snapshot has by name."""


def assigned(scope: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each target with what it is given, those of tuples one by one."""
    for node in ast.walk(scope):
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(node, ast.Assign) and isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=False)
            elif isinstance(node, ast.Assign):
                yield target, node.value


def looked_up(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a literal field name is looked up in an entry's values, directly or under a local name for them."""
    for scope in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]:
        aliases: set[str] = set()

        def by_name(node: ast.AST, known: set[str] = aliases) -> bool:
            if isinstance(node, ast.Name):
                return node.id in known
            return isinstance(node, ast.Attribute) and node.attr in BY_NAME

        if scope is not tree:
            aliases |= {t.id for t, v in assigned(scope) if isinstance(t, ast.Name) and by_name(v)}
        for node in ast.walk(scope):
            name: ast.AST | None = None
            if not isinstance(node, ast.expr):
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
                name = node.args[0] if node.args and by_name(node.func.value) else None
            elif isinstance(node, ast.Subscript) and by_name(node.value):
                name = node.slice
            elif isinstance(node, ast.Compare) and by_name(node.comparators[0]):
                name = node.left if isinstance(node.ops[0], ast.In | ast.NotIn) else None
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                yield node.lineno, name.value


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_entries_are_read_as_typed_attributes(path: Path) -> None:
    """A misspelt name is an error of mypy; generic code has its names from the declared fields."""
    assert not set(looked_up(ast.parse(path.read_text("utf-8")))), "read an attribute of .record"


def test_a_look_up_by_a_literal_name_is_found() -> None:
    source = """
def pane(flat, meeting, name):
    flat.values.get("rooms"), flat.full["gross_rent"], flat.values.get(name), flat.record.rooms, "lift" in flat.values
    item, v = meeting.item, meeting.item.values
    v.get("title")
other = case.values["needs"]
"""
    assert {w for _, w in looked_up(ast.parse(source))} == {"rooms", "gross_rent", "lift", "title", "needs"}


TYPED = ("access", "cli", "exchange", "services", "store", "ui")
WITHOUT_A_TYPE = {
    "services/matching/matching.py": "the rules of all kinds in one list, each typed by its kind where it is made",
    "services/papers/for_meetings.py": "what gathers takes what it needs, and gives what its template takes",
    "services/papers/registry.py": "a template may be any class of plain data",
    "store/mapping.py": "SQLAlchemy's types are generic in what they hold, and mapped classes are made while it runs",
    "store/reader.py": "bodies of overloads, whose signatures say more",
    "ui/listing/spec.py": "columns, panes and cards take entries of the one kind of their page",
}
"""Where ``Any`` is named, with the reason; a value of a field or of JSON is a ``Json``, a cursor a ``Cursor``."""


@pytest.mark.parametrize("path", [p for p in FILES if room(p) in TYPED], ids=lambda p: str(p.relative_to(SOURCE)))
def test_each_part_has_types(path: Path) -> None:
    """A part says what it takes: an ``Any`` hides a misspelt name from mypy."""
    named = any(isinstance(n, ast.Name) and n.id == "Any" for n in ast.walk(ast.parse(path.read_text("utf-8"))))
    assert named is (path.relative_to(SOURCE).as_posix() in WITHOUT_A_TYPE), "say what it takes"


THIS_NETWORK = re.compile(
    r"Lambsheim|Heßheim|Dannstadt|Schauernheim|Maxdorf|Wachenheim"
    r"|\b(?:LH|DS|MX|WA)\b|\b67(?:\d{3}|\\d)"
)


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if room(p) not in ("demo", "selftest", "pictures")],
    ids=lambda p: str(p.relative_to(SOURCE)),
)
def test_no_network_is_written_into_the_code(path: Path) -> None:
    """Offices, their letters and their postcodes are data; docstrings may give examples."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    said = [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]
    assert [s for s in said if THIS_NETWORK.search(s)] == []


def test_no_file_grows_without_bounds() -> None:
    sizes = {p.relative_to(SOURCE).as_posix(): len(p.read_text("utf-8").splitlines()) for p in FILES}
    assert not {n: s for n, s in sizes.items() if s > 650}


# ---- SQL stands in the store ----------------------------------------------------------------------------------------
RUNS_SQL = {"execute", "executemany", "executescript", "exec_driver_sql"}
SQL = re.compile(
    r"\b(?:SELECT|INSERT|UPDATE|DELETE|PRAGMA|VACUUM|SAVEPOINT|ROLLBACK|RELEASE|ORDER BY|GROUP BY|IS (?:NOT )?NULL)\b"
    r"|(?:[=<>]|LIKE|BETWEEN) [?:]\w*|\bcoalesce\("
)
"""Words of SQL in a text; German has no words in capitals."""


def sql_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Where a module runs SQL, or has a text that is some; docstrings may speak of it."""
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.attr in RUNS_SQL or ast.unparse(node) == "reading.rows"):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Constant) and id(node) not in docs and SQL.search(str(node.value)):
            yield node.lineno, str(node.value)


@pytest.mark.parametrize("path", [p for p in FILES if room(p) != "store"], ids=lambda p: str(p.relative_to(SOURCE)))
def test_sql_stands_in_the_store(path: Path) -> None:
    found = list(sql_in(ast.parse(path.read_text("utf-8"))))
    assert not found, "ask by conditions (reading.find, reading.count), or make it a function of the store"


def test_sql_is_found() -> None:
    source = """
def f(cursor, kind, own):
    "SELECT is only spoken of."
    cursor.execute(text)
    reading.rows(cursor, kind, "1")
    where = "left_on IS NOT NULL"
    order = f"{where} ORDER BY name"
    seat = "coalesce(represents, office)"
    bound = f"{seat} = ?"
    title = "Bitte wählen Sie ein Update"
"""
    assert sorted(line for line, _ in sql_in(ast.parse(source))) == [4, 5, 6, 7, 8, 9]


# ---- one verb, one transaction --------------------------------------------------------------------------------------
OPENERS = {"store", "exchange", "cli", "ui", "pictures", "demo", "selftest"}
"""Who may open a change: the edges. All between takes the open one, so that verbs compose."""


@pytest.mark.parametrize("path", [p for p in FILES if room(p) not in OPENERS], ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_the_edges_open_a_change(path: Path) -> None:
    opened = [
        n.lineno
        for n in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "change"
    ]
    assert not opened, "take the open change as first argument"


# ---- programs decide on codes, people read sentences ----------------------------------------------------------------
READS_PEOPLES_WORDS = (
    "models",  # declares the words, and reads what people write
    "services/entries/notes/",  # phone notes are understood by their words
    "transfer/importer.py",  # lists of offices
    "selftest.py",  # compares what came out with what is expected, as a test does
)
LOOKING = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "find", "index", "count", "get"}
"""Methods that look into a text for another one, or up in a table by one."""
CONDITIONS = {"Among", "Holds", "equals"}
"""What asks the store for values of a field."""


def words_of_choices() -> set[str]:
    """The labels of all choices, and the words of stages and categories that ship with the program."""
    seed = json.loads((SOURCE.parents[1] / "resources" / "daten" / "begriffe.json").read_text("utf-8"))
    found = {c.label for f in fields() if not isinstance(f.choices, str) for c in f.choices}
    return found | {
        word[0] for group in (seed["stages"], seed["categories"]) for words in group.values() for word in words
    }


def fields() -> list[Field]:
    return [f for k in KINDS.values() for f in k.fields.values()]


def asked(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that say what is looked for."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in LOOKING:
        return call.args[:1]
    if isinstance(call.func, ast.Name) and call.func.id in CONDITIONS:
        return [*call.args[1:], *(k.value for k in call.keywords)]
    return []


def decides_on(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The string literals that a module compares with, matches, looks for or looks up by, with their lines."""
    for node in ast.walk(tree):
        parts: list[ast.AST] = []
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                parts += side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]
        elif isinstance(node, ast.MatchValue):
            parts = [node.value]
        elif isinstance(node, ast.Dict):
            parts = [key for key in node.keys if key is not None]
        elif isinstance(node, ast.Call):
            for argument in asked(node):
                parts += argument.elts if isinstance(argument, ast.Tuple) else [argument]
        for part in parts:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.lineno, part.value
        if isinstance(node, ast.Constant) and isinstance(node.value, str):  # SQL with a word in it
            for word in re.findall(r"(?:=|<>|IN \(|, )\s*'([^']+)'", node.value):
                yield node.lineno, word


@pytest.mark.parametrize(
    "path",
    [p for p in FILES if not p.relative_to(SOURCE).as_posix().startswith(READS_PEOPLES_WORDS)],
    ids=lambda p: str(p.relative_to(SOURCE)),
)
def test_nothing_decides_on_a_word_for_people(path: Path) -> None:
    names = set(KINDS) | {n for k in KINDS.values() for n in k.fields}  # "tie" is a field, not its label
    words = {w for word in words_of_choices() for w in (word, fold(word))} - names
    german = re.compile("[äöüÄÖÜß]")
    found = [(line, word) for line, word in decides_on(ast.parse(path.read_text("utf-8")))]
    assert not [(n, w) for n, w in found if w in words or german.search(w)], "decide on the member of a Choice"


def written(tree: ast.AST) -> Iterator[tuple[int, str, str]]:
    """Where a literal is given to a field with fixed choices, in a dict of values or as an argument of that name."""
    choosing = {n for k in KINDS.values() for n, f in k.fields.items() if f.choices and not isinstance(f.choices, str)}
    for node in ast.walk(tree):
        pairs: list[tuple[object, ast.expr]] = []
        if isinstance(node, ast.Dict):
            pairs += [(k.value, v) for k, v in zip(node.keys, node.values, strict=True) if isinstance(k, ast.Constant)]
        elif isinstance(node, ast.Call):
            pairs += [(k.arg, k.value) for k in node.keywords]
        for name, value in pairs:
            if name in choosing:
                for one in value.elts if isinstance(value, ast.Tuple | ast.List) else [value]:
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield one.lineno, str(name), one.value


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_choices_are_written_as_members(path: Path) -> None:
    """What the program itself writes is the member of a Choice; what people type is read."""
    words = {c.value for f in fields() if not isinstance(f.choices, str) for c in f.choices}
    found = [(line, name, word) for line, name, word in written(ast.parse(path.read_text("utf-8"))) if word in words]
    assert not found, "write the member of a Choice"


def test_a_decision_on_a_word_is_found() -> None:
    source = """
if state == "offen" or state in ("erledigt", x) or "angenommen" in text or title.startswith("Beschluss"): pass
match state:
    case "hängt": pass
tone = {"anwesend": "ok"}.get("abgesagt")
where = "coalesce(t.state, 'pausiert') = ? AND t.state NOT IN ('beendet')"
pills = equals("state", "vertagt", default="neu"), Among("kind", ("Minijob",), negate=True), Holds("needs", "Wohnung")
"""
    assert {w for _, w in decides_on(ast.parse(source))} == {
        *("offen", "erledigt", "angenommen", "Beschluss", "hängt", "anwesend", "abgesagt", "pausiert", "beendet"),
        *("vertagt", "neu", "Minijob", "Wohnung"),
    }


def test_keys_of_choices_are_frozen() -> None:
    """Keys stand in the stores and packages of all offices: none may go or change. New ones are added here."""
    frozen = json.loads(Path(__file__).with_name("keys_of_choices.json").read_text("utf-8"))
    now = {
        f"{k.name}.{n}": [c.value for c in f.choices]
        for k in KINDS.values()
        for n, f in k.fields.items()
        if not isinstance(f.choices, str)
    }
    assert not {n: keys for n, keys in frozen.items() if not set(keys) <= set(now.get(n, ()))}
    assert not {n: keys for n, keys in now.items() if set(keys) - set(frozen.get(n, ()))}, (
        "add the new keys to the file"
    )
