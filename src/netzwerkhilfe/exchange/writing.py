"""Writing on a stick, on a share or into a folder that others read, and what a refusal means."""

from __future__ import annotations

import errno
from pathlib import Path

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError


def write_safely(target: Path, data: bytes) -> None:
    """Write a file as a whole: beside it, fsync, read back, replace. Raises ``UserError``; then the old file stays."""
    try:
        atomic.write_bytes(target, data, check=True)
    except OSError as error:
        raise write_error(error, target) from error


def write_error(error: OSError, target: Path) -> UserError:
    """What a refused write on a stick or share means for a person."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            "Der Stick oder das Laufwerk ist voll.",
            DATA_SAFE + " Das alte Paket liegt noch dort.",
            "Bitte schaffen Sie Platz und versuchen Sie es noch einmal.",
        )
    if target.is_dir():
        return UserError(
            "Wo unser Paket liegen soll, liegt ein Ordner mit demselben Namen.",
            DATA_SAFE,
            f"Bitte benennen Sie ihn um oder löschen Sie ihn: {target}",
        )
    if atomic.held(error):
        return atomic.refused(error, target, "Das Paket ließ sich nicht ersetzen.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return UserError(
            "Auf den Stick oder in den Ordner lässt sich nicht schreiben.",
            DATA_SAFE,
            f"Bitte prüfen Sie den Schreibschutz oder nehmen Sie einen anderen Ordner als {target.parent}.",
        )
    return UserError(
        "Der USB-Stick wurde abgezogen, bevor alles geschrieben war.",
        DATA_SAFE,
        "Stecken Sie den Stick wieder ein und versuchen Sie es noch einmal.",
    )
