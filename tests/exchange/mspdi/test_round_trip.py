"""What goes out as a project comes back the same, as far as Project can hold it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.held import held
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.to_plan import imported
from planner.exchange.mspdi.writer import write_project
from planner.plan import State
from tests.strategies import states

GROUPINGS = st.sampled_from(["workload", "region"])


@given(states(), GROUPINGS)
@settings(max_examples=60)
def test_that_a_project_read_alone_is_what_project_can_hold_of_the_plan(state: State, grouped_by: str) -> None:
    text = write_project(internal_project(state, grouped_by))  # type: ignore[arg-type]
    assert imported(read_project(text)).state == held(state)


@given(states())
@settings(max_examples=60)
def test_that_a_project_read_into_its_plan_changes_nothing(state: State) -> None:
    text = write_project(internal_project(state))
    back = imported(read_project(text), state).state
    assert back == state
    assert back.plan is state.plan
