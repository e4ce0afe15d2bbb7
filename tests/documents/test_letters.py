"""Letters after DIN 5008 form B, measured on the page: the window, the info block, fold marks, page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pikepdf
import pytest
from pypdf import PdfReader

from netzwerkhilfe.documents.letters import print_letters
from netzwerkhilfe.models.blocks import Block, Gap, Grid, Heading, Text
from netzwerkhilfe.models.papers import Letter
from tests.documents.tagged import Tagged

ADDRESS = ["Herrn", "Hans-Jürgen Fischer", "über Büro Maxdorf", "Hauptstraße 79", "67133 Maxdorf"]


@dataclass
class Word:
    """A text on a page, in millimetres from the left and from the top edge."""

    text: str
    left: float
    down: float


def letter(address: Sequence[str] = ADDRESS, blocks: Sequence[Block] = (), name: str = "Fischer") -> Letter:
    info = [("Name", "Petra Wagner"), ("Telefon", "06237 9330"), ("E-Mail", ""), ("Datum", "02.03.2026")]
    text = [f"Sehr geehrter Herr {name},", "ich lade Sie herzlich ein."]
    sender = "Netzwerk Hilfe, Büro Maxdorf · Hauptstraße 79 · 67133 Maxdorf"
    return Letter("Netz", "Maxdorf", sender, address, info, "Einladung", text, "Mit Grüßen", "Petra Wagner", blocks)


def printed(*letters: Letter) -> PdfReader:
    out = io.BytesIO()
    print_letters(letters, out)
    return PdfReader(out)


def words(reader: PdfReader, page: int = 0) -> list[Word]:
    found: list[Word] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: object) -> None:
        if text.strip():
            left, up = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
            found.append(Word(text.strip(), left / 72 * 25.4, 297 - up / 72 * 25.4))

    reader.pages[page].extract_text(visitor_text=visit)
    foot = max(w.down for w in found)
    return [w for w in found if w.down < foot]


def where(found: list[Word], text: str) -> Word:
    return next(w for w in found if text in w.text)


def test_each_part_stands_where_the_norm_puts_it() -> None:
    found = words(printed(letter()))
    sender = where(found, "Netzwerk Hilfe, Büro")
    assert abs(sender.left - 25) < 0.1 and 45 < sender.down < 62.7
    lines = [where(found, line) for line in ("Herrn", "über Büro", "67133 Maxdorf")]
    lines[-1] = [w for w in found if w.text.startswith("67133")][-1]
    assert all(abs(w.left - 25) < 0.1 and 62.7 < w.down < 90 for w in lines)
    assert [w.down for w in lines] == sorted(w.down for w in lines)
    for label, text in (("Name", "Petra Wagner"), ("Telefon", "06237 9330"), ("Datum", "02.03.2026")):
        said, what = where(found, label), where(found, text)
        assert abs(said.left - 125) < 0.1 and 50 < said.down < 90 and abs(said.down - what.down) < 0.1
        assert what.left > said.left
    assert not any("E-Mail" in w.text for w in found), "nothing to say, no label"
    assert 98.4 < next(w for w in found if w.text == "Einladung").down < 104


def test_an_address_in_the_info_block_can_be_clicked() -> None:
    """The link is told as one, with its words; what is no address is text."""
    out = io.BytesIO()
    right = replace(letter(), info=[("E-Mail", "hilfe@vg-maxdorf.de"), ("Datum", "heute")])
    print_letters([right, replace(letter(), info=[("E-Mail", "javascript:alert(1)@")])], out)
    seen = Tagged(out.getvalue())
    assert [address for _, address, _ in seen.links] == ["mailto:hilfe@vg-maxdorf.de"]
    assert seen.links[0][2] == "hilfe@vg-maxdorf.de"
    (told,) = seen.tree.called("Link")
    assert told.text.strip() == "hilfe@vg-maxdorf.de"
    assert seen.astray == [] and "javascript:alert(1)@" in seen.words


def test_the_paper_is_folded_at_the_marks() -> None:
    out = io.BytesIO()
    print_letters([letter()], out)
    with pikepdf.open(out) as pdf:
        moves = [i.operands for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "m"]
    marks = {round(297 - float(y) / 72 * 25.4, 1) for x, y in moves if 1 < float(x) / 72 * 25.4 < 10}
    assert marks == {105.0, 148.5, 210.0}


@pytest.mark.parametrize(
    "address",
    [
        [f"Zeile {i}" for i in range(9)],
        ["Verein zur Förderung der Integration geflüchteter Menschen und ihrer Familien e. V. in der Pfalz", *ADDRESS],
        ["Donaudampf" * 40, "67133 Maxdorf"],
    ],
    ids=["nine lines", "a long name", "a very long word"],
)
def test_a_long_address_stays_in_the_window(address: list[str]) -> None:
    found = words(printed(letter(address)))
    last = [w for w in found if w.left < 105 and 62.7 < w.down < 98.4]
    assert last and all(w.down < 90 for w in last)
    said = "".join(w.text for w in last).replace(" ", "")
    assert said == "".join(address).replace(" ", "")


def test_each_letter_counts_its_pages_on_all_of_them() -> None:
    rows = [[str(i), f"Thema {i}"] for i in range(90)]
    long = letter(blocks=(Heading("Tagesordnung", 2), Grid(("TOP", "Thema"), (1, 6), rows)))
    reader = printed(long, letter(name="Demir"))
    feet = [p.extract_text() for p in reader.pages]
    many = len(feet) - 1
    assert many > 2
    for i, (number, of) in enumerate([*((n, many) for n in range(1, many + 1)), (1, 1)]):
        assert f"Seite {number} von {of}" in feet[i]


def test_a_long_agenda_begins_on_the_first_page() -> None:
    """It flows on: the first page is full, no heading stands alone, and nothing is lost."""
    rows = [[str(i), f"Thema {i}"] for i in range(1, 60)]
    agenda = (Text("Hinweis"), Heading("Tagesordnung", 2), Grid(("TOP", "Thema"), (1, 6), rows), Gap(2), Text("Bitte."))
    reader = printed(letter(blocks=agenda))
    first = words(reader)
    assert max(w.down for w in first) > 262
    assert [w.text for w in first if w.text.startswith("Thema ")][:2] == ["Thema 1", "Thema 2"]
    said = "\n".join(p.extract_text() for p in reader.pages)
    assert all(f"Thema {i}\n" in said for i in range(1, 60))
