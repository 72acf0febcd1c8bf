"""Business case and brief as a person asks for them in a terminal."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from planner.business_case.letterhead import FILE
from planner.files import read, write
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_credit, a_plan, a_rate_line, an_assignment
from tests.business_case.reading import html_texts
from tests.ui.conftest import Run
from ui.command_line import DONE, FAULTS, UNUSABLE

CASE, BRIEF = "endpoints-funding-business-case", "endpoints-INTERNAL-negotiation-brief"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The plan of the builders with P1 on its first days, for which all is claimed."""
    plan = a_plan(rate_lines=(a_rate_line(),))
    found = tmp_path / "plan.rollout"
    write(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))), found)
    return found


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_that_several_formats_can_be_named(file: Path, tmp_path: Path, run: Run) -> None:
    chosen = ("--format", "docx", "--format", "html", "--format", "ics")
    assert run("export", file, "--to", tmp_path / "out", *chosen).code == DONE
    assert names(tmp_path / "out") == {f"{CASE}.docx", f"{CASE}.html", f"{CASE}.ics"}


def test_that_a_brief_and_a_workbook_are_written_and_said_to_be_internal(file: Path, tmp_path: Path, run: Run) -> None:
    ended = run("brief", file, "--to", tmp_path / "own")
    assert ended.code == DONE
    assert names(tmp_path / "own") == {
        *(f"{BRIEF}.{kind}" for kind in ("pdf", "docx", "html", "ics")),
        "endpoints-INTERNAL-workbook.xlsx",
    }
    assert "Not for Microsoft or partners" in ended.errors


def test_that_a_brief_lies_beside_a_business_case_only_where_that_is_asked_for(
    file: Path, tmp_path: Path, run: Run
) -> None:
    out = tmp_path / "out"
    assert run("export", file, "--to", out, "--format", "html").code == DONE
    refused = run("brief", file, "--to", out)
    assert refused.code == UNUSABLE
    assert "--beside-business-case" in refused.errors
    assert names(out) == {f"{CASE}.html"}
    assert run("brief", file, "--to", out, "--beside-business-case", "--format", "pdf").code == DONE
    again = run("export", file, "--to", out, "--format", "html")
    assert again.code == DONE
    assert "do not send the folder whole" in again.errors


def test_that_a_brief_of_a_schedule_with_faults_says_so(file: Path, tmp_path: Path, run: Run) -> None:
    plan = a_plan()
    write(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 99_000),))), file)
    assert run("brief", file, "--to", tmp_path / "own").code == FAULTS


def test_that_paper_and_letterhead_are_taken(file: Path, tmp_path: Path, run: Run) -> None:
    template = tmp_path / "template"
    template.mkdir()
    (template / FILE).write_text('organisation = "Hartwell IT"\nclosing = "Thank you."\n', encoding="utf-8")
    for command, name in (("export", CASE), ("brief", BRIEF)):
        out = tmp_path / command
        arguments = ("--to", out, "--format", "pdf", "--paper", "letter", "--template", template)
        assert run(command, file, *arguments).code == DONE
        page = PdfReader(out / f"{name}.pdf").pages[0]
        assert (round(page.mediabox.width), "Hartwell IT" in page.extract_text()) == (612, True)


@pytest.mark.parametrize("command", ["export", "brief"])
def test_that_a_broken_template_names_file_and_field_and_nothing_is_written(
    file: Path, tmp_path: Path, run: Run, command: str
) -> None:
    (tmp_path / FILE).write_text('accent = "reddish"', encoding="utf-8")
    ended = run(command, file, "--to", tmp_path / "out", "--template", tmp_path)
    assert ended.code == UNUSABLE
    assert f"{FILE}: accent: 'reddish' is no colour" in ended.errors
    assert not (tmp_path / "out").exists()


def test_that_what_the_asks_found_is_ranked_in_the_brief(file: Path, tmp_path: Path, run: Run) -> None:
    plan = a_plan(credits=(a_credit(face=6_000),))
    write(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 6_000),))), file)
    found = tmp_path / "asks.json"
    found.write_text(run("asks", file, "--json", "--no-bundles", "--workers", "1").output, encoding="utf-8")
    gaining = [each for each in json.loads(found.read_text(encoding="utf-8"))["asks"] if each["at_least"] > 0]
    assert gaining
    assert run("brief", file, "--to", tmp_path / "own", "--format", "html", "--asks", found).code == DONE
    text = " ".join(html_texts(tmp_path / "own" / f"{BRIEF}.html"))
    assert "What to ask for, the most first" in text
    assert gaining[0]["request"] in text


@pytest.mark.parametrize("content", ["{}", "no json", None])
def test_that_a_file_without_asks_is_refused_and_nothing_is_written(
    file: Path, tmp_path: Path, run: Run, content: str | None
) -> None:
    asks = tmp_path / "asks.json"
    if content is not None:
        asks.write_text(content, encoding="utf-8")
    ended = run("brief", file, "--to", tmp_path / "own", "--asks", asks)
    assert (ended.code, "asks.json" in ended.errors) == (UNUSABLE, True)
    assert not (tmp_path / "own").exists()


def test_that_a_name_of_a_plan_leads_a_brief_into_no_other_folder(file: Path, tmp_path: Path, run: Run) -> None:
    write(State(replace(a_plan(), name="../../x")), file)
    assert run("brief", file, "--to", tmp_path / "own", "--format", "html").code == DONE
    assert names(tmp_path / "own") == {"x-INTERNAL-negotiation-brief.html"}


def test_that_what_is_sent_is_recorded_in_the_plan_and_nothing_has_changed_at_once(
    file: Path, tmp_path: Path, run: Run
) -> None:
    kept = tmp_path / "kept.rollout"
    sent = run("export", file, "--to", tmp_path / "out", "--format", "html", "--sent-to", "The desk", "-o", kept)
    assert sent.code == DONE
    assert "version 1, sent to The desk" in sent.output
    assert "Version 1" in " ".join(html_texts(tmp_path / "out" / f"{CASE}.html"))
    (record,) = json.loads(run("sent", kept, "--json").output)
    assert (record["version"], record["to"], record["requested"], record["changes"]) == (1, "The desk", 10_000, [])
    assert "Nothing of it has changed since" in run("sent", kept, "--file", tmp_path / "out" / f"{CASE}.html").output


def test_that_what_changed_since_it_was_sent_is_told_in_money_and_days(file: Path, tmp_path: Path, run: Run) -> None:
    kept = tmp_path / "kept.rollout"
    run("export", file, "--to", tmp_path / "out", "--format", "html", "--sent-to", "The desk", "-o", kept)
    plan = read(kept).plan
    later = an_assignment(plan, start=START.replace(day=START.day + 7))
    write(State(plan, Schedule((later,), (Claim("P1", "C1", 9_000),))), kept)
    (record,) = json.loads(run("sent", kept, "--json").output)
    found = {(each["subject"], each["what"]): each["difference"] for each in record["changes"]}
    assert (found["money", "requested"], found["days", "starts"], found["days", "ends"]) == (-1_000, 7, 7)
    assert "+7 days" in run("sent", kept).output


def test_that_an_export_without_a_reader_is_a_draft_and_recorded_nowhere(file: Path, tmp_path: Path, run: Run) -> None:
    assert run("export", file, "--to", tmp_path / "out", "--format", "html").code == DONE
    assert "Draft of version 1" in " ".join(html_texts(tmp_path / "out" / f"{CASE}.html"))
    assert "Nothing was recorded" in run("sent", file).output


@pytest.mark.parametrize("arguments", [("--sent-to", "The desk"), ("-o", "kept.rollout")])
def test_that_a_reader_and_the_plan_that_keeps_it_are_asked_for_together(
    file: Path, tmp_path: Path, run: Run, arguments: tuple[str, ...]
) -> None:
    ended = run("export", file, "--to", tmp_path / "out", *arguments)
    assert (ended.code, "belong together" in ended.errors) == (UNUSABLE, True)
    assert not (tmp_path / "out").exists()


def test_that_an_internal_project_is_sent_to_nobody(file: Path, tmp_path: Path, run: Run) -> None:
    kept = ("--sent-to", "The desk", "-o", tmp_path / "kept.rollout")
    assert run("export", file, "--to", tmp_path / "out", "--format", "mspdi-internal", *kept).code == UNUSABLE
    assert not (tmp_path / "out").exists()


def test_that_a_file_that_was_changed_since_is_not_known_again(file: Path, tmp_path: Path, run: Run) -> None:
    kept = tmp_path / "kept.rollout"
    run("export", file, "--to", tmp_path / "out", "--format", "html", "--sent-to", "The desk", "-o", kept)
    assert run("sent", kept, "--file", file).code == UNUSABLE
    assert run("sent", kept, "--version", "2").code == UNUSABLE


def test_that_a_copy_for_the_partner_opens_as_a_plan(file: Path, tmp_path: Path, run: Run) -> None:
    assert run("export", file, "--to", tmp_path / "out", "--format", "rollout").code == DONE
    copy = tmp_path / "out" / "endpoints-partner-copy.rollout"
    assert run("check", copy).code == DONE
    assert read(copy).plan.rate_lines == ()


def test_that_an_internal_project_is_written_neither_with_nor_beside_what_leaves_the_house(
    file: Path, tmp_path: Path, run: Run
) -> None:
    out, internal = tmp_path / "out", ("--format", "mspdi-internal")
    assert run("export", file, "--to", out, "--format", "mspdi", *internal).code == UNUSABLE
    assert not out.exists()
    assert run("export", file, "--to", out, "--format", "mspdi").code == DONE
    assert "name another folder" in run("export", file, "--to", out, *internal).errors
    assert names(out) == {"endpoints-project.xml"}
    assert run("export", file, "--to", tmp_path / "own", *internal).code == DONE
