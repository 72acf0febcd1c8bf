"""The page that is shown while no rollout is open: begin, go on, or take a template."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFont, QIcon, QKeySequence
from PySide6.QtWidgets import (
    QCommandLinkButton,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.fields.style import SchemeDress
from ui.recent import RecentFile
from ui.start.templates import TEMPLATES
from ui.theme import font
from ui.wording import counted, day

COLUMN_WIDTH, TITLE_HEIGHT = 460, 48
LEFT_LEAST, RIGHT_LEAST = 220, 310
WIDE = 4
"""How much more room the columns take than the margins beside them, until they are as wide as they may be."""
NO_RECENT = "Rollouts that you open or save are listed here."


class StartPage(QScrollArea):
    """Recent rollouts at the left, templates at the right.

    Signals:
        new_asked(), open_asked(), back_asked(): begin an empty rollout, choose a file, go back to what is open.
        file_asked(path), forget_asked(path): open a recent file; take it off the list.
        template_asked(template): begin from a template.
    """

    new_asked = Signal()
    open_asked = Signal()
    back_asked = Signal()
    file_asked = Signal(object)
    forget_asked = Signal(object)
    template_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Start page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back = _link("Back to the rollout", "It is still open, with all its changes", self.back_asked.emit)
        self.new = _link("New empty rollout", "Name it, then add phases, credits and partners", self.new_asked.emit)
        self.open = _link("Open …", "A rollout from a file", self.open_asked.emit)
        self.templates = [
            _link(
                f"{template.title} · {counted(template.phases, 'phase')}",
                template.sentence,
                partial(self.template_asked.emit, template),
            )
            for template in TEMPLATES
        ]
        self.recent: list[QCommandLinkButton] = []
        self._recent_rows = QVBoxLayout()
        self._recent_rows.setContentsMargins(0, 0, 0, 0)
        self._recent_rows.setSpacing(0)
        self._build()
        SchemeDress(self)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "form")
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(32, 48, 32, 48)
        columns.setSpacing(40)
        columns.addStretch(1)
        recent = QWidget()
        recent.setLayout(self._recent_rows)
        left = (_title("Launchwindow"), self.back, self.new, self.open, _heading("Recent"), recent)
        right = (_title("Begin from a template", 15), *self.templates, _remark())
        columns.addWidget(_column(left, LEFT_LEAST), WIDE)
        columns.addWidget(_column(right, RIGHT_LEAST), WIDE)
        columns.addStretch(1)
        self.setWidget(inside)

    def show_recent(self, files: tuple[RecentFile, ...], open_name: str) -> None:
        """List the recent files, and the rollout that one can go back to; none where its name is blank."""
        self.back.setText(f"Back to {open_name}")
        self.back.setVisible(bool(open_name))
        _empty(self._recent_rows)
        self.recent = []
        for each in files:
            self._recent_rows.addWidget(self._row(each))
        if not files:
            self._recent_rows.addWidget(_caption(NO_RECENT))

    def focus_first(self) -> None:
        """Bring the keys to what most people want: the last rollout that is still there, or a template."""
        there = (button for button in self.recent if button.isEnabled())
        next(there, self.templates[0]).setFocus(Qt.FocusReason.TabFocusReason)

    def _row(self, file: RecentFile) -> QWidget:
        """A recent file with its button to take it off the list."""
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        opened = f"last opened {day(file.opened.date())}" if file.opened is not None else "opened earlier"
        where = f"{opened} · {file.path.parent}" if file.is_there else f"no longer in {file.path.parent}"
        button = _link(file.path.stem, where, partial(self.file_asked.emit, file.path))
        button.setEnabled(file.is_there)
        button.setToolTip(str(file.path))
        self.recent.append(button)
        forget = QToolButton()
        forget.setText("✕")
        forget.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        forget.setAccessibleName(f"Take {file.path.stem} off the list")
        forget.setToolTip("Take it off this list; the file stays")
        forget.clicked.connect(partial(self.forget_asked.emit, file.path))
        line.addWidget(button, 1)
        line.addWidget(forget)
        removal = QAction(row)
        removal.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        removal.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        removal.triggered.connect(partial(self.forget_asked.emit, file.path))
        row.addAction(removal)
        return row


def _column(widgets: Sequence[QWidget], least: int) -> QWidget:
    column = QWidget()
    column.setMaximumWidth(COLUMN_WIDTH)
    column.setMinimumWidth(least)
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(4)
    for widget in widgets:
        rows.addWidget(widget)
    rows.addStretch(1)
    return column


def _link(title: str, sentence: str, do: Callable[[], object]) -> QCommandLinkButton:
    button = QCommandLinkButton(title, sentence)
    button.setIcon(QIcon())
    button.setAccessibleName(title)
    button.setAccessibleDescription(sentence)
    button.setAutoDefault(True)  # Enter presses it, as the space bar does
    button.clicked.connect(lambda _checked=False: do())
    return button


def _title(text: str, pixels: int = 24) -> QLabel:
    """The line on top of a column, as high in each."""
    title = QLabel(text)
    title.setFont(font(pixels, QFont.Weight.DemiBold))
    title.setFixedHeight(TITLE_HEIGHT)
    title.setContentsMargins(12, 0, 0, 12)
    return title


def _heading(text: str) -> QLabel:
    heading = QLabel(text)
    heading.setFont(font(15, QFont.Weight.DemiBold))
    heading.setContentsMargins(12, 16, 0, 4)
    return heading


def _caption(text: str) -> QLabel:
    caption = QLabel(text)
    caption.setProperty("role", "caption")
    caption.setWordWrap(True)
    caption.setContentsMargins(12, 8, 12, 8)
    return caption


def _remark() -> QLabel:
    return _caption(
        "Phases, links, days and costs are usual ones, for you to change. Credits are examples: "
        "enter the terms of your own letters before you rely on the money shown."
    )


def _empty(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
