"""Fields of a file that nobody here knows: kept wherever they stand, put back on save, and told as findings."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.checks import check
from planner.edits import change_phase, move_phase, remove_phase, rename_credit, rename_partner, rename_phase
from planner.files import encode, parse
from planner.invariants import PlanError
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.files.test_reading import MINIMAL
from tests.strategies import states

NEW = st.sampled_from(["zz", "unknown_fields", "#import", ""])
"""Names that no version has; the second is how a plan calls what it keeps."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**24), 10**24) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.sampled_from(["id", "a"]), inside, max_size=2),
    max_leaves=4,
)


def objects(part: object) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from objects(each)


def document_of(state: State) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode(state))
    return document


@settings(max_examples=150)
@given(states(), st.data())
def test_that_unknown_fields_anywhere_are_read_and_written_back(state: State, drawing: st.DataObject) -> None:
    document = document_of(state)
    holders = list(objects(document))
    for number in drawing.draw(st.sets(st.integers(0, len(holders) - 1), min_size=1, max_size=6)):
        holders[number][drawing.draw(NEW)] = drawing.draw(JSON)
    read = parse(json.dumps(document).encode())
    assert document_of(read) == document
    assert parse(encode(read)) == read


def with_unknown() -> State:
    """Two phases, a credit, a partner, an assignment, a link's worth of objects, each with a field of its own."""
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit("C1"),))
    document = document_of(State(plan))
    for kind in ("phases", "credits", "partners"):
        for each in document["plan"][kind]:
            each["mood"] = f"of {each['id']}"
    document["plan"]["calendar"] = {"moon": "new"}
    document["signature"] = [1, 2]
    return parse(json.dumps(document).encode())


def moods(state: State) -> dict[str, str]:
    plan = document_of(state)["plan"]
    return {each["id"]: each["mood"] for kind in ("phases", "credits", "partners") for each in plan[kind]}


def test_that_a_field_stays_with_its_phase_credit_or_partner_through_edits_and_renaming() -> None:
    state = with_unknown()
    plan = move_phase(change_phase(state.plan, "P1", seats=77), "P2", 0)
    renamed = rename_phase(State(plan), "P1", "First")
    renamed = rename_partner(rename_credit(renamed, "C1", "Money"), plan.partners[0].id, "Z")
    assert moods(renamed) == {
        "First": "of P1",
        "P2": "of P2",
        "Money": "of C1",
        "Z": f"of {plan.partners[0].id}",
    }
    assert parse(encode(renamed)) == renamed
    document = document_of(renamed)
    assert (document["signature"], document["plan"]["calendar"]) == ([1, 2], {"moon": "new"})


def test_that_a_field_goes_with_its_phase_and_comes_back_with_undo() -> None:
    state = with_unknown()
    without = State(remove_phase(state.plan, "P1"))
    assert "of P1" not in encode(without).decode()
    assert moods(State(without.plan))["P2"] == "of P2"
    assert moods(state)["P1"] == "of P1"


def test_that_one_of_two_equal_entries_keeps_its_own_field() -> None:
    document = document_of(State(a_plan(calendar=a_plan().calendar)))
    document["plan"]["risks"] = [{"description": "Late"}, {"description": "Late", "zz": 1}, {"description": "Dear"}]
    assert document_of(parse(json.dumps(document).encode()))["plan"]["risks"] == document["plan"]["risks"]


def test_that_a_field_of_an_assignment_lives_as_long_as_the_phase_has_dates() -> None:
    document = document_of(State(a_plan(), Schedule((an_assignment(a_plan()),))))
    document["schedule"]["assignments"][0]["zz"] = True
    read = parse(json.dumps(document).encode())
    assert document_of(read)["schedule"]["assignments"][0]["zz"] is True
    assert "zz" not in encode(State(read.plan)).decode()


def test_that_what_is_kept_but_not_understood_is_told_as_readiness() -> None:
    found = [each for each in check(with_unknown()) if each.code == "UNKNOWN-FIELD"]
    assert {each.kind for each in found} == {"readiness"}
    told = {(each.place, each.sentence) for each in found}
    assert (("phase", "P1"), "Kept, not understood: the field 'mood' of plan phases P1.") in told
    assert (("credit", "C1"), "Kept, not understood: the field 'mood' of plan credits C1.") in told
    assert (("plan",), "Kept, not understood: the field 'signature' of the file.") in told


@pytest.mark.parametrize(
    ("misspelt", "place", "meant"),
    [
        ((b'"seats"', b'"seets"'), ("phase", "P1"), "seats"),
        ((b'"currency"', b'"discount_rat": 500, "currency"'), ("plan",), "discount_rate"),
        ((b'"currency"', b'"phasess": 3, "currency"'), ("plan",), ""),
        ((b'"plan"', b'"schedul": null, "plan"'), ("plan",), ""),
    ],
)
def test_that_a_field_that_looks_misspelt_is_a_fault_that_names_what_was_meant(
    misspelt: tuple[bytes, bytes], place: tuple[str, ...], meant: str
) -> None:
    (found,) = [
        each for each in check(parse(MINIMAL.read_bytes().replace(*misspelt, 1))) if each.code == "UNKNOWN-FIELD"
    ]
    assert found.place == place
    assert found.kind == ("fault" if meant else "readiness")
    assert found.remedy.startswith(f"Did you mean '{meant}'?" if meant else "A newer Launchwindow may know it")


def test_that_a_required_field_that_is_misspelt_is_still_refused_with_what_was_meant() -> None:
    text = MINIMAL.read_bytes().replace(b'"currency"', b'"curency"')
    with pytest.raises(PlanError, match="Did you mean 'currency'"):
        parse(text)
