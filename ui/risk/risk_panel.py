"""The panel about risk: what can be asked, how far an answer is, and the page that tells it."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from ui.account.content import Content, rendered
from ui.wording import money

BAR_HEIGHT = 4


class RiskPanel(QWidget):
    """Buttons, progress and a page; it shows what it is told and asks for the rest.

    Signals:
        runs_asked(): the present schedule shall be run.
        safer_asked(): a safer schedule shall be looked for.
        stopped(): what runs shall end with what it knows.
        taken(): the safer schedule shall be the present one.
    """

    runs_asked = Signal()
    safer_asked = Signal()
    stopped = Signal()
    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Risk")
        self.run, self.look = QPushButton(f"Run {money(10_000)} times"), QPushButton("Look for a safer schedule")
        self.stop, self.take = QPushButton("Stop"), QPushButton("Take the safer schedule")
        self.run.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self.status, self.bar, self.page = QLabel(), QProgressBar(), QTextBrowser()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_HEIGHT)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.setAccessibleName("Progress of the runs")
        self.page.setAccessibleName("Risk")
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(14)
        pairs = ((self.run, self.runs_asked), (self.look, self.safer_asked), (self.stop, self.stopped))
        for button, signal in (*pairs, (self.take, self.taken)):
            button.clicked.connect(signal)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(14, 8, 14, 6)
        buttons.setSpacing(8)
        for button in (self.run, self.look, self.stop, self.take):
            buttons.addWidget(button)
        buttons.addWidget(self.status, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(buttons)
        column.addWidget(self.bar)
        column.addWidget(self.page, 1)
        self.show_running(is_running=False)

    def show_running(self, *, is_running: bool, may_run: bool = True, may_take: bool = False) -> None:
        """Offer what can be done now."""
        self.run.setEnabled(may_run and not is_running)
        self.look.setEnabled(may_run and not is_running)
        self.stop.setVisible(is_running)
        self.take.setVisible(may_take and not is_running)
        self.bar.setVisible(is_running)
        if not is_running:
            self.status.clear()

    def show_progress(self, done: int, of: int, words: str) -> None:
        """How far the work is; of nothing known it wanders."""
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.status.setText(words)

    def show_content(self, content: Content) -> None:
        """Show a page, where it was read last."""
        position = self.page.verticalScrollBar().value()
        for name, svg in content.pictures.items():
            image = rendered(svg, self.devicePixelRatioF())
            self.page.document().addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
        self.page.setHtml(content.html)
        self.page.verticalScrollBar().setValue(position)
