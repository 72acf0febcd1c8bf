"""What can be added to a plan and removed from it as a whole: phases, credits and partners."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import NamedTuple

from planner import edits
from planner.catalogue.entries import Programme
from planner.plan import Plan
from ui.fields.new_parts import new_credit, new_partner, new_phase, new_window_opens, next_id


class PartKind(NamedTuple):
    """A kind of part, as the selection calls it.

    known: its identifiers in a plan. add: the plan with one more, behind the one that is named.
    remove: the plan without the one that is named.
    """

    known: Callable[[Plan], Collection[str]]
    add: Callable[[Plan, str | None], Plan]
    remove: Callable[[Plan, str], Plan]


def _behind(known: Collection[str], current: str | None) -> int | None:
    return [*known].index(current) + 1 if current is not None and current in known else None


def with_credit_of(plan: Plan, programme: Programme, current: str | None, today: date) -> Plan:
    """The plan with one more credit, of a programme, behind the one that is named; its face is left to its letter."""
    new_id, opens = next_id(plan.credit, "C"), new_window_opens(plan, today)
    return edits.add_credit_from_programme(plan, programme, new_id, 0, opens, _behind(plan.credit, current))


PARTS: Mapping[str, PartKind] = {
    "phase": PartKind(
        lambda plan: plan.phase,
        lambda plan, current: edits.add_phase(
            plan, new_phase(plan, plan.phase.get(current or "")), _behind(plan.phase, current)
        ),
        edits.remove_phase,
    ),
    "credit": PartKind(
        lambda plan: plan.credit,
        lambda plan, current: edits.add_credit(plan, new_credit(plan), _behind(plan.credit, current)),
        edits.remove_credit,
    ),
    "partner": PartKind(
        lambda plan: plan.partner,
        lambda plan, _current: edits.add_partner(plan, new_partner(plan)),
        edits.remove_partner,
    ),
}
