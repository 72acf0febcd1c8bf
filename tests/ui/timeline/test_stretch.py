"""What a stretch makes of the days at best and at worst."""

from hypothesis import given
from hypothesis import strategies as st

from planner.invariants import invariant_faults
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_phase, a_plan, an_assignment, by_partner
from ui.timeline.stretch import stretched


@given(duration=st.integers(1, 40), best=st.none() | st.integers(1, 10), worst=st.none() | st.integers(10, 30))
def test_that_estimates_give_way_to_a_stretch_no_further_than_they_must(
    duration: int, best: int | None, worst: int | None
) -> None:
    option = by_partner(duration=10, optimistic=best, pessimistic=worst)
    plan = a_plan(phases=(a_phase(options=(option,)),))
    run = an_assignment(plan)
    after = stretched(State(plan, Schedule((run,))), run, duration, option.cost, push=False)
    assert invariant_faults(after) == ()
    (made,) = after.plan.phases[0].options
    assert made.duration == duration
    assert made.optimistic == (None if best is None else min(best, duration))
    assert made.pessimistic == (None if worst is None else max(worst, duration))
