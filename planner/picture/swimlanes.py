"""Phases in swimlanes: by plan of a programme, region, deliverer, workload, or the credit that pays most for them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from planner.plan import Plan
from planner.programme.naming import plan_of
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule

By = Literal["region", "partner", "workload", "credit", "plan"]


class Swimlane(NamedTuple):
    """Phases that stand together, in the plan's order.

    key: what they share: a region, a workload, a credit, or the option that delivers them; blank where they have none,
    as phases without dates have nobody who delivers them. name: the plan's own name of it, or the key.
    """

    key: str
    name: str
    phases: tuple[str, ...]


class Grouping(NamedTuple):
    """How phases are put into swimlanes.

    folded: the keys of the lanes of which only the head is shown. colours: those of lanes that somebody chose one for,
    by key, as #2A6FDB.
    """

    by: By
    folded: frozenset[str] = frozenset()
    colours: tuple[tuple[str, str], ...] = ()


def swimlanes(plan: Plan, schedule: Schedule, by: By) -> tuple[Swimlane, ...]:
    """Every phase in one lane; the lanes in the order in which the plan names them, the one without a key last."""
    key_of, names = _KEYS[by](plan, schedule)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phase in plan.phases:
        found[key_of(phase)].append(phase.id)
    keys = [*(key for key in names if key in found), *(key for key in found if key and key not in names)]
    if "" in found:
        keys.append("")
    return tuple(Swimlane(key, names.get(key, key), tuple(found[key])) for key in keys)


Keys = tuple[Callable[[Phase], str], Mapping[str, str]]
"""What tells a phase's lane, and the names of lanes that the plan has an order for."""


def _by_region(plan: Plan, _schedule: Schedule) -> Keys:
    return lambda phase: phase.region, {region.name: region.name for region in plan.regions}


def _by_workload(_plan: Plan, _schedule: Schedule) -> Keys:
    return lambda phase: phase.workload, {}


def _by_partner(plan: Plan, schedule: Schedule) -> Keys:
    options = {run.phase: run.option for run in schedule.assignments}
    return lambda phase: options.get(phase.id, ""), {partner.id: partner.name for partner in plan.partners}


def _by_credit(plan: Plan, schedule: Schedule) -> Keys:
    """The credit that pays most for a phase; of equals, the first in the plan's order."""
    paid: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for claim in schedule.claims:
        if claim.amount and claim.credit in plan.credit:
            paid[claim.phase][claim.credit] += claim.amount
    order = {credit: number for number, credit in enumerate(plan.credit)}

    def leading(amounts: Counter[str]) -> str:
        return min(amounts, key=lambda credit: (-amounts[credit], order[credit]))

    most = {phase: leading(amounts) for phase, amounts in paid.items()}
    return lambda phase: most.get(phase.id, ""), {credit.id: credit.name for credit in plan.credits}


def _by_plan(_plan: Plan, _schedule: Schedule) -> Keys:
    return lambda phase: plan_of(phase.id), {}


_KEYS: Mapping[By, Callable[[Plan, Schedule], Keys]] = {
    "region": _by_region,
    "partner": _by_partner,
    "workload": _by_workload,
    "credit": _by_credit,
    "plan": _by_plan,
}
