"""Names and kinds of files that come from people: what they are, what a click may open, how they are called on a disk.

The table is our own: ``mimetypes`` asks the registry on Windows, where an office suite or nobody may have entered WebP.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from netzwerkhilfe.models.patterns import late

UNKNOWN = "application/octet-stream"
LONGEST = 120
"""Bytes of a name in UTF-8; with the folder of the data it stays under Windows' 260 letters and POSIX' 255 bytes."""

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".rtf": "application/rtf",
    ".md": "text/markdown",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ppt": "application/vnd.ms-powerpoint",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".eml": "message/rfc822",
    ".msg": "application/vnd.ms-outlook",
    ".html": "text/html",
    ".htm": "text/html",
    ".json": "application/json",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
"""Media types by ending (IANA registry)."""

PICTURES = {"image/jpeg", "image/png", "image/webp", "image/tiff", "image/bmp"}
"""Pictures that are written again without what the camera put into them."""

OPENED = {
    ".pdf",
    ".txt",
    ".jpg",
    ".jpeg",
    ".png",
    ".webp",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".docx",
    ".xlsx",
    ".pptx",
    ".odt",
    ".ods",
    ".odp",
    ".ics",
    ".vcf",
}
"""What a click opens. None of these is a program or carries macros; all else is offered for saving."""

_RESERVED = late(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = late(r'[<>:"/\\|?*]')


def ending(name: str) -> str:
    """The ending as Windows would see it, in small letters with its dot: of "Foto.JPG. " it is ".jpg"."""
    return PurePosixPath(safe_name(name)).suffix.lower()


def media_type(name: str) -> str:
    """The media type by the name's ending; ``application/octet-stream`` for what the table does not know."""
    return MEDIA_TYPES.get(ending(name), UNKNOWN)


def opens(name: str) -> bool:
    """Whether a click may hand the file to the program that the system has for it."""
    return ending(name) in OPENED


def is_device(name: str) -> bool:
    """Whether Windows takes a file of this name for an old device, whatever its ending; to open one may wait."""
    return bool(_RESERVED.fullmatch(name.split(".", maxsplit=1)[0].strip()))


def safe_name(name: str) -> str:
    """A name that every system takes for a file, as near to the given one as can be; never empty, never a path.

    Windows forbids ``<>:"/\\|?*``, control characters, dots and blanks at the end and the names of old devices
    (Microsoft, "Naming Files, Paths, and Namespaces"). Signs that turn the direction of writing hide an ending: they
    go.
    """
    plain = unicodedata.normalize("NFC", name).replace("\u00a0", " ")
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    plain = _FORBIDDEN.sub("_", plain).strip().rstrip(". ")
    stem, dot, last = plain.rpartition(".")
    if not dot or len(last) > 12:
        stem, last = plain, ""
    room = LONGEST - len(last.encode()) - 2
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") or "datei"
    if is_device(stem):
        stem = f"_{stem}"
    return f"{stem}.{last}" if last else stem
