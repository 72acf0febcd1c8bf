"""How large a plan may be: what was tried is stated, and what goes beyond is refused in words before any work is done.

A plan that can be read can be looked at and edited; for solving there are stricter limits, because preparing a solve
of more would take longer than anybody waits before the first word. ``tests/test_limits.py`` tries each limit.
"""

from collections.abc import Iterator

from planner.invariants import LONGEST_YEARS, MOST_PHASES, Fault
from planner.plan import Plan

MOST_PHASES_TO_SOLVE, MOST_CREDITS_TO_SOLVE, MOST_PARTNERS_TO_SOLVE = 2_000, 200, 100

__all__ = ["LONGEST_YEARS", "MOST_PHASES", "solving_limits"]


def solving_limits(plan: Plan) -> tuple[Fault, ...]:
    """What of the plan is too large to be solved; it can still be looked at, edited, checked and exported."""
    return tuple(_beyond(plan))


def _beyond(plan: Plan) -> Iterator[Fault]:
    counted = (
        ("phases", len(plan.phases), MOST_PHASES_TO_SOLVE),
        ("credits", len(plan.credits), MOST_CREDITS_TO_SOLVE),
        ("partners", len(plan.partners), MOST_PARTNERS_TO_SOLVE),
    )
    for noun, count, most in counted:
        if count > most:
            sentence = f"The plan has {count:,} {noun}; up to {most:,} can be solved."
            yield Fault(f"plan.{noun}", sentence, "Divide the rollout into several plans, or place phases by hand.")
