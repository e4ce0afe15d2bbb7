"""Reads Windows' executables (PE/COFF): whether one is signed, and the hash that AppLocker and App Control know it by.

That hash (Authenticode) leaves out the checksum, the entry of the signature and the signature itself, so it stays the
same when a file is signed.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Image:
    """Where things lie in an executable."""

    data: bytes
    checksum: int
    security: int
    certificates: int
    length: int
    """Place and length of the signatures; 0 and 0 where there is none."""

    @property
    def signed(self) -> bool:
        """Whether a signature is embedded; nobody asks whether it is valid."""
        return self.length > 0

    def authenticode(self) -> str:
        """The Authenticode hash (SHA-256) in hexadecimal, as a signature would sign it."""
        end = self.certificates if self.signed else len(self.data)
        found = hashlib.sha256()
        for begin, stop in ((0, self.checksum), (self.checksum + 4, self.security), (self.security + 8, end)):
            found.update(self.data[begin:stop])
        found.update(bytes(-end % 8))  # a signature begins at a multiple of eight
        return found.hexdigest().upper()

    def signature(self) -> bytes:
        """The signatures as they are embedded."""
        return self.data[self.certificates : self.certificates + self.length]


def read(path: Path) -> Image | None:
    """The executable at a path, or ``None`` if it is none."""
    data = path.read_bytes()
    if len(data) < 64 or data[:2] != b"MZ":
        return None
    head = struct.unpack_from("<I", data, 60)[0]
    if data[head : head + 4] != b"PE\0\0":
        return None
    optional = head + 24
    width = {b"\x0b\x01": 96, b"\x0b\x02": 112}.get(data[optional : optional + 2])  # for 32 and for 64 bits
    if width is None or len(data) < optional + width + 5 * 8:
        return None
    security = optional + width + 4 * 8
    place, length = struct.unpack_from("<II", data, security)
    if place + length > len(data) or not place:
        place, length = 0, 0
    return Image(data, optional + 64, security, place, length)
