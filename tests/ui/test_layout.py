"""The window stands in the next session as it was left."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSplitter
from pytestqt.qtbot import QtBot

from planner.files import read
from resources import path
from ui.document import Document
from ui.main_window import MainWindow

Session = Callable[..., MainWindow]
SIZE = 780, 620
"""Smaller than the screen of a test, or Qt would make the window smaller still."""
NEAR = 3
"""Pixels that rounding may cost."""


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Iterator[Session]:
    """Opens the window again with the settings of the session before."""
    state = read(path("templates/plans/copilot.rollout"))
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    opened: list[MainWindow] = []

    def again(*, at_start: bool = False) -> MainWindow:
        for before in opened[-1:]:
            before.close()
        opened.append(MainWindow(Document(state), settings))
        if len(opened) == 1:
            opened[-1].resize(*SIZE)
        if at_start:
            opened[-1].show_start()
        with qtbot.waitExposed(opened[-1]):
            opened[-1].show()
        return opened[-1]

    yield again
    for window in opened:
        window.close()
        window.deleteLater()


def drag_edge(splitter: QSplitter, by: int) -> None:
    """Move the edge between the halves with the mouse."""
    handle = splitter.handle(1)
    start = QPoint(0, handle.height() // 2)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(by, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=start + QPoint(by, 0))


def test_that_the_edges_stay_where_they_were_dragged(session: Session) -> None:
    window = session()
    before = window.halves.sizes()[1], window.rollout.sizes()[0]
    drag_edge(window.halves, -80)
    drag_edge(window.rollout, -60)
    left = window.halves.sizes()[1], window.rollout.sizes()[0]
    assert left[0] > before[0]
    assert left[1] < before[1]
    window = session()
    assert window.halves.sizes()[1] == pytest.approx(left[0], abs=NEAR)
    assert window.rollout.sizes()[0] == pytest.approx(left[1], abs=NEAR)


def test_that_the_size_of_the_window_is_remembered(session: Session) -> None:
    session().resize(790, 660)
    window = session()
    assert (window.width(), window.height()) == (790, 660)


def test_that_the_zoom_is_remembered_and_fitting_stays_fitting(session: Session) -> None:
    window = session()
    fitted = window.rollout.timeline.day_width
    window = session()
    assert window.rollout.timeline.day_width == pytest.approx(fitted, rel=0.02)
    for _ in range(4):
        window.actions_.zoom_in.trigger()
    zoomed = window.rollout.timeline.day_width
    assert zoomed > 2 * fitted
    assert session().rollout.timeline.day_width == pytest.approx(zoomed, rel=0.13)


def test_that_open_docks_and_their_height_are_remembered(session: Session) -> None:
    window = session()
    window.actions_.show_tables.trigger()
    window.resizeDocks([window.tables_dock], [300], Qt.Orientation.Vertical)
    QApplication.processEvents()
    height = window.tables_dock.height()
    window = session()
    assert window.tables_dock.isVisible()
    assert window.actions_.show_tables.isChecked()
    assert window.tables_dock.panel().isVisible()
    assert window.tables_dock.height() == pytest.approx(height, abs=NEAR)
    window.actions_.show_tables.trigger()
    assert not session().tables_dock.isVisible()


def test_that_docks_open_behind_the_start_page_are_remembered(session: Session) -> None:
    window = session()
    window.actions_.show_account.trigger()
    window.actions_.start_page.trigger()
    window = session()
    assert window.account_dock.isVisible()
    assert window.toolbar.isVisible()


def test_that_a_session_that_ends_on_the_start_page_forgets_no_edge(qtbot: QtBot, session: Session) -> None:
    window = session()
    drag_edge(window.halves, -80)
    window.actions_.zoom_in.trigger()
    window.actions_.zoom_in.trigger()
    left, zoomed = window.halves.sizes()[1], window.rollout.timeline.day_width
    session().show_start()
    session(at_start=True)
    window = session(at_start=True)
    window.show_work()
    qtbot.waitUntil(window.rollout.isVisible)
    assert window.halves.sizes()[1] == pytest.approx(left, abs=NEAR)
    assert window.rollout.timeline.day_width == pytest.approx(zoomed, rel=0.13)


def test_that_a_look_at_the_start_page_changes_no_zoom(session: Session) -> None:
    window = session()
    window.actions_.zoom_in.trigger()
    zoomed = window.rollout.timeline.day_width
    window.show_start()
    window.show_work()
    assert window.rollout.timeline.day_width == zoomed


def test_that_settings_nobody_can_read_open_the_usual_window(session: Session, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for key in ("geometry", "state", "side", "outline", "day_width"):
        settings.setValue(f"window/{key}", "rubbish")
    settings.sync()
    window = session()
    assert (window.width(), window.height()) == SIZE
    assert not window.tables_dock.isVisible()
