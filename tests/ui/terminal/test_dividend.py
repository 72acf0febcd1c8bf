"""Adoption, seats without use and unclaimed help as a person types for them."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.files import read, write
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_phase, a_plan, an_assignment
from tests.ui.conftest import Run
from ui.command_line import DONE, UNUSABLE

USAGE = Path(__file__).parents[2] / "samples" / "usage"
REPORTS = (USAGE / "active-users.csv", USAGE / "copilot-users.csv")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A plan whose only phase, of ten seats, is done before the reports."""
    plan = a_plan(phases=(a_phase(seats=10),))
    path = tmp_path / "plan.rollout"
    write(State(plan, Schedule((an_assignment(plan),))), path)
    return path


def test_that_the_dividend_is_told_in_tables_with_its_cautions(file: Path, run: Run) -> None:
    ended = run("dividend", file, *REPORTS)
    assert ended.code == DONE
    for words in ("Microsoft 365 Copilot", "Without use", "ask for a second source", "to be deleted by"):
        assert words in ended.output
    assert ended.output.startswith("Internal")


def test_that_the_dividend_is_one_object_for_programs(file: Path, run: Run) -> None:
    ended = run("dividend", file, *REPORTS, "--json")
    told = json.loads(ended.output)
    assert told["internal"]
    assert [each["report"] for each in told["measurements"]] == [
        "getOffice365ActiveUserDetail",
        "getMicrosoft365CopilotUsageUserDetail",
    ]
    assert told["yearly_cents_at_list"] == sum(each["yearly_cents"] or 0 for each in told["candidates"])
    copilot = next(each for each in told["candidates"] if each["product"] == "Microsoft 365 Copilot")
    assert (copilot["seats"], copilot["yearly_cents"]) == (5, 5 * 3_000 * 12)


def test_that_the_order_of_the_reports_changes_nothing(file: Path, run: Run) -> None:
    assert run("dividend", file, *REPORTS) == run("dividend", file, *reversed(REPORTS))


def test_that_figures_are_stored_only_where_that_was_asked_for(file: Path, tmp_path: Path, run: Run) -> None:
    before, to = file.read_bytes(), tmp_path / "measured.rollout"
    purpose = ("--purpose", "Renewal of 2028", "--delete-by", "2027-12-01")
    assert run("dividend", file, *REPORTS, *purpose, "-o", to).code == DONE
    assert file.read_bytes() == before
    measured = read(to)
    assert replace(measured.plan, measurements=()) == read(file).plan
    assert {(each.purpose, f"{each.delete_by}") for each in measured.plan.measurements} == {
        ("Renewal of 2028", "2027-12-01")
    }
    assert b"@calder.example" not in to.read_bytes()
    assert run("dividend", to).output == run("dividend", to, *REPORTS).output


def test_that_figures_that_should_be_gone_are_overdue(file: Path, run: Run) -> None:
    for day, words in (("2027-12-31", "to be deleted by 2027-12-31"), ("2028-01-01", "overdue")):
        ended = run("dividend", file, *REPORTS, "--as-of", day)
        assert words in ended.output


def test_that_a_wrong_report_is_refused_and_nothing_is_written(file: Path, tmp_path: Path, run: Run) -> None:
    to = tmp_path / "measured.rollout"
    ended = run("dividend", file, REPORTS[0], file, "-o", to)
    assert ended.code == UNUSABLE
    assert "Report Refresh Date" in ended.errors
    assert not to.exists()


def test_that_a_plan_without_a_measurement_asks_for_one(file: Path, run: Run) -> None:
    ended = run("dividend", file)
    assert (ended.code, ended.output) == (UNUSABLE, "")
    assert "Nothing was measured yet" in ended.errors


def test_that_a_place_that_cannot_be_written_is_refused_before_anything_is_read(tmp_path: Path, run: Run) -> None:
    ended = run("dividend", tmp_path / "none.rollout", REPORTS[0], "-o", tmp_path / "no" / "where.rollout")
    assert ended.code == UNUSABLE
    assert "cannot be written there" in ended.errors


def test_that_unclaimed_help_is_told_with_its_standing(file: Path, run: Run) -> None:
    ended = run("unclaimed", file, "--as-of", "2027-01-18")
    assert ended.code == DONE
    assert "Local co-sell (not held)" in ended.output
    assert "default: An assumption of this program" in ended.output


def test_that_unclaimed_help_is_one_object_for_programs(file: Path, run: Run) -> None:
    told = json.loads(run("unclaimed", file, "--as-of", "2027-01-18", "--json").output)
    assert told["as_of"] == "2027-01-18"
    for item in told["unclaimed"]:
        assert item["phases"] == ["P1"]
        assert item["evidence"]["tag"]
        assert item["evidence_sentence"]


def test_that_a_plan_which_holds_all_is_told_so(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "plan.rollout"
    write(State(a_plan(phases=(a_phase(eligible_cost=0, seats=0),))), path)
    assert "Nothing in the catalogue" in run("unclaimed", path, "--as-of", "2027-01-18").output
