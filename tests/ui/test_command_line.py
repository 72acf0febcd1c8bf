"""The commands as a person types them: what they print, what they write, and the code they leave with."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from typer.main import get_group

import solver.solve
from planner.files import read, write
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from resources import path
from solver.audit import AuditError
from solver.cancel import Cancel
from solver.result import Progress, SolveResult, Stage
from solver.settings import Settings
from tests.builders import START, a_credit, a_phase, a_plan
from tests.ui.conftest import Ended, Run
from ui.command_line import DONE, FAULTS, UNUSABLE, app
from ui.terminal.progress import progress_line, solve_in_terminal

WRONG = Path(__file__).parents[1] / "samples" / "wrong"
WRONG_FILES: dict[str, dict[str, str]] = json.loads((WRONG / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def solved(tmp_path: Path, medium: Plan, run: Run) -> Path:
    """The medium plan with its solved schedule, in a file."""
    unsolved, file = tmp_path / "medium.rollout", tmp_path / "solved.rollout"
    write(State(medium), unsolved)
    assert run("solve", unsolved, "-o", file).code == DONE
    return file


def json_of(ended: Ended) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(ended.output)
    return printed


def written(tmp_path: Path, state: State) -> Path:
    file = tmp_path / "plan.rollout"
    write(state, file)
    return file


def test_that_the_demo_prints_the_proven_money_and_leaves_the_business_case(tmp_path: Path, run: Run) -> None:
    ended = run("demo", "--to", tmp_path / "out")
    assert ended.code == DONE
    assert "320,000 of 467,500 face, proven" in ended.output
    files = sorted((tmp_path / "out").iterdir())
    assert {file.suffix for file in files} == {".rollout", ".pdf", ".xlsx", ".docx", ".html", ".ics"}
    for file in files:
        assert file.name in ended.output
        assert file.stat().st_size > 10_000


def test_that_solve_prints_one_object_with_every_promised_figure(tmp_path: Path, medium: Plan, run: Run) -> None:
    printed = json_of(run("solve", written(tmp_path, State(medium)), "--json"))
    figures = {"status": "OPTIMAL", "objective": "funding", "funding": 320_000, "bound": 320_000, "net_cost": 552_900}
    assert printed | figures == printed
    assert printed["gross_cost"] == 872_900
    assert printed["finish"] == "2027-12-01"
    assert [stage["value"] for stage in printed["stages"]] == [320_000, 552_900, 2_570]
    assert {stage["status"] for stage in printed["stages"]} == {"OPTIMAL"}
    assert set(printed["stages"][0]) == {"name", "value", "bound", "status", "seconds", "tolerance"}
    assert sum(claim["amount"] for claim in printed["claims"]) == 320_000
    assert set(printed["claims"][0]) == {"phase", "credit", "amount"}
    assert [each["phase"] for each in printed["assignments"]] == list(medium.phase)
    assert set(printed["assignments"][0]) == {"phase", "option", "start", "finish"}
    assert 0 <= printed["first_schedule_seconds"] <= printed["seconds"]


def test_that_an_objective_can_be_chosen(tmp_path: Path, small: Plan, run: Run) -> None:
    printed = json_of(run("solve", written(tmp_path, State(small)), "--objective", "net-cost", "--json"))
    assert (printed["net_cost"], printed["funding"], printed["bound"]) == (51_800, 42_000, None)


def test_that_the_solved_plan_is_written_and_found_without_fault(solved: Path, run: Run) -> None:
    ended = run("check", solved)
    assert ended.code == DONE
    assert "No fault" in ended.output
    printed = json_of(run("check", solved, "--json"))
    assert printed["faults"] == []
    assert {finding["kind"] for finding in printed["readiness"]} == {"readiness"}


@pytest.mark.parametrize(("change", "code"), [(1, "CLAIM-RULE"), (-1, "CLAIM-NOT-BEST")])
def test_that_a_claim_moved_by_one_is_a_fault(solved: Path, run: Run, change: int, code: str) -> None:
    plan, schedule = read(solved)
    assert schedule is not None
    first, *others = schedule.claims
    claims = (replace(first, amount=first.amount + change), *others)
    write(State(plan, replace(schedule, claims=claims)), solved)
    ended = run("check", solved, "--json")
    assert ended.code == FAULTS
    assert {finding["code"] for finding in json_of(ended)["faults"]} == {code}
    assert run("check", solved).code == FAULTS


def test_that_an_objective_is_a_list_with_tolerances(tmp_path: Path, run: Run) -> None:
    plan = written(tmp_path, State(a_plan()))
    printed = json_of(run("solve", plan, "--objective", "funding:2%,finish", "--json"))
    assert printed["objective"] == "funding:2%,finish"
    assert [(stage["name"], stage["tolerance"]) for stage in printed["stages"]] == [("funding", 200), ("finish", 0)]
    ended = run("solve", plan, "--objective", "money")
    assert ended.code == UNUSABLE
    assert "'money' is no term" in ended.errors


def test_that_a_plan_that_cannot_be_scheduled_leaves_with_one_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    plan = a_plan(phases=(a_phase(deadline=START),))
    target = tmp_path / "solved.rollout"
    ended = run("solve", written(tmp_path, State(plan)), "-o", target)
    assert ended.code == FAULTS
    assert "No schedule keeps" in ended.errors
    assert f"P1 must end by {START}. Ask for a later deadline." in ended.errors
    assert "P1 takes 10 working days by Partner PAR." in ended.errors
    assert not target.exists()
    printed = json_of(run("solve", written(tmp_path, State(plan)), "--json"))
    assert (printed["status"], printed["funding"], printed["assignments"]) == ("INFEASIBLE", None, [])
    assert printed["conflict"]["phases"] == ["P1"]
    assert [(demand["kind"], demand["place"]) for demand in printed["conflict"]["demands"]] == [("deadline", ["P1"])]


@pytest.mark.parametrize("command", ["solve", "check", "export"])
def test_that_input_that_cannot_be_used_leaves_with_two_and_a_line_that_names_it(
    tmp_path: Path, run: Run, command: str
) -> None:
    missing, text = tmp_path / "missing.rollout", tmp_path / "text.rollout"
    text.write_text("Dear account team")
    more = ("--to", tmp_path) if command == "export" else ()
    for file, said in ((missing, "There is no such file"), (text, "line 1, column 1")):
        ended = run(command, file, *more)
        assert ended.code == UNUSABLE
        assert said in ended.errors
        assert "Traceback" not in ended.errors


@pytest.mark.parametrize("name", WRONG_FILES)
def test_that_every_wrong_file_leaves_with_two_and_names_the_place(run: Run, name: str) -> None:
    ended = run("check", WRONG / f"{name}.rollout")
    assert ended.code == UNUSABLE
    assert WRONG_FILES[name]["path"] in ended.errors
    assert "Traceback" not in ended.errors


def test_that_wrong_options_leave_with_two(tmp_path: Path, run: Run) -> None:
    file = written(tmp_path, State(a_plan()))
    for arguments in (("solve",), ("solve", file, "--objective", "fame"), ("solve", file, "--time-limit", "-1")):
        assert run(*arguments).code == UNUSABLE
    assert run("export", file, "--to", tmp_path, "--format", "papyrus").code == UNUSABLE


def test_that_a_result_that_cannot_be_written_leaves_with_two(tmp_path: Path, run: Run) -> None:
    ended = run("solve", written(tmp_path, State(a_plan())), "-o", tmp_path / "no" / "folder" / "x.rollout")
    assert ended.code == UNUSABLE
    assert "cannot be written" in ended.errors


def test_that_a_place_that_cannot_be_written_is_told_before_the_solve(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver.solve, "solve", lambda *_, **__: pytest.fail("it was solved"))
    file = written(tmp_path, State(a_plan()))
    (tmp_path / "file").write_text("in the way")
    for arguments in (("solve", file, "-o", tmp_path), ("demo", "--to", tmp_path / "file")):
        ended = run(*arguments)
        assert ended.code == UNUSABLE
        assert "cannot be" in ended.errors


def test_that_names_are_text_and_no_markup(tmp_path: Path, run: Run) -> None:
    plan = a_plan(phases=(a_phase(name="Pilot [/x] of [red]it"),), credits=(a_credit(name="[bold]C"),))
    ended = run("solve", written(tmp_path, State(plan)))
    assert ended.code == DONE
    assert "Pilot [/x] of [red]it" in ended.output
    assert "[bold]C" in ended.output


def test_that_a_defect_is_told_in_words(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def disagree(*_: object, **__: object) -> SolveResult:
        raise AuditError("funding: the solver says 2, the planner 1.")

    monkeypatch.setattr(solver.solve, "solve", disagree)
    ended = run("solve", written(tmp_path, State(a_plan())))
    assert ended.code == FAULTS
    assert "the solver says 2, the planner 1" in ended.errors


def test_that_export_writes_the_formats_that_were_asked_for(solved: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "new" / "folder"
    assert run("export", solved, "--to", folder, "--format", "xlsx").code == DONE
    assert [file.suffix for file in folder.iterdir()] == [".xlsx"]
    assert run("export", solved, "--to", folder).code == DONE
    assert {file.suffix for file in folder.iterdir()} == {".pdf", ".xlsx", ".docx", ".html", ".ics"}


def test_that_a_folder_that_cannot_be_made_leaves_with_two(solved: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("in the way")
    ended = run("export", solved, "--to", tmp_path / "file")
    assert ended.code == UNUSABLE
    assert "cannot be written" in ended.errors


def test_that_export_refuses_a_plan_without_a_schedule_or_with_faults(solved: Path, tmp_path: Path, run: Run) -> None:
    folder = tmp_path / "folder"
    plan, schedule = read(solved)
    assert schedule is not None
    unsolved = run("export", written(tmp_path, State(plan)), "--to", folder)
    assert (unsolved.code, "Solve it first" in unsolved.errors) == (UNUSABLE, True)
    late = Schedule((*schedule.assignments[1:],), schedule.claims)
    faulty = run("export", written(tmp_path, State(plan, late)), "--to", folder)
    assert (faulty.code, "No dates: " in faulty.errors) == (FAULTS, True)
    assert not folder.exists()


def test_that_export_refuses_text_that_would_tell_a_rate(solved: Path, tmp_path: Path, run: Run) -> None:
    plan, schedule = read(solved)
    told = replace(plan.sponsorship, business_problem="We expect a discount of 6 % on Microsoft 365 E5.")
    leaky = State(replace(plan, sponsorship=told), schedule)
    ended = run("export", written(tmp_path, leaky), "--to", tmp_path / "folder")
    assert ended.code == UNUSABLE
    assert not (tmp_path / "folder").exists()
    codes = {finding["code"] for finding in json_of(run("check", written(tmp_path, leaky), "--json"))["readiness"]}
    assert "F-RATE-LEAK" in codes


def test_that_the_schema_is_printed_as_json(run: Run) -> None:
    printed = json_of(run("schema"))
    assert printed["$schema"].startswith("https://json-schema.org/")


def test_that_an_interrupt_keeps_the_best_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A stand-in for the solver interrupts this process and waits until it is cancelled."""

    def slow(plan: Plan, settings: Settings, **others: Any) -> SolveResult:  # noqa: ANN401 - as the solver's own
        cancel: Cancel = others["cancel"]
        others["on_progress"](Progress("funding", 1, 3, 5, 10, 0.0))
        os.kill(os.getpid(), signal.SIGINT)
        while not cancel.is_requested:
            pass
        stage = Stage("funding", 5, 10, "FEASIBLE", 0.0)
        return SolveResult(plan, settings.objective, "FEASIBLE", (stage,), Schedule(()), 0.0, 0.0)

    monkeypatch.setattr(solver.solve, "solve", slow)
    before = signal.getsignal(signal.SIGINT)
    result = solve_in_terminal(a_plan(), Settings(), None)
    assert result.status == "FEASIBLE"
    assert signal.getsignal(signal.SIGINT) is before


def test_that_a_progress_line_says_stage_best_bound_and_gap() -> None:
    line = progress_line(Progress("funding", 1, 3, 300_000, 320_000, 1.25), is_stopping=True)
    assert line.startswith("Stage 1 of 3, most funding: best 300,000, bound 320,000, gap 6.2%, 1.2 s")
    assert line.endswith("keeping the best")


def test_that_help_and_reading_import_neither_qt_nor_or_tools() -> None:
    script = """
import sys
from pathlib import Path
from planner.files import read
from ui.command_line import main

read(Path(sys.argv[1]))
large = ("PySide6", "ortools", "pandas", "typst", "babel", "jsonschema", "docx", "jinja2", "icalendar")
print([name for name in large if name in sys.modules])
"""
    sample = str(path("samples/calder.rollout"))
    ended = subprocess.run([sys.executable, "-c", script, sample], check=True, capture_output=True, text=True)
    assert ended.stdout.strip() == "[]"


def test_that_a_plan_too_large_to_be_solved_is_refused_before_the_solve(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "large.rollout"
    write(State(a_plan(phases=tuple(a_phase(f"P{number}") for number in range(2_001)))), file)
    ended = run("solve", file)
    assert ended.code == UNUSABLE
    assert "The plan has 2,001 phases; up to 2,000 can be solved." in ended.errors


def test_that_about_tells_the_program_and_its_libraries(run: Run) -> None:
    ended = run("about")
    assert ended.code == DONE
    assert "msgspec" in ended.output
    parts = json.loads(run("about", "--json").output)["components"]
    assert parts[0]["name"] == "launchwindow"
    assert all(set(each) == {"name", "version", "licence"} for each in parts)


def test_that_every_command_of_every_topic_is_reached_by_its_name() -> None:
    topics = [get_group(group.typer_instance) for group in app.registered_groups if group.typer_instance is not None]
    reached = get_group(app).commands
    named = [name for topic in topics for name in ((topic.name,) if topic.name else topic.commands)]
    assert sorted(named) == sorted(reached)
