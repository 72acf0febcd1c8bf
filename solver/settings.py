"""What to solve for, and how long."""

import os
from typing import Literal, NamedTuple

Objective = Literal["funding", "net-cost", "expected", "finish"]
Term = Literal["funding", "net_cost", "expected", "finish", "finishes"]
"""A figure that a stage improves, named like its field in the funding ledger.

``finishes`` is the sum over all phases of the zero-based working-day number of the last day, each in its region's
calendar from the plan's start; ``finish`` is the number of calendar days from the plan's start to the last day of work.
"""

STAGES: dict[Objective, tuple[Term, ...]] = {
    "funding": ("funding", "net_cost", "finishes"),
    "net-cost": ("net_cost", "funding", "finishes"),
    "expected": ("expected", "net_cost", "finishes"),
    "finish": ("finish", "funding", "net_cost"),
}
"""The terms that each objective improves, in order: each keeps what the ones before it reached."""

MAXIMISED: frozenset[Term] = frozenset({"funding", "expected"})


class Settings(NamedTuple):
    """How to solve.

    time_limit: seconds for all stages together. workers: threads of CP-SAT; more than the machine's cores slow it down.
    seed: of the search; the same seed with one worker gives the same schedule.
    """

    objective: Objective = "funding"
    time_limit: float = 300.0
    workers: int = os.cpu_count() or 1
    seed: int = 0
