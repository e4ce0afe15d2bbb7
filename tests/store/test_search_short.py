"""Words of one or two letters, and what comes first: the answer is that of looking at every entry."""

from __future__ import annotations

import random

import pytest

from netzwerkhilfe.models.text import fold
from netzwerkhilfe.store import listed, search
from netzwerkhilfe.store.store import Store

NAMES = ("Ana", "Änne", "Bo", "Qi", "Ömer", "Xaver", "Al", "100%", "a_b", "Zoë", "Ben")


@pytest.fixture
def filled(store: Store) -> Store:
    """Volunteers with short names, some with a note that only their office reads, and flats."""
    chance = random.Random(20)
    with store.change() as change:
        for i in range(120):
            person = {"first_name": chance.choice(NAMES), "last_name": f"{chance.choice(NAMES)}{chance.randrange(40)}"}
            change.add(
                "volunteers", person | {"phone": f"06237 {chance.randrange(1000, 9999)}", "consent_network": i % 3 > 0}
            )
        for _ in range(30):
            change.add("housing", {"landlord": chance.choice(NAMES), "number": f"WO-{chance.randrange(99)}"})
        for _ in range(20):
            case = change.add("cases", {"needs": ("Wohnung",)}).id
            hidden = {"parent": case, "name": f"Qamar {chance.choice(NAMES)}"}
            change.ensure("cases_private", (case,), hidden, space=store.office_space, root=case)
    return store


def brute(store: Store, kind: str, text: str) -> set[str]:
    """The entries of which each word stands in what is searched, read one by one."""
    facts = store.facts()
    words = search.terms(text)
    found = set()
    for one in store.all(kind):
        private = store.companion(one)
        body = search.body(one.kind, one.full, facts)
        if private is not None and private.kind.indexed:
            body += "\n" + search.body(private.kind, private.full, facts)
        if all(w in body for w in words):
            found.add(one.id)
    return found


@pytest.mark.parametrize("text", ["a", "q", "qa", "x", "7", "1 a", "%", "_", "ö", "zo", "0", "qq", "bo 06", "-1 al"])
@pytest.mark.parametrize("kind", ["volunteers", "housing", "cases"])
@pytest.mark.parametrize("ahead", [7, 2000])
def test_short_words_find_what_looking_finds(
    filled: Store, monkeypatch: pytest.MonkeyPatch, kind: str, text: str, ahead: int
) -> None:
    """GIVEN few or many rows that are looked at first THEN all are found, each once, in the order of the list."""
    monkeypatch.setattr(listed, "AHEAD", ahead)
    every = filled.ids(kind)
    parts = list(filled.ids_in_parts(kind, text, (), 5))
    found = [i for part in parts for i in part]
    assert found == [i for i in every if i in brute(filled, kind, text)]
    assert not parts or len(parts[0]) <= 5
    assert filled.ids(kind, text) == found


@pytest.mark.parametrize("text", ["a", "qa", "bo", "ana", "0623", "zo", "a_b", "WO-1", "wo- ana", "-1 al"])
def test_hits_that_begin_so_come_first(filled: Store, text: str) -> None:
    facts, plain = filled.facts(), fold(text)
    hits = filled.hits(text, 1000)
    for kind in ("volunteers", "housing", "cases"):
        assert {i for k, i in hits if k == kind} == brute(filled, kind, text)
    titles = [fold(s.title(facts)) for k, i in hits if (s := filled.get(i)) and k == "volunteers"]
    begins = [t.startswith(plain) for t in titles]
    assert begins == sorted(begins, reverse=True)
    for part in (True, False):
        some = [t for t, b in zip(titles, begins, strict=True) if b is part]
        assert some == sorted(some)
    assert filled.hits(text, 3) == hits[:3]
