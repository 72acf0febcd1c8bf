"""Solving again after a small change, from the present schedule: ``python -m tests.benchmarks.solved_again [TIMES]``.

Each plan of 100 phases is solved; then, each time from there, one phase is pinned elsewhere, one credit's window
shifted, or one face changed. What 0.3 seconds give is compared with what the present schedule still earns after its
repair, and with the best of a longer search. The changes are the same in every run.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from random import Random

from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.edits import pin
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from solver.claims import settle
from solver.construct import repair
from solver.instance import prepare
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.benchmarks.generate import generate

SOON, LONG = 0.3, 5.0
"""Seconds for an answer, and for the optimum that it is compared with."""
PHASES, CREDITS, REGIONS = 100, 14, 4
SETS = ((1, 0), (2, 1_000))
"""The seed of a plan, and the number of its first change. What was chosen by the first set is judged by the second."""
FUNDING = Settings(objective=(Aim("funding"),))


def changed(plan: Plan, present: Schedule, number: int) -> Plan:
    """The number-th change of the plan."""
    chance = Random(number)  # noqa: S311 - no secret
    if number % 3 == 0:
        moved = chance.choice(present.assignments)
        prepared = prepare(plan).phases[moved.phase]
        starts = next(mode.starts for mode in prepared.modes if mode.option.id == moved.option)
        return pin(plan, moved.phase, start=prepared.axis.days[chance.choice(starts)])
    place = chance.randrange(len(plan.credits))
    credit = plan.credits[place]
    if number % 3 == 1:
        days = timedelta(days=chance.choice((-21, -14, -7, 7, 14, 21)))
        window = DateRange(credit.window.start + days, credit.window.end + days)
        proof = credit.proof_deadline + days if credit.proof_deadline is not None else None
        credit = replace(credit, window=window, proof_deadline=proof)
    else:
        credit = replace(credit, face=credit.face * chance.choice((60, 80, 120, 150)) // 100)
    return replace(plan, credits=(*plan.credits[:place], credit, *plan.credits[place + 1 :]))


def kept(plan: Plan, present: Schedule) -> int | None:
    """What the present dates earn after the change, repaired where they no longer hold; None if that failed."""
    dates = present.assignments
    if schedule_faults(State(plan, Schedule(dates))):
        repaired = repair(prepare(plan), dates)
        if repaired is None:
            return None
        dates = repaired
    return sum(claim.amount for claim in settle(plan, dates))


def solved_again(count: int) -> Iterator[str]:
    """What became of so many changes of each set, in one line for each."""
    for seed, begin in SETS:
        yield from _of_set(generate(seed, PHASES, regions=REGIONS, credits=CREDITS, tightness=0.3), begin, count)


def _of_set(plan: Plan, begin: int, count: int) -> Iterator[str]:
    first = solve(plan, FUNDING._replace(time_limit=30.0)).schedule
    if first is None:
        yield "No schedule to begin from."
        return
    feasible = near = worse = proven = 0
    slowest = 0.0
    for number in range(begin, begin + count):
        other = changed(plan, first, number)
        optimum = solve(other, FUNDING._replace(time_limit=LONG), hint=first)
        if optimum.schedule is None:
            continue
        soon = solve(other, FUNDING._replace(time_limit=SOON), hint=first)
        value = soon.stages[0].value or 0
        feasible += 1
        near += value >= 0.99 * max(optimum.stages[0].value or 0, value)
        worse += value < (kept(other, first) or 0)
        proven += optimum.status == "OPTIMAL"
        slowest = max(slowest, soon.seconds)
    yield (
        f"{plan.name}, solved again after {feasible} of {count} changes that left a schedule possible: "
        f"after {SOON} s within 1 % of the best of {LONG:.0f} s ({proven} of them proven) in {near}, "
        f"worse than the present schedule in {worse}; the slowest answer took {slowest:.2f} s."
    )


if __name__ == "__main__":
    for line in solved_again(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        print(line)  # noqa: T201
