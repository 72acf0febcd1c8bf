"""A cancel may come at any moment of a solve: the answer is honest, and nothing that was found is lost or wrong."""

import pytest

from planner.checks import schedule_faults
from planner.plan import Plan, State
from solver.cancel import Cancel
from solver.settings import Settings
from solver.solve import solve


class HeardAtLast(Cancel):
    """A request that is made when the solver asks for it the so-manieth time: a moment without a clock."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self._times = times

    @property
    def is_requested(self) -> bool:
        self._times -= 1
        if self._times < 0:
            self.request()
        return self._event.is_set()


@pytest.mark.parametrize("times", [*range(12), 20, 50, 100, 150, 200, 300])
def test_that_a_cancel_at_any_moment_leaves_a_sound_schedule_or_none(times: int, medium: Plan) -> None:
    result = solve(medium, Settings(workers=1, time_limit=60), cancel=HeardAtLast(times))
    assert result.status in {"OPTIMAL", "FEASIBLE", "UNKNOWN"}
    assert (result.schedule is None) == (result.status == "UNKNOWN")
    if result.schedule is not None:
        assert schedule_faults(State(medium, result.schedule)) == ()
    assert result.conflict is None
