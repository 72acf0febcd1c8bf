"""The frontier: against everything that can be tried, and the pair of ends that the field guide knows."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import schedule_faults
from planner.plan import Plan, State
from solver.audit import price
from solver.cancel import Cancel
from solver.frontier import Against, Point, as_result, efficient, frontier
from solver.settings import Aim
from tests.brute_force import every_outcome
from tests.small_plans import small_plans

AGAINST: tuple[Against, ...] = ("net_cost", "finish")


@settings(max_examples=60)
@given(small_plans(most_phases=2), st.sampled_from(AGAINST))
def test_that_no_schedule_beats_a_proven_point_and_the_ends_are_the_best_of_each_figure(
    plan: Plan, against: Against
) -> None:
    outcomes = [(terms["funding"], terms[against]) for terms in every_outcome(plan, with_slack=False)]
    found = [*frontier(plan, against, points=5, seconds=30.0, workers=1)]
    assert bool(found) == bool(outcomes)
    for point in found:
        if point.is_proven:
            assert not [each for each in outcomes if each[0] >= point.funding and each[1] < point.other]
    if found:
        assert found[0].funding == max(funding for funding, _ in outcomes)
        assert min(point.other for point in found) == min(other for _, other in outcomes)
        assert len(found) <= 5


def test_that_the_most_funding_of_the_medium_plan_is_not_its_least_cost(medium: Plan) -> None:
    found = efficient(frontier(medium, "net_cost", seconds=120.0))
    assert all(point.is_proven for point in found)
    assert (found[-1].funding, found[-1].other) == (320_000, 552_900)
    assert (found[0].funding, found[0].other) == (293_000, 542_900)
    assert len(found) > 2
    for before, after in pairwise(found):
        assert before.funding < after.funding
        assert before.other < after.other


def test_that_every_point_is_a_schedule_that_the_planner_prices_the_same(medium: Plan) -> None:
    for point in frontier(medium, "finish", points=4, seconds=120.0):
        assert schedule_faults(State(medium, point.schedule)) == ()
        priced = price(medium, point.schedule)
        assert (priced["funding"], priced["finish"]) == (point.funding, point.other)
        result = as_result(medium, "finish", point)
        assert result.objective == (Aim("finish"), Aim("funding"))
        assert [stage.value for stage in result.stages] == [point.other, point.funding]
        assert result.about.startswith("A point of the frontier, ")


def test_that_a_cancelled_search_keeps_the_points_that_it_told(medium: Plan) -> None:
    cancel = Cancel()
    found: list[Point] = []
    for point in frontier(medium, "net_cost", seconds=60.0, cancel=cancel):
        found.append(point)
        if len(found) == 2:
            cancel.request()
    assert len(found) == 2
    assert all(point.is_proven for point in found)


def test_that_dominated_points_and_repeated_ones_are_left_out(medium: Plan) -> None:
    (point, *_) = frontier(medium, "net_cost", points=2, seconds=60.0)
    worse = point._replace(funding=point.funding - 1)
    dearer = point._replace(other=point.other + 1)
    cheaper = point._replace(funding=point.funding - 5, other=point.other - 5)
    assert efficient((worse, point, dearer, cheaper, point)) == (cheaper, point)
