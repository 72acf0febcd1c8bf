"""What is open: a State, the file it came from, and the way back through every edit."""

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from planner.files import read, write
from planner.files.programme_file import OpenProgramme, is_programme, read_programme, save_programme
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.programme import Programme, split
from planner.rollout.schedule import Claim, Schedule
from planner.unknown import followed
from ui.change_command import Change
from ui.settled import settled_at_once


class Document(QObject):
    """The State that all views show, and the only place that changes it.

    Signals:
        changed(before, after): the State is another one; views compare parts with ``is`` and redraw only those.
        file_changed(): path or saved-ness changed.
        steps_changed(): a step was made, undone or done again.
        opened(): another rollout takes the place of the one before; told before its State.
        refused(sentence): an edit that belongs to no plan of a programme was not made.
    """

    changed = Signal(object, object)
    file_changed = Signal()
    steps_changed = Signal()
    opened = Signal()
    refused = Signal(str)

    def __init__(self, state: State, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._path = path
        self._opened: OpenProgramme | None = None
        self._is_leaping = False
        self._unsettled: dict[int, Schedule] = {}
        self._better: dict[int, tuple[Schedule, Schedule]] = {}
        self._stamp = _stamp(path)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.cleanChanged.connect(self.file_changed)
        self.undo_stack.indexChanged.connect(self.steps_changed)

    @property
    def state(self) -> State:
        return self._state

    @property
    def plan(self) -> Plan:
        return self._state.plan

    @property
    def schedule(self) -> Schedule:
        """The schedule; an empty one while there is none."""
        return self._state.schedule or Schedule(())

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def programme(self) -> Programme | None:
        """The programme that is open: the plan is that of all its plans. None while a plan is open."""
        return None if self._opened is None else self._opened.programme

    @property
    def plan_files(self) -> tuple[Path, ...]:
        """The files that saving may write: the one that is open, or those of a programme's plans."""
        if self._opened is not None:
            return tuple(map(self._opened.file, self._opened.states))
        return () if self._path is None else (self._path,)

    @property
    def parts(self) -> dict[str, State]:
        """The plans of a programme as they would be saved, by short name; of a plan, the plan itself without a name."""
        if self._opened is None:
            return {"": self._state}
        return split(self._opened.programme, self._opened.states, self._opened.together, self._state)

    @property
    def is_saved(self) -> bool:
        return self.undo_stack.isClean()

    @property
    def is_changed_on_disk(self) -> bool:
        """Whether somebody else wrote the file since it was opened or saved here; one that is gone was not written.

        A programme says so itself when it is saved, of all its files, and writes none of them.
        """
        if self._opened is not None:
            return False
        present = _stamp(self._path)
        return present is not None and present != self._stamp

    @property
    def is_settled(self) -> bool:
        """Whether no better claims are known to be possible for the present dates."""
        return id(self._state.schedule) not in self._unsettled

    def apply(self, text: str, after: State, merge_key: str | None = None) -> None:
        """Make one undoable step to another State, its claims settled for its dates. A step to the same is none."""
        refusal = self.refusal(after)
        if refusal:
            self.refused.emit(refusal)
            return
        known = self.schedule.claims if after.schedule is None else after.schedule.claims or self.schedule.claims
        settled, is_best = settled_at_once(after, known)
        if settled.schedule is not None:
            settled = settled._replace(schedule=followed(self._state.schedule, settled.schedule))
        if settled == self._state:
            return
        if not is_best and settled.schedule is not None:
            self._unsettled[id(settled.schedule)] = settled.schedule
        self.undo_stack.push(Change(self, text, self._state, settled, merge_key))

    def settle(self, schedule: Schedule, claims: tuple[Claim, ...]) -> None:
        """Take these as the best claims for a schedule's dates, in every step that leads to it; that is no step itself.

        Does nothing if the schedule is not one that waits for its best claims.
        """
        better = followed(schedule, Schedule(schedule.assignments, claims))
        if self._unsettled.pop(id(schedule), None) is None or better == schedule:
            return
        self._better[id(schedule)] = schedule, better
        if self._state.schedule is schedule:
            if self.is_saved:
                self.undo_stack.resetClean()  # the file holds the claims from before
            self.show_state(self._state)

    def refusal(self, after: State) -> str:
        """Why a step to that State cannot be made in a programme: it belongs to none of its plans; else blank."""
        if self._opened is None:
            return ""
        opened = self._opened
        try:
            split(opened.programme, opened.states, opened.together, after)
        except PlanError as error:
            return " ".join(f"{fault.sentence} {fault.remedy}".strip() for fault in error.faults[:1])
        return ""

    def apply_plan(self, text: str, plan: Plan, merge_key: str | None = None) -> None:
        """As ``apply``, with another plan under the present dates. Dates of phases and options that are gone go too."""
        self.apply(text, State(plan, fitting_schedule(plan, self._state.schedule)), merge_key)

    def show_state(self, state: State) -> None:
        """Show a State without a step of its own; for undo commands only."""
        known = self._better.get(id(state.schedule))
        before, self._state = self._state, state if known is None else State(state.plan, known[1])
        if not self._is_leaping:
            self.changed.emit(before, self._state)

    def go_to(self, step: int) -> None:
        """Undo or redo until so many steps are done; views are told once, of the State in which that ends."""
        before, self._is_leaping = self._state, True
        try:
            self.undo_stack.setIndex(max(0, min(step, self.undo_stack.count())))
        finally:
            self._is_leaping = False
        if self._state is not before:
            self.changed.emit(before, self._state)

    def open(self, path: Path) -> None:
        """Show the rollout or programme in a file. Raises PlanError and keeps what is open if it cannot be read."""
        opened = read_programme(path) if is_programme(path) else None
        self.replace(read(path) if opened is None else opened.together, path, opened)

    def replace(self, state: State, path: Path | None, opened: OpenProgramme | None = None) -> None:
        """Show another rollout from its beginning: no step leads back to the one before.

        opened: the programme that the State is the joined plan of, if it is one.
        """
        before, self._state, self._path, self._stamp = self._state, state, path, _stamp(path)
        self._opened = opened
        self._unsettled, self._better = {}, {}
        self.undo_stack.clear()
        self.undo_stack.setClean()
        self.opened.emit()
        self.changed.emit(before, state)
        self.file_changed.emit()

    def save(self, path: Path) -> None:
        """Write the file whole, or keep the old one; of a programme, the files of its plans, all or none.

        Raises PlanError if they cannot be written.
        """
        if self._opened is None:
            write(self._state, path)
        else:
            self._opened = save_programme(self._opened, self._state)
        self._path, self._stamp = path, _stamp(path)
        self.undo_stack.setClean()
        self.file_changed.emit()

    def restore(self, state: State, path: Path | None) -> None:
        """Show work that was never saved, as one step from what its file holds, or from nothing where there is none."""
        if path is not None and is_programme(path):
            self._restore_programme(state, path)
            return
        saved = _readable(path)
        self.replace(state if saved is None else saved, path)
        if saved is not None:
            self.apply("Restore unsaved work", state)
        else:
            self.undo_stack.resetClean()

    def _restore_programme(self, state: State, path: Path) -> None:
        """As ``restore``; where its plans have become others, the work is a rollout of its own that has no file."""
        try:
            opened = read_programme(path)
        except PlanError:
            opened = None
        if opened is not None:
            self.replace(opened.together, path, opened)
            if not self.refusal(state):
                self.apply("Restore unsaved work", state)
                return
        self.replace(state, None)
        self.undo_stack.resetClean()


Stamp = tuple[int, int, int]


def _stamp(path: Path | None) -> Stamp | None:
    """What tells one writing of a file from the next; None where there is no file."""
    try:
        found = path.stat() if path is not None else None
    except (OSError, ValueError):
        return None
    return None if found is None else (found.st_ino, found.st_size, found.st_mtime_ns)


def _readable(path: Path | None) -> State | None:
    """The rollout in a file; None if there is none that can be read."""
    try:
        return None if path is None else read(path)
    except PlanError:
        return None


def fitting_schedule(plan: Plan, schedule: Schedule | None) -> Schedule | None:
    """The schedule without what the plan no longer has."""
    if schedule is None:
        return None
    assignments = tuple(
        each
        for each in schedule.assignments
        if each.phase in plan.phase and plan.phase[each.phase].option(each.option) is not None
    )
    claims = tuple(claim for claim in schedule.claims if claim.phase in plan.phase and claim.credit in plan.credit)
    return replace(schedule, assignments=assignments, claims=claims)
