"""What a network knows that reading, checking and showing a field need: its places, offices, stages and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import cached_property
from typing import NamedTuple

from netzwerkhilfe.models.office_forms import Words, called, common, land_of
from netzwerkhilfe.models.places import Found, Point, by_key, find_places_in, kilometres, place
from netzwerkhilfe.models.text import fold

SAME = 5.0
"""Kilometres by which two sources may place a place of one name apart."""


class PlaceFact(NamedTuple):
    """A place as parsing and display need it; ``key`` is what entries store, mostly its AGS."""

    key: str
    name: str
    postcode: str
    latitude: float | None
    longitude: float | None
    office: str | None
    ags: str = ""
    """Its official key, "" where nobody said it."""
    association: str = ""
    """The official key of its union of municipalities."""

    @property
    def land(self) -> str:
        """The Land as in ``places.LANDS``, "" where nobody knows."""
        known = by_key(self.key)
        return land_of(self.ags) or (known.land if known else "")


class StageFact(NamedTuple):
    """A stage of a lead: ``phase`` is 0 to 3 on the board, 4 closed with success, 5 closed without.

    ``key`` is what entries store and never changes; ``renamed`` is what the network calls it instead, if anything.
    """

    key: str
    phase: int
    next_step: str
    synonyms: tuple[str, ...]
    renamed: str = ""

    @property
    def label(self) -> str:
        """What people read."""
        return self.renamed or self.key


class OfficeFact(NamedTuple):
    """An office: ``code`` is the two letters of its tag, ``order`` its rank of joining."""

    id: str
    name: str
    code: str
    order: int
    form: str = ""
    """What it is (``OfficeForm``), "" where nobody said."""

    @property
    def called(self) -> str:
        """The name with what it is: "VG Landstuhl", "Amt Hürup"."""
        return called(self.name, self.form)


@dataclass(frozen=True)
class Facts:
    """What a network knows that parsing, checking and display need; a frozen snapshot, queries nothing."""

    today: dt.date
    places: Mapping[str, PlaceFact] = default(default_factory=dict)
    categories: Mapping[str, tuple[str, ...]] = default(default_factory=dict)
    """The keys of each list of categories that are offered, in order."""
    synonyms: Mapping[tuple[str, str], str] = default(default_factory=dict)
    stages: Mapping[str, tuple[StageFact, ...]] = default(default_factory=dict)
    offices: Mapping[str, OfficeFact] = default(default_factory=dict)
    office: str = ""
    rules: Mapping[str, int] = default(default_factory=dict)
    """Figures the network can change: months, years and hours of its rules."""
    renamed: Mapping[tuple[str, str], str] = default(default_factory=dict)
    """(list, key) of the categories that the network calls otherwise than their keys, also those no longer offered."""
    near: bool = True
    """Whether "morgen" and a day without a year count from today; not in a list, whose own day nobody knows."""

    @property
    def from_day(self) -> dt.date | None:
        """The day from which phrases count, ``None`` where only full dates are read."""
        return self.today if self.near else None

    def place_named(self, text: str, postcode: str = "") -> str | None:
        """The key of a place by its name, also by its first word where that is unique here."""
        plain = fold(text)
        exact = [p for p in self.places.values() if fold(p.name) == plain]
        if len(exact) > 1:  # the one with an official key was listed, the other ticked
            exact = [p for p in exact if p.ags] if len({p.office for p in exact}) == 1 else exact
        if not exact and len(plain) >= 4:
            exact = [p for p in self.places.values() if fold(p.name).startswith(plain)]
        if postcode and len(exact) > 1:
            exact = [p for p in exact if p.postcode == postcode]
        return exact[0].key if len(exact) == 1 else None

    @cached_property
    def around(self) -> tuple[Point, ...]:
        """Where the network is: its own places, or the towns that its offices are called after."""
        own = ((p.latitude, p.longitude) for p in self.places.values())
        if found := tuple((lat, lon) for lat, lon in own if lat is not None and lon is not None):
            return found
        known = (place(o.name) for o in self.offices.values())
        return tuple((k.latitude, k.longitude) for k in known if k)

    def place_of(self, value: str | None) -> PlaceFact | None:
        """The place that a value means: one of the network's own, else one of those that everybody knows."""
        key = self.places.get(value or "") or self.places.get(self.place_named(value or "") or "")
        if key or not value:
            return key
        known = by_key(value) or place(value, self.around)
        if known and value == known.key:  # ticked where it is not one of the network's own, as before an office joined
            same = self.places.get(self.place_named(known.name) or "")
            there = (known.latitude, known.longitude)
            if same and same.latitude and same.longitude and kilometres((same.latitude, same.longitude), there) < SAME:
                return same
        return PlaceFact(known.key, known.name, "", known.latitude, known.longitude, None) if known else None

    def places_in(self, text: str) -> list[Found]:
        """The places round about, and those said to be places, that a sentence names; the network's own are among
        them where everybody knows them."""
        return find_places_in(text, self.around)

    @cached_property
    def offices_words(self) -> Words:
        """What people say of the offices of this network that have places, or of all."""
        offices = {p.office for p in self.places.values()}
        with_places = [o for o in self.offices.values() if o.id in offices]
        return common(o.form for o in with_places or self.offices.values())

    def label(self, name: str, key: str) -> str:
        """What people read for the key of a category or stage; a key that is not known is its own label."""
        stage = self.stage(name, key)
        return stage.label if stage else self.renamed.get((name, key), key)

    def stage(self, kind: str, key: str | None) -> StageFact | None:
        """The stage with this key, or ``None``."""
        return next((s for s in self.stages.get(kind, ()) if s.key == key), None)


NO_FACTS = Facts(dt.date(2000, 1, 1), near=False)
