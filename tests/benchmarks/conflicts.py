"""How long a conflict takes to be told: ``python -m tests.benchmarks.conflicts [PHASES [TIMES]]``.

Generated plans are broken each in one way: a phase pinned or due long before its predecessors allow, a partner that
leaves before its work is done, or a horizon that comes early. Printed are the seconds, and how large the conflict is.
"""

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from random import Random

from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.phases import Pin
from planner.value import DateRange
from solver.conflicts import conflict
from tests.benchmarks.generate import generate

PROMISED_SECONDS = 5.0


def _pinned(plan: Plan, chance: Random) -> Plan:
    link = chance.choice(plan.dependencies)
    return replace(plan, pins=(*plan.pins, Pin(phase=link.successor, start=plan.start)))


def _due(plan: Plan, chance: Random) -> Plan:
    successor = chance.choice(plan.dependencies).successor
    soon = plan.start + timedelta(days=20)
    phases = (replace(each, deadline=soon) if each.id == successor else each for each in plan.phases)
    return replace(plan, phases=tuple(phases))


def _left(plan: Plan, chance: Random) -> Plan:
    leaving = chance.choice(plan.partners)
    windows = (DateRange(plan.start, plan.start + timedelta(days=150)),)
    served = (phase for phase in plan.phases if phase.option(leaving.id) is not None)
    plan = replace(plan, pins=tuple(Pin(phase=phase.id, option=leaving.id) for phase in served))
    return replace(plan, partners=tuple(replace(p, windows=windows) if p is leaving else p for p in plan.partners))


def _short(plan: Plan, chance: Random) -> Plan:
    return replace(plan, horizon=plan.start + timedelta(days=chance.randrange(90, 150)))


BREAKS: tuple[Callable[[Plan, Random], Plan], ...] = (_pinned, _due, _left, _short)


def main(arguments: list[str]) -> int:
    """Measure and print; 0 if every conflict was told in the promised time, else 1."""
    phases, times = (*(int(each) for each in arguments), *(100, 8)[len(arguments) :])
    slowest = 0.0
    for seed in range(times):
        chance = Random(seed)  # noqa: S311 - no secret
        broken = BREAKS[seed % len(BREAKS)]
        plan = broken(generate(seed, phases), chance)
        began = time.perf_counter()
        found = conflict(plan, seconds=PROMISED_SECONDS)
        seconds = time.perf_counter() - began
        slowest = max(slowest, seconds)
        told = "fits, or not known" if found is None else f"{len(found.phases)} phases, {len(found.demands)} demands"
        smallest = "" if found is None or found.is_smallest else ", maybe not the smallest"
        sys.stdout.write(f"{phases} phases, {broken.__name__[1:]:<7}{seconds:6.2f} s: {told}{smallest}\n")
    sys.stdout.write(f"slowest {slowest:.2f} s, promised {PROMISED_SECONDS} s\n")
    return 0 if slowest <= PROMISED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
