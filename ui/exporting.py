"""Writing from the window: choose and look, write behind the window, keep what was sent, open the folder."""

from collections.abc import Callable
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from planner.business_case.document import Letterhead, Presentation
from planner.checks import check
from planner.edits import record_sent
from planner.finding import Finding
from planner.plan import State
from planner.sent.record import SentDocument, next_version
from ui.background import OneAtATime
from ui.document import Document
from ui.export_dialog import EXTERNAL, INTERNAL, ExportChoice, ExportDialog, Kind
from ui.timeline.header import today
from ui.trouble.dialog import show_trouble
from ui.trouble.trouble import Trouble
from ui.wording import in_words

if TYPE_CHECKING:
    from planner.business_case.document import Document as FormatFree
    from planner.outgoing.export import Sent

MOST_FAULTS = 6
SOLVE = "Solve (F5) and accept, then export."


class Exporting(QObject):
    """One export at a time, of the State that was open when it began.

    Signals:
        told(sentence): what it is doing, for the status line.
        running_changed(is_running): an export began or ended.
        findings_asked(): the user wants to see what keeps a business case from being written.
    """

    told = Signal(str)
    running_changed = Signal(bool)
    findings_asked = Signal()

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window
        self._work, self._drawing = OneAtATime(self), OneAtATime(self)
        self._choices: dict[str, ExportChoice] = {}
        self._dialog: ExportDialog | None = None
        self._drawn: ExportChoice | None = None
        self._opened = 0
        document.opened.connect(self._on_opened)

    def export(self) -> None:
        """Ask what to write of what leaves the house, and write; what was chosen is offered again next time."""
        self.export_from(self._window)

    def export_from(self, window: QWidget) -> None:
        """The same above a window that covers the main one, as a meeting does."""
        self._ask(EXTERNAL, window)

    def export_internal(self) -> None:
        """Ask what to write of what stays in the house, and write."""
        self._ask(INTERNAL, self._window)

    def _ask(self, kind: Kind, window: QWidget) -> None:
        version = next_version(self._document.plan.sent)
        is_own = window is self._window  # above a meeting nothing is told of what stays in the house
        refusal = self._refusal(is_told=is_own) if kind is EXTERNAL else ""
        dialog = ExportDialog(
            kind, self._choice(kind), version, window, refusal=refusal, has_findings=is_own and bool(self._faults())
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._on_chosen(kind, dialog.choice))
        dialog.finished.connect(self._forget_dialog)
        dialog.preview_asked.connect(self._draw)
        dialog.findings_asked.connect(self.findings_asked)
        self._dialog, self._drawn = dialog, None
        dialog.open()
        self._draw()

    def _choice(self, kind: Kind) -> ExportChoice:
        """What was chosen last; else the usual formats, and the usual folder beside the plan file."""
        known = self._choices.get(kind.title)
        if known is not None:
            return known._replace(to="")
        path = self._document.path
        beside = path.parent if path is not None else Path.home()
        return ExportChoice(kind.usual, folder=beside / kind.folder)

    def _on_chosen(self, kind: Kind, choice: ExportChoice) -> None:
        self._choices[kind.title] = choice
        if kind is INTERNAL:
            self.export_internal_to(choice)
        else:
            self.export_to(choice.folder, choice)

    # How it will look

    def _draw(self) -> None:
        """Make the pages of the open dialog's choice; one that changes meanwhile is made afterwards."""
        dialog = self._dialog
        if dialog is None or self._drawing.is_running:
            return
        choice, kind, day, pixels = dialog.choice, dialog.kind, today(), dialog.preview.pixels_an_inch
        state = next(iter(self._document.parts.values()))  # of a programme, its first plan
        self._drawn = choice

        def work() -> object:
            from planner.business_case.pdf import page_pictures

            presentation = _presentation(choice)._replace(is_sent=bool(choice.to))
            return page_pictures(_document_of(kind, state, day, presentation), pixels)

        dialog.preview.say("Making the pages …")

        def succeeded(pages: object) -> None:
            self._on_drawn(pages, pixels)

        self._drawing.start(work, succeeded, self._on_not_drawn)

    def _on_drawn(self, pages: object, pixels_an_inch: float) -> None:
        if self._is_drawn_again() or self._dialog is None or not isinstance(pages, tuple):
            return
        self._dialog.preview.show_pages(pages, pixels_an_inch)

    def _on_not_drawn(self, message: str) -> None:
        if not self._is_drawn_again() and self._dialog is not None:
            self._dialog.preview.say(message)

    def _is_drawn_again(self) -> bool:
        """Whether something else was chosen while the pages were made; then those are made."""
        if self._dialog is None or self._drawn is None or _look(self._dialog.choice) == _look(self._drawn):
            return False
        self._draw()
        return True

    def _forget_dialog(self) -> None:
        self._dialog = None

    # Writing

    def export_to(self, folder: Path, choice: ExportChoice | None = None) -> None:
        """Write what leaves the house, in the usual formats without a choice; nothing while another export runs.

        Each plan of a programme has a business case of its own, in a folder with its short name.
        """
        chosen = choice or ExportChoice()
        if self._work.is_running or self._is_refused() or self._is_record_refused(chosen):
            return
        parts, day, opened = self._parts(folder), today(), self._opened

        def work() -> object:
            from planner.outgoing.export import export_outgoing  # babel and the writers are needed only here

            presentation = _presentation(chosen)
            return _written(
                folder,
                lambda: [
                    export_outgoing(state, each, chosen.formats, day, presentation=presentation, to=chosen.to)
                    for each, state in parts.items()
                ],
            )

        def succeeded(sent: "list[Sent]") -> None:
            for each in sent:
                if each.record is not None and opened == self._opened:
                    self._keep(each.record)
            files = tuple(chain.from_iterable(each.files for each in sent))
            self._on_written(folder, files, _warning_of_briefs(folder))

        self._begin("Writing the business case …")
        self._work.start(work, succeeded, self._on_failed)

    def export_internal_to(self, choice: ExportChoice) -> None:
        """Write what stays in the house; nothing while another export runs."""
        if self._work.is_running:
            return
        parts, day = self._parts(choice.folder), today()

        def work() -> object:
            from planner.brief.export import export_brief
            from planner.exchange.mspdi.export import export_internal_project

            def write() -> tuple[Path, ...]:
                documents = tuple(each for each in choice.formats if each != "mspdi")
                files: list[Path] = []
                for folder, state in parts.items():
                    files += export_brief(state, folder, documents, day, presentation=_presentation(choice))
                    files += (export_internal_project(state, folder),) if "mspdi" in choice.formats else ()
                return tuple(files)

            return _written(choice.folder, write)

        def succeeded(files: tuple[Path, ...]) -> None:
            self._on_written(choice.folder, files, "; they are internal")

        self._begin("Writing the internal documents …")
        self._work.start(work, succeeded, self._on_failed)

    def _parts(self, folder: Path) -> dict[Path, State]:
        """What is exported, by where it goes: a plan that is alone, or each plan of a programme that has dates."""
        parts = self._document.parts.items()
        return {folder / short: state for short, state in parts if state.schedule is not None or not short}

    def _is_record_refused(self, choice: ExportChoice) -> bool:
        """What is sent is recorded in the plan that it is of, and a programme is none."""
        if not choice.to or self._document.programme is None:
            return False
        self._on_failed("What is sent is recorded in a plan. Save, and send from that plan's own file.")
        return True

    def _keep(self, record: SentDocument) -> None:
        """Keep what was sent in the plan, as a step of its own."""
        state = self._document.state
        self._document.apply(f"Record as sent to {record.to}", State(record_sent(state.plan, record), state.schedule))

    def _is_refused(self) -> bool:
        """A business case needs a schedule without faults; say which there are."""
        refusal = self._refusal(is_told=True) if self._document.schedule.assignments else ""
        if refusal:
            self._on_failed(refusal)
        return bool(refusal)

    def _refusal(self, *, is_told: bool) -> str:
        """Why no business case can be written of what is open; blank where it can.

        is_told: whether the broken rules are named.
        """
        if not self._document.schedule.assignments:
            return f"There is no schedule yet. {SOLVE}"
        faults = self._faults()
        if not faults:
            return ""
        if not is_told:
            return f"The schedule breaks rules. {SOLVE}"
        shown = [in_words(each.sentence) for each in faults[:MOST_FAULTS]]
        if len(faults) > MOST_FAULTS:
            shown.append(f"and {len(faults) - MOST_FAULTS} more; see Findings")
        return "\n".join(["The schedule breaks rules:", *shown, f"{SOLVE} Or undo what broke them."])

    def _faults(self) -> list[Finding]:
        return [each for each in check(self._document.state) if each.kind == "fault"]

    def finish(self) -> None:
        """Wait for what is being written or drawn, before the window closes."""
        self._dialog = None
        self._work.finish()
        self._drawing.finish()

    def _begin(self, sentence: str) -> None:
        self.running_changed.emit(True)  # noqa: FBT003 - Qt takes no keyword
        self.told.emit(sentence)

    def _on_written(self, folder: Path, files: tuple[Path, ...], more: str) -> None:
        self._end()
        self.told.emit(f"Wrote {len(files)} file{'' if len(files) == 1 else 's'} to {folder}{more}")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_failed(self, message: str) -> None:
        self._end()
        self.told.emit("Nothing was written.")
        safe = "Your rollout is open as it was; older exports are as they were."
        show_trouble(self._window, Trouble("The files were not written.", safe, message))

    def _end(self) -> None:
        self.running_changed.emit(False)  # noqa: FBT003

    def _on_opened(self) -> None:
        """What is sent of one rollout is not recorded in another."""
        self._opened += 1


def _look(choice: ExportChoice) -> tuple[object, ...]:
    """As much of a choice as its pages show."""
    return choice.paper, choice.template, bool(choice.to), choice.language


def _presentation(choice: ExportChoice) -> Presentation:
    from planner.business_case.letterhead import read_letterhead

    letterhead = read_letterhead(choice.template) if choice.template is not None else Letterhead()
    return Presentation(choice.paper, letterhead, language=choice.language)


def _document_of(kind: Kind, state: State, day: date, presentation: Presentation) -> "FormatFree":
    from planner.brief.export import brief
    from planner.business_case.export import business_case

    return business_case(state, day, presentation) if kind is EXTERNAL else brief(state, day, presentation)


def _written(folder: Path, write: Callable[[], object]) -> object:
    try:
        return write()
    except OSError as error:
        raise ValueError(f"{folder} cannot be written to: {error.strerror or error}.") from None


def _warning_of_briefs(folder: Path) -> str:
    """A folder is easily sent whole."""
    from planner.business_case.writers import internal_files_in

    return "; it also holds internal files: do not send it whole" if internal_files_in(folder) else ""
