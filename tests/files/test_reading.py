import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.files import encode, migrations, parse, read, reader, structure
from planner.invariants import Fault, PlanError
from planner.plan import State
from tests.builders import a_plan

MINIMAL = Path(__file__).parents[1] / "samples" / "right" / "minimal.rollout"
Draw = Callable[[st.SearchStrategy[Any]], Any]
Json = Any


def changed(*steps: str | int, value: object) -> bytes:
    """The minimal file with another value at a place."""
    document = json.loads(MINIMAL.read_bytes())
    _put(document, steps, value)
    return json.dumps(document).encode()


def faults_of(text: bytes) -> list[str]:
    with pytest.raises(PlanError) as raised:
        parse(text)
    return [str(fault) for fault in raised.value.faults]


def test_that_the_minimal_file_is_read() -> None:
    plan, schedule = read(MINIMAL)
    assert plan.name == "Minimal"
    assert schedule is not None
    assert schedule.claims[0].amount == 700


def test_that_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b"\xef\xbb\xbf" + MINIMAL.read_bytes()) == read(MINIMAL)


def test_that_the_order_of_fields_has_no_meaning() -> None:
    document = json.loads(MINIMAL.read_bytes())
    turned = {key: document[key] for key in reversed(document)}
    turned["plan"] = {key: document["plan"][key] for key in reversed(document["plan"])}
    assert parse(json.dumps(turned).encode()) == read(MINIMAL)


def test_that_a_whole_number_may_be_written_with_a_point() -> None:
    assert parse(MINIMAL.read_bytes().replace(b'"seats": 10', b'"seats": 1.0e1')) == read(MINIMAL)


def test_that_all_faults_of_shape_are_told_at_once() -> None:
    document = json.loads(MINIMAL.read_bytes())
    document["plan"]["currency"] = "usd"
    document["plan"]["phases"][1]["options"][0]["duration"] = 0
    del document["plan"]["horizon"]
    assert faults_of(json.dumps(document).encode()) == [
        "plan.currency: 'usd' is no currency code. Write three capital letters, such as EUR.",
        "plan.phases[1].options[0].duration: Phase 'P2': 0 is below 1.",
        "plan.horizon: The field 'horizon' is missing. Add it.",
    ]


def test_that_all_broken_invariants_are_told_at_once() -> None:
    document = json.loads(MINIMAL.read_bytes())
    document["plan"]["dependencies"][0]["predecessor"] = "P9"
    document["schedule"]["claims"][0]["credit"] = "C9"
    assert [fault.split(":")[0] for fault in faults_of(json.dumps(document).encode())] == [
        "plan.dependencies[0].predecessor",
        "schedule.claims[0].credit",
    ]


def test_that_a_fault_the_schema_does_not_know_is_told_in_the_readers_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.files.structure.schema", lambda: {"type": "object"})
    assert faults_of(changed("plan", "name", value=5)) == ["plan.name: Expected 'str', got 'int'."]


def test_that_nesting_without_end_is_refused() -> None:
    start = MINIMAL.read_bytes()[:-2]
    for deep in (
        b"[" * 100_000,
        start + b', "x": ' + b"[" * 100_000,
        start + b', "x": ' + b"[" * 980 + b"]" * 980 + b"}",
    ):
        assert len(faults_of(deep)) == 1


def test_that_a_file_above_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_FILE", 100)
    (tmp_path / "large.rollout").write_bytes(b" " * 200)
    with pytest.raises(PlanError, match="larger than"):
        read(tmp_path / "large.rollout")


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"none\.rollout: There is no such file\."):
        read(tmp_path / "none.rollout")


def test_that_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"This is a folder\."):
        read(tmp_path)


def test_that_a_path_nobody_can_have_is_refused() -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        read(Path("a\0b"))


def test_that_a_file_without_permission_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(PlanError, match="You may not read this file"):
        read(MINIMAL)


def test_that_an_older_file_takes_every_step_to_the_present(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_0(document: dict[str, Any]) -> dict[str, Any]:
        renamed = {("plan" if key == "rollout" else key): value for key, value in document.items()}
        return renamed | {"format_version": 1}

    monkeypatch.setattr(migrations, "MIGRATIONS", {0: from_0})
    old = MINIMAL.read_bytes().replace(b'"format_version": 1', b'"format_version": 0').replace(b'"plan"', b'"rollout"')
    assert parse(old) == read(MINIMAL)


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_that_no_bytes_bring_the_reader_down(text: bytes) -> None:
    check_that_it_is_read_or_refused(text)


@st.composite
def flipped(draw: Draw) -> bytes:
    """The minimal file with a few bytes replaced, inserted or cut."""
    text = MINIMAL.read_bytes()
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        text = (
            text[:start] + draw(st.binary(max_size=4) | st.sampled_from([b"{", b"]", b'"', b"9", b"null"])) + text[end:]
        )
    return text


@settings(max_examples=300)
@given(flipped())
def test_that_no_damaged_file_brings_the_reader_down(text: bytes) -> None:
    check_that_it_is_read_or_refused(text)


SURPRISES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=5)
    | st.sampled_from(["P1", "C1", "A", "2027-01-04", "9999-12-31", "0001-01-01", 10**30, -1, ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=4,
)


@st.composite
def mistaken(draw: Draw) -> bytes:
    """The minimal file with values at one to three places replaced, taken away, doubled or renamed."""
    document = json.loads(MINIMAL.read_bytes())
    for _ in range(draw(st.integers(1, 3))):
        steps = draw(st.sampled_from(list(_places(document, ()))))
        _put(document, steps, draw(SURPRISES | st.sampled_from([None, [], {}])))
    return json.dumps(document).encode("utf-8", "surrogatepass")


@settings(max_examples=400)
@given(mistaken())
def test_that_no_mistaken_value_brings_the_reader_down(text: bytes) -> None:
    check_that_it_is_read_or_refused(text)


def check_that_it_is_read_or_refused(text: bytes) -> None:
    state, faults = _read(text)
    assert (state is None) == bool(faults)
    assert all(fault.path and fault.sentence and str(fault).encode() for fault in faults)
    if state is not None:
        assert parse(encode(state)) == state


def _read(text: bytes) -> tuple[State | None, tuple[Fault, ...]]:
    try:
        return parse(text), ()
    except PlanError as error:
        return None, error.faults


def _places(part: Json, steps: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for step, each in inside:
        yield (*steps, step)
        yield from _places(each, (*steps, step))


def _put(document: Json, steps: tuple[str | int, ...], value: object) -> None:
    for step in steps[:-1]:
        document = document[step]
    document[steps[-1]] = value


def test_that_what_the_schema_refuses_is_told_even_where_nobody_has_words_for_its_rule(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = json.loads(encode(State(a_plan())))
    document["plan"]["term_years"] = -1
    document["plan"]["credits"][0]["status"] = []
    told = " ".join(faults_of(json.dumps(document).encode()))
    assert "-1 is below" in told
    assert "a list is not one of accepted" in told.casefold()
    monkeypatch.setattr(structure, "COMPLAINTS", {})
    assert "-1 does not belong here." in " ".join(faults_of(json.dumps(document).encode()))
