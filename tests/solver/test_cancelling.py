"""A cancel may come at any moment of a solve: the answer is honest, and nothing that was found is lost or wrong.

It is answered soon because it is looked for often: what is done between two looks is counted, not timed.
"""

from collections.abc import Callable
from functools import partial
from unittest.mock import patch

import pytest

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel, Cancelled
from solver.claims import settle
from solver.construct import construct, construct_often, repair
from solver.dominated import without_dominated
from solver.instance import Instance, phases_alone, prepare, within_links
from solver.passes import Pass
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.dates import where_most_could_be_claimed
from tests.benchmarks.generate import generate


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


Work = Callable[[Instance, Cancel], object]


@pytest.mark.parametrize(
    "work",
    [
        lambda instance, cancel: construct(instance, cancel=cancel),
        lambda instance, cancel: construct_often(instance, seed=0, seconds=60, cancel=cancel),
        lambda instance, cancel: repair(instance, where_most_could_be_claimed(instance.plan), cancel),
    ],
)
def test_that_no_phase_is_placed_after_a_cancel(work: Work) -> None:
    instance, cancel, placed = prepare(generate(1, 40)), HeardAtLast(30), list[str]()
    place = Pass._best_place  # noqa: SLF001 - the unit of work of a pass

    def placing(self: Pass, name: str) -> object:
        placed.append(name)
        return place(self, name)

    with patch.object(Pass, "_best_place", placing):
        assert work(instance, cancel) is None
    assert len(placed) == 30


@pytest.mark.parametrize("times", [0, 7, 39])
def test_that_preparing_looks_for_a_cancel_at_every_phase_and_link(times: int) -> None:
    plan = generate(1, 40)
    instance = prepare(plan)
    for work in (
        partial(prepare, plan),
        partial(phases_alone, plan),
        partial(within_links, instance.links, instance.phases),
        partial(without_dominated, instance, Schedule(())),
    ):
        with pytest.raises(Cancelled):
            work(cancel=HeardAtLast(times))


def test_that_no_claims_are_searched_after_a_cancel() -> None:
    plan, cancel = generate(1, 300, tightness=0.9), Cancel()
    cancel.request()
    with patch("solver.claim_search.search_claims", side_effect=AssertionError("CP-SAT was asked")):
        claims = settle(plan, where_most_could_be_claimed(plan), cancel=cancel)
    assert claims
