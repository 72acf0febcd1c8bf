"""What the catalogue adds to a plan by menu: places to start from, which promise nothing."""

from datetime import date

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

import ui.catalogue_menus
from planner.catalogue.entries import Catalogue, Evidence, FastTrackWorkload, Programme
from planner.catalogue.reader import plan_catalogue
from planner.catalogue.sentences import default_sentences
from planner.invariants import invariant_faults
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import HORIZON, START, a_credit, a_plan, an_assignment
from ui.catalogue_menus import NOTHING, catalogue_menus
from ui.document import Document
from ui.selection import Selection

TODAY = date(2027, 2, 1)
ENDED = date(2020, 12, 31)


class Desk:
    """A document with its two menus, and what was said and opened."""

    def __init__(self, document: Document, parent: QWidget) -> None:
        self.document, self.parent = document, parent
        self.selection = Selection()
        self.told: list[str] = []
        self.opened: list[object] = []
        self.credits, self.entitlements = catalogue_menus(
            document, self.selection, lambda: self.opened.append(self.selection.selected), self.told.append, parent
        )

    def names(self, menu: QMenu) -> list[str]:
        """What the menu offers once it is opened."""
        menu.aboutToShow.emit()
        return [action.text().replace("&&", "&") for action in menu.actions()]

    def choose(self, menu: QMenu, name: str) -> None:
        number = self.names(menu).index(name)
        menu.actions()[number].trigger()


@pytest.fixture
def desk(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(ui.catalogue_menus, "today", lambda: TODAY)
    plan = a_plan(credits=(a_credit(), a_credit("C2")))
    parent = QWidget()
    qtbot.addWidget(parent)
    return Desk(Document(State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),)))), parent)


def programme_names(desk: Desk, kind: str) -> list[str]:
    return [each.name for each in plan_catalogue(desk.document.plan, TODAY).programmes if each.kind == kind]


def test_that_nothing_is_read_before_a_menu_is_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[date] = []

    def plan_catalogue(_plan: Plan, day: date) -> Catalogue:
        read.append(day)
        return Catalogue()

    monkeypatch.setattr(ui.catalogue_menus, "plan_catalogue", plan_catalogue)
    assert (desk.credits.isEmpty(), desk.entitlements.isEmpty(), read) == (True, True, [])
    assert desk.names(desk.credits) == [NOTHING]
    assert read == [TODAY]


def test_that_programmes_of_money_make_credits_and_the_others_entitlements(desk: Desk) -> None:
    assert desk.names(desk.credits) == programme_names(desk, "credit")
    assert len(desk.names(desk.credits)) > 5
    offered = desk.names(desk.entitlements)
    assert set(programme_names(desk, "delivery")) < set(offered)
    assert not set(offered) & set(programme_names(desk, "credit"))


def test_that_each_programme_becomes_a_credit_of_nothing_behind_the_selected_one_and_is_opened(desk: Desk) -> None:
    before = desk.document.state
    for name in desk.names(desk.credits):
        desk.selection.select(("credit", "C1"))
        desk.choose(desk.credits, name)
        assert [*desk.document.plan.credit] == ["C1", "C3", "C2"]
        added = desk.document.plan.credit["C3"]
        assert (added.name, added.face, added.status, added.approved_partners) == (name, 0, "proposed", ())
        assert added.window.start == TODAY
        assert desk.opened[-1] == desk.selection.selected == ("credit", "C3")
        assert invariant_faults(desk.document.state) == ()
        assert desk.document.schedule == before.schedule
        desk.document.undo_stack.undo()
        assert desk.document.state == before


def test_that_the_conditions_tell_each_default_with_who_says_so(desk: Desk) -> None:
    for programme in plan_catalogue(desk.document.plan, TODAY).programmes:
        if programme.kind == "credit":
            desk.choose(desk.credits, programme.name)
            conditions = desk.document.plan.credits[-1].conditions
            assert conditions.startswith("No letter yet.")
            assert all(sentence in conditions for sentence in default_sentences(programme))
            assert conditions.count("as of") >= len(programme.defaults.given)
            desk.document.undo_stack.undo()


def test_that_an_entry_tells_who_says_that_there_is_such_a_thing(desk: Desk) -> None:
    for menu in (desk.credits, desk.entitlements):
        desk.names(menu)
        assert all("as of" in action.toolTip() for action in menu.actions())


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2029, 1, 1)])
def test_that_a_new_window_opens_inside_the_plan_whatever_day_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    monkeypatch.setattr(ui.catalogue_menus, "today", lambda: day)
    desk.choose(desk.credits, desk.names(desk.credits)[0])
    opens = desk.document.plan.credits[-1].window.start
    assert opens == (START if day < START else HORIZON)


def test_that_help_is_added_as_held_and_not_as_asked_for(desk: Desk) -> None:
    before = desk.document.state
    for name in desk.names(desk.entitlements):
        desk.choose(desk.entitlements, name)
        (added,) = desk.document.plan.entitlements
        assert (added.name, added.status, added.requested_on) == (name, "not requested", None)
        assert "as of" in added.note
        assert added.id in desk.told[-1]
        desk.document.undo_stack.undo()
        assert desk.document.state == before
    assert desk.opened == []


def test_that_a_refusal_is_told_and_nothing_is_selected_or_opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    names = desk.names(desk.credits)
    late = replace(desk.document.plan, start=date(9999, 1, 1), horizon=date(9999, 12, 31), credits=(), phases=())
    monkeypatch.setattr(ui.catalogue_menus, "today", lambda: date(9999, 12, 31))
    desk.document.replace(State(late), None)
    refused = 0
    for name in names:
        count = desk.document.undo_stack.count()
        desk.choose(desk.credits, name)
        if desk.document.undo_stack.count() == count:
            refused += 1
            assert "leads out of the calendar" in desk.told[-1]
        else:
            desk.document.undo_stack.undo()
    assert refused
    assert len(desk.opened) == len(names) - refused


def test_that_entries_of_the_plan_are_offered_in_place_of_those_of_their_key(desk: Desk) -> None:
    evidence = Evidence(tag="default", source="Own", as_of=START)
    own = Catalogue(
        fasttrack=(
            FastTrackWorkload(
                key="intune",
                name="Help & more",
                workloads=("Intune",),
                motions=(),
                threshold_seats=1,
                evidence=evidence,
            ),
        ),
        programmes=(Programme(key="ECIF", name="Our ECIF", effective_until=ENDED, evidence=(evidence,)),),
    )
    desk.document.replace(State(replace(desk.document.plan, catalogue=own)), None)
    assert "Help & more" in desk.names(desk.entitlements)
    assert "FastTrack for Intune" not in desk.names(desk.entitlements)
    assert not any("ECIF" in name for name in desk.names(desk.credits))
