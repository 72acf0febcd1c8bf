"""The help: its pages, its search, and which of them F1 opens."""

import re

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from resources import path
from tests.help_pictures import DARK, LEAST_KEPT, MOST_BYTES, NAMES, TALLEST, WIDEST
from ui.help.help_text import DOTS_A_METRE, FRAME, framed
from ui.help.help_window import HelpWindow, page_about
from ui.help.pages import ORDER, Page, found, pages
from ui.main_window import MainWindow
from ui.theme import tokens

PAGES = {page.name: page for page in pages()}


def opened(qtbot: QtBot, window: MainWindow) -> HelpWindow:
    QTest.keyClick(window, Qt.Key.Key_F1)
    shown = window.guidance.help
    assert shown is not None
    qtbot.waitUntil(shown.isVisible)
    return shown


@pytest.mark.parametrize("page", pages(), ids=ORDER)
def test_that_a_page_is_short_and_its_links_and_pictures_are_there(page: Page) -> None:
    assert page.title
    assert len(page.text.split()) < 330
    links = re.findall(r"\]\((\S+)\)", page.text)
    assert all(path(f"help/{link}" if link.startswith("pictures") else f"help/pages/{link}") for link in links)


def test_that_every_picture_is_shown_small_and_made_by_the_script() -> None:
    files = sorted(path("help/pictures").glob("*.png"))
    assert sorted(file.stem for file in files) == sorted([*NAMES, *(f"{name}{DARK}" for name in NAMES)])
    shown = {name for page in pages() for name in re.findall(r"pictures/(\w+)\.png", page.text)}
    assert shown == set(NAMES)
    for file in files:
        image = framed(QImage(str(file)), 1)
        assert image.width() <= WIDEST + 2 * FRAME, file.name
        assert TALLEST * LEAST_KEPT - 40 <= image.height() <= TALLEST + 2 * FRAME, file.name
        assert file.stat().st_size < MOST_BYTES, file.name


def test_that_the_widest_picture_has_room_beside_the_list(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    room = shown.text.viewport().width() - 2 * shown.text.document().documentMargin()
    assert room >= WIDEST + 2 * FRAME
    shown.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("keyboard", "keyboard"),
        ("business case", "exporting"),
        ("approv", "credits"),
        ("pin", "timeline"),
        ("status date", "week"),
    ],
)
def test_that_a_page_is_found_by_its_words(typed: str, name: str) -> None:
    assert name in [page.name for page in found(typed)]


def test_that_a_title_counts_more_than_a_text() -> None:
    assert found("credits")[0].name == "credits"


def test_that_f1_opens_the_page_about_the_panel_that_has_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    for widget, name in ((window.rollout.timeline, "timeline"), (window.findings.list, "findings")):
        window.side.setCurrentWidget(window.findings)
        widget.setFocus()
        shown = opened(qtbot, window)
        assert shown.page == name
        assert shown.text.toPlainText().startswith(PAGES[name].title)
        shown.close()


def test_that_every_panel_and_dock_has_a_page_of_its_own(window: MainWindow) -> None:
    parts = (*window.panels, window.rollout, window.tables_dock, window.account_dock)
    assert {page_about(part) for part in parts} <= {*ORDER}
    assert page_about(window.tables_dock) == "tables"
    assert page_about(window.account_dock) == "ledgers"
    assert page_about(None) == ORDER[0]


def test_that_the_search_narrows_the_pages_and_says_when_there_is_none(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    QTest.keyClicks(shown.search, "ledg")
    assert shown.page == "ledgers"
    assert shown.list.count() < len(ORDER)
    QTest.keyClicks(shown.search, "zzz")
    assert shown.list.count() == 0
    assert shown.nothing.isVisible()
    shown.show_page("solve")
    assert (shown.page, shown.list.count()) == ("solve", len(ORDER))
    shown.close()


def test_that_a_link_leads_to_another_page(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    shown.text.anchorClicked.emit(QUrl("credits.md"))
    assert shown.page == "credits"
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_that_the_keys_of_the_help_are_those_of_the_window(window: MainWindow) -> None:
    """Keys that the help names are shortcuts of actions, where they are of actions."""
    named = set(re.findall(r"\b(?:Ctrl\+(?:Shift\+)?[A-Z0-9]|F\d)\b", "".join(page.text for page in pages())))
    keys = {command.keys for command in window.guidance.commands()}
    elsewhere = {"Ctrl+L", "Ctrl+D", "Ctrl+V"}
    assert named - keys - elsewhere == set()


def test_that_every_title_has_room_and_no_scroll_bar_lies_under_the_pages(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    bar = shown.list.horizontalScrollBar()
    assert (bar.maximum(), bar.isVisible()) == (0, False)
    shown.close()


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("finer", [1, 2])
def test_that_a_picture_takes_the_same_room_on_every_screen_and_has_its_frame(finer: int, ratio: float) -> None:
    picture = QImage(200 * finer, 100 * finer, QImage.Format.Format_RGB32)
    picture.fill(QColor("#123456"))
    picture.setDotsPerMeterX(finer * DOTS_A_METRE)
    made = framed(picture, ratio)
    assert made.devicePixelRatio() == ratio
    assert made.width() == round(200 * ratio) + 2 * round(FRAME * ratio)
    assert made.pixelColor(0, 0).name() == tokens().arrow
    assert made.pixelColor(made.width() // 2, made.height() // 2).name() == "#123456"


def test_that_a_dark_help_shows_dark_pictures(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = opened(qtbot, window)
    image, name = QTextDocument.ResourceType.ImageResource.value, QUrl("pictures/timeline.png")
    corners = []
    for is_dark in (False, True):
        monkeypatch.setattr("ui.help.help_text.is_dark", lambda is_dark=is_dark: is_dark)
        corners.append(shown.text.loadResource(image, name).pixelColor(4, 4).lightness())
    assert corners[0] > 200
    assert corners[1] < 60
    shown.close()
