"""What this program is: its version, and the version and licence of every library that runs with it."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from ui.about import components, python_version
from ui.fields.style import SchemeDress
from ui.rich_text import Cell, grid
from ui.theme import font, tokens

SHOWN = 560, 460
TITLE_PIXELS = 15


class AboutDialog(QDialog):
    """The same as the command ``launchwindow about`` prints."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        program, *libraries = components()
        self.setWindowTitle("About Launchwindow")
        self.title = QLabel(f"Launchwindow {program.version}")
        self.title.setFont(font(TITLE_PIXELS, QFont.Weight.DemiBold))
        self.about = QLabel(
            f"Plans the rollout and its funding when a company renews its Microsoft Enterprise Agreement.\n"
            f"Licence: {program.licence}. Runs on {python_version()}."
        )
        self.about.setWordWrap(True)
        self.libraries = QTextBrowser()
        self.libraries.setAccessibleName("Libraries with their versions and licences")
        lines = [[Cell(each.name), Cell(each.version), Cell(each.licence)] for each in libraries]
        self.libraries.setHtml(grid(("Library", "Version", "Licence"), lines, {0, 1, 2}, tokens().dim))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.title, self.about, self.libraries, buttons):
            column.addWidget(widget)
        self.resize(*SHOWN)
        SchemeDress(self)
