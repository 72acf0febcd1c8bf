"""The largest plans that are promised, one step beyond them, and values at the edges of what calendars and texts hold.

``LAUNCHWINDOW_LIMITS`` also solves the largest plan that may be solved, which takes minutes (``make soak``).
"""

import os
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from msgspec.structs import replace

from planner.business_case.notation import Notation
from planner.business_case.timeline import picture_wording
from planner.checks import schedule_faults
from planner.edits import change_phase
from planner.files import encode, parse
from planner.invariants import LONGEST_YEARS, MOST_PHASES, PlanError, invariant_faults
from planner.limits import (
    MOST_CREDITS_TO_SOLVE,
    MOST_PARTNERS_TO_SOLVE,
    MOST_PHASES_TO_SOLVE,
    solving_limits,
)
from planner.picture.layout import lay_out
from planner.picture.svg import draw
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.rollout.workdays import plan_workdays
from planner.value import DateRange
from solver.construct import PASSES, construct
from solver.instance import prepare
from solver.result import Progress
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.generate import generate, together
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, by_partner
from ui.document import Document

NAMES = (
    "🚀👩‍👩‍👧‍👦 wave",
    "موجة النشر الأولى",
    "\u202eright to left\u202c",
    "日本支社 第1波",
    "e\u0301" * 250,
    "W" * 500,
)


def of_phases(count: int) -> Plan:
    return a_plan(phases=tuple(a_phase(f"P{number}") for number in range(count)))


@pytest.mark.usefixtures("qapp")
def test_that_the_most_phases_are_read_edited_and_saved_and_one_more_is_refused() -> None:
    plan = of_phases(MOST_PHASES)
    assert parse(encode(State(plan))).plan == plan
    document = Document(State(plan))
    document.apply_plan("Rename", change_phase(plan, "P9999", name="The last"))
    assert document.plan.phase["P9999"].name == "The last"
    (fault,) = invariant_faults(State(replace(plan, phases=(*plan.phases, a_phase("One more")))))
    assert fault.sentence == "The plan has 10,001 phases; up to 10,000 can be opened."


def test_that_a_plan_is_up_to_ten_years_long() -> None:
    last = START.replace(year=START.year + LONGEST_YEARS)
    assert invariant_faults(State(a_plan(horizon=last))) == ()
    assert invariant_faults(State(a_plan(horizon=last.replace(year=last.year + 1))))
    result = solve(
        a_plan(phases=(a_phase(earliest_start=last - timedelta(days=60)),), horizon=last), Settings(workers=1)
    )
    assert result.status == "OPTIMAL"


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (of_phases(MOST_PHASES_TO_SOLVE + 1), "The plan has 2,001 phases; up to 2,000 can be solved."),
        (
            a_plan(credits=tuple(a_credit(f"C{number}") for number in range(MOST_CREDITS_TO_SOLVE + 1))),
            "The plan has 201 credits; up to 200 can be solved.",
        ),
        (
            a_plan(
                partners=(a_partner(), *(a_partner(f"Q{number}") for number in range(MOST_PARTNERS_TO_SOLVE))),
            ),
            "The plan has 101 partners; up to 100 can be solved.",
        ),
    ],
    ids=["phases", "credits", "partners"],
)
def test_that_solving_more_is_refused_before_it_begins(plan: Plan, says: str) -> None:
    assert invariant_faults(State(plan)) == ()
    with pytest.raises(PlanError) as refused:
        solve(plan)
    assert [fault.sentence for fault in refused.value.faults] == [says]


def test_that_the_largest_plan_that_may_be_solved_is_within_the_limits() -> None:
    assert solving_limits(largest()) == ()


@pytest.mark.skipif("LAUNCHWINDOW_LIMITS" not in os.environ, reason="takes minutes; make soak does it")
@pytest.mark.parametrize("kind", ["one rollout", "four side by side"])
def test_that_the_largest_plan_that_may_be_solved_is(kind: str) -> None:
    plan = generate(0, MOST_PHASES_TO_SOLVE, credits=MOST_CREDITS_TO_SOLVE) if kind == "one rollout" else largest()
    told: list[Progress] = []
    result = solve(plan, Settings(time_limit=120, workers=2), on_progress=told.append)
    assert result.schedule is not None
    assert schedule_faults(State(plan, result.schedule)) == ()
    assert result.stages[0].value
    assert told[0].seconds < 60


def test_that_a_rollout_is_placed_whose_busiest_teams_others_could_do_without() -> None:
    """As the one of two thousand phases: to do first what found no place is not enough, others must leave its teams."""
    plan = generate(0, 600, partners=28, credits=0, tightness=0.9)
    constructed = construct(prepare(plan), passes=PASSES[:1], seconds=60)
    assert constructed is not None
    assert schedule_faults(State(plan, Schedule(constructed))) == ()


def largest() -> Plan:
    """Four rollouts side by side that share a hundred partners, over ten years."""
    parts = [
        generate(number, MOST_PHASES_TO_SOLVE // 4, credits=MOST_CREDITS_TO_SOLVE // 4, partners=100, tightness=0.2)
        for number in range(4)
    ]
    plan = together(parts)
    assert len(plan.partners) == MOST_PARTNERS_TO_SOLVE
    return replace(plan, horizon=plan.start.replace(year=plan.start.year + LONGEST_YEARS))


@pytest.mark.parametrize("name", NAMES)
def test_that_any_name_is_kept_drawn_and_solved(name: str) -> None:
    phase, credit = a_phase("P1", name=name, workload=name[:64]), a_credit(name=name)
    partner = a_partner(name=name, approved_workloads=(name[:64],))
    plan = a_plan(name=name, phases=(phase,), credits=(credit,), partners=(partner,))
    result = solve(plan, Settings(workers=1))
    state = State(plan, result.schedule)
    assert parse(encode(state)) == state
    assert result.stages[0].value == 10_000
    assert result.schedule is not None
    ET.fromstring(draw(lay_out(plan, result.schedule), picture_wording(Notation("USD"))))  # noqa: S314 - our own


def test_that_no_phase_takes_no_time() -> None:
    with pytest.raises(PlanError, match="below 1"):
        parse(encode(State(a_plan(phases=(a_phase(options=(by_partner(duration=0),)),)))))


def test_that_a_phase_of_five_hundred_days_is_placed_across_year_ends() -> None:
    plan = a_plan(phases=(a_phase(options=(by_partner(duration=500),)),), horizon=date(2029, 12, 31), credits=())
    result = solve(plan, Settings(workers=1))
    assert result.schedule is not None
    (placed,) = result.schedule.assignments
    assert placed.start == START
    assert len(plan_workdays(plan).workdays(placed.start, placed.finish)) == 500
    assert schedule_faults(State(plan, result.schedule)) == ()


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 12, 31), date(2028, 1, 3), date(2032, 2, 29)])
def test_that_leap_days_and_year_ends_are_days_like_others(day: date) -> None:
    """A phase that must begin and end on the day, paid by a credit whose window is the day; none on a weekend."""
    phase = a_phase(options=(by_partner(duration=1),), earliest_start=day, deadline=day)
    credit = a_credit(window=DateRange(day, day), request_date=None, proof_preparation=0, proof_deadline=day)
    result = solve(a_plan(phases=(phase,), credits=(credit,), horizon=date(2033, 1, 31)), Settings(workers=1))
    if day.isoweekday() > 5:
        assert result.status == "INFEASIBLE"
        return
    assert result.schedule is not None
    assert [(each.start, each.finish) for each in result.schedule.assignments] == [(day, day)]
    assert result.stages[0].value == 10_000
