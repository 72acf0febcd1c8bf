"""Which formats of the business case are written, on what paper, with whose letterhead."""

from pathlib import Path
from typing import NamedTuple, get_args

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from planner.business_case.document import Paper

FORMAT_WORDS = {
    "pdf": "&PDF, for reading and keeping",
    "xlsx": "Workbook (&Excel)",
    "docx": "&Word document, to be edited",
    "html": "Web &page, one file",
    "ics": "&Calendar of its days",
}
PAPER_WORDS: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}


class ExportChoice(NamedTuple):
    """What was chosen. template: the folder of a letterhead; None without one."""

    formats: tuple[str, ...] = tuple(FORMAT_WORDS)
    paper: Paper = "a4"
    template: Path | None = None


class ExportDialog(QDialog):
    """Asks what to write; where is asked for next. Nothing can be written without a format."""

    def __init__(self, choice: ExportChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Export business case")
        self.formats = {kind: QCheckBox(words) for kind, words in FORMAT_WORDS.items()}
        self.paper = QComboBox()
        self.paper.addItems([*PAPER_WORDS.values()])
        self.template = QLineEdit(str(choice.template or ""))
        self.template.setPlaceholderText("None")
        self.template.setToolTip("A folder with a template.toml: your logo, colour and words")
        self.write = QPushButton("Choose folder …")
        self.write.setDefault(True)
        self._lay_out()
        for kind, box in self.formats.items():
            box.toggled.connect(self._follow)
            box.setChecked(kind in choice.formats)
        self.paper.setCurrentIndex(get_args(Paper).index(choice.paper))
        self.write.setFocus()

    @property
    def choice(self) -> ExportChoice:
        formats = tuple(kind for kind, box in self.formats.items() if box.isChecked())
        template = self.template.text().strip()
        paper: Paper = get_args(Paper)[self.paper.currentIndex()]
        return ExportChoice(formats, paper, Path(template) if template else None)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        for box in self.formats.values():
            form.addRow(box)
        form.addRow("P&aper", self.paper)
        browse = QPushButton("Browse …")
        browse.clicked.connect(self._browse)
        beside = QHBoxLayout()
        beside.addWidget(self.template)
        beside.addWidget(browse)
        label = QLabel("&Letterhead")
        label.setBuddy(self.template)
        form.addRow(label, beside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.template.setAccessibleName("Letterhead")

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Folder of the letterhead", self.template.text())
        if chosen:
            self.template.setText(chosen)

    def _follow(self) -> None:
        self.write.setEnabled(any(box.isChecked() for box in self.formats.values()))
