"""How many seats there are of a product: told once, and followed by what rests on it. Internal."""

from datetime import date

from planner.value import Name, Seats, Value


class ProductSeats(Value, frozen=True, kw_only=True):
    """The seats of a product, as Microsoft 365 E5 or Copilot.

    workloads: what it is for. The entitlements all of whose workloads are among these hold as many seats, and the
    phases of these workloads reach their part of them. skus: the lines of the price sheet that sell it.
    as_of, source: since when it is so, and who says so.
    """

    product: Name
    seats: Seats
    workloads: tuple[str, ...] = ()
    skus: tuple[str, ...] = ()
    as_of: date | None = None
    source: str = ""
