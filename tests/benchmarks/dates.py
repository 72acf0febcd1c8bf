"""Dates on which settling has most to decide."""

from planner.plan import Plan
from planner.rollout.schedule import Assignment
from solver.instance import prepare


def where_most_could_be_claimed(plan: Plan) -> tuple[Assignment, ...]:
    """Each phase where the most credits could pay for it, links and teams left aside: they take no claim away."""
    instance = prepare(plan)
    assignments = []
    for name, prepared in instance.phases.items():
        worth = {(number, start): 0 for number, mode in enumerate(prepared.modes) for start in mode.starts}
        for pair in instance.pairs:
            if pair.phase == name:
                for number, starts in enumerate(pair.starts):
                    for start in starts:
                        worth[number, start] += pair.limits[number]
        number, start = max(worth, key=lambda run: (worth[run], -run[1]))
        mode, days = prepared.modes[number], prepared.axis.days
        assignments.append(Assignment(name, mode.option.id, days[start], days[start + mode.span - 1]))
    return tuple(assignments)
