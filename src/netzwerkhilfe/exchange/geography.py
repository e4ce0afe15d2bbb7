"""The offices of a network and their places: made at founding and inviting, and from a list at any time.

All of it are ordinary records of ``net`` that the network can change afterwards.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from netzwerkhilfe import paths
from netzwerkhilfe.models import KINDS, Kind, places
from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.models.geography import Municipality, Union
from netzwerkhilfe.models.network import Office, Place
from netzwerkhilfe.models.office_forms import OfficeForm, called, form_of, without_form
from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store.reader import Reader
from netzwerkhilfe.store.unit_of_work import Change


def example() -> list[Union]:
    """The offices of the demo, which anybody may found by their keys."""
    read = json.loads((paths.resources() / "beispiel" / "geographie.json").read_text("utf-8"))
    return [
        Union(
            a["name"],
            OfficeForm.COLLECTIVE,
            a["key"],
            a["code"],
            a["inhabitants"],
            a["counted_on"],
            tuple(
                Municipality(
                    p["name"],
                    p["ags"],
                    p["postcode"],
                    p["latitude"],
                    p["longitude"],
                    p["inhabitants"],
                    p["counted_on"],
                )
                for p in a["places"]
            ),
        )
        for a in read["associations"]
    ]


def code_for(name: str, taken: Iterable[str]) -> str:
    """Two letters for the tag of an office."""
    plain = without_form(name).upper()
    letters = [c for c in plain if "A" <= c <= "Z"]
    words = [w for w in re.split(r"[^A-Z]+", plain) if w]
    candidates = [words[0][0] + words[1][0]] if len(words) > 1 else []
    candidates += [letters[0] + c for c in letters[1:]] if letters else []
    candidates += [a + b for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    return next(c for c in candidates if c not in set(taken))


def union_of(name: str, form: str = "") -> Union:
    """An office of which only the name is known: with the town it is called after, if there is one."""
    known = places.place(name)
    form = form or form_of(None, name, None, known.land if known else "") or ""
    own = known is not None and places.key_of(known.name) == places.key_of(without_form(name))
    town = known if own and form not in (OfficeForm.DISTRICT, OfficeForm.CLUB, OfficeForm.AUTHORITY) else None
    return Union(name, form, places=(Municipality.of(town),) if town else ())


def office_named(change: Change, name: str) -> str:
    """The office of this name, made with the town it is called after if it is new; gives its id.

    In a network of offices of the demo, one more of them comes with all its places.
    """
    offices, known = [s.record for s in change.all(Office)], example()
    shipped = known if {o.ags for o in offices} & {u.key for u in known} else []
    union = next((u for u in shipped if without_form(u.name) == without_form(name)), union_of(name))
    present = office_for(offices, union)
    return present.id if present else add_union(change, replace(union, name=name))


def _same(office: Office, union: Union) -> bool:
    return (bool(union.key) and office.ags == union.key) or fold(office.name or "") == fold(union.name)


def _alike(office: Office, union: Union) -> bool:
    """Whether an office is called the same without the word for its form, and is of no other form."""
    forms = {form_of(office.form, office.name or "", office.ags), form_of(union.form, union.name, union.key)}
    return without_form(office.name or "") == without_form(union.name) and len(forms - {None}) < 2


def office_for(offices: Sequence[Office], union: Union) -> Office | None:
    """Which office is meant: by its key or name, else by the name without "VG" and the like."""
    return next((o for o in offices if _same(o, union)), next((o for o in offices if _alike(o, union)), None))


def place_for(present: Sequence[Place], place: Municipality, office: str | None) -> Place | None:
    """Which place is meant: by its key, else one of the office (or of none) with its name and no other AGS."""
    by_key = next((p for p in present if place.key in (p.ags, p.key)), None)
    if by_key:
        return by_key
    ours = [p for p in present if fold(p.name or "") == fold(place.name) and p.office in (office, None)]
    return next((p for p in ours if not (place.official and (p.ags or "").isdigit())), None)


def _values(place: Municipality, present: Place | None) -> dict[str, Json]:
    """What a list says of a place; what it does not say stays as it is."""
    said: dict[str, Json] = {
        "name": place.name,
        "ags": place.key if place.official or present is None else None,
        "postcode": place.postcode or None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "inhabitants": place.inhabitants,
        "counted_on": place.counted_on or None,
    }
    if place.inhabitants is None:
        said.pop("counted_on")
    return {n: v for n, v in said.items() if v is not None}


def add_union(change: Change, union: Union) -> str:
    """The office of this name or key with its places, made or completed; gives its id."""
    present = [s.record for s in change.all(Office)]
    office = office_for(present, union)
    figures = {"inhabitants": union.inhabitants, "counted_on": union.counted_on or None}
    if office is None:
        taken = {o.code or "" for o in present}
        code = union.code if union.code and union.code not in taken else code_for(union.name, taken)
        form = form_of(union.form, union.name, union.key)
        values = {"name": union.name, "code": code, "ags": union.key or None, "rank": len(present), "office": None}
        office_id = change.add("offices", values | {"form": form} | figures).id
    else:
        office_id = office.id
        said = {"form": union.form or None, "ags": union.key or None} | figures
        wanted = {n: v for n, v in said.items() if v is not None and v != getattr(office, n)}
        if wanted:
            change.update(office_id, wanted)
    for place in union.places:
        _add_place(change, place, union, office_id)
    return office_id


def _add_place(change: Change, place: Municipality, union: Union, office: str) -> None:
    rows = [s.record for s in change.all(Place)]
    present = place_for(rows, place, office)
    values = _values(place, present) | {"office": office}
    if union.key:
        values["association"] = union.key
    if present is None:
        change.ensure("places", (place.key,), values)
        return
    wanted = {n: v for n, v in values.items() if v != getattr(present, n)}
    if wanted:
        change.update(present.id, wanted)


def joined(listed: Sequence[Union], own: Union) -> list[Union]:
    """A list with what was ticked for one of its offices, or for one more; what the list has is not ticked twice."""
    for i, union in enumerate(listed):
        if without_form(union.name) == without_form(own.name) and union.form in ("", own.form):
            names = {fold(p.name) for p in union.places}
            more = tuple(p for p in own.places if fold(p.name) not in names)
            return [*listed[:i], replace(union, places=(*union.places, *more)), *listed[i + 1 :]]
    elsewhere = {fold(p.name) for u in listed for p in u.places}
    return [*listed, replace(own, places=tuple(p for p in own.places if fold(p.name) not in elsewhere))]


# ---- a list, before it is taken --------------------------------------------------------------------------------------
FATES = NEW, CHANGED, KNOWN = "new", "changed", "known"


@dataclass(frozen=True)
class Step:
    """What a list does with an office (``place`` is ``None``) or with one of its places."""

    fate: str
    union: Union
    place: Municipality | None = None
    changes: tuple[str, ...] = ()
    """The labels of what changes."""


def title_of(step: Step) -> str:
    """What a step is about: "VG Landstuhl", "Bann (VG Landstuhl)"."""
    office = called(step.union.name, form_of(step.union.form, step.union.name, step.union.key))
    return f"{step.place.name} ({office})" if step.place else office


def plan(reader: Reader | None, unions: Sequence[Union]) -> list[Step]:
    """What would happen, office by office; ``None`` where no network is founded yet."""
    offices = [s.record for s in reader.all(Office)] if reader else []
    rows = [s.record for s in reader.all(Place)] if reader else []
    steps: list[Step] = []
    for union in unions:
        office = office_for(offices, union)
        said = {"form": union.form or None, "ags": union.key or None, "inhabitants": union.inhabitants}
        steps.append(_step(union, None, KINDS["offices"], office, said))
        for place in union.places:
            present = place_for(rows, place, office.id if office else None)
            values = _values(place, present) | ({"office": office.id} if office else {})
            steps.append(_step(union, place, KINDS["places"], present, values))
    return steps


def _step(
    union: Union, place: Municipality | None, kind: Kind, present: Office | Place | None, values: dict[str, Json]
) -> Step:
    if present is None:
        return Step(NEW, union, place)
    differ = [n for n, v in values.items() if v is not None and v != getattr(present, n)]
    labels = tuple(dict.fromkeys(kind.fields[n].label for n in differ if n in kind.fields))
    return Step(CHANGED if differ else KNOWN, union, place, labels)


def take(change: Change, unions: Sequence[Union]) -> int:
    """Take a list; gives how many offices and places are new or changed."""
    done = sum(1 for s in plan(change, unions) if s.fate != KNOWN)
    for union in unions:
        add_union(change, union)
    return done


def listed(reader: Reader) -> list[Union]:
    """The network's offices and places as a list to save."""
    rows = sorted((s.record for s in reader.all(Place)), key=lambda p: fold(p.name or ""))
    found = []
    for office in sorted((s.record for s in reader.all(Office)), key=lambda o: o.rank or 0):
        own = tuple(
            Municipality(
                p.name or "",
                p.ags if p.ags and p.ags.isdigit() else "",
                p.postcode or "",
                p.latitude,
                p.longitude,
                p.inhabitants,
                p.counted_on or "",
            )
            for p in rows
            if p.office == office.id
        )
        form = form_of(office.form, office.name or "", office.ags) or ""
        found.append(
            Union(
                office.name or "",
                form,
                office.ags or "",
                office.code or "",
                office.inhabitants,
                office.counted_on or "",
                own,
            )
        )
    return found
