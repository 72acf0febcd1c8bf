from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from msgspec.structs import replace

from planner.picture.layout import Box, Layout, Selection, everything, lay_out, rows
from planner.picture.swimlanes import Grouping
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_phase, a_plan, an_assignment
from tests.picture.drawn_plans import drawn_plans


def bars(layout: Layout) -> list[Box]:
    return [row.bar.box for row in layout.rows if row.bar]


def two_phases(link: Dependency, start: tuple[int, int]) -> Layout:
    """P1 and P2, which start on those days of January and take ten days, with a link between them."""
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), dependencies=(link,))
    first, second = (
        an_assignment(plan, phase, START.replace(day=day)) for phase, day in zip(plan.phase, start, strict=True)
    )
    return lay_out(plan, Schedule((first, second)))


@given(drawn_plans())
def test_that_bars_lie_inside_the_axis_and_inside_their_rows(drawn: tuple[Plan, Schedule]) -> None:
    layout = lay_out(*drawn)
    for row in layout.rows:
        assert row.bar is not None
        assert layout.axis.left <= row.bar.box.x < row.bar.box.right <= layout.axis.right + 1e-6
        assert row.row.y <= row.bar.box.y < row.bar.box.bottom <= row.row.bottom


@given(drawn_plans())
def test_that_no_two_rows_overlap_and_all_lie_inside_the_picture(drawn: tuple[Plan, Schedule]) -> None:
    layout = lay_out(*drawn)
    for above, below in pairwise(rows(layout)):
        assert above.bottom <= below.y + 1e-6
    assert rows(layout)[-1].bottom <= layout.height + 1e-6


@given(drawn_plans())
def test_that_every_claim_is_drawn_under_its_bar_and_in_its_lane(drawn: tuple[Plan, Schedule]) -> None:
    plan, schedule = drawn
    layout = lay_out(plan, schedule)
    marks = {(row.phase, mark.credit): mark.amount for row in layout.rows if row.bar for mark in row.bar.claims}
    assert marks == {(each.phase, each.credit): each.amount for each in schedule.claims if each.amount}
    for lane in layout.lanes:
        assert lane.claimed == sum(each.amount for each in schedule.claims if each.credit == lane.credit)


@given(drawn_plans())
def test_that_claims_stay_under_their_bar_and_beside_each_other(drawn: tuple[Plan, Schedule]) -> None:
    for row in lay_out(*drawn).rows:
        assert row.bar is not None
        edges = [edge for mark in row.bar.claims for edge in (mark.box.x, mark.box.right)]
        assert edges == pytest.approx(sorted(edges))
        assert all(row.bar.box.x - 1e-6 <= edge <= row.bar.box.right + 1e-6 for edge in edges)


@given(drawn_plans())
def test_that_no_name_is_painted_over_a_bar(drawn: tuple[Plan, Schedule]) -> None:
    layout = lay_out(*drawn)
    assert all(box.x >= layout.sizes.labels for box in bars(layout))


def test_that_an_arrow_leaves_the_end_and_reaches_the_start_of_a_finish_to_start_link() -> None:
    layout = two_phases(Dependency(predecessor="P1", successor="P2"), (4, 25))
    (arrow,), (first, second) = layout.arrows, bars(layout)
    assert arrow.points[0] == (first.right, first.middle)
    assert arrow.points[-1] == (second.x, second.middle)


@pytest.mark.parametrize("link_type", ["FS", "SS", "FF", "SF"])
@pytest.mark.parametrize("starts", [(4, 25), (25, 4), (4, 4), (4, 18)])
def test_that_arrows_run_straight_along_rows_or_columns(link_type: str, starts: tuple[int, int]) -> None:
    link = Dependency(predecessor="P1", successor="P2", type=link_type)  # type: ignore[arg-type]
    (arrow,) = two_phases(link, starts).arrows
    assert all(before[0] == after[0] or before[1] == after[1] for before, after in pairwise(arrow.points))


def test_that_a_phase_without_dates_keeps_its_row_and_has_no_bar() -> None:
    (row,) = lay_out(a_plan(), Schedule(())).rows
    assert (row.phase, row.bar) == ("P1", None)


def test_that_only_what_is_selected_is_shown() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    schedule = Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2")))
    layout = lay_out(plan, schedule, Selection(("P2",), (), ()))
    assert ([row.phase for row in layout.rows], tuple(layout.lanes), tuple(layout.partners)) == (["P2"], (), ())
    assert layout.axis == lay_out(plan, schedule, everything(plan)).axis


def test_that_a_window_that_goes_on_after_the_axis_says_so() -> None:
    plan = a_plan()
    (lane,) = lay_out(plan, Schedule((an_assignment(plan),))).lanes
    assert lane.continues
    assert lane.proof_x is None


def test_that_a_busy_partner_shows_its_load_as_high_as_its_teams() -> None:
    plan = a_plan()
    (lane,) = lay_out(plan, Schedule((an_assignment(plan),))).partners
    (load,) = lane.load
    assert load.height == pytest.approx(lane.windows[0].height)


def test_that_an_overpaid_phase_is_still_drawn_inside_its_bar() -> None:
    plan = a_plan()
    layout = lay_out(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 50_000),)))
    bar = layout.rows[0].bar
    assert bar is not None
    assert bar.claims[0].box.right <= bar.box.right + 1e-6


def test_that_an_option_nobody_knows_is_drawn_as_no_bar() -> None:
    plan = replace(a_plan())
    layout = lay_out(plan, Schedule((Assignment("P1", "nobody", START, START),)))
    assert layout.rows[0].bar is None


def test_that_the_axis_runs_over_the_days_it_is_given() -> None:
    days = DateRange(START - timedelta(days=3), START + timedelta(days=400))
    layout = lay_out(a_plan(), Schedule((an_assignment(a_plan()),)), days=days)
    assert (layout.axis.first, layout.axis.last) == (days.start, days.end)


def test_that_only_the_days_on_which_teams_are_missing_count_as_overload() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    schedule = Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2", START + timedelta(days=7))))
    layout = lay_out(plan, schedule)
    (lane,) = layout.partners
    (overload,) = lane.overload
    assert len(lane.load) == 3
    assert overload.x == layout.axis.begin(START + timedelta(days=7))
    assert overload.right == layout.axis.end(START + timedelta(days=11))


def test_that_a_bar_knows_whether_its_start_is_pinned() -> None:
    plan = a_plan(
        phases=tuple(a_phase(name) for name in ("P1", "P2", "P3")),
        pins=(Pin(phase="P1", start=START), Pin(phase="P2", option="PAR")),
    )
    layout = lay_out(plan, Schedule(tuple(an_assignment(plan, name) for name in plan.phase)))
    assert [row.bar.is_pinned for row in layout.rows if row.bar] == [True, False, False]


def a_small_rollout(**changes: object) -> tuple[Plan, Schedule]:
    """P1 before P2, which has no dates; C1 pays for P1, and nothing for P2."""
    plan = a_plan(
        phases=(a_phase("P1"), a_phase("P2", workload="Azure"), a_phase("P3")),
        dependencies=(
            Dependency(predecessor="P1", successor="P3"),
            Dependency(predecessor="P1", successor="P2"),
        ),
        **changes,
    )
    runs = (an_assignment(plan), an_assignment(plan, "P3", START.replace(day=18)))
    return plan, Schedule(runs, (Claim("P1", "C1", 9_000), Claim("P3", "C1", 0)))


def test_that_the_arrows_of_a_phase_are_found_by_it() -> None:
    arrows = lay_out(*a_small_rollout()).arrows
    assert len(arrows) == 1
    assert arrows.touching(["P1"]) == arrows.touching(["P3"]) == [arrows[0]] == arrows[0:1]
    assert arrows.touching(["P2", "NONE"]) == []


def test_that_rows_between_two_heights_are_found_and_equal_only_to_their_like() -> None:
    rows_ = lay_out(*a_small_rollout()).rows
    second = rows_[1]
    assert rows_.between(second.row.y + 1, second.row.bottom - 1) == (second,)
    assert [row.phase for row in rows_.between(0, 10**6)] == ["P1", "P2", "P3"]
    assert repr(rows_) == repr(tuple(rows_))


def test_that_phases_end_with_their_last_row_or_head_and_nowhere_without_any() -> None:
    plan, schedule = a_small_rollout()
    layout = lay_out(plan, schedule)
    assert layout.phases_bottom == layout.rows[-1].row.bottom
    folded = everything(plan)._replace(grouping=Grouping("workload", frozenset({"Intune", "Azure"})))
    layout = lay_out(plan, schedule, folded)
    assert layout.phases_bottom == layout.heads[-1].row.bottom
    assert lay_out(plan, schedule, Selection((), (), ())).phases_bottom is None


def test_that_a_lane_of_which_nothing_is_shown_has_no_head_and_one_without_dates_no_bar() -> None:
    plan, schedule = a_small_rollout()
    shown = Selection(("P2",), (), (), Grouping("workload"))
    (head,) = lay_out(plan, schedule, shown).heads
    assert (head.key, head.bar, head.claimed) == ("Azure", None, 0)
    heads = lay_out(plan, schedule, everything(plan)._replace(grouping=Grouping("workload"))).heads
    assert {each.key: each.claimed for each in heads} == {"Intune": 9_000, "Azure": 0}
