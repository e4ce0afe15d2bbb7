"""Ways in which the child that reads lists may die, each done to a real child: Python runs them before all of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl

MEMORY = "braucht mehr Speicher, als eine Liste brauchen darf, oder ist beschädigt"
NO_READER = "der Teil des Programms, der Listen liest, arbeitet nicht. Bitte starten Sie Netzwerk Hilfe neu"
WAYS: dict[str, tuple[str, str]] = {
    "too little memory": (
        "import resource, sys\n"
        "import netzwerkhilfe.transfer.ooxml, openpyxl, lxml.etree\n"
        "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize() + 2 * 2**20\n"
        "resource.setrlimit(resource.RLIMIT_AS, (size, size))\n",
        MEMORY,
    ),
    "killed at once": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n", MEMORY),
    "killed while it reads": (
        "import os, signal, sys\n"
        "def look(event, arguments):\n"
        "    if event == 'import' and arguments[0].endswith('ooxml'):\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n"
        "sys.addaudithook(look)\n",
        MEMORY,
    ),
    "killed while it answers": (
        "import json, os, signal\n"
        "def dumps(*_, **__):\n"
        "    os.write(1, b'{\"sheets\":[')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "json.dumps = dumps\n",
        MEMORY,
    ),
    "cannot start": ("import sys\nsys.modules['netzwerkhilfe.transfer.delimited'] = None\n", NO_READER),
    "a part is missing": ("import sys\nsys.modules['netzwerkhilfe.transfer.ooxml'] = None\n", NO_READER),
    "something else speaks": ("print('Willkommen!', flush=True)\n", NO_READER),
    "says nothing": ("import os\nos._exit(0)\n", NO_READER),
    "its reader breaks": (
        "import netzwerkhilfe.transfer.ooxml as ooxml\ndef read(_):\n    raise KeyError('x')\nooxml.read = read\n",
        MEMORY,
    ),
}
"""What is done to the child, and the sentence that people read then."""


def prepare(folder: Path, way: str) -> Path:
    """A folder that does it to each Python whose path begins with it (PYTHONPATH)."""
    made = folder / "sitecustomize"
    made.mkdir()
    (made / "sitecustomize.py").write_text(WAYS[way][0], "utf-8")
    return made


def list_of(folder: Path, rows: int = 3) -> Path:
    """A list of people as a workbook, which a child reads."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Name", "Telefon"))
    for n in range(rows):
        sheet.append((f"Groß{n}", f"0171 {100000 + n}"))
    path = folder / "liste.xlsx"
    book.save(path)
    return path
