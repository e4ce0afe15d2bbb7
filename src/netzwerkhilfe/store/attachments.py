"""Files at entries: encrypted one by one, named by the hash of their encrypted bytes, kept beside the store.

A picture is scaled to at most 2000 points a side and written again without what the camera put into it (place, time,
owner). A file is at most 2 MB. The entry that is erased takes its files with it.
"""

from __future__ import annotations

import hashlib
import io
from functools import partial
from pathlib import Path

import nacl.exceptions
import nacl.secret
import nacl.utils

from netzwerkhilfe import atomic
from netzwerkhilfe.errors import DATA_SAFE, UserError
from netzwerkhilfe.models import KINDS, NET, files
from netzwerkhilfe.models.attachments import Attachment
from netzwerkhilfe.models.fields import HEX_256
from netzwerkhilfe.models.patterns import late
from netzwerkhilfe.store import file_spaces, reading
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

LARGEST = 2_000_000
LARGEST_PICTURE = 60_000_000
SIDE = 2000
MAGIC = b"NHANLAGE\x01"
KIND = file_spaces.KIND
DIGEST = late(HEX_256)


def digest_of(sealed: bytes) -> str:
    """The name of an encrypted file."""
    return hashlib.blake2b(sealed, digest_size=32).hexdigest()


def path_of(reader: Reader, digest: str) -> Path:
    """Where an encrypted file lies on this PC. Raises ``UserError`` for what is no digest."""
    if not DIGEST.fullmatch(digest):
        raise UserError("Diese Datei ist nicht lesbar.", DATA_SAFE)
    return reader.paths.attachments / digest


def prepared(name: str, content: bytes) -> tuple[bytes, str]:
    """What is kept of a file, and its media type. Raises ``UserError`` if it is too large or no readable picture."""
    media_type = files.media_type(name)
    if media_type in files.PICTURES and len(content) <= LARGEST_PICTURE:
        content, media_type = _picture(content)
    if len(content) > LARGEST:
        raise UserError(
            f"„{name}“ ist zu groß.",
            "Es wurde nichts hinzugefügt.",
            "Eine Datei darf höchstens 2 MB haben. Fotos verkleinert das Programm selbst.",
        )
    return content, media_type


def _picture(content: bytes) -> tuple[bytes, str]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as opened:
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((SIDE, SIDE))
            clear = picture.mode in ("RGBA", "LA", "P") and opened.format == "PNG"
            plain = picture.convert("RGBA" if clear else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise UserError(
            "Dieses Bild lässt sich nicht lesen.", "Es wurde nichts hinzugefügt.", "Bitte wählen Sie ein anderes."
        ) from error
    bare = Image.new(plain.mode, plain.size)  # only the points: no place, no time, no thumbnail
    bare.paste(plain)
    for quality in (85, 75, 60, 45):
        out = io.BytesIO()
        if clear and quality == 85:
            bare.save(out, "PNG", optimize=True)
        else:
            bare.convert("RGB").save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= LARGEST:
            break
    data = out.getvalue()
    return data, "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"


def space_for(change: Change, parent: Snapshot) -> str:
    """Where a file at an entry belongs. Raises ``UserError`` if it must stay in an office and this PC has none."""
    with change.reading() as cursor:
        stays = parent.space != NET or file_spaces.stay_in_office(cursor, parent.root)
    if not stays:
        return parent.space
    if change.office_space not in change.spaces:
        raise UserError(
            "Dateien zu diesem Eintrag liegen nur im Büro.",
            "Es wurde nichts hinzugefügt.",
            "Bitte geben Sie die Datei einem PC des Büros.",
        )
    return change.office_space


def attach(change: Change, parent: Snapshot, name: str, content: bytes) -> str:
    """Add a file to an entry; gives the id of its record. The file goes with the change if that fails.

    It lies where the entry lies, or in the own office where files of its root stay there.

    Raises ``UserError``: too large, no readable picture, the disk refuses, this PC has no office.
    """
    space = space_for(change, parent)
    plain, media_type = prepared(name, content)
    if media_type == "image/jpeg" and not name.lower().endswith((".jpg", ".jpeg")):
        name = f"{Path(name).stem}.jpg"
    key = nacl.utils.random(nacl.secret.SecretBox.KEY_SIZE)
    sealed = MAGIC + bytes(nacl.secret.SecretBox(key).encrypt(plain))
    digest = digest_of(sealed)
    change.if_discarded.append(partial(atomic.remove, path_of(change, digest)))
    keep(change, digest, sealed)
    made = change.add(
        KIND,
        {
            "parent": parent.id,
            "name": name[:200],
            "media_type": media_type,
            "size": len(plain),
            "digest": digest,
            "key": key.hex(),
            "added_on": change.today().isoformat(),
            "office": parent.record.office,
        },
        space=space,
        root=parent.root,
    )
    return made.id


def keep(reader: Reader, digest: str, sealed: bytes) -> None:
    """Put encrypted bytes into their place. Raises ``UserError`` if the disk refuses or they are not what they say."""
    if digest_of(sealed) != digest or len(sealed) > LARGEST + 200:
        raise UserError("Diese Datei ist beschädigt.", DATA_SAFE)
    target = path_of(reader, digest)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(target, sealed)
    except OSError as error:
        raise atomic.refused(error, target, "Die Datei ließ sich nicht speichern.") from error


def content(reader: Reader, attachment: Snapshot) -> bytes | None:
    """The plain bytes of a file, or ``None`` if it has not arrived yet. Raises ``UserError`` if it is damaged."""
    file = attachment.of(Attachment).record
    try:
        sealed = path_of(reader, str(file.digest or "")).read_bytes()
    except OSError:
        return None
    try:
        return nacl.secret.SecretBox(bytes.fromhex(str(file.key))).decrypt(sealed[len(MAGIC) :])
    except (nacl.exceptions.CryptoError, ValueError, nacl.exceptions.TypeError) as error:
        raise UserError("Diese Datei ist beschädigt.", DATA_SAFE) from error


def wanted(reader: Reader) -> set[str]:
    """The digests of all files that a record names, sealed ones too (they can come back)."""
    kind = KINDS[KIND]
    with reader.reading() as cursor:
        found = {r["digest"] for r in reading.rows(cursor, kind, "digest IS NOT NULL")}
    return {d for d in found if isinstance(d, str) and DIGEST.fullmatch(d)}


def sweep(reader: Reader) -> int:
    """Remove files that no record names any more; gives how many went."""
    if not reader.paths.attachments.is_dir():
        return 0
    needed = wanted(reader)
    return sum(atomic.remove(p) for p in list(reader.paths.attachments.iterdir()) if p.name not in needed)
