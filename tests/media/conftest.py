"""Real media, mounted for one test each; where this machine lacks what that needs, the test is skipped with the
reason."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest


def need(*programs: str) -> None:
    """Skip unless this is root on Linux with these programs."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting needs root on Linux")
    for program in programs:
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")


def run(*command: str | Path) -> str:
    """A command that must succeed here, or the test is skipped with what it said."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        pytest.skip(f"{command[0]}: {(done.stderr or done.stdout).strip()[:200] or done.returncode}")
    return done.stdout.strip()


@dataclass
class Stick:
    """An exFAT image that can be plugged in, pulled out, and plugged in read-only."""

    image: Path
    path: Path
    device: str = ""
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def plug(self, *options: str) -> None:
        """Mount it."""
        self.device = run("losetup", "-f", "--show", self.image)
        self.path.mkdir(exist_ok=True)
        process = subprocess.Popen(
            ["mount.exfat-fuse", "-d", *(("-o", ",".join(options)) if options else ()), self.device, str(self.path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        wait(lambda: os.path.ismount(self.path), "the stick does not mount here")

    def pull(self) -> None:
        """Without unmounting: what a clerk does."""
        self.processes[-1].send_signal(signal.SIGKILL)
        self.processes[-1].wait()
        self._away()

    def unplug(self) -> None:
        """Properly."""
        subprocess.run(["umount", str(self.path)], check=False, capture_output=True)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.processes[-1].wait(10)
        self._away()

    def _away(self) -> None:
        subprocess.run(["umount", "-l", str(self.path)], check=False, capture_output=True)
        subprocess.run(["losetup", "-d", self.device], check=False, capture_output=True)
        self.device = ""

    def close(self) -> None:
        """Whatever state it is in."""
        if self.device:
            self.unplug()
        for process in self.processes:
            if process.poll() is None:
                process.kill()
                process.wait()


def wait(until: Callable[[], bool], reason: str, seconds: float = 20) -> None:
    """Wait for something, or skip."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if until():
                return
        time.sleep(0.1)
    pytest.skip(reason)


@pytest.fixture
def exfat(tmp_path: Path) -> Iterator[Stick]:
    """A USB stick with exFAT."""
    need("mkfs.exfat", "mount.exfat-fuse", "losetup")
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(16 * 2**20)
    run("mkfs.exfat", image)
    stick = Stick(image, tmp_path / "USB-Stick")
    yield stick
    stick.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A medium of 160 KB."""
    need("mount", "umount")
    path = tmp_path / "klein"
    path.mkdir()
    run("mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", path)
    yield path
    subprocess.run(["umount", "-l", str(path)], check=False)


@pytest.fixture
def ntfs(tmp_path: Path) -> Iterator[Path]:
    """NTFS that keeps to Windows' rules for names."""
    need("mkfs.ntfs", "ntfs-3g")
    image, path = tmp_path / "ntfs.img", tmp_path / "ntfs"
    with image.open("wb") as file:
        file.truncate(16 * 2**20)
    run("mkfs.ntfs", "-F", "-Q", "-q", image)
    path.mkdir()
    run("ntfs-3g", "-o", "windows_names", image, path)
    yield path
    subprocess.run(["umount", "-l", str(path)], check=False, capture_output=True)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a server with all its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as one:
        one.settimeout(0.5)
        return one.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Path]:
    """A Samba share, mounted."""
    need("smbd", "rclone")
    port, base = free_port(), tmp_path / "samba"
    for name in ("inhalt", "private", "lock", "state", "cache", "pid", "cores"):
        (base / name).mkdir(parents=True)
    (base / "inhalt").chmod(0o777)
    (base / "smb.conf").write_text(
        f"""[global]
server role = standalone server
map to guest = Bad User
guest account = root
smb ports = {port}
bind interfaces only = yes
interfaces = 127.0.0.1
private dir = {base}/private
lock directory = {base}/lock
state directory = {base}/state
cache directory = {base}/cache
pid directory = {base}/pid
log file = {base}/log
disable spoolss = yes
load printers = no
[austausch]
path = {base}/inhalt
guest ok = yes
read only = no
""",
        encoding="utf-8",
    )
    server = subprocess.Popen(
        ["smbd", "--foreground", "--no-process-group", "-s", str(base / "smb.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    path = tmp_path / "freigabe"
    path.mkdir()
    mount = None
    try:
        wait(lambda: listens(port), "smbd does not start here")
        mount = subprocess.Popen(
            [
                "rclone",
                "mount",
                f":smb,host=127.0.0.1,port={port},user=gast:austausch",
                str(path),
                "--vfs-cache-mode",
                "writes",
                "--vfs-write-back",
                "0s",
                "--dir-cache-time",
                "0s",
                "--config",
                str(base / "rclone.conf"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"RCLONE_CACHE_DIR": str(base / "vfs")},
        )
        wait(lambda: os.path.ismount(path), "the share does not mount here")
        yield path
    finally:
        subprocess.run(["umount", "-l", str(path)], check=False, capture_output=True)
        for process in (mount, server):
            if process is not None:
                end(process)


@pytest.fixture
def synced(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A folder in each of two offices, carried between them by Syncthing on this machine alone."""
    need("syncthing")
    import json
    import urllib.request

    homes, folders, ids, ports, apis = [], [], [], [], []
    processes: list[subprocess.Popen[bytes]] = []
    for name in ("eins", "zwei"):
        home = tmp_path / f"syncthing-{name}"
        run("syncthing", "generate", f"--home={home}", "--no-default-folder")
        homes.append(home)
        folder = tmp_path / f"ordner-{name}"
        folder.mkdir()
        (folder / ".stfolder").mkdir()
        folders.append(folder)
        ids.append(run("syncthing", f"--home={home}", "--device-id"))
        ports.append(free_port())
        apis.append(free_port())
    for i, home in enumerate(homes):
        devices = "".join(
            f'<device id="{ids[j]}" name="{j}" compression="never"><address>tcp://127.0.0.1:{ports[j]}</address></device>'
            for j in (0, 1)
        )
        (home / "config.xml").write_text(
            f"""<configuration version="35">
<folder id="austausch" label="Austausch" path="{folders[i]}" type="sendreceive" rescanIntervalS="2"
 fsWatcherEnabled="true" fsWatcherDelayS="1"><device id="{ids[0]}"/><device id="{ids[1]}"/></folder>
{devices}
<gui enabled="true" tls="false"><address>127.0.0.1:{apis[i]}</address><apikey>geheim</apikey></gui>
<options><listenAddress>tcp://127.0.0.1:{ports[i]}</listenAddress><globalAnnounceEnabled>false</globalAnnounceEnabled>
<localAnnounceEnabled>false</localAnnounceEnabled><relaysEnabled>false</relaysEnabled><natEnabled>false</natEnabled>
<startBrowser>false</startBrowser><urAccepted>-1</urAccepted><autoUpgradeIntervalH>0</autoUpgradeIntervalH>
<crashReportingEnabled>false</crashReportingEnabled><reconnectionIntervalS>2</reconnectionIntervalS></options>
</configuration>""",
            encoding="utf-8",
        )
        processes.append(
            subprocess.Popen(
                ["syncthing", "serve", f"--home={home}", "--no-browser", "--no-restart", "--logfile=-"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def connected() -> bool:
        request = urllib.request.Request(
            f"http://127.0.0.1:{apis[0]}/rest/system/connections", headers={"X-API-Key": "geheim"}
        )
        with urllib.request.urlopen(request, timeout=2) as answer:
            found = json.load(answer)["connections"].get(ids[1], {})
        return bool(found.get("connected"))

    try:
        wait(connected, "the two Syncthing instances do not meet here", 40)
        yield folders[0], folders[1]
    finally:
        for process in processes:
            end(process)
