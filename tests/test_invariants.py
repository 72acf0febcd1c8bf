"""What an edit could break in memory; what a file could break is shown by ``tests/samples/wrong``."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.files import read
from planner.invariants import invariant_faults
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import AdoptionTarget
from resources import path
from tests.builders import a_partner, a_plan


@pytest.fixture
def plan() -> Plan:
    """The bundled sample's plan, which breaks nothing."""
    return read(path("samples/calder.rollout")).plan


def paths(plan: Plan) -> list[str]:
    return [fault.path for fault in invariant_faults(State(plan))]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_that_a_figure_which_is_no_number_is_refused(plan: Plan, value: float) -> None:
    phase = replace(plan.phases[2], adoption_target=AdoptionTarget(text="T", baseline=value))
    broken = replace(plan, phases=(*plan.phases[:2], phase, *plan.phases[3:]))
    assert paths(broken) == ["plan.phases[2].adoption_target.baseline"]


@pytest.mark.parametrize("letter", ["\0", "\x1b", "\x7f", "\ud83d", "\ufffe"])
def test_that_text_which_cannot_be_printed_is_refused(plan: Plan, letter: str) -> None:
    assert paths(replace(plan, name=f"Roll{letter}out")) == ["plan.name"]


@pytest.mark.parametrize("letter", ["\n", "\t", "é", "日", "🚀"])
def test_that_text_of_any_script_is_welcome(plan: Plan, letter: str) -> None:
    assert paths(replace(plan, name=f"Roll{letter}out")) == []


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2200, 1, 1)])
def test_that_a_day_beyond_the_calendars_is_refused(plan: Plan, day: date) -> None:
    agreement = replace(plan.agreement, renewal_on=day)
    assert paths(replace(plan, agreement=agreement)) == ["plan.agreement.renewal_on"]


def test_that_an_unknown_name_is_answered_with_the_known_ones(plan: Plan) -> None:
    broken = replace(plan, dependencies=(Dependency(predecessor="M99", successor="M01"),))
    (fault,) = invariant_faults(State(broken))
    assert str(fault) == (
        "plan.dependencies[0].predecessor: The link names phase 'M99', which does not exist. "
        "Known: M01, M02, M03, M04, M05, M06, M07, M08 and others."
    )


LINKS = st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")), max_size=8, unique=True)


@settings(max_examples=200)
@given(LINKS)
def test_that_links_are_refused_exactly_when_they_run_in_a_circle(ends: list[tuple[str, str]]) -> None:
    plan = read(path("samples/calder.rollout")).plan
    phases = tuple(replace(phase, id=name) for phase, name in zip(plan.phases, "ABCDE", strict=False))
    links = tuple(Dependency(predecessor=first, successor=second) for first, second in ends)
    looped = replace(plan, phases=phases, dependencies=links)
    assert bool(invariant_faults(State(looped))) == _runs_in_a_circle(ends)


def _runs_in_a_circle(ends: list[tuple[str, str]]) -> bool:
    """Whether anything remains after taking away, again and again, what nothing leads to."""
    while ends:
        reached = {second for _, second in ends}
        left = [(first, second) for first, second in ends if first in reached]
        if len(left) == len(ends):
            return True
        ends = left
    return False


def test_that_only_the_name_that_occurs_twice_is_told() -> None:
    partners = tuple(a_partner(name) for name in ("PAR", "OTH", "OTH"))
    faults = invariant_faults(State(a_plan(partners=partners)))
    assert [(fault.path, fault.sentence) for fault in faults] == [("plan.partners[2]", "Partner 'OTH' occurs 2 times.")]
