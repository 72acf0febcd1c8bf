"""The decisions of the model: when each phase runs, in which mode, and what each credit pays for it."""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.cancel import Cancel
from solver.instance import Instance, PreparedPhase


class PhaseVariables(NamedTuple):
    """Decisions on one phase, on the axis of its region.

    start: number of its first day. finish: number after its last day. modes: which of the prepared modes it has.
    """

    prepared: PreparedPhase
    start: cp_model.IntVar
    finish: cp_model.IntVar
    modes: tuple[cp_model.IntVar, ...]


TOGETHER = ""
"""In place of a phase: all phases of a credit on which only the sum of its claims matters."""


class ClaimVariables(NamedTuple):
    """Decisions on the money, each by (phase, credit) or by credit.

    amount: what is claimed, for some pairs maybe under TOGETHER. used: whether anything is. credit_used: whether the
    credit pays for any phase.
    """

    amount: dict[tuple[str, str], cp_model.IntVar]
    used: dict[tuple[str, str], cp_model.IntVar]
    credit_used: dict[str, cp_model.IntVar]

    def of_phase(self, phase: str) -> Iterator[tuple[str, str]]:
        return (pair for pair in self.used if pair[0] == phase)

    def of_credit(self, credit: str) -> Iterator[tuple[str, str]]:
        return (pair for pair in self.used if pair[1] == credit)

    def amounts_of(self, credit: str) -> list[cp_model.IntVar]:
        return [amount for (_, paying), amount in self.amount.items() if paying == credit]


def phase_variables(model: cp_model.CpModel, instance: Instance) -> dict[str, PhaseVariables]:
    """Decisions for every phase: exactly one mode, a start that the mode allows, and the finish that follows."""
    return {phase: _phase(model, prepared) for phase, prepared in instance.phases.items()}


def _phase(model: cp_model.CpModel, prepared: PreparedPhase) -> PhaseVariables:
    name, last = prepared.phase.id, len(prepared.axis.days)
    starts = cp_model.Domain.FromValues([start for mode in prepared.modes for start in mode.starts])
    finishes = cp_model.Domain.FromValues([start + mode.span for mode in prepared.modes for start in mode.starts])
    anytime = cp_model.Domain(0, last)
    has_modes = bool(prepared.modes)
    variables = PhaseVariables(
        prepared,
        start=model.new_int_var_from_domain(starts if has_modes else anytime, f"start {name}"),
        finish=model.new_int_var_from_domain(finishes if has_modes else anytime, f"finish {name}"),
        modes=tuple(model.new_bool_var(f"{name} by {mode.option.id} in {mode.span}") for mode in prepared.modes),
    )
    model.add_exactly_one(variables.modes)
    for mode, chosen in zip(prepared.modes, variables.modes, strict=True):
        allowed = cp_model.Domain.FromValues([*mode.starts])
        model.add_linear_expression_in_domain(variables.start, allowed).only_enforce_if(chosen)
        model.add(variables.finish == variables.start + mode.span).only_enforce_if(chosen)
    return variables


class CalendarDays:
    """Phases in calendar days, for what phases of different calendars share. Made for a phase when first asked for.

    Within a stretch of working days without a day off between them, a day is its number plus a constant; so the day
    follows from the number by one switch for each stretch, which the search handles far better than a table of days.
    """

    def __init__(self, model: cp_model.CpModel, cancel: Cancel | None = None) -> None:
        self._model = model
        self._cancel = cancel or Cancel()
        self._known: dict[str, tuple[cp_model.IntVar, cp_model.IntVar]] = {}

    def start(self, phase: PhaseVariables) -> cp_model.IntVar:
        """The ordinal of the first day."""
        return self._days(phase)[0]

    def after(self, phase: PhaseVariables) -> cp_model.IntVar:
        """The ordinal of the day after the last."""
        return self._days(phase)[1]

    def _days(self, phase: PhaseVariables) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        name = phase.prepared.phase.id
        if name not in self._known:
            self._cancel.check()
            ordinals = [day.toordinal() for day in phase.prepared.axis.days]
            start = self._looked_up(phase.start, ordinals)
            after = self._looked_up(phase.finish - 1, [ordinal + 1 for ordinal in ordinals])
            self._known[name] = start, after
        return self._known[name]

    def _looked_up(self, number: cp_model.LinearExpr, ordinals: list[int]) -> cp_model.IntVar:
        day = self._model.new_int_var(ordinals[0], ordinals[-1], "")
        switches = []
        for constant, stretch in groupby(enumerate(ordinals), key=lambda each: each[1] - each[0]):
            numbers = [each for each, _ in stretch]
            switches.append(self._model.new_bool_var(""))
            within = cp_model.Domain(numbers[0], numbers[-1])
            self._model.add_linear_expression_in_domain(number, within).only_enforce_if(switches[-1])
            self._model.add(day == number + constant).only_enforce_if(switches[-1])
        self._model.add_exactly_one(switches)
        return day


def claim_variables(
    model: cp_model.CpModel, limits: dict[tuple[str, str], int], summed: Collection[tuple[str, str]] = ()
) -> ClaimVariables:
    """Decisions for every pair that could pay anything, given the most that each could pay.

    A pair is used exactly if its amount is above nothing, a credit exactly if one of its pairs is.
    summed: pairs whose amounts stand for each credit in one sum; fewer decisions make a far easier puzzle.
    """
    pairs = {pair: limit for pair, limit in limits.items() if limit > 0}
    apart = {pair: limit for pair, limit in pairs.items() if pair not in summed}
    claims = ClaimVariables(
        amount={pair: model.new_int_var(0, limit, f"amount {pair}") for pair, limit in apart.items()},
        used={pair: model.new_bool_var(f"used {pair}") for pair in pairs},
        credit_used={credit: model.new_bool_var(f"used {credit}") for credit in dict.fromkeys(c for _, c in pairs)},
    )
    for pair, limit in apart.items():
        model.add(claims.amount[pair] >= claims.used[pair])
        model.add(claims.amount[pair] <= limit * claims.used[pair])
    for credit, used in claims.credit_used.items():
        paying = [claims.used[pair] for pair in claims.of_credit(credit)]
        model.add_bool_or([*paying, ~used])
        for each in paying:
            model.add_implication(each, used)
        together = [pair for pair in claims.of_credit(credit) if pair not in apart]
        if together:
            users, most = [claims.used[pair] for pair in together], [pairs[pair] for pair in together]
            amount = model.new_int_var(0, sum(most), f"amount {credit}")
            model.add(amount >= cp_model.LinearExpr.sum(users))
            model.add(amount <= cp_model.LinearExpr.weighted_sum(users, most))
            claims.amount[TOGETHER, credit] = amount
    return claims


def read_assignments(
    plan: Plan, phases: dict[str, PhaseVariables], solver: cp_model.CpSolver
) -> tuple[Assignment, ...]:
    """The dates and options of the solver's present solution, in the order of the plan."""
    return tuple(_read_assignment(phases[phase.id], solver) for phase in plan.phases)


def _read_assignment(phase: PhaseVariables, solver: cp_model.CpSolver) -> Assignment:
    chosen = next(number for number, mode in enumerate(phase.modes) if solver.boolean_value(mode))
    days = phase.prepared.axis.days
    start, finish = days[solver.value(phase.start)], days[solver.value(phase.finish) - 1]
    return Assignment(phase.prepared.phase.id, phase.prepared.modes[chosen].option.id, start, finish)


def read_claims(claims: ClaimVariables, solver: cp_model.CpSolver) -> tuple[Claim, ...]:
    """The claims above nothing of the solver's present solution, in the order of phases and credits."""
    amounts = {pair: solver.value(amount) for pair, amount in claims.amount.items()}
    return tuple(Claim(phase, credit, amount) for (phase, credit), amount in amounts.items() if amount > 0)
