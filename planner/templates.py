"""To begin a rollout from a template: the same rollout, some whole weeks later or earlier."""

from datetime import date, timedelta
from typing import Any

import msgspec

from planner.plan import State

WEEK = 7


def begun(template: State, earliest: date) -> State:
    """The template with its first day on the first of its weekdays from ``earliest`` on.

    All days move by the same number of whole weeks. Where a template holds neither holidays nor freezes, every working
    day stays one, so that its schedule keeps whatever it kept before and earns the same.
    """
    weeks = -(-(earliest - template.plan.start).days // WEEK)
    plan, schedule = template
    return State(_moved(plan, timedelta(weeks=weeks)), _moved(schedule, timedelta(weeks=weeks)))


def _moved(value: Any, by: timedelta) -> Any:  # noqa: ANN401 - whatever a plan holds
    """The value with every day in it moved."""
    if isinstance(value, date):
        return value + by
    if isinstance(value, tuple):
        return tuple(_moved(each, by) for each in value)
    if isinstance(value, msgspec.Struct):
        fields = {field: _moved(getattr(value, field), by) for field in value.__struct_fields__}
        return msgspec.structs.replace(value, **fields)
    return value
