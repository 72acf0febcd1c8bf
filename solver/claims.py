"""The best claims for given dates: asked after every edit of a schedule, and while a bar is dragged.

Most claims hang together with few others, so they fall into parts that are settled by themselves. A part is first
settled as a flow of money, which knows only sums and limits; where the outcome keeps every rule it is the best there
is. The rest, mostly where two credits want a phase that only one may pay for, is left to CP-SAT.

An edit changes few parts. A part holds everything that its best claims depend on and is asked as a function of itself
alone, so that those of a part that came before are taken from memory, and are what they would be without it.
"""

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from planner.funding.claim_rules import JOINT_RULES, BrokenRule, Claimed, face_value, fundable_cost
from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.cancel import Cancel
from solver.claim_greed import greedy_claims
from solver.claim_limits import Amounts, Pair, claim_limits
from solver.flow import Flow
from solver.memory import Memory

PARTS_KEPT = 512
"""Parts whose best claims are remembered; a plan of a thousand phases has some twenty."""


class Part(NamedTuple):
    """Claims that depend on each other, with all that their best depends on: equal parts have equal best claims.

    plan: with the phases and credits of the part alone, without links and pins. limits: the most of each pair, by
    phases and credits in order. options: which delivers each phase, in the order of the phases. Days are no part of
    it: they have had their say in the limits.
    """

    plan: Plan
    limits: tuple[tuple[Pair, int], ...]
    options: tuple[str, ...]

    @property
    def costs(self) -> dict[str, int]:
        """The cost of each phase that credits see."""
        delivered = ((phase, phase.option(name)) for phase, name in zip(self.plan.phases, self.options, strict=True))
        return {phase.id: fundable_cost(phase, option) for phase, option in delivered if option is not None}

    def broken(self, amounts: Amounts) -> Iterator[BrokenRule]:
        """The joint rules that these claims break."""
        first = self.plan.start
        phases = zip(self.plan.phase, self.options, strict=True)
        placed = {phase: Assignment(phase, option, first, first) for phase, option in phases}
        claimed = Claimed(self.plan, placed, as_claims(amounts))
        return (broken for rule in RULES_WITHOUT_DAYS.values() for broken in rule(claimed))


RULES_WITHOUT_DAYS = {code: rule for code, rule in JOINT_RULES.items() if code != "OUTCOME"}
"""What is asked of claims in parts: credits that miss an outcome have no limits, and so none of them has a claim."""

_known: Memory[Part, Amounts] = Memory(PARTS_KEPT)


def settle(
    plan: Plan, assignments: tuple[Assignment, ...], *, seconds: float = math.inf, cancel: Cancel | None = None
) -> tuple[Claim, ...]:
    """The best claims for the dates: most total, then most for the credits in the plan's order.

    Exact, unless the seconds run out or it is cancelled: then what was found, or what greed finds at once where that
    is more; it keeps every rule.
    What equal claims leave open goes to earlier phases of the plan. Faults of the schedule, such as an overloaded team,
    take no claim away.
    """
    placed = {assignment.phase: assignment for assignment in assignments}
    limits = claim_limits(plan, placed)
    until = (time.monotonic() + seconds, cancel or Cancel())
    amounts = {
        pair: amount for part in parts(plan, placed, limits) for pair, amount in _remembered(part, until).items()
    }
    return as_claims({pair: amounts.get(pair, 0) for pair in limits})


def as_claims(amounts: Amounts) -> tuple[Claim, ...]:
    """Those that are above nothing."""
    return tuple(Claim(phase, credit, amount) for (phase, credit), amount in amounts.items() if amount > 0)


def _remembered(part: Part, until: tuple[float, Cancel]) -> Amounts:
    """The best claims of a part, from memory where it was settled before; what was cut short is not kept."""
    known = _known.get(part)
    if known is not None:
        return known
    found = settled(part, until)
    if not _is_over(until):
        _known.keep(part, found)
    return found


# Parts


def parts(plan: Plan, placed: Mapping[str, Assignment], limits: Amounts) -> Iterator[Part]:
    """The limits, in parts that no rule joins. Credits that cannot pay even if everything is claimed are left out.

    The rules tell which credits hang together: those that break one when all is claimed at its limit. Rules that only
    hold claims down are kept by less if they are kept by all of it; minimums look at one credit alone.
    """
    together = _Groups(plan.credit)
    hopeless: set[str] = set()
    everything = Claimed(plan, placed, as_claims(limits))
    for broken in (broken for rule in JOINT_RULES.values() for broken in rule(everything)):
        if broken.code in {"MINCLAIM", "MINSEATS", "MILESTONES", "OUTCOME"}:
            hopeless.update(broken.credits)
        else:
            together.join(broken.credits)
    leaders = {credit.id: together.leader(credit.id) for credit in plan.credits if credit.id not in hopeless}
    found: defaultdict[str, Amounts] = defaultdict(dict)
    for pair, limit in limits.items():
        if pair[1] in leaders:
            found[leaders[pair[1]]][pair] = limit
    for part in found.values():
        yield _part(plan, placed, part)


def _part(plan: Plan, placed: Mapping[str, Assignment], limits: Amounts) -> Part:
    phases, of_part = dict.fromkeys(phase for phase, _ in limits), {credit for _, credit in limits}
    alone = replace(
        plan,
        phases=tuple(plan.phase[phase] for phase in phases),
        credits=tuple(credit for credit in plan.credits if credit.id in of_part),
        dependencies=(),
        pins=(),
        baseline=None,
        actuals=(),
    )
    return Part(alone, tuple(limits.items()), tuple(placed[phase].option for phase in phases))


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


def settled(part: Part, until: tuple[float, Cancel]) -> Amounts:
    """The best claims of a part, without memory.

    until: the moment of the monotonic clock, and the wish of the user, that end it with the best so far.
    """
    flowing = _of_one_credit(part) if len(part.plan.credits) == 1 else _as_flow(part)
    if not any(part.broken(flowing)):
        return flowing
    found = {} if _is_over(until) else _searched(part, sum(flowing.values()), until)
    if _is_over(until):
        found = max(found, _at_once(part), key=lambda amounts: sum(amounts.values()))
    return _spread(part, found)


def _searched(part: Part, most: int, until: tuple[float, Cancel]) -> Amounts:
    from solver.claim_search import search_claims  # noqa: PLC0415 - most plans are settled without OR-Tools

    return search_claims(part.plan, dict(part.limits), part.costs, most, until)


def _is_over(until: tuple[float, Cancel]) -> bool:
    """Whether nothing more may be searched."""
    deadline, cancel = until
    return cancel.is_requested or time.monotonic() >= deadline


def _at_once(part: Part) -> Amounts:
    """Claims that keep every rule, proven the best of nothing."""
    amounts = greedy_claims(part.plan, dict(part.limits), part.costs)
    while broken := {credit for each in part.broken(amounts) for credit in each.credits}:
        amounts = {pair: amount for pair, amount in amounts.items() if pair[1] not in broken}
    return amounts


def _of_one_credit(part: Part) -> Amounts:
    """The best claims of a part with one credit, minimums left aside: earlier phases first, until its money is gone."""
    (credit,), amounts = part.plan.credits, {}
    caps = (cap.limit for cap in part.plan.combined_caps if cap.id in credit.combined_caps)
    left = min([face_value(credit), *caps])
    for pair, limit in part.limits:
        amounts[pair] = min(limit, left)
        left -= amounts[pair]
    return amounts


# As a flow: exact where COST, CAP and nested combined caps are the only joint rules that bind


def _as_flow(part: Part) -> Amounts:
    """The best claims as far as limits, COST, CAP and nested combined caps go, in the order of ``settle``.

    Money flows from a source through the phases, the pairs, the credits and their caps to a sink. The other rules
    only take claims away, so if these keep them all, they are the best.
    """
    network, plan = Flow(), part.plan
    source, sink = network.node(), network.node()
    phases, credits_ = ({name: network.node() for name in names} for names in (plan.phase, plan.credit))
    costs = {phase: network.connect(source, phases[phase], cost) for phase, cost in part.costs.items()}
    pairs = {pair: network.connect(phases[pair[0]], credits_[pair[1]], limit) for pair, limit in part.limits}
    into, onwards = _nested_caps(plan, network, sink)
    faces = {
        credit.id: network.connect(credits_[credit.id], into[credit.id], face_value(credit)) for credit in plan.credits
    }
    for pair, arc in pairs.items():
        network.send_along([costs[pair[0]], arc, faces[pair[1]], *onwards[pair[1]]])
    network.send(source, sink)
    for face in faces.values():
        network.maximise(face)
    paid = {credit: network.amount[face] for credit, face in faces.items()}
    for (_, credit), arc in pairs.items():
        if paid[credit]:  # else later pairs of the credit have nothing to give to this one
            network.maximise(arc)
            paid[credit] -= network.amount[arc]
    return {pair: network.amount[arc] for pair, arc in pairs.items()}


def _nested_caps(plan: Plan, network: Flow, sink: int) -> tuple[dict[str, int], dict[str, list[int]]]:
    """Where the money of each credit flows next, and the arcs from there to the sink.

    Combined caps that cut across others are left out.
    """
    into = dict.fromkeys(plan.credit, sink)
    onwards: dict[str, list[int]] = {credit: [] for credit in plan.credit}
    members = {cap.id: {each.id for each in plan.credits if cap.id in each.combined_caps} for cap in plan.combined_caps}
    for cap in sorted(plan.combined_caps, key=lambda cap: -len(members[cap.id])):
        outer = {into[credit] for credit in members[cap.id]}
        if len(outer) != 1:
            continue
        capped = network.node()
        arc = network.connect(capped, outer.pop(), cap.limit)
        for credit in members[cap.id]:
            into[credit] = capped
            onwards[credit] = [arc, *onwards[credit]]
    return into, onwards


def _spread(part: Part, amounts: Amounts) -> Amounts:
    """The same claims with the same sums of credits, as much as possible of them for earlier phases.

    No other pairs are paid: choosing them anew is a hard packing problem, and nobody gains by it. A pair goes if
    earlier ones can take its money and no rule counts it, since nobody asks for a claim of one unit.
    """
    spread = _as_early(part, amounts, frozenset())
    idle = tuple(pair for pair, amount in spread.items() if amount == 1)
    for asked in (idle, *((pair,) for pair in reversed(idle))):
        spread = _without(part, spread, asked)
    return spread


def _without(part: Part, spread: Amounts, idle: tuple[Pair, ...]) -> Amounts:
    """The claims where some may go; as they are where that breaks a rule, as one that counts who is paid."""
    if not any(spread[pair] for pair in idle):
        return spread
    may_go = frozenset(pair for pair, amount in spread.items() if not amount or pair in idle)
    less = _as_early(part, spread, may_go)
    return spread if any(part.broken(less)) else less


def _as_early(part: Part, amounts: Amounts, may_go: frozenset[Pair]) -> Amounts:
    """The claims spread over their pairs, each with one unit at least but for those that may go."""
    network, costs, limits = Flow(), part.costs, dict(part.limits)
    source = network.node()
    phases, credits_ = ({name: network.node() for name in names} for names in (part.plan.phase, part.plan.credit))
    paid: defaultdict[str, int] = defaultdict(int)
    for (phase, _), amount in amounts.items():
        paid[phase] += amount
    for phase, amount in paid.items():
        network.connect(source, phases[phase], costs[phase], amount=amount)
    arcs = {
        pair: network.connect(
            phases[pair[0]],
            credits_[pair[1]],
            limits[pair],
            amount=amount,
            least=0 if pair in may_go else 1,
        )
        for pair, amount in amounts.items()
    }
    for arc in arcs.values():
        network.maximise(arc)
    return {pair: network.amount[arc] for pair, arc in arcs.items()}
