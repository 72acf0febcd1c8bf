"""How long a solve takes to answer a cancel: ``python -m tests.benchmarks.cancelling [PHASES [TIMES]]``.

A generated plan is solved again and again, each time with a cancel at another moment between its beginning and the end
of an uncancelled solve, a time limit at most. Printed are the moment, the seconds until the answer, and what it was.
"""

import sys
import threading
import time
from random import Random

from planner.plan import Plan
from solver.cancel import Cancel
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.generate import generate

PROMISED_SECONDS = 0.2
LONGEST = 12.0


def latency(plan: Plan, moment: float, workers: int) -> tuple[float, str]:
    """Seconds from a cancel so long after the beginning until the answer, and its status; 0 if it came before."""
    cancel, asked = Cancel(), list[float]()

    def request() -> None:
        asked.append(time.perf_counter())
        cancel.request()

    timer = threading.Timer(moment, request)
    timer.start()
    result = solve(plan, Settings(time_limit=LONGEST, workers=workers), cancel=cancel)
    answered = time.perf_counter()
    timer.cancel()
    return (answered - asked[0] if asked else 0.0), result.status


def main(arguments: list[str]) -> int:
    """Measure and print; 0 if every answer kept the promise, else 1."""
    phases, times = (*(int(each) for each in arguments), *(60, 30)[len(arguments) :])
    chance, plan = Random(phases), generate(1, phases)  # noqa: S311 - no secret
    whole = min(LONGEST, solve(plan, Settings(time_limit=LONGEST, workers=2)).seconds)
    sys.stdout.write(f"{phases} phases, {len(plan.credits)} credits, {whole:.2f} s without a cancel\n")
    slowest = 0.0
    for _ in range(times):
        moment = whole * chance.random()
        seconds, status = latency(plan, moment, workers=2)
        slowest = max(slowest, seconds)
        sys.stdout.write(f"at {moment:6.2f} s: {status:<10} after {seconds:.3f} s\n")
    sys.stdout.write(f"slowest {slowest:.3f} s, promised {PROMISED_SECONDS} s\n")
    return 0 if slowest <= PROMISED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
