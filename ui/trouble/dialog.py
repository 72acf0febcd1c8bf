"""The one error dialog: what happened, what is safe, what to do. What goes wrong while it is open is added to it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ui.fields.style import SchemeDress
from ui.theme import font
from ui.trouble.log import LOGGER
from ui.trouble.trouble import Trouble
from ui.wording import counted

MOST_SHOWN = 4
"""Further troubles that are named; the others are counted, and all stand in the details."""
MOST_DETAILS = 50
"""Different troubles whose details are kept; a window that fails at every frame must not fill the memory."""


class TroubleDialog(QDialog):
    """Holds nothing up: the program goes on behind it, and closing it is all that it asks for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_open = True
        self._counts: dict[Trouble, int] = {}
        self._beyond = 0
        self.setWindowTitle("Launchwindow")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.what, self.safe, self.remedy, self.others = (_text() for _ in range(4))
        self.what.setFont(font(13, QFont.Weight.DemiBold))
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Details")
        self.buttons = QDialogButtonBox()
        self.copy = self.buttons.addButton("Copy details", QDialogButtonBox.ButtonRole.ActionRole)
        self.close_button = self.buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.copy.clicked.connect(self._copy)
        self.buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.what, self.safe, self.remedy, self.others, self.details, self.buttons):
            column.addWidget(widget)
        self.resize(560, 360)
        SchemeDress(self)
        self.finished.connect(self._end)

    def add(self, trouble: Trouble) -> None:
        """Show another trouble; one that is shown already is only counted."""
        if trouble in self._counts or len(self._counts) < MOST_DETAILS:
            self._counts[trouble] = self._counts.get(trouble, 0) + 1
        else:
            self._beyond += 1
        self._show()

    @property
    def text(self) -> str:
        """All that it says, but for the details."""
        return "\n".join(label.text() for label in (self.what, self.safe, self.remedy, self.others) if label.text())

    def _show(self) -> None:
        first, *others = self._counts
        self.what.setText(_times(first.what, self._counts[first]))
        self.safe.setText(first.safe)
        self.remedy.setText(first.remedy)
        named = [_times(each.what, self._counts[each]) for each in others[:MOST_SHOWN]]
        unnamed = len(others[MOST_SHOWN:]) + self._beyond
        if unnamed:
            named.append(f"and {counted(unnamed, 'other error')}")
        self.others.setText("\n".join(["Since then:", *named]) if named else "")
        for label in (self.safe, self.remedy, self.others):
            label.setVisible(bool(label.text()))
        details = "\n\n".join(filter(None, (first.details, *map(_all_of, others))))
        self.details.setPlainText(details)
        self.details.setVisible(bool(details))

    def _copy(self) -> None:
        """All that is known, for whoever mends it: what stands above the details, too."""
        QGuiApplication.clipboard().setText("\n\n".join(map(_all_of, self._counts)))

    def _end(self) -> None:
        self.is_open = False


def show_trouble(window: QWidget, trouble: Trouble) -> None:
    """Tell the user, and the log; in the dialog that is open, if one is."""
    LOGGER.warning("%s", _all_of(trouble))
    shown = next((each for each in window.findChildren(TroubleDialog) if each.is_open), None)
    if shown is None:
        shown = TroubleDialog(window)
        shown.add(trouble)
        shown.open()
    else:
        shown.add(trouble)


def _text() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _times(what: str, count: int) -> str:
    return what if count == 1 else f"{what} ({count} times)"


def _all_of(trouble: Trouble) -> str:
    """All that is known, each thing once: details may be the remedy again."""
    parts = (trouble.what, trouble.safe, trouble.remedy, trouble.details)
    return "\n".join(part for part in dict.fromkeys(parts) if part)
