from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Event
from msgspec.structs import replace

from planner.business_case.export import business_case, export
from planner.funding.credits import Credit
from planner.plan import State
from planner.rollout.schedule import Schedule
from tests.business_case.conftest import AS_OF
from tests.business_case.reading import calendar, said


def events(state: State, folder: Path, as_of: date = AS_OF) -> list[Event]:
    (file,) = export(state, folder, ("ics",), as_of)
    return [each for each in calendar(file).walk("VEVENT") if isinstance(each, Event)]


def day_of(event: Event) -> date:
    found = event.decoded("dtstart")
    assert isinstance(found, date)
    return found


def days(found: list[Event]) -> dict[str, date]:
    return {str(event["summary"]): day_of(event) for event in found}


def versions(found: list[Event]) -> list[int]:
    return [int(event.decoded("sequence")) for event in found]


def test_that_a_calendar_holds_the_days_that_others_have_to_keep(state: State, folder: Path) -> None:
    assert days(events(state, folder)) == {
        "C1: decision asked for": date(2027, 1, 4),
        "C1: SOW to be signed": date(2027, 2, 1),
        "P1: measure adoption": date(2027, 4, 30),
        "C1: funding window closes": date(2027, 6, 30),
        "C1: proof of execution for P1": date(2027, 6, 30),
        "Agreement renewal": date(2028, 1, 1),
    }


def test_that_every_day_of_the_calendar_stands_in_the_document(medium_state: State) -> None:
    document = business_case(medium_state, AS_OF)
    text = said(document)
    days_told = (f"{each.day.day} {each.day:%b %Y}" in text or str(each.day) in text for each in document.occasions)
    assert [each for each, is_told in zip(document.occasions, days_told, strict=True) if not is_told] == []
    assert len(document.occasions) >= 30


def test_that_every_occasion_is_a_whole_day_with_a_reminder_a_month_before(medium_state: State, folder: Path) -> None:
    found = events(medium_state, folder)
    for event in found:
        assert type(day_of(event)) is date
        assert event.decoded("dtend") - day_of(event) == timedelta(days=1)
        (alarm,) = event.walk("VALARM")
        assert alarm.decoded("trigger") == timedelta(days=-30)
    assert len({str(event["uid"]) for event in found}) == len(found)


def test_that_a_later_document_moves_days_and_doubles_none(state: State, folder: Path) -> None:
    before = events(state, folder)
    signed = tuple(replace(each, sow_signed_on=date(2027, 1, 22)) for each in state.plan.credits)
    after = events(State(replace(state.plan, credits=signed), state.schedule), folder, date(2027, 1, 1))
    assert {str(event["uid"]) for event in after} == {str(event["uid"]) for event in before}
    assert days(after)["C1: SOW to be signed"] == date(2027, 1, 22)
    assert min(versions(after)) > max(versions(before))


@pytest.mark.parametrize(
    ("changes", "title"),
    [({"sow_signed_on": AS_OF}, "C1: SOW to be signed"), ({"approved_on": AS_OF}, "C1: decision asked for")],
)
def test_that_what_is_done_is_no_occasion_any_more(
    state: State, folder: Path, changes: dict[str, object], title: str
) -> None:
    done: tuple[Credit, ...] = tuple(replace(each, **changes) for each in state.plan.credits)
    plan = replace(state.plan, credits=done)
    assert title in days(events(state, folder))
    assert title not in days(events(State(plan, state.schedule), folder))


def test_that_two_plans_of_one_customer_share_no_occasion(state: State, folder: Path) -> None:
    other = State(replace(state.plan, name="Another"), state.schedule)
    first, second = ({str(event["uid"]) for event in events(each, folder)} for each in (state, other))
    assert first & second == set()


def test_that_a_rollout_without_occasions_is_an_empty_calendar(state: State, folder: Path) -> None:
    assert state.schedule is not None
    phases = tuple(replace(each, adoption_target=None) for each in state.plan.phases)
    plan = replace(state.plan, phases=phases, agreement=type(state.plan.agreement)())
    assert events(State(plan, Schedule(state.schedule.assignments)), folder) == []
