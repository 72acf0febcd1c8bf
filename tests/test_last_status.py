"""The status that the plan keeps: what the next one is told beside, and what was due and has not been told."""

from datetime import date, timedelta

from hypothesis import given, settings

from planner import edits
from planner.files import encode, parse
from planner.invariants import PlanError
from planner.payments import Payment
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.rollout.tracking import begun_runs
from planner.scenarios import changed_facts, is_same_rollout
from planner.status.last import last_status, with_status_date, with_status_kept
from planner.status.progress import Due, due_progress, usual_option, with_progress_as_planned
from tests.builders import START, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from tests.strategies import states

MONDAYS = tuple(START + timedelta(days=7 * number) for number in range(4))


def scheduled(plan: Plan) -> State:
    return State(plan, Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase)))


def kept_on(state: State, day: date) -> State:
    return with_status_kept(State(edits.set_status_date(state.plan, day), state.schedule))


def test_that_a_status_is_told_beside_the_one_before_it() -> None:
    state = scheduled(a_plan())
    for number, day in enumerate(MONDAYS):
        state = kept_on(State(edits.change_plan(state.plan, name=f"Week {number}"), state.schedule), day)
    before = last_status(state, MONDAYS[-1])
    assert (before.plan.status_date, before.plan.name) == (MONDAYS[-2], "Week 2")
    assert [each.plan.status_date for each in state.plan.scenarios] == [*MONDAYS[-2:]]


def test_that_what_is_planned_on_the_first_status_date_counts_as_agreed() -> None:
    state = scheduled(a_plan())
    plan = with_status_date(state, START)
    assert plan.baseline == state.schedule
    later = State(plan, Schedule((an_assignment(plan, "P1", MONDAYS[1]),)))
    assert with_status_date(later, MONDAYS[1]).baseline == state.schedule
    assert with_status_date(state, None) is state.plan


def test_that_a_status_of_the_same_day_takes_the_place_of_the_one_before() -> None:
    state = kept_on(kept_on(scheduled(a_plan()), START), START)
    assert [each.name for each in state.plan.scenarios] == [f"Status of {START}"]


def test_that_the_first_status_is_told_beside_the_baseline_and_before_that_beside_itself() -> None:
    untold = scheduled(a_plan())
    assert last_status(untold, START) is untold
    begun = edits.record_start(edits.set_status_date(a_plan(baseline=untold.schedule), START), "P1", START, "PAR")
    before = last_status(State(begun, untold.schedule), START)
    assert before.schedule == untold.schedule
    assert {(fact.place, fact.field) for fact in changed_facts(before.plan, begun)} == {
        ("plan", "status_date"),
        ("progress of P1", ""),
    }


@settings(max_examples=25)
@given(states())
def test_that_keeping_a_status_changes_no_fact_of_any_rollout_and_comes_back_from_its_file(state: State) -> None:
    kept = with_status_kept(state)
    assert is_same_rollout(kept.plan, state.plan)
    assert kept.schedule == state.schedule
    assert parse(encode(kept)) == kept
    if state.plan.status_date is not None:
        assert last_status(kept, state.plan.status_date + timedelta(days=1)).plan.status_date == state.plan.status_date


def test_that_what_was_due_before_a_day_is_asked_for_until_it_is_told() -> None:
    state = scheduled(a_plan(phases=(a_phase(), a_phase("P2", options=(by_partner(duration=30),)))))
    day = date(2027, 1, 18)
    due = due_progress(state, day)
    assert due == (Due("P1", "start", START), Due("P2", "start", START), Due("P1", "finish", date(2027, 1, 15)))
    plan = with_progress_as_planned(state, day, due)
    told = State(plan, edits.carried(state.schedule or Schedule(()), state.plan, plan))
    assert due_progress(told, day) == ()
    assert told.schedule == state.schedule
    assert [actual.finished_on for actual in plan.actuals] == [date(2027, 1, 15), None]


@settings(max_examples=25)
@given(states())
def test_that_work_told_as_planned_lies_as_it_was_planned(state: State) -> None:
    day = state.plan.horizon
    try:
        plan = with_progress_as_planned(state, day, due_progress(state, day))
    except PlanError:  # a schedule of any dates may lie outside of its plan
        return
    placed = state.schedule.placed if state.schedule is not None else {}
    for phase, run in begun_runs(plan).items():
        if phase not in state.plan.actual and plan.actual[phase].finished_on is not None:
            assert run == placed[phase]


def test_that_work_which_is_not_finished_after_all_runs_again() -> None:
    plan = edits.record_start(edits.set_status_date(a_plan(), date(2027, 1, 18)), "P1", START, "PAR")
    finished = edits.record_finish(plan, "P1", date(2027, 1, 15))
    assert edits.record_finish(finished, "P1", None) == plan
    assert edits.record_finish(plan, "P1", None) is plan


def test_that_who_delivers_is_known_unless_it_is_open_between_several_ways() -> None:
    plan = a_plan(phases=(a_phase(options=(by_partner(), by_fasttrack())),))
    assert usual_option(State(plan), "P1") is None
    assert usual_option(State(edits.pin(plan, "P1", option="fasttrack")), "P1") == "fasttrack"
    assert usual_option(State(plan, Schedule((an_assignment(plan),))), "P1") == "PAR"


def test_that_money_that_moved_is_corrected_and_taken_back() -> None:
    invoice = Payment(paid_on=START, amount=5_000)
    plan = edits.record_start(edits.set_status_date(a_plan(), START), "P1", START, "PAR")
    paid = edits.record_payment(edits.record_invoice(plan, "P1", invoice), "C1", invoice)
    changed = edits.change_payment(edits.change_invoice(paid, "P1", 0, amount=6_000), "C1", 0, evidence="R-17")
    assert changed.actual["P1"].invoices[0].amount == 6_000
    assert changed.credit["C1"].payments[0].evidence == "R-17"
    back = edits.remove_payment(edits.remove_invoice(changed, "P1", 0), "C1", 0)
    assert (back.actual["P1"].invoices, back.credit["C1"].payments) == ((), ())


def test_that_nothing_is_kept_without_a_status_date() -> None:
    state = scheduled(a_plan())
    assert with_status_kept(state) is state


def test_that_a_finish_of_begun_work_is_told_and_only_what_is_named() -> None:
    state = scheduled(a_plan(phases=(a_phase(), a_phase("P2"))))
    day = date(2027, 1, 18)
    begun = with_progress_as_planned(state, START, [Due("P1", "start", START)])
    assert begun.status_date == START
    plan = with_progress_as_planned(State(begun, state.schedule), day, [Due("P1", "finish", date(2027, 1, 15))])
    assert [(each.phase, each.finished_on) for each in plan.actuals] == [("P1", date(2027, 1, 15))]
    again = with_progress_as_planned(State(plan, state.schedule), day, [])
    assert again == plan
