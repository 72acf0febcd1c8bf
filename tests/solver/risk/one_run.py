"""One run of a schedule, placed slowly by the planner's own functions: what the fast one must equal."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from planner.plan import Plan
from planner.rollout.moves import remaining_claims
from planner.rollout.passes import Bounds, Dates, behind, first_run, work
from planner.rollout.schedule import Assignment, Schedule
from solver.risk.network import Network

DAY = timedelta(days=1)
FAR = date(2250, 1, 1)
"""After every run, and before what a pass calls after every plan."""


def one_run(plan: Plan, schedule: Schedule, order: Sequence[str], durations: Mapping[str, int]) -> Schedule:
    """The schedule shifted right where its phases take these durations, placed in an order.

    A phase waits for its team only where none was placed before that the team begins later.
    """
    plan = replace(plan, entitlements_bind=False)
    runs: dict[str, Assignment] = {}
    for name in order:
        planned, phase = schedule.placed[name], plan.phase[name]
        bounds = Bounds(planned.start, planned.start, FAR, FAR)
        for link in plan.dependencies:
            if link.successor == name and link.predecessor in runs:
                before = runs[link.predecessor]
                bounds = behind(plan, link, Dates(before.start, before.finish), bounds)
        bounds = bounds.starting_from(team_is_free(plan, schedule, runs, planned))
        option = phase.option(planned.option)
        assert option is not None
        each = work(plan, phase, replace(option, duration=durations[name], optimistic=None, pessimistic=None))
        run = first_run(plan, each, bounds) or first_run(plan, each._replace(partner=None), bounds)
        assert run is not None
        runs[name] = run
    return Schedule(tuple(runs.values()), schedule.claims)


def team_is_free(plan: Plan, schedule: Schedule, runs: Mapping[str, Assignment], planned: Assignment) -> date:
    """The first day on which fewer of those that the partner has begun are at work than it has teams."""
    partner = plan.partner.get(planned.option)
    mates = [run for run in runs.values() if run.option == planned.option]
    if partner is None or any(schedule.placed[mate.phase].start > planned.start for mate in mates):
        return planned.start
    ends = sorted((mate.finish for mate in mates), reverse=True)
    return planned.start if len(ends) < partner.teams else ends[partner.teams - 1] + DAY


def paid_in(plan: Plan, run: Schedule) -> dict[str, int]:
    """What each credit pays on these dates, without settling anew."""
    claims = remaining_claims(plan, run.placed, run.claims)
    return {name: sum(claim.amount for claim in claims if claim.credit == name) for name in plan.credit}


def order_of(network: Network) -> list[str]:
    """The phases as the network places them."""
    return [step.work.phase.id for step in network.steps]
