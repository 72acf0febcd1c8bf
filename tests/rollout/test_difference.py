"""What differs between two schedules."""

from datetime import date

from msgspec.structs import replace

from planner.rollout.difference import ChangedCredit, MovedPhase, difference
from planner.rollout.schedule import Claim, Schedule
from tests.builders import a_phase, a_plan, an_assignment

PLAN = a_plan(phases=(a_phase("P1"), a_phase("P2")))
FIRST = Schedule((an_assignment(PLAN, "P1"), an_assignment(PLAN, "P2")), (Claim("P1", "C1", 10_000),))


def test_that_a_schedule_does_not_differ_from_itself() -> None:
    assert difference(PLAN, FIRST, FIRST) == ((), ())


def test_that_moved_phases_and_changed_credits_are_named_with_both_sides() -> None:
    later = an_assignment(PLAN, "P2", date(2027, 2, 1))
    found = difference(PLAN, FIRST, Schedule((FIRST.assignments[0], later), (Claim("P1", "C1", 4_000),)))
    assert found.phases == (MovedPhase("P2", FIRST.assignments[1], later),)
    assert found.credits == (ChangedCredit("C1", 10_000, 4_000),)
    assert found.funding == -6_000


def test_that_a_phase_without_dates_on_one_side_has_moved() -> None:
    found = difference(PLAN, replace(FIRST, assignments=FIRST.assignments[:1]), FIRST)
    assert found.phases == (MovedPhase("P2", None, FIRST.assignments[1]),)
