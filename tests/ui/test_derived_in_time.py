"""Edits of a large plan do not wait for what follows from them, and nothing wrong is shown meanwhile."""

import threading

import pytest
from hypothesis import given
from msgspec.structs import replace
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import ui.derived_in_time
import ui.tables.plan_table_model
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from tests.builders import START, a_credit, an_assignment
from tests.strategies import states
from tests.ui.conftest import PLAN
from ui.derived import Derived
from ui.derived_in_time import DerivedInTime
from ui.main_window import MainWindow
from ui.panels.money_strip import STEPS, WAITING, figures, first_figures


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every plan counts as a large one."""
    for module in (ui.derived_in_time, ui.tables.plan_table_model):
        monkeypatch.setattr(module, "is_large", lambda _state: True)


def with_face(face: int) -> Plan:
    return replace(PLAN, credits=(a_credit(face=face),))


def scheduled(plan: Plan) -> State:
    return State(plan, Schedule(tuple(an_assignment(plan, phase.id, START) for phase in plan.phases)))


@pytest.mark.usefixtures("qtbot")
def test_that_a_small_plan_is_shown_at_once() -> None:
    parent, told = QObject(), list[Derived]()
    in_time = DerivedInTime(parent)
    in_time.ready.connect(told.append)
    derived = Derived(State(PLAN), START)
    in_time.hand_in(derived)
    assert told == [derived]
    assert not in_time.is_waiting


@pytest.mark.usefixtures("large")
def test_that_of_many_states_of_a_large_plan_only_the_last_is_worked_out_and_told(qtbot: QtBot) -> None:
    parent, told = QObject(), list[Derived]()
    in_time = DerivedInTime(parent)
    in_time.ready.connect(told.append)
    handed = [Derived(scheduled(with_face(face)), START) for face in (1_000, 2_000, 3_000)]
    for derived in handed:
        in_time.hand_in(derived)
    assert told == []
    assert in_time.is_waiting
    with qtbot.waitSignal(in_time.ready):
        pass
    assert told == handed[-1:]
    assert ["findings" in vars(derived) for derived in handed] == [False, False, True]
    in_time.finish()


@pytest.mark.usefixtures("large")
def test_that_a_state_handed_in_while_the_worker_runs_is_told_after_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs, may_end = threading.Event(), threading.Event()

    def worked_out(derived: Derived) -> Derived:
        runs.set()
        may_end.wait(10)
        return derived

    monkeypatch.setattr(ui.derived_in_time, "_worked_out", worked_out)
    parent, told = QObject(), list[Derived]()
    in_time = DerivedInTime(parent)
    in_time.ready.connect(told.append)
    first, last = (Derived(scheduled(with_face(face)), START) for face in (1_000, 2_000))
    in_time.hand_in(first)
    qtbot.waitUntil(runs.is_set)
    in_time.hand_in(last)
    may_end.set()
    with qtbot.waitSignal(in_time.ready):
        pass
    assert told == [last]
    in_time.finish()


@given(state=states())
def test_that_what_is_told_first_is_what_is_told_in_the_end(state: State) -> None:
    derived = Derived(state, START)
    first = first_figures(derived)
    for early, late in zip(first, figures(derived), strict=True):
        assert early.text in {WAITING, late.text}
        assert early.meaning in {"text", late.meaning}


@pytest.mark.usefixtures("large")
def test_that_the_strip_says_what_is_still_being_worked_out_and_then_tells_it(qtbot: QtBot, window: MainWindow) -> None:
    window.document.apply("Place", scheduled(PLAN))
    assert texts(window)[STEPS.index("Reachable")] == WAITING
    assert window.counts.text() == "being checked"
    assert window.side.tabText(window.side.indexOf(window.inspector)) == "Why …"
    qtbot.waitUntil(lambda: WAITING not in texts(window), timeout=10_000)
    assert "broken" in window.counts.text()
    assert window.side.tabText(window.side.indexOf(window.inspector)) == "Why"
    derived = Derived(window.document.state, START, window.solving.best())
    assert texts(window) == [figure.text for figure in figures(derived)]


def texts(window: MainWindow) -> list[str]:
    labels = {label.accessibleName().partition(":")[0]: label.text() for label in window.money.findChildren(QLabel)}
    return [labels[step] for step in STEPS]


@pytest.mark.usefixtures("large")
def test_that_the_float_of_a_large_plan_is_worked_out_when_edits_pause(qtbot: QtBot, window: MainWindow) -> None:
    window.document.apply("Place", scheduled(PLAN))
    window.show_table("phase")
    model = window.tables_dock.panel().pages["phase"].model
    titles = [field.title for field in model.columns]
    name, slack = titles.index("Name"), titles.index("Float")
    before = model.text(0, slack)
    window.document.apply_plan("Halve the face", with_face(5_000))
    assert model.index(0, slack).data() == WAITING
    assert model.setData(model.index(0, name), "Renamed", Qt.ItemDataRole.EditRole)
    qtbot.waitUntil(lambda: model.index(0, slack).data() != WAITING)
    assert model.index(0, slack).data() == before


def test_that_nothing_is_explained_or_counted_where_nobody_looks(window: MainWindow) -> None:
    window.side.setCurrentWidget(window.steps)
    window.actions_.show_account.trigger()
    window.actions_.show_account.trigger()
    window.document.apply_plan("Halve the face", with_face(5_000))
    derived = window.derived
    assert "losses" not in vars(derived)
    assert "deadlines" not in vars(derived)
    window.selection.select(("credit", "C1"))
    assert "5,000" not in window.inspector.toPlainText()
    window.side.setCurrentWidget(window.inspector)
    assert "5,000" in window.inspector.toPlainText()
