"""Choices that leave each other no room: nothing possible is ruled out, and chains are seen as far as they go."""

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from planner.rollout.dependencies import Dependency
from solver.chains import exclusions
from solver.instance import Instance, Pair
from solver.makespan.schedule import Placement
from solver.variables import PhaseVariables, phase_variables
from tests.solver.small_instances import a_mode, an_instance, every_placement, small_instances


def paid_on(instance: Instance, phase: str, days: set[int]) -> Pair:
    """A credit that pays on those days alone, whatever else is chosen."""
    modes = instance.phases[phase].modes
    starts = tuple(tuple(start for start in mode.starts if start in days) for mode in modes)
    return Pair(phase, "C", tuple(1 for _ in modes), starts)


def taken(phases: dict[str, PhaseVariables], placement: Placement) -> set[int]:
    """The indices of the choices that a placement takes."""
    return {
        variable.index
        for name, (mode, start) in placement.items()
        for choice, variable in phases[name].choices
        if choice.way == mode.way and start in choice.starts
    }


@settings(max_examples=300)
@given(instance=small_instances(), draw=st.data())
def test_that_no_placement_takes_two_choices_that_exclude_each_other(instance: Instance, draw: st.DataObject) -> None:
    days = st.sets(st.integers(0, 6))
    pairs = tuple(paid_on(instance, name, draw.draw(days)) for name in instance.phases)
    instance = instance._replace(pairs=tuple(pair for pair in pairs if any(pair.starts)))
    phases = phase_variables(cp_model.CpModel(), instance)
    found = list(exclusions(instance, phases))
    for placement in every_placement(instance):
        chosen = taken(phases, placement)
        assert all(len(chosen.intersection(exclusive)) <= 1 for exclusive in found)


def test_that_choices_exclude_each_other_over_what_lies_between_them() -> None:
    """A begins on day 2 or later, then B takes two days: C cannot begin before day 5."""
    links = Dependency(predecessor="A", successor="B"), Dependency(predecessor="B", successor="C")
    modes = {"A": [a_mode(1, starts=range(3))], "B": [a_mode(2)], "C": [a_mode(1, starts=range(3, 6))]}
    instance = an_instance(modes, *links)
    instance = instance._replace(pairs=(paid_on(instance, "A", {0, 1}), paid_on(instance, "C", {3, 4})))
    phases = phase_variables(cp_model.CpModel(), instance)
    late, early = phases["A"].choices[1][1].index, phases["C"].choices[0][1].index
    assert (phases["A"].choices[1][0].starts, phases["C"].choices[0][0].starts) == ((2,), (3, 4))
    assert (late, early) in set(exclusions(instance, phases))
