"""The best bundle of two or three asks, from one model with a 0/1 variable for each ask.

Asks reinforce each other: a partner's approval may be worth nothing without the motion that it delivers. The model
holds the starts and claims that any ask allows, and for each rule that forbids one as the plan is, one of the asks that
lift that rule must be chosen. What it finds is proven again on the plan in which the bundle is granted.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.asks import SCOPE_FIELDS, Ask, AskKind, with_asks
from planner.funding.claim_rules import face_value, in_plan_currency
from planner.funding.credits import Credit
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.rollout.tracking import binding_links
from solver import constraints
from solver.asks.permits import Permitted, permitted
from solver.asks.worth import OF_MONEY, Base, Limits, Optimum, solved
from solver.audit import AuditError, audit
from solver.cancel import Cancelled
from solver.choices import Choice
from solver.hints import hint_schedule
from solver.instance import Instance, Pair, pairs
from solver.model import NOTHING, Model
from solver.objective import TERMS
from solver.search import Found, Report, complete, hint_solution, search
from solver.search import Limits as SearchLimits
from solver.stage import search_stage
from solver.variables import (
    ClaimVariables,
    OwnDays,
    PhaseVariables,
    claim_variables,
    phase_variables,
    read_assignments,
    read_claims,
)

DATED: tuple[AskKind, ...] = ("expiry", "proof", "claim days", "approval")
"""Kinds that decide on which days a credit pays; each is a rule of its own."""

FINDING_PART = 0.6
"""The part of the time in which the most funding is searched for; the rest is for asking for less and proving."""
BEGINNING_PART = 0.2
"""The part of it in which the schedule without any ask must turn out to hold in the model."""

USUAL_DAYS, MOST_DAYS = 10, 1_000
"""What a higher cap is taken to be as hard to get as, and more days than one ask is worth."""


class Bundle(NamedTuple):
    """Asks that gain the most together, of all that are so many or fewer.

    without, granted: the most funding without and with them. at_most: what no bundle so large can gain more than.
    """

    asks: tuple[Ask, ...]
    without: Optimum
    granted: Optimum
    at_most: int

    @property
    def at_least(self) -> int:
        """The least that the asks gain together; granting nothing gains nothing, so it is never below that."""
        return max(self.granted.at_least - self.without.at_most, 0)

    @property
    def is_proven(self) -> bool:
        """Whether the gain is known and no bundle so large gains more."""
        return self.without.is_proven and self.granted.is_proven and self.at_least == self.at_most


def best_bundle(
    base: Base, asks: Iterable[Ask], size: int, limits: Limits, report: Report = lambda *_: None
) -> Bundle | None:
    """The bundle of at most so many of the asks that gains the most; None where the time was too short for any.

    Of several it is one that asks for as little as possible. A cancel keeps the best so far. report: told the most
    funding so far and what no bundle reaches more than. Raises AuditError where the planner, or solving the plan in
    which the bundle is granted, disagrees with the model.
    """
    try:
        model = _build(base.plan, tuple(dict.fromkeys(asks)), size, limits)
    except Cancelled:
        return None
    until = time.monotonic() + limits.seconds
    found = _searched(model, base.schedule, limits, until, report)
    if not found.has_solution:
        return None
    chosen = tuple(ask for ask, variable in model.asks.items() if found.solver.boolean_value(variable))
    return _proven(base, model, chosen, found, limits)


def _proven(base: Base, model: "_Model", chosen: tuple[Ask, ...], found: Found, limits: Limits) -> Bundle:
    """The bundle, once the planner has checked its schedule and the plan in which it is granted was solved."""
    granted, value = with_asks(base.plan, chosen), found.solver.value(TERMS["funding"](model.plan))
    phases, claims = model.plan.phases, model.plan.claims
    schedule = Schedule(read_assignments(granted, phases, found.solver), read_claims(claims, found.solver))
    audit(granted, schedule, {"funding": value})
    most = value if found.status == "OPTIMAL" else max(value, _bound(model, found))
    known = None if limits.cancel.is_requested else solved(granted, limits, base.schedule)
    optimum = Optimum(value, most) if known is None else known[1]
    if optimum.at_most < value or optimum.at_least > most:
        told = " and ".join(ask.id for ask in chosen)
        raise AuditError(f"{told}: the model promises {value:,}, solving gives {optimum.at_least:,}.")
    return Bundle(chosen, base.optimum, optimum.within(value, most), most - base.optimum.at_least)


def _bound(model: "_Model", found: Found) -> int:
    """What no bundle reaches more than; all faces, granted to the last, where the search was too short for any."""
    if found.bound is not None:
        return found.bound
    return sum(map(face_value, model.plan.instance.plan.credits))


# The model


class _Model(NamedTuple):
    """A model of the plan with asks. asks: whether each is chosen."""

    plan: Model
    asks: dict[Ask, cp_model.IntVar]
    size: int


def _build(plan: Plan, asks: tuple[Ask, ...], size: int, limits: Limits) -> _Model:
    """Every decision and rule of the plan in which at most so many asks are granted.

    Raises Cancelled soon after the cancel is requested.
    """
    cp, cancel = cp_model.CpModel(), limits.cancel
    granted = with_asks(plan, _widest(asks))
    permits = permitted(plan, asks, size, cancel)
    terms = _Terms(plan, granted, asks)
    shadowed = replace(granted, credits=(*granted.credits, *terms.shadows()))
    paying = tuple(pairs(shadowed, permits.phases, cancel))
    of_credits = tuple(pair for pair in paying if pair.credit in plan.credit)
    renewables = {partner.id: partner.teams for partner in granted.partners}
    instance = Instance(granted, permits.phases, paying, binding_links(plan), renewables, nonrenewables={})
    phases = phase_variables(cp, instance, cancel)
    chosen = {ask: cp.new_bool_var(ask.id) for ask in asks}
    claims = claim_variables(cp, {(pair.phase, pair.credit): max(pair.limits) for pair in of_credits})
    model = Model(cp, instance._replace(pairs=of_credits), phases, claims, OwnDays(cp, cancel), NOTHING)
    _choose(cp, chosen, size)
    _dates(model, plan, chosen, permits)
    for pair in of_credits:
        cancel.check()
        constraints.claimable(cp, phases[pair.phase], claims, pair.credit)
        terms.granted(cp, phases[pair.phase], claims, chosen, pair)
    for phase in phases.values():
        constraints.cost(cp, phase, claims)
    constraints.outcome(cp, model.instance, phases, claims)
    constraints.money_rules(cp, granted, claims)
    _caps(cp, plan, granted, claims, chosen)
    _sources(cp, claims, chosen)
    return _Model(model, chosen, size)


def _widest(asks: Iterable[Ask]) -> Iterator[Ask]:
    """Of the asks of each condition the one that allows most; none that moves a freeze, changes a window or a pin."""
    by_condition: dict[tuple[str, str, str], Ask] = {}
    for ask in asks:
        known = by_condition.get(_condition(ask))
        if known is None or abs(ask.by) > abs(known.by):
            by_condition[_condition(ask)] = ask
    return (ask for ask in by_condition.values() if ask.kind not in OF_STARTS)


OF_STARTS: frozenset[AskKind] = frozenset({"freeze", "pin", "available earlier", "available later"})
"""Kinds that decide on which days work may happen, which ``permits`` tells."""


def _condition(ask: Ask) -> tuple[str, str, str]:
    return ask.kind, ask.of, ask.name


def _choose(cp: cp_model.CpModel, chosen: Mapping[Ask, cp_model.IntVar], size: int) -> None:
    """At most so many asks, and of each condition at most one."""
    cp.add(LinearExpr.sum([*chosen.values()]) <= size)
    by_condition: defaultdict[tuple[str, str, str], list[cp_model.IntVar]] = defaultdict(list)
    for ask, variable in chosen.items():
        by_condition[_condition(ask)].append(variable)
    for alike in by_condition.values():
        cp.add_at_most_one(alike)


def _dates(model: Model, plan: Plan, chosen: Mapping[Ask, cp_model.IntVar], permits: Permitted) -> None:
    """Links, teams, and for each permit that a phase uses one of the grants that suffice for it."""
    cp, phases = model.cp, model.phases
    for link in binding_links(plan):
        constraints.dependency(cp, phases, model.own, link)
    constraints.order(cp, model.instance, phases)
    for partner in plan.partners:
        more = [variable for ask, variable in chosen.items() if (ask.kind, ask.of) == ("team", partner.id)]
        constraints.teams(cp, phases, partner.id, partner.teams, LinearExpr.sum(more))
    environments = _environments(cp, chosen, permits)
    holding = _Together(cp, chosen)
    units = {
        name: [holding.of(environments[place], needs) for place, needs in permit]
        for name, permit in permits.permits.items()
    }
    for phase in phases.values():
        for way, variable in phase.ways.items():
            for name, _ in way.uses:
                cp.add_bool_or([~variable, *units[name]])


def _environments(
    cp: cp_model.CpModel, chosen: Mapping[Ask, cp_model.IntVar], permits: Permitted
) -> list[cp_model.IntVar]:
    """Whether each environment holds: all of its freezes are moved, and no other."""
    freezes = [ask for ask in chosen if ask.kind == "freeze"]
    holds = []
    for environment in permits.environments:
        holds.append(cp.new_bool_var(""))
        for ask in freezes:
            cp.add_implication(holds[-1], chosen[ask] if ask in environment else ~chosen[ask])
    cp.add_exactly_one(holds)
    return holds


class _Together:
    """Whether an environment and asks hold together, each such decision made once."""

    def __init__(self, cp: cp_model.CpModel, chosen: Mapping[Ask, cp_model.IntVar]) -> None:
        self._cp = cp
        self._chosen = chosen
        self._known: dict[tuple[int, frozenset[Ask]], cp_model.IntVar] = {}

    def of(self, environment: cp_model.IntVar, asks: frozenset[Ask]) -> cp_model.IntVar:
        if not asks:
            return environment
        key = environment.index, asks
        if key not in self._known:
            self._known[key] = self._cp.new_bool_var("")
            for literal in (environment, *(self._chosen[ask] for ask in asks)):
                self._cp.add_implication(self._known[key], literal)
        return self._known[key]


# Claims


class _Terms:
    """For each claim and choice the asks that its rules need, one of each set.

    Which days a credit pays on with less granted is asked of the planner's rules through *shadows*: the credit with
    all granted but one condition, which stands as it is or is granted to some part, under a name of its own.
    """

    def __init__(self, plan: Plan, granted: Plan, asks: tuple[Ask, ...]) -> None:
        self._plan = plan
        self._granted = granted
        self._asks = {(*_condition(ask), ask.by): ask for ask in asks}
        self._levels: defaultdict[tuple[str, AskKind], list[Ask]] = defaultdict(list)
        for ask in asks:
            if ask.kind in DATED:
                self._levels[ask.of, ask.kind].append(ask)

    def shadows(self) -> Iterator[Credit]:
        """One for each dated condition as it is, and for each of its asks."""
        for (credit, kind), levels in self._levels.items():
            rest = [ask for ask in _widest(self._asks.values()) if ask.of == credit and ask.kind != kind]
            rest = [ask for ask in rest if ask.kind not in {"team", "endorsement", "combined cap", "stacking"}]
            for level in (None, *levels):
                terms = with_asks(self._plan, (*rest, level) if level is not None else rest).credit[credit]
                yield replace(terms, id=_shadow(credit, kind, level))

    def granted(
        self,
        cp: cp_model.CpModel,
        phase: PhaseVariables,
        claims: ClaimVariables,
        chosen: Mapping[Ask, cp_model.IntVar],
        pair: Pair,
    ) -> None:
        """Each rule that forbids the claim as the plan is needs one of the asks that lift it."""
        paying = [(choice, taken) for choice, taken in phase.choices if pair.credit in choice.limits]
        key = pair.phase, pair.credit
        classes: defaultdict[frozenset[Ask], list[cp_model.IntVar]] = defaultdict(list)
        for choice, taken in paying:
            for needed in self._needed(phase, choice, self._plan.credit[pair.credit]):
                classes[needed].append(taken)
        for needed, needing in classes.items():
            without = {taken.index for taken in needing}
            free = [(choice.limits[pair.credit], taken) for choice, taken in paying if taken.index not in without]
            lifted = [chosen[ask] for ask in needed]
            cp.add(claims.used[key] <= LinearExpr.sum([*(taken for _, taken in free), *lifted]))
            most = max(pair.limits)
            weights = [*(limit for limit, _ in free), *[most] * len(lifted)]
            cp.add(claims.amount[key] <= LinearExpr.weighted_sum([*(taken for _, taken in free), *lifted], weights))
        self._phase_cap(cp, claims, chosen, key)

    def _needed(self, phase: PhaseVariables, choice: Choice, credit: Credit) -> Iterator[frozenset[Ask]]:
        """For each rule that forbids the credit to pay for the choice as the plan is, the asks that lift it."""
        work, partner = phase.prepared.phase, choice.way.option.partner or ""
        for part, field in SCOPE_FIELDS.items():
            covered, value = getattr(credit.scope, field), getattr(work, part)
            if covered and value not in covered:
                yield self._named(part, credit.id, value)
        if partner not in credit.approved_partners:
            yield self._named("approved partner", credit.id, partner)
        if work.workload not in self._plan.partner[partner].approved_workloads:
            yield self._named("endorsement", partner, work.workload)
        for kind in DATED:
            levels = self._levels.get((credit.id, kind), [])
            if levels and _shadow(credit.id, kind, None) not in choice.limits:
                yield frozenset(ask for ask in levels if _shadow(credit.id, kind, ask) in choice.limits)

    def _named(self, kind: AskKind, of: str, name: str) -> frozenset[Ask]:
        return frozenset({self._asks[kind, of, name, 0]})

    def _phase_cap(
        self,
        cp: cp_model.CpModel,
        claims: ClaimVariables,
        chosen: Mapping[Ask, cp_model.IntVar],
        key: tuple[str, str],
    ) -> None:
        credit = self._plan.credit[key[1]]
        raised = [ask for ask in chosen if (ask.kind, ask.of) == ("phase cap", credit.id)]
        if credit.phase_cap is not None and raised:
            caps = [in_plan_currency(credit, credit.phase_cap + more) for more in (0, raised[0].by)]
            cp.add(claims.amount[key] <= caps[0] + (caps[1] - caps[0]) * chosen[raised[0]])


def _shadow(credit: str, kind: AskKind, ask: Ask | None) -> str:
    """The name of a shadow, which no credit can have: theirs hold no such character."""
    return f"{credit}\0{kind}\0{0 if ask is None else ask.by}"


def _caps(
    cp: cp_model.CpModel, plan: Plan, granted: Plan, claims: ClaimVariables, chosen: Mapping[Ask, cp_model.IntVar]
) -> None:
    """CAP and POOLCAP: a higher cap needs the ask for it."""
    for ask, variable in chosen.items():
        if ask.kind == "face":
            face, raised = (face_value(each.credit[ask.of]) for each in (plan, granted))
            cp.add(LinearExpr.sum(claims.amounts_of(ask.of)) <= face + (raised - face) * variable)
        if ask.kind == "combined cap":
            limit = next(cap.limit for cap in plan.combined_caps if cap.id == ask.of)
            sharing = {credit.id for credit in plan.credits if ask.of in credit.combined_caps}
            amounts = [amount for (_, credit), amount in claims.amount.items() if credit in sharing]
            cp.add(LinearExpr.sum(amounts) <= limit + ask.by * variable)


def _sources(cp: cp_model.CpModel, claims: ClaimVariables, chosen: Mapping[Ask, cp_model.IntVar]) -> None:
    """ONE-SOURCE: two credits that no confirmation names yet pay for one phase only if that is asked for."""
    for ask, variable in chosen.items():
        for phase, credit in claims.used if ask.kind == "stacking" else ():
            if credit == ask.of and (phase, ask.name) in claims.used:
                cp.add_bool_or([~claims.used[phase, credit], ~claims.used[phase, ask.name], variable])


# The search


def _searched(model: _Model, begin: Schedule, limits: Limits, until: float, report: Report) -> Found:
    """The most funding, and of the bundles that have it one that asks for as little as possible.

    begin: the best schedule without any ask, from which the search sets out.
    """
    cp, funding = model.plan.cp, TERMS["funding"](model.plan)
    cp.maximize(funding)
    seconds = FINDING_PART * (until - time.monotonic())
    first = SearchLimits(seconds, limits.workers, 0, limits.cancel)
    hint_schedule(model.plan, begin)
    for variable in model.asks.values():
        cp.add_hint(variable, 0)
    begun = complete(cp, first._replace(seconds=BEGINNING_PART * seconds))
    best = begun.solver if begun.has_solution else None
    if best is not None:
        hint_solution(cp, best.response_proto.solution)
    found = search_stage(model.plan, "funding", best, first, report)
    if not found.has_solution:
        return found
    cp.add(funding >= found.solver.value(funding))
    cp.minimize(LinearExpr.weighted_sum([*model.asks.values()], [_effort(ask) for ask in model.asks]))
    hint_solution(cp, found.solver.response_proto.solution)
    second = first._replace(seconds=(until - time.monotonic()) / 2)
    least = search(cp, second, lambda *_: None, maximise=False)
    return found if not least.has_solution else found._replace(solver=least.solver)


def _effort(ask: Ask) -> int:
    """How much is asked for: one ask fewer counts for more than any number of days."""
    days = USUAL_DAYS if ask.kind in OF_MONEY else abs(ask.by)
    return MOST_DAYS + min(days, MOST_DAYS - 1)
