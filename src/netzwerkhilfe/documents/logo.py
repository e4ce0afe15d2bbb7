"""The picture at the head of papers."""

from __future__ import annotations

import io

from reportlab.lib.units import mm

HEIGHT, WIDTH = 16 * mm, 60 * mm


def sized(content: bytes | None) -> tuple[bytes, float, float] | None:
    """A picture with its width and height on paper, in points; nothing if there is none that can be read.

    Colours of print shops (CMYK) become those of screens: a paper has one kind (ISO 19005-2, 6.2.4.3).
    """
    if not content:
        return None
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content)) as picture:
            picture.load()
            width, height = picture.size
            if picture.mode == "CMYK":
                out = io.BytesIO()
                picture.convert("RGB").save(out, "PNG")
                content = out.getvalue()
    except Exception:  # noqa: BLE001 - a damaged picture must not keep a paper from being printed
        return None
    scale = min(WIDTH / width, HEIGHT / height)
    return content, width * scale, height * scale
