"""What a network's area consists of, as it is listed or ticked: offices with their municipalities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from netzwerkhilfe.models import places
from netzwerkhilfe.models.places import Known, Point


@dataclass(frozen=True)
class Municipality:
    """A municipality of an office. ``key`` is its AGS, or that of the list of Germany until somebody says the AGS."""

    name: str
    key: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    inhabitants: int | None = None
    counted_on: str = ""

    @classmethod
    def of(cls, known: Known) -> Municipality:
        """A place that was ticked; whose inhabitants were counted nobody knows when, so they are left out."""
        return cls(known.name, known.key, latitude=known.latitude, longitude=known.longitude)

    @property
    def official(self) -> bool:
        """Whether its key is an AGS."""
        return self.key.isdigit()


@dataclass(frozen=True)
class Union:
    """An office with its municipalities; ``form`` as in ``OfficeForm``, "" where nobody said."""

    name: str
    form: str = ""
    key: str = ""
    code: str = ""
    inhabitants: int | None = None
    counted_on: str = ""
    places: tuple[Municipality, ...] = field(default=())


def located(unions: Sequence[Union]) -> list[Union]:
    """The same with coordinates from the list of Germany where none were given, and with a key for each place.

    Of places of one name that is meant which lies nearest to the others.
    """
    own = [p for u in unions for p in u.places]
    near: list[Point] = [(p.latitude, p.longitude) for p in own if p.latitude is not None and p.longitude is not None]
    clear = [found[0] for p in own if p.latitude is None and len(found := places.named(p.name)) == 1]
    near += [(k.latitude, k.longitude) for k in clear]
    if not near:
        near = [(k.latitude, k.longitude) for u in unions if (k := places.place(u.name))]
    return [replace(u, places=tuple(_located(p, tuple(near), u) for p in u.places)) for u in unions]


def _located(place: Municipality, near: tuple[Point, ...], union: Union) -> Municipality:
    known = places.place(place.name, near) if place.latitude is None or not place.key else None
    if known and near and places.distance(known, near) > places.ROUND_ABOUT:
        known = None
    key = place.key or (known.key if known else f"ort-{union.name}-{place.name}")
    if place.latitude is not None or known is None:
        return replace(place, key=key)
    return replace(place, key=key, latitude=known.latitude, longitude=known.longitude)
