"""The forward and the backward pass of the network: the earliest and latest dates that phases can have at all.

Everything a phase must keep by itself is kept (calendars, freezes, the partner's availability, bounds and pins), and
every link to the extreme dates of its neighbours. Teams are left aside, and each neighbour takes whichever option suits
best, so a schedule may not reach these dates, but none goes beyond them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from graphlib import TopologicalSorter
from typing import NamedTuple

from planner.funding.entitlements import entitlement_reasons
from planner.plan import Plan
from planner.rollout.change_board import board_opens_on
from planner.rollout.dependencies import Dependency
from planner.rollout.partners import Partner
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Assignment
from planner.rollout.tracking import begun_run, binding_links, first_open_day
from planner.rollout.workdays import WorkdayArithmetic, blocks, phase_workdays, region_workdays
from planner.value import DateRange

DAY = timedelta(days=1)
BEFORE_EVERY_PLAN, AFTER_EVERY_PLAN = date(1980, 1, 1), date(2300, 1, 1)


class Bounds(NamedTuple):
    """Days between which a phase starts and finishes, all included."""

    start_from: date
    finish_from: date
    start_by: date
    finish_by: date

    def starting_from(self, day: date) -> "Bounds":
        """The same, and no start before the day."""
        return self._replace(start_from=max(self.start_from, day))

    def finishing_by(self, day: date) -> "Bounds":
        """The same, and no finish after the day."""
        return self._replace(finish_by=min(self.finish_by, day))

    def allow(self, run: Assignment) -> bool:
        """Whether the run lies between them."""
        return self.start_from <= run.start <= self.start_by and self.finish_from <= run.finish <= self.finish_by


class Dates(NamedTuple):
    """Start and finish of a neighbour, which may belong to different options of it."""

    start: date
    finish: date


class Work(NamedTuple):
    """A phase by one of its options, with what does not depend on its dates. begun: its only dates, if it has begun."""

    phase: Phase
    option: DeliveryOption
    days: WorkdayArithmetic
    partner: Partner | None
    blocked: tuple[DateRange, ...]
    begun: Assignment | None = None

    @property
    def windows(self) -> tuple[DateRange, ...]:
        return () if self.partner is None else self.partner.windows

    def assignment(self, start: date) -> Assignment:
        return Assignment(self.phase.id, self.option.id, start, self.days.finish(start, self.option.duration))

    def is_available(self, run: Assignment) -> bool:
        return self.partner is None or self.partner.is_available(run.start, run.finish)


class Reach(NamedTuple):
    """How far a pass lets a phase go: its bounds, and its extreme run by each option that has one."""

    bounds: Bounds
    runs: tuple[tuple[Work, Assignment], ...]


def earliest(plan: Plan) -> dict[str, Reach]:
    """The forward pass: for each phase its bounds and its first run by each option; no runs where none is possible."""
    into, order = _network(plan)
    reached: dict[str, Reach] = {}
    for name in order:
        bounds = own_bounds(plan, plan.phase[name])
        is_open = all(reached[link.predecessor].runs for link in into[name])
        for link in into[name] if is_open else ():
            bounds = behind(plan, link, _first(reached[link.predecessor]), bounds)
        work = works(plan, plan.phase[name]) if is_open else ()
        runs = ((each, first_run(plan, each, bounds)) for each in work)
        reached[name] = Reach(bounds, tuple((each, run) for each, run in runs if run is not None))
    return reached


def latest(plan: Plan, first: Mapping[str, Reach]) -> dict[str, Reach]:
    """The backward pass over the bounds of the forward one: the last run of each phase by each option.

    The network's total slack lies between the two.
    """
    into, order = _network(plan)
    out: defaultdict[str, list[Dependency]] = defaultdict(list)
    for links in into.values():
        for link in links:
            out[link.predecessor].append(link)
    reached: dict[str, Reach] = {}
    for name in reversed(order):
        bounds = first[name].bounds
        is_open = all(reached[link.successor].runs for link in out[name])
        for link in out[name] if is_open else ():
            bounds = _before(plan, link, _last(reached[link.successor]), bounds)
        work = (each for each, _ in first[name].runs) if is_open else ()
        runs = ((each, last_run(plan, each, bounds)) for each in work)
        reached[name] = Reach(bounds, tuple((each, run) for each, run in runs if run is not None))
    return reached


# One phase


def first_start(plan: Plan, phase: Phase) -> date:
    """The first day on which a phase that has not begun may start.

    The plan, its status date, the phase itself and the change advisory board may each ask for a later one.
    """
    asked = (first_open_day(plan), phase.earliest_start, board_opens_on(plan, phase))
    return max(day for day in asked if day is not None)


def own_bounds(plan: Plan, phase: Phase) -> Bounds:
    """The days that ``first_start``, the deadline, the horizon and its pin leave a phase; links are left aside.

    Of a phase that has begun, its dates and no others.
    """
    begun = begun_run(plan, phase)
    if begun is not None:
        return Bounds(begun.start, begun.finish, begun.start, begun.finish)
    pinned = next((pin.start for pin in plan.pins if pin.phase == phase.id), None)
    start = max(first_start(plan, phase), pinned or plan.start)
    finish = min(day for day in (plan.horizon, phase.deadline) if day is not None)
    return Bounds(start, start, finish if pinned is None else pinned, finish)


def works(plan: Plan, phase: Phase) -> tuple[Work, ...]:
    """The phase by each option that its pin allows, or by that by which it has begun."""
    begun = plan.actual.get(phase.id)
    if begun is not None:
        return tuple(work(plan, phase, option) for option in phase.options if option.id == begun.option)
    pinned = next((pin.option for pin in plan.pins if pin.phase == phase.id), None)
    return tuple(work(plan, phase, option) for option in phase.options if pinned in {None, option.id})


def work(plan: Plan, phase: Phase, option: DeliveryOption) -> Work:
    """The phase by that option."""
    partner = plan.partner.get(option.partner or "")
    begun = begun_run(plan, phase)
    is_so = begun is not None and begun.option == option.id
    return Work(phase, option, phase_workdays(plan, phase), partner, blocks(plan, phase), begun if is_so else None)


def first_run(plan: Plan, work: Work, bounds: Bounds) -> Assignment | None:
    """The first dates within the bounds on which the phase can run by itself; None if there are none."""
    if work.begun is not None:
        return work.begun if bounds.allow(work.begun) else None
    days, duration = work.days, work.option.duration
    in_time = days.add(days.add_forward(bounds.finish_from, 0), 1 - duration)
    start = max(bounds.start_from, in_time)
    while True:
        run = work.assignment(days.add_forward(start, 0))
        if run.start > bounds.start_by or run.finish > bounds.finish_by:
            return None
        later = _next_try(plan, work, run)
        if later is None:
            return run
        start = later


def _next_try(plan: Plan, work: Work, run: Assignment) -> date | None:
    """The first later day that could be a start, where the run is impossible; None where it is possible."""
    if not work.is_available(run):
        return min((window.start for window in work.windows if window.start > run.start), default=AFTER_EVERY_PLAN)
    for freeze in work.blocked:
        if freeze.overlaps(run.start, run.finish):
            return freeze.end + DAY
    if _lacks_entitlement(plan, work, run.start):
        asked = (each.requested_on for each in plan.entitlements if each.requested_on is not None)
        return min((day for day in asked if day > run.start), default=AFTER_EVERY_PLAN)
    return None


def last_run(plan: Plan, work: Work, bounds: Bounds) -> Assignment | None:
    """The last dates within the bounds on which the phase can run by itself; None if there are none."""
    if work.begun is not None:
        return work.begun if bounds.allow(work.begun) else None
    days, duration = work.days, work.option.duration
    finish = min(bounds.finish_by, days.finish(days.add(bounds.start_by, 0), duration))
    while True:
        run = work.assignment(days.add(days.add(finish, 0), 1 - duration))
        if run.start < bounds.start_from or run.finish < bounds.finish_from:
            return None
        earlier = _previous_try(work, run)
        if earlier is None:
            # An entitlement that is missing on the last day is missing on every earlier one.
            return None if _lacks_entitlement(plan, work, run.start) else run
        finish = earlier


def _previous_try(work: Work, run: Assignment) -> date | None:
    """The last earlier day that could be a finish, where the run is impossible; None where it is possible."""
    if not work.is_available(run):
        return max((window.end for window in work.windows if window.end < run.finish), default=BEFORE_EVERY_PLAN)
    return next((freeze.start - DAY for freeze in work.blocked if freeze.overlaps(run.start, run.finish)), None)


def _lacks_entitlement(plan: Plan, work: Work, start: date) -> bool:
    is_bound = plan.entitlements_bind and work.option.kind == "fasttrack"
    return is_bound and bool(entitlement_reasons(plan, work.phase, start))


# Links


def _network(plan: Plan) -> tuple[Mapping[str, list[Dependency]], list[str]]:
    """The links into each phase, and the phases in an order in which none comes before one that it waits for."""
    into: dict[str, list[Dependency]] = {phase.id: [] for phase in plan.phases}
    for link in binding_links(plan):
        into[link.successor].append(link)
    order = TopologicalSorter({name: [link.predecessor for link in links] for name, links in into.items()})
    return into, list(order.static_order())


def between(plan: Plan, phase: Phase, links: Iterable[Dependency], placed: Mapping[str, Assignment]) -> Bounds:
    """The days that the phase has as long as nothing else moves. links: those of the phase."""
    bounds = own_bounds(plan, phase)
    for link in links:
        other = placed.get(link.successor if link.predecessor == phase.id else link.predecessor)
        if other is not None:
            tighten = _before if link.predecessor == phase.id else behind
            bounds = tighten(plan, link, Dates(other.start, other.finish), bounds)
    return bounds


def behind(plan: Plan, link: Dependency, predecessor: Dates, bounds: Bounds) -> Bounds:
    """The successor's bounds behind the earliest dates of a predecessor."""
    days = region_workdays(plan, plan.phase[link.successor].region)
    released = predecessor.finish + DAY if link.type in {"FS", "FF"} else predecessor.start
    if link.type in {"FS", "SS"}:
        return bounds.starting_from(days.add_forward(released, link.lag))
    return bounds._replace(finish_from=max(bounds.finish_from, days.add_forward(released, link.lag - 1)))


def _before(plan: Plan, link: Dependency, successor: Dates, bounds: Bounds) -> Bounds:
    """The predecessor's bounds before the latest dates of a successor."""
    days = region_workdays(plan, plan.phase[link.successor].region)
    reached = successor.start if link.type in {"FS", "SS"} else days.add(successor.finish, 1)
    held = days.add_forward(reached, -link.lag)
    if link.type in {"FS", "FF"}:
        return bounds.finishing_by(held - DAY)
    return bounds._replace(start_by=min(bounds.start_by, held))


def _first(reach: Reach) -> Dates:
    return Dates(min(run.start for _, run in reach.runs), min(run.finish for _, run in reach.runs))


def _last(reach: Reach) -> Dates:
    return Dates(max(run.start for _, run in reach.runs), max(run.finish for _, run in reach.runs))
