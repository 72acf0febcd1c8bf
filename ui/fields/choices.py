"""What may be chosen in a plan: names that it speaks of already, and closed choices."""

from collections.abc import Sequence
from typing import Any, get_args

from planner.plan import Plan
from planner.rollout.phases import RESERVED_OPTIONS


def workloads(plan: Plan) -> Sequence[str]:
    """Every workload that the plan speaks of."""
    return _each_once(
        *(phase.workload for phase in plan.phases),
        *(name for credit in plan.credits for name in credit.scope.workloads),
        *(name for partner in plan.partners for name in partner.approved_workloads),
        *(name for entitlement in plan.entitlements for name in entitlement.workloads),
    )


def motions(plan: Plan) -> Sequence[str]:
    """Every motion that the plan speaks of."""
    return _each_once(
        *(phase.motion for phase in plan.phases),
        *(name for credit in plan.credits for name in credit.scope.motions),
        *(name for entitlement in plan.entitlements for name in entitlement.motions),
    )


def regions(plan: Plan) -> Sequence[str]:
    """Every region that the plan speaks of."""
    return _each_once(
        *(region.name for region in plan.regions),
        *(phase.region for phase in plan.phases),
        *(name for credit in plan.credits for name in credit.scope.regions),
    )


def partners(plan: Plan) -> Sequence[str]:
    """Every partner, by identifier."""
    return [*plan.partner]


def phases(plan: Plan) -> Sequence[str]:
    """Every phase, by identifier."""
    return [*plan.phase]


def deliverers(plan: Plan) -> Sequence[str]:
    """Partners, and the two ways to do without one."""
    return [*plan.partner, *sorted(RESERVED_OPTIONS)]


def _each_once(*names: str) -> Sequence[str]:
    return [*dict.fromkeys(names)]


def closed_choice(choices: object) -> dict[str, Any]:
    """A closed choice, its words apart."""
    names = get_args(choices)
    return {"choices": lambda _plan: names, "labels": {name: name.replace("_", " ") for name in names}}
