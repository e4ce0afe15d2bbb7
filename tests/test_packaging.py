"""The steps of the build, and that what they name exists. Building itself is tried by tools/windows_smoke and in CI."""

from __future__ import annotations

import ast
import csv
import hashlib
import io
import json
import re
import runpy
import struct
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

import contents
import facts
import licence_texts
import one_archive
import pe
import policies
import portable
import windows_resources
from netzwerkhilfe import licences
from netzwerkhilfe.cli.parser import OPENED
from netzwerkhilfe.paths import PORTABLE, Paths
from netzwerkhilfe.ui.kit.appearance import APP_ID

ROOT = Path(__file__).parents[1]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]


# ---- contents -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name",
    [
        "PySide6\\opengl32sw.dll",
        "PySide6\\Qt6Network.dll",
        "PySide6\\Qt6Pdf.dll",
        "PySide6\\Qt6Svg.dll",
        "PySide6\\d3dcompiler_47.dll",
        "PySide6\\plugins\\imageformats\\qwebp.dll",
        "PySide6\\plugins\\imageformats\\qtiff.dll",
        "PySide6\\plugins\\imageformats\\qpdf.dll",
        "PySide6\\plugins\\imageformats\\qicns.dll",
        "PySide6\\plugins\\imageformats\\qtga.dll",
        "PySide6\\plugins\\imageformats\\qwbmp.dll",
        "PySide6\\plugins\\platforms\\qdirect2d.dll",
        "PySide6\\plugins\\platforms\\qminimal.dll",
        "PySide6\\plugins\\tls\\qschannelbackend.dll",
        "PySide6\\plugins\\networkinformation\\qnetworklistmanager.dll",
        "PySide6\\plugins\\generic\\qtuiotouchplugin.dll",
        "PySide6\\QtNetwork.pyd",
        "PySide6\\icuuc.dll",
        "PySide6/QtNetwork.abi3.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "libQt6Network.so.6",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
    ],
)
def test_of_qt_only_what_is_used_goes_in_under_each_systems_names(name: str) -> None:
    assert not contents.keep_binary(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6\\Qt6Core.dll",
        "PySide6\\Qt6Gui.dll",
        "PySide6\\Qt6Widgets.dll",
        "PySide6\\Qt6PrintSupport.dll",
        "PySide6\\QtCore.pyd",
        "PySide6\\pyside6.abi3.dll",
        "shiboken6\\shiboken6.abi3.dll",
        "PySide6\\MSVCP140.dll",
        "PySide6\\VCRUNTIME140_1.dll",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6\\plugins\\platforms\\qoffscreen.dll",
        "PySide6\\plugins\\imageformats\\qjpeg.dll",
        "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "python312.dll",
        "_ctypes.pyd",
        "libffi-8.dll",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/QtGui.abi3.so",
        "PySide6/libpyside6.abi3.so.6.11",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "libpython3.11.so.1.0",
        "libQt6Core.so.6",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "sqlcipher3\\_sqlite3.cp312-win_amd64.pyd",
        "pypdfium2_raw\\pdfium.dll",
    ],
)
def test_what_the_window_needs_goes_in(name: str) -> None:
    assert contents.keep_binary(name)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("tzdata\\zoneinfo\\Europe\\Berlin", True),
        ("tzdata/zoneinfo/UTC", True),
        ("tzdata/zones", True),
        ("tzdata\\zoneinfo\\Europe\\Paris", False),
        ("tzdata/zoneinfo/tzdata.zi", False),
        ("tzdata/zoneinfo/Europe/Berlin2", False),
        ("icalendar\\tests\\calendars\\example.ics", False),
        ("dateutil\\zoneinfo\\dateutil-zoneinfo.tar.gz", False),
        ("docx\\templates\\default.docx", True),
        ("docx/templates/default-docx-template/word/styles.xml", False),
        ("docx/parts/__init__.py", True),
        ("PySide6\\translations\\qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("resources\\daten\\orte.txt.z", True),
        ("resources/lizenzen/qt/LGPL-3.0-only.txt", True),
        ("holidays\\locale\\de\\LC_MESSAGES\\DE.mo", True),
        ("holidays/locale/fr/LC_MESSAGES/FR.mo", False),
        ("keyring-25.7.0.dist-info\\METADATA", True),
        ("keyring-25.7.0.dist-info\\entry_points.txt", True),
        ("keyring-25.7.0.dist-info\\RECORD", False),
    ],
)
def test_data_that_nothing_reads_stay_out(name: str, *, kept: bool) -> None:
    assert contents.keep_data(name) is kept


def test_links_lead_somewhere() -> None:
    rows = [
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("libQt6Sql.so.6", "PySide6/Qt/lib/libQt6Sql.so.6", "SYMLINK"),
        ("pillow.libs/libz.so.1", "../libz.so.1", "SYMLINK"),
    ]
    packed = [*rows, ("PySide6/Qt/lib/libQt6Core.so.6", "x", "BINARY"), ("libz.so.1", "x", "BINARY")]
    assert contents.without_loose_links(rows, packed) == [rows[0], rows[2]]


def test_nothing_that_the_program_imports_is_left_out() -> None:
    source = ROOT / "src" / "netzwerkhilfe"
    named = set()
    for path in source.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                named |= {a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                named.add(node.module)
    assert not named & set(contents.EXCLUDED_MODULES)


# ---- executables ----------------------------------------------------------------------------------------------------
def image(*, body: bytes = b"code" * 300, certificate: bytes = b"", checksum: int = 0) -> bytes:
    """A small executable for 64-bit Windows, by the specification of PE/COFF."""
    data = body + bytes(-(512 + len(body)) % 8) if certificate else body
    place = 512 + len(data) if certificate else 0
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x22)
    optional = struct.pack("<H", 0x20B) + bytes(62) + struct.pack("<I", checksum) + bytes(40) + struct.pack("<I", 16)
    directories = b"".join(struct.pack("<II", *((place, len(certificate)) if n == 4 else (0, 0))) for n in range(16))
    return (dos + b"PE\0\0" + coff + optional + directories).ljust(512, b"\0") + data + certificate


def test_the_hash_of_a_program_stays_when_it_is_signed(tmp_path: Path) -> None:
    plain, signed = tmp_path / "a.exe", tmp_path / "b.exe"
    plain.write_bytes(image(body=b"odd" * 333))
    signed.write_bytes(image(body=b"odd" * 333, certificate=b"PKCS7" * 80, checksum=4711))
    one, two = pe.read(plain), pe.read(signed)
    assert one and two
    assert (one.signed, two.signed) == (False, True)
    assert two.signature() == b"PKCS7" * 80
    assert one.authenticode() == two.authenticode()
    head, data = plain.read_bytes()[:512], plain.read_bytes()[512:]
    optional = 64 + 24
    left = head[: optional + 64] + head[optional + 68 : optional + 144] + head[optional + 152 :]
    padded = left + data + bytes(-(512 + len(data)) % 8)
    assert one.authenticode() == hashlib.sha256(padded).hexdigest().upper()


def test_what_is_no_program_is_none(tmp_path: Path) -> None:
    for number, data in enumerate((b"", b"MZ", b"MZ" + bytes(100), b"\x7fELF" + bytes(100), image()[:200] + b"x")):
        path = tmp_path / str(number)
        path.write_bytes(data)
        found = pe.read(path)
        assert found is None or not found.signed


def test_windows_is_told_of_long_paths_letters_and_screens() -> None:
    root = ET.fromstring(windows_resources.manifest("NetzwerkHilfe", "Netzwerk Hilfe", VERSION))
    said = {e.tag.rsplit("}", 1)[-1]: (e.text or "").strip() for e in root.iter()}
    assert (said["longPathAware"], said["activeCodePage"]) == ("true", "UTF-8")
    assert said["dpiAwareness"].startswith("PerMonitorV2")
    levels = [e.get("level") for e in root.iter() if e.tag.endswith("requestedExecutionLevel")]
    assert levels == ["asInvoker"]
    assert len([e for e in root.iter() if e.tag.endswith("supportedOS")]) == 1


def test_the_version_is_that_of_the_project(tmp_path: Path) -> None:
    assert windows_resources.numbers("1.2.3") == (1, 2, 3, 0)
    assert windows_resources.numbers("1.2.3rc1") == (1, 2, 0, 0)
    path = windows_resources.version_file(tmp_path, "NetzwerkHilfe", "Netzwerk Hilfe", VERSION)
    text = path.read_text("utf-8")
    ast.parse(text)
    assert f"StringStruct('ProductVersion', '{VERSION}')" in text
    assert licence_texts.program_version() == VERSION


def test_icons_are_drawn_in_all_sizes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "packaging" / "draw_icon.py"), str(tmp_path)], check=True, timeout=120)
    for name in ("netzwerkhilfe.ico", "datei.ico"):
        data = (tmp_path / name).read_bytes()
        assert struct.unpack_from("<HHH", data) == (0, 1, 9)
        sizes = []
        for number in range(9):
            width, _, _, _, _, bits, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
            assert bits == 32
            body = data[offset : offset + length]
            assert len(body) == length
            assert body.startswith(b"\x89PNG" if width == 0 else struct.pack("<Iii", 40, width, 2 * width))
            assert len(set(body)) > 8, "something is drawn"
            sizes.append(width or 256)
        assert sizes == [16, 20, 24, 32, 40, 48, 64, 128, 256]
    assert (tmp_path / "netzwerkhilfe.png").read_bytes().startswith(b"\x89PNG")


def test_the_command_finds_the_code_in_the_windows_executable(tmp_path: Path) -> None:
    writers = pytest.importorskip("PyInstaller.archive.writers")
    code = compile("answer = 42", "probe.py", "exec")
    writers.ZlibArchiveWriter(str(tmp_path / "a.pyz"), [("probe", "probe.py", "PYMODULE")], {"probe": code})
    package = tmp_path / "a.pkg"
    writers.CArchiveWriter(str(package), [("PYZ.pyz", str(tmp_path / "a.pyz"), False, "z")], "libpython")
    executable = tmp_path / ("Netz.exe" if sys.platform == "win32" else "Netz")
    executable.write_bytes(b"starter" * 999 + package.read_bytes() + b"a signature behind it")
    name, script, kind = one_archive.prelude(executable, tmp_path)
    assert kind == "PYSOURCE"
    assert name.isidentifier()
    text = Path(script).read_text("utf-8")
    ast.parse(text)
    place = re.search(r"\?(\d+)", text)
    assert place
    offset = int(place[1])
    assert executable.read_bytes()[offset : offset + 4] == b"PYZ\0"
    assert repr(executable.name) in text


# ---- licence texts ------------------------------------------------------------------------------------------------
def test_each_part_has_a_text_or_a_reason() -> None:
    for part in licences.PARTS:
        assert part.name in licence_texts.PARTS or licence_texts.NOTE_ONLY[part.name]
    assert set(licence_texts.PARTS) <= {p.name for p in licences.PARTS}
    for name, texts in licence_texts.PARTS.items():
        for make in texts.values():
            assert len(make()) > 500, name


def test_the_texts_are_those_that_they_are_called() -> None:
    qt = {name: make() for name, make in licence_texts.PARTS["Qt"].items()}
    assert "Version 3, 29 June 2007" in qt["LGPL-3.0-only.txt"]
    assert "END OF TERMS AND CONDITIONS" in qt["GPL-3.0-only.txt"]
    assert qt["GPL-3.0-only.txt"].lstrip().startswith("GNU GENERAL PUBLIC LICENSE")
    cipher = licence_texts.PARTS["SQLCipher"]["LICENSE.txt"]()
    assert cipher.startswith("Copyright (c) 2008-2025, ZETETIC LLC")
    assert "<year>" not in cipher
    assert "Spyder" not in licence_texts.PARTS["Phosphor Icons"]["LICENSE.txt"]()


def test_a_file_of_nobody_ends_the_build(tmp_path: Path) -> None:
    stray = tmp_path / "elsewhere" / "mystery.bin"
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    with pytest.raises(licence_texts.Unaccounted, match=r"mystery\.bin"):
        licence_texts.owners([str(stray)], tmp_path / "built")


def test_files_know_their_owners(tmp_path: Path) -> None:
    import keyring
    import sqlcipher3

    assert licence_texts.owner(sqlcipher3.__file__, tmp_path) == "package:sqlcipher3"
    assert licence_texts.owner(keyring.__file__, tmp_path) == "package:keyring"
    assert licence_texts.owner(ast.__file__, tmp_path) == "python"
    assert licence_texts.owner(licences.__file__, tmp_path) == "program"
    assert licence_texts.owner(str(tmp_path / "x"), tmp_path) == "program"


def test_index_and_texts_are_written(tmp_path: Path) -> None:
    import PySide6
    import sqlcipher3

    target = tmp_path / "lizenzen"
    runtime = "C:\\x\\VCRUNTIME140.dll"
    packed = [sqlcipher3.__file__, PySide6.__file__, licences.__file__, str(tmp_path / runtime.rsplit("\\", 1)[-1])]
    licence_texts.collect(packed, target, tmp_path)
    found = licences.read(target / licences.INDEX)
    names = [c.name for c in found]
    assert names[0] == "Netzwerk Hilfe"
    assert {
        "sqlcipher3",
        "SQLCipher",
        "SQLite",
        "OpenSSL",
        "Python",
        "GeoNames",
        "pyinstaller",
        "PySide6_Essentials",
        "Qt",
        "Microsoft Visual C++ Runtime",
    } <= set(names)
    assert "FiraGO" not in names, "what is not packed is not listed"
    assert all(c.text() for c in found if c.name not in licence_texts.NOTE_ONLY)


# ---- for the IT of a town hall --------------------------------------------------------------------------------------
@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "NetzwerkHilfe"
    inside = folder / "_internal"
    index = inside / "resources" / licences.FOLDER
    index.mkdir(parents=True)
    (folder / "NetzwerkHilfe.exe").write_bytes(image(body=b"window" * 50))
    (folder / "netzwerkhilfe-cli.exe").write_bytes(image(body=b"command" * 50))
    (inside / "python312.dll").write_bytes(image(body=b"python" * 50, certificate=b"PKCS7" * 40))
    (inside / "_ctypes.pyd").write_bytes(image(body=b"ctypes" * 50))
    (inside / "lib.so").write_bytes(b"\x7fELF" + bytes(60))
    (inside / "words.txt").write_text("no program", "utf-8")
    rows = [
        {
            "name": "Netzwerk Hilfe",
            "version": VERSION,
            "licence": "EUPL-1.2",
            "note": "",
            "homepage": "",
            "files": [],
            "purl": "",
            "inside": [],
        },
        {
            "name": "pyrage",
            "version": "1.4.0",
            "licence": "MIT",
            "note": "",
            "homepage": "https://example.org",
            "files": [],
            "purl": "pkg:pypi/pyrage@1.4.0",
            "inside": [{"name": "age", "version": "0.11", "purl": "pkg:cargo/age@0.11"}],
        },
        {
            "name": "zlib1g (Debian)",
            "version": "1",
            "licence": "LicenseRef-zlib1g",
            "note": "n",
            "homepage": "",
            "files": [],
            "purl": "",
            "inside": [],
        },
        {
            "name": "pyinstaller",
            "version": "6",
            "licence": "GPL-2.0-or-later WITH Bootloader-exception",
            "note": "",
            "homepage": "",
            "files": [],
            "purl": "",
            "inside": [],
        },
    ]
    (index / licences.INDEX).write_text(json.dumps({"components": rows}), "utf-8")
    return folder


def test_facts_name_each_program_and_whether_it_is_signed(built: Path, tmp_path: Path) -> None:
    target = tmp_path / "fuer-die-it"
    facts.write(built, target, VERSION)
    text = (target / "dateien.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [r["Datei"] for r in rows] == [
        "NetzwerkHilfe.exe",
        "_internal/_ctypes.pyd",
        "_internal/lib.so",
        "_internal/python312.dll",
        "netzwerkhilfe-cli.exe",
    ]
    assert [r["signiert"] for r in rows] == ["nein", "nein", "", "ja", "nein"]
    for row in rows:
        assert row["SHA-256"] == hashlib.sha256((built / row["Datei"]).read_bytes()).hexdigest().upper()
    assert rows[0]["Authenticode-Hash (SHA-256)"] != rows[0]["SHA-256"]
    assert not re.search(r"\{[A-Z]+\}", (target / "LIESMICH.md").read_text("utf-8"))
    assert (target / "signieren.ps1").read_bytes().startswith(b"\xef\xbb\xbf")
    assert {p.name for p in target.iterdir()} == {
        "dateien.csv",
        "sbom.cdx.json",
        "applocker-programme.xml",
        "applocker-bibliotheken.xml",
        "wdac.xml",
        "signieren.ps1",
        "LIESMICH.md",
    }


def test_the_list_of_parts_follows_cyclonedx(built: Path, tmp_path: Path) -> None:
    facts.write(built, tmp_path / "f", VERSION)
    data = json.loads((tmp_path / "f" / "sbom.cdx.json").read_text("utf-8"))
    assert (data["bomFormat"], data["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", data["serialNumber"])
    program = data["metadata"]["component"]
    assert (program["name"], program["version"], program["type"]) == ("Netzwerk Hilfe", VERSION, "application")
    hashes = {c["name"]: c["hashes"][0] for c in program["components"]}
    assert hashes["NetzwerkHilfe.exe"]["alg"] == "SHA-256"
    pyrage = next(c for c in data["components"] if c["name"] == "pyrage")
    assert pyrage["purl"] == "pkg:pypi/pyrage@1.4.0"
    assert [c["purl"] for c in pyrage["components"]] == ["pkg:cargo/age@0.11"]
    references = [c["bom-ref"] for c in data["components"]]
    assert len(references) == len(set(references)) == 3
    depends = next(d for d in data["dependencies"] if d["ref"] == program["bom-ref"])
    assert set(depends["dependsOn"]) == set(references)


def test_rules_allow_exactly_these_files(built: Path) -> None:
    rows = [policies.Binary(r.place, r.size, r.authenticode) for r in facts.rows(built) if r.authenticode]
    found: dict[str | None, list[str]] = {}
    hashes: list[ET.Element] = []
    for kind in facts.APPLOCKER:
        root = ET.fromstring(policies.applocker(rows, VERSION, kind))
        (collection,) = root.iter("RuleCollection")  # who merges rules for programs gets none for libraries
        assert collection.get("EnforcementMode") == "NotConfigured", "merging it must not change a mode that is set"
        found[collection.get("Type")] = sorted(h.get("SourceFileName", "") for h in collection.iter("FileHash"))
        hashes += root.iter("FileHash")
    assert found == {"Exe": ["NetzwerkHilfe.exe", "netzwerkhilfe-cli.exe"], "Dll": ["_ctypes.pyd", "python312.dll"]}
    assert all(re.fullmatch(r"0x[0-9A-F]{64}", h.get("Data", "")) for h in hashes)
    supplement = ET.fromstring(policies.wdac(rows, VERSION))
    space = {"s": policies.WDAC}
    allowed = {e.get("ID", ""): e.get("Hash") for e in supplement.iterfind(".//s:Allow", space)}
    referred = [e.get("RuleID", "") for e in supplement.iterfind(".//s:FileRuleRef", space)]
    assert sorted(allowed) == sorted(referred)
    assert set(allowed.values()) == {r.authenticode for r in rows}
    assert supplement.get("PolicyType") == "Supplemental Policy"
    again = [policies.applocker(rows, VERSION, "Dll") for _ in range(2)]
    assert again[0] == again[1], "the same build gives the same rules"


def test_the_it_is_told_of_everything_that_is_written() -> None:
    text = (ROOT / "packaging" / "fuer-die-it.md").read_text("utf-8")
    places = Paths(Path("d"))
    names = [n for n, v in vars(Paths).items() if isinstance(v, property)]
    for name in {str(getattr(places, n).relative_to("d").parts[0]) for n in names}:
        assert name in text or name.endswith(".sperre"), name
    assert "Sperrdateien" in text
    for ending in OPENED:
        assert f"`{ending}`" in text


def test_the_portable_zip_says_so(built: Path, tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(portable.pack(built, tmp_path / "p.zip")) as archive:
        names = archive.namelist()
    assert f"NetzwerkHilfe/{PORTABLE}" in names
    assert "NetzwerkHilfe/_internal/python312.dll" in names


# ---- installer ------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def script() -> dict[str, list[str]]:
    """The sections of the installer's script, with its names for files put in."""
    text = (ROOT / "packaging" / "windows" / "netzwerkhilfe.iss").read_text("utf-8-sig")
    defined = dict(re.findall(r'^\s*#define (\w+) "([^"]*)"', text, re.MULTILINE)) | {"Version": VERSION}
    text = re.sub(r"\{#(\w+)\}", lambda m: defined.get(m[1], m[0]), text)
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if found := re.fullmatch(r"\[(\w+)\]", line.strip()):
            lines = sections.setdefault(found[1], [])
        elif line.strip() and not line.lstrip().startswith((";", "#")):
            lines.append(line)
    return sections


def values(lines: list[str]) -> dict[str, str]:
    return dict(line.split("=", 1) for line in lines)


def parameters(line: str) -> dict[str, str]:
    return {k: v.replace('""', '"') for k, v in re.findall(r'(\w+): (?:"((?:[^"]|"")*)"|[^;]*)', line)}


def test_no_administrator_is_needed(script: dict[str, list[str]]) -> None:
    setup = values(script["Setup"])
    assert setup["PrivilegesRequired"] == "lowest"
    assert setup["DefaultDirName"].startswith("{autopf}")
    assert setup["CloseApplications"] == "yes"
    assert re.fullmatch(r"\{\{[0-9A-F-]{36}\}", setup["AppId"])


def test_what_is_installed_is_what_build_spec_makes(script: dict[str, list[str]]) -> None:
    spec = (ROOT / "build.spec").read_text("utf-8")
    sources = [parameters(line)["Source"].rsplit("NetzwerkHilfe\\", 1)[1] for line in script["Files"]]
    assert sources == ["NetzwerkHilfe.exe", "netzwerkhilfe-cli.exe", "_internal\\*"]
    for name in ("NetzwerkHilfe", "netzwerkhilfe-cli"):
        assert f'executable("{name}"' in spec
    assert 'resources/symbole/{f.name}"' in spec
    assert values(script["Setup"])["SetupIconFile"].endswith("_internal\\resources\\symbole\\netzwerkhilfe.ico")
    assert 'icons = [str(made / "netzwerkhilfe.ico"), str(made / "datei.ico")]' in spec, "number 1 is the icon of files"


def test_each_file_type_opens_in_the_window(script: dict[str, list[str]]) -> None:
    rows = [parameters(line) for line in script["Registry"]]
    assert {r["Subkey"].split("\\")[2] for r in rows} >= set(OPENED)
    for ending in OPENED:
        kind = next(r["ValueData"] for r in rows if r["Subkey"] == f"Software\\Classes\\{ending}")
        below = {
            r["Subkey"].split(kind, 1)[1]: r["ValueData"]
            for r in rows
            if kind in r["Subkey"] and not r.get("ValueName")
        }
        assert re.search(r"[a-zäöü]", below[""]), "people read it"
        assert below["\\shell\\open\\command"] == '"{app}\\NetzwerkHilfe.exe" "%1"'
        assert below["\\DefaultIcon"] == "{app}\\NetzwerkHilfe.exe,1"
        assert any(
            kind in r["Subkey"] and r.get("ValueName") == "AppUserModelID" and r["ValueData"] == APP_ID for r in rows
        )
    assert all(line.startswith("Root: HKA;") for line in script["Registry"])
    leaves = [line for line in script["Registry"] if "\\DefaultIcon" not in line and "\\command" not in line]
    assert all("uninsdelete" in line for line in leaves if "ValueName" not in line)


def test_the_window_is_one_button(script: dict[str, list[str]]) -> None:
    assert all(parameters(line)["AppUserModelID"] == APP_ID for line in script["Icons"])


def test_data_stay_when_the_program_goes(script: dict[str, list[str]]) -> None:
    removed = [parameters(line)["Name"] for line in script["UninstallDelete"]]
    assert removed == ["{app}\\_internal", "{app}\\vorherige", "{app}"]
    assert "dirifempty; Name" in script["UninstallDelete"][2]
    code = "\n".join(script["Code"])
    assert "DelTree(ExpandConstant('{localappdata}" not in code
    assert "{localappdata}\\NetzwerkHilfe" in code


def test_the_script_is_whole(script: dict[str, list[str]]) -> None:
    code = re.sub(r"\{[^'#]*?\}|'(?:[^']|'')*'", "", "\n".join(script["Code"]))
    words = [w.lower() for w in re.findall(r"\w+", code)]
    assert words.count("begin") == words.count("end")
    assert code.count("(") == code.count(")")
    messages = {line.split("=")[0].removeprefix("de.") for line in script["CustomMessages"]}
    text = "\n".join(line for lines in script.values() for line in lines)
    used = set(re.findall(r"CustomMessage\('(\w+)'\)", text)) | set(re.findall(r"\{cm:(\w+)\}", text))
    assert used == messages
    raw = (ROOT / "packaging" / "windows" / "netzwerkhilfe.iss").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf"), "the compiler reads UTF-8 only with a mark"


# ---- Windows without Windows -----------------------------------------------------------------------------------------
@pytest.fixture
def smoke(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """tools/windows_smoke, without running it."""
    if sys.platform == "win32":
        pytest.skip("a tool for Linux")
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return runpy.run_path(str(ROOT / "tools" / "windows_smoke"), run_name="looked_at")


def test_every_test_is_run_under_wine_once(smoke: dict[str, Any]) -> None:
    def files(words: str) -> list[Path]:
        found = [ROOT / word for word in words.split()]
        return [f for p in found for f in ([p] if p.is_file() else p.rglob("test_*.py"))]

    run = [file for part in smoke["parts"]([]) for file in files(part)]
    assert sorted(run) == sorted((ROOT / "tests").rglob("test_*.py"))


def test_tests_are_counted_from_their_reports(smoke: dict[str, Any], tmp_path: Path) -> None:
    report = tmp_path / "r.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>')
    assert smoke["counts"](report) == {"passed": 3, "failed": 3, "skipped": 3}
    assert smoke["counts"](tmp_path / "none.xml")["failed"] == 1, "a process that died counts"


def test_the_trial_of_the_installer_speaks_of_the_same_things(
    smoke: dict[str, Any], script: dict[str, list[str]]
) -> None:
    trial = (ROOT / "tools" / "inno.py").read_text("utf-8")
    assert values(script["Setup"])["AppId"].removeprefix("{") + "_is1" in trial
    kinds = smoke["inno"].KINDS
    assert set(kinds) == set(OPENED)
    for ending, kind in kinds.items():
        assert any(ending in line and f"NetzwerkHilfe.{kind}" in line for line in script["Registry"])


def test_what_stands_in_for_missing_libraries_is_a_library(smoke: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "icuuc.dll"
    path.write_bytes(smoke["wine"].empty_dll())
    found = pe.read(path)
    assert found is not None and not found.signed
    assert {Path(s).name for s in smoke["STUBS"]} == {"icuuc.dll", "mscms.dll"}
    assert not contents.keep_binary("PySide6\\icuuc.dll"), "build.spec does not pack it"


# ---- what others read ------------------------------------------------------------------------------------------------
def test_publiccode_names_what_the_standard_asks_for() -> None:
    text = (ROOT / "publiccode.yml").read_text("utf-8")
    for key in (
        "publiccodeYmlVersion",
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "description",
        "legal",
        "maintenance",
        "localisation",
    ):
        assert re.search(rf"^{key}:", text, re.MULTILINE), key
    assert re.search(r"^\s+license: EUPL-1\.2$", text, re.MULTILINE)
    for language in ("de", "en"):
        part = re.search(rf"^  {language}:\n((?:    .*\n|\n)+)", text, re.MULTILINE)
        assert part, language
        short = re.search(r"shortDescription: (.+)", part[1])
        assert short and len(short[1]) <= 150
        long = re.search(r"longDescription: \|\n((?:      .*\n|\n)+)", part[1])
        assert long and 150 <= len(" ".join(long[1].split())) <= 10_000
        assert "features:" in part[1]


def test_links_of_the_docs_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
            if "://" not in link and not link.startswith("mailto:"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_workflows_run_what_the_readme_says_and_try_the_package() -> None:
    folder = ROOT / ".github" / "workflows"
    text = "\n".join(p.read_text("utf-8") for p in sorted(folder.glob("*.yml")))
    for system in ("windows-latest", "ubuntu-latest", "macos-latest"):
        assert system in text
    for command in ("start.py test", "start.py --no-window", "build.spec", "netzwerkhilfe-cli", "selftest"):
        assert command in text, command
    for action in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"actions/[\w-]+@v\d+", action), action
