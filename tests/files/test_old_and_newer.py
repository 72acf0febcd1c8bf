"""For ever: every sample of a released format loads; a file of a newer version is told, looked at, and never replaced.

The files in ``tests/samples/old`` begin with the version of their format. They are never written anew: what was written
once must be read.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from planner.files import FORMAT_VERSION, NewerFileError, encode, parse, read, understood, write
from planner.invariants import PlanError
from tests.files.test_reading import MINIMAL

OLD = sorted((Path(__file__).parents[1] / "samples" / "old").glob("*.rollout"))


def newer(**changes: object) -> bytes:
    """The minimal file of the next version, with fields that nobody knows yet."""
    document: dict[str, Any] = json.loads(MINIMAL.read_bytes())
    document["format_version"] = FORMAT_VERSION + 1
    document["signature"] = {"by": "nobody"}
    document["plan"]["phases"][1]["mood"] = "calm"
    document["plan"] |= changes
    return json.dumps(document, indent=2).encode()


def test_that_there_is_a_sample_of_every_version_up_to_the_present() -> None:
    assert {int(file.name.split("-")[0]) for file in OLD} == set(range(1, FORMAT_VERSION + 1))


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_that_a_sample_of_an_old_version_loads_and_nothing_of_it_is_lost(file: Path) -> None:
    document = json.loads(file.read_bytes())
    state = read(file)
    assert parse(encode(state)) == state
    if document["format_version"] == FORMAT_VERSION:
        assert json.loads(encode(state)) == document


def test_that_a_newer_file_says_so_and_what_it_offers() -> None:
    with pytest.raises(NewerFileError, match="written by a newer Launchwindow") as raised:
        parse(newer())
    assert "open the file in the window to look at" in str(raised.value)


def test_that_a_newer_file_is_understood_but_for_what_is_named() -> None:
    found = understood(newer())
    assert found is not None
    assert found.left_out == ("signature", "plan.phases[1].mood")
    assert found.state == read(MINIMAL)


def test_that_a_field_inside_a_scenario_is_left_out_too() -> None:
    plan = json.loads(MINIMAL.read_bytes())["plan"]
    found = understood(newer(scenarios=[{"name": "S", "plan": plan | {"colour": "blue"}, "rank": 1}]))
    assert found is not None
    assert found.left_out == (
        "signature",
        "plan.phases[1].mood",
        "plan.scenarios[0].rank",
        "plan.scenarios[0].plan.colour",
    )
    assert found.state.plan.scenarios[0].name == "S"


@pytest.mark.parametrize(
    "text",
    [
        newer(phases="many"),
        newer(currency="usd"),
        newer(horizon="1999-01-01"),
        newer()[:-20],
        b"[" * 100_000,
        b"",
    ],
    ids=["shape", "value", "invariant", "cut off", "deep", "empty"],
)
def test_that_what_makes_no_plan_is_not_understood(text: bytes) -> None:
    assert understood(text) is None


def test_that_a_newer_file_is_not_replaced(tmp_path: Path) -> None:
    kept = tmp_path / "newer.rollout"
    kept.write_bytes(newer())
    with pytest.raises(PlanError, match=r"newer Launchwindow.*Save under another name\."):
        write(read(MINIMAL), kept)
    assert kept.read_bytes() == newer()
    write(read(MINIMAL), tmp_path / "other.rollout")
