"""The fields of what became of a phase: told in its form, and in the table of phases beside what is planned."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from planner import edits
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.rollout.actuals import Actual
from planner.rollout.phases import Phase
from planner.status.progress import usual_option
from ui.fields.field import Field


class PhaseProgress(NamedTuple):
    """A phase, and what was told of it; None before it begins."""

    phase: Phase
    actual: Actual | None


def progress_of(plan: Plan, phase_id: str) -> PhaseProgress | None:
    """What was told of a phase; None where there is no such phase."""
    phase = plan.phase.get(phase_id)
    return None if phase is None else PhaseProgress(phase, plan.actual.get(phase_id))


def begin(state: State, phase_id: str, day: date | None) -> Plan:
    """Say when a phase began; None: not after all. Raises PlanError where nothing says who delivers it."""
    if day is None:
        return edits.take_back_progress(state.plan, phase_id) if phase_id in state.plan.actual else state.plan
    if state.plan.status_date is None:
        sentence = "There is no status date, as of which it could have begun."
        raise PlanError(
            (Fault("plan.status_date", sentence, "Set one first, on the page Week or in the rollout's form."),)
        )
    option = usual_option(state, phase_id)
    if option is None:
        raise PlanError(
            (Fault("plan.actuals", f"{phase_id} is delivered in one of several ways.", "Pin it to one first."),)
        )
    return edits.record_start(state.plan, phase_id, day, option)


def finish(state: State, phase_id: str, day: date | None) -> Plan:
    """Say when a phase was finished; None: it still runs. One that is not said to have begun began as planned."""
    plan = state.plan
    if day is None and phase_id not in plan.actual:
        return plan
    run = state.schedule.assignment(phase_id) if state.schedule is not None else None
    if phase_id not in plan.actual and run is not None and day is not None:
        plan = begin(state, phase_id, min(run.start, day))
    return edits.record_finish(plan, phase_id, day)


def be_done(state: State, phase_id: str, percent: int | None) -> Plan:
    """Say which part of a running phase is done on the status date."""
    if percent is None and phase_id not in state.plan.actual:
        return state.plan
    return edits.record_progress(state.plan, phase_id, percent)


Told = Callable[[Actual], object]


def _of(told: Told) -> Callable[[PhaseProgress], object]:
    return lambda row: None if row.actual is None else told(row.actual)


STARTED_HINT = "First day of its work; blank before it begins."
FINISHED_HINT = "Last day of its work; blank while it runs."
DONE_HINT = "Part of its work that is done on the status date; blank: as much as its days have brought."

STARTED_ON: Field[PhaseProgress] = Field(
    "Began on",
    "day",
    _of(lambda actual: actual.started_on),
    lambda state, row, value: begin(state, row.phase.id, value),
    is_optional=True,
    blank="–",
    hint=STARTED_HINT,
)
FINISHED_ON: Field[PhaseProgress] = Field(
    "Finished on",
    "day",
    _of(lambda actual: actual.finished_on),
    lambda state, row, value: finish(state, row.phase.id, value),
    is_optional=True,
    blank="–",
    hint=FINISHED_HINT,
)
DONE: Field[PhaseProgress] = Field(
    "Done",
    "percent",
    _of(lambda actual: actual.percent),
    lambda state, row, value: be_done(state, row.phase.id, value),
    is_optional=True,
    blank="–",
    hint=DONE_HINT,
)
PROGRESS_FIELDS: tuple[Field[PhaseProgress], ...] = (STARTED_ON, FINISHED_ON, DONE)


UNKNOWN = object()
"""What a phase alone says of its progress: it equals no value, so that every one that is told is taken."""


def as_phase_field(field: Field[PhaseProgress]) -> Field[Phase]:
    """The same for a row that is a phase alone; what it says stands in ``progress_values``."""
    change = field.change
    assert change is not None, "progress is told"  # noqa: S101 - for the type checker
    return Field(
        field.title,
        field.kind,
        lambda _phase: UNKNOWN,
        lambda state, phase, value: change(state, PhaseProgress(phase, state.plan.actual.get(phase.id)), value),
        is_optional=True,
        blank=field.blank,
        hint=field.hint,
    )


def progress_values(state: State, field: Field[PhaseProgress]) -> Mapping[str, object]:
    """What a field says of every phase that has begun."""
    plan = state.plan
    return {name: field.get(PhaseProgress(plan.phase[name], actual)) for name, actual in plan.actual.items()}
