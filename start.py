"""Starts Netzwerk Hilfe from its source, or runs its tests; installs what is missing first.

    python3 start.py          the demo: four offices with sample data, then the window
    python3 start.py test     lint, format, types, architecture, wheels for Windows, tests

Needs Python 3.11 to 3.13 and nothing else. Everything goes into the folder .venv beside this file, in the versions of
uv.lock. On Debian and Ubuntu, Qt's system libraries are installed as well if this runs as root; else it says what to
type.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
QT_LIBRARIES = ["libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0", "libxkbcommon0"]
UV = "uv>=0.9,<1"


def say(text: str) -> None:
    """A line for the person in front of the terminal."""
    print(text, flush=True)


def status(*command: str | Path, **extra: str) -> int:
    """Run a step; its status, 0 if it ended well."""
    return subprocess.run([str(c) for c in command], cwd=HERE, env=os.environ | extra, check=False).returncode


def run(*command: str | Path, **extra: str) -> None:
    """Run a step; end with its status if it fails."""
    if failed := status(*command, **extra):
        sys.exit(failed)


def apt(packages: list[str]) -> None:
    """Install Debian packages as root, or say what to type."""
    command = "apt-get update && apt-get install -y " + " ".join(packages)
    if not shutil.which("apt-get"):
        sys.exit(
            "Es fehlen Systembibliotheken, die dieses Programm hier nicht selbst einrichten kann: " + " ".join(packages)
        )
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        sys.exit(f"Bitte einmal eingeben und dann neu starten:\n\n  sudo sh -c '{command}'\n")
    say("Systembibliotheken werden eingerichtet: " + " ".join(packages))
    run("apt-get", "update", "-qq", DEBIAN_FRONTEND="noninteractive")
    run("apt-get", "install", "-y", "-qq", *packages, DEBIAN_FRONTEND="noninteractive")


def environment(*, development: bool) -> None:
    """Make or refresh .venv from uv.lock."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"Bitte Python 3.11, 3.12 oder 3.13 benutzen (dies ist {sys.version.split()[0]}).")
    if not PYTHON.exists():
        say("Die Umgebung .venv wird angelegt; das dauert beim ersten Mal einige Minuten.")
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            apt([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
            run(sys.executable, "-m", "venv", VENV)
    if subprocess.run([str(PYTHON), "-c", "import uv"], check=False, capture_output=True).returncode:
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV)
    groups = ["--group", "dev"] if development else ["--no-dev"]
    run(
        PYTHON,
        "-m",
        "uv",
        "sync",
        "--locked",
        "--quiet",
        "--inexact",
        "--python",
        PYTHON,
        *groups,
        UV_PROJECT_ENVIRONMENT=str(VENV),
        VIRTUAL_ENV=str(VENV),
    )
    probe = [str(PYTHON), "-c", "import PySide6.QtWidgets, PySide6.QtSvg"]
    if sys.platform == "linux" and subprocess.run(probe, check=False, capture_output=True).returncode:
        apt(QT_LIBRARIES)


def _fits(name: str, minor: int) -> bool:
    """Whether a wheel (PEP 427 name) installs on 64-bit Windows with CPython 3.``minor``."""
    python, abi, platform = name.removesuffix(".whl").split("-")[-3:]
    if platform not in ("any", "win_amd64"):
        return False
    for tag in python.split("."):
        if tag in ("py3", f"cp3{minor}"):
            return True
        if abi == "abi3" and tag.startswith("cp3") and tag[3:].isdigit() and int(tag[3:]) <= minor:
            return True
    return False


def _needed_on_windows(packages: dict[str, dict[str, Any]]) -> set[str]:
    """The locked packages that Windows needs, by the markers of whoever asks for them."""
    root = packages["netzwerkhilfe"]
    waiting = [*root["dependencies"], *(d for group in root.get("dev-dependencies", {}).values() for d in group)]
    found: set[str] = set()
    while waiting:
        wish = waiting.pop()
        elsewhere = any(f"sys_platform == '{other}'" in wish.get("marker", "") for other in ("linux", "darwin"))
        if elsewhere or wish["name"] in found:
            continue
        found.add(wish["name"])
        package = packages[wish["name"]]
        waiting += package.get("dependencies", [])
        for extra in wish.get("extra", []):
            waiting += package.get("optional-dependencies", {}).get(extra, [])
    return found


def missing_windows_wheels() -> list[str]:
    """Locked packages that Windows needs and that have no wheel for it."""
    packages = {p["name"]: p for p in tomllib.loads((HERE / "uv.lock").read_text("utf-8"))["package"]}
    found = []
    for name in sorted(_needed_on_windows(packages)):
        package = packages[name]
        wheels = [w["url"].rsplit("/", 1)[-1] for w in package.get("wheels", [])]
        for minor in (11, 12, 13):
            if not any(_fits(wheel, minor) for wheel in wheels):
                found.append(f"{name} {package['version']} (Python 3.{minor})")
                break
    return found


MEDIA = ["exfat-fuse", "exfatprogs", "ntfs-3g", "samba", "rclone", "syncthing"]


def media() -> None:
    """What the tests on real media need, where it can be had; without it they are skipped with their reason."""
    present = all(shutil.which(p) for p in ("mkfs.exfat", "mount.exfat-fuse", "ntfs-3g", "smbd", "rclone", "syncthing"))
    if present or sys.platform != "linux" or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    say("Für die Tests auf echten Medien: " + " ".join(MEDIA))
    steps = (
        (["apt-get", "update", "-qq"], 120),
        (["apt-get", "install", "-y", "-qq", "--no-install-recommends", *MEDIA], 300),
    )
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        for command, seconds in steps:
            subprocess.run(command, check=False, capture_output=True, timeout=seconds, env=quiet)
    except subprocess.TimeoutExpired:
        say("Das dauert zu lange; diese Tests werden übersprungen.")


MEASURED = ("store", "exchange", "services")
"""The rooms whose coverage is printed."""
MEASURING = tuple(f"tests/{room}" for room in ("access", "cli", "exchange", "services", "store", "transfer"))
"""The tests that are run for it. Measuring makes tests half as slow again, so those of the window go without."""


@contextlib.contextmanager
def quick_folder() -> Iterator[Path]:
    """Where tests keep their files: in memory, where there is plenty, since they take twice as long on a disk."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    plenty = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 2 * 2**30
    with tempfile.TemporaryDirectory(dir=memory if plenty else None, prefix="netzwerkhilfe-") as folder:
        yield Path(folder)


def both_halves(extra: dict[str, str]) -> list[int]:
    """Run the tests in two processes side by side, those that are measured and the others; gives how each ended."""
    others = [f"--ignore={folder}" for folder in MEASURING]
    with quick_folder() as folder, (folder / "others.txt").open("w+b") as heard:
        command = [str(PYTHON), "-m", "pytest", f"--basetemp={folder / 'others'}", *others]
        with subprocess.Popen(command, cwd=HERE, env=os.environ | extra, stdout=heard, stderr=heard) as beside:
            measured = ["run", "-m", "pytest", f"--basetemp={folder / 'measured'}", *MEASURING]
            first = status(PYTHON, "-m", "coverage", *measured, **extra)
            second = beside.wait()
        heard.seek(0)
        sys.stdout.flush()
        shutil.copyfileobj(heard, sys.stdout.buffer)
        sys.stdout.flush()
    return [first, second]


def test() -> None:
    """All checks, cheap ones first."""
    environment(development=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    say("Regeln (ruff)")
    run(PYTHON, "-m", "ruff", "check", ".")
    run(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    say("Typen (mypy)")
    run(PYTHON, "-m", "mypy")
    say("Pakete für Windows")
    missing = missing_windows_wheels()
    if missing:
        sys.exit("Ohne Paket für Windows: " + ", ".join(missing))
    media()
    say("Tests")
    lists = HERE.parent / "shared" / "data"
    extra = {"NETZWERKHILFE_LISTS": str(lists)} if lists.is_dir() else {}
    run(PYTHON, "-m", "coverage", "erase")
    failed = both_halves(extra)
    if any(failed):
        say(f"Tests: die gemessenen endeten mit {failed[0]}, die anderen mit {failed[1]}")
        sys.exit(max(failed, key=abs))
    run(PYTHON, "-m", "coverage", "combine", "--quiet")
    for room in MEASURED:
        say(f"Abdeckung mit Verzweigungen: {room}")
        run(PYTHON, "-m", "coverage", "report", "--sort=cover", f"--include=src/netzwerkhilfe/{room}/*")


def demo(arguments: list[str]) -> None:
    """The program on sample data, with a window where there is a screen."""
    environment(development=False)
    screen = (
        os.name == "nt" or sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if not screen:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        arguments = [*arguments, "--no-window"]
    run(PYTHON, "-m", "netzwerkhilfe", "demo", *arguments)


if __name__ == "__main__":
    if sys.argv[1:2] == ["test"]:
        test()
    else:
        demo(sys.argv[1:])
