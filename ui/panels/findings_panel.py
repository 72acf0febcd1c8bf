"""Everything that is wrong, to click on."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from planner.finding import Finding
from planner.plan import Plan
from ui.theme import tokens

DOT = 8


class FindingsPanel(QListWidget):
    """The findings of the present State, faults first.

    Signals:
        jumped(selected): the user chose a finding; kind and identifier of what it is about.
    """

    jumped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Findings")
        self.setWordWrap(True)
        self.setIconSize(QSize(DOT, DOT))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._jump)
        self.itemActivated.connect(self._jump)

    def show_findings(self, plan: Plan, findings: tuple[Finding, ...]) -> None:
        self.clear()
        if not findings:
            self._add("Nothing is wrong.", tokens().money, None, "")
        for finding in findings:
            text = f"{finding.code}: {finding.sentence}"
            self._add(text, _colour(finding), target(plan, finding), finding.remedy)

    def _add(self, text: str, colour: str, selected: tuple[str, str] | None, remedy: str) -> None:
        item = QListWidgetItem(_dot(colour), text, self)
        item.setToolTip(remedy)
        item.setData(Qt.ItemDataRole.UserRole, selected)

    def _jump(self, item: QListWidgetItem) -> None:
        selected = item.data(Qt.ItemDataRole.UserRole)
        if selected is not None:
            self.jumped.emit(tuple(selected))


def target(plan: Plan, finding: Finding) -> tuple[str, str] | None:
    """What of the plan a finding is about: the first phase, credit or partner of its place."""
    for name in finding.place:
        for kind, known in (("phase", plan.phase), ("credit", plan.credit), ("partner", plan.partner)):
            if name in known:
                return kind, name
    return None


def _colour(finding: Finding) -> str:
    colours = tokens()
    if finding.kind == "fault":
        return colours.broken
    return {"error": colours.broken, "warning": colours.risk, "note": colours.dim}[finding.severity]


def _dot(colour: str) -> QIcon:
    pixmap = QPixmap(DOT * 2, DOT * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(QColor(colour)))
    painter.drawEllipse(1, 1, DOT - 2, DOT - 2)
    painter.end()
    return QIcon(pixmap)
