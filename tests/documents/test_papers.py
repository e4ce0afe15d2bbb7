"""Papers are written, read back and looked at."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pypdfium2
import pytest

from netzwerkhilfe.documents.agenda import print_agenda
from netzwerkhilfe.documents.listing import print_list
from netzwerkhilfe.documents.recovery import print_recovery_sheet
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.papers import AgendaLine, AgendaPaper, ListPaper, RecoverySheet

MM = 72 / 25.4


def agenda(lines: list[AgendaLine]) -> AgendaPaper:
    return AgendaPaper(
        "Netzwerk Hilfe", "Leitungsteam", "Donnerstag, 19. März 2026", "18:00", "19:20", "Bürgerhaus Maxdorf", "", "Maxdorf",
        "02.03.2026", lines,
    )  # fmt: skip


def line(number: int, title: str = "Bericht", **other: object) -> AgendaLine:
    values = {"description": "", "speaker": "Наталія Шевченко", "minutes": 10, "confidential": False} | other
    return AgendaLine(str(number), "18:05", title, **values)  # type: ignore[arg-type]


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_the_agenda_says_it_all(tmp_path: Path) -> None:
    target = tmp_path / "t.pdf"
    print_agenda(agenda([line(1, "Begrüßung <b>fett</b> & mehr"), line(2, "Personal", confidential=True)]), target)
    text = text_of(target)
    for part in ("Tagesordnung", "Donnerstag, 19. März 2026, 18:00 Uhr", "TOP 1", "<b>fett</b> & mehr", "Nichtöffentlicher Teil",
                 "TOP 2", "Ende gegen 19:20 Uhr", "Наталія", "Seite 1"):  # fmt: skip
        assert part in text, part
    assert pypdf.PdfReader(target).metadata.title == "Tagesordnung Leitungsteam"  # type: ignore[union-attr]


def test_margins_follow_din_5008(tmp_path: Path) -> None:
    """Nothing is printed left of 24 mm or right of 191 mm."""
    target = tmp_path / "t.pdf"
    print_agenda(
        agenda([line(i, "Ein Thema mit einem recht langen Titel, der umbrechen muss " * 2) for i in range(1, 30)]),
        target,
    )
    document = pypdfium2.PdfDocument(target)
    assert len(document) > 1
    for page in document:
        image = page.render(scale=1).to_pil().convert("L")
        left, _, right, _ = image.point(lambda v: 255 if v < 200 else 0).getbbox()
        assert left >= 24 * MM and right <= 191 * MM
        page.close()
    document.close()


def test_a_paper_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="PDF ließ sich nicht schreiben"):
        print_agenda(agenda([]), tmp_path / "gibt es nicht" / "t.pdf")


def test_the_recovery_sheet_shows_the_key(tmp_path: Path) -> None:
    target = tmp_path / "b.pdf"
    print_recovery_sheet(
        RecoverySheet("Netz", "Maxdorf", "P", "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789", "1.1.2026"), target
    )
    text = text_of(target)
    assert all(group in text for group in ("ABCD", "STUV", "6789"))


def test_a_list_of_many_pages_repeats_its_heading(tmp_path: Path) -> None:
    target = tmp_path / "l.pdf"
    rows = [["MX", f"Müller {i}", "Fahrdienst"] for i in range(120)]
    print_list(
        ListPaper("Netz", "Maxdorf", "Ehrenamtliche", "120", ["Büro", "Name", "Fähigkeiten"], [0.3, 1, 1], rows), target
    )
    pages = pypdf.PdfReader(target).pages
    assert len(pages) > 2 and all("Fähigkeiten" in p.extract_text() for p in pages)
