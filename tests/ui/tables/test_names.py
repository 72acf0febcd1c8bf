"""Parts are read by their names, and taken by names and by identifiers."""

from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from planner.catalogue.names import short_name
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from tests.builders import a_credit, a_partner, a_phase, a_plan, an_assignment, by_partner
from ui.document import Document
from ui.fields.choices import partner_names, programme_names
from ui.fields.credit_fields import APPROVED_PARTNERS, PROGRAMME
from ui.fields.field import in_plan, parsed, shown
from ui.tables.arrangement import Arrangement, Sorting
from ui.tables.cell_edits import CellText
from ui.tables.plan_table_model import PlanTableModel
from ui.tables.table import CREDITS, OPTIONS, PHASES, Table

NAMES = {"A": "Zenith", "B": "Acorn, Bell & Co.", "C": "Zenith", "D": "A"}


@pytest.fixture
def plan() -> Plan:
    partners = tuple(replace(a_partner(key), name=name) for key, name in NAMES.items())
    phases = (
        a_phase("P1", options=(by_partner("A"), by_partner("B"))),
        a_phase("P2", options=(by_partner("B"),)),
    )
    offered = (
        replace(a_credit("C1"), programme="ME3E5", approved_partners=("A", "B")),
        replace(a_credit("C2"), programme="Our own pot", approved_partners=()),
    )
    return a_plan(partners=partners, phases=phases, credits=offered)


def model_of(state: State, table: Table[Any]) -> PlanTableModel[Any]:
    return PlanTableModel(Document(state), table)


def column(model: PlanTableModel[Any], title: str) -> int:
    return [each.title for each in model.columns].index(title)


def test_that_each_name_stands_for_one_partner(plan: Plan) -> None:
    assert partner_names(plan) == {"A": "Zenith (A)", "B": "Acorn, Bell & Co.", "C": "Zenith (C)", "D": "A (D)"}


@pytest.mark.parametrize("chosen", [(), ("A",), ("B", "A"), ("D", "C", "B", "A")])
def test_that_partners_are_read_by_names_and_identifiers(plan: Plan, chosen: tuple[str, ...]) -> None:
    field = in_plan(APPROVED_PARTNERS, plan)
    assert parsed(field, shown(field, chosen)) == chosen
    assert parsed(field, ", ".join(chosen)) == chosen


def test_that_names_are_shown_sorted_filtered_and_grouped_by(plan: Plan) -> None:
    model = model_of(State(plan, Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase))), PHASES)
    by = column(model, "By")
    assert [model.text(place, by) for place in (0, 1)] == ["Zenith", "Acorn, Bell & Co."]
    model.arrange(Arrangement(sorting=Sorting(by)))
    assert [row.id for line in (0, 1) if (row := model.row(line)) is not None] == ["P2", "P1"]
    model.arrange(Arrangement(words="acorn"))
    assert [row.id for line in (0, 1) if (row := model.row(line)) is not None] == ["P2"]
    model.arrange(Arrangement(group=by))
    assert [heading.text for line in range(4) if (heading := model.heading(line))] == ["Zenith", "Acorn, Bell & Co."]


def test_that_a_cell_takes_a_name_and_an_identifier(plan: Plan) -> None:
    model = model_of(State(plan), OPTIONS)
    model.show_phase("P2")
    for text, option in (("zenith (c)", "C"), ("a", "A"), ("Acorn, Bell & Co.", "B"), ("Internal", "internal")):
        assert model.take_texts("Paste", [CellText(0, 0, text)])
        assert model.document.plan.phase["P2"].options[0].id == option
    assert not model.take_texts("Paste", [CellText(0, 0, "Nobody")])


def test_that_a_programme_is_told_by_its_name_with_its_key_in_the_tip(plan: Plan) -> None:
    model = model_of(State(plan), CREDITS)
    programme = column(model, "Programme")
    assert [model.text(place, programme) for place in (0, 1)] == ["M365 E3/E5 deployment voucher", "Our own pot"]
    tips = [model.index(line, programme).data(Qt.ItemDataRole.ToolTipRole) for line in (0, 1)]
    assert tips == ["M365 E3/E5 deployment voucher (ME3E5)", "Our own pot"]
    for text, kept in (("azure accelerate", "AZA"), ("ECIF", "ECIF"), ("Another pot", "Another pot")):
        assert model.setData(model.index(1, programme), text)
        assert model.document.plan.credit["C2"].programme == kept


def test_that_a_programme_that_is_entered_by_a_name_keeps_it(plan: Plan) -> None:
    named = replace(plan, credits=(replace(plan.credits[0], programme="Azure Accelerate"),))
    field = in_plan(PROGRAMME, named)
    assert parsed(field, shown(field, "Azure Accelerate")) == "Azure Accelerate"
    assert "AZA" not in programme_names(named)


def test_that_short_names_keep_known_codes() -> None:
    assert short_name("ECIF", "End customer investment funds (ECIF)") == "ECIF"
    assert short_name("COPV", "Microsoft 365 Copilot deployment voucher") == "M365 Copilot deployment voucher"


def test_that_a_partner_that_is_called_otherwise_is_so_at_once(qtbot: QtBot, plan: Plan) -> None:
    model = model_of(State(plan), CREDITS)
    partners = column(model, "Partners")
    assert model.text(0, partners) == "Zenith (A), Acorn, Bell & Co."
    others = tuple(replace(each, name="Meridian") if each.id == "A" else each for each in plan.partners)
    with qtbot.waitSignal(model.dataChanged):
        model.document.apply("Rename", State(replace(plan, partners=others)))
    assert model.text(0, partners) == "Meridian, Acorn, Bell & Co."
