"""Everything that is wrong, to click on."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from planner.finding import Finding
from planner.fixes import fixes
from planner.plan import Plan, State
from planner.rule_names import rules_listed
from planner.stakes import NONE, Stake, Stakes
from ui.fields.style import SchemeDress
from ui.theme import BODY_PIXELS, CAPTION_PIXELS, font, tokens
from ui.wording import in_words

DOT, INDENT, MARGIN, LINE_GAP = 6, 18, 12, 2
OFFER_PADDING = 18
"""What the style of a button puts left and right of its words."""
FINDING = Qt.ItemDataRole.UserRole
TARGET = Qt.ItemDataRole.UserRole + 1
STAKE = Qt.ItemDataRole.UserRole + 2
WRAPPED = Qt.TextFlag.TextWordWrap
NO_LIMIT = 10_000
Index = QModelIndex | QPersistentModelIndex


class FindingsPanel(QWidget):
    """The findings of the present State in the order of ``by_money``; below them, the fixes of the one that is chosen.

    Signals:
        jumped(selected): the user chose a finding; kind and identifier of what it is about.
        fixed(fix): the user chose a fix.
    """

    jumped = Signal(object)
    fixed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = _findings_list()
        self._state: State | None = None
        self._waiting: tuple[State, tuple[Finding, ...]] | None = None
        self._offers = QVBoxLayout()
        self._offers.setContentsMargins(MARGIN, 4, MARGIN, 6)
        self._offers.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addLayout(self._offers)
        self.list.itemClicked.connect(self._jump)
        self.list.itemActivated.connect(self._jump)
        self.list.currentItemChanged.connect(lambda _now, _before: self._offer())
        SchemeDress(self)

    def show_findings(self, state: State, findings: tuple[Finding, ...]) -> None:
        """Show them by money, as soon as somebody looks; what is chosen stays so if it is still wrong."""
        self._waiting = state, findings
        if self.isVisible():
            self._show_waiting()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._show_waiting()

    def _show_waiting(self) -> None:
        if self._waiting is None:
            return
        (state, findings), self._waiting = self._waiting, None
        present, position = self.finding(), self.list.verticalScrollBar().value()
        self._state = state
        with QSignalBlocker(self.list):
            self.list.clear()
            if not findings:
                self.list.addItem("Nothing is wrong.")
            for finding, at_stake in by_money(state, findings):
                self._add(finding, at_stake)
                if finding == present:
                    self.list.setCurrentRow(self.list.count() - 1)
        self.list.verticalScrollBar().setValue(position)
        self._offer()

    def finding(self) -> Finding | None:
        """The one that is chosen."""
        item = self.list.currentItem()
        finding: Finding | None = item.data(FINDING) if item is not None else None
        return finding

    def offers(self) -> list[QPushButton]:
        """The buttons of the fixes that are offered."""
        items = (self._offers.itemAt(number) for number in range(self._offers.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), QPushButton)]

    def _add(self, finding: Finding, at_stake: Stake) -> None:
        heard = f"{finding.sentence} {_sentence(at_stake)} {finding.remedy}"
        item = QListWidgetItem(in_words(" ".join(heard.split())), self.list)
        item.setData(FINDING, finding)
        item.setToolTip(finding.code)
        item.setData(STAKE, at_stake)
        item.setData(TARGET, target(self._state.plan, finding) if self._state is not None else None)

    def _offer(self) -> None:
        for button in self.offers():
            self._offers.removeWidget(button)
            button.deleteLater()
        finding = self.finding()
        if finding is None or self._state is None:
            return
        for fix in fixes(self._state, finding):
            button = QPushButton()
            button.setAccessibleName(in_words(fix.title))
            button.setAutoDefault(False)
            button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
            button.clicked.connect(lambda _checked=False, fix=fix: self.fixed.emit(fix))
            self._offers.addWidget(button)
        self._break_offers()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._break_offers()

    def _break_offers(self) -> None:
        """The words of a fix break where the panel ends; else they would make the panel as wide as themselves."""
        room = self.width() - 2 * MARGIN - OFFER_PADDING
        for button in self.offers():
            button.setMinimumWidth(1)
            button.setText("\n".join(broken(button.accessibleName(), button.fontMetrics(), room)))

    def _jump(self, item: QListWidgetItem) -> None:
        selected = item.data(TARGET)
        if selected is not None:
            self.jumped.emit(tuple(selected))


def by_money(state: State, findings: tuple[Finding, ...]) -> list[tuple[Finding, Stake]]:
    """Findings with what hangs on each: broken rules first, then most money first; alike ones keep their order."""
    stakes = Stakes(state)
    found = [(finding, stakes.of(finding)) for finding in findings]
    return sorted(found, key=lambda pair: (pair[0].kind != "fault", -pair[1].amount))


def broken(text: str, metrics: QFontMetrics, room: int) -> list[str]:
    """A text in lines of at most so many pixels; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _sentence(at_stake: Stake) -> str:
    return f"{at_stake.words[0].upper()}{at_stake.words[1:]}." if at_stake.words else ""


def _findings_list() -> QListWidget:
    made = QListWidget()
    made.setAccessibleName("Findings")
    made.setWordWrap(True)
    made.setItemDelegate(FindingDelegate(made))
    made.setResizeMode(QListWidget.ResizeMode.Adjust)
    made.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return made


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
    at_stake: Stake = index.data(STAKE) or NONE
    check = rules_listed((finding.code,))
    below = f"{check} · {finding.remedy}" if finding.remedy else check
    lines = [
        (in_words(finding.sentence), BODY_PIXELS, colours.text),
        (in_words(at_stake.words), CAPTION_PIXELS, colours.money if at_stake.is_gain else colours.risk),
        (in_words(below), CAPTION_PIXELS, colours.dim),
    ]
    return [line for line in lines if line[0]]


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
