"""The fields of a way to deliver a phase."""

from typing import Any, NamedTuple

from planner import edits
from planner.plan import Plan, State
from planner.rollout.phases import DELIVERED_BY as DELIVERERS
from planner.rollout.phases import RESERVED_OPTIONS, DeliveryOption, Phase
from ui.fields.choices import deliverers, partner_names
from ui.fields.field import Field, Kind


class PhaseOption(NamedTuple):
    """A phase with one of the ways to deliver it."""

    phase: Phase
    option: DeliveryOption


def _of_option(title: str, kind: Kind, name: str, *, is_optional: bool = False, hint: str = "") -> Field[PhaseOption]:
    def change(state: State, row: PhaseOption, value: object) -> Plan:
        return edits.change_option(state.plan, row.phase.id, row.option.id, **{name: value})

    return Field(
        title, kind, lambda row: getattr(row.option, name), change, is_optional=is_optional, blank="", hint=hint
    )


def delivery_of(deliverer: str) -> dict[str, Any]:
    """Kind and partner of an option by who delivers it."""
    is_partner = deliverer not in RESERVED_OPTIONS
    return {"kind": "partner" if is_partner else deliverer, "partner": deliverer if is_partner else None}


DELIVERED_BY: Field[PhaseOption] = Field(
    "By",
    "choice",
    lambda row: row.option.id,
    lambda state, row, value: edits.change_option(state.plan, row.phase.id, row.option.id, **delivery_of(value)),
    choices=deliverers,
    labels=DELIVERERS,
    names=partner_names,
    in_steps="deliverer",
)
DURATION = _of_option("Days", "whole", "duration")
AT_BEST = _of_option("At best", "whole", "optimistic", is_optional=True, hint="Days if all goes well; for risk alone")
AT_WORST = _of_option(
    "At worst", "whole", "pessimistic", is_optional=True, hint="Days if much goes wrong; for risk alone"
)
COST = _of_option("Cost", "money", "cost")
