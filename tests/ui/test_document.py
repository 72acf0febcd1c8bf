"""The document: every edit is one undoable step, claims follow, and a file is left or opened whole."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from planner.files import read, write
from planner.invariants import PlanError
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from ui.document import Document


@pytest.fixture
def document(qtbot: QtBot) -> Document:  # noqa: ARG001 - Qt's signals need its application
    plan = a_plan()
    return Document(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),))))


def moved(state: State, day: int) -> State:
    return State(state.plan, Schedule((an_assignment(state.plan, "P1", START.replace(day=day)),)))


def test_that_an_edit_settles_the_claims_and_undo_brings_everything_back(document: Document) -> None:
    before = document.state
    document.apply_plan("Halve the face", replace(before.plan, credits=(a_credit(face=3_000),)))
    assert document.schedule.claims == (Claim("P1", "C1", 3_000),)
    document.undo_stack.undo()
    assert document.state is before
    document.undo_stack.redo()
    assert document.schedule.claims == (Claim("P1", "C1", 3_000),)


def test_that_views_are_told_the_state_before_and_after(document: Document) -> None:
    told: list[tuple[State, State]] = []
    document.changed.connect(lambda before, after: told.append((before, after)))
    first = document.state
    document.apply("Move P1", moved(first, 11))
    assert told == [(first, document.state)]
    assert told[0][1].plan is first.plan


def test_that_an_edit_that_changes_nothing_is_no_step(document: Document) -> None:
    document.apply("Nothing", State(document.plan, document.schedule))
    assert document.undo_stack.count() == 0


def test_that_moves_of_one_drag_are_one_step_and_a_drag_back_is_none(document: Document) -> None:
    first = document.state
    for day in (11, 18):
        document.apply("Move P1", moved(first, day), merge_key="drag 1")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.state is first
    for day in (11, 4):
        document.apply("Move P1", moved(first, day), merge_key="drag 2")
    assert document.undo_stack.count() == 0
    assert document.state == first


def test_that_two_drags_are_two_steps(document: Document) -> None:
    document.apply("Move P1", moved(document.state, 11), merge_key="drag 1")
    document.apply("Move P1", moved(document.state, 18), merge_key="drag 2")
    assert document.undo_stack.count() == 2


def test_that_dates_of_a_phase_that_is_removed_go_with_it(document: Document) -> None:
    document.apply_plan("Another phase", replace(document.plan, phases=(a_phase("P2"),)))
    assert document.schedule == Schedule(())


def test_that_a_saved_file_is_what_is_open_and_the_dirty_mark_follows(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "plan.rollout"
    document.apply("Move P1", moved(document.state, 11))
    assert not document.is_saved
    document.save(file)
    assert (document.is_saved, document.path, read(file)) == (True, file, document.state)
    document.undo_stack.undo()
    assert not document.is_saved


def test_that_a_file_that_cannot_be_read_leaves_everything_open(document: Document, tmp_path: Path) -> None:
    before = document.state
    with pytest.raises(PlanError):
        document.open(tmp_path / "missing.rollout")
    assert document.state is before


def test_that_opening_begins_a_new_history(document: Document, tmp_path: Path) -> None:
    file = tmp_path / "other.rollout"
    write(State(a_plan(name="Other")), file)
    document.apply("Move P1", moved(document.state, 11))
    document.open(file)
    assert (document.plan.name, document.undo_stack.count(), document.is_saved) == ("Other", 0, True)
