"""Printing the timeline: the pages that are saved too, as large as the sheets of the printer."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPaintEngine, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from planner.picture.pages import PageSetup, Paper
from planner.picture.swimlanes import Grouping
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.timeline.paper import PageDialog, drawn_pages, titled
from ui.wording import counted

MOST_PIXELS_AN_INCH = 300
"""More is not seen on paper, and a page of A4 would take ten times the memory at 1,200."""

PREVIEW_PIXELS_AN_INCH = 130
"""Made half as large on the screen, so that letters and dashes stay whole."""
PREVIEW = 1000, 720


def print_pages(
    parent: QWidget, plan: Plan, schedule: Schedule, days: DateRange, grouping: Grouping | None = None
) -> str:
    """Ask how and where, and print; what was done, or why not, in words. Blank where it was given up."""
    dialog = PageDialog(days, grouping, parent, verb="Print", status=plan.status_date)
    preview: list[str] = []

    def look() -> None:
        shown = Preview(plan, schedule, dialog.setup, dialog)
        if shown.exec() == QDialog.DialogCode.Accepted:
            preview.append(shown.said)
            dialog.reject()

    dialog.offer("Pre&view …", look)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return "".join(preview)
    printer = _printer(plan)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return ""
    return printed(printer, plan, schedule, dialog.setup)


class Preview(QPrintPreviewDialog):
    """The pages as they will come out of the printer, which can be chosen and used from here too.

    said: what became of the last time that the pages were laid out, in words.
    """

    def __init__(self, plan: Plan, schedule: Schedule, setup: PageSetup, parent: QWidget | None = None) -> None:
        self._printer = _printer(plan)
        super().__init__(self._printer, parent)
        self.said = ""
        self._plan, self._schedule, self._setup = plan, schedule, setup
        self.setWindowTitle("Preview of the timeline")
        self.resize(*PREVIEW)
        for kind, name in ((QComboBox, "Zoom"), (QLineEdit, "Page number")):
            for control in self.findChildren(kind):
                control.setAccessibleName(name)  # Qt gives them none
        self.paintRequested.connect(self._lay_out)

    def _lay_out(self, printer: QPrinter) -> None:
        self.said = printed(printer, self._plan, self._schedule, self._setup)


def _printer(plan: Plan) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(f"{plan.name} timeline")
    return printer


def printed(printer: QPrinter, plan: Plan, schedule: Schedule, setup: PageSetup) -> str:
    """Print the pages on whatever paper the printer has; what was done, or why not, in words."""
    from planner.picture.paper import MARGIN, page_pictures  # typst is needed only here
    from resources import path

    printer.setFullPage(True)
    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Point)
    setup = setup._replace(paper=Paper(sheet.width() - 2 * MARGIN, sheet.height() - 2 * MARGIN))
    is_preview = printer.paintEngine().type() == QPaintEngine.Type.Picture
    pixels = min(printer.resolution(), PREVIEW_PIXELS_AN_INCH if is_preview else MOST_PIXELS_AN_INCH)
    pictures = page_pictures(drawn_pages(plan, schedule, setup), path("fonts"), titled(setup, plan), pixels)
    painter = QPainter()
    if not painter.begin(printer):
        return "The timeline was not printed: the printer does not answer, or its file cannot be written to."
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)  # a preview shows the pages much smaller
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
