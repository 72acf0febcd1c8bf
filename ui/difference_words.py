"""Values of a plan's fields in few words, for lists of what differs."""

import msgspec

from planner.rollout.phases import DELIVERED_BY

LONGEST_VALUE = 60


def shown_value(value: object, currency: str) -> str:
    """A value in short: texts and dates as they are, parts by their names, lists of either.

    currency: that of their costs.
    """
    if isinstance(value, tuple):
        text = ", ".join(shown_value(each, currency) for each in value) or "none"
    elif isinstance(value, msgspec.Struct):
        text = _of_part(value, currency)
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, int):
        text = f"{value:,}"
    else:
        text = "none" if value is None or value == "" else f"{value}"
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _of_part(part: msgspec.Struct, currency: str) -> str:
    """A part by what it is called, with the figures that tell it from another."""
    fields = {name: getattr(part, name) for name in part.__struct_fields__}
    named = next((str(fields[name]) for name in ("id", "name", "partner", "kind", "text") if fields.get(name)), "")
    units = {"duration": "days", "cost": currency}
    figures = [f"{fields[name]:,} {unit}" for name, unit in units.items() if isinstance(fields.get(name), int)]
    if {"start", "end"} <= fields.keys():
        return f"{fields['start']} to {fields['end']}"
    if named:
        named = DELIVERED_BY.get(named, named)
        return f"{named} ({', '.join(figures)})" if figures else named
    return "; ".join(
        f"{name} {shown_value(value, currency)}" for name, value in fields.items() if value not in {None, "", ()}
    )
