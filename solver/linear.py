"""The linear part of a CP-SAT model as a linear programme: every rule without a condition, its decisions continuous.

What it leaves out only widens the choice, so its optimum is a bound for the model; so is that in whole numbers, which
is stricter and takes longer. Both count with floating-point numbers.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from ortools.linear_solver import pywraplp
from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import ConstraintProto

from solver.cancel import Cancel

INFINITE = 1 << 62
"""Bounds of CP-SAT that are no bounds."""
NO_BOUND = 1e19
"""And those of SCIP, where a search ended before its first relaxation was solved."""

Term = tuple[int, float]
"""A variable, by its index in the model, and its coefficient."""


class LinearProgramme:
    """A linear programme over the variables of a model, with its objective; rows can be added between solutions."""

    def __init__(self, model: cp_model.CpModel, cancel: Cancel | None = None) -> None:
        """Raises Cancelled soon after the cancel is requested."""
        self._solver = self._new_solver()
        self._proto = model.proto
        self._variables: dict[int, pywraplp.Variable] = {}
        cancel = cancel or Cancel()
        for constraint in self._proto.constraints:
            cancel.check()
            self._take(constraint)
        objective = self._proto.objective
        self._offset, self._scale = objective.offset, objective.scaling_factor or 1.0
        for index, coefficient in zip(objective.vars, objective.coeffs, strict=True):
            self._solver.Objective().SetCoefficient(self._variable(index), coefficient)
        self._solver.Objective().SetMinimization()

    def _new_solver(self) -> pywraplp.Solver:
        solver: pywraplp.Solver = pywraplp.Solver.CreateSolver("GLOP")
        # Rows come in between solutions, which leaves the dual feasible; it took a fifth of the time at 960 phases.
        solver.SetSolverSpecificParametersAsString("use_dual_simplex: true")
        return solver

    def add(self, terms: Iterable[Term], least: float, most: float) -> None:
        """Add a row: the sum of the terms lies between the two."""
        row, sums = self._solver.Constraint(least, most), dict[int, float]()
        for index, coefficient in terms:
            sums[index] = sums.get(index, 0.0) + coefficient
        for index, coefficient in sums.items():
            row.SetCoefficient(self._variable(index), coefficient)

    def solve(self, seconds: float, cancel: Cancel | None = None) -> float | None:
        """The optimum, as the model's objective counts; None if it was not found in time."""
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        with (cancel or Cancel()).stopping(self._solver.InterruptSolve):
            status = self._solver.Solve()
        if status != pywraplp.Solver.OPTIMAL:
            return None
        return self._counted(self._solver.Objective().Value())

    def _counted(self, value: float) -> float:
        """As the model's objective counts what this one has minimised."""
        return float(self._scale * (value + self._offset))

    def values(self) -> Mapping[int, float]:
        """The value of each variable that any row is about, by its index in the model."""
        return {index: variable.solution_value() for index, variable in self._variables.items()}

    def regrets(self) -> Mapping[int, float]:
        """By how much the optimum gets worse for each unit of a variable (its reduced cost), by its index."""
        return {index: variable.reduced_cost() for index, variable in self._variables.items()}

    def _variable(self, index: int) -> pywraplp.Variable:
        known = self._variables.get(index)
        if known is None:
            least, *_, most = self._proto.variables[index].domain
            known = self._variables[index] = self._new_variable(least, most)
        return known

    def _new_variable(self, least: int, most: int) -> pywraplp.Variable:
        variable: pywraplp.Variable = self._solver.NumVar(least, most, "")
        return variable

    def _take(self, constraint: ConstraintProto) -> None:
        if constraint.has_linear():
            if not len(constraint.enforcement_literal):
                least, *_, most = constraint.linear.domain
                terms = zip(constraint.linear.vars, constraint.linear.coeffs, strict=True)
                self.add(
                    terms, least if least > -INFINITE else -self._infinity, most if most < INFINITE else self._infinity
                )
        elif constraint.has_exactly_one():
            self._add_clause(constraint.exactly_one.literals, 1, 1)
        elif constraint.has_at_most_one():
            self._add_clause(constraint.at_most_one.literals, -self._infinity, 1)
        elif constraint.has_bool_or():
            self._add_clause(chain(constraint.bool_or.literals, _otherwise(constraint)), 1, self._infinity)
        elif constraint.has_bool_and():
            otherwise = _otherwise(constraint)
            for literal in constraint.bool_and.literals:
                self._add_clause([literal, *otherwise], 1, self._infinity)

    @property
    def _infinity(self) -> float:
        return float(self._solver.infinity())

    def _add_clause(self, literals: Iterable[int], least: float, most: float) -> None:
        """A literal below zero is the negation of the variable whose bits it has flipped: 1 less that variable."""
        terms = [(literal, 1) if literal >= 0 else (~literal, -1) for literal in literals]
        negated = sum(coefficient < 0 for _, coefficient in terms)
        self.add(terms, least - negated, most - negated)


class Whole(NamedTuple):
    """The end of a search in whole numbers, as the model's objective counts.

    value: of the best solution that was found. bound: nothing is better. Neither is known where it ended before both
    were there. is_best: whether none is better than the value.
    """

    value: float | None
    bound: float | None
    is_best: bool


class WholeProgramme(LinearProgramme):
    """The linear part of a model with every variable a whole number, by branch and cut (SCIP)."""

    def search(self, seconds: float, nodes: int, cancel: Cancel | None = None) -> Whole:
        """The best solution that is found in so much time and with so many branches; ``values`` holds it."""
        self._solver.SetTimeLimit(max(1, int(seconds * 1000)))
        self._solver.SetSolverSpecificParametersAsString(f"limits/nodes = {nodes}")
        exactly = pywraplp.MPSolverParameters()
        exactly.SetDoubleParam(exactly.RELATIVE_MIP_GAP, 0.0)
        # SCIP has been seen to fail where a search that a limit had ended went on.
        exactly.SetIntegerParam(exactly.INCREMENTALITY, exactly.INCREMENTALITY_OFF)
        with (cancel or Cancel()).stopping(self._solver.InterruptSolve):
            status = self._solver.Solve(exactly)
        objective = self._solver.Objective()
        has_solution = status in {pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE}
        if not has_solution or abs(objective.BestBound()) >= NO_BOUND:
            return Whole(None, None, is_best=False)
        value, bound = self._counted(objective.Value()), self._counted(objective.BestBound())
        return Whole(value, bound, status == pywraplp.Solver.OPTIMAL)

    def _new_solver(self) -> pywraplp.Solver:
        solver: pywraplp.Solver = pywraplp.Solver.CreateSolver("SCIP")
        return solver

    def _new_variable(self, least: int, most: int) -> pywraplp.Variable:
        variable: pywraplp.Variable = self._solver.IntVar(least, most, "")
        return variable


def _otherwise(constraint: ConstraintProto) -> list[int]:
    """The literals of which one is true where a constraint need not hold."""
    return [~literal for literal in constraint.enforcement_literal]
