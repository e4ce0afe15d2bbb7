"""Draws the icons of the program from its own mark: ``python packaging/draw_icon.py FOLDER``.

Writes ``netzwerkhilfe.ico`` (the program), ``datei.ico`` (a file of the program: a sheet with the mark) and
``netzwerkhilfe.png`` (256 pixels, for Linux). Runs as a process of its own, since Qt should not live inside
PyInstaller.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
TEAL, WHITE, GREY = "#0B6B70", "#FFFFFF", "#8A9499"


def mark(size: int) -> QImage:
    """The mark, as the window shows it."""
    from netzwerkhilfe.ui.kit import icons

    return icons.logo(size // 2, TEAL, WHITE).toImage()  # drawn at twice its size


def sheet(size: int) -> QImage:
    """A sheet of paper with a folded corner, and the mark on it."""
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

    made = QImage(size, size, QImage.Format.Format_ARGB32)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top, right, bottom, fold = (size * share for share in (0.14, 0.04, 0.86, 0.96, 0.22))
    outline = [(left, top), (right - fold, top), (right, top + fold), (right, bottom), (left, bottom)]
    painter.setPen(QPen(QColor(GREY), max(1.0, size / 32)))
    painter.setBrush(QColor(WHITE))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in outline]))
    painter.drawPolyline([QPointF(right - fold, top), QPointF(right - fold, top + fold), QPointF(right, top + fold)])
    side = size * 0.46
    box = QRectF(size / 2 - side / 2, size * 0.4, side, side)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(box, mark(256))
    painter.end()
    return made


def png(image: QImage) -> bytes:
    """An image as PNG."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # the stubs say bytes, the binding takes text
        raise SystemExit("Qt could not write a PNG")
    return bytes(held.data())


def bitmap(image: QImage) -> bytes:
    """An image as icons hold it: a header, the rows from below, and an empty mask."""
    from PySide6.QtGui import QImage

    size = image.width()
    pixels = image.convertToFormat(QImage.Format.Format_ARGB32)
    bits, line = bytes(pixels.constBits()), pixels.bytesPerLine()
    rows = [bits[y * line :][: size * 4] for y in reversed(range(size))]
    mask = bytes((size + 31) // 32 * 4 * size)
    header = struct.pack("<IiiHHIIiiII", 40, size, size * 2, 1, 32, 0, size * size * 4 + len(mask), 0, 0, 0, 0)
    return header + b"".join(rows) + mask


def ico(images: list[QImage]) -> bytes:
    """An icon of several sizes; the largest as PNG, the others as bitmaps that every tool reads."""
    bodies = [png(i) if i.width() == 256 else bitmap(i) for i in images]
    offset = 6 + 16 * len(images)
    head = struct.pack("<HHH", 0, 1, len(images))
    for image, body in zip(images, bodies, strict=True):
        side = image.width() % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(body), offset)
        offset += len(body)
    return head + b"".join(bodies)


def draw(folder: Path) -> None:
    """Write the three files."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    sys.path.insert(0, str(ROOT / "src"))
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "netzwerkhilfe.ico").write_bytes(ico([mark(s) for s in SIZES]))
    (folder / "datei.ico").write_bytes(ico([sheet(s) for s in SIZES]))
    (folder / "netzwerkhilfe.png").write_bytes(png(mark(256)))
    del application


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
