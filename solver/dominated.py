"""Leaving out what no best schedule needs: options that another is never worse than, credits that can never pay.

Of credits that differ in nothing but their names one order of paying is as good as any other; ``identical_credits``
names them, and ``in_order`` gives the claims of a schedule that order. Teams of a partner are counted, not told apart,
so there is nothing to order among them.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from planner.funding.claim_rules import face_value, fundable_cost, minimum_claim
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.schedule import Claim, Schedule
from solver.cancel import Cancel
from solver.choices import finishes_of, paid_on
from solver.instance import Instance, Pair, PreparedPhase, Way


def without_dominated(instance: Instance, present: Schedule, cancel: Cancel | None = None) -> Instance:
    """The instance without dominated options and without pairs of credits that can never pay.

    Whatever a schedule reaches in any term, one that uses what is left reaches too. present: the schedule that phases
    are moved from; its options stay. Raises Cancelled soon after the cancel is requested.
    """
    cancel = cancel or Cancel()
    payable = {pair.credit for pair in instance.pairs} - set(_never_paying(instance))
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in instance.pairs:
        if pair.credit in payable:
            pairs[pair.phase].append(pair)
    held_by_finish = {link.successor for link in instance.links if link.type in {"FF", "SF"}}
    phases = dict(instance.phases)
    for name, prepared in instance.phases.items():
        cancel.check()
        # An earlier end may break what holds an end back; then nothing is left out.
        if name in held_by_finish:
            continue
        lies = present.assignment(name)
        phases[name], pairs[name] = _undominated(prepared, pairs[name], None if lies is None else lies.option)
    left = tuple(pair for name in instance.phases for pair in pairs[name])
    return instance._replace(phases=phases, pairs=left)


def _never_paying(instance: Instance) -> Iterator[str]:
    """Credits whose minimums (MINCLAIM, MINSEATS, MILESTONES) all their phases together do not reach."""
    of_credit: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in instance.pairs:
        of_credit[pair.credit].append(pair)
    for name, pairs in of_credit.items():
        credit = instance.plan.credit[name]
        most = min(face_value(credit), sum(max(pair.limits) for pair in pairs))
        seats = sum(instance.plan.phase[pair.phase].seats for pair in pairs)
        if most < minimum_claim(credit) or seats < credit.minimum_seats or len(pairs) < credit.minimum_milestones:
            yield name


class _Offer(NamedTuple):
    """All that a way can do.

    finishes: for each start the number after the last day. pays: for each credit the most that it pays, and the starts.
    """

    way: Way
    finishes: dict[int, int]
    fundable: int
    pays: dict[str, tuple[int, frozenset[int]]]


def _undominated(prepared: PreparedPhase, pairs: list[Pair], keeping: str | None) -> tuple[PreparedPhase, list[Pair]]:
    """The phase and its pairs without the ways that another one of it dominates. keeping: an option that stays."""
    offers = _offers(prepared, pairs)
    left = dict(offers)
    for way, offer in offers.items():
        if way.option.id != keeping and any(_dominates(other, offer) for other in left.values() if other is not offer):
            del left[way]
    if len(left) == len(offers):
        return prepared, pairs
    places = [place for place, mode in enumerate(prepared.modes) if mode.way in left]
    kept = [
        pair._replace(
            limits=tuple(pair.limits[place] for place in places), starts=tuple(pair.starts[place] for place in places)
        )
        for pair in pairs
    ]
    return prepared._replace(modes=tuple(prepared.modes[place] for place in places)), kept


def _offers(prepared: PreparedPhase, pairs: list[Pair]) -> dict[Way, _Offer]:
    places: defaultdict[Way, list[int]] = defaultdict(list)
    for place, mode in enumerate(prepared.modes):
        places[mode.way].append(place)
    return {
        way: _Offer(
            way,
            finishes_of(prepared, numbers),
            fundable_cost(prepared.phase, way.option),
            paid_on(pairs, numbers),
        )
        for way, numbers in places.items()
    }


def _dominates(better: _Offer, worse: _Offer) -> bool:
    """Whether every use of the second can become one of the first: same start, no later end, no less money or teams."""
    ours, theirs = better.way, worse.way
    if ours.option.cost > theirs.option.cost or (worse.pays and better.fundable < worse.fundable):
        return False
    takes_less = all(units <= theirs.demand(name) for name, units in ours.demands) and all(
        units <= theirs.use(name) for name, units in ours.uses
    )
    if not takes_less or not all(
        start in better.finishes and better.finishes[start] <= finish for start, finish in worse.finishes.items()
    ):
        return False
    nothing = (0, frozenset[int]())
    of_ours = ((better.pays.get(credit, nothing), paid) for credit, paid in worse.pays.items())
    return all(limit >= least and on <= starts for (limit, starts), (least, on) in of_ours)


def identical_credits(plan: Plan) -> list[list[str]]:
    """Groups of two credits or more that no rule and no figure tells apart, each in the plan's order."""
    confirmed = {credit for confirmation in plan.stacking_confirmations for credit in confirmation.credits}
    groups: defaultdict[Credit, list[str]] = defaultdict(list)
    for credit in plan.credits:
        if credit.id not in confirmed:
            groups[_terms(credit)].append(credit.id)
    return [group for group in groups.values() if len(group) > 1]


def _terms(credit: Credit) -> Credit:
    """A credit without what only people read."""
    return replace(
        credit,
        id="",
        name="",
        pool="",
        owner="",
        contact="",
        source_document="",
        conditions="",
        conditions_read_by="",
        conditions_read_on=None,
        condition_history=(),
    )


def in_order(plan: Plan, schedule: Schedule) -> Schedule:
    """The same schedule where of identical credits none pays more than the one before it; all totals stay."""
    paid: defaultdict[str, int] = defaultdict(int)
    for claim in schedule.claims:
        paid[claim.credit] += claim.amount
    renamed: dict[str, str] = {}
    for group in identical_credits(plan):
        most_first = sorted(group, key=lambda credit: -paid[credit])
        renamed.update(zip(most_first, group, strict=True))
    if all(old == new for old, new in renamed.items()):
        return schedule
    claims = (Claim(each.phase, renamed.get(each.credit, each.credit), each.amount) for each in schedule.claims)
    places = {credit: place for place, credit in enumerate(plan.credit)}
    phases = {phase: place for place, phase in enumerate(plan.phase)}
    return Schedule(
        schedule.assignments, tuple(sorted(claims, key=lambda each: (phases[each.phase], places[each.credit])))
    )
