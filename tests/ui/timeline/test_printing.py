"""Printing the timeline: onto a printer that writes a PDF, so that what came out can be read and looked at."""

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

import planner.picture.paper
from planner.picture.pages import PageSetup
from tests.ui.timeline.conftest import Desk
from ui.timeline.printing import MOST_PIXELS_AN_INCH, PREVIEW_PIXELS_AN_INCH, Preview, printed


def a_printer(target: Path, size: QPageSize.PageSizeId = QPageSize.PageSizeId.A4) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setPageSize(QPageSize(size))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    return printer


@pytest.mark.parametrize(("size", "width"), [(QPageSize.PageSizeId.A4, 842), (QPageSize.PageSizeId.Letter, 792)])
def test_that_each_page_fills_a_sheet_of_the_printers_paper(
    desk: Desk, tmp_path: Path, size: QPageSize.PageSizeId, width: int
) -> None:
    target = tmp_path / "printed.pdf"
    said = printed(a_printer(target, size), desk.plan, desk.document.schedule, PageSetup(across=2))
    pages = PdfReader(target).pages
    assert said == f"Printed {len(pages)} pages of the timeline."
    assert len(pages) == 2
    assert all(abs(float(page.mediabox.width) - width) < 2 for page in pages)
    resources: Any = pages[0]["/Resources"]
    (drawn,) = resources["/XObject"].values()
    picture = drawn.get_object()
    assert picture["/Subtype"] == "/Image"
    assert abs(picture["/Width"] - width / 72 * MOST_PIXELS_AN_INCH) < 10
    assert len(set(picture.get_data())) > 20


@pytest.mark.qt_log_ignore("raise", "begin")  # what Qt says of a printer that does not answer
def test_that_a_printer_that_cannot_be_reached_is_told(desk: Desk, tmp_path: Path) -> None:
    printer = a_printer(tmp_path / "missing" / "printed.pdf")
    assert printed(printer, desk.plan, desk.document.schedule, PageSetup()).startswith("The timeline was not printed")


def test_that_the_action_asks_how_and_where_and_tells_what_was_printed(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    told: list[str] = []

    def on_paper(dialog: QDialog) -> QDialog.DialogCode:
        asked.append(dialog.windowTitle())
        return QDialog.DialogCode.Accepted

    def on_printer(dialog: QPrintDialog) -> QDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QDialog, "exec", on_paper)
    monkeypatch.setattr(QPrintDialog, "exec", on_printer)
    desk.rollout.told.connect(told.append)
    desk.rollout.print_action.trigger()
    assert asked == ["Print timeline"]
    assert told == ["Printed 1 page of the timeline."]
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == 1


def test_that_the_preview_shows_as_many_pages_as_are_printed(desk: Desk, qtbot: QtBot) -> None:
    preview = Preview(desk.plan, desk.document.schedule, PageSetup(across=3))
    qtbot.add_widget(preview)
    preview.show()
    shown = preview.findChild(QPrintPreviewWidget)
    assert isinstance(shown, QPrintPreviewWidget)
    qtbot.wait_until(lambda: shown.pageCount() == 3, timeout=10_000)
    assert shown.orientation() == QPageLayout.Orientation.Landscape
    image = shown.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 400, 3)}
    assert len(colours) > 20


def test_that_a_preview_draws_fewer_pixels_than_the_printer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[float] = []

    def told(_pages: object, _fonts: object, _setup: object, pixels: float) -> tuple[bytes, ...]:
        drawn.append(pixels)
        return ()

    monkeypatch.setattr(planner.picture.paper, "page_pictures", told)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    widget = QPrintPreviewWidget(printer)
    widget.paintRequested.connect(lambda asked: printed(asked, desk.plan, desk.document.schedule, PageSetup()))
    widget.updatePreview()
    widget.deleteLater()
    assert drawn == [PREVIEW_PIXELS_AN_INCH]


def test_that_what_is_printed_from_the_preview_is_told_and_not_asked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def on_paper(dialog: QDialog) -> int:
        (look,) = (each for each in dialog.findChildren(QPushButton) if "view" in each.text())
        look.click()
        return dialog.result()

    def in_preview(preview: Preview) -> QDialog.DialogCode:
        preview.said = "Printed 7 pages of the timeline."
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QDialog, "exec", on_paper)
    monkeypatch.setattr(QPrintPreviewDialog, "exec", in_preview)
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: pytest.fail("asked for a printer again"))
    desk.rollout.told.connect(told.append)
    desk.rollout.print_action.trigger()
    assert told == ["Printed 7 pages of the timeline."]
