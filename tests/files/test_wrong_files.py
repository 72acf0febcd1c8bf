"""Every hand-made wrong file gets one message, at the right place, in words."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from planner.files import read
from planner.invariants import PlanError

WRONG = Path(__file__).parents[1] / "samples" / "wrong"
EXPECTED: Mapping[str, Mapping[str, str]] = json.loads((WRONG / "expected.json").read_text(encoding="utf-8"))
RAW = re.compile(r"None|True|False|datetime|<class|\{'|\['|`|Traceback|is not valid under|is a required property")
"""Signs of a message that was written by a library, for programmers."""


def test_that_every_wrong_file_is_expected() -> None:
    assert {path.stem for path in WRONG.glob("*.rollout")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_that_a_wrong_file_is_told_once_at_its_place(name: str) -> None:
    expected = EXPECTED[name]
    with pytest.raises(PlanError) as raised:
        read(WRONG / f"{name}.rollout")
    assert [fault.path for fault in raised.value.faults] == [expected["path"]]
    assert expected["says"] in str(raised.value)


@pytest.mark.parametrize("name", EXPECTED)
def test_that_a_message_is_written_for_people(name: str) -> None:
    with pytest.raises(PlanError) as raised:
        read(WRONG / f"{name}.rollout")
    for fault in raised.value.faults:
        assert RAW.search(str(fault)) is None
        assert fault.sentence[0].isupper() or fault.sentence[0] in "'-0123456789"
        assert fault.sentence.endswith(".")
        assert str(fault).isprintable()
