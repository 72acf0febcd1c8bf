"""A partner: its teams, what it is approved for, and when it is available."""

from PySide6.QtWidgets import QWidget

from planner import edits
from planner.plan import Plan, State
from planner.rollout.partners import Partner
from planner.value import DateRange
from ui.document import Document
from ui.fields import partner_fields
from ui.fields.field import Field
from ui.fields.partner_fields import PartnerWindow
from ui.panels.editor import Editor
from ui.panels.form import REMOVE, Action, Cell, Line, Section, Sections, lines_of
from ui.selection import Selection

DAYS: Field[None] = Field("Days", "whole", lambda _: None, hint="Calendar days; negative is earlier.", unit="days")


class PartnerEditor(Editor):
    """Edits the partner that is selected, or that it is told to show."""

    def __init__(self, document: Document, selection: Selection, parent: QWidget | None = None) -> None:
        super().__init__(document, selection, "partner", lambda plan: plan.partner, partner_sections, parent)


def partner_sections(state: State, partner_id: str) -> Sections:
    """What the form shows of a partner."""
    partner = state.plan.partner[partner_id]

    def find(plan: Plan) -> Partner | None:
        return plan.partner.get(partner_id)

    windows = tuple(_window(partner, position) for position in range(len(partner.windows)))
    add = Action("Add window", f"Add a window of {partner_id}", lambda state, _: _with_window(state.plan, partner_id))
    shift = Action(
        "Move windows",
        f"Shift availability of {partner_id}",
        lambda state, days: edits.shift_availability(state.plan, partner_id, days),
        DAYS,
        14,
    )
    always = () if windows else (Line(text="Always available."),)
    return (
        Section(
            "",
            lines_of(
                (partner_fields.PARTNER_ID, partner_fields.PARTNER_NAME, partner_fields.TEAMS, partner_fields.DAY_RATE),
                find,
                partner_id,
            ),
        ),
        Section(
            "Available",
            (*always, *windows, Line(actions=(add,)), *([Line("Move all by", actions=(shift,))] if windows else [])),
        ),
        Section("Approved", lines_of((partner_fields.APPROVED_WORKLOADS,), find, partner_id)),
    )


def _window(partner: Partner, position: int) -> Line:
    def find(plan: Plan) -> PartnerWindow | None:
        present = plan.partner.get(partner.id)
        return PartnerWindow(present, position) if present and position < len(present.windows) else None

    owner = f"window {position + 1} of {partner.id}"
    remove = Action(REMOVE, f"Remove {owner}", lambda state, _: _without_window(state.plan, partner.id, position))
    cells = (Cell(partner_fields.WINDOW_FROM, find, owner), Cell(partner_fields.WINDOW_TO, find, owner))
    return Line(cells=cells, actions=(remove,), is_headed=position == 0)


def _with_window(plan: Plan, partner_id: str) -> Plan:
    """One more window: the whole plan for a partner that had none, and else what comes after the last."""
    windows = plan.partner[partner_id].windows
    start = min(max([plan.start, *(window.end for window in windows)]), plan.horizon)
    return edits.change_partner(plan, partner_id, windows=(*windows, DateRange(start, plan.horizon)))


def _without_window(plan: Plan, partner_id: str, position: int) -> Plan:
    windows = plan.partner[partner_id].windows
    return edits.change_partner(plan, partner_id, windows=(*windows[:position], *windows[position + 1 :]))
