"""What is done with asks: found by name, put on the agenda in words, tried out as a scenario."""

import pytest
from hypothesis import example, given, settings
from msgspec.structs import replace

from planner.edits import put_on_agenda, take_off_agenda
from planner.funding.asks import Ask, asks, with_ask
from planner.invariants import PlanError, invariant_faults
from planner.negotiating import asked, find_ask, with_ask_as_scenario, with_ask_on_agenda
from planner.plan import AgendaItem, Plan, State
from planner.rollout.schedule import Schedule
from tests.builders import a_plan, an_assignment
from tests.funding.test_asks import a_plan_with_everything
from tests.small_plans import small_plans

LATER = Ask("expiry", "C1", by=20)


@settings(max_examples=40)
@given(plan=small_plans())
@example(plan=a_plan_with_everything())
def test_that_every_ask_is_found_by_its_name(plan: Plan) -> None:
    for ask in asks(plan):
        assert find_ask(plan, ask.id) == ask


def test_that_any_number_of_days_that_could_matter_is_found() -> None:
    assert find_ask(a_plan(), "expiry C1 +17") == Ask("expiry", "C1", by=17)
    for unknown in ("expiry C1 +0", "expiry C1 +9999", "expiry C1 +x", "expiry C1", "expiry C9 +10", "team PAR +2", ""):
        assert find_ask(a_plan(), unknown) is None


def test_that_an_ask_is_put_on_the_agenda_once_and_without_its_worth() -> None:
    plan = a_plan()
    state = State(plan, Schedule((an_assignment(plan),)))
    once = with_ask_on_agenda(state, LATER)
    assert once.agenda == (asked(plan, state.schedule, LATER),)
    assert once.agenda[0].whom == "Microsoft"
    assert once.agenda[0].request.startswith("Please extend")
    assert with_ask_on_agenda(State(once, state.schedule), LATER) is once
    assert take_off_agenda(once, 0) == plan


def test_that_an_item_without_a_request_is_refused() -> None:
    with pytest.raises(PlanError):
        put_on_agenda(a_plan(), AgendaItem(whom="own", request=""))


@settings(max_examples=30)
@given(plan=small_plans())
def test_that_an_ask_is_tried_out_beside_the_plan_that_stays_as_it_is(plan: Plan) -> None:
    for ask in asks(plan):
        kept = with_ask_as_scenario(State(plan), ask)
        assert replace(kept, scenarios=()) == plan
        assert kept.scenarios[-1].plan == with_ask(plan, ask)
        assert kept.scenarios[-1].name == ask.id
        assert invariant_faults(State(kept)) == ()


def test_that_a_scenario_takes_the_schedule_that_was_found_or_what_is_left_of_the_present_one() -> None:
    plan = a_plan()
    present, found = Schedule((an_assignment(plan),)), Schedule(())
    assert with_ask_as_scenario(State(plan, present), LATER).scenarios[0].schedule == present
    assert with_ask_as_scenario(State(plan, present), LATER, found).scenarios[0].schedule == found
    twice = with_ask_as_scenario(State(with_ask_as_scenario(State(plan), LATER)), LATER)
    assert len({each.name for each in twice.scenarios}) == 2
