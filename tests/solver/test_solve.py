"""The solver's manners: proven figures, honest statuses, cancelling, hints, progress, nothing believed unchecked."""

import threading
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.credits import CombinedCap, ExchangeRate
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import LARGEST_AMOUNT, DateRange
from solver.audit import AuditError, audit, price
from solver.best import best_known
from solver.cancel import Cancel
from solver.claims import settle
from solver.result import Progress
from solver.search import whole_bound
from solver.settings import STAGES, Aim, Objective, Settings
from solver.solve import solve
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from tests.small_plans import small_plans

PROVEN: dict[str, dict[Objective, dict[str, int]]] = {
    "small": {
        "funding": {"funding": 70_000, "net_cost": 61_500, "finishes": 503},
        "net-cost": {"net_cost": 51_800, "funding": 42_000},
    },
    "medium": {
        "funding": {"funding": 320_000, "net_cost": 552_900, "finishes": 2_570},
        "net-cost": {"net_cost": 542_900, "funding": 293_000},
    },
}
"""Figures of the reference plans, from an independent model."""


@pytest.mark.parametrize("objective", ["funding", "net-cost"])
@pytest.mark.parametrize("name", PROVEN)
def test_that_the_reference_plans_are_solved_to_their_proven_figures(
    name: str, objective: Objective, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(name)
    result = solve(plan, Settings(objective=objective))
    assert result.status == "OPTIMAL"
    reached = {stage.name: stage.value for stage in result.stages}
    assert reached | PROVEN[name][objective] == reached
    assert all(stage.bound == stage.value for stage in result.stages)
    assert result.schedule is not None
    assert schedule_faults(State(plan, result.schedule)) == ()


def test_that_one_source_a_phase_costs_the_reference_plans_no_funding(small: Plan, medium: Plan) -> None:
    for plan, funding in ((small, 70_000), (medium, 320_000)):
        result = solve(replace(plan, one_source_per_phase=True))
        assert result.stages[0].value == funding
        assert result.stages[0].status == "OPTIMAL"


@pytest.mark.parametrize("objective", STAGES)
def test_that_a_plan_without_phases_is_solved_by_an_empty_schedule(objective: Objective) -> None:
    result = solve(a_plan(phases=(), credits=()), Settings(objective=objective))
    assert result.status == "OPTIMAL"
    assert result.schedule == Schedule(())


@pytest.mark.parametrize("objective", STAGES)
def test_that_a_plan_without_credits_is_solved_too(objective: Objective) -> None:
    result = solve(a_plan(credits=()), Settings(objective=objective))
    assert result.status == "OPTIMAL"


def test_that_a_plan_whose_phases_cannot_follow_each_other_is_infeasible() -> None:
    phases = (a_phase("P1", deadline=date(2027, 1, 22)), a_phase("P2", deadline=date(2027, 1, 22)))
    plan = a_plan(phases=phases, dependencies=(Dependency(predecessor="P1", successor="P2"),))
    result = solve(plan)
    assert (result.status, result.schedule) == ("INFEASIBLE", None)
    assert {stage.value for stage in result.stages} == {None}


def test_that_a_phase_that_fits_nowhere_makes_the_plan_infeasible() -> None:
    saturday = START - timedelta(days=2)
    assert solve(a_plan(start=saturday, horizon=saturday)).status == "INFEASIBLE"
    assert solve(a_plan(phases=(a_phase(deadline=START),))).status == "INFEASIBLE"


def test_that_pins_are_kept_even_where_they_cost_money() -> None:
    plan = a_plan(phases=(a_phase(options=(*a_phase().options, by_fasttrack())),))
    assert price_of(plan)["funding"] == 10_000
    pinned = replace(plan, pins=(Pin(phase="P1", start=date(2027, 3, 1), option="fasttrack"),))
    result = solve(pinned)
    assert result.schedule is not None
    (assignment,) = result.schedule.assignments
    assert (assignment.start, assignment.option) == (date(2027, 3, 1), "fasttrack")
    assert price_of(pinned)["funding"] == 0


def test_that_teams_are_shared_between_regions_with_different_calendars() -> None:
    south = Region("South", Calendar((START,)))
    phases = (a_phase("P1", deadline=date(2027, 1, 29)), a_phase("P2", region="South", deadline=date(2027, 1, 29)))
    plan = a_plan(phases=phases, regions=(south,))
    result = solve(plan)
    assert result.schedule is not None
    assert schedule_faults(State(plan, result.schedule)) == ()
    tight = tuple(replace(phase, deadline=date(2027, 1, 28)) for phase in phases)
    assert solve(replace(plan, phases=tight)).status == "INFEASIBLE"


def test_that_a_cancel_before_the_start_is_not_forgotten(medium: Plan) -> None:
    cancel = Cancel()
    cancel.request()
    result = solve(medium, cancel=cancel)
    assert (result.status, result.schedule) == ("UNKNOWN", None)


class CancelAtLook(Cancel):
    """Requested the n-th time that anybody looks."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.looks, self._number = 0, number

    @property
    def is_requested(self) -> bool:
        self.looks += 1
        if self.looks == self._number:
            self.request()
        return super().is_requested


def test_that_a_cancel_at_any_look_ends_the_solve_with_an_honest_answer(small: Plan) -> None:
    number = 0
    while True:
        number += 1
        cancel = CancelAtLook(number)
        result = solve(small, Settings(workers=1), cancel=cancel)
        assert result.status in {"OPTIMAL", "FEASIBLE", "UNKNOWN"}
        assert result.schedule is None or not schedule_faults(State(small, result.schedule))
        if cancel.looks < number:
            break
    assert number > 5
    assert result.status == "OPTIMAL"


def test_that_a_cancel_in_the_middle_keeps_the_best_so_far(medium: Plan) -> None:
    cancel = Cancel()

    def stop_in_second_stage(progress: Progress) -> None:
        if progress.number == 2:
            cancel.request()

    result = solve(medium, on_progress=stop_in_second_stage, cancel=cancel)
    assert result.schedule is not None
    assert result.stages[0].status == "OPTIMAL"
    assert result.stages[2].status == "FEASIBLE"
    assert result.stages[2].bound is None
    assert result.status == "FEASIBLE"


def test_that_no_thread_is_left_behind(small: Plan) -> None:
    before = threading.active_count()
    solve(small)
    assert threading.active_count() == before


def test_that_a_time_limit_of_nothing_finds_nothing_and_says_so(medium: Plan) -> None:
    assert solve(medium, Settings(time_limit=0.0)).status == "UNKNOWN"


def test_that_progress_tells_stage_incumbent_bound_and_gap(medium: Plan) -> None:
    told: list[Progress] = []
    solve(medium, on_progress=told.append)
    assert {(each.stage, each.number, each.of) for each in told} == {
        ("funding", 1, 3),
        ("net_cost", 2, 3),
        ("finishes", 3, 3),
    }
    last = [each for each in told if each.stage == "funding"][-1]
    assert (last.incumbent, last.bound, last.gap) == (320_000, 320_000, 0.0)
    assert Progress("funding", 1, 3, 75, 100, 0.0).gap == 0.25
    assert Progress("funding", 1, 3, None, 100, 0.0).gap is None


def test_that_bounds_are_rounded_to_the_strictest_whole_number_they_allow() -> None:
    assert whole_bound(10.7, maximise=True) == 10
    assert whole_bound(10.9999999, maximise=True) == 11
    assert whole_bound(10.2, maximise=False) == 11
    assert whole_bound(10.0000001, maximise=False) == 10


def test_that_one_worker_and_one_seed_give_the_same_schedule_again(medium: Plan) -> None:
    once, again = (solve(medium, Settings(workers=1, seed=7)).schedule for _ in range(2))
    assert once == again


@settings(max_examples=25)
@given(plan=small_plans(), draw=st.data())
def test_that_a_hint_however_wrong_changes_no_optimum(plan: Plan, draw: st.DataObject) -> None:
    without = solve(plan, Settings(workers=1))
    days = st.dates(plan.start - timedelta(days=3), plan.horizon)
    assignments = tuple(
        Assignment(phase.id, draw.draw(st.sampled_from(phase.options)).id, day, day)
        for phase in plan.phases
        for day in (draw.draw(days),)
    )
    hint = draw.draw(st.sampled_from([Schedule(assignments), without.schedule or Schedule(())]))
    hinted = solve(plan, Settings(workers=1), hint=hint)
    assert [(stage.value, stage.bound) for stage in hinted.stages] == [
        (stage.value, stage.bound) for stage in without.stages
    ]


def test_that_a_hint_of_phases_and_options_that_are_gone_is_passed_over(small: Plan) -> None:
    gone = (Assignment("GONE", "XYZ", START, START), Assignment("S1", "XYZ", START, START))
    assert solve(small, hint=Schedule(gone)).stages[0].value == 70_000


def test_that_a_fitting_hint_is_the_first_schedule(medium: Plan) -> None:
    best = solve(medium).schedule
    seen: list[int | None] = []
    solve(medium, hint=best, on_progress=lambda progress: seen.append(progress.incumbent))
    assert next(value for value in seen if value is not None) == 320_000


def test_that_the_audit_refuses_a_wrong_figure_and_shows_both() -> None:
    plan = a_plan()
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))
    audit(plan, schedule, price(plan, schedule))
    with pytest.raises(AuditError, match=r"funding: the solver says 10,001, the planner 10,000"):
        audit(plan, schedule, {"funding": 10_001})


def test_that_the_audit_refuses_a_schedule_with_a_fault() -> None:
    plan = a_plan(partners=(a_partner(windows=(DateRange(START, START),)),))
    with pytest.raises(AuditError, match="PARTNER-WINDOW"):
        audit(plan, Schedule((an_assignment(plan),)), {})


def test_that_settling_pays_earlier_credits_first_where_a_cap_leaves_a_choice() -> None:
    plan = a_plan(
        credits=(a_credit("C1", combined_caps=("CAP",)), a_credit("C2", combined_caps=("CAP",))),
        combined_caps=(CombinedCap(id="CAP", limit=12_000),),
        one_source_per_phase=False,
    )
    claims = settle(plan, (an_assignment(plan),))
    assert claims == (Claim("P1", "C1", 10_000), Claim("P1", "C2", 2_000))


def test_that_settling_pays_earlier_phases_first_among_those_that_are_paid() -> None:
    credit = a_credit(face=12_000, minimum_milestones=2)
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), partners=(a_partner(teams=2),), credits=(credit,))
    claims = settle(plan, (an_assignment(plan, "P1"), an_assignment(plan, "P2")))
    assert claims == (Claim("P1", "C1", 10_000), Claim("P2", "C1", 2_000))


def test_that_settling_many_credits_over_many_phases_ends(medium: Plan) -> None:
    """Spreading equal claims over the phases is a transport problem only while the paid pairs are kept."""
    phases = tuple(a_phase(f"P{number}", seats=number) for number in range(30))
    offered = tuple(
        a_credit(f"C{number}", face=60_000 + 7_000 * number, minimum_milestones=3, minimum_seats=40)
        for number in range(6)
    )
    plan = a_plan(phases=phases, credits=offered, horizon=medium.horizon)
    assignments = tuple(an_assignment(plan, phase.id) for phase in phases)
    claims = settle(plan, assignments, seconds=60)
    assert sum(claim.amount for claim in claims) == 300_000


def test_that_a_hint_that_holds_is_never_lost(medium: Plan) -> None:
    """Even if no search finds anything after it."""
    best = solve(medium, Settings(objective="finish")).schedule
    cancel = Cancel()
    result = solve(medium, hint=best, cancel=cancel, on_progress=lambda _: cancel.request())
    assert result.status == "FEASIBLE"
    assert result.schedule is not None
    assert best is not None
    assert result.schedule.assignments == best.assignments
    assert sum(claim.amount for claim in result.schedule.claims) == result.stages[0].value


def test_that_the_first_schedule_is_timed_from_the_beginning(medium: Plan) -> None:
    began: list[float] = []
    result = solve(medium, on_progress=lambda progress: began.append(progress.seconds))
    assert result.first_schedule_seconds is not None
    assert began[0] <= result.first_schedule_seconds <= result.seconds


def test_that_regions_with_their_own_calendars_do_not_keep_a_plan_from_being_solved(medium: Plan) -> None:
    names = ("North", "South", "East", "West")
    regions = tuple(
        Region(name, Calendar(tuple(START + timedelta(days=number * 9 + 30 * day) for day in range(9))))
        for number, name in enumerate(names)
    )
    phases = tuple(replace(phase, region=names[number % len(names)]) for number, phase in enumerate(medium.phases))
    result = solve(replace(medium, regions=regions, phases=phases), Settings(time_limit=60))
    assert result.stages[0].status == "OPTIMAL"


@pytest.mark.parametrize("objective", STAGES)
def test_that_the_largest_amounts_stay_within_the_solvers_integers(objective: Objective) -> None:
    rate = ExchangeRate(currency="EUR", millionths=10**12, dated=START)
    options = (by_partner(cost=LARGEST_AMOUNT),)
    plan = a_plan(
        phases=tuple(a_phase(f"P{n}", eligible_cost=LARGEST_AMOUNT, options=options) for n in range(3)),
        credits=(a_credit("C1", face=LARGEST_AMOUNT), a_credit("C2", face=LARGEST_AMOUNT // 10**6, exchange=rate)),
    )
    assert solve(plan, Settings(objective=objective)).status == "OPTIMAL"


def test_that_settling_takes_no_claim_away_for_a_fault_of_the_schedule() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    claims = settle(plan, (an_assignment(plan, "P1"), an_assignment(plan, "P2")))
    assert sum(claim.amount for claim in claims) == 20_000


def test_that_within_a_tolerance_of_the_best_funding_the_medium_plan_ends_earlier(medium: Plan) -> None:
    exact = solve(medium, Settings(objective=(Aim("funding"), Aim("finish"))))
    within = solve(medium, Settings(objective=(Aim("funding", 1_500), Aim("finish"))))
    assert exact.status == within.status == "OPTIMAL"
    assert [stage.bound for stage in exact.stages] == [320_000, exact.stages[1].value]
    funding, finish = within.stages
    assert (funding.bound, funding.tolerance) == (320_000, 1_500)
    assert 272_000 <= int(funding.value or 0) < 320_000
    assert int(finish.value or 0) < int(exact.stages[1].value or 0)


def test_that_funding_within_a_tolerance_is_not_called_the_most(medium: Plan) -> None:
    within = best_known(solve(medium, Settings(objective=(Aim("funding", 1_500), Aim("finish")))))
    assert within is not None
    assert (within.bound, within.is_proven) == (320_000, False)


def test_that_nothing_moves_where_the_present_schedule_is_kept_first(medium: Plan) -> None:
    present = solve(medium, Settings(objective="finish")).schedule
    result = solve(medium, Settings(objective=(Aim("moved"), Aim("funding"))), hint=present)
    assert result.status == "OPTIMAL"
    assert result.stages[0].value == 0
    assert result.schedule == present


def price_of(plan: Plan) -> dict[str, int | None]:
    return {stage.name: stage.value for stage in solve(plan).stages}


def test_that_what_has_to_move_moves_no_later_than_it_has_to() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    present = Schedule(tuple(an_assignment(plan, each) for each in plan.phase))
    phases = (replace(plan.phase["P1"], earliest_start=date(2027, 2, 1)), plan.phase["P2"])
    after = replace(plan, phases=phases)
    result = solve(after, Settings("fewest-moves", workers=1), hint=present)
    assert result.status == "OPTIMAL"
    assert result.schedule is not None
    assert result.schedule.placed["P1"].start == date(2027, 2, 1)
    assert result.schedule.placed["P2"] == present.placed["P2"]
