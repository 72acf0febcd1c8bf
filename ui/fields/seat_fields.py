"""The fields of a product whose seats are told; their number is changed in a dialog that shows first what it does."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from planner.funding.product_seats import ProductSeats
from planner.plan import Plan, State
from planner.seats import keep_product_seats
from ui.fields.field import Field, Kind, read_names, written_names


def _of_product(title: str, kind: Kind, name: str, **details: Any) -> Field[ProductSeats]:  # noqa: ANN401 - as Field takes them
    def change(state: State, fact: ProductSeats, value: object) -> Plan:
        return keep_product_seats(state.plan, replace(fact, **{name: value}))

    return Field(title, kind, lambda fact: getattr(fact, name), change, **details)


PRODUCT_FIELDS: tuple[Field[ProductSeats], ...] = (
    _of_product("For", "text", "workloads", write=written_names, read=read_names, hint="Workloads, with commas."),
    _of_product("Sold as", "text", "skus", write=written_names, read=read_names, hint="SKUs, with commas."),
    _of_product("Source", "text", "source", hint="Who says how many there are."),
)
NEW_PRODUCT: Field[None] = Field("New product", "text", lambda _: None, hint="As Microsoft 365 E5")


def new_product(plan: Plan, name: str, as_of: date) -> Plan:
    """The plan with one more product, of which there are no seats yet."""
    return keep_product_seats(plan, ProductSeats(product=name.strip(), seats=0, as_of=as_of))
