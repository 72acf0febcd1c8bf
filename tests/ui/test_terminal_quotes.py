"""The command ``quotes``: what options were quoted at, and what a new quote does to money."""

import json
from pathlib import Path

import pytest

from planner.files import read
from resources import path
from tests.ui.conftest import Run
from ui.command_line import DONE, UNUSABLE

CALDER = path("samples/calder.solved.rollout")
BEARERS = ("customer", "partner", "credit")


def test_that_a_new_quote_is_shown_with_what_it_does_to_money(run: Run, tmp_path: Path) -> None:
    to = tmp_path / "quoted.rollout"
    told = ("--on", "2027-01-25", "--valid-until", "2027-02-15", "--sow", "SOW-9", "-o", to, "--json")
    before = read(CALDER).plan.phase["M09"].option("BRK")
    assert before is not None
    code, output, _ = run("quotes", CALDER, "--add", f"M09@BRK={before.cost + 8_000}", *told)
    found, after = json.loads(output), read(to).plan.phase["M09"].option("BRK")
    assert code == DONE
    assert after is not None
    assert after.cost == before.cost + 8_000
    assert found["effect"] == {"cost": 8_000, "funding": 0, "net_cost": 8_000}
    assert found["internal"] is True
    (line,) = found["quotes"]
    assert (line["sow"], line["has_lapsed"], line["is_present"]) == ("SOW-9", True, True)
    assert len(found["findings"]) == 1
    code, output, _ = run("quotes", to)
    assert "SOW-9" in output
    assert "lapsed" in output


def test_that_a_rise_that_credits_bear_is_paid_by_them(run: Run) -> None:
    told = ("--add", "M11@CEN=32,000", "--on", "2027-01-25", "--borne-by")
    effects = {by: json.loads(run("quotes", CALDER, *told, by, "--json").output)["effect"] for by in BEARERS}
    assert effects["customer"] == {"cost": 8_000, "funding": 0, "net_cost": 8_000}
    assert effects["credit"] == {"cost": 8_000, "funding": 4_000, "net_cost": 4_000}
    assert effects["partner"] == {"cost": 0, "funding": 0, "net_cost": 0}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("M09=5", "names no phase and option"),
        ("M09@BRK=much", "is no sum"),
        ("M09@BRK=5EUR", "no rate of EUR"),
        ("M99@BRK=5", "no phase 'M99'"),
        ("M09@NOBODY=5", "no option 'NOBODY'"),
    ],
)
def test_that_what_cannot_be_a_quote_is_refused(run: Run, text: str, says: str) -> None:
    code, _, errors = run("quotes", CALDER, "--add", text)
    assert code == UNUSABLE
    assert says in errors
