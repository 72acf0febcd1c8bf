"""The one error dialog and its log: said once, added to, copied, and never in the way of what goes on."""

import io
import logging
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from planner.invariants import Fault, PlanError
from tests.ui.conftest import troubles
from ui.background import Background
from ui.file_actions import fault_words
from ui.trouble import log
from ui.trouble.catching import Catching
from ui.trouble.dialog import MOST_DETAILS, MOST_SHOWN, TroubleDialog, show_trouble
from ui.trouble.log import LOGGER, close_log, keep_log
from ui.trouble.trouble import DEFECT, SAFE, Trouble, reason


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def catching(parent: QWidget, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catching]:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made = Catching(parent)
    yield made
    made.release()


@pytest.fixture
def kept_log(tmp_path: Path) -> Iterator[Path]:
    file = keep_log(tmp_path / "data")
    assert file is not None
    yield file
    close_log()


def shown(parent: QWidget) -> TroubleDialog:
    (dialog,) = [each for each in parent.findChildren(TroubleDialog) if each.is_open]
    return dialog


def test_that_it_says_what_happened_what_is_safe_and_what_to_do_and_copies_the_details(parent: QWidget) -> None:
    show_trouble(parent, Trouble("The disk is full.", "Nothing is lost.", "Free some room.", "errno 28"))
    dialog = shown(parent)
    assert dialog.text == "The disk is full.\nNothing is lost.\nFree some room."
    dialog.copy.click()
    assert "errno 28" in QGuiApplication.clipboard().text()


def test_that_a_second_error_is_added_to_the_dialog_that_is_open_and_the_same_one_is_counted(parent: QWidget) -> None:
    first, second = Trouble("First."), Trouble("Second.", details="where")
    for trouble in (first, second, second):
        show_trouble(parent, trouble)
    dialog = shown(parent)
    assert dialog.what.text() == "First."
    assert dialog.others.text() == "Since then:\nSecond. (2 times)"
    assert "where" in dialog.details.toPlainText()


def test_that_a_storm_is_one_dialog_of_bounded_size(parent: QWidget) -> None:
    for number in range(MOST_DETAILS + 30):
        show_trouble(parent, Trouble(f"Error {number}."))
    dialog = shown(parent)
    assert dialog.others.text().endswith(f"and {MOST_DETAILS + 30 - 1 - MOST_SHOWN} other errors")
    dialog.copy.click()
    assert QGuiApplication.clipboard().text().count("Error ") == MOST_DETAILS


def test_that_an_error_after_the_dialog_was_closed_is_told_anew(parent: QWidget) -> None:
    show_trouble(parent, Trouble("First."))
    shown(parent).close_button.click()
    show_trouble(parent, Trouble("Second."))
    assert troubles(parent) == [f"Second.\n{SAFE}"]


def test_that_markup_in_an_error_is_shown_as_it_is_written(parent: QWidget) -> None:
    show_trouble(parent, Trouble("<b>x</b> & <img src='y'>"))
    assert shown(parent).what.text() == "<b>x</b> & <img src='y'>"
    assert shown(parent).what.textFormat().name == "PlainText"


def test_that_exceptions_of_slots_and_threads_are_told_and_the_event_loop_goes_on(
    qtbot: QtBot, parent: QWidget, catching: Catching
) -> None:
    def fail() -> None:
        raise KeyError("M05")

    QTimer.singleShot(0, fail)
    with qtbot.waitSignal(catching.caught):
        pass
    qtbot.waitUntil(lambda: bool(troubles(parent)))
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "2 times" in troubles(parent)[0] or "Since then" in troubles(parent)[0])
    assert DEFECT in troubles(parent)[0]
    assert "KeyError: 'M05'" in shown(parent).details.toPlainText()


def test_that_what_ends_the_program_is_left_to_whoever_had_it_before(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: passed.append(kind))
    catching = Catching(parent)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    catching.release()
    assert passed == [KeyboardInterrupt]


def test_that_the_log_holds_every_error_with_its_details_and_only_its_owner_may_look(
    qtbot: QtBot, parent: QWidget, kept_log: Path
) -> None:
    show_trouble(parent, Trouble("Something broke.", details="the trace"))

    def work() -> object:
        raise LookupError("nothing there")

    background = Background(work, parent)
    with qtbot.waitSignal(background.failed) as told:
        background.start()
    background.wait()
    written = kept_log.read_text()
    assert "Something broke." in written
    assert "the trace" in written
    assert "LookupError: nothing there" in written
    assert "Traceback" in written
    assert told.args == ["LookupError: nothing there."]
    assert stat.S_IMODE(kept_log.stat().st_mode) == 0o600


def test_that_the_log_is_rotated_and_never_larger_than_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST", 2_000)
    keep_log(tmp_path)
    for number in range(500):
        LOGGER.warning("error %d", number)
    close_log()
    files = sorted(tmp_path.iterdir())
    assert [file.name for file in files] == ["launchwindow.log", *(f"launchwindow.log.{n}" for n in (1, 2, 3))]
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert "error 499" in files[0].read_text()


def test_that_a_log_that_cannot_be_kept_is_no_error(
    tmp_path: Path, parent: QWidget, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    assert keep_log(tmp_path / "data") is None
    show_trouble(parent, Trouble("Told all the same."))
    close_log()
    assert troubles(parent)
    assert capsys.readouterr().err == ""


class FullDisk(io.StringIO):
    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")


def test_that_a_full_disk_makes_no_error_of_an_error(
    kept_log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (handler,) = [each for each in LOGGER.handlers if isinstance(each, logging.FileHandler)]
    with monkeypatch.context() as full:
        full.setattr(handler, "stream", FullDisk())
        LOGGER.warning("not written")
    LOGGER.warning("written")
    assert "not written" not in kept_log.read_text()
    assert "written" in kept_log.read_text()
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device", "/plans/a"), "No space left on device: /plans/a."),
        (KeyError("M05"), "KeyError: 'M05'."),
        (ZeroDivisionError(), "ZeroDivisionError."),
        (PlanError((Fault("plan", "It is no plan."),)), "It is no plan."),
        (ValueError("The folder is gone."), "The folder is gone."),
    ],
)
def test_that_reasons_are_words(error: Exception, words: str) -> None:
    assert reason(error) == words


def test_that_details_tell_only_what_does_not_stand_above_them(parent: QWidget) -> None:
    show_trouble(
        parent, Trouble("It cannot be opened.", "The file was not touched.", "It is empty.", "document: empty")
    )
    assert shown(parent).details.toPlainText() == "document: empty"


def test_that_there_is_no_box_for_details_where_there_are_none(parent: QWidget) -> None:
    show_trouble(parent, Trouble("It cannot be opened."))
    assert shown(parent).details.isHidden()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            Fault("plan.phases[0].options[0].cost", "Phase 'P1': -1 is below 0."),
            "Phase 'P1', cost: −1 is below 0.",
        ),
        (
            Fault("plan.horizon", "The field 'horizon' is missing.", "Add it."),
            "The field 'horizon' is missing. Add it.",
        ),
        (Fault("plan.currency", "'usd' is not a currency."), "'usd' is not a currency."),
        (Fault("plan.currency", "'usd' is none.", "Write USD."), "'usd' is none. Write USD. The field is 'currency'."),
        (Fault("document", "The file is empty."), "The file is empty."),
        (Fault("plan.phases[0]", "Phase 'P1' has no options."), "Phase 'P1' has no options."),
    ],
)
def test_that_a_fault_of_a_file_names_its_field_and_not_its_place(fault: Fault, words: str) -> None:
    assert fault_words(fault) == words
