"""A programme in the window: one timeline of all its plans, solved together, saved into each plan's own file."""

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QSettings
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from planner.edits import change_credit, change_phase, change_plan
from planner.files import read
from planner.plan import State
from planner.rollout.schedule import Schedule
from resources import path
from solver.settings import Settings
from solver.solve import solve
from tests.builders import a_plan
from tests.ui.conftest import troubles
from ui.document import Document
from ui.export_dialog import ExportChoice
from ui.fields.editing import edit
from ui.main_window import MainWindow
from ui.timeline.outline import OutlineModel

FILES = ("lindholm.programme", "lindholm-germany.rollout", "lindholm-denmark.rollout")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the sample programme."""
    for name in FILES:
        shutil.copy(str(path(f"samples/{name}")), tmp_path / name)
    return tmp_path / FILES[0]


@pytest.fixture
def opened(window: MainWindow, file: Path) -> MainWindow:
    """The window on the programme, solved."""
    assert window.files.open_path(file)
    document = window.document
    found = solve(document.plan, Settings(time_limit=30.0))
    document.apply("Accept schedule", State(document.plan, found.schedule))
    return window


def plans(file: Path) -> dict[str, State]:
    return {"DE": read(file.parent / FILES[1]), "DK": read(file.parent / FILES[2])}


def lanes(window: MainWindow) -> list[str]:
    model = window.rollout.outline.model()
    assert isinstance(model, OutlineModel)
    return [each[1] for each in model.rows.things if each is not None and each[0] == "lane"]


def test_that_all_phases_are_shown_by_plan_below_the_shared_credit(opened: MainWindow) -> None:
    assert lanes(opened) == ["DE", "DK"]
    assert next(iter(opened.document.plan.credit)) == "ECIF"
    model = opened.rollout.outline.model()
    assert isinstance(model, OutlineModel)
    colours = {row.what[1]: row.colour for row in model.rows if row.what is not None and row.what[0] == "phase"}
    assert colours["DE/G1"] == "#2A6FDB"
    assert colours["DK/K1"] == "#B5482A"
    assert "Germany and Denmark" in opened.toolbar.title.text()


def test_that_the_next_plan_is_grouped_as_it_was_before(opened: MainWindow, file: Path) -> None:
    assert opened.files.open_path(file.parent / FILES[1])
    assert lanes(opened) == []


def test_that_saving_writes_each_plan_and_leaves_the_programme_as_it_is(opened: MainWindow, file: Path) -> None:
    before = file.read_bytes()
    assert opened.files.save()
    assert opened.document.is_saved
    assert file.read_bytes() == before
    total = sum(claim.amount for state in plans(file).values() for claim in (state.schedule or Schedule(())).claims)
    assert total == 60_000


def test_that_a_phase_is_moved_and_saved_into_its_plan_and_undone(opened: MainWindow, file: Path) -> None:
    opened.files.save()
    denmark = (file.parent / FILES[2]).read_bytes()
    assert not edit(opened.document, "Rename", lambda state: change_phase(state.plan, "DE/G2", name="Identity first"))
    assert opened.files.save()
    assert plans(file)["DE"].plan.phase["G2"].name == "Identity first"
    assert (file.parent / FILES[2]).read_bytes() == denmark
    opened.document.undo_stack.undo()
    assert not opened.document.is_saved
    assert opened.files.save()
    assert plans(file)["DE"].plan.phase["G2"].name == "Identity baseline"


def test_that_an_edit_of_a_shared_credit_reaches_every_plan(opened: MainWindow, file: Path) -> None:
    assert not edit(opened.document, "Face", lambda state: change_credit(state.plan, "ECIF", face=30_000))
    assert opened.files.save()
    states = plans(file)
    assert {state.plan.credit["ECIF"].face for state in states.values()} == {30_000}
    paid = [
        claim.amount
        for state in states.values()
        for claim in (state.schedule or Schedule(())).claims
        if claim.credit == "ECIF"
    ]
    assert sum(paid) <= 30_000


def test_that_an_edit_that_belongs_to_each_plan_is_refused_in_words(opened: MainWindow) -> None:
    before = opened.document.state
    said = edit(
        opened.document, "Horizon", lambda state: change_plan(state.plan, horizon=state.plan.horizon.replace(day=1))
    )
    assert "horizon cannot be changed: it belongs to each plan" in said
    opened.document.apply_plan("Horizon", replace(before.plan, one_source_per_phase=False))
    assert "belongs to each plan" in opened.statusBar().currentMessage()
    assert opened.document.state is before


def test_that_nothing_is_overwritten_where_a_plan_was_changed_on_disk_meanwhile(opened: MainWindow, file: Path) -> None:
    theirs = file.parent / FILES[2]
    theirs.write_bytes(theirs.read_bytes() + b"\n")
    held = {name: (file.parent / name).read_bytes() for name in FILES}
    assert not opened.files.save()
    [told] = troubles(opened)
    assert "changed by somebody else" in told
    assert not opened.document.is_saved
    assert {name: (file.parent / name).read_bytes() for name in FILES} == held


def test_that_a_programme_is_not_saved_under_another_name(opened: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "information", lambda _parent, _title, words: told.append(words))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked for a name"))
    assert not opened.files.save_as()
    assert "saved into the files of its plans" in told[0]


def test_that_earlier_versions_of_each_plan_are_kept(qtbot: QtBot, tmp_path: Path, file: Path) -> None:
    settings = QSettings(str(tmp_path / "own.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Document(State(a_plan())), settings, tmp_path / "data")
    qtbot.addWidget(window)
    assert window.files.open_path(file)
    assert not window.files.earlier_versions
    found = solve(window.document.plan, Settings(time_limit=30.0))
    window.document.apply("Accept schedule", State(window.document.plan, found.schedule))
    assert window.files.save()
    assert window.files.open_path(file.parent / FILES[1])
    [version] = window.files.earlier_versions
    assert read(version.file).schedule is None
    window.close()


def test_that_unsaved_work_on_a_programme_is_restored_as_one_step(opened: MainWindow, file: Path) -> None:
    left = opened.document.state
    document = Document(State(a_plan()))
    document.restore(left, file)
    assert document.programme is not None
    assert document.state == left
    assert not document.is_saved
    document.undo_stack.undo()
    assert document.schedule == Schedule(())


def test_that_work_on_a_programme_whose_plans_became_others_is_kept_as_a_rollout(
    opened: MainWindow, file: Path
) -> None:
    left = opened.document.state
    (file.parent / FILES[2]).unlink()
    document = Document(State(a_plan()))
    document.restore(left, file)
    assert document.state is left
    assert document.path is None
    assert not document.is_saved


def test_that_each_plan_has_a_business_case_of_its_own(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    with qtbot.waitSignal(
        opened.exporting.running_changed, check_params_cb=lambda is_running: not is_running, timeout=60_000
    ):
        opened.exporting.export_to(tmp_path / "cases")
    pages = {
        short: next((tmp_path / "cases" / short).glob("*.html")).read_text(encoding="utf-8") for short in ("DE", "DK")
    }
    assert "Sund Digital" in pages["DK"]
    assert "Sund Digital" not in pages["DE"]


def test_that_what_is_sent_to_somebody_is_sent_from_a_plans_own_file(opened: MainWindow, tmp_path: Path) -> None:
    opened.exporting.export_to(tmp_path / "cases", ExportChoice(to="Microsoft"))
    [told] = troubles(opened)
    assert "send from that plan's own file" in told
    assert not (tmp_path / "cases").exists()


def test_that_each_plan_has_a_brief_of_its_own_with_its_own_rates(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: True)
    with qtbot.waitSignal(
        opened.exporting.running_changed, check_params_cb=lambda is_running: not is_running, timeout=60_000
    ):
        opened.exporting.export_internal_to(ExportChoice(("html",), folder=tmp_path / "own"))
    assert {file.parent.name for file in (tmp_path / "own").glob("*/*.html")} == {"DE", "DK"}
