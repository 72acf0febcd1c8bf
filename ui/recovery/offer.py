"""Offering what a crash left behind: what it is, how far it is from what was saved, and taking it back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from planner.files.journal import Entry, forget_entry
from planner.funding.ledgers import funding_ledger
from planner.rollout.schedule import Schedule
from ui.theme import font
from ui.wording import counted, day, money

Left = tuple[Path, Entry]
FILE = Qt.ItemDataRole.UserRole


class RecoveryOffer(QDialog):
    """A list of unsaved work. Restoring one leaves the others for the next start; nothing goes unless it is discarded.

    chosen: the entry to restore, once the dialog is accepted.
    """

    def __init__(self, left: tuple[Left, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left = dict(left)
        self.chosen: Left | None = None
        self.setWindowTitle("Unsaved work")
        title = QLabel("Launchwindow was ended before this work was saved")
        title.setFont(font(15, QFont.Weight.DemiBold))
        said = QLabel("Restore it to look at it: it becomes one step, and your file stays as it is until you save.")
        said.setWordWrap(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Unsaved work")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for file, entry in left:
            item = QListWidgetItem(entry_words(entry), self.list)
            item.setData(FILE, file)
            item.setToolTip(str(entry.path or ""))
        self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _: self._restore())
        self.buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        self.restore = self.buttons.addButton("Restore", role.AcceptRole)
        self.discard = self.buttons.addButton("Discard", role.DestructiveRole)
        self.later = self.buttons.addButton("Decide later", role.RejectRole)
        self.restore.setProperty("primary", True)  # noqa: FBT003 - Qt takes no keyword
        self.restore.clicked.connect(self._restore)
        self.discard.clicked.connect(self._discard)
        self.later.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (title, said, self.list, self.buttons):
            column.addWidget(widget)
        self.resize(560, 320)

    def _current(self) -> Path | None:
        item = self.list.currentItem()
        file: Path | None = None if item is None else item.data(FILE)
        return file

    def _restore(self) -> None:
        file = self._current()
        if file is not None:
            self.chosen = file, self._left[file]
            self.accept()

    def _discard(self) -> None:
        """Remove the work that is chosen in the list; the dialog goes with the last."""
        file = self._current()
        if file is not None:
            forget_entry(file)
            self.list.takeItem(self.list.currentRow())
        if not self.list.count():
            self.reject()


def entry_words(entry: Entry) -> str:
    """What would be restored: which file, when, how many steps, the last of them, and what the plan holds."""
    plan, schedule = entry.state.plan, entry.state.schedule or Schedule(())
    where = entry.path.name if entry.path is not None else "never saved"
    when = f"{day(entry.written.date())}, {entry.written:%H:%M}"
    last = f", the last: {entry.last_step}" if entry.last_step else ""
    funded = f", {money(funding_ledger(plan, schedule).planned)} {plan.currency} funded" if schedule.assignments else ""
    return (
        f"{plan.customer} — {plan.name} ({where})\n"
        f"{when} · {counted(entry.steps, 'step')} not saved{last}\n"
        f"{counted(len(plan.phases), 'phase')}{funded}"
    )
