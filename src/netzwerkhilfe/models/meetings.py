"""Meetings and what hangs on them: agenda, attendance, resolutions, ballots. Signing a meeting closes all of these.

What goes on after the signature does not hang on the meeting but refers to it: tasks, follow-ups, approvals by the
offices, addenda, and the list of papers that were printed.
"""

from __future__ import annotations

from typing import Any

from netzwerkhilfe.models.base import NET, Appointment, Kind, Record, called, derived_id, register_kind, required
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import CHOICE, DATA, DATE, INTEGER, LONG, MONEY, REFERENCE, TEXT, TIME, YES_NO, field
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import show_date


class Occasion(Choice):
    """What people meet for; no value counts as a sitting of the Leitungsteam."""

    SITTING = "Sitzung"
    CIRCULAR = "Umlaufbeschluss"
    HELPERS = "Helferkreis"
    YEARLY = "Jährlicher Austausch"
    THANKS = "Dankesfest"
    OTHER = "Sonstiges Treffen"


class Style(Choice):
    """How much the minutes tell; no value counts as results."""

    RESULTS = "Ergebnisprotokoll"
    RESOLUTIONS = "Beschlussprotokoll"
    FULL = "Verlaufsprotokoll"


class MeetingStage(Choice):
    """How far a meeting has come; no value counts as planned."""

    PLANNED = "geplant"
    INVITED = "eingeladen"
    RUNNING = "läuft"
    HELD = "gehalten"
    CALLED_OFF = "abgesagt"


class Purpose(Choice):
    """What an item of the agenda is for."""

    INFORMATION = "Information"
    DISCUSSION = "Beratung"
    DECISION = "Beschluss"


class Presence(Choice):
    """Whether somebody was there."""

    PRESENT = "anwesend"
    EXCUSED = "entschuldigt"
    UNEXCUSED = "unentschuldigt"


class Reply(Choice):
    """What somebody answered to an invitation."""

    ACCEPTED = "zugesagt"
    DECLINED = "abgesagt"


class TemplateRole(Choice):
    """What the program knows a template of an item for."""

    APPROVAL = "approval", "Genehmigung der Niederschrift"
    CLOSING = "closing", "Letzter Punkt"


class Dealt(Choice):
    """What became of an item in the meeting."""

    DONE = "behandelt"
    POSTPONED = "vertagt"
    TAKEN_OFF = "abgesetzt"


class WithoutVote(Choice):
    """What was done instead of a vote."""

    POSTPONED = "vertagt"
    WITHDRAWN = "zurückgezogen"
    NOTED = "zur Kenntnis genommen"


class Vote(Choice):
    """The vote of one member."""

    YES = "ja"
    NO = "nein"
    ABSTENTION = "Enthaltung"


class CastingVote(Choice):
    """The chair's vote where it decides a tie."""

    YES = "ja"
    NO = "nein"


class ResultCode(Choice):
    """What the votes on a motion amount to."""

    UNANIMOUS = "unanimous", "einstimmig angenommen"
    MAJORITY = "majority", "mehrheitlich angenommen"
    REJECTED = "rejected", "abgelehnt"
    TIE = "tie", "Stimmengleichheit, der Vorsitz entscheidet"
    NO_QUORUM = "no_quorum", "nicht beschlussfähig, kein Beschluss"
    OBJECTED = "objected", "nicht zustande gekommen: Widerspruch gegen das Verfahren"
    TOO_FEW = "too_few", "nicht zustande gekommen: zu wenige Antworten"
    WITHOUT_VOTE = "without_vote", "ohne Abstimmung"
    OPEN = "open", "offen"

    @property
    def carried(self) -> bool | None:
        """Whether the motion was carried; ``None`` where that is not decided."""
        if self in (ResultCode.TIE, ResultCode.WITHOUT_VOTE, ResultCode.OPEN):
            return None
        return self in (ResultCode.UNANIMOUS, ResultCode.MAJORITY)


class Light(Choice):
    """How far a decision has been carried out."""

    OPEN = "offen"
    IN_PROGRESS = "in Arbeit"
    STUCK = "hängt"
    DONE = "umgesetzt"
    REVOKED = "aufgehoben"


class ApprovalState(Choice):
    """What an office says to a recommendation."""

    OPEN = "offen"
    APPROVED = "zugestimmt"
    REJECTED = "abgelehnt"
    NOT_NEEDED = "nicht nötig"


class Meeting(Record):
    """A meeting: when, where, who invites; how far it has come."""

    title: str | None = field(
        "Titel", TEXT, required=True, searchable=True, in_table=1, width=2, headings=("Titel", "Sitzung")
    )
    occasion: str | None = field(
        "Art", CHOICE, choices=Occasion, headings=("Art",), synonyms={"leitungsteam": Occasion.SITTING}
    )
    date: str | None = field("Datum", DATE, required=True, in_table=2, headings=("Datum", "Tag"))
    start: str | None = field("Beginn", TIME, in_table=3, headings=("Beginn", "Uhrzeit"))
    latest_end: str | None = field("Ende spätestens", TIME, headings=("Ende",))
    venue: str | None = field("Ort der Sitzung", TEXT, searchable=True, in_table=4, width=2, headings=("Ort", "Raum"))
    chair: str | None = field("Leitung", TEXT, personal=True)
    minute_taker: str | None = field("Schriftführung", TEXT, personal=True)
    style: str | None = field("Art der Niederschrift", CHOICE, choices=Style)
    stage: str | None = field("Stand", CHOICE, choices=MeetingStage, in_table=5)
    second_invitation: bool | None = field(
        "Zweite Einladung zum selben Gegenstand",
        YES_NO,
        help="Dann genügen weniger Anwesende; darauf wird hingewiesen.",
    )
    note: str | None = field("Hinweis in der Einladung", LONG, width=4)
    invited_on: str | None = field("Eingeladen am", DATE, width=0, group="invitation")
    urgency: str | None = field("Grund der Eile", LONG, width=0, group="invitation")
    announced: Any = field("Bekannt gegeben", DATA, width=0, group="invitation")
    """What the last invitation said (date, start, venue, title) and its number (SEQUENCE, RFC 5545 3.8.7.4)."""
    called_off_because: str | None = field("Abgesagt, weil", TEXT, width=0)
    reply_by: str | None = field("Antwort bis", DATE, width=0)
    began: str | None = field("Tatsächlicher Beginn", TIME, width=0)
    ended: str | None = field("Tatsächliches Ende", TIME, width=0)
    present_item: str | None = field("Gerade behandelt", REFERENCE, width=0)
    introduction: str | None = field("Vorbemerkung der Niederschrift", LONG, width=4, searchable=True)
    distribution: str | None = field("Verteiler der Niederschrift", TEXT, width=4)
    issued_on: str | None = field("Ausgefertigt am", DATE, width=0)
    approved_on: str | None = field("Genehmigt am", DATE, width=0)
    approved_in: str | None = field("Genehmigt in der Sitzung", REFERENCE, width=0)
    series: str | None = field("Reihe", REFERENCE, width=0)


class AgendaItem(Record):
    """One item of the agenda (TOP), or without a meeting a proposal for one. Its number follows from its place."""

    parent: str | None = field("Sitzung", REFERENCE, width=0)
    position: int | None = field("Platz", INTEGER, width=0)
    under: str | None = field("Unterpunkt von", REFERENCE, width=0)
    title: str | None = field("Thema", TEXT, required=True, searchable=True, width=3)
    purpose: str | None = field("Art", CHOICE, choices=Purpose)
    speaker: str | None = field("Wer", TEXT, personal=True, width=2)
    minutes: int | None = field("Dauer", INTEGER, unit="Min.")
    confidential: bool | None = field("nichtöffentlich", YES_NO)
    public_title: str | None = field(
        "Titel auf öffentlichen Papieren",
        TEXT,
        width=3,
        help="Für nichtöffentliche TOPs; leer heißt „Nichtöffentliche Angelegenheit“.",
    )
    description: str | None = field("Sachverhalt", LONG, searchable=True, width=4)
    proposal: str | None = field("Beschlussvorschlag", LONG, searchable=True, width=4)
    recommends: bool | None = field("geht als Empfehlung an die Büros", YES_NO)
    cost: int | None = field("Kosten", MONEY)
    cost_note: str | None = field("Finanzielle Auswirkungen", TEXT, width=3)
    text: str | None = field("Niederschrift", LONG, searchable=True, width=0)
    begun: str | None = field("Begonnen um", TIME, width=0)
    dealt: str | None = field("Stand", CHOICE, choices=Dealt, width=0)
    carried_from: str | None = field("Übernommen von", REFERENCE, width=0)
    approves: str | None = field("Genehmigt die Niederschrift von", REFERENCE, width=0)
    proposed: bool | None = field("Vorschlag eines Büros", YES_NO, width=0)
    added_late: bool | None = field("Nach der Einladung aufgenommen", YES_NO, width=0)


class Attendance(Record):
    """One person at one meeting; derived id from meeting and person. Guests of a party are kept alike."""

    parent: str | None = field("Sitzung", REFERENCE, width=0)
    person: str | None = field("Mitglied", REFERENCE, width=0)
    name: str | None = field("Name", TEXT, personal=True, required=True, width=2)
    guest: bool | None = field("Gast", YES_NO, width=0)
    reply: str | None = field("Antwort", CHOICE, choices=Reply)
    state: str | None = field("Anwesenheit", CHOICE, choices=Presence)
    deputy: str | None = field("Vertreten durch", TEXT, personal=True, width=2)
    arrived: str | None = field("Gekommen um", TIME, group="arrival")
    arrived_item: str | None = field("Anwesend ab", REFERENCE, width=0, group="arrival")
    left: str | None = field("Gegangen um", TIME, group="leaving")
    left_item: str | None = field("Abwesend ab", REFERENCE, width=0, group="leaving")
    note: str | None = field("Anmerkung", TEXT, width=2)


class Bias(Record):
    """A member who takes no part in one item for bias (Ausschließungsgründe, § 22 GemO); derived id."""

    parent: str | None = field("Sitzung", REFERENCE, width=0)
    item: str | None = field("TOP", REFERENCE, width=0)
    person: str | None = field("Mitglied", REFERENCE, width=0)
    excluded: bool | None = field("ausgeschlossen", YES_NO)


class Resolution(Record):
    """One decision: its wording and its votes. The result follows from the votes and the rules of the day."""

    parent: str | None = field("Sitzung", REFERENCE, width=0)
    item: str | None = field("TOP", REFERENCE, width=0)
    position: int | None = field("Platz", INTEGER, width=0)
    number: str | None = field("Nummer", TEXT, searchable=True, width=0)
    wording: str | None = field("Wortlaut", LONG, required=True, searchable=True, width=4)
    yes: int | None = field("Ja", INTEGER, group="votes")
    no: int | None = field("Nein", INTEGER, group="votes")
    abstention: int | None = field("Enthaltung", INTEGER, group="votes")
    casting: str | None = field("Stimme des Vorsitzes", CHOICE, choices=CastingVote, group="votes")
    by_name: bool | None = field("namentlich", YES_NO)
    secret: bool | None = field("geheim", YES_NO)
    outcome: str | None = field("Ohne Abstimmung", CHOICE, choices=WithoutVote)
    result: str | None = field("Ergebnis", TEXT, width=0, searchable=True)
    """In words, written when the minutes are signed."""
    result_code: str | None = field("Ausgang", CHOICE, choices=ResultCode, width=0)
    """What ``result`` says, for programs; written with it since store version 4."""
    recommends: bool | None = field("Empfehlung an die Büros", YES_NO)
    due_on: str | None = field("Umzusetzen bis", DATE)
    responsible: str | None = field("Verantwortlich", TEXT, personal=True)


class Ballot(Record):
    """How one member voted, where votes are by name; derived id from resolution and member."""

    parent: str | None = field("Sitzung", REFERENCE, width=0)
    resolution: str | None = field("Beschluss", REFERENCE, width=0)
    person: str | None = field("Mitglied", REFERENCE, width=0)
    vote: str | None = field("Stimme", CHOICE, choices=Vote)
    objects: bool | None = field("widerspricht dem Umlauf", YES_NO)


class FollowUp(Record):
    """What became of a resolution; derived id. Goes on after the signature."""

    resolution: str | None = field("Beschluss", REFERENCE, width=0)
    light: str | None = field("Umsetzung", CHOICE, choices=Light)
    status: str | None = field("Stand in einem Satz", TEXT, searchable=True, width=3)
    on_day: str | None = field("Stand vom", DATE)


class Approval(Record):
    """Whether an office follows a recommendation; derived id from resolution and office."""

    resolution: str | None = field("Beschluss", REFERENCE, width=0)
    state: str | None = field("Zustimmung", CHOICE, choices=ApprovalState)
    decided_by: str | None = field("Durch", TEXT, help="z. B. Rat oder Bürgermeisterin", width=2)
    on_day: str | None = field("Am", DATE)


class Addendum(Record):
    """A correction of signed minutes. The minutes stay as they are."""

    meeting: str | None = field("Sitzung", REFERENCE, width=0)
    on_day: str | None = field("Am", DATE)
    text: str | None = field("Berichtigung", LONG, required=True, searchable=True, width=4)
    decided_in: str | None = field("Beschlossen in der Sitzung vom", DATE)
    by: str | None = field("Durch", TEXT, personal=True)
    confidential: bool | None = field("zum nichtöffentlichen Teil", YES_NO)


class PrintedPaper(Record):
    """That a paper of a meeting was made: which, when, by whom, and a hash of its content."""

    meeting: str | None = field("Sitzung", REFERENCE, width=0)
    name: str | None = field("Papier", TEXT)
    at: str | None = field("Wann", TEXT)
    by: str | None = field("Durch", TEXT, personal=True)
    digest: str | None = field("Prüfsumme", TEXT)


class Series(Record):
    """Meetings that come again by a rule ("jeden letzten Donnerstag")."""

    title: str | None = field("Titel", TEXT, required=True, width=2)
    occasion: str | None = field("Art", CHOICE, choices=Occasion)
    rule: str | None = field(
        "Wann", TEXT, required=True, width=2, help="z. B. jeden letzten Donnerstag, 3. Samstag im Juni"
    )
    start: str | None = field("Beginn", TIME)
    venue: str | None = field("Ort", TEXT, width=2)


class ItemTemplate(Record):
    """An item that comes again, ready to be put on an agenda; the usual agenda is the ones marked so."""

    title: str | None = field("Thema", TEXT, required=True, width=2)
    rank: int | None = field("Reihenfolge", INTEGER)
    usual: bool | None = field("gehört zur üblichen Tagesordnung", YES_NO)
    role: str | None = field("Bedeutung", CHOICE, choices=TemplateRole)
    purpose: str | None = field("Art", CHOICE, choices=Purpose)
    minutes: int | None = field("Dauer", INTEGER, unit="Min.")
    confidential: bool | None = field("nichtöffentlich", YES_NO)
    description: str | None = field("Sachverhalt", LONG, width=4)
    proposal: str | None = field("Beschlussvorschlag", LONG, width=4)
    recommends: bool | None = field("Empfehlung an die Büros", YES_NO)


_SEEDED_ROLES = {
    derived_id("item_templates", NET, "Genehmigung der letzten Niederschrift"): TemplateRole.APPROVAL,
    derived_id("item_templates", NET, "Verschiedenes und nächster Termin"): TemplateRole.CLOSING,
}


def template_role(template: ItemTemplate) -> TemplateRole | None:
    """What a template is for; those that came with versions before 4 are known by their ids."""
    return TemplateRole.of(template.role) or _SEEDED_ROLES.get(template.id)


_BEFORE_CODES = {
    "einstimmig angenommen": ResultCode.UNANIMOUS,
    "mehrheitlich angenommen": ResultCode.MAJORITY,
    "abgelehnt": ResultCode.REJECTED,
    "Stimmengleichheit": ResultCode.TIE,
    "nicht beschlussfähig": ResultCode.NO_QUORUM,
    "nicht zustande gekommen: Widerspruch": ResultCode.OBJECTED,
    "nicht zustande gekommen: zu wenige": ResultCode.TOO_FEW,
    "ohne Abstimmung": ResultCode.WITHOUT_VOTE,
    "vertagt": ResultCode.WITHOUT_VOTE,
    "zurückgezogen": ResultCode.WITHOUT_VOTE,
    "zur Kenntnis genommen": ResultCode.WITHOUT_VOTE,
}
"""How the results of versions before 4 began; they stand in stores, whatever the labels are today."""


def result_code(resolution: Resolution) -> ResultCode:
    """The result of a resolution that was written down; versions before 4 wrote it in words only."""
    code = ResultCode.of(resolution.result_code)
    words = resolution.result or ""
    if code is not None:
        return code
    return next((c for began, c in _BEFORE_CODES.items() if words.startswith(began)), ResultCode.OPEN)


def _title(record: Meeting, _facts: Facts) -> str:
    day = record.date
    return " · ".join(p for p in (record.title or Occasion.SITTING.label, show_date(day) if day else "") if p)


def _check_item(record: AgendaItem | ItemTemplate, facts: Facts) -> dict[str, str]:
    """An item has a subject and takes no negative time."""
    found = required("title")(record, facts)
    minutes = record.minutes
    if minutes is not None and not 0 <= minutes <= 24 * 60:
        found["minutes"] = "Zwischen 0 und 1.440 Minuten"
    return found


def _check_resolution(record: Resolution, _facts: Facts) -> dict[str, str]:
    """A resolution has a wording; votes are no negative numbers."""
    found = required("wording")(record, _facts)
    found |= {n: "Mindestens 0" for n in ("yes", "no", "abstention") if (getattr(record, n) or 0) < 0}
    return found


def _row_key(record: Meeting) -> str:
    return "|".join(fold(str(getattr(record, n) or "")) for n in ("title", "date"))


register_kind(
    Kind(
        "meetings",
        Meeting,
        "Sitzung",
        "Sitzungen",
        _title,
        check=required("title", "date"),
        row_key=_row_key,
        later=frozenset({"approved_on", "approved_in"}),
        days=(
            Appointment(
                "date",
                start="start",
                end="latest_end",
                venue=("venue",),
                stands=lambda v: v.stage != MeetingStage.CALLED_OFF,
            ),
        ),
    )
)
register_kind(
    Kind(
        "agenda_items",
        AgendaItem,
        "Tagesordnungspunkt",
        "Tagesordnung",
        called("title"),
        check=_check_item,
        listed=False,
        closed_with="meetings",
        closed_if="confidential",
        closed_by=("under",),
        found=True,
    )
)
register_kind(
    Kind(
        "attendances",
        Attendance,
        "Anwesenheit",
        "Anwesenheit",
        called("name"),
        listed=False,
        closed_with="meetings",
    )
)
register_kind(
    Kind(
        "biases",
        Bias,
        "Befangenheit",
        "Befangenheit",
        called("id"),
        listed=False,
        closed_with="meetings",
    )
)
register_kind(
    Kind(
        "resolutions",
        Resolution,
        "Beschluss",
        "Beschlüsse",
        called("number", "wording"),
        check=_check_resolution,
        listed=False,
        closed_with="meetings",
        closed_by=("item",),
        found=True,
    )
)
register_kind(
    Kind(
        "ballots",
        Ballot,
        "Stimme",
        "Stimmen",
        lambda v, _f: Vote.label_of(v.vote) or "Stimme",
        listed=False,
        closed_with="meetings",
    )
)
register_kind(
    Kind(
        "follow_ups",
        FollowUp,
        "Umsetzung",
        "Umsetzung",
        lambda v, _f: v.status or Light.label_of(v.light) or "Umsetzung",
        listed=False,
    )
)
register_kind(
    Kind(
        "approvals",
        Approval,
        "Zustimmung",
        "Zustimmungen",
        lambda v, _f: ApprovalState.label_of(v.state) or "Zustimmung",
        listed=False,
    )
)
register_kind(
    Kind(
        "addenda",
        Addendum,
        "Nachtrag",
        "Nachträge",
        called("text"),
        check=required("text"),
        listed=False,
        closed_if="confidential",
    )
)
register_kind(Kind("printed_papers", PrintedPaper, "Papier", "Papiere", called("name"), listed=False))
register_kind(
    Kind(
        "series",
        Series,
        "Terminreihe",
        "Terminreihen",
        called("title"),
        check=required("title", "rule"),
        listed=False,
    )
)
register_kind(
    Kind(
        "item_templates",
        ItemTemplate,
        "Vorlage für einen TOP",
        "Vorlagen für die Tagesordnung",
        called("title"),
        check=_check_item,
        listed=False,
    )
)
