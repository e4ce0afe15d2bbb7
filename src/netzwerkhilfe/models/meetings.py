"""Meetings and what hangs on them: agenda, attendance, resolutions, ballots. Signing a meeting closes all of these.

What goes on after the signature does not hang on the meeting but refers to it: tasks, follow-ups, approvals by the
Verbandsgemeinden, addenda, and the list of papers that were printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from netzwerkhilfe.models.base import NET, Check, Kind, Record, derived_id, register_kind
from netzwerkhilfe.models.choices import Choice
from netzwerkhilfe.models.fields import (
    CHOICE,
    DATA,
    DATE,
    INTEGER,
    LONG,
    MONEY,
    REFERENCE,
    TEXT,
    TIME,
    YES_NO,
    Facts,
    Field,
    column,
)
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
    """What a Verbandsgemeinde says to a recommendation."""

    OPEN = "offen"
    APPROVED = "zugestimmt"
    REJECTED = "abgelehnt"
    NOT_NEEDED = "nicht nötig"


class Meeting(Record):
    """A meeting: when, where, who invites; how far it has come."""

    __tablename__ = "meetings"
    title: Mapped[str | None] = column(
        Field("Titel", TEXT, required=True, searchable=True, in_table=1, width=2, headings=("Titel", "Sitzung"))
    )
    occasion: Mapped[str | None] = column(
        Field("Art", CHOICE, choices=Occasion, headings=("Art",), synonyms={"leitungsteam": Occasion.SITTING})
    )
    date: Mapped[str | None] = column(Field("Datum", DATE, required=True, in_table=2, headings=("Datum", "Tag")))
    start: Mapped[str | None] = column(Field("Beginn", TIME, in_table=3, headings=("Beginn", "Uhrzeit")))
    latest_end: Mapped[str | None] = column(Field("Ende spätestens", TIME, headings=("Ende",)))
    venue: Mapped[str | None] = column(
        Field("Ort der Sitzung", TEXT, searchable=True, in_table=4, width=2, headings=("Ort", "Raum"))
    )
    chair: Mapped[str | None] = column(Field("Leitung", TEXT, personal=True))
    minute_taker: Mapped[str | None] = column(Field("Schriftführung", TEXT, personal=True))
    style: Mapped[str | None] = column(Field("Art der Niederschrift", CHOICE, choices=Style))
    stage: Mapped[str | None] = column(Field("Stand", CHOICE, choices=MeetingStage, in_table=5))
    second_invitation: Mapped[bool | None] = column(
        Field(
            "Zweite Einladung zum selben Gegenstand",
            YES_NO,
            help="Dann genügen weniger Anwesende; darauf wird hingewiesen.",
        )
    )
    note: Mapped[str | None] = column(Field("Hinweis in der Einladung", LONG, width=4))
    invited_on: Mapped[str | None] = column(Field("Eingeladen am", DATE, width=0, group="invitation"))
    urgency: Mapped[str | None] = column(Field("Grund der Eile", LONG, width=0, group="invitation"))
    announced: Mapped[Any] = column(Field("Bekannt gegeben", DATA, width=0, group="invitation"))
    """What the last invitation said (date, start, venue, title) and its number (SEQUENCE, RFC 5545 3.8.7.4)."""
    called_off_because: Mapped[str | None] = column(Field("Abgesagt, weil", TEXT, width=0))
    reply_by: Mapped[str | None] = column(Field("Antwort bis", DATE, width=0))
    began: Mapped[str | None] = column(Field("Tatsächlicher Beginn", TIME, width=0))
    ended: Mapped[str | None] = column(Field("Tatsächliches Ende", TIME, width=0))
    present_item: Mapped[str | None] = column(Field("Gerade behandelt", REFERENCE, width=0))
    introduction: Mapped[str | None] = column(Field("Vorbemerkung der Niederschrift", LONG, width=4, searchable=True))
    distribution: Mapped[str | None] = column(Field("Verteiler der Niederschrift", TEXT, width=4))
    issued_on: Mapped[str | None] = column(Field("Ausgefertigt am", DATE, width=0))
    approved_on: Mapped[str | None] = column(Field("Genehmigt am", DATE, width=0))
    series: Mapped[str | None] = column(Field("Reihe", REFERENCE, width=0))


class AgendaItem(Record):
    """One item of the agenda (TOP), or without a meeting a proposal for one. Its number follows from its place."""

    __tablename__ = "agenda_items"
    parent: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    position: Mapped[int | None] = column(Field("Platz", INTEGER, width=0))
    under: Mapped[str | None] = column(Field("Unterpunkt von", REFERENCE, width=0))
    title: Mapped[str | None] = column(Field("Thema", TEXT, required=True, searchable=True, width=3))
    purpose: Mapped[str | None] = column(Field("Art", CHOICE, choices=Purpose))
    speaker: Mapped[str | None] = column(Field("Wer", TEXT, personal=True, width=2))
    minutes: Mapped[int | None] = column(Field("Dauer", INTEGER, unit="Min."))
    confidential: Mapped[bool | None] = column(Field("nichtöffentlich", YES_NO))
    description: Mapped[str | None] = column(Field("Sachverhalt", LONG, searchable=True, width=4))
    proposal: Mapped[str | None] = column(Field("Beschlussvorschlag", LONG, searchable=True, width=4))
    recommends: Mapped[bool | None] = column(Field("geht als Empfehlung an die Verbandsgemeinden", YES_NO))
    cost: Mapped[int | None] = column(Field("Kosten", MONEY))
    cost_note: Mapped[str | None] = column(Field("Finanzielle Auswirkungen", TEXT, width=3))
    text: Mapped[str | None] = column(Field("Niederschrift", LONG, searchable=True, width=0))
    begun: Mapped[str | None] = column(Field("Begonnen um", TIME, width=0))
    dealt: Mapped[str | None] = column(Field("Stand", CHOICE, choices=Dealt, width=0))
    carried_from: Mapped[str | None] = column(Field("Übernommen von", REFERENCE, width=0))
    added_late: Mapped[bool | None] = column(Field("Nach der Einladung aufgenommen", YES_NO, width=0))


class Attendance(Record):
    """One person at one meeting; derived id from meeting and person. Guests of a party are kept alike."""

    __tablename__ = "attendances"
    parent: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    person: Mapped[str | None] = column(Field("Mitglied", REFERENCE, width=0))
    name: Mapped[str | None] = column(Field("Name", TEXT, personal=True, required=True, width=2))
    guest: Mapped[bool | None] = column(Field("Gast", YES_NO, width=0))
    reply: Mapped[str | None] = column(Field("Antwort", CHOICE, choices=Reply))
    state: Mapped[str | None] = column(Field("Anwesenheit", CHOICE, choices=Presence))
    deputy: Mapped[str | None] = column(Field("Vertreten durch", TEXT, personal=True, width=2))
    arrived: Mapped[str | None] = column(Field("Gekommen um", TIME, group="arrival"))
    arrived_item: Mapped[str | None] = column(Field("Anwesend ab", REFERENCE, width=0, group="arrival"))
    left: Mapped[str | None] = column(Field("Gegangen um", TIME, group="leaving"))
    left_item: Mapped[str | None] = column(Field("Abwesend ab", REFERENCE, width=0, group="leaving"))
    note: Mapped[str | None] = column(Field("Anmerkung", TEXT, width=2))


class Bias(Record):
    """A member who takes no part in one item for bias (Ausschließungsgründe, § 22 GemO); derived id."""

    __tablename__ = "biases"
    parent: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    item: Mapped[str | None] = column(Field("TOP", REFERENCE, width=0))
    person: Mapped[str | None] = column(Field("Mitglied", REFERENCE, width=0))
    excluded: Mapped[bool | None] = column(Field("ausgeschlossen", YES_NO))


class Resolution(Record):
    """One decision: its wording and its votes. The result follows from the votes and the rules of the day."""

    __tablename__ = "resolutions"
    parent: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    item: Mapped[str | None] = column(Field("TOP", REFERENCE, width=0))
    position: Mapped[int | None] = column(Field("Platz", INTEGER, width=0))
    number: Mapped[str | None] = column(Field("Nummer", TEXT, searchable=True, width=0))
    wording: Mapped[str | None] = column(Field("Wortlaut", LONG, required=True, searchable=True, width=4))
    yes: Mapped[int | None] = column(Field("Ja", INTEGER, group="votes"))
    no: Mapped[int | None] = column(Field("Nein", INTEGER, group="votes"))
    abstention: Mapped[int | None] = column(Field("Enthaltung", INTEGER, group="votes"))
    casting: Mapped[str | None] = column(Field("Stimme des Vorsitzes", CHOICE, choices=CastingVote, group="votes"))
    by_name: Mapped[bool | None] = column(Field("namentlich", YES_NO))
    secret: Mapped[bool | None] = column(Field("geheim", YES_NO))
    outcome: Mapped[str | None] = column(Field("Ohne Abstimmung", CHOICE, choices=WithoutVote))
    result: Mapped[str | None] = column(Field("Ergebnis", TEXT, width=0, searchable=True))
    """In words, written when the minutes are signed."""
    result_code: Mapped[str | None] = column(Field("Ausgang", CHOICE, choices=ResultCode, width=0))
    """What ``result`` says, for programs; written with it since store version 4."""
    recommends: Mapped[bool | None] = column(Field("Empfehlung an die Verbandsgemeinden", YES_NO))
    due_on: Mapped[str | None] = column(Field("Umzusetzen bis", DATE))
    responsible: Mapped[str | None] = column(Field("Verantwortlich", TEXT, personal=True))


class Ballot(Record):
    """How one member voted, where votes are by name; derived id from resolution and member."""

    __tablename__ = "ballots"
    parent: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    resolution: Mapped[str | None] = column(Field("Beschluss", REFERENCE, width=0))
    person: Mapped[str | None] = column(Field("Mitglied", REFERENCE, width=0))
    vote: Mapped[str | None] = column(Field("Stimme", CHOICE, choices=Vote))
    objects: Mapped[bool | None] = column(Field("widerspricht dem Umlauf", YES_NO))


class FollowUp(Record):
    """What became of a resolution; derived id. Goes on after the signature."""

    __tablename__ = "follow_ups"
    resolution: Mapped[str | None] = column(Field("Beschluss", REFERENCE, width=0))
    light: Mapped[str | None] = column(Field("Umsetzung", CHOICE, choices=Light))
    status: Mapped[str | None] = column(Field("Stand in einem Satz", TEXT, searchable=True, width=3))
    on_day: Mapped[str | None] = column(Field("Stand vom", DATE))


class Approval(Record):
    """Whether a Verbandsgemeinde follows a recommendation; derived id from resolution and office."""

    __tablename__ = "approvals"
    resolution: Mapped[str | None] = column(Field("Beschluss", REFERENCE, width=0))
    state: Mapped[str | None] = column(Field("Zustimmung", CHOICE, choices=ApprovalState))
    decided_by: Mapped[str | None] = column(Field("Durch", TEXT, help="z. B. Verbandsgemeinderat", width=2))
    on_day: Mapped[str | None] = column(Field("Am", DATE))


class Addendum(Record):
    """A correction of signed minutes. The minutes stay as they are."""

    __tablename__ = "addenda"
    meeting: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    on_day: Mapped[str | None] = column(Field("Am", DATE))
    text: Mapped[str | None] = column(Field("Berichtigung", LONG, required=True, searchable=True, width=4))
    decided_in: Mapped[str | None] = column(Field("Beschlossen in der Sitzung vom", DATE))
    by: Mapped[str | None] = column(Field("Durch", TEXT, personal=True))


class PrintedPaper(Record):
    """That a paper of a meeting was made: which, when, by whom, and a hash of its content."""

    __tablename__ = "printed_papers"
    meeting: Mapped[str | None] = column(Field("Sitzung", REFERENCE, width=0))
    name: Mapped[str | None] = column(Field("Papier", TEXT))
    at: Mapped[str | None] = column(Field("Wann", TEXT))
    by: Mapped[str | None] = column(Field("Durch", TEXT, personal=True))
    digest: Mapped[str | None] = column(Field("Prüfsumme", TEXT))


class Series(Record):
    """Meetings that come again by a rule ("jeden letzten Donnerstag")."""

    __tablename__ = "series"
    title: Mapped[str | None] = column(Field("Titel", TEXT, required=True, width=2))
    occasion: Mapped[str | None] = column(Field("Art", CHOICE, choices=Occasion))
    rule: Mapped[str | None] = column(
        Field("Wann", TEXT, required=True, width=2, help="z. B. jeden letzten Donnerstag, 3. Samstag im Juni")
    )
    start: Mapped[str | None] = column(Field("Beginn", TIME))
    venue: Mapped[str | None] = column(Field("Ort", TEXT, width=2))


class ItemTemplate(Record):
    """An item that comes again, ready to be put on an agenda; the usual agenda is the ones marked so."""

    __tablename__ = "item_templates"
    title: Mapped[str | None] = column(Field("Thema", TEXT, required=True, width=2))
    rank: Mapped[int | None] = column(Field("Reihenfolge", INTEGER))
    usual: Mapped[bool | None] = column(Field("gehört zur üblichen Tagesordnung", YES_NO))
    role: Mapped[str | None] = column(Field("Bedeutung", CHOICE, choices=TemplateRole))
    purpose: Mapped[str | None] = column(Field("Art", CHOICE, choices=Purpose))
    minutes: Mapped[int | None] = column(Field("Dauer", INTEGER, unit="Min."))
    confidential: Mapped[bool | None] = column(Field("nichtöffentlich", YES_NO))
    description: Mapped[str | None] = column(Field("Sachverhalt", LONG, width=4))
    proposal: Mapped[str | None] = column(Field("Beschlussvorschlag", LONG, width=4))
    recommends: Mapped[bool | None] = column(Field("Empfehlung an die Verbandsgemeinden", YES_NO))


_SEEDED_ROLES = {
    derived_id("item_templates", NET, "Genehmigung der letzten Niederschrift"): TemplateRole.APPROVAL,
    derived_id("item_templates", NET, "Verschiedenes und nächster Termin"): TemplateRole.CLOSING,
}


def template_role(record: str, values: Mapping[str, Any]) -> TemplateRole | None:
    """What a template is for; those that came with versions before 4 are known by their ids."""
    return TemplateRole.of(values.get("role")) or _SEEDED_ROLES.get(record)


def result_code(values: Mapping[str, Any]) -> ResultCode:
    """The result of a resolution that was written down; versions before 4 wrote it in words only."""
    code = ResultCode.of(values.get("result_code"))
    words = values.get("result")
    if code is not None or not isinstance(words, str) or not words:
        return code or ResultCode.OPEN
    if any(words == instead.label for instead in WithoutVote):
        return ResultCode.WITHOUT_VOTE
    return next((c for c in ResultCode if words.startswith(c.label)), ResultCode.OPEN)


def _title(values: Mapping[str, Any], _facts: Facts) -> str:
    day = values.get("date")
    return " · ".join(p for p in (values.get("title") or Occasion.SITTING.label, show_date(day) if day else "") if p)


def _first(*names: str) -> Any:
    def title(values: Mapping[str, Any], _facts: Facts) -> str:
        """How it is named: the first of these that is filled."""
        found = next((str(values[n]) for n in names if values.get(n)), "")
        return found.split("\n", maxsplit=1)[0][:90] or "ohne Titel"

    return title


def _required(*names: str) -> Check:
    def check(values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
        """What must be filled in."""
        return {n: "Bitte ausfüllen" for n in names if not values.get(n)}

    return check


def _check_item(values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
    """An item has a subject and takes no negative time."""
    found = _required("title")(values, _facts)
    minutes = values.get("minutes")
    if minutes is not None and not 0 <= minutes <= 24 * 60:
        found["minutes"] = "Zwischen 0 und 1.440 Minuten"
    return found


def _check_resolution(values: Mapping[str, Any], _facts: Facts) -> dict[str, str]:
    """A resolution has a wording; votes are no negative numbers."""
    found = _required("wording")(values, _facts)
    found |= {n: "Mindestens 0" for n in ("yes", "no", "abstention") if (values.get(n) or 0) < 0}
    return found


def _row_key(values: Mapping[str, Any]) -> str:
    return "|".join(fold(str(values.get(n) or "")) for n in ("title", "date"))


register_kind(
    Kind("meetings", Meeting, "Sitzung", "Sitzungen", _title, check=_required("title", "date"), row_key=_row_key)
)
register_kind(
    Kind(
        "agenda_items",
        AgendaItem,
        "Tagesordnungspunkt",
        "Tagesordnung",
        _first("title"),
        check=_check_item,
        listed=False,
        closed_with="meetings",
        found=True,
    )
)
register_kind(
    Kind("attendances", Attendance, "Anwesenheit", "Anwesenheit", _first("name"), listed=False, closed_with="meetings")
)
register_kind(Kind("biases", Bias, "Befangenheit", "Befangenheit", _first("id"), listed=False, closed_with="meetings"))
register_kind(
    Kind(
        "resolutions",
        Resolution,
        "Beschluss",
        "Beschlüsse",
        _first("number", "wording"),
        check=_check_resolution,
        listed=False,
        closed_with="meetings",
        found=True,
    )
)
register_kind(Kind("ballots", Ballot, "Stimme", "Stimmen", _first("vote"), listed=False, closed_with="meetings"))
register_kind(Kind("follow_ups", FollowUp, "Umsetzung", "Umsetzung", _first("status", "light"), listed=False))
register_kind(Kind("approvals", Approval, "Zustimmung", "Zustimmungen", _first("state"), listed=False))
register_kind(Kind("addenda", Addendum, "Nachtrag", "Nachträge", _first("text"), check=_required("text"), listed=False))
register_kind(Kind("printed_papers", PrintedPaper, "Papier", "Papiere", _first("name"), listed=False))
register_kind(
    Kind(
        "series", Series, "Terminreihe", "Terminreihen", _first("title"), check=_required("title", "rule"), listed=False
    )
)
register_kind(
    Kind(
        "item_templates",
        ItemTemplate,
        "Vorlage für einen TOP",
        "Vorlagen für die Tagesordnung",
        _first("title"),
        check=_check_item,
        listed=False,
    )
)
