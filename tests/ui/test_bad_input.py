"""Settings that anybody may have written, and anything on the clipboard: the window opens, and no paste breaks it."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from planner.invariants import invariant_faults
from planner.plan import State
from resources import path
from tests.files.test_bad_input import EXAMPLES
from tests.files.test_journal import NOW
from tests.ui.conftest import PLAN
from tests.ui.recovery.test_safety import left
from ui.document import Document
from ui.fields.field import UnreadableError
from ui.layout import DAY_WIDTH, GEOMETRY, OUTLINE_EDGE, SIDE_EDGE, STATE
from ui.main_window import HIGH_CONTRAST, MainWindow
from ui.recent import MOMENTS, PATHS, recent_files, remember
from ui.recovery.journal import left_behind
from ui.solving import AIMS_KEY, remembered_aims
from ui.tables.columns import lay_columns, remembered_layout, shown_columns
from ui.tables.spreadsheet import as_lines, from_lines

SHARED = [HealthCheck.function_scoped_fixture]
KEYS = (
    *(PATHS, MOMENTS, GEOMETRY, STATE, DAY_WIDTH, SIDE_EDGE, OUTLINE_EDGE, HIGH_CONTRAST, AIMS_KEY),
    *("timeline/grouped", "timeline/folded/workload"),
)
STORED: st.SearchStrategy[Any] = (
    st.text(max_size=30)
    | st.integers(-(2**31), 2**31 - 1)
    | st.floats()
    | st.lists(st.text(max_size=10) | st.integers(-5, 5), max_size=4)
    | st.binary(max_size=40).map(QByteArray)
    | st.sampled_from(["inf", "nan", "-1", "1e308", "{}", '{"order": 5}', "[" * 5_000, "a\0b", "@Invalid()", "true"])
)


@settings(max_examples=max(8, EXAMPLES // 15), suppress_health_check=SHARED)
@given(stored=st.dictionaries(st.sampled_from(KEYS), STORED, min_size=2))
@example(stored={SIDE_EDGE: "inf", OUTLINE_EDGE: "1e308", DAY_WIDTH: "nan"})
def test_that_the_window_opens_whatever_the_settings_say(stored: dict[str, Any], qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    store.clear()
    for key, value in stored.items():
        store.setValue(key, value)
    window = MainWindow(Document(State(PLAN)), store)
    with qtbot.waitExposed(window):
        window.show()
    window.show_start()
    window.show_work()
    assert window.isVisible()
    window.close()
    window.deleteLater()


@settings(max_examples=EXAMPLES, suppress_health_check=SHARED)
@given(paths=STORED, moments=STORED, aims=STORED)
def test_that_recent_files_and_aims_are_read_or_left_out(paths: Any, moments: Any, aims: Any, tmp_path: Path) -> None:  # noqa: ANN401
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for key, value in ((PATHS, paths), (MOMENTS, moments), (AIMS_KEY, aims)):
        store.setValue(key, value)
    assert all(isinstance(each.is_there, bool) for each in recent_files(store))
    remember(store, tmp_path / "plan.rollout", datetime(2027, 1, 4))  # noqa: DTZ001 - the user's own clock
    assert recent_files(store)[0].path == tmp_path / "plan.rollout"
    assert remembered_aims(store)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        '{"order": [1]}',
        '{"widths": {"Name": 99999999999999999999}}',
        '{"widths": {"Name": -5}}',
        '{"x": ' + "[" * 50_000,
        "\udcff",
    ],
)
def test_that_a_spoilt_layout_of_a_table_is_its_own(window: MainWindow, text: str, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    page = window.tables_dock.panel().pages["phase"]
    store.setValue("tables/phase", text)
    lay_columns(page.view, page.model.table, remembered_layout(page.model.table, store))
    assert shown_columns(page.view)


TEXTS = st.text(max_size=60) | st.sampled_from(
    ['"', '"a\tb', "\0", "\ufeff", "a\r\rb", "\t" * 500, "\n" * 500, '""""', "\x1a"]
)


@settings(max_examples=EXAMPLES)
@given(text=TEXTS | st.lists(TEXTS, max_size=4).map("\t".join))
def test_that_any_text_of_the_clipboard_is_rows_of_cells(text: str) -> None:
    rows = from_lines(text)
    assert all(isinstance(cell, str) for row in rows for cell in row)
    assert from_lines(as_lines(rows)) == rows or any("\r" in cell for row in rows for cell in row)


@settings(max_examples=max(10, EXAMPLES // 5), suppress_health_check=SHARED)
@given(text=TEXTS | st.lists(st.lists(TEXTS, max_size=4).map("\t".join), max_size=4).map("\n".join))
def test_that_pasting_anything_is_one_step_or_none(window: MainWindow, text: str) -> None:
    document = window.document
    document.replace(State(PLAN), None)
    window.show_table("phase")
    QGuiApplication.clipboard().setText(text)
    window.tables_dock.panel().pages["phase"].paste()
    assert invariant_faults(document.state) == ()
    assert document.undo_stack.count() <= 1
    document.go_to(0)
    assert document.plan == PLAN


def test_that_entries_with_and_without_zones_are_offered_together(tmp_path: Path) -> None:
    shutil.copy(path("samples/calder.rollout"), tmp_path / "plan.rollout")
    first, second = (left(tmp_path, None, name) for name in ("One", "Two"))
    first.write_bytes(first.read_bytes().replace(NOW.isoformat().encode(), b"2027-01-25T09:30:00+02:00"))
    assert {file for file, _ in left_behind(tmp_path / "journal")} == {first, second}


@pytest.mark.parametrize("text", ['"' + "x" * 200_000, "x" * 200_000], ids=["open quote", "one cell"])
def test_that_a_cell_larger_than_any_is_refused_in_words(window: MainWindow, text: str) -> None:
    told: list[str] = []
    page = window.tables_dock.panel().pages["phase"]
    page.refused.connect(told.append)
    QGuiApplication.clipboard().setText(text)
    page.paste()
    assert told
    assert window.document.plan is PLAN
    with pytest.raises(UnreadableError, match="never ends"):
        from_lines(text)
