"""Where a rollout stands: what has begun stays as it is, and the rest is planned from the status date on."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.checks import first_overload, schedule_faults
from planner.funding.claim_rules import Delivery, claim_limit, is_claimable
from planner.funding.credits import Credit
from planner.funding.fallen import fallen_claims
from planner.invariants import PlanError
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.moves import move
from planner.rollout.passes import earliest, latest
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.rollout.tracking import begun_run, begun_runs, holding_teams, remaining_days, with_begun
from planner.scenarios import keep_scenario, promote_scenario
from planner.value import DateRange
from planner.variance import baseline_variance, variance
from planner.wave_edits import join_waves, split_into_waves
from solver.claims import settle
from solver.risk.network import network
from solver.risk.simulate import unslipped
from solver.settings import Settings
from solver.solve import solve
from tests.brute_force import every_schedule
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_partner, internally
from tests.small_plans import small_plans

AS_OF = date(2027, 1, 20)
"""A Wednesday, two weeks and two days after the plans begin."""


def tracked(**changes: object) -> Plan:
    """P1 (ten days by PAR) began on the first day; P2 waits for it."""
    phases = (a_phase(), a_phase("P2"))
    links = (Dependency(predecessor="P1", successor="P2"),)
    plan = edits.set_status_date(a_plan(phases=phases, dependencies=links, **changes), AS_OF)
    return edits.record_start(plan, "P1", START, "PAR")


# When running work ends


@pytest.mark.parametrize(
    ("percent", "finish"),
    [
        (None, AS_OF),  # ten days were over on 15 January, so the rest is done today at the earliest
        (0, date(2027, 2, 2)),
        (50, date(2027, 1, 26)),
        (91, AS_OF),
        (100, AS_OF),
    ],
)
def test_that_running_work_ends_when_its_remaining_days_from_the_status_date_on_are_over(
    percent: int | None, finish: date
) -> None:
    plan = edits.record_progress(tracked(), "P1", percent)
    assert begun_run(plan, plan.phase["P1"]) == Assignment("P1", "PAR", START, finish)


def test_that_work_on_time_ends_as_planned_while_nobody_says_otherwise() -> None:
    plan = edits.set_status_date(tracked(), date(2027, 1, 6))
    assert begun_run(plan, plan.phase["P1"]) == an_assignment(plan)


def test_that_finished_work_ends_on_its_day_even_where_that_is_a_day_off() -> None:
    saturday = date(2027, 1, 9)
    plan = edits.record_finish(tracked(), "P1", saturday)
    run = begun_run(plan, plan.phase["P1"])
    assert run == Assignment("P1", "PAR", START, saturday)
    assert schedule_faults(State(plan, Schedule((run, an_assignment(plan, "P2", AS_OF))))) == ()


@pytest.mark.parametrize("kind", ["pause", "block"])
def test_that_a_freeze_stops_running_work(kind: str) -> None:
    freeze = Freeze("Close", DateRange(date(2027, 1, 21), date(2027, 1, 22)), kind)  # type: ignore[arg-type]
    phases = (a_phase(change=True), a_phase("P2"))
    plan = edits.record_progress(edits.change_plan(tracked(), freezes=(freeze,), phases=phases), "P1", 70)
    assert begun_runs(plan)["P1"].finish == date(2027, 1, 26)
    assert remaining_days(plan, plan.phase["P1"]) == 3


@settings(max_examples=200)
@given(small_plans(features=("progress", "freezes", "regions")))
def test_that_running_work_ends_no_earlier_than_its_remaining_days_say(plan: Plan) -> None:
    for name, run in begun_runs(plan).items():
        left = remaining_days(plan, plan.phase[name])
        assert run.start == plan.actual[name].started_on
        if left is None:
            assert run.finish == plan.actual[name].finished_on
        else:
            assert left >= 1
            assert plan.status_date is not None
            assert run.finish >= plan.status_date + timedelta(days=left - 1)


def test_that_running_work_of_which_nothing_new_is_told_goes_on_as_planned() -> None:
    plan = edits.record_progress(tracked(), "P1", 50)
    for day in (AS_OF, date(2027, 1, 26)):
        assert begun_runs(edits.set_status_date(plan, day))["P1"].finish == date(2027, 1, 26)
    assert begun_runs(edits.set_status_date(plan, date(2027, 2, 1)))["P1"].finish == date(2027, 2, 1)


# What every schedule keeps


@settings(max_examples=60)
@given(small_plans(features=("progress", "links", "teams"), most_phases=2))
def test_that_what_has_begun_stays_and_nothing_else_starts_before_the_status_date(plan: Plan) -> None:
    assert plan.status_date is not None
    result = solve(plan, Settings(workers=1))
    if result.schedule is None:
        assert next(every_schedule(plan), None) is None
        return
    for run in result.schedule.assignments:
        if run.phase in plan.actual:
            assert run == begun_run(plan, plan.phase[run.phase])
        else:
            assert run.start >= plan.status_date


@settings(max_examples=100)
@given(small_plans(features=("progress", "links", "freezes", "regions", "partner windows"), most_phases=3))
def test_that_the_passes_over_the_network_leave_out_no_schedule(plan: Plan) -> None:
    first = earliest(plan)
    last = latest(plan, first)
    for number, runs in enumerate(every_schedule(plan)):
        for run in runs:
            assert min(each.start for _, each in first[run.phase].runs) <= run.start
            assert max(each.start for _, each in last[run.phase].runs) >= run.start
        if number == 20:
            break


def test_that_a_phase_planned_before_the_status_date_that_has_not_begun_is_told() -> None:
    plan = edits.take_back_progress(tracked(), "P1")
    runs = (an_assignment(plan), an_assignment(plan, "P2", date(2027, 1, 25)))
    (fault,) = schedule_faults(State(plan, Schedule(runs)))
    assert (fault.code, fault.place) == ("STATUS-DATE", ("phase", "P1"))


def test_that_a_schedule_which_contradicts_what_has_begun_is_told_once() -> None:
    plan = tracked()
    runs = (an_assignment(plan, start=date(2027, 1, 5)), an_assignment(plan, "P2", date(2027, 1, 25)))
    (fault,) = schedule_faults(State(plan, Schedule(runs)))
    assert (fault.code, fault.place) == ("ACTUAL", ("phase", "P1"))


def test_that_what_began_out_of_order_breaks_no_link_and_holds_nothing_up() -> None:
    plan = edits.record_start(edits.take_back_progress(tracked(), "P1"), "P2", AS_OF, "PAR")
    runs = (an_assignment(plan, "P1", date(2027, 2, 3)), an_assignment(plan, "P2", AS_OF))
    assert schedule_faults(State(plan, Schedule(runs))) == ()


def test_that_too_many_begun_phases_overload_nobody_but_leave_no_team_for_others() -> None:
    partner = a_partner(teams=1)
    runs = [Assignment(name, "PAR", START, date(2027, 1, 20 + number)) for number, name in enumerate(("A", "B"))]
    assert first_overload(partner, runs, {"A", "B"}) is None
    later = Assignment("C", "PAR", date(2027, 1, 21), date(2027, 1, 22))
    assert first_overload(partner, [*runs, later], {"A", "B"}) == (date(2027, 1, 21), ["B", "C"])


RUN = st.tuples(st.integers(0, 8), st.integers(0, 4))


@given(runs=st.lists(RUN, max_size=8), teams=st.integers(1, 3), begun=st.sets(st.integers(0, 7)))
def test_that_the_first_overload_is_the_one_found_day_by_day(
    runs: list[tuple[int, int]], teams: int, begun: set[int]
) -> None:
    placed = [
        Assignment(str(number), "PAR", START + timedelta(days=first), START + timedelta(days=first + length))
        for number, (first, length) in enumerate(runs)
    ]
    expected = None
    for day in (START + timedelta(days=number) for number in range(14)):
        running = [each.phase for each in placed if each.start <= day <= each.finish]
        if len(running) > teams and any(each.start == day and int(each.phase) not in begun for each in placed):
            expected = expected or (day, running)
    assert first_overload(a_partner(teams=teams), placed, {str(number) for number in begun}) == expected


def test_that_of_too_many_begun_phases_those_that_end_last_keep_the_teams() -> None:
    plan = edits.record_start(tracked(), "P2", START, "PAR")
    plan = edits.record_progress(plan, "P2", 10)
    assert holding_teams(plan) == {"P2"}


def test_that_a_link_holds_back_what_waits_for_running_work() -> None:
    result = solve(edits.record_progress(tracked(), "P1", 0), Settings(workers=1))
    assert result.status == "OPTIMAL"
    assert result.schedule is not None
    assert result.schedule.placed["P2"].start == date(2027, 2, 3)


def test_that_running_work_beyond_the_horizon_is_no_contradiction() -> None:
    plan = edits.change_plan(tracked(), phases=(a_phase(),), dependencies=(), horizon=date(2027, 1, 22))
    result = solve(edits.record_progress(plan, "P1", 0), Settings(workers=1))
    assert result.schedule is not None
    assert result.schedule.placed["P1"].finish == date(2027, 2, 2)


def test_that_a_claim_counts_on_the_dates_that_came_about() -> None:
    credit = a_credit(window=DateRange(START, date(2027, 1, 19)), status="approved", approved_on=START)
    plan = tracked(credits=(credit,))
    late = with_begun(plan, Schedule((an_assignment(plan),)))
    assert settle(plan, late.assignments) == ()
    in_time = edits.record_finish(plan, "P1", date(2027, 1, 19))
    runs = with_begun(in_time, Schedule((an_assignment(plan),))).assignments
    assert settle(in_time, runs) == (Claim("P1", "C1", 10_000),)


# Edits


def test_that_a_schedule_follows_what_is_recorded() -> None:
    before = a_plan()
    schedule = Schedule((an_assignment(before),))
    after = edits.record_start(edits.set_status_date(before, AS_OF), "P1", date(2027, 1, 11), "PAR")
    assert edits.carried(schedule, before, after).placed["P1"].start == date(2027, 1, 11)


def test_that_what_has_begun_is_moved_by_nobody() -> None:
    plan = tracked()
    state = State(plan, with_begun(plan, Schedule((an_assignment(plan), an_assignment(plan, "P2", AS_OF)))))
    assert state.schedule is not None
    assert move(state, "P1", date(2027, 3, 1), push=True).assignments == state.schedule.assignments


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda plan: edits.record_start(plan, "P2", date(2027, 1, 21), "PAR"), "after the status date"),
        (lambda plan: edits.record_finish(plan, "P2", AS_OF), "has not begun"),
        (lambda plan: edits.record_progress(edits.record_finish(plan, "P1", AS_OF), "P1", 50), "is finished"),
        (lambda plan: edits.set_status_date(plan, None), "no status date"),
        (lambda plan: edits.set_status_date(plan, date(2027, 1, 1)), "after the status date"),
        (lambda plan: edits.record_progress(plan, "P1", 101), "at most 100"),
        (lambda plan: edits.change_phase(plan, "P1", options=(internally(),)), "names option 'PAR'"),
        (lambda plan: split_into_waves(State(plan), "P1", (1, 1)), "has begun"),
        (lambda plan: join_waves(State(plan), ("P1", "P2"), "P1"), "has begun"),
    ],
)
def test_that_history_is_not_contradicted(edit: object, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        edit(tracked())  # type: ignore[operator]


def test_that_progress_follows_its_phase_and_its_partner() -> None:
    plan = edits.rename_partner(edits.rename_phase(State(tracked()), "P1", "Q1"), "PAR", "NEW").plan
    assert (plan.actual["Q1"].option, plan.actual["Q1"].started_on) == ("NEW", START)
    assert edits.remove_phase(plan, "Q1").actuals == ()


def test_that_a_finish_replaces_the_percentage_and_keeps_the_invoices() -> None:
    invoice = Payment(paid_on=AS_OF, amount=7_000, evidence="INV 7")
    plan = edits.record_invoice(edits.record_progress(tracked(), "P1", 90), "P1", invoice)
    actual = edits.record_finish(plan, "P1", AS_OF).actual["P1"]
    assert (actual.percent, actual.finished_on, actual.invoices) == (None, AS_OF, (invoice,))


def test_that_a_promoted_scenario_keeps_what_was_done_since() -> None:
    early = a_plan()
    plan = keep_scenario(early, "Early", State(early, Schedule((an_assignment(early, start=date(2027, 3, 1)),))))
    plan = edits.record_start(edits.set_status_date(plan, AS_OF), "P1", START, "PAR")
    after = promote_scenario(State(plan), "Early")
    assert after.plan.actual["P1"].started_on == START
    assert after.schedule is not None
    assert after.schedule.placed["P1"].start == START


def test_that_a_scenario_without_a_phase_that_has_begun_is_refused() -> None:
    plan = keep_scenario(tracked(), "Without", State(a_plan(phases=())))
    with pytest.raises(PlanError, match="names phase 'P1'"):
        promote_scenario(State(plan), "Without")


# Variance and fallen claims


def test_that_variance_counts_working_days_and_money() -> None:
    before = a_plan()
    agreed = State(before, Schedule((an_assignment(before),), (Claim("P1", "C1", 10_000),)))
    dearer = replace(before, phases=(a_phase(options=(by_partner(cost=24_000),)),))
    now = State(dearer, Schedule((an_assignment(dearer, start=date(2027, 1, 11)),), (Claim("P1", "C1", 9_000),)))
    found = variance(agreed, now)
    (phase,), (credit,) = found.phases, found.credits
    assert (phase.standing, phase.start, phase.finish, phase.cost, phase.claimed) == ("not begun", 5, 5, 4_000, -1_000)
    assert (credit.before, credit.after, found.cost, found.funding) == (10_000, 9_000, 4_000, -1_000)


@settings(max_examples=60)
@given(small_plans(features=("progress",)), st.data())
def test_that_variances_sum_to_the_difference_of_the_totals(plan: Plan, draw: st.DataObject) -> None:
    schedules = [runs for _, runs in zip(range(8), every_schedule(plan), strict=False)]
    if not schedules:
        return
    old, new = (Schedule(runs, settle(plan, runs)) for runs in (draw.draw(st.sampled_from(schedules)), schedules[-1]))
    found = variance(State(plan, old), State(plan, new))
    assert found.funding == sum(each.amount for each in new.claims) - sum(each.amount for each in old.claims)
    assert sum(each.claimed for each in found.phases) == found.funding
    assert all(each.is_as_agreed for each in variance(State(plan, new), State(plan, new)).phases)


def test_that_a_baseline_may_name_what_is_gone() -> None:
    plan = a_plan(baseline=Schedule((Assignment("P9", "PAR", START, START),), (Claim("P9", "C1", 5),)))
    found = baseline_variance(State(plan, Schedule((an_assignment(plan),))))
    assert found is not None
    assert [each.phase for each in found.phases] == ["P1"]
    assert baseline_variance(State(a_plan())) is None


@settings(max_examples=60)
@given(small_plans("WINDOW", features=("progress",), most_phases=2))
def test_that_a_claim_is_called_impossible_exactly_where_no_schedule_of_the_phase_alone_has_it(plan: Plan) -> None:
    runs = next(every_schedule(plan), None)
    if runs is None:
        return
    agreed = Schedule(runs, tuple(Claim(phase, credit, 9) for phase in plan.phase for credit in plan.credit))
    alone = replace(plan, dependencies=(), partners=tuple(replace(each, teams=9) for each in plan.partners))
    earned = {
        (run.phase, credit.id)
        for each in every_schedule(alone)
        for run in each
        for credit in plan.credits
        if _earns(plan, credit, run)
    }
    for fallen in fallen_claims(State(plan, agreed), State(plan, Schedule(runs))):
        assert fallen.is_impossible == ((fallen.phase, fallen.credit) not in earned)


def test_that_a_fallen_claim_names_the_credit_that_pays_in_its_place_and_says_that_its_dates_are_in_time() -> None:
    plan = a_plan(credits=(a_credit("C1"), a_credit("C2")))
    runs = (an_assignment(plan),)
    agreed = State(plan, Schedule(runs, (Claim("P1", "C1", 5_000),)))
    (instead,) = fallen_claims(agreed, State(plan, Schedule(runs, (Claim("P1", "C2", 10_000),))))
    assert instead.why == "C2 pays for P1 instead: so all credits together pay most on these dates."
    assert instead.is_in_time
    (without,) = fallen_claims(agreed, State(plan, Schedule(runs)))
    assert without.why == "On these dates all credits together pay most without it."
    assert not instead._replace(start=None).is_in_time
    assert not instead._replace(first_start=None, last_start=None).is_in_time


def _earns(plan: Plan, credit: Credit, run: Assignment) -> bool:
    phase = plan.phase[run.phase]
    option = phase.option(run.option)
    assert option is not None
    delivered = Delivery(phase, option, run.start, run.finish)
    return is_claimable(plan, credit, delivered) and claim_limit(credit, phase, option) > 0


# Risk


@settings(max_examples=60)
@given(small_plans(features=("progress", "links", "freezes", "regions", "partner windows"), most_phases=2))
def test_that_where_nothing_slips_what_has_begun_lies_where_it_does(plan: Plan) -> None:
    runs = next(every_schedule(plan), None)
    if runs:
        assert unslipped(plan, Schedule(runs)) == runs


def test_that_finished_work_slips_no_more_and_running_work_by_what_remains_of_it() -> None:
    finished = edits.record_finish(tracked(), "P1", AS_OF)
    running = edits.record_progress(tracked(), "P1", 50)
    found = []
    for plan in (finished, running):
        runs = (begun_runs(plan)["P1"], an_assignment(plan, "P2", date(2027, 2, 8)))
        found.append(network(plan, Schedule(runs)).steps[0].estimate)
    assert found[0].optimistic == found[0].likely == found[0].pessimistic == 13
    assert found[1].likely == 17
    assert found[1].likely < found[1].pessimistic < 17 + 10


def test_that_what_has_begun_without_dates_is_placed_where_the_plan_names_it() -> None:
    plan = tracked()
    first, *_ = plan.phases
    begun = edits.record_start(replace(plan, actuals=()), first.id, START, first.options[0].id)
    others = Schedule(tuple(an_assignment(plan, phase.id) for phase in plan.phases if phase.id != first.id))
    assert [run.phase for run in with_begun(begun, others).assignments] == [*plan.phase]


def test_that_a_claim_on_what_is_gone_or_has_no_dates_fell_for_that_reason() -> None:
    plan = a_plan(phases=(a_phase(), a_phase("P2"), a_phase("P3")), credits=(a_credit(), a_credit("C2")))
    claims = (Claim("P1", "C1", 5), Claim("P2", "C1", 5), Claim("P3", "C2", 5))
    agreed = State(plan, Schedule(tuple(an_assignment(plan, each) for each in plan.phase), claims))
    now = State(replace(plan, phases=plan.phases[1:], credits=plan.credits[:1]), Schedule(()))
    fallen = fallen_claims(agreed, now)
    assert [(each.phase, each.why, each.is_impossible) for each in fallen] == [
        ("P1", "P1 is no longer in the plan.", True),
        ("P2", "P2 has no dates.", False),
        ("P3", "C2 is no longer in the plan.", True),
    ]
    undated = fallen_claims(State(plan, Schedule((), claims[:1])), State(plan))
    assert [each.why for each in undated] == ["P1 has no dates."]


# Work on an answer that has not come


def test_that_work_that_began_before_an_answer_came_earns_nothing_until_the_answer_is_recorded() -> None:
    credit = a_credit(request_date=START, status="requested")
    plan = tracked(credits=(credit,))
    runs = with_begun(plan, Schedule((an_assignment(plan),))).assignments
    assert settle(plan, runs) == ()
    answered = edits.record_answer(plan, "C1", START, approved=True)
    assert settle(answered, runs) == (Claim("P1", "C1", 10_000),)
