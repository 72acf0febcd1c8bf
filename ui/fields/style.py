"""How tables and forms look: hairlines instead of boxes, quiet until the pointer or the focus is there."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from planner.picture.tokens import Tokens
from resources import path
from ui.theme import CAPTION_PIXELS, is_dark, tokens

WHOLE_LINES = "QListWidget::item { padding: 4px 0; }"
"""For a list whose lines break: room at the sides would be added to whole lines, which then do not fit."""


class SchemeDress(QObject):
    """Dresses a widget and all inside it in the present scheme, and again whenever that changes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.dress)
        self.dress()

    def dress(self) -> None:
        """Dress it now."""
        self._widget.setStyleSheet(style_sheet(tokens()))


def let_stand_out(button: QPushButton, *, is_primary: bool) -> None:
    """Whether a button is the next thing to do."""
    if button.property("primary") != is_primary:
        button.setProperty("primary", is_primary)
        button.style().unpolish(button)
        button.style().polish(button)


def style_sheet(colours: Tokens) -> str:
    """Hairlines around fields and between rows, dim captions, refusals in the colour of what is broken."""
    field = "QLineEdit, QPlainTextEdit, QComboBox, QSpinBox, QDateEdit"
    scheme = "dark" if is_dark() else "light"
    icons = (path(f"icons/{name}-{scheme}.svg").as_posix() for name in ("check", "chevron", "chevron-up"))
    check, chevron, chevron_up = icons
    return f"""
        {field} {{ background: {colours.ground}; color: {colours.text}; border: 1px solid {colours.arrow};
            border-radius: 4px; padding: 2px 6px; selection-background-color: {colours.accent};
            selection-color: {colours.ground}; }}
        QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QListWidget[isCheckList="true"]:focus {{
            border: 1px solid {colours.accent}; }}
        QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover {{ border-color: {colours.faint}; }}
        QSpinBox:focus, QDateEdit:focus {{ border: 1px solid {colours.accent}; }}
        QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 18px; }}
        QSpinBox::up-button, QSpinBox::down-button {{ border: none; background: transparent; width: 18px; }}
        QComboBox::down-arrow, QDateEdit::down-arrow, QSpinBox::down-arrow {{ image: url("{chevron}"); width: 10px;
            height: 10px; }}
        QSpinBox::up-arrow {{ image: url("{chevron_up}"); width: 10px; height: 10px; }}
        QComboBox QAbstractItemView {{ background: {colours.ground}; color: {colours.text};
            border: 1px solid {colours.hairline}; selection-background-color: {colours.selection};
            selection-color: {colours.text}; outline: none; }}
        QListWidget[isCheckList="true"] {{ background: {colours.ground}; border: 1px solid {colours.hairline};
            border-radius: 4px; outline: none; padding: 2px 0; }}
        QListWidget[isCheckList="true"]::item {{ padding: 1px 4px; color: {colours.text}; }}
        QListWidget[isCheckList="true"]::item:selected {{ background: transparent; }}
        QListWidget[isCheckList="true"]::item:focus {{ background: {colours.selection}; }}
        QListView[isQuiet="true"] {{ background: {colours.panel}; border: none; outline: none; }}
        QListView[isQuiet="true"]::item {{ padding: 5px 14px; }}
        QListView[isQuiet="true"]::item:selected {{ background: {colours.selection}; color: {colours.text}; }}
        QTableView {{ background: {colours.ground}; color: {colours.text}; border: none; outline: none;
            selection-background-color: {colours.selection}; selection-color: {colours.text}; }}
        QTableView::item {{ border: none; border-bottom: 1px solid {colours.faint_line}; padding: 0 8px; }}
        QTableView::item:selected {{ background: {colours.selection}; color: {colours.text}; }}
        QTableView::item:focus {{ border: 1px solid {colours.accent}; }}
        QTableView QLineEdit, QTableView QComboBox {{ border-radius: 0; border-color: {colours.accent};
            padding: 0 6px; }}
        QTableView QComboBox[isCell="true"] {{ border-color: {colours.hairline}; }}
        QTableView QComboBox[isCell="true"]:focus {{ border-color: {colours.accent}; }}
        QCheckBox::indicator, QAbstractItemView::indicator {{ width: 12px; height: 12px; border-radius: 3px;
            border: 1px solid {colours.faint}; background: {colours.ground}; }}
        QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {colours.accent};
            border-color: {colours.accent}; image: url("{check}"); }}
        QCheckBox::indicator:focus {{ border: 1px solid {colours.accent}; }}
        QHeaderView {{ background: {colours.panel}; border: none; border-bottom: 1px solid {colours.hairline}; }}
        QHeaderView::section {{ background: {colours.panel}; color: {colours.dim}; border: none; padding: 4px 11px;
            font-size: {CAPTION_PIXELS}px; }}
        QDialog QTreeWidget QHeaderView::section {{ padding: 4px 5px; }}
        QToolButton[isQuiet="true"] {{ border: none; border-radius: 4px; padding: 3px 8px; color: {colours.accent};
            background: transparent; }}
        QToolButton[isFlush="true"] {{ padding-left: 0; }}
        QPushButton[isQuiet="true"] {{ border: none; border-radius: 4px; padding: 3px 8px; color: {colours.accent};
            background: transparent; text-align: left; font-weight: 400; }}
        QPushButton[isQuiet="true"]:hover, QPushButton[isQuiet="true"]:focus {{ background: {colours.selection}; }}
        QToolButton[isQuiet="true"]:hover, QToolButton[isQuiet="true"]:focus {{ background: {colours.selection}; }}
        QToolButton[isQuiet="true"]:disabled {{ color: {colours.faint}; }}
        QLabel[role="caption"] {{ color: {colours.dim}; }}
        QLabel[role="refusal"] {{ color: {colours.broken}; }}
        QLabel[role="heading"] {{ color: {colours.text}; font-weight: 600; }}
        QLabel[role="title"] {{ color: {colours.text}; font-weight: 600; font-size: 15px; }}
        QFrame[role="hairline"] {{ background: {colours.hairline}; border: none; max-height: 1px; }}
        QScrollArea {{ border: none; background: {colours.panel}; }}
        QWidget[role="form"] QScrollBar {{ background: {colours.panel}; }}
        QWidget[role="form"] {{ background: {colours.panel}; }}
        QFrame#calendar {{ background: {colours.ground}; border: 1px solid {colours.hairline}; }}
    """
