"""Entitled onboarding (FastTrack): help that comes with the seats and is claimed by right."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, Protocol

from planner.rollout.phases import Phase
from planner.value import Identifier, Name, Seats, Value

EntitlementStatus = Literal["not requested", "requested", "engaged", "completed", "declined"]
ASKED_FOR: frozenset[EntitlementStatus] = frozenset({"requested", "engaged", "completed"})
"""The statuses in which somebody has asked for the help and nobody has refused it."""

MOTIONS_OF_FASTTRACK = {"remediate": "pilot", "enable": "deploy"}
"""FastTrack's own words for motions, and the plan's; assess, migrate and adopt are the same in both."""


def plan_motion(motion: str) -> str:
    """The plan's word for a motion that may be given in FastTrack's."""
    return MOTIONS_OF_FASTTRACK.get(motion, motion)


class Entitlement(Value, frozen=True, kw_only=True):
    """A right to remote guidance above a number of seats.

    workloads, motions: what it covers; no motions means all. Motions are in the plan's words or in FastTrack's.
    engage_by: the buyer's own discipline, no rule of Microsoft's.
    """

    id: Identifier
    name: Name
    threshold_seats: Seats
    seats_owned: Seats
    workloads: tuple[str, ...] = ()
    motions: tuple[str, ...] = ()
    engage_by: date | None = None
    requested_on: date | None = None
    status: EntitlementStatus = "not requested"
    note: str = ""

    @property
    def is_held(self) -> bool:
        return self.seats_owned >= self.threshold_seats

    def covers(self, workload: str, motion: str) -> bool:
        if workload not in self.workloads:
            return False
        return not self.motions or plan_motion(motion) in {plan_motion(covered) for covered in self.motions}


class HasEntitlements(Protocol):
    """A plan, as far as this module needs one: the plan itself is built on it."""

    @property
    def entitlements(self) -> tuple[Entitlement, ...]: ...


def covering_right(plan: HasEntitlements, phase: Phase) -> Entitlement | None:
    """The first entitlement that is held, not declined, and covers the phase; None if there is none."""
    usable = (each for each in plan.entitlements if each.is_held and each.status != "declined")
    return next((each for each in usable if each.covers(phase.workload, phase.motion)), None)


def seat_owner(plan: HasEntitlements, workload: str) -> Entitlement | None:
    """The entitlement that counts most owned seats of a workload, as several count the same seats again."""
    covering = (entitlement for entitlement in plan.entitlements if workload in entitlement.workloads)
    return max(covering, key=lambda entitlement: entitlement.seats_owned, default=None)


def entitlement_reasons(plan: HasEntitlements, phase: Phase, start: date) -> tuple[tuple[str, str], ...]:
    """Why FastTrack may not deliver the phase from that day by right: codes, each with a sentence; empty if it may.

    ENTITLED-SCOPE: no entitlement covers workload and motion. Where some do and all fall short, the reasons are those
    of the one that falls least short: ENTITLED-THRESHOLD, too few seats; ENTITLED-REQUEST, not asked for by the start.
    """
    covering = [entitlement for entitlement in plan.entitlements if entitlement.covers(phase.workload, phase.motion)]
    if not covering:
        sentence = f"No entitlement covers {phase.workload} ({phase.motion}), which {phase.id} takes from FastTrack."
        return (("ENTITLED-SCOPE", sentence),)
    return min((tuple(_shortcomings(each, phase, start)) for each in covering), key=len)


def _shortcomings(entitlement: Entitlement, phase: Phase, start: date) -> Iterator[tuple[str, str]]:
    """What keeps an entitlement from being used on that day."""
    if not entitlement.is_held:
        owned, threshold = f"{entitlement.seats_owned:,}", f"{entitlement.threshold_seats:,}"
        yield "ENTITLED-THRESHOLD", f"{entitlement.id} needs {threshold} seats for {phase.id}, but {owned} are owned."
    if entitlement.status not in ASKED_FOR:
        yield "ENTITLED-REQUEST", f"{phase.id} rests on {entitlement.id}, which is {entitlement.status}."
    elif entitlement.requested_on is not None and entitlement.requested_on > start:
        requested = f"{entitlement.id} is requested only on {entitlement.requested_on}"
        yield "ENTITLED-REQUEST", f"{phase.id} starts {start} with FastTrack, but {requested}."
