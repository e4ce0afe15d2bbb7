"""What this program is made of, and under which licences.

The packaged program reads the list its build collected (``resources/lizenzen``); from source the list is gathered from
the metadata of the installed packages.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from netzwerkhilfe import paths

FOLDER = "lizenzen"
INDEX = "index.json"
PROGRAM = "netzwerkhilfe"


@dataclass(frozen=True)
class Component:
    """A package, library, font or list of others that travels with the program."""

    name: str
    version: str
    licence: str
    """An SPDX expression; ``LicenseRef-…`` where the text itself has to be read."""
    note: str = ""
    """What a reader should know, as German sentences."""
    homepage: str = ""
    files: tuple[Path, ...] = ()

    def text(self) -> str:
        """The texts of its licence, one after the other; "" where only the note is known."""
        return "\n\n".join(f.read_text("utf-8", errors="replace").strip() for f in self.files)


@dataclass(frozen=True)
class Part:
    """Something inside a package that has a licence of its own and no metadata."""

    name: str
    inside: str
    """The package it comes with; "python" for Python itself, "program" for our own data."""
    licence: str
    note: str
    homepage: str = ""


PARTS = (
    Part(
        "Python", "python", "PSF-2.0", "Die Sprache, in der dieses Programm geschrieben ist.", "https://www.python.org"
    ),
    Part(
        "Qt",
        "pyside6-essentials",
        "LGPL-3.0-only",
        "Die Fenster. Qt wird unverändert benutzt und liegt als einzelne Dateien im Programmordner. Sie dürfen diese "
        "Dateien durch eine eigene Fassung von Qt ersetzen und das Programm dafür untersuchen. Der Quelltext steht auf "
        "download.qt.io bereit, unter official_releases/qt und official_releases/QtForPython.",
        "https://www.qt.io",
    ),
    Part(
        "SQLCipher",
        "sqlcipher3",
        "BSD-3-Clause",
        "Verschlüsselt den Datenspeicher. Urheberrecht: ZETETIC LLC.",
        "https://www.zetetic.net/sqlcipher/",
    ),
    Part(
        "SQLite",
        "sqlcipher3",
        "blessing",
        "Der Datenspeicher. SQLite ist gemeinfrei: Die Urheber verzichten auf alle Rechte.",
        "https://www.sqlite.org",
    ),
    Part(
        "OpenSSL",
        "sqlcipher3",
        "Apache-2.0",
        "Rechenverfahren der Verschlüsselung in SQLCipher. Eine Verbindung baut es nicht auf.",
        "https://www.openssl.org",
    ),
    Part(
        "HarfBuzz",
        "uharfbuzz",
        "MIT-Modern-Variant",
        "Setzt fremde Schriften auf Papieren.",
        "https://harfbuzz.github.io",
    ),
    Part(
        "zstd",
        "zstandard",
        "BSD-3-Clause",
        "Packt Pakete. Urheberrecht: Meta Platforms, Inc.",
        "https://facebook.github.io/zstd/",
    ),
    Part(
        "libxml2 und libxslt",
        "lxml",
        "MIT",
        "Lesen Word-Dateien. Urheberrecht: Daniel Veillard.",
        "https://gitlab.gnome.org/GNOME/libxml2",
    ),
    Part("FiraGO", "pymupdf-fonts", "OFL-1.1", "Die Schrift der Papiere.", "https://bboxtype.com"),
    Part(
        "Phosphor Icons",
        "qtawesome",
        "MIT",
        "Die Zeichen in den Fenstern. Urheberrecht: Phosphor Icons.",
        "https://phosphoricons.com",
    ),
    Part(
        "GeoNames",
        "program",
        "CC-BY-4.0",
        "Orte ab 500 Einwohner mit Land, Koordinaten und Einwohnern: GeoNames (geonames.org). Ausgewählt und gekürzt.",
        "https://www.geonames.org",
    ),
)

SPOKEN = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "mit license": "MIT",
    "sil ofl v1.1": "OFL-1.1",
}
"""Names of licences as packages write them, where they write no SPDX expression."""

BY_NAME = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyrage": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "xlrd": "BSD-3-Clause AND BSD-4-Clause",
}
"""Read in their texts: the metadata of these packages name none, or not in a form that can be read by programs."""

NOTES = {
    "xlrd": "Liest alte Excel-Mappen (.xls). This product includes software developed by David Giffin "
    "<david@giffin.org>.",
}
"""What a licence asks to be said wherever the package goes, and what the package is for."""

QT_FOR_PYTHON = ("pyside6-essentials", "shiboken6")
TEXT_FILE = re.compile(
    r"(^|[/\\])(licen[sc]es?[/\\].+|(un)?licen[sc]e[^/\\]*|copying[^/\\]*|notice[^/\\]*)$", re.IGNORECASE
)


def components() -> list[Component]:
    """Everything inside, the program itself first, then by name."""
    index = paths.resources() / FOLDER / INDEX
    return read(index) if index.is_file() else installed()


def read(index: Path) -> list[Component]:
    """The list that a build left; paths in it are relative to it."""
    return [
        Component(
            name=str(row["name"]),
            version=str(row["version"]),
            licence=str(row["licence"]),
            note=str(row.get("note", "")),
            homepage=str(row.get("homepage", "")),
            files=tuple(index.parent / f for f in row["files"]),
        )
        for row in json.loads(index.read_text("utf-8"))["components"]
    ]


def installed() -> list[Component]:
    """The same from the installed packages: all that the program needs, and what they need."""
    packages = closure()
    found = [of_package(p) for p in packages]
    names = {canonical(p.metadata["Name"]) for p in packages}
    found += [of_part(p) for p in PARTS if p.inside in names or p.inside in ("python", "program")]
    return [program(), *sorted(found, key=lambda c: c.name.lower())]


def program() -> Component:
    """This program."""
    from netzwerkhilfe import __version__

    try:
        files = texts(metadata.distribution(PROGRAM))
    except metadata.PackageNotFoundError:
        files = [Path(__file__).parents[2] / "LICENSE"]
    return Component("Netzwerk Hilfe", __version__, "EUPL-1.2", files=tuple(files))


def of_part(part: Part) -> Component:
    """A part, with the version of what it comes with where that says something."""
    version, note = "", part.note
    if part.inside == "python":
        version = ".".join(map(str, sys.version_info[:3]))
    elif part.name == "Qt":
        version = metadata.version("PySide6-Essentials")
    return Component(part.name, version, part.licence, note, part.homepage)


def of_package(package: metadata.Distribution) -> Component:
    """A package by its metadata."""
    name = package.metadata["Name"]
    qt = canonical(name) in QT_FOR_PYTHON
    return Component(
        name=name,
        version=package.version,
        licence="LGPL-3.0-only" if qt else expression(package),  # of the three offered, the one that we use it under
        note="Verbindet Qt mit Python; unverändert, siehe Qt." if qt else NOTES.get(canonical(name), ""),
        homepage=_homepage(package),
        files=tuple(texts(package)),
    )


def expression(package: metadata.Distribution) -> str:
    """The licence of a package as an SPDX expression."""
    data: Any = package.metadata
    if data.get("License-Expression"):
        return str(data["License-Expression"])
    if canonical(data["Name"]) in BY_NAME:
        return BY_NAME[canonical(data["Name"])]
    said = [str(data.get("License") or "").split("(")[0].split("\n")[0].strip()]
    said += [c.rsplit("::", 1)[-1].strip() for c in data.get_all("Classifier") or () if c.startswith("License ::")]
    for word in filter(None, said):
        if word.lower() in SPOKEN:
            return SPOKEN[word.lower()]
        if re.fullmatch(r"[A-Za-z0-9.+-]+", word):
            return word
    return "LicenseRef-" + canonical(data["Name"])


def texts(package: metadata.Distribution) -> list[Path]:
    """The files of a package's metadata that hold its licence, without those of other systems' builds."""
    found = []
    for file in package.files or ():
        if ".dist-info" in file.parts[0] and TEXT_FILE.search("/".join(file.parts[1:])):
            place = Path(str(package.locate_file(file)))
            if place.is_file():
                found.append(place)
    return sorted(found)


def closure() -> list[metadata.Distribution]:
    """What the program needs and what that needs, as far as it is installed here.

    Markers are not computed: what another system or another Python would need is not installed, and wishes of extras
    count only where the extra was asked for.
    """
    found: dict[str, metadata.Distribution] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [(wish, frozenset[str]()) for wish in wishes()]
    while waiting:
        wish, extras = waiting.pop()
        name, wanted, condition = requirement(wish)
        if condition and condition not in extras:
            continue
        new = {extra for extra in wanted if (name, extra) not in asked}
        asked |= {(name, extra) for extra in new}
        if name in found and not new:
            continue
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = package
        waiting += [(w, frozenset(wanted)) for w in package.requires or ()]
    return sorted(found.values(), key=lambda p: str(p.metadata["Name"]).lower())


def wishes() -> list[str]:
    """The requirements of the program: from its metadata, else from the checkout."""
    try:
        return list(metadata.requires(PROGRAM) or ())
    except metadata.PackageNotFoundError:
        import tomllib

        project = Path(__file__).parents[2] / "pyproject.toml"
        return list(tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"])


def canonical(name: str) -> str:
    """A package's name as indexes compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement(wish: str) -> tuple[str, Iterable[str], str]:
    """Name, extras that are asked for, and the extra under which the wish holds ("" for always)."""
    head, _, marker = wish.partition(";")
    found = re.match(r"\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?", head)
    assert found, wish
    extras = [e.strip() for e in (found[2] or "").split(",") if e.strip()]
    condition = re.search(r"extra\s*==\s*['\"]([^'\"]+)['\"]", marker)
    return canonical(found[1]), extras, condition[1] if condition else ""


def _homepage(package: metadata.Distribution) -> str:
    data: Any = package.metadata
    links: dict[str, str] = {
        key.strip().lower(): url.strip()
        for key, _, url in (entry.partition(",") for entry in data.get_all("Project-URL") or ())
    }
    for key in ("homepage", "home", "repository", "source", "source code"):
        if links.get(key, "").startswith("https://"):
            return links[key]
    home = str(data.get("Home-page") or "")
    return home if home.startswith("https://") else ""
