"""What goes out as a project comes back the same, as far as Project can hold it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.business_case.projection import external_view
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.held import held
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.to_plan import imported
from planner.exchange.mspdi.writer import write_project
from planner.plan import Plan, State
from planner.rollout.moves import place
from planner.rollout.schedule import Schedule
from tests.builders import START
from tests.strategies import small_plans, states

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


@given(small_plans(), st.data())
@settings(max_examples=100)
def test_that_an_external_project_read_into_its_plan_changes_nothing(plan: Plan, data: st.DataObject) -> None:
    options = {phase.id: data.draw(st.sampled_from(phase.options)).id for phase in plan.phases}
    placed = (place(plan, phase, options[phase.id], plan.start) for phase in plan.phases)
    state = State(plan, Schedule(tuple(placed)))
    assert state.schedule is not None
    text = write_project(external_project(external_view(plan, state.schedule, START)))
    assert imported(read_project(text), state).state == state
