"""The calendar of whom to chase: a day for each credit and proof, internal in its name and in every day of it."""

import json
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from icalendar import Calendar

from planner.business_case.ics import render
from planner.files import read
from planner.funding.chase import artefacts, chase_list
from planner.plan import State
from planner.rollout.change_board import board_requests
from planner.rollout.schedule import Assignment, Schedule
from planner.status.chase_calendar import chase_calendar
from resources import path
from tests.builders import a_phase, a_plan
from tests.strategies import states
from tests.ui.conftest import Run
from tests.ui.conftest import run as run  # noqa: PLC0414 - a fixture
from ui.command_line import DONE, UNUSABLE

AS_OF = date(2027, 2, 8)


@settings(max_examples=50)
@given(states())
def test_that_every_chase_proof_and_question_to_the_board_has_its_day_once(state: State) -> None:
    schedule = state.schedule or Schedule(())
    occasions = chase_calendar(state.plan, schedule, AS_OF).occasions
    assert len({each.identity for each in occasions}) == len(occasions)
    chased = [line.next_on for line in chase_list(state.plan, schedule, AS_OF)]
    assert sorted(each.day for each in occasions) == sorted(
        [
            *chased,
            *(each.ready_by for each in artefacts(state.plan, schedule)),
            *(each.ask_by for each in board_requests(state.plan, schedule, AS_OF)),
        ]
    )


def test_that_the_calendar_says_in_its_name_and_on_every_day_that_it_is_internal(run: Run, tmp_path: Path) -> None:
    calder = path("samples/calder.solved.rollout")
    ended = run("chase", calder, "--as-of", "2027-02-08", "--calendar", tmp_path / "own", "--json")
    assert ended.code == DONE
    (file,) = (tmp_path / "own").iterdir()
    assert file.name == "calder-e5-rollout-INTERNAL-chase.ics"
    calendar = Calendar.from_ical(file.read_bytes())
    events = calendar.walk("VEVENT")
    found = json.loads(ended.output)
    assert len(events) == len(found["credits"]) + len(found["proofs"]) + len(found["board"])
    for event in events:
        assert str(event["summary"]).startswith("INTERNAL")
        assert str(event["description"]).startswith("INTERNAL")
        assert event["class"] == "CONFIDENTIAL"
    assert str(calendar["x-wr-calname"]).startswith("INTERNAL")


def test_that_it_never_lies_beside_what_leaves_the_house(run: Run, tmp_path: Path) -> None:
    (tmp_path / "calder-e5-rollout-funding-business-case.ics").write_bytes(b"")
    external = sorted(tmp_path.iterdir())
    ended = run("chase", path("samples/calder.solved.rollout"), "--calendar", tmp_path)
    assert ended.code == UNUSABLE
    assert "leaves the house" in ended.errors
    assert sorted(tmp_path.iterdir()) == external


def test_that_the_same_day_gives_the_same_calendar() -> None:
    state = read(path("samples/calder.solved.rollout"))
    assert state.schedule is not None
    first, second = (render(chase_calendar(state.plan, state.schedule, AS_OF)) for _ in range(2))
    assert first == second


def test_that_the_board_is_asked_on_the_last_day_that_keeps_the_start() -> None:
    plan = a_plan(phases=(a_phase(change=True),), change_lead=5)
    run = Assignment("P1", "A", date(2027, 1, 18), date(2027, 1, 29))
    occasions = chase_calendar(plan, Schedule((run,)), date(2027, 1, 4)).occasions
    (asking,) = (each for each in occasions if each.identity == "board P1")
    assert (asking.day, asking.title) == (date(2027, 1, 11), "P1: ask the change advisory board")
    assert "Nobody is named" in asking.text
