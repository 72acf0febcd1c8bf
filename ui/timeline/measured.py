"""When the adoption targets of the State that is shown ask for a measurement: found once for each State."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

from planner.funding.adoption import MeasurementDate, measurement_dates
from planner.plan import State
from ui.timeline.same_state import SameState

Measured = Mapping[str, tuple[MeasurementDate, ...]]


def measured_by_phase(state: State) -> Measured:
    """The days of each scheduled phase whose target has figures."""
    return _measured(SameState(state))


@lru_cache(maxsize=2)
def _measured(same: SameState) -> Measured:
    found = sorted(measurement_dates(same.state), key=lambda each: each.phase)
    return {phase: tuple(days) for phase, days in groupby(found, key=lambda each: each.phase)}
