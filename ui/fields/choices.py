"""What may be chosen in a plan: names that it speaks of already, and closed choices."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from planner.catalogue.names import short_name
from planner.catalogue.reader import plan_catalogue
from planner.plan import Plan
from planner.rollout.phases import DELIVERED_BY, RESERVED_OPTIONS
from ui.timeline.header import today


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


def partner_names(plan: Plan) -> Mapping[str, str]:
    """What partners are called, by identifier."""
    return _told_apart({partner.id: partner.name for partner in plan.partners})


def payee_names(plan: Plan) -> Mapping[str, str]:
    """What those are called who invoice or pay: partners and credits."""
    return {**{credit.id: credit.name for credit in plan.credits}, **partner_names(plan), **DELIVERED_BY}


def programme_names(plan: Plan) -> Mapping[str, str]:
    """What programmes of the catalogue are called in short, by key, but for names that a credit is entered with."""
    own = {credit.programme.casefold() for credit in plan.credits}
    short = {each.key: short_name(each.key, each.name) for each in plan_catalogue(plan, today()).programmes}
    return _told_apart({key: name for key, name in short.items() if name.casefold() not in own})


def _told_apart(names: Mapping[str, str]) -> Mapping[str, str]:
    """Names by key, each for one key alone: the key stands behind a name of several, or that is a key itself."""
    count = Counter(name.strip().casefold() for name in (*names.values(), *names))
    return {
        key: name if count[name.strip().casefold()] == 1 + (name.casefold() == key.casefold()) else f"{name} ({key})"
        for key, name in names.items()
    }


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
