"""New, open, save and recent files: nothing that is not saved is lost without a question."""

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from planner.files import NewerFileError, file_bytes, read, understood
from planner.files.attachments import led_along
from planner.files.programme_file import SUFFIX as PROGRAMME_SUFFIX
from planner.files.versions import Version, keep_version, versions
from planner.invariants import Fault, PlanError
from planner.plan import Plan, State
from planner.unknown_findings import unknown_findings
from ui.document import Document
from ui.question import is_agreed
from ui.recent import RecentFile, forget, recent_files, remember
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.wording import counted, day, in_words

SUFFIX = ".rollout"
FILTER = f"Rollouts (*{SUFFIX})"
FILTER_TO_OPEN = f"Rollouts and programmes (*{SUFFIX} *{PROGRAMME_SUFFIX})"
FAULTS_SHOWN = 12
NEGATIVE = re.compile(r"(?<=\s)-(?=\d)")
"""The sign of a number below nothing, as files write it."""


class FileActions(QObject):
    """What the File menu does to a document.

    Signals:
        recent_changed(): the list of recent files is another one.
        noticed(str): something about the file that was opened which keeps nobody from working.
    """

    recent_changed = Signal()
    noticed = Signal(str)

    def __init__(self, document: Document, window: QWidget, settings: QSettings, data: Path | None = None) -> None:
        """data: the folder of the program's own data; None keeps no earlier versions."""
        super().__init__(window)
        self._versions = None if data is None else data / "versions"
        self._document = document
        self._window = window
        self._settings = settings
        self.is_kept_safe: Callable[[], bool] = lambda: False
        """Whether unsaved work is in a journal that can be written; whoever keeps one says so."""

    @property
    def earlier_versions(self) -> tuple[Version, ...]:
        """What the open file held before the last savings, the latest first."""
        path = self._document.path
        if self._versions is None or path is None or self._document.programme is not None:
            return ()  # each plan of a programme has those of its own file
        return versions(self._versions, path)

    def go_back_to(self, version: Version) -> None:
        """Make an earlier version the plan, as a step that undo takes back."""
        try:
            state = read(version.file)
        except PlanError as error:
            self._tell("This version cannot be opened.", error, "What is open stays open.")
            return
        self._document.apply(f"Go back to {day(version.replaced.date())} {version.replaced:%H:%M}", state)

    @property
    def recent(self) -> list[Path]:
        """Files opened or saved lately, the last one first; those that are gone are left out."""
        return [each.path for each in recent_files(self._settings) if each.is_there]

    @property
    def recent_files(self) -> tuple[RecentFile, ...]:
        """The same with the day of each, and with those that are gone."""
        return recent_files(self._settings)

    def forget(self, path: Path) -> None:
        """Take a file off the list of recent ones; the file itself stays."""
        forget(self._settings, path)
        self.recent_changed.emit()

    def new(self) -> None:
        if self.may_discard():
            self._document.replace(State(empty_plan(date.today())), None)  # noqa: DTZ011 - the user's own day

    def begin(self, make: Callable[[], State]) -> None:
        """Begin a rollout that has no file yet, from a template."""
        if self.may_discard():
            self._document.replace(make(), None)

    def open(self) -> None:
        if not self.may_discard():
            return
        chosen, _ = QFileDialog.getOpenFileName(self._window, "Open rollout", str(self._folder()), FILTER_TO_OPEN)
        if chosen:
            self.open_path(Path(chosen))

    def open_recent(self, path: Path) -> None:
        """Open one of the files that were open lately."""
        if self.may_discard():
            self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open the file, or say why not and keep what is open."""
        try:
            self._document.open(path)
        except NewerFileError as error:
            return self._look_at(path, error)
        except PlanError as error:
            self._tell(f"{path.name} cannot be opened.", error, "What is open stays open; the file was not touched.")
            return False
        self._remember(path)
        self._notice_unknown(path)
        return True

    def _notice_unknown(self, path: Path) -> None:
        """Say which unknown field the file holds, or those of a programme's plans; what looks misspelt first."""
        parts = self._document.parts.items()
        told = [(each.kind, short, each.sentence) for short, state in parts for each in unknown_findings(state)]
        if told:
            _, short, sentence = min(told)
            more = f" And {len(told) - 1:,} more: see Findings." if len(told) > 1 else ""
            self.noticed.emit(f"{short or path.name}: {sentence}{more}")

    def _look_at(self, path: Path, error: PlanError) -> bool:
        """Offer to look at what is understood of a newer file: as a rollout without a file, so nothing replaces it."""
        found = understood(file_bytes(path))
        if found is None:
            self._tell(f"{path.name} cannot be opened.", error, "What is open stays open; the file was not touched.")
            return False
        count = len(found.left_out)
        known = f"all but {counted(count, 'field')}" if count else "every field, though maybe not what it means now"
        words = (
            f"{path.name} was written by a newer Launchwindow. This one understands {known}.\n\n"
            "You may look at it: the file stays as it is, and saving asks for another name."
        )
        if not is_agreed(self._window, "Newer file", words, "Look at it"):
            return False
        self._document.replace(found.state, None)
        return True

    def save(self) -> bool:
        """Save to the file that is open, or ask for one. Whether it was saved."""
        return self._save_to(self._document.path) if self._document.path is not None else self.save_as()

    def save_as(self) -> bool:
        if self._document.programme is not None:
            words = (
                "A programme is saved into the files of its plans. Copy those and the programme's own file together."
            )
            QMessageBox.information(self._window, "Save as", words)
            return False
        from planner.business_case.writers import plain_name

        suggested = self._document.path or self._folder() / f"{plain_name(self._document.plan.name)}{SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, "Save rollout", str(suggested), FILTER)
        if not chosen:
            return False
        path = Path(chosen)
        if path.suffix != SUFFIX:  # the dialog asked about another name
            path = path.with_name(path.name + SUFFIX)
            if path.exists() and not self._may_overwrite(path):
                return False
        return self._save_to(path)

    def _may_overwrite(self, path: Path) -> bool:
        return is_agreed(self._window, "Replace?", f"{path.name} exists already. Replace it?", "Replace")

    def may_discard(self) -> bool:
        """Whether what is open may go: it is saved, or the user saved it now, or does not want it."""
        if self._document.is_saved:
            return True
        button = QMessageBox.StandardButton
        answer = QMessageBox.question(
            self._window,
            "Save changes?",
            f"{self._document.plan.name} has changes that are not saved.",
            button.Save | button.Discard | button.Cancel,
            button.Save,
        )
        return answer == button.Discard or (answer == button.Save and self.save())

    def _save_to(self, path: Path) -> bool:
        if path == self._document.path and self._document.is_changed_on_disk and not self._may_replace_foreign(path):
            return False
        for file in (path,) if self._document.programme is None else self._document.plan_files:
            self._keep_version(file)
        self._lead_files_along(path)
        try:
            self._document.save(path)
        except PlanError as error:
            self._tell(f"{path.name} cannot be saved; your work is still open.", error, self._unsaved_words())
            return False
        self._remember(path)
        return True

    def _lead_files_along(self, path: Path) -> None:
        """Linked files are called by their path from the plan file, which may go to another folder."""
        present, plan = self._document.path, self._document.plan
        led = plan if present is None else led_along(plan, present.parent, path.parent)
        if led is not plan:
            self._document.apply_plan("Lead linked files along", led)

    def _may_replace_foreign(self, path: Path) -> bool:
        """Ask before the work of somebody else goes; whether it may. The user may save elsewhere instead."""
        words = (
            f"{path.name} was changed by somebody else since you opened it. Replacing it takes their changes away; "
            "they are kept among the earlier versions (File menu)."
        )
        box = QMessageBox(QMessageBox.Icon.Warning, "Changed on disk", words, parent=self._window)
        other = box.addButton("Save under another name …", QMessageBox.ButtonRole.AcceptRole)
        replacing = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(other)
        box.exec()
        chosen = box.clickedButton()
        box.deleteLater()
        if chosen is other:
            self.save_as()
        return chosen is replacing

    def _keep_version(self, path: Path) -> None:
        """Keeping it is a kindness: where it cannot be done, saving goes on."""
        if self._versions is not None:
            with suppress(OSError):
                keep_version(self._versions, path, datetime.now())  # noqa: DTZ005 - the user's own clock

    def _folder(self) -> Path:
        return self._document.path.parent if self._document.path is not None else Path.home()

    def _remember(self, path: Path) -> None:
        remember(self._settings, path.resolve(), datetime.now())  # noqa: DTZ005 - the user's own clock
        self.recent_changed.emit()

    def _unsaved_words(self) -> str:
        """Where work is that could not be saved."""
        kept = " It is kept safe from a crash as well." if self.is_kept_safe() else ""
        return f"Nothing is lost: the file is as it was, and all your work is in this window.{kept}"

    def _tell(self, headline: str, error: PlanError, safe: str) -> None:
        """Sentences for people; where in the file each fault is stands in the details."""
        shown = [in_words(fault_words(fault)) for fault in error.faults[:FAULTS_SHOWN]]
        if len(error.faults) > FAULTS_SHOWN:
            shown.append(f"and {len(error.faults) - FAULTS_SHOWN} more")
        details = "\n".join(str(fault) for fault in error.faults)
        show_trouble(self._window, Trouble(headline, safe, "\n".join(shown), details))


def fault_words(fault: Fault) -> str:
    """A fault as sentences that name the field it is in, but not its place in the file."""
    _, dot, name = fault.path.rpartition(".")
    field = name.replace("_", " ")
    is_told = not dot or name.endswith("]") or field in fault.sentence or name in fault.sentence
    owner, colon, wrong = NEGATIVE.sub("−", fault.sentence).partition(": ")
    sentence = f"{owner}, {field}: {wrong}" if colon and not is_told else f"{owner}{colon}{wrong}"
    is_told = is_told or bool(colon)
    return " ".join(filter(None, (sentence, fault.remedy, "" if is_told else f"The field is '{field}'.")))


def empty_plan(start: date) -> Plan:
    """A rollout of nothing, a year long."""
    return Plan(
        name="New rollout", customer="Customer", currency="USD", start=start, horizon=start + timedelta(days=365)
    )
