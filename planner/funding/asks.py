"""Asks: what could be negotiated, one condition at a time, and the plan in which it is granted.

An ask relaxes one condition of a credit, a combined cap, a partner, a freeze or a pin, and nothing else. Asks that
relax the same condition further and further form a family: all that a narrower one allows, a wider one allows too.
Asks compose: granting several one after the other grants them all, in whatever order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import reduce
from itertools import combinations
from typing import Literal, NamedTuple

from msgspec.structs import replace

from planner import edits
from planner.funding.claim_rules import could_be_claimed, exclude_each_other, may_share_phase
from planner.funding.credits import LOST, TO_BE_OBTAINED, Credit, Scope, StackingConfirmation
from planner.plan import Plan
from planner.rollout.partners import Partner
from planner.rollout.workdays import region_workdays
from planner.value import DateRange

Whom = Literal["Microsoft", "partner", "own"]
"""Who has to agree: the account team, a delivery partner, or nobody but the customer."""

WHOM_WORDS: Mapping[Whom, str] = {"Microsoft": "Microsoft", "partner": "A partner", "own": "Ourselves"}

AskKind = Literal[
    "expiry",
    "proof",
    "claim days",
    "approval",
    "workload",
    "motion",
    "region",
    "approved partner",
    "face",
    "phase cap",
    "combined cap",
    "stacking",
    "endorsement",
    "team",
    "available earlier",
    "available later",
    "freeze",
    "pin",
]

DAYS = (10, 20, 30)
"""Calendar days by which expiry and proof are asked for later."""
LEADS = (5, 10)
"""Working days by which an approval is asked for faster."""
CAP_PART = 10
"""A cap is asked for higher by one part in so many."""
WEEK, FORTNIGHT = 7, 14
"""Calendar days by which a freeze is moved, and a partner is asked to be available longer."""


class Ask(NamedTuple):
    """A condition and how far it is relaxed.

    of: the credit, combined cap, partner or phase; a freeze by its place in the plan. name: what is added, as a
    workload, a partner or another credit; of availability the place of the window. by: calendar days, working days of
    an approval, teams, or money in the currency of the letter; a freeze that moves earlier has less than nothing.
    """

    kind: AskKind
    of: str
    name: str = ""
    by: int = 0

    @property
    def id(self) -> str:
        """What it is known by: the same for the same ask of any plan."""
        parts = [self.kind, self.of, self.name, f"{self.by:+d}" if self.by else ""]
        return " ".join(part for part in parts if part)

    @property
    def whom(self) -> Whom:
        """Who has to agree to it."""
        if self.kind in {"freeze", "pin"}:
            return "own"
        return "partner" if self.kind in {"team", "available earlier", "available later"} else "Microsoft"

    @property
    def is_widening(self) -> bool:
        """Whether every schedule and claim of before is allowed after it; a freeze that moves takes some away."""
        return self.kind != "freeze"


class Family(NamedTuple):
    """Asks of one condition, each allowing all that the ones before it allow.

    most: the days beyond which the last of them changes nothing more; 0 where it has no such number.
    """

    asks: tuple[Ask, ...]
    most: int = 0

    @property
    def widest(self) -> Ask:
        """The one that allows all that any of the family allows."""
        return self.asks[-1]


def with_ask(plan: Plan, ask: Ask) -> Plan:
    """The plan in which it is granted. Raises PlanError where it is about nothing in the plan, or leads out of it."""
    return GRANTS[ask.kind](plan, ask)


def with_asks(plan: Plan, asked: Iterable[Ask]) -> Plan:
    """The plan in which all of them are granted."""
    return reduce(with_ask, asked, plan)


def asks(plan: Plan) -> tuple[Ask, ...]:
    """All that could be asked for, in the order of the plan."""
    return tuple(ask for family in families(plan) for ask in family.asks)


def families(plan: Plan) -> tuple[Family, ...]:
    """All that could be asked for, by condition, without what could never change anything.

    Credits that are lost have no conditions any more.
    """
    credits_ = (family for credit in plan.credits if credit.status not in LOST for family in _of_credit(plan, credit))
    partners = (family for partner in plan.partners for family in _of_partner(plan, partner))
    return (*credits_, *_of_caps(plan), *_of_pairs(plan), *partners, *_of_freezes(plan), *_of_pins(plan))


# Of credits


def _of_credit(plan: Plan, credit: Credit) -> Iterator[Family]:
    yield from _dated(plan, credit)
    for part, field in SCOPE_FIELDS.items():
        covered: tuple[str, ...] = getattr(credit.scope, field)
        of_phases = dict.fromkeys(getattr(phase, part) for phase in plan.phases)
        yield from (Family((Ask(part, credit.id, each),)) for each in of_phases if covered and each not in covered)
    delivering = (partner for partner in plan.partners if _delivers(plan, partner))
    yield from (
        Family((Ask("approved partner", credit.id, partner.id),))
        for partner in delivering
        if partner.id not in credit.approved_partners
    )
    yield Family((Ask("face", credit.id, by=_raise(credit.face)),))
    if credit.phase_cap is not None:
        yield Family((Ask("phase cap", credit.id, by=_raise(credit.phase_cap)),))


SCOPE_FIELDS: Mapping[Literal["workload", "motion", "region"], str] = {
    "workload": "workloads",
    "motion": "motions",
    "region": "regions",
}
"""The parts of a scope, by the field of a phase that must lie in them."""


def _dated(plan: Plan, credit: Credit) -> Iterator[Family]:
    latest = _latest_proof(plan, credit)
    if credit.expiry_basis != "sow_submitted" or credit.sow_signed_on is not None:
        yield from _days("expiry", credit, _until(max(latest, credit.sow_signed_on or latest), credit.window.end))
    if credit.proof_deadline is not None:
        yield from _days("proof", credit, _until(latest, credit.proof_deadline))
    if credit.claim_days is not None:
        yield from _days("claim days", credit, _longest_proof(plan, credit) - credit.claim_days)
    if credit.approved_on is None and credit.approval_lead:
        faster = dict.fromkeys(min(days, credit.approval_lead) for days in LEADS)
        yield Family(tuple(Ask("approval", credit.id, by=-days) for days in faster))


def _days(kind: AskKind, credit: Credit, most: int) -> Iterator[Family]:
    """The usual numbers of days up to the first that is enough for anything."""
    if most > 0:
        wanted = [days for before, days in zip((0, *DAYS), DAYS, strict=False) if before < most]
        yield Family(tuple(Ask(kind, credit.id, by=days) for days in wanted), most)


def _until(latest: date, day: date) -> int:
    return (latest - day).days


def _latest_proof(plan: Plan, credit: Credit) -> date:
    """No work of the plan can be proven later than on this day."""
    regions = dict.fromkeys(phase.region for phase in plan.phases)
    proven = (region_workdays(plan, region).add(plan.horizon, credit.proof_preparation) for region in regions)
    return max((plan.horizon, *proven))


def _longest_proof(plan: Plan, credit: Credit) -> int:
    """The most calendar days from the end of work to its proof."""
    regions = dict.fromkeys(phase.region for phase in plan.phases)
    longest = 0
    for calendar in (region_workdays(plan, region) for region in regions):
        worked = calendar.workdays(plan.start, plan.horizon)
        longest = max((longest, *((calendar.add(day, credit.proof_preparation) - day).days for day in worked)))
    return longest


def _raise(amount: int) -> int:
    """A tenth, rounded up."""
    return -(-amount // CAP_PART) or 1


def _of_caps(plan: Plan) -> Iterator[Family]:
    used = {cap for credit in plan.credits if credit.status not in LOST for cap in credit.combined_caps}
    yield from (
        Family((Ask("combined cap", cap.id, by=_raise(cap.limit)),)) for cap in plan.combined_caps if cap.id in used
    )


def _of_pairs(plan: Plan) -> Iterator[Family]:
    """Credits that could both pay for some phase, if only it were written that they may."""
    scopes = {credit.id: _payable(plan, credit) for credit in plan.credits if credit.status not in LOST}
    for first, second in combinations(scopes, 2):
        only_unwritten = not may_share_phase(plan, first, second) and not _share_group(plan, first, second)
        if only_unwritten and not scopes[first].isdisjoint(scopes[second]):
            yield Family((Ask("stacking", first, second),))


def _share_group(plan: Plan, first: str, second: str) -> bool:
    """Whether a phase-exclusion group keeps them apart, whatever is written."""
    stacked = replace(plan, one_source_per_phase=False)
    return exclude_each_other(stacked, plan.credit[first], plan.credit[second])


def _payable(plan: Plan, credit: Credit) -> frozenset[tuple[str, str]]:
    """The phases, by option, that the credit could pay for on some dates."""
    works = ((phase, option) for phase in plan.phases for option in phase.options)
    return frozenset((phase.id, option.id) for phase, option in works if could_be_claimed(plan, credit, phase, option))


# Of partners, freezes and pins


def _of_partner(plan: Plan, partner: Partner) -> Iterator[Family]:
    workloads = dict.fromkeys(phase.workload for phase in plan.phases if phase.option(partner.id) is not None)
    if not workloads:
        return
    for workload in workloads:
        if workload not in partner.approved_workloads:
            yield Family((Ask("endorsement", partner.id, workload),))
    yield Family((Ask("team", partner.id, by=1),))
    for place, window in enumerate(partner.windows):
        if window.start > plan.start:
            yield Family((Ask("available earlier", partner.id, f"{place}", FORTNIGHT),))
        if window.end < plan.horizon:
            yield Family((Ask("available later", partner.id, f"{place}", FORTNIGHT),))


def _delivers(plan: Plan, partner: Partner) -> bool:
    return any(phase.option(partner.id) is not None for phase in plan.phases)


def _of_freezes(plan: Plan) -> Iterator[Family]:
    for place, freeze in enumerate(plan.freezes):
        if any(phase.change and freeze.binds(phase.region) for phase in plan.phases):
            yield from (Family((Ask("freeze", f"{place}", by=days),)) for days in (-WEEK, WEEK))


def _of_pins(plan: Plan) -> Iterator[Family]:
    yield from (Family((Ask("pin", pin.phase),)) for pin in plan.pins)


# Granting


def _expiry(plan: Plan, ask: Ask) -> Plan:
    window = plan.credit[ask.of].window
    later = replace(window, end=window.end + timedelta(days=ask.by))
    return edits.change_credit(plan, ask.of, window=later)


def _proof(plan: Plan, ask: Ask) -> Plan:
    deadline = plan.credit[ask.of].proof_deadline or plan.horizon
    return edits.change_credit(plan, ask.of, proof_deadline=deadline + timedelta(days=ask.by))


def _scope(plan: Plan, ask: Ask) -> Plan:
    scope, field = plan.credit[ask.of].scope, SCOPE_FIELDS[ask.kind]  # type: ignore[index]
    wider: Scope = replace(scope, **{field: _joined(getattr(scope, field), ask.name)})
    return edits.change_credit(plan, ask.of, scope=wider)


def _approved_partner(plan: Plan, ask: Ask) -> Plan:
    approved = plan.credit[ask.of].approved_partners
    return edits.change_credit(plan, ask.of, approved_partners=_joined(approved, ask.name))


def _joined(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)


def _more(field: str) -> Callable[[Plan, Ask], Plan]:
    def grant(plan: Plan, ask: Ask) -> Plan:
        present = getattr(plan.credit[ask.of], field)
        return edits.change_credit(plan, ask.of, **{field: present + ask.by})

    return grant


def _combined_cap(plan: Plan, ask: Ask) -> Plan:
    caps = (replace(cap, limit=cap.limit + ask.by) if cap.id == ask.of else cap for cap in plan.combined_caps)
    return edits.change_plan(plan, combined_caps=tuple(caps))


def _stacking(plan: Plan, ask: Ask) -> Plan:
    wanted = StackingConfirmation(credits=(ask.of, ask.name), document=TO_BE_OBTAINED)
    return edits.change_plan(plan, stacking_confirmations=(*plan.stacking_confirmations, wanted))


def _endorsement(plan: Plan, ask: Ask) -> Plan:
    approved = plan.partner[ask.of].approved_workloads
    return edits.change_partner(plan, ask.of, approved_workloads=_joined(approved, ask.name))


def _team(plan: Plan, ask: Ask) -> Plan:
    return edits.change_partner(plan, ask.of, teams=plan.partner[ask.of].teams + ask.by)


def _available(plan: Plan, ask: Ask) -> Plan:
    windows, place, more = plan.partner[ask.of].windows, int(ask.name), timedelta(days=ask.by)
    window = windows[place]
    is_earlier = ask.kind == "available earlier"
    longer = DateRange(window.start - more, window.end) if is_earlier else DateRange(window.start, window.end + more)
    return edits.change_partner(plan, ask.of, windows=(*windows[:place], longer, *windows[place + 1 :]))


def _freeze(plan: Plan, ask: Ask) -> Plan:
    days, moved = plan.freezes[int(ask.of)].days, timedelta(days=ask.by)
    return edits.change_freeze(plan, int(ask.of), days=DateRange(days.start + moved, days.end + moved))


def _pin(plan: Plan, ask: Ask) -> Plan:
    return edits.unpin(plan, ask.of)


GRANTS: Mapping[AskKind, Callable[[Plan, Ask], Plan]] = {
    "expiry": _expiry,
    "proof": _proof,
    "claim days": _more("claim_days"),
    "approval": _more("approval_lead"),
    "workload": _scope,
    "motion": _scope,
    "region": _scope,
    "approved partner": _approved_partner,
    "face": _more("face"),
    "phase cap": _more("phase_cap"),
    "combined cap": _combined_cap,
    "stacking": _stacking,
    "endorsement": _endorsement,
    "team": _team,
    "available earlier": _available,
    "available later": _available,
    "freeze": _freeze,
    "pin": _pin,
}
"""What granting does to the plan, by kind."""
