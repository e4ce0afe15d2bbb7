"""What columns, filters and cards of many lists share: cells out of fields; filters by office, place, choice, stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

from netzwerkhilfe.models import KINDS
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import place_name, show
from netzwerkhilfe.models.values import show_near
from netzwerkhilfe.services.entries.common_fields import place_key, stage_key
from netzwerkhilfe.store.conditions import Among, Condition, Holds, equals
from netzwerkhilfe.store.reading import Snapshot
from netzwerkhilfe.ui.kit.offices import office_of
from netzwerkhilfe.ui.listing.spec import AGE, OFFICE, Column, Filter, Option

OLD_DAYS = 14
"""After so many days without movement the age of a lead is shown in amber."""
MOVED = ("touched",)
CLOSED = 4
"""The phase of stages in which nothing moves any more."""


# ---- cells -----------------------------------------------------------------------------------------------------------
def title_of(s: Snapshot, facts: Facts) -> str:
    """How a list names the entry."""
    return s.title(facts)


def text_of(name: str) -> Callable[[Snapshot, Facts], str | None]:
    """A field as people read it, typed or computed."""
    return lambda s, facts: show(s.kind.fields[name], s.full.get(name), facts) or None


def words_of(name: str) -> Callable[[Snapshot, Facts], list[str]]:
    """A list of values as people read them."""
    return lambda s, facts: [s.kind.fields[name].label_of(key, facts) for key in s.values.get(name) or ()]


def place_of(s: Snapshot, facts: Facts) -> str | None:
    """The name of the place."""
    return place_name(place_key(s), facts) or None


def age_of(s: Snapshot, facts: Facts) -> tuple[str, bool]:
    """When something last moved, and whether that is long ago for something that should move."""
    if not s.touched:
        return "", False
    stage = facts.stage(s.kind.name, stage_key(s))
    days = (facts.today - dt.date.fromisoformat(s.touched[:10])).days
    moving = stage is None or stage.phase < 3
    return show_near(s.touched, facts.today), days >= OLD_DAYS and moving


def stage_of(s: Snapshot, facts: Facts) -> tuple[str, int]:
    """The stage and its phase."""
    stage = facts.stage(s.kind.name, stage_key(s))
    return (stage.label if stage else stage_key(s) or "", stage.phase if stage else 0)


OFFICE_COLUMN = Column("office", "Büro", OFFICE, office_of, 52, ("office",))
MOVED_COLUMN = Column("touched", "Letzte Änderung", AGE, age_of, 122, MOVED, 1)


# ---- the line beside the title ---------------------------------------------------------------------------------------
def counted(kind: str) -> Callable[[int, dict[str, int], Facts], str]:
    """ "1 Kurs", "3 Kurse"."""

    def text(total: int, _stages: dict[str, int], _facts: Facts) -> str:
        return f"{total} {KINDS[kind].singular if total == 1 else KINDS[kind].plural}"

    return text


def open_and_done(kind: str, done: str = "vermittelt") -> Callable[[int, dict[str, int], Facts], str]:
    """ "12 offen, 3 vermittelt": by the stages."""

    def text(total: int, stages: dict[str, int], facts: Facts) -> str:
        closed = sum(n for key, n in stages.items() if (s := facts.stage(kind, key)) and s.phase >= CLOSED)
        return f"{total - closed} offen, {closed} {done}" if closed else f"{total} offen"

    return text


# ---- filters ---------------------------------------------------------------------------------------------------------
def _offices(facts: Facts) -> list[Option]:
    return [Option(o.name, equals("office", o.id)) for o in sorted(facts.offices.values(), key=lambda o: o.order)]


BY_OFFICE = Filter("Büro", _offices)


def by_place(name: str = "Ort", field: str = "place") -> Filter:
    """By the places of the network."""

    def options(facts: Facts) -> list[Option]:
        return [Option(p.name, equals(field, p.key)) for p in sorted(facts.places.values(), key=lambda p: p.name)]

    return Filter(name, options)


def _listed(facts: Facts, list_name: str, condition: Callable[[str], Condition]) -> list[Option]:
    """The values of a list that the network keeps: people read the label, the condition asks for the key."""
    return [Option(facts.label(list_name, key), condition(key)) for key in facts.categories.get(list_name, ())]


def by_several(name: str, field: str, list_name: str) -> Filter:
    """By the values of a list that the network keeps, in a field of several."""
    return Filter(name, lambda facts: _listed(facts, list_name, partial(Holds, field)))


def by_category(name: str, field: str, list_name: str) -> Filter:
    """By the values of a list that the network keeps, in a field of one."""
    return Filter(name, lambda facts: _listed(facts, list_name, partial(equals, field)))


def by_stage(kind: str) -> Filter:
    """By stage."""
    return Filter("Stand", lambda facts: [Option(s.label, equals("stage", s.key)) for s in facts.stages.get(kind, ())])


def by_open_stage(kind: str) -> Filter:
    """By stage, and all that are open."""

    def options(facts: Facts) -> list[Option]:
        stages = facts.stages.get(kind, ())
        closed = tuple(s.key for s in stages if s.phase >= CLOSED)
        return [
            Option("offen", Among("stage", closed, negate=True)),
            *(Option(s.label, equals("stage", s.key)) for s in stages),
        ]

    return Filter("Stand", options)


def switched(name: str, condition: Condition) -> Filter:
    """A pill that switches one condition on."""
    return Filter(name, None, lambda _facts: condition)
