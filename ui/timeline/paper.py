"""Saving the timeline as pages, a PDF or pictures."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt
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
from ui.fields.style import SchemeDress
from ui.timeline.header import today
from ui.wording import counted, day

KINDS = "PDF, all pages (*.pdf);;Pictures, one a page (*.png);;Drawings, one a page (*.svg)"
MOST_ACROSS = 12
DAY_FORMAT = "d MMM yyyy"
"""As days are written everywhere else."""


class PageDialog(QDialog):
    """How the timeline is laid on paper, begun with all days of the work on as many pages as they take.

    grouping: the swimlanes of the window, which the pages show too. verb: what is done with them. status: the status
    date, which pages may show with what is done; None where there is none.
    """

    def __init__(
        self,
        days: DateRange,
        grouping: Grouping | None = None,
        parent: QWidget | None = None,
        verb: str = "Save",
        status: date | None = None,
    ) -> None:
        super().__init__(parent)
        self._grouping = grouping
        self.setWindowTitle(f"{verb} timeline")
        self.first, self.last = _date_edit(days.start), _date_edit(days.end)
        self.across = QSpinBox(minimum=1, maximum=MOST_ACROSS)
        self.across.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fits = QCheckBox("Everything on one page")
        self.chart_only = QCheckBox("Chart only, without names and sums")
        self.legend = QCheckBox("Legend")
        self.legend.setChecked(True)
        self.progress = QCheckBox("" if status is None else f"Progress as of {day(status)} (internal)")
        self.progress.setVisible(status is not None)
        self.fits.toggled.connect(self.across.setDisabled)
        form = QFormLayout(self)
        form.addRow("&From", self.first)
        form.addRow("&To", self.last)
        form.addRow("&Pages across", self.across)
        for box in (self.fits, self.chart_only, self.legend, *([] if status is None else [self.progress])):
            form.addRow(box)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        done = self._buttons.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        done.setDefault(True)
        done.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        form.addRow(self._buttons)
        SchemeDress(self)

    def offer(self, title: str, do: Callable[[], None]) -> None:
        """Add a button for something that can be done before it is decided."""
        button = self._buttons.addButton(title, QDialogButtonBox.ButtonRole.ActionRole)
        button.clicked.connect(lambda _checked=False: do())

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
            shows_progress=self.progress.isChecked(),
        )


def save_pages(
    parent: QWidget, plan: Plan, schedule: Schedule, days: DateRange, grouping: Grouping | None = None
) -> str:
    """Ask how and where, and save; what was done, or why not, in words. Blank where it was given up."""
    dialog = PageDialog(days, grouping, parent, status=plan.status_date)
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
        written = write_pages(pages, target, path("fonts"), titled(setup, plan))
    except (OSError, ValueError) as error:
        return f"The timeline was not saved: {error}"
    return f"Saved {counted(len(pages), 'page')} of the timeline as {written[0].name}."


def titled(setup: PageSetup, plan: Plan) -> PageSetup:
    """With what stands above each page: whose rollout it is, and the day."""
    return setup._replace(title=f"{plan.customer} — {plan.name}", dated=f"As of {day(today())}")


def drawn_pages(plan: Plan, schedule: Schedule, setup: PageSetup) -> tuple[str, ...]:
    """Each page as an SVG document, in the words of the business case."""
    from planner.business_case.notation import Notation  # babel is needed only here
    from planner.business_case.timeline import picture_wording
    from planner.picture.pages import svg_pages

    notation = Notation(plan.currency)
    wording = picture_wording(notation)._replace(
        status=lambda day: f"Status {notation.day(day)}", done="Done", freeze="Change freeze"
    )
    return svg_pages(plan, schedule, wording, setup)


def _date_edit(value: date) -> QDateEdit:
    edit = QDateEdit(QDate(value.year, value.month, value.day))
    edit.setCalendarPopup(True)
    edit.setDisplayFormat(DAY_FORMAT)
    return edit


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())
