"""The panes of volunteers, offers, helper groups, courses and professionals, as drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.models import opening
from netzwerkhilfe.models.fields import place_name, show
from netzwerkhilfe.models.helping import Booking, Course, Enrolment, EnrolmentState, HelperGroup, Professional
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.values import (
    DAYTIMES,
    WEEKDAYS,
    show_date,
    show_near,
    show_number,
)
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerPrivate, full_name, languages_in_words
from netzwerkhilfe.services.helping import courses, groups, offers, professionals, volunteering
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.calls.sections import came_from
from netzwerkhilfe.ui.areas.leads.match_sections import helping
from netzwerkhilfe.ui.areas.people import volunteer_sections
from netzwerkhilfe.ui.areas.people.booking import BookingLine
from netzwerkhilfe.ui.areas.people.states import state_of
from netzwerkhilfe.ui.detail import sections
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.detail.reasons import advise
from netzwerkhilfe.ui.kit import icons, theme
from netzwerkhilfe.ui.kit.leaving import EnterEdit
from netzwerkhilfe.ui.kit.offices import office_tag
from netzwerkhilfe.ui.kit.widgets import Part, button, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

SOON_DAYS = 60
"""From so many days before a certificate must be shown again on it is in amber."""


def volunteer(commands: Commands, s: Snapshot[Volunteer]) -> QWidget:
    """A volunteer."""
    p = Pane(commands, s)
    store = p.store
    p.head(full_name(p.entry) or s.title(p.facts), avatar=True)
    since = p.text("since")
    where = place_name(p.entry.place, p.facts)
    p.where(where, f"seit {since}" if since else "", state=state_of(p.entry))
    p.notices()
    p.phones(("phone", p.entry.phone_note or ""), ("mobile", "mobil"))
    p.mail("email")
    if not p.entry.consent_network:
        p.warn("shield-warning", "Ohne Einwilligung: nur dieses Büro sieht die Angaben.")
    if p.entry.skills:
        p.section("Hilft bei")
        p.chips([p.facts.label("skills", key) for key in p.entry.skills])
    if p.entry.languages:
        p.section("Sprachen")
        p.paragraph(languages_in_words(p.entry, p.facts))
    if p.entry.availability:
        p.section("Hat Zeit")
        p.box.addLayout(week(p.entry.availability))
    proofs(p)
    ride = [
        f"Führerschein {p.entry.driving_licence}" if p.entry.driving_licence else "",
        "eigenes Auto" if p.entry.has_car else "",
        f"{p.entry.car_seats} Sitze" if p.entry.car_seats else "",
        f"Umkreis {p.text('radius_km')}" if p.entry.radius_km else "",
    ]
    if any(ride):
        p.section("Unterwegs")
        p.paragraph(" · ".join(r for r in ride if r))
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    private = store.companion(s, VolunteerPrivate)
    if private and private.record.private_note:
        p.section("Nur für das Büro")
        p.paragraph(private.record.private_note)
    came_from(p)
    volunteer_sections.engagements(p)
    volunteer_sections.recognitions(p)
    advise(p)
    helping(p, "Wer Hilfe sucht")
    return p.done()


def week(slots: Sequence[str]) -> QGridLayout:
    """When a person has time, as a grid of the week."""
    grid = QGridLayout()
    grid.setSpacing(4)
    for i, day in enumerate(WEEKDAYS):
        head = label(day, "caption", 9)
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(head, 0, i + 1)
    for t, name in enumerate(DAYTIMES):
        grid.addWidget(label(name, "", 9), t + 1, 0)
        for i, day in enumerate(WEEKDAYS):
            free = f"{day}-{t}" in slots
            cell = QLabel()
            cell.setFixedHeight(20)
            cell.setAlignment(Qt.AlignmentFlag.AlignCenter)
            cell.setAccessibleName(f"{day} {name}: {'ja' if free else 'nein'}")
            cell.setStyleSheet(f"background: {theme.token('tint' if free else 'subtle')}; border-radius: 4px;")
            if free:
                cell.setPixmap(icons.pixmap("check", "accent_text", 13))
            grid.addWidget(cell, t + 1, i + 1)
    grid.setColumnMinimumWidth(0, 82)
    for i in range(len(WEEKDAYS)):
        grid.setColumnStretch(i + 1, 1)
    return grid


def proofs(p: Pane[Volunteer]) -> None:
    """Certificates and pledges; the certificate only of the own office, with the day it must be shown again."""

    rows: list[tuple[str, str, str, str]] = []
    private = p.store.companion(p.snapshot, VolunteerPrivate)
    seen = private.record.certificate_inspected_on if private else None
    if seen:
        due = volunteering.certificate_due(p.store, seen)
        days = (due - p.facts.today).days
        tone, icon = (
            ("bad", "shield-warning")
            if days < 0
            else ("warn", "shield-warning")
            if days < SOON_DAYS
            else ("ok", "shield-check")
        )
        rows.append((icon, "Erweitertes Führungszeugnis", f"neu vorzulegen bis {show_date(due.isoformat())}", tone))
    for name, text in (("pledge_on", "Verschwiegenheitserklärung"), ("first_aid_on", "Erste Hilfe")):
        if p.values.get(name):
            rows.append(("shield-check", text, show_date(p.values[name]), "ok"))
    consent = p.entry.consent_network_on
    if consent:
        rows.append(("shield-check", "Einwilligung", show_date(consent), "ok"))
    if not rows:
        return
    p.section("Nachweise")
    for icon, text, day, tone in rows:
        picture = QLabel()
        picture.setPixmap(icons.pixmap(icon, tone, 18))
        shown = label(day, "badge" if tone != "ok" else "muted", 9, 600 if tone != "ok" else 400)
        if tone != "ok":
            shown.setProperty("tone", tone)
        p.box.addLayout(row(picture, label(text), None, shown))
        p.box.addWidget(line(soft=True))


def offer(commands: Commands, s: Snapshot[Offer]) -> QWidget:
    """An offer of help."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts))
    p.where(p.text("category"), p.entry.provider or "")
    p.notices()
    p.phones(("phone", p.entry.phone_note or p.entry.contact_person or ""))
    p.facts_grid(
        [
            ("Ort", place_name(p.entry.place, p.facts), p.entry.street or ""),
            ("Öffnungszeiten", p.text("opening_hours"), ""),
            ("Kosten", p.text("cost"), ""),
            ("Zielgruppe", p.text("target_group"), ""),
            ("Plätze", p.text("capacity"), ""),
            ("Ansprechperson", p.text("contact_person"), ""),
            ("Sprachen", p.text("languages"), ""),
            ("Anmeldung", p.text("registration"), ""),
            ("Homepage", p.text("publish"), ""),
            ("Geprüft am", p.text("checked_on"), ""),
        ]
    )
    upcoming = opening.read(p.entry.opening_hours or "", p.entry.season or "").next_after(store.now().astimezone())
    if upcoming:
        day, slot = upcoming
        times = f"{opening.clock(slot.start)}–{opening.clock(slot.end)} Uhr"
        p.box.addWidget(
            label(f"Nächstes Mal offen: {show_near(day.isoformat(), p.facts.today)}, {times}", "ok", 10, 500)
        )
    if p.entry.description:
        p.section("Beschreibung")
        p.paragraph(p.entry.description)
    checked = p.entry.checked_on or ""
    old = offers.unchecked(s, p.facts.today)
    own = here(store).owns(s.record.office)
    if own:
        text = "Stimmt noch" if checked else "Heute geprüft"
        beside = "seit sechs Monaten nicht geprüft" if old and checked else ""
        p.box.addLayout(
            row(
                button(text, "", "check-circle", lambda: commands.people.still_right(s.id)),
                label(beside, "warn", 9.5),
                None,
            )
        )
    came_from(p)
    helping(p, "Wer das sucht")
    return p.done()


def helper_group(commands: Commands, s: Snapshot[HelperGroup]) -> QWidget:
    """A Helferkreis with its members and offers."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts))
    p.where(place_name(p.entry.place, p.facts), p.text("carrier"))
    p.notices()
    p.phones(("phone", p.entry.leader or ""))
    p.facts_grid(
        [
            ("Leitung", p.text("leader"), p.text("email")),
            ("Trifft sich", p.text("meets"), ""),
            ("Bietet an", p.text("offers"), ""),
        ]
    )
    members = groups.members(store, s)
    if members:
        p.section(f"Mitglieder ({len(members)})")
        for one in sorted(members, key=lambda v: v.title(p.facts))[:40]:
            p.box.addLayout(
                row(button(one.title(p.facts), "link", clicked=partial(commands.reveal, "volunteers", one.id)), None)
            )
    offers = [o for o in store.all(Offer) if o.record.provider and o.record.provider == p.entry.name]
    p.section(f"Angebote ({len(offers)})" if offers else "Angebote")
    for offer in sorted(offers, key=lambda o: o.title(p.facts)):
        p.box.addLayout(
            row(
                button(offer.title(p.facts), "link", clicked=partial(commands.reveal, "offers", offer.id)),
                None,
                label(show(offer.kind.fields["category"], offer.record.category, p.facts), "caption", 9),
            )
        )
    texts = {"provider": p.entry.name or "", "place": p.text("place"), "contact_person": p.text("leader")}
    p.box.addLayout(
        row(button("Angebot erfassen …", "link", "plus", lambda: commands.entries.add("offers", texts)), None)
    )
    sections.tasks(p)
    sections.time_line(p)
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    return p.done()


def course(commands: Commands, s: Snapshot[Course]) -> QWidget:
    """A course with who is enrolled and how many places are free."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts))
    p.where(place_name(p.entry.place, p.facts), p.text("provider"))
    p.notices()
    enrolled = store.children(s.id, Enrolment)
    taken = courses.places_taken(store, s.id)
    seats = p.entry.seats
    p.facts_grid(
        [
            ("Beginn", p.text("begins_on"), f"bis {p.text('ends_on')}" if p.entry.ends_on else ""),
            ("Zeiten", p.text("times"), ""),
            (
                "Plätze",
                f"{max(0, seats - taken)} von {seats} frei" if seats else "",
                "offen für alle Büros" if p.entry.open_to_all else "",
            ),
        ]
    )
    p.section("Angemeldet")
    for one in enrolled:
        volunteer = store.get(one.record.volunteer or "")
        name = volunteer.title(p.facts) if volunteer else "gelöscht"
        done = one.record.certificate_on
        state = show(one.kind.fields["state"], one.record.state, p.facts)
        text = f"{state}{', Bescheinigung ' + show_date(done) if done else ''}"
        verbs: list[Part] = []
        if volunteer and one.record.state == EnrolmentState.ATTENDED:
            verbs.append(
                button("Bescheinigung", "link", "printer", partial(commands.files.print, "course-certificate", one))
            )
        elif volunteer:
            verbs.append(
                button(
                    "Hat teilgenommen",
                    "link",
                    clicked=partial(commands.people.took_part, one.id),
                )
            )
        p.box.addLayout(row(label(name, "", 10, 500), None, label(text, "muted", 9.5), *verbs))

    def enrol(text: str) -> bool:
        hits = store.ids("volunteers", text)
        if len(hits) == 1:
            commands.people.enrol(s, hits[0])
            return True
        commands.say("Niemand gefunden." if not hits else f"{len(hits)} Personen passen. Bitte genauer schreiben.")
        return False

    p.box.addWidget(EnterEdit(enrol, "Name, mit Enter anmelden", "Anmelden"))
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    return p.done()


def professional(commands: Commands, s: Snapshot[Professional]) -> QWidget:
    """A shared professional: the hours of this month by office, and a new booking. Case numbers, no names."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts))
    p.where(place_name(p.entry.place, p.facts), p.text("field_of_work"))
    p.notices()
    p.phones(("phone", ""))
    which = p.facts.today.isoformat()[:7]
    now = professionals.month(store, s, which)
    free = (
        ""
        if now.free is None
        else f"{show_number(now.free)} frei"
        if now.free >= 0
        else f"{show_number(-now.free)} zu viel"
    )
    p.facts_grid(
        [
            ("Stunden im Monat", p.text("hours_per_month"), ""),
            ("Gebucht", f"{show_number(now.booked)} h", free),
            ("Träger", p.text("provider"), ""),
            ("Satz", p.text("rate"), ""),
            ("Anleitung", p.text("guided_by"), ""),
        ]
    )
    if now.free is not None and now.free < 0:
        p.warn("warning", f"In diesem Monat sind {show_number(-now.free)} Stunden mehr gebucht, als es gibt.")
    p.section("Gebucht in diesem Monat")
    for one in sorted(store.children(s.id, Booking), key=lambda b: b.record.on_day or ""):
        if (one.record.on_day or "")[:7] == which:
            office = p.facts.offices.get(one.record.office or "")
            tag = [office_tag(office)] if office else []
            day = label(show_date(one.record.on_day or ""), "caption", 9)
            p.box.addLayout(
                row(
                    *tag,
                    label(one.record.case_number or "", "", 10, 500),
                    day,
                    None,
                    label(f"{show_number(one.record.hours or 0)} h", "muted"),
                )
            )
    p.box.addWidget(BookingLine(p))
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    return p.done()
