"""Phases stay where they are unless something is gained by their move."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.difference import moved
from planner.rollout.schedule import Assignment, Claim, Schedule
from solver.audit import price
from solver.cancel import Cancel
from solver.settings import MAXIMISED, STAGES, Objective, Settings, aims
from solver.solve import solve
from solver.staying import staying
from tests.builders import START, a_partner, a_phase, a_plan, an_assignment
from tests.small_plans import small_plans

TERMS = STAGES["funding"]
FORTNIGHT = timedelta(days=14)
OBJECTIVES: tuple[Objective, ...] = ("funding", "net-cost", "finish", "fewest-moves")


def one_after_the_other(*phases: str, **changes: object) -> Plan:
    """Phases that are alike, of a partner with one team."""
    return a_plan(phases=tuple(map(a_phase, phases)), partners=(a_partner(teams=1),), credits=(), **changes)


def in_order(plan: Plan, *phases: str) -> Schedule:
    """Each as soon as the one before it has ended."""
    runs = (an_assignment(plan, phase, START + number * FORTNIGHT) for number, phase in enumerate(phases))
    return Schedule(tuple(runs))


def starts(schedule: Schedule) -> dict[str, Assignment]:
    return {run.phase: run for run in schedule.assignments}


def test_that_phases_which_took_each_others_places_stay_while_what_gains_moves() -> None:
    plan = one_after_the_other("P1", "P2", "P3")
    present = in_order(plan, "P1", "P2")
    late = an_assignment(plan, "P3", START + 5 * FORTNIGHT)
    present = Schedule((*present.assignments, late))
    found = in_order(plan, "P2", "P1", "P3")
    kept = staying(plan, present, found, TERMS)
    assert starts(kept) == {**starts(present), "P3": starts(found)["P3"]}


def test_that_what_hangs_on_a_swapped_phase_goes_back_with_it() -> None:
    links = (Dependency(predecessor="P1", successor="P3"), Dependency(predecessor="P2", successor="P4"))
    plan = one_after_the_other("P1", "P2", "P3", "P4", "P5", dependencies=links)
    present = Schedule(
        (
            *in_order(plan, "P1", "P2", "P3", "P4").assignments,
            an_assignment(plan, "P5", START + 9 * FORTNIGHT),
        )
    )
    found = in_order(plan, "P2", "P1", "P4", "P3", "P5")
    kept = staying(plan, present, found, TERMS)
    assert starts(kept) == {**starts(present), "P5": starts(found)["P5"]}


def test_that_a_solve_moves_only_what_broke_a_rule_where_all_phases_are_alike() -> None:
    plan = one_after_the_other(*(f"P{number}" for number in range(6)))
    *rest, last = in_order(plan, "P3", "P1", "P5", "P0", "P2", "P4").assignments
    clashing = Schedule((*rest, replace(last, start=START, finish=rest[0].finish)))
    found = solve(plan, Settings(workers=1), hint=clashing).schedule
    assert found is not None
    assert starts(found) == starts(Schedule((*rest, last)))


def test_that_a_cancelled_solve_keeps_what_was_found() -> None:
    plan = one_after_the_other("P1", "P2")
    present, found = in_order(plan, "P1", "P2"), in_order(plan, "P2", "P1")
    cancel = Cancel()
    cancel.request()
    assert staying(plan, present, found, TERMS, cancel=cancel) == found
    assert staying(plan, present, found, TERMS, seconds=-1) == found
    assert starts(staying(plan, present, found, TERMS)) == starts(present)


def test_that_what_the_plan_has_no_longer_is_no_place_to_go_back_to() -> None:
    plan = one_after_the_other("P1", "P2")
    found = in_order(plan, "P2", "P1")
    first, second = in_order(plan, "P1", "P2").assignments
    gone = (replace(first, option="XYZ"), second, replace(second, phase="GONE"))
    present = Schedule(gone, (Claim("P2", "GONE", 1),))
    assert staying(plan, present, found, TERMS) == found


def test_that_a_present_place_that_breaks_a_rule_is_left() -> None:
    plan = one_after_the_other("P1", "P2", dependencies=(Dependency(predecessor="P2", successor="P1"),))
    found = in_order(plan, "P2", "P1")
    assert staying(plan, in_order(plan, "P1", "P2"), found, TERMS) == found


@given(small_plans(), some.sampled_from(OBJECTIVES))
@settings(max_examples=25)
def test_that_an_optimal_schedule_that_is_solved_again_stays_as_it_is(plan: Plan, objective: Objective) -> None:
    wanted = Settings(objective=objective, workers=1)
    first = solve(plan, wanted)
    if first.schedule is None or first.status != "OPTIMAL":
        return
    again = solve(plan, wanted, hint=first.schedule)
    assert again.schedule is not None
    assert starts(again.schedule) == starts(first.schedule)


@given(small_plans(), some.sampled_from(OBJECTIVES), some.data())
@settings(max_examples=25)
def test_that_staying_costs_nothing_breaks_nothing_and_moves_no_more(
    plan: Plan, objective: Objective, drawn: some.DataObject
) -> None:
    found = solve(plan, Settings(objective=objective, workers=1)).schedule
    other = solve(plan, Settings(objective=drawn.draw(some.sampled_from(OBJECTIVES)), workers=1, seed=7)).schedule
    if found is None or other is None:
        return
    terms = [aim.term for aim in aims(objective)]
    kept = staying(plan, other, found, terms)
    assert schedule_faults(State(plan, kept)) == ()
    before, after = price(plan, found, other), price(plan, kept, other)
    for term in terms:
        assert after[term] >= before[term] if term in MAXIMISED else after[term] <= before[term]
    assert moved(other, kept) <= moved(other, found)
    assert staying(plan, replace(found, claims=()), found, terms) == found
