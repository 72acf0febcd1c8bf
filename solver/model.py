"""The CP-SAT model of a plan: every decision and every rule, without an objective."""

from typing import NamedTuple

from ortools.sat.python import cp_model

from planner.rollout.schedule import Schedule
from solver import constraints
from solver.cancel import Cancel
from solver.instance import Instance
from solver.variables import ClaimVariables, OwnDays, PhaseVariables, claim_variables, phase_variables

NOTHING = Schedule(())


class Model(NamedTuple):
    """A model and its decisions. own: for counting days. present: the schedule that phases are moved from."""

    cp: cp_model.CpModel
    instance: Instance
    phases: dict[str, PhaseVariables]
    claims: ClaimVariables
    own: OwnDays
    present: Schedule


def build(instance: Instance, present: Schedule = NOTHING, cancel: Cancel | None = None) -> Model:
    """The model of the instance; it is infeasible exactly if no schedule keeps every rule.

    Raises Cancelled soon after the cancel is requested.
    """
    cancel = cancel or Cancel()
    cancel.check()
    cp, plan = cp_model.CpModel(), instance.plan
    phases = phase_variables(cp, instance, cancel)
    cancel.check()
    claims = claim_variables(cp, {(pair.phase, pair.credit): max(pair.limits) for pair in instance.pairs})
    own = OwnDays(cp, cancel)
    for link in instance.links:
        cancel.check()
        constraints.dependency(cp, phases, own, link)
    constraints.order(cp, instance, phases, cancel)
    for renewable, units in instance.renewables.items():
        constraints.teams(cp, phases, renewable, units, busy=instance.busy.get(renewable, ()))
    for nonrenewable, units in instance.nonrenewables.items():
        constraints.budget(cp, phases, nonrenewable, units)
    for pair in instance.pairs:
        cancel.check()
        constraints.claimable(cp, phases[pair.phase], claims, pair.credit)
    for phase in phases.values():
        cancel.check()
        constraints.cost(cp, phase, claims)
    constraints.outcome(cp, instance, phases, claims)
    constraints.money_rules(cp, plan, claims)
    return Model(cp, instance, phases, claims, own, present)
