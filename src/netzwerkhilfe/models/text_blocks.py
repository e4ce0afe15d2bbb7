"""Text blocks: sentences that come again in minutes, each under a short name."""

from __future__ import annotations

from netzwerkhilfe.models.base import Kind, Record, called, register_kind, required
from netzwerkhilfe.models.fields import INTEGER, LONG, TEXT, field


class TextBlock(Record):
    """A sentence, with what a meeting fills in between brackets (``services/meetings/text_blocks.py``)."""

    title: str | None = field("Kurzname", TEXT, required=True, width=2)
    rank: int | None = field("Reihenfolge", INTEGER)
    text: str | None = field(
        "Text",
        LONG,
        required=True,
        width=4,
        help="[Leitung], [Schriftführung], [Beginn], [Ende], [Anwesend], [Mitglieder], [Thema] füllt die Sitzung aus.",
    )


register_kind(
    Kind(
        "text_blocks",
        TextBlock,
        "Textbaustein",
        "Textbausteine",
        called("title"),
        check=required("title", "text"),
        listed=False,
    )
)
