"""What a schedule is judged by beside its money: lateness, moved phases, and the room before claims are too late."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.slack import most_slack, slack
from planner.plan import Plan
from planner.rollout.calendars import Calendar, Region
from planner.rollout.difference import moved
from planner.rollout.lateness import lateness
from planner.rollout.schedule import Claim, Schedule
from tests.brute_force import every_schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from tests.small_plans import small_plans

FRIDAY = date(2027, 1, 15)
"""The last day of a phase that takes ten working days from the plan's start."""


def test_that_lateness_counts_the_working_days_after_the_due_date() -> None:
    for due, late in ((FRIDAY, 0), (FRIDAY - timedelta(days=1), 1), (date(2027, 1, 10), 5), (date(2027, 12, 1), 0)):
        plan = a_plan(phases=(a_phase(due_date=due),))
        assert lateness(plan, Schedule((an_assignment(plan),))) == late


def test_that_a_due_date_before_the_plan_counts_from_that_day() -> None:
    plan = a_plan(phases=(a_phase(due_date=START - timedelta(days=3)),))
    assert lateness(plan, Schedule((an_assignment(plan),))) == 10


def test_that_lateness_is_counted_in_the_calendar_of_the_region() -> None:
    north = Region("North", Calendar(holidays=(date(2027, 1, 14),)))
    plan = a_plan(regions=(north,), phases=(a_phase(region="North", due_date=date(2027, 1, 13)),))
    assert lateness(plan, Schedule((an_assignment(plan),))) == 2


def test_that_earliness_of_one_phase_makes_up_for_no_lateness_of_another() -> None:
    plan = a_plan(phases=(a_phase("P1", due_date=date(2027, 1, 13)), a_phase("P2", due_date=date(2027, 6, 1))))
    assert lateness(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2")))) == 2


def test_that_a_phase_is_moved_by_other_dates_or_another_deliverer_but_not_by_its_first_dates() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("P3")))
    first, second, third = (an_assignment(plan, phase) for phase in plan.phase)
    before = Schedule((first, second))
    later = an_assignment(plan, "P1", START + timedelta(days=1))
    assert moved(before, Schedule((first, second, third))) == 0
    assert moved(before, Schedule((later, replace(second, option="internal"), third))) == 2


def test_that_slack_is_that_of_the_claim_with_the_least_room_before_expiry_or_proof() -> None:
    late, soon = a_credit("C1", proof_deadline=date(2027, 2, 12)), a_credit("C2", proof_deadline=date(2027, 1, 29))
    plan = a_plan(credits=(late, soon))
    assignment = an_assignment(plan)
    both = (Claim("P1", "C1", 1), Claim("P1", "C2", 1))
    preparation = soon.proof_preparation
    assert slack(plan, Schedule((assignment,), both[:1])) == 20 - preparation
    assert slack(plan, Schedule((assignment,), both)) == 10 - preparation
    assert slack(plan, Schedule((assignment,))) == most_slack(plan)


@given(plan=small_plans(most_phases=2), draw=st.data())
def test_that_no_more_is_late_after_every_due_date_is_put_off(plan: Plan, draw: st.DataObject) -> None:
    schedules = [Schedule(each) for each in every_schedule(plan)]
    if not schedules:
        return
    schedule = draw.draw(st.sampled_from(schedules))
    later = tuple(
        replace(phase, due_date=phase.due_date + timedelta(days=draw.draw(st.integers(0, 9))))
        if phase.due_date
        else phase
        for phase in plan.phases
    )
    assert lateness(replace(plan, phases=later), schedule) <= lateness(plan, schedule)
    assert moved(schedule, schedule) == 0
