"""Planning a few phases anew while all others stay about where they are: what an answer at once is made of.

Each other phase keeps its mode and may only give way by a few days, or moves where the same credits can pay for it, and
is paid for anew with all. So the model of such an instance is small, soon built and soon simplified, while every rule
and every figure is that of the whole model.
"""

import time
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

import networkx as nx

from planner.funding.claim_rules import face_value
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Schedule
from solver.audit import audit, price
from solver.choices import Choice, choices, keeping
from solver.hints import hint_schedule
from solver.instance import Instance, Pair, PreparedPhase
from solver.model import build
from solver.objective import TERMS
from solver.search import Limits, new_solver, run
from solver.settings import MAXIMISED, Term
from solver.variables import read_assignments, read_claims

MOST_AROUND, AROUND_WORK = 40, 0.4
"""Phases that are planned anew at once, and the work for each search, as CP-SAT counts it (deterministic time)."""
MOST_TOGETHER = 60
"""In two groups that are planned anew at once."""
MOST_NEAR = 100
"""Where more phases are near a change, it is not what hangs on them that is looked for, but a schedule of the whole."""
MOVING_PLACE = 3
"""How many groups come before the first one with all others moving, which takes twice as long; earlier, it took the
place of what gained more often."""
GIVING_WAY = 8
"""Days of the axis by which all others may move, so that a team is free a little sooner or later."""


class Group(NamedTuple):
    """Phases that are planned anew at once.

    others_move: where the same credits can pay for them, and not only by the days of giving way.
    """

    phases: set[str]
    others_move: bool = False


class Aimed(NamedTuple):
    """What is improved. present: the schedule that phases are moved from."""

    term: Term
    present: Schedule

    def value(self, plan: Plan, schedule: Schedule) -> int:
        """What the schedule has of it, by the planner."""
        return price(plan, schedule, self.present)[self.term]

    def gain(self, plan: Plan, before: Schedule, after: Schedule) -> int:
        """By how much the second schedule is better than the first."""
        gain = self.value(plan, after) - self.value(plan, before)
        return gain if self.term in MAXIMISED else -gain


def planned_around(
    instance: Instance, schedule: Schedule, groups: Iterable[Group], aimed: Aimed, limits: Limits
) -> Iterator[Schedule]:
    """Better and better schedules, from planning each of the groups anew; none where nothing better was found.

    As many groups at a time as there are workers, each from the best schedule when its turn comes. What gained on one
    that was not the best any more is tried again.
    Raises Cancelled soon after the cancel is requested.
    """
    until, waiting = time.monotonic() + limits.seconds, deque(groups)

    def tried(group: Group, begun: Schedule) -> tuple[Schedule, Schedule]:
        left = limits._replace(seconds=until - time.monotonic())
        return begun, replanned(instance, begun, group, aimed, left)

    running = dict[Future[tuple[Schedule, Schedule]], Group]()
    with ThreadPoolExecutor(limits.workers, thread_name_prefix="around") as crew:
        while True:
            while waiting and len(running) < limits.workers and time.monotonic() < until:
                group = waiting.popleft()
                running[crew.submit(tried, group, schedule)] = group
            if not running:
                break
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                group, (begun, found) = running.pop(ended), ended.result()
                if found is begun:
                    continue
                if begun is schedule or aimed.gain(instance.plan, schedule, found) > 0:
                    schedule = found
                    yield schedule
                else:
                    waiting.appendleft(group)


def replanned(instance: Instance, schedule: Schedule, group: Group, aimed: Aimed, limits: Limits) -> Schedule:
    """The best better schedule that was found in which only the group leaves its places; the same if none was.

    One worker is as fast as two: most of the time goes into beginning.
    Raises Cancelled soon after the cancel is requested, AuditError if the planner disagrees with what was found.
    """
    held = (moving if group.others_move else holding)(instance, schedule, group.phases)
    if held is None or limits.seconds <= 0:
        return schedule
    model = build(held, aimed.present, limits.cancel)
    objective, value = TERMS[aimed.term](model), aimed.value(instance.plan, schedule)
    (model.cp.maximize if aimed.term in MAXIMISED else model.cp.minimize)(objective)
    model.cp.add(objective > value if aimed.term in MAXIMISED else objective < value)
    hint_schedule(model, schedule)
    solver = new_solver(limits._replace(work=AROUND_WORK, workers=1))
    solver.parameters.linearization_level = 1
    solver.parameters.symmetry_level = 0
    solver.parameters.max_presolve_iterations = 1  # more of it took half of the time, and found nothing
    solver.parameters.presolve_inclusion_work_limit = 0
    if run(solver, model.cp, limits.cancel) not in {"OPTIMAL", "FEASIBLE"}:
        return schedule
    found = Schedule(read_assignments(instance.plan, model.phases, solver), read_claims(model.claims, solver))
    audit(instance.plan, found, {aimed.term: solver.value(objective)}, aimed.present)
    return found


def holding(instance: Instance, schedule: Schedule, phases: set[str]) -> Instance | None:
    """The instance in which all but the phases stay about where they lie; None where one of them has no place there."""
    prepared, lying = dict(instance.phases), dict[str, tuple[int, int]]()
    for each in schedule.assignments:
        if each.phase not in phases:
            place = _mode_of(prepared[each.phase], each)
            if place is None:
                return None
            mode, start = prepared[each.phase].modes[place], prepared[each.phase].axis.number(each.start)
            lying[each.phase] = place, start
            near = mode._replace(starts=_about(mode.starts, start))
            prepared[each.phase] = prepared[each.phase]._replace(modes=(near,))
    pairs = (_about_where(pair, *lying[pair.phase]) if pair.phase in lying else pair for pair in instance.pairs)
    return instance._replace(phases=prepared, pairs=tuple(pair for pair in pairs if any(pair.starts)))


def moving(instance: Instance, schedule: Schedule, phases: set[str]) -> Instance | None:
    """The instance in which all but the phases keep their choices; None where one of them has no place there."""
    kept = dict[str, tuple[Choice, ...]]()
    offered = dict(choices(instance))
    for each in schedule.assignments:
        if each.phase not in phases:
            start = instance.phases[each.phase].axis.number(each.start)
            kept[each.phase] = tuple(
                choice
                for choice in offered[each.phase]
                if choice.way.option.id == each.option and start in choice.starts
            )
            if not kept[each.phase]:
                return None
    return keeping(instance, kept)


def _mode_of(prepared: PreparedPhase, lies: Assignment) -> int | None:
    """The place of the mode that the assignment has."""
    start, stop = prepared.axis.number(lies.start), prepared.axis.number(lies.finish) + 1
    places = (
        place
        for place, mode in enumerate(prepared.modes)
        if mode.option.id == lies.option and mode.span == stop - start and start in mode.starts
    )
    return next(places, None)


def _about_where(pair: Pair, place: int, start: int) -> Pair:
    """The pair of a phase that keeps this one mode and lies about there."""
    return pair._replace(limits=(pair.limits[place],), starts=(_about(pair.starts[place], start),))


def _about(starts: tuple[int, ...], start: int) -> tuple[int, ...]:
    """Those of the ascending starts that a phase may have that gives way."""
    return starts[bisect_left(starts, start - GIVING_WAY) : bisect_right(starts, start + GIVING_WAY)]


# What is planned anew


def groups(instance: Instance, schedule: Schedule, near: set[str], *, is_soon: bool) -> Iterator[Group]:
    """What is planned anew one after the other: what links join with the near phases, the nearest first.

    is_soon: no time for a search over everything will be left, so what else links join follows, group by group, the
    first group with all others moving soon among them; and then it together with each other one, since money and
    teams change hands between them.
    """
    first = linked(instance, near) if len(near) <= MOST_NEAR else set[str]()
    found = [Group(first)] if first else []
    if is_soon:
        found += [Group(other) for other in _by_promise(instance, schedule, first)]
        if first:
            found.insert(MOVING_PLACE, Group(first, others_move=True))
    yield from found
    for other in found[1:] if is_soon else ():
        together = found[0].phases | other.phases
        if not other.others_move and len(together) <= MOST_TOGETHER:
            yield Group(together)


def linked(instance: Instance, phases: set[str]) -> set[str]:
    """The phases and those that links join with them, step by step while they are no more than MOST_AROUND."""
    found, layer = set(phases), set(phases)
    near = links_of(instance)
    while layer and len(found) + len(layer) <= MOST_AROUND:
        layer = {other for phase in layer for other in near.get(phase, ())} - found
        found |= layer
    return found


def links_of(instance: Instance) -> Mapping[str, list[str]]:
    """For each phase those that links join it with."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for link in instance.links:
        near[link.predecessor].append(link.successor)
        near[link.successor].append(link.predecessor)
    return near


def _by_promise(instance: Instance, schedule: Schedule, done: set[str]) -> list[set[str]]:
    """The other phases in groups that links join, first those that could gain most for each phase."""
    joined: nx.Graph[str] = nx.Graph()
    joined.add_nodes_from(instance.phases.keys() - done)
    joined.add_edges_from(
        (link.predecessor, link.successor)
        for link in instance.links
        if not done.intersection((link.predecessor, link.successor))
    )
    hoped = _hoped(instance, schedule)
    groups = [group for group in nx.connected_components(joined) if len(group) <= MOST_AROUND]
    return sorted(groups, key=lambda group: (-sum(hoped[phase] for phase in group) / len(group), min(group)))


def _hoped(instance: Instance, schedule: Schedule) -> Counter[str]:
    """For each phase how much more one credit could pay for it than all do, with what that one has left."""
    left = {credit.id: face_value(credit) for credit in instance.plan.credits}
    paid, of_phase = Counter[tuple[str, str]](), Counter[str]()
    for claim in schedule.claims:
        left[claim.credit] -= claim.amount
        paid[claim.phase, claim.credit] += claim.amount
        of_phase[claim.phase] += claim.amount
    hoped = Counter[str]()
    for pair in instance.pairs:
        most = min(max(pair.limits), left[pair.credit] + paid[pair.phase, pair.credit])
        hoped[pair.phase] = max(hoped[pair.phase], most - of_phase[pair.phase])
    return hoped
