"""What papers for helpers need: letters of thanks and for a consent, the Einsatzblatt, the plan of a week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from netzwerkhilfe.access.rules import here
from netzwerkhilfe.errors import UserError
from netzwerkhilfe.models.cases import Case, CasePrivate
from netzwerkhilfe.models.fields import place_name, show
from netzwerkhilfe.models.helping import Course, Engagement, EngagementState, Enrolment, EnrolmentState
from netzwerkhilfe.models.network import Office
from netzwerkhilfe.models.papers import CourseCertificate, EngagementSheet, HandoverSheet, Letter, WeekPlan
from netzwerkhilfe.models.phrases import read_date
from netzwerkhilfe.models.values import show_date
from netzwerkhilfe.models.volunteers import Volunteer, VolunteerState, full_name
from netzwerkhilfe.services.helping import courses, volunteering
from netzwerkhilfe.services.papers import common, letterhead
from netzwerkhilfe.services.papers.registry import About, Gathered, Paper, Subject, register
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.store.unit_of_work import Change

BACK_DAYS = 7


def _letter(reader: Reader, person: Snapshot[Volunteer], subject: str, text: Sequence[str]) -> Letter:
    facts, head = reader.facts(), letterhead.head(reader)
    town = " ".join(p for p in (person.record.postcode, place_name(person.record.place, facts)) if p)
    address = [full_name(person.record) or person.title(facts), person.record.street or "", town]
    return Letter(
        head.network,
        head.office,
        letterhead.sender_line(head),
        [a for a in address if a],
        letterhead.info_block(reader, common.today_in_figures(reader)),
        subject,
        text,
        "Mit freundlichen Grüßen",
        reader.person,
        logo=head.logo,
    )


def thanks(reader: Reader, person: Snapshot[Volunteer]) -> Letter:
    """The letter at the end of an engagement."""
    since, total = (
        person.record.since,
        volunteering.done_between(reader, person.id, dt.date(1990, 1, 1), reader.today()),
    )
    years = f" Seit {show(person.kind.fields['since'], since, reader.facts())} waren Sie dabei." if since else ""
    hours = (
        f" In dieser Zeit haben Sie uns mindestens {round(total.hours)} Stunden geschenkt." if total.hours >= 1 else ""
    )
    return _letter(
        reader,
        person,
        "Danke für Ihre Hilfe",
        [
            f"Guten Tag {full_name(person.record) or person.title(reader.facts())},",
            f"Sie beenden Ihr Ehrenamt bei uns.{years}{hours} Viele Menschen haben dadurch Halt gefunden. Dafür danken "
            "wir Ihnen von Herzen.",
            "Ihre Angaben löschen wir nach den Fristen, die wir Ihnen genannt haben. Wenn Sie noch Schlüssel oder "
            "Material von uns haben, "
            "bringen Sie es bitte bei Gelegenheit vorbei; offene Auslagen rechnen wir gern noch ab.",
            "Unsere Tür bleibt für Sie offen.",
        ],
    )


def consent_request(reader: Reader, person: Snapshot[Volunteer]) -> Letter:
    """The letter that asks for a missing consent, with a line to sign."""
    return _letter(
        reader,
        person,
        "Ihre Einwilligung",
        [
            f"Guten Tag {full_name(person.record) or person.title(reader.facts())},",
            "Ihre Angaben (Name, Telefon, Fähigkeiten, Zeiten) stehen bisher nur im Büro "
            f"{common.office_name(reader)}. "
            "Damit auch die anderen "
            f"Büros im Netzwerk „{common.network_name(reader)}“ Sie fragen dürfen, brauchen wir Ihre Einwilligung. Sie "
            "ist freiwillig und lässt sich "
            "jederzeit zurücknehmen; dann sehen die anderen Büros Ihre Angaben nicht mehr.",
            "Ich bin einverstanden, dass alle Büros des Netzwerks meine Angaben sehen:",
            "Datum, Unterschrift: ____________________________________________",
        ],
    )


def letters_for_consent(reader: Reader, people: Sequence[Snapshot[Volunteer]]) -> list[Letter]:
    """Letters to those of them whose consent is missing. Raises ``UserError`` if it is missing of nobody."""
    wanted = [p for p in people if not p.record.consent_network and p.record.state != VolunteerState.ENDED]
    if not wanted:
        raise UserError("Hier fehlt niemandes Einwilligung.", "Es wurde nichts gedruckt.")
    return [consent_request(reader, p) for p in wanted]


def sheet(reader: Reader, engagement: Snapshot[Engagement]) -> EngagementSheet:
    """The Einsatzblatt: who is helped stands on paper only, and the paper comes back; with the telephones of all three.

    A second print keeps the day on which it was given out first.
    """
    facts, values = reader.facts(), engagement.record
    helper = reader.get(values.parent or "", Volunteer)
    lines = [("Wer hilft", full_name(helper.record) if helper else "")]
    if helper:
        lines += _reached("Telefon", helper.record.mobile, helper.record.phone, note=helper.record.phone_note)
    lines += [("Was", values.title or ""), ("Wann", _when(values))]
    where = place_name(values.place, facts)
    if where:
        lines.append(("Wo", where))
    case = next((c for c in reader.all(Case) if c.record.number and c.record.number == values.case_number), None)
    if case:
        lines += _household(reader, case)
    elif values.case_number:
        lines.append(("Für", values.case_number))
    office = reader.get(reader.local("office"), Office)
    asked = [reader.person, office.record.phone if office else None]
    lines.append(("Rückfragen an", ", ".join(p for p in (f"Büro {common.office_name(reader)}", *asked) if p)))
    day = dt.date.fromisoformat(values.on_day or "") + dt.timedelta(days=BACK_DAYS)
    out = values.sheet_out_on
    given = f"ausgegeben am {show_date(out)}" if out else f"ausgegeben am {common.today_in_figures(reader)}"
    again = f", Zweitdruck vom {common.today_in_figures(reader)}" if out and out != reader.today().isoformat() else ""
    return EngagementSheet(
        common.network_name(reader),
        common.office_name(reader),
        f"{given} von {reader.person}{again}",
        lines,
        show_date(day.isoformat()),
    )


def _reached(name: str, *numbers: str | None, note: str | None = None) -> list[tuple[str, str]]:
    """A line with telephone numbers, each once, and when it is best to call."""
    known = " · ".join(dict.fromkeys(n for n in numbers if n))
    return [(name, f"{known} ({note})" if note else known)] if known else []


def _household(reader: Reader, case: Snapshot[Case]) -> list[tuple[str, str]]:
    """Who is helped, as far as this office knows, and how to reach them."""
    private = reader.companion(case, CasePrivate)
    known = private.record if private else CasePrivate()
    languages = show(case.kind.fields["languages"], case.record.languages, reader.facts())
    return [
        ("Für", " · ".join(p for p in (known.name or "", str(case.record.number)) if p)),
        *_reached("Telefon", known.phone),
        *[(name, str(text)) for name, text in (("Adresse", known.street), ("Sprachen", languages)) if text],
    ]


def _when(engagement: Engagement) -> str:
    times = "–".join(t for t in (engagement.start_time, engagement.end_time) if t)
    day = common.day_in_words(engagement.on_day) if engagement.on_day else ""
    return ", ".join(p for p in (day, f"{times} Uhr" if times else "") if p)


def sheets_out(reader: Reader) -> list[tuple[Snapshot[Engagement], str]]:
    """Engagements of the own office whose Einsatzblatt should be back by now, with the day it was due."""
    today, access = reader.today().isoformat(), here(reader)
    found = []
    for one in reader.all(Engagement):
        values = one.record
        if not values.sheet_out_on or values.sheet_back_on or not values.on_day or not access.owns(values.office):
            continue
        due = (dt.date.fromisoformat(values.on_day or "") + dt.timedelta(days=BACK_DAYS)).isoformat()
        if due < today:
            found.append((one, due))
    return sorted(found, key=lambda f: (f[1], f[0].id))


def sheet_back(change: Change, engagement: str) -> None:
    """The Einsatzblatt came back."""
    change.update(engagement, {"sheet_back_on": change.today().isoformat()})


def course_certificate(reader: Reader, course: Snapshot[Course], enrolment: Snapshot[Enrolment]) -> CourseCertificate:
    """The certificate for somebody who took part, dated when it was given out first.

    Raises ``UserError`` for who did not take part, or is not known any more.
    """
    person = reader.get(enrolment.record.volunteer or "", Volunteer)
    if person is None or enrolment.record.state != EnrolmentState.ATTENDED:
        raise UserError(
            "Eine Bescheinigung gibt es nur für Personen, die teilgenommen haben.", "Es wurde nichts gedruckt."
        )
    values = course.record
    days = [common.day_in_words(d).split(", ")[1] for d in (values.begins_on, values.ends_on) if d]
    when = " bis ".join(dict.fromkeys(days))
    return CourseCertificate(
        common.network_name(reader),
        common.office_name(reader),
        full_name(person.record) or person.title(reader.facts()),
        values.title or "Kurs",
        ", ".join(p for p in (when, values.times or "") if p),
        values.provider or "",
        show_date(enrolment.record.certificate_on or reader.today().isoformat()),
        ("Kursleitung", f"Büro {common.office_name(reader)}"),
    )


def handover_sheet(reader: Reader, case: Snapshot[Case]) -> HandoverSheet:
    """The paper for a Träger outside that takes a case over. Raises ``UserError`` if it was not noted who takes it."""
    private = reader.companion(case, CasePrivate)
    known = private.record if private else CasePrivate()
    if not known.handed_to:
        raise UserError("Bitte notieren Sie zuerst, welcher Träger den Fall übernimmt.", "Es wurde nichts gedruckt.")
    facts, kind = reader.facts(), case.kind
    lines = [
        (label, str(text))
        for text, label in (
            (known.name, "Name"),
            (known.phone, "Telefon"),
            (known.email, "E-Mail"),
            (known.street, "Adresse"),
            (known.household, "Haushalt"),
        )
        if text
    ]
    for name in (
        "place",
        "persons",
        "age_band",
        "needs",
        "wished_places",
        "max_rent",
        "cefr",
        "languages",
        "waiting_since",
    ):
        if name in kind.fields and case.values.get(name) not in (None, []):
            lines.append((kind.fields[name].label, show(kind.fields[name], case.values[name], facts)))
    lines.append(
        ("Einwilligung", f"Die Person ist mit der Weitergabe einverstanden ({show_date(known.handed_on or '')})")
    )
    return HandoverSheet(
        common.network_name(reader),
        common.office_name(reader),
        str(case.record.number or ""),
        str(known.handed_to),
        lines,
        common.today_in_figures(reader),
    )


def week(reader: Reader, day: dt.date) -> WeekPlan:
    """All engagements of the week of a day, in order."""
    facts = reader.facts()
    first = day - dt.timedelta(days=day.weekday())
    last = first + dt.timedelta(days=6)
    rows = []
    for one in reader.all(Engagement):
        values = one.record
        if (
            values.state == EngagementState.CALLED_OFF
            or not first.isoformat() <= (values.on_day or "") <= last.isoformat()
        ):
            continue
        helper = reader.get(values.parent or "", Volunteer)
        times = "–".join(t for t in (values.start_time, values.end_time) if t)
        rows.append(
            (
                values.on_day or "",
                times,
                values.title or "",
                full_name(helper.record) if helper else "gelöscht",
                place_name(values.place, facts),
                values.case_number or "",
            )
        )
    shown = [(common.day_in_words(r[0]).replace(f" {r[0][:4]}", ""), *r[1:]) for r in sorted(rows)]
    title = f"Wochenplan {first.isocalendar().week}. Kalenderwoche"
    subtitle = (
        f"{show_date(first.isoformat())} bis {show_date(last.isoformat())}, Stand {common.today_in_figures(reader)}"
    )
    return WeekPlan(common.network_name(reader), common.office_name(reader), title, subtitle, shown)


# ---- the registry ---------------------------------------------------------------------------------------------------
def _has_ended(_reader: Reader, subject: Subject) -> bool:
    return subject.of(Volunteer).record.state == VolunteerState.ENDED


def _took_part(_reader: Reader, subject: Subject) -> bool:
    return subject.of(Enrolment).record.state == EnrolmentState.ATTENDED


def _goes_outside(reader: Reader, subject: Subject) -> bool:
    private = reader.companion(subject.one, CasePrivate)
    return bool(private and private.record.handed_to)


def _has_day(_reader: Reader, subject: Subject) -> bool:
    return bool(subject.of(Engagement).record.on_day)


def _certificate(reader: Reader, subject: Subject) -> CourseCertificate:
    enrolment = subject.of(Enrolment)
    course = reader.get(enrolment.record.parent or "", Course)
    if course is None:
        raise UserError("Den Kurs gibt es nicht mehr.", "Es wurde nichts gedruckt.")
    return course_certificate(reader, course, enrolment)


def _given_out(change: Change, subject: Subject, _paper: Gathered, _ending: str) -> None:
    """The Einsatzblatt was given out today: the overview asks for it when its day is over. A second print changes
    nothing, also not that it has come back."""
    if not subject.of(Engagement).record.sheet_out_on:
        change.update(subject.one.id, {"sheet_out_on": change.today().isoformat()})


def _certified(change: Change, subject: Subject, _paper: Gathered, _ending: str) -> None:
    if not subject.of(Enrolment).record.certificate_on:
        courses.note_certificate(change, subject.one.id)


def _week_of(reader: Reader, subject: Subject) -> WeekPlan:
    day = read_date(subject.text, reader.today()) if subject.text else reader.today().isoformat()
    return week(reader, dt.date.fromisoformat(day))


register(
    Paper(
        key="thanks",
        name="Dankbrief",
        says="Dank zum Abschied, mit Jahren und Stunden",
        kind="volunteers",
        when="wenn das Ehrenamt beendet ist",
        template=Letter,
        offered=_has_ended,
        gather=lambda store, subject: (thanks(store, subject.of(Volunteer)),),
    )
)
register(
    Paper(
        key="consent-letters",
        name="Briefe für fehlende Einwilligungen",
        says="ein Brief für jede Person ohne Einwilligung, mit einer Zeile zum Unterschreiben",
        about=About.LIST,
        kind="volunteers",
        rank=60,
        template=Letter,
        gather=lambda store, subject: tuple(letters_for_consent(store, subject.all_of(Volunteer))),
    )
)
register(
    Paper(
        key="engagement-sheet",
        name="Einsatzblatt",
        says="wer wem wann wobei hilft, mit Namen; es kommt ins Büro zurück",
        kind="engagements",
        when="wenn der Tag feststeht",
        template=EngagementSheet,
        offered=_has_day,
        gather=lambda store, subject: sheet(store, subject.of(Engagement)),
        written=_given_out,
    )
)
register(
    Paper(
        key="course-certificate",
        name="Bescheinigung",
        says="wer an welchem Kurs teilgenommen hat",
        kind="enrolments",
        when="wenn die Person teilgenommen hat",
        template=CourseCertificate,
        offered=_took_part,
        gather=_certificate,
        written=_certified,
    )
)
register(
    Paper(
        key="handover-sheet",
        name="Übergabeblatt",
        says="was ein Träger wissen muss, der das Gesuch übernimmt",
        kind="cases",
        when="wenn ein Träger eingetragen ist",
        template=HandoverSheet,
        offered=_goes_outside,
        gather=lambda store, subject: handover_sheet(store, subject.of(Case)),
    )
)
register(
    Paper(
        key="week-plan",
        name="Wochenplan",
        says="alle Einsätze einer Woche",
        about=About.OFFICE,
        template=WeekPlan,
        gather=_week_of,
    )
)
