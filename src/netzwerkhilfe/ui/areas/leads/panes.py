"""The panes of flats, work, cases and shelters, as drawn."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QMenu, QProgressBar, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import handover
from netzwerkhilfe.models.cases import Case, CaseNeed, CasePrivate, Need, NeedState, Priority
from netzwerkhilfe.models.entry import office_note
from netzwerkhilfe.models.fields import place_name
from netzwerkhilfe.models.helping import Shelter
from netzwerkhilfe.models.leads import Cefr, HousingLead, WorkLead
from netzwerkhilfe.models.values import show_date, show_money, show_number
from netzwerkhilfe.services.helping import viewings, work_list
from netzwerkhilfe.services.matching import cases
from netzwerkhilfe.services.matching.rules import days_waiting
from netzwerkhilfe.store import naming
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.calls.sections import came_from
from netzwerkhilfe.ui.areas.leads.match_sections import helping, promise
from netzwerkhilfe.ui.detail import sections
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.detail.reasons import advise
from netzwerkhilfe.ui.detail.stages import stage_flow
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import ChoiceBox, Part, boxed, button, choice_box, label, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

LIFTS: dict[bool | None, str] = {True: "mit Aufzug", False: "kein Aufzug"}


def housing(commands: Commands, s: Snapshot[HousingLead]) -> QWidget:
    """A flat."""
    p = Pane(commands, s)
    store = p.store
    rooms = f"{p.text('rooms')} Zimmer" if p.entry.rooms else "Wohnung"
    where = place_name(p.entry.place, p.facts)
    p.head(f"{rooms}, {where}" if where else rooms, p.entry.number or "")
    p.where(p.entry.street or "")
    p.notices()
    stage_flow(p)
    cold = p.entry.base_rent
    parts = f"kalt {show_money(cold)}" if cold is not None else ""
    if p.entry.ancillary_costs:
        parts += f" + NK {show_money(p.entry.ancillary_costs)}"
    elif p.entry.ancillary_included:
        parts += " mit NK"
    gross = p.entry.gross_rent
    area, floor = p.text("area_m2"), p.entry.floor or ""
    lift = LIFTS.get(p.entry.lift, "")
    p.facts_grid(
        [
            ("Warmmiete", show_money(gross), parts)
            if gross is not None
            else (
                "Kaltmiete",
                show_money(cold) if cold is not None else "",
                parts[len("kalt ") + len(show_money(cold or 0)) :].strip(" +"),
            ),
            ("Bruttokaltmiete", p.text("rent_excl_heating"), "prüft das Jobcenter"),
            ("Fläche", area, f"{p.text('rooms')} Zi." if p.entry.rooms else ""),
            ("Lage", floor or lift, lift if floor else ""),
            ("Frei ab", p.text("available_from"), ""),
            ("Kaution", p.text("deposit"), ""),
            ("Vermietung", p.entry.landlord or "", p.entry.phone or ""),
            ("Haustiere", p.text("pets"), ""),
            ("Gemeldet", p.text("reported_on"), ""),
            ("Besichtigung", p.text("viewing_on"), ""),
            ("Zusicherung", p.text("assurance"), p.text("assurance_on")),
            (
                "Nachgefragt",
                p.text("followed_up_on"),
                f"wieder am {p.text('follow_up_by')}" if p.entry.follow_up_by else "",
            ),
        ]
    )
    _viewing(p)
    own = here(store).owns(s.record.office)
    if own and not p.entry.share_contact and (p.entry.landlord or p.entry.phone):
        p.box.addWidget(label("Straße, Vermietung und Telefon sieht nur dieses Büro.", "caption", 9))
    if p.entry.phone_note:
        p.box.addWidget(label(f"Erreichbar: {p.entry.phone_note}", "muted", wrap=True))
    traits = [
        f.label
        for n, f in s.kind.fields.items()
        if n in ("accessible", "furnished", "kitchen", "housing_permit") and p.values.get(n)
    ]
    if traits:
        p.chips(traits)
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    _office_note(p)
    came_from(p)
    advise(p)
    promise(p)
    helping(p, "Passende Gesuche")
    return p.done()


def _viewing(p: Pane[HousingLead]) -> None:
    """A viewing that lies ahead becomes a task; one whose day was changed moves its task."""
    day = viewings.day_of(p.snapshot)
    if day < p.facts.today.isoformat():
        return
    task = viewings.task_of(p.store, p.snapshot)
    if task is not None and task.record.origin == {"viewing": p.entry.viewing_on}:
        return  # it stands among the tasks below
    verb = "Aufgabe auf den neuen Tag legen" if task else "Besichtigung als Aufgabe"
    make = button(verb, "link", "calendar-blank", lambda: p.commands.leads.viewing_task(p.snapshot))
    p.box.addLayout(row(make, None))


def _office_note(p: Pane) -> None:
    """What a call left over, and what else only this office reads of a lead."""
    private = p.store.companion(p.snapshot)
    text = private.values.get(office_note(p.snapshot.kind)) if private else None
    if text:
        p.section("Anmerkung, nur für dieses Büro")
        p.paragraph(text)


def work(commands: Commands, s: Snapshot[WorkLead]) -> QWidget:
    """An internship, training place or job."""
    p = Pane(commands, s)
    p.head(s.title(p.facts), p.entry.number or "")
    p.where(place_name(p.entry.place, p.facts))
    p.notices()
    stage_flow(p)
    hours = p.entry.hours_per_week
    p.facts_grid(
        [
            ("Art", p.text("kind"), p.text("duration")),
            ("Beginn", p.text("start"), f"{hours} Std. je Woche" if hours else ""),
            (
                "Deutsch",
                f"ab {p.text('min_cefr')}" if p.entry.min_cefr not in (None, Cefr.NONE) else p.text("min_cefr"),
                "",
            ),
            ("Betrieb", p.text("employer"), p.text("sector")),
            ("Ansprechperson", p.text("contact_person"), p.entry.phone or ""),
            ("Vergütung", p.text("pay"), ""),
            ("Plätze", p.text("positions"), ""),
            ("Führerschein", p.text("driving_licence"), ""),
        ]
    )
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    _office_note(p)
    came_from(p)
    advise(p)
    promise(p)
    helping(p, "Passende Gesuche")
    return p.done()


def _named_openly(p: Pane) -> None:
    """A bar where what all offices read names the person: it was typed before this case was."""
    found = naming.named_openly(p.store, p.snapshot.id)
    if found:
        first = found[0]
        more = f" und in {len(found) - 1} weiteren" if len(found) > 1 else ""
        look = button("Ansehen", clicked=partial(p.commands.reveal, first.kind.name, first.id))
        p.warn("eye", f"Alle Büros lesen diesen Namen in „{first.title(p.facts)}“{more}", look)


def case(commands: Commands, s: Snapshot[Case]) -> QWidget:
    """A case: what the network knows, and in the own office who it is."""
    p = Pane(commands, s)
    store = p.store
    p.head(s.title(p.facts))
    p.where(place_name(p.entry.place, p.facts))
    p.notices()
    private = store.companion(s, CasePrivate)
    _named_openly(p)
    _who(p, private)
    stage_flow(p, buttons_below=False)
    _verbs(p)
    waiting = days_waiting(p.entry, p.facts.today)
    rooms = f"ab {show_number(p.entry.rooms_min)} Zimmer" if p.entry.rooms_min else ""
    area = f"ab {p.text('area_min')}" if p.entry.area_min else ""
    p.facts_grid(
        [
            ("Sucht", p.text("needs"), ""),
            ("Haushalt", f"{p.entry.persons} Personen" if p.entry.persons else "", p.text("age_band")),
            (
                "Wartet",
                f"{waiting} Tage" if waiting else "seit heute",
                f"seit {p.text('waiting_since')}" if p.entry.waiting_since else "",
            ),
            ("Größe", rooms or area, area if rooms else ""),
            (
                "Warmmiete",
                f"bis {p.text('max_rent')}" if p.entry.max_rent else "",
                f"zahlt: {p.text('rent_paid_by')}" if p.entry.rent_paid_by else "",
            ),
            ("Wunschorte", p.text("wished_places"), ""),
            ("Einzug", p.text("move_in_by"), ""),
            ("Art der Stelle", p.text("work_kinds"), p.text("occupations")),
            ("Deutsch", p.text("cefr"), ""),
            (
                "Erlaubnis",
                p.text("work_permit"),
                f"bis {p.text('work_permit_until')}" if p.entry.work_permit_until else "",
            ),
            ("Sprachen", p.text("languages"), ""),
            (
                "Wann",
                p.text("appointment") or p.text("appointment_on"),
                place_name(p.entry.meeting_place, p.facts),
            ),
        ]
    )
    traits = [
        f.label
        for n, f in s.kind.fields.items()
        if n in ("needs_accessible", "has_pets", "has_permit", "needs_driver") and p.values.get(n)
    ]
    if traits:
        p.chips(traits)
    _needs(p)
    helping(p, "Was passt")
    if private and private.record.note:
        p.section("Anmerkung, nur für dieses Büro")
        p.paragraph(private.record.note)
    came_from(p)
    return p.done()


def _verbs(p: Pane[Case]) -> None:
    """The next step: a suggestion; beside it another stand."""
    stand = button("Stand ändern", "", "caret-down")
    menu = QMenu(stand)
    for one in p.facts.stages.get("cases", ()):
        menu.addAction(one.label).triggered.connect(
            lambda _c=False, k=one.key: p.commands.entries.set_stage(p.snapshot.id, k)
        )
    stand.clicked.connect(lambda: menu.exec(stand.mapToGlobal(stand.rect().bottomLeft())))
    propose = button(
        "Vorschlag machen", "primary", "handshake", lambda: p.all_suggestions() if p.all_suggestions else None
    )
    p.box.addSpacing(4)
    give = (
        [button("Übergeben …", "link", clicked=lambda: hand_over(p))]
        if here(p.store).owns(p.snapshot.record.office)
        else []
    )
    p.verbs(propose, stand, *give)


def _who(p: Pane[Case], private: Snapshot[CasePrivate] | None) -> None:
    lock = QLabel()
    lock.setPixmap(icons.pixmap("lock-key", "text2", 16))
    own = here(p.store).owns(p.snapshot.record.office)
    if private is None or not private.record.name:
        text = "Name und Kontakt stehen nur im Büro, das den Fall hat" if not own else "Name noch nicht eingetragen"
        p.box.addWidget(boxed(row(lock, label(text, "muted", 9.5), None, margins=(12, 6, 12, 6)), "infobox"))
        return
    more = " · ".join(
        t
        for t in (
            private.record.household,
            private.record.carer and f"betreut von {private.record.carer}",
        )
        if t
    )
    parts: list[Part] = [
        lock,
        label(private.record.name, "", 10, 600),
        label("nur in diesem Büro", "caption", 9),
        None,
    ]
    phone = private.record.phone
    if phone:
        parts.append(button(phone, "", "phone", lambda: p.commands.entries.dial(phone), f"{phone} anrufen"))
    p.box.addWidget(boxed(row(*parts, margins=(12, 6, 8, 6)), "infobox"))
    if more:
        p.box.addWidget(label(more, "muted", 9.5, wrap=True))
    if private.record.handed_to:
        receipt = private.record.handed_receipt_on
        text = f"Übergeben an {private.record.handed_to} am {show_date(private.record.handed_on or '')}"
        line = row(
            label(
                f"{text}, {'bestätigt am ' + show_date(receipt) if receipt else 'noch nicht bestätigt'}", "muted", 9.5
            ),
            None,
        )
        if not handover.waiting(p.store, p.snapshot):
            line.addWidget(
                button("Übergabeblatt", "link", "printer", lambda: p.commands.files.print("handover-sheet", p.snapshot))
            )
        if not receipt and not handover.waiting(p.store, p.snapshot):
            line.addWidget(button("Bestätigt", "link", clicked=lambda: _receipt(p, private)))
        p.box.addLayout(line)
    changes_on = private.record.change_of_benefits_on
    if changes_on and not work_list.checklist_started(p.store, p.snapshot, work_list.BENEFITS):

        def start() -> None:
            with p.store.act("Checkliste angelegt") as change:
                work_list.start_checklist(change, p.snapshot, work_list.BENEFITS, changes_on)
            p.commands.did(change.set, "Die Checkliste steht bei den Aufgaben.")

        p.warn(
            "list-bullets",
            f"Wechsel AsylbLG – SGB II am {show_date(changes_on)}",
            button("Checkliste anlegen", clicked=start),
        )


def _needs(p: Pane[Case]) -> None:
    """Each need with how urgent it is and how far it has come."""
    known = {n.record.need: n for n in p.store.children(p.snapshot.id, CaseNeed)}
    needs = p.entry.needs or ()
    if not needs:
        return
    p.section("Anliegen")

    def keep(need: str, rating: Priority | NeedState) -> None:
        with p.store.act(f"Anliegen {Need.label_of(need)} geändert") as change:
            cases.rate_need(change, p.snapshot, need, rating)
        p.commands.did(change.set, f"{Need.label_of(need)}: {rating.label}.")

    for need in needs:
        name_of = Need.label_of(need)
        kept = known[need].record if need in known else CaseNeed()
        boxes = []
        for name, choices, now in (
            ("priority", Priority, kept.priority or Priority.NORMAL),
            ("state", NeedState, kept.state or NeedState.OPEN),
        ):
            box = choice_box(choices, now, f"{name_of}: {'wie dringend' if name == 'priority' else 'Stand'}")
            box.activated.connect(lambda _i, n=need, c=choices, b=box: keep(n, c(b.currentData())))
            boxes.append(box)
        p.box.addLayout(row(label(name_of, "", 10, 500), label(kept.wishes or "", "muted", 9.5), None, *boxes))


def hand_over(p: Pane[Case]) -> None:
    """Give the case to another office, with name and contact, sealed; or note that a Träger has it now."""
    panel = Panel(p.commands.host, "Fall übergeben", subtitle=p.snapshot.title(p.facts), icon="hand", width=560)
    target, agency = ChoiceBox(), QLineEdit()
    for office in sorted(p.facts.offices.values(), key=lambda o: o.order):
        if here(p.store).may_hand_over(p.snapshot.record.office, office.id):
            target.addItem(office.name, office.id)
    target.addItem("an einen Träger außerhalb", "")
    target.setAccessibleName("An wen?")
    agency.setAccessibleName("Welcher Träger?")
    agency.setPlaceholderText("Welcher Träger?")
    consent = QCheckBox("Die Person ist einverstanden")
    problem = label("", "bad", 10, 500, wrap=True)
    panel.body.addWidget(label("An wen?", "", 9.5, 500))
    for made in (target, agency, consent):
        panel.body.addWidget(made)
    panel.body.addWidget(
        label(
            "Name und Kontakt gehen verschlossen mit; nur das andere Büro kann sie lesen. Mit dem nächsten Austausch "
            "kommt seine Bestätigung.",
            "caption",
            9,
            wrap=True,
        )
    )
    panel.body.addWidget(problem)
    target.currentIndexChanged.connect(lambda _i: agency.setVisible(not target.currentData()))
    agency.setVisible(not target.currentData())

    def go() -> None:
        try:
            if target.currentData():
                change = handover.offer(p.store, p.snapshot, target.currentData(), consent=consent.isChecked())
            else:
                with p.store.act("Übergabe an einen Träger notiert") as open_change:
                    cases.hand_to_agency(open_change, p.snapshot, agency.text(), consent=consent.isChecked())
                change = open_change.set
        except UserError as error:
            problem.setText(error.paragraph())
            panel.fit()
            return
        panel.dismiss()
        p.commands.did(
            change, "Übergeben. Die Bestätigung kommt mit dem Austausch." if target.currentData() else "Notiert."
        )

    panel.saver("Übergeben", go)
    panel.open(target)


def _receipt(p: Pane[Case], private: Snapshot[CasePrivate]) -> None:
    with p.store.act("Bestätigung eingetragen") as change:
        cases.note_receipt(change, private)
    p.commands.did(change.set, "Bestätigung eingetragen.")


def shelter(commands: Commands, s: Snapshot[Shelter]) -> QWidget:
    """A shelter: places taken, blocked, free."""
    p = Pane(commands, s)
    p.head(p.entry.name or "Unterkunft")
    p.where(place_name(p.entry.place, p.facts), p.text("operator"))
    p.notices()
    total, free = p.entry.places_total, p.entry.places_free
    if total:
        bar = QProgressBar()
        bar.setRange(0, total)
        bar.setValue(min(total, total - (free or 0)))
        bar.setTextVisible(False)
        bar.setAccessibleName(f"{free} von {total} Plätzen frei")
        p.box.addWidget(bar)
    p.facts_grid(
        [
            ("Frei", str(free) if free is not None else "", f"von {total}" if total else ""),
            ("Belegt", p.text("places_taken"), ""),
            ("Gesperrt", p.text("places_blocked"), ""),
            ("Familienzimmer", p.text("family_units"), ""),
            ("Öffnet", p.text("opens_on"), ""),
            ("Schließt", p.text("closes_on"), ""),
        ]
    )
    if p.entry.accessible:
        p.chips(["barrierefrei"])
    sections.tasks(p)
    sections.time_line(p)
    if p.entry.note:
        p.section("Anmerkung")
        p.paragraph(p.entry.note)
    return p.done()
