"""Columns that follow from the whole State: dates, float, cost and claims, which no cell can change, and progress."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.plan import State
from planner.rollout.schedule import Assignment
from ui.fields.field import Field, Kind
from ui.fields.progress_fields import PROGRESS_FIELDS, PhaseProgress, as_phase_field, progress_values
from ui.timeline.same_state import SameState

if TYPE_CHECKING:
    from planner.rollout.critical_path import Float

Values = Mapping[Any, Any]


class Figure(NamedTuple):
    """A column that follows from the whole State.

    field: how it is called and written. of: its values by the keys of the rows, blank where a row has none.
    is_summed: whether it is money that counts in subtotals. is_slow: whether a large plan takes longer over it than a
    hand waits.
    """

    field: Field[Any]
    of: Callable[[State], Values]
    is_summed: bool = False
    is_slow: bool = False


def figure_column(  # noqa: PLR0913 - what a column is made of
    title: str,
    kind: Kind,
    of: Callable[[State], Values],
    hint: str,
    *,
    is_summed: bool = False,
    is_slow: bool = False,
    write: Callable[[Any], str] | None = None,
    unit: str | None = None,
) -> Figure:
    """A column that is only read; see ``Figure`` and ``Field``. write: where its kind does not say how."""
    field: Field[Any] = Field(title, kind, lambda _part: None, hint=hint, blank="–", write=write, unit=unit)
    return Figure(field, of, is_summed, is_slow)


def _assignments(state: State) -> Iterable[Assignment]:
    return state.schedule.assignments if state.schedule is not None else ()


def _floats(state: State, name: str) -> Values:
    return {phase: getattr(each, name) for phase, each in _floats_of(SameState(state)).items()}


@lru_cache(maxsize=1)
def _floats_of(same: SameState) -> "Mapping[str, Float]":
    """The floats of a State, which two columns show."""
    from planner.rollout.critical_path import floats  # only who looks at the columns waits for two passes

    plan, schedule = same.state
    return floats(plan, schedule) if schedule is not None else {}


def _costs(state: State) -> Values:
    """What the option costs that delivers each phase."""
    chosen = ((each.phase, state.plan.phase[each.phase].option(each.option)) for each in _assignments(state))
    return {phase: option.cost for phase, option in chosen if option is not None}


def _claims(state: State, of: str) -> Values:
    sums: defaultdict[Hashable, int] = defaultdict(int)
    for claim in state.schedule.claims if state.schedule is not None else ():
        sums[getattr(claim, of)] += claim.amount
    return sums


def _work(state: State) -> Values:
    """What the phases cost that each partner delivers."""
    costs, sums = _costs(state), defaultdict[Hashable, int](int)
    for each in _assignments(state):
        sums[each.option] += costs.get(each.phase, 0)
    return sums


def _progress(field: Field[PhaseProgress]) -> Figure:
    """What was told of phases, which is told here as well as in their forms."""
    return Figure(as_phase_field(field), lambda state: progress_values(state, field))


PHASE_FIGURES = (
    figure_column("Start", "day", lambda state: {each.phase: each.start for each in _assignments(state)}, "First day."),
    figure_column(
        "Finish", "day", lambda state: {each.phase: each.finish for each in _assignments(state)}, "Last day."
    ),
    figure_column(
        "Float",
        "whole",
        lambda state: _floats(state, "total"),
        "Working days by which it may slip before the rollout ends later or a deadline is missed.",
        is_slow=True,
        unit="working days",
    ),
    figure_column(
        "Money float",
        "whole",
        lambda state: _floats(state, "money"),
        "Working days by which it may slip before a claim comes too late.",
        is_slow=True,
        unit="working days",
    ),
    figure_column(
        "By",
        "text",
        lambda state: {each.phase: state.plan.deliverer(each.option) for each in _assignments(state)},
        "Who delivers it.",
    ),
    figure_column("Cost", "money", _costs, "Of the option that delivers it.", is_summed=True),
    figure_column(
        "Claims", "money", lambda state: _claims(state, "phase"), "What all credits pay for it.", is_summed=True
    ),
    *map(_progress, PROGRESS_FIELDS),
)
CREDIT_FIGURES = (
    figure_column(
        "Claims", "money", lambda state: _claims(state, "credit"), "What it pays for all phases.", is_summed=True
    ),
)
PARTNER_FIGURES = (figure_column("Work", "money", _work, "What the phases cost that it delivers.", is_summed=True),)
