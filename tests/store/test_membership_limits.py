"""Who floods the chain of membership is not followed, and cannot keep others from striking it off."""

from __future__ import annotations

import hashlib
import random
import sys
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store import membership, membership_rules
from netzwerkhilfe.store.membership import MOST_OF_ONE, Chain
from netzwerkhilfe.store.statements import Does, Statement, sign
from tests.store.test_membership import AGE_KEYS, EXAMPLES, Pc, everybody, public


def network() -> tuple[Pc, Pc, Pc]:
    """F and A administer, B does not."""
    f, a, b = Pc("F", "F"), Pc("A", "A"), Pc("B", "B")
    f.found()
    for other in (a, b):
        f.does(Does.ADD, other)
    f.does(Does.SET, a, admin=True)
    for other in (a, b):
        other.hear(f)
    return f, a, b


def flood(
    liar: Pc, after: Chain, count: int, *, linear: bool, parents: tuple[str, ...] = (), first: int = 0
) -> list[Statement]:
    """So many statements of a PC about its own recovery sheet, each on the last or all at the same time."""
    found: list[Statement] = []
    parents = parents or after.heads
    for i in range(first, first + count):
        sheet = hashlib.blake2b(f"{liar.id}{i}".encode(), digest_size=32).hexdigest()
        facts: dict[str, Json] = {"sheet_encryption_key": AGE_KEYS[0], "sheet_signing_key": public(sheet)}
        found.append(sign(Statement(Does.SET, liar.id, facts, parents, liar.id, after.network), liar.secret))
        parents = (found[-1].id,) if linear else parents
    return found


@pytest.mark.parametrize("linear", [True, False])
def test_what_a_pc_says_of_itself_beyond_measure_is_not_taken(linear: bool) -> None:
    f, a, b = network()
    said = flood(b, f.chain, 1_500, linear=linear)
    taken = f.chain.take(said)
    assert len(taken.new) == MOST_OF_ONE and taken.excess and not taken.refused
    f.chain = taken.chain
    f.does(Does.REVOKE, b)
    assert f.chain.take(said).new == (), "nor anything of it later"
    f.does(Does.ADD, Pc("N", "N"))
    assert set(everybody(f, a).now.members) >= {f.id, a.id} and f.now(b) is None


def test_whoever_took_in_another_part_of_it_is_followed() -> None:
    f, a, b = network()
    said = flood(b, f.chain, 3 * MOST_OF_ONE, linear=False)
    f.take(*said[:MOST_OF_ONE])
    a.take(*said[MOST_OF_ONE : 2 * MOST_OF_ONE])
    new = Pc("N", "N")
    f.does(Does.REVOKE, b)
    a.does(Does.ADD, new)
    chain = everybody(f, a)
    assert set(chain.now.members) == {f.id, a.id, new.id}
    assert not chain.take(said).new


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 2**32))
def test_all_who_administer_agree_whatever_part_of_a_flood_came_first(seed: int) -> None:
    """Three that do not administer sign far too much, on the past, on each other, at the same time."""
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(membership, "MOST_OF_ONE", 4)
        patch.setattr(membership, "MOST_STATEMENTS", 40)
        f, a, b = network()
        f.does(Does.SET, b, admin=True)
        liars = [Pc(name, name) for name in "XYZ"]
        for liar in liars:
            f.does(Does.ADD, liar)
        said: list[Statement] = []
        for number in range(chance.randint(10, 60)):
            earlier = chance.sample(said, min(len(said), chance.randint(0, 2)))
            parents = tuple(sorted(s.id for s in earlier)) or f.chain.heads
            liar = chance.choice(liars)
            said += flood(liar, f.chain, 1, linear=True, parents=parents, first=number)
        honest = [f, a, b]
        for pc in honest:
            pc.hear(f)
            pc.take(*chance.sample(said, chance.randint(0, len(said))))
        newcomers = [Pc(f"N{i}", "N") for i in range(3)]
        for pc, newcomer in zip(honest, newcomers, strict=True):
            pc.does(Does.ADD, newcomer)
        for liar in liars:
            chance.choice(honest).does(Does.REVOKE, liar)
        for _ in range(2):
            for pc in honest:
                pc.take(*said)
                for other in honest:
                    pc.hear(other)
        wanted = {f.id, a.id, b.id, *(n.id for n in newcomers)}
        assert [set(pc.chain.now.members) for pc in honest] == [wanted] * 3, seed


def test_nobody_vouches_for_itself_or_by_a_signature_that_is_not_its_own() -> None:
    f, _, b = network()
    said = flood(b, f.chain, MOST_OF_ONE + 20, linear=True)
    last = (said[-1].id,)
    helper = Pc("H", "B", "helper")
    f.does(Does.ADD, helper)
    forged = Statement(Does.REVOKE, helper.id, {}, last, f.id, f.chain.network)
    taken = f.chain.take([*said, sign(forged, b.secret)])
    assert len(taken.new) == MOST_OF_ONE
    own = Statement(Does.REVOKE, helper.id, {}, tuple(sorted({*last, *f.chain.heads})), b.id, f.chain.network)
    taken = f.chain.take([*said, sign(own, b.secret)])
    assert len(taken.new) == MOST_OF_ONE and helper.id in taken.chain.now.members


def test_a_full_chain_still_takes_what_administrators_say(monkeypatch: pytest.MonkeyPatch) -> None:
    f, a, b = network()
    monkeypatch.setattr(membership, "MOST_BYTES", 20_000)
    taken = f.chain.take(flood(b, f.chain, 60, linear=True))
    size = sum(membership_rules.size_of(s) for s in taken.chain.statements)
    assert taken.excess and size <= 20_000
    f.chain = taken.chain
    f.does(Does.REVOKE, b)
    f.does(Does.ADD, Pc("N", "N"))
    a.hear(f)
    assert a.chain.now == f.chain.now


def test_two_that_vouch_for_each_other_keep_nobody_from_striking_them_off() -> None:
    f, a, b = network()
    c = Pc("C", "C")
    f.does(Does.ADD, c)
    said: list[Statement] = []
    parents = f.chain.heads
    for i in range(1_000):
        said += flood((b, c)[i % 2], f.chain, 1, linear=True, parents=parents, first=i)
        parents = (said[-1].id,)
    f.take(*said)
    assert len(f.chain.statements) < 3 * MOST_OF_ONE
    f.does(Does.REVOKE, b)
    f.does(Does.REVOKE, c)
    assert set(everybody(f, a).now.members) == {f.id, a.id}


def test_new_keys_without_end_are_reckoned_one_by_one() -> None:
    """Each of them used to be reckoned from the beginning: 200 took half a minute. Counted are calls, not seconds: of
    twice as many statements fewer than four times as many, which depends a little on the order in sets."""
    f, _, b = network()
    for _ in range(MOST_OF_ONE):
        b.does(Does.REKEY, b)

    def calls(statements: int) -> int:
        count = 0

        def look(frame: FrameType, event: str, _: object) -> None:
            nonlocal count
            count += event == "call" and frame.f_code.co_filename in {membership.__file__, membership_rules.__file__}

        sys.setprofile(look)
        try:
            f.chain.take(b.chain.statements[: len(f.chain.statements) + statements])
        finally:
            sys.setprofile(None)
        return count

    assert calls(MOST_OF_ONE) < 3.7 * calls(MOST_OF_ONE // 2)
