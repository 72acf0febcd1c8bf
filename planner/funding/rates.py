"""The recurring rate: what seats cost, and the concession asked for. It never leaves the house."""

from planner.value import BasisPoints, Cents, Identifier, Name, Seats, Value


class RateLine(Value, frozen=True, kw_only=True):
    """A product on the price sheet of the renewal.

    list_price: per seat and month, in hundredths of the currency's unit.
    asked, offered: discounts on the list price.
    uplift: rise of the list price at the renewal.
    """

    sku: Identifier
    name: Name
    seats: Seats
    list_price: Cents
    asked: BasisPoints = 0
    offered: BasisPoints = 0
    uplift: BasisPoints = 0
