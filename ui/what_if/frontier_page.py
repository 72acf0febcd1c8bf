"""What more funding costs: the frontier while it is found, and its points as schedules to look at and accept."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from planner.picture.frontier import Marked, Words
from planner.plan import Plan
from solver.result import SolveResult
from ui.document import Document
from ui.fields.style import WHOLE_LINES, SchemeDress
from ui.what_if.frontier_chart import FrontierChart
from ui.what_if.frontier_search import POINTS, FrontierSearch
from ui.wording import counted, day, money, short_day

if TYPE_CHECKING:
    from solver.frontier import Against, Point

CHOICES: "Mapping[str, Against]" = {"Funding against net cost": "net_cost", "Funding against finish": "finish"}
GAP = 14
ASK = "Find schedules of which none earns more without costing, or lasting, more."


class FrontierPage(QWidget):
    """The search, its chart, and a line for each point.

    Signals:
        opened(SolveResult): a point shall be shown as a schedule, to accept or discard.
    """

    opened = Signal(object)

    def __init__(self, document: Document, search: FrontierSearch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document, self._search = document, search
        self.against, self.look, self.said = QComboBox(), QPushButton("Find"), QLabel()
        self.against.addItems([*CHOICES])
        self.against.setAccessibleName("What funding is weighed against")
        self.said.setProperty("role", "caption")
        self.said.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Points found")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.setRange(0, POINTS)
        self.chart, self.list = FrontierChart(), QListWidget()
        self.list.setAccessibleName("Points of the frontier")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setStyleSheet(WHOLE_LINES)
        self.list.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        self._lay_out()
        self.look.clicked.connect(self._look_or_stop)
        self.chart.chosen.connect(lambda number: self.list.setCurrentRow(number - 1))
        self.chart.opened.connect(self._open)
        self.list.currentRowChanged.connect(lambda row: self.chart.choose(row + 1))
        self.list.itemActivated.connect(lambda item: self._open(self.list.row(item) + 1))
        self.list.itemClicked.connect(lambda item: self._open(self.list.row(item) + 1))
        search.changed.connect(self._show)
        document.changed.connect(lambda _before, _after: self._show())
        document.opened.connect(search.forget)
        SchemeDress(self)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for widget in (self.against, self.look):
            top.addWidget(widget)
        top.addWidget(self.said, 1)
        halves = self._halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.chart)
        beside, of_beside = QWidget(), QVBoxLayout()
        of_beside.setContentsMargins(GAP, 0, 0, 0)
        of_beside.addWidget(self.list)
        beside.setLayout(of_beside)
        halves.addWidget(beside)
        halves.setSizes([720, 460])
        halves.setHandleWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.addLayout(top)
        column.addWidget(self.bar)
        column.addWidget(halves, 1)
        column.addStretch(0)

    def _look_or_stop(self) -> None:
        if self._search.is_running:
            self._search.stop()
        else:
            self._search.start(CHOICES[self.against.currentText()])

    def _open(self, number: int) -> None:
        from solver.frontier import as_result  # OR-Tools takes half a second to import

        plan = self._search.plan
        if plan is not None and 0 < number <= len(self._search.points):
            result: SolveResult = as_result(plan, self._search.against, self._search.points[number - 1])
            self.opened.emit(result)

    def _show(self) -> None:
        search, points = self._search, self._search.points
        self.look.setText("Stop" if search.is_running else "Find")
        self.against.setDisabled(search.is_running)
        self.bar.setVisible(search.is_running)
        self.bar.setValue(len(points))
        self._halves.setVisible(bool(points) or search.is_running)
        self.said.setText(self._sentence())
        plan = search.plan or self._document.plan
        lines = [_line(plan, search.against, points, number) for number in range(len(points))]
        marked = [Marked(each.funding, each.other, each.bound, each.is_proven) for each in points]
        self.chart.show_points(marked, _words(plan, search.against), lines)
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItems(lines)
            self.list.setCurrentRow((self.chart.number or 0) - 1)

    def _sentence(self) -> str:
        search, count = self._search, counted(len(self._search.points), "schedule")
        if search.is_running:
            return f"Looking … {count} of up to {POINTS} so far."
        if search.plan is None:
            return ASK
        if not search.points:
            return (
                "Stopped before a schedule was found."
                if search.was_stopped
                else "No schedule was found. Solve tells why."
            )
        if not search.is_present:
            return f"{count} of an earlier plan, which was changed meanwhile. Find again."
        open_ = sum(not point.is_proven for point in search.points)
        proof = "all proven" if not open_ else f"{open_} not proven"
        stopped = ", stopped" if search.was_stopped else ""
        return f"{count}, {proof}{stopped}. Click one to see it as a schedule."


def _words(plan: Plan, against: "Against") -> Words:
    if against == "net_cost":
        return Words(f"Funding, {plan.currency}", f"Net cost, {plan.currency}", money, money)
    return Words(
        f"Funding, {plan.currency}", "Finish", money, lambda days: short_day(plan.start + timedelta(days=days))
    )


def _line(plan: Plan, against: "Against", points: "tuple[Point, ...]", number: int) -> str:
    """A point in words: what it earns, its other figure, what the step to it costs, and what is proven."""
    point = points[number]
    proof = _proof(plan, against, point)
    step = ""
    if number:
        before = points[number - 1]
        price = point.other - before.other
        costs = f"{money(price)} of net cost" if against == "net_cost" else counted(price, "day")
        step = f" {money(point.funding - before.funding)} more than {number} for {costs}."
    told = "you pay" if against == "net_cost" else "ends"
    return f"{number + 1}. {money(point.funding)} funded, {told} {_figure(plan, against, point.other)}, {proof}.{step}"


def _proof(plan: Plan, against: "Against", point: "Point") -> str:
    """What is proven: that none earns as much for less, and, at the ends, that none earns more for as much."""
    if point.is_proven:
        return "proven"
    if point.bound is None:
        return "not proven"
    figure = _figure(plan, against, point.bound)
    if point.bound >= point.other:
        return f"not proven: none {WORSE[against]} {figure}, but one might earn more"
    return f"not proven: none {WORSE[against]} {figure}"


WORSE: "Mapping[Against, str]" = {"net_cost": "costs less than", "finish": "ends before"}


def _figure(plan: Plan, against: "Against", figure: int | None) -> str:
    if figure is None:
        return "–"
    return money(figure) if against == "net_cost" else day(plan.start + timedelta(days=figure))
