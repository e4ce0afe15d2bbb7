"""Who belongs follows from signed statements: alike everywhere, and no right comes from where none was."""

from __future__ import annotations

import hashlib
import os
import random
from dataclasses import replace

import nacl.signing
import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe.models.fields import Json
from netzwerkhilfe.store.membership import Chain, read
from netzwerkhilfe.store.membership_rules import Member
from netzwerkhilfe.store.statements import (
    NO_ONE,
    Does,
    Keys,
    Malformed,
    Statement,
    network_of,
    sign,
    word,
)

EXAMPLES = int(os.environ.get("NETZWERKHILFE_MEMBERSHIPS", "40"))
AGE_KEYS = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(60)]


class Pc:
    """A PC with its keys and what it knows; it says whatever it is told to say."""

    made = 0

    def __init__(self, name: str, office: str, role: str = "office") -> None:
        Pc.made += 1
        self.name, self.role = name, role
        self.id = hashlib.blake2b(f"{name}{Pc.made}".encode(), digest_size=16).hexdigest()
        self.office = hashlib.blake2b(office.encode(), digest_size=16).hexdigest()
        self.secret = hashlib.blake2b(f"key {name}{Pc.made}".encode(), digest_size=32).hexdigest()
        self.sheet = hashlib.blake2b(f"sheet {name}{Pc.made}".encode(), digest_size=32).hexdigest()
        self.chain = Chain()

    @property
    def keys(self) -> Keys:
        number = int(hashlib.blake2b(self.secret.encode(), digest_size=4).hexdigest(), 16)
        return Keys(AGE_KEYS[number % len(AGE_KEYS)][:-6] + self.secret[:6].replace("1", "q"), public(self.secret))

    def presenting(self) -> dict[str, Json]:
        """Its keys with its word for them."""
        keys = self.keys
        return {
            "encryption_key": keys.encryption,
            "signing_key": keys.signing,
            "word": word(self.id, keys, self.secret),
        }

    def joining(self) -> dict[str, Json]:
        """The facts by which it is taken in."""
        return {"office": self.office, "role": self.role} | self.presenting()

    def found(self) -> Statement:
        root = sign(Statement(Does.ROOT, self.id, self.joining(), (), self.id), self.secret)
        self.take(root)
        return root

    def take(self, *statements: Statement) -> None:
        self.chain = self.chain.take(statements).chain

    def hear(self, other: Pc) -> None:
        self.take(*other.chain.statements)

    def say(self, does: Does, subject: Pc, after: Chain | None = None, **facts: Json) -> Statement:
        """A statement built on what it knows, or on what it pretends to know; not taken in by that."""
        known = self.chain if after is None else after
        secret = self.secret
        if does is Does.ADD:
            facts = subject.joining()
        if does is Does.REKEY:
            self.secret = hashlib.blake2b(f"new {self.secret}".encode(), digest_size=32).hexdigest()
            facts = self.presenting()
        if "sheet" in facts:
            facts = {"sheet_encryption_key": AGE_KEYS[0], "sheet_signing_key": public(self.sheet)}
        return sign(Statement(does, subject.id, facts, known.heads, self.id, known.network), secret)

    def does(self, does: Does, subject: Pc, **facts: Json) -> Statement:
        """Say it and take it in."""
        said = self.say(does, subject, **facts)
        assert said.id not in self.chain
        self.take(said)
        assert said.id in self.chain, "had no right to say so"
        return said

    def now(self, pc: Pc) -> Member | None:
        return self.chain.now.members.get(pc.id)


def public(secret: str) -> str:
    return bytes(nacl.signing.SigningKey(bytes.fromhex(secret)).verify_key).hex()


def by_sheets(does: Does, subject: Pc, chain: Chain, *holders: Pc, **facts: Json) -> Statement:
    holders = tuple(sorted(holders, key=lambda h: h.id))
    if does is Does.ADD:
        facts = subject.joining()
    said = Statement(does, subject.id, facts, chain.heads, NO_ONE, chain.network, sheets=tuple(h.id for h in holders))
    return sign(said, *(h.sheet for h in holders))


@pytest.fixture
def four() -> tuple[Pc, Pc, Pc, Pc]:
    """Four offices; the founder F and A administer, B and C do not."""
    f, a, b, c = Pc("F", "F"), Pc("A", "A"), Pc("B", "B"), Pc("C", "C")
    f.found()
    for other in (a, b, c):
        f.does(Does.ADD, other)
    f.does(Does.SET, a, admin=True)
    for other in (a, b, c):
        other.hear(f)
    return f, a, b, c


def everybody(*pcs: Pc) -> Chain:
    """What all know together, as each of them computes it, whatever came first."""
    for pc in pcs:
        for other in pcs:
            pc.hear(other)
    found = {frozenset(pc.chain.now.members.items()) for pc in pcs}
    assert len(found) == 1
    return pcs[0].chain


def test_a_network_begins_with_its_founder_who_administers_it() -> None:
    f = Pc("F", "F")
    root = f.found()
    assert f.chain.network == network_of(root) == root.id[:32]
    assert f.chain.now.administrators == {f.id}
    assert f.chain.now.members[f.id].keys == f.keys


def test_who_was_not_given_the_right_gives_none(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, _, b, c = four
    helper, stranger = Pc("H", "B", "helper"), Pc("S", "S")
    f.does(Does.ADD, helper)
    for pc in (b, helper, stranger):
        pc.hear(f)
    before = f.chain.now
    for liar in (b, helper, stranger):
        for said in (
            liar.say(Does.ADD, Pc("X", "X")),
            liar.say(Does.SET, liar, role="office"),
            liar.say(Does.SET, liar, admin=True),
            liar.say(Does.SET, c, admin=True),
            liar.say(Does.SET, c, role="helper"),
            liar.say(Does.SET, c, sheet=True),
            liar.say(Does.REVOKE, c),
        ):
            taken = f.chain.take([said])
            assert not taken.new and taken.refused == (said,)
    assert f.chain.now == before
    assert not helper.chain.take([helper.say(Does.SET, helper, sheet=True)]).new, "a helper has no sheet"


def test_a_wrong_signature_is_refused(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, _ = four
    said = a.say(Does.REVOKE, b)
    by_another = replace(said, signatures=sign(said, b.secret).signatures)
    assert not f.chain.take([by_another]).new
    assert not f.chain.take([replace(said, signatures=())]).new
    assert f.chain.take([said]).new == (said.id,)


def test_nobody_is_taken_in_with_the_keys_of_another(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, _, b, _ = four
    double = Pc("X", "X")
    double.secret = b.secret
    assert not f.chain.take([f.say(Does.ADD, double)]).new, "b's own keys again"
    stolen = Pc("Y", "Y")
    said = f.say(Does.ADD, stolen)
    facts = dict(said.facts) | {"signing_key": public(Pc("Z", "Z").secret)}
    assert not f.chain.take([sign(replace(said, facts=facts, signatures=()), f.secret)]).new, "a key without its word"


def test_new_keys_are_signed_with_the_old_and_the_new(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, _ = four
    old = b.secret
    said = b.say(Does.REKEY, b)
    unsaid = dict(said.facts) | {"word": word(b.id, b.keys, old)}
    assert not f.chain.take([sign(replace(said, facts=unsaid, signatures=()), old)]).new, "keys that are not its own"
    f.take(said)
    assert f.chain.now.members[b.id].keys.signing == public(b.secret)
    thief = Pc("T", "B")
    thief.id, thief.secret = b.id, old
    assert not f.chain.take([thief.say(Does.REVOKE, b, after=f.chain)]).new, "the old key says nothing any more"
    assert not f.chain.take([a.say(Does.REKEY, b)]).new, "nobody changes another's keys"


def test_a_revoke_is_final(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, _, b, _ = four
    f.does(Does.REVOKE, b)
    assert f.now(b) is None and b.id in f.chain.now.former
    assert not f.chain.take([f.say(Does.ADD, b)]).new, "not under its old name"
    again = Pc("B2", "B")
    again.secret = b.secret
    assert not f.chain.take([f.say(Does.ADD, again)]).new, "not with its old keys"
    fresh = Pc("B3", "B")
    f.does(Does.ADD, fresh)
    assert f.now(fresh)


def test_who_was_revoked_is_not_taken_in_with_old_keys_by_somebody_who_never_heard_of_it() -> None:
    f, a, b = Pc("F", "F"), Pc("A", "A"), Pc("B", "B")
    f.found()
    f.does(Does.ADD, a)
    f.does(Does.SET, a, admin=True)
    a.hear(f)
    f.does(Does.ADD, b)
    f.does(Does.REVOKE, b)
    again = Pc("B2", "B")
    again.secret = b.secret
    a.does(Does.ADD, again)
    assert set(everybody(f, a).now.members) == {f.id, a.id}


def test_what_a_revoked_pc_says_later_is_void_with_all_that_hangs_on_it(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, c = four
    known = Pc("K", "A")
    a.does(Does.ADD, known)
    f.hear(a)
    revoke = f.does(Does.REVOKE, a)
    mole, second = Pc("M", "M"), Pc("N", "N")
    a.does(Does.ADD, mole)
    a.does(Does.SET, mole, admin=True)
    a.does(Does.REVOKE, c)
    mole.hear(a)
    mole.does(Does.ADD, second)
    chain = everybody(f, b, c, mole, a)
    assert revoke.id in chain.now.holding
    assert set(chain.now.members) == {f.id, b.id, c.id, known.id}
    assert set(chain.now.former) == {a.id}


def test_everybody_may_leave(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, _, b, _ = four
    b.does(Does.REVOKE, b)
    f.hear(b)
    assert f.now(b) is None


def test_of_opposing_revokes_the_one_of_more_offices_holds(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, c = four
    f.does(Does.SET, b, admin=True)
    for pc in (a, b, c):
        pc.hear(f)
    f.does(Does.REVOKE, a)
    f.does(Does.REVOKE, b)
    a.does(Does.REVOKE, f)
    b.does(Does.REVOKE, f)
    chain = everybody(f, a, b, c)
    assert set(chain.now.members) == {a.id, b.id, c.id}
    assert chain.now.administrators == {a.id, b.id}


def test_in_a_tie_the_longer_standing_stays(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, c = four
    f.does(Does.REVOKE, a)
    a.does(Does.REVOKE, f)
    assert set(everybody(f, a, b, c).now.members) == {f.id, b.id, c.id}


def test_a_stolen_founder_that_says_everything_from_the_past_and_invents_offices_loses(
    four: tuple[Pc, Pc, Pc, Pc],
) -> None:
    f, a, b, c = four
    f.does(Does.SET, b, admin=True)
    for pc in (a, b, c):
        pc.hear(f)
    thief = Pc("F", "F")
    thief.id, thief.secret, thief.office = f.id, f.secret, f.office
    a.does(Does.REVOKE, f)
    b.does(Does.REVOKE, f)
    begin = Chain().take(f.chain.statements[:4]).chain  # root and the three added
    thief.chain = begin
    moles = [Pc(f"M{i}", f"M{i}") for i in range(6)]
    for mole in moles:
        thief.does(Does.ADD, mole)
        thief.does(Does.SET, mole, admin=True)
    for mole in moles:
        mole.hear(thief)
        mole.does(Does.REVOKE, a)
        mole.does(Does.REVOKE, b)
    thief.does(Does.REVOKE, a)
    thief.does(Does.REVOKE, b)
    chain = everybody(f, a, b, c, thief, *moles)
    assert set(chain.now.members) == {a.id, b.id, c.id}


def test_without_an_administrator_the_longest_standing_office_pc_administers(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, c = four
    f.does(Does.REVOKE, a)
    f.does(Does.REVOKE, f)
    b.hear(f)
    c.hear(f)
    assert b.chain.now.administrators == {b.id}
    assert not c.chain.take([c.say(Does.ADD, Pc("X", "X"))]).new
    b.does(Does.SET, c, admin=True)
    assert b.chain.now.administrators == {c.id}, "now somebody does"


def test_who_made_each_other_helpers_at_the_same_time_is_not_locked_out(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    """GIVEN all four administer WHEN each makes another a helper, without knowing of it THEN the longest-standing one
    administers, and can make itself an office PC again."""
    f, a, b, c = four
    for other in (b, c):
        f.does(Does.SET, other, admin=True)
    for pc in (a, b, c):
        pc.hear(f)
    for pc, other in ((f, a), (a, b), (b, c), (c, f)):
        pc.does(Does.SET, other, role="helper")
    chain = everybody(f, a, b, c)
    assert {m.role for m in chain.now.members.values()} == {"helper"}
    assert chain.now.administrators == {f.id}
    assert not chain.take([a.say(Does.SET, a, role="office")]).new
    f.does(Does.SET, f, role="office")
    f.does(Does.SET, a, role="office")
    assert f.now(f) and f.chain.now.members[f.id].role == "office" and f.chain.now.administrators == {f.id}
    helper = Pc("H", "A", "helper")
    f.does(Does.ADD, helper)
    assert not f.chain.take([helper.say(Does.SET, helper, after=f.chain, role="office")]).new


def test_sheets_of_more_than_half_of_the_offices_may_do_what_administrators_may(
    four: tuple[Pc, Pc, Pc, Pc],
) -> None:
    f, a, b, c = four
    for pc in (a, b, c):
        pc.does(Does.SET, pc, sheet=True)
    chain = everybody(f, a, b, c)
    assert not chain.take([by_sheets(Does.REVOKE, f, chain, a, b)]).new, "two of four are not more than half"
    forged = by_sheets(Does.REVOKE, f, chain, a, b, c)
    wrong = replace(forged, signatures=(*forged.signatures[:2], forged.signatures[0]))
    assert not chain.take([wrong]).new
    assert not chain.take([by_sheets(Does.REVOKE, f, chain, a, b, f)]).new, "F has no sheet in the chain"
    f.does(Does.REVOKE, a)
    f.does(Does.REVOKE, b)
    f.does(Does.REVOKE, c)
    b.take(forged)
    assert forged.id in b.chain
    assert set(everybody(f, a, b, c).now.members) == {a.id, b.id, c.id}
    new = Pc("N", "N")
    b.take(by_sheets(Does.ADD, new, b.chain, a, b, c))
    assert b.now(new)


def test_of_rights_that_were_set_at_the_same_time_the_lesser_holds(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, a, b, c = four
    f.does(Does.SET, b, admin=True)
    a.does(Does.SET, b, role="helper")
    chain = everybody(f, a, b, c)
    assert chain.now.members[b.id].role == "helper" and b.id not in chain.now.administrators
    f.does(Does.SET, b, role="office")
    assert f.now(b) and f.chain.now.members[b.id].role == "office"
    assert b.id not in f.chain.now.administrators, "the right is given anew"


def test_what_is_no_statement_is_malformed(four: tuple[Pc, Pc, Pc, Pc]) -> None:
    f, *_ = four
    good = [s.json() for s in f.chain.statements]
    assert [s.id for s in read(good)] == [s.id for s in f.chain.statements]
    text, signatures = good[1]
    for bad in (
        None,
        [],
        text,
        [text],
        [text, signatures, 1],
        [text.replace(" ", "") + " ", signatures],
        [text.replace('"add"', '"crown"'), signatures],
        [text.replace('"format":1', '"format":2'), signatures],
        [text[:-1] + ',"more":1}', signatures],
        [text, ["00"]],
        [text, signatures * 200],
        ["[" * 100_000, signatures],
        [text.replace(f.chain.network, "\ud800"), signatures],
    ):
        with pytest.raises(Malformed):
            read([bad])


class World:
    """Some PCs of some offices that say all sorts of things, hear each other or not, are copied, put back, and lie."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        founder = Pc("F", "O0")
        founder.found()
        self.pcs = [founder]
        self.liars: list[Pc] = []
        self.said: list[Statement] = list(founder.chain.statements)

    def step(self) -> None:
        pc = self.chance.choice(self.pcs)
        act = self.chance.random()
        if act < 0.4:
            pc.hear(self.chance.choice(self.pcs))
        elif act < 0.45 and len(pc.chain.statements) > 3:  # put back from a backup
            pc.chain = Chain().take(pc.chain.statements[: self.chance.randint(1, len(pc.chain.statements))]).chain
        elif act < 0.5:  # a copy goes on beside it
            twin = Pc(pc.name, "")
            twin.id, twin.secret, twin.sheet, twin.office, twin.role = pc.id, pc.secret, pc.sheet, pc.office, pc.role
            twin.chain = pc.chain
            self.pcs.append(twin)
        else:
            self.speak(pc)

    def speak(self, pc: Pc) -> None:
        chance = self.chance
        secret = pc.secret
        does = chance.choice([Does.ADD, Does.ADD, Does.SET, Does.SET, Does.SET, Does.REKEY, Does.REVOKE])
        subject = chance.choice(self.pcs)
        facts: dict[str, Json] = {}
        if does is Does.ADD:
            subject = Pc("N", f"O{chance.randint(0, 4)}", chance.choice(["office", "office", "helper"]))
        elif does is Does.SET:
            facts = chance.choice(
                [
                    {"admin": True},
                    {"admin": True},
                    {"admin": False},
                    {"role": "helper"},
                    {"role": "office"},
                    {"sheet": 1},
                ]
            )
            subject = pc if "sheet" in facts else subject
        elif does is Does.REKEY:
            subject = pc
        after = pc.chain
        if chance.random() < 0.15:  # as if it knew less than it does: so does a copy, and a liar
            after = Chain().take(after.statements[: chance.randint(1, len(after.statements))]).chain
        said = pc.say(does, subject, after, **facts)
        taken = pc.chain.take([said])
        pc.chain = taken.chain
        if not taken.new:
            pc.secret = secret
        else:
            self.said.append(said)
            if does is Does.ADD:
                subject.chain = pc.chain
                self.pcs.append(subject)


def world(seed: int, steps: int) -> World:
    found = World(seed)
    for _ in range(steps):
        found.step()
    return found


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 2**32))
def test_whoever_has_the_same_statements_knows_the_same_members(seed: int) -> None:
    found = world(seed, 40)
    wanted = Chain().take(found.said)
    assert not wanted.refused and not wanted.waiting, seed
    for _ in range(3):
        mixed = list(found.said)
        found.chance.shuffle(mixed)
        chain, rest = Chain(), mixed
        while rest:  # in pieces, as packages bring them
            size = found.chance.randint(1, len(rest))
            piece, rest = rest[:size], rest[size:]
            taken = chain.take(piece)
            chain = taken.chain
            rest += taken.waiting
            assert not taken.refused, seed
        assert chain.now == wanted.chain.now, seed
    pretender = found.chance.choice(found.pcs)
    second = sign(Statement(Does.ROOT, pretender.id, pretender.joining(), (), pretender.id), pretender.secret)
    assert wanted.chain.take([second]).refused == (second,) or second.id in wanted.chain, seed


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 2**32))
def test_every_right_was_given_by_somebody_who_had_it(seed: int) -> None:
    """Looked up anew for each member, from the statements alone and in other words than the rules."""
    found = world(seed, 40)
    chain = Chain().take(found.said).chain
    now = chain.now
    holding = [s for s in chain.statements if s.id in now.holding]

    def had_right(statement: Statement) -> bool:
        past = Chain().take(s for s in chain.statements if chain.knew(statement.id, s.id)).chain
        return statement.signer in past.now.administrators

    def of_its_office(statement: Statement) -> bool:
        past = Chain().take(s for s in chain.statements if chain.knew(statement.id, s.id)).chain.now.members
        signer, subject = past[statement.signer], past[statement.subject]
        return (signer.role, subject.role) == ("office", "helper") and signer.office == subject.office

    for member in now.members.values():
        added = chain[member.since]
        assert added.does is Does.ROOT or (added.id in now.holding and had_right(added)), seed
        if member.admin and added.does is not Does.ROOT:
            gave = [s for s in holding if s.subject == member.id and s.facts.get("admin") is True]
            assert any(had_right(s) for s in gave), seed
        if member.role == "office" and added.facts["role"] == "helper":
            gave = [s for s in holding if s.subject == member.id and s.facts.get("role") == "office"]
            assert any(had_right(s) for s in gave), seed
    for pc in now.former:
        ends = [s for s in holding if s.subject == pc and s.does is Does.REVOKE]
        assert any(s.signer == pc or had_right(s) or of_its_office(s) for s in ends), seed
        assert pc not in now.members, seed


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 2**32))
def test_who_never_administered_changes_nobody_else(seed: int) -> None:
    found = world(seed, 30)
    chain = Chain().take(found.said).chain
    ever = {s.subject for s in chain.statements if s.does is Does.ROOT or s.facts.get("admin") is True}
    offices = {pc.id for pc in found.pcs if pc.role == "office"}
    liars = [pc for pc in found.pcs if pc.id not in ever] + [Pc("S", "S")]
    if not chain.now.administrators <= ever or not offices:
        return  # the longest-standing one administers: it may
    for liar in liars:
        for _ in range(4):
            length = found.chance.randint(1, len(chain.statements))
            past = Chain().take(chain.statements[:length]).chain
            if not past.now.administrators <= ever:
                continue
            subject = found.chance.choice([p for p in found.pcs if p.id != liar.id] or [found.pcs[0]])
            said = [
                liar.say(Does.REVOKE, subject, after=past),
                liar.say(Does.SET, subject, after=past, admin=False),
                liar.say(Does.SET, liar, after=past, admin=True),
                liar.say(Does.SET, liar, after=past, role="office"),
                liar.say(Does.ADD, Pc("M", "M"), after=past),
            ]
            helper = getattr(past.now.members.get(subject.id), "role", subject.role) == "helper"
            if subject.id == liar.id or (subject.office == liar.office and helper):
                continue  # it may end itself, and the helpers of its office
            assert not chain.take(said).new, seed


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.integers(0, 2**32))
def test_a_stolen_administrator_that_two_offices_revoke_gets_nowhere(seed: int) -> None:
    """It may invent PCs and offices, begin anywhere in the past, and revoke whom it likes."""
    chance = random.Random(seed)
    f, a, b, c = Pc("F", "F"), Pc("A", "A"), Pc("B", "B"), Pc("C", "C")
    f.found()
    for other in (a, b, c):
        f.does(Does.ADD, other)
    for other in (a, b):
        f.does(Does.SET, other, admin=True)
    for other in (a, b, c):
        other.hear(f)
    honest = f.chain
    for other in (a, b):
        other.does(Does.REVOKE, f)
    a.hear(b)
    b.hear(a)
    gang, secret_chain = [f], list(honest.statements)
    for _ in range(chance.randint(3, 14)):
        speaker = chance.choice(gang)
        past = Chain().take(secret_chain[: chance.randint(1, len(secret_chain))]).chain
        past = Chain().take([*past.statements, *(s for s in secret_chain if chance.random() < 0.5)]).chain
        act = chance.random()
        if act < 0.4:
            mole = Pc("M", chance.choice(["M", "N", "O", "P", "A"]))
            said = speaker.say(Does.ADD, mole, after=past)
        elif act < 0.6:
            mole = None
            said = speaker.say(Does.SET, chance.choice([*gang, a, b]), after=past, admin=chance.random() < 0.5)
        else:
            mole = None
            said = speaker.say(Does.REVOKE, chance.choice([a, b, c]), after=past)
        taken = past.take([said])
        if taken.new:
            secret_chain.append(said)
            if mole:
                gang.append(mole)
    all_of_it = [*a.chain.statements, *secret_chain]
    chance.shuffle(all_of_it)
    now = Chain().take(all_of_it).chain.now
    assert f.id not in now.members, seed
    assert {a.id, b.id} <= set(now.members), seed
    assert c.id in now.members, seed
    assert set(now.members) == {a.id, b.id, c.id}, seed
