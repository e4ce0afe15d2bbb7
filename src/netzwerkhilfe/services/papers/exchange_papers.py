"""What a PC prints of its own: the recovery sheet, the report of an exchange."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from netzwerkhilfe.models.papers import ExchangePaper, RecoverySheet
from netzwerkhilfe.services.papers import common
from netzwerkhilfe.services.papers.registry import About, Paper, Subject, register
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reader import Reader


def recovery(reader: Reader, key: str) -> RecoverySheet:
    """What the recovery sheet prints."""
    return RecoverySheet(
        common.network_name(reader), common.office_name(reader), reader.person, key, common.today_in_figures(reader)
    )


def exchange_report(reader: Reader, at: str, place: str, person: str, sentences: Sequence[str]) -> ExchangePaper:
    """What the report of an exchange prints, with the conflicts that are open now."""
    facts = reader.facts()
    with reader.reading() as cursor:
        found = reading.conflicts(cursor)
    lines = []
    for conflict in found:
        snapshot = reader.get(conflict.id)
        title = snapshot.title(facts) if snapshot else conflict.id
        lines.append(f"{conflict.kind.singular} {title}: {conflict.kind.label(conflict.register)}")
    moment = dt.datetime.fromisoformat(at).astimezone() if at else reader.now().astimezone()
    when = f"{common.day_in_words(moment.date().isoformat())}, {moment:%H:%M} Uhr · {place} · {person}"
    return ExchangePaper(common.network_name(reader), common.office_name(reader), when, list(sentences), lines)


def _report(reader: Reader, subject: Subject) -> ExchangePaper:
    given = subject.given
    return exchange_report(reader, given["at"], given["place"], given["person"], given["sentences"])


register(
    Paper(
        key="exchange-report",
        name="Bericht zum Austausch",
        says="was kam, was ging, was zu entscheiden ist",
        about=About.EVENT,
        when="nach jedem Austausch, auch im Verlauf",
        rank=10,
        template=ExchangePaper,
        gather=_report,
    )
)
register(
    Paper(
        key="recovery-sheet",
        name="Wiederherstellungsblatt",
        says="der Schlüssel, der die Daten ohne Kennwort öffnet",
        about=About.EVENT,
        when="beim Gründen, beim Beitreten und für einen neuen Schlüssel",
        rank=20,
        template=RecoverySheet,
        gather=lambda store, subject: recovery(store, subject.given["key"]),
    )
)
