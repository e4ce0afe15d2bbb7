"""Files and photos at entries: scaled, without what the camera wrote, carried once, gone with their entry."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import attachment_sync, export_package
from netzwerkhilfe.exchange.folder import exchange, take_files
from netzwerkhilfe.paths import ATTACHMENT
from netzwerkhilfe.store import attachments, erasure
from netzwerkhilfe.store.store import Store
from tests.acts import act
from tests.exchange.helpers import person


def photo(width: int = 4000, height: int = 3000) -> bytes:
    """A photo as a telephone makes it, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Kamera von Petra"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def attach(store: Store, name: str = "wohnung.jpg", content: bytes | None = None) -> tuple[str, str]:
    record = person(store)
    found = store.get(record)
    assert found
    return record, act(store, attachments.attach, found, name, photo() if content is None else content)


def test_a_photo_is_scaled_and_tells_nothing(store: Store) -> None:
    _, file = attach(store)
    kept = store.get(file)
    assert kept
    data = attachments.content(store, kept)
    assert data and len(data) <= attachments.LARGEST
    with Image.open(io.BytesIO(data)) as picture:
        assert max(picture.size) == 2000 and picture.height > picture.width  # turned as the camera was held
        assert not picture.getexif()
    assert b"Petra" not in data
    (sealed,) = store.paths.attachments.iterdir()
    assert sealed.name == kept.values["digest"] and b"\xff\xd8\xff" not in sealed.read_bytes()[:60]


def test_what_is_too_large_or_no_picture_is_told(store: Store) -> None:
    with pytest.raises(UserError, match="zu groß"):
        attach(store, "vertrag.pdf", b"%PDF-1.7" + b"x" * 2_100_000)
    with pytest.raises(UserError, match="Bild lässt sich nicht lesen"):
        attach(store, "bild.jpg", b"kein Bild")
    assert store.all("attachments") == []


def test_a_file_travels_once_under_any_name(store: Store, other: Store, stick: Path) -> None:
    _, file = attach(store, "vertrag.pdf", b"%PDF-1.7 Mietvertrag")
    assert exchange(store, stick).files == 1 and exchange(store, stick).files == 0
    (path,) = stick.glob("*" + ATTACHMENT)
    assert b"Mietvertrag" not in path.read_bytes()
    path.rename(stick / "umbenannt.bin")
    report = exchange(other, stick)
    assert any("angekommen" in line for line in report.notices)
    arrived = other.get(file)
    assert arrived and attachments.content(other, arrived) == b"%PDF-1.7 Mietvertrag"


def test_a_damaged_file_is_not_taken(store: Store, other: Store, stick: Path) -> None:
    _, file = attach(store, "vertrag.pdf", b"%PDF-1.7 Mietvertrag")
    exchange(store, stick)
    (path,) = stick.glob("*" + ATTACHMENT)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    exchange(other, stick)
    arrived = other.get(file)
    assert arrived and attachments.content(other, arrived) is None


def test_an_erased_person_takes_the_files_along(store: Store, other: Store, stick: Path) -> None:
    record, _ = attach(store, "vertrag.pdf", b"%PDF-1.7 Mietvertrag")
    for pc in (store, other):
        exchange(pc, stick)
    assert list(other.paths.attachments.iterdir())
    erasure.erase(store, record, "Wunsch")
    assert not list(store.paths.attachments.iterdir())
    for pc in (store, other):
        exchange(pc, stick)
    assert not list(other.paths.attachments.iterdir()) and not list(stick.glob("*" + ATTACHMENT))


def test_files_go_along_by_e_mail(store: Store, other: Store, tmp_path: Path) -> None:
    import email
    import email.policy

    _, file = attach(store, "vertrag.pdf", b"%PDF-1.7 Mietvertrag")
    export_package.mail_draft(store, tmp_path / "entwurf.eml")
    message = email.message_from_bytes((tmp_path / "entwurf.eml").read_bytes(), policy=email.policy.default)
    saved = []
    for part in message.iter_attachments():
        saved.append(tmp_path / str(part.get_filename()))
        saved[-1].write_bytes(part.get_content())
    assert len(saved) == 2
    report = take_files(other, saved)
    arrived = other.get(file)
    assert report.files == 1 and arrived and attachments.content(other, arrived)
    assert len(attachment_sync.to_mail(store, 10**6)) == 0
