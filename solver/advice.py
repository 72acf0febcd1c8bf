"""Advising a model to begin from a schedule: where it holds, it is a solution at once."""

from planner.rollout.schedule import Assignment, Schedule
from solver.choices import Choice
from solver.model import Model
from solver.variables import PhaseVariables


def advise(model: Model, schedule: Schedule) -> None:
    """Hint dates, options and, if every phase has dates, the claims of a schedule; what the model lacks is left out.

    Claims too, because choosing them anew for given dates can be a hard puzzle by itself.
    """
    model.cp.clear_hints()
    if len(schedule.assignments) == len(model.phases):
        _advise_claims(model, schedule)
    for assignment in schedule.assignments:
        phase = model.phases.get(assignment.phase)
        if phase is None:
            continue
        taken = [_runs_so(phase, choice, assignment) for choice, _ in phase.choices]
        if any(taken):
            model.cp.add_hint(phase.start, phase.prepared.axis.number(assignment.start))
            for (_, choice), is_taken in zip(phase.choices, taken, strict=True):
                model.cp.add_hint(choice, is_taken)


def _runs_so(phase: PhaseVariables, choice: Choice, assignment: Assignment) -> bool:
    """Whether the choice holds the assignment's option, start and finish."""
    axis, start = phase.prepared.axis, phase.prepared.axis.number(assignment.start)
    if choice.way.option.id != assignment.option or start not in choice.starts:
        return False
    runs = (mode.span for mode in phase.prepared.modes if mode.way == choice.way and start in mode.starts)
    return any(axis.days[start + span - 1] == assignment.finish for span in runs)


def _advise_claims(model: Model, schedule: Schedule) -> None:
    amounts = {(claim.phase, claim.credit): claim.amount for claim in schedule.claims}
    paying = {credit for _, credit in amounts}
    for pair, amount in model.claims.amount.items():
        model.cp.add_hint(amount, amounts.get(pair, 0))
        model.cp.add_hint(model.claims.used[pair], pair in amounts)
    for credit, used in model.claims.credit_used.items():
        model.cp.add_hint(used, credit in paying)
