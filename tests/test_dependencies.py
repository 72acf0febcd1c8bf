"""Every dependency has its reason in CONTRIBUTING, every reason its dependency, and ``about`` tells what runs."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ui.about import UNTOLD, components

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~ ]", each)[0] for each in requirements}


def reasons() -> Iterator[str]:
    """The names in the first column of the table of reasons."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for row in re.findall(r"^\| (.+?) \| .+ \|$", text.partition("## Why each dependency")[2], re.MULTILINE):
        yield from (name.strip() for name in row.split(","))


ALL = named(PROJECT["dependencies"]).union(*(named(each) for each in PROJECT["optional-dependencies"].values()))


@pytest.mark.parametrize("name", sorted(ALL))
def test_that_every_dependency_has_its_reason(name: str) -> None:
    assert any(
        re.fullmatch(reason.replace("*", ".+").replace("[", r"\[").replace("]", r"\]"), name) for reason in reasons()
    )


def test_that_every_reason_has_its_dependency() -> None:
    told = {reason for reason in reasons() if "*" not in reason} - {"library"}
    assert told <= ALL


def test_that_about_tells_version_and_licence_of_all_that_runs() -> None:
    told = {each.name.lower().replace("_", "-"): each for each in components()}
    assert components()[0].name == "launchwindow"
    assert named(PROJECT["dependencies"]) <= told.keys()
    assert not named(PROJECT["optional-dependencies"]["dev"]) & told.keys()
    for name in named(PROJECT["dependencies"]):
        assert told[name].version
        assert told[name].licence != UNTOLD, name
        assert len(told[name].licence) < 150


def test_that_no_library_that_runs_is_under_terms_that_ours_may_not_be_given_with() -> None:
    """Apache-2.0 goes with permissive licences, MPL and LGPL used as a library; not with GPL or AGPL alone."""
    for each in components():
        alternatives = re.split(r"\bOR\b|,", each.licence)
        assert any(not re.search(r"(?<!L)\bA?GPL", choice) for choice in alternatives), each
