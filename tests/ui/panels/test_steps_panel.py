"""The list of steps: every State is one click away, and a jump is told once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from planner.plan import State
from tests.builders import a_plan
from tests.ui.conftest import PLAN
from ui.document import Document
from ui.main_window import MainWindow
from ui.panels.steps_panel import BEGINNING, Steps


def edited(count: int) -> tuple[Document, list[State]]:
    """A document after so many steps, and all its States."""
    document = Document(State(a_plan()))
    states = [document.state]
    for number in range(count):
        document.apply_plan(f"Rename to {number}", replace(document.plan, name=f"Plan {number}"))
        states.append(document.state)
    return document, states


@pytest.mark.usefixtures("qapp")
@given(st.integers(0, 6), st.lists(st.integers(-2, 9), max_size=5))
def test_that_a_jump_leads_to_the_very_state_after_that_step_and_is_told_once(count: int, jumps: list[int]) -> None:
    document, states = edited(count)
    told: list[tuple[State, State]] = []
    document.changed.connect(lambda before, after: told.append((before, after)))
    for step in jumps:
        before = document.state
        told.clear()
        document.go_to(step)
        place = max(0, min(step, count))
        assert document.state is states[place]
        assert document.undo_stack.index() == place
        assert told == ([] if states[place] is before else [(before, states[place])])


def test_that_the_list_answers_qt_as_a_model_must(qtmodeltester: ModelTester, qtbot: QtBot) -> None:  # noqa: ARG001 - Qt's signals need its application
    document, _ = edited(3)
    model = Steps(document)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    document.undo_stack.undo()
    document.apply_plan("Other", replace(document.plan, name="Other"))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    assert [model.index(row).data() for row in range(model.rowCount())] == [
        f"{BEGINNING}",
        "Rename to 0",
        "Rename to 1",
        "Other",
    ]


def test_that_a_plan_without_steps_says_what_one_is(window: MainWindow) -> None:
    window.side.setCurrentWidget(window.steps)
    assert window.steps.said.text().startswith("No step has been made yet.")


def test_that_a_click_on_a_step_leads_there_and_back_again(window: MainWindow, tmp_path: Path) -> None:
    document = window.document
    states = [document.state]
    for name in ("First", "Second", "Third"):
        document.apply_plan(f"Rename to {name}", replace(PLAN, name=name))
        states.append(document.state)
        if name == "Second":
            document.save(tmp_path / "saved.rollout")
    window.side.setCurrentWidget(window.steps)
    assert window.steps.said.text().startswith("3 steps done. ")
    shown = window.steps.list
    assert shown.currentIndex().data() == "Rename to Third"
    assert shown.model().index(2, 0).data() == "Rename to Second · saved"
    for row in (1, 3, 0, 2):
        place = shown.visualRect(shown.model().index(row, 0)).center()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert document.state is states[row]
        assert shown.currentIndex().row() == row
    undone = shown.model().index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert undone == "Rename to Third · undone"
    assert window.steps.said.text().startswith("2 steps done, 1 step undone.")
    QTest.keyClick(shown, Qt.Key.Key_Up)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert document.state is states[1]
