import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from planner.files import FORMAT, FORMAT_VERSION, encode, schema
from planner.plan import Plan, State
from resources import path
from tests.files.test_wrong_files import EXPECTED, WRONG
from tests.strategies import states

VALIDATOR = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
RIGHT = Path(__file__).parents[1] / "samples" / "right"


def test_that_the_schema_is_itself_valid() -> None:
    Draft202012Validator.check_schema(schema())


def test_that_the_schema_says_what_it_describes() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema()["$id"] == f"urn:launchwindow:rollout:{FORMAT_VERSION}"
    document = schema()["$defs"]["Document"]["properties"]
    assert (document["format"]["enum"], document["format_version"]["enum"]) == ([FORMAT], [FORMAT_VERSION])


def test_that_the_schema_is_plain_json() -> None:
    assert json.loads(json.dumps(schema())) == schema()


def test_that_descriptions_carry_no_indentation() -> None:
    assert "\n  " not in schema()["$defs"]["Plan"]["description"]


@pytest.mark.parametrize("name", ["calder", "hartwell"])
def test_that_a_sample_fits_the_schema(name: str) -> None:
    assert list(VALIDATOR.iter_errors(json.loads(path(f"samples/{name}.rollout").read_bytes()))) == []


def test_that_the_reference_plans_fit_the_schema(small: Plan, medium: Plan) -> None:
    for plan in (small, medium):
        assert list(VALIDATOR.iter_errors(json.loads(encode(State(plan))))) == []


@pytest.mark.parametrize("name", [name for name, each in EXPECTED.items() if each["found_by"] == "schema"])
def test_that_the_schema_refuses_a_file_of_the_wrong_shape(name: str) -> None:
    assert not VALIDATOR.is_valid(json.loads((WRONG / f"{name}.rollout").read_bytes()))


@pytest.mark.parametrize("name", [name for name, each in EXPECTED.items() if each["found_by"] == "invariants"])
def test_that_a_broken_reference_or_range_is_beyond_the_schema(name: str) -> None:
    assert VALIDATOR.is_valid(json.loads((WRONG / f"{name}.rollout").read_bytes()))


@settings(max_examples=40)
@given(states())
def test_that_whatever_is_known_and_written_fits_the_schema(state: State) -> None:
    known = state._replace(plan=replace(state.plan, unknown_fields=()))
    assert list(VALIDATOR.iter_errors(json.loads(encode(known)))) == []


def test_that_the_schema_has_no_name_for_what_is_not_known() -> None:
    assert "unknown_fields" not in schema()["$defs"]["Plan"]["properties"]
    assert "UnknownField" not in schema()["$defs"]
