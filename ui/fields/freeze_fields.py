"""The fields of a change freeze."""

from typing import Any, NamedTuple, get_args

from msgspec.structs import replace

from planner import edits
from planner.plan import Plan, State
from planner.rollout.calendars import Freeze, FreezeKind
from ui.fields.choices import regions
from ui.fields.field import Field, Kind


class PlacedFreeze(NamedTuple):
    """A freeze and its position in the plan, as freezes have no identifiers."""

    position: int
    freeze: Freeze


def _of_freeze(title: str, kind: Kind, name: str, **details: Any) -> Field[PlacedFreeze]:  # noqa: ANN401
    def change(state: State, row: PlacedFreeze, value: object) -> Plan:
        return edits.change_freeze(state.plan, row.position, **{name: value})

    return Field(title, kind, lambda row: getattr(row.freeze, name), change, **details)


def _end_of_freeze(title: str, end: str) -> Field[PlacedFreeze]:
    def change(state: State, row: PlacedFreeze, value: object) -> Plan:
        return edits.change_freeze(state.plan, row.position, days=replace(row.freeze.days, **{end: value}))

    return Field(title, "day", lambda row: getattr(row.freeze.days, end), change)


FREEZE_FIELDS: tuple[Field[PlacedFreeze], ...] = (
    _of_freeze("Name", "text", "name"),
    _end_of_freeze("From", "start"),
    _end_of_freeze("To", "end"),
    _of_freeze(
        "Kind",
        "choice",
        "kind",
        choices=lambda _plan: get_args(FreezeKind),
        labels={"pause": "pauses work", "block": "no overlap"},
    ),
    _of_freeze("Regions", "choices", "regions", choices=regions, blank="all"),
)
