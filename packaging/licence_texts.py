"""Collects the licence texts of everything that the build packs, and the index that the program shows.

Each packed file is traced to its owner: an installed package, Python, a package of the system it was built on, or
Microsoft's runtime. A file without an owner, or a component without a text, ends the build; what may go without a text
stands in ``NOTE_ONLY`` with the reason.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from importlib import metadata
from pathlib import Path

from netzwerkhilfe import licences
from netzwerkhilfe.licences import Component, canonical

ROOT = Path(__file__).resolve().parents[1]
MICROSOFT = re.compile(r"(msvcp|vcruntime|concrt|ucrtbase|api-ms-win-)[^/\\]*\.dll$", re.IGNORECASE)
NOTE_ONLY = {
    "SQLite": "in the public domain: there is no licence to print",
    "Microsoft Visual C++ Runtime": "Microsoft lets it travel with programs; PySide6 and Python bring no text",
}
RUNTIME = Component(
    "Microsoft Visual C++ Runtime",
    "",
    "LicenseRef-Microsoft-Redistributable",
    "Laufzeit von Microsoft, die jedes C++-Programm braucht. Microsoft erlaubt, sie mit Programmen weiterzugeben.",
    "https://learn.microsoft.com/cpp/windows/latest-supported-vc-redist",
)


class Unaccounted(Exception):
    """Something would be given away whose licence is not known."""


# ---- texts that do not come with the package they belong to -----------------------------------------------------
def _text(package: str, ending: str) -> str:
    """The licence text of an installed package whose path ends so."""
    for file in licences.texts(metadata.distribution(package)):
        if file.as_posix().endswith(ending):
            return file.read_text("utf-8")
    raise Unaccounted(f"{package} has no {ending} any more")


def _gpl() -> str:
    """The GPL 3, which the LGPL 3 refers to: second part of a text that travels with PDFium."""
    text = _text("pypdfium2", "libgcc_and_libstdc++.txt")
    begin = re.search(r"^ +GNU GENERAL PUBLIC LICENSE$", text, re.MULTILINE)
    if not begin or "END OF TERMS AND CONDITIONS" not in text:
        raise Unaccounted("the text of the GPL 3 is no longer where it was")
    return text[begin.start() :]


def _lgpl() -> str:
    text = _text("psycopg", "LICENSE.txt")
    if "GNU LESSER GENERAL PUBLIC LICENSE" not in text or "Version 3" not in text:
        raise Unaccounted("the text of the LGPL 3 is no longer where it was")
    return text


def _bsd(*holders: str) -> str:
    template = _text("pypdfium2", "LICENSES/BSD-3-Clause.txt")
    return "\n".join(f"Copyright (c) {h}" for h in holders) + "\n\n" + template.split("\n\n", 1)[1]


def _mit(*holders: str) -> str:
    text = _text("qtawesome", "LICENSE.txt")
    return (
        "\n".join(f"Copyright (c) {h}" for h in holders) + "\n\n" + text[text.index("Permission is hereby granted") :]
    )


def _python() -> str:
    library = Path(os.__file__).parent
    for folder in (library, library.parent, Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return (folder / name).read_text("utf-8", errors="replace")
    raise Unaccounted("this Python comes without its licence")


PARTS: dict[str, dict[str, Callable[[], str]]] = {
    "Python": {"LICENSE.txt": _python},
    "Qt": {"LGPL-3.0-only.txt": _lgpl, "GPL-3.0-only.txt": _gpl},
    "SQLCipher": {"LICENSE.txt": lambda: _bsd("2008-2025, ZETETIC LLC. All rights reserved.")},
    "OpenSSL": {"Apache-2.0.txt": lambda: _text("pypdfium2", "LICENSES/Apache-2.0.txt")},
    "HarfBuzz": {"LICENSE.txt": lambda: _text("pypdfium2", "harfbuzz.txt")},
    "zstd": {"LICENSE.txt": lambda: _bsd("Meta Platforms, Inc. and affiliates. All rights reserved.")},
    "libxml2 und libxslt": {"LICENSE.txt": lambda: _mit("1998-2012 Daniel Veillard. All Rights Reserved.")},
    "FiraGO": {"OFL-1.1.txt": lambda: _text("pymupdf-fonts", "LICENSE.txt")},
    "Phosphor Icons": {"LICENSE.txt": lambda: _mit("2020-2023 Phosphor Icons")},
    "GeoNames": {"CC-BY-4.0.txt": lambda: _text("pypdfium2", "LICENSES/CC-BY-4.0.txt")},
}
"""The text of each part (``licences.PARTS``), made from texts that installed packages carry."""


# ---- who owns a file ----------------------------------------------------------------------------------------------
def _plain(path: str | Path) -> str:
    return os.path.normcase(os.path.normpath(Path(path).absolute()))


@functools.cache
def _owners() -> dict[str, str]:
    """Each file of each installed package."""
    found = {}
    for package in metadata.distributions():
        for file in package.files or ():
            found[_plain(str(package.locate_file(file)))] = canonical(package.metadata["Name"])
    return found


def _debian(path: str) -> str | None:
    """The package of the system that a library belongs to."""
    if not shutil.which("dpkg-query"):
        return None
    real = os.path.realpath(path)
    for name in dict.fromkeys((path, real, path.removeprefix("/usr"), real.removeprefix("/usr"))):
        said = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)  # noqa: S603, S607 - a tool of the build's system
        if said.returncode == 0:
            return said.stdout.split(":", 1)[0]
    return None


def owner(path: str, built: Path) -> str:
    """The owner of a packed file: "package:…", "python", "debian:…", "microsoft", "program".

    ``built`` is the folder in which the build makes files of its own.
    """
    plain = _plain(path)
    if plain in _owners():
        return "package:" + _owners()[plain]
    inside = [
        ("program", ROOT / "src"),
        ("program", ROOT / "resources"),
        ("program", ROOT / "packaging"),
        ("program", ROOT / "docs"),
        ("program", built),
        ("python", Path(sys.base_prefix)),
    ]
    for name, folder in inside:
        if plain.startswith(_plain(folder) + os.sep) and "site-packages" not in plain:
            return name
    if MICROSOFT.search(plain):
        return "microsoft"
    system = _debian(path)
    if system:
        return "debian:" + system
    raise Unaccounted(f"nobody knows whose this is: {path}")


def owners(packed: Iterable[str], built: Path) -> set[str]:
    """The owners of all packed files; all that nobody owns are named at once."""
    found, lost = {"package:pyinstaller"}, []  # its starter is in every executable
    for path in packed:
        if MICROSOFT.search(path):
            found.add("microsoft")  # whoever brings it
        try:
            found.add(owner(path, built))
        except Unaccounted:
            lost.append(path)
    if lost:
        raise Unaccounted("nobody knows whose these are:\n  " + "\n  ".join(sorted(lost)))
    return found


# ---- the folder ---------------------------------------------------------------------------------------------------
@dataclass
class Row:
    """A component, its texts by file name, and what only the list of parts (SBOM) tells."""

    component: Component
    texts: dict[str, str]
    purl: str = ""
    inside: list[dict[str, str]] = field(default_factory=list)


def _of_system(name: str) -> Row:
    """A library of the system on which the program was built."""
    asked = ["dpkg-query", "-W", "-f", "${Version}\t${Homepage}", name]
    version, _, home = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.partition("\t")  # noqa: S603 - as above
    text = Path("/usr/share/doc", name, "copyright").read_text("utf-8", errors="replace")
    note = "Eine Bibliothek des Systems, auf dem dieses Programm gebaut wurde; unverändert."
    expression = "LicenseRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)
    made = Component(f"{name} (Debian)", version, expression, note, home)
    return Row(made, {"copyright.txt": text}, f"pkg:deb/debian/{name}@{version}")


def _of_package(name: str) -> Row:
    """An installed package."""
    package = metadata.distribution(name)
    made = licences.of_package(package)
    texts = {_short(f): f.read_text("utf-8", errors="replace") for f in licences.texts(package)}
    if name in licences.QT_FOR_PYTHON:
        texts = {file: make() for file, make in PARTS["Qt"].items()}
    if name == "pyinstaller":
        expression = "GPL-2.0-or-later WITH Bootloader-exception"
        note = "Startet das Programm. Die Ausnahme der Lizenz erlaubt das für Programme jeder Lizenz."
        made = replace(made, licence=expression, note=note)
    if name == "pyinstaller-hooks-contrib":
        made = replace(made, licence="Apache-2.0", note="Bereitet einzelne Pakete auf den Start vor.")
    return Row(made, texts, f"pkg:pypi/{name}@{package.version}", _inside(package))


def _inside(package: metadata.Distribution) -> list[dict[str, str]]:
    """What the SBOMs in a wheel name (PEP 770): the Rust crates and C libraries that were built into it."""
    found = {}
    for file in package.files or ():
        if "/sboms/" in file.as_posix() and file.suffix == ".json":
            said = json.loads(Path(str(package.locate_file(file))).read_text("utf-8"))
            for part in said.get("components", ()):
                if canonical(part["name"]) != canonical(package.metadata["Name"]):
                    row = {"name": part["name"], "version": part.get("version", ""), "purl": part.get("purl", "")}
                    found[row["name"], row["version"]] = {k: v for k, v in row.items() if v or k != "purl"}
    return [found[key] for key in sorted(found)]


def _rows(names: set[str]) -> list[Row]:
    """Each component, the program first."""
    packages = {n.removeprefix("package:") for n in names if n.startswith("package:")} - {licences.PROGRAM}
    found = [_of_system(n.removeprefix("debian:")) for n in names if n.startswith("debian:")]
    found += [_of_package(name) for name in packages]
    for part in licences.PARTS:
        if part.inside in packages or part.inside in ("python", "program"):
            found.append(Row(licences.of_part(part), {f: make() for f, make in PARTS.get(part.name, {}).items()}))
    if "microsoft" in names:
        found.append(Row(RUNTIME, {}))
    own = Row(licences.program(), {"EUPL-1.2.txt": (ROOT / "LICENSE").read_text("utf-8")})
    return [own, *sorted(found, key=lambda row: row.component.name.lower())]


def _short(file: Path) -> str:
    """The name of a text below its package's metadata, as one file name."""
    parts = file.parts[next(i for i, p in enumerate(file.parts) if p.endswith(".dist-info")) + 1 :]
    kept = [p for p in parts if p not in ("licenses", "LICENSES")] or [parts[-1]]
    return "-".join(kept) + ("" if Path(kept[-1]).suffix in (".txt", ".md", ".rst") else ".txt")


def collect(packed: Iterable[str], folder: Path, built: Path) -> None:
    """Write texts and index of everything packed into ``folder``; raises ``Unaccounted``."""
    found = _rows(owners(packed, built))
    without = [row.component.name for row in found if not row.texts and row.component.name not in NOTE_ONLY]
    if without:
        raise Unaccounted("no licence text is known for: " + ", ".join(without))
    shutil.rmtree(folder, ignore_errors=True)
    index = []
    for row in found:
        part = row.component
        place = canonical(re.sub(r"[^A-Za-z0-9._-]+", "-", part.name)).strip("-")
        (folder / place).mkdir(parents=True)  # two of one name would overwrite each other: an error
        for file, text in row.texts.items():
            (folder / place / file).write_text(text, "utf-8", newline="\n")
        files = [f"{place}/{file}" for file in sorted(row.texts)]
        said = {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "note": part.note,
            "homepage": part.homepage,
        }
        index.append(said | {"files": files, "purl": row.purl, "inside": row.inside})
    text = json.dumps({"components": index}, ensure_ascii=False, indent=1)
    (folder / licences.INDEX).write_text(text + "\n", "utf-8", newline="\n")


def program_version() -> str:
    """The version that pyproject.toml declares."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])
