"""The one parser: every command with its arguments, by area. Imports nothing of what the commands do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from netzwerkhilfe import __version__, console
from netzwerkhilfe.models.office_forms import OfficeForm
from netzwerkhilfe.paths import BACKUP, INVITATION, PACKAGE

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

OPENED = (PACKAGE, INVITATION, BACKUP)
"""Files that a double click brings to the window, in any case of letters."""
Add = Callable[[str, str], argparse.ArgumentParser]
PROGRAM = "netzwerkhilfe"


class _Parser(argparse.ArgumentParser):
    """Says in German what is wrong with a call, and where its help goes unread, that it does."""

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        """Raises ``BrokenPipeError``, which argparse would swallow."""
        if file is None:
            console.write(self.format_help().rstrip("\n"))
        else:
            super().print_help(file)

    def error(self, message: str) -> NoReturn:
        """Exit with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"Aufruf nicht verstanden: {message}\n")


class _Version(argparse.Action):
    """Like argparse's own, but raises ``BrokenPipeError`` where it goes unread."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        console.write(__version__)
        parser.exit()


def window_call(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The call as one for the window (``data_dir``, ``files``): it names no command, at most files to be opened."""
    parser = _Parser(prog=PROGRAM, add_help=False)
    parser.add_argument("--data-dir", type=Path)
    options, rest = parser.parse_known_args(arguments)
    options.files = [Path(a) for a in rest]
    return options if all(f.suffix.lower() in OPENED for f in options.files) else None


def build_parser() -> argparse.ArgumentParser:
    """All commands. ``area`` of a parsed call is the file in this folder that holds what ``command`` does."""
    parser = _Parser(prog=PROGRAM, description="Netzwerk Hilfe. Ohne Befehl öffnet sich das Fenster.")
    parser.add_argument("--data-dir", type=Path, help="Ordner mit den Daten")
    parser.add_argument("--version", action=_Version, nargs=0, help="die Nummer des Programms")
    parser.add_argument("--json", action="store_true", help="ein JSON-Dokument für Programme ausgeben")
    insist = "auch speichern, was allen Büros eine Person nennt, die Hilfe sucht"
    parser.add_argument("--insist", action="store_true", help=insist)
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", required=True, parser_class=_Parser)
    for area, declare in AREAS.items():

        def add(name: str, text: str, area: str = area) -> argparse.ArgumentParser:
            sub = commands.add_parser(name, help=text, description=text)
            sub.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
            sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
            sub.add_argument("--insist", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
            sub.set_defaults(area=area)
            return sub

        declare(add)
    return parser


def _trying(add: Add) -> None:
    sub = add("demo", "Vier Büros mit Beispieldaten, Austausch, Konflikt, Tagesordnung; dann das Fenster")
    sub.add_argument("dir", nargs="?", type=Path)
    sub.add_argument("--no-window", action="store_true")
    sub = add("selftest", "Prüft das Programm auf diesem PC, jeden Teil einmal")
    sub.add_argument("--no-keyring", action="store_true", help="hier gibt es keinen Schlüsselbund, nur Kennwörter")


ON_OFF, ROLES = ("on", "off"), ("office", "helper")


def _network(add: Add) -> None:
    sub = add("found", "Ein Netzwerk gründen")
    sub.add_argument("--network", required=True)
    sub.add_argument("--office", required=True)
    sub.add_argument("--person", required=True)
    sub.add_argument("--form", metavar="ART", help="was das Büro ist: " + ", ".join(f.label for f in OfficeForm))
    sub.add_argument("--places", type=Path, metavar="FILE", help="Liste der Büros mit ihren Orten (siehe „places“)")
    ticked = "Orte des Büros, so wie auf der Karte; nahe gelegene gehen vor"
    sub.add_argument("--place", nargs="+", action="extend", default=[], metavar="ORT", help=ticked)
    keys = "Schlüssel (AGS) der Büros aus den Beispieldaten oder ihrer Orte"
    sub.add_argument("--ags", nargs="+", action="extend", default=[], metavar="KEY", help=keys)
    sub.add_argument("--recovery", type=Path, metavar="FILE", help="Wiederherstellungsblatt als PDF")
    sub = add("places", "Büros und Orte des Netzwerks zeigen, aus einer Liste übernehmen oder als Liste speichern")
    sub.add_argument("file", nargs="?", type=Path, help="Liste, die übernommen wird (.xlsx, .ods, .csv)")
    sub.add_argument("--preview", action="store_true", help="nur zeigen, was geschähe")
    sub.add_argument("--export", type=Path, metavar="FILE", help="als Liste speichern (.xlsx, .csv), auch als Vorlage")
    sub = add("invite", "Ein Büro oder einen PC einladen; gibt fünf Wörter aus")
    sub.add_argument("--office", required=True)
    sub.add_argument("--helper", action="store_true", help="PC einer helfenden Person, ohne den Büro-Bereich")
    sub.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")
    sub = add("join", "Mit einer Einladung beitreten")
    sub.add_argument("file", type=Path)
    sub.add_argument("--words", required=True)
    sub.add_argument("--person", required=True)
    sub.add_argument("--recovery", type=Path, metavar="FILE")
    sub = add("members", "Die PCs des Netzwerks")
    sub.add_argument("--history", action="store_true", help="auch, wer wann was bestimmt hat")
    add("confirm", "Einen wartenden PC aufnehmen").add_argument("member")
    add("strike", "Einen PC ausschließen").add_argument("member")
    sub = add("admin", "Einem PC erlauben, einzuladen und auszuschließen")
    sub.add_argument("member")
    sub.add_argument("state", nargs="?", choices=ON_OFF, default="on", help="mit „off“ nimmt man das Recht wieder")
    sub = add("role", "Einen PC zum PC seines Büros oder einer helfenden Person machen")
    sub.add_argument("member")
    sub.add_argument("role", choices=ROLES)
    add("rekey", "Diesem PC neue Schlüssel geben")
    sub = add("recover", "Mit den Blättern von mehr als der Hälfte der Büros handeln, wenn niemand mehr verwaltet")
    acts = sub.add_subparsers(dest="act", metavar="WAS", required=True, parser_class=_Parser)
    for name, text, values in (
        ("strike", "Einen PC ausschließen", ()),
        ("admin", "Einen Büro-PC verwalten lassen, oder (off) nicht mehr", ON_OFF),
        ("role", "Einen PC zum PC seines Büros oder einer helfenden Person machen", ROLES),
        ("confirm", "Einen wartenden PC aufnehmen", ()),
    ):
        act = acts.add_parser(name, help=text, description=text)
        act.add_argument("member")
        if values is ON_OFF:
            act.add_argument("value", nargs="?", choices=values, default="on")
        elif values:
            act.add_argument("value", choices=values)
        what = "Schlüssel oder Datei, in der er steht"
        act.add_argument("--sheet", required=True, nargs="+", metavar="FILE", help=what)
    sub = add("device", "Was dieser PC ist, wenn seine Daten kopiert wurden")
    group = sub.add_mutually_exclusive_group()
    group.add_argument("--replaces", action="store_true", help="er ersetzt den PC, von dem die Daten stammen")
    group.add_argument("--additional", action="store_true", help="er kommt dazu und bekommt eine eigene Nummer")
    sub = add("leave", "Mit dem Büro das Netzwerk verlassen; die eigenen Daten bleiben hier")
    sub.add_argument("folder", type=Path)
    sub.add_argument("--hand-over", metavar="BÜRO", help="wer übernimmt, was offen ist")
    sub = add("rescue", "Den Bereich des Büros aus einem Paket zurückholen, mit dem Wiederherstellungsblatt")
    sub.add_argument("file", type=Path)
    sub.add_argument("--key", required=True, help="der Schlüssel vom ausgedruckten Blatt")


def _entries(add: Add) -> None:
    sub = add("add", "Einen Eintrag erfassen")
    sub.add_argument("kind")
    sub.add_argument("values", nargs="*", metavar="feld=wert")
    sub = add("set", "Angaben ändern")
    sub.add_argument("id")
    sub.add_argument("values", nargs="+", metavar="feld=wert")
    add("show", "Einen Eintrag zeigen").add_argument("id")
    sub = add("list", "Einträge auflisten")
    sub.add_argument("kind")
    sub.add_argument("--search", default="")
    sub.add_argument("--where", action="append", default=[], metavar="feld=wert")
    add("trash", "In den Papierkorb").add_argument("id")
    add("untrash", "Aus dem Papierkorb zurück").add_argument("id")
    add("share", "Einen Eintrag mit dem Netzwerk teilen").add_argument("id")
    add("unshare", "Einen Eintrag in das eigene Büro zurücknehmen").add_argument("id")


def _files(add: Add) -> None:
    sub = add("attach", "Eine Datei oder ein Foto an einen Eintrag hängen")
    sub.add_argument("id")
    sub.add_argument("file", type=Path)
    sub = add("files", "Die Dateien an einem Eintrag; mit -o werden sie dort abgelegt")
    sub.add_argument("id")
    sub.add_argument("-o", dest="output", type=Path, metavar="ORDNER")


def _lists(add: Add) -> None:
    sub = add("import", "Eine Liste übernehmen (CSV, XLSX, XLS, ODS)")
    sub.add_argument("kind")
    sub.add_argument("file", type=Path)
    sub.add_argument("--sheet")
    sub.add_argument("--table", metavar="NAME", help="eine andere Tabelle der Datei, wie die Vorschau sie nennt")
    sub.add_argument("--map", action="append", default=[], metavar="überschrift=feld")
    sub.add_argument(
        "--consent",
        choices=("office", "network"),
        help="was eine Spalte wie „Datenschutz unterschrieben“ bedeutet: bleibt im Büro, oder alle Büros dürfen die "
        "Angaben sehen",
    )
    sub.add_argument("--preview", action="store_true")
    sub = add("export", "Eine Liste ausgeben (.csv, .xlsx, .json, .pdf, je nach Art .vcf, .ics, .html)")
    sub.add_argument("kind")
    sub.add_argument("file", type=Path)


def _exchange(add: Add) -> None:
    sub = add("exchange", "Austausch über einen Ordner oder Stick; eine einzelne Paketdatei wird nur eingelesen")
    sub.add_argument("folder", type=Path)
    sub.add_argument("--preview", action="store_true")
    sub.add_argument("--accept", action="store_true", help="ein zurückgehaltenes Paket annehmen")
    only = "nur die PCs des eigenen Büros, ohne Rückfrage (für einen gemeinsamen Ordner)"
    sub.add_argument("--own-office", action="store_true", help=only)
    every = "alle Pakete noch einmal ganz lesen: was hier fehlt, kommt zurück"
    sub.add_argument("--again", action="store_true", help=every)
    add("conflicts", "Offene Konflikte")
    sub = add("resolve", "Einen Konflikt entscheiden")
    sub.add_argument("id")
    sub.add_argument("values", nargs="+", metavar="feld=wert")


def _helping(add: Add) -> None:
    sub = add("match", "Was zu einem Eintrag passt, mit Gründen")
    sub.add_argument("id")
    sub.add_argument("--all", action="store_true", help="auch, was nicht passt, und warum")
    sub = add("note", "Eine Telefonnotiz verstehen und als Eintrag speichern")
    sub.add_argument("text")
    sub.add_argument("--preview", action="store_true", help="nur zeigen, was verstanden wurde")


MEETING_STEPS = (
    *("show", "usual", "suggest", "invite", "begin", "attend", "decide", "task"),
    *("end", "check", "sign", "unsign", "approve", "addendum", "cancel"),
)


def _meetings(add: Add) -> None:
    sub = add("meeting", "Eine Sitzung: einladen, Anwesenheit, Beschlüsse, Niederschrift")
    sub.add_argument("action", choices=MEETING_STEPS)
    sub.add_argument("id")
    sub.add_argument("values", nargs="*", help="je nach Befehl: Name=anwesend …, Wortlaut, Aufgabe, Grund")
    sub.add_argument("--on", default="", metavar="TAG", help="Tag der Einladung, der Genehmigung")
    sub.add_argument("--reason", default="", help="Grund der Eile")
    sub.add_argument("--item", default="", metavar="TOP")
    sub.add_argument("--at", default="", metavar="UHRZEIT")
    sub.add_argument("--closed", action="store_true", help="der Nachtrag gehört zum nichtöffentlichen Teil")
    sub.add_argument("--votes", default="", metavar="JA/NEIN/ENTHALTUNG")
    sub.add_argument("--named", default="", metavar="NAME=ja,…")
    sub.add_argument("-o", dest="output", type=Path, metavar="FILE", help="für invite ein Ordner")
    sub = add("circular", "Einen Umlaufbeschluss beginnen")
    sub.add_argument("wording")
    sub.add_argument("--title", default="")
    sub.add_argument("--by", required=True, metavar="TAG")
    sub.add_argument("--reason", default="")


def _document(key: str) -> str:
    """The key of a paper. The registry is asked when there is something to print, not at each start."""
    from netzwerkhilfe.services.papers import registry

    known = [p.key for p in registry.papers()]
    if key not in known:
        raise argparse.ArgumentTypeError(f"„{key}“ gibt es nicht. Es gibt: {', '.join(known)}")
    return key


def _papers(add: Add) -> None:
    sub = add("print", "Ein Papier schreiben, nach Endung als PDF, Word, Text, Kalender oder E-Mail-Entwurf")
    sub.add_argument("document", type=_document, help="das Papier; ein falscher Name nennt alle")
    what = "der Eintrag oder seine Nummer; für Listen die Art, für register das Jahr, für week-plan ein Tag der Woche"
    sub.add_argument("id", nargs="?", default="", help=what)
    sub.add_argument("--search", default="", help="für Listen: nur was diese Wörter enthält")
    sub.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")


def _maintenance(add: Add) -> None:
    add("backup", "Eine Sicherung schreiben").add_argument("file", nargs="?", type=Path)
    add("restore", "Eine Sicherung zurückholen").add_argument("file", type=Path)
    add("check", "Die Daten prüfen")
    sub = add("erase", "Eine Person endgültig löschen (Art. 17 DSGVO)")
    sub.add_argument("id")
    sub.add_argument("--reason", required=True)


AREAS: dict[str, Callable[[Add], None]] = {
    "trying": _trying,
    "network": _network,
    "entries": _entries,
    "files": _files,
    "lists": _lists,
    "exchange": _exchange,
    "helping": _helping,
    "meetings": _meetings,
    "papers": _papers,
    "maintenance": _maintenance,
}
"""Each area by its file in this folder; ``trying`` has none, its commands lie above the command line."""
