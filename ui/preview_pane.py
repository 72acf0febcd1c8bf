"""The pages of a document as they will be, one at a time."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

PIXELS_AN_INCH = 72
"""Of a page on a screen at 100 %; finer screens have more."""
WIDTH, HEIGHT = 680, 620
"""What shows a whole width of Letter, and most of its height."""


class PreviewPane(QWidget):
    """Pages as pictures with buttons to leaf through; a sentence instead while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[bytes, ...] = ()
        self._number = 0
        self._ratio = 1.0
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.page.setWordWrap(True)
        area = QScrollArea()
        area.setWidget(self.page)
        area.setWidgetResizable(True)
        area.setAccessibleName("Page as it will be")
        self.earlier, self.later, self.place = QPushButton("‹"), QPushButton("›"), QLabel()
        for button in (self.earlier, self.later):
            button.setAutoDefault(False)  # Enter in a line of the dialog writes
        self.earlier.setAccessibleName("Page before")
        self.later.setAccessibleName("Page behind")
        self.earlier.clicked.connect(lambda: self.turn_to(self._number - 1))
        self.later.clicked.connect(lambda: self.turn_to(self._number + 1))
        line = QHBoxLayout()
        line.addStretch()
        for widget in (self.earlier, self.place, self.later):
            line.addWidget(widget)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addLayout(line)
        self.setMinimumSize(WIDTH // 2, HEIGHT // 2)
        self.say("")

    @property
    def pixels_an_inch(self) -> float:
        """How finely pages have to be made so that they are sharp on this screen."""
        return PIXELS_AN_INCH * self.devicePixelRatioF()

    def show_pages(self, pages: Sequence[bytes], pixels_an_inch: float = PIXELS_AN_INCH) -> None:
        """Show other pages, at the place that was looked at. pixels_an_inch: how finely they were made."""
        self._pages = tuple(pages)
        self._ratio = pixels_an_inch / PIXELS_AN_INCH
        self.turn_to(self._number)

    def say(self, sentence: str) -> None:
        """Show a sentence instead of pages."""
        self._pages = ()
        self.page.setText(sentence)
        self._follow()

    def turn_to(self, number: int) -> None:
        """Show a page by its place from 0; the nearest one that there is."""
        self._number = max(0, min(number, len(self._pages) - 1))
        if self._pages:
            picture = QPixmap()
            picture.loadFromData(self._pages[self._number])
            picture.setDevicePixelRatio(self._ratio)
            self.page.setPixmap(picture)
        self._follow()

    def _follow(self) -> None:
        count = len(self._pages)
        self.place.setText(f"Page {self._number + 1} of {count}" if count else "")
        self.page.setAccessibleName(self.place.text() or self.page.text())
        self.earlier.setEnabled(bool(count) and self._number > 0)
        self.later.setEnabled(self._number + 1 < count)
