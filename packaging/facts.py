"""What the IT department of a town hall asks for, beside the built folder: ``python packaging/facts.py [FOLDER]``.

``build.spec`` runs it at the end of each build; run it again after signing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pe
import policies
import sbom
from netzwerkhilfe import licences

HERE = Path(__file__).resolve().parent
ENDINGS = (".exe", ".dll", ".pyd", ".so", ".dylib")
APPLOCKER = {"Exe": "applocker-programme.xml", "Dll": "applocker-bibliotheken.xml"}
HEADINGS = ("Datei", "SHA-256", "Größe in Byte", "signiert", "Authenticode-Hash (SHA-256)")


@dataclass(frozen=True)
class Row:
    """One executable file of the built folder."""

    place: str
    sha256: str
    size: int
    signed: bool | None
    authenticode: str


def executable(path: Path) -> bool:
    """Whether a file is one that a system runs or loads."""
    with path.open("rb") as file:
        head = file.read(4)
    return path.suffix.lower() in ENDINGS or ".so." in path.name or head in (b"\x7fELF", b"\xcf\xfa\xed\xfe")


def rows(folder: Path) -> list[Row]:
    """All executable files below a folder, by their place."""
    found = []
    present = [p for p in folder.rglob("*") if p.is_file() and not p.is_symlink() and executable(p)]
    for path in sorted(present, key=lambda p: p.relative_to(folder).as_posix()):  # Windows' own order has no case
        data, image = path.read_bytes(), pe.read(path)
        found.append(
            Row(
                path.relative_to(folder).as_posix(),
                hashlib.sha256(data).hexdigest().upper(),
                len(data),
                image.signed if image else None,
                image.authenticode() if image else "",
            )
        )
    return found


def table(found: list[Row]) -> str:
    """The files as a list that opens in a German Excel."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS)
    spoken = {True: "ja", False: "nein", None: ""}
    for row in found:
        writer.writerow((row.place, row.sha256, row.size, spoken[row.signed], row.authenticode))
    return "\ufeff" + text.getvalue()


def index(folder: Path) -> Path:
    """The index of licences in a built folder."""
    return next(folder.glob(f"*/resources/{licences.FOLDER}/{licences.INDEX}"))


def size(folder: Path) -> int:
    """Bytes of all files of a folder."""
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def write(folder: Path, target: Path, version: str) -> None:
    """Write the folder of facts about a built folder."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    found = rows(folder)
    (target / "dateien.csv").write_text(table(found), "utf-8", newline="")
    parts = json.loads(index(folder).read_text("utf-8"))["components"]
    (target / "sbom.cdx.json").write_text(sbom.write(parts, {r.place: r.sha256 for r in found}, version), "utf-8")
    windows = [policies.Binary(r.place, r.size, r.authenticode) for r in found if r.authenticode]
    unsigned = sum(1 for r in found if r.signed is False)
    if windows:
        for kind, name in APPLOCKER.items():
            (target / name).write_text(policies.applocker(windows, version, kind), "utf-8")
        (target / "wdac.xml").write_text(policies.wdac(windows, version), "utf-8")
        script = (HERE / "windows" / "signieren.ps1").read_text("utf-8")
        (target / "signieren.ps1").write_text(
            script, "utf-8-sig", newline="\r\n"
        )  # Windows PowerShell 5 asks for the mark
    text = (HERE / "fuer-die-it.md").read_text("utf-8")
    figures = {
        "VERSION": version,
        "DATEIEN": str(len(found)),
        "UNSIGNIERT": str(unsigned),
        "GROESSE": str(round(size(folder) / 1e6)),
        "TEILE": str(len(parts)),
    }
    for name, figure in figures.items():
        text = text.replace("{" + name + "}", figure)
    (target / "LIESMICH.md").write_text(text, "utf-8")
    print(f"{folder.name}: {figures['GROESSE']} MB, {len(found)} executable files, {unsigned} of them unsigned")
    print(f"facts for an IT department: {target}")


if __name__ == "__main__":
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "dist" / "NetzwerkHilfe"
    own = json.loads(index(built).read_text("utf-8"))["components"][0]
    write(built, built.parent / "fuer-die-it", own["version"])
