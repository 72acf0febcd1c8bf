"""Everything that is wrong, to click on."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from planner.finding import Finding
from planner.plan import Plan
from ui.theme import BODY_PIXELS, CAPTION_PIXELS, font, tokens
from ui.wording import in_words

DOT, INDENT, MARGIN, LINE_GAP = 6, 18, 12, 2
FINDING = Qt.ItemDataRole.UserRole
TARGET = Qt.ItemDataRole.UserRole + 1
WRAPPED = Qt.TextFlag.TextWordWrap
NO_LIMIT = 10_000
Index = QModelIndex | QPersistentModelIndex


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
        self.setItemDelegate(FindingDelegate(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self._jump)
        self.itemActivated.connect(self._jump)

    def show_findings(self, plan: Plan, findings: tuple[Finding, ...]) -> None:
        """Show them in this order; what is chosen stays so if it is still wrong."""
        present, position = self.finding(), self.verticalScrollBar().value()
        self.clear()
        if not findings:
            self.addItem("Nothing is wrong.")
        for finding in findings:
            item = QListWidgetItem(in_words(f"{finding.sentence} {finding.remedy}".strip()), self)
            item.setData(FINDING, finding)
            item.setData(TARGET, target(plan, finding))
            if finding == present:
                self.setCurrentItem(item)
        self.verticalScrollBar().setValue(position)

    def finding(self) -> Finding | None:
        """The one that is chosen."""
        item = self.currentItem()
        finding: Finding | None = item.data(FINDING) if item is not None else None
        return finding

    def _jump(self, item: QListWidgetItem) -> None:
        selected = item.data(TARGET)
        if selected is not None:
            self.jumped.emit(tuple(selected))


class FindingDelegate(QStyledItemDelegate):
    """Paints a finding: what is wrong, and below it, quietly, which check says so and what to do."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        finding, colours = index.data(FINDING), tokens()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(colours.selection))
        colour = colours.money if finding is None else severity_colour(finding)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(option.rect.x() + MARGIN, option.rect.y() + MARGIN - 1, DOT, DOT)
        box = option.rect.adjusted(MARGIN + INDENT, MARGIN // 2, -MARGIN, 0)
        for text, pixels, name in _texts(index):
            face = font(pixels)
            painter.setFont(face)
            painter.setPen(QColor(name))
            painter.drawText(box, WRAPPED, text)
            box.setTop(box.top() + _text_height(text, pixels, box.width()) + LINE_GAP)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        view = self.parent()
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        room = width - 2 * MARGIN - INDENT
        heights = (_text_height(text, pixels, room) + LINE_GAP for text, pixels, _ in _texts(index))
        return QSize(width, MARGIN + sum(heights))


def _texts(index: Index) -> list[tuple[str, int, str]]:
    """The lines of a finding, with size and colour of each."""
    finding, colours = index.data(FINDING), tokens()
    if finding is None:
        return [(index.data(), BODY_PIXELS, colours.dim)]
    below = f"{finding.code} · {finding.remedy}" if finding.remedy else finding.code
    return [
        (in_words(finding.sentence), BODY_PIXELS, colours.text),
        (in_words(below), CAPTION_PIXELS, colours.dim),
    ]


def _text_height(text: str, pixels: int, width: int) -> int:
    return QFontMetrics(font(pixels)).boundingRect(QRect(0, 0, width, NO_LIMIT), WRAPPED, text).height()


def severity_colour(finding: Finding) -> str:
    """Red for what is broken or keeps the plan from being funded, amber for a warning."""
    colours = tokens()
    if finding.kind == "fault":
        return colours.broken
    return {"error": colours.broken, "warning": colours.risk, "note": colours.dim}[finding.severity]


def target(plan: Plan, finding: Finding) -> tuple[str, str] | None:
    """What of the plan a finding is about: the first phase, credit or partner of its place."""
    for name in finding.place:
        for kind, known in (("phase", plan.phase), ("credit", plan.credit), ("partner", plan.partner)):
            if name in known:
                return kind, name
    return None
