"""The fields of a rate line. They are internal: nothing of them is ever exported."""

from operator import attrgetter
from typing import Any

from planner import edits
from planner.funding.rates import RateLine
from planner.plan import Plan, State
from ui.fields.field import Field, Kind


def _of_rate_line(title: str, kind: Kind, name: str, **details: Any) -> Field[RateLine]:  # noqa: ANN401 - as Field takes them
    def change(state: State, line: RateLine, value: object) -> Plan:
        return edits.change_rate_line(state.plan, line.sku, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


RATE_FIELDS: tuple[Field[RateLine], ...] = (
    _of_rate_line("SKU", "text", "sku"),
    _of_rate_line("Name", "text", "name"),
    _of_rate_line("Seats", "whole", "seats"),
    _of_rate_line(
        "List price",
        "cents",
        "list_price",
        hint="For a seat and a month, before any discount.",
        unit="{currency} a month",
    ),
    _of_rate_line("Uplift", "basis_points", "uplift", hint="By how much the list price rises at the renewal."),
    _of_rate_line("Asked", "basis_points", "asked", hint="Discount on the list price, funding left aside. Internal."),
    _of_rate_line("Offered", "basis_points", "offered", hint="Discount on the list price. Internal."),
)
