"""Projects that are made for measuring: feasible, of their kind, and the same again."""

import pytest

from solver.cancel import Cancel
from solver.makespan.schedule import faults
from solver.makespan.shortest import shortest
from solver.search import Limits
from tests.benchmarks.scheduling.made import Kind, kinds, make
from tests.benchmarks.scheduling.projects import instance_of


@pytest.mark.parametrize("modes", [1, 3])
def test_that_projects_that_are_made_can_be_scheduled(modes: int) -> None:
    for kind in kinds((6,), modes):
        instance = instance_of(make(0, kind))
        found = shortest(instance, Limits(20.0, 1, 0, Cancel()))
        assert found.placement is not None
        assert faults(instance, found.placement) == ()


def test_that_the_same_seed_makes_the_same_project() -> None:
    kind = Kind(20, modes=3)
    assert make(1, kind) == make(1, kind)
    assert make(1, kind) != make(2, kind)


def test_that_with_more_strength_nothing_is_scarcer() -> None:
    scarce, ample = (make(3, Kind(30, strength=strength)) for strength in (0.2, 0.9))
    assert sum(scarce.renewables) < sum(ample.renewables)
