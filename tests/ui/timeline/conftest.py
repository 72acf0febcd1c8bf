"""A window part on a small rollout, with its claims settled, and what a hand does to it."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.picture.layout import Bar, Box
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from solver.claims import settle
from tests.builders import a_credit, a_partner, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from ui.document import Document
from ui.selection import Selection
from ui.timeline.overlay import handle_point
from ui.timeline.rollout_view import RolloutView
from ui.timeline.view import TimelineView

LEFT = Qt.MouseButton.LeftButton


def a_rollout() -> State:
    """P1 in February, P2 right behind it, P3 in May; C1, approved on 1 February, pays half of each until 30 June."""
    credit = a_credit(window=DateRange(date(2027, 2, 1), date(2027, 6, 30)), request_date=date(2027, 2, 1))
    plan = a_plan(
        phases=tuple(a_phase(name) for name in ("P1", "P2", "P3")),
        partners=(a_partner(teams=3),),
        credits=(credit,),
        dependencies=(
            Dependency(predecessor="P1", successor="P2"),
            Dependency(predecessor="P2", successor="P3"),
        ),
    )
    starts = {"P1": date(2027, 2, 1), "P2": date(2027, 2, 15), "P3": date(2027, 5, 3)}
    assignments = tuple(an_assignment(plan, name, start) for name, start in starts.items())
    return State(plan, Schedule(assignments, settle(plan, assignments)))


def a_rollout_of_choices() -> State:
    """The same, but P3 can be delivered by FastTrack as well, and there are two regions."""
    plan, schedule = a_rollout()
    third = replace(plan.phases[2], options=(by_partner(), by_fasttrack()))
    regions = (Region("EMEA", Calendar()), Region("APAC", Calendar()))
    return State(replace(plan, phases=(*plan.phases[:2], third), regions=regions), schedule)


class Desk(NamedTuple):
    """The view with everything around it."""

    document: Document
    selection: Selection
    rollout: RolloutView

    @property
    def timeline(self) -> TimelineView:
        return self.rollout.timeline

    @property
    def plan(self) -> Plan:
        return self.document.plan

    def start(self, phase: str) -> date:
        found = self.document.schedule.assignment(phase)
        assert found is not None
        return found.start

    def bar(self, phase: str) -> Bar:
        found = next(row.bar for row in self.timeline.picture.rows if row.phase == phase)
        assert found is not None
        return found

    def at(self, x: float, y: float) -> QPoint:
        """A point of the layout on the viewport."""
        return self.timeline.to_viewport(x, y).toPoint()

    def on_day(self, phase: str, day: date) -> QPoint:
        """The middle of a day in the phase's row."""
        axis, box = self.timeline.picture.axis, self.bar(phase).box
        return self.at((axis.begin(day) + axis.end(day)) / 2, box.middle)

    def press(self, at: QPoint) -> None:
        QTest.mousePress(self.timeline.viewport(), LEFT, pos=at)

    def move(self, at: QPoint) -> None:
        QTest.mouseMove(self.timeline.viewport(), at)

    def release(self, at: QPoint) -> None:
        QTest.mouseRelease(self.timeline.viewport(), LEFT, pos=at)

    def take(self, phase: str, day: date) -> QPoint:
        """Hold the bar by its first day over another day, not yet letting go."""
        where = self.on_day(phase, day)
        self.press(self.on_day(phase, self.bar(phase).start))
        self.move(where - QPoint(3, 0))
        self.move(where)
        return where

    def drag(self, phase: str, day: date) -> None:
        """Move the bar so that its first day lies on that day, and let go."""
        self.release(self.take(phase, day))

    def ring(self, phase: str) -> QPoint:
        """The ring behind the bar, shown by resting on the bar first."""
        box: Box = self.bar(phase).box
        self.move(self.at(box.x + 3, box.middle))
        point: QPointF = handle_point(box)
        return self.at(point.x(), point.y())

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.timeline, key, modifier)


def show(qtbot: QtBot, state: State) -> Desk:
    document, selection = Document(state), Selection()
    rollout = RolloutView(document, selection)
    qtbot.addWidget(rollout)
    rollout.resize(1200, 500)
    rollout.show()
    qtbot.waitExposed(rollout)
    return Desk(document, selection, rollout)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return show(qtbot, a_rollout())


@pytest.fixture
def show_state(qtbot: QtBot) -> Callable[[State], Desk]:
    return lambda state: show(qtbot, state)
