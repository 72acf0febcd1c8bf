"""The fields of an entitlement."""

from operator import attrgetter
from typing import Any

from planner import edits
from planner.funding.entitlements import Entitlement, EntitlementStatus
from planner.plan import Plan, State
from ui.fields.choices import closed_choice, motions, workloads
from ui.fields.field import Field, Kind


def _of_entitlement(title: str, kind: Kind, name: str, **details: Any) -> Field[Entitlement]:  # noqa: ANN401 - as Field takes them
    def change(state: State, entitlement: Entitlement, value: object) -> Plan:
        return edits.change_entitlement(state.plan, entitlement.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


ENTITLEMENT_FIELDS: tuple[Field[Entitlement], ...] = (
    _of_entitlement("Id", "text", "id"),
    _of_entitlement("Name", "text", "name"),
    _of_entitlement("From seats", "whole", "threshold_seats", hint="Seats from which on it is held."),
    _of_entitlement("Seats owned", "whole", "seats_owned"),
    _of_entitlement("Workloads", "choices", "workloads", choices=workloads, blank="none"),
    _of_entitlement("Motions", "choices", "motions", choices=motions, blank="any"),
    _of_entitlement("Status", "choice", "status", **closed_choice(EntitlementStatus)),
    _of_entitlement("Requested on", "day", "requested_on", is_optional=True),
    _of_entitlement("Engage by", "day", "engage_by", is_optional=True, hint="Your own date; no rule of Microsoft's."),
    _of_entitlement("Note", "text", "note"),
)
