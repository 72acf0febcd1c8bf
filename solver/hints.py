"""Advising a schedule to a search: every decision that it settles, the claims included."""

from planner.rollout.schedule import Assignment, Schedule
from solver.choices import Choice
from solver.model import Model
from solver.variables import PhaseVariables


def hint_schedule(model: Model, hint: Schedule) -> None:
    """Advise a schedule, in place of whatever was advised before. What does not fit the model is left out."""
    model.cp.clear_hints()
    if len(hint.assignments) == len(model.phases):
        _hint_claims(model, hint)
    for assignment in hint.assignments:
        phase = model.phases.get(assignment.phase)
        if phase is None:
            continue
        number = phase.prepared.axis.number(assignment.start)
        taken = [choice.way.option.id == assignment.option and number in choice.starts for choice, _ in phase.choices]
        if sum(taken) > 1:  # where a freeze may move, one start can have several ends
            taken = [
                fits and _ends_so(phase, each[0], assignment) for fits, each in zip(taken, phase.choices, strict=True)
            ]
        if any(taken):
            model.cp.add_hint(phase.start, number)
            for (_, choice), is_taken in zip(phase.choices, taken, strict=True):
                model.cp.add_hint(choice, is_taken)


def _ends_so(phase: PhaseVariables, choice: Choice, assignment: Assignment) -> bool:
    """Whether the choice, from the start of the assignment, ends with its finish."""
    axis, start = phase.prepared.axis, phase.prepared.axis.number(assignment.start)
    spans = (mode.span for mode in phase.prepared.modes if mode.way == choice.way and start in mode.starts)
    return any(axis.days[start + span - 1] == assignment.finish for span in spans)


def _hint_claims(model: Model, hint: Schedule) -> None:
    """Advise the claims too: choosing them anew for given dates can be a hard puzzle by itself."""
    amounts = {(claim.phase, claim.credit): claim.amount for claim in hint.claims}
    paying = {credit for _, credit in amounts}
    for pair, amount in model.claims.amount.items():
        model.cp.add_hint(amount, amounts.get(pair, 0))
        model.cp.add_hint(model.claims.used[pair], pair in amounts)
    for credit, used in model.claims.credit_used.items():
        model.cp.add_hint(used, credit in paying)
