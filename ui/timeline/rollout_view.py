"""Outline and timeline as one surface."""

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from planner.picture.swimlanes import Grouping
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from ui.document import Document
from ui.selection import Selection
from ui.timeline.lanes import Lanes, lanes_action
from ui.timeline.legend import Legend
from ui.timeline.outline import Outline
from ui.timeline.paper import save_pages
from ui.timeline.toggles import toggle_actions
from ui.timeline.view import TimelineView, is_seen_anew, work_days

OUTLINE_LEAST, OUTLINE_SHARE, TIMELINE_ENOUGH = 360, 0.49, 480
"""The outline is as wide as its texts, from the least on, until the user moves its edge.

It takes more than its share only while the timeline still has enough.
"""


class RolloutView(QSplitter):
    """The rollout: names, dates and money at the left, time at the right, one scroll bar for both.

    settings: where the swimlanes are remembered, if anywhere.

    Signals:
        link_drawn(predecessor, successor): a link was drawn from one phase to another.
        opened(): the selected thing is to be edited.
        told(sentence): what a step with the keys did, or why it was not made.
    """

    link_drawn = Signal(str, str)
    opened = Signal()
    told = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.lanes = Lanes(settings, self)
        self.outline = Outline(document, selection, self.lanes)
        self.timeline = TimelineView(document, selection, self.lanes)
        self.toggles = [*toggle_actions(self.timeline), lanes_action(self.lanes, self)]
        self.save_action = QAction("Save &timeline …", self)
        self.save_action.setStatusTip("Save the timeline as PDF pages, or as pictures")
        self.save_action.triggered.connect(self.save_picture)
        self.print_action = QAction("&Print timeline …", self)
        self.print_action.setStatusTip("Print the timeline, on as many pages as you say")
        self.print_action.setShortcut(QKeySequence.StandardKey.Print)
        self.print_action.triggered.connect(self.print_picture)
        self.legend_action = QAction("&Legend", self)
        self.legend_action.setStatusTip("Show what the marks of the timeline mean")
        self.legend_action.triggered.connect(self.show_legend)
        self.legend: Legend | None = None
        self.addActions([*self.toggles, self.legend_action, self.save_action, self.print_action])
        self._below = QFrame()
        self._is_moved = False
        self.timeline.link_drawn.connect(self.link_drawn)
        self.timeline.opened.connect(self.opened)
        self.timeline.told.connect(self.told)
        self.outline.activated.connect(lambda _index: self.opened.emit())
        self._build()
        self._share_scroll_bar()
        document.changed.connect(self._show_change)
        document.opened.connect(lambda: self.lanes.show_programme(document.programme))

    def show_legend(self) -> None:
        """Show what the marks mean, beside the window."""
        if self.legend is None:
            self.legend = Legend(self)
        self.legend.show()
        self.legend.activateWindow()

    def _build(self) -> None:
        self._below.setAutoFillBackground(True)
        self._below.setBackgroundRole(QPalette.ColorRole.Base)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.outline, 1)
        column.addWidget(self._below)
        self.addWidget(left)
        self.addWidget(self.timeline)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._keep_sizes)
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def _keep_sizes(self) -> None:
        """The user chose the sizes."""
        self._is_moved = True

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """The keys act on the timeline until the user says otherwise; the outline would select its first row."""
        super().showEvent(event)
        if self.window().focusWidget() is None:
            self.timeline.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._share_width()

    def _show_change(self, before: State, after: State) -> None:
        """Another rollout, or its first dates, need another width; edits of a name do not move the edge."""
        if is_seen_anew(before, after):
            self._share_width()

    def _share_width(self) -> None:
        if not self._is_moved:
            most = max(round(OUTLINE_SHARE * self.width()), self.width() - self.handleWidth() - TIMELINE_ENOUGH)
            outline = min(max(self.outline.wanted_width, OUTLINE_LEAST), most)
            self.setSizes([outline, self.width() - self.handleWidth() - outline])

    def _share_scroll_bar(self) -> None:
        """The timeline's bar leads; the outline ends above the timeline's other bar, so that both are equally high."""
        leading, following = self.timeline.verticalScrollBar(), self.outline.verticalScrollBar()
        leading.valueChanged.connect(following.setValue)
        following.valueChanged.connect(leading.setValue)
        following.rangeChanged.connect(lambda _least, _most: following.setValue(leading.value()))
        across = self.timeline.horizontalScrollBar()
        self._below.setFixedHeight(across.sizeHint().height())
        across.rangeChanged.connect(lambda least, most: self._below.setVisible(most > least))

    # What actions ask for

    def save_picture(self) -> None:
        """Save the timeline as pages, or as pictures."""
        self._tell(save_pages)

    def print_picture(self) -> None:
        """Print the timeline on as many pages as the user says."""
        from ui.timeline.printing import print_pages  # printers are looked for when one is asked for

        self._tell(print_pages)

    def _tell(self, make_pages: Callable[[QWidget, Plan, Schedule, DateRange, Grouping | None], str]) -> None:
        """Make pages of what is shown, and say what became of them."""
        document = self.timeline.document
        said = make_pages(self, document.plan, document.schedule, work_days(document.state), self.lanes.grouping)
        if said:
            self.timeline.told.emit(said)

    def set_pushes_successors(self, pushes: bool) -> None:  # noqa: FBT001 - connected to an action that is on or off
        """Whether phases that wait for a moved one give way, or the drop is refused."""
        self.timeline.pushes_successors = pushes

    def zoom_in(self) -> None:
        self.timeline.zoom_in()

    def zoom_out(self) -> None:
        self.timeline.zoom_out()

    def fit(self) -> None:
        """Show all of the work at once."""
        self.timeline.fit()

    def show_selected(self) -> None:
        """Scroll to the selected thing."""
        self.timeline.show_selected()

    def nudge(self, days: int) -> None:
        """Move the selected phase by working days."""
        self.timeline.nudge(days)
