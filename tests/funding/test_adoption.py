"""Adoption over exports against the targets of the plan."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.funding.adoption import Adoption, adoption, measurement_dates
from planner.funding.measurements import (
    LEAST_GROUP,
    LastActivity,
    Measurement,
    ReportName,
    UsageCount,
    in_order,
    measurement_faults,
)
from planner.plan import Plan, State
from planner.rollout.phases import AdoptionTarget
from planner.rollout.schedule import Schedule
from tests.builders import START, a_phase, a_plan, an_assignment
from tests.strategies import usage_counts, values

DETAIL: ReportName = "getOffice365ActiveUserDetail"
COPILOT = "Microsoft 365 Copilot"


def a_target(**changes: object) -> AdoptionTarget:
    """Sixty percent of those assigned, active in 28 days."""
    target = AdoptionTarget(
        text="28-day active 60%",
        metric="Users active in the last 28 days",
        direction="at_least",
        baseline=0,
        value=60,
        unit="% of users",
        measured_on=date(2027, 10, 29),
    )
    return replace(target, **changes)


def a_count(
    subject: str = COPILOT, *, active: int = 50, idle: int = 0, never: int = 0, **changes: object
) -> UsageCount:
    bands = LastActivity(days_0_to_29=active, days_90_and_more=idle, never=never)
    count = UsageCount(subject=subject, assigned=bands.total, active_28=active, active_30=active, bands=bands)
    return replace(count, **changes)


def a_measurement(
    *counts: UsageCount, on: date = date(2027, 11, 20), report: ReportName = DETAIL, **changes: object
) -> Measurement:
    measurement = Measurement(
        report=report, refreshed_on=on, counts=counts, purpose="Adoption", delete_by=date(2028, 4, 1)
    )
    return replace(measurement, **changes)


def of_copilot(plan: Plan) -> Adoption:
    return next(each for each in adoption(plan) if "Copilot" in each.workload)


def copilot_plan(target: AdoptionTarget | None = None, *measurements: Measurement) -> Plan:
    phase = a_phase(workload="M365 Copilot", adoption_target=target or a_target())
    return a_plan(phases=(phase,), measurements=in_order(measurements))


@pytest.mark.parametrize(
    ("unit", "value", "people"),
    [
        ("% of users", 60, 60),
        ("%", 60.5, 61),
        ("% of 1,200 seats", 60, 720),
        ("% of 120 seats", 75, 90),
        ("users", 45, 45),
        ("seats", 44.2, 45),
    ],
)
def test_that_a_target_in_percent_is_of_those_assigned_unless_it_says_of_how_many(
    unit: str, value: float, people: int
) -> None:
    plan = copilot_plan(a_target(unit=unit, value=value), a_measurement(a_count(active=50, idle=50)))
    (target,) = of_copilot(plan).targets
    assert (target.people, target.short_by) == (people, max(0, people - 50))


@pytest.mark.parametrize(
    "target",
    [
        a_target(metric="Users registered for MFA", text="98%"),
        a_target(unit="exports"),
        a_target(direction="at_most"),
        a_target(value=None),
    ],
)
def test_that_a_target_which_is_not_about_use_is_not_held_against_reports(target: AdoptionTarget) -> None:
    assert of_copilot(copilot_plan(target, a_measurement(a_count()))).targets == ()


def test_that_a_target_without_any_export_is_open_and_not_failed() -> None:
    series = of_copilot(copilot_plan())
    assert series.points == ()
    assert [(each.short_by, each.share) for each in series.targets] == [(None, None)]


@pytest.mark.parametrize(("value", "is_beyond"), [(90, True), (41, True), (40, False)])
def test_that_a_target_of_more_people_than_have_a_seat_says_so(value: float, *, is_beyond: bool) -> None:
    target = a_target(unit="users", value=value)
    (standing,) = of_copilot(copilot_plan(target, a_measurement(a_count(active=30, idle=10)))).targets
    assert (standing.people, standing.assigned, standing.is_beyond_seats) == (value, 40, is_beyond)


def test_that_the_latest_export_counts_for_the_target() -> None:
    early = a_measurement(a_count(active=90, idle=10), on=date(2027, 8, 1))
    late = a_measurement(a_count(active=50, idle=50), on=date(2027, 11, 1))
    series = of_copilot(copilot_plan(None, early, late))
    assert [(each.on.month, each.share) for each in series.points] == [(8, 9_000), (11, 5_000)]
    assert series.targets[0].short_by == 10


def test_that_the_more_telling_report_of_a_day_counts() -> None:
    summary = replace(a_count(active=80, idle=20), active_28=None, bands=None)
    plan = copilot_plan(
        None,
        a_measurement(summary, report="getMicrosoft365CopilotUserCountSummary"),
        a_measurement(a_count(active=70, idle=30), report="getMicrosoft365CopilotUsageUserDetail"),
    )
    (point,) = of_copilot(plan).points
    assert (point.report, point.active, point.window) == ("getMicrosoft365CopilotUsageUserDetail", 70, 28)


MEASUREMENTS = st.lists(
    st.builds(
        lambda counts, on, report: a_measurement(*counts, on=on, report=report),
        st.lists(usage_counts(), max_size=3, unique_by=lambda each: (each.subject, each.kind, each.group)),
        st.dates(date(2027, 1, 1), date(2027, 1, 5)),
        values(Measurement).map(lambda each: each.report),
    ),
    max_size=6,
    unique_by=lambda each: (each.report, each.refreshed_on),
)


@settings(max_examples=80)
@given(MEASUREMENTS, st.randoms(use_true_random=False))
def test_that_the_order_of_reading_exports_does_not_matter(
    measurements: list[Measurement], chance: st.DataObject
) -> None:
    plans = []
    for _ in range(2):
        plan = copilot_plan()
        for measurement in measurements:
            plan = edits.add_measurement(plan, measurement)
        plans.append(plan)
        chance.shuffle(measurements)  # type: ignore[attr-defined]
    assert plans[0] == plans[1]
    assert adoption(plans[0]) == adoption(plans[1])


@settings(max_examples=80)
@given(MEASUREMENTS)
def test_that_adoption_is_about_ten_people_or_more_and_no_more_than_all(measurements: list[Measurement]) -> None:
    for series in adoption(copilot_plan(None, *measurements)):
        assert [point.on for point in series.points] == sorted({point.on for point in series.points})
        for point in series.points:
            assert point.assigned >= LEAST_GROUP
            assert 0 <= point.share <= 10_000


def test_that_groups_do_not_count_twice() -> None:
    alone = copilot_plan(None, a_measurement(a_count()))
    grouped = copilot_plan(None, a_measurement(a_count(), a_count(group="Sales", active=20)))
    assert adoption(alone) == adoption(grouped)


def test_that_a_baseline_is_due_by_the_start_and_use_thirty_days_after_the_end() -> None:
    plan = copilot_plan(a_target(measured_on=None))
    assignment = an_assignment(plan)
    baseline, target = measurement_dates(State(plan, Schedule((assignment,))))
    assert (baseline.kind, baseline.day, baseline.is_done) == ("baseline", START, False)
    assert (target.kind, (target.day - assignment.finish).days, target.is_done) == ("target", 30, False)


def test_that_a_measurement_is_done_once_an_export_lies_on_its_side_of_the_day() -> None:
    before, after = a_measurement(a_count(), on=START), a_measurement(a_count(), on=date(2027, 10, 29))
    plan = copilot_plan(None, before, after)
    dates = measurement_dates(State(plan, Schedule((an_assignment(plan),))))
    assert [each.is_done for each in dates] == [True, True]
    too_early = a_measurement(a_count(), on=date(2027, 10, 28))
    plan = copilot_plan(None, too_early)
    dates = measurement_dates(State(plan, Schedule((an_assignment(plan),))))
    assert [each.is_done for each in dates] == [False, False]


def test_that_reports_do_not_speak_of_targets_that_are_not_about_use() -> None:
    plan = copilot_plan(a_target(metric="Design signed", text="Signed"))
    assert [each.is_done for each in measurement_dates(State(plan, Schedule((an_assignment(plan),))))] == [None, None]


def test_that_the_sample_has_targets_of_use_for_copilot_alone(sample: State) -> None:
    (series,) = adoption(sample.plan)
    assert (series.workload, [each.phase for each in series.targets]) == ("M365 Copilot", ["M21", "M22"])


def test_that_a_count_without_a_window_of_days_is_no_point_of_adoption() -> None:
    untold = a_count(active_28=None, active_30=None, bands=None)
    assert of_copilot(copilot_plan(None, a_measurement(untold))).points == ()
    thirty = a_count(active_28=None)
    assert [point.window for point in of_copilot(copilot_plan(None, a_measurement(thirty))).points] == [30]


def test_that_a_subject_is_counted_once_in_a_report() -> None:
    twice = a_measurement(a_count(), a_count(), a_count(group="Sales"))
    (fault,) = measurement_faults((twice,))
    assert (fault.path, fault.sentence) == ("[0].counts", f"{COPILOT} is counted 2 times.")
    (fault,) = measurement_faults((a_measurement(a_count(group="Sales"), a_count(group="Sales")),))
    assert fault.sentence == f"{COPILOT} in Sales is counted 2 times."
