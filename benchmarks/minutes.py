"""The PDF of long minutes, from the store to the last byte, against the same flowables in bare ReportLab."""

from __future__ import annotations

import datetime as dt
import gc
import io
import random
import statistics
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from benchmarks import stores
from benchmarks.packages import Row, clock
from netzwerkhilfe import output
from netzwerkhilfe.documents.base import BOTTOM, LEFT, RIGHT, TOP
from netzwerkhilfe.documents.blocks import story_of
from netzwerkhilfe.models.meetings import Meeting
from netzwerkhilfe.services.meetings import body, decisions, meetings, sitting
from netzwerkhilfe.services.papers import meeting_papers
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

WORDS = [
    "Leitungsteam",
    "Verbandsgemeinde",
    "Wohnung",
    "Praktikum",
    "Fahrdienst",
    "Kleiderkammer",
    "vereinbart",
    "berichtet",
    "beschließt",
    "nachdem",
    "weil",
    "und",
    "oder",
    "der",
    "die",
    "das",
    "Haushaltsmittel",
    "Traumaberatung",
    "Integrationslotsinnen",
    "Öffnungszeiten",
    "Donaudampfschifffahrtsgesellschaft",
    "Straßenbeleuchtungsanlage",
    "&",
    "<b>",
    "7.680",
    "€",
]
HOSTILE = (
    "<b>fett</b> & <para> \"Anführung\" 'einfach' < > &amp; </p>",
    "Київ Наталія Ωμέγα Łódź Žižkov İstanbul",
    "عائلة من سوريا تبحث عن شقة",
    "x" * 700,
    "Tabulator\tund\x07Steuerzeichen",
    "Zeile\n" * 60,
    "🏠 ausgezogen",
    "a\u0301\u0323" * 80,
)
TEAM = (
    "Gisela Bauer",
    "Tobias Kern",
    "Elif Demir",
    "Sabine Roth",
    "Hans-Jürgen Fischer",
    "Petra Wagner",
    "Samir Haddad",
    "Matthias Oster",
)


def long_meeting(store: Store, items: int = 12, seed: int = 7, length: int = 300) -> Snapshot[Meeting]:
    """A held meeting with so many items, each with pages of text, decisions and tasks, some of it hostile."""
    chance = random.Random(seed)

    def text(count: int) -> str:
        words = [chance.choice(WORDS) for _ in range(count)]
        for i in range(90, count, 110):
            words[i] += ".\n\n"
        return " ".join(words)

    if not body.seats(store):
        with store.change() as change:
            for i, name in enumerate(TEAM):
                change.add("people", {"name": name, "steering_group": True, "role": body.BENCHES[i % 2]})
    with store.change() as change:
        made = change.add(
            "meetings",
            {
                "title": "Leitungsteam mit einem sehr langen Titel, der in keinem Fuß und keiner Kopfzeile Platz "
                "findet, weil er niemals endet",
                "date": (store.today() - dt.timedelta(days=3)).isoformat(),
                "start": "18:00",
                "stage": "gehalten",
                "began": "18:00",
                "ended": "23:10",
                "chair": "Petra Wagner",
                "minute_taker": "Matthias Oster",
                "venue": "Bürgerhaus <b>Maxdorf</b>",
                "style": "Verlaufsprotokoll",
                "introduction": text(60),
            },
        )
        for i in range(items):
            item = change.add(
                "agenda_items",
                {
                    "parent": made.id,
                    "position": (i + 1) * 10,
                    "title": f"{text(8)} {HOSTILE[i % len(HOSTILE)][:120]}",
                    "minutes": 20,
                    "text": f"{text(length)}\n\n{HOSTILE[i % len(HOSTILE)]}",
                    "description": text(90),
                    "cost": 768000,
                    "dealt": "behandelt",
                    "begun": f"{18 + i // 4}:{(i % 4) * 15:02}",
                },
                root=made.root,
            )
            for j in range(1 + i % 3):
                change.add(
                    "resolutions",
                    {
                        "parent": made.id,
                        "item": item.id,
                        "position": j + 1,
                        "wording": text(50 if i != 5 else 320) + HOSTILE[(i + j) % len(HOSTILE)][:200],
                        "yes": 5,
                        "no": 2,
                        "abstention": 1,
                    },
                    root=made.root,
                )
            change.add(
                "tasks",
                {"title": text(12), "person": TEAM[i % 8], "state": "offen", "about": item.id, "meeting": made.id},
                space="net",
            )
        record = made.id
    for seat in body.seats(store):
        with store.change() as change:
            sitting.mark(change, change.require(record, Meeting), seat, state="anwesend")
    return store.require(record, Meeting)


def minutes_pdf(base: Path) -> list[Row]:
    """From the store to the PDF against the same flowables without heads, feet and page counts."""
    store = stores.large(base / "minutes", 10)
    meeting = long_meeting(store)
    paper = meeting_papers.minutes_paper(store, meeting)

    def ours() -> bytes:
        return output.pdf(store, meeting, "minutes")

    def bare() -> bytes:
        out = io.BytesIO()
        document = BaseDocTemplate(out, pagesize=A4)
        frame = Frame(LEFT, BOTTOM, A4[0] - LEFT - RIGHT, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate("page", [frame]))
        document.build(story_of(paper))
        return out.getvalue()

    ours(), bare()  # fonts and caches
    times = []
    for _ in range(15):
        gc.collect()
        mine = clock(ours)
        gc.collect()
        times.append((mine, clock(bare)))
    mine, theirs = (statistics.median(t[i] for t in times) for i in (0, 1))
    rows: list[Row] = [
        (
            "Niederschrift von 25 Seiten als PDF, mit Lesen, gegen dieselben Absätze und Tabellen in nacktem ReportLab",
            mine,
            theirs,
            1.2,
        )
    ]
    assert len(decisions.of_meeting(store, sitting.read(store, meeting))) > len(
        meetings.schedule_of(store, meeting).lines
    )
    store.close()
    return rows
