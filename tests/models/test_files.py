"""Files of people: names that every system takes, and what a click may open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkhilfe.models import files

pytestmark = pytest.mark.windows


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Foto: Bad?.pdf", "Foto_ Bad_.pdf"),
        ("..\\..\\Autostart\\x.pdf", ".._.._Autostart_x.pdf"),
        ("/etc/passwd", "_etc_passwd"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.foo.pdf", "_com1.foo.pdf"),
        ("LPT².jpg", "_LPT².jpg"),
        ("Mietvertrag .pdf. . ", "Mietvertrag.pdf"),
        ("", "datei"),
        ("...", "datei"),
        (".pdf", "datei.pdf"),
        ("Rechnung\u202efdp.exe", "Rechnungfdp.exe"),
        ("Bild.jpg:versteckt.exe", "Bild.jpg_versteckt.exe"),
        ("Ärzte & Übersetzer.docx", "Ärzte & Übersetzer.docx"),
        ("tab\tzeile\nende.txt", "tabzeileende.txt"),
    ],
)
def test_names_are_made_safe(given_name: str, kept: str) -> None:
    assert files.safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_a_safe_name_is_a_name_and_stays_one(name: str) -> None:
    safe = files.safe_name(name)
    assert safe and len(safe.encode()) <= files.LONGEST and files.safe_name(safe) == safe
    assert Path(safe).name == safe and not safe.endswith((".", " ")) and not set(safe) & set('<>:"/\\|?*')
    assert files.opens(name) == files.opens(safe)


@given(name=st.text(max_size=200))
def test_every_safe_name_can_be_written_here(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.getbasetemp() / "namen"
    folder.mkdir(exist_ok=True)
    path = folder / files.safe_name(name)
    path.write_bytes(b"x")
    assert path.read_bytes() == b"x" and path.name in [p.name for p in folder.iterdir()]
    path.unlink()


@pytest.mark.parametrize(
    "name",
    [
        "Rechnung.bat",
        "Rechnung.pdf.exe",
        "a.CMD",
        "b.ps1",
        "c.js",
        "d.vbs",
        "e.lnk",
        "f.scr",
        "g.hta",
        "h.msi",
        "i.jar",
        "j.docm",
        "k.xlsm",
        "l.html",
        "m.svg",
        "n.url",
        "o.reg",
        "p.pif",
        "q.com",
        "r.iso",
        "s.chm",
        "t.pdf.bat. ",
        "ohne",
        "u.desktop",
        "v.sh",
        "w.csv",
        "x.rtf",
        "y.zip",
        "z.eml",
    ],
)
def test_a_click_runs_nothing(name: str) -> None:
    assert not files.opens(name)


@pytest.mark.parametrize("name", ["Vertrag.pdf", "FOTO.JPG", "Liste.xlsx", "Brief.docx", "Termin.ics", "Bild.webp"])
def test_a_click_opens_papers_and_pictures(name: str) -> None:
    assert files.opens(name)


def test_media_types_do_not_ask_the_system() -> None:
    assert files.media_type("Foto.WEBP") == "image/webp" and files.media_type("Foto.jfif") == "image/jpeg"
    assert files.media_type("programm.exe") == files.UNKNOWN
