"""The change advisory board: from which day on a change may start, to the day, and until when the board is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.deadlines import alerts
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar, Freeze, Region
from planner.rollout.change_board import (
    asked_board_on,
    board_opens_on,
    board_requests,
    last_board_request,
)
from planner.rollout.moves import move
from planner.rollout.passes import earliest, first_start, latest
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.rollout.workdays import region_workdays
from planner.value import DateRange
from tests.builders import START, a_phase, a_plan, an_assignment, by_fasttrack, by_partner, internally
from tests.small_plans import small_plans

DAY = timedelta(days=1)
LEAD = 5
OPENS = date(2027, 1, 11)
"""The fifth working day after the plan's first, a Monday."""
WEDNESDAY, TUESDAY = date(2027, 1, 6), date(2027, 1, 12)


def planned(phase: Phase | None = None, **changes: object) -> Plan:
    """A plan with a board and one change."""
    return a_plan(phases=(phase or a_phase(change=True),), **{"change_lead": LEAD, **changes})


def asked(day: date) -> Phase:
    return a_phase(change=True, change_requested=day)


def faults(plan: Plan, start: date, option: str | None = None) -> list[str]:
    found = schedule_faults(State(plan, Schedule((an_assignment(plan, "P1", start, option),))))
    return [fault.code for fault in found]


def told(plan: Plan, start: date) -> tuple[str, str]:
    (fault,) = schedule_faults(State(plan, Schedule((an_assignment(plan, "P1", start),))))
    return fault.sentence, fault.remedy


NORTH = (Region("North", Calendar(holidays=(WEDNESDAY,))),)
CASES: dict[str, tuple[Plan, date]] = {
    "never asked": (planned(), OPENS),
    "one day": (planned(change_lead=1), START + DAY),
    "a holiday of the plan": (planned(calendar=Calendar(holidays=(WEDNESDAY,))), TUESDAY),
    "a holiday of its region": (planned(a_phase(change=True, region="North"), regions=NORTH), TUESDAY),
    "a holiday of another region": (planned(regions=NORTH), OPENS),
    "a holiday of the plan that its region works on": (
        planned(
            a_phase(change=True, region="South"),
            regions=(Region("South", Calendar()),),
            calendar=Calendar(holidays=(WEDNESDAY,)),
        ),
        OPENS,
    ),
    "a freeze, in which the board sits": (planned(freezes=(Freeze("Close", DateRange(WEDNESDAY, WEDNESDAY)),)), OPENS),
    "asked later": (planned(asked(WEDNESDAY)), date(2027, 1, 13)),
    "asked on a Saturday": (planned(asked(date(2027, 1, 9))), date(2027, 1, 18)),
    "asked before the plan": (planned(asked(date(2026, 12, 30))), WEDNESDAY),
    "a status date": (planned(status_date=TUESDAY), date(2027, 1, 19)),
    "a status date on a Sunday": (planned(status_date=date(2027, 1, 17)), date(2027, 1, 25)),
    "asked before the status date": (planned(asked(START), status_date=WEDNESDAY), OPENS),
    "a later start of its own": (planned(a_phase(change=True, earliest_start=TUESDAY)), TUESDAY),
}
"""Plans with the first day on which their change may start; each of these days and those before are working days."""


@pytest.mark.parametrize("name", CASES)
def test_that_a_change_starts_on_the_first_day_that_the_board_leaves_and_no_working_day_earlier(name: str) -> None:
    plan, first = CASES[name]
    phase = plan.phases[0]
    before = region_workdays(plan, phase.region).add(first, -1)
    assert first_start(plan, phase) == earliest(plan)["P1"].runs[0][1].start == first
    assert faults(plan, first) == []
    assert faults(plan, before) == (["EARLIEST-START"] if phase.earliest_start else ["CHANGE-LEAD"])


@pytest.mark.parametrize("option", ["PAR", "fasttrack", "internal"])
def test_that_the_board_looks_at_a_change_whoever_delivers_it(option: str) -> None:
    plan = planned(a_phase(change=True, options=(by_partner(), by_fasttrack(), internally())))
    assert faults(plan, OPENS, option) == []
    assert faults(plan, OPENS - 3 * DAY, option) == ["CHANGE-LEAD"]


def test_that_nothing_waits_for_a_board_without_a_lead_without_a_change_or_once_it_has_begun() -> None:
    begun = Actual(phase="P1", option="PAR", started_on=START)
    for plan in (
        planned(change_lead=0),
        planned(a_phase()),
        planned(status_date=START + DAY, actuals=(begun,)),
    ):
        assert board_opens_on(plan, plan.phases[0]) is None
        assert faults(plan, START) == []
        assert board_requests(plan, Schedule((an_assignment(plan),)), START) == ()


@given(small_plans(features=("change board", "regions", "links", "progress")))
def test_that_without_a_lead_a_day_of_asking_changes_nothing(plan: Plan) -> None:
    free = replace(plan, change_lead=0)
    untold = replace(free, phases=tuple(replace(phase, change_requested=None) for phase in plan.phases))
    first, same = earliest(free), earliest(untold)
    assert [each.bounds for each in first.values()] == [each.bounds for each in same.values()]
    assert [first_start(free, phase) for phase in free.phases] == [
        max(free.start, free.status_date or free.start, phase.earliest_start or free.start) for phase in free.phases
    ]


def test_that_the_fault_tells_the_first_day_and_since_when_the_board_is_asked() -> None:
    assert told(planned(), WEDNESDAY) == (
        (
            "P1 starts 2027-01-06, but the change advisory board, if asked on 2027-01-04, "
            "lets it start no earlier than 2027-01-11."
        ),
        "Move it later: the board takes 5 working days.",
    )
    assert told(planned(asked(START), change_lead=1), START) == (
        (
            "P1 starts 2027-01-04, but the change advisory board, asked on 2027-01-04, "
            "lets it start no earlier than 2027-01-05."
        ),
        "Move it later: the board takes 1 working day.",
    )


def test_that_a_move_before_the_boards_answer_is_told_and_one_behind_it_is_not() -> None:
    plan = planned()
    state = State(plan, Schedule((an_assignment(plan, start=TUESDAY),)))
    early = move(state, "P1", WEDNESDAY, push=True).broken
    assert early is not None
    assert "the change advisory board, if asked on 2027-01-04, lets it start no earlier than 2027-01-11" in early
    assert move(state, "P1", OPENS, push=True).broken is None


def test_that_the_last_dates_of_a_change_are_those_without_a_board() -> None:
    plan = planned(horizon=date(2027, 2, 5))
    first, free = earliest(plan), replace(plan, change_lead=0)
    assert latest(plan, first)["P1"].runs == latest(free, earliest(free))["P1"].runs
    assert latest(plan, first)["P1"].runs[0][1].start == date(2027, 1, 25)


# Until when it is asked


@given(small_plans(features=("regions", "freezes", "change board")))
def test_that_a_request_on_the_last_day_is_in_time_and_a_day_later_is_not(plan: Plan) -> None:
    for phase in plan.phases:
        days = region_workdays(plan, phase.region)
        start = days.add_forward(first_start(plan, phase), 3)
        last = last_board_request(plan, phase, start)
        for day, is_in_time in ((last, True), (last + DAY, False)):
            opens = board_opens_on(plan, replace(phase, change=True, change_requested=day))
            assert opens is not None
            assert (opens <= start) == is_in_time


@given(small_plans(features=("change board", "progress")), st.integers(0, 9))
def test_that_no_change_starts_before_the_board_could_answer_it(plan: Plan, later: int) -> None:
    """Asked on any day from the first possible one on, it opens on that day and lead working days later, or not."""
    for phase in plan.phases:
        opens = board_opens_on(plan, phase)
        if opens is None:
            continue
        days = region_workdays(plan, phase.region)
        assert days.number(opens) - days.number(asked_board_on(plan, phase)) == plan.change_lead
        other = replace(phase, change_requested=asked_board_on(plan, phase) + later * DAY)
        assert (board_opens_on(plan, other) or date.min) >= opens


def listed() -> State:
    """Of four changes one was asked for and one has no dates; P5 is no change, and P6 has begun."""
    names = ("P1", "P2", "P3", "P4")
    changes = [a_phase(name, change=True, owner="Ada" if name == "P1" else "") for name in names]
    changes[1] = replace(changes[1], change_requested=START)
    begun = Actual(phase="P6", option="PAR", started_on=START)
    phases = (*changes, a_phase("P5"), a_phase("P6", change=True))
    plan = a_plan(phases=phases, change_lead=LEAD, status_date=WEDNESDAY, actuals=(begun,))
    starts = {"P1": date(2027, 3, 8), "P2": date(2027, 2, 1), "P3": date(2027, 2, 15), "P5": START, "P6": START}
    return State(plan, Schedule(tuple(an_assignment(plan, *each) for each in starts.items())))


def test_that_the_board_is_to_be_asked_for_scheduled_changes_that_it_was_not_asked_for() -> None:
    plan, schedule = listed()
    assert schedule is not None
    found = board_requests(plan, schedule, date(2027, 2, 9))
    assert [tuple(each) for each in found] == [
        ("P3", "", date(2027, 2, 15), date(2027, 2, 8), True),
        ("P1", "Ada", date(2027, 3, 8), date(2027, 3, 1), False),
    ]
    assert not any(each.is_overdue for each in board_requests(plan, schedule, date(2027, 2, 8)))


def test_that_asking_the_board_is_due_like_asking_for_a_credit() -> None:
    plan, schedule = listed()
    found = [each for each in alerts(plan, schedule, date(2027, 2, 9)) if each.kind == "board"]
    assert [(each.about, each.day, each.days_left, each.level) for each in found] == [
        ("P3", date(2027, 2, 8), -1, 0),
        ("P1", date(2027, 3, 1), 20, 30),
    ]
    assert found[1].sentence == "Ask the change advisory board for P1 by 2027-03-01, 20 days left (Ada)."
    assert not [each for each in alerts(plan, schedule, date(2026, 11, 1)) if each.kind == "board"]
    assert not [each for each in alerts(plan, None, date(2027, 2, 9)) if each.kind == "board"]
