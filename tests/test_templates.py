"""Templates are sound rollouts on any day on which somebody begins from them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.checks import check
from planner.files import encode, parse, read
from planner.funding.ledgers import funding_ledger
from planner.invariants import invariant_faults
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.templates import begun
from resources import path
from solver.settings import Settings
from solver.solve import solve
from tests.strategies import states
from ui.start.templates import TEMPLATES, Template, begun_today

DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))
NAMES = [template.file for template in TEMPLATES]
SOLVED_QUICKLY = 5
"""Seconds; the large one is feasible long before."""


def read_template(name: str) -> State:
    return read(path(f"templates/plans/{name}.rollout"))


def claimed(state: State) -> int:
    return sum(claim.amount for claim in (state.schedule or Schedule(())).claims)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_template_breaks_no_rule_and_earns_what_it_claims(name: str) -> None:
    state = read_template(name)
    assert invariant_faults(state) == ()
    assert [finding for finding in check(state) if finding.kind == "fault"] == []
    assert claimed(state) > 0


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
@given(today=DAYS)
def test_that_a_template_begun_on_any_day_is_as_sound_as_it_was(template: Template, today: date) -> None:
    before, after = read_template(template.file), begun_today(template, today)
    assert 0 <= (after.plan.start - today).days < 7
    assert after.plan.start.weekday() == before.plan.start.weekday()
    assert claimed(after) == claimed(before)
    if len(after.plan.phases) < 15:
        assert [finding for finding in check(after) if finding.kind == "fault"] == []


@given(state=states(), weeks=st.integers(-50, 50))
def test_that_beginning_later_and_then_again_at_the_first_day_gives_the_same_rollout(state: State, weeks: int) -> None:
    first = state.plan.start
    assert begun(begun(state, first + timedelta(weeks=weeks)), first) == state


@pytest.mark.parametrize("template", TEMPLATES, ids=NAMES)
def test_that_a_template_is_what_the_start_page_says(template: Template) -> None:
    assert len(read_template(template.file).plan.phases) == template.phases


@pytest.mark.parametrize("name", NAMES)
def test_that_a_template_is_solved_and_nothing_better_is_proven(name: str) -> None:
    state = read_template(name)
    result = solve(state.plan, Settings(time_limit=SOLVED_QUICKLY, objective="funding"), hint=state.schedule)
    assert result.status in {"OPTIMAL", "FEASIBLE"}
    assert result.schedule is not None
    assert claimed(State(state.plan, result.schedule)) >= claimed(state)
    if result.status == "OPTIMAL":
        assert claimed(State(state.plan, result.schedule)) == claimed(state)


@pytest.mark.parametrize("name", NAMES)
def test_that_every_credit_of_a_template_says_that_it_is_an_example(name: str) -> None:
    for credit in read_template(name).plan.credits:
        assert credit.name.startswith("Example: ")
        assert credit.conditions.startswith("Example terms.")
        assert credit.status == "proposed"


@pytest.mark.parametrize("name", NAMES)
def test_that_a_template_holds_no_day_that_means_something_only_in_its_own_year(name: str) -> None:
    plan = read_template(name).plan
    assert plan.freezes == ()
    assert plan.calendar.holidays == ()
    assert all(region.calendar.holidays == () for region in plan.regions)


@pytest.mark.parametrize("name", NAMES)
def test_that_a_template_file_stands_as_the_program_writes_it(name: str) -> None:
    written = path(f"templates/plans/{name}.rollout").read_bytes()
    assert encode(parse(written)) == written


def test_that_the_ledger_of_a_begun_template_is_that_of_the_template() -> None:
    before = read_template("copilot")
    after = begun(before, date(2029, 5, 2))
    assert before.schedule is not None
    assert after.schedule is not None
    old, new = funding_ledger(before.plan, before.schedule), funding_ledger(after.plan, after.schedule)
    assert (old.gross_cost, old.net_cost, old.planned) == (new.gross_cost, new.net_cost, new.planned)
