"""Papers are written, read back and looked at."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdf.generic import Destination

from netzwerkhilfe.documents.base import markup
from netzwerkhilfe.documents.blocks import print_blocks
from netzwerkhilfe.documents.listing import print_list
from netzwerkhilfe.documents.recovery import print_recovery_sheet
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.blocks import (
    Block,
    BlockPaper,
    Grid,
    Heading,
    LetterHead,
    Pairs,
    Signatures,
    Text,
    Verdict,
)
from netzwerkhilfe.models.papers import ListPaper, RecoverySheet

MM = 72 / 25.4


def paper(*blocks: Block, mark: str = "", head: LetterHead | None = None) -> BlockPaper:
    return BlockPaper(
        head or LetterHead("Netzwerk Hilfe", "Maxdorf", "Strukturen, die verbinden"),
        "Tagesordnung Leitungsteam",
        "Donnerstag, 19. März 2026, 18:00 Uhr\nBürgerhaus Maxdorf",
        "Tagesordnung",
        blocks,
        mark,
        "Leitungsteam · 19.03.2026",
    )


def text_of(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_blocks_say_it_all(tmp_path: Path) -> None:
    target = tmp_path / "t.pdf"
    story = paper(
        Heading("Begrüßung <b>fett</b> & mehr", 2, "TOP 1", "18:05"),
        Text("Наталія sagt\nguten Tag", label="Sachverhalt"),
        Pairs([("Leitung", "Petra Wagner")]),
        Grid(("Was", "Bis"), (3, 1), [["Halle <i>", "02.04.2026"]]),
        Verdict(
            "Beschluss MX-B-2026-001",
            "Wir tun es.",
            "einstimmig angenommen",
            "6 Ja, 0 Nein, 0 Enthaltungen",
            ("Ja: alle",),
            True,
        ),
        Signatures(("Petra Wagner\nLeitung", "Matthias Oster\nSchriftführung")),
        mark="Entwurf",
    )
    print_blocks(story, target)
    text = text_of(target)
    for part in (
        "Tagesordnung",
        "Donnerstag, 19. März 2026, 18:00 Uhr",
        "TOP 1",
        "<b>fett</b> & mehr",
        "Наталія",
        "Halle <i>",
        "einstimmig angenommen",
        "Schriftführung",
        "ENTWURF",
        "Seite 1 von 1",
    ):
        assert part in text, part
    reader = pypdf.PdfReader(target)
    assert reader.metadata and reader.metadata.title == "Tagesordnung Leitungsteam Leitungsteam · 19.03.2026"
    assert [o.title for o in bookmarks(reader)] == ["TOP 1 Begrüßung <b>fett</b> & mehr"]


def bookmarks(reader: pypdf.PdfReader) -> list[Destination]:
    """The bookmarks below the first one."""
    below = reader.outline[1]
    assert isinstance(below, list)
    return [d for d in below if isinstance(d, Destination)]


def test_bookmarks_lead_to_their_page(tmp_path: Path) -> None:
    target = tmp_path / "t.pdf"
    print_blocks(
        paper(*(b for i in range(1, 40) for b in (Heading(f"Thema {i}", 2, f"TOP {i}"), Text("Wort " * 120)))), target
    )
    reader = pypdf.PdfReader(target)
    for entry in bookmarks(reader):
        number = reader.get_destination_page_number(entry)
        assert number is not None
        page = reader.pages[number]
        assert str(entry.title) in page.extract_text().replace("\xa0", "").replace("  ", " ")


LONG = "Ein Satz mit Donaudampfschifffahrtsgesellschaft und mehr. " * 400


@pytest.mark.parametrize(
    "block",
    [
        Text(LONG),
        Text(LONG.replace(". ", ".\n")),
        Pairs([("Anwesend", LONG)]),
        Grid(("Was", "Bis"), (3, 1), [[LONG, "x"]]),
        Grid((), (1, 8), [["1", LONG]]),
        Verdict("Beschluss", LONG, "abgelehnt", "3 Ja", (LONG,), False),
        Verdict("B", "x", "y", "", ("z" * 3000,)),
        Heading(LONG[:1500], 2, "TOP 1"),
        Text("W" * 5000),
        Grid(("A", "B"), (1, 1), [["kurz", "kurz"]] * 200, tall=True),
        Signatures(("A", "B", "C", LONG[:300])),
    ],
)
def test_nothing_is_too_long_for_a_page(tmp_path: Path, block: Block) -> None:
    """Whatever people write: the paper is made, within the margins, and nothing is lost."""
    target = tmp_path / "t.pdf"
    print_blocks(paper(Heading("Davor", 2, "TOP 1"), block, Text("Danach kommt das Ende")), target)
    assert "Danach kommt das Ende" in text_of(target).replace("\n", " ")


def test_margins_follow_din_5008(tmp_path: Path) -> None:
    """Nothing is printed left of 24 mm or right of 191 mm."""
    target = tmp_path / "t.pdf"
    rows = [
        [
            str(i),
            "18:05",
            "Ein Thema mit einem recht langen Titel, der umbrechen muss " * 2,
            "Наталія Шевченко",
            "10 Min.",
        ]
        for i in range(1, 60)
    ]
    print_blocks(
        paper(Grid(("TOP", "Beginn", "Thema", "Wer", "Dauer"), (0.5, 0.65, 4.2, 1.7, 0.9), rows), Text("W" * 400)),
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


def test_a_damaged_logo_keeps_no_paper_back(tmp_path: Path) -> None:
    target = tmp_path / "t.pdf"
    print_blocks(paper(Text("Trotzdem"), head=LetterHead("Netz", "Maxdorf", logo=b"kein Bild")), target)
    assert "Trotzdem" in text_of(target)


def test_a_paper_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="PDF ließ sich nicht schreiben"):
        print_blocks(paper(), tmp_path / "gibt es nicht" / "t.pdf")


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


def test_right_to_left_runs_keep_their_order() -> None:
    """A short run is one word to the shaper, which orders it; a long one is turned word by word, so that it can
    break."""
    short = "عائلة من سوريا"
    assert markup(f"vorher {short} nachher") == f"vorher {short.replace(' ', chr(160))} nachher"
    long = "كلمة طويلة " * 12
    assert markup(long.strip()) == " ".join(reversed(long.split()))
