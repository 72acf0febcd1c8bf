"""Every code that a rule or a check can tell has a name that people read."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import planner
from planner.funding.claim_rules import RULE_CODES
from planner.rule_names import RULE_NAMES, rules_listed

CODE = re.compile(r"[A-Z]{3,}(-[A-Z]+)*|F-[A-Z]+(-[A-Z]+)*|PIN|POE|CAP")
HOME = Path(planner.__file__).parents[1]
TOLD_BY = tuple(
    sorted(
        f"{file.relative_to(HOME)}"
        for room in ("planner", "ui")
        for file in (HOME / room).rglob("*.py")
        if re.search(r"(Finding|BrokenRule)\(\s*code=", file.read_text(encoding="utf-8"))
    )
)
"""The files that make findings and broken rules."""
NO_CODES = {"ECIF", "DIR", "WORDS", "FILE", "OPTIMAL"}
"""Other capitals in those files."""


def codes_of(file: str) -> Iterator[str]:
    """What looks like a code among the texts of a file."""
    for node in ast.walk(ast.parse((HOME / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
            yield node.value


@pytest.mark.parametrize("file", TOLD_BY)
def test_that_each_code_of_a_file_has_a_name(file: str) -> None:
    assert set(codes_of(file)) - NO_CODES <= set(RULE_NAMES)


def test_that_each_claim_rule_has_a_name_of_its_own() -> None:
    names = [RULE_NAMES[code] for code in RULE_CODES]
    assert len(set(names)) == len(names)


def test_that_each_name_belongs_to_a_code_that_can_be_told() -> None:
    assert set(RULE_NAMES) == {code for file in TOLD_BY for code in codes_of(file)} - NO_CODES


def test_that_rules_are_listed_like_a_sentence() -> None:
    assert rules_listed(("COST", "ONE-SOURCE")) == "Fundable cost, one source per phase"
    assert rules_listed(()) == ""
