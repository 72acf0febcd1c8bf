"""What is written, on what paper, with whose letterhead, into which folder, and who gets it; and how it will look."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, get_args

from PySide6.QtCore import Qt, QTimer, Signal
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
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from planner.business_case.document import Language, Paper
from ui.fields.style import SchemeDress
from ui.preview_pane import HEIGHT, WIDTH, PreviewPane

PAPER_WORDS: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}
LANGUAGE_WORDS: dict[Language, str] = {"en": "English", "de": "Deutsch"}
"""Each in its own words."""

SIDE = 360
"""Pixels in which the name of a folder can be read."""

PAUSE = 400
"""Milliseconds without a change of mind after which the pages are made anew."""


class Kind(NamedTuple):
    """What sort of files a dialog is about.

    formats: each with its words, in the order of the dialog; usual: those that are chosen at first. leaves_the_house:
    whether the files may be sent to somebody. folder: the name of their usual folder beside the plan file.
    """

    title: str
    formats: Mapping[str, str]
    usual: tuple[str, ...]
    leaves_the_house: bool
    folder: str


EXTERNAL = Kind(
    "Export business case",
    {
        "pdf": "&PDF, for reading and keeping",
        "xlsx": "Workbook (&Excel)",
        "docx": "&Word document, to be edited",
        "html": "Web pa&ge, one file",
        "ics": "&Calendar of its days",
        "mspdi": "Microsoft Pro&ject XML",
        "rollout": "Cop&y for the partner, to be opened here",
    },
    ("pdf", "xlsx", "docx", "html", "ics"),
    leaves_the_house=True,
    folder="To send",
)
INTERNAL = Kind(
    "Export internal documents",
    {
        "pdf": "Negotiation brief as &PDF",
        "docx": "Negotiation brief for &Word",
        "html": "Negotiation brief as a web pa&ge",
        "ics": "&Calendar of all days",
        "xlsx": "Workbook with all ledgers (&Excel)",
        "mspdi": "Microsoft Pro&ject XML with all fields",
    },
    ("pdf", "docx"),
    leaves_the_house=False,
    folder="Internal",
)


class ExportChoice(NamedTuple):
    """What was chosen. template: the folder of a letterhead; None without one. to: who gets it; blank for a draft.

    language: of what leaves the house; what does not speaks English.
    """

    formats: tuple[str, ...] = EXTERNAL.usual
    paper: Paper = "a4"
    template: Path | None = None
    folder: Path = Path()
    to: str = ""
    language: Language = "en"


class ExportDialog(QDialog):
    """Asks what to write and where. Nothing can be written without a format and a folder.

    refusal: why nothing of the kind can be written now; blank where it can. It stands in the dialog, with a button
    that leads to the findings where ``has_findings`` allows that.

    Signals:
        preview_asked(): the pages shall be shown as ``choice`` has them now.
        findings_asked(): what is wrong shall be shown; the dialog is closed.
    """

    preview_asked = Signal()
    findings_asked = Signal()

    def __init__(
        self,
        kind: Kind,
        choice: ExportChoice,
        version: int,
        parent: QWidget,
        *,
        refusal: str = "",
        has_findings: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(kind.title)
        self.kind = kind
        self.refusal = QLabel(refusal)
        self.refusal.setTextFormat(Qt.TextFormat.PlainText)
        self.refusal.setProperty("role", "refusal")
        self.refusal.setWordWrap(True)
        self.refusal.setMaximumWidth(SIDE)
        self.to_findings = QPushButton("Show findings")
        self.to_findings.setToolTip("Close this and show what is wrong, with what can be done about it")
        self.to_findings.setAutoDefault(False)
        self.to_findings.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.to_findings.clicked.connect(self._leave_for_findings)
        self._has_findings = has_findings
        self.formats = {name: QCheckBox(words) for name, words in kind.formats.items()}
        self.paper = QComboBox()
        self.paper.addItems([*PAPER_WORDS.values()])
        self.language = QComboBox()
        self.language.addItems([*LANGUAGE_WORDS.values()])
        self.language.setToolTip("Of the document's own words; yours stay as they are")
        self.template = _line(choice.template, "None", "A folder with a template.toml: your logo, colour and words")
        self.folder = _line(choice.folder, "", "Where the files are written; made if need be")
        self.to = _line(None, f"Nobody yet: a draft of version {version}", "Kept in the plan with what the files say")
        self.write = QPushButton("Write")
        self.write.setDefault(True)
        self.write.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self.preview = PreviewPane()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.preview_asked)
        self._lay_out()
        for name, box in self.formats.items():
            box.toggled.connect(self._follow)
            box.setChecked(name in choice.formats)
        self.paper.setCurrentIndex(get_args(Paper).index(choice.paper))
        self.language.setCurrentIndex(get_args(Language).index(choice.language))
        self.folder.textChanged.connect(self._follow)
        self._follow()
        for chooser in (self.paper, self.language):
            chooser.currentIndexChanged.connect(self._pause.start)
        for line in (self.template, self.to):
            line.textChanged.connect(self._pause.start)
        (self.to_findings if refusal and has_findings else self.write).setFocus()
        SchemeDress(self)

    @property
    def choice(self) -> ExportChoice:
        formats = tuple(name for name, box in self.formats.items() if box.isChecked())
        template = self.template.text().strip()
        paper: Paper = get_args(Paper)[self.paper.currentIndex()]
        folder = Path(self.folder.text().strip())
        language: Language = get_args(Language)[self.language.currentIndex()]
        letterhead = Path(template) if template else None
        return ExportChoice(formats, paper, letterhead, folder, self.to.text().strip(), language)

    def _lay_out(self) -> None:
        side = QWidget()
        form = QFormLayout(side)
        form.setContentsMargins(0, 0, 0, 0)
        if not self.kind.leaves_the_house:
            form.addRow(QLabel("Internal: these documents tell your rates. Not for Microsoft or partners."))
        if self.refusal.text():
            form.addRow(self.refusal)
            if self._has_findings:
                form.addRow(self.to_findings)
        for box in self.formats.values():
            form.addRow(box)
        form.addRow("P&aper", self.paper)
        if self.kind.leaves_the_house:
            form.addRow("La&nguage", self.language)
        self._add_folder(form, "&Letterhead", self.template, "Folder of the letterhead")
        if self.kind.leaves_the_house:
            form.addRow("&Sent to", self.to)
            self.to.setAccessibleName("Record as sent to")
        self._add_folder(form, "&Folder", self.folder, "Folder for the files")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        side.setMinimumWidth(SIDE)
        beside = QHBoxLayout()
        beside.addWidget(side)
        beside.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.addLayout(beside, 1)
        column.addWidget(buttons)
        self.resize(SIDE + WIDTH, HEIGHT)

    def _add_folder(self, form: QFormLayout, title: str, line: QLineEdit, asked: str) -> None:
        """A line for the name of a folder, and a button to look for one."""
        plain = title.replace("&", "")
        line.setAccessibleName(plain)
        browse = QPushButton("Browse …")
        browse.setAccessibleName(f"Browse for {plain.lower()}")
        browse.setAutoDefault(False)
        browse.clicked.connect(lambda: self._browse(line, asked))
        beside = QHBoxLayout()
        beside.addWidget(line)
        beside.addWidget(browse)
        label = QLabel(title)
        label.setBuddy(line)
        form.addRow(label, beside)

    def _browse(self, line: QLineEdit, asked: str) -> None:
        chosen = QFileDialog.getExistingDirectory(self, asked, line.text())
        if chosen:
            line.setText(chosen)

    def _follow(self) -> None:
        reason = self._why_not()
        self.write.setEnabled(not reason)
        self.write.setToolTip(reason)
        self.write.setAccessibleDescription(reason)

    def _why_not(self) -> str:
        """Why nothing can be written as it is chosen; blank where it can."""
        if self.refusal.text():
            return self.refusal.text()
        if not any(box.isChecked() for box in self.formats.values()):
            return "Choose a format first."
        return "" if self.folder.text().strip() else "Name a folder for the files first."

    def _leave_for_findings(self) -> None:
        self.reject()
        self.findings_asked.emit()


def _line(path: Path | None, placeholder: str, tip: str) -> QLineEdit:
    line = QLineEdit("" if path is None else str(path))
    line.setPlaceholderText(placeholder)
    line.setToolTip(tip)
    return line
