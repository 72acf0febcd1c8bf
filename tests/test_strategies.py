from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from msgspec import NODEFAULT, structs

from planner.funding.claim_rules import RULE_CODES
from planner.invariants import invariant_faults
from planner.plan import Plan, State
from planner.value import Value, known_fields
from tests.small_plans import FEATURES, RULES
from tests.strategies import plans, small_plans, states


@settings(max_examples=200)
@given(states())
def test_that_any_drawn_state_holds_every_invariant(state: State) -> None:
    assert invariant_faults(state) == ()


@settings(max_examples=200)
@given(small_plans())
def test_that_any_drawn_small_plan_holds_every_invariant(plan: Plan) -> None:
    assert invariant_faults(State(plan)) == ()


@pytest.mark.parametrize("code", RULE_CODES)
def test_that_small_plans_of_each_rule_hold_every_invariant(code: str) -> None:
    @settings(max_examples=20)
    @given(small_plans(code))
    def check(plan: Plan) -> None:
        assert invariant_faults(State(plan)) == ()

    check()


@pytest.mark.parametrize("feature", FEATURES)
def test_that_small_plans_of_each_feature_hold_every_invariant(feature: str) -> None:
    @settings(max_examples=20)
    @given(small_plans(features=(feature,)))
    def check(plan: Plan) -> None:
        assert invariant_faults(State(plan)) == ()

    check()


def test_that_every_claim_rule_has_a_change_that_makes_it_bind() -> None:
    assert tuple(RULES) == RULE_CODES


def test_that_plans_exercise_every_field_of_every_value() -> None:
    exercised: set[tuple[type, str]] = set()

    @settings(max_examples=400)
    @given(plans())
    def collect(plan: Plan) -> None:
        exercised.update(_exercised(plan))

    collect()
    kinds = {kind for kind, _ in exercised}
    missing = {
        (kind.__name__, field.name)
        for kind in kinds
        for field in structs.fields(kind)
        if field.name in known_fields(kind)
    } - {(kind.__name__, name) for kind, name in exercised}
    assert missing == set()


@pytest.mark.parametrize("feature", ["pause", "block"])
def test_that_small_plans_reach_both_kinds_of_freeze(feature: str) -> None:
    is_frozen = st.just(feature).flatmap(lambda _: small_plans(features=("freezes",)))
    plan = find(is_frozen, lambda each: each.freezes[0].kind == feature, settings=settings(derandomize=True))
    assert plan.freezes[0].kind == feature


def _exercised(value: object) -> Iterator[tuple[type[Any], str]]:
    """Fields that are given, or differ from their default, in the value or anywhere inside."""
    if isinstance(value, tuple):
        for each in value:
            yield from _exercised(each)
    if isinstance(value, Value):
        for field in structs.fields(type(value)):
            inside = getattr(value, field.name)
            if field.default is NODEFAULT or inside != field.default:
                yield type(value), field.name
            yield from _exercised(inside)
