"""Saving the timeline as pages, a PDF or pictures."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QSpinBox,
    QWidget,
)

from planner.picture.pages import PageSetup
from planner.picture.swimlanes import Grouping
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.wording import counted

KINDS = "PDF, all pages (*.pdf);;Pictures, one a page (*.png);;Drawings, one a page (*.svg)"
MOST_ACROSS = 12


class PageDialog(QDialog):
    """How the timeline is laid on paper, begun with all days of the work on as many pages as they take.

    grouping: the swimlanes of the window, which the pages show too. verb: what is done with them.
    """

    def __init__(
        self, days: DateRange, grouping: Grouping | None = None, parent: QWidget | None = None, verb: str = "Save"
    ) -> None:
        super().__init__(parent)
        self._grouping = grouping
        self.setWindowTitle(f"{verb} timeline")
        self.first, self.last = _date_edit(days.start), _date_edit(days.end)
        self.across = QSpinBox(minimum=1, maximum=MOST_ACROSS)
        self.fits = QCheckBox("Everything on one page")
        self.chart_only = QCheckBox("Chart only, without names and sums")
        self.legend = QCheckBox("Legend")
        self.legend.setChecked(True)
        self.fits.toggled.connect(self.across.setDisabled)
        form = QFormLayout(self)
        form.addRow("&From", self.first)
        form.addRow("&To", self.last)
        form.addRow("&Pages across", self.across)
        for box in (self.fits, self.chart_only, self.legend):
            form.addRow(box)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    @property
    def setup(self) -> PageSetup:
        """What was chosen; days that end before they begin are taken the other way round."""
        first, last = sorted((_day(self.first), _day(self.last)))
        return PageSetup(
            days=DateRange(first, last),
            across=1 if self.fits.isChecked() else self.across.value(),
            fits=self.fits.isChecked(),
            chart_only=self.chart_only.isChecked(),
            legend=self.legend.isChecked(),
            grouping=self._grouping,
        )


def save_pages(
    parent: QWidget, plan: Plan, schedule: Schedule, days: DateRange, grouping: Grouping | None = None
) -> str:
    """Ask how and where, and save; what was done, or why not, in words. Blank where it was given up."""
    dialog = PageDialog(days, grouping, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return ""
    name, _ = QFileDialog.getSaveFileName(parent, "Save timeline", f"{plan.name} timeline.pdf", KINDS)
    return saved(Path(name), plan, schedule, dialog.setup) if name else ""


def saved(target: Path, plan: Plan, schedule: Schedule, setup: PageSetup) -> str:
    """Save the pages; what was done, or why not, in words."""
    from planner.picture.paper import write_pages  # typst is needed only here
    from resources import path

    pages = drawn_pages(plan, schedule, setup)
    try:
        written = write_pages(pages, target, path("fonts"), setup)
    except (OSError, ValueError) as error:
        return f"The timeline was not saved: {error}"
    return f"Saved {counted(len(pages), 'page')} of the timeline as {written[0].name}."


def drawn_pages(plan: Plan, schedule: Schedule, setup: PageSetup) -> tuple[str, ...]:
    """Each page as an SVG document, in the words of the business case."""
    from planner.business_case.notation import Notation  # babel is needed only here
    from planner.business_case.timeline import picture_wording
    from planner.picture.pages import svg_pages

    return svg_pages(plan, schedule, picture_wording(Notation(plan.currency)), setup)


def _date_edit(value: date) -> QDateEdit:
    edit = QDateEdit(QDate(value.year, value.month, value.day))
    edit.setCalendarPopup(True)
    return edit


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
