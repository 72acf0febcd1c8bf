"""Every dialog of the window brought into sight, for ``tests.screenshots``: menus, palette, help and questions too."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.writer import write_project
from planner.files.journal import Entry
from planner.funding.product_seats import ProductSeats
from planner.plan import State
from planner.seats import keep_product_seats
from tests.files.test_old_and_newer import newer
from tests.pictured_window import DAY, Shot, patiently, settle
from ui.export_dialog import ExportDialog
from ui.file_actions import FileActions
from ui.help.pages import ORDER
from ui.import_dialog import ImportDialog
from ui.main_window import MainWindow
from ui.meeting.meeting_window import MeetingWindow
from ui.recovery.offer import RecoveryOffer
from ui.seats_dialog import SeatsDialog
from ui.timeline.commands import ask_lag
from ui.timeline.links import LinkKey
from ui.timeline.menu import menu_of
from ui.timeline.paper import PageDialog
from ui.timeline.printing import Preview
from ui.timeline.questions import ask_cost, ask_seats
from ui.timeline.view import work_days
from ui.trouble.dialog import TroubleDialog

WRONG = Path(__file__).parent / "samples" / "wrong"
MEETING = 1_366, 768
DIALOG_MILLISECONDS = 200
CARRIED_DAYS = 14
NOT_IN_E5 = {"Azure", "M365 Copilot"}
"""Workloads that Microsoft 365 E5 brings no seats for."""


def menus(window: MainWindow) -> Iterator[Shot]:
    """Those of the menu bar, and the one of the selected phase."""
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            yield from _popped(menu, f"menu-{action.text().replace('&', '').lower()}")
    yield from _popped(menu_of(window.rollout.timeline), "menu-of-a-phase")


def _popped(menu: QMenu, name: str) -> Iterator[Shot]:
    menu.popup(QPoint(40, 40))
    yield name, menu
    menu.close()


def guidance(window: MainWindow) -> Iterator[Shot]:
    """The palette, each page of the help, the legend, and what the program is."""
    for name, typed in (("palette", ""), ("palette-typed", "intune"), ("palette-nothing", "zzzz")):
        window.guidance.open_palette()
        palette = window.guidance.palette
        assert palette is not None
        palette.search.setText(typed)
        yield name, palette
        palette.reject()
    window.guidance.open_help()
    help_ = window.guidance.help
    assert help_ is not None
    for page in ORDER:
        help_.show_page(page)
        yield f"help-{page}", help_
    help_.close()
    for name, open_, dialog in (
        ("legend", window.rollout.show_legend, lambda: window.rollout.legend),
        ("about", window.guidance.open_about, lambda: window.guidance.about),
    ):
        open_()
        shown = dialog()
        assert shown is not None
        yield f"dialog-{name}", shown
        shown.close()


def dialogs(window: MainWindow, phase: str, folder: Path) -> Iterator[Shot]:
    """The others. phase: which one is asked about. folder: for files that dialogs are about."""
    yield from _of_paper(window)
    yield from _exports(window)
    yield from _imports(window, folder)
    yield from _questions(window, phase, folder)
    yield from _seats(window)
    yield from _troubles(window, folder)
    yield from _meeting(window)


def _of_paper(window: MainWindow) -> Iterator[Shot]:
    for verb in ("Save", "Print"):
        dialog = PageDialog(work_days(window.document.state), window.rollout.lanes.grouping, window, verb)
        if verb == "Print":
            dialog.offer("Pre&view …", dialog.accept)
        dialog.show()
        yield f"dialog-{verb.lower()}-timeline", dialog
        dialog.close()
    preview = Preview(window.document.plan, window.document.schedule, dialog.setup, window)
    preview.show()
    settle(1_000)
    yield "dialog-print-preview", preview
    preview.close()


def _exports(window: MainWindow) -> Iterator[Shot]:
    for name, action in (("export", window.actions_.export), ("export-internal", window.actions_.export_internal)):
        action.trigger()
        dialog = window.findChildren(ExportDialog)[-1]
        patiently(dialog.preview.later.isEnabled)
        yield f"dialog-{name}", dialog
        dialog.reject()


def _imports(window: MainWindow, folder: Path) -> Iterator[Shot]:
    """A workbook, whose columns are mapped, and a project of the same plan, whose second task is called otherwise."""
    plan = window.document.plan
    book, first = Workbook(), plan.phases[0]
    book.worksheets[0].title = "Waves"
    for row in (
        ["id", "name", "workload", "days", "cost", "People"],
        [first.id, f"{first.name}, renamed", first.workload, 10, 20_000, 250],
        ["NEW1", "Wave of the branches", first.workload, 15, 12_000, 300],
    ):
        book.worksheets[0].append(row)
    book.save(folder / "waves.xlsx")
    project = internal_project(window.document.state)
    tasks = (project.tasks[0], project.tasks[1]._replace(name="Renamed in Project"), *project.tasks[2:])
    (folder / "rollout.xml").write_bytes(write_project(project._replace(tasks=tasks)))
    for name, file in (("import-workbook", "waves.xlsx"), ("import-project", "rollout.xml")):
        asked: list[ImportDialog] = []
        window.importing.asked.connect(asked.append)
        window.importing.read(folder / file)
        patiently(lambda: bool(asked) and asked[0].preview is not None)  # noqa: B023 - called before the next one
        window.importing.asked.disconnect(asked.append)
        yield f"dialog-{name}", asked[0]
        asked[0].reject()


def _questions(window: MainWindow, phase: str, folder: Path) -> Iterator[Shot]:
    """What waits for an answer, file choosers among it."""
    view, files, plan = window.rollout.timeline, window.files, window.document.plan
    link = plan.dependencies[0]
    view.select_link(LinkKey(link.predecessor, link.successor, link.type))
    saved = folder / "saved.rollout"
    window.document.save(saved)
    window.plan_actions.add("phase")
    yield "edit-new-phase", window
    asking: tuple[tuple[str, Callable[[], object]], ...] = (
        ("waves", lambda: ask_seats(view, phase, plan.phase[phase].seats)),
        ("cost", lambda: ask_cost(view, phase, 24, (34_000, 40_800), plan.currency)),
        ("lag", lambda: ask_lag(view)),
        ("unsaved", files.may_discard),
        ("replace", lambda: _may_overwrite(files, saved)),
        ("changed-on-disk", lambda: _save_what_others_changed(files, saved)),
        ("newer-file", lambda: files.open_path(_newer(folder))),
        ("choose-to-open", lambda: _open(window)),
        ("choose-to-save", files.save_as),
        ("choose-to-import", window.importing.choose),
        ("choose-to-link", lambda: window.attaching.choose(("credit", plan.credits[0].id))),
        ("choose-reports", window.measuring.choose),
    )
    for name, ask in asking:
        yield from _answered(name, ask)
    window.document.undo_stack.undo()


def _may_overwrite(files: FileActions, file: Path) -> bool:
    return files._may_overwrite(file)  # noqa: SLF001 - asked only after a file chooser


def _open(window: MainWindow) -> None:
    """Without the question for what is not saved."""
    window.document.undo_stack.setClean()
    window.files.open()


def _save_what_others_changed(files: FileActions, file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\n")
    files.save()


def _newer(folder: Path) -> Path:
    file = folder / "newer.rollout"
    file.write_bytes(newer())
    return file


def _answered(name: str, ask: Callable[[], object]) -> Iterator[Shot]:
    """A dialog that waits for an answer, which is given as soon as its picture is taken."""
    pictures: list[QWidget] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            pictures.append(_still(dialog))
            dialog.close()

    QTimer.singleShot(DIALOG_MILLISECONDS, look)
    ask()
    for still in pictures:
        yield f"dialog-{name}", still


def _still(widget: QWidget) -> QWidget:
    """A widget that shows what another one does now."""
    still = QLabel()
    still.setPixmap(widget.grab())
    still.resize(widget.size())  # adjusting its size would keep within a part of the screen
    return still


def _seats(window: MainWindow) -> Iterator[Shot]:
    plan = window.document.plan
    workloads = tuple(dict.fromkeys(phase.workload for phase in plan.phases if phase.workload not in NOT_IN_E5))
    fact = ProductSeats(product="Microsoft 365 E5", seats=4_500, workloads=workloads)
    window.document.apply_plan("Tell of seats", keep_product_seats(plan, fact))
    dialog = SeatsDialog(window.document, fact.product, window)
    dialog.show()
    dialog.seats.setText("4,000")
    patiently(dialog.accept_button.isEnabled)
    yield "dialog-seats", dialog
    dialog.reject()
    window.document.undo_stack.undo()


def _troubles(window: MainWindow, folder: Path) -> Iterator[Shot]:
    """A file that is none, a second one while the first is told of, and what a crash left behind."""
    for name, wrong in (("trouble", "cost-negative.rollout"), ("troubles", "empty.rollout")):
        window.files.open_path(Path(shutil.copy(WRONG / wrong, folder / wrong)))
        dialog = window.findChildren(TroubleDialog)[-1]
        yield f"dialog-{name}", dialog
    dialog.close()
    when = datetime(DAY.year, DAY.month, DAY.day, 17, 42)  # noqa: DTZ001 - the user's own clock
    left = Entry(folder / "saved.rollout", when, 12, "Move the pilot", window.document.state)
    never = Entry(None, when, 1, "Add phase", State(window.document.plan))
    offer = RecoveryOffer(((folder / "1.journal", left), (folder / "2.journal", never)), window)
    offer.show()
    yield "dialog-recovery", offer
    offer.close()


def _meeting(window: MainWindow) -> Iterator[Shot]:
    """What the account team sees, then its first phase in the hand."""
    meeting = MeetingWindow(window.document, DAY)
    meeting.resize(*MEETING)
    meeting.show()
    yield "meeting", meeting
    page, carried = meeting.pages[0], meeting.view.work[0].id
    begin = page.place(carried).toPoint()
    end = begin + QPoint(round(CARRIED_DAYS * page.day_width), 0)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, pos=begin)
    for position in ((begin + end) / 2, end):
        QTest.mouseMove(page, position)
    yield "meeting-dragged", meeting
    QTest.keyClick(meeting, Qt.Key.Key_Escape)
    meeting.close()
