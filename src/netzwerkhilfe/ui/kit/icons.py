"""Icons: Phosphor glyphs out of the font that ships with qtawesome, drawn once and cached.

qtawesome itself is not imported (285 ms); only its font file and the map of names are read.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPen, QPixmap

from netzwerkhilfe import atomic, paths
from netzwerkhilfe.ui.kit import theme


@functools.cache
def _glyphs() -> tuple[str, dict[str, str]]:
    spec = importlib.util.find_spec("qtawesome")
    assert spec and spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    font_file = next(folder.glob("phosphor-*.ttf"))
    names = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text("utf-8"))
    number = QFontDatabase.addApplicationFont(str(font_file))
    return QFontDatabase.applicationFontFamilies(number)[0], {n: chr(int(c, 16)) for n, c in names.items()}


def ratios() -> list[float]:
    """The device pixel ratios of all screens, the finest first; a window may be moved to any of them."""
    return sorted({s.devicePixelRatio() for s in QGuiApplication.screens()} or {1.0}, reverse=True)


@functools.lru_cache(maxsize=1200)
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    family, glyphs = _glyphs()
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(family)
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, glyphs.get(name, glyphs["circle"]))
    painter.end()
    return pixmap


def pixmap(name: str, color: str = "text2", size: int = 18, ratio: float = 0) -> QPixmap:
    """An icon in a colour token and a size in logical pixels, for one screen's ratio or for the finest of all."""
    return _pixmap(name, theme.token(color) if not color.startswith("#") else color, size, ratio or ratios()[0])


def icon(name: str, color: str = "text2", size: int = 18, gap: int = 0) -> QIcon:
    """The same for buttons, with a gap to the text at its right; sharp on each screen that is there."""
    made = QIcon()
    for ratio in ratios():
        drawn = pixmap(name, color, size, ratio)
        if gap:
            wide = QPixmap(round((size + gap) * ratio), drawn.height())
            wide.setDevicePixelRatio(ratio)
            wide.fill(Qt.GlobalColor.transparent)
            painter = QPainter(wide)
            painter.drawPixmap(0, 0, drawn)
            painter.end()
            drawn = wide
        made.addPixmap(drawn)
    return made


@functools.cache
def file_of(name: str, color: str) -> str:
    """A picture file for style sheets, which take icons only from files; kept in the cache, so that no start leaves
    one."""
    path = paths.cache_dir() / f"{name}-{color.lstrip('#')}.png"
    if not path.exists():
        from PySide6.QtCore import QBuffer, QIODevice

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        _pixmap(name, color, 14, 1.0).save(buffer, "PNG")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write_bytes(path, bytes(buffer.data().data()))
        except OSError:  # a home that cannot be written: the box shows its colour alone
            return ""
    return path.as_posix()


def draw_stage(painter: QPainter, rect: QRectF, phase: int, *, future: bool = False) -> None:
    """The ring of a stage: empty, a third, two thirds, a check; dotted grey while it lies ahead."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = theme.color("border") if future else theme.color(f"stage{min(phase, 3)}")
    circle = rect.adjusted(1, 1, -1, -1)
    pen = QPen(color, 1.5)
    if future:
        pen.setDashPattern([1.6, 1.8])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if phase >= 4 and not future:
        painter.setBrush(color)
        painter.drawEllipse(circle)
        w = circle.width()
        pen = QPen(theme.color("surface"), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        a, b = circle.left(), circle.top()
        painter.drawPolyline(
            [
                QPointF(a + 0.28 * w, b + 0.52 * w),
                QPointF(a + 0.44 * w, b + 0.67 * w),
                QPointF(a + 0.73 * w, b + 0.36 * w),
            ]
        )
    else:
        painter.drawEllipse(circle)
        if phase and not future:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            share = {1: 120, 2: 240, 3: 330}[min(phase, 3)]
            painter.drawPie(circle.adjusted(2.2, 2.2, -2.2, -2.2), 90 * 16, -share * 16)
    painter.restore()


@functools.cache
def logo(size: int, color: str, on_color: str) -> QPixmap:
    """Our mark: four offices joined to a ring."""
    ratio = 2.0
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.22, size * 0.22)
    middle, reach = size / 2, size * 0.27
    points = [
        QPointF(middle, middle - reach),
        QPointF(middle + reach, middle),
        QPointF(middle, middle + reach),
        QPointF(middle - reach, middle),
    ]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(on_color), size * 0.06))
    painter.drawPolygon(points)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(on_color))
    for point in points:
        painter.drawEllipse(point, size * 0.1, size * 0.1)
    painter.end()
    return made


def app_icon() -> QIcon:
    """The icon of the window."""
    made = QIcon()
    for size in (16, 32, 48, 128):
        made.addPixmap(logo(size, "#0B6B70", "#FFFFFF"), QIcon.Mode.Normal)
    made.addPixmap(logo(64, "#0B6B70", "#FFFFFF").scaled(QSize(256, 256)), QIcon.Mode.Normal)
    return made
