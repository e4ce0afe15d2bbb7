"""What goes into the built folder and what stays out, by the names of all three systems.

Of Qt only what is named here is packed; of everything else, all that is not excluded.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[str, str, str]
"""A row of PyInstaller's tables: place in the folder, source, type."""

EXCLUDED_MODULES = [
    # nobody needs them to run
    "tkinter",
    "unittest",
    "pydoc",
    "doctest",
    "lib2to3",
    "test",
    "setuptools",
    "pip",
    "mypy",
    "pytest",
    "hypothesis",
    "IPython",
    "numpy",
    "matplotlib",
    "qtpy",
    "qtawesome",
    "packaging",
    "psycopg",
    "cyclonedx",
    "defusedxml",
    "charset_normalizer",  # bs4 guesses the encoding of bytes with it; it is only given text
    # this program talks to no network
    "ssl",
    "_ssl",
    "_hashlib",  # Python's own SHA-256 takes a seventh of a second for 50 MB; so OpenSSL's library stays out
    "_codecs_cn",
    "_codecs_hk",
    "_codecs_iso2022",
    "_codecs_jp",
    "_codecs_kr",
    "_codecs_tw",
    "_multibytecodec",
    # the keyring of Linux: SecretStorage needs `cryptography` (14 MB) and D-Bus; without it the packaged program asks
    # for the passphrase
    "secretstorage",
    "jeepney",
    "cryptography",
    "keyring.testing",
    # parts of packages for others
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.oracle",
    "sqlalchemy.dialects.mssql",
    "phonenumbers.geodata",
    "phonenumbers.geocoder",
    "phonenumbers.carrierdata",
    "phonenumbers.carrier",
    "phonenumbers.tzdata",
    "phonenumbers.timezone",
    "lxml.html",
    "lxml.objectify",
    "lxml.isoschematron",
    "lxml.cssselect",
    "lxml.sax",
    "lxml.builder",
    "lxml.usedoctest",
    "lxml.pyclasslookup",
    # headings of lists are compared with a few hundred names: rapidfuzz's own Python does
    "rapidfuzz.fuzz_cpp",
    "rapidfuzz.fuzz_cpp_avx2",
    "rapidfuzz.fuzz_cpp_sse2",
    "rapidfuzz.process_cpp_impl",
    "rapidfuzz.utils_cpp",
    "rapidfuzz._feature_detector_cpp",
    "rapidfuzz.distance._initialize_cpp",
    "rapidfuzz.distance.metrics_cpp",
    "rapidfuzz.distance.metrics_cpp_avx2",
    "rapidfuzz.distance.metrics_cpp_sse2",
    "zstandard.backend_cffi",
    "zstandard._cffi",
    "icalendar.tests",
    "dateutil.zoneinfo",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._imagingtk",
    "PIL._avif",
    "PIL._webp",
    "PIL.SpiderImagePlugin",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtSql",
    "PySide6.QtTest",
    "PySide6.QtOpenGL",
    "PySide6.QtSvg",
    "PySide6.QtDesigner",
    "PySide6.QtHelp",
    "PySide6.QtUiTools",
    "PySide6.QtDBus",
    "PySide6.QtXml",
    "PySide6.QtConcurrent",
]

QT_LIBRARIES = {
    "qt6core",
    "qt6gui",
    "qt6widgets",
    "qt6printsupport",
    # Linux
    "qt6dbus",
    "qt6xcbqpa",
    "qt6waylandclient",
    "icudata",
    "icui18n",
    "icuuc",
    # Windows
    "pyside6.abi3",
    "shiboken6.abi3",
    "msvcp140",
    "msvcp140_1",
    "msvcp140_2",
    "vcruntime140",
    "vcruntime140_1",
}
QT_PLUGINS = {
    "platforms/qwindows",
    "platforms/qoffscreen",
    "platforms/qxcb",
    "platforms/qwayland",
    "platforms/qcocoa",
    "imageformats/qjpeg",
    "imageformats/qgif",
    "imageformats/qico",
    "styles/qmodernwindowsstyle",
    "styles/qmacstyle",
    "printsupport/cupsprintersupport",
    "platformthemes/qxdgdesktopportal",
    "wayland-shell-integration/xdg-shell",
    "wayland-decoration-client/bradient",
}
QT_MODULES = {"qtcore", "qtgui", "qtwidgets", "qtprintsupport"}

DATA_LEFT_OUT = (
    r"(^|/)tests?/",
    r"^icalendar/",
    r"^dateutil/zoneinfo/",
    r"^tzdata/zoneinfo/(?!europe/berlin$|utc$)",
    r"^docx/(?!parts/__init__\.py$|templates/[^/]+$)",  # the templates once more, unpacked
    r"^pyside6/(qt/)?translations/(?!qtbase_de\.)",
    r"^pymupdf_fonts/",
    r"^lxml/isoschematron/",
    r"^holidays/locale/(?!de/)",
    r"/(record|installer|requested|wheel|direct_url\.json)$",  # of metadata that a package reads about itself
    r"\.dist-info/(licenses|licenses/.*|sboms/.*|license[^/]*)$",  # these travel in resources/lizenzen
    r"(^|/)py\.typed$|\.pyi$",
)
HELPERS_OF_X = re.compile(r"lib(xcb-(?!glx)|xkbcommon)")
FONTS = ("FiraGO_Regular", "FiraGO_Bold", "FiraGO_Italic")


def plain(name: str) -> str:
    """A place in the folder, alike on each system."""
    return name.replace("\\", "/").lower()


def stem(name: str) -> str:
    """A library's name without prefix, version and ending: ``libQt6Core.so.6`` and ``Qt6Core.dll`` alike."""
    last = plain(name).rsplit("/", 1)[-1].removeprefix("lib")
    found = re.split(r"\.(?:so|dll|dylib|pyd|cpython)\b", last)[0]
    return re.sub(r"^qt(?!6)(?=[a-z])", "qt6", found) if ".framework/" in plain(name) else found


def keep_binary(name: str) -> bool:
    """Whether a library, plugin or extension is packed."""
    place = plain(name)
    if "/" not in place:  # a library of the system, Python's own, or a link to one below
        return not (stem(name).startswith("qt6") and stem(name) not in QT_LIBRARIES)
    if not place.startswith("pyside6/"):
        return True
    if re.search(r"/icu[a-z]+\.dll$", place):  # Windows brings its own
        return False
    if "/plugins/" in place:
        kind, file = place.rsplit("/plugins/", 1)[1].split("/", 1)
        return f"{kind}/{stem(file)}" in QT_PLUGINS
    if re.search(r"/(qt[a-z0-9]+)(\.abi3)?\.(so|pyd)$", place):
        return stem(place).removesuffix(".abi3") in QT_MODULES
    return stem(name) in QT_LIBRARIES or stem(name).startswith("pyside6")


def keep_data(name: str) -> bool:
    """Whether a file of data is packed."""
    return not any(re.search(pattern, plain(name)) for pattern in DATA_LEFT_OUT)


def keep_module(name: str) -> bool:
    """Whether a Python module is packed; only for what cannot be excluded by name."""
    return not name.startswith("pymupdf_fonts.") or name.endswith(FONTS)


def wanted(binaries: Iterable[Entry]) -> list[Entry]:
    """The rows of libraries that are packed."""
    return [row for row in binaries if keep_binary(row[0])]


def without_desktop(binaries: list[Entry]) -> list[Entry]:
    """Leave out what a desktop brings itself (Linux): X, glib, fontconfig, D-Bus, CUPS and what these need.

    Wheels carry what they may not expect of a system, so only Python's own modules need libraries of the machine that
    builds; and the small helpers of X that a fresh desktop lacks.
    """
    from PyInstaller.depend import bindepend

    libraries = {row[0]: row for row in binaries if row[2] == "BINARY" and re.match(r"lib[^/]+\.so", row[0])}
    own = [row for row in binaries if re.match(r"(python3\.\d+/lib-dynload/|libpython)", row[0])]
    reached = {name for name in libraries if name.startswith("libpython") or HELPERS_OF_X.match(name)}
    waiting = [row[1] for row in own]
    while waiting:
        for name, _place in bindepend.get_imports(waiting.pop()):
            if name in libraries and name not in reached and not name.startswith(("libstdc++", "libgcc_s")):
                reached.add(name)
                waiting.append(libraries[name][1])
    return [row for row in binaries if row[0] not in libraries or row[0] in reached]


def without_loose_links(rows: list[Entry], packed: Iterable[Entry]) -> list[Entry]:
    """Leave out symbolic links to files that are not packed."""
    places = {plain(row[0]) for row in packed}
    return [row for row in rows if row[2] != "SYMLINK" or _target(row) in places]


def _target(link: Entry) -> str:
    """The place that a symbolic link points to."""
    parts: list[str] = []
    for part in [*Path(link[0]).parent.parts, *Path(link[1]).parts]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return plain("/".join(parts))


def stripped(binaries: Iterable[Entry], folder: Path) -> list[Entry]:
    """Copies without tables for debuggers, where that saves something (Linux).

    Qt stays as it came, so that it can be replaced like for like; ICU beside it is not Qt. What `auditwheel` rewrote
    (``*.libs``) stays too: strip may break it.
    """
    tool = shutil.which("strip")
    found = []
    for row in binaries:
        name, source, kind = row
        place = plain(name)
        qt = place.startswith(("pyside6/", "shiboken6/")) and not stem(name).startswith("icu")
        if not tool or kind not in ("BINARY", "EXTENSION") or qt or ".libs/" in place:
            found.append(row)
            continue
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([tool, "--strip-unneeded", "-o", str(target), source], check=True)  # noqa: S603 - a tool of the build's system
        smaller = target.stat().st_size < Path(source).stat().st_size * 0.95
        shutil.copymode(source, target)
        found.append((name, str(target) if smaller else source, kind))
    return found
