"""The fields of a link between two phases."""

from operator import attrgetter
from typing import Any, NamedTuple, get_args

from planner import edits
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency, DependencyType
from ui.fields.choices import phases
from ui.fields.field import Field, Kind


class NamedLink(NamedTuple):
    """A link with the names of its phases."""

    link: Dependency
    predecessor: str
    successor: str


def _of_link(title: str, kind: Kind, name: str, **details: Any) -> Field[NamedLink]:  # noqa: ANN401
    def change(state: State, row: NamedLink, value: object) -> Plan:
        return edits.change_dependency(state.plan, row.link, **{name: value})

    return Field(title, kind, lambda row: getattr(row.link, name), change, **details)


PREDECESSOR = _of_link("Predecessor", "choice", "predecessor", choices=phases)
SUCCESSOR = _of_link("Successor", "choice", "successor", choices=phases)
PREDECESSOR_NAME: Field[NamedLink] = Field("Predecessor name", "text", attrgetter("predecessor"))
SUCCESSOR_NAME: Field[NamedLink] = Field("Successor name", "text", attrgetter("successor"))
LINK_TYPE = _of_link(
    "Link",
    "choice",
    "type",
    choices=lambda _plan: get_args(DependencyType),
    labels={"FS": "finish to start", "SS": "start to start", "FF": "finish to finish", "SF": "start to finish"},
)
LAG = _of_link(
    "Lag",
    "whole",
    "lag",
    hint="Working days of the successor's calendar; negative overlaps.",
    unit="working days",
)
