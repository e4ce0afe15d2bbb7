"""The rules of matching, part by part: what each part looks at of a lead and of a case.

Whatever is equal in what a part looks at gets equal weights from it, so that of 1,000 cases and 1,000 flats each part
is asked once for each pair of what differs (:mod:`~netzwerkhilfe.services.matching.board`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from netzwerkhilfe.models.cases import Case
from netzwerkhilfe.models.leads import HousingLead, WorkLead
from netzwerkhilfe.models.offers import Offer
from netzwerkhilfe.models.volunteers import Volunteer
from netzwerkhilfe.services.matching import helping_rules, rules
from netzwerkhilfe.services.matching.rules import Context, Reason

L = TypeVar("L")


@dataclass(frozen=True)
class Part(Generic[L]):
    """Reasons of one sort.

    :param reasons: gives them for a pair; entries with their computed values.
    :param lead: all that their weights depend on of a lead, beside ``rising``.
    :param case: the same of a case.
    :param rising: a number of a lead with which what is missing only grows, among leads that are else equal, or
        ``None`` of one that has no such number; not given where nothing rises.
    """

    reasons: Callable[[L, Case, Context], Sequence[Reason]]
    lead: Callable[[L, Context], Hashable]
    case: Callable[[Case, Context], Hashable]
    rising: Callable[[L], float | None] | None = None


def _nothing(_entry: object, _context: Context) -> None:
    return None


def _wishes(case: Case, _context: Context) -> Hashable:
    return case.place, case.wished_places


def _held(case: Case, context: Context) -> Hashable:
    return case.number if case.number in context.held else ""


FLAT: tuple[Part[HousingLead], ...] = (
    Part(rules.taken_flat, lambda flat, context: (context.phase("housing", flat.stage) >= 4, flat.withdrawn), _nothing),
    Part(
        rules.household,
        lambda flat, _: (flat.max_persons, flat.accessible, flat.pets),
        lambda case, _: (case.persons, case.needs_accessible, case.has_pets),
    ),
    Part(rules.rooms, lambda flat, _: flat.rooms, lambda case, _: (case.persons, case.rooms_min)),
    Part(rules.area, lambda flat, _: flat.area_m2, lambda case, _: (case.persons, case.area_min)),
    Part(
        rules.warm_rent,
        lambda flat, _: (flat.base_rent, flat.rent_excl_heating) if flat.gross_rent is None else None,
        lambda case, _: case.max_rent,
        rising=lambda flat: flat.gross_rent,
    ),
    Part(
        rules.paid_by_office,
        lambda flat, _: (flat.place, flat.rent_excl_heating, flat.area_m2),
        lambda case, _: (case.persons, case.area_min) if case.rent_paid_by in rules.PAID_BY_OFFICE else None,
    ),
    Part(rules.permit, lambda flat, _: flat.housing_permit, lambda case, _: case.has_permit),
    Part(rules.where, lambda flat, _: flat.place, _wishes),
    Part(rules.free_from, lambda flat, _: flat.available_from, lambda case, _: case.move_in_by),
    Part(rules.residence_of_flat, lambda flat, _: flat.place, lambda case, _: case.place),
    Part(rules.reserved, rules.promised, _held),
    Part(rules.too_high_deposit, lambda flat, _: (flat.base_rent, flat.deposit), _nothing),
    Part(
        rules.open_of_flat,
        lambda flat, _: (not flat.max_persons, not flat.area_m2, flat.housing_permit is None, not flat.available_from),
        lambda case, _: (bool(case.persons), bool(case.area_min), bool(case.has_permit)),
    ),
)
WORK: tuple[Part[WorkLead], ...] = (
    Part(rules.taken_work, lambda lead, context: (context.phase("work", lead.stage) >= 4, lead.withdrawn), _nothing),
    Part(rules.kind_of_work, lambda lead, _: lead.kind, lambda case, _: (case.work_kinds, case.work_permit)),
    Part(rules.german, lambda lead, _: lead.min_cefr, lambda case, _: case.cefr),
    Part(rules.licence, lambda lead, _: lead.driving_licence, lambda case, _: case.driving_licence),
    Part(rules.occupation, lambda lead, _: (lead.title, lead.sector, lead.employer), lambda case, _: case.occupations),
    Part(rules.where, lambda lead, _: lead.place, _wishes),
    Part(rules.reserved, rules.promised, _held),
    Part(rules.open_of_work, lambda lead, _: (not lead.min_cefr, not lead.driving_licence), _nothing),
)
VOLUNTEER: tuple[Part[Volunteer], ...] = (
    Part(helping_rules.available, lambda person, _: person.state, _nothing),
    Part(helping_rules.speaks, lambda person, _: person.languages, lambda case, _: case.languages),
    Part(
        helping_rules.drives,
        lambda person, _: (person.driving_licence, person.has_car, person.car_seats, person.skills),
        lambda case, _: (case.needs_driver, case.persons),
    ),
    Part(
        helping_rules.has_time,
        lambda person, context: (person.availability, tuple(d for d, _, _ in context.busy.get(person.id, ()))),
        lambda case, _: (tuple(helping_rules.slots_of(case)), case.appointment_on),
    ),
    Part(
        helping_rules.comes,
        lambda person, _: (person.place, person.radius_km),
        lambda case, _: case.meeting_place or case.place,
    ),
)
OFFER: tuple[Part[Offer], ...] = (
    Part(
        helping_rules.offer_for_case,
        lambda offer, _: (offer.category, offer.languages, offer.accessible, offer.checked_on, offer.place),
        lambda case, _: (case.offer_categories, case.needs, case.languages, case.needs_accessible, case.place),
    ),
)


def reasons_of(parts: Sequence[Part[L]], lead: L, case: Case, context: Context) -> list[Reason]:
    """All reasons of a pair, in the order of the parts."""
    return [reason for part in parts for reason in part.reasons(lead, case, context)]
