"""Moves that gain nothing are undone: phases that only took each other's places stay where they were."""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

import networkx as nx
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Schedule
from solver.audit import price
from solver.cancel import Cancel
from solver.settings import MAXIMISED, Term

MOST_PHASES = 12_000
"""How many phases all tries check and price together, so that a solve ends soon and the same way on every machine."""
LEAST_WAYS = 8


def staying(
    plan: Plan,
    present: Schedule,
    found: Schedule,
    terms: Iterable[Term],
    *,
    seconds: float = math.inf,
    cancel: Cancel | None = None,
) -> Schedule:
    """The found schedule with phases put back to where they are at present, as far as no term gets worse.

    found: keeps all rules, and so does what is returned. present: may break some, and name what the plan has no longer;
    empty where nothing has dates. seconds: how long it may take; what was put back by then stays there.
    """
    ends, terms = time.monotonic() + seconds, tuple(terms)
    kept, reached = found, price(plan, found, present)

    def is_as_good(tried: Schedule) -> bool:
        figures = price(plan, tried, present)
        is_reached = all(_is_as_good(term, figures[term], reached[term]) for term in terms)
        return is_reached and not schedule_faults(State(plan, tried))

    most = max(LEAST_WAYS, MOST_PHASES // max(1, len(plan.phases)))
    for put_back in islice(_ways(plan, _as_far_as_known(plan, present), found), most):
        if time.monotonic() > ends or (cancel is not None and cancel.is_requested):
            break
        kept = next((tried for tried in put_back(kept) if is_as_good(tried)), kept)
    return kept


def _as_far_as_known(plan: Plan, present: Schedule) -> Schedule:
    """Without the phases, options and credits that the plan does not have."""
    runs = (run for run in present.assignments if run.phase in plan.phase and plan.phase[run.phase].option(run.option))
    claims = (claim for claim in present.claims if claim.phase in plan.phase and claim.credit in plan.credit)
    return Schedule(tuple(runs), tuple(claims))


def _ways(plan: Plan, present: Schedule, found: Schedule) -> Iterator[Callable[[Schedule], Iterator[Schedule]]]:
    """Each way to put phases back: from a schedule to those that have fewer moves, the best one first."""
    yield from (partial(_put_back, present, together) for together in _together(plan, present, found))
    yield from (partial(_exchanged, present, phase) for phase in sorted(_away(present, found)))


def _is_as_good(term: Term, figure: int, reached: int) -> bool:
    return figure >= reached if term in MAXIMISED else figure <= reached


def _away(present: Schedule, found: Schedule) -> set[str]:
    """The phases that have other dates than at present, or another deliverer."""
    before = {each.phase: each for each in present.assignments}
    return {each.phase for each in found.assignments if each.phase in before and before[each.phase] != each}


def _together(plan: Plan, present: Schedule, found: Schedule) -> Iterator[set[str]]:
    """What may go back together: all, what hangs together, those that took each other's places, and each alone."""
    away = _away(present, found)
    if not away:
        return
    yield away
    before = {each.phase: each for each in present.assignments}
    places: nx.Graph[str] = nx.Graph()
    places.add_nodes_from(sorted(away))
    by_place: dict[tuple[object, ...], list[str]] = {}
    for phase in sorted(away):
        by_place.setdefault(_place(before[phase]), []).append(phase)
    for each in found.assignments:
        if each.phase in away:
            places.add_edges_from((each.phase, other) for other in by_place.get(_place(each), ()))
    hanging = places.copy()
    hanging.add_edges_from(
        (link.predecessor, link.successor) for link in plan.dependencies if {link.predecessor, link.successor} <= away
    )
    for graph in (hanging, places):
        yield from map(set, nx.connected_components(graph))
    yield from ({phase} for phase in sorted(away))


def _place(run: Assignment) -> tuple[object, ...]:
    return run.start, run.finish


def _put_back(present: Schedule, together: set[str], found: Schedule) -> Iterator[Schedule]:
    """Phases where they are at present: with the claims that they have there, and with those that were found."""
    away, before = together & _away(present, found), {each.phase: each for each in present.assignments}
    if not away:
        return
    runs = tuple(before[each.phase] if each.phase in away else each for each in found.assignments)
    others = tuple(claim for claim in found.claims if claim.phase not in away)
    yield Schedule(runs, (*others, *(claim for claim in present.claims if claim.phase in away)))
    yield Schedule(runs, found.claims)


def _exchanged(present: Schedule, phase: str, found: Schedule) -> Iterator[Schedule]:
    """A phase in its present place, and in its stead the one that took it, which has to move in any case."""
    before, now = ({each.phase: each for each in schedule.assignments} for schedule in (present, found))
    away = _away(present, found)
    if phase not in away:
        return
    for other in sorted(away - {phase}):
        if _place(now[other]) == _place(before[phase]):
            moved = replace(now[other], start=now[phase].start, finish=now[phase].finish)
            runs = {**now, phase: before[phase], other: moved}
            yield Schedule(tuple(runs.values()), found.claims)
            names = {phase: other, other: phase}
            claims = (replace(claim, phase=names.get(claim.phase, claim.phase)) for claim in found.claims)
            yield Schedule(tuple(runs.values()), tuple(claims))
