"""The recovery sheet: the printed key that opens the data when a passphrase is forgotten or a PC is broken."""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Spacer

from netzwerkhilfe.documents import tagging
from netzwerkhilfe.documents.base import ACCENT, BARE, WIDTH, Paper, build, marked, para, table
from netzwerkhilfe.models.papers import RecoverySheet


def print_recovery_sheet(sheet: RecoverySheet, target: Path | io.BytesIO) -> None:
    """Write the sheet. Raises ``UserError`` if the disk refuses."""
    groups = sheet.key.split("-")
    lines = ["  ".join(groups[:4]), "  ".join(groups[4:])]
    box = table(
        [[marked("<br/>".join(lines), "key")]],
        [WIDTH],
        [
            ("BOX", (0, 0), (-1, -1), 1.2, ACCENT),
            ("TOPPADDING", (0, 0), (-1, -1), 16),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 14),
        ],
    )
    steps = [
        [para("1."), para("Programm starten und „Kennwort vergessen?“ wählen.")],
        [para("2."), para("Den Schlüssel eintippen. Groß- und Kleinschreibung und die Striche sind gleichgültig.")],
        [para("3."), para("Ein neues Kennwort vergeben. Danach druckt das Programm ein neues Blatt.")],
    ]
    tagging.listing(steps)
    story = [
        para("Wiederherstellungsblatt", "h1"),
        para(f"{sheet.network} · {sheet.office}"),
        Spacer(1, 8 * mm),
        para("Mit diesem Schlüssel öffnen Sie die Daten, wenn ein Kennwort vergessen oder ein PC defekt ist."),
        Spacer(1, 6 * mm),
        box,
        Spacer(1, 8 * mm),
        para("So benutzen Sie ihn", "h2"),
        table(steps, [7 * mm, WIDTH - 7 * mm], BARE),
        para("So bewahren Sie ihn auf", "h2"),
        para(
            "Wie einen Schlüssel zum Aktenschrank: im Tresor oder in einem verschlossenen Umschlag, nicht beim PC. "
            "Wer dieses Blatt und die Daten hat, kann alles lesen. Ohne Blatt und ohne Kennwort kann niemand die "
            "Daten öffnen, auch der Hersteller nicht."
        ),
        Spacer(1, 10 * mm),
        para(
            f"Ausgestellt am {sheet.issued} für {sheet.person}. Der letzte Buchstabe prüft auf Tippfehler. "
            "Die Zeichen I, O, 0 und 1 kommen nicht vor.",
            "small",
        ),
    ]
    build(Paper(target, "Wiederherstellungsblatt", sheet.network, sheet.office), story)
