"""Entitled onboarding (FastTrack): help that comes with the seats and is claimed by right."""

from datetime import date
from typing import Literal

from planner.value import Identifier, Name, Seats, Value

EntitlementStatus = Literal["not requested", "requested", "engaged", "completed", "declined"]


class Entitlement(Value, frozen=True, kw_only=True):
    """A right to remote guidance above a number of seats.

    workloads, motions: what it covers, in the plan's words; no motions means all.
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
        return workload in self.workloads and (not self.motions or motion in self.motions)
