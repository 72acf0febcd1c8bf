"""The figures of the comparison, on outcomes made up for it."""

import pytest

from solver.makespan.schedule import Placed
from solver.makespan.shortest import Shortest
from solver.result import Status
from tests.benchmarks.scheduling.comparison import Outcome, row
from tests.benchmarks.scheduling.library import Public
from tests.benchmarks.scheduling.projects import Project
from tests.solver.small_instances import a_mode


def an_outcome(
    finish: int | None, bound: int | None, *, status: Status = "FEASIBLE", known: int | None = 10
) -> Outcome:
    public = Public("j1", "j", lambda: Project({}, (), ()), 1, known, known, is_infeasible=known is None)
    placement = None if finish is None else {"P": Placed(a_mode(finish), 0)}
    return Outcome(public, Shortest(status, placement, bound, seconds=1.0), processor=2.0)


def test_that_the_gap_is_the_part_of_the_makespan_above_the_bound() -> None:
    assert an_outcome(5, 4).gap == pytest.approx(0.2)
    assert an_outcome(5, 5, status="OPTIMAL").gap == 0


def test_that_without_a_schedule_the_gap_is_whole_unless_it_is_proven_that_there_is_none() -> None:
    assert an_outcome(None, 4, status="UNKNOWN").gap == 1
    assert an_outcome(None, None, status="INFEASIBLE", known=None).gap == 0
    assert an_outcome(None, None, status="INFEASIBLE", known=None).is_proven


def test_that_makespans_are_compared_only_where_both_have_one() -> None:
    both = (an_outcome(5, 5, status="OPTIMAL", known=5), an_outcome(6, 3, known=5))
    one = (an_outcome(6, 3, known=5), an_outcome(None, 3, status="UNKNOWN", known=5))
    assert row("j", [both]) == "| j | 1 | 0.00% | 1 | 0.00% | 2 | 50.00% | 0 | 20.00% | 2 |"
    assert row("j", [both, one]) == "| j | 2 | 25.00% | 1 | 0.00% | 4 | 75.00% | 0 | 20.00% | 4 |"
    assert row("j", [one]) == "| j | 1 | 50.00% | 0 | – | 2 | 100.00% | 0 | – | 2 |"
