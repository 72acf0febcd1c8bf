"""The best claims for given dates: asked after every edit of a schedule, and while a bar is dragged.

Most claims hang together with few others, so they fall into parts that are settled by themselves. A part is first
settled as a flow of money, which knows only sums and limits; where the outcome keeps every rule it is the best there
is. The rest, mostly where two credits want a phase that only one may pay for, is left to CP-SAT.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from planner.funding.claim_rules import (
    JOINT_RULES,
    BrokenRule,
    Claimed,
    Delivery,
    claim_limit,
    could_be_claimed,
    face_value,
    fundable_cost,
    is_claimable,
    outcome_missed,
    work_kind,
)
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.cancel import Cancel
from solver.flow import Flow

Pair = tuple[str, str]
"""A phase and a credit."""
Amounts = dict[Pair, int]


class _Settling(NamedTuple):
    """What all parts share. limits: the most of each pair that could pay anything, by phases and credits in order."""

    plan: Plan
    placed: Mapping[str, Assignment]
    limits: Amounts
    costs: Mapping[str, int]
    deadline: float
    cancel: Cancel

    def broken(self, amounts: Amounts) -> Iterator[BrokenRule]:
        """The joint rules that these claims break."""
        claimed = Claimed(self.plan, self.placed, _as_claims(amounts))
        return (broken for rule in JOINT_RULES.values() for broken in rule(claimed))


def settle(
    plan: Plan, assignments: tuple[Assignment, ...], *, seconds: float = math.inf, cancel: Cancel | None = None
) -> tuple[Claim, ...]:
    """The best claims for the dates: most total, then most for the credits in the plan's order.

    Exact, unless the seconds run out or it is cancelled: then the best that were found, which keep every rule.
    What equal claims leave open goes to earlier phases of the plan. Faults of the schedule, such as an overloaded team,
    take no claim away.
    """
    placed = {assignment.phase: assignment for assignment in assignments}
    limits, costs = claim_limits(plan, placed)
    settling = _Settling(plan, placed, limits, costs, time.monotonic() + seconds, cancel or Cancel())
    amounts = {pair: amount for part in _parts(settling) for pair, amount in _settled(settling, part).items()}
    return _as_claims({pair: amounts.get(pair, 0) for pair in limits})


def claim_limits(plan: Plan, placed: Mapping[str, Assignment]) -> tuple[Amounts, dict[str, int]]:
    """The most that each credit could pay for each phase on its dates, and the cost of each phase that credits see."""
    limits: Amounts = {}
    costs = {}
    offered: dict[object, list[int]] = {}
    missed = [any(outcome_missed(credit, placed)) for credit in plan.credits]
    for phase in plan.phases:
        assignment = placed.get(phase.id)
        option = phase.option(assignment.option) if assignment is not None else None
        if assignment is None or option is None:
            continue
        costs[phase.id] = fundable_cost(phase, option)
        kind = work_kind(phase, option)
        if kind not in offered:
            offered[kind] = [
                number
                for number, credit in enumerate(plan.credits)
                if not missed[number] and could_be_claimed(plan, credit, phase, option)
            ]
        delivered = Delivery(phase, option, assignment.start, assignment.finish)
        for credit in (plan.credits[number] for number in offered[kind]):
            if is_claimable(plan, credit, delivered) and (limit := claim_limit(credit, phase, option)) > 0:
                limits[phase.id, credit.id] = limit
    return limits, costs


# Parts


def _parts(settling: _Settling) -> Iterator[Amounts]:
    """The limits, in parts that no rule joins. Credits that cannot pay even if everything is claimed are left out.

    The rules tell which credits hang together: those that break one when all is claimed at its limit. Rules that only
    hold claims down are kept by less if they are kept by all of it; minimums look at one credit alone.
    """
    together = _Groups(credit for _, credit in settling.limits)
    hopeless: set[str] = set()
    for broken in settling.broken(settling.limits):
        if broken.code in {"MINCLAIM", "MINSEATS", "MILESTONES", "OUTCOME"}:
            hopeless.update(broken.credits)
        else:
            together.join(broken.credits)
    parts: defaultdict[str, Amounts] = defaultdict(dict)
    for (phase, credit), limit in settling.limits.items():
        if credit not in hopeless:
            parts[together.leader(credit)][phase, credit] = limit
    yield from parts.values()


class _Groups:
    """Names that are joined into groups, each told by its leader."""

    def __init__(self, names: Iterable[str]) -> None:
        self._above = {name: name for name in names}

    def leader(self, name: str) -> str:
        while self._above[name] != name:
            name = self._above[name]
        return name

    def join(self, names: tuple[str, ...]) -> None:
        first = self.leader(names[0])
        for name in names[1:]:
            self._above[self.leader(name)] = first


def _settled(settling: _Settling, part: Amounts) -> Amounts:
    """The best claims of a part."""
    flowing = _as_flow(settling, part)
    if not any(settling.broken(flowing)):
        return flowing
    from solver.claim_search import search_claims  # noqa: PLC0415 - most plans are settled without OR-Tools

    most = sum(flowing.values())
    found = search_claims(settling.plan, part, settling.costs, most, (settling.deadline, settling.cancel))
    return _spread(settling, found)


# As a flow: exact where COST, CAP and nested combined caps are the only joint rules that bind


def _as_flow(settling: _Settling, part: Amounts) -> Amounts:
    """The best claims as far as limits, COST, CAP and nested combined caps go, in the order of ``settle``.

    Money flows from a source through the phases, the pairs, the credits and their caps to a sink. The other rules
    only take claims away, so if these keep them all, they are the best.
    """
    network, plan = Flow(), settling.plan
    phases = dict.fromkeys(phase for phase, _ in part)
    costs = {phase: network.connect("source", ("phase", phase), settling.costs[phase]) for phase in phases}
    pairs = {pair: network.connect(("phase", pair[0]), ("credit", pair[1]), limit) for pair, limit in part.items()}
    of_part = {credit for _, credit in part}
    credits_in_order = [credit for credit in plan.credits if credit.id in of_part]
    into, onwards = _nested_caps(plan, of_part, network)
    faces = {
        credit.id: network.connect(("credit", credit.id), into[credit.id], face_value(credit))
        for credit in credits_in_order
    }
    for pair, arc in pairs.items():
        network.send_along([costs[pair[0]], arc, faces[pair[1]], *onwards[pair[1]]])
    network.send("source", "sink")
    for credit in credits_in_order:
        network.maximise(faces[credit.id])
    for arc in pairs.values():
        network.maximise(arc)
    return {pair: network.amount[arc] for pair, arc in pairs.items()}


def _nested_caps(plan: Plan, of_part: set[str], network: Flow) -> tuple[dict[str, object], dict[str, list[int]]]:
    """Where the money of each credit flows next, and the arcs from there to the sink.

    Combined caps that cut across others are left out.
    """
    into: dict[str, object] = dict.fromkeys(of_part, "sink")
    onwards: dict[str, list[int]] = {credit: [] for credit in of_part}
    members = {
        cap.id: {each for each in of_part if cap.id in plan.credit[each].combined_caps} for cap in plan.combined_caps
    }
    for cap in sorted(plan.combined_caps, key=lambda cap: -len(members[cap.id])):
        outer = {into[credit] for credit in members[cap.id]}
        if len(outer) != 1:
            continue
        arc = network.connect(("cap", cap.id), outer.pop(), cap.limit)
        for credit in members[cap.id]:
            into[credit] = ("cap", cap.id)
            onwards[credit] = [arc, *onwards[credit]]
    return into, onwards


def _spread(settling: _Settling, amounts: Amounts) -> Amounts:
    """The same claims with the same sums of credits, as much as possible of them for earlier phases.

    The pairs that are paid stay paid: choosing them anew is a hard packing problem, and nobody gains by it.
    """
    network = Flow()
    paid: defaultdict[str, int] = defaultdict(int)
    for (phase, _), amount in amounts.items():
        paid[phase] += amount
    for phase, amount in paid.items():
        network.connect("source", ("phase", phase), settling.costs[phase], amount=amount)
    arcs = {
        pair: network.connect(("phase", pair[0]), ("credit", pair[1]), settling.limits[pair], amount=amount, least=1)
        for pair, amount in amounts.items()
    }
    for arc in arcs.values():
        network.maximise(arc)
    return {pair: network.amount[arc] for pair, arc in arcs.items()}


def _as_claims(amounts: Amounts) -> tuple[Claim, ...]:
    return tuple(Claim(phase, credit, amount) for (phase, credit), amount in amounts.items() if amount > 0)
