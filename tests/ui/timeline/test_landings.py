"""Where the selected phase would earn more, against what a drop there really brings."""

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from solver.claims import settle
from tests.builders import an_assignment
from tests.ui.timeline.conftest import Desk, a_rollout
from ui.timeline.landings import landings, nearest


def early(state: State) -> State:
    """P1 four weeks before C1 is approved, so that nothing pays for it."""
    runs = tuple(
        an_assignment(state.plan, "P1", date(2027, 1, 4)) if each.phase == "P1" else each
        for each in (state.schedule or Schedule(())).assignments
    )
    return State(state.plan, Schedule(runs, settle(state.plan, runs)))


def test_that_landing_is_worth_what_a_drop_there_brings(show_state: Callable[[State], Desk], qtbot: QtBot) -> None:
    desk = show_state(early(a_rollout()))
    before = sum(claim.amount for claim in desk.document.schedule.claims)
    desk.selection.select(("phase", "P1"))
    image = desk.timeline.viewport().grab().toImage()
    qtbot.waitUntil(lambda: desk.timeline.landings is not None)
    found = desk.timeline.landings
    assert found is not None
    assert [(each.credit, each.start, each.worth) for each in found.found] == [("C1", date(2027, 2, 1), 10_000)]
    assert desk.timeline.viewport().grab().toImage() != image
    desk.drag("P1", date(2027, 1, 30))  # a Saturday beside the slot: the drag snaps into it
    assert desk.start("P1") == date(2027, 2, 1)
    assert sum(claim.amount for claim in desk.document.schedule.claims) - before == 10_000


def test_that_a_phase_that_earns_all_it_can_has_nowhere_to_land(desk: Desk) -> None:
    for phase in desk.plan.phase:
        found = landings(desk.document.state, phase, pushes=True)
        assert found is not None
        assert found.found == ()


@pytest.mark.parametrize("pushes", [True, False])
def test_that_a_landing_that_would_break_a_link_is_none(*, pushes: bool) -> None:
    """P2 would earn in February, but P1, which it waits for, ends after all that C1 pays for."""
    state = early(a_rollout())
    late = {"P1": date(2027, 7, 5), "P2": date(2027, 7, 19), "P3": date(2027, 8, 2)}
    runs = tuple(an_assignment(state.plan, name, start) for name, start in late.items())
    found = landings(State(state.plan, Schedule(runs)), "P2", pushes=pushes)
    assert found is not None
    assert found.held.slots
    assert found.found == ()


def test_that_the_nearest_day_is_the_day_itself_inside_a_slot() -> None:
    slots = (DateRange(date(2027, 2, 1), date(2027, 3, 1)), DateRange(date(2027, 5, 1), date(2027, 6, 1)))
    assert nearest(slots, date(2027, 2, 15)) == date(2027, 2, 15)
    assert nearest(slots, date(2027, 1, 1)) == date(2027, 2, 1)
    assert nearest(slots, date(2027, 4, 20)) == date(2027, 5, 1)
