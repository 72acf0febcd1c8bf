"""Arithmetic over working days, against counting on one's fingers."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.rollout.calendars import WEEKDAYS, Calendar, Freeze, Region
from planner.rollout.workdays import (
    ORIGIN,
    WorkdayArithmetic,
    blocks,
    days_between,
    pauses,
    phase_workdays,
    plan_workdays,
    region_workdays,
    standing_still_workdays,
)
from planner.value import DateRange
from tests.builders import START, a_phase, a_plan

FRIDAY, SATURDAY, MONDAY = date(2027, 1, 8), date(2027, 1, 9), date(2027, 1, 11)
DAYS = st.dates(date(2027, 1, 1), date(2027, 3, 31))
CALENDARS = st.builds(
    Calendar,
    holidays=st.lists(DAYS, max_size=12).map(tuple),
    weekdays=st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(tuple),
)


def is_worked(calendar: Calendar, day: date) -> bool:
    return WEEKDAYS[day.weekday()] in calendar.weekdays and day not in calendar.holidays


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_that_adding_working_days_is_counting_them_one_by_one(calendar: Calendar, day: date, days: int) -> None:
    counted = day
    while not is_worked(calendar, counted):
        counted -= timedelta(days=1)
    for _ in range(days):
        counted += timedelta(days=1)
        while not is_worked(calendar, counted):
            counted += timedelta(days=1)
    assert WorkdayArithmetic(calendar).add(day, days) == counted


@given(CALENDARS, st.lists(st.builds(DateRange, DAYS, DAYS), max_size=3), DAYS, st.integers(-300, 300), DAYS)
def test_that_every_answer_is_what_numpy_says(
    calendar: Calendar, frozen: list[DateRange], day: date, days: int, other: date
) -> None:
    ours = WorkdayArithmetic(calendar, tuple(frozen))
    off = [*calendar.holidays, *(each for span in frozen for each in days_between(span.start, span.end))]
    theirs = np.busdaycalendar(
        weekmask="".join("1" if each in calendar.weekdays else "0" for each in WEEKDAYS),
        holidays=np.array(off, dtype="datetime64[D]"),
    )
    assert ours.add(day, days) == np.busday_offset(day, days, roll="backward", busdaycal=theirs).item()
    assert ours.add_forward(day, days) == np.busday_offset(day, days, roll="forward", busdaycal=theirs).item()
    first, last = sorted([day, other])
    assert ours.number(last) - ours.number(first) == np.busday_count(first, last, busdaycal=theirs)
    assert ours.is_workday(day) == bool(np.is_busday(day, busdaycal=theirs))


@given(CALENDARS, DAYS, st.integers(1, 30))
def test_that_a_finish_has_as_many_working_days_behind_it_as_the_duration(
    calendar: Calendar, day: date, duration: int
) -> None:
    arithmetic = WorkdayArithmetic(calendar)
    start = arithmetic.add_forward(day, 0)
    finish = arithmetic.finish(start, duration)
    assert len(arithmetic.workdays(start, finish)) == duration
    assert arithmetic.is_workday(finish)


@given(CALENDARS, DAYS, DAYS)
def test_that_numbers_differ_by_the_working_days_between(calendar: Calendar, first: date, second: date) -> None:
    arithmetic = WorkdayArithmetic(calendar)
    first, second = sorted([first, second])
    worked = sum(is_worked(calendar, first + timedelta(days=n)) for n in range((second - first).days))
    assert arithmetic.number(second) - arithmetic.number(first) == worked


def test_that_a_day_off_moves_back_for_proof_and_forward_for_requests() -> None:
    arithmetic = WorkdayArithmetic(Calendar())
    assert arithmetic.add(SATURDAY, 0) == FRIDAY
    assert arithmetic.add(SATURDAY, 1) == MONDAY
    assert arithmetic.add_forward(SATURDAY, 0) == MONDAY


def test_that_a_change_stands_still_in_a_pause_and_other_phases_do_not() -> None:
    week = DateRange(MONDAY, MONDAY + timedelta(days=4))
    plan = a_plan(freezes=(Freeze("Close", week),))
    change, other = a_phase(change=True), a_phase()
    assert phase_workdays(plan, change).finish(FRIDAY, 2) == date(2027, 1, 18)
    assert phase_workdays(plan, other).finish(FRIDAY, 2) == MONDAY
    assert not region_workdays(plan, change.region).is_workday(SATURDAY)
    assert region_workdays(plan, change.region).is_workday(MONDAY)


def test_that_a_phase_that_has_begun_stands_still_in_blocks_as_well_as_pauses() -> None:
    tuesday, wednesday = (DateRange(day, day) for day in (MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)))
    plan = a_plan(
        regions=(Region("Global", Calendar((MONDAY,))),),
        freezes=(Freeze("Close", tuesday), Freeze("Audit", wednesday, "block")),
    )
    change, other = a_phase(change=True), a_phase()
    assert standing_still_workdays(plan, change).add(FRIDAY, 1) == date(2027, 1, 14)
    assert phase_workdays(plan, change).add(FRIDAY, 1) == date(2027, 1, 13)
    assert standing_still_workdays(plan, other).add(FRIDAY, 1) == date(2027, 1, 12)


def test_that_the_days_between_two_days_are_those_and_all_between() -> None:
    assert days_between(FRIDAY, MONDAY) == [FRIDAY, SATURDAY, date(2027, 1, 10), MONDAY]
    assert days_between(FRIDAY, FRIDAY) == [FRIDAY]
    assert days_between(MONDAY, FRIDAY) == []


def test_that_the_working_days_of_a_span_leave_out_days_off_at_its_ends() -> None:
    arithmetic = WorkdayArithmetic(Calendar((MONDAY,)), (DateRange(date(2027, 1, 13), date(2027, 1, 14)),))
    worked = [date(2027, 1, day) for day in (8, 12, 15)]
    assert arithmetic.workdays(FRIDAY, date(2027, 1, 17)) == worked
    assert arithmetic.workdays(SATURDAY, MONDAY) == []


def test_that_working_days_are_numbered_from_the_first_monday() -> None:
    assert WorkdayArithmetic(Calendar()).number(ORIGIN) == 0
    assert WorkdayArithmetic(Calendar()).number(ORIGIN + timedelta(days=7)) == 5


def test_that_a_freeze_binds_its_own_regions_and_a_freeze_without_regions_binds_all() -> None:
    days = DateRange(START, FRIDAY)
    plan = a_plan(freezes=(Freeze("North only", days, "block", ("North",)), Freeze("All", days)))
    north, south = a_phase(change=True, region="North"), a_phase(change=True, region="South")
    assert (blocks(plan, north), blocks(plan, south)) == ((days,), ())
    assert (pauses(plan, north), pauses(plan, south)) == ((days,), (days,))


def test_that_a_region_with_a_calendar_uses_it_and_others_use_the_plans() -> None:
    plan = a_plan(calendar=Calendar((FRIDAY,)), regions=(Region("North", Calendar()),))
    assert region_workdays(plan, "North").is_workday(FRIDAY)
    assert not region_workdays(plan, "South").is_workday(FRIDAY)
    assert not plan_workdays(plan).is_workday(FRIDAY)
