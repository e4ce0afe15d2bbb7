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
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import (
    DAYTIMES,
    NBSP,
    WEEKDAYS,
    licence_classes,
    read_car_licence,
    says_no,
    show_date,
    show_money,
    show_number,
)
from netzwerkhilfe.models.volunteers import GERMAN, LIFTS, Volunteer, VolunteerState


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


def _slight(*facts: tuple[str, bool]) -> list[Reason]:
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


def where(case: Case, place: str | None, context: Context) -> list[Reason]:
    """How a place fits the wishes of a case, with the distance as the crow flies."""
    wishes = case.wished_places or ()
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


def flat_for_case(flat: HousingLead, case: Case, context: Context) -> list[Reason]:
    """A flat against the wishes of a case."""
    found: list[Reason] = []
    if context.phase("housing", flat.stage) >= 4 or flat.withdrawn:
        found.append(Reason(False, "nicht mehr frei", hard=True))
    found += _household(flat, case) + _size(flat, case) + _warm_rent(flat, case)
    if case.rent_paid_by in (RentPayer.JOBCENTER, RentPayer.SOCIAL_OFFICE, RentPayer.PARTLY):
        found += rent_reasons(flat, case, context)
    found += _permit(flat, case) + where(case, flat.place, context) + _free_from(flat, case, context)
    found += [r for r in (residence(case, flat.place, context), _reserved(flat, case, context)) if r]
    deposit = deposit_reason(flat)
    if deposit and deposit.ok is None:
        found.append(deposit)
    return found + _slight(
        ("Personenzahl", bool(case.persons) and not flat.max_persons),
        ("Fläche", not flat.area_m2 and not case.area_min),
        ("WBS", flat.housing_permit is None and not case.has_permit),
        ("Einzug", not flat.available_from),
    )


def _household(flat: HousingLead, case: Case) -> list[Reason]:
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


def _size(flat: HousingLead, case: Case) -> list[Reason]:
    """Rooms and area against what is wished, and against how many live there."""
    found: list[Reason] = []
    rooms, area, persons, wanted = flat.rooms, flat.area_m2, case.persons, case.rooms_min
    if not rooms:
        found.append(lacking("Zimmerzahl unbekannt"))
    elif _too_few_rooms(flat, persons):
        found.append(Reason(None, f"{show_number(rooms)}{NBSP}Zimmer für {_people(persons or 0)}: sehr eng", weight=2))
    elif wanted:
        short, text = wanted - rooms, f"{show_number(rooms)}{NBSP}Zimmer"
        found.append(Reason(True, text) if short <= 0 else Reason(None if short <= 1 else False, f"nur {text}"))
    if not area:
        return [*found, missing("Fläche")] if case.area_min else found
    size = f"{show_number(area)}{NBSP}m²"
    if _too_small(flat, persons):
        found.append(Reason(None, f"{size} für {_people(persons or 0)}: sehr eng", weight=2))
    elif case.area_min:
        found.append(Reason(True, size) if area >= case.area_min else Reason(None, f"nur {size}"))
    return found


def _warm_rent(flat: HousingLead, case: Case) -> list[Reason]:
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


def _permit(flat: HousingLead, case: Case) -> list[Reason]:
    if not flat.housing_permit:
        return []
    if case.has_permit:
        return [Reason(True, "mit WBS")]
    return [Reason(None, "nur mit WBS", weight=1 if case.has_permit is None else 2)]


def _free_from(flat: HousingLead, case: Case, context: Context) -> list[Reason]:
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


def _reserved(lead: HousingLead | WorkLead, case: Case, context: Context) -> Reason | None:
    told = lead.promised_to if lead.promised_to not in context.numbers else None
    number = context.reserved.get(lead.id) or told
    if not number or number == case.number:
        return None
    return Reason(None, f"schon für {number} vorgesehen", weight=2)


# ---- work ------------------------------------------------------------------------------------------------------------
def work_for_case(lead: WorkLead, case: Case, context: Context) -> list[Reason]:
    """An internship, training place or job against a case."""
    found: list[Reason] = []
    if context.phase("work", lead.stage) >= 4 or lead.withdrawn:
        found.append(Reason(False, "nicht mehr frei", hard=True))
    found += _kind_of_work(lead, case) + _german(lead.min_cefr, case.cefr) + _licence(lead, case)
    found += _occupation(lead, case) + where(case, lead.place, context)
    found += [r for r in (_reserved(lead, case, context),) if r]
    return found + _slight(("Deutsch", not lead.min_cefr), ("Führerschein", not lead.driving_licence))


def _kind_of_work(lead: WorkLead, case: Case) -> list[Reason]:
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


def _licence(lead: WorkLead, case: Case) -> list[Reason]:
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


def _occupation(lead: WorkLead, case: Case) -> list[Reason]:
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


def _german(needed: str | None, has: str | None) -> list[Reason]:
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


# ---- accompaniment ---------------------------------------------------------------------------------------------------
def has_licence(volunteer: Volunteer) -> bool | None:
    """Whether somebody may drive a car; ``None`` where nothing is said."""
    text = volunteer.driving_licence or ""
    return read_car_licence(text) if text else None


def slots_of(case: Case) -> list[str]:
    """The times of the week a case names: as typed, or from its day of appointment."""
    if case.appointment:
        return list(case.appointment)
    try:
        day = dt.date.fromisoformat(str(case.appointment_on)[:10])
    except ValueError:
        return []
    return [f"{WEEKDAYS[day.weekday()]}-{i}" for i in range(len(DAYTIMES))]


def _with_level(volunteer: Volunteer, language: str, context: Context) -> str:
    """ "Arabisch (C1)" where the level is known."""
    levels = (entry.rpartition(" ") for entry in volunteer.language_levels or ())
    level = next((level for word, _, level in levels if fold(word) == fold(language)), "")
    name = context.language(language)
    return f"{name} ({level})" if level else name


def volunteer_for_case(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    """A volunteer against what a case needs: language, licence, time, distance."""
    found: list[Reason] = []
    if volunteer.state in (VolunteerState.PAUSED, VolunteerState.ENDED):
        found.append(Reason(False, f"zurzeit {VolunteerState(volunteer.state).label}", hard=True))
    elif volunteer.state == VolunteerState.BUSY:
        found.append(Reason(None, f"zurzeit {VolunteerState.BUSY.label}", weight=0.5))
    found += _speaks(volunteer, case, context)
    if case.needs_driver:
        found += _drives(volunteer, case, context)
    return found + _has_time(volunteer, case, context) + _comes(volunteer, case, context)


def _speaks(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    wanted = list(case.languages or ())
    if not wanted:
        return []
    spoken = {fold(s.split("(")[0]) for s in volunteer.languages or ()}
    if not spoken:
        return [Reason(False, "Sprachen nicht eingetragen", hard=True)]
    without = [w for w in wanted if fold(w) not in spoken]
    if without:
        return [Reason(False, f"spricht nicht {', '.join(map(context.language, without))}", hard=True)]
    return [Reason(True, ", ".join(_with_level(volunteer, w, context) for w in wanted))]


def _drives(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    found: list[Reason] = []
    licence = has_licence(volunteer)
    if licence is False:
        return [Reason(False, "kein Führerschein", hard=True)]
    found.append(Reason(True, "Führerschein B") if licence else missing("Führerschein", 1))
    car = volunteer.has_car
    found.append(
        Reason(True, "eigenes Auto", weight=0)
        if car
        else Reason(None, "kein eigenes Auto", weight=0.5)
        if car is False
        else missing("eigenes Auto")
    )
    persons, seats = case.persons, volunteer.car_seats
    if persons and seats and persons > seats:
        found.append(Reason(None, f"nur {seats} Sitzplätze", weight=0.5))
    if LIFTS in (volunteer.skills or ()):
        found.append(Reason(True, context.facts.label("skills", LIFTS), weight=0))
    return found + _slight(("Sitzplätze", bool(persons) and not seats and car is not False))


def _has_time(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    found: list[Reason] = []
    wishes, free = slots_of(case), set(volunteer.availability or ())
    if wishes and free:
        fits = [s for s in wishes if s in free]
        text = ", ".join(dict.fromkeys(f"{s[:2]} {DAYTIMES[int(s[3])]}" for s in fits or wishes))
        found.append(Reason(True, f"hat Zeit: {text}") if fits else Reason(False, f"hat keine Zeit: {text}", hard=True))
    elif wishes:
        found.append(Reason(None, "Zeiten unbekannt", unknown=True))
    day = case.appointment_on or ""
    if day and any(d == day for d, _, _ in context.busy.get(volunteer.id, ())):
        found.append(Reason(None, f"hat am {show_date(day)} schon einen Einsatz", weight=2))
    return found


def _comes(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    """How far it is, and whether somebody goes so far."""
    if not volunteer.place:
        return [lacking("Ort unbekannt")]
    here = context.spot(case.meeting_place or case.place)
    distance = kilometres(here, context.spot(volunteer.place))
    radius = volunteer.radius_km
    if distance is None:
        return [Reason(None, "Entfernung unbekannt", weight=0.5, unknown=True)]
    if radius and distance > radius:
        outside = f"{km_text(distance)}, außerhalb des Umkreises von {show_number(radius)}{NBSP}km"
        return [Reason(None, outside, weight=2)]
    if radius or distance <= NEAR_KM:
        return [Reason(True, km_text(distance))]
    return [Reason(None, km_text(distance), weight=0.5 if distance <= FAR_KM else 1)]


# ---- offers ----------------------------------------------------------------------------------------------------------
def offer_for_case(offer: Offer, case: Case, context: Context) -> list[Reason]:
    """An offer against the needs of a case."""
    wanted = set(case.offer_categories or ())
    for need in case.needs or ():
        wanted |= set(context.need_offers.get(need, ()))
    category = offer.category
    if category is None or category not in wanted:
        what = context.facts.label("offer_categories", category) if category else "ohne Art"
        return [Reason(False, f"anderes Angebot ({what})", hard=True)]
    found = [Reason(True, context.facts.label("offer_categories", category))]
    languages = [w for w in case.languages or () if w != GERMAN]
    if languages and offer.languages:
        both = [w for w in languages if w in offer.languages]
        found.append(
            Reason(True, ", ".join(map(context.language, both)))
            if both
            else Reason(None, "andere Sprachen", weight=0.5)
        )
    if case.needs_accessible:
        found.append(
            Reason(True, "barrierefrei")
            if offer.accessible
            else missing("barrierefrei", 1)
            if offer.accessible is None
            else Reason(False, "nicht barrierefrei")
        )
    checked = offer.checked_on
    if checked and checked < (context.today - dt.timedelta(days=183)).isoformat():
        found.append(Reason(None, "seit sechs Monaten nicht geprüft", weight=0.5))
    elif not checked:
        found.append(Reason(None, "noch nicht geprüft", weight=0.5, unknown=True))
    distance = kilometres(context.spot(case.place), context.spot(offer.place))
    if distance is not None:
        found.append(
            Reason(True, km_text(distance), weight=0)
            if distance <= NEAR_KM
            else Reason(None, km_text(distance), weight=0.25)
        )
    return found + _slight(
        ("Sprachen", bool(languages) and not offer.languages), ("Ort", distance is None and bool(case.place))
    )


# ---- verdicts --------------------------------------------------------------------------------------------------------
VERDICTS = ("passt sehr gut", "passt gut", "mit Abstrichen", "passt kaum", "noch unklar", "passt nicht")
HARDLY, UNCLEAR, NEVER = 3, 4, 5
"""Places in :data:`VERDICTS`: from ``HARDLY`` on nothing is counted as fitting; of what is ``UNCLEAR`` something is
missing without which nobody can say, so it comes last; what never fits is shown only where all is shown."""


def verdict(reasons: Sequence[Reason]) -> int:
    """The place in :data:`VERDICTS`."""
    if any(r.hard and r.ok is False for r in reasons):
        return NEVER
    if any(r.hard and r.ok is None for r in reasons):
        return UNCLEAR
    misses = penalty(reasons)
    return next((level for level, most in enumerate((0.5, 1, 3)) if misses <= most + 5 * SLIGHT), HARDLY)


def penalty(reasons: Sequence[Reason]) -> float:
    """What counts inside one verdict: the sum of what is missing."""
    return sum((1 if r.ok is None else 4) * r.weight for r in reasons if r.ok is not True)
