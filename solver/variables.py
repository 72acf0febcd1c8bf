"""The decisions of the model: when each phase runs, in which way, and what each credit pays for it."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.plan import Plan
from planner.rollout.schedule import Assignment, Claim
from solver.cancel import Cancel
from solver.choices import Choice, choices
from solver.instance import Instance, PreparedPhase, Way


class PhaseVariables(NamedTuple):
    """Decisions on one phase.

    start: number of its first day. finish: number after its last day. ways: whether it is done in each way. choices:
    whether each of them is taken.
    """

    prepared: PreparedPhase
    start: cp_model.IntVar
    finish: cp_model.IntVar
    ways: dict[Way, cp_model.IntVar]
    choices: tuple[tuple[Choice, cp_model.IntVar], ...]
    sizes: "dict[Measure, cp_model.IntVar | int]"

    def size(self, way: Way) -> cp_model.IntVar | int:
        """Days of the axis from its start to its finish, if it is done in that way."""
        return self.sizes[_measure(way)]


Measure = tuple[int, tuple[tuple[str, int], ...]]
"""The duration of ways and what they use up: those that share both have the same span on the same start."""


def _measure(way: Way) -> Measure:
    return way.option.duration, way.uses


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


def phase_variables(
    model: cp_model.CpModel, instance: Instance, cancel: Cancel | None = None
) -> dict[str, PhaseVariables]:
    """Decisions for every phase: exactly one choice, a start that it allows, and the finish that follows.

    Raises Cancelled soon after the cancel is requested.
    """
    cancel = cancel or Cancel()
    phases: dict[str, PhaseVariables] = {}
    for name, offered in choices(instance):
        cancel.check()
        phases[name] = _phase(model, instance.phases[name], offered)
    return phases


def _phase(model: cp_model.CpModel, prepared: PreparedPhase, offered: tuple[Choice, ...]) -> PhaseVariables:
    name, last = prepared.phase.id, len(prepared.axis.days)
    starts = cp_model.Domain.FromValues([start for mode in prepared.modes for start in mode.starts])
    finishes = cp_model.Domain.FromValues([start + mode.span for mode in prepared.modes for start in mode.starts])
    anytime = cp_model.Domain(0, last)
    has_modes = bool(prepared.modes)
    start = model.new_int_var_from_domain(starts if has_modes else anytime, f"start {name}")
    finish = model.new_int_var_from_domain(finishes if has_modes else anytime, f"finish {name}")
    taken = tuple((choice, model.new_bool_var(f"{name} by {choice.way.option.id}")) for choice in offered)
    model.add_exactly_one([variable for _, variable in taken])
    for choice, variable in taken:
        allowed = cp_model.Domain.FromValues([*choice.starts])
        model.add_linear_expression_in_domain(start, allowed).only_enforce_if(variable)
    ways = _ways(model, taken)
    return PhaseVariables(prepared, start, finish, ways, taken, _sizes(model, prepared, (start, finish), ways))


def _ways(model: cp_model.CpModel, taken: tuple[tuple[Choice, cp_model.IntVar], ...]) -> dict[Way, cp_model.IntVar]:
    """For each way whether one of its choices is taken."""
    by_way: defaultdict[Way, list[cp_model.IntVar]] = defaultdict(list)
    for choice, variable in taken:
        by_way[choice.way].append(variable)
    ways: dict[Way, cp_model.IntVar] = {}
    for way, variables in by_way.items():
        ways[way] = variables[0] if len(variables) == 1 else model.new_bool_var("")
        if len(variables) > 1:
            model.add_exactly_one([*variables, ~ways[way]])
    return ways


def _sizes(
    model: cp_model.CpModel,
    prepared: PreparedPhase,
    dates: tuple[cp_model.IntVar, cp_model.IntVar],
    ways: dict[Way, cp_model.IntVar],
) -> dict[Measure, cp_model.IntVar | int]:
    """For each measure how many days of the axis it takes; where that depends on the start, one switch for each size.

    Its switches serve all of its ways.
    """
    start, finish = dates
    starts: defaultdict[Measure, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for mode in prepared.modes:
        starts[_measure(mode.way)][mode.span] += mode.starts
    sizes: dict[Measure, cp_model.IntVar | int] = {}
    for measure, by_span in starts.items():
        taking = [variable for way, variable in ways.items() if _measure(way) == measure]
        if len(by_span) == 1:
            sizes[measure] = next(iter(by_span))
            for variable in taking:
                model.add(finish == start + sizes[measure]).only_enforce_if(variable)
            continue
        sizes[measure] = model.new_int_var_from_domain(cp_model.Domain.FromValues([*by_span]), "")
        switches = []
        for span, of_span in by_span.items():
            switches.append(model.new_bool_var(""))
            allowed = cp_model.Domain.FromValues(of_span)
            model.add_linear_expression_in_domain(start, allowed).only_enforce_if(switches[-1])
            model.add(finish == start + span).only_enforce_if(switches[-1])
        model.add_at_most_one(switches)
        for variable in taking:
            model.add_bool_or([*switches, ~variable])
    return sizes


class OwnDays:
    """Numbers of the axis counted in the working days of one region. Made when first asked for.

    Within a stretch of the axis on which the region always works, or never, one number follows from the other by a
    constant, or stands still; so one switch for each stretch replaces a table, which the search handles far better.
    """

    def __init__(self, model: cp_model.CpModel, cancel: Cancel | None = None) -> None:
        self._model = model
        self._cancel = cancel or Cancel()
        self._known: dict[tuple[int, int], cp_model.LinearExprT] = {}
        self._stretches: dict[int, list[tuple[range, int]]] = {}

    def count(self, number: cp_model.IntVar, worked: tuple[int, ...]) -> cp_model.LinearExprT:
        """The working days before a number; worked: those before each number, empty where all days are."""
        if not worked:
            return number
        key = number.index, id(worked)
        if key not in self._known:
            self._cancel.check()
            self._known[key] = self._counted(number, worked)
        return self._known[key]

    def _counted(self, number: cp_model.IntVar, worked: tuple[int, ...]) -> cp_model.LinearExprT:
        first, *_, last = self._model.proto.variables[number.index].domain
        there = [each for each in self._stretches_of(worked) if each[0].start <= last and first < each[0].stop]
        if len(there) == 1:
            return number - there[0][1]
        count = self._model.new_int_var(0, worked[-1], "")
        switches = []
        for stretch, off in there:
            switches.append(self._model.new_bool_var(""))
            within = cp_model.Domain(stretch.start, stretch.stop - 1)
            self._model.add_linear_expression_in_domain(number, within).only_enforce_if(switches[-1])
            self._model.add(count == number - off).only_enforce_if(switches[-1])
        self._model.add_exactly_one(switches)
        return count

    def _stretches_of(self, worked: tuple[int, ...]) -> list[tuple[range, int]]:
        """The stretches, each with the days before it, or in it, that are no working days of the region.

        Where the region does not work, each day is a stretch by itself.
        """
        if id(worked) not in self._stretches:
            by_off = groupby(range(len(worked)), key=lambda each: each - worked[each])
            runs = ((off, [*numbers]) for off, numbers in by_off)
            self._stretches[id(worked)] = [(range(run[0], run[-1] + 1), off) for off, run in runs]
        return self._stretches[id(worked)]


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
    way = next(way for way, variable in phase.ways.items() if solver.boolean_value(variable))
    days = phase.prepared.axis.days
    start, finish = days[solver.value(phase.start)], days[solver.value(phase.finish) - 1]
    return Assignment(phase.prepared.phase.id, way.option.id, start, finish)


def read_claims(claims: ClaimVariables, solver: cp_model.CpSolver) -> tuple[Claim, ...]:
    """The claims above nothing of the solver's present solution, in the order of phases and credits."""
    amounts = {pair: solver.value(amount) for pair, amount in claims.amount.items()}
    return tuple(Claim(phase, credit, amount) for (phase, credit), amount in amounts.items() if amount > 0)
