"""Risk in the window: asked, watched, stopped, told to be of an earlier plan, and a safer schedule taken."""

from collections.abc import Iterator
from threading import Event

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

import solver.risk.safer
import solver.risk.simulate
from planner.funding.risk_figures import RiskFigures
from planner.picture.tokens import DARK, LIGHT, Tokens
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.scenarios import keep_scenario
from solver.cancel import Cancel, Cancelled
from solver.risk.safer import Safer
from solver.risk.simulate import OnFigures, simulate
from tests.solver.risk.test_safer import a_late_rollout
from tests.ui.test_accessibility import nameless
from ui.document import Document
from ui.main_window import MainWindow
from ui.risk.risk_page import CREDITS, CURVE, EARLIER, PHASES, risk_page
from ui.risk.risking import Risking

WAIT = 60_000


@pytest.fixture
def risking(qtbot: QtBot) -> Iterator[Risking]:
    made = Risking(Document(State(*a_late_rollout())))
    qtbot.addWidget(made.panel())
    yield made
    made.finish()


def ended(qtbot: QtBot, risking: Risking) -> None:
    qtbot.waitUntil(lambda: not risking.is_running, timeout=WAIT)


def text_of(risking: Risking) -> str:
    return risking.panel().page.toPlainText()


def known(runs: int = 400) -> RiskFigures:
    return simulate(*a_late_rollout(), runs=runs)


def test_that_the_runs_of_the_panel_are_those_of_the_command(risking: Risking, qtbot: QtBot) -> None:
    assert "How surely does each credit pay" in text_of(risking)
    risking.panel().run.click()
    assert risking.is_running
    assert not risking.panel().run.isEnabled()
    ended(qtbot, risking)
    assert risking.answer is not None
    assert risking.answer.figures == simulate(*a_late_rollout())
    assert "are paid in the mean of 10,000 runs" in text_of(risking)
    assert risking.panel().run.isEnabled()


def test_that_figures_of_an_earlier_plan_or_schedule_say_so_until_undo_leads_back(
    risking: Risking, qtbot: QtBot
) -> None:
    risking.run()
    ended(qtbot, risking)
    document = risking._document  # noqa: SLF001 - the test's own
    assert EARLIER not in text_of(risking)
    document.apply_plan("Rename", replace(document.plan, name="Other"))
    assert EARLIER in text_of(risking)
    assert not risking.is_present
    document.undo_stack.undo()
    assert EARLIER not in text_of(risking)


def test_that_a_plan_can_be_edited_while_it_runs_and_the_figures_are_of_the_plan_before(
    risking: Risking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, figures = Event(), known()

    def slow(_plan: Plan, _schedule: Schedule, *, on_figures: OnFigures, cancel: Cancel) -> RiskFigures:
        del cancel
        on_figures(figures._replace(asked=800))
        assert go_on.wait(WAIT / 1_000)
        return figures

    monkeypatch.setattr(solver.risk.simulate, "simulate", slow)
    risking.run()
    qtbot.waitUntil(lambda: "400 of 800 runs" in risking.panel().status.text())
    assert (risking.panel().bar.value(), risking.panel().bar.maximum()) == (400, 800)
    document = risking._document  # noqa: SLF001
    document.apply_plan("Rename", replace(document.plan, name="Other"))
    go_on.set()
    ended(qtbot, risking)
    assert document.plan.name == "Other"
    assert EARLIER in text_of(risking)


def test_that_a_stop_keeps_the_runs_that_were_made(
    risking: Risking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def until_stopped(plan: Plan, schedule: Schedule, *, on_figures: OnFigures, cancel: Cancel) -> RiskFigures:
        def stop(found: RiskFigures) -> None:
            on_figures(found)
            risking.stop()

        return simulate(plan, schedule, on_figures=stop, cancel=cancel)

    monkeypatch.setattr(solver.risk.simulate, "simulate", until_stopped)
    risking.run()
    ended(qtbot, risking)
    assert risking.answer is not None
    assert 0 < risking.answer.figures.runs < 10_000
    assert "Stopped: these are" in text_of(risking)


def test_that_a_stop_before_anything_is_known_keeps_what_was(
    risking: Risking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    risking.run()
    ended(qtbot, risking)
    before = risking.answer

    def stopped(*_: object, **__: object) -> RiskFigures:
        raise Cancelled

    monkeypatch.setattr(solver.risk.simulate, "simulate", stopped)
    risking.run()
    ended(qtbot, risking)
    assert risking.answer is before


def test_that_a_safer_schedule_is_taken_as_one_step_and_undo_takes_it_back(risking: Risking, qtbot: QtBot) -> None:
    document = risking._document  # noqa: SLF001
    before = document.state
    assert risking.panel().take.isHidden()
    risking.panel().look.click()
    ended(qtbot, risking)
    assert risking.answer is not None
    assert risking.answer.better is not None
    assert "The most slack for the same funding" in text_of(risking)
    assert not risking.panel().take.isHidden()
    risking.panel().take.click()
    assert document.schedule == risking.answer.better
    assert risking.panel().take.isHidden()
    assert EARLIER in text_of(risking)
    document.undo_stack.undo()
    assert document.state == before


def test_that_a_scenario_kept_meanwhile_neither_ages_the_answer_nor_is_lost_with_it(
    risking: Risking, qtbot: QtBot
) -> None:
    risking.look_for_safer()
    ended(qtbot, risking)
    document = risking._document  # noqa: SLF001
    document.apply_plan("Keep", keep_scenario(document.plan, "Before", document.state))
    assert risking.is_present
    assert not risking.panel().take.isHidden()
    risking.panel().take.click()
    assert risking.answer is not None
    assert document.schedule == risking.answer.better
    assert [each.name for each in document.plan.scenarios] == ["Before"]


def test_that_a_safer_schedule_of_an_earlier_plan_cannot_be_taken(risking: Risking, qtbot: QtBot) -> None:
    risking.look_for_safer()
    ended(qtbot, risking)
    document = risking._document  # noqa: SLF001
    document.apply_plan("Rename", replace(document.plan, name="Other"))
    schedule = document.schedule
    assert risking.panel().take.isHidden()
    risking.take()
    assert document.schedule is schedule


def test_that_runs_stay_known_where_the_search_for_a_safer_schedule_is_stopped_at_once(
    risking: Risking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> Safer:
        raise Cancelled

    monkeypatch.setattr(solver.risk.safer, "safer", stopped)
    risking.look_for_safer()
    ended(qtbot, risking)
    assert risking.answer is not None
    assert risking.answer.safer is None
    assert risking.answer.figures.is_complete


def test_that_what_goes_wrong_is_told_and_it_can_be_asked_again(
    risking: Risking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> RiskFigures:
        raise RuntimeError("No room left.")

    monkeypatch.setattr(solver.risk.simulate, "simulate", broken)
    with qtbot.waitSignal(risking.told, timeout=WAIT) as told:
        risking.run()
    assert "No room left." in told.args[0]
    assert not risking.is_running
    assert risking.panel().run.isEnabled()


def test_that_nothing_can_be_run_without_a_schedule(qtbot: QtBot) -> None:
    risking = Risking(Document(State(a_late_rollout()[0])))
    qtbot.addWidget(risking.panel())
    assert "nothing can slip" in text_of(risking)
    assert not risking.panel().run.isEnabled()
    risking.run()
    assert not risking.is_running


def test_that_another_rollout_forgets_what_was_found(risking: Risking, qtbot: QtBot) -> None:
    risking.run()
    ended(qtbot, risking)
    risking._document.replace(State(*a_late_rollout()), None)  # noqa: SLF001
    assert risking.answer is None


def test_that_the_window_shows_risk_and_ends_its_work_before_it_closes(window: MainWindow) -> None:
    window.document.replace(State(*a_late_rollout()), None)
    window.show_question("Risk")
    assert window.risking.panel().isVisible()
    assert nameless(window.what_if_dock) == []
    window.risking.look_for_safer()
    assert window.risking.is_running
    window.close()
    assert not window.risking.is_running


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_that_each_picture_stands_on_the_page_with_the_same_in_words(colours: Tokens) -> None:
    plan, schedule = a_late_rollout()
    found = known()
    content = risk_page(plan, found, None, colours, is_present=True)
    assert set(content.pictures) == {CURVE, CREDITS, PHASES}
    for name in content.pictures:
        assert f"<img src='{name}'" in content.html
    assert content.html.count("alt='") == len(content.pictures)
    assert "alt=''" not in content.html
    assert EARLIER in risk_page(plan, found, None, colours, is_present=False).html
    without = simulate(plan, replace(schedule, claims=()), runs=100)
    assert dict(risk_page(plan, without, None, colours, is_present=True).pictures) == {}
