"""The rules of a schedule and of its claims: one function per rule, named like its check.

Rules of dates look at phases, rules of money at claims; the latter also serve ``solver.claims``, where the dates are
given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import accumulate, combinations, pairwise

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExpr

from planner.funding.claim_rules import face_value, fundable_cost, may_share_phase, minimum_claim
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from solver.instance import Axis, Instance, Pair
from solver.variables import CalendarDays, ClaimVariables, PhaseVariables

Phases = dict[str, PhaseVariables]


# Rules of dates


def dependency(model: cp_model.CpModel, phases: Phases, days: CalendarDays, link: Dependency) -> None:
    """DEPENDENCY: FS s ≥ f + lag, SS s ≥ s' + lag, FF f ≥ f' + lag, SF f ≥ s' + lag, on the successor's axis."""
    predecessor, successor = phases[link.predecessor], phases[link.successor]
    from_finish, to_start = link.type in {"FS", "FF"}, link.type in {"FS", "SS"}
    if predecessor.prepared.axis is successor.prepared.axis:
        released = predecessor.finish if from_finish else predecessor.start
    elif to_start and link.lag == 0:
        # The start is a working day, so it may be compared as a day just as well as by its number.
        model.add(days.start(successor) >= (days.after(predecessor) if from_finish else days.start(predecessor)))
        return
    else:
        released = _on_other_axis(model, predecessor, successor.prepared.axis, from_finish=from_finish)
    model.add((successor.start if to_start else successor.finish) >= released + link.lag)


def _on_other_axis(
    model: cp_model.CpModel, phase: PhaseVariables, other: Axis, *, from_finish: bool
) -> cp_model.IntVar:
    """The number on another axis of the phase's first day, or of the day after its last."""
    days = [day + timedelta(days=from_finish) for day in phase.prepared.axis.days]
    numbers = [other.number(day) for day in days]
    number = model.new_int_var(min(numbers), max(numbers), "")
    model.add_element(phase.finish - 1 if from_finish else phase.start, numbers, number)
    return number


def teams(model: cp_model.CpModel, phases: Phases, days: CalendarDays, renewable: str, units: int) -> None:
    """TEAMS: on no day do phases take more of a renewable than its units; of a partner, more teams than it has."""
    served = [phase for phase in phases.values() if _most_demand(phase, renewable) > 0]
    if sum(_most_demand(phase, renewable) for phase in served) <= units:
        return
    if len({id(phase.prepared.axis) for phase in served}) == 1:
        intervals = [each for phase in served for each in _intervals(model, phase, renewable)]
        _energy(model, served, renewable, units)
    else:
        intervals = [each for phase in served for each in _calendar_intervals(model, phase, days, renewable)]
    model.add_cumulative([interval for interval, _ in intervals], [demand for _, demand in intervals], units)


def _most_demand(phase: PhaseVariables, renewable: str) -> int:
    return max((mode.demand(renewable) for mode in phase.prepared.modes), default=0)


def _energy(model: cp_model.CpModel, served: list[PhaseVariables], renewable: str, units: int) -> None:
    """All work of a renewable fits into the days on which it can have any; implied, but seen at once only this way."""
    served_by = [
        (mode, chosen)
        for phase in served
        for mode, chosen in zip(phase.prepared.modes, phase.modes, strict=True)
        if mode.demand(renewable) > 0
    ]
    begins_less_ends = Counter[int]()
    for mode, _ in served_by:
        begins_less_ends.update(mode.starts)
        begins_less_ends.subtract(start + mode.span for start in mode.starts)
    turns = sorted(begins_less_ends)
    running = accumulate(begins_less_ends[turn] for turn in turns)
    days = sum(after - turn for (turn, after), runs in zip(pairwise(turns), running, strict=False) if runs)
    work = [mode.span * mode.demand(renewable) for mode, _ in served_by]
    model.add(LinearExpr.weighted_sum([chosen for _, chosen in served_by], work) <= units * days)


Demands = Iterator[tuple[cp_model.IntervalVar, int]]
"""Intervals, each with the units that it takes while it lasts."""


def _intervals(model: cp_model.CpModel, phase: PhaseVariables, renewable: str) -> Demands:
    """The phase while it takes the renewable, one interval for each mode, on its own axis."""
    for mode, chosen in zip(phase.prepared.modes, phase.modes, strict=True):
        if mode.demand(renewable) > 0:
            interval = model.new_optional_interval_var(phase.start, mode.span, phase.finish, chosen, "")
            yield interval, mode.demand(renewable)


def _calendar_intervals(model: cp_model.CpModel, phase: PhaseVariables, days: CalendarDays, renewable: str) -> Demands:
    """The same in calendar days, where phases of several calendars share it; one interval for modes of one demand."""
    longest = (phase.prepared.axis.days[-1] - phase.prepared.axis.days[0]).days + 1
    for demand in sorted({mode.demand(renewable) for mode in phase.prepared.modes} - {0}):
        size = model.new_int_var(1, longest, "")
        taken = model.new_bool_var("")
        zipped = zip(phase.prepared.modes, phase.modes, strict=True)
        model.add(LinearExpr.sum([chosen for mode, chosen in zipped if mode.demand(renewable) == demand]) == taken)
        yield model.new_optional_interval_var(days.start(phase), size, days.after(phase), taken, ""), demand


def budget(model: cp_model.CpModel, phases: Phases, nonrenewable: str, units: int) -> None:
    """BUDGET: all phases together use up at most the units of a nonrenewable. A plan has none, so no check asks."""
    chosen = [chosen for phase in phases.values() for chosen in phase.modes]
    uses = [mode.use(nonrenewable) for phase in phases.values() for mode in phase.prepared.modes]
    model.add(LinearExpr.weighted_sum(chosen, uses) <= units)


# Rules of money that look at dates


def claimable(model: cp_model.CpModel, phase: PhaseVariables, claims: ClaimVariables, pair: Pair) -> None:
    """SCOPE, DELIVERY, PARTNER, APPROVAL, WINDOW, POE, SHARE, PHASECAP: where each mode may earn, and how much."""
    key = (pair.phase, pair.credit)
    used = claims.used[key]
    model.add(claims.amount[key] <= LinearExpr.weighted_sum(phase.modes, pair.limits))
    for mode, chosen, starts in zip(phase.prepared.modes, phase.modes, pair.starts, strict=True):
        if not starts:
            model.add_implication(used, ~chosen)
        elif len(starts) < len(mode.starts):
            allowed = cp_model.Domain.FromValues([*starts])
            model.add_linear_expression_in_domain(phase.start, allowed).only_enforce_if([used, chosen])


def cost(model: cp_model.CpModel, phase: PhaseVariables, claims: ClaimVariables) -> None:
    """COST: the credits of a phase together pay at most its fundable cost."""
    amounts = [claims.amount[pair] for pair in claims.of_phase(phase.prepared.phase.id)]
    if len(amounts) > 1:
        limits = [fundable_cost(phase.prepared.phase, mode.option) for mode in phase.prepared.modes]
        model.add(LinearExpr.sum(amounts) <= LinearExpr.weighted_sum(phase.modes, limits))


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
        for group in set(plan.credit[credit].exclusion_groups):
            groups[group].append(used)
    for members in groups.values():
        model.add_at_most_one(members)


def phase_stacking(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """STACK-P: at most one credit of a phase-exclusion group pays for the same phase."""
    groups: defaultdict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
    for (phase, credit), used in claims.used.items():
        for group in set(plan.credit[credit].phase_exclusion_groups):
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


def money_rules(model: cp_model.CpModel, plan: Plan, claims: ClaimVariables) -> None:
    """Every joint rule that looks at no date."""
    cap(model, plan, claims)
    pool_cap(model, plan, claims)
    credit_stacking(model, plan, claims)
    phase_stacking(model, plan, claims)
    one_source(model, plan, claims)
    minimums(model, plan, claims)
