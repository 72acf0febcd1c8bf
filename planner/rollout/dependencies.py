"""Links between phases."""

from typing import Literal

from planner.value import Lag, Value

DependencyType = Literal["FS", "SS", "FF", "SF"]


class Dependency(Value, frozen=True, kw_only=True):
    """The successor waits for the predecessor.

    type: ``FS`` start after finish, ``SS`` start after start, ``FF`` finish after finish, ``SF`` finish after start.
    lag: working days between the two, counted in the successor's calendar; negative lets them overlap.
    """

    predecessor: str
    successor: str
    type: DependencyType = "FS"
    lag: Lag = 0
