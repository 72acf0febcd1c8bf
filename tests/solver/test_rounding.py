"""Whole steps under caps: rules that bring the relaxation of claims down, and take no claim away."""

from itertools import combinations
from math import inf, isclose, prod
from unittest.mock import patch

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from ortools.sat.python import cp_model

from planner.funding.claim_rules import broken_rules, fundable_cost
from planner.funding.credits import CombinedCap, Scope, StackingConfirmation
from planner.plan import Plan
from planner.rollout.schedule import Claim
from solver.cancel import Cancel
from solver.claim_limits import Amounts, claim_limits
from solver.claim_search import search_claims
from solver.constraints import money_rules
from solver.linear import LinearProgramme
from solver.rounding import rounded_caps
from solver.variables import claim_variables
from tests.brute_force import best_claims
from tests.builders import a_credit, a_phase, a_plan, an_assignment, by_partner

MOTIONS = ("assess", "pilot", "deploy")


@st.composite
def puzzles(draw: st.DrawFn, most_phases: int = 4, units: tuple[int, ...] = (1,)) -> Plan:
    """Phases whose costs are multiples of one unit, under credits whose faces and caps are not; rules of all kinds."""
    unit, odd, few = st.sampled_from(units), st.integers(0, 9), st.integers(0, 2)
    sums, groups = st.integers(1, 6), st.sampled_from([(), (), ("X",), ("X", "Y")])
    phases = []
    for number in range(draw(st.integers(2, most_phases))):
        cost, motion = draw(sums) * draw(unit), draw(st.sampled_from(MOTIONS))
        option = by_partner(cost=cost)
        phases.append(
            a_phase(f"P{number}", motion=motion, eligible_cost=cost, options=(option,), seats=draw(st.integers(0, 3)))
        )
    credits_ = [
        a_credit(
            f"C{number}",
            face=draw(sums) * draw(unit) * 2 + draw(odd),
            share=draw(st.sampled_from([10_000, 10_000, 7_500, 5_000])),
            scope=Scope(motions=tuple(sorted(draw(st.sets(st.sampled_from(MOTIONS), min_size=2))))),
            combined_caps=draw(st.sampled_from([(), ("WIDE",), ("WIDE", "NARROW"), ("NARROW",)])),
            exclusion_groups=draw(groups),
            phase_exclusion_groups=draw(groups),
            minimum_claim=draw(few) * draw(unit),
            minimum_seats=draw(few),
            minimum_milestones=draw(st.integers(1, 2)),
        )
        for number in range(draw(st.integers(2, 3)))
    ]
    caps = [CombinedCap(id=name, limit=draw(sums) * draw(unit) * 2 + draw(odd)) for name in ("WIDE", "NARROW")]
    pairs = list(combinations((credit.id for credit in credits_), 2))
    confirmed = draw(st.sets(st.sampled_from(pairs), max_size=1))
    return a_plan(
        phases=tuple(phases),
        credits=tuple(credits_),
        combined_caps=tuple(caps),
        one_source_per_phase=draw(st.booleans()),
        stacking_confirmations=tuple(StackingConfirmation(credits=pair, document="Mail") for pair in sorted(confirmed)),
    )


def asked(plan: Plan) -> tuple[Amounts, dict[str, int]]:
    """The most of each pair, and of each phase, with every phase on its first days."""
    placed = {phase: an_assignment(plan, phase) for phase in plan.phase}
    costs = {phase.id: fundable_cost(phase, phase.options[0]) for phase in plan.phases}
    return claim_limits(plan, placed), costs


def searched(plan: Plan) -> tuple[int, ...]:
    """What CP-SAT finds: the total, then what each credit pays. Raises AssertionError where its claims break a rule."""
    limits, costs = asked(plan)
    found = search_claims(plan, limits, costs, sum(limits.values()), (inf, Cancel()))
    claims = tuple(Claim(phase, credit, amount) for (phase, credit), amount in found.items())
    assert broken_rules(plan, {phase: an_assignment(plan, phase) for phase in plan.phase}, claims) == ()
    return (sum(found.values()), *(sum(each.amount for each in claims if each.credit == c) for c in plan.credit))


@settings(max_examples=200)
@given(plan=puzzles(most_phases=3))
def test_that_whole_steps_take_no_claim_away(plan: Plan) -> None:
    limits, _ = asked(plan)
    assume(prod(limit + 1 for limit in limits.values()) <= 5_000)
    assert searched(plan) == best_claims(plan, tuple(an_assignment(plan, phase) for phase in plan.phase))


@settings(max_examples=150)
@given(plan=puzzles(most_phases=6, units=(25, 40, 100, 7_919, 1_000_003)))
def test_that_a_search_without_them_finds_the_same(plan: Plan) -> None:
    with patch("solver.claim_search.rounded_caps"):
        expected = searched(plan)
    assert searched(plan) == expected


FIVE = tuple(a_phase(f"P{number}", eligible_cost=100, options=(by_partner(cost=100),)) for number in range(5))


@pytest.mark.parametrize(
    ("plan", "relaxed", "whole"),
    [
        # Of 260 in steps of 75 either three phases are paid, and 35 of the face are not, or a fourth pays only 35.
        (a_plan(phases=FIVE, credits=(a_credit(face=260, share=7_500), a_credit("C2", face=999))), 260 + 230 / 3, 325),
        # The same of what another credit, in steps of its own, leaves of a cap.
        (
            a_plan(
                phases=(*FIVE, replace(FIVE[0], id="P5", motion="assess")),
                credits=(
                    a_credit(face=999, share=7_500, combined_caps=("CAP",), scope=Scope(motions=("deploy",))),
                    a_credit("C2", face=999, scope=Scope(motions=("deploy",))),
                    a_credit("C3", face=999, share=10_000, combined_caps=("CAP",), scope=Scope(motions=("assess",))),
                ),
                combined_caps=(CombinedCap(id="CAP", limit=360),),
            ),
            360 + 230 / 3,
            425,
        ),
        # The others pay more for a phase that they may share: then 260 are left, and a fourth phase is worth its 35.
        (
            a_plan(
                phases=(*FIVE, replace(FIVE[0], id="P5", motion="assess")),
                credits=(
                    a_credit(face=999, share=7_500, combined_caps=("CAP",), scope=Scope(motions=("deploy",))),
                    a_credit("C2", face=999, share=2_000, scope=Scope(motions=("deploy",))),
                    *(
                        a_credit(name, face=999, combined_caps=("CAP",), scope=Scope(motions=("assess",)))
                        for name in ("C3", "C4")
                    ),
                ),
                combined_caps=(CombinedCap(id="CAP", limit=360),),
                stacking_confirmations=(StackingConfirmation(credits=("C3", "C4"), document="Mail"),),
            ),
            360 + 92 / 3,
            380,
        ),
    ],
)
def test_that_the_relaxation_pays_no_part_of_a_step(plan: Plan, relaxed: float, whole: int) -> None:
    limits, costs = asked(plan)
    model = cp_model.CpModel()
    claims = claim_variables(model, limits, summed=list(limits))
    money_rules(model, plan, claims)
    model.maximize(cp_model.LinearExpr.sum([*claims.amount.values()]))
    bounds = [LinearProgramme(model).solve(10)]
    rounded_caps(model, plan, claims, limits, costs)
    bounds.append(LinearProgramme(model).solve(10))
    assert all(isclose(bound or 0, right) for bound, right in zip(bounds, (relaxed, whole), strict=True))
    assert searched(plan)[0] == whole
