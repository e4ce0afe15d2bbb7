"""What a volunteer's pane shows beside the usual: engagements with hours and kilometres, and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.entry import read_texts
from netzwerkhilfe.models.fields import show
from netzwerkhilfe.models.helping import Engagement, EngagementState
from netzwerkhilfe.models.values import show_date, show_near, show_number
from netzwerkhilfe.models.volunteers import Recognition, Volunteer, VolunteerState
from netzwerkhilfe.services.helping import volunteering
from netzwerkhilfe.services.helping.recognitions import add as add_recognition
from netzwerkhilfe.store.naming import Hit, PersonNamed
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.leads.picking import CasePicker
from netzwerkhilfe.ui.detail.pane import Pane
from netzwerkhilfe.ui.kit.day_picker import offer_calendar
from netzwerkhilfe.ui.kit.dialogs import Panel
from netzwerkhilfe.ui.kit.naming import ADVICE, reasons
from netzwerkhilfe.ui.kit.widgets import button, label, row

FIELDS = (
    "title",
    "on_day",
    "start_time",
    "end_time",
    "hours",
    "kilometres",
    "passengers",
    "case_number",
    "place",
)
SHOWN = 6


def engagements(p: Pane[Volunteer]) -> None:
    """The last engagements, the sum of twelve months, a new one, and "Ehrenamt beenden"."""
    total = volunteering.last_year(p.store, p.snapshot.id)
    p.section("Einsätze")
    if total.count:
        text = f"{show_number(total.hours)} Stunden und {show_number(total.kilometres)} km in zwölf Monaten"
        p.box.addWidget(label(text, "", 10, 500))
    rows = sorted(p.store.children(p.snapshot.id, Engagement), key=lambda e: e.record.on_day or "", reverse=True)
    for one in rows[:SHOWN]:
        p.box.addLayout(_row(p, one))
    if len(rows) > SHOWN:
        p.box.addLayout(row(button(f"Alle {len(rows)} Einsätze", "link", clicked=lambda: every(p, rows)), None))
    verbs = [button("Einsatz eintragen …", "", "calendar-blank", lambda: add(p))]
    if p.entry.state != VolunteerState.ENDED:
        verbs.append(button("Ehrenamt beenden …", "link", clicked=lambda: leave(p)))
    else:
        verbs.append(button("Dankbrief drucken", "link", clicked=lambda: p.commands.files.print("thanks", p.snapshot)))
    p.verbs(*verbs)


def _row(p: Pane[Volunteer], one: Snapshot[Engagement]) -> QHBoxLayout:
    """One engagement, with its Einsatzblatt, which may be printed again."""
    times = "–".join(t for t in (one.record.start_time, one.record.end_time) if t)
    hours = one.completed.hours
    if not times and hours:
        times = f"{show_number(hours)} h"
    beside = " · ".join(t for t in (times, one.record.case_number, EngagementState.label_of(one.record.state)) if t)
    day = show_near(one.record.on_day or "", p.facts.today)
    tip = "Einsatzblatt noch einmal drucken" if one.record.sheet_out_on else "Einsatzblatt drucken"
    sheet = button("", "quiet", "printer", partial(p.commands.files.print, "engagement-sheet", one), tip)
    return row(
        label(day, "caption", 9), 4, label(one.record.title or "", "", 10), None, label(beside, "caption", 9), sheet
    )


def every(p: Pane[Volunteer], found: Sequence[Snapshot[Engagement]]) -> None:
    """All engagements of a volunteer."""
    panel = Panel(p.commands.host, "Einsätze", subtitle=p.snapshot.title(p.facts), icon="calendar-blank", width=640)
    for one in found:
        panel.body.addLayout(_row(p, one))
    panel.foot.addStretch(1)
    close = button("Schließen", "primary", clicked=panel.dismiss)
    panel.foot.addWidget(close)
    panel.open(close)


def recognitions(p: Pane[Volunteer]) -> None:
    """Thanks that were given, and a line for the next."""
    p.section("Anerkennung")
    given = sorted(p.store.children(p.snapshot.id, Recognition), key=lambda r: r.record.on_day or "", reverse=True)
    for one in given:
        by = f"von {one.record.given_by}" if one.record.given_by else ""
        remove = button("", "quiet", "x", partial(p.commands.entries.trash, one), "Anerkennung entfernen")
        day = label(show_date(one.record.on_day or ""), "caption", 9)
        what = show(one.kind.fields["kind_of"], one.record.kind_of, p.facts)
        p.box.addLayout(row(day, 4, label(what, "", 10), label(by, "caption", 9), None, remove))
    p.box.addLayout(row(button("Anerkennung eintragen …", "link", "plus", lambda: recognise(p)), None))


def recognise(p: Pane[Volunteer]) -> None:
    """A new recognition."""
    from netzwerkhilfe.models import KINDS
    from netzwerkhilfe.ui.kit.form import Input

    kind = KINDS["recognitions"]
    panel = Panel(p.commands.host, "Anerkennung", subtitle=p.snapshot.title(p.facts), icon="hand", width=520)
    texts = {"on_day": f"{p.facts.today:%d.%m.%Y}", "given_by": p.store.person}
    inputs = {n: Input(n, kind.fields[n], texts.get(n, ""), p.facts) for n in ("kind_of", "on_day", "given_by")}
    for made in inputs.values():
        panel.body.addLayout(made.box)

    def save() -> None:
        read = read_texts(kind, {n: i.text() for n, i in inputs.items()}, p.facts)
        errors = read.errors or kind.faults(read.values, p.facts)
        for name, made in inputs.items():
            made.blame(errors.get(name, ""))
        if errors:
            return
        with p.store.act("Anerkennung eingetragen") as change:
            add_recognition(change, p.snapshot, read.values)
        panel.dismiss()
        p.commands.did(change.set, "Die Anerkennung ist eingetragen.")

    panel.saver("Eintragen", save)
    panel.open(inputs["kind_of"].editor)


def add(p: Pane[Volunteer]) -> None:
    """A new engagement; one that overlaps another is warned about."""
    from netzwerkhilfe.models import KINDS
    from netzwerkhilfe.ui.kit.form import Input

    kind = KINDS["engagements"]
    panel = Panel(p.commands.host, "Einsatz", subtitle=p.snapshot.title(p.facts), icon="calendar-blank", width=640)
    inputs = {n: Input(n, kind.fields[n], "", p.facts) for n in FIELDS}
    for pair in (
        ("title",),
        ("on_day", "start_time", "end_time", "hours"),
        ("kilometres", "passengers"),
        ("case_number", "place"),
    ):
        line_ = row(spacing=16)
        for name in pair:
            line_.addLayout(inputs[name].box, 1)
        panel.body.addLayout(line_)

    case_edit = inputs["case_number"].editor
    picker = CasePicker(p.store, case_edit) if isinstance(case_edit, QLineEdit) else None
    allowed: list[Hit] = []

    def insist(hits: Iterable[Hit]) -> None:
        allowed.extend(hits)
        save()

    def save() -> None:
        if picker is not None:
            picker.settle()
        read = read_texts(kind, {n: i.text() for n, i in inputs.items()}, p.facts)
        errors = read.errors or kind.faults(kind.complete(read.values), p.facts)
        for name, made in inputs.items():
            made.blame(errors.get(name, ""))
        if errors:
            return
        values = {n: v for n, v in read.values.items() if v is not None}
        title, day = values.pop("title"), values.pop("on_day")
        try:
            with p.store.insisting(allowed), p.store.act("Einsatz eingetragen") as change:
                _, overlaps = volunteering.note_engagement(change, p.snapshot, title, day, **values)
        except PersonNamed as error:
            for hit in error.hits:
                inputs[hit.field].ask(f"{reasons([hit])} {ADVICE}", partial(insist, error.hits))
            panel.fit()
            return
        panel.dismiss()
        warned = f" Achtung: gleichzeitig „{overlaps[0].record.title}“." if overlaps else ""
        p.commands.did(change.set, f"Der Einsatz ist eingetragen.{warned}")

    panel.saver("Eintragen", save)
    panel.open(inputs["title"].editor)


def leave(p: Pane[Volunteer]) -> None:
    """Ehrenamt beenden: the last day; what is to be done becomes tasks."""
    panel = Panel(p.commands.host, "Ehrenamt beenden", subtitle=p.snapshot.title(p.facts), icon="sign-out", width=520)
    day = offer_calendar(QLineEdit(f"{p.facts.today:%d.%m.%Y}"), lambda: p.facts.today)
    day.setAccessibleName("Letzter Tag")
    problem = label("", "bad", 10, 500, wrap=True)
    panel.body.addWidget(label("Letzter Tag", "", 9.5, 500))
    panel.body.addWidget(day)
    panel.body.addWidget(
        label(
            "Die Person steht nicht mehr auf Anruflisten, geplante Einsätze werden abgesagt. Rückgabe, letzte "
            "Auslagen, "
            "Dankbrief und offene Aufgaben "
            "werden Ihre Aufgaben. Die Angaben zum Führungszeugnis gehen nach der Frist von selbst.",
            "caption",
            9,
            wrap=True,
        )
    )
    panel.body.addWidget(problem)

    def go() -> None:
        from netzwerkhilfe.models.phrases import read_date
        from netzwerkhilfe.models.values import Unreadable

        try:
            last_day = read_date(day.text(), p.facts.today)
            with p.store.act("Ehrenamt beendet") as change:
                volunteering.end(change, p.snapshot, last_day)
        except (Unreadable, UserError) as error:
            problem.setText(str(error))
            return
        panel.dismiss()
        p.commands.did(change.set, "Das Ehrenamt ist beendet; was noch zu tun ist, steht bei den Aufgaben.")

    panel.saver("Beenden", go)
    panel.open(day)
