"""The command line: the same verbs as the window, for tests, for a scheduled exchange and for support.

Exit status 0 done, 1 a ``UserError`` (German, one paragraph, on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from netzwerkhilfe import __version__, console
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.paths import Paths, default_data_dir

log = logging.getLogger(__name__)
Command = Callable[[argparse.Namespace], Any]


class _Parser(argparse.ArgumentParser):
    """Says in German what is wrong with a call."""

    def error(self, message: str) -> Any:
        """Exit with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"Aufruf nicht verstanden: {message}\n")


def build_parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    parser = _Parser(prog="netzwerkhilfe", description="Netzwerk Hilfe. Ohne Befehl öffnet sich das Fenster.")
    parser.add_argument("--data-dir", type=Path, help="Ordner mit den Daten")
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--json", action="store_true", help="ein JSON-Dokument für Programme ausgeben")
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", parser_class=_Parser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        sub.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        return sub

    sub = command("demo", "Vier Büros mit Beispieldaten, Austausch, Konflikt, Tagesordnung; dann das Fenster")
    sub.add_argument("dir", nargs="?", type=Path)
    sub.add_argument("--no-window", action="store_true")
    sub = command("found", "Ein Netzwerk gründen")
    sub.add_argument("--network", required=True)
    sub.add_argument("--office", required=True)
    sub.add_argument("--person", required=True)
    sub.add_argument(
        "--ags",
        nargs="+",
        action="extend",
        default=[],
        metavar="KEY",
        help="Schlüssel (AGS) der Verbandsgemeinden oder ihrer Orte",
    )
    sub.add_argument("--recovery", type=Path, metavar="FILE", help="Wiederherstellungsblatt als PDF")
    sub = command("invite", "Ein Büro oder einen PC einladen; gibt fünf Wörter aus")
    sub.add_argument("--office", required=True)
    sub.add_argument("--helper", action="store_true", help="PC einer helfenden Person, ohne den Büro-Bereich")
    sub.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")
    sub = command("join", "Mit einer Einladung beitreten")
    sub.add_argument("file", type=Path)
    sub.add_argument("--words", required=True)
    sub.add_argument("--person", required=True)
    sub.add_argument("--recovery", type=Path, metavar="FILE")
    command("members", "Die PCs des Netzwerks")
    command("confirm", "Einen wartenden PC aufnehmen").add_argument("member")
    command("strike", "Einen PC ausschließen").add_argument("member")
    sub = command("add", "Einen Eintrag erfassen")
    sub.add_argument("kind")
    sub.add_argument("values", nargs="*", metavar="feld=wert")
    for name, text in (("set", "Angaben ändern"), ("resolve", "Einen Konflikt entscheiden")):
        sub = command(name, text)
        sub.add_argument("id")
        sub.add_argument("values", nargs="+", metavar="feld=wert")
    command("show", "Einen Eintrag zeigen").add_argument("id")
    sub = command("list", "Einträge auflisten")
    sub.add_argument("kind")
    sub.add_argument("--search", default="")
    sub.add_argument("--where", action="append", default=[], metavar="feld=wert")
    sub = command("import", "Eine Liste übernehmen (CSV, XLSX, XLS, ODS)")
    sub.add_argument("kind")
    sub.add_argument("file", type=Path)
    sub.add_argument("--sheet")
    sub.add_argument("--map", action="append", default=[], metavar="überschrift=feld")
    sub.add_argument("--preview", action="store_true")
    sub = command("export", "Eine Liste ausgeben (.csv, .xlsx, .json, .pdf)")
    sub.add_argument("kind")
    sub.add_argument("file", type=Path)
    sub = command("exchange", "Austausch über einen Ordner oder Stick; eine einzelne Paketdatei wird nur eingelesen")
    sub.add_argument("folder", type=Path)
    sub.add_argument("--preview", action="store_true")
    sub.add_argument("--accept", action="store_true", help="ein zurückgehaltenes Paket annehmen")
    sub.add_argument(
        "--own-office",
        action="store_true",
        help="nur die PCs des eigenen Büros, ohne Rückfrage (für einen gemeinsamen Ordner)",
    )
    sub = command("admin", "Einem PC erlauben, einzuladen und auszuschließen")
    sub.add_argument("member")
    sub.add_argument("--off", action="store_true", help="das Recht wieder nehmen")
    sub = command("device", "Was dieser PC ist, wenn seine Daten kopiert wurden")
    group = sub.add_mutually_exclusive_group()
    group.add_argument("--replaces", action="store_true", help="er ersetzt den PC, von dem die Daten stammen")
    group.add_argument("--additional", action="store_true", help="er kommt dazu und bekommt eine eigene Nummer")
    sub = command("leave", "Mit dem Büro das Netzwerk verlassen; die eigenen Daten bleiben hier")
    sub.add_argument("folder", type=Path)
    sub.add_argument("--hand-over", metavar="BÜRO", help="wer übernimmt, was offen ist")
    sub = command("rescue", "Den Bereich des Büros aus einem Paket zurückholen, mit dem Wiederherstellungsblatt")
    sub.add_argument("file", type=Path)
    sub.add_argument("--key", required=True, help="der Schlüssel vom ausgedruckten Blatt")
    command("share", "Einen Eintrag mit dem Netzwerk teilen").add_argument("id")
    command("unshare", "Einen Eintrag in das eigene Büro zurücknehmen").add_argument("id")
    sub = command("attach", "Eine Datei oder ein Foto an einen Eintrag hängen")
    sub.add_argument("id")
    sub.add_argument("file", type=Path)
    sub = command("files", "Die Dateien an einem Eintrag; mit -o werden sie dort abgelegt")
    sub.add_argument("id")
    sub.add_argument("-o", dest="output", type=Path, metavar="ORDNER")
    command("conflicts", "Offene Konflikte")
    sub = command("print", "Ein Papier schreiben, nach Endung als PDF, Word, Text, Kalender oder E-Mail-Entwurf")
    sub.add_argument(
        "document",
        choices=[
            "invitation",
            "letters",
            "agenda",
            "attendance",
            "minutes",
            "minutes-closed",
            "tasks",
            "resolutions",
            "addenda",
            "extract",
            "register",
        ],
    )
    sub.add_argument("id", help="die Sitzung; für extract der Beschluss, für register das Jahr")
    sub.add_argument("-o", dest="output", type=Path, required=True, metavar="FILE")
    sub = command("meeting", "Eine Sitzung: einladen, Anwesenheit, Beschlüsse, Niederschrift")
    sub.add_argument(
        "action",
        choices=[
            "show",
            "usual",
            "suggest",
            "invite",
            "begin",
            "attend",
            "decide",
            "task",
            "end",
            "sign",
            "unsign",
            "approve",
            "addendum",
            "cancel",
        ],
    )
    sub.add_argument("id")
    sub.add_argument("values", nargs="*", help="je nach Befehl: Name=anwesend …, Wortlaut, Aufgabe, Grund")
    sub.add_argument("--on", default="", metavar="TAG", help="Tag der Einladung")
    sub.add_argument("--reason", default="", help="Grund der Eile")
    sub.add_argument("--item", default="", metavar="TOP")
    sub.add_argument("--at", default="", metavar="UHRZEIT")
    sub.add_argument("--votes", default="", metavar="JA/NEIN/ENTHALTUNG")
    sub.add_argument("--named", default="", metavar="NAME=ja,…")
    sub.add_argument("-o", dest="output", type=Path, metavar="FILE", help="für invite ein Ordner")
    sub = command("circular", "Einen Umlaufbeschluss beginnen")
    sub.add_argument("wording")
    sub.add_argument("--title", default="")
    sub.add_argument("--by", required=True, metavar="TAG")
    sub.add_argument("--reason", default="")
    command("trash", "In den Papierkorb").add_argument("id")
    command("untrash", "Aus dem Papierkorb zurück").add_argument("id")
    sub = command("match", "Was zu einem Eintrag passt, mit Gründen")
    sub.add_argument("id")
    sub.add_argument("--all", action="store_true", help="auch, was nicht passt, und warum")
    sub = command("note", "Eine Telefonnotiz verstehen und als Eintrag speichern")
    sub.add_argument("text")
    sub.add_argument("--preview", action="store_true", help="nur zeigen, was verstanden wurde")
    command("backup", "Eine Sicherung schreiben").add_argument("file", nargs="?", type=Path)
    command("restore", "Eine Sicherung zurückholen").add_argument("file", type=Path)
    command("check", "Die Daten prüfen")
    sub = command("erase", "Eine Person endgültig löschen (Art. 17 DSGVO)")
    sub.add_argument("id")
    sub.add_argument("--reason", required=True)
    sub = command("selftest", "Prüft das Programm auf diesem PC, jeden Teil einmal")
    sub.add_argument("--no-keyring", action="store_true", help="hier gibt es keinen Schlüsselbund, nur Kennwörter")
    return parser


def data_paths(options: argparse.Namespace) -> Paths:
    """The data directory of this call."""
    return Paths(options.data_dir or default_data_dir())


def secret() -> str | None:
    """The passphrase of the environment, if any."""
    return os.environ.get("NETZWERKHILFE_PASSPHRASE") or None


def main(arguments: Sequence[str] | None = None, extra: Mapping[str, Command] | None = None) -> int:
    """Run a command; gives the exit status. ``extra`` holds the commands of the layer above."""
    console.prepare()
    options = build_parser().parse_args(arguments)
    from netzwerkhilfe import cli_commands

    try:
        command: Command = (extra or {}).get(options.command) or getattr(cli_commands, "do_" + options.command)
        result = command(options)
    except UserError as error:
        if options.json:
            print(json.dumps({"error": error.paragraph()}, ensure_ascii=False))
        print(error.paragraph(), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Abgebrochen. Es wurde nichts Halbes geschrieben.", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0
    if options.json and result is not None:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    return 0
