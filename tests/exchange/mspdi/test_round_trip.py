"""What goes out as a project comes back the same, as far as Project can hold it."""

from datetime import date
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.attachments import Attachment
from planner.business_case.projection import external_view
from planner.exchange.mspdi.export import export_internal_project, export_project
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.held import held
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.to_plan import imported
from planner.exchange.mspdi.writer import write_project
from planner.plan import Plan, State
from planner.rollout.calendars import Calendar, Region
from planner.rollout.moves import place
from planner.rollout.quotes import Quote
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_phase, a_plan, an_assignment, by_partner
from tests.business_case.conftest import plan_of_secrets, with_dates
from tests.programme.test_joining import a_rich_plan
from tests.strategies import small_plans, states

GROUPINGS = st.sampled_from(["workload", "region"])


def a_told_rollout() -> State:
    """Regions of one name but for its case, a freeze in one of them, progress, pins, a baseline and claims."""
    plan = a_rich_plan()
    named = tuple(Region(name, Calendar(holidays=(START,))) for name in ("North", "NORTH"))
    phases = tuple(
        replace(each, region=region.name, change=True) for each, region in zip(plan.phases, named, strict=True)
    )
    freezes = tuple(replace(each, regions=("North",)) for each in plan.freezes)
    plan = replace(plan, regions=named, phases=phases, freezes=freezes)
    schedule = Schedule(
        (an_assignment(plan), an_assignment(plan, "P2", date(2027, 2, 1))),
        (Claim("P1", "C1", 9_000), Claim("P1", "C2", 500), Claim("P2", "C1", 8_000)),
    )
    return State(replace(plan, baseline=schedule), schedule)


@given(states(), GROUPINGS)
@example(a_told_rollout(), "workload")
@example(with_dates(plan_of_secrets()), "region")
@settings(max_examples=60)
def test_that_a_project_read_alone_is_what_project_can_hold_of_the_plan(state: State, grouped_by: str) -> None:
    text = write_project(internal_project(state, grouped_by))  # type: ignore[arg-type]
    assert imported(read_project(text)).state == held(state)


@given(states())
@example(a_told_rollout())
@example(with_dates(plan_of_secrets()))
@settings(max_examples=60)
def test_that_a_project_read_into_its_plan_changes_nothing(state: State) -> None:
    text = write_project(internal_project(state))
    back = imported(read_project(text), state).state
    assert back == state
    assert back.plan is state.plan


@given(small_plans(), st.data())
@settings(max_examples=100)
def test_that_an_external_project_read_into_its_plan_changes_nothing(plan: Plan, data: st.DataObject) -> None:
    options = {phase.id: data.draw(st.sampled_from(phase.options)).id for phase in plan.phases}
    placed = (place(plan, phase, options[phase.id], plan.start) for phase in plan.phases)
    state = State(plan, Schedule(tuple(placed)))
    assert state.schedule is not None
    text = write_project(external_project(external_view(plan, state.schedule, START)))
    assert imported(read_project(text), state).state == state


def test_that_an_external_project_of_a_small_rollout_read_into_its_plan_changes_nothing() -> None:
    state = with_dates(plan_of_secrets())
    assert state.schedule is not None
    text = write_project(external_project(external_view(state.plan, state.schedule, START)))
    assert imported(read_project(text), state).state == state


def test_that_projects_are_written_whole_into_a_folder_that_is_made(tmp_path: Path) -> None:
    state = with_dates(plan_of_secrets())
    external = export_project(state, tmp_path / "new", START)
    internal = export_internal_project(state, tmp_path / "new")
    assert [file.name for file in (external, internal)] == ["endpoints-project.xml", "endpoints-INTERNAL-project.xml"]
    assert imported(read_project(external.read_bytes()), state).state == state
    assert imported(read_project(internal.read_bytes())).state == held(state)


def test_that_a_project_that_comes_back_changes_days_and_cost_and_loses_nothing_of_an_option() -> None:
    option = replace(
        by_partner(duration=10, optimistic=9, pessimistic=11),
        quotes=(Quote(quoted_on=START, amount=20_000),),
        attachments=(Attachment(title="SOW", path="sow.pdf", sha256="0" * 64),),
    )
    plan = a_plan(phases=(a_phase(options=(option,)),))
    state = State(plan, Schedule((an_assignment(plan),)))
    project = external_project(external_view(plan, state.schedule or Schedule(()), START))
    *above, task = project.tasks
    for days, best, worst in ((10, 9, 11), (12, 9, 12), (8, 8, 11)):
        finish = an_assignment(a_plan(phases=(a_phase(options=(by_partner(duration=days),)),))).finish
        told = project._replace(
            tasks=(
                *above,
                task._replace(finish=finish, days=days, cost=19_000),
            )
        )
        back = imported(told, state).state.plan.phases[0].options
        expected = replace(option, duration=days, cost=19_000, optimistic=best, pessimistic=worst)
        assert back == (expected if days != 10 else replace(expected, duration=10),)


def test_that_guided_work_of_an_external_project_alone_is_guided() -> None:
    state = with_dates(plan_of_secrets())
    assert state.schedule is not None
    text = write_project(external_project(external_view(state.plan, state.schedule, START)))
    alone = imported(read_project(text)).state.plan
    assert [phase.options[0].kind for phase in alone.phases] == ["fasttrack", "partner"]
