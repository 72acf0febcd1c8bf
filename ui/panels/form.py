"""A form over one part of the plan: what it holds is described as plain values, and each field is edited in place."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from planner.plan import Plan, State
from ui.document import Document
from ui.fields.editing import change_field, edit
from ui.fields.field import NUMBERS, Field, Kind, UnreadableError, heading_in, in_plan, unit_in
from ui.fields.widgets import CheckList, DayEdit, Paragraph, make_widget, read_value, show_value
from ui.step_words import step_words

CAPTION_WIDTH = 108
CAPTION_DROP = 4
"""Brings a caption down to the text of its field."""

SHORT_FIELD, SUM_FIELD, NUMBER_FIELD = 132, 104, 64
LEAST_WIDTHS: Mapping[Kind, int] = {"money": 80, "choice": 92}
"""Of fields beside each other: a million, and the shorter of two choices, have room."""
MARGIN = 14
REMOVE = "×"
"""On the buttons at the end of a line that take it away."""
Make = Callable[[State, Any], Plan | State]
NO_FIELD: Field[Any] = Field("", "text", lambda _part: None)


class Cell(NamedTuple):
    """A field of a part, edited in place.

    find: the part as it is in a plan; None once it is gone. owner: what the part is called in "Change cost of M05".
    stretch: how wide it is beside its neighbours.
    """

    field: Field[Any]
    find: Callable[[Plan], Any]
    owner: str
    stretch: int = 1


class Action(NamedTuple):
    """Something else that can be done, in one step.

    text: on the button. step: what undo calls it. make: the edit, from the state and what was asked for.
    ask: a field whose value is asked for beside the button, where one is; and the value that it begins with.
    wants: what only the window can get, as the owner of a file; then nothing is made, and the form emits ``wanted``.
    """

    text: str
    step: str
    make: Make
    ask: Field[Any] = NO_FIELD
    first: Any = None
    wants: Any = None


class Line(NamedTuple):
    """A line of the form: a caption before its cells, or without one cells over the whole width.

    text: words that are only read, above the cells where there are some. is_headed: whether the titles of the cells
    stand above them.
    """

    caption: str = ""
    cells: tuple[Cell, ...] = ()
    text: str = ""
    actions: tuple[Action, ...] = ()
    is_headed: bool = False


class Section(NamedTuple):
    """Lines under a heading."""

    title: str
    lines: tuple[Line, ...]


Sections = tuple[Section, ...]


def lines_of(fields: tuple[Field[Any], ...], find: Callable[[Plan], Any], owner: str) -> tuple[Line, ...]:
    """One line for each field of a part."""
    return tuple(Line(field.title, (Cell(field, find, owner),)) for field in fields)


class Form(QScrollArea):
    """Shows sections of fields, follows the document, and makes each edit one step.

    describe: what to show of a state. Where only values differ they are shown in the same widgets, so that nothing
    jumps under the hand; where lines come or go the form is built again.

    Signals:
        refused(sentence): why the last edit was not made; blank when one was made.
        renamed(new_id): the identifier of a part was edited.
        wanted(what): an action was chosen that only the window can do.
    """

    refused = Signal(str)
    renamed = Signal(str)
    wanted = Signal(object)

    def __init__(
        self, document: Document, describe: Callable[[State], Sections], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._describe = describe
        self._shape: Hashable = None
        self._bound: list[BoundField] = []
        self._texts: list[QLabel] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        document.changed.connect(self._follow)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its fields need: there is no scroll bar to reach what is cut at the right."""
        least, inner = super().minimumSizeHint(), self.widget()
        if inner is None:
            return least
        width = inner.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(max(least.width(), width), least.height())

    def show_again(self) -> None:
        """Show what is described now."""
        state = self.document.state
        sections = self._describe(state)
        shape = tuple(_shape(section, state.plan) for section in sections)
        if shape != self._shape:
            self._shape = shape
            self._build(sections)
        for bound in self._bound:
            bound.show_present()
        words = [line.text for section in sections for line in section.lines if line.text]
        for label, text in zip(self._texts, words, strict=True):
            label.setText(text)

    def field_widget(self, owner: str, title: str) -> QWidget:
        """The widget of a field of a part."""
        return next(bound.widget for bound in self._bound if (bound.owner, bound.field.title) == (owner, title))

    def focus_first(self) -> None:
        """Bring the keys to the first field."""
        if self._bound:
            self._bound[0].widget.setFocus()

    def _follow(self) -> None:
        self.show_again()

    def _build(self, sections: Sections) -> None:
        focused = next((bound.name for bound in self._bound if bound.widget.hasFocus()), None)
        position = self.verticalScrollBar().value()
        for bound in self._bound:
            bound.let_go()
        self._bound, self._texts = [], []
        inner = QWidget()
        inner.setProperty("role", "form")
        column = QVBoxLayout(inner)
        column.setContentsMargins(MARGIN, 4, MARGIN, MARGIN)
        column.setSpacing(6)
        for section in sections:
            if section.title:
                column.addSpacing(8)
                column.addWidget(_label(section.title, "heading"))
            for line in section.lines:
                column.addWidget(self._line(line))
        column.addStretch(1)
        old = self.takeWidget()
        if old is not None:
            old.hide()
            old.deleteLater()
        self.setWidget(inner)
        self.updateGeometry()
        self.verticalScrollBar().setValue(position)
        again = next((bound.widget for bound in self._bound if bound.name == focused), None)
        if again is not None:
            again.setFocus()

    def _line(self, line: Line) -> QWidget:
        widget = QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        refusal = _label("", "refusal")
        refusal.setWordWrap(True)
        refusal.hide()
        first = 0
        caption = None
        if line.caption:
            caption = _label(line.caption, "caption")
            caption.setToolTip(line.cells[0].field.hint if line.cells else "")
            caption.setFixedWidth(CAPTION_WIDTH)
            caption.setWordWrap(caption.fontMetrics().horizontalAdvance(line.caption) > CAPTION_WIDTH)
            caption.setContentsMargins(0, CAPTION_DROP, 0, 0)
            grid.addWidget(caption, 1, 0, Qt.AlignmentFlag.AlignTop)
            first = 1
        column = first
        if line.text:
            text = _label(line.text, "")
            text.setWordWrap(True)
            self._texts.append(text)
            if line.cells:
                grid.addWidget(text, 0, first, 1, -1)
            else:
                grid.addWidget(text, 1, column)
                grid.setColumnStretch(column, 1)
                column += 1
        for cell in line.cells:
            self._cell(grid, cell, column, refusal, caption, has_words=bool(line.caption or line.text))
            if line.is_headed:
                heading = _label(heading_in(cell.field, self.document.plan), "caption")
                heading.setToolTip(cell.field.hint)
                grid.addWidget(heading, 0, column)
            column += 1
        if line.actions:
            grid.addLayout(self._actions(line.actions, refusal, is_flush=not column), 1, column)
            if not column:
                grid.setColumnStretch(column, 1)
        grid.addWidget(refusal, 2, first, 1, -1)
        return widget

    def _cell(
        self, grid: QGridLayout, cell: Cell, column: int, refusal: QLabel, caption: QLabel | None, *, has_words: bool
    ) -> None:
        """has_words: whether the line says itself what it is about, so that units stand in it and not above."""
        bound = BoundField(self.document, cell, self)
        bound.caption = caption if isinstance(bound.widget, CheckList) else None
        bound.refused.connect(refusal.setText)
        bound.refused.connect(lambda sentence: refusal.setVisible(bool(sentence)))
        bound.refused.connect(self.refused)
        bound.renamed.connect(self.renamed)
        self._bound.append(bound)
        bound.widget.setMinimumWidth(LEAST_WIDTHS.get(cell.field.kind, 0))
        unit = unit_in(cell.field, self.document.plan) if has_words else ""
        if caption is not None and cell.field.kind in NUMBERS | {"day"}:
            bound.widget.setFixedWidth(SHORT_FIELD)
            grid.addLayout(_with_unit(bound.widget, unit, is_wide=False), 1, column)
        elif unit:
            grid.addLayout(_with_unit(bound.widget, unit, is_wide=True), 1, column)
        else:
            grid.addWidget(bound.widget, 1, column)
        grid.setColumnStretch(column, cell.stretch)

    def _actions(self, actions: tuple[Action, ...], refusal: QLabel, *, is_flush: bool) -> QHBoxLayout:
        """is_flush: whether the words of a button that stands first begin where those of headings do."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, action in enumerate(actions):
            row.addLayout(self._action(action, refusal, is_flush=is_flush and not number and action.ask is NO_FIELD))
        if all(action.ask is NO_FIELD or action.ask.kind in NUMBERS for action in actions):
            row.addStretch(1)
        return row

    def _action(self, action: Action, refusal: QLabel, *, is_flush: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        asked = None
        if action.ask is not NO_FIELD:
            asked = make_widget(action.ask, self.document.plan)
            show_value(asked, action.ask, action.first)
            asked.setObjectName(action.text)
            if action.ask.kind in NUMBERS:
                asked.setFixedWidth(SUM_FIELD if action.ask.kind == "money" else NUMBER_FIELD)
            elif isinstance(asked, QLineEdit):
                asked.setPlaceholderText(action.ask.hint)
            row.addWidget(asked, 1)
            unit = unit_in(action.ask, self.document.plan)
            if unit:
                row.addWidget(_label(unit, "caption"))
        button = QToolButton()
        button.setText(action.text)
        button.setObjectName(f"{action.text} button")
        button.setAccessibleName(step_words(self.document.plan, action.step))
        button.setToolTip(button.accessibleName())
        button.setProperty("isQuiet", True)  # noqa: FBT003 - Qt takes no keyword
        button.setProperty("isFlush", is_flush)
        button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._act(action, asked, refusal))
        row.addWidget(button)
        return row

    def _act(self, action: Action, asked: QWidget | None, refusal: QLabel) -> None:
        if action.wants is not None:
            self.wanted.emit(action.wants)
            return

        def make(state: State) -> Plan | State:
            return action.make(state, None if asked is None else read_value(asked, action.ask, state.plan.currency))

        sentence = edit(self.document, action.step, make)
        if sentence:  # otherwise the line may be gone
            refusal.setText(sentence)
            refusal.show()
        self.refused.emit(sentence)


class BoundField(QObject):
    """A field of a part of the document's plan, in its widget.

    Signals:
        refused(sentence): why an edit was not made; blank when one was made.
        renamed(new_id): the field is the identifier of the part, and was edited.
    """

    refused = Signal(str)
    renamed = Signal(str)

    def __init__(self, document: Document, cell: Cell, parent: QObject) -> None:
        super().__init__(parent)
        self.field, self.owner = cell.field, cell.owner
        self.widget = make_widget(cell.field, document.plan)
        self.caption: QLabel | None = None
        self._document = document
        self._find = cell.find
        self._is_held = True
        self._is_refused = False
        self._connect()
        self.widget.installEventFilter(self)

    @property
    def name(self) -> tuple[str, str]:
        return self.owner, self.field.title

    @property
    def _named(self) -> Field[Any]:
        """The field with what its values are called in the present plan."""
        return in_plan(self.field, self._document.plan)

    def show_present(self) -> None:
        """Show the value that the plan holds, unless it stands there already, or what was refused is to be mended."""
        part = self._find(self._document.plan)
        if part is None or self._is_refused:
            return
        value = self.field.get(part)
        if not self._shows(value):
            blocker = QSignalBlocker(self.widget)
            show_value(self.widget, self._named, value)
            blocker.unblock()
        if self.caption is not None and isinstance(self.widget, CheckList):
            chosen = f"{len(value)} of {self.widget.count()}" if value else self.field.blank
            self.caption.setText(f"{self.field.title}\n{chosen}")

    def let_go(self) -> None:
        """Listen to the widget no more: it is about to go."""
        self._is_held = False
        self.deleteLater()

    def commit(self) -> None:
        """Make the edit that the widget shows, or show the old value again."""
        part = self._find(self._document.plan) if self._is_held else None
        if part is None:
            return
        self._is_refused = False
        try:
            value = read_value(self.widget, self._named, self._document.plan.currency)
        except UnreadableError as error:
            self._refuse(str(error))
            return
        if value == self.field.get(part):
            self.take_back()
            return
        refusal = change_field(self._document, self.field, part, self.owner, value)
        if refusal:
            self._refuse(refusal)
            return
        if self._is_held:
            self.refused.emit("")
        if self.field.is_identifier:
            self.renamed.emit(value)

    def take_back(self) -> None:
        """Show the value that the plan holds in place of what was typed."""
        self._is_refused = False
        self.show_present()
        self.refused.emit("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Escape takes back what was typed."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and isinstance(self.widget, QLineEdit | Paragraph):
            self.take_back()
            return True
        return super().eventFilter(watched, event)

    def _refuse(self, sentence: str) -> None:
        """What was typed stays to be mended where it is text; a choice or a box shows what holds."""
        self._is_refused = isinstance(self.widget, QLineEdit | Paragraph)
        self.show_present()
        self.refused.emit(sentence)

    def _shows(self, value: Any) -> bool:  # noqa: ANN401 - the value of any field
        if isinstance(self.widget, CheckList):
            return bool(self.widget.names() == value)
        if isinstance(self.widget, QLineEdit | Paragraph):
            return False
        present: object = read_value(self.widget, self.field, self._document.plan.currency)
        return bool(present == value)

    def _connect(self) -> None:
        match self.widget:
            case QComboBox():
                self.widget.activated.connect(self.commit)
                line = self.widget.lineEdit() if self.widget.isEditable() else None
                if line is not None:
                    line.editingFinished.connect(self.commit)
            case CheckList():
                self.widget.names_changed.connect(self.commit)
            case QCheckBox():
                self.widget.clicked.connect(self.commit)
            case Paragraph():
                self.widget.left.connect(self.commit)
            case DayEdit():
                self.widget.editingFinished.connect(self.commit)
                self.widget.chosen.connect(self.commit)
            case QLineEdit():
                self.widget.editingFinished.connect(self.commit)


def _shape(section: Section, plan: Plan) -> Hashable:
    """What makes a section another one, values aside."""
    return section.title, tuple(
        (
            line.caption,
            bool(line.text),
            tuple(
                (cell.owner, cell.field.title, tuple(cell.field.choices(plan)), _labels_of_choices(cell.field, plan))
                for cell in line.cells
            ),
            tuple((action.text, action.step, tuple(action.ask.choices(plan)), action.first) for action in line.actions),
        )
        for line in section.lines
    )


def _labels_of_choices(field: Field[Any], plan: Plan) -> Hashable:
    """What the entries of its widget are called."""
    return tuple(in_plan(field, plan).labels.items()) if field.kind in {"choice", "choices"} else ()


def _with_unit(widget: QWidget, unit: str, *, is_wide: bool) -> QHBoxLayout:
    """A field with what its number counts behind it. is_wide: whether the field takes the room that is left."""
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(widget, int(is_wide))
    if unit:
        row.addWidget(_label(unit, "caption"))
    if not is_wide:
        row.addStretch(1)
    return row


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label
