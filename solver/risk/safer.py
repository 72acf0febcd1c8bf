"""A schedule that stands more slips: buffers bought where they protect most money.

Several ways to plan more carefully are tried. Each solves the plan anew, for the most funding, with work planned longer
than is most likely, all of it or only the phases that endanger most money, or asks for the most slack for a little
funding less. What comes out is brought back to the planned durations, checked and settled by the planner, and run as
often and with the same luck as the present schedule. The one with the highest mean funding is kept; the present one is
among them, so the answer is never worse in these runs. It is the best of those tried and no proven optimum.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.risk_figures import RiskFigures
from planner.plan import Plan, State
from planner.rollout.estimates import duration_chances, estimate
from planner.rollout.phases import DeliveryOption, Phase
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel, Cancelled
from solver.claims import settle
from solver.risk.axis import Whole
from solver.risk.simulate import RUNS, funding_of_runs, simulate, unslipped
from solver.settings import Aim, Objective, Settings
from solver.solve import solve

MOST_DANGEROUS = 0.8
"""The part of all endangered money whose phases are buffered where not all of them are."""
FEW = 2
"""Phases that are named one by one."""
SETTLING_SECONDS = 5.0

Buffers = Mapping[str, int]
"""The percentile of its durations with which each phase is planned; others are planned as they are."""


class Way(NamedTuple):
    """A way to plan more carefully. words: what is bought, for people."""

    words: str
    buffers: Buffers
    objective: Objective = "funding"


class Candidate(NamedTuple):
    """A schedule that was tried. planned, mean: its funding where nothing slips, and in the mean of all runs.

    gained, error: how much more it pays than the present schedule in the mean of the same runs, and the standard error
    of that difference.
    """

    words: str
    schedule: Schedule
    planned: int
    mean: float
    gained: float
    error: float


class Safer(NamedTuple):
    """What planning more carefully brings.

    plan, present: whose schedule was made safer. done, ways: ways that were tried, the present schedule counting as
    one, and that there are; fewer after a stop. tried: the schedules that they led to, the present one first; a way may
    lead to none. best: the one with the highest mean, the present one unless another is better.
    """

    plan: Plan
    present: Schedule
    runs: int
    seed: int
    tried: tuple[Candidate, ...]
    done: int
    ways: int

    @property
    def is_complete(self) -> bool:
        """Whether all ways were tried."""
        return self.done == self.ways

    @property
    def best(self) -> Candidate:
        return max(self.tried, key=lambda each: each.mean)

    @property
    def is_better(self) -> bool:
        """Whether another schedule than the present one is the best."""
        return self.best is not self.tried[0]

    @property
    def given_up(self) -> int:
        """The planned funding that the best gives up; negative where even that is more."""
        return self.tried[0].planned - self.best.planned


OnSafer = Callable[[Safer], None]


def safer(  # noqa: PLR0913 - a search, its limits and who is told
    plan: Plan,
    schedule: Schedule,
    *,
    runs: int = RUNS,
    seed: int = 0,
    seconds: float = 60.0,
    workers: int = 2,
    on_safer: OnSafer | None = None,
    cancel: Cancel | None = None,
) -> Safer:
    """Look for a schedule with a higher mean funding.

    The plan must keep its invariants. seconds: for all ways together, fairly divided among those that are left.
    on_safer is called with what is known after each way, on the calling thread. cancel: stops with that; before the
    present schedule was run, Cancelled is raised. Raises ValueError where no phase has dates.
    """
    cancel, until = cancel or Cancel(), time.monotonic() + seconds
    figures = simulate(plan, schedule, runs=runs, seed=seed, cancel=cancel)
    cancel.check()
    present = funding_of_runs(plan, schedule, runs=runs, seed=seed, cancel=cancel)
    ways = tuple(_ways(plan, figures))
    first = _candidate("The present schedule", schedule, present, present)
    known = Safer(plan, schedule, runs, seed, (first,), 1, 1 + len(ways))
    begun = schedule
    for number, way in enumerate(ways):
        if on_safer is not None:
            on_safer(known)
        limit = max(0.1, (until - time.monotonic()) / (len(ways) - number))
        try:
            cancel.check()
            found = _tried(plan, begun, way, Settings(way.objective, limit, workers), cancel)
            begun = found or begun if way.buffers else begun
            if found is not None:
                funding = funding_of_runs(plan, found, runs=runs, seed=seed, cancel=cancel)
                known = known._replace(tried=(*known.tried, _candidate(way.words, found, funding, present)))
            known = known._replace(done=known.done + 1)
        except Cancelled:
            break
    return known


def _candidate(words: str, schedule: Schedule, funding: Whole, present: Whole) -> Candidate:
    more = funding - present
    planned = sum(claim.amount for claim in schedule.claims)
    error = float(more.std() / np.sqrt(more.size))
    return Candidate(words, schedule, planned, float(funding.mean()), float(more.mean()), error)


# Ways


def _ways(plan: Plan, figures: RiskFigures) -> Iterator[Way]:
    """Each kind from the dearest on, since what has room for long work has room for shorter work to begin from."""
    dangerous = _most_dangerous(figures)
    some = " and ".join(dangerous) if len(dangerous) <= FEW else f"the {len(dangerous)} phases that endanger most money"
    yield Way("The most slack for the same funding", {}, (Aim("funding"), Aim("slack"), Aim("finishes")))
    yield Way("The most slack for 10 % of the funding", {}, (Aim("funding", 1_000), Aim("slack"), Aim("finishes")))
    for percentile in (95, 80) if dangerous else ():
        yield Way(f"{percentile} % safe days for {some}", dict.fromkeys(dangerous, percentile))
    for percentile in (90, 80, 70, 60):
        yield Way(f"{percentile} % safe days for every phase", dict.fromkeys(plan.phase, percentile))


def _most_dangerous(figures: RiskFigures) -> tuple[str, ...]:
    """The fewest phases that make up most of the endangered money."""
    total, so_far, chosen = sum(each.money for each in figures.phases), 0.0, []
    for each in figures.phases:
        if so_far >= MOST_DANGEROUS * total:
            break
        so_far += each.money
        chosen.append(each.phase)
    return tuple(chosen)


def buffered(plan: Plan, buffers: Buffers) -> Plan:
    """The plan in which the work of some phases takes as long as it does at most in so many of a hundred cases.

    What has begun takes as long as it does.
    """
    return replace(
        plan,
        phases=tuple(
            replace(each, options=tuple(_lengthened(each, option, buffers[each.id]) for option in each.options))
            if each.id in buffers and each.id not in plan.actual
            else each
            for each in plan.phases
        ),
    )


def _lengthened(phase: Phase, option: DeliveryOption, percentile: int) -> DeliveryOption:
    """Never shorter than planned."""
    up_to, days = 0.0, option.duration
    for days, chance in duration_chances(estimate(phase, option)).items():  # noqa: B007 - the last one is meant
        up_to += float(chance)
        if up_to * 100 >= percentile:
            break
    return replace(option, duration=max(days, option.duration), optimistic=None, pessimistic=None)


def _tried(plan: Plan, begun: Schedule, way: Way, settings: Settings, cancel: Cancel) -> Schedule | None:
    """The schedule that a way leads to, in the plan's own durations and without a fault; None where there is none.

    begun: where its search begins.
    """
    solved = solve(buffered(plan, way.buffers), settings, hint=begun, cancel=cancel).schedule
    if solved is None:
        return None
    runs = unslipped(plan, solved)
    claims = settle(plan, runs, seconds=SETTLING_SECONDS, cancel=cancel)
    found = Schedule(runs, claims)
    return None if schedule_faults(State(plan, found)) else found
