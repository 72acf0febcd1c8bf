"""The command ``offer``: one ledger, its worth there, what was assumed, and the strings."""

import io
import json
import sys
from pathlib import Path

import pytest

from planner.files import read, write
from planner.plan import State
from tests.builders import a_credit, a_phase, a_plan, a_rate_line, by_fasttrack, by_partner
from tests.ui.conftest import Run
from ui.command_line import DONE, UNUSABLE
from ui.terminal.offer import marked


@pytest.fixture
def file(tmp_path: Path) -> Path:
    phase = a_phase(options=(by_partner(), by_fasttrack()))
    plan = a_plan(phases=(phase,), credits=(a_credit("C1"),), rate_lines=(a_rate_line("E5", name="Suite"),))
    file = tmp_path / "plan.rollout"
    write(State(plan), file)
    return file


def test_that_a_credit_is_told_with_what_it_adds_and_displaces(run: Run, file: Path) -> None:
    ended = run("offer", file, "30,000 USD for Intune deploy until 2027-06-30, 80 %. You must purchase more seats.")
    assert ended.code == DONE
    assert "of a face of 30,000 it adds 6,000 USD, proven" in ended.output
    assert "It would pay 16,000; 10,000 of that takes the place of other credits." in ended.output
    assert "C1: 10,000 → 0 (-10,000)" in ended.output
    assert "No partner is named" in ended.output
    assert "You »must purchase« more seats" in ended.output


def test_that_a_discount_is_told_as_rate_and_no_funding(run: Run, file: Path) -> None:
    ended = run("offer", file, "5 % discount on Suite")
    assert "Rate ledger: 8,640.00 USD over 3 years. It is no funding." in ended.output
    assert "Suite: 1 % → 5 %" in ended.output
    assert "Funding" not in ended.output


def test_that_a_right_is_told_as_a_memo(run: Run, file: Path) -> None:
    ended = run("offer", file, "FastTrack for Intune from 50 seats")
    assert "Entitlement ledger: it covers P1" in ended.output
    assert "Memo, no concession: FastTrack could save 13,000 USD" in ended.output


def test_that_strings_alone_are_worth_nothing(run: Run, file: Path) -> None:
    ended = run("offer", file, "You must commit to purchase 500 seats")
    assert "Strings alone" in ended.output


def test_that_an_object_names_its_ledger_alone(run: Run, file: Path) -> None:
    credit = json.loads(run("offer", file, "9k for Intune until 2027-06-30", "--json").output)
    assert credit["ledger"] == "funding"
    assert credit["funding"]["is_proven"] is True
    assert not credit.keys() & {"rate", "entitlement", "none"}
    rate = json.loads(run("offer", file, "5 % discount on Suite", "--json").output)
    assert rate["rate"]["in_term"] == 864_000
    right = json.loads(run("offer", file, "FastTrack for Intune", "--json").output)
    assert right["entitlement"]["avoided_cost_memo"] == 13_000


def test_that_an_offer_is_pasted_and_the_plan_written_as_if_it_held(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("5 % discount on Suite\n"))
    target = tmp_path / "with.rollout"
    assert run("offer", file, "-o", target).code == DONE
    assert read(target).plan.rate_lines[0].offered == 500


def test_that_an_offer_that_cannot_be_read_is_refused_with_what_it_lacks(run: Run, file: Path) -> None:
    ended = run("offer", file, "50,000 USD for Intune")
    assert ended.code == UNUSABLE
    assert "Missing: the last day" in ended.errors


def test_that_a_text_without_strings_is_not_marked() -> None:
    assert marked("9k for Intune until 2027-06-30.") == "9k for Intune until 2027-06-30."
