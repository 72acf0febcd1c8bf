"""Bounds on the makespan against the shortest of all placements."""

import time

import pytest
from hypothesis import given, settings

from planner.rollout.dependencies import Dependency
from solver.cancel import Cancel
from solver.instance import Instance, within_links
from solver.makespan.bounds import earliest_end, is_refuted, least_makespan
from solver.makespan.model import Known, MakespanModel
from solver.makespan.schedule import makespan
from solver.search import Limits, new_solver
from tests.solver.small_instances import a_mode, an_instance, every_placement, small_instances

SOON = 60.0


def bound_without_days(instance: Instance) -> int | None:
    """The bound that modes and work leave; None where there are no such modes."""
    known = Known("UNKNOWN", None, earliest_end(instance))
    limits = Limits(20.0, 1, 0, Cancel())
    model = MakespanModel(instance, known, limits.cancel, counts_days=False)
    found = model.solved(new_solver(limits), limits.cancel, known)
    return None if found.best is None else found.bound


@settings(max_examples=100)
@given(instance=small_instances())
def test_that_no_placement_is_shorter_than_the_bound_that_leaves_days_aside(instance: Instance) -> None:
    instance = instance._replace(phases=within_links(instance.links, instance.phases))
    lengths = [makespan(each) for each in every_placement(instance)]
    if lengths:
        bound = bound_without_days(instance)
        assert bound is not None
        assert bound <= min(lengths)


def test_that_a_budget_for_one_fast_mode_bounds_two_works_in_a_row() -> None:
    phases = {"A": [a_mode(3), a_mode(1, money=3)], "B": [a_mode(3), a_mode(1, money=3)]}
    in_a_row = Dependency(predecessor="A", successor="B")
    assert least_makespan(an_instance(phases, in_a_row), time.monotonic() + SOON) == 2
    assert bound_without_days(an_instance(phases, in_a_row)) == 4


@settings(max_examples=200)
@given(instance=small_instances())
def test_that_no_placement_is_shorter_than_the_bound(instance: Instance) -> None:
    instance = instance._replace(phases=within_links(instance.links, instance.phases))
    lengths = [makespan(each) for each in every_placement(instance)]
    if lengths:
        assert earliest_end(instance) <= least_makespan(instance, time.monotonic() + SOON) <= min(lengths)


@settings(max_examples=100)
@given(instance=small_instances())
def test_that_a_refuted_makespan_is_none_of_any_placement(instance: Instance) -> None:
    lengths = {makespan(each) for each in every_placement(instance)}
    refuted = {length for length in range(7) if is_refuted(instance, length, time.monotonic() + SOON)}
    assert not any(length <= most for length in lengths for most in refuted)


@pytest.mark.parametrize(("works", "least"), [(3, 2), (4, 3), (6, 3), (7, 4)])
def test_that_work_of_two_crews_at_a_time_bounds_the_makespan(works: int, least: int) -> None:
    # Three crews do 3 units a day; each work takes one crew for one day, and the last two of all one day more.
    phases = {f"P{number}": [a_mode(1, crew=1)] for number in range(works)} | {"Q": [a_mode(1, crew=3)]}
    assert least_makespan(an_instance(phases), time.monotonic() + SOON) == least


def test_that_without_time_the_links_alone_bound_the_makespan() -> None:
    phases = {f"P{number}": [a_mode(1, crew=3)] for number in range(4)}
    assert least_makespan(an_instance(phases), time.monotonic() - 1) == 1
