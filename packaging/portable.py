"""Packs the built folder so that it keeps its data beside itself: ``python packaging/portable.py [FOLDER]``.

The zip holds the folder as it is and the empty file ``portabel``, at which the program knows (``netzwerkhilfe.paths``).
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import facts
import licence_texts
from netzwerkhilfe.paths import PORTABLE


def pack(folder: Path, target: Path) -> Path:
    """Write the zip of a built folder."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted((p for p in folder.rglob("*") if p.is_file()), key=Path.as_posix):
            archive.write(path, f"{folder.name}/{path.relative_to(folder).as_posix()}")
        archive.writestr(f"{folder.name}/{PORTABLE}", "")
    return target


if __name__ == "__main__":
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else facts.HERE.parent / "dist" / "NetzwerkHilfe"
    made = pack(built, built.parent / f"{built.name}-{licence_texts.program_version()}-portabel.zip")
    print(f"{made.name}: {made.stat().st_size / 1e6:.0f} MB")
