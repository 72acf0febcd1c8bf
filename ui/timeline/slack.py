"""How far the phases of the State that is shown may slip: found once for each State."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from planner.plan import State
from planner.rollout.critical_path import Float, driving_links, floats
from planner.rollout.schedule import Schedule
from ui.timeline.same_state import SameState


class Slack(NamedTuple):
    """Float by phase, and the links that hold exactly."""

    floats: Mapping[str, Float]
    driving: frozenset[tuple[str, str]]


def slack_of(state: State) -> Slack:
    """The float of a State's schedule; remembered, as overlays and hover cards of one State all ask."""
    return _slack(SameState(state))


@lru_cache(maxsize=4)
def _slack(same: SameState) -> Slack:
    plan, schedule = same.state
    schedule = schedule or Schedule(())
    return Slack(floats(plan, schedule), driving_links(plan, schedule))
