"""Another program's reader, MPXJ, opens our projects without complaint and finds the same in them.

It runs in a process of its own, since a Java runtime leaves threads and signal handlers behind.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from msgspec.structs import replace

from planner.business_case.projection import external_view
from planner.exchange.mspdi import NAMESPACE
from planner.exchange.mspdi.custom_fields import RESOURCE_FIELDS, TASK_FIELDS
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.project import HOURS_A_DAY, Project
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.to_plan import imported
from planner.exchange.mspdi.writer import write_project
from planner.exchange.safe_xml import Element, read_xml
from planner.plan import State
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.rollout.schedule import Schedule
from tests.builders import START, a_partner, a_phase, a_plan, an_assignment
from tests.strategies import states

AS_OF = date(2027, 1, 25)
READER, REWRITER = (Path(__file__).parent / name for name in ("read_with_mpxj.py", "rewrite_with_mpxj.py"))

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java runtime"),
    pytest.mark.skipif(importlib.util.find_spec("mpxj") is None, reason="mpxj is not installed (the extra 'exchange')"),
]
Found = dict[str, Any]


@pytest.fixture(scope="module")
def state() -> State:
    """Links of all types with lags both ways, two regions with holidays, a pin, a deadline and a baseline."""
    north = Region(
        "North", Calendar((date(2027, 1, 6), date(2027, 3, 1)), ("monday", "tuesday", "wednesday", "thursday"))
    )
    types = (("FS", 3), ("SS", -2), ("FF", 5), ("SF", 0))
    phases = [a_phase(f"P{number}", region="North" if number % 2 else "Global") for number in range(5)]
    phases[4] = replace(phases[4], deadline=date(2027, 6, 30), change=True)
    links = [
        Dependency(predecessor=f"P{number}", successor=f"P{number + 1}", type=kind, lag=lag)  # type: ignore[arg-type]
        for number, (kind, lag) in enumerate(types)
    ]
    plan = a_plan(
        phases=tuple(phases),
        dependencies=tuple(links),
        partners=(a_partner(teams=3),),
        regions=(north,),
        calendar=Calendar((date(2027, 1, 18),)),
        pins=(Pin(phase="P2", start=START),),
    )
    schedule = Schedule(tuple(an_assignment(plan, phase.id) for phase in phases))
    return State(replace(plan, baseline=schedule), schedule)


def read_by_mpxj(folder: Path, *projects: Project) -> list[Found]:
    files = [folder / f"project{number}.xml" for number in range(len(projects))]
    for file, project in zip(files, projects, strict=True):
        file.write_bytes(write_project(project))
    ended = subprocess.run([sys.executable, READER, *files], capture_output=True, check=False, timeout=120)
    assert ended.returncode == 0, ended.stderr.decode()
    found: list[Found] = json.loads(ended.stdout)
    return found


def drawn_projects(count: int) -> list[Project]:
    """Projects of any plans, with names and dates of every kind."""
    drawn = []

    @given(states())
    @settings(max_examples=count, phases=[Phase.generate])
    def draw(state: State) -> None:
        drawn.append(internal_project(state))

    draw()
    return drawn


def orders(text: bytes) -> set[tuple[str, str, str]]:
    """Which element stands before which other one in a parent, by their tags.

    Dates of manual tasks are left out: Project itself writes them behind the duration, and MPXJ at the end.
    """

    def inside(element: Element) -> Iterator[tuple[str, str, str]]:
        tags = dict.fromkeys(child.tag for child in element.children if not child.tag.startswith("Manual"))
        yield from ((element.tag, *pair) for pair in combinations(tags, 2))
        for child in element.children:
            yield from inside(child)

    return set(inside(read_xml(text, NAMESPACE)))


def described(project: Project) -> Found:
    """The tasks as the other reader tells them."""
    return {
        str(task.uid): {
            "name": task.name,
            "start": None if task.start is None else f"{task.start}T08:00",
            "finish": None if task.finish is None else f"{task.finish}T17:00",
            "hours": None if task.days is None else task.days * HOURS_A_DAY,
            "cost": task.cost,
            "deadline": None if task.deadline is None else f"{task.deadline}T17:00",
            "constraint": (task.constraint or "as_soon_as_possible").upper(),
            "links": sorted([link.predecessor, link.type, link.lag * HOURS_A_DAY] for link in task.links),
            "baseline": None if task.baseline is None else f"{task.baseline.start}T08:00",
        }
        for task in project.tasks
    }


def test_that_it_finds_the_same_dates_links_and_lags(tmp_path: Path, state: State) -> None:
    project = internal_project(state)
    (found,) = read_by_mpxj(tmp_path, project)
    assert found["ignored"] == []
    assert found["tasks"] == described(project)
    assert found["resources"] == {"Partner PAR": 3}
    assert len(found["assignments"]) == len(state.plan.phases)


def test_that_its_calendars_count_the_same_working_time(tmp_path: Path, state: State) -> None:
    (found,) = read_by_mpxj(tmp_path, internal_project(state))
    phases = [str(number) for number in range(1, 6)]
    assert {uid: found["worked"][uid] for uid in phases} == {uid: found["tasks"][uid]["hours"] for uid in phases}


def test_that_it_knows_every_custom_field_by_its_alias_and_slot(tmp_path: Path, state: State) -> None:
    (found,) = read_by_mpxj(tmp_path, internal_project(state))
    expected = {(alias, slot.upper()) for fields in (TASK_FIELDS, RESOURCE_FIELDS) for alias, slot in fields.items()}
    assert {(alias, slot) for alias, slot in found["fields"]} == expected - {("Requested", "COST2")}


def test_that_the_sample_opens_as_an_external_project_with_the_same_working_time(
    tmp_path: Path, medium_dates: State
) -> None:
    assert medium_dates.schedule is not None
    project = external_project(external_view(medium_dates.plan, medium_dates.schedule, AS_OF))
    (found,) = read_by_mpxj(tmp_path, project)
    assert found["ignored"] == []
    assert found["tasks"] == described(project)
    phases = [str(number) for number in range(1, len(medium_dates.plan.phases) + 1)]
    assert {uid: found["worked"][uid] for uid in phases} == {uid: found["tasks"][uid]["hours"] for uid in phases}


def test_that_it_finds_the_same_in_projects_of_any_plans(tmp_path: Path) -> None:
    projects = drawn_projects(40)
    found = read_by_mpxj(tmp_path, *projects)
    assert [each["ignored"] for each in found] == [[]] * len(projects)
    for each, project in zip(found, projects, strict=True):
        assert each["tasks"] == described(project)


def test_that_a_project_which_another_program_wrote_anew_comes_back_unchanged(
    tmp_path: Path, medium_dates: State
) -> None:
    ours, theirs = tmp_path / "ours.xml", tmp_path / "theirs.xml"
    assert medium_dates.schedule is not None
    view = external_view(medium_dates.plan, medium_dates.schedule, AS_OF)
    for project in (internal_project(medium_dates), external_project(view)):
        ours.write_bytes(write_project(project))
        ended = subprocess.run([sys.executable, REWRITER, ours, theirs], capture_output=True, check=False, timeout=120)
        assert ended.returncode == 0, ended.stderr.decode()
        assert theirs.read_bytes() != ours.read_bytes()
        reversed_ = {(parent, after, before) for parent, before, after in orders(theirs.read_bytes())}
        assert orders(ours.read_bytes()) & reversed_ == set()
        back = imported(read_project(theirs.read_bytes()), medium_dates)
        assert (back.state, back.notes) == (medium_dates, ())


def test_that_another_reader_finds_the_progress_that_we_tell(tmp_path: Path) -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2"), a_phase("P3")))
    first, second, third = (an_assignment(plan, phase.id) for phase in plan.phases)
    begun = (
        Actual(phase="P1", option=first.option, started_on=first.start, finished_on=first.finish),
        Actual(phase="P2", option=second.option, started_on=second.start, percent=40),
    )
    told = replace(plan, status_date=first.finish, actuals=begun)
    (found,) = read_by_mpxj(tmp_path, internal_project(State(told, Schedule((first, second, third)))))
    phases = [phase.name for phase in plan.phases]
    assert {name: done for name, done in found["done"].items() if name in phases} == {
        phases[0]: [f"{first.start}T08:00", f"{first.finish}T17:00", 100],
        phases[1]: [f"{second.start}T08:00", None, 40],
    }
    assert found["status date"] == f"{first.finish}T08:00"
