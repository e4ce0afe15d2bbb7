"""The rules of matching: pure functions from two entries to reasons as text. docs/handbuch/passen.md tells them to
people.

Hard limits rule a suggestion out; soft wishes lower its verdict. Nothing here looks at origin or religion. The same
data give the same order on every PC. Entries come with their computed values (:attr:`Snapshot.completed`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from netzwerkhilfe.models import places
from netzwerkhilfe.models.cases import Case, RentPayer
from netzwerkhilfe.models.facts import NO_FACTS, Facts, PlaceFact
from netzwerkhilfe.models.leads import AtOnce, Cefr, HousingLead, Permit, Pets, WorkKind, WorkLead, related_work
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import (
    NBSP,
    licence_classes,
    says_no,
    show_date,
    show_money,
    show_number,
)


class Reason(NamedTuple):
    """One reason: true speaks for it, false against it, ``None`` is to be looked at.

    A hard one against it rules it out. Where ``unknown``, a fact is missing; a hard one of these leaves open whether it
    fits at all.
    """

    ok: bool | None
    text: str
    hard: bool = False
    weight: float = 1.0
    unknown: bool = False


SLIGHT = 0.02
"""What a missing fact weighs that seldom decides: less than any reservation, more than nothing, so that an entry of
which it is known comes first."""
LEAST_AREA = 10
"""So many square metres for each person; less is told as crowded."""
MOST_IN_ROOM = 3
"""So many persons for each room; more is told as crowded."""
NEAR_KM, FAR_KM = 15, 30
"""How far somebody goes who named no distance; and from where on a distance is a second reservation."""


def missing(what: str, weight: float = 0.5) -> Reason:
    """A fact that is missing and would be asked for."""
    return Reason(None, f"{what}? bitte fragen", weight=weight, unknown=True)


def lacking(text: str) -> Reason:
    """A fact is missing without which nobody can say whether it fits."""
    return Reason(None, text, hard=True, unknown=True)


def slight(*facts: tuple[str, bool]) -> list[Reason]:
    """Of these facts, those that are missing, in one line."""
    names = [name for name, is_missing in facts if is_missing]
    text = f"noch offen: {', '.join(names)}"
    return [Reason(None, text, weight=SLIGHT * len(names), unknown=True)] if names else []


class Spot(NamedTuple):
    """A place as matching needs it."""

    key: str
    name: str
    latitude: float | None
    longitude: float | None
    office: str | None
    association: str
    ags: str = ""
    """The official key, "" where nobody knows it."""

    @classmethod
    def of(cls, place: PlaceFact) -> Spot:
        """A place of the network, or one that everybody knows."""
        return cls(place.key, place.name, place.latitude, place.longitude, place.office, place.association, place.ags)


class Limit(NamedTuple):
    """A row of the table of rent limits."""

    area: str
    persons: int
    amount: int | None
    area_m2: float | None
    valid_from: str
    valid_to: str


@dataclass(frozen=True)
class Context:
    """What the rules need beside the two entries; a frozen snapshot of the network's data."""

    today: dt.date
    limits: Sequence[Limit] = ()
    facts: Facts = NO_FACTS
    need_offers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    reserved: Mapping[str, str] = field(default_factory=dict)
    """Leads that are promised already: id to the number of the case."""
    busy: Mapping[str, Sequence[tuple[str, str, str]]] = field(default_factory=dict)
    """Volunteers with planned engagements: id to (day, from, to)."""
    numbers: frozenset[str] = frozenset()
    """The numbers of the cases that are seen here: what they hold stands in ``reserved``."""
    held: frozenset[str] = frozenset()
    """The numbers of the cases to which leads are promised."""
    _spots: dict[str | None, Spot | None] = field(default_factory=dict)
    """What :meth:`spot` has found already."""

    def spot(self, value: str | None) -> Spot | None:
        """The place that an entry names, of the network or of those that everybody knows."""
        if value not in self._spots:
            place = self.facts.place_of(value)
            self._spots[value] = Spot.of(place) if place else None
        return self._spots[value]

    def phase(self, kind: str, stage: str | None) -> int:
        """The phase of a stage; an unknown one counts as open."""
        return next((s.phase for s in self.facts.stages.get(kind, ()) if s.key == stage), 0)

    def language(self, key: str) -> str:
        """What people call a language."""
        return self.facts.label("languages", key)


def kilometres(one: Spot | None, other: Spot | None) -> float | None:
    """The distance as the crow flies, or ``None`` if a position is not known."""
    if one is None or other is None:
        return None
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    return places.kilometres((one.latitude, one.longitude), (other.latitude, other.longitude))


def km_text(distance: float) -> str:
    """ "3,9 km Luftlinie"."""
    return f"{distance:.1f}".replace(".", ",") + f"{NBSP}km Luftlinie"


def days_waiting(case: Case, today: dt.date) -> int:
    """Since when the household waits."""
    try:
        return max(0, (today - dt.date.fromisoformat(str(case.waiting_since)[:10])).days)
    except ValueError:
        return 0


def limit_for(context: Context, place: str | None, persons: int | None, day: dt.date | None = None) -> Limit | None:
    """The rent limit that holds at a place for a household on a day: the narrowest area first."""
    if place is None or persons is None:
        return None
    spot = context.spot(place)
    keys = [k for k in (spot.ags or spot.key, spot.association) if k] if spot else [place]
    on = (day or context.today).isoformat()
    found = [
        one
        for one in context.limits
        if one.persons == persons
        and one.valid_from <= on
        and (not one.valid_to or on <= one.valid_to)
        and any(key.startswith(one.area) for key in keys)
    ]
    return max(found, key=lambda one: (len(one.area), one.valid_from), default=None)


# ---- flats -----------------------------------------------------------------------------------------------------------
def _people(persons: int) -> str:
    return f"{persons} {'Person' if persons == 1 else 'Personen'}"


def _too_small(flat: HousingLead, persons: int | None) -> bool:
    return bool(persons and flat.area_m2 and flat.area_m2 < persons * LEAST_AREA)


def _too_few_rooms(flat: HousingLead, persons: int | None) -> bool:
    return bool(persons and flat.rooms and persons > flat.rooms * MOST_IN_ROOM)


def rent_reasons(flat: HousingLead, case: Case, context: Context) -> list[Reason]:
    """Bruttokaltmiete and size against the table of the Jobcenter."""
    found: list[Reason] = []
    limit = limit_for(context, flat.place, case.persons)
    cold, area = flat.rent_excl_heating, flat.area_m2
    if limit is None or limit.amount is None:
        found.append(Reason(None, "Mietgrenze nicht hinterlegt", weight=0.5))
    elif cold is None:
        found.append(missing("Bruttokaltmiete"))
    elif cold <= limit.amount:
        found.append(Reason(True, f"Bruttokaltmiete {show_money(cold)}, in der Mietgrenze"))
    else:
        found.append(
            Reason(None, f"{show_money(cold - limit.amount)} über der Mietgrenze: mit dem Jobcenter klären", weight=2)
        )
    if limit is not None and limit.area_m2 and area:
        size = f"{show_number(area)}{NBSP}m²"
        most = f"{show_number(limit.area_m2)}{NBSP}m²"
        if area > limit.area_m2:
            found.append(Reason(None, f"{size} sind mehr als {most}", weight=0.5))
        elif not _too_small(flat, case.persons) and area >= (case.area_min or 0):
            found.append(Reason(True, f"Größe passt: {size} (bis {most})"))
    return found


def deposit_reason(flat: HousingLead) -> Reason | None:
    """The deposit against three cold rents (§ 551 BGB)."""
    base, deposit = flat.base_rent, flat.deposit
    if base is None or deposit is None:
        return None
    if deposit > 3 * base:
        return Reason(None, f"Kaution über drei Kaltmieten ({show_money(3 * base)})", weight=0.5)
    return Reason(True, "Kaution höchstens drei Kaltmieten", weight=0)


def where(lead: HousingLead | WorkLead, case: Case, context: Context) -> list[Reason]:
    """How the place of a lead fits the wishes of a case, with the distance as the crow flies."""
    wishes, place = case.wished_places or (), lead.place
    if not place:
        return [lacking("Ort unbekannt")]
    spot, home = context.spot(place), context.spot(case.place)
    wished = [context.spot(w) for w in wishes]
    if place in wishes or (spot is not None and spot.key in {w.key for w in wished if w}):
        return [Reason(True, "Wunschort")]
    if not wishes and home is None:
        return []
    if spot is None:
        return [Reason(None, "Entfernung unbekannt", unknown=True)]
    distances = [d for w in wished if (d := kilometres(w, spot)) is not None]
    distance = min(distances, default=kilometres(home, spot))
    far = f", {km_text(distance)}" if distance else ""
    same_office = spot.office is not None and spot.office in {s.office for s in (*wished, home) if s}
    words = context.facts.offices_words
    if same_office:
        return [Reason(None if wishes else True, f"{words.same}{far}", weight=0.5)]
    return [Reason(None, f"{words.other}{far}", weight=2 if distance and distance > FAR_KM else 1)]


def residence(case: Case, place: str | None, context: Context) -> Reason | None:
    """A move into another district: a residence restriction may stand against it; the authority knows."""
    home, there = context.spot(case.place), context.spot(place)
    if home and there and home.ags and there.ags and home.ags[:5] != there.ags[:5]:
        return Reason(None, "anderer Kreis: bei Wohnsitzauflage die Ausländerbehörde fragen", weight=0)
    return None


def taken_flat(flat: HousingLead, _case: Case, context: Context) -> list[Reason]:
    """Whether a flat is still to be had."""
    gone = context.phase("housing", flat.stage) >= 4 or flat.withdrawn
    return [Reason(False, "nicht mehr frei", hard=True)] if gone else []


PAID_BY_OFFICE = (RentPayer.JOBCENTER, RentPayer.SOCIAL_OFFICE, RentPayer.PARTLY)


def paid_by_office(flat: HousingLead, case: Case, context: Context) -> list[Reason]:
    """What the Jobcenter or the social office would say, where it pays."""
    return rent_reasons(flat, case, context) if case.rent_paid_by in PAID_BY_OFFICE else []


def residence_of_flat(flat: HousingLead, case: Case, context: Context) -> list[Reason]:
    """A move into another district."""
    found = residence(case, flat.place, context)
    return [found] if found else []


def too_high_deposit(flat: HousingLead, _case: Case, _context: Context) -> list[Reason]:
    """A deposit of more than three cold rents."""
    found = deposit_reason(flat)
    return [found] if found and found.ok is None else []


def open_of_flat(flat: HousingLead, case: Case, _context: Context) -> list[Reason]:
    """What is not known of a flat and seldom decides."""
    return slight(
        ("Personenzahl", bool(case.persons) and not flat.max_persons),
        ("Fläche", not flat.area_m2 and not case.area_min),
        ("WBS", flat.housing_permit is None and not case.has_permit),
        ("Einzug", not flat.available_from),
    )


def household(flat: HousingLead, case: Case, _context: Context) -> list[Reason]:
    """Who moves in: how many, with what needs, with which animals."""
    found: list[Reason] = []
    persons, most = case.persons, flat.max_persons
    if persons and most:
        if persons > most:
            found.append(Reason(False, f"höchstens {_people(most)}", hard=True))
        else:
            found.append(Reason(True, f"für {_people(persons)}"))
    if case.needs_accessible:
        known = flat.accessible
        found.append(
            Reason(True, "barrierefrei")
            if known
            else Reason(False, "nicht barrierefrei", hard=True)
            if known is False
            else missing("barrierefrei", 1)
        )
    if case.has_pets:
        pets = flat.pets
        found.append(
            Reason(True, "Haustier erlaubt")
            if pets == Pets.YES
            else Reason(False, "keine Haustiere", hard=True)
            if pets == Pets.NO
            else Reason(None, "Haustier nach Absprache", weight=0.4)
            if pets == Pets.BY_AGREEMENT
            else missing("Haustiere")
        )
    return found


def rooms(flat: HousingLead, case: Case, _context: Context) -> list[Reason]:
    """The rooms against what is wished, and against how many live there."""
    there, persons, wanted = flat.rooms, case.persons, case.rooms_min
    if not there:
        return [lacking("Zimmerzahl unbekannt")]
    text = f"{show_number(there)}{NBSP}Zimmer"
    if _too_few_rooms(flat, persons):
        return [Reason(None, f"{text} für {_people(persons or 0)}: sehr eng", weight=2)]
    if not wanted:
        return []
    short = wanted - there
    return [Reason(True, text) if short <= 0 else Reason(None if short <= 1 else False, f"nur {text}")]


def area(flat: HousingLead, case: Case, _context: Context) -> list[Reason]:
    """The area against what is wished, and against how many live there."""
    there, persons = flat.area_m2, case.persons
    if not there:
        return [missing("Fläche")] if case.area_min else []
    size = f"{show_number(there)}{NBSP}m²"
    if _too_small(flat, persons):
        return [Reason(None, f"{size} für {_people(persons or 0)}: sehr eng", weight=2)]
    if not case.area_min:
        return []
    return [Reason(True, size) if there >= case.area_min else Reason(None, f"nur {size}")]


def warm_rent(flat: HousingLead, case: Case, _context: Context) -> list[Reason]:
    """What is paid each month against what can be paid."""
    most, warm = case.max_rent, flat.gross_rent
    cold = flat.base_rent if flat.rent_excl_heating is None else flat.rent_excl_heating
    if warm is None and cold is None:
        return [lacking("Miete unbekannt")]
    if not most:
        return []
    if warm is None:
        if cold is not None and cold > most:
            return [Reason(False, f"{show_money(cold - most)} über der Grenze, noch ohne Heizung")]
        return [missing("Warmmiete")]
    if warm <= most:
        return [Reason(True, f"{show_money(warm)}, in der Grenze")]
    over = warm - most
    return [Reason(None if over <= most * 0.1 else False, f"{show_money(over)} über der Grenze")]


def permit(flat: HousingLead, case: Case, _context: Context) -> list[Reason]:
    """A flat for people with a WBS alone."""
    if not flat.housing_permit:
        return []
    if case.has_permit:
        return [Reason(True, "mit WBS")]
    return [Reason(None, "nur mit WBS", weight=1 if case.has_permit is None else 2)]


def free_from(flat: HousingLead, case: Case, context: Context) -> list[Reason]:
    """When a flat is free, against when somebody wants to move."""
    text = flat.available_from
    if not text:
        return []
    if text == AtOnce.AT_ONCE:
        return [Reason(True, "sofort frei", weight=0)]
    if not text[:1].isdigit():
        return [Reason(None, f"frei: {text}", weight=0.25)]
    wish = case.move_in_by
    soon = (context.today + dt.timedelta(days=31)).isoformat()
    if text <= (max(soon, wish) if wish and wish[:1].isdigit() else soon):
        return [Reason(True, f"ab {show_date(text)}")]
    return [Reason(None, f"frei erst ab {show_date(text)}", weight=0.5)]


def promised(lead: HousingLead | WorkLead, context: Context) -> str:
    """The number of the case to which a lead is promised, "" if it is free."""
    told = lead.promised_to if lead.promised_to not in context.numbers else None
    return context.reserved.get(lead.id) or told or ""


def reserved(lead: HousingLead | WorkLead, case: Case, context: Context) -> list[Reason]:
    """A lead that is promised to another case."""
    number = promised(lead, context)
    return [Reason(None, f"schon für {number} vorgesehen", weight=2)] if number and number != case.number else []


# ---- work ------------------------------------------------------------------------------------------------------------
def taken_work(lead: WorkLead, _case: Case, context: Context) -> list[Reason]:
    """Whether a place of work is still to be had."""
    gone = context.phase("work", lead.stage) >= 4 or lead.withdrawn
    return [Reason(False, "nicht mehr frei", hard=True)] if gone else []


def open_of_work(lead: WorkLead, _case: Case, _context: Context) -> list[Reason]:
    """What is not known of a place of work and seldom decides."""
    return slight(("Deutsch", not lead.min_cefr), ("Führerschein", not lead.driving_licence))


def kind_of_work(lead: WorkLead, case: Case, _context: Context) -> list[Reason]:
    """What kind of work it is, and whether it is allowed."""
    found: list[Reason] = []
    kinds, kind = case.work_kinds or (), lead.kind
    if kinds and kind:
        name, sought = _work_label(kind), ", ".join(_work_label(k) for k in kinds)
        related = any(related_work(kind, k) for k in kinds)
        found.append(Reason(True, name) if related else Reason(None, f"{name}, gesucht: {sought}", weight=2))
    elif kinds:
        found.append(missing("Art der Stelle"))
    if case.work_permit == Permit.REFUSED and kind != WorkKind.VOLUNTARY:
        found.append(Reason(False, "keine Beschäftigungserlaubnis", hard=True))
    elif case.work_permit in (Permit.APPLIED, Permit.UNKNOWN):
        found.append(Reason(None, f"Beschäftigungserlaubnis {Permit(case.work_permit).label}", weight=0.5))
    return found


def licence(lead: WorkLead, case: Case, _context: Context) -> list[Reason]:
    """The driving licence that the work needs against the one that is there, by its classes."""
    text, own = lead.driving_licence or "", case.driving_licence or ""
    if not text or says_no(text):
        return []
    if own and says_no(own):
        return [Reason(False, "Führerschein nötig", hard=True)]
    needed, there = licence_classes(text), licence_classes(own)
    if not own or not needed or not there:
        return [Reason(None, "Führerschein nötig: bitte fragen", unknown=True)]
    if needed <= there:
        return [Reason(True, "Führerschein")]
    return [Reason(False, f"Führerschein {text} nötig, da ist {own}", hard=True)]


def occupation(lead: WorkLead, case: Case, _context: Context) -> list[Reason]:
    """The trade against what is wished."""
    wishes = [fold(w) for w in case.occupations or ()]
    if not wishes:
        return []
    text = fold(" ".join(text or "" for text in (lead.title, lead.sector, lead.employer)))
    if any(w in text or any(len(p) > 4 and p in text for p in w.split()) for w in wishes):
        return [Reason(True, "Berufswunsch")]
    return [Reason(None, "anderer Beruf") if lead.title or lead.sector else missing("Beruf")]


def _work_label(key: str) -> str:
    kind = WorkKind.of(key)
    return kind.label if kind else key


def german(lead: WorkLead, case: Case, _context: Context) -> list[Reason]:
    """The German that is needed against what is spoken."""
    needed, has = lead.min_cefr, case.cefr
    if not needed or needed == Cefr.NONE:
        return []
    levels, least, own = list(Cefr), Cefr.of(needed), Cefr.of(has)
    if has is None:
        return [
            Reason(None, f"Deutsch {least.label if least else needed} nötig: bitte fragen", weight=0.5, unknown=True)
        ]
    if least is None or own is None:
        return [missing("Deutsch")]
    short = levels.index(least) - levels.index(own)
    if short <= 0:
        return [Reason(True, f"Deutsch {own.label}")]
    return [Reason(None if short == 1 else False, f"Deutsch {own.label}, gebraucht {least.label}")]


# ---- verdicts --------------------------------------------------------------------------------------------------------
VERDICTS = ("passt sehr gut", "passt gut", "mit Abstrichen", "passt kaum", "noch unklar", "passt nicht")
HARDLY, UNCLEAR, NEVER = 3, 4, 5
"""Places in :data:`VERDICTS`: from ``HARDLY`` on nothing is counted as fitting; of what is ``UNCLEAR`` something is
missing without which nobody can say, so it comes last; what never fits is shown only where all is shown."""


MOST = (50, 100, 300)
"""What may be missing at most for the first verdicts, in hundredths, without the facts that seldom decide."""
FITTING = MOST[-1] + 5 * round(SLIGHT * 100)
"""So much may be missing, in hundredths, of what still counts as fitting."""


def verdict(reasons: Sequence[Reason]) -> int:
    """The place in :data:`VERDICTS`."""
    if any(r.hard and r.ok is False for r in reasons):
        return NEVER
    if any(r.hard and r.ok is None for r in reasons):
        return UNCLEAR
    return level_of(hundredths(reasons))


def level_of(misses: int) -> int:
    """The place in :data:`VERDICTS` of what is missing (hundredths), where nothing rules it out."""
    slack = FITTING - MOST[-1]
    return next((level for level, most in enumerate(MOST) if misses <= most + slack), HARDLY)


def missing_of(reason: Reason) -> int:
    """What one reason says is missing, in hundredths."""
    return 0 if reason.ok is True else round(reason.weight * (100 if reason.ok is None else 400))


def hundredths(reasons: Sequence[Reason]) -> int:
    """What counts inside one verdict: the sum of what is missing, in hundredths."""
    return sum(map(missing_of, reasons))


def penalty(reasons: Sequence[Reason]) -> float:
    """The same as a number: 1 for an ordinary reservation."""
    return hundredths(reasons) / 100
