"""Lists as offices, clubs, schools and programs hand them over, made here: more than forty habits, kind ones and hostile.

Each has the kind it is meant for, and what must become of its rows. Nobody in them exists.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from openpyxl.styles import Font


@dataclass(frozen=True)
class Made:
    """A file and what is expected of it: titles of taken rows, numbers of named rows, and values by title."""

    name: str
    kind: str
    data: bytes
    taken: tuple[str, ...]
    named: tuple[int, ...] = ()
    duplicates: tuple[int, ...] = ()
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    """The texts of cells that are named as not read."""
    remark: str = ""
    """A part of what must be remarked of the file."""


@dataclass(frozen=True)
class Refused:
    """A file of which nothing is taken, and a part of the sentence that says why."""

    name: str
    data: bytes
    why: str


MADE: list[Made] = []
REFUSED: list[Refused] = []


def text(lines: str, encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    return lines.replace("\n", newline).encode(encoding)


def made(name: str, kind: str, data: bytes, *taken: str, **more: Any) -> None:
    MADE.append(Made(name, kind, data, taken, **more))


# ---- spreadsheets ---------------------------------------------------------------------------------------------------
def xlsx(
    *rows: list[Any], change: Callable[[Any, Any], None] = lambda book, sheet: None, title: str = "Tabelle1"
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A packed file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item.filename)
            new.writestr(item.filename, change(content) if item.filename == part else content)
    return out.getvalue()


def xls(*rows: list[Any], change: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Tabelle1")
    day = xlwt.XFStyle()
    day.num_format_str = "DD.MM.YYYY"
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write(r, c, cell, day)
            elif cell is not None:
                sheet.write(r, c, cell)
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(body: str, *, encrypted: bool = False) -> bytes:
    """An OpenDocument spreadsheet (ISO/IEC 26300) around some tables."""
    spaces = {n: f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text", "style")}
    names = "".join(f' xmlns:{n}="{uri}"' for n, uri in spaces.items()) + ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:automatic-styles>'
        '<style:style style:name="weg" style:family="table"><style:table-properties table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    secret = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>" if encrypted else ""
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", "" if encrypted else content)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{space}">{secret}</manifest:manifest>'
        )
    return out.getvalue()


def ods_row(*cells: str, more: str = "") -> str:
    one = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    return f"<table:table-row{more}>{''.join(one.format(c) if c else '<table:table-cell/>' for c in cells)}</table:table-row>"


# ---- text files -----------------------------------------------------------------------------------------------------
HELPERS = (
    "Name;Vorname;PLZ Ort;Telefon\nMüller;Jürgen;67133 Maxdorf;06237 990318\nWeiß;Änne;67136 Fußgönheim;0171 5550816\n"
)
for _encoding in ("utf-8", "utf-8-sig", "cp1252", "cp850", "mac-roman", "utf-16", "utf-16-le"):
    made(f"helfer-{_encoding}.csv", "volunteers", text(HELPERS, _encoding), "Müller, Jürgen", "Weiß, Änne")
made(
    "macintosh.csv", "volunteers", text(HELPERS, "mac-roman", "\r"), "Müller, Jürgen", "Weiß, Änne", remark="Macintosh"
)
made(
    "msdos.txt",
    "volunteers",
    text(HELPERS.replace(";", "\t"), "cp850"),
    "Müller, Jürgen",
    "Weiß, Änne",
    remark="MS-DOS",
)
made("sep.csv", "volunteers", text("sep=;\n" + HELPERS), "Müller, Jürgen", "Weiß, Änne")
made(
    "zweimal-verwandelt.csv",
    "volunteers",
    HELPERS.encode().decode("latin-1").encode("utf-8"),
    "Müller, Jürgen",
    "Weiß, Änne",
)
made(
    "utf8-mit-windows-zeichen.csv",
    "volunteers",
    HELPERS.encode() + "Groß;Björn;Maxdorf;".encode() + "Bürgerstraße".encode("cp1252") + b"\r\n",
    "Müller, Jürgen",
    "Weiß, Änne",
    "Groß, Björn",
    unread=("Bürgerstraße",),
)
made(
    "access.csv",
    "volunteers",
    text(
        '"ID","Nachname","Vorname","Strasse","PLZ","Ort","TelPrivat","EMail","Eintritt","Aktiv"\n'
        '1041,"Groß","Björn","Hauptstr. 1","67133","Maxdorf","06237/990318","b@example.org#mailto:b@example.org#",03.04.2019 00:00:00,Wahr\n'
        '1042,"Klein","Ida","Weg 2",,"Fußgönheim",,,,Falsch\n',
        "cp1252",
    ),
    "Groß, Björn",
    "Klein, Ida",
    values={"Groß, Björn": {"email": "b@example.org", "since": "2019-04-03", "phone": "06237 99 03 18"}},
)
made(
    "outlook.csv",
    "volunteers",
    text(
        '"Anrede","Vorname","Weitere Vornamen","Nachname","Suffix","Firma","Straße privat","Ort privat","Postleitzahl privat",'
        '"Telefon (privat)","Mobiltelefon","E-Mail-Adresse","Geburtstag","Notizen"\n'
        '"Frau","Ingeborg","","Wagner","","","Hauptstr. 5","Maxdorf","67133","+49 (6237) 990318","0171/5550816","I.Wagner@Example.org","0.0.00",""\n'
        '"Herr","Karl","Otto","Groß","jun.","","","","","","+49 (171) 5550817","","0.0.00",""\n',
        "cp1252",
    ),
    "Wagner, Ingeborg",
    "Groß, Karl",
    values={
        "Wagner, Ingeborg": {
            "phone": "06237 99 03 18",
            "mobile": "0171 555 08 16",
            "street": "Hauptstr. 5",
            "postcode": "67133",
        }
    },
)
made(
    "anfuehrungszeichen-mitten-im-text.csv",
    "volunteers",
    text('Name;Telefon;Bemerkung\n"Müller, "Jupp" Karl";0171 1111111;7" groß\nKlein;0171 2222222;"sagt ""ja"""\n'),
    'Müller, Jupp" Karl"',
    "Klein",
    values={"Klein": {"note": 'sagt "ja"'}},
)
made(
    "mehrzeilig.csv",
    "volunteers",
    text('Name;Telefon;Bemerkung\nGroß;0171 1111111;"erste; Zeile\nzweite Zeile"\nKlein;0171 2222222;x\n'),
    "Groß",
    "Klein",
    values={"Groß": {"note": "erste; Zeile\nzweite Zeile"}},
)
made(
    "zu-viele-zellen.csv",
    "volunteers",
    text("Name;Telefon;Ort\nGroß;0171 1111111;Maxdorf;hat Zeit;Auto\nKlein;0171 2222222;Maxdorf\n"),
    "Groß",
    "Klein",
    unread=("hat Zeit", "Auto"),
    values={"Groß": {"note": "hat Zeit\nAuto"}},
)
made(
    "unsichtbares.csv",
    "volunteers",
    text(
        "\u200bName\u200b;Tele\u00adfon;E-Mail\nMü\u00adller,\u00a0Jürgen\u200b;\u200e06237\u2011990318\u202c;\u200bj@example.org\ufeff\n"
        "Mu\u0308ller-Lu\u0308tz,\u2009Ida;0171\u202f5550816;\nمحمد\u200cزاده, \u200fعلی;0171 5550817;\n"
    ),
    "Müller, Jürgen",
    "Müller-Lütz, Ida",
    "محمد\u200cزاده, علی",
    values={"Müller, Jürgen": {"phone": "06237 99 03 18", "email": "j@example.org"}},
)
made(
    "verlorene-nullen.csv",
    "volunteers",
    text(
        "Name;Telefon;Handy;PLZ;Ort\nA-Null;6237990318;1715550816;67133,0;Maxdorf\nB-Komma;6237990319,0;171555081,0;1067;Dresden\n"
        "C-Rund;6,24E+09;;67133.0;Maxdorf\nD-Land;496237990320;;;Maxdorf\nE-Strich;6237/990321;;;Maxdorf\nF-Ort;990322;;;Maxdorf\n",
        "cp1252",
    ),
    *("A-Null", "B-Komma", "C-Rund", "D-Land", "E-Strich", "F-Ort"),
    unread=("6,24E+09",),
    values={
        "A-Null": {"phone": "06237 99 03 18", "mobile": "0171 555 08 16", "postcode": "67133"},
        "B-Komma": {"phone": "06237 99 03 19", "postcode": "01067"},
        "C-Rund": {"phone": None, "note": "Telefon: 6,24E+09"},
        "D-Land": {"phone": "06237 99 03 20"},
        "E-Strich": {"phone": "06237 99 03 21"},
        "F-Ort": {"phone": "990322"},
    },
)
made(
    "zwei-nummern.csv",
    "volunteers",
    text(
        "Name;Telefon;Ort\nGroß;06237 990318 / 0171 5550816;Maxdorf\nKlein;Tel. 06237/990319, Handy: 0171-5550817;Maxdorf\n"
        "Weiß;06237 990320 (ab 18 Uhr);Maxdorf\nLang;06237 990321/22;Maxdorf\n"
    ),
    *("Groß", "Klein", "Weiß", "Lang"),
    values={
        "Groß": {"phone": "06237 99 03 18", "mobile": "0171 555 08 16"},
        "Klein": {"phone": "06237 99 03 19", "mobile": "0171 555 08 17"},
        "Weiß": {"phone": "06237 99 03 20", "phone_note": "ab 18 Uhr", "mobile": None},
        "Lang": {"phone": "06237 99 03 21", "phone_note": "22"},
    },
)
made(
    "titel-und-teilchen.csv",
    "volunteers",
    text(
        "Titel;Name;Telefon\nDr.;Ingeborg Wagner;1711\n;Fam. Dr. von der Heide;1712\nFrau;Prof. Dr.-Ing. Ute Groß;1713\n"
        ";Müller, Karl u. Anna;1714\n;Lang geb. Kurz, Eva;1715\n;Eheleute Karl und Eva Weiß;1716\n;TV 1898 Maxdorf e. V.;1717\n"
        ";Heinz van den Berg;1718\n;Stein, Karl Freiherr von;1719\n"
    ),
    *("Wagner, Ingeborg", "von der Heide", "Groß, Ute", "Müller, Karl u. Anna", "Lang, Eva", "Weiß, Karl und Eva"),
    *("TV 1898 Maxdorf e. V.", "van den Berg, Heinz", "von Stein, Karl Freiherr"),
    values={
        "Wagner, Ingeborg": {"title": "Dr."},
        "von der Heide": {"title": "Dr.", "note": "Name: Familie"},
        "Groß, Ute": {"title": "Prof. Dr.-Ing."},
        "Lang, Eva": {"note": "Name: geb. Kurz"},
    },
)
made(
    "name-vorname-ohne-komma.csv",
    "volunteers",
    text("Name Vorname;Telefon;Ort\nGroß Björn;0171 1111111;Maxdorf\nvon der Heide Karl Otto;0171 2222222;Maxdorf\n"),
    "Groß, Björn",
    "von der Heide, Karl Otto",
)
made(
    "anschrift-in-einer-zelle.csv",
    "volunteers",
    text(
        "Name;Anschrift;Tel\nGroß;Hauptstr. 5, 67133 Maxdorf;0171 1111111\nKlein;Weg 2 · D-67136 Fußgönheim;0171 2222222\n"
    ),
    "Groß",
    "Klein",
    values={"Groß": {"street": "Hauptstr. 5", "postcode": "67133", "place": "07338018"}},
)
made(
    "hausnummer-extra.csv",
    "volunteers",
    text("Name;Straße;Hausnr.;PLZ;Ort;Tel. 1;Tel. 2\nGroß;Hauptstr.;5a;67133 Maxdorf;;06237 990318;0171 5550816\n"),
    "Groß",
    values={"Groß": {"street": "Hauptstr. 5a", "place": "07338018", "mobile": "0171 555 08 16"}},
)
made(
    "kreuze.csv",
    "volunteers",
    text(
        "Name;Telefon;Führerschein;Auto;Hat Zeit\nGroß;01711111111;x;☒;Mo, Mi nachmittags\nKlein;01712222222;✓;nein;Fr vormittags\nLang;01713333333;B;☐;\n"
    ),
    *("Groß", "Klein", "Lang"),
    values={
        "Groß": {"driving_licence": "ja", "has_car": True},
        "Klein": {"driving_licence": "ja", "has_car": False},
        "Lang": {"driving_licence": "B", "has_car": False},
    },
)
made(
    "excel-fehler.csv",
    "volunteers",
    text("Name;Telefon;Ort;dabei seit\nGroß;#NV;Maxdorf;#WERT!\nKlein;01712222222;########;45000\n"),
    "Groß",
    "Klein",
    unread=("#NV", "#WERT!", "########"),
    values={"Klein": {"since": "2023-03-15"}},
)
made(
    "dito.csv",
    "volunteers",
    text('Name;Ort;Telefon\nGroß;Maxdorf;01711111111\nKlein;dto.;01712222222\nLang;"""";01713333333\n'),
    *("Groß", "Klein", "Lang"),
    values={"Lang": {"place": "07338018"}},
)
made(
    "adressen-mit-link.csv",
    "volunteers",
    text(
        "Name;E-Mail;Telefon\nGroß;mailto:Gross@Example.org;\nKlein;Ida Klein <ida@example.org>;\nLang;lang(at)example.org;\n"
        "Kurz;a@example.org; b@example.org;01711111111\nWeiß;keine Mail;01711111112\n".replace("; b@", " / b@")
    ),
    *("Groß", "Klein", "Lang", "Kurz", "Weiß"),
    unread=("keine Mail",),
    values={
        "Groß": {"email": "gross@example.org"},
        "Klein": {"email": "ida@example.org"},
        "Lang": {"email": "lang@example.org"},
        "Kurz": {"email": "a@example.org", "note": "E-Mail: b@example.org"},
    },
)
made(
    "summen-und-koepfe.csv",
    "volunteers",
    text(
        "Helferkreis Maxdorf;;\nStand: 1.3.2026;;\nName;Ort;Telefon\nGroß;Maxdorf;01711111111\nKlein;Maxdorf;01712222222\n"
        "Zwischensumme;;2\nName;Ort;Telefon\nLang;Lambsheim;01713333333\n;∑;3\nGesamtzahl: 3;;\nFahrdienst:;;\nMaxdorf;;\n"
        "Seite 1 von 3;;\nKurz;Maxdorf;01714444444\nInsgesamt;4;Helfer\n"
    ),
    *("Groß", "Klein", "Lang", "Kurz"),
    named=(6, 7, 9, 10, 11, 12, 13, 15),
    remark="Stand: 1.3.2026",
)
made(
    "zwei-tabellen.csv",
    "volunteers",
    text(
        "Name;Vorname;Telefon\nGroß;Björn;01711111111\n;;\nBetrieb;Ort;Ansprechpartner;Tel\nKfz Lang;Maxdorf;Herr Lang;06237 1\n"
        "Gasthaus Krone;Maxdorf;Frau Kurz;06237 2\n"
    ),
    "Groß, Björn",
    named=(4, 5, 6),
    remark="",
)
made(
    "koepfe-anders-herum.csv",
    "volunteers",
    text("Name;Vorname;Telefon\nGroß;Björn;01711111111\nTelefon;Name;Vorname\n01712222222;Klein;Ida\n"),
    "Groß, Björn",
    "Klein, Ida",
    named=(3,),
)
made(
    "vereinsliste.csv",
    "offers",
    text(
        "Name;Ansprechpartner;Tel.;Ort;Homepage\nTurnverein Maxdorf 1898 e.V.;Karl Groß;06237 1234;Maxdorf;www.tv-maxdorf.example\n"
        "Ev. Kirchengemeinde;Pfr. Lang;06237 1235;Lambsheim;\n"
    ),
    "Turnverein Maxdorf 1898 e.V.",
    "Ev. Kirchengemeinde",
    unread=("www.tv-maxdorf.example",),
    values={"Ev. Kirchengemeinde": {"provider": "Ev. Kirchengemeinde", "contact_person": "Pfr. Lang"}},
)
made(
    "firmen.csv",
    "work",
    text(
        "Name;Ansprechpartner;PLZ;Stadt;Ort;Telefon;Führerschein;Art\nSchäfer & Söhne GmbH & Co. KG;Frau Dr. Groß;67133;;Maxdorf;6237990318;x;Prakt.\n"
    ),
    "Praktikum",
    values={
        "Praktikum": {"employer": "Schäfer & Söhne GmbH & Co. KG", "phone": "06237 99 03 18", "driving_licence": "ja"}
    },
)
made(
    "schulliste.csv",
    "volunteers",
    text(
        "Lfd. Nr.;Familienname;Rufname;Geburtsdatum;Wohnort;Erreichbarkeit\n1;Groß;Björn;12.03.1950;67133 Maxdorf;nachm.\n"
        "2;Klein;Ida;5.5.61;67136 Fußgönheim;abends\n"
    ),
    "Groß, Björn",
    "Klein, Ida",
    values={"Groß, Björn": {"phone_note": "nachm.", "birth_year": 1950}, "Klein, Ida": {"birth_year": 1961}},
)
made(
    "wohnungen.csv",
    "housing",
    text(
        "Objekt-Nr.;Ort;Straße;Zi.;qm;Kaltmiete;NK;Vermieter;Telefon;Status;Einzug am;gemeldet am\n"
        "17;Maxdorf;Weg 1;3;74,5 m²;520,00 €;90;Fam. Groß;06237/990318;frei;;01/2025\n"
        "18;Maxdorf;Weg 2;2;50;400;80;Herr Klein;06237/990319;eingezogen;15.08.2019;2019\n"
        "19;Maxdorf;Weg 3;2;51;410;80;Frau Lang;06237/990320;vermietet / vergeben;;2018\n"
        "20;Maxdorf;Weg 4;1;30;300;60;Frau Kurz;06237/990321;Besichtigung 12.03.2026;;02/2026\n"
        "21;Maxdorf;Weg 5;1;31;300;60;Frau Kurz;06237/990322;vergeben;;2020\n"
    ),
    *("3 Zi. · 74,5 m²", "2 Zi. · 50 m²", "2 Zi. · 51 m²", "1 Zi. · 30 m²", "1 Zi. · 31 m²"),
    unread=("vermietet / vergeben",),
    values={
        "2 Zi. · 50 m²": {"stage": "eingezogen", "stage_on": "2019-08-15"},
        "1 Zi. · 30 m²": {"stage": "gemeldet", "viewing_on": "2026-03-12", "stage_on": None},
        "1 Zi. · 31 m²": {"stage": "eingezogen", "stage_on": None},
    },
)
made(
    "ferienwohnungen.csv",
    "housing",
    text(
        "id,name,host_name,neighbourhood,latitude,longitude,price\n100234,Helle FeWo am Park,Ute,Maxdorf,49.48,8.29,60\n"
        "100235,Zimmer mit Aussicht,Karl,Lambsheim,49.51,8.28,45\n"
    ),
    "Wohnung · Helle FeWo am Park",
    "Wohnung · Zimmer mit Aussicht",
)

# ---- Excel ----------------------------------------------------------------------------------------------------------
HEAD = ["Name", "Vorname", "Ort", "Telefon", "dabei seit"]
ROWS = [
    ["Groß", "Björn", "Maxdorf", 6237990318, dt.date(2019, 4, 3)],
    ["Klein", "Ida", "Lambsheim", "0171 5550816", 2021],
]
made(
    "excel.xlsx",
    "volunteers",
    xlsx(HEAD, *ROWS),
    "Groß, Björn",
    "Klein, Ida",
    values={"Groß, Björn": {"phone": "06237 99 03 18", "since": "2019-04-03"}, "Klein, Ida": {"since": "2021"}},
)
made(
    "excel.xls",
    "volunteers",
    xls(HEAD, *ROWS),
    "Groß, Björn",
    "Klein, Ida",
    values={"Groß, Björn": {"phone": "06237 99 03 18", "since": "2019-04-03"}},
)


def _merged(_book: Any, sheet: Any) -> None:
    sheet.merge_cells("C2:C3")
    sheet.merge_cells("A5:E5")


made(
    "verbunden.xlsx",
    "volunteers",
    xlsx(
        HEAD,
        ["Groß", "Björn", "Maxdorf", "01711111111"],
        ["Klein", "Ida", None, "01712222222"],
        [],
        ["Ausgeschieden:"],
        change=_merged,
    ),
    "Groß, Björn",
    "Klein, Ida",
    named=(5,),
    values={"Klein, Ida": {"place": "07338018"}},
)
made(
    "verbunden.xls",
    "volunteers",
    xls(
        HEAD,
        ["Groß", "Björn", None, "01711111111"],
        ["Klein", "Ida", None, "01712222222"],
        change=lambda _b, s: s.write_merge(1, 2, 2, 2, "Maxdorf"),
    ),
    "Groß, Björn",
    "Klein, Ida",
    values={"Klein, Ida": {"place": "07338018"}},
)


def _hidden(book: Any, sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    other = book.create_sheet("Ehemalige")
    other.sheet_state = "hidden"
    other.append(HEAD)
    other.append(["Alt", "Otto", "Maxdorf", "01719999999"])


made(
    "ausgeblendet.xlsx",
    "volunteers",
    xlsx(HEAD, *ROWS, change=_hidden),
    "Groß, Björn",
    "Klein, Ida",
    remark="Ausgeblendete Zeilen sind mit dabei: 3",
)


def _formulas(_book: Any, sheet: Any) -> None:
    sheet["A2"].font = Font(bold=True)
    sheet["D2"].hyperlink = "mailto:bjoern@example.org?subject=Hallo"
    sheet["E2"].number_format = "00000"
    sheet["F2"].number_format = "DD.MM.YY"
    sheet["G2"] = True


made(
    "formate-und-links.xlsx",
    "volunteers",
    xlsx(
        ["Name", "Telefon", "Ort", "E-Mail", "PLZ", "seit", "Auto"],
        ["Groß", "01711111111", "Dresden", "Mail schreiben", 1067, 43558, None],
        change=_formulas,
    ),
    "Groß",
    values={"Groß": {"email": "bjoern@example.org", "postcode": "01067", "since": "2019-04-03", "has_car": True}},
)
made(
    "formel-mit-wert.xlsx",
    "volunteers",
    with_part(
        xlsx(["Name", "Telefon", "Ort"], ["Groß", "01711111111", "=A1"]),
        "xl/worksheets/sheet1.xml",
        lambda x: x.replace(b"<f>A1</f><v />", b"<f>A1</f><v>Maxdorf</v>").replace(
            b"<f>A1</f><v></v>", b"<f>A1</f><v>Maxdorf</v>"
        ),
    ),
    "Groß",
)
made(
    "weit-daneben.xlsx",
    "volunteers",
    xlsx(HEAD, *ROWS, change=lambda _b, s: s.cell(1_048_576, 16_384, "x")),
    "Groß, Björn",
    "Klein, Ida",
    remark="XFD1048576",
)
made(
    "weit-darunter.xlsx",
    "volunteers",
    xlsx(HEAD, *ROWS, change=lambda _b, s: s.cell(1_048_576, 1, "Stand März")),
    "Groß, Björn",
    "Klein, Ida",
    named=(1_048_576,),
)
made(
    "falsche-groesse.xlsx",
    "volunteers",
    with_part(
        xlsx(HEAD, *ROWS), "xl/worksheets/sheet1.xml", lambda x: x.replace(b'ref="A1:E3"', b'ref="A1:XFD1048576"')
    ),
    "Groß, Björn",
    "Klein, Ida",
)
made(
    "zweizeiliger-kopf.xlsx",
    "volunteers",
    xlsx(
        ["Name", "Vorname", "Kontakt", None, "Ort"],
        [None, None, "Telefon", "E-Mail", None],
        ["Groß", "Björn", "01711111111", "b@example.org", "Maxdorf"],
    ),
    "Groß, Björn",
    values={"Groß, Björn": {"phone": "0171 111 11 11", "email": "b@example.org", "place": "07338018"}},
)
made(
    "nebeneinander.xlsx",
    "volunteers",
    xlsx(["Name", "Telefon", None, "Name", "Telefon"], ["Groß", "01711111111", None, "Klein", "01712222222"]),
    "Groß",
    named=(2,),
    remark="Spalte D",
)


def _several(book: Any, _sheet: Any) -> None:
    cover = book.create_sheet("Deckblatt", 0)
    cover["B2"] = "Helferkreis"
    other = book.create_sheet("Lambsheim")
    for row in (HEAD, ["Lang", "Eva", "Lambsheim", "01713333333"]):
        other.append(row)


made(
    "mehrere-blaetter.xlsx",
    "volunteers",
    xlsx(HEAD, *ROWS, change=_several, title="Maxdorf"),
    "Groß, Björn",
    "Klein, Ida",
    remark="Lambsheim",
)

# ---- LibreOffice ----------------------------------------------------------------------------------------------------
made(
    "libreoffice.ods",
    "volunteers",
    ods(
        '<table:table table:name="Helfer"><table:table-column table:number-columns-repeated="16384"/>'
        + ods_row("Name", "Vorname", "Telefon", "E-Mail", "Ort")
        + '<table:table-row><table:table-cell office:value-type="string"><text:p>Groß</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>Björn</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="6237990318"><text:p>06237990318</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p><text:a xlink:href="mailto:b@example.org">Mail</text:a></text:p></table:table-cell>'
        '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Maxdorf</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string"><text:p>Klein<text:s/>jun.</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>Ida</text:p></table:table-cell></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table>"
        '<table:table table:name="Alt" table:style-name="weg">'
        + ods_row("Name", "Telefon")
        + ods_row("Otto", "1")
        + "</table:table>"
    ),
    "Groß, Björn",
    "Klein jun., Ida",
    remark="ausgeblendetes Blatt „Alt“",
    values={
        "Groß, Björn": {"phone": "06237 99 03 18", "email": "b@example.org"},
        "Klein jun., Ida": {"place": "07338018"},
    },
)

# ---- pages that are called .xls -------------------------------------------------------------------------------------
made(
    "aus-dem-netz.xls",
    "volunteers",
    (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=windows-1252">'
        "<style>td {color:red}</style></head><body><table border=1><tr><th colspan=2>Helfer</th></tr>"
        "<tr><td>Name<td>Vorname<td>Ort<td>E-Mail</tr><tr><td>Müller &amp; Söhne<td>Jürgen<td rowspan=2>Maxdorf"
        "<td><a href='mailto:j@example.org'>schreiben</a></tr><tr><td>Weiß<br>Groß<td>Ida<td>i@example.org</tr></table></body></html>"
    ).encode("cp1252"),
    "Müller & Söhne, Jürgen",
    "Weiß Groß, Ida",
    values={"Weiß Groß, Ida": {"place": "07338018"}, "Müller & Söhne, Jürgen": {"email": "j@example.org"}},
)
made(
    "tabelle-ohne-seite.xls",
    "volunteers",
    b"\xef\xbb\xbf<table><tr><td>Name</td><td>Telefon</td></tr><tr><td>Gro&szlig;</td><td>01711111111</td></tr></table>",
    "Groß",
)
made(
    "excel-2003.xls",
    "volunteers",
    (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Helfer"><Table>'
        '<Row><Cell><Data ss:Type="String">Name</Data></Cell><Cell><Data ss:Type="String">Ort</Data></Cell><Cell ss:Index="4"><Data ss:Type="String">Telefon</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell><Data ss:Type="String">Groß</Data></Cell><Cell ss:MergeDown="1"><Data ss:Type="String">Maxdorf</Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">6237990318</Data></Cell></Row>'
        '<Row><Cell><Data ss:Type="String">Klein</Data></Cell><Cell ss:Index="4"><Data ss:Type="String">01712222222</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    ).encode(),
    "Groß",
    "Klein",
    values={"Klein": {"place": "07338018"}, "Groß": {"phone": "06237 99 03 18"}},
)

# ---- what is no list, or none that can be read ----------------------------------------------------------------------
_LONG = "Name;Vorname;Telefon\n" + "".join(f'"N{i}";"V{i}";0171 {i:07}\n' for i in range(304))
REFUSED += [
    Refused("offenes-zitat-am-ende.csv", text(_LONG.replace('"N2"', '"N2')), "in Zeile 4"),
    Refused("offenes-zitat.csv", text(_LONG.replace('"N2";"V2"', '"N2;V2')), "in Zeile 4"),
    Refused("offenes-zitat-ohne-weitere.csv", text('Name;Telefon\nGroß;1\n"Klein;2\nLang;3\n'), "in Zeile 3"),
    Refused("bild.csv", b"\x89PNG\r\n\x1a\n" + b"\x00" * 4000, "keine Textdatei"),
    Refused("brief.pdf", b"%PDF-1.7\n...", "das ist ein PDF"),
    Refused("karten.vcf", b"BEGIN:VCARD\r\nFN:Karl\r\nEND:VCARD\r\n", "vCard"),
    Refused("geschuetzt.ods", ods("", encrypted=True), "Kennwort"),
    Refused(
        "geschuetzt.xlsx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512,
        "Kennwort",
    ),
    Refused("kaputt.xlsx", xlsx(HEAD, *ROWS)[:3000], "beschädigt"),
    Refused("kaputt.xls", xls(HEAD, *ROWS)[:2000], "beschädigt"),
    Refused("leer.xlsx", xlsx(), "keine Zeile mit Überschriften"),
]


def bomb() -> bytes:
    """A workbook of some kilobytes whose sheet unpacks to 2.4 GB."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx(HEAD, *ROWS))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != "xl/worksheets/sheet1.xml":
                new.writestr(item.filename, old.read(item.filename))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for _ in range(600):
                part.write(b"<row>" + b" " * (4 * 2**20) + b"</row>")
            part.write(b"</sheetData></worksheet>")
    return out.getvalue()


def written(folder: Path, one: Made | Refused) -> Path:
    """The file in a folder."""
    path = folder / one.name
    path.write_bytes(one.data)
    return path
