from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from planner.funding.claim_rules import broken_rules
from planner.plan import State
from solver.claims import settle
from tests.ui.timeline.conftest import Desk
from ui.timeline.drag import sentence

MONDAY = date(2027, 3, 1)


def is_moving(desk: Desk) -> bool:
    return desk.timeline.proposal is not None


def test_that_a_drag_is_one_step_and_undo_leads_back_to_the_same_value(desk: Desk) -> None:
    before = desk.document.state
    desk.drag("P2", MONDAY)
    assert (desk.start("P2"), desk.document.undo_stack.count()) == (MONDAY, 1)
    assert desk.document.undo_stack.text(0) == "Move P2 Phase P2"
    desk.document.undo_stack.undo()
    assert desk.document.state is before


def test_that_a_drop_pins_the_phase_and_the_pin_is_drawn(desk: Desk) -> None:
    desk.drag("P2", MONDAY)
    assert [(pin.phase, pin.start) for pin in desk.plan.pins] == [("P2", MONDAY)]
    assert desk.bar("P2").is_pinned
    assert not desk.bar("P1").is_pinned


def test_that_a_drag_back_to_its_start_is_no_step(desk: Desk) -> None:
    before = desk.document.state
    desk.take("P2", MONDAY)
    where = desk.on_day("P2", desk.start("P2"))
    desk.move(where)
    desk.release(where)
    assert desk.document.state is before
    assert desk.document.undo_stack.count() == 0


def test_that_a_click_selects_and_moves_nothing(desk: Desk) -> None:
    where = desk.on_day("P2", desk.start("P2"))
    desk.press(where)
    desk.release(where)
    assert desk.selection.selected == ("phase", "P2")
    assert desk.document.undo_stack.count() == 0


def test_that_escape_changes_nothing(desk: Desk) -> None:
    before = desk.document.state
    where = desk.take("P2", MONDAY)
    assert is_moving(desk)
    desk.key(Qt.Key.Key_Escape)
    assert not is_moving(desk)
    desk.release(where)
    assert desk.document.state is before


def test_that_a_day_off_gives_way_to_the_next_working_day(desk: Desk) -> None:
    desk.drag("P3", date(2027, 5, 8))
    assert desk.start("P3") == date(2027, 5, 10)


def test_that_successors_are_pushed_and_shown_as_ghosts(desk: Desk) -> None:
    where = desk.take("P2", date(2027, 4, 26))
    assert desk.timeline.proposal is not None
    assert [ghost.phase for ghost in desk.timeline.proposal.ghosts] == ["P2", "P3"]
    desk.release(where)
    assert desk.start("P3") == date(2027, 5, 10)


def test_that_a_drop_that_breaks_a_link_is_refused_where_nobody_is_to_be_pushed(desk: Desk) -> None:
    before = desk.document.state
    desk.rollout.set_pushes_successors(False)
    where = desk.take("P2", date(2027, 4, 26))
    proposal = desk.timeline.proposal
    assert proposal is not None
    assert proposal.is_refused
    assert proposal.broken == "P3 starts 2027-05-03, 5 working days too early after P2 (FS)"
    desk.release(where)
    assert desk.document.state is before


def test_that_a_drag_that_breaks_a_rule_says_which_and_loses_what_the_accountant_says(desk: Desk, qtbot: QtBot) -> None:
    present = desk.document.schedule
    for _ in range(5):
        desk.rollout.zoom_out()  # so that the end of June is in sight
    where = desk.take("P3", date(2027, 6, 28))
    proposal = desk.timeline.proposal
    assert proposal is not None
    assert sentence(proposal) == "after C1 expires on 30 Jun: up to −10,000"
    qtbot.waitUntil(lambda: desk.timeline.proposal is not None and not desk.timeline.proposal.is_at_least)
    settled = desk.timeline.proposal
    assert settled is not None
    placed = {each.phase: each for each in settled.moved.assignments}
    codes = [broken.code for broken in broken_rules(desk.plan, placed, present.claims)]
    assert codes[0] == "WINDOW"
    best = settle(desk.plan, settled.moved.assignments)
    assert settled.money_after == sum(claim.amount for claim in best)
    assert sentence(settled) == "after C1 expires on 30 Jun: −10,000"
    desk.release(where)
    assert desk.document.schedule.claims == best


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2027, 1, 29), date(2027, 2, 1)),
        (date(2027, 1, 26), date(2027, 1, 26)),
        (date(2027, 6, 12), date(2027, 6, 10)),
        (date(2027, 6, 8), date(2027, 6, 8)),
        (date(2027, 6, 15), date(2027, 6, 15)),
    ],
)
def test_that_a_start_that_earns_nothing_is_drawn_to_a_near_one_that_does(desk: Desk, day: date, start: date) -> None:
    desk.take("P3", day)
    proposal = desk.timeline.proposal
    assert proposal is not None
    assert proposal.ghosts[0].start == start


def test_that_the_last_start_that_earns_leaves_time_for_proof(desk: Desk) -> None:
    desk.drag("P3", date(2027, 6, 11))
    assert [claim.phase for claim in desk.document.schedule.claims] == ["P1", "P2", "P3"]


def test_that_an_undo_during_a_drag_ends_it(desk: Desk) -> None:
    desk.drag("P2", MONDAY)
    where = desk.take("P3", date(2027, 6, 28))
    desk.document.undo_stack.undo()
    after = desk.document.state
    desk.release(where)
    assert desk.document.state is after


def test_that_a_link_is_drawn_from_the_ring_of_a_bar_to_another_bar(desk: Desk, qtbot: QtBot) -> None:
    ring, target = desk.ring("P1"), desk.on_day("P3", desk.start("P3"))
    with qtbot.waitSignal(desk.rollout.link_drawn) as drawn:
        desk.press(ring)
        desk.move(target)
        desk.release(target)
    assert drawn.args == ["P1", "P3"]
    assert desk.document.undo_stack.count() == 0


@pytest.mark.parametrize("target", ["P1", "P2"])
def test_that_a_link_that_closes_a_circle_is_refused_while_it_is_drawn(desk: Desk, qtbot: QtBot, target: str) -> None:
    ring, where = desk.ring("P3"), desk.on_day(target, desk.start(target))
    with qtbot.assertNotEmitted(desk.rollout.link_drawn):
        desk.press(ring)
        desk.move(where)
        assert desk.timeline.link_refusal == f"P3 already waits for {target}: a circle"
        desk.release(where)


def test_that_a_link_let_go_beside_every_bar_is_none(desk: Desk, qtbot: QtBot) -> None:
    ring = desk.ring("P1")
    with qtbot.assertNotEmitted(desk.rollout.link_drawn):
        desk.press(ring)
        desk.move(ring + QPoint(0, 200))
        desk.release(ring + QPoint(0, 200))


def test_that_the_sample_can_be_dragged(sample: State, show_state: Callable[[State], Desk]) -> None:
    assert sample.schedule is None, "the sample comes unsolved: nothing to drag, and nothing breaks"
    desk = show_state(sample)
    desk.press(QPoint(40, 200))
    desk.move(QPoint(90, 200))
    desk.release(QPoint(90, 200))
    assert desk.document.undo_stack.count() == 0


def test_that_a_drag_beyond_the_edge_brings_later_days_into_sight(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(4):
        desk.rollout.zoom_in()
    across = desk.timeline.horizontalScrollBar()
    across.setValue(0)
    last = desk.timeline.day_at(desk.timeline.viewport().width())
    desk.press(desk.on_day("P1", desk.start("P1")))
    beyond = QPoint(desk.timeline.viewport().width() + 40, desk.on_day("P1", desk.start("P1")).y())
    desk.move(beyond - QPoint(60, 0))
    desk.move(beyond)
    qtbot.waitUntil(lambda: desk.timeline.proposal is not None and desk.timeline.proposal.ghosts[0].start > last)
    desk.key(Qt.Key.Key_Escape)
    stood = across.value()
    qtbot.wait(100)
    assert across.value() == stood


def test_that_keys_move_the_selected_phase_by_working_days_in_one_step(desk: Desk) -> None:
    before = desk.document.state
    desk.selection.select(("phase", "P3"))
    for _ in range(5):
        desk.rollout.nudge(1)
    assert desk.start("P3") == date(2027, 5, 10)
    assert desk.document.undo_stack.count() == 1
    for _ in range(5):
        desk.rollout.nudge(-1)
    assert desk.document.state == before
    assert desk.document.undo_stack.count() == 0


def test_that_keys_move_nothing_where_that_is_refused_and_say_why(desk: Desk) -> None:
    told: list[str] = []
    desk.rollout.told.connect(told.append)
    desk.rollout.set_pushes_successors(False)
    desk.selection.select(("phase", "P1"))
    desk.rollout.nudge(1)
    assert desk.document.undo_stack.count() == 0
    assert told[0].startswith("P1: P2 starts")
