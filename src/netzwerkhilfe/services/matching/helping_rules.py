"""The rules for volunteers and offers: language, licence, time and distance; what an offer is for and how far it is."""

from __future__ import annotations

import datetime as dt

from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.models.values import DAYTIMES, NBSP, WEEKDAYS, read_car_licence, show_date, show_number
from netzwerkhilfe.models.volunteers import GERMAN, LIFTS, Volunteer, VolunteerState
from netzwerkhilfe.services.matching.rules import (
    FAR_KM,
    NEAR_KM,
    Context,
    Reason,
    kilometres,
    km_text,
    lacking,
    missing,
    slight,
)


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


def available(volunteer: Volunteer, _case: Case, _context: Context) -> list[Reason]:
    """Whether somebody helps at present."""
    if volunteer.state in (VolunteerState.PAUSED, VolunteerState.ENDED):
        return [Reason(False, f"zurzeit {VolunteerState(volunteer.state).label}", hard=True)]
    if volunteer.state == VolunteerState.BUSY:
        return [Reason(None, f"zurzeit {VolunteerState.BUSY.label}", weight=0.5)]
    return []


def speaks(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    """The languages that are needed."""
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


def drives(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    """A licence and a car, where somebody is to drive."""
    if not case.needs_driver:
        return []
    found: list[Reason] = []
    may_drive = has_licence(volunteer)
    if may_drive is False:
        return [Reason(False, "kein Führerschein", hard=True)]
    found.append(Reason(True, "Führerschein B") if may_drive else missing("Führerschein", 1))
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
    return found + slight(("Sitzplätze", bool(persons) and not seats and car is not False))


def has_time(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
    """Whether somebody is free then."""
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


def comes(volunteer: Volunteer, case: Case, context: Context) -> list[Reason]:
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
    return found + slight(
        ("Sprachen", bool(languages) and not offer.languages), ("Ort", distance is None and bool(case.place))
    )
