"""A State as a key of what was found for it."""

from planner.plan import State


class SameState:
    """A State that equals another if both hold the same plan and schedule.

    That is faster than comparing what is in them, and enough: an edit makes others.
    """

    def __init__(self, state: State) -> None:
        self.state = state

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SameState):
            return False
        return other.state.plan is self.state.plan and other.state.schedule is self.state.schedule

    def __hash__(self) -> int:
        return hash((id(self.state.plan), id(self.state.schedule)))
