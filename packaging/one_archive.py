"""One archive of Python code for both executables.

The window's executable holds it. The command's begins with a few lines that point PyInstaller's importer to the
archive in the window's executable instead of its own, which is empty. So the code is stored once, lies inside a file
that can be signed, and a signature does not move it.
"""

from __future__ import annotations

import sys
from pathlib import Path

PRELUDE = """\
# Made by packaging/one_archive.py: the code of this program lies in the window's executable.
import os
import sys

_place = os.path.join(os.path.dirname(sys._MEIPASS), {name!r})
if not os.path.isfile(_place):
    sys.stderr.write("Neben diesem Programm fehlt die Datei " + {name!r} + ".\\n")
    os._exit(1)
sys._pyinstaller_pyz = _place + "?{offset}"
"""


def prelude(executable: Path, folder: Path) -> tuple[str, str, str]:
    """The script that the second executable runs before PyInstaller's own, as a row of its tables.

    Raises ``SystemExit`` where this PyInstaller keeps the archive in another way.
    """
    import PyInstaller
    from PyInstaller.archive.readers import CArchiveReader

    loader = Path(PyInstaller.__file__).parent / "loader" / "pyimod02_importers.py"
    if "ZlibArchiveReader(sys._pyinstaller_pyz" not in loader.read_text("utf-8"):
        raise SystemExit("PyInstaller no longer reads sys._pyinstaller_pyz: see packaging/one_archive.py")
    archive = CArchiveReader(str(executable))
    (row,) = (row for row in archive.toc.values() if row[-1] == "z")
    offset = archive._start_offset + row[0]
    with executable.open("rb") as file:
        file.seek(offset)
        if file.read(4) != b"PYZ\0":
            raise SystemExit("the archive is not where PyInstaller says it is: see packaging/one_archive.py")
    name = executable.name + (".exe" if sys.platform == "win32" and executable.suffix != ".exe" else "")
    script = folder / "pyi_archive_of_window.py"
    script.write_text(PRELUDE.format(name=name, offset=offset), "utf-8")
    return (script.stem, str(script), "PYSOURCE")
