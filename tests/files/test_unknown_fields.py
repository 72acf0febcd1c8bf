"""Fields of a file that nobody here knows: kept where they stand, whatever is done to the plan, and told."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import check
from planner.edits import (
    add_phase,
    change_phase,
    change_plan,
    move_phase,
    remove_phase,
    rename_credit,
    rename_partner,
    rename_phase,
)
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.to_plan import imported
from planner.exchange.mspdi.writer import write_project
from planner.exchange.spreadsheets.mapping import recognised
from planner.exchange.spreadsheets.reading import into_plan
from planner.exchange.spreadsheets.sheets import Sheet
from planner.files import encode, parse, read
from planner.files.unknown import MOST_NAMES
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.programme import joined, split
from planner.rollout.schedule import Schedule
from planner.scenarios import keep_scenario, promote_scenario, rename_scenario
from planner.unknown import followed, holders, without_unknown
from planner.unknown_findings import misspelt
from resources import path
from tests.builders import a_credit, a_phase, a_plan, an_assignment
from tests.files.test_reading import MINIMAL
from tests.programme.small_programmes import Small, small_programmes
from tests.small_plans import small_plans
from tests.strategies import states
from tests.test_edits import some_edits
from tests.unknown import UNHEARD_OF, marked, objects

NEW = st.sampled_from(["zz", "unknown", "unknown_in_file", "#import", ""])
"""Names that no version has; two are what values call what they keep."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**24), 10**24) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inside: st.lists(inside, max_size=2) | st.dictionaries(st.sampled_from(["id", "a"]), inside, max_size=2),
    max_leaves=4,
)


def document_of(state: State) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(encode(state))
    return document


def known(state: State) -> State:
    return State(without_unknown(state.plan), without_unknown(state.schedule))


def parsed(document: dict[str, Any]) -> State:
    return parse(json.dumps(document).encode())


@settings(max_examples=100)
@given(states(), st.data())
def test_that_unknown_fields_anywhere_are_read_and_written_back(state: State, drawing: st.DataObject) -> None:
    document = document_of(state)
    held = list(objects(document))
    for number in drawing.draw(st.sets(st.integers(0, len(held) - 1), min_size=1, max_size=6)):
        held[number][drawing.draw(NEW)] = drawing.draw(JSON)
    again = parsed(document)
    assert document_of(again) == document
    assert parse(encode(again)) == again
    assert known(again) == state


@settings(max_examples=40)
@given(states())
def test_that_a_value_holds_them_wherever_it_stands_and_none_where_they_are_taken_out(state: State) -> None:
    full = marked(state)
    assert parse(encode(full)) == full
    assert known(full) == state
    assert UNHEARD_OF not in encode(known(full)).decode()
    assert all(without_unknown(part) is part for part in state)


@settings(max_examples=60)
@given(small_plans(), st.data())
def test_that_an_edit_leaves_its_fields_to_whatever_it_leaves(plan: Plan, drawing: st.DataObject) -> None:
    before = marked(plan)
    try:
        after = drawing.draw(some_edits(before))(before)
    except PlanError:
        return
    assert_kept(State(before), State(after))
    assert parse(encode(State(after))) == State(after)


def assert_kept(before: State, after: State) -> None:
    """Whatever is called the same holds the same."""
    for field in ("phases", "credits", "partners", "entitlements", "combined_caps"):
        known = {each.id: each.unknown for each in getattr(before.plan, field)}
        for each in getattr(after.plan, field):
            assert each.unknown == known.get(each.id, each.unknown)
    assert (after.plan.unknown, after.plan.unknown_in_file) == (before.plan.unknown, before.plan.unknown_in_file)


def with_moods() -> State:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit("C1"),))
    document = document_of(State(plan))
    for kind in ("phases", "credits", "partners"):
        for each in document["plan"][kind]:
            each["mood"] = f"of {each['id']}"
    document["plan"]["calendar"] = {"moon": "new"}
    document["signature"] = [1, 2]
    return parsed(document)


def moods(state: State) -> dict[str, str]:
    plan = document_of(state)["plan"]
    return {each["id"]: each.get("mood") for kind in ("phases", "credits", "partners") for each in plan[kind]}


def test_that_a_field_stays_through_changing_moving_and_renaming() -> None:
    state = with_moods()
    partner = state.plan.partners[0].id
    renamed = rename_phase(State(move_phase(change_phase(state.plan, "P1", seats=77), "P2", 0)), "P1", "First")
    renamed = rename_partner(rename_credit(renamed, "C1", "Money"), partner, "Z")
    assert moods(renamed) == {"First": "of P1", "P2": "of P2", "Money": "of C1", "Z": f"of {partner}"}
    document = document_of(renamed)
    assert (document["signature"], document["plan"]["calendar"]) == ([1, 2], {"moon": "new"})


def test_that_a_field_goes_with_its_phase_and_a_new_one_of_the_name_has_none() -> None:
    without = remove_phase(with_moods().plan, "P1")
    assert moods(State(without))["P2"] == "of P2"
    assert moods(State(add_phase(without, a_phase("P1"))))["P1"] is None


def test_that_entries_without_a_name_keep_their_own_in_a_list_that_grows_and_shrinks() -> None:
    document = document_of(State(a_plan()))
    document["plan"]["risks"] = [{"description": "Late"}, {"description": "Late", "zz": 1}, {"description": "Dear"}]
    plan = parsed(document).plan
    shorter = document_of(State(change_plan(plan, risks=plan.risks[1:])))["plan"]["risks"]
    assert shorter == document["plan"]["risks"][1:]


def test_that_what_schedules_hold_stays_with_dates_and_claims_that_are_made_anew() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")))
    before = marked(Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2"))))
    first = an_assignment(plan, "P1")
    moved = Schedule((type(first)("P1", first.option, first.start + timedelta(7), first.finish + timedelta(7)),))
    after = followed(before, moved)
    assert after.assignments[0].unknown == before.assignments[0].unknown
    assert (after.assignments[0].start, after.unknown) == (moved.assignments[0].start, before.unknown)
    assert followed(before, without_unknown(before)) is before
    assert followed(None, moved) is moved


@settings(max_examples=30)
@given(small_plans())
def test_that_scenarios_keep_theirs_when_they_are_kept_renamed_promoted_and_promoted_back(plan: Plan) -> None:
    state = marked(State(plan))
    kept = rename_scenario(keep_scenario(state.plan, "Mine", state), "Mine", "Yours")
    changed = State(change_first(kept), None)
    there = promote_scenario(changed, "Yours")
    assert there.plan.phases == state.plan.phases
    assert (there.plan.unknown, there.plan.unknown_in_file) == (state.plan.unknown, state.plan.unknown_in_file)
    back = promote_scenario(there, there.plan.scenarios[0].name)
    assert back.plan.phases == changed.plan.phases
    assert parse(encode(back)) == back


def change_first(plan: Plan) -> Plan:
    phase = plan.phases[0]
    return change_phase(plan, phase.id, name=f"{phase.name}, later")


@settings(max_examples=30)
@given(small_programmes())
def test_that_plans_of_a_programme_keep_theirs_when_they_are_joined_edited_and_split(small: Small) -> None:
    states_ = {short: marked(State(plan, Schedule(()))) for short, plan in small.plans.items()}
    together = joined(small.programme, states_)
    assert split(small.programme, states_, together, together) == states_
    parts = split(small.programme, states_, together, State(change_first(together.plan), together.schedule))
    for short, part in parts.items():
        assert_kept(states_[short], part)
        assert len(list(holders(part.plan))) == len(list(holders(states_[short].plan)))


def test_that_a_project_that_is_imported_again_changes_no_field() -> None:
    state = marked(read(path("samples/calder.solved.rollout")))
    assert imported(read_project(write_project(internal_project(state))), state).state == state


def test_that_a_sheet_of_phases_changes_what_it_says_and_no_field() -> None:
    plan = marked(a_plan())
    sheet = Sheet("Phases", (("Id", "Name"), ("P1", "Another name")))
    after = into_plan((sheet,), recognised((sheet,)), State(plan)).state.plan
    assert after.phases[0].name == "Another name"
    assert replace(after.phases[0], name=plan.phases[0].name) == plan.phases[0]


def test_that_what_is_kept_but_not_understood_is_told_as_a_warning_once_for_each_name() -> None:
    found = [each for each in check(with_moods()) if each.code == "UNKNOWN-FIELD"]
    assert {(each.kind, each.severity) for each in found} == {("readiness", "warning")}
    told = {(each.place, each.sentence) for each in found}
    assert (("phase", "P1"), "Unknown field 'mood' of phase P1, phase P2: kept, but not counted.") in told
    assert (("credit", "C1"), "Unknown field 'mood' of credit C1: kept, but not counted.") in told
    assert (("plan",), "Unknown field 'moon' of calendar: kept, but not counted.") in told
    assert (("plan",), "Unknown field 'signature' of the file: kept, but not counted.") in told


@pytest.mark.parametrize(
    ("misspelling", "place", "meant"),
    [
        ((b'"seats"', b'"seets"'), ("phase", "P1"), "seats"),
        ((b'"currency"', b'"discount_rat": 500, "currency"'), ("plan",), "discount_rate"),
        ((b'"schedule"', b'"schedul"'), ("plan",), "schedule"),
        ((b'"currency"', b'"phasess": 3, "currency"'), ("plan",), ""),
        ((b'"currency"', b'"' + b"currency" * 20 + b'": 3, "currency"'), ("plan",), ""),
    ],
)
def test_that_a_field_that_looks_misspelt_is_a_fault_that_names_what_was_meant(
    misspelling: tuple[bytes, bytes], place: tuple[str, ...], meant: str
) -> None:
    state = parse(MINIMAL.read_bytes().replace(*misspelling, 1))
    (found,) = [each for each in check(state) if each.code == "UNKNOWN-FIELD"]
    assert found.place == place
    assert found.kind == ("fault" if meant else "readiness")
    assert found.remedy.startswith(f"Did you mean '{meant}'?" if meant else "A newer Launchwindow may know it")
    assert misspelt(state) == ((found,) if meant else ())


def test_that_a_required_field_that_is_misspelt_is_still_refused_with_what_was_meant() -> None:
    with pytest.raises(PlanError, match="Did you mean 'currency'"):
        parse(MINIMAL.read_bytes().replace(b'"currency"', b'"curency"'))


def test_that_findings_name_what_a_field_is_a_part_of_and_few_of_many() -> None:
    document = document_of(State(a_plan(phases=tuple(a_phase(f"P{number}") for number in range(1, 9)))))
    for phase in document["plan"]["phases"]:
        phase["zz"] = phase["options"][0]["zz"] = 1
    first, second = sorted(each.sentence for each in check(parsed(document)) if each.code == "UNKNOWN-FIELD")
    assert first.startswith("Unknown field 'zz' of delivery option ")
    assert " of phase P1, " in first
    assert second == (
        "Unknown field 'zz' of phase P1, phase P2, phase P3, phase P4, phase P5 and 3 more: kept, but not counted."
    )


def test_that_fields_of_assignments_and_scenarios_are_told_where_they_are() -> None:
    plan = a_plan()
    document = document_of(State(keep_scenario(plan, "Mine", State(plan)), Schedule((an_assignment(plan),))))
    document["schedule"]["assignments"][0]["zz"] = 1
    document["plan"]["scenarios"][0]["plan"]["phases"][0]["yy"] = 1
    phase = plan.phases[0].id
    told = {each.place: each.sentence for each in check(parsed(document)) if each.code == "UNKNOWN-FIELD"}
    assert told == {
        ("phase", phase): f"Unknown field 'zz' of assignment {phase} of schedule: kept, but not counted.",
        ("plan",): f"Unknown field 'yy' of phase {phase} of scenario Mine: kept, but not counted.",
    }


@pytest.mark.parametrize(("more", "is_kept"), [(0, True), (1, False)])
def test_that_a_file_of_too_many_unknown_names_is_refused(more: int, *, is_kept: bool) -> None:
    document = document_of(State(a_plan()))
    document["plan"] |= {f"x{number}": 0 for number in range(MOST_NAMES + more)}
    if is_kept:
        assert document_of(parsed(document)) == document
        return
    with pytest.raises(PlanError, match="fields of 1,001 names"):
        parsed(document)


@pytest.mark.parametrize("depth", [100, 300, 900, 5000, 100_000])
def test_that_an_unknown_field_however_deep_is_kept_or_refused_in_words(depth: int) -> None:
    text = MINIMAL.read_bytes().replace(b'"plan"', b'"zz": ' + b"[" * depth + b"]" * depth + b', "plan"', 1)
    try:
        kept = parse(text)
    except PlanError:
        return
    assert parse(encode(kept)) == kept


def test_that_a_name_with_a_character_that_no_text_may_hold_is_refused() -> None:
    """So no file can fill the fields in which values keep what is unknown."""
    text = MINIMAL.read_bytes().replace(b'"plan"', b'"\\u007f": [["a", "}"]], "plan"', 1)
    with pytest.raises(PlanError, match="cannot be printed"):
        parse(text)
