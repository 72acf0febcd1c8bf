"""No field of a form is cut at its right, however narrow the window and whatever else is open."""

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QToolButton, QWidget

from planner.files import read
from planner.plan import State
from resources import path
from ui.fields.widgets import LINES_SHOWN, MOST_LINES_SHOWN, CheckList, Choice, Paragraph
from ui.halves import FORM_WIDTH
from ui.main_window import MainWindow
from ui.theme import follow_system

SAMPLE = read(path("samples/calder.rollout"))
SELECTED = (("phase", "M18"), ("credit", "ME1"), ("partner", "CEN"), None)
CONTROLS = (QLineEdit, QComboBox, QToolButton)
DRAGGED = 344
"""Wide enough for an explanation, not for a form."""


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    """Letters are as wide as those of the program, whatever other tests have set."""
    follow_system(qapp)


def cut(window: MainWindow) -> list[str]:
    """The controls of the form that do not stand whole between its edges."""
    form = window.editor.editor.form
    edge = form.viewport()
    inner = form.widget()
    assert inner is not None
    controls: list[QWidget] = [each for kind in CONTROLS for each in inner.findChildren(kind) if each.isVisible()]
    assert controls
    return [
        each.accessibleName()
        for each in controls
        if not 0 <= each.mapTo(edge, each.rect().topLeft()).x() <= edge.width() - each.width()
    ]


def show_all_forms(window: MainWindow) -> list[str]:
    """The form of each kind of part after a panel that was dragged to some width, and dragged narrower itself."""
    found = []
    for selected in SELECTED:
        window.selection.select(selected)
        window.show_panel(window.inspector)
        drag_side(window, DRAGGED)
        window.edit_selected()
        QApplication.processEvents()
        found += cut(window)
        drag_side(window, DRAGGED)
        found += cut(window)
    return found


def drag_side(window: MainWindow, width: int) -> None:
    window.halves.setSizes([10_000, width])
    QApplication.processEvents()


@pytest.mark.parametrize("lead", [0, 5])
@pytest.mark.parametrize("width", [1_024, 1_280, 1_440])
def test_that_no_field_is_cut_whatever_is_open_beside_the_form(window: MainWindow, width: int, lead: int) -> None:
    """With a change advisory board there is more to show beside it."""
    window.document.replace(State(replace(SAMPLE.plan, change_lead=lead), SAMPLE.schedule), None)
    window.resize(width, 700)
    window.show_panel(window.solving.panel)
    assert show_all_forms(window) == []
    for name in ("show_week", "show_tables", "show_account", "show_what_if"):
        getattr(window.actions_, name).setChecked(True)
        if name == "show_week":
            window.show_week("Chase")
        QApplication.processEvents()
        assert (name, show_all_forms(window)) == (name, [])
    assert window.width() == width


def test_that_the_form_gives_its_room_back_and_leaves_a_side_that_was_widened(window: MainWindow) -> None:
    window.show_panel(window.inspector)
    drag_side(window, DRAGGED)
    window.edit_selected()
    assert window.side.width() >= FORM_WIDTH
    window.show_panel(window.inspector)
    assert window.side.width() == DRAGGED
    drag_side(window, 600)
    window.edit_selected()
    window.show_panel(window.inspector)
    assert window.side.width() == 600


def test_that_a_side_that_is_dragged_while_a_form_is_shown_stays_so(window: MainWindow) -> None:
    window.show_panel(window.inspector)
    window.edit_selected()
    window.halves.moveSplitter(window.halves.width() - 500, 1)
    QApplication.processEvents()
    dragged = window.side.width()
    assert dragged > FORM_WIDTH
    window.show_panel(window.inspector)
    assert window.side.width() == dragged


def test_that_a_choice_without_room_ends_with_an_ellipsis(window: MainWindow) -> None:
    window.document.replace(SAMPLE, None)
    window.selection.select(("phase", "M05"))
    window.edit_selected()
    QApplication.processEvents()
    long = next(each for each in window.editor.findChildren(Choice) if each.currentText().startswith("M01 "))
    assert long.shown_text().endswith("…")
    long.setMinimumWidth(600)
    assert long.shown_text() == long.currentText()


def test_that_numbers_say_what_they_count(window: MainWindow) -> None:
    window.document.replace(SAMPLE, None)
    wanted = {
        ("phase", "M05"): {"USD", "working days", "Cost (USD)"},
        ("credit", "ME1"): {"USD", "working days", "calendar days"},
        ("partner", "CEN"): {"USD a day", "days"},
        None: {"years", "a year"},
    }
    for selected, units in wanted.items():
        window.selection.select(selected)
        window.edit_selected()
        QApplication.processEvents()
        assert units <= {each.text() for each in window.editor.editor.form.findChildren(QLabel)}


def test_that_partners_are_chosen_by_their_names(window: MainWindow) -> None:
    window.document.replace(SAMPLE, None)
    window.selection.select(("credit", "ME1"))
    window.edit_selected()
    partners = window.editor.editor.form.field_widget("ME1", "Partners")
    assert isinstance(partners, CheckList)
    assert "Centaur Security" in {partners.item(row).text() for row in range(partners.count())}
    assert partners.names() == SAMPLE.plan.credit["ME1"].approved_partners


def test_that_a_paragraph_is_as_high_as_its_lines_within_reason(window: MainWindow) -> None:
    window.document.replace(SAMPLE, None)
    window.selection.select(None)
    window.edit_selected()
    QApplication.processEvents()
    form = window.editor.editor.form
    problem, holidays = (form.field_widget("the rollout", title) for title in ("Problem", "Holidays"))
    for paragraph in (problem, holidays):
        assert isinstance(paragraph, Paragraph)
        lines = paragraph.height() // paragraph.fontMetrics().lineSpacing()
        assert LINES_SHOWN < lines <= MOST_LINES_SHOWN + 1
        assert paragraph.verticalScrollBar().maximum() == 0
