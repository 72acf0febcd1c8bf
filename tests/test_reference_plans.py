import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from planner.files import encode, parse, read
from planner.funding.ledgers import funding_ledger
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.value import DateRange
from tests.reference_plans import main, read_plan, read_schedule, shared_folder

ROOT = Path(__file__).resolve().parents[1]
SMALLEST: Mapping[str, Any] = {
    "customer": "Anybody",
    "currency": "EUR",
    "start": "2027-01-04",
    "horizon": "2027-06-30",
    "phases": [
        {
            "id": "P1",
            "name": "Pilot",
            "workload": "Intune",
            "motion": "pilot",
            "fundable_cost": 100,
            "options": [{"kind": "internal", "partner": None, "duration_wd": 3, "cost": 50}],
        },
        {
            "id": "P2",
            "name": "Wave",
            "workload": "Intune",
            "motion": "deploy",
            "fundable_cost": 100,
            "options": [{"kind": "internal", "partner": None, "duration_wd": 3, "cost": 50}],
        },
    ],
}
CREDIT: Mapping[str, Any] = {
    "id": "C1",
    "name": "Voucher",
    "programme": "ME3E5",
    "face": 100,
    "window_start": "2027-01-04",
    "expiry": "2027-06-30",
}


def plan_of(folder: Path, **changes: object) -> Plan:
    """The smallest plan with some keys changed, read from a file."""
    source = folder / "plan.json"
    source.write_text(json.dumps({**SMALLEST, **changes}), encoding="utf-8")
    return read_plan(source)


def test_that_the_small_plan_holds_its_figures(small: Plan) -> None:
    assert (len(small.phases), len(small.partners), len(small.credits)) == (8, 2, 3)
    assert sum(credit.face for credit in small.credits) == 120_000
    assert small.rate_lines[0].list_price == 6_000
    assert (small.rate_lines[0].asked, small.rate_lines[0].offered) == (500, 100)
    assert (small.credits[0].share, small.credits[0].confidence, small.credits[0].tranches) == (
        7_500,
        8_000,
        (5_000, 5_000),
    )
    assert (small.discount_rate, small.term_years, small.one_source_per_phase) == (800, 3, False)


def test_that_the_medium_plan_holds_its_figures(medium: Plan) -> None:
    assert (len(medium.phases), len(medium.partners), len(medium.credits)) == (25, 4, 7)
    assert sum(credit.face for credit in medium.credits) == 467_500
    assert len(medium.dependencies) == 34
    assert medium.credit["MV1"].exclusion_groups == medium.credit["MV2"].exclusion_groups == ("M365V",)
    assert medium.credit["MW1"].phase_cap == 7_500
    assert medium.credit["MV3"].combined_caps == ("VCAP",)
    assert medium.partner["CEN"].windows[1] == DateRange(date(2027, 6, 1), date(2027, 12, 17))


@pytest.mark.parametrize(
    ("name", "funding", "net_cost", "finish"),
    [("small", 70_000, 61_500, date(2027, 6, 22)), ("medium", 320_000, 552_900, date(2027, 12, 1))],
)
def test_that_a_reference_schedule_is_priced_as_published(
    name: str, funding: int, net_cost: int, finish: date, request: pytest.FixtureRequest
) -> None:
    plan: Plan = request.getfixturevalue(name)
    folder = shared_folder()
    assert folder is not None
    schedule = read_schedule(plan, folder / "plans" / f"{name}.result.json")
    ledger = funding_ledger(plan, schedule)
    assert (ledger.planned, ledger.net_cost, ledger.finish) == (funding, net_cost, finish)
    state = State(plan, schedule)
    assert parse(encode(state)) == state


def test_that_blank_keys_take_their_defaults(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, credits=[{**CREDIT, "share_pct": None, "combined_cap": None, "tranche": None}])
    assert plan.name == "Anybody: rollout"
    assert plan.credits[0].share == 10_000
    assert plan.credits[0].combined_caps == ()
    assert plan.credits[0].proof_preparation == 5


def test_that_groups_may_be_lists(tmp_path: Path) -> None:
    credit = {**CREDIT, "credit_exclusion": ["X", "Y"], "phase_exclusion": "Z", "combined_cap": ["CAP"]}
    plan = plan_of(tmp_path, credits=[credit], combined_caps=[{"id": "CAP", "limit": 5}])
    read_credit = plan.credits[0]
    assert read_credit.exclusion_groups == ("X", "Y")
    assert read_credit.phase_exclusion_groups == ("Z",)
    assert read_credit.combined_caps == ("CAP",)


def test_that_freezes_tell_kind_and_region(tmp_path: Path) -> None:
    days = {"start": "2027-02-01", "end": "2027-02-05"}
    freezes = [
        {"name": "A", **days},
        {"name": "B", **days, "kind": "block", "region": "EMEA"},
        {"name": "C", **days, "regions": ["APAC", "EMEA"]},
    ]
    plan = plan_of(tmp_path, freezes=freezes)
    assert [(freeze.kind, freeze.regions) for freeze in plan.freezes] == [
        ("pause", ()),
        ("block", ("EMEA",)),
        ("pause", ("APAC", "EMEA")),
    ]


def test_that_holidays_by_region_become_calendars(tmp_path: Path) -> None:
    holidays = {"Global": ["2027-05-03"], "EMEA": ["2027-05-03", "2027-05-17"]}
    plan = plan_of(tmp_path, holidays=holidays)
    assert plan.calendar.holidays == (date(2027, 5, 3),)
    assert [region.name for region in plan.regions] == ["EMEA"]
    assert plan.region_calendar("EMEA").holidays == (date(2027, 5, 3), date(2027, 5, 17))


def test_that_regions_without_a_common_calendar_share_their_common_holidays(tmp_path: Path) -> None:
    holidays = {"AMER": ["2027-01-18", "2027-12-24"], "EMEA": ["2027-05-17", "2027-12-24"]}
    plan = plan_of(tmp_path, holidays=holidays)
    assert plan.calendar.holidays == (date(2027, 12, 24),)
    assert [region.name for region in plan.regions] == ["AMER", "EMEA"]


def test_that_region_holidays_may_stand_beside_the_plans(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, holidays=["2027-05-03"], region_holidays={"EMEA": ["2027-05-17"]})
    assert plan.calendar.holidays == (date(2027, 5, 3),)
    assert plan.region_calendar("EMEA").holidays == (date(2027, 5, 17),)


def test_that_links_pins_and_bounds_are_read(tmp_path: Path) -> None:
    first, second = SMALLEST["phases"]
    second = {
        **second,
        "deps": [{"pred": "P1", "type": "SF", "lag_wd": -2}],
        "earliest_start": "2027-02-01",
        "deadline": "2027-03-31",
        "due_date": "2027-03-01",
        "pin": {"start": "2027-02-01"},
    }
    plan = plan_of(tmp_path, phases=[first, second], pins=[{"phase": "P1", "option": "internal"}])
    assert plan.dependencies == (Dependency(predecessor="P1", successor="P2", type="SF", lag=-2),)
    assert plan.phases[1].deadline == date(2027, 3, 31)
    assert plan.pins == (Pin(phase="P1", option="internal"), Pin(phase="P2", start=date(2027, 2, 1)))


def test_that_unknown_keys_are_passed_over(tmp_path: Path) -> None:
    assert plan_of(tmp_path, remark="x").phases == plan_of(tmp_path).phases


def test_that_a_plan_without_meaning_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="partner 'Z'"):
        plan_of(tmp_path, credits=[{**CREDIT, "approved_partners": ["Z"]}])


def test_that_a_finer_price_than_cents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="more than two decimals"):
        plan_of(tmp_path, rate_lines=[{"sku": "E5", "name": "E5", "seats": 1, "list_month": 60.005}])


def test_that_the_command_writes_a_plan_file(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "tests.reference_plans",
        tmp_path / "plan.json",
        tmp_path / "plan.rollout",
    ]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert read(tmp_path / "plan.rollout") == State(plan)


@pytest.mark.parametrize("text", [None, "", "{}", "[]", '{"customer": 5}', json.dumps({**SMALLEST, "phases": [5]})])
def test_that_the_command_says_in_one_line_what_it_cannot_use(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source.json"
    if text is not None:
        source.write_text(text)
    assert main([str(source), str(tmp_path / "out.rollout")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith(str(source))
    assert not (tmp_path / "out.rollout").exists()


def test_that_the_command_tells_its_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "IN.json OUT.rollout" in capsys.readouterr().err
