"""The efficient frontier of funding against net cost, or against the finish: what more of one costs in the other.

Each point between the two ends is the least of the other figure among all schedules that earn a given funding at least
(the ε-constraint method; Haimes, Lasdon and Wismer 1971). Levels rise, so one model serves all of them.
"""

import time
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.audit import audit, price
from solver.cancel import Cancel, Cancelled
from solver.claims import settle
from solver.hints import hint_schedule
from solver.instance import prepare
from solver.model import Model, build
from solver.objective import TERMS
from solver.result import SolveResult, Stage
from solver.search import Limits, complete, objective_value
from solver.settings import Aim, Settings
from solver.solve import solve
from solver.stage import search_stage
from solver.variables import read_assignments, read_claims

Against = Literal["net_cost", "finish"]
"""What funding is weighed against; less of it is better. ``finish`` is in calendar days from the plan's start."""

END_PART = 0.3
"""The most of the time that each end of the frontier may take."""


class Point(NamedTuple):
    """A schedule of the frontier. funding, other: as the planner prices it.

    bound: no schedule that earns as much as was asked for has less of the other; None if nothing is known.
    is_proven: whether no schedule earns as much and has less of the other, nor the other way round at the ends.
    """

    funding: int
    other: int
    bound: int | None
    is_proven: bool
    schedule: Schedule

    def dominates(self, other: "Point") -> bool:
        """Whether it is no worse in both figures and better in one."""
        no_worse = self.funding >= other.funding and self.other <= other.other
        return no_worse and (self.funding, self.other) != (other.funding, other.other)


def frontier(  # noqa: PLR0913 - each says how long, how far or how
    plan: Plan,
    against: Against,
    *,
    points: int = 8,
    seconds: float = 60.0,
    workers: int = Settings().workers,
    present: Schedule | None = None,
    cancel: Cancel | None = None,
) -> Iterator[Point]:
    """Points of the frontier, as they are found: the most funding, then the least of the other, then those between.

    points: how many at most. present: a schedule to begin from. It ends early when the cancel is requested or time is
    over; what was told stays true. Nothing is told of a plan without a schedule.
    """
    until, cancel = time.monotonic() + seconds, cancel or Cancel()
    most = _end(plan, (Aim("funding"), Aim(against)), END_PART * seconds, workers, present, cancel)
    if most is None:
        return
    yield most
    least = _end(plan, (Aim(against), Aim("funding")), END_PART * seconds, workers, most.schedule, cancel)
    if least is None or least.funding >= most.funding:
        return
    yield least
    try:
        yield from _between(plan, against, (least, most), points, Limits(until - time.monotonic(), workers, 0, cancel))
    except Cancelled:
        return


def efficient(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points that no other dominates, each pair of figures once, from the least funding on."""
    by_figures = {(point.funding, point.other): point for point in points}
    kept = (each for each in by_figures.values() if not any(other.dominates(each) for other in by_figures.values()))
    return tuple(sorted(kept, key=lambda point: point.funding))


def as_result(plan: Plan, against: Against, point: Point) -> SolveResult:
    """A point as the answer of a solve, for whoever shows those."""
    status: Literal["OPTIMAL", "FEASIBLE"] = "OPTIMAL" if point.is_proven else "FEASIBLE"
    stages = (Stage(against, point.other, point.bound, status, 0.0), Stage("funding", point.funding, None, status, 0.0))
    less = "costs less" if against == "net_cost" else "ends earlier"
    about = f"A point of the frontier, not proven: one that earns as much and {less} may exist."
    if point.is_proven:
        about = f"A point of the frontier, proven: none that earns as much {less}."
    aims = (Aim(against), Aim("funding"))
    return SolveResult(plan, aims, status, stages, point.schedule, 0.0, None, about=about)


def _end(
    plan: Plan,
    objective: tuple[Aim, Aim],
    seconds: float,
    workers: int,
    begin: Schedule | None,
    cancel: Cancel,
) -> Point | None:
    """The best schedule by one figure, and by the other among the equal."""
    result = solve(plan, Settings(objective, seconds, workers), hint=begin, cancel=cancel)
    if result.schedule is None:
        return None
    values = {stage.name: stage for stage in result.stages}
    other = next(stage for stage in result.stages if stage.name != "funding")
    funding = values["funding"].value or 0
    return Point(funding, other.value or 0, other.bound, result.status == "OPTIMAL", result.schedule)


def _between(plan: Plan, against: Against, ends: tuple[Point, Point], points: int, limits: Limits) -> Iterator[Point]:
    """The least of the other figure at levels of funding between those of the ends."""
    until = time.monotonic() + limits.seconds
    least, most = ends
    model = build(prepare(plan, limits.cancel), most.schedule, limits.cancel)
    funding, other = TERMS["funding"](model), TERMS[against](model)
    step = max(1, (most.funding - least.funding) // max(points - 1, 1))
    level = least.funding + 1
    for left in range(points - 2, 0, -1):
        level = max(level, most.funding - step * left)
        if level >= most.funding:
            return
        model.cp.add(funding >= level)
        model.cp.minimize(other)
        share = (until - time.monotonic()) / left
        point = _point(plan, model, against, most.schedule, limits._replace(seconds=share))
        if point is None:
            return
        yield point
        level = point.funding + 1


def _point(plan: Plan, model: Model, against: Against, begin: Schedule, limits: Limits) -> Point | None:
    """The best schedule that the model still allows, begun from one that it does allow."""
    hint_schedule(model, begin)
    begun = complete(model.cp, limits)
    if not begun.has_solution:
        return None
    found = search_stage(model, against, begun.solver, limits, lambda *_: None)
    assignments = read_assignments(plan, model.phases, found.solver)
    as_found = Schedule(assignments, read_claims(model.claims, found.solver))
    audit(plan, as_found, {against: objective_value(model.cp, found.solver)})
    schedule = Schedule(assignments, settle(plan, assignments, cancel=limits.cancel))
    audit(plan, schedule, {})
    priced = price(plan, schedule)
    is_proven = found.status == "OPTIMAL" and priced[against] == found.bound
    return Point(priced["funding"], priced[against], found.bound, is_proven, schedule)
