"""Float and critical path: what a slip of so many days does, tried with the moves of the timeline."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.claim_rules import broken_rules, last_finish
from planner.funding.credits import OutcomeDate
from planner.plan import Plan, State
from planner.rollout.critical_path import driving_links, floats
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import move
from planner.rollout.partners import Partner
from planner.rollout.passes import earliest
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.workdays import region_workdays
from tests.builders import HORIZON, START, a_partner, a_phase, a_plan, an_assignment
from tests.small_plans import small_plans

Draw = Callable[[st.SearchStrategy[Any]], Any]


def slipped(plan: Plan, schedule: Schedule, phase: str, days: int) -> Schedule:
    """The schedule after the phase slipped, with those that wait for it as far as their links ask."""
    run = schedule.assignment(phase)
    assert run is not None
    start = region_workdays(plan, plan.phase[phase].region).add(run.start, days)
    return Schedule(move(State(plan, schedule), phase, start, push=True).assignments, schedule.claims)


def end(schedule: Schedule) -> date:
    return max(each.finish for each in schedule.assignments)


def a_chain() -> tuple[Plan, Schedule]:
    """A then B, each two weeks; C, two weeks as well, beside B. B's claim must end by 12 February, six days after B."""
    plan = a_plan(
        phases=(a_phase("A"), a_phase("B"), a_phase("C")),
        partners=(a_partner(teams=3),),
        dependencies=(Dependency(predecessor="A", successor="B"), Dependency(predecessor="A", successor="C")),
    )
    starts = {"A": START, "B": date(2027, 1, 18), "C": date(2027, 2, 1)}
    runs = tuple(an_assignment(plan, name, start) for name, start in starts.items())
    credit = replace(plan.credits[0], proof_deadline=date(2027, 2, 12), proof_preparation=0)
    return replace(plan, credits=(credit,)), Schedule(runs, (Claim("B", "C1", 10_000),))


def test_that_float_says_how_far_each_phase_may_slip() -> None:
    found = floats(*a_chain())
    assert {name: (each.free, each.total, each.money) for name, each in found.items()} == {
        "A": (0, 10, 10),
        "B": (10, 10, 10),
        "C": (0, 0, None),
    }
    assert [name for name, each in found.items() if each.is_critical] == ["C"]
    assert [name for name, each in found.items() if each.is_money_critical] == ["A", "B"]
    assert found["B"].last_finish == date(2027, 2, 12)


def test_that_a_phase_that_earns_later_than_the_end_is_not_money_critical() -> None:
    plan, schedule = a_chain()
    later = replace(plan.credits[0], proof_deadline=date(2027, 2, 15))
    found = floats(replace(plan, credits=(later,)), schedule)
    assert found["B"].money == 11
    assert not found["B"].is_money_critical


def test_that_a_deadline_takes_float_and_a_pin_does_not() -> None:
    plan, schedule = a_chain()
    bound = replace(plan.phase["B"], deadline=date(2027, 2, 1))
    assert floats(replace(plan, phases=(plan.phases[0], bound, plan.phases[2])), schedule)["B"].total == 1


def test_that_links_that_hold_exactly_drive() -> None:
    assert driving_links(*a_chain()) == {("A", "B")}


@st.composite
def schedules(draw: Draw, code: str | None = None) -> State:
    """The earliest dates of a tiny plan with links and regions, each phase then slipped by some days."""
    plan = draw(small_plans(code, features=("regions", "links")))
    phases = tuple(replace(phase, options=phase.options[:1]) for phase in plan.phases)
    plan = replace(plan, horizon=HORIZON, phases=phases, partners=tuple(map(always_there, plan.partners)))
    reached = earliest(plan)
    assume(all(reached[phase.id].runs for phase in phases))
    schedule = Schedule(tuple(reached[phase.id].runs[0][1] for phase in phases))
    for phase in phases:
        schedule = slipped(plan, schedule, phase.id, draw(st.integers(0, 3)))
    return State(plan, schedule)


def always_there(partner: Partner) -> Partner:
    return replace(partner, windows=(), teams=9)


@settings(max_examples=150)
@given(state=schedules())
def test_that_a_slip_within_the_total_float_ends_no_later_and_one_day_more_does(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    for phase, each in floats(plan, schedule).items():
        assert end(slipped(plan, schedule, phase, each.total)) <= end(schedule)
        assert end(slipped(plan, schedule, phase, each.total + 1)) > end(schedule)


@settings(max_examples=150)
@given(state=schedules())
def test_that_a_slip_within_the_free_float_moves_nothing_else_and_one_day_more_does(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    for phase, each in floats(plan, schedule).items():
        others = {run for run in schedule.assignments if run.phase != phase}
        assert others <= set(slipped(plan, schedule, phase, each.free).assignments)
        assert each.free <= each.total
        further = slipped(plan, schedule, phase, each.free + 1)
        assert not others <= set(further.assignments) or end(further) > end(schedule)


@settings(max_examples=150)
@given(state=schedules("WINDOW"))
def test_that_a_slip_within_the_money_float_loses_nothing_and_one_day_more_does(state: State) -> None:
    plan, runs = state.plan, (state.schedule or Schedule(())).assignments
    claims = [Claim(phase, credit, 1) for phase in plan.phase for credit in plan.credit]
    held = tuple(claim for claim in claims if not lost(plan, runs, (claim,)))
    schedule = Schedule(runs, held)
    found = floats(plan, schedule)
    assert {claim.phase for claim in held} <= {name for name, each in found.items() if each.money is not None} | {
        claim.phase for claim in held if last_finish(plan, plan.credit[claim.credit], plan.phase[claim.phase]) is None
    }
    for phase, each in found.items():
        if each.money is not None:
            assert not lost(plan, slipped(plan, schedule, phase, each.money).assignments, held)
            assert lost(plan, slipped(plan, schedule, phase, each.money + 1).assignments, held)


def lost(plan: Plan, runs: tuple[Assignment, ...], held: tuple[Claim, ...]) -> bool:
    """Whether a claim by itself breaks a rule of dates."""
    placed = {run.phase: run for run in runs}
    return any(broken.code in {"WINDOW", "POE"} for claim in held for broken in broken_rules(plan, placed, (claim,)))


def test_that_money_hangs_on_promised_dates_and_not_on_credits_that_no_day_of_work_ends() -> None:
    plan, schedule = a_chain()
    endless = replace(plan.credits[0], expiry_basis="sow_submitted", proof_deadline=None)
    promised = replace(endless, outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("C", date(2027, 2, 16)),))
    assert floats(replace(plan, credits=(endless,)), schedule)["B"].last_finish == date(2027, 2, 12)
    assert floats(replace(plan, credits=(promised,)), schedule)["A"].money == 12


def test_that_a_phase_that_misses_its_deadline_has_no_float() -> None:
    plan, schedule = a_chain()
    phases = tuple(replace(each, deadline=START) if each.id == "B" else each for each in plan.phases)
    found = floats(replace(plan, phases=phases), schedule)
    assert (found["B"].total, found["B"].last_finish) == (0, date(2027, 1, 29))
