"""The panes of cases, tasks, helper groups, courses and shelters."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QMenu, QProgressBar, QWidget

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.exchange import handover
from netzwerkhilfe.models.cases import NeedState, Priority
from netzwerkhilfe.models.fields import place_name, show
from netzwerkhilfe.models.helping import EnrolmentState
from netzwerkhilfe.models.values import Unreadable, read_number, show_date, show_near, show_number
from netzwerkhilfe.services.helping import professionals, volunteering, work_list
from netzwerkhilfe.services.matching.rules import days_waiting
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.detail import sections
from netzwerkhilfe.ui.detail.details import Actions, Pane, stage_flow
from netzwerkhilfe.ui.kit import icons
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.widgets import Tag, boxed, button, choice_box, label, row


def case(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A case: what the network knows, and in the own office who it is."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts))
    p.where(place_name(p.values.get("place"), p.facts))
    p.conflict()
    private = store.companion(s)
    _who(p, private)
    stage_flow(p, buttons_below=False)
    _verbs(p)
    waiting = days_waiting(p.values, p.facts.today)
    rooms = f"ab {show_number(p.values['rooms_min'])} Zimmer" if p.values.get("rooms_min") else ""
    area = f"ab {p.text('area_min')}" if p.values.get("area_min") else ""
    p.facts_grid(
        [
            ("Sucht", p.text("needs"), ""),
            ("Haushalt", f"{p.values['persons']} Personen" if p.values.get("persons") else "", p.text("age_band")),
            (
                "Wartet",
                f"{waiting} Tage" if waiting else "seit heute",
                f"seit {p.text('waiting_since')}" if p.values.get("waiting_since") else "",
            ),
            ("Größe", rooms or area, area if rooms else ""),
            (
                "Warmmiete",
                f"bis {p.text('max_rent')}" if p.values.get("max_rent") else "",
                f"zahlt: {p.values['rent_paid_by']}" if p.values.get("rent_paid_by") else "",
            ),
            ("Wunschorte", p.text("wished_places"), ""),
            ("Einzug", p.text("move_in_by"), ""),
            ("Art der Stelle", p.text("work_kinds"), p.text("occupations")),
            ("Deutsch", p.text("cefr"), ""),
            (
                "Erlaubnis",
                p.text("work_permit"),
                f"bis {p.text('work_permit_until')}" if p.values.get("work_permit_until") else "",
            ),
            ("Sprachen", p.text("languages"), ""),
            (
                "Wann",
                p.text("appointment") or p.text("appointment_on"),
                place_name(p.values.get("meeting_place"), p.facts),
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
    sections.chain(p)
    sections.suggestions(p, "Was passt")
    sections.tasks(p)
    sections.time_line(p)
    sections.files(p)
    if private and private.values.get("note"):
        p.section("Anmerkung, nur für dieses Büro")
        p.paragraph(private.values["note"])
    return p.done()


def _verbs(p: Pane) -> None:
    """The next step: a suggestion; beside it another stand."""
    stand = button("Stand ändern", "", "caret-down")
    menu = QMenu(stand)
    for one in p.facts.stages.get("cases", ()):
        menu.addAction(one.label).triggered.connect(lambda _c=False, k=one.key: p.actions["stage"](p.snapshot.id, k))
    stand.clicked.connect(lambda: menu.exec(stand.mapToGlobal(stand.rect().bottomLeft())))
    propose = button(
        "Vorschlag machen", "primary", "handshake", lambda: p.all_suggestions() if p.all_suggestions else None
    )
    p.box.addSpacing(4)
    give = (
        [button("Übergeben …", "link", clicked=lambda: hand_over(p))]
        if here(p.store).owns(p.snapshot.values.get("office"))
        else []
    )
    p.box.addLayout(row(propose, stand, *give, None))


def _who(p: Pane, private: Snapshot | None) -> None:
    lock = QLabel()
    lock.setPixmap(icons.pixmap("lock-key", "text2", 16))
    own = here(p.store).owns(p.snapshot.values.get("office"))
    if private is None or not private.values.get("name"):
        text = "Name und Kontakt stehen nur im Büro, das den Fall hat" if not own else "Name noch nicht eingetragen"
        p.box.addWidget(boxed(row(lock, label(text, "muted", 9.5), None, margins=(12, 6, 12, 6)), "infobox"))
        return
    more = " · ".join(
        t
        for t in (
            private.values.get("household"),
            private.values.get("carer") and f"betreut von {private.values['carer']}",
        )
        if t
    )
    parts: list[Any] = [
        lock,
        label(private.values["name"], "", 10, 600),
        label("nur in diesem Büro", "caption", 9),
        None,
    ]
    phone = private.values.get("phone")
    if phone:
        parts.append(button(phone, "", "phone", lambda: p.actions["call"](phone), f"{phone} anrufen"))
    p.box.addWidget(boxed(row(*parts, margins=(12, 6, 8, 6)), "infobox"))
    if more:
        p.box.addWidget(label(more, "muted", 9.5, wrap=True))
    if private.values.get("handed_to"):
        receipt = private.values.get("handed_receipt_on")
        text = f"Übergeben an {private.values['handed_to']} am {show_date(private.values.get('handed_on') or '')}"
        line = row(
            label(
                f"{text}, {'bestätigt am ' + show_date(receipt) if receipt else 'noch nicht bestätigt'}", "muted", 9.5
            ),
            None,
        )
        if not handover.waiting(p.store, p.snapshot):
            line.addWidget(button("Übergabeblatt", "link", "printer", lambda: p.actions["print_handover"](p.snapshot)))
        if not receipt and not handover.waiting(p.store, p.snapshot):
            line.addWidget(button("Bestätigt", "link", clicked=lambda: _receipt(p, private)))
        p.box.addLayout(line)
    change = private.values.get("change_of_benefits_on")
    if change and not work_list.checklist_started(p.store, p.snapshot, work_list.BENEFITS):

        def start() -> None:
            p.actions["did"](
                work_list.start_checklist(p.store, p.snapshot, work_list.BENEFITS, change),
                "Die Checkliste steht bei den Aufgaben.",
            )

        p.warn(
            "list-bullets",
            f"Wechsel AsylbLG – SGB II am {show_date(change)}",
            button("Checkliste anlegen", clicked=start),
        )


def _needs(p: Pane) -> None:
    """Each need with how urgent it is and how far it has come."""
    known = {n.values.get("need"): n for n in p.store.children(p.snapshot.id, "case_needs")}
    needs = p.values.get("needs") or ()
    if not needs:
        return
    p.section("Anliegen")

    def keep(need: str, name: str, value: str) -> None:
        with p.store.change() as change:
            change.ensure(
                "case_needs",
                (p.snapshot.id, need),
                {"parent": p.snapshot.id, "need": need, name: value or None},
                space=p.snapshot.space,
                root=p.snapshot.root,
            )
        p.actions["did"](change.set, f"{need}: {value or 'ohne Angabe'}.")

    for need in needs:
        values = known[need].values if need in known else {}
        boxes = []
        for name, choices, now in (
            ("priority", Priority, values.get("priority") or Priority.NORMAL),
            ("state", NeedState, values.get("state") or NeedState.OPEN),
        ):
            box = choice_box(choices, now, f"{need}: {'wie dringend' if name == 'priority' else 'Stand'}")
            box.activated.connect(lambda _i, n=need, f=name, b=box: keep(n, f, b.currentData()))
            boxes.append(box)
        p.box.addLayout(row(label(need, "", 10, 500), label(values.get("wishes") or "", "muted", 9.5), None, *boxes))


def hand_over(p: Pane) -> None:
    """Give the case to another office, with name and contact, sealed; or note that a Träger has it now."""
    panel = Panel(p.actions["host"](), "Fall übergeben", subtitle=p.snapshot.title(p.facts), icon="hand", width=560)
    target, agency = QComboBox(), QLineEdit()
    own = p.store.local("office")
    for office in sorted(p.facts.offices.values(), key=lambda o: o.order):
        if office.id != own:
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
                change = _to_agency(p, agency.text().strip(), consent=consent.isChecked())
        except UserError as error:
            problem.setText(error.paragraph())
            panel.fit()
            return
        panel.dismiss()
        p.actions["did"](
            change, "Übergeben. Die Bestätigung kommt mit dem Austausch." if target.currentData() else "Notiert."
        )

    panel.saver("Übergeben", go)
    panel.open(target)


def _to_agency(p: Pane, name: str, *, consent: bool) -> Any:
    if not consent or not name:
        raise UserError("Träger und Einwilligung fehlen noch.", "Es wurde nichts notiert.")
    with p.store.change() as change:
        change.ensure(
            "cases_private",
            (p.snapshot.root,),
            {
                "parent": p.snapshot.id,
                "handed_to": name,
                "handed_on": p.facts.today.isoformat(),
                "handed_receipt_on": None,
            },
            space=p.store.office_space,
            root=p.snapshot.root,
        )
    return change.set


def _receipt(p: Pane, private: Snapshot) -> None:
    with p.store.change() as change:
        change.update(private.id, {"handed_receipt_on": p.facts.today.isoformat()})
    p.actions["did"](change.set, "Bestätigung eingetragen.")


def task(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A task."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts))
    p.where()
    p.conflict()
    due = p.values.get("due_on")
    if work_list.is_open(s):
        p.box.addLayout(row(button("Erledigt", "primary", "check-circle", lambda: actions["task_done"](s.id)), None))
    else:
        p.box.addLayout(row(button("Doch noch offen", clicked=lambda: actions["task_again"](s.id)), None))
    p.facts_grid(
        [
            ("Wer", p.text("person"), ""),
            ("Bis", show_date(due) if due else "", show_near(due, p.facts.today) if due else ""),
            ("Stand", p.text("state") or "offen", p.text("dropped_because")),
        ]
    )
    about = store.get(p.values["about"]) if p.values.get("about") else None
    if about:
        p.section("Gehört zu")
        text = f"{about.kind.singular}: {about.title(p.facts)}"
        p.box.addLayout(row(button(text, "link", clicked=lambda: actions["open"](about.kind.name, about.id)), None))
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    return p.done()


def helper_group(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A Helferkreis with its members and offers."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts))
    p.where(place_name(p.values.get("place"), p.facts), p.text("carrier"))
    p.conflict()
    p.phones(("phone", p.values.get("leader") or ""))
    p.facts_grid(
        [
            ("Leitung", p.text("leader"), p.text("email")),
            ("Trifft sich", p.text("meets"), ""),
            ("Bietet an", p.text("offers"), ""),
        ]
    )
    members = [v for v in store.all("volunteers") if v.values.get("helper_group") == p.values.get("name")]
    if members:
        p.section(f"Mitglieder ({len(members)})")
        for one in sorted(members, key=lambda v: v.title(p.facts))[:40]:
            p.box.addLayout(
                row(button(one.title(p.facts), "link", clicked=lambda i=one.id: actions["open"]("volunteers", i)), None)
            )
    offers = [
        o for o in store.all("offers") if o.values.get("provider") and o.values.get("provider") == p.values.get("name")
    ]
    p.section(f"Angebote ({len(offers)})" if offers else "Angebote")
    for one in sorted(offers, key=lambda o: o.title(p.facts)):
        p.box.addLayout(
            row(
                button(one.title(p.facts), "link", clicked=lambda i=one.id: actions["open"]("offers", i)),
                None,
                label(one.values.get("category") or "", "caption", 9),
            )
        )
    texts = {"provider": p.values.get("name") or "", "place": p.text("place"), "contact_person": p.text("leader")}
    p.box.addLayout(row(button("Angebot erfassen …", "link", "plus", lambda: actions["add"]("offers", texts)), None))
    sections.tasks(p)
    sections.time_line(p)
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    return p.done()


def course(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A course with who is enrolled and how many places are free."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts))
    p.where(place_name(p.values.get("place"), p.facts), p.text("provider"))
    p.conflict()
    enrolled = store.children(s.id, "enrolments")
    taken = _places_taken(enrolled)
    seats = p.values.get("seats")
    p.facts_grid(
        [
            ("Beginn", p.text("begins_on"), f"bis {p.text('ends_on')}" if p.values.get("ends_on") else ""),
            ("Zeiten", p.text("times"), ""),
            (
                "Plätze",
                f"{max(0, seats - taken)} von {seats} frei" if seats else "",
                "offen für alle Büros" if p.values.get("open_to_all") else "",
            ),
        ]
    )
    p.section("Angemeldet")
    for one in enrolled:
        volunteer = store.get(one.values.get("volunteer") or "")
        name = volunteer.title(p.facts) if volunteer else "gelöscht"
        done = one.values.get("certificate_on")
        state = show(one.kind.fields["state"], one.values.get("state"), p.facts)
        text = f"{state}{', Bescheinigung ' + show_date(done) if done else ''}"
        verbs: list[Any] = []
        if volunteer and one.values.get("state") == EnrolmentState.ATTENDED:
            verbs.append(button("Bescheinigung", "link", "printer", lambda e=one: actions["print_certificate"](s, e)))
        elif volunteer:
            verbs.append(
                button(
                    "Hat teilgenommen",
                    "link",
                    clicked=lambda e=one: actions["did"](volunteering.took_part(store, e.id), "Eingetragen."),
                )
            )
        p.box.addLayout(row(label(name, "", 10, 500), None, label(text, "muted", 9.5), *verbs))
    new = QLineEdit()
    new.setPlaceholderText("Name, mit Enter anmelden")
    new.setAccessibleName("Anmelden")

    def enrol() -> None:
        hits = store.ids("volunteers", new.text()) if new.text().strip() else []
        if len(hits) == 1:
            actions["did"](enrol_volunteer(store, s, hits[0]), "Angemeldet.")
        elif new.text().strip():
            actions["say"](
                "Niemand gefunden." if not hits else f"{len(hits)} Personen passen. Bitte genauer schreiben."
            )

    new.returnPressed.connect(enrol)
    p.box.addWidget(new)
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    return p.done()


def _places_taken(enrolments: list[Snapshot]) -> int:
    return sum(e.values.get("state") in (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED) for e in enrolments)


def enrol_volunteer(store: Store, course_: Snapshot, volunteer: str) -> Any:
    """Enrol a volunteer; on the waiting list when all places are taken."""
    person = store.get(volunteer)
    seats = course_.values.get("seats")
    taken = _places_taken(store.children(course_.id, "enrolments"))
    state = EnrolmentState.WAITING if seats and taken >= seats else EnrolmentState.ENROLLED
    with store.change() as change:
        change.ensure(
            "enrolments",
            (course_.id, volunteer),
            {"parent": course_.id, "volunteer": volunteer, "state": state},
            space=person.space if person else course_.space,
            root=person.root if person else volunteer,
        )
    return change.set


def shelter(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A shelter: places taken, blocked, free."""
    p = Pane(store, s, actions)
    p.head(p.values.get("name") or "Unterkunft")
    p.where(place_name(p.values.get("place"), p.facts), p.text("operator"))
    p.conflict()
    total, free = p.values.get("places_total"), p.values.get("places_free")
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
    if p.values.get("accessible"):
        p.chips(["barrierefrei"])
    sections.tasks(p)
    sections.time_line(p)
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    return p.done()


def professional(store: Store, s: Snapshot, actions: Actions) -> QWidget:
    """A shared professional: the hours of this month by office, and a new booking. Case numbers, no names."""
    p = Pane(store, s, actions)
    p.head(s.title(p.facts))
    p.where(place_name(p.values.get("place"), p.facts), p.text("field_of_work"))
    p.conflict()
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
    for one in sorted(store.children(s.id, "bookings"), key=lambda b: b.values.get("on_day") or ""):
        if (one.values.get("on_day") or "")[:7] == which:
            office = p.facts.offices.get(one.values.get("office") or "")
            tag = [Tag(office.code, office.order, office.name)] if office else []
            day = label(show_date(one.values.get("on_day") or ""), "caption", 9)
            p.box.addLayout(
                row(
                    *tag,
                    label(one.values.get("case_number") or "", "", 10, 500),
                    day,
                    None,
                    label(f"{show_number(one.values.get('hours') or 0)} h", "muted"),
                )
            )
    new = QLineEdit()
    new.setPlaceholderText("Nummer des Gesuchs und Stunden, z. B. MX-2026-014 2,5")
    new.setAccessibleName("Stunden buchen")

    def book() -> None:
        number, _, hours = new.text().strip().rpartition(" ")
        try:
            _, change, warning = professionals.book(
                store, s, number.strip(), p.facts.today.isoformat(), read_number(hours)
            )
        except (UserError, Unreadable):
            actions["say"]("Bitte Nummer und Stunden schreiben, zum Beispiel „MX-2026-014 2,5“.")
            return
        actions["did"](change, f"Gebucht. Achtung: {warning}." if warning else "Gebucht.")

    new.returnPressed.connect(book)
    p.box.addWidget(new)
    if p.values.get("note"):
        p.section("Anmerkung")
        p.paragraph(p.values["note"])
    return p.done()


BUILDERS = {
    "professionals": professional,
    "cases": case,
    "tasks": task,
    "helper_groups": helper_group,
    "courses": course,
    "shelters": shelter,
}

__all__ = ["BUILDERS", "case", "course", "enrol_volunteer", "helper_group", "professional", "shelter", "task"]
