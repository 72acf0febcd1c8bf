"""The panel of a solve: its way as a chart and in words, its result, earlier ones, and what to solve for."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.rollout.schedule import Schedule
from solver.result import Progress, SolveResult, Stage
from solver.settings import Aim, Settings, Term, aims, read_objective
from solver.solve import solve
from tests.builders import START, a_phase, a_plan, an_assignment
from ui.panels.aims_editor import AimsEditor, moved, not_aimed_at, tolerating, without
from ui.panels.progress_chart import EVENLY, completed, curves, stage_boxes, steps, told_words
from ui.panels.solve_history import comparison, comparison_words, gains_nothing, heading_words
from ui.panels.solve_panel import NO_BETTER, SolvePanel
from ui.panels.stage_words import STAGE_WORDS, figure_words
from ui.solving import aims_words, status_words


def a_clash() -> Plan:
    phases = (a_phase("P1"), a_phase("P2", deadline=date(2027, 1, 22)))
    return a_plan(phases=phases, dependencies=(Dependency(predecessor="P1", successor="P2"),))


def test_that_the_headline_names_the_phases_that_clash(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_clash()
    qtbot.add_widget(panel)
    panel.show_result(solve(plan), State(plan))
    assert "P1 and P2 cannot keep these 2 demands together. Loosen any one of them." in panel.headline.text()
    shown = panel.details.toPlainText()
    for line in (
        "P2 must end by 22 Jan 2027.",
        "Ask for a later deadline.",
        "P2 starts after P1 ends.",
        "P1 takes 10 working days by Partner PAR.",
    ):
        assert line in shown
    assert not panel.accept.isEnabled()


def test_that_a_single_demand_is_told_as_one(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    plan = a_plan(pins=(Pin(phase="P1", start=date(2027, 1, 9)),))
    panel.show_result(solve(plan), State(plan))
    assert panel.headline.text() == "No schedule exists: P1 cannot keep this demand. Loosen it."


def test_that_a_conflict_of_an_earlier_plan_is_not_shown(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    panel.show_result(solve(a_clash()), State(a_plan(start=START)))
    assert "earlier plan" in panel.headline.text()
    assert not panel.details.toPlainText()


# The chart


@st.composite
def told_by_a_solve(draw: Callable[[st.SearchStrategy[Any]], Any]) -> list[Progress]:
    """Words of up to three stages, as they come: time and stages only go on."""
    words, seconds = [], 0.0
    terms: list[Term] = draw(st.lists(st.sampled_from(get_args(Term)), max_size=3, unique=True))
    for number, term in enumerate(terms, 1):
        for _ in range(draw(st.integers(1, 4))):
            seconds += draw(st.floats(0, 5))
            figures = st.none() | st.integers(-50, 1_000_000)
            words.append(Progress(term, number, len(terms), draw(figures), draw(figures), seconds))
    return words


@given(told_by_a_solve())
def test_that_every_figure_that_was_told_is_a_corner_of_its_stage_inside_its_box(told: list[Progress]) -> None:
    found = curves(told)
    assert [curve.term for curve in found] == [*dict.fromkeys(word.stage for word in told)]
    assert sum(len(curve.best) for curve in found) == sum(word.incumbent is not None for word in told)
    assert sum(len(curve.bound) for curve in found) == sum(word.bound is not None for word in told)
    box = QRectF(10, 20, 300, 80)
    for before, curve in pairwise(found):
        assert before.end == curve.begin
    for curve in found:
        for points in (curve.best, curve.bound):
            corners = steps(points, curve, box)
            assert all(box.adjusted(-1, -1, 1, 1).contains(corner) for corner in corners)
            assert [corner.x() for corner in corners] == sorted(corner.x() for corner in corners)
            heights = {value: corner.y() for (_, value), corner in zip(points, corners[::2], strict=False)}
            ranked = sorted(heights)
            assert [heights[value] for value in ranked] == sorted(heights.values(), reverse=True)


@given(told_by_a_solve())
def test_that_every_stage_has_room_in_the_chart_and_all_of_it_is_taken(told: list[Progress]) -> None:
    box = QRectF(0, 0, 300, 90)
    boxes = [each for _, each in stage_boxes(curves(told), box)]
    assert all(each.width() >= 300 * EVENLY / len(boxes) - 1e-6 for each in boxes)
    for before, after in pairwise(boxes):
        assert abs(before.right() - after.left()) < 1e-6
    assert not boxes or abs(boxes[-1].right() - box.right()) < 1e-6


def test_that_a_stage_with_one_figure_is_drawn_in_the_middle_and_as_proven() -> None:
    (curve,) = curves([Progress("funding", 1, 1, 7, 7, 0.5)])
    assert curve.is_proven
    assert {corner.y() for corner in steps(curve.best, curve, QRectF(0, 0, 100, 50))} == {25}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_that_the_list_of_solves_cuts_none_of_its_first_three(qtbot: QtBot, count: int) -> None:
    panel, plan = SolvePanel(), a_plan()
    qtbot.add_widget(panel)
    result = solve(plan, Settings(workers=1))
    panel.setStyleSheet("QListWidget::item { padding: 4px 12px; }")  # as the window has it
    panel.resize(300, 640)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_history([result] * count, State(plan), result)
    QApplication.processEvents()
    history = panel.history
    last = history.visualItemRect(history.item(0))
    assert history.viewport().rect().contains(history.visualItemRect(history.item(count - 1)))
    assert last.height() > 2 * history.fontMetrics().lineSpacing()


def test_that_a_low_panel_cuts_no_solve_in_the_middle(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_plan()
    qtbot.add_widget(panel)
    result = solve(plan, Settings(workers=1))
    panel.resize(300, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_result(result, State(plan))
    panel.show_history([result] * 3, State(plan), result)
    QApplication.processEvents()
    history = panel.history
    heights = [history.visualItemRect(history.item(number)).height() for number in range(3)]
    room = history.viewport().height()
    assert 0 < history.height() <= panel.height() // 3 + 8
    assert min(abs(room - sum(heights[:rows])) for rows in (1, 2, 3)) <= 4
    assert panel.rect().contains(history.geometry())


def test_that_a_solve_that_found_no_schedule_draws_no_way_to_one(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_plan(phases=(a_phase(deadline=a_plan().start),))
    qtbot.add_widget(panel)
    result = solve(plan, Settings(workers=1))
    assert result.schedule is None
    panel.show_result(result, State(plan))
    assert not panel.chart.isVisibleTo(panel)
    assert panel.chart_words.text() == ""


def test_that_a_solve_that_leaves_only_a_late_aim_open_says_what_is_proven(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_plan()
    qtbot.add_widget(panel)
    result = solve(plan, Settings(workers=1))
    *proven, last = result.stages
    result = result._replace(status="FEASIBLE", stages=(*proven, last._replace(status="FEASIBLE", bound=1)))
    panel.show_result(result, State(plan))
    assert panel.headline.text().startswith("Proven but for least sum of finishes, in ")
    assert status_words(result) == "Most funding proven"
    unproven = tuple(stage._replace(status="FEASIBLE") for stage in result.stages)
    assert status_words(result._replace(stages=unproven)) == "Best so far"


def test_that_no_empty_list_is_shown_while_there_is_nothing_to_tell(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_plan()
    qtbot.add_widget(panel)
    panel.show_started()
    assert panel.details.isHidden()
    panel.show_result(solve(plan, Settings(workers=1)), State(plan))
    assert not panel.details.isHidden()


@given(told_by_a_solve())
def test_that_the_words_tell_the_last_best_and_bound_of_every_stage(told: list[Progress]) -> None:
    plan = a_plan()
    lines = told_words(plan, told).splitlines()
    for line, curve in zip(lines, curves(told), strict=True):
        assert line.partition(":")[0].endswith(STAGE_WORDS[curve.term])
        if curve.best:
            assert figure_words(plan, curve.term, curve.best[-1][1]) in line
        if curve.best and curve.bound and curve.best[-1][1] == curve.bound[-1][1]:
            assert line.endswith("proven.")
        elif curve.best and curve.bound:
            assert f"none better than {figure_words(plan, curve.term, curve.bound[-1][1])}" in line


@given(told_by_a_solve(), st.integers(0, 3))
def test_that_the_chart_of_a_result_ends_in_what_each_stage_reached_however_fast_it_was(
    told: list[Progress], stages: int
) -> None:
    terms = [*dict.fromkeys(word.stage for word in told)]
    terms += [term for term in get_args(Term) if term not in terms][:stages]
    seconds = max((word.seconds for word in told), default=0.0) + 1.0
    reached = tuple(Stage(term, 7, 9, "FEASIBLE", 0.1) for term in terms)
    result = SolveResult(a_plan(), "funding", "FEASIBLE", reached, None, seconds, None)
    words = completed(told, result)
    assert [word.seconds for word in words] == sorted(word.seconds for word in words)
    assert [(curve.term, curve.best[-1][1], curve.bound[-1][1]) for curve in curves(words)] == [
        (term, 7, 9) for term in terms
    ]
    assert {*told} <= {*words}
    assert not words or words[-1].seconds == seconds


def test_that_a_finish_is_told_as_its_day() -> None:
    told = [Progress("finish", 1, 1, 30, 27, 0.5)]
    assert told_words(a_plan(), told) == "Earliest finish: 3 Feb 2027 after 0.5 s, none better than 31 Jan 2027."


def test_that_a_running_solve_is_drawn_and_told_to_the_ear(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_started()
    assert not panel.chart.isVisible()
    panel.show_progress(a_plan(), Progress("funding", 1, 3, 10_000, 20_000, 0.2))
    panel.show_progress(a_plan(), Progress("funding", 1, 3, 20_000, 20_000, 0.4))
    assert panel.chart.isVisible()
    assert panel.chart.accessibleDescription() == panel.chart_words.text()
    assert panel.chart_words.text() == "Most funding: 10,000 → 20,000 after 0.4 s, proven."
    panel.chart.grab()


# What to solve for

AIMS = st.lists(
    st.builds(Aim, st.sampled_from(get_args(Term)), st.integers(0, 10_000)), min_size=1, unique_by=lambda a: a[0]
)


@given(AIMS.map(tuple), st.integers(0, 7))
def test_that_arranging_keeps_every_aim_once_and_leads_back(aims: tuple[Aim, ...], at: int) -> None:
    place = min(at, len(aims) - 1)
    up = moved(aims, place, -1)
    assert sorted(up) == sorted(aims)
    assert up == aims if place == 0 else moved(up, place - 1, 1) == aims
    fewer = without(aims, place)
    assert len(fewer) == max(len(aims) - 1, 1)
    assert {*not_aimed_at(fewer)} | {aim.term for aim in fewer} == {*get_args(Term)}
    assert tolerating(aims, place, 7)[place].tolerance == 7
    assert read_objective(aims_words(aims)) == aims


@pytest.fixture
def editor(qtbot: QtBot) -> AimsEditor:
    made = AimsEditor((Aim("funding"), Aim("net_cost"), Aim("finishes")))
    qtbot.add_widget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def click(editor: AimsEditor, name: str, place: int) -> None:
    QTest.mouseClick(editor.control(place, name), Qt.MouseButton.LeftButton)


def test_that_aims_are_moved_removed_and_added_by_clicks(editor: AimsEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.changed):
        click(editor, "up", 2)
    click(editor, "remove", 0)
    assert [aim.term for aim in editor.aims] == ["finishes", "net_cost"]
    assert not editor.control(0, "up").isEnabled()
    assert not editor.control(1, "down").isEnabled()
    editor.add.setCurrentIndex(editor.add.findData("slack"))
    editor.add.activated.emit(editor.add.currentIndex())
    assert [aim.term for aim in editor.aims] == ["finishes", "net_cost", "slack"]
    click(editor, "remove", 0)
    click(editor, "remove", 0)
    assert not editor.control(0, "remove").isEnabled()


def test_that_a_tolerance_is_typed_in_percent_and_a_wrong_one_refused(editor: AimsEditor) -> None:
    told: list[str] = []
    editor.refused.connect(told.append)
    for typed, basis_points in (("2.5 %", 250), ("150", 250), ("many", 250), ("0", 0)):
        line = editor.control(0, "tolerance")
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, typed)
        QTest.keyClick(line, Qt.Key.Key_Return)
        assert editor.aims[0].tolerance == basis_points
    assert [sentence for sentence in told if sentence] == [
        "A tolerance lies between 0 % and 100 %, and 150 does not.",
        "'many' is no number.",
    ]


# Solves of the session


def test_that_a_result_is_compared_with_what_is_there_and_not_with_another_plan() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2", eligible_cost=4_000)))
    result = solve(plan, Settings(workers=1))
    assert result.schedule is not None
    late = an_assignment(plan, "P1", date(2027, 10, 4))
    now = State(plan, Schedule((late,), ()))
    found = comparison(result, now)
    assert found is not None
    ends = max(each.finish for each in result.schedule.assignments)
    assert found == (12_000, 12_000, -12_000 + 20_000, (ends - late.finish).days, 2)
    assert "Funding +12,000" in comparison_words(result, now)
    as_much = State(plan, Schedule((late,), result.schedule.claims))
    assert comparison_words(result, as_much).startswith("Same funding · ")
    assert comparison_words(result, State(plan, result.schedule)) == "The present schedule."
    assert comparison(result, State(a_plan())) is None
    assert comparison_words(result, State(a_plan())).startswith("For an earlier plan")


# What stands out


def two_like_phases() -> tuple[Plan, SolveResult]:
    """A partner with one team delivers two phases that are alike one after the other; which goes first is all one."""
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), partners=(replace(a_plan().partners[0], teams=1),))
    return plan, solve(plan, Settings(workers=1))


def test_that_a_schedule_that_is_no_better_says_so_and_does_not_press_to_be_accepted(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    plan, result = two_like_phases()
    assert result.schedule is not None
    first, second = result.schedule.assignments
    swapped = (
        replace(first, start=second.start, finish=second.finish),
        replace(second, start=first.start, finish=first.finish),
    )
    mirrored = State(plan, replace(result.schedule, assignments=swapped))
    assert gains_nothing(result, mirrored)
    panel.show_result(result, mirrored)
    assert not panel.accept.property("primary")
    assert NO_BETTER in panel.details.toPlainText()
    later = replace(second, start=date(2027, 3, 1), finish=date(2027, 3, 12))
    slower = State(plan, replace(result.schedule, assignments=(first, later)))
    panel.show_result(result, slower)
    assert panel.accept.property("primary")
    assert NO_BETTER not in panel.details.toPlainText()


def test_that_faults_are_worth_mending_though_no_aim_is_reached_better() -> None:
    plan, result = two_like_phases()
    assert result.schedule is not None
    _, second = result.schedule.assignments
    pinned = replace(plan, pins=(Pin(phase="P1", start=second.start),))
    assert not gains_nothing(result._replace(plan=pinned), State(pinned, result.schedule))


def test_that_a_solve_whose_first_aim_is_proven_is_told_so_in_the_list_too() -> None:
    result = solve(a_plan(), Settings(workers=1))
    *proven, last = result.stages
    open_ = result._replace(status="FEASIBLE", stages=(*proven, last._replace(status="FEASIBLE", bound=1)))
    assert heading_words(1, open_).startswith("1. Most funding, proven\n")
    unproven = tuple(stage._replace(status="FEASIBLE") for stage in result.stages)
    assert heading_words(1, open_._replace(stages=unproven)).startswith("1. Most funding, not proven\n")


def test_that_the_progress_of_a_stage_is_told_in_its_own_unit(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    panel.show_progress(a_plan(), Progress("finishes", 3, 3, 10_406, 9_952, 2.0))
    assert panel.headline.text() == "Least sum of finishes (3 of 3): best 10,406 days, none better than 9,952 days, 2 s"


def test_that_the_gap_of_a_sum_that_is_solved_for_is_told_beside_it(qtbot: QtBot) -> None:
    panel = SolvePanel()
    qtbot.add_widget(panel)
    panel.show_progress(a_plan(), Progress("net_cost", 2, 3, 200_000, 187_500, 9.4))
    assert panel.headline.text() == (
        "Least net cost (2 of 3): best 200,000, none better than 187,500 (6.25 % apart), 9 s"
    )
    panel.show_progress(a_plan(), Progress("net_cost", 2, 3, 200_000, None, 9.4))
    assert "apart" not in panel.headline.text()


def test_that_a_low_panel_gives_the_aims_the_room_of_the_chart(qtbot: QtBot) -> None:
    panel, plan = SolvePanel(), a_plan()
    qtbot.add_widget(panel)
    panel.resize(300, 529)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_result(solve(plan, Settings(workers=1)), State(plan), [Progress("funding", 1, 3, 1, 1, 0.1)])
    assert panel.chart.isVisible()
    panel.show_aims(aims("funding"))
    QApplication.processEvents()
    assert not panel.chart.isVisible()
    assert panel.chart_words.isVisible()
    assert panel.height() == 529
    panel.show_nothing("Solve (F5) finds the best schedule.")
    panel.resize(300, 900)
    assert not panel.chart.isVisible()
    panel.show_progress(plan, Progress("funding", 1, 3, 1, 2, 0.1))
    assert panel.chart.isVisible()


def test_that_the_list_of_solves_ends_inside_a_low_panel_that_shows_aims_and_a_result(qtbot: QtBot) -> None:
    holder, (plan, result) = QWidget(), two_like_phases()
    qtbot.add_widget(holder)
    panel = SolvePanel(holder)  # which may not grow of itself
    with qtbot.waitExposed(holder):
        holder.show()
    assert result.schedule is not None
    now = State(plan, Schedule(result.schedule.assignments[:1]))
    panel.show_result(result, now, [Progress("funding", 1, 3, 1, 1, 0.1)])
    panel.show_history([result] * 3, now, result)
    panel.show_aims(aims("funding"))
    for height in range(480, 680, 10):
        panel.resize(300, height)
        QApplication.processEvents()
        assert panel.rect().contains(panel.history.geometry()), height
