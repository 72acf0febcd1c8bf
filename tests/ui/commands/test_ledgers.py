"""The ledgers and the checklist as a person asks for them in a terminal."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from rich.console import Console
from typer.testing import CliRunner, Result

from planner.files import write
from planner.funding.checklist import as_markdown, checklist
from planner.plan import Plan, State
from planner.rollout.schedule import Assignment, Claim, Schedule
from resources import path
from tests.builders import START, a_plan
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states
from ui.command_line import DONE, FAULTS, UNUSABLE, app, wants_window
from ui.terminal.ledgers import ledgers_object, print_ledgers

AS_OF = date(2027, 2, 1)


@pytest.fixture
def medium_file(tmp_path: Path, medium: Plan) -> Path:
    folder = shared_folder()
    assert folder is not None
    return written(tmp_path, State(medium, read_schedule(medium, folder / "plans" / "medium.result.json")))


def written(folder: Path, state: State) -> Path:
    file = folder / "plan.rollout"
    write(state, file)
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "--as-of", AS_OF.isoformat()])


def json_of(result: Result) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(result.stdout)
    return printed


def test_that_three_ledgers_stand_under_their_own_headings_marked_internal(medium_file: Path) -> None:
    ended = run("ledgers", medium_file)
    assert ended.exit_code == DONE
    places = [ended.stdout.index(head) for head in ("Internal", "1. Entitlement", "2. Funding", "3. Rate", "The trade")]
    assert places == sorted(places)
    for figure in ("320,000", "2.81 points", "611,205", "3,960,000.00", "143,000", "FY27 Q4"):
        assert figure in ended.stdout


def test_that_the_figures_of_the_field_guide_come_out_for_programs(medium_file: Path) -> None:
    printed = json_of(run("ledgers", medium_file, "--json"))
    assert printed["internal"] is True
    weighed = printed["substitution"]
    assert (weighed["gap"], weighed["funding"], weighed["trade_loss"]) == (611_205, 309_286, 301_918)
    assert (weighed["break_even_points"], weighed["overtaken_in_year"]) == (2.81, 2)
    assert [each["kappa"] for each in weighed["carry_over"]] == [0, 1]
    assert printed["rate"]["yearly"] == 396_000_000
    assert printed["rate"]["unit"] == "cents"
    assert sum(each["net"] for each in printed["cash"]) == printed["funding"]["net_cost"] == 552_900
    assert {each["standing"] for each in printed["rate"]["accounts"]} == {"open"}


def test_that_the_three_ledgers_are_apart_for_programs_too(medium_file: Path) -> None:
    printed = json_of(run("ledgers", medium_file, "--json"))
    assert set(printed) == {
        *("internal", "as_of", "currency", "entitlement", "funding", "rate", "substitution", "cash"),
    }
    rate = printed["rate"]["term"]
    once = [printed["funding"]["planned"], printed["entitlement"]["avoided_cost_memo"]]
    sums = {sum(once), *(each + rate for each in once), *(each + rate // 100 for each in once)}
    assert sums.isdisjoint(numbers(printed))


def numbers(value: Any) -> set[int]:  # noqa: ANN401 - JSON is anything
    if isinstance(value, dict):
        return set().union(*(numbers(each) for each in value.values()))
    if isinstance(value, list):
        return set().union(*(numbers(each) for each in value))
    return {value} if isinstance(value, int) and value > 1 else set()


def test_that_a_plan_without_a_schedule_shows_its_ledgers_and_says_so() -> None:
    ended = run("ledgers", path("samples/calder.rollout"))
    assert ended.exit_code == DONE
    assert "no schedule yet" in ended.stderr


def test_that_figures_of_a_faulty_schedule_end_with_the_code_of_faults(tmp_path: Path) -> None:
    plan = a_plan()
    schedule = Schedule((Assignment("P1", "PAR", START, START),), (Claim("P1", "C1", 20_000),))
    ended = run("ledgers", written(tmp_path, State(plan, schedule)))
    assert ended.exit_code == FAULTS
    assert "faults" in ended.stderr


@settings(max_examples=40)
@given(states())
def test_that_the_ledgers_of_any_plan_can_be_printed(state: State) -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    print_ledgers(console, state, AS_OF)
    assert "3. Rate" in console.export_text()
    assert json.loads(json.dumps(ledgers_object(state, AS_OF)))["internal"] is True


def test_that_the_checklist_prints_markdown(medium_file: Path) -> None:
    ended = run("checklist", medium_file)
    assert ended.exit_code == DONE
    assert ended.stdout.startswith("# Checklist before signing")
    assert "## Three asks" in ended.stdout


def test_that_the_checklist_is_written_to_a_file(tmp_path: Path) -> None:
    plan, file = a_plan(), tmp_path / "checklist.md"
    ended = run("checklist", written(tmp_path, State(plan)), "--to", file)
    assert ended.exit_code == DONE
    assert file.read_text(encoding="utf-8") == as_markdown(plan, checklist(State(plan), AS_OF), AS_OF)
    assert "Wrote" in ended.stdout


def test_that_a_checklist_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    ended = run("checklist", written(tmp_path, State(a_plan())), "--to", tmp_path / "nowhere" / "checklist.md")
    assert ended.exit_code == UNUSABLE
    assert "cannot be written" in ended.stderr


def test_that_the_checklist_has_a_line_for_each_item_for_programs(tmp_path: Path) -> None:
    plan = replace(a_plan(), name="Plan *with* marks")
    printed = json_of(run("checklist", written(tmp_path, State(plan)), "--json"))
    assert len(printed["lines"]) == len(checklist(State(plan), AS_OF))
    assert set(printed["lines"][0]) == {"topic", "title", "about", "standing", "reason", "todo"}


@pytest.mark.parametrize("command", ["ledgers", "checklist"])
def test_that_a_command_is_no_plan_file_for_the_window(command: str) -> None:
    assert not wants_window([command])
