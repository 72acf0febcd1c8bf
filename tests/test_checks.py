"""The checker: each fault of a schedule shown alone, and the proven schedules of the reference plans without any."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from planner.checks import check, link_shortfall, schedule_faults
from planner.finding import Finding
from planner.funding.claim_rules import broken_rules
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.dependencies import Dependency, DependencyType
from planner.rollout.phases import Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange
from solver.claims import settle
from tests.builders import START, a_partner, a_phase, a_plan, an_assignment, by_fasttrack
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states

DAY = timedelta(days=1)
MONDAY = START
"""The plan's first day; P1 then runs for two working weeks."""
FRIDAY = date(2027, 1, 15)
SUNDAY = date(2027, 1, 17)


def faults(plan: Plan, *assignments: Assignment, claims: tuple[Claim, ...] = ()) -> list[str]:
    return [finding.code for finding in all_faults(State(plan, Schedule(assignments, claims)))]


def all_faults(state: State, best: tuple[Claim, ...] | None = None) -> tuple[Finding, ...]:
    return tuple(finding for finding in check(state, best) if finding.kind == "fault")


def test_that_a_sound_schedule_has_no_fault() -> None:
    plan = a_plan()
    assert faults(plan, an_assignment(plan), claims=(Claim("P1", "C1", 10_000),)) == []


def test_that_a_plan_without_a_schedule_has_no_fault() -> None:
    assert all_faults(State(a_plan())) == ()


def test_that_a_phase_without_dates_is_named() -> None:
    assert faults(a_plan()) == ["UNSCHEDULED"]


def test_that_a_start_or_finish_on_a_day_off_is_named() -> None:
    assert faults(a_plan(), Assignment("P1", "PAR", SUNDAY, date(2027, 1, 29))) == ["DAY-OFF"]
    assert faults(a_plan(), Assignment("P1", "PAR", MONDAY, FRIDAY + DAY)) == ["DAY-OFF", "DURATION"]


def test_that_a_finish_that_does_not_follow_from_the_duration_is_named() -> None:
    (finding,) = all_faults(State(a_plan(), Schedule((Assignment("P1", "PAR", MONDAY, FRIDAY - DAY),))))
    assert finding.code == "DURATION"
    assert "until 2027-01-15" in finding.sentence


def test_that_a_change_neither_starts_nor_ends_in_a_pause_but_may_span_it() -> None:
    week = DateRange(date(2027, 1, 11), FRIDAY)
    plan = a_plan(phases=(a_phase(change=True),), freezes=(Freeze("Close", week),))
    assert faults(plan, an_assignment(plan)) == []
    assert faults(plan, Assignment("P1", "PAR", MONDAY, FRIDAY)) == ["FREEZE", "DURATION"]
    assert faults(plan, Assignment("P1", "PAR", FRIDAY, date(2027, 1, 29))) == ["FREEZE"]


def test_that_a_change_never_overlaps_a_block_not_even_on_its_last_day() -> None:
    def blocked(day: date) -> list[str]:
        freeze = Freeze("Peak", DateRange(day, day + 10 * DAY), "block")
        plan = a_plan(phases=(a_phase(change=True),), freezes=(freeze,))
        return faults(plan, Assignment("P1", "PAR", MONDAY, FRIDAY))

    assert blocked(FRIDAY + DAY) == []
    assert blocked(FRIDAY) == ["FREEZE"]


@pytest.mark.parametrize(
    ("code", "changes"),
    [("EARLIEST-START", {"earliest_start": MONDAY + DAY}), ("DEADLINE", {"deadline": FRIDAY - DAY})],
)
def test_that_a_bound_of_a_phase_is_kept_to_the_day(code: str, changes: dict[str, date]) -> None:
    (field,) = changes
    kept = {field: MONDAY if code == "EARLIEST-START" else FRIDAY}
    for bound, expected in ((changes, [code]), (kept, [])):
        plan = a_plan(phases=(replace(a_phase(), **bound),))
        assert faults(plan, an_assignment(plan)) == expected


def test_that_the_plans_start_and_horizon_are_hard() -> None:
    plan = a_plan(horizon=FRIDAY)
    assert faults(plan, an_assignment(plan)) == []
    assert faults(replace(plan, horizon=FRIDAY - DAY), an_assignment(plan)) == ["HORIZON"]
    assert faults(replace(plan, start=MONDAY + DAY), an_assignment(plan)) == ["PLAN-START"]


def test_that_a_pin_of_date_or_option_is_kept() -> None:
    plan = a_plan(phases=(a_phase(options=(*a_phase().options, by_fasttrack(duration=10))),))
    assert faults(replace(plan, pins=(Pin(phase="P1", start=MONDAY, option="PAR"),)), an_assignment(plan)) == []
    pinned = replace(plan, pins=(Pin(phase="P1", start=MONDAY + DAY, option="fasttrack"),))
    assert faults(pinned, an_assignment(plan)) == ["PIN", "PIN"]


def test_that_a_phase_outside_its_partners_windows_is_named_once_and_its_claim_too() -> None:
    plan = a_plan(partners=(a_partner(windows=(DateRange(MONDAY, FRIDAY - DAY),)),))
    codes = faults(plan, an_assignment(plan), claims=(Claim("P1", "C1", 1),))
    assert codes == ["PARTNER-WINDOW", "CLAIM-RULE"]


def test_that_a_partner_delivers_no_more_phases_than_it_has_teams_and_loses_no_claim_by_it() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    both = (an_assignment(plan, "P1"), an_assignment(plan, "P2", FRIDAY))
    after = an_assignment(plan, "P2", FRIDAY + 3 * DAY)
    assert faults(plan, *both, claims=(Claim("P1", "C1", 1),)) == ["TEAMS"]
    assert faults(plan, both[0], after) == []
    assert faults(replace(plan, partners=(a_partner(teams=2),)), *both) == []


def test_that_fasttrack_needs_an_entitlement_only_where_the_plan_says_so() -> None:
    plan = a_plan(phases=(a_phase(options=(by_fasttrack(),)),))
    assert faults(plan, an_assignment(plan)) == []
    assert faults(replace(plan, entitlements_bind=True), an_assignment(plan)) == ["ENTITLED-SCOPE"]


@pytest.mark.parametrize(
    ("link_type", "start", "finish"),
    [
        ("FS", date(2027, 1, 20), date(2027, 1, 26)),
        ("SS", date(2027, 1, 6), date(2027, 1, 12)),
        ("FF", date(2027, 1, 13), date(2027, 1, 19)),
        ("SF", date(2027, 1, 1), date(2027, 1, 5)),
    ],
)
def test_that_each_type_of_link_with_a_lag_of_two_days_holds_from_its_first_day_on(
    link_type: DependencyType, start: date, finish: date
) -> None:
    plan = a_plan(start=date(2026, 12, 28), phases=(a_phase("P1"), a_phase("P2")))
    predecessor = Assignment("P1", "PAR", MONDAY, FRIDAY)
    link = Dependency(predecessor="P1", successor="P2", type=link_type, lag=2)
    kept = Assignment("P2", "PAR", start, finish)
    assert link_shortfall(plan, link, predecessor, kept) == 0
    too_early = Assignment("P2", "PAR", start - DAY, finish - DAY)
    assert link_shortfall(plan, link, predecessor, too_early) == 1


def test_that_a_lag_is_counted_in_the_successors_calendar_and_may_be_negative() -> None:
    south = Region("South", Calendar((date(2027, 1, 18),)))
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2", region="South")), regions=(south,))
    predecessor = Assignment("P1", "PAR", MONDAY, FRIDAY)

    def shortfall(lag: int, start: date) -> int:
        link = Dependency(predecessor="P1", successor="P2", lag=lag)
        return link_shortfall(plan, link, predecessor, Assignment("P2", "PAR", start, start))

    assert shortfall(0, date(2027, 1, 19)) == 0
    assert shortfall(1, date(2027, 1, 20)) == 0
    assert shortfall(-1, FRIDAY) == 0
    assert shortfall(-1, FRIDAY - DAY) == 1


def test_that_a_broken_link_names_both_phases_and_by_how_much() -> None:
    link = Dependency(predecessor="P1", successor="P2")
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), dependencies=(link,), partners=(a_partner(teams=2),))
    state = State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2", FRIDAY))))
    (finding,) = all_faults(state)
    assert (finding.code, finding.place) == ("DEPENDENCY", ("dependency", "P1", "P2"))
    assert "1 working days too early" in finding.sentence


def test_that_claims_below_the_best_are_named_with_both_figures() -> None:
    plan = a_plan()
    state = State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 9_999),)))
    best = settle(plan, state.schedule.assignments) if state.schedule else ()
    (finding,) = all_faults(state, best)
    assert finding.code == "CLAIM-NOT-BEST"
    assert "9,999" in finding.sentence
    assert "10,000" in finding.sentence


def test_that_a_plan_that_breaks_an_invariant_is_a_finding_and_no_exception() -> None:
    findings = check(State(a_plan(), Schedule((Assignment("P9", "PAR", MONDAY, FRIDAY),))))
    assert [finding.code for finding in findings] == ["INVALID"]


@settings(max_examples=100)
@given(states())
def test_that_checking_never_raises(state: State) -> None:
    check(state, ())


# The reference plans


@pytest.fixture(params=["small", "medium"])
def proven(request: pytest.FixtureRequest) -> State:
    """A reference plan with the schedule that was proven to be its best."""
    plan: Plan = request.getfixturevalue(request.param)
    folder = shared_folder()
    assert folder is not None
    return State(plan, read_schedule(plan, folder / "plans" / f"{request.param}.result.json"))


def recorded(state: State) -> Schedule:
    assert state.schedule is not None
    return state.schedule


def test_that_the_proven_schedules_have_no_fault(proven: State) -> None:
    assert all_faults(proven, settle(proven.plan, recorded(proven).assignments)) == ()


def test_that_every_claim_raised_by_one_breaks_a_rule_and_lowered_by_one_is_not_best(proven: State) -> None:
    plan, schedule = proven.plan, recorded(proven)
    placed = {assignment.phase: assignment for assignment in schedule.assignments}
    best = settle(plan, schedule.assignments)
    for number, claim in enumerate(schedule.claims):
        others = schedule.claims[:number] + schedule.claims[number + 1 :]
        raised = (*others, replace(claim, amount=claim.amount + 1))
        lowered = replace(schedule, claims=(*others, replace(claim, amount=claim.amount - 1)))
        assert broken_rules(plan, placed, raised)
        assert {each.code for each in all_faults(State(plan, replace(schedule, claims=raised)))} == {"CLAIM-RULE"}
        assert [each.code for each in all_faults(State(plan, lowered), best)] == ["CLAIM-NOT-BEST"]


def test_that_a_start_moved_into_a_freeze_or_before_a_predecessor_is_named(medium: Plan) -> None:
    folder = shared_folder()
    assert folder is not None
    schedule = read_schedule(medium, folder / "plans" / "medium.result.json")

    def moved(phase: str, start: date) -> set[tuple[str, tuple[str, ...]]]:
        assignments = tuple(
            replace(each, start=start) if each.phase == phase else each for each in schedule.assignments
        )
        return {
            (each.code, each.place) for each in all_faults(State(medium, replace(schedule, assignments=assignments)))
        }

    assert ("FREEZE", ("phase", "M09")) in moved("M09", date(2027, 7, 5))
    assert ("DEPENDENCY", ("dependency", "M01", "M02")) in moved("M02", date(2027, 2, 4))


def test_that_claims_are_too_low_only_where_the_best_ones_pay_more() -> None:
    plan = a_plan()
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 9_000),))
    for best, codes in (((Claim("P1", "C1", 10_000),), ["CLAIM-NOT-BEST"]), (schedule.claims, []), (None, [])):
        found = check(State(plan, schedule), best)
        assert [each.code for each in found if each.code == "CLAIM-NOT-BEST"] == codes


def test_that_a_link_of_a_phase_without_dates_is_not_broken() -> None:
    link = Dependency(predecessor="P1", successor="P2")
    plan = a_plan(phases=(a_phase(), a_phase("P2")), dependencies=(link,))
    assert {each.code for each in schedule_faults(State(plan, Schedule((an_assignment(plan, "P2"),))))} == {
        "UNSCHEDULED"
    }
