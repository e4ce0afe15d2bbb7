"""What the program is made of: from the installed packages, and from the list that a build leaves."""

from __future__ import annotations

import json
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from license_expression import get_spdx_licensing

from netzwerkhilfe import licences, paths

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def parts() -> list[licences.Component]:
    return licences.installed()


def test_the_program_comes_first_with_its_own_licence(parts: list[licences.Component]) -> None:
    assert (parts[0].name, parts[0].licence) == ("Netzwerk Hilfe", "EUPL-1.2")
    assert "EUROPEAN UNION PUBLIC LICENCE" in parts[0].text().upper()


def test_each_dependency_is_named_once_and_no_tool_of_developers(parts: list[licences.Component]) -> None:
    names = [licences.canonical(p.name) for p in parts]
    wished = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    for wish in wished:
        assert licences.requirement(wish)[0] in names
    assert len(names) == len(set(names))
    assert not {"pytest", "ruff", "mypy", "pyinstaller", "hypothesis", "psycopg", "cyclonedx-python-lib"} & set(names)
    assert "uharfbuzz" in names, "reportlab[shaping] asks for it by its extra"


def test_each_licence_can_be_read_by_programs(parts: list[licences.Component]) -> None:
    known = get_spdx_licensing()
    for part in parts:
        found = known.validate(part.licence)
        unknown = [s for s in found.invalid_symbols if not s.startswith("LicenseRef-")]
        assert not unknown, f"{part.name}: {part.licence}"
        assert not part.licence.startswith("LicenseRef-"), f"{part.name}: read its text and put it into BY_NAME"


def test_each_has_a_text_or_a_sentence(parts: list[licences.Component]) -> None:
    assert not [p.name for p in parts if not p.text() and not p.note]


def test_people_may_replace_qt(parts: list[licences.Component]) -> None:
    qt = next(p for p in parts if p.name == "Qt")
    assert "ersetzen" in qt.note
    assert "download.qt.io" in qt.note
    assert {p.licence for p in parts if p.name in ("Qt", "PySide6_Essentials", "shiboken6")} == {"LGPL-3.0-only"}


def test_the_sentence_that_xlrd_asks_for_is_said_wherever_it_is_named(parts: list[licences.Component]) -> None:
    """GIVEN the clause of 2001 THEN its sentence stands beside the package, in its text, and where the manual tells of
    old workbooks."""
    said = "This product includes software developed by David Giffin <david@giffin.org>."
    (xlrd,) = [p for p in parts if p.name == "xlrd"]
    assert said in xlrd.note and "David Giffin" in xlrd.text() and "BSD-4-Clause" in xlrd.licence
    assert said in (paths.manual() / "listen.md").read_text("utf-8")


def test_geonames_is_named_as_its_licence_asks(parts: list[licences.Component]) -> None:
    geonames = next(p for p in parts if p.name == "GeoNames")
    assert "GeoNames" in geonames.note and "Orte" in geonames.note and geonames.licence == "CC-BY-4.0"


@pytest.mark.parametrize(
    ("wish", "name", "extras", "condition"),
    [
        ("PySide6-Essentials>=6.11.1,<6.12", "pyside6-essentials", [], ""),
        ("reportlab[shaping]>=4.4", "reportlab", ["shaping"], ""),
        ("jeepney>=0.4.2; sys_platform == 'linux'", "jeepney", [], ""),
        ('uharfbuzz; extra == "shaping"', "uharfbuzz", [], "shaping"),
        ("backports.tarfile ; python_version < '3.12' and extra == 'a'", "backports-tarfile", [], "a"),
        ("x[a, b] (>=1)", "x", ["a", "b"], ""),
    ],
)
def test_wishes_are_understood(wish: str, name: str, extras: list[str], condition: str) -> None:
    assert licences.requirement(wish) == (name, extras, condition)


def test_without_metadata_the_checkout_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", none)
    assert any(w.startswith("sqlcipher3") for w in licences.wishes())


def test_a_built_folder_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / licences.FOLDER
    (folder / "qt").mkdir(parents=True)
    (folder / "qt" / "LGPL.txt").write_text("Der Text\n", "utf-8")
    row = {
        "name": "Qt",
        "version": "6",
        "licence": "LGPL-3.0-only",
        "note": "n",
        "homepage": "",
        "files": ["qt/LGPL.txt"],
        "purl": "",
        "inside": [],
    }
    (folder / licences.INDEX).write_text(json.dumps({"components": [row]}), "utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    (found,) = licences.components()
    assert (found.name, found.version, found.licence, found.text()) == ("Qt", "6", "LGPL-3.0-only", "Der Text")
