"""Text blocks: sentences that come again in minutes, each under a short name."""

from __future__ import annotations

from netzwerkhilfe.models.base import Kind, Record, called, register_kind, required
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import INTEGER, LONG, TEXT, field


class Blank(Choice):
    """What a meeting fills in where its name stands between brackets."""

    CHAIR = "chair", "Leitung"
    MINUTE_TAKER = "minute_taker", "Schriftführung"
    BEGIN = "begin", "Beginn"
    END = "end", "Ende"
    PRESENT = "present", "Anwesend"
    MEMBERS = "members", "Mitglieder"
    SUBJECT = "subject", "Thema"


class TextBlock(Record):
    """A sentence with :class:`Blank` s."""

    title: str | None = field("Kurzname", TEXT, required=True, width=2)
    rank: int | None = field("Reihenfolge", INTEGER)
    text: str | None = field(
        "Text",
        LONG,
        required=True,
        width=4,
        help=f"{', '.join(f'[{b.label}]' for b in Blank)} füllt die Sitzung aus.",
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
