"""What papers need, gathered from the store as plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from netzwerkhilfe.models import Kind
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.papers import ExchangePaper, ListPaper, RecoverySheet
from netzwerkhilfe.models.values import MONTHS, show_date
from netzwerkhilfe.models.volunteers import VolunteerState
from netzwerkhilfe.services.helping import volunteering
from netzwerkhilfe.store import reading
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store

WEEKDAY_NAMES = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


def day_in_words(iso: str) -> str:
    """ "Donnerstag, 27. November 2025"."""
    try:
        day = dt.date.fromisoformat(iso)
    except ValueError:  # what came in a package and is no date
        return str(iso)
    return f"{WEEKDAY_NAMES[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def network_name(store: Store) -> str:
    """The name of the network."""
    found = store.get(store.local("network"))
    return (found.values.get("name") if found else None) or "Netzwerk Hilfe"


def office_name(store: Store) -> str:
    """The name of the own office."""
    office = store.facts().offices.get(store.local("office"))
    return office.name if office else ""


def today_in_figures(store: Store) -> str:
    """ "22.11.2026"."""
    return show_date(store.today().isoformat())


def recovery(store: Store, key: str) -> RecoverySheet:
    """What the recovery sheet prints."""
    return RecoverySheet(network_name(store), office_name(store), store.person, key, today_in_figures(store))


def listing(store: Store, kind: Kind, snapshots: Sequence[Snapshot], filtered: str = "") -> ListPaper:
    """A list as the window shows it."""
    facts = store.facts()
    columns = [n for _, n in sorted((f.in_table, n) for n, f in kind.fields.items() if f.in_table)]
    headings = ["Büro", kind.singular, *(kind.fields[n].label for n in columns[1:])]
    rows = []
    for snapshot in snapshots:
        full = snapshot.full
        office = facts.offices.get(full.get("office") or "")
        cells = [show(kind.fields[n], full.get(n), facts) for n in columns[1:]]
        rows.append([office.code if office else "", snapshot.title(facts), *cells])
    count = f"{len(rows)} Einträge, Stand {today_in_figures(store)}"
    return ListPaper(
        network_name(store),
        office_name(store),
        kind.plural,
        f"{count} · {filtered}" if filtered else count,
        headings,
        [0.35, 1.3, *([1.0] * (len(columns) - 1))],
        rows,
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
    when = f"{day_in_words(moment.date().isoformat())}, {moment:%H:%M} Uhr · {place} · {person}"
    return ExchangePaper(network_name(store), office_name(store), when, list(sentences), lines)


def call_list(store: Store, kind: Kind, snapshots: Sequence[Snapshot]) -> ListPaper:
    """Whom to call: name, numbers, when; who has ended is left out, those without a number come last."""
    facts = store.facts()
    rows = []
    for snapshot in snapshots:
        values = snapshot.values
        if values.get("state") == VolunteerState.ENDED:
            continue
        private = store.companion(snapshot) if kind.companion else None
        found = {
            n: values.get(n) or (private.values.get(n) if private else None) for n in ("phone", "mobile", "phone_note")
        }
        name = (
            (private.values.get("name") if private else None) or values.get("landlord") or values.get("contact_person")
        )
        title = snapshot.title(facts)
        numbers = "\n".join(str(found[n]) for n in ("phone", "mobile") if found[n])
        rows.append([f"{name}\n{title}" if name else title, numbers, str(found["phone_note"] or ""), ""])
    rows.sort(key=lambda r: not r[1])
    subtitle = f"{len(rows)} Einträge, Stand {today_in_figures(store)}"
    return ListPaper(
        network_name(store),
        office_name(store),
        f"Anrufliste {kind.plural}",
        subtitle,
        ["Wer", "Telefon", "Am besten", "Notiz"],
        [1.3, 0.8, 0.8, 1.6],
        rows,
    )


def card_list(store: Store) -> ListPaper:
    """Who may have the Ehrenamtskarte, and who has a jubilee this year."""
    facts, year = store.facts(), store.today().year
    years = {v.id: n for v, n in volunteering.jubilees(store, year)}
    cards = {c.volunteer.id: c for c in volunteering.card_list(store)}
    people = {c.volunteer.id: c.volunteer for c in cards.values()} | {
        v.id: v for v, _ in volunteering.jubilees(store, year)
    }
    rows = []
    for record, person in sorted(people.items(), key=lambda pair: pair[1].title(facts)):
        card = cards.get(record)
        word = "" if card is None else "Jubiläumskarte" if card.for_life else "Ehrenamtskarte"
        hours = f"{card.hours:.0f}" if card else ""
        rows.append([person.title(facts), word, hours, f"{years[record]} Jahre" if record in years else ""])
    subtitle = (
        f"{len(rows)} Personen, Stand {today_in_figures(store)}. Keine Zahlung über die Auslagen hinaus: bitte prüfen."
    )
    return ListPaper(
        network_name(store),
        office_name(store),
        "Ehrenamtskarte und Jubiläen",
        subtitle,
        ["Wer", "Karte", "Stunden in 12 Monaten", f"Jubiläum {year}"],
        [1.5, 1, 1, 1],
        rows,
    )
