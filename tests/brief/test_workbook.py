"""The internal workbook: real tables whose formulas give what the planner says, marked on every sheet."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import load_workbook

from planner.brief.compose import MARKING
from planner.brief.export import export_brief
from planner.brief.subject import Subject
from planner.brief.workbook import compose_workbook
from planner.business_case.document import Table
from planner.funding.cash import cash_by_quarter
from planner.funding.ledgers import funding_ledger
from planner.funding.rate_ledger import rate_ledger
from planner.plan import State
from tests.business_case.conftest import AS_OF, folder, medium_state, plan, state

__all__ = ["folder", "medium_state", "plan", "state"]

SHEETS = ["Phases", "Claims", "Credits", "Milestones", "Cash", "Entitlement ledger", "Funding ledger", "Rate ledger"]


@pytest.fixture
def file(medium_state: State, folder: Path) -> Path:
    (found,) = export_brief(medium_state, folder, ("xlsx",), AS_OF)
    return found


def tables(state: State) -> dict[str, Table]:
    document = compose_workbook(Subject(state, AS_OF))
    blocks = (block for section in document.sections for block in section.blocks)
    return {block.name: block for block in blocks if isinstance(block, Table)}


def test_that_its_name_and_every_sheet_and_page_say_that_it_is_internal(file: Path) -> None:
    book = load_workbook(file)
    assert "-INTERNAL-workbook" in file.name
    assert book.sheetnames == ["Overview", *SHEETS]
    for sheet in book.worksheets:
        assert sheet.oddHeader is not None
        assert MARKING.split(" ")[0] in str(sheet.oddHeader.center.text)
        assert MARKING in str(sheet["A2"].value)


def test_that_its_sums_are_those_of_the_ledgers(medium_state: State) -> None:
    plan, schedule = medium_state
    assert schedule is not None
    found, ledger = tables(medium_state), funding_ledger(plan, schedule)
    assert found["Claims"].sum(2) == ledger.planned
    assert (found["Credits"].sum(5), found["Credits"].sum(6)) == (ledger.face, ledger.planned)
    assert (found["Phases"].sum(10), found["Phases"].sum(12)) == (ledger.gross_cost, ledger.net_cost)
    assert found["Milestone calendar"].sum(3) == ledger.planned
    assert found["Cash by quarter"].sum(5) == sum(each.net for each in cash_by_quarter(plan, schedule))


def test_that_every_formula_gives_the_value_beside_it(medium_state: State) -> None:
    for table in tables(medium_state).values():
        heads = [column.heading for column in table.columns]
        for position, column in enumerate(table.columns):
            for row in table.rows if column.formula else ():
                told = {head: cell if isinstance(cell, int) else 0 for head, cell in zip(heads, row, strict=True)}
                assert evaluated(column.formula, told) == row[position]


def evaluated(formula: str, told: dict[str, int]) -> int:
    """Sums and differences of columns of a row."""
    for head, value in told.items():
        formula = formula.replace(f"[@[{head}]]", f"({value})").replace(f"[@{head}]", f"({value})")
    return int(eval(formula, {}))  # noqa: S307 - our own formula


def test_that_formulas_are_written_with_whole_names_of_columns(file: Path) -> None:
    sheet = load_workbook(file)["Phases"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("[[#This Row],[Cost]]-" in str(each) for each in formulas)
    assert not [each for each in formulas if "@" in str(each)]


def test_that_rates_are_numbers_in_units_with_cents(medium_state: State, file: Path) -> None:
    (account, *_) = rate_ledger(medium_state.plan).accounts
    values = [cell for row in load_workbook(file)["Rate ledger"].values for cell in row]
    assert account.list_price / 100 in values


def test_that_text_which_looks_like_a_formula_is_a_text(state: State, folder: Path) -> None:
    wild = ("=1+1", "+1", "-1", "@SUM(A1)")
    names = tuple(replace(phase, name=text, owner=text) for phase, text in zip(state.plan.phases, wild, strict=False))
    credits_ = tuple(
        replace(each, name=text, owner=text) for each, text in zip(state.plan.credits, wild[2:], strict=False)
    )
    told = State(replace(state.plan, phases=names, credits=credits_), state.schedule)
    (file,) = export_brief(told, folder, ("xlsx",), AS_OF)
    cells = [cell for sheet in load_workbook(file).worksheets for row in sheet.iter_rows() for cell in row]
    found = {cell.value: cell.data_type for cell in cells if cell.value in wild}
    assert found == dict.fromkeys(wild, "s")


def test_that_a_plan_without_dates_makes_a_workbook(state: State, folder: Path) -> None:
    (file,) = export_brief(State(state.plan), folder, ("xlsx",), AS_OF)
    assert load_workbook(file).sheetnames[1:] == SHEETS
