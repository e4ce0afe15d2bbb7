"""Many against many gives the answers of the rules, pair by pair, and what each part looks at is all it needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkhilfe.services.matching import rules
from netzwerkhilfe.services.matching.board import Board, verdicts_of_cases, verdicts_of_leads
from tests.services.matching.test_rules import ALL, CASES, CONTEXT, Facts, read, some

RENTS = {"gross_rent": tuple(range(30000, 130000, 7000)), "base_rent": (30000, 61000, 99000)}
MOST = {"max_rent": tuple(range(35000, 120000, 9500))}


@pytest.mark.parametrize("facts", ALL, ids=lambda f: f.matched.model.kind_name)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_many_against_many_are_the_rules_pair_by_pair(facts: Facts, data: st.DataObject) -> None:
    kind = facts.matched.model.kind_name
    values: dict[str, tuple[Any, ...]] = facts.values | (RENTS if kind == "housing" else {})
    drawn = data.draw(st.lists(some(values), max_size=14))
    leads = [read(kind, one | {"id": f"x{i}"}) for i, one in enumerate(drawn)]
    cases = [read("cases", one) for one in data.draw(st.lists(some(CASES | MOST), min_size=1, max_size=5))]
    board = Board(facts.matched.parts, leads, CONTEXT)
    for case in cases:
        judged = [facts.matched.judge(lead, case, CONTEXT) for lead in leads]
        assert verdicts_of_leads(facts.matched.parts, leads, case, CONTEXT) == [
            (level, round(missing * 100)) for level, missing, _ in judged
        ]
        assert board.count(case) == sum(level < rules.HARDLY for level, _, _ in judged)


@pytest.mark.parametrize("facts", ALL, ids=lambda f: f.matched.model.kind_name)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_one_lead_against_many_cases_too(facts: Facts, data: st.DataObject) -> None:
    kind = facts.matched.model.kind_name
    lead = read(kind, data.draw(some(facts.values | (RENTS if kind == "housing" else {}))))
    cases = [read("cases", one) for one in data.draw(st.lists(some(CASES | MOST), max_size=14))]
    judged = [facts.matched.judge(lead, case, CONTEXT) for case in cases]
    assert verdicts_of_cases(facts.matched.parts, lead, cases, CONTEXT) == [
        (level, round(missing * 100)) for level, missing, _ in judged
    ]


def test_no_leads_fit_nobody() -> None:
    for facts in ALL:
        board = Board(facts.matched.parts, [], CONTEXT)
        assert board.count(read("cases", {})) == 0
