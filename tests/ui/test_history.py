"""Whatever is done to a document, in whatever order: its laws hold, and undo and files lead back to the same value.

``LAUNCHWINDOW_HISTORIES`` says how many histories of twelve steps are tried; ``make soak`` tries a thousand.
"""

import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from planner.checks import check
from planner.files import encode, parse, read
from planner.files.journal import Entry, read_entry, write_entry
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from planner.scenarios import free_name, is_same_rollout, keep_scenario, promote_scenario
from solver.claims import settle
from solver.settings import Settings
from solver.solve import solve
from tests.small_plans import small_plans
from tests.test_edits import some_edits
from tests.unknown import marked
from ui.document import Document
from ui.fields.editing import edit
from ui.file_actions import empty_plan
from ui.timeline.drag import dropped, grab, propose_start

HISTORIES = int(os.environ.get("LAUNCHWINDOW_HISTORIES", "40"))
DAYS = st.integers(-5, 12)
MOST_SCENARIOS = 3
MOMENT = datetime(2027, 1, 25, 9, 30)  # noqa: DTZ001 - the machine's own clock


class History(RuleBasedStateMachine):
    """A document beside the plainest model of one: a list of States and the place of the present one."""

    @initialize(plan=small_plans())
    def begin(self, plan: Plan) -> None:
        self.folder = Path(tempfile.mkdtemp())
        plan = marked(plan)
        self.document = Document(State(plan, solve(plan, Settings(workers=1)).schedule))
        self.past, self.place = [self.document.state], 0
        self.saved: State | None = None
        self.drags = 0

    def teardown(self) -> None:
        stack = self.document.undo_stack
        for _ in range(self.place):
            stack.undo()
        assert self.document.state == self.past[0]
        for _ in self.past[1:]:
            stack.redo()
        assert self.document.state == self.past[-1]
        shutil.rmtree(self.folder)

    def follow(self) -> None:
        """Note the step that was made, if one was."""
        if self.document.state is not self.past[self.place]:
            self.past[self.place + 1 :] = [self.document.state]
            self.place += 1

    @rule(drawing=st.data())
    def change_the_plan(self, drawing: st.DataObject) -> None:
        made = drawing.draw(some_edits(self.document.plan))
        edit(self.document, "Change", lambda state: made(state.plan))
        self.follow()

    @rule()
    def solve_and_accept(self) -> None:
        plan = self.document.plan
        result = solve(plan, Settings(workers=1, time_limit=5), hint=self.document.state.schedule)
        if result.schedule is not None:
            self.document.apply("Accept schedule", State(plan, result.schedule))
            self.follow()

    @rule(plan=small_plans())
    def create(self, plan: Plan) -> None:
        """Begin another rollout: no step leads back to the one before."""
        self.document.replace(State(plan), None)
        self.past, self.place, self.saved = [self.document.state], 0, None
        assert self.document.is_saved

    @precondition(lambda self: len(self.document.plan.scenarios) < MOST_SCENARIOS)
    @rule()
    def keep_as_scenario(self) -> None:
        before = self.document.state
        name = free_name(before.plan, "Other")
        edit(
            self.document, "Keep scenario", lambda state: State(keep_scenario(state.plan, name, state), state.schedule)
        )
        assert self.document.plan.scenarios[-1].name == name
        assert is_same_rollout(self.document.plan, before.plan)
        self.follow()

    @precondition(lambda self: self.document.plan.scenarios)
    @rule(drawing=st.data())
    def promote(self, drawing: st.DataObject) -> None:
        """What was at work takes the scenario's place, so that promoting that one leads back."""
        before = self.document.state
        name = drawing.draw(st.sampled_from([each.name for each in before.plan.scenarios]))
        edit(self.document, f"Promote {name}", lambda state: promote_scenario(state, name))
        (former,) = {each.name: each for each in self.document.plan.scenarios}.keys() - {
            each.name for each in before.plan.scenarios
        }
        again = promote_scenario(self.document.state, former)
        assert without_scenarios(again) == without_scenarios(before)
        self.follow()

    @rule()
    def crash_and_recover(self) -> None:
        """Whatever is open is in the journal, and comes back as one step from what its file holds."""
        entry_file, present, path = self.folder / "one.journal", self.document.state, self.document.path
        write_entry(entry_file, Entry(path, MOMENT, self.place, "", present))
        entry = read_entry(entry_file)
        assert entry is not None
        self.document = Document(State(empty_plan(present.plan.start)))
        self.document.restore(entry.state, entry.path)
        assert self.document.state == present
        on_disk = None if path is None else self.saved
        known = [] if on_disk is None or on_disk == present else [on_disk]
        self.past, self.place = [*known, self.document.state], len(known)
        assert self.document.is_saved == (on_disk == present)

    @precondition(lambda self: self.document.schedule.assignments)
    @rule(drawing=st.data(), moves=st.lists(DAYS, min_size=1, max_size=3), pushes=st.booleans(), returns=st.booleans())
    def drag(self, drawing: st.DataObject, moves: list[int], *, pushes: bool, returns: bool) -> None:
        """Drops of a bar under one key are one step, or none if it comes back."""
        before, self.drags = self.document.state, self.drags + 1
        phase = drawing.draw(st.sampled_from([each.phase for each in self.document.schedule.assignments]))
        for days in moves:
            self.drop(phase, days, pushes=pushes)
        if returns:
            self.document.apply(f"Move {phase}", before, merge_key=f"drag {self.drags}")
        if self.document.state == before:
            self.past[self.place] = self.document.state
            if self.document.state is not before:  # steps were made and merged away; what could be redone is gone
                del self.past[self.place + 1 :]
        else:
            self.follow()

    def drop(self, phase: str, days: int, *, pushes: bool) -> None:
        present = self.document.schedule.assignment(phase)
        assert present is not None
        held = grab(self.document.state, phase, present.start, pushes=pushes)
        proposal = propose_start(held, present.start + timedelta(days=days))
        if proposal.is_moved and not proposal.is_refused:
            self.document.apply(f"Move {phase}", dropped(held, proposal), merge_key=f"drag {self.drags}")

    def arrive(self, place: int) -> None:
        """The State of another place; a drag that came back may have left an equal one there."""
        assert self.document.state == self.past[place]
        self.past[place], self.place = self.document.state, place

    @precondition(lambda self: self.place > 0)
    @rule()
    def undo(self) -> None:
        self.document.undo_stack.undo()
        self.arrive(self.place - 1)

    @precondition(lambda self: self.place < len(self.past) - 1)
    @rule()
    def redo(self) -> None:
        self.document.undo_stack.redo()
        self.arrive(self.place + 1)

    @rule()
    def save(self) -> None:
        self.document.save(self.folder / "plan.rollout")
        self.saved = self.document.state
        assert self.document.is_saved

    @precondition(lambda self: self.saved is not None)
    @rule()
    def load(self) -> None:
        self.document.open(self.folder / "plan.rollout")
        assert self.document.state == self.saved
        self.past, self.place = [self.document.state], 0

    @rule(rubbish=st.binary(max_size=20))
    def load_rubbish(self, rubbish: bytes) -> None:
        bad = self.folder / "bad.rollout"
        bad.write_bytes(rubbish)
        before = self.document.state
        try:
            self.document.open(bad)
        except PlanError:
            assert self.document.state is before
        else:
            raise AssertionError(rubbish)

    @invariant()
    def it_is_where_the_model_is(self) -> None:
        assert self.document.state is self.past[self.place]
        assert self.document.undo_stack.index() == self.place
        assert self.document.undo_stack.count() == len(self.past) - 1

    @invariant()
    def its_laws_hold(self) -> None:
        assert invariant_faults(self.document.state) == ()

    @invariant()
    def its_claims_are_the_best_and_keep_every_claim_rule(self) -> None:
        plan, schedule = self.document.state
        if schedule is not None:
            found = check(self.document.state, settle(plan, schedule.assignments))
            assert not [each for each in found if each.code.startswith("CLAIM")]

    @invariant()
    def its_file_is_itself(self) -> None:
        assert parse(encode(self.document.state)) == self.document.state

    @invariant()
    def what_is_said_to_be_saved_is(self) -> None:
        if self.document.is_saved and self.document.path is not None:
            assert read(self.folder / "plan.rollout") == self.document.state


def without_scenarios(state: State) -> State:
    return State(replace(state.plan, scenarios=()), state.schedule)


@pytest.mark.usefixtures("qapp")
def test_that_every_history_of_edits_drags_solves_undo_and_files_keeps_all_laws() -> None:
    run_state_machine_as_test(History, settings=settings(max_examples=HISTORIES, stateful_step_count=12))
