"""Übersicht: what is to be done today, what stands still, certificates, exchange, placements; and surplus and
shortage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from netzwerkhilfe.exchange import status, wording
from netzwerkhilfe.exchange.wording import many
from netzwerkhilfe.models.cases import Need
from netzwerkhilfe.models.values import MONTHS, show_date, show_near
from netzwerkhilfe.services import overview
from netzwerkhilfe.services.entries.common_fields import number_of, place_key, stage_key
from netzwerkhilfe.services.overview import Overview
from netzwerkhilfe.services.papers import common, registry
from netzwerkhilfe.services.papers.registry import Subject
from netzwerkhilfe.store import algebra
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.areas.exchange.panels import open_conflicts
from netzwerkhilfe.ui.areas.exchange.standing import state_of
from netzwerkhilfe.ui.detail.sections import task_row
from netzwerkhilfe.ui.kit import theme
from netzwerkhilfe.ui.kit.dialogs import Panel, host_of
from netzwerkhilfe.ui.kit.offices import office_fact, office_tag
from netzwerkhilfe.ui.kit.page import Page, tab_stops
from netzwerkhilfe.ui.kit.widgets import Part, StageRing, Tag, badge, boxed, button, clear, column, label, line, row

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.commands import Commands

MOST = 5


class Bars(QWidget):
    """Placements of twelve months: flats and work on top of each other."""

    def __init__(self, months: list[tuple[str, int, int]]) -> None:
        super().__init__()
        self.months = months
        self.setFixedHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = [f"{MONTHS[int(m[5:]) - 1]}: {a} Wohnungen, {b} Stellen" for m, a, b in months if a or b]
        self.setAccessibleName("Vermittelt in zwölf Monaten")
        self.setAccessibleDescription("; ".join(words) or "nichts")

    def sizeHint(self) -> QSize:
        """Wide as there is room."""
        return QSize(320, 120)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Grid, bars, letters of the months."""
        painter = QPainter(self)
        highest = max([a + b for _, a, b in self.months] + [4])
        top = -(-highest // 4) * 4
        left, bottom = 24, self.height() - 20
        height = bottom - 8
        painter.setFont(theme.font(8.5))
        for i in (0, top // 2, top):
            y = bottom - height * i // top
            painter.setPen(theme.color("line_soft"))
            painter.drawLine(left, y, self.width(), y)
            painter.setPen(theme.color("text3"))
            painter.drawText(
                QRect(0, y - 8, left - 8, 16), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(i)
            )
        step = (self.width() - left) / 12
        for i, (month, flats, work) in enumerate(self.months):
            x = left + i * step + step * 0.28
            flat_height = height * flats / top
            painter.fillRect(QRectF(x, bottom - flat_height, step * 0.44, flat_height), theme.color("accent"))
            work_height = height * work / top
            gap = 1 if flats and work else 0
            painter.fillRect(
                QRectF(x, bottom - flat_height - work_height - gap, step * 0.44, work_height), theme.color("chart2")
            )
            last = i == 11
            painter.setFont(theme.font(8.5, 600 if last else 400))
            painter.setPen(theme.color("text1" if last else "text3"))
            painter.drawText(
                QRectF(left + i * step, bottom + 3, step, 16),
                Qt.AlignmentFlag.AlignCenter,
                MONTHS[int(month[5:]) - 1][0],
            )
        painter.end()


class StageBar(QWidget):
    """How many flats are at each stage, as one divided bar."""

    def __init__(self, stages: list[tuple[str, int, int]]) -> None:
        super().__init__()
        self.stages = stages
        self.setFixedHeight(10)
        self.setAccessibleName("Wohnungen nach Stand: " + ", ".join(f"{n} {s}" for s, _, n in stages))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The parts, two points between them."""
        painter = QPainter(self)
        total = sum(n for _, _, n in self.stages)
        x = 0.0
        for _, phase, count in self.stages:
            if total and count:
                width = self.width() * count / total
                painter.fillRect(QRectF(x, 0, max(2.0, width - 2), 8), theme.color(f"stage{min(phase, 3)}"))
                x += width
        painter.end()


def _card(*parts: Part) -> QWidget:
    return boxed(column(*parts, spacing=6, margins=(16, 12, 16, 12)), "card")


class OverviewPage(Page):
    """The page of the day."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.commands, self.store = commands, commands.store
        self.greeting = label("", "", 15, 600, short=True)
        self.day = label("", "muted")
        header = boxed(row(self.greeting, None, self.day, margins=(24, 0, 24, 0)))
        header.setFixedHeight(60)
        self.left, self.right = QVBoxLayout(), QVBoxLayout()
        for box in (self.left, self.right):
            box.setSpacing(16)
            box.setContentsMargins(0, 0, 0, 0)
        self.left_box, self.right_box = boxed(self.left), boxed(self.right)
        self.right_box.setFixedWidth(372)
        body = row(self.left_box, self.right_box, spacing=16, margins=(24, 16, 24, 24))
        body.setStretch(0, 1)
        scroll = QScrollArea()
        scroll.setObjectName("ground")
        scroll.setWidgetResizable(True)
        scroll.setWidget(boxed(body))
        self.setLayout(column(header, line(), scroll, spacing=0))
        self.shown: Overview | None = None

    # ---- keys -------------------------------------------------------------------------------------------------------
    def add(self) -> None:
        """Strg+N: whatever is new begins with a call."""
        self.commands.calls.note()

    def print(self) -> None:
        """Strg+P: the plan of the week."""
        self.commands.files.print("week-plan", Subject())

    def panes(self) -> list[QWidget]:
        """The left column, then the right one."""
        return [*tab_stops(self.left_box)[:1], *tab_stops(self.right_box)[:1]]

    # ---- showing ----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Read again, off the window's thread."""
        now = self.store.now().astimezone()
        hello = "Guten Morgen" if now.hour < 11 else "Guten Tag" if now.hour < 18 else "Guten Abend"
        self.greeting.setText(f"{hello}, {self.store.person}")
        self.day.setText(common.day_in_words(self.store.today().isoformat()))
        self.commands.worker.run(lambda: overview.read(self.store), self._draw, self.commands.tell_error)

    def _draw(self, found: Overview) -> None:
        self.shown = found
        clear(self.left)
        clear(self.right)
        for made in (self._due(found), self._still(found), self._certificates(found), self._more(found)):
            if made is not None:
                self.left.addWidget(made)
        self.left.addStretch(1)
        for made in (self._meeting(found), self._exchange(), self._placements(found), self._stages(found)):
            if made is not None:
                self.right.addWidget(made)
        self.right.addStretch(1)

    def _head(
        self, title: str, verb: str = "", go: Callable[[], object] | None = None, beside: str = ""
    ) -> QHBoxLayout:
        parts: list[Part] = [label(title, "", 10, 600)]
        if beside:
            parts += [4, label(beside, "caption", 9)]
        parts.append(None)
        if verb and go:
            parts.append(button(verb, "link", clicked=go))
        return row(*parts)

    # ---- left -------------------------------------------------------------------------------------------------------
    def _due(self, found: Overview) -> QWidget:
        facts = self.store.facts()
        rows: list[Part] = []
        for task in found.tasks[:MOST]:
            rows += [line(soft=True), task_row(self.commands, task, facts, found.about.get(task.id, ""))]
        for note in found.callbacks[: max(0, MOST - len(found.tasks))]:
            back = button(
                f"Zurückrufen: {note.title(facts)}", "row", clicked=partial(self.commands.reveal, "notes", note.id)
            )
            tick = button("", "quiet", "circle", partial(self.commands.calls.done, note.id), "Rückruf erledigt")
            near = show_near(note.record.remind_on or "", facts.today)
            due = (
                badge(near, "warn")
                if note.record.remind_on == facts.today.isoformat()
                else badge(f"überfällig {near}", "bad")
            )
            rows += [line(soft=True), row(tick, back, None, due, spacing=4)]
        for step in found.overdue[:MOST]:
            title = button(
                f"{step.what}: {step.case.record.number or 'Gesuch'}",
                "row",
                clicked=partial(self.commands.reveal, step.case.kind.name, step.case.id),
                tip=step.match.record.title or "",
            )
            near = show_near(step.due.isoformat(), facts.today)
            due = badge(f"überfällig {near}", "bad") if step.overdue else badge(near, "warn")
            rows += [line(soft=True), row(title, label(step.who, "caption", 9), None, due)]
        for when, lead, what in found.appointments[:MOST]:
            at = f"{show_near(when[:10], facts.today)}{', ' + when[11:] + ' Uhr' if len(when) > 10 else ''}"
            name = button(
                f"{what}: {lead.title(facts)}", "row", clicked=partial(self.commands.reveal, "housing", lead.id)
            )
            rows += [
                line(soft=True),
                row(name, label(str(lead.record.number or ""), "caption", 9), None, badge(at, "warn")),
            ]
        for when, meeting, what in found.steering[:MOST]:
            title = button(
                f"{what}: {meeting.title(facts)}",
                "row",
                clicked=partial(self.commands.reveal, "meetings", meeting.id),
            )
            late = when < facts.today.isoformat()
            rows += [
                line(soft=True),
                row(title, None, badge(f"bis {show_near(when, facts.today)}", "bad" if late else "warn")),
            ]
        for request, entry in found.to_erase[:MOST]:
            title = button(
                f"Löschung erbeten: {entry.title(facts)}",
                "row",
                clicked=partial(self._to_erase, entry),
            )
            asked = badge(f"seit {show_near(request.record.asked_on or '', facts.today)}", "warn")
            rows += [line(soft=True), row(title, None, asked)]
        if not rows:
            rows = [label("Für heute ist nichts offen.", "muted")]
        verb = f"Alle {len(found.tasks)} Aufgaben" if found.tasks else "Aufgabe erfassen"
        go = (lambda: self.commands.go("tasks")) if found.tasks else (lambda: self.commands.entries.add("tasks"))
        return _card(self._head("Heute zu erledigen", verb, go), *rows)

    def _to_erase(self, entry: Snapshot) -> None:
        """To what is asked to be erased; what lies in the Papierkorb is on no page."""
        if algebra.away(entry.record.seal):
            self.commands.entries.erase(entry.id)
        else:
            self.commands.reveal(entry.kind.name, entry.id)

    def _still(self, found: Overview) -> QWidget:
        facts = self.store.facts()
        rows: list[Part] = []
        for snapshot, days in found.still[:MOST]:
            stage = facts.stage(snapshot.kind.name, stage_key(snapshot))
            office = office_fact(snapshot, facts)
            place = str(place_key(snapshot) or "")
            name = " · ".join(
                p for p in (snapshot.title(facts), facts.places[place].name if place in facts.places else "") if p
            )
            parts: list[Part] = [
                StageRing(stage.phase if stage else 0),
                2,
                button(name, "row", clicked=partial(self.commands.reveal, snapshot.kind.name, snapshot.id)),
                label(str(number_of(snapshot) or ""), "caption", 9),
                None,
            ]
            if office:
                parts.append(office_tag(office))
            days_text = label(f"{days} Tage", "warn", 10, 500)
            days_text.setFixedWidth(64)
            days_text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows += [line(soft=True), row(*parts, days_text, spacing=6)]
        if not rows:
            rows = [label("Alles ist in Bewegung.", "muted")]
        verb = f"Alle {len(found.still)} anzeigen" if len(found.still) > MOST else ""
        return _card(
            self._head(f"Seit {overview.STILL_DAYS} Tagen ohne Bewegung", verb, lambda: self.commands.go("housing")),
            *rows,
        )

    def _certificates(self, found: Overview) -> QWidget | None:
        if not found.certificates:
            return None
        today = self.store.today()
        rows: list[Part] = []
        for one in found.certificates[:MOST]:
            days = (dt.date.fromisoformat(one.due_on) - today).days
            state = badge(f"in {days} Tagen", "warn") if days >= 0 else badge("abgelaufen", "bad")
            name = button(one.name, "row", clicked=partial(self.commands.reveal, "volunteers", one.volunteer))
            rows += [
                line(soft=True),
                row(name, label(f"neu vorzulegen bis {show_date(one.due_on)}", "caption", 9), None, state),
            ]
        return _card(self._head("Führungszeugnisse"), *rows)

    def _more(self, found: Overview) -> QWidget | None:
        rows: list[Part] = []
        if found.unchecked:
            text = f"{many(len(found.unchecked), 'Angebot', 'Angebote')} seit sechs Monaten nicht geprüft"
            rows.append(row(label(text), None, button("Ansehen", "link", clicked=lambda: self.commands.go("offers"))))
        for engagement, due in found.sheets[:MOST]:
            text = f"Einsatzblatt „{engagement.record.title}“ ist seit {show_date(due)} fällig"
            rows.append(
                row(
                    label(text),
                    None,
                    button("Ist zurück", "link", clicked=partial(self.commands.people.sheet_back, engagement.id)),
                )
            )
        if found.outcomes:
            text = f"{many(found.outcomes, 'Vermittlung', 'Vermittlungen')} nach drei Monaten nachfragen"
            rows.append(row(label(text), None, button("Gesuche", "link", clicked=lambda: self.commands.go("cases"))))
        rows.append(
            row(
                label("Einsätze dieser Woche"),
                None,
                *(
                    button(f"{p.name} drucken", "link", clicked=partial(self.commands.files.print, p.key, Subject()))
                    for p in registry.of_office(self.store)
                ),
            )
        )
        rows.append(
            row(label("Was fehlt, was ist übrig?"), None, button("Überschuss und Mangel", "link", clicked=self.balance))
        )
        return _card(self._head("Außerdem"), *rows)

    # ---- right ------------------------------------------------------------------------------------------------------
    def _meeting(self, found: Overview) -> QWidget | None:
        meeting = found.meeting
        if meeting is None or not meeting.record.date:
            return None
        day = meeting.record.date
        month = label(MONTHS[int(day[5:7]) - 1][:3].upper(), "", 8.5, 600)
        number = label(str(int(day[8:10])), "", 15, 600)
        for made in (month, number):
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
        leaf = boxed(column(month, number, spacing=0, margins=(8, 4, 8, 4)), "leaf")
        leaf.setFixedSize(52, 56)
        weekday = common.day_in_words(day).split(",")[0]
        start = f" {meeting.record.start} Uhr" if meeting.record.start else ""
        near = (self.store.today().fromisoformat(day) - self.store.today()).days
        when = "heute" if near == 0 else "morgen" if near == 1 else f"in {near} Tagen"
        text = column(
            label(f"{meeting.record.title or 'Sitzung'}, {weekday}{start}", "", 10, 600, wrap=True),
            label(" · ".join(p for p in (meeting.record.venue, when) if p), "caption", 9, wrap=True),
            label(many(found.items, "TOP", "TOPs"), "caption", 9),
            spacing=1,
        )
        box = row(leaf, 4, text)
        box.setStretch(2, 1)
        return _card(
            self._head("Nächste Sitzung", "Tagesordnung", lambda: self.commands.reveal("meetings", meeting.id)), box
        )

    def _exchange(self) -> QWidget:
        by_id = self.store.facts().offices
        rows: list[Part] = []
        found = status.situation(self.store)
        for one in found.offices:
            office = by_id[one.office]
            when = label(show_near(one.received_at[:10], self.store.today()), "muted", 9.5)
            if not one.current:
                when = badge(*state_of(one))
                when.setToolTip("\n".join(wording.sentence(self.store, f) for f in one.findings))
            rows += [
                line(soft=True),
                row(
                    Tag(office.code, office.order, office.name),
                    2,
                    label(one.name),
                    None,
                    when,
                ),
            ]
        if not rows:
            rows = [label("Noch gehört kein anderes Büro dazu.", "muted")]
        if found.offices:
            rows.append(4)
        for finding in found.findings:
            text = label(wording.sentence(self.store, finding), "", 9.5, 500, wrap=True)
            rows.append(boxed(column(text, margins=(12, 8, 12, 8)), "warnbox"))
        conflicts = len({c.id for c in open_conflicts(self.store)})
        if conflicts:
            box = row(margins=(12, 4, 8, 4))
            box.addWidget(label(f"{many(conflicts, 'Konflikt', 'Konflikte')} zu prüfen", "", 10, 600), 1)
            box.addWidget(button("Prüfen", "link", clicked=lambda: self.commands.go("exchange")))
            rows.append(boxed(box, "warnbox"))
        return _card(self._head("Zuletzt ausgetauscht", "Austauschen", lambda: self.commands.go("exchange")), *rows)

    def _placements(self, found: Overview) -> QWidget:
        total = sum(a + b for _, a, b in found.placements)
        legend = row(
            label("Vermittelt", "", 10, 600),
            4,
            label(f"12 Monate: {total}", "caption", 9),
            None,
            *self._legend("accent", "Wohnung"),
            6,
            *self._legend("chart2", "Arbeit"),
        )
        return _card(legend, Bars(found.placements))

    def _legend(self, tone: str, text: str) -> list[Part]:
        square = QWidget()
        square.setFixedSize(10, 10)
        square.setStyleSheet(f"background: {theme.token(tone)};")
        return [square, label(text, "caption", 9)]

    def _stages(self, found: Overview) -> QWidget:
        shown = [s for s in found.stages if s[2]] or found.stages[:1]
        numbers = QGridLayout()
        for i, (stage, phase, count) in enumerate(shown):
            numbers.addLayout(
                column(
                    label(str(count), "", 10, 600),
                    row(StageRing(phase), label(stage, "caption", 9), None, spacing=4),
                    spacing=0,
                ),
                i // 4,
                i % 4,
            )
        return _card(
            self._head("Wohnungen nach Stand", "Ansehen", lambda: self.commands.go("housing")), StageBar(shown), numbers
        )

    # ---- surplus and shortage ---------------------------------------------------------------------------------------
    def balance(self) -> None:
        """Überschuss und Mangel: by need and office."""
        self.commands.worker.run(lambda: overview.balance(self.store), self._show_balance, self.commands.tell_error)

    def _show_balance(self, found: list[overview.Balance]) -> None:
        panel = Panel(
            host_of(self),
            "Überschuss und Mangel",
            subtitle="offene Gesuche gegen freie Wohnungen, Stellen, Angebote und Personen",
            icon="scales",
            width=820,
        )
        offices = sorted(self.store.facts().offices.values(), key=lambda o: o.order)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for i, office in enumerate(offices, 1):
            grid.addWidget(Tag(office.code, office.order, office.name), 0, i)
        grid.addWidget(label("zusammen", "caption", 9), 0, len(offices) + 1)
        for n, one in enumerate(found, 1):
            grid.addWidget(label(Need.label_of(one.need), "", 10, 500), n, 0)
            for i, office in enumerate(offices, 1):
                need, there = one.open_cases.get(office.id, 0), one.supply.get(office.id, 0)
                grid.addWidget(
                    label(f"{need} / {there}" if need or there else "–", "muted" if not need else "", 10), n, i
                )
            need, there = sum(one.open_cases.values()), sum(one.supply.values())
            tone = "bad" if one.gap > 0 else "ok" if there > need else ""
            text = f"{one.gap} fehlen" if one.gap > 0 else f"{-one.gap} übrig" if one.gap < 0 else "ausgeglichen"
            grid.addWidget(
                boxed(row(label(f"{need} / {there}", "", 10, 600), badge(text, tone), None)), n, len(offices) + 1
            )
        panel.body.addLayout(grid)
        panel.body.addWidget(
            label(
                "Gelesen: offene Gesuche / was da ist. Ein Gesuch mit mehreren Anliegen zählt bei jedem.",
                "caption",
                9,
                wrap=True,
            )
        )
        panel.foot.addStretch(1)
        panel.foot.addWidget(button("Schließen", clicked=panel.dismiss))
        panel.open()
