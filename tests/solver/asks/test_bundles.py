"""The best bundle of asks, against every pair of them."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files import read
from planner.funding.asks import Ask, asks, with_asks
from planner.funding.credits import Scope
from planner.plan import Plan
from planner.value import DateRange
from resources import path
from solver.asks import bundles
from solver.asks.bundles import best_bundle
from solver.asks.worth import OF_FUNDING, Limits, base_of
from solver.cancel import Cancel
from solver.settings import Settings
from solver.solve import solve
from solver.stage import search_stage
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, by_partner
from tests.small_plans import FEATURES, RULES, Draw, small_plans

LIMITS = Limits(60.0, 1, Cancel())


def most_funding(plan: Plan) -> int | None:
    return solve(plan, Settings(OF_FUNDING, workers=1)).stages[0].value


def together(listed: tuple[Ask, ...], size: int) -> Iterator[tuple[Ask, ...]]:
    """Every bundle of at most so many asks, none of them about the same condition."""
    for number in range(size + 1):
        for chosen in combinations(listed, number):
            if len({(ask.kind, ask.of, ask.name) for ask in chosen}) == number:
                yield chosen


def check_against_every_bundle(plan: Plan, size: int) -> None:
    base = base_of(plan, LIMITS)
    if base is None:
        return
    listed = asks(plan)
    found = best_bundle(base, listed, size, LIMITS)
    assert found is not None
    assert found.is_proven
    totals = {chosen: most_funding(with_asks(plan, chosen)) for chosen in together(listed, size)}
    best = max(total for total in totals.values() if total is not None)
    assert found.at_least == best - base.optimum.at_least, (found.asks, totals)
    assert len(found.asks) == min(len(chosen) for chosen, total in totals.items() if total == best)


@st.composite
def tight_plans(draw: Draw) -> Plan:
    """Plans of one or two phases in which several rules are likely to bind at once, so that asks gain something."""
    features = draw(st.sets(st.sampled_from([*FEATURES]), max_size=3))
    plan: Plan = draw(small_plans("COST", features=tuple(features), most_phases=2))
    for code in draw(st.lists(st.sampled_from(LIFTED), min_size=1, max_size=3, unique=True)):
        plan = RULES[code](draw, plan)
    return plan


LIFTED = (
    "SCOPE",
    "PARTNER",
    "APPROVAL",
    "WINDOW",
    "POE",
    "PHASECAP",
    "CAP",
    "POOLCAP",
    "ONE-SOURCE",
    "MINCLAIM",
    "MILESTONES",
)
"""Rules that asks can lift, or that only several asks together can reach."""


@settings(max_examples=40)
@given(plan=tight_plans())
def test_that_no_pair_of_asks_gains_more_than_the_best_bundle_of_two(plan: Plan) -> None:
    check_against_every_bundle(plan, 2)


@settings(max_examples=60)
@given(plan=tight_plans())
def test_that_no_ask_gains_more_than_the_best_bundle_of_one(plan: Plan) -> None:
    check_against_every_bundle(plan, 1)


def test_that_two_asks_are_found_of_which_neither_gains_anything_alone() -> None:
    plan = a_plan(
        phases=(a_phase(workload="Azure", options=(by_partner("OTH"),)),),
        partners=(a_partner(), a_partner("OTH", approved_workloads=("Azure",))),
        credits=(a_credit(scope=Scope(("Intune",))),),
    )
    base = base_of(plan, LIMITS)
    assert base is not None
    alone = best_bundle(base, asks(plan), 1, LIMITS)
    assert alone is not None
    assert (alone.asks, alone.at_least) == ((), 0)
    pair = best_bundle(base, asks(plan), 2, LIMITS)
    assert pair is not None
    assert {ask.id for ask in pair.asks} == {"workload C1 Azure", "approved partner C1 OTH"}
    assert pair.at_least == 10_000


def test_that_expiry_and_proof_are_asked_for_together_and_by_no_more_days_than_needed() -> None:
    window = DateRange(START, date(2027, 1, 13))
    plan = a_plan(credits=(a_credit(window=window, proof_deadline=date(2027, 1, 13)),))
    base = base_of(plan, LIMITS)
    assert base is not None
    pair = best_bundle(base, asks(plan), 2, LIMITS)
    assert pair is not None
    assert {ask.id for ask in pair.asks} == {"expiry C1 +10", "proof C1 +10"}


def test_that_the_best_bundles_of_the_medium_sample_are_proven_and_gain_more_the_larger_they_are() -> None:
    plan = read(path("samples/calder.rollout")).plan
    base = base_of(plan, LIMITS)
    assert base is not None
    two, three = (best_bundle(base, asks(plan), size, Limits(600.0, 2, Cancel())) for size in (2, 3))
    assert two is not None
    assert three is not None
    assert two.is_proven
    assert three.is_proven
    assert 45_000 < two.at_least < three.at_least
    assert most_funding(with_asks(plan, three.asks)) == 320_000 + three.at_least


def test_that_a_bundle_that_was_cancelled_is_none(small: Plan) -> None:
    base = base_of(small, LIMITS)
    assert base is not None
    cancel = Cancel()
    cancel.request()
    assert best_bundle(base, asks(small), 2, Limits(60.0, 1, cancel)) is None


def test_that_a_search_that_was_stopped_before_it_had_a_bound_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = read(path("samples/calder.rollout")).plan
    base = base_of(plan, LIMITS)
    assert base is not None
    cancel, original = Cancel(), search_stage

    def stopped(*arguments: object) -> object:
        cancel.request()
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(bundles, "search_stage", stopped)
    found = best_bundle(base, asks(plan), 2, Limits(60.0, 1, cancel))
    assert found is not None
    assert not found.is_proven
    assert found.at_most >= 45_000, "a single ask gains that"
