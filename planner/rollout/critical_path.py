"""How far each phase of a schedule may slip: before others move, before the rollout ends later, before money is lost.

Float is counted from the schedule's own dates, in working days of the phase's region. Each phase keeps the option that
delivers it; links, calendars, freezes, availability and deadlines hold. Teams and pins are left aside: a team can be
asked for, and a pin is only the user's will (source of the terms: critical path method, Kelley and Walker 1959).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from planner.checks import link_shortfall
from planner.funding.claim_rules import last_finish, outcome_missed
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.passes import (
    AFTER_EVERY_PLAN,
    BEFORE_EVERY_PLAN,
    Bounds,
    Reach,
    Work,
    between,
    last_run,
    latest,
    work,
)
from planner.rollout.schedule import Assignment, Schedule
from planner.rollout.workdays import region_workdays


class Float(NamedTuple):
    """How many working days a phase may slip, never less than none.

    free: before any other phase moves. total: before the rollout ends later, or a deadline is missed.
    money: before a claim on it, or on a phase behind it, comes too late; None where no claim hangs on it.
    last_finish: its last day once the total float is used up.
    """

    free: int
    total: int
    money: int | None
    last_finish: date

    @property
    def is_critical(self) -> bool:
        """Whether one day more makes the rollout end later."""
        return self.total == 0

    @property
    def is_money_critical(self) -> bool:
        """Whether a slip of one day more than its float costs money, as its claims are lost no later than its float."""
        return self.money is not None and self.money <= self.total


def floats(plan: Plan, schedule: Schedule) -> dict[str, Float]:
    """The float of each scheduled phase, in the plan's order."""
    scheduled = _scheduled(plan, schedule)
    works = _works(scheduled, schedule)
    end = max((run.finish for _, run in works.values()), default=plan.horizon)
    ends = {name: min(end, each.phase.deadline or end) for name, (each, _) in works.items()}
    last = _last_runs(scheduled, works, ends)
    last_paid = _last_runs(scheduled, works, _last_paid_finishes(plan, schedule))
    hanging = _with_claims_behind(scheduled, schedule)
    links = _links_by_phase(scheduled)
    placed = {name: run for name, (_, run) in works.items()}
    result = {}
    for name, (of_phase, run) in works.items():
        alone = between(scheduled, of_phase.phase, links[name], placed).finishing_by(end)
        until = last[name] or run
        result[name] = Float(
            free=min(_slip(scheduled, run, last_run(scheduled, of_phase, alone)), _slip(scheduled, run, last[name])),
            total=_slip(scheduled, run, last[name]),
            money=_slip(scheduled, run, last_paid[name]) if name in hanging else None,
            last_finish=max(until.finish, run.finish),
        )
    return result


def driving_links(plan: Plan, schedule: Schedule) -> frozenset[tuple[str, str]]:
    """The links that hold exactly, by predecessor and successor: where the first slips, the second must."""
    placed = {each.phase: each for each in schedule.assignments}
    return frozenset(
        (link.predecessor, link.successor)
        for link in plan.dependencies
        if link.predecessor in placed
        and link.successor in placed
        and link_shortfall(plan, link, placed[link.predecessor], placed[link.successor]) == 0
    )


Works = Mapping[str, tuple[Work, Assignment]]
NOTHING_DONE: Mapping[str, Assignment] = {}


def _scheduled(plan: Plan, schedule: Schedule) -> Plan:
    """The plan of what has dates, without pins."""
    placed = {each.phase for each in schedule.assignments}
    links = (link for link in plan.dependencies if placed.issuperset((link.predecessor, link.successor)))
    phases = tuple(phase for phase in plan.phases if phase.id in placed)
    return replace(plan, phases=phases, dependencies=tuple(links), pins=())


def _works(plan: Plan, schedule: Schedule) -> dict[str, tuple[Work, Assignment]]:
    runs = {each.phase: each for each in schedule.assignments}
    chosen = ((phase, phase.option(runs[phase.id].option)) for phase in plan.phases)
    return {phase.id: (work(plan, phase, option), runs[phase.id]) for phase, option in chosen if option is not None}


def _last_runs(plan: Plan, works: Works, ends: Mapping[str, date]) -> dict[str, Assignment | None]:
    """The backward pass from the last day that each phase may have; None where no day holds."""
    first = {}
    for name, (of_phase, run) in works.items():
        finish_by = ends.get(name, AFTER_EVERY_PLAN)
        bounds = Bounds(BEFORE_EVERY_PLAN, BEFORE_EVERY_PLAN, AFTER_EVERY_PLAN, finish_by)
        first[name] = Reach(bounds, ((of_phase, run),))
    reached = latest(plan, first)
    return {name: reach.runs[0][1] if reach.runs else None for name, reach in reached.items()}


def _slip(plan: Plan, run: Assignment, last: Assignment | None) -> int:
    if last is None:
        return 0
    number = region_workdays(plan, plan.phase[run.phase].region).number
    return max(number(last.start) - number(run.start), 0)


def _links_by_phase(plan: Plan) -> Mapping[str, list[Dependency]]:
    links: defaultdict[str, list[Dependency]] = defaultdict(list)
    for link in plan.dependencies:
        links[link.predecessor].append(link)
        links[link.successor].append(link)
    return links


# Money


def _last_paid_finishes(plan: Plan, schedule: Schedule) -> dict[str, date]:
    """The last day of each phase on which every claim that rests on it still holds."""
    found: defaultdict[str, list[date]] = defaultdict(list)
    for claim in schedule.claims:
        latest_finish = last_finish(plan, plan.credit[claim.credit], plan.phase[claim.phase]) if claim.amount else None
        if latest_finish is not None:
            found[claim.phase].append(latest_finish)
    for credit_id in {claim.credit for claim in schedule.claims if claim.amount}:
        for target in outcome_missed(plan.credit[credit_id], NOTHING_DONE):
            found[target.phase].append(target.by)
    return {phase: min(days) for phase, days in found.items()}


def _with_claims_behind(plan: Plan, schedule: Schedule) -> frozenset[str]:
    """The phases on which a claim with a last day hangs: their own, or one of a phase that waits for them."""
    before: defaultdict[str, list[str]] = defaultdict(list)
    for link in plan.dependencies:
        before[link.successor].append(link.predecessor)
    waiting = [*_last_paid_finishes(plan, schedule)]
    found = set(waiting)
    while waiting:
        new = [name for name in before[waiting.pop()] if name not in found]
        found.update(new)
        waiting.extend(new)
    return frozenset(found)
