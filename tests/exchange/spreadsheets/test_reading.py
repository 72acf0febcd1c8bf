"""Phases, credits and partners of spreadsheets come into a plan as a difference by id, or not at all."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner import edits
from planner.exchange.difference import difference
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.project import Project
from planner.exchange.mspdi.writer import write_project
from planner.exchange.preview import is_project, previewed, read_source
from planner.exchange.spreadsheets import reading
from planner.exchange.spreadsheets.columns import COLUMNS, key_of
from planner.exchange.spreadsheets.mapping import (
    ImportMapping,
    SheetMapping,
    read_mapping,
    recognised,
    titles_at,
    write_mapping,
)
from planner.exchange.spreadsheets.reading import ReadSpreadsheet, into_plan
from planner.exchange.spreadsheets.sheets import Sheet, read_sheets
from planner.invariants import PlanError
from planner.plan import Agreement, State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import DeliveryOption, Pin
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_partner
from tests.exchange.spreadsheets.conftest import Write

PLAN = a_plan(phases=(a_phase("P1"), a_phase("P2", name="Second")))
STATE = State(PLAN)
CLOSE = Freeze("Close", DateRange(START, START))


def taken(file: Path, into: State = STATE, **options: bool) -> ReadSpreadsheet:
    sheets = read_sheets(file)
    return into_plan(sheets, recognised(sheets), into, **options)


def faults_of(file: Path, into: State = STATE) -> dict[str, str]:
    with pytest.raises(PlanError) as raised:
        taken(file, into)
    return {fault.path: fault.sentence for fault in raised.value.faults}


def test_that_phases_are_changed_and_added_by_id(workbook: Write) -> None:
    file = workbook(
        Rollout=[
            ["Rollout of spring 2027"],
            [],
            [
                "Task ID",
                "Task name",
                "Product",
                "Users",
                "Partner",
                "Days",
                "Price",
                "Predecessors",
                "Not before",
                "Colour",
            ],
            ["P1", "Phase P1", "Intune", 250, "Partner PAR", 12, 21_000, None, None, "red"],
            ["P3", "Third", "Purview", 40, "FastTrack", "2 weeks", "5k", "1FS+5d; second SS", date(2027, 2, 1), "blue"],
        ]
    )
    found = taken(file)
    first, second, third = found.state.plan.phases
    assert first == a_phase("P1", seats=250, options=(by_partner(duration=12, cost=21_000),))
    assert second is PLAN.phases[1]
    assert (third.workload, third.seats, third.eligible_cost, third.earliest_start) == (
        "Purview",
        40,
        5_000,
        date(2027, 2, 1),
    )
    assert third.options == (DeliveryOption(kind="fasttrack", duration=10, cost=5_000),)
    assert found.state.plan.dependencies == (
        Dependency(predecessor="P1", successor="P3", lag=5),
        Dependency(predecessor="P2", successor="P3", type="SS"),
    )
    assert found.notes == ("Sheet 'Rollout', column 'Colour' is not used.",)
    assert found.missing == {"phases": ("P2",)}


def test_that_the_day_on_which_the_board_was_asked_is_read_and_taken_back(workbook: Write) -> None:
    asked = taken(workbook(Phases=[["id", "CAB asked"], ["P1", date(2027, 2, 1)]])).state
    assert asked.plan.phase["P1"].change_requested == date(2027, 2, 1)
    again = taken(workbook(Phases=[["id", "Board asked on"], ["P1", "-"]]), asked).state
    assert again.plan.phase["P1"].change_requested is None


def test_that_the_difference_tells_parts_and_fields(workbook: Write) -> None:
    file = workbook(Phases=[["id", "name", "seats"], ["P1", "Other", 250]])
    changed = taken(file, remove_missing=True).state
    told = {(each.kind, each.name): each for each in difference(STATE, changed)}
    assert told.keys() == {("phase", "P1"), ("phase", "P2")}
    assert [(each.field, each.before, each.after) for each in told["phase", "P1"].fields] == [
        ("name", "Phase P1", "Other"),
        ("seats", 100, 250),
    ]
    assert told["phase", "P2"].how == "removed"


def test_that_credits_and_partners_stand_on_sheets_of_their_own(workbook: Write) -> None:
    file = workbook(
        Partners=[
            ["Partner", "Approved for", "Teams", "From", "Until"],
            ["Acme", "Intune; Purview", 2, START, date(2027, 6, 30)],
        ],
        Funding=[
            [
                "Credit ID",
                "Program",
                "Amount",
                "Valid from",
                "Expires",
                "Share",
                "Partners",
                "Workloads",
                "Probability",
            ],
            ["C1", None, "60,000", None, None, "75%", "Acme, PAR", "-", None],
            ["C9", "ECIF", 10_000, "2027-02-01", "30.6.2027", 1, "acme", "Intune", "80%"],
        ],
    )
    plan = taken(file).state.plan
    acme, first, second = plan.partner["Acme"], plan.credit["C1"], plan.credit["C9"]
    assert acme == a_partner(
        "Acme",
        name="Acme",
        approved_workloads=("Intune", "Purview"),
        teams=2,
        windows=(DateRange(START, date(2027, 6, 30)),),
        day_rate=0,
    )
    assert first == replace(PLAN.credits[0], face=60_000, share=7_500, approved_partners=("Acme", "PAR"))
    assert (second.window, second.share, second.confidence) == (
        DateRange(date(2027, 2, 1), date(2027, 6, 30)),
        10_000,
        8_000,
    )
    assert second.scope.workloads == ("Intune",)


def test_that_merged_titles_belong_to_all_columns_below(workbook: Write) -> None:
    rows = [
        ["Credit", None, "Programme", "Face", "Window", None],
        ["Id", "Name", None, None, "Start", "End"],
        ["C2", "Offer", "ECIF", 5_000, "2027-01-04", "2027-06-30"],
    ]
    file = workbook(["A1:B1", "C1:C2", "D1:D2", "E1:F1"], Credits=rows)
    credit = taken(file).state.plan.credit["C2"]
    assert (credit.name, credit.programme, credit.window) == ("Offer", "ECIF", DateRange(START, date(2027, 6, 30)))


def test_that_every_fault_stands_at_its_cell_and_nothing_is_imported(workbook: Write) -> None:
    file = workbook(
        Phases=[
            ["id", "name", "workload", "seats", "days", "cost", "partner", "predecessors", "deadline"],
            ["P1", "A", None, "many", 0, 5, None, None, None],
            ["P1", "B", None, None, None, None, None, None, None],
            ["P7", "C", None, None, 5, "=1+1", "Nobody", "P99", "soon"],
            [None, None, "Intune", None, None, None, None, None, None],
        ]
    )
    faults = faults_of(file)
    assert faults == {
        "Phases!D2": "'many' is no number.",
        "Phases!A3": "'P1' stands in Phases!A2 already.",
        "Phases!C4": "Phase 'P7' is not in the plan yet, so it needs its workload.",
        "Phases!F4": "The cell holds a formula that was never calculated; open and save the workbook in Excel.",
        "Phases!H4": "'P99' names no phase that is in the plan or the sheet.",
        "Phases!I4": "'soon' is no date; write it as 2027-06-30.",
        "Phases!A5": "The row of phases has neither an id nor a name.",
    }


def test_that_a_sum_of_another_currency_is_no_sum_of_the_plan(workbook: Write) -> None:
    known = a_plan(credits=(a_credit("C1"), a_credit("C2")))
    rows = [["Credit ID", "Face"], ["C1", "30,000 EUR"], ["C2", "£ 20,000"]]
    assert faults_of(workbook(Credits=rows), State(known)) == {
        "Credits!B2": "'30,000 EUR' is in EUR, and the plan counts in USD.",
        "Credits!B3": "'£ 20,000' is in £, and the plan counts in USD.",
    }
    own = [["Credit ID", "Face"], ["C1", "30,000 USD"], ["C2", "$20,000"]]
    plan = taken(workbook(Credits=own), State(known)).state.plan
    assert [credit.face for credit in plan.credits] == [30_000, 20_000]


def test_that_what_makes_no_plan_is_told_at_the_cell_that_brought_it_about(workbook: Write) -> None:
    rows = [
        ["id", "name", "days", "deadline", "not before", "predecessors"],
        ["P1", "A", 9_999, None, None, "P2"],
        ["P2", "B", None, date(2027, 1, 4), date(2027, 2, 1), "P1"],
    ]
    assert "at most 2,000" in faults_of(workbook(Phases=rows))["Phases!C2"]
    rows[1] = ["P1", "A", 5, None, None, "P2"]
    faults = faults_of(workbook(Phases=rows))
    assert "lies before the earliest start" in faults["Phases!D3"]
    assert any("circle" in sentence for place, sentence in faults.items() if place.startswith("Phases!F"))


def test_that_blank_cells_say_nothing_and_dashes_say_none(workbook: Write) -> None:
    plan = replace(
        PLAN,
        phases=(replace(PLAN.phases[0], deadline=date(2027, 6, 30), owner="Ann"), PLAN.phases[1]),
        dependencies=(Dependency(predecessor="P1", successor="P2"),),
        pins=(Pin(phase="P1", start=START),),
    )
    rows = [["id", "name", "deadline", "owner", "predecessors", "pin"], ["P1", None, None, None, None, None]]
    state = State(plan)
    assert taken(workbook(Phases=rows), state).state is state
    rows.append(["P2", None, "-", "none", "-", None])
    rows[1] = ["P1", None, "-", "-", None, "-"]
    changed = taken(workbook(Phases=rows), state).state.plan
    assert (changed.phases[0].deadline, changed.phases[0].owner, changed.dependencies, changed.pins) == (
        None,
        "",
        (),
        (),
    )


def test_that_the_schedule_is_carried_along(workbook: Write) -> None:
    state = State(PLAN, Schedule((an_assignment(PLAN, "P1"), an_assignment(PLAN, "P2"))))
    found = taken(workbook(Phases=[["id", "name", "days"], ["P1", None, 15]]), state, remove_missing=True).state
    assert found.schedule == Schedule((an_assignment(found.plan, "P1"),))
    assert found.schedule is not None
    assert found.schedule.assignments[0].finish == date(2027, 1, 22)


def test_that_a_partner_in_use_is_not_removed_in_silence(workbook: Write) -> None:
    file = workbook(Partners=[["id", "name", "teams"], ["NEW", "New", 1]])
    with pytest.raises(PlanError, match="is used by"):
        taken(file, remove_missing=True)


def test_that_csv_files_are_read_as_sheets_are(csv_file: Callable[..., Path]) -> None:
    file = csv_file('Id;Name;Plätze;Users\nP1;"Ein; Name";x;1.500\n', "cp1252")
    found = taken(file)
    assert (found.state.plan.phases[0].name, found.state.plan.phases[0].seats) == ("Ein; Name", 1_500)
    assert found.notes == ("Sheet 'table', column 'Plätze' is not used.",)


def test_that_a_mapping_is_saved_and_used_again(workbook: Write, tmp_path: Path) -> None:
    rows = [["Schlüssel", "Bezeichnung", 'Plätze "neu"'], ["P1", "Erste", 7]]
    sheets = read_sheets(workbook(Blatt=rows))
    assert recognised(sheets) == ImportMapping()
    columns = {"Schlüssel": "id", "Bezeichnung": "name", 'Plätze "neu"': "seats"}
    mapping = ImportMapping(sheets=(SheetMapping(sheet="Blatt", kind="phases", columns=columns),), dates="day first")
    write_mapping(mapping, tmp_path / "map.toml")
    assert read_mapping(tmp_path / "map.toml") == mapping
    assert into_plan(sheets, mapping, STATE).state.plan.phases[0].seats == 7


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("=", "no mapping"),
        ("sheets = 1", "no mapping"),
        ("[[sheets]]\nsheet='S'\nkind='phases'\n[sheets.columns]\nA='b'", "no column of phases"),
    ],
)
def test_that_a_wrong_mapping_is_refused(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "map.toml"
    file.write_text(text)
    with pytest.raises(PlanError, match=words):
        read_mapping(file)


def test_that_a_mapping_which_does_not_fit_is_refused(workbook: Write) -> None:
    sheets = read_sheets(workbook(Phases=[["id", "name"], ["P1", "A"]]))
    for sheet, row, words in (
        ("Other", 1, "no sheet"),
        ("Phases", 9, "no row 9"),
        ("Phases", 2, "No column holds an id"),
    ):
        mapping = ImportMapping(
            sheets=(SheetMapping(sheet=sheet, kind="phases", header_row=row, columns={"id": "id"}),)
        )
        with pytest.raises(PlanError, match=words):
            into_plan(sheets, mapping, STATE)
    with pytest.raises(PlanError, match="No sheet has titles"):
        into_plan(sheets, ImportMapping(), STATE)


def test_that_every_column_is_known_by_its_own_name_and_each_synonym() -> None:
    for kind, columns in COLUMNS.items():
        for column in columns:
            assert key_of(kind, column.key.replace("_", " ").title()) == column.key
            assert all(key_of(kind, word) is not None for word in column.synonyms)
    assert key_of("phases", "Duration (days)") == "duration"
    assert key_of("phases", "Colour") is None


def test_that_the_title_of_a_table_is_no_part_of_its_columns() -> None:
    sheet = Sheet("S", (("Title of the list", None, None), ("id", "name", None)))
    assert [title.title for title in titles_at(sheet, 2)] == ["id", "name"]
    assert recognised((sheet,)).sheets[0].columns == {"id": "id", "name": "name"}


def test_that_what_is_written_out_and_read_in_again_changes_nothing(workbook: Write) -> None:
    """The cells of a plan's own phases, in any order of rows, are no difference."""
    plan = edits.add_dependency(PLAN, "P1", "P2", "FF", -3)
    rows = [
        [phase.id, phase.name, phase.workload, phase.motion, phase.seats, phase.eligible_cost, "PAR", 10, 20_000]
        for phase in plan.phases
    ]
    rows[0].append("-")
    rows[1].append("P1FF-3d")
    random.Random(7).shuffle(rows)  # noqa: S311 - no secret
    head = ["id", "name", "workload", "motion", "seats", "eligible cost", "delivered by", "duration", "cost", "after"]
    state = State(plan)
    assert taken(workbook(Phases=[head, *rows]), state).state is state


def test_that_credits_which_a_sheet_has_no_more_go_only_if_asked_and_new_ones_tell_all(
    workbook: Write,
) -> None:
    titles: list[object] = ["Credit ID", "Name", "Face", "Programme", "Window start", "Window end"]
    whole: list[object] = ["C2", "New", 5, "ECIF", START, date(2027, 6, 30)]
    assert taken(workbook(Credits=[titles, whole])).missing == {"credits": ("C1",)}
    assert [*taken(workbook(Credits=[titles, whole]), remove_missing=True).state.plan.credit] == ["C2"]
    assert "needs its" in " ".join(faults_of(workbook(Credits=[titles[:3], whole[:3]])).values())


def test_that_wrong_cells_of_partners_and_credits_stand_at_their_cell(workbook: Write) -> None:
    windows = (DateRange(START, START), DateRange(date(2027, 3, 1), date(2027, 3, 5)))
    state = State(replace(PLAN, partners=(a_partner(windows=windows),)))
    told = faults_of(workbook(Partners=[["id", "name", "From"], ["PAR", None, START]]), state)
    assert "has 2 windows, of which a row can tell only one." in told["Partners!C2"]
    told = faults_of(workbook(Credits=[["Credit ID", "Partners"], ["C1", "Nobody"]]))
    assert told == {"Credits!B2": "'Nobody' is no partner of the plan."}
    told = faults_of(workbook(Phases=[["id", "name", "partner", "days"], ["P1", None, "Nobody", 5]]))
    assert told == {"Phases!C2": "'Nobody' is no partner of the plan."}


def test_that_another_deliverer_is_added_and_rows_without_any_value_are_passed_over(workbook: Write) -> None:
    rows = [
        ["id", "name", "partner", "days", "Colour"],
        [None, None, None, None, "red"],
        ["P1", None, "FastTrack", 4, None],
    ]
    phase = taken(workbook(Phases=rows)).state.plan.phases[0]
    assert [option.id for option in phase.options] == ["PAR", "fasttrack"]


def test_that_two_columns_are_not_mapped_to_the_same_and_the_faults_told_are_bounded(
    workbook: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = read_sheets(workbook(Phases=[["id", "name", "title"], ["P1", "A", "B"]]))
    twice = ImportMapping(
        sheets=(SheetMapping(sheet="Phases", kind="phases", columns={"id": "id", "name": "name", "title": "name"}),)
    )
    with pytest.raises(PlanError, match="Two columns are mapped to 'name'"):
        into_plan(sheets, twice, STATE)
    monkeypatch.setattr(reading, "MOST_FAULTS", 1)
    rows = [["id", "name", "seats", "days"], ["P1", None, "many", "few"]]
    assert len(faults_of(workbook(Phases=rows))) == 1


def test_that_a_fault_of_no_cell_is_told_of_the_plan(workbook: Write) -> None:
    state = State(replace(PLAN, agreement=Agreement(starts_on=START, ends_on=date(2026, 1, 1))))
    told = faults_of(workbook(Phases=[["id", "name"], ["P1", "Other"]]), state)
    assert told == {"plan.agreement.ends_on": "The agreement ends before it starts."}
    told = faults_of(workbook(Phases=[["id", "name", "number"], ["P" * 65, "Other", 1]]))
    assert told


def test_that_a_preview_tells_what_a_file_would_change_or_why_it_cannot_be_read(
    workbook: Write, tmp_path: Path
) -> None:
    file = workbook(Phases=[["id", "name"], ["P1", "Other"]])
    source = read_source(file)
    assert not isinstance(source, Project)
    kept = previewed(source, recognised(source), STATE, remove_missing=False)
    assert [(each.name, each.how) for each in kept.changes] == [("P1", "changed")]
    assert kept.notes == ("The file does not have these phases, which are kept: P2.",)
    assert previewed(source, recognised(source), STATE, remove_missing=True).notes == ()
    wrong = read_source(workbook(Phases=[["id", "name", "seats"], ["P1", None, "many"]]))
    assert not isinstance(wrong, Project)
    told = previewed(wrong, recognised(wrong), STATE, remove_missing=False)
    assert (told.state, [fault.path for fault in told.faults]) == (None, ["Phases!C2"])
    renamed = replace(PLAN, name="Other", freezes=(CLOSE, CLOSE), phases=(*PLAN.phases, a_phase("P3")))
    project = tmp_path / "theirs.txt"
    text = write_project(internal_project(State(renamed))).decode("utf-8")
    project.write_text(text.replace('encoding="UTF-8"', 'encoding="UTF-16"'), encoding="utf-16")
    assert is_project(project)
    read = read_source(project)
    changes = previewed(read, ImportMapping(), STATE, remove_missing=False).changes
    assert {(each.kind, each.name, each.how) for each in changes} >= {
        ("phase", "P3", "added"),
        ("freeze", "Close", "added"),
        ("freeze", "Close (2)", "added"),
    }
    whole = difference(STATE, State(replace(PLAN, name="Other")))
    assert [(each.kind, [field.field for field in each.fields]) for each in whole] == [("plan", ["name"])]


def test_that_a_status_is_one_of_the_known_ones_however_it_is_written(workbook: Write) -> None:
    rows = [["Credit ID", "Status"], ["C1", "SOW-signed"]]
    assert taken(workbook(Credits=rows)).state.plan.credit["C1"].status == "sow_signed"
    rows[1][1] = "fine"
    assert "'fine' is none of proposed" in faults_of(workbook(Credits=rows))["Credits!B2"]
