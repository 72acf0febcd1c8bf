"""The rules of a schedule and of its claims: one function per rule, named like its check.

Rules of dates look at phases, rules of money at claims; the latter also serve ``solver.claims``, where the dates are
given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import accumulate, combinations, pairwise

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.claim_rules import face_value, fundable_cost, may_share_phase, minimum_claim
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from solver.cancel import Cancel
from solver.chains import exclusions
from solver.instance import Instance
from solver.variables import ClaimVariables, OwnDays, PhaseVariables

Phases = dict[str, PhaseVariables]


# Rules of dates


def dependency(model: cp_model.CpModel, phases: Phases, own: OwnDays, link: Dependency) -> None:
    """DEPENDENCY: FS s ≥ f + lag, SS s ≥ s' + lag, FF f ≥ f' + lag, SF f ≥ s' + lag, in the successor's own days."""
    predecessor, successor = phases[link.predecessor], phases[link.successor]
    is_to_start, worked = link.type in {"FS", "SS"}, successor.prepared.worked
    release = predecessor.finish if link.type in {"FS", "FF"} else predecessor.start
    held = successor.start if is_to_start else successor.finish
    if not worked or link.lag > 0 or (link.lag == 0 and is_to_start):
        model.add(held >= release + link.lag)  # no less than all days lie between as own days
    if worked and not (link.lag == 0 and is_to_start):
        model.add(own.count(held, worked) >= own.count(release, worked) + link.lag)


def order(model: cp_model.CpModel, instance: Instance, phases: Phases, cancel: Cancel | None = None) -> None:
    """Implied by DEPENDENCY: of choices that leave no room for each other between them at most one is taken.

    Raises Cancelled soon after the cancel is requested.
    """
    cancel = cancel or Cancel()
    for exclusive in exclusions(instance, phases):
        cancel.check()
        model.add_at_most_one([model.get_bool_var_from_proto_index(index) for index in exclusive])


def teams(
    model: cp_model.CpModel,
    phases: Phases,
    renewable: str,
    units: int,
    more: cp_model.LinearExprT = 0,
    busy: Iterable[tuple[int, int, int]] = (),
) -> None:
    """TEAMS: on no day is more taken of a renewable than there is; of a partner, more phases delivered than teams.

    more: units that there are besides, as far as decided. busy: what is taken already, as stretches: the number of the
    first day, how many days, the units.
    """
    served = [phase for phase in phases.values() if _most_demand(phase, renewable) > 0]
    busy = [*busy]
    most_taken = max((taken for _, _, taken in busy), default=0)
    if sum(_most_demand(phase, renewable) for phase in served) + most_taken <= units:
        return
    intervals = [each for phase in served for each in _intervals(model, phase, renewable)]
    intervals += [(model.new_fixed_size_interval_var(first, days, ""), taken) for first, days, taken in busy]
    there_are = units + more
    _energy(model, served, renewable, there_are)
    model.add_cumulative([interval for interval, _ in intervals], [demand for _, demand in intervals], there_are)


def _most_demand(phase: PhaseVariables, renewable: str) -> int:
    return max((way.demand(renewable) for way in phase.ways), default=0)


def _energy(model: cp_model.CpModel, served: list[PhaseVariables], renewable: str, units: cp_model.LinearExprT) -> None:
    """All work of a renewable fits into the days on which it can have any; implied, but seen at once only this way."""
    choices = [each for phase in served for each in phase.choices if each[0].way.demand(renewable) > 0]
    begins_less_ends = Counter(choice.first[0] for choice, _ in choices)
    begins_less_ends.subtract(choice.last[1] for choice, _ in choices)
    turns = sorted(begins_less_ends)
    running = accumulate(begins_less_ends[turn] for turn in turns)
    days = sum(after - turn for (turn, after), runs in zip(pairwise(turns), running, strict=False) if runs)
    work = [choice.shortest * choice.way.demand(renewable) for choice, _ in choices]
    model.add(LinearExpr.weighted_sum([taken for _, taken in choices], work) <= units * days)


def _intervals(
    model: cp_model.CpModel, phase: PhaseVariables, renewable: str
) -> Iterator[tuple[cp_model.IntervalVar, int]]:
    """The phase while it takes the renewable: an interval for each way, with the units that it takes while it lasts."""
    for way, chosen in phase.ways.items():
        if way.demand(renewable) > 0:
            size = phase.size(way)
            yield model.new_optional_interval_var(phase.start, size, phase.finish, chosen, ""), way.demand(renewable)


def budget(model: cp_model.CpModel, phases: Phases, nonrenewable: str, units: int) -> None:
    """BUDGET: all phases together use up at most the units of a nonrenewable. A plan has none, so no check asks."""
    ways = [(chosen, way.use(nonrenewable)) for phase in phases.values() for way, chosen in phase.ways.items()]
    model.add(LinearExpr.weighted_sum([chosen for chosen, _ in ways], [used for _, used in ways]) <= units)


# Rules of money that look at dates


def claimable(model: cp_model.CpModel, phase: PhaseVariables, claims: ClaimVariables, credit: str) -> None:
    """SCOPE, DELIVERY, PARTNER, APPROVAL, WINDOW, POE, SHARE, PHASECAP: which choices may earn, and how much."""
    key = (phase.prepared.phase.id, credit)
    paid = [(taken, choice.limits[credit]) for choice, taken in phase.choices if credit in choice.limits]
    earning = [taken for taken, _ in paid]
    model.add(claims.amount[key] <= LinearExpr.weighted_sum(earning, [limit for _, limit in paid]))
    model.add(claims.used[key] <= LinearExpr.sum(earning))


def cost(model: cp_model.CpModel, phase: PhaseVariables, claims: ClaimVariables) -> None:
    """COST: the credits of a phase together pay at most its fundable cost."""
    amounts = [claims.amount[pair] for pair in claims.of_phase(phase.prepared.phase.id)]
    if len(amounts) > 1:
        limits = [fundable_cost(phase.prepared.phase, way.option) for way in phase.ways]
        model.add(LinearExpr.sum(amounts) <= LinearExpr.weighted_sum([*phase.ways.values()], limits))


def outcome(model: cp_model.CpModel, instance: Instance, phases: Phases, claims: ClaimVariables) -> None:
    """OUTCOME: an all-or-nothing credit is used only if every phase on its list ends by its date."""
    for credit in instance.plan.credits:
        if credit.outcome_mode == "all_or_nothing" and credit.id in claims.credit_used:
            for target in credit.outcome_dates:
                axis = phases[target.phase].prepared.axis
                latest = axis.number(target.by + timedelta(days=1))
                model.add(phases[target.phase].finish <= latest).only_enforce_if(claims.credit_used[credit.id])


# Rules of money alone


def cap(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """CAP: a credit pays at most its face value."""
    for credit in claims.credit_used:
        face = face_value(plan.credit[credit])
        model.add(LinearExpr.sum(claims.amounts_of(credit)) <= face)


def pool_cap(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """POOLCAP: the credits of a combined cap together pay at most its limit."""
    for combined in plan.combined_caps:
        sharing = {credit.id for credit in plan.credits if combined.id in credit.combined_caps}
        amounts = [amount for (_, credit), amount in claims.amount.items() if credit in sharing]
        model.add(LinearExpr.sum(amounts) <= combined.limit)


def credit_stacking(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """STACK-C: at most one credit of an exclusion group is used."""
    groups: defaultdict[str, list[cp_model.IntVar]] = defaultdict(list)
    for credit, used in claims.credit_used.items():
        for group in dict.fromkeys(plan.credit[credit].exclusion_groups):
            groups[group].append(used)
    for members in groups.values():
        model.add_at_most_one(members)


def phase_stacking(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """STACK-P: at most one credit of a phase-exclusion group pays for the same phase."""
    groups: defaultdict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
    for (phase, credit), used in claims.used.items():
        for group in dict.fromkeys(plan.credit[credit].phase_exclusion_groups):
            groups[phase, group].append(used)
    for members in groups.values():
        model.add_at_most_one(members)


def one_source(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """ONE-SOURCE: two credits share a phase only if they may."""
    of_phase: defaultdict[str, list[str]] = defaultdict(list)
    for phase, credit in claims.used:
        of_phase[phase].append(credit)
    for phase, paying in of_phase.items():
        excluded = [pair for pair in combinations(paying, 2) if not may_share_phase(plan, *pair)]
        # All of them at once where no two may share: that is one tight rule in place of many loose ones.
        is_single = len(excluded) == len(paying) * (len(paying) - 1) // 2
        for group in [paying] if is_single else excluded:
            model.add_at_most_one([claims.used[phase, credit] for credit in group])


def minimums(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """MINCLAIM, MINSEATS, MILESTONES: a credit that is used reaches each of its minimums over its phases."""
    for credit_id, used in claims.credit_used.items():
        credit, pairs = plan.credit[credit_id], list(claims.of_credit(credit_id))
        users = [claims.used[pair] for pair in pairs]
        if minimum_claim(credit) > 1:
            model.add(LinearExpr.sum(claims.amounts_of(credit_id)) >= minimum_claim(credit) * used)
        if credit.minimum_seats > 0:
            seats = LinearExpr.weighted_sum(users, [plan.phase[phase].seats for phase, _ in pairs])
            model.add(seats >= credit.minimum_seats * used)
        if credit.minimum_milestones > 1:
            model.add(LinearExpr.sum(users) >= credit.minimum_milestones * used)


def identical_credits(model: cp_model.CpModel, claims: ClaimVariables, groups: Iterable[list[str]]) -> None:
    """Of credits that nothing tells apart, none pays more than the one before it; no rule, but it costs no optimum."""
    for group in groups:
        paying = [credit for credit in group if credit in claims.credit_used]
        for before, after in pairwise(paying):
            totals = [LinearExpr.sum(claims.amounts_of(credit)) for credit in (before, after)]
            model.add(totals[0] >= totals[1])
            model.add_implication(claims.credit_used[after], claims.credit_used[before])


def money_rules(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """Every joint rule that looks at no date."""
    cap(model, plan, claims)
    pool_cap(model, plan, claims)
    credit_stacking(model, plan, claims)
    phase_stacking(model, plan, claims)
    one_source(model, plan, claims)
    minimums(model, plan, claims)
