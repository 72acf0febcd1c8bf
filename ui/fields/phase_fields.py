"""The fields of a phase and of its adoption target."""

from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from planner import edits
from planner.plan import Plan, State
from planner.rollout.phases import AdoptionTarget, Phase
from ui.fields.choices import motions, regions, workloads
from ui.fields.field import Field, Kind


def _of_phase(title: str, kind: Kind, name: str, **details: Any) -> Field[Phase]:  # noqa: ANN401 - as Field takes them
    def change(state: State, phase: Phase, value: object) -> Plan:
        return edits.change_phase(state.plan, phase.id, **{name: value})

    return Field(title, kind, attrgetter(name), change, **details)


def _of_target(title: str, kind: Kind, name: str, **details: Any) -> Field[Phase]:  # noqa: ANN401
    """A field of the phase's adoption target, which is there as soon as one of its fields is filled in."""

    def get(phase: Phase) -> object:
        return getattr(phase.adoption_target or NO_TARGET, name)

    def change(state: State, phase: Phase, value: object) -> Plan:
        target = replace(phase.adoption_target or NO_TARGET, **{name: value})
        return edits.change_phase(state.plan, phase.id, adoption_target=None if target == NO_TARGET else target)

    return Field(title, kind, get, change, **details)


NO_TARGET = AdoptionTarget(text="")

PHASE_ID: Field[Phase] = Field(
    "Id",
    "text",
    attrgetter("id"),
    lambda state, phase, value: edits.rename_phase(state, phase.id, value),
    is_identifier=True,
)
PHASE_NAME = _of_phase("Name", "text", "name")
WORKLOAD = _of_phase("Workload", "suggestion", "workload", choices=workloads)
MOTION = _of_phase("Motion", "suggestion", "motion", choices=motions)
REGION = _of_phase("Region", "suggestion", "region", choices=regions)
SEATS = _of_phase("Seats", "whole", "seats")
ELIGIBLE_COST = _of_phase(
    "Eligible cost", "money", "eligible_cost", hint="What credits may look at; a dearer option never raises a credit."
)
CHANGE = _of_phase(
    "Held by freezes",
    "flag",
    "change",
    hint="It changes production, so that change freezes hold it up and the change advisory board is asked for it.",
)
CHANGE_REQUESTED = _of_phase(
    "Board asked",
    "day",
    "change_requested",
    is_optional=True,
    hint="The day on which the change advisory board was asked for it. A day still to come counts as asked, too.",
    in_steps="board request",
)
EXPECTED_OUTCOME = _of_phase("Expected outcome", "percent", "expected_outcome")
PHASE_OWNER = _of_phase("Owner", "text", "owner")
EARLIEST_START = _of_phase("Earliest start", "day", "earliest_start", is_optional=True)
DUE_DATE = _of_phase("Due", "day", "due_date", is_optional=True, hint="Asked for, not required.")
DEADLINE = _of_phase("Deadline", "day", "deadline", is_optional=True, hint="Last day on which it may end.")
EXCLUSIONS = _of_phase("Out of scope", "lines", "exclusions", hint="One on each line.")

TARGET_FIELDS: tuple[Field[Phase], ...] = (
    _of_target("Target", "paragraph", "text"),
    _of_target("Metric", "text", "metric"),
    _of_target(
        "Must be",
        "choice",
        "direction",
        choices=lambda _plan: ("at_least", "at_most"),
        labels={"at_least": "at least", "at_most": "at most"},
        is_optional=True,
        blank="–",
    ),
    _of_target("Value", "decimal", "value", is_optional=True),
    _of_target("Baseline", "decimal", "baseline", is_optional=True),
    _of_target("Unit", "text", "unit"),
    _of_target("Measured on", "day", "measured_on", is_optional=True),
    _of_target("Data source", "text", "data_source"),
)
