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
    read_car_licence,
    says_no,
    show_date,
    show_money,
    show_number,
)
from netzwerkhilfe.models.volunteers import GERMAN, LIFTS, Volunteer, VolunteerState


class Reason(NamedTuple):
    """One reason: true speaks for it, false against it, ``None`` is to be looked at. A hard one rules out."""

    ok: bool | None
    text: str
    hard: bool = False
    weight: float = 1.0


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
def rent_reasons(flat: HousingLead, persons: int | None, context: Context) -> list[Reason]:
    """Bruttokaltmiete and size against the table of the Jobcenter, and the deposit (§ 551 BGB: three cold rents)."""
    found: list[Reason] = []
    limit = limit_for(context, flat.place, persons)
    cold, area = flat.rent_excl_heating, flat.area_m2
    if limit is None or limit.amount is None:
        found.append(Reason(None, "Mietgrenze nicht hinterlegt", weight=0.5))
    elif cold is None:
        found.append(Reason(None, "Bruttokaltmiete unbekannt", weight=0.5))
    elif cold <= limit.amount:
        found.append(Reason(True, f"Bruttokaltmiete {show_money(cold)}, in der Mietgrenze"))
    else:
        found.append(
            Reason(None, f"{show_money(cold - limit.amount)} über der Mietgrenze: mit dem Jobcenter klären", weight=2)
        )
    if limit is not None and limit.area_m2 and area:
        size = f"{show_number(area)}{NBSP}m²"
        most = f"{show_number(limit.area_m2)}{NBSP}m²"
        if area <= limit.area_m2:
            found.append(Reason(True, f"Größe passt: {size} (bis {most})"))
        else:
            found.append(Reason(None, f"{size} sind mehr als {most}", weight=0.5))
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
    spot, home = context.spot(place), context.spot(case.place)
    wishes = case.wished_places or ()
    wished = [context.spot(w) for w in wishes]
    if place in wishes or (spot is not None and spot.key in {w.key for w in wished if w}):
        return [Reason(True, "Wunschort")]
    if spot is None:
        return [Reason(None, "Ort unbekannt", weight=0.5)]
    distances = [d for w in wished if (d := kilometres(w, spot)) is not None]
    from_home = kilometres(home, spot)
    distance = min(distances, default=from_home)
    far = f", {km_text(distance)}" if distance else ""
    same_office = spot.office is not None and spot.office in {s.office for s in (*wished, home) if s}
    words = context.facts.offices_words
    if not wishes and home is None:
        return [Reason(True, spot.name, weight=0)]
    if same_office:
        return [Reason(None if wishes else True, f"{words.same}{far}", weight=0.5)]
    return [Reason(None, f"{words.other}{far}")]


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
    persons, most = case.persons, flat.max_persons
    if persons and most:
        if persons > most:
            found.append(Reason(False, f"höchstens {most} Personen", hard=True))
        else:
            found.append(Reason(True, f"für {persons} {'Person' if persons == 1 else 'Personen'}"))
    if case.needs_accessible:
        known = flat.accessible
        found.append(
            Reason(True, "barrierefrei")
            if known
            else Reason(False, "nicht barrierefrei", hard=True)
            if known is False
            else Reason(None, "barrierefrei? bitte fragen")
        )
    if case.has_pets and flat.pets:
        pets = flat.pets
        found.append(
            Reason(True, "Haustier erlaubt")
            if pets == Pets.YES
            else Reason(False, "keine Haustiere", hard=True)
            if pets == Pets.NO
            else Reason(None, "Haustier nach Absprache", weight=0.5)
        )
    rooms, area = flat.rooms, flat.area_m2
    wanted = case.rooms_min
    if wanted and rooms:
        short = wanted - rooms
        text = f"{show_number(rooms)}{NBSP}Zimmer"
        found.append(
            Reason(True, text)
            if short <= 0
            else Reason(None, f"nur {text}")
            if short <= 1
            else Reason(False, f"nur {text}")
        )
    if case.area_min and area:
        size = f"{show_number(area)}{NBSP}m²"
        found.append(Reason(True, size) if area >= case.area_min else Reason(None, f"nur {size}"))
    elif area:
        found.append(Reason(True, f"{show_number(area)}{NBSP}m²", weight=0))
    found += _warm_rent(flat, case)
    if case.rent_paid_by in (RentPayer.JOBCENTER, RentPayer.SOCIAL_OFFICE, RentPayer.PARTLY):
        found += rent_reasons(flat, persons, context)
    if flat.housing_permit and not case.has_permit:
        found.append(Reason(None, "nur mit WBS"))
    found += where(case, flat.place, context)
    found += [
        r
        for r in (_free_from(flat, case, context), residence(case, flat.place, context), _reserved(flat, context))
        if r
    ]
    deposit = deposit_reason(flat)
    if deposit and deposit.ok is None:
        found.append(deposit)
    return found


def _warm_rent(flat: HousingLead, case: Case) -> list[Reason]:
    most, warm = case.max_rent, flat.gross_rent
    if not most:
        return []
    if warm is None:
        cold = flat.rent_excl_heating or flat.base_rent
        if cold is not None and cold > most:
            return [Reason(False, f"{show_money(cold - most)} über der Grenze, noch ohne Heizung")]
        return [Reason(None, "Warmmiete unbekannt", weight=0.5)]
    if warm <= most:
        return [Reason(True, f"{show_money(warm)}, in der Grenze")]
    over = warm - most
    return [Reason(None if over <= most * 0.1 else False, f"{show_money(over)} über der Grenze")]


def _free_from(flat: HousingLead, case: Case, context: Context) -> Reason | None:
    text = flat.available_from
    if text is None or not text[:1].isdigit():
        return Reason(True, "sofort frei", weight=0) if text == AtOnce.AT_ONCE else None
    wish = case.move_in_by
    soon = (context.today + dt.timedelta(days=31)).isoformat()
    if text <= (max(soon, wish) if wish and wish[:1].isdigit() else soon):
        return Reason(True, f"ab {show_date(text)}")
    return Reason(None, f"frei erst ab {show_date(text)}", weight=0.5)


def _reserved(lead: HousingLead | WorkLead, context: Context) -> Reason | None:
    number = context.reserved.get(lead.id)
    return Reason(None, f"schon für {number} vorgesehen", weight=2) if number else None


# ---- work ------------------------------------------------------------------------------------------------------------
def work_for_case(lead: WorkLead, case: Case, context: Context) -> list[Reason]:
    """An internship, training place or job against a case."""
    found: list[Reason] = []
    if context.phase("work", lead.stage) >= 4 or lead.withdrawn:
        found.append(Reason(False, "nicht mehr frei", hard=True))
    kinds, kind = case.work_kinds or (), lead.kind
    if kinds and kind:
        name, sought = _work_label(kind), ", ".join(_work_label(k) for k in kinds)
        related = any(related_work(kind, k) for k in kinds)
        found.append(Reason(True, name) if related else Reason(None, f"{name}, gesucht: {sought}", weight=2))
    if case.work_permit == Permit.REFUSED and kind != WorkKind.VOLUNTARY:
        found.append(Reason(False, "keine Beschäftigungserlaubnis", hard=True))
    elif case.work_permit in (Permit.APPLIED, Permit.UNKNOWN):
        found.append(Reason(None, f"Beschäftigungserlaubnis {Permit(case.work_permit).label}", weight=0.5))
    found += _german(lead.min_cefr, case.cefr)
    licence = lead.driving_licence or ""
    if licence and not says_no(licence):
        own = case.driving_licence or ""
        if own and says_no(own):
            found.append(Reason(False, "Führerschein nötig", hard=True))
        else:
            found.append(Reason(True, "Führerschein") if own else Reason(None, "Führerschein nötig: bitte fragen"))
    wishes = [fold(w) for w in case.occupations or ()]
    if wishes:
        text = fold(" ".join(text or "" for text in (lead.title, lead.sector, lead.employer)))
        hit = next((w for w in wishes if w in text or any(len(p) > 4 and p in text for p in w.split())), None)
        found.append(Reason(True, "Berufswunsch") if hit else Reason(None, "anderer Beruf"))
    found += where(case, lead.place, context)
    return found + [r for r in (_reserved(lead, context),) if r]


def _work_label(key: str) -> str:
    kind = WorkKind.of(key)
    return kind.label if kind else key


def _german(needed: str | None, has: str | None) -> list[Reason]:
    if not needed or needed == Cefr.NONE:
        return []
    levels, least, own = list(Cefr), Cefr.of(needed), Cefr.of(has)
    if has is None:
        return [Reason(None, f"Deutsch {least.label if least else needed} nötig: bitte fragen", weight=0.5)]
    if least is None or own is None:
        return []
    short = levels.index(least) - levels.index(own)
    if short <= 0:
        return [Reason(True, f"Deutsch {own.label}")]
    return [Reason(None if short == 1 else False, f"Deutsch {own.label}, gebraucht {least.label}")]


# ---- accompaniment ---------------------------------------------------------------------------------------------------
def has_licence(volunteer: Volunteer) -> bool | None:
    """Whether somebody may drive a car; who says nothing and has a car probably may."""
    text = volunteer.driving_licence or ""
    if not text:
        return True if volunteer.has_car else None
    return read_car_licence(text)


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
    wanted = list(case.languages or ())
    spoken = {fold(s.split("(")[0]) for s in volunteer.languages or ()}
    missing = [w for w in wanted if fold(w) not in spoken]
    if wanted:
        found.append(
            Reason(False, f"spricht nicht {', '.join(map(context.language, missing))}", hard=True)
            if missing
            else Reason(True, ", ".join(_with_level(volunteer, w, context) for w in wanted))
        )
    if case.needs_driver:
        licence = has_licence(volunteer)
        if licence is False:
            found.append(Reason(False, "kein Führerschein", hard=True))
        else:
            found.append(Reason(True, "Führerschein B") if licence else Reason(None, "Führerschein? bitte fragen"))
            car = volunteer.has_car
            found.append(
                Reason(True, "eigenes Auto", weight=0) if car else Reason(None, "kein eigenes Auto", weight=0.5)
            )
            persons, seats = case.persons, volunteer.car_seats
            if persons and seats and persons > seats:
                found.append(Reason(None, f"nur {seats} Sitzplätze", weight=0.5))
    wishes, free = slots_of(case), set(volunteer.availability or ())
    if wishes and free:
        fits = [s for s in wishes if s in free]
        text = ", ".join(dict.fromkeys(f"{s[:2]} {DAYTIMES[int(s[3])]}" for s in fits or wishes))
        found.append(Reason(True, f"hat Zeit: {text}") if fits else Reason(False, f"hat keine Zeit: {text}", hard=True))
    elif wishes:
        found.append(Reason(None, "Zeiten unbekannt"))
    day = case.appointment_on or ""
    if day and any(d == day for d, _, _ in context.busy.get(volunteer.id, ())):
        found.append(Reason(None, f"hat am {show_date(day)} schon einen Einsatz", weight=2))
    if case.needs_driver and LIFTS in (volunteer.skills or ()):
        found.append(Reason(True, context.facts.label("skills", LIFTS), weight=0))
    here = context.spot(case.meeting_place or case.place)
    distance = kilometres(here, context.spot(volunteer.place))
    radius = volunteer.radius_km
    if distance is None:
        found.append(Reason(None, "Entfernung unbekannt", weight=0.5))
    elif radius and distance > radius:
        found.append(
            Reason(None, f"{km_text(distance)}, außerhalb des Umkreises von {show_number(radius)}{NBSP}km", weight=2)
        )
    else:
        found.append(Reason(True, km_text(distance)))
    return found


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
        found.append(Reason(True, "barrierefrei") if offer.accessible else Reason(None, "barrierefrei? bitte fragen"))
    checked = offer.checked_on or ""
    if checked and checked < (context.today - dt.timedelta(days=183)).isoformat():
        found.append(Reason(None, "seit sechs Monaten nicht geprüft", weight=0.5))
    distance = kilometres(context.spot(case.place), context.spot(offer.place))
    if distance is not None:
        found.append(Reason(True, km_text(distance), weight=0))
    return found


# ---- verdicts --------------------------------------------------------------------------------------------------------
VERDICTS = ("passt sehr gut", "passt gut", "mit Abstrichen", "passt kaum", "passt nicht")


def verdict(reasons: Sequence[Reason]) -> int:
    """The place in :data:`VERDICTS`."""
    misses = 0.0
    for reason in reasons:
        if reason.ok is None:
            misses += reason.weight
        elif reason.ok is False:
            if reason.hard:
                return 4
            misses += 4 * reason.weight
    return 0 if misses <= 0.5 else 1 if misses <= 1 else 2 if misses <= 3 else 3


def penalty(reasons: Sequence[Reason]) -> float:
    """What counts inside one verdict: the sum of what is missing."""
    return sum((1 if r.ok is None else 4) * r.weight for r in reasons if r.ok is not True)
