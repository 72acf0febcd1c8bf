"""Everything that one can act on says what it is, can be reached with the keys, and shows when it has them."""

import math
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QCommandLinkButton,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QTabBar,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from planner.files import read
from planner.picture.tokens import DARK, LIGHT, Tokens
from resources import path
from tests import pictured_dialogs
from tests.ui.accessible import controls, leaps_back
from ui.account.account_panel import PAGES
from ui.document import Document
from ui.guidance import WEEK
from ui.main_window import MainWindow
from ui.theme import (
    CONTRAST,
    DARK_CONTRAST,
    LIGHT_CONTRAST,
    follow_system,
    is_high_contrast,
    set_high_contrast,
    tokens,
)
from ui.timeline.text import measure_anew

READ, LOOKED_AT = (
    ("text", "dim", "faint", "accent", "money", "risk", "broken"),
    ("load", "arrow", "freeze_edge", "hairline"),
)
GROUNDS = ("ground", "panel", "selection")


@pytest.fixture
def rollout(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window on a template, which has something of everything."""
    state = read(path("templates/plans/microsoft-365-e5.rollout"))
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Document(state), settings)
    with qtbot.waitExposed(window):
        window.show()
    yield window
    window.close()
    window.deleteLater()


def nameless(widget: QWidget) -> list[str]:
    return [f"{role.name} {told}" for role, name, told in controls(widget) if not name]


def test_that_the_walk_finds_a_control_without_a_name(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    column.addWidget(QLineEdit())
    column.addWidget(QToolButton())
    column.addWidget(QListWidget())
    with qtbot.waitExposed(holder):
        holder.show()
    assert len(nameless(holder)) == len(("line", "button", "list"))


@pytest.mark.parametrize("selected", [None, ("phase", "E07"), ("credit", "ECIF"), ("partner", "SEC")])
def test_that_every_control_of_the_window_and_its_panels_has_a_name(
    rollout: MainWindow, selected: tuple[str, str] | None
) -> None:
    rollout.selection.select(selected)
    for panel in rollout.panels:
        rollout.show_panel(panel)
        assert nameless(rollout) == []


def test_that_every_control_of_the_tables_has_a_name(rollout: MainWindow) -> None:
    panel = rollout.tables_dock.panel()
    rollout.show_table("phase")
    for number in range(panel.tabs.count()):
        panel.tabs.setCurrentIndex(number)
        assert nameless(panel) == []


def test_that_every_control_of_the_account_has_a_name(rollout: MainWindow) -> None:
    for title in PAGES:
        rollout.show_page(title)
        assert nameless(rollout.account_dock) == []


def test_that_every_control_of_the_week_has_a_name(rollout: MainWindow) -> None:
    for title in WEEK:
        rollout.show_week(title)
        assert nameless(rollout.week_dock) == []


def test_that_every_control_of_the_start_page_has_a_name(rollout: MainWindow, tmp_path: Path) -> None:
    rollout.document.save(tmp_path / "saved.rollout")
    rollout.files.open_path(tmp_path / "saved.rollout")
    rollout.show_start()
    assert rollout.start is not None
    assert rollout.start.recent
    assert nameless(rollout) == []


def test_that_every_control_of_the_palette_and_the_help_has_a_name(rollout: MainWindow) -> None:
    rollout.guidance.open_palette()
    palette = rollout.guidance.palette
    assert palette is not None
    assert nameless(palette) == []
    palette.reject()
    rollout.guidance.open_help()
    shown = rollout.guidance.help
    assert shown is not None
    assert nameless(shown) == []
    shown.close()


def test_that_every_dialog_is_named_and_its_keys_go_in_the_order_of_reading(
    rollout: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that pictures are taken of: a dialog that is new there is looked at here."""
    looked_at, faults = [], []

    def look(widget: QWidget) -> None:
        looked_at.append(type(widget).__name__)
        faults.extend([*nameless(widget), *(leaps_back(widget) if isinstance(widget, QDialog) else ())])
        if not widget.windowTitle():
            faults.append(f"{type(widget).__name__} has no title")

    def looked_at_still(asking: QWidget) -> QWidget:
        if not isinstance(asking, QFileDialog):  # Qt's own
            look(asking)
        return still(asking)

    still = pictured_dialogs._still  # noqa: SLF001 - of the same tests
    monkeypatch.setattr(pictured_dialogs, "_still", looked_at_still)
    rollout.selection.select(("phase", "E07"))
    for _, widget in chain(pictured_dialogs.dialogs(rollout, "E07", tmp_path), pictured_dialogs.guidance(rollout)):
        if not isinstance(widget, QLabel | MainWindow):
            look(widget)
    assert faults == []
    assert {"AboutDialog", "ExportDialog", "ImportDialog", "HelpWindow", "Palette", "Preview"} <= set(looked_at)
    assert {"QMessageBox", "QInputDialog", "RecoveryOffer", "SeatsDialog", "TroubleDialog"} <= set(looked_at)
    rollout.document.undo_stack.setClean()


@pytest.mark.parametrize("docks", [(), ("show_account",), ("show_account", "show_tables")])
def test_that_tab_leads_only_to_what_is_named_and_in_sight(
    rollout: MainWindow, qtbot: QtBot, docks: tuple[str, ...]
) -> None:
    for dock in docks:
        getattr(rollout.actions_, dock).trigger()
    rollout.activateWindow()
    rollout.rollout.outline.setFocus()
    qtbot.waitUntil(rollout.rollout.outline.hasFocus)
    met: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in met:
        met.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    assert rollout.rollout.timeline in met
    assert (len([each for each in met if isinstance(each, QTabBar)]) > 1) == bool(docks)
    for widget in met:
        at = QRect(widget.mapTo(rollout, QPoint(0, 0)), widget.size())
        assert rollout.rect().contains(at), widget
        heard = QAccessible.queryAccessibleInterface(widget)
        assert heard is not None
        assert heard.text(QAccessible.Text.Name), widget


def test_that_a_row_of_the_palette_is_heard_whole(rollout: MainWindow) -> None:
    rollout.guidance.open_palette()
    palette = rollout.guidance.palette
    assert palette is not None
    palette.search.setText("zoom in")
    heard = QAccessible.queryAccessibleInterface(palette.search)
    assert heard is not None
    assert heard.text(QAccessible.Text.Description) == "Zoom in, View, Ctrl++"
    palette.reject()


# Focus


@pytest.fixture
def dressed() -> Iterator[None]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    before = application.styleSheet(), application.palette(), application.font(), application.style().name()
    follow_system(application)
    measure_anew()
    yield
    set_high_contrast(is_on=False)
    application.setStyleSheet(before[0])
    application.setPalette(before[1])
    application.setFont(before[2])
    application.setStyle(before[3])
    measure_anew()


def _primary() -> QPushButton:
    button = QPushButton("Solve")
    button.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
    return button


def _with_focus(button: QAbstractButton) -> QAbstractButton:
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setText("Undo")
    return button


CONTROLS: tuple[Callable[[], QWidget], ...] = (
    lambda: QPushButton("Solve"),
    _primary,
    lambda: QCommandLinkButton("Open", "A rollout from a file"),
    QComboBox,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    lambda: _with_focus(QToolButton()),
)


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize("make", CONTROLS)
def test_that_what_has_the_keys_looks_different(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    holder, control, other = QWidget(), make(), QLabel("elsewhere")
    qtbot.addWidget(holder)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    column = QVBoxLayout(holder)
    column.addWidget(control)
    column.addWidget(other)
    with qtbot.waitExposed(holder):
        holder.show()
    holder.activateWindow()
    other.setFocus()
    before = picture(control)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(control.hasFocus)
    assert changed(before, picture(control)) > 2 * (control.width() + control.height()) // 3


def picture(control: QWidget) -> QImage:
    return control.grab().toImage()


def changed(before: QImage, after: QImage) -> int:
    """How many pixels differ; a caret alone is not enough to see."""
    places = ((x, y) for x in range(before.width()) for y in range(before.height()))
    return sum(before.pixel(x, y) != after.pixel(x, y) for x, y in places)


# Contrast


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    drawn = QColor(colour)
    red, green, blue = map(linear, (drawn.redF(), drawn.greenF(), drawn.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colours", [LIGHT_CONTRAST, DARK_CONTRAST], ids=["light", "dark"])
def test_that_high_contrast_keeps_seven_to_one_for_what_is_read_and_three_to_one_for_lines(colours: Tokens) -> None:
    for ground in GROUNDS:
        for name in READ:
            assert contrast(getattr(colours, name), getattr(colours, ground)) >= 7, (name, ground)
        for name in LOOKED_AT:
            assert contrast(getattr(colours, name), getattr(colours, ground)) >= 3, (name, ground)


@pytest.mark.parametrize(("strong", "usual"), [(LIGHT_CONTRAST, LIGHT), (DARK_CONTRAST, DARK)], ids=["light", "dark"])
def test_that_high_contrast_takes_none_away(strong: Tokens, usual: Tokens) -> None:
    for name in (*READ, *LOOKED_AT):
        before = contrast(getattr(usual, name), usual.ground)
        assert contrast(getattr(strong, name), strong.ground) >= before, name


@pytest.mark.usefixtures("dressed")
def test_that_high_contrast_is_switched_in_the_menu_redraws_everything_and_is_remembered(rollout: MainWindow) -> None:
    rollout.selection.select(("credit", "ECIF"))
    usual = tokens()
    rollout.actions_.high_contrast.trigger()
    assert is_high_contrast()
    assert tokens().money in rollout.inspector.toHtml()
    assert usual.money not in rollout.inspector.toHtml()
    assert QApplication.palette().text().color() == QColor(tokens().text)
    settings = rollout.guidance.settings
    again = MainWindow(Document(rollout.document.state), settings)
    assert again.actions_.high_contrast.isChecked()
    again.close()
    again.deleteLater()
    rollout.actions_.high_contrast.trigger()
    assert tokens() == usual
    assert not QApplication.instance().property(CONTRAST)  # type: ignore[union-attr]
