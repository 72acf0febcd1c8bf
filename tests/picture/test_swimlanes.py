"""Swimlanes: every phase stands in one, heads tell of all of a lane, and paper shows what the window does."""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.picture.layout import Layout, everything, lay_out, rows
from planner.picture.pages import PageSetup, Paper, pages, svg_pages
from planner.picture.swimlanes import By, Grouping, swimlanes
from planner.plan import Plan
from planner.rollout.calendars import Region
from planner.rollout.schedule import Claim, Schedule
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.picture.drawn_plans import drawn_plans
from tests.picture.test_pages import WORDING

WAYS: tuple[By, ...] = get_args(By)


@st.composite
def grouped(draw: st.DrawFn) -> tuple[Plan, Schedule, Grouping]:
    """A drawn rollout over a few regions and workloads, some of it without dates, with some lanes folded."""
    plan, schedule = draw(drawn_plans())
    places = st.sampled_from(["North", "South", "West"])
    phases = tuple(replace(each, region=draw(places), workload=draw(places)) for each in plan.phases)
    plan = replace(plan, phases=phases, regions=tuple(Region(name, plan.calendar) for name in ("South", "North")))
    placed = tuple(run for run in schedule.assignments if draw(st.booleans()))
    names = {run.phase for run in placed}
    schedule = Schedule(placed, tuple(claim for claim in schedule.claims if claim.phase in names))
    by: By = draw(st.sampled_from(WAYS))
    keys = [lane.key for lane in swimlanes(plan, schedule, by)]
    return plan, schedule, Grouping(by, frozenset(draw(st.sets(st.sampled_from(keys)))))


def laid_out(plan: Plan, schedule: Schedule, grouping: Grouping | None) -> Layout:
    return lay_out(plan, schedule, everything(plan)._replace(grouping=grouping))


@given(grouped())
def test_that_every_phase_stands_in_one_lane_and_each_lane_keeps_the_plans_order(
    drawn: tuple[Plan, Schedule, Grouping],
) -> None:
    plan, schedule, grouping = drawn
    order = [*plan.phase]
    lanes = swimlanes(plan, schedule, grouping.by)
    assert sorted(phase for lane in lanes for phase in lane.phases) == sorted(order)
    assert all([*lane.phases] == sorted(lane.phases, key=order.index) for lane in lanes)
    assert len({lane.key for lane in lanes}) == len(lanes)


@given(grouped())
def test_that_only_the_phases_of_unfolded_lanes_have_rows_and_each_lies_under_its_head(
    drawn: tuple[Plan, Schedule, Grouping],
) -> None:
    plan, schedule, grouping = drawn
    layout = laid_out(plan, schedule, grouping)
    tops = {row.phase: row.row.y for row in layout.rows}
    lanes = swimlanes(plan, schedule, grouping.by)
    assert [head.key for head in layout.heads] == [lane.key for lane in lanes]
    for lane, head in zip(lanes, layout.heads, strict=True):
        assert head.is_folded == (lane.key in grouping.folded)
        shown = () if head.is_folded else lane.phases
        height = layout.sizes.row
        assert [tops.pop(phase) for phase in shown] == pytest.approx(
            [head.row.y + height * (number + 1) for number in range(len(shown))]
        )
    assert not tops


@given(grouped())
def test_that_lines_follow_each_other_without_gap_or_overlap(drawn: tuple[Plan, Schedule, Grouping]) -> None:
    layout = laid_out(*drawn)
    for above, below in pairwise(rows(layout)):
        assert above.bottom <= below.y + 1e-6
    assert rows(layout)[-1].bottom <= layout.height + 1e-6
    lines = len(layout.heads) + len(layout.rows)
    plain = laid_out(drawn[0], drawn[1], None)
    assert plain.height - layout.height == pytest.approx((len(plain.rows) - lines) * layout.sizes.row)


@given(grouped())
def test_that_a_head_tells_of_all_of_its_lane_folded_or_not(drawn: tuple[Plan, Schedule, Grouping]) -> None:
    plan, schedule, grouping = drawn
    unfolded = laid_out(plan, schedule, Grouping(grouping.by))
    for head in laid_out(plan, schedule, grouping).heads:
        lane = next(lane for lane in swimlanes(plan, schedule, grouping.by) if lane.key == head.key)
        found = [row for phase in lane.phases if (row := unfolded.rows.of(phase)) is not None]
        bars = [row.bar for row in found if row.bar is not None]
        assert (head.size, head.claimed) == (len(found), sum(row.claimed for row in found))
        assert (head.bar is None) == (not bars)
        if head.bar is not None:
            assert head.bar.x == pytest.approx(min(bar.box.x for bar in bars))
            assert head.bar.right == pytest.approx(max(bar.box.right for bar in bars))
            assert (head.start, head.finish) == (min(bar.start for bar in bars), max(bar.finish for bar in bars))


@settings(max_examples=60)
@given(drawn=grouped(), height=st.integers(100, 300))
def test_that_paper_has_every_phase_once_in_the_windows_order_and_no_page_is_too_high(
    drawn: tuple[Plan, Schedule, Grouping], height: int
) -> None:
    plan, schedule, grouping = drawn
    window = laid_out(plan, schedule, grouping)
    made = pages(plan, schedule, PageSetup(paper=Paper(height=height), grouping=grouping))
    assert [row.phase for page in made for row in page.rows] == [row.phase for row in window.rows]
    told = [(head.key, head.size, head.claimed) for page in made for head in page.heads]
    assert list(dict.fromkeys(told)) == [(head.key, head.size, head.claimed) for head in window.heads]
    assert all(page.height <= height for page in made)


def test_that_the_lane_of_a_credit_has_the_phases_for_which_it_pays_most() -> None:
    plan = a_plan(
        phases=tuple(a_phase(name) for name in ("P1", "P2", "P3", "P4")), credits=(a_credit("C1"), a_credit("C2"))
    )
    claims = (
        Claim("P1", "C2", 9),
        Claim("P2", "C1", 5),
        Claim("P2", "C2", 6),
        Claim("P3", "C2", 7),
        Claim("P3", "C1", 7),
    )
    schedule = Schedule(tuple(an_assignment(plan, name) for name in plan.phase), claims)
    lanes = {lane.key: lane.phases for lane in swimlanes(plan, schedule, "credit")}
    assert lanes == {"C1": ("P3",), "C2": ("P1", "P2"), "": ("P4",)}


def test_that_lanes_of_partners_carry_their_names_and_phases_without_dates_stand_last() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    schedule = Schedule((an_assignment(plan, "P2"),))
    lanes = swimlanes(plan, schedule, "partner")
    assert [(lane.name, lane.phases) for lane in lanes] == [(plan.partners[0].name, ("P2",)), ("", ("P1",))]


def test_that_paper_names_each_lane_with_its_number_of_phases() -> None:
    plan = a_plan(phases=(a_phase("P1", region="North"), a_phase("P2", region="North"), a_phase("P3", region="South")))
    schedule = Schedule(tuple(an_assignment(plan, name) for name in plan.phase))
    (page,) = svg_pages(plan, schedule, WORDING, PageSetup(grouping=Grouping("region")))
    assert "North · 2" in page
    assert "South · 1" in page


def test_that_lanes_of_workloads_and_of_plans_are_called_by_them() -> None:
    plan = a_plan(phases=(a_phase("DE/P1", workload="Azure"), a_phase("FR/P1"), a_phase("DE/P2")))
    named = {by: [(lane.key, lane.phases) for lane in swimlanes(plan, Schedule(()), by)] for by in ("workload", "plan")}
    assert named["plan"] == [("DE", ("DE/P1", "DE/P2")), ("FR", ("FR/P1",))]
    assert named["workload"] == [("Azure", ("DE/P1",)), ("Intune", ("FR/P1", "DE/P2"))]


def test_that_a_claim_of_nothing_puts_no_phase_into_a_lane() -> None:
    plan = a_plan()
    schedule = Schedule((an_assignment(plan),), (Claim("P1", "C1", 0),))
    assert [lane.key for lane in swimlanes(plan, schedule, "credit")] == [""]


def test_that_paper_folds_the_lanes_that_are_folded_in_the_window_and_draws_heads_without_names_or_dates() -> None:
    plan = a_plan(phases=(a_phase("P1", region="North"), a_phase("P2", region="South")))
    schedule = Schedule((an_assignment(plan, "P1"),))
    folded = Grouping("region", frozenset({"North"}))
    (page,) = svg_pages(plan, schedule, WORDING, PageSetup(grouping=folded))
    assert "North · 1" in page
    assert "Phase P1" not in page
    (chart,) = svg_pages(plan, schedule, WORDING, PageSetup(grouping=folded, chart_only=True))
    assert "North" not in chart
