"""Help that the plan could have and does not: phases held against the catalogue by workload, motion and seats.

Nothing here is a promise. Each item tells who says so, and what to do; a phase that an entitlement covers, or a
programme that the plan holds or has asked for in vain, is not listed again.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from planner.catalogue.entries import Catalogue, Evidence, FastTrackWorkload, Programme
from planner.catalogue.names import is_called
from planner.catalogue.sentences import standing
from planner.funding.claim_rules import claim_limit
from planner.funding.entitlements import Entitlement, plan_motion
from planner.funding.programmes import credit_from_programme
from planner.plan import Plan
from planner.rollout.phases import Phase
from planner.value import LARGEST_AMOUNT

HelpKind = Literal["entitlement", "programme"]
HelpStanding = Literal["not held", "not asked for"]


class UnclaimedHelp(NamedTuple):
    """Something that the plan might have.

    key: of the catalogue's entry. standing: whether the plan does not hold it, or holds it and has not asked for it.
    phases: those that it might help. at_most: what a programme could pay for them if it were granted with the
    catalogue's defaults, in the plan's currency; None for help that is no money, or where no share is known.
    what: what it might be. evidence: who says so. remedy: what to do.
    """

    kind: HelpKind
    key: str
    name: str
    standing: HelpStanding
    phases: tuple[str, ...]
    at_most: int | None
    what: str
    evidence: Evidence
    remedy: str


def unclaimed_help(plan: Plan, catalogue: Catalogue) -> tuple[UnclaimedHelp, ...]:
    """Entitlements, then programmes, in the order of the catalogue, which holds what is in force on some day."""
    entitlements = (item for entry in catalogue.fasttrack for item in _entitlement(plan, entry))
    programmes = (item for programme in catalogue.programmes for item in _programme(plan, programme))
    return (*entitlements, *programmes)


def entitlement_from_fasttrack(plan: Plan, entry: FastTrackWorkload, entitlement_id: str) -> Entitlement:
    """The entitlement of a catalogue's entry, asked for, in the plan's words for workloads."""
    return Entitlement(
        id=entitlement_id,
        name=entry.name,
        threshold_seats=entry.threshold_seats,
        seats_owned=seats_owned(plan),
        workloads=tuple(dict.fromkeys(phase.workload for phase in _fasttrack_phases(plan, entry))) or entry.workloads,
        motions=tuple(plan_motion(motion) for motion in entry.motions),
        status="requested",
        note=standing(entry.evidence),
    )


def entitlement_from_programme(plan: Plan, programme: Programme, entitlement_id: str) -> Entitlement:
    """Help that a programme gives as work, asked for."""
    return Entitlement(
        id=entitlement_id,
        name=programme.name,
        threshold_seats=0,
        seats_owned=seats_owned(plan),
        workloads=programme.workloads,
        motions=programme.motions,
        status="requested",
        note=standing(programme.evidence_of()),
    )


def seats_owned(plan: Plan) -> int:
    """Seats that the plan speaks of: those of an entitlement, or of the largest phase where there are more."""
    owned = (entitlement.seats_owned for entitlement in plan.entitlements)
    return max((*owned, *(phase.seats for phase in plan.phases)), default=0)


# Entitlements


def _entitlement(plan: Plan, entry: FastTrackWorkload) -> Iterator[UnclaimedHelp]:
    if seats_owned(plan) < entry.threshold_seats:
        return
    open_phases = [phase for phase in _fasttrack_phases(plan, entry) if not _is_settled(plan, phase)]
    waiting = {phase.id: right for phase in open_phases if (right := _waiting_right(plan, phase)) is not None}
    missing = tuple(phase.id for phase in open_phases if phase.id not in waiting)
    if missing:
        yield _guidance(entry, "not held", missing, "Have an administrator request assistance, and add it here.")
    if waiting:
        rights = (right for right in plan.entitlements if right.id in waiting.values())
        named = ", ".join(f"{right.name} ({right.id})" for right in rights)
        remedy = f"Have an administrator request the assistance of {named}."
        yield _guidance(entry, "not asked for", tuple(waiting), remedy)


def _guidance(entry: FastTrackWorkload, is_held: HelpStanding, phases: tuple[str, ...], remedy: str) -> UnclaimedHelp:
    scope = f" {entry.in_scope}." if entry.in_scope else ""
    what = f"Remote guidance that costs nothing, from {entry.threshold_seats:,} seats.{scope}"
    return UnclaimedHelp("entitlement", entry.key, entry.name, is_held, phases, None, what, entry.evidence, remedy)


def _fasttrack_phases(plan: Plan, entry: FastTrackWorkload) -> list[Phase]:
    motions = {plan_motion(motion) for motion in entry.motions}
    return [
        phase
        for phase in plan.phases
        if is_called(phase.workload, entry.workloads) and plan_motion(phase.motion) in motions
    ]


def _is_settled(plan: Plan, phase: Phase) -> bool:
    """Whether help with the phase was asked for, be it granted or declined."""
    return any(right.status != "not requested" for right in _rights(plan, phase))


def _waiting_right(plan: Plan, phase: Phase) -> str | None:
    """The first entitlement that is held and only has to be asked for."""
    return next((right.id for right in _rights(plan, phase)), None)


def _rights(plan: Plan, phase: Phase) -> list[Entitlement]:
    return [each for each in plan.entitlements if each.is_held and each.covers(phase.workload, phase.motion)]


# Programmes


def _programme(plan: Plan, programme: Programme) -> Iterator[UnclaimedHelp]:
    phases = [phase for phase in plan.phases if _might_pay(programme, phase)]
    least_seats = programme.defaults.minimum_seats or 0
    if not phases or sum(phase.seats for phase in phases) < least_seats or _is_held(plan, programme):
        return
    yield UnclaimedHelp(
        kind="programme",
        key=programme.key,
        name=programme.name,
        standing="not held",
        phases=tuple(phase.id for phase in phases),
        at_most=_at_most(plan, programme, phases),
        what=programme.eligibility,
        evidence=programme.evidence_of(),
        remedy=programme.how_to_ask,
    )


def _might_pay(programme: Programme, phase: Phase) -> bool:
    """Whether workload and motion fit, and there is work that costs anything."""
    fits_workload = not programme.workloads or is_called(phase.workload, programme.workloads)
    fits_motion = not programme.motions or plan_motion(phase.motion) in programme.motions
    return fits_workload and fits_motion and phase.eligible_cost > 0


def _is_held(plan: Plan, programme: Programme) -> bool:
    """Whether the plan has a credit or an entitlement of the programme, in whatever state."""
    held = (*(credit.programme for credit in plan.credits), *(right.name for right in plan.entitlements))
    return any(is_called(name, programme.names) for name in held)


def _at_most(plan: Plan, programme: Programme, phases: list[Phase]) -> int | None:
    if programme.kind != "credit" or programme.defaults.share is None:
        return None
    granted = credit_from_programme(plan, programme, programme.key, LARGEST_AMOUNT, plan.start)
    limits = [
        max((claim_limit(granted, phase, each) for each in phase.options if each.kind == "partner"), default=0)
        for phase in phases
    ]
    cap = programme.defaults.face_cap if programme.currency == plan.currency else None
    return sum(limits) if cap is None else min(sum(limits), cap)
