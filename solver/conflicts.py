"""Why no schedule exists: a smallest set of demands that cannot all be kept, and the phases between which they clash.

Each question is put to the passes over the network and, where they refute nothing, to a small model of dates alone.
First phases are left out while the rest still does not fit, then demands. Whatever remains is needed: without any one
of it, the rest fits.
"""

import math
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import TypeVar

from msgspec.structs import replace
from ortools.sat.python import cp_model

from planner.demands import Demand, demands, without
from planner.plan import Plan
from planner.rollout.tracking import binding_links
from solver.cancel import Cancel, Cancelled
from solver.instance import PreparedPhase, instance_of, phases_alone, within_links
from solver.model import build
from solver.result import Conflict, Status
from solver.search import Limits, new_solver, run

Item = TypeVar("Item")
MayFit = Callable[[Sequence[Item]], bool]
Alone = Mapping[str, PreparedPhase]

QUESTION_SHARE = 0.1
"""The part of all seconds that one question may take. Packing teams to the last day is hard to prove either way."""
PHASES_SHARE = 0.6
"""The part of all seconds for leaving out phases, so that some remains for demands."""


def conflict(
    plan: Plan, *, seconds: float = math.inf, workers: int = 1, cancel: Cancel | None = None
) -> Conflict | None:
    """A conflict of the plan; None where some schedule keeps every demand, or this was not known in time or cancelled.

    Of several conflicts one is told; the same plan gives the same one again, unless time is short.
    """
    asked = _Questions(seconds, workers, cancel or Cancel())
    try:
        return _conflict(plan, asked, seconds)
    except Cancelled:
        return None


def _conflict(plan: Plan, asked: "_Questions", seconds: float) -> Conflict | None:
    plan = replace(plan, credits=(), combined_caps=(), stacking_confirmations=())
    alone = phases_alone(plan, asked.cancel)
    if _links_refuse(plan, alone, asked.cancel):
        # The passes over the network take milliseconds, so they leave out first whatever they can do without.
        plan = _clashing(plan, _one_by_one(plan), lambda kept: not _links_refuse(kept, alone, asked.cancel))
    elif asked.status(plan, alone, seconds) != "INFEASIBLE":
        return None
    asked.seconds_left = PHASES_SHARE * seconds
    for grouped in (_by_deliverers, _one_by_one):
        plan = _clashing(plan, grouped(plan), lambda kept: asked.may_fit(kept, alone))
    asked.seconds_left = seconds
    *others, horizon = demands(plan)
    kept = smallest(others, lambda kept: asked.may_fit(keeping(plan, [*kept, horizon])))
    # The horizon comes last, because without one a model is large as long as many phases are in it.
    if asked.may_fit(keeping(plan, kept)):
        kept.append(horizon)
    return Conflict(tuple(plan.phase), tuple(kept), asked.is_everything_known)


def _clashing(plan: Plan, groups: list[list[str]], may_fit: Callable[[Plan], bool]) -> Plan:
    """The plan with a smallest part of the groups of its phases that still does not fit."""
    return only(plan, chain(*smallest(groups, lambda kept: may_fit(only(plan, chain(*kept))))))


def _links_refuse(plan: Plan, alone: Alone, cancel: Cancel) -> bool:
    """Whether the dates of single phases and the links between them suffice to leave some phase without any."""
    cancel.check()
    phases = within_links(binding_links(plan), {phase: alone[phase] for phase in plan.phase})
    return any(not phase.modes for phase in phases.values())


def _by_deliverers(plan: Plan) -> list[list[str]]:
    """The phases in groups that the same could deliver: those that compete for teams often clash by themselves."""
    groups: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for phase in plan.phases:
        groups[frozenset(option.id for option in phase.options)].append(phase.id)
    return [*groups.values()]


def _one_by_one(plan: Plan) -> list[list[str]]:
    return [[phase] for phase in plan.phase]


def only(plan: Plan, ids: Iterable[str]) -> Plan:
    """The plan with those phases and no others."""
    chosen = set(ids)
    return replace(
        plan,
        phases=tuple(phase for phase in plan.phases if phase.id in chosen),
        dependencies=tuple(link for link in plan.dependencies if {link.predecessor, link.successor} <= chosen),
        pins=tuple(pin for pin in plan.pins if pin.phase in chosen),
        actuals=tuple(actual for actual in plan.actuals if actual.phase in chosen),
    )


def keeping(plan: Plan, kept: Iterable[Demand]) -> Plan:
    """The plan with those of its demands and no others."""
    places = {(demand.kind, demand.place) for demand in kept}
    return reduce(without, (each for each in demands(plan) if (each.kind, each.place) not in places), plan)


def smallest(items: Sequence[Item], may_fit: MayFit[Item]) -> list[Item]:
    """A subset that does not fit, though all that is in it but any one may.

    All items together do not fit, and what fits still fits with fewer. The last item of the shortest beginning that
    does not fit is needed, and none behind it is.
    """
    needed: list[Item] = []
    rest = [*items]
    while rest and may_fit(needed):
        length = _shortest(rest, lambda length: may_fit([*rest[:length], *needed]))  # noqa: B023 - called at once
        needed, rest = [rest[length - 1], *needed], rest[: length - 1]
    return needed


def _shortest(rest: Sequence[Item], may_fit: Callable[[int], bool]) -> int:
    """The length of the shortest beginning that does not fit; ever more is left off its end until what is left fits."""
    fitting, not_fitting, step = 0, len(rest), 1
    while fitting < not_fitting - step:
        if may_fit(not_fitting - step):
            fitting = not_fitting - step
        else:
            not_fitting, step = not_fitting - step, 2 * step
    lengths = range(fitting + 1, not_fitting)
    return fitting + 1 + bisect_left(lengths, True, key=lambda length: not may_fit(length))  # noqa: FBT003


class _Questions:
    """Whether plans fit, asked of CP-SAT until time is over, and whether it knew every answer.

    Attributes:
        cancel: the wish of the user to stop; raises Cancelled where it is heard outside a search.
        seconds_left: those from now on in which answers are looked for at all.
        is_everything_known: whether no answer was missed for want of time.

    """

    def __init__(self, seconds: float, workers: int, cancel: Cancel) -> None:
        self._most_seconds = QUESTION_SHARE * seconds
        self._workers = workers
        self.cancel = cancel
        self._started = time.monotonic()
        self.seconds_left = seconds
        self.is_everything_known = True

    def may_fit(self, plan: Plan, alone: Alone | None = None) -> bool:
        """Whether dates and options can keep every demand, or this is not known in time.

        alone: the phases of this plan and maybe others, prepared by themselves, if that was done before.
        """
        status = self.status(plan, alone, self._most_seconds)
        self.is_everything_known &= status != "UNKNOWN"
        return status != "INFEASIBLE"

    def status(self, plan: Plan, alone: Alone | None, most_seconds: float) -> Status:
        """INFEASIBLE only if two searches prove it: with presolve CP-SAT has been seen to err (or-tools 5274, 5295)."""
        if self.cancel.is_requested or self._seconds(most_seconds) <= 0:
            return "UNKNOWN"
        known = alone or phases_alone(plan)
        phases = within_links(binding_links(plan), {phase: known[phase] for phase in plan.phase})
        if any(not phase.modes for phase in phases.values()):
            return "INFEASIBLE"
        model = build(instance_of(plan, phases), cancel=self.cancel).cp
        status = self._search(model, most_seconds, presolve=True)
        return self._search(model, most_seconds, presolve=False) if status == "INFEASIBLE" else status

    def _search(self, model: cp_model.CpModel, most_seconds: float, *, presolve: bool) -> Status:
        solver = new_solver(Limits(self._seconds(most_seconds), self._workers, 0, self.cancel))
        solver.parameters.cp_model_presolve = presolve
        return run(solver, model, self.cancel)

    def _seconds(self, most: float) -> float:
        return min(most, self._started + self.seconds_left - time.monotonic())
