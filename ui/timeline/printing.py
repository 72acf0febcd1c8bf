"""Printing the timeline: the pages that are saved too, as large as the sheets of the printer."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from planner.picture.pages import PageSetup, Paper
from planner.picture.swimlanes import Grouping
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.timeline.paper import PageDialog, drawn_pages
from ui.wording import counted

MOST_PIXELS_AN_INCH = 300
"""More is not seen on paper, and a page of A4 would take ten times the memory at 1,200."""


def print_pages(
    parent: QWidget, plan: Plan, schedule: Schedule, days: DateRange, grouping: Grouping | None = None
) -> str:
    """Ask how and where, and print; what was done, or why not, in words. Blank where it was given up."""
    dialog = PageDialog(days, grouping, parent, verb="Print")
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return ""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(f"{plan.name} timeline")
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return ""
    return printed(printer, plan, schedule, dialog.setup)


def printed(printer: QPrinter, plan: Plan, schedule: Schedule, setup: PageSetup) -> str:
    """Print the pages on whatever paper the printer has; what was done, or why not, in words."""
    from planner.picture.paper import MARGIN, page_pictures  # typst is needed only here
    from resources import path

    printer.setFullPage(True)
    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Point)
    setup = setup._replace(paper=Paper(sheet.width() - 2 * MARGIN, sheet.height() - 2 * MARGIN))
    pixels = min(printer.resolution(), MOST_PIXELS_AN_INCH)
    pictures = page_pictures(drawn_pages(plan, schedule, setup), path("fonts"), setup, pixels)
    painter = QPainter()
    if not painter.begin(printer):
        return "The timeline was not printed: the printer does not answer, or its file cannot be written to."
    for number, picture in enumerate(pictures):
        if number:
            printer.newPage()
        _paint(painter, QImage.fromData(picture))
    painter.end()
    return f"Printed {counted(len(pictures), 'page')} of the timeline."


def _paint(painter: QPainter, picture: QImage) -> None:
    """A picture in the middle of the sheet, as large as it allows."""
    sheet = painter.viewport()
    size = picture.size().scaled(QSize(sheet.width(), sheet.height()), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = (sheet.width() - size.width()) // 2, (sheet.height() - size.height()) // 2
    painter.drawImage(QRect(left, top, size.width(), size.height()), picture)
