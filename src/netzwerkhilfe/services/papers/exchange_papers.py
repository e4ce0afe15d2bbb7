"""What a PC prints of its own: the recovery sheet, the report of an exchange."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from netzwerkhilfe.models.papers import ExchangePaper, RecoverySheet
from netzwerkhilfe.services.papers import common
from netzwerkhilfe.services.papers.registry import About, Paper, Subject, register
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.store import Store


def recovery(store: Store, key: str) -> RecoverySheet:
    """What the recovery sheet prints."""
    return RecoverySheet(
        common.network_name(store), common.office_name(store), store.person, key, common.today_in_figures(store)
    )


def exchange_report(store: Store, at: str, place: str, person: str, sentences: Sequence[str]) -> ExchangePaper:
    """What the report of an exchange prints, with the conflicts that are open now."""
    facts = store.facts()
    with store.reading() as cursor:
        found = reading.conflicts(cursor)
    lines = []
    for conflict in found:
        snapshot = store.get(conflict.id)
        title = snapshot.title(facts) if snapshot else conflict.id
        lines.append(f"{conflict.kind.singular} {title}: {conflict.kind.label(conflict.register)}")
    moment = dt.datetime.fromisoformat(at).astimezone() if at else store.now().astimezone()
    when = f"{common.day_in_words(moment.date().isoformat())}, {moment:%H:%M} Uhr · {place} · {person}"
    return ExchangePaper(common.network_name(store), common.office_name(store), when, list(sentences), lines)


def _report(store: Store, subject: Subject) -> ExchangePaper:
    given = subject.given
    return exchange_report(store, given["at"], given["place"], given["person"], given["sentences"])


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
