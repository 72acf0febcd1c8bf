"""Claims that an edit cannot wait for: valid at once, the best behind the window, without a step of their own."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

import ui.settled
from planner.funding.claim_rules import broken_rules
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from solver.claims import settle
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment
from ui.document import Document
from ui.main_window import MainWindow
from ui.settling import Settling

WAIT = 20_000


def a_state() -> State:
    """Two phases, of which the claims that are known pay only one."""
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit("C1"), a_credit("C2")))
    return State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2")), (Claim("P1", "C1", 10_000),)))


@pytest.fixture(autouse=True)
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every plan is too large to be settled at once."""
    monkeypatch.setattr(ui.settled, "MOST_PHASES_TO_SOLVE", 0)


@pytest.fixture
def document(qtbot: QtBot) -> Document:  # noqa: ARG001 - Qt's signals need its application
    return Document(a_state())


@pytest.fixture
def settling(document: Document) -> Iterator[Settling]:
    made = Settling(document)
    yield made
    made.finish()


def renamed(document: Document, name: str = "Other") -> State:
    return State(replace(document.plan, name=name), document.schedule)


def ended(qtbot: QtBot, settling: Settling) -> None:
    qtbot.waitUntil(lambda: not settling.is_running, timeout=WAIT)


def test_that_an_edit_keeps_claims_that_hold_and_drops_those_that_do_not(document: Document) -> None:
    document.apply("Rename", renamed(document))
    assert document.schedule.claims == a_state().schedule.claims  # type: ignore[union-attr]
    assert not document.is_settled
    late = an_assignment(document.plan, "P1", START.replace(year=START.year + 1))
    document.apply("Move P1", State(document.plan, Schedule((late, document.schedule.assignments[1]))))
    assert document.schedule.claims == ()
    assert broken_rules(document.plan, document.schedule.placed, document.schedule.claims) == ()


def test_that_the_best_claims_come_behind_the_window_and_make_no_step(
    document: Document, settling: Settling, qtbot: QtBot
) -> None:
    told: list[str] = []
    settling.told.connect(told.append)
    document.apply("Rename", renamed(document))
    assert settling.is_running
    ended(qtbot, settling)
    assert document.schedule.claims == settle(document.plan, document.schedule.assignments)
    assert len(document.schedule.claims) > 1
    assert document.is_settled
    assert document.undo_stack.count() == 1
    assert told[-1].startswith("The best claims are found: +")
    document.undo_stack.undo()
    assert document.state == a_state()
    document.undo_stack.redo()
    assert document.schedule.claims == settle(document.plan, document.schedule.assignments)


def test_that_an_edit_meanwhile_is_what_is_settled(document: Document, settling: Settling, qtbot: QtBot) -> None:
    document.apply("Rename", renamed(document))
    document.apply("Less", State(replace(document.plan, credits=(a_credit("C1"), a_credit("C2", face=10))), None))
    document.apply("Dates", State(document.plan, a_state().schedule))
    ended(qtbot, settling)
    assert document.schedule.claims == settle(document.plan, document.schedule.assignments)
    document.undo_stack.setIndex(1)
    assert settling.is_running
    ended(qtbot, settling)
    assert document.schedule.claims == settle(document.plan, document.schedule.assignments)


def test_that_claims_for_a_schedule_that_waits_for_none_are_ignored(document: Document) -> None:
    before = document.state
    document.settle(document.schedule, ())
    assert document.state is before


def test_that_what_was_saved_before_its_best_claims_were_known_is_to_be_saved_again(
    document: Document, settling: Settling, qtbot: QtBot
) -> None:
    document.apply("Rename", renamed(document))
    document.undo_stack.setClean()
    ended(qtbot, settling)
    assert not document.is_saved


def test_that_claims_that_cannot_be_settled_stay_and_are_told(
    document: Document, settling: Settling, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> tuple[Claim, ...]:
        raise MemoryError

    monkeypatch.setattr("solver.claims.settle", broken)
    told: list[str] = []
    settling.told.connect(told.append)
    document.apply("Rename", renamed(document))
    ended(qtbot, settling)
    assert document.schedule.claims == a_state().schedule.claims  # type: ignore[union-attr]
    assert "those shown keep every rule" in told[-1]


def test_that_the_window_settles_and_closes_while_it_does(window: MainWindow) -> None:
    document = window.document
    document.apply("Rename", renamed(document))
    assert window.settling.is_running
