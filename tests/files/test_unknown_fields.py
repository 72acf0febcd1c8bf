"""Fields of a file that nobody here knows: kept wherever they stand, put back on save, and told as findings."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.business_case.writers import FORMATS
from planner.checks import check
from planner.edits import (
    add_phase,
    change_option,
    change_phase,
    change_plan,
    move_phase,
    remove_phase,
    rename_credit,
    rename_partner,
    rename_phase,
)
from planner.files import encode, parse
from planner.files.unknown import MOST
from planner.invariants import PlanError
from planner.outgoing.export import export_outgoing
from planner.plan import Risk, State
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Schedule
from planner.scenarios import keep_scenario, rename_scenario
from resources import path as resource
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.business_case.reading import taken_apart
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


def test_that_a_field_follows_what_holds_it_through_a_change_of_name_or_of_what_has_none() -> None:
    link = Dependency(predecessor="P1", successor="P2")
    late, dear = Risk(description="Late"), Risk(description="Dear")
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), dependencies=(link,), risks=(late, dear))
    document = document_of(State(plan))
    document["plan"]["dependencies"][0]["zz"] = "link"
    document["plan"]["phases"][0]["options"][0]["zz"] = "option"
    document["plan"]["risks"][1]["zz"] = "risk"
    read = parse(json.dumps(document).encode())
    edited = rename_phase(read, "P1", "First").plan
    edited = change_plan(edited, risks=(late, Risk(description="Dearer still")))
    after = document_of(State(change_option(edited, "First", edited.phases[0].options[0].id, cost=77)))["plan"]
    assert after["dependencies"][0]["zz"] == "link"
    assert after["phases"][0]["options"][0]["zz"] == "option"
    assert [each.get("zz") for each in after["risks"]] == [None, "risk"]


def test_that_a_new_phase_of_an_old_name_has_no_field_of_the_phase_that_went() -> None:
    plan = add_phase(remove_phase(with_unknown().plan, "P1"), a_phase("P1"))
    assert "mood" not in next(each for each in document_of(State(plan))["plan"]["phases"] if each["id"] == "P1")


def test_that_a_field_in_a_scenario_stays_there_under_its_new_name() -> None:
    document = document_of(State(keep_scenario(a_plan(), "Mine", State(a_plan()))))
    document["plan"]["scenarios"][0]["plan"]["phases"][0]["zz"] = 1
    read = parse(json.dumps(document).encode())
    renamed = document_of(State(rename_scenario(read.plan, "Mine", "Yours")))
    assert renamed["plan"]["scenarios"][0]["plan"]["phases"][0]["zz"] == 1


def test_that_a_file_of_too_many_unknown_fields_is_refused() -> None:
    document = document_of(State(a_plan()))
    document["plan"] |= {f"x{number}": 0 for number in range(MOST + 1)}
    with pytest.raises(PlanError, match="at most 20,000 can be kept"):
        parse(json.dumps(document).encode())


def test_that_as_many_as_may_be_kept_are_read_and_written() -> None:
    document = document_of(State(a_plan()))
    document["plan"] |= {f"x{number}": 0 for number in range(MOST)}
    assert len(document_of(parse(json.dumps(document).encode()))["plan"]) > MOST


@pytest.mark.parametrize("depth", [100, 300, 900, 5000, 100_000])
def test_that_an_unknown_field_however_deep_is_kept_or_refused_in_words(depth: int) -> None:
    text = MINIMAL.read_bytes().replace(b'"plan"', b'"zz": ' + b"[" * depth + b"]" * depth + b', "plan"', 1)
    try:
        read = parse(text)
    except PlanError:
        return
    assert parse(encode(read)) == read


def test_that_no_unknown_field_leaves_the_house(tmp_path: Path) -> None:
    unheard_of = "a thing unheard of"
    document = json.loads(resource("samples/calder.solved.rollout").read_bytes())
    for each in objects(document):
        each["zz"] = unheard_of
    read = parse(json.dumps(document).encode())
    sent = export_outgoing(read, tmp_path, tuple(FORMATS), date(2026, 3, 2))
    assert sent.files
    for file in sent.files:
        assert unheard_of not in taken_apart(file)
