"""Lists on paper: the entries a page shows, whom to call, who may have the Ehrenamtskarte."""

from __future__ import annotations

from collections.abc import Sequence

from netzwerkhilfe.access import confidential
from netzwerkhilfe.models import KINDS, Kind
from netzwerkhilfe.models.fields import PHONE, show
from netzwerkhilfe.models.papers import ListPaper
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState
from netzwerkhilfe.services.entries.common_fields import (
    contact_of,
    landlord_of,
    mobile_of,
    name_of,
    phone_note_of,
    phone_of,
)
from netzwerkhilfe.services.helping import volunteering
from netzwerkhilfe.services.papers import common
from netzwerkhilfe.services.papers.registry import About, Paper, Subject, register
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot


def listing(reader: Reader, kind: Kind, snapshots: Sequence[Snapshot], filtered: str = "") -> ListPaper:
    """A list as the window shows it."""
    facts = reader.facts()
    public = confidential.public(reader, snapshots)
    columns = [n for _, n in sorted((f.in_table, n) for n, f in kind.fields.items() if f.in_table)]
    headings = ["Büro", kind.singular, *(kind.fields[n].label for n in columns[1:])]
    rows = []
    for snapshot in public:
        full = snapshot.full
        office = facts.offices.get(snapshot.record.office or "")
        cells = [show(kind.fields[n], full.get(n), facts) for n in columns[1:]]
        rows.append([office.code if office else "", snapshot.title(facts), *cells])
    count = f"{len(rows)} Einträge, Stand {common.today_in_figures(reader)}"
    if len(public) < len(snapshots):
        count += f". {confidential.left_out(len(snapshots) - len(public))}"
    return ListPaper(
        common.network_name(reader),
        common.office_name(reader),
        kind.plural,
        f"{count} · {filtered}" if filtered else count,
        headings,
        [0.35, 1.3, *([1.0] * (len(columns) - 1))],
        rows,
    )


def call_list(reader: Reader, kind: Kind, snapshots: Sequence[Snapshot]) -> ListPaper:
    """Whom to call: name, numbers, when; who has ended is left out, those without a number come last."""
    facts = reader.facts()
    rows = []
    for snapshot in snapshots:
        if kind.model is Volunteer and snapshot.of(Volunteer).record.state == VolunteerState.ENDED:
            continue
        private = reader.companion(snapshot) if kind.companion else None
        places = [snapshot, private] if private else [snapshot]
        phone, mobile, note = (
            next((found for s in places if (found := read(s))), "") for read in (phone_of, mobile_of, phone_note_of)
        )
        name = (name_of(private) if private else None) or landlord_of(snapshot) or contact_of(snapshot)
        title = snapshot.title(facts)
        numbers = "\n".join(n for n in (phone, mobile) if n)
        rows.append([f"{name}\n{title}" if name else title, numbers, note, ""])
    rows.sort(key=lambda r: not r[1])
    subtitle = f"{len(rows)} Einträge, Stand {common.today_in_figures(reader)}"
    return ListPaper(
        common.network_name(reader),
        common.office_name(reader),
        f"Anrufliste {kind.plural}",
        subtitle,
        ["Wer", "Telefon", "Am besten", "Notiz"],
        [1.3, 0.8, 0.8, 1.6],
        rows,
    )


def card_list(reader: Reader) -> ListPaper:
    """Who may have the Ehrenamtskarte, and who has a jubilee this year."""
    facts, year = reader.facts(), reader.today().year
    years = {v.id: n for v, n in volunteering.jubilees(reader, year)}
    cards = {c.volunteer.id: c for c in volunteering.card_list(reader)}
    people = {c.volunteer.id: c.volunteer for c in cards.values()} | {
        v.id: v for v, _ in volunteering.jubilees(reader, year)
    }
    rows = []
    for record, person in sorted(people.items(), key=lambda pair: pair[1].title(facts)):
        card = cards.get(record)
        word = "" if card is None else "Jubiläumskarte" if card.for_life else "Ehrenamtskarte"
        hours = f"{card.hours:.0f}" if card else ""
        rows.append([person.title(facts), word, hours, f"{years[record]} Jahre" if record in years else ""])
    subtitle = (
        f"{len(rows)} Personen, Stand {common.today_in_figures(reader)}. "
        "Keine Zahlung über die Auslagen hinaus: bitte prüfen."
    )
    return ListPaper(
        common.network_name(reader),
        common.office_name(reader),
        "Ehrenamtskarte und Jubiläen",
        subtitle,
        ["Wer", "Karte", "Stunden in 12 Monaten", f"Jubiläum {year}"],
        [1.5, 1, 1, 1],
        rows,
    )


def _listed(reader: Reader, subject: Subject) -> ListPaper:
    assert subject.kind
    return listing(reader, subject.kind, subject.entries, subject.text)


def _called(reader: Reader, subject: Subject) -> ListPaper:
    assert subject.kind
    return call_list(reader, subject.kind, subject.entries)


def _has_numbers(_reader: Reader, subject: Subject) -> bool:
    """Whether somebody can be called: the kind, or what the office keeps beside it, has a telephone number."""
    kinds = [subject.kind, KINDS.get(subject.kind.companion)] if subject.kind else []
    return any(f.type is PHONE for k in kinds if k for f in k.fields.values())


register(
    Paper(
        key="list",
        name="Liste",
        says="die gezeigten oder angehakten Einträge mit den Spalten der Seite",
        about=About.LIST,
        rank=10,
        template=ListPaper,
        gather=_listed,
    )
)
register(
    Paper(
        key="call-list",
        name="Anrufliste",
        says="Namen, Nummern, beste Zeit und Platz für Notizen",
        about=About.LIST,
        rank=20,
        template=ListPaper,
        when="wenn es Telefonnummern gibt",
        offered=_has_numbers,
        gather=_called,
    )
)
register(
    Paper(
        key="honours",
        name="Ehrenamtskarte und Jubiläen",
        says="wer die Karte haben kann und wer in diesem Jahr ein Jubiläum hat",
        about=About.OFFICE,
        kind="volunteers",
        template=ListPaper,
        gather=lambda store, _subject: card_list(store),
    )
)
