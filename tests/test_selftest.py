"""The self-test tells the truth and leaves nothing behind; all of it is run in ``test_offline``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from netzwerkhilfe import demo, output, selftest
from netzwerkhilfe import paths as places
from netzwerkhilfe.documents import typeface
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.services.meetings import series
from tests.keyrings import InMemory, Missing, keyring_is

pytestmark = pytest.mark.windows


@pytest.fixture(autouse=True)
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Folders of a user of its own, all of them empty."""
    for name in ("daten", "cache"):
        monkeypatch.setattr(
            places, {"daten": "default_data_dir", "cache": "cache_dir"}[name], lambda n=name: tmp_path / "a" / n
        )
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    yield tmp_path


@pytest.fixture
def no_offices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is tried before the offices."""

    def none(*_: object, **__: object) -> dict[str, object]:
        raise UserError("bis hier")

    monkeypatch.setattr(demo, "build", none)


@pytest.mark.usefixtures("no_offices")
def test_a_missing_keyring_is_a_failure_with_a_sentence(homes: Path) -> None:
    with keyring_is(Missing()), pytest.raises(UserError) as caught:
        selftest.run(quiet=True)
    assert "keinen Schlüsselbund" in caught.value.paragraph()
    with pytest.raises(UserError) as caught:
        selftest.run(quiet=True, keyring=False)
    assert "Schlüsselbund" not in caught.value.paragraph() and "bis hier" in caught.value.paragraph()
    assert not list((homes / "tmp").iterdir()) and not (homes / "a").exists()


@pytest.mark.usefixtures("no_offices")
def test_a_keyring_is_left_as_it_was() -> None:
    backend = InMemory()
    with keyring_is(backend), pytest.raises(UserError, match="fehlgeschlagen") as caught:
        selftest.run(quiet=True)
    assert "Schlüsselbund" not in caught.value.paragraph()
    assert backend.written and backend.kept == {}


@pytest.mark.usefixtures("no_offices")
def test_a_profile_that_cannot_be_written_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "datei").write_bytes(b"")
    monkeypatch.setattr(places, "default_data_dir", lambda: tmp_path / "datei" / "daten")
    with pytest.raises(UserError) as caught:
        selftest.run(quiet=True, keyring=False)
    assert "lässt sich nicht schreiben" in caught.value.paragraph()


@pytest.mark.usefixtures("no_offices")
def test_letters_that_cannot_be_printed_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportlab.pdfbase import pdfmetrics

    typeface.fonts()
    face = pdfmetrics.getFont("FiraGO").face
    monkeypatch.setattr(face, "charToGlyph", {k: v for k, v in face.charToGlyph.items() if k != ord("Ł")})
    with pytest.raises(UserError) as caught:
        selftest.run(quiet=True, keyring=False)
    assert "fehlen Zeichen: Ł" in caught.value.paragraph()


def test_one_part_that_fails_hides_no_other(monkeypatch: pytest.MonkeyPatch, homes: Path) -> None:
    monkeypatch.setattr(series, "holiday", lambda *_: "")

    def broken(*_: object) -> None:
        raise RuntimeError("kein Drucker")

    monkeypatch.setattr(output, "write", broken)
    monkeypatch.setattr(selftest.Checks, "pages", lambda _self: None)
    with pytest.raises(UserError) as caught:
        selftest.run(quiet=True, keyring=False)
    said = caught.value.paragraph()
    assert "kein Drucker" in said and "Feiertage" in said and "Konflikt" not in said
    assert not list((homes / "tmp").iterdir())


def test_the_cache_is_left_as_it_was(homes: Path) -> None:
    cache = homes / "a" / "cache"
    with selftest.cache_as_it_was():
        (cache / "bilder").mkdir(parents=True)
        (cache / "bilder" / "x.png").write_bytes(b"x")
        (cache / "figo.ttf").write_bytes(b"x")
    assert not (homes / "a").exists()
    cache.mkdir(parents=True)
    (cache / "figo.ttf").write_bytes(b"older")
    with selftest.cache_as_it_was():
        (cache / "neu.png").write_bytes(b"x")
    assert [p.name for p in cache.iterdir()] == ["figo.ttf"]
