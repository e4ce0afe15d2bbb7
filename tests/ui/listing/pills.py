"""Asking what filter pills ask: an entry that fits each question, made out of the question itself."""

from __future__ import annotations

import dataclasses
from typing import Any

from netzwerkhilfe.models import KINDS, Kind, fields
from netzwerkhilfe.models.facts import Facts
from netzwerkhilfe.models.fields import Field
from netzwerkhilfe.store.conditions import Among, AtMost, Condition, Empty, Every, Filled, Holds, Present, Within
from netzwerkhilfe.store.store import Store
from netzwerkhilfe.ui.listing.page import ListPage
from netzwerkhilfe.ui.listing.query import run
from netzwerkhilfe.ui.listing.spec import Filter, Option
from tests.ui.conftest import Desk

EARLY = "2000-01-01"


def questions(filter_: Filter, facts: Facts) -> list[Option]:
    """All that a pill can ask."""
    if filter_.options:
        return filter_.options(facts)
    assert filter_.condition, f"{filter_.name} asks nothing"
    return [Option("", filter_.condition(facts))]


def choices(kind: Kind, field: Field, facts: Facts) -> tuple[Any, ...]:
    """The values that can be chosen for a field, none where it is free."""
    if field.type is fields.YES_NO:
        return (False, True)
    if field.type is fields.STAGE:
        return tuple(s.key for s in facts.stages[kind.name])
    if field.type is fields.PLACE:
        return tuple(facts.places)
    return tuple(field.options(facts))


def fitting(kind: Kind, condition: Condition, facts: Facts) -> dict[str, Any]:
    """Values of an entry for which a condition holds."""
    match condition:
        case Among(name, values, negate=False):
            return {name: values[0]}
        case Among(name, values):
            others = [c for c in choices(kind, kind.fields[name], facts) if c not in values]
            return {name: others[0] if others else "etwas anderes"}
        case Holds(name, word):
            return {name: (word,)}
        case Filled(name):
            free = choices(kind, kind.fields[name], facts)
            return {name: free[0] if free else EARLY}
        case Empty(name):
            return {name: None}
        case Present():
            return {}
        case Within(name, least, below):
            return {name: least if least is not None else EARLY if isinstance(below, str) else below - 1}
        case AtMost(sums, limit):
            return {sums[0][0]: limit}
        case Every(conditions):
            return {n: v for c in conditions for n, v in fitting(kind, c, facts).items()}


def stored(kind: Kind, values: dict[str, Any], facts: Facts) -> dict[str, Any]:
    """The values as fields keep them. Fails where a field can never have one, so that its question were never true."""
    found = {}
    for name, value in values.items():
        field = kind.fields[name]
        kept = bool(value) if field.type is fields.YES_NO and value in (0, 1) else value
        assert field.type.accepts(kept), f"{kind.name}.{name} is never {value!r}"
        allowed = choices(kind, field, facts)
        for word in kept if isinstance(kept, tuple) else (kept,):
            assert not allowed or word in allowed, f"{kind.name}.{name} is never {word!r}"
        found[name] = kept
    return found


def opposite(condition: Condition) -> Condition | None:
    """What holds where a condition on one field does not, ``None`` for those that no empty entry fits."""
    return dataclasses.replace(condition, negate=not condition.negate) if isinstance(condition, Among) else None


def fill(store: Store, kind: Kind, conditions: list[Condition]) -> list[str]:
    """An entry for each condition, in their order; further ones that do not fit, and one with nothing in it."""
    facts = store.facts()
    with store.change() as change:
        change.add(kind.name, {})
        for other in map(opposite, conditions):
            if other:
                change.add(kind.name, stored(kind, fitting(kind, other, facts), facts))
        return [change.add(kind.name, stored(kind, fitting(kind, c, facts), facts)).id for c in conditions]


def ask_all(desk: Desk, page: ListPage) -> None:
    """Ask every question of every pill of a page: it shows the entry that fits and hides another one."""
    store, facts = desk.shell.store, desk.shell.store.facts()
    asked = [(pill, question) for pill in page.pills for question in questions(pill.filter, facts)]
    assert {id(pill) for pill, _ in asked} == {id(pill) for pill in page.pills}, "a pill without options"
    entries = fill(store, KINDS[page.spec.kind], [q.condition for _, q in asked])
    page.refresh()
    desk.settle()
    everything = list(page.model.ids)
    assert set(entries) < set(everything)
    for pill in page.pills:
        for (_, question), entry in ((a, e) for a, e in zip(asked, entries, strict=True) if a[0] is pill):
            pill.choose(question.text, question.condition)
            found = run(store, page.query())
            assert entry in found and len(found) < len(everything), (pill.filter.name, question.text)
        desk.settle()  # the window shows the last answer
        assert page.model.ids == found
        pill.reset()
    page.reset()
    desk.settle()
    assert page.model.ids == everything
