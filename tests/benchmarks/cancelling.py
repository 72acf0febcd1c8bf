"""How long a solve takes to answer a cancel: ``python -m tests.benchmarks.cancelling [PHASES [TIMES]]``.

PHASES is a number, or one of plans of 80 phases that share their partners: ``12x80``. The plan is solved again and
again, each time with a cancel at another moment between its beginning and the end of an uncancelled solve, a time limit
at most. Printed are the moment, the seconds until the answer by the clock and by the processor's work of all threads,
and what the answer was. The lesser of the two is judged: others who use the machine make the clock run on, and two
workers at once make more work than the clock shows.
"""

import sys
import threading
import time
from random import Random
from typing import NamedTuple

from planner.plan import Plan
from solver.cancel import Cancel
from solver.settings import Settings
from solver.solve import solve
from tests.benchmarks.generate import generate, side_by_side

PROMISED_SECONDS = 0.2
LONGEST = 12.0


class Answer(NamedTuple):
    """Seconds from a cancel until the answer, by the clock and by the processor's work, and its status."""

    seconds: float
    work: float
    status: str

    @property
    def judged(self) -> float:
        """What the answer takes on a machine that nobody else uses, as far as can be told."""
        return min(self.seconds, self.work)


def answered(plan: Plan, moment: float, workers: int) -> Answer:
    """The answer to a cancel so long after the beginning; in no time if it came before."""
    cancel, asked = Cancel(), list[tuple[float, float]]()

    def request() -> None:
        asked.append((time.perf_counter(), time.process_time()))
        cancel.request()

    timer = threading.Timer(moment, request)
    timer.start()
    result = solve(plan, Settings(time_limit=LONGEST, workers=workers), cancel=cancel)
    clock, work = time.perf_counter(), time.process_time()
    timer.cancel()
    began = asked[0] if asked else (clock, work)
    return Answer(clock - began[0], work - began[1], result.status)


def main(arguments: list[str]) -> int:
    """Measure and print; 0 if every answer kept the promise, else 1."""
    named, times = (*arguments, *("60", "30")[len(arguments) :])
    rollouts, _, phases = named.rpartition("x")
    plan = side_by_side(int(rollouts), int(phases)) if rollouts else generate(1, int(phases))
    chance = Random(named)  # noqa: S311 - no secret
    whole = min(LONGEST, solve(plan, Settings(time_limit=LONGEST, workers=2)).seconds)
    sys.stdout.write(f"{len(plan.phases)} phases, {len(plan.credits)} credits, {whole:.2f} s without a cancel\n")
    slowest = 0.0
    for _ in range(int(times)):
        moment = whole * chance.random()
        answer = answered(plan, moment, workers=2)
        slowest = max(slowest, answer.judged)
        told = f"after {answer.seconds:.3f} s, {answer.work:.3f} s of work"
        sys.stdout.write(f"at {moment:6.2f} s: {answer.status:<10} {told}\n")
    sys.stdout.write(f"slowest {slowest:.3f} s, promised {PROMISED_SECONDS} s\n")
    return 0 if slowest <= PROMISED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
