"""A schedule prepared for many runs: in which order phases are placed, what each waits for, and where it may lie.

The policy is that of right-shift: a phase keeps its option and never starts before its planned day; it waits for its
links, for a free team of its partner, and for the first days at which all of it lies inside one of the partner's
windows and outside every freeze that blocks. Teams take their phases in the order of the plan. Where none of the
windows holds a slipped phase any more, it is done at once, outside of them, and PARTNER takes its claims.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.estimates import Estimate, estimate
from planner.rollout.passes import Work, work
from planner.rollout.phases import Phase
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.tracking import binding_links, remaining_days
from planner.rollout.workdays import (
    ONE_DAY,
    WEEK,
    WorkdayArithmetic,
    phase_workdays,
    region_workdays,
    standing_still_workdays,
)
from planner.value import DateRange
from solver.risk.axis import Axis, Whole, WorkTable, looked_up, work_table

NEVER = 1 << 40
"""A number after every working day."""
LONGEST_AXIS = 40 * 366
"""Days; a run that goes on for longer ends there."""


class Slot(NamedTuple):
    """Numbers of working days, both included, between which the whole of a phase may lie."""

    first: int
    last: int


class Wait(NamedTuple):
    """What a link asks of its successor.

    row: of the predecessor. is_for_finish: whether it is released the day after the predecessor's last, and not on its
    first. is_of_start: whether the successor's start waits, and not its finish. number: by the day of the release, the
    successor's working day that it may begin on, or that it may end on.
    """

    row: int
    is_for_finish: bool
    is_of_start: bool
    number: Whole


class Step(NamedTuple):
    """A phase as it is placed in each run.

    row: its place in the plan. number: of its planned start among its working days.
    team: the partner whose teams may all be busy; None where there are enough, or no partner delivers. waits_for_team:
    False where a link makes it wait for a phase that its team takes later, so that no order fits both.
    slots: where it may lie, if it has windows or freezes that block. open_slots: the same without the windows.
    """

    work: Work
    row: int
    number: int
    days: WorkTable
    waits: tuple[Wait, ...]
    team: str | None
    waits_for_team: bool
    slots: tuple[Slot, ...]
    open_slots: tuple[Slot, ...]
    estimate: Estimate

    @property
    def is_bound(self) -> bool:
        """Whether it may not lie everywhere."""
        return bool(self.work.windows or self.work.blocked)


class Network(NamedTuple):
    """The steps in an order in which none comes before what it waits for. rows: as many as the plan has phases.

    teams: of the partners that may have too few. By row: position of the step; waiting, the positions of those that
    wait for it by a link; next_of_team, that of the next one of the same partner, where its teams may be too few.
    """

    plan: Plan
    axis: Axis
    steps: tuple[Step, ...]
    teams: Mapping[str, int]
    rows: int
    position: Mapping[int, int]
    waiting: Mapping[int, tuple[int, ...]]
    next_of_team: Mapping[int, int]

    def leading_to(self, rows: Iterable[int]) -> frozenset[int]:
        """The rows whose dates may decide on those of any of these, themselves included."""
        found = set(rows)
        for step in reversed(self.steps):
            after = (
                *self.waiting[step.row],
                *((self.next_of_team[step.row],) if step.row in self.next_of_team else ()),
            )
            if any(self.steps[position].row in found for position in after):
                found.add(step.row)
        return frozenset(found)

    @property
    def names(self) -> frozenset[str]:
        """The phases that have dates."""
        return frozenset(step.work.phase.id for step in self.steps)


def network(plan: Plan, schedule: Schedule) -> Network:
    """Prepare the phases that the schedule places. The plan must keep its invariants; the schedule may have faults."""
    placed = {phase.id: run for phase in plan.phases if (run := schedule.assignment(phase.id)) is not None}
    works = {name: _work(plan, run) for name, run in placed.items()}
    axis = _axis(plan, placed, works)
    order = _order(plan, placed)
    teams = _scarce_teams(plan, placed)
    tables = _Tables(axis, {})
    row = {phase.id: number for number, phase in enumerate(plan.phases)}
    late = _behind_their_team(placed, order, teams)
    steps = []
    for name in order:
        each, days = works[name], tables.of(_days(plan, plan.phase[name]))
        into = (link for link in binding_links(plan) if link.successor == name and link.predecessor in placed)
        open_slots = _open_slots(each, days)
        steps.append(
            Step(
                work=each,
                row=row[name],
                number=days.number_of(placed[name].start),
                days=days,
                waits=tuple(_wait(plan, link, row, days, tables) for link in into),
                team=each.option.id if each.option.id in teams else None,
                waits_for_team=name not in late and each.begun is None,
                slots=tuple(_in_windows(each, open_slots, days)),
                open_slots=open_slots,
                estimate=_estimate(plan, each, placed[name]),
            )
        )
    position = {step.row: number for number, step in enumerate(steps)}
    waiting: dict[int, list[int]] = {step.row: [] for step in steps}
    for number, step in enumerate(steps):
        for wait in step.waits:
            waiting[wait.row].append(number)
    after = {name: tuple(numbers) for name, numbers in waiting.items()}
    return Network(plan, axis, tuple(steps), teams, len(plan.phases), position, after, _next_of_team(steps))


def _next_of_team(steps: Iterable[Step]) -> dict[int, int]:
    last: dict[str, int] = {}
    following: dict[int, int] = {}
    for position, step in enumerate(steps):
        if step.team is not None:
            if step.team in last:
                following[last[step.team]] = position
            last[step.team] = step.row
    return following


def _work(plan: Plan, run: Assignment) -> Work:
    phase = plan.phase[run.phase]
    found = work(plan, phase, phase.chosen(run.option))
    # What has begun lies where it does, whatever else would bind it.
    return found if found.begun is None else found._replace(partner=None, blocked=())


def _days(plan: Plan, phase: Phase) -> WorkdayArithmetic:
    return standing_still_workdays(plan, phase) if phase.id in plan.actual else phase_workdays(plan, phase)


def _estimate(plan: Plan, work: Work, run: Assignment) -> Estimate:
    """The estimate of the option; of a phase that has begun only what remains may still take longer or shorter."""
    usual, left = estimate(work.phase, work.option), remaining_days(plan, work.phase)
    if work.begun is None:
        return usual
    number = _days(plan, work.phase).number
    likely = max(number(run.finish + ONE_DAY) - number(run.start), 1)
    if left is None:
        return Estimate(Fraction(likely), likely, Fraction(likely))
    sooner, later = (left * abs(end - usual.likely) / usual.likely for end in (usual.optimistic, usual.pessimistic))
    return Estimate(likely - min(sooner, Fraction(left - 1)), likely, likely + later, usual.is_usual)


# Days


class _Tables(NamedTuple):
    """The tables of an axis, one for each calendar."""

    axis: Axis
    known: dict[WorkdayArithmetic, WorkTable]

    def of(self, arithmetic: WorkdayArithmetic) -> WorkTable:
        if arithmetic not in self.known:
            self.known[arithmetic] = work_table(arithmetic, self.axis)
        return self.known[arithmetic]


def _axis(plan: Plan, placed: Mapping[str, Assignment], works: Mapping[str, Work]) -> Axis:
    """From the first planned day to one that no run gets beyond: after all windows, freezes and holidays, every phase
    in turn at its longest, with all lags between them, in calendar days.
    """
    first = min((run.start for run in placed.values()), default=plan.start)
    calendars = (plan.calendar, *(region.calendar for region in plan.regions))
    lasts = [plan.horizon, *(run.finish for run in placed.values())]
    lasts += [window.end for each in works.values() for window in each.windows]
    lasts += [freeze.days.end for freeze in plan.freezes]
    holidays = {day for calendar in calendars for day in calendar.holidays}
    worked = min(len(set(calendar.weekdays)) for calendar in calendars)
    longest = (estimate(each.phase, each.option).pessimistic + 1 for each in works.values())
    days = int(sum(longest)) + sum(max(link.lag, 0) for link in plan.dependencies)
    weeks = days // worked + len(works) + 2
    beyond = len([day for day in holidays if day > max(lasts)]) * WEEK
    length = (max(lasts) - first).days + WEEK * weeks + beyond
    return Axis(first, min(length, max(LONGEST_AXIS, (max(lasts) - first).days + WEEK)))


def _wait(plan: Plan, link: Dependency, row: Mapping[str, int], days: WorkTable, tables: _Tables) -> Wait:
    """The link as a table: the lag in the successor's region, and then the day that its own work has at or after it."""
    region = tables.of(region_workdays(plan, plan.phase[link.successor].region))
    is_of_start, is_for_finish = link.type in {"FS", "SS"}, link.type in {"FS", "FF"}
    reached = looked_up(region.day, region.number + (link.lag if is_of_start else link.lag - 1))
    return Wait(row[link.predecessor], is_for_finish, is_of_start, looked_up(days.number, reached))


# Order


def _order(plan: Plan, placed: Mapping[str, Assignment]) -> list[str]:
    """Phases behind those that they wait for by links, and among those by their planned starts.

    Whoever others wait for is as urgent as they are, so that links that lead backward in time hold up few teams.
    """
    out: defaultdict[str, list[str]] = defaultdict(list)
    missing = dict.fromkeys(placed, 0)
    for link in plan.dependencies:
        if link.predecessor in placed and link.successor in placed:
            out[link.predecessor].append(link.successor)
            missing[link.successor] += 1
    position = {name: number for number, name in enumerate(placed)}
    urgent = _urgency(placed, out)
    ready = [(urgent[name], position[name], name) for name, count in missing.items() if not count]
    heapify(ready)
    order = []
    while ready:
        _, _, name = heappop(ready)
        order.append(name)
        for successor in out[name]:
            missing[successor] -= 1
            if not missing[successor]:
                heappush(ready, (urgent[successor], position[successor], successor))
    return order


def _urgency(placed: Mapping[str, Assignment], out: Mapping[str, list[str]]) -> dict[str, date]:
    """The first planned start of each phase and all that wait for it, directly or not."""
    urgent: dict[str, date] = {}
    for name in TopologicalSorter({name: out.get(name, []) for name in placed}).static_order():
        urgent[name] = min((placed[name].start, *(urgent[successor] for successor in out.get(name, ()))))
    return urgent


def _scarce_teams(plan: Plan, placed: Mapping[str, Assignment]) -> dict[str, int]:
    """The teams of partners that deliver more phases than they have teams."""
    delivered = [run.option for run in placed.values()]
    return {each.id: each.teams for each in plan.partners if delivered.count(each.id) > each.teams}


def _behind_their_team(placed: Mapping[str, Assignment], order: Iterable[str], teams: Mapping[str, int]) -> set[str]:
    """Phases that are placed after one that their team begins later."""
    last: dict[str, date] = {}
    late = set()
    for name in order:
        run = placed[name]
        if run.option in teams:
            latest = last.get(run.option, run.start)
            if latest > run.start:
                late.add(name)
            last[run.option] = max(latest, run.start)
    return late


# Slots


def _open_slots(work: Work, days: WorkTable) -> tuple[Slot, ...]:
    """Between the freezes that the phase may not overlap."""
    bounds = [-NEVER]
    for freeze in sorted(work.blocked, key=lambda each: each.start):
        bounds += [days.number_of(freeze.start) - 1, max(days.number_of(freeze.end + ONE_DAY), bounds[-1])]
    bounds.append(NEVER)
    slots = (Slot(first, last) for first, last in zip(bounds[::2], bounds[1::2], strict=True))
    return tuple(slot for slot in slots if slot.first <= slot.last)


def _in_windows(work: Work, open_slots: tuple[Slot, ...], days: WorkTable) -> Iterator[Slot]:
    """The parts of the partner's windows that are open; the open slots themselves where it is always available."""
    if not work.windows:
        yield from open_slots
    for window in work.windows:
        inside = _slot(window, days)
        for slot in open_slots:
            first, last = max(slot.first, inside.first), min(slot.last, inside.last)
            if first <= last:
                yield Slot(first, last)


def _slot(window: DateRange, days: WorkTable) -> Slot:
    return Slot(days.number_of(window.start), days.number_of(window.end + ONE_DAY) - 1)
