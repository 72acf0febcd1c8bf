"""Projects that others wrote: what is taken over, what is told not to be, and what is refused."""

import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.business_case.projection import external_view
from planner.exchange.mspdi import reader, to_plan
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.from_view import external_project
from planner.exchange.mspdi.reader import read_project
from planner.exchange.mspdi.rows import DEEPEST_OUTLINE
from planner.exchange.mspdi.to_plan import Imported, imported
from planner.exchange.mspdi.writer import write_project
from planner.invariants import EARLIEST, PlanError
from planner.plan import State
from planner.rollout.calendars import Calendar, Region
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import AdoptionTarget, Milestone, Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import DateRange
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment, by_partner

TARGET = AdoptionTarget(text="Safe", metric="risks", direction="at_most", baseline=9, value=5, unit="risks")
NAMESPACE = 'xmlns="http://schemas.microsoft.com/project"'


def task(uid: int, name: str, inside: str = "", level: int = 1) -> str:
    return f"<Task><UID>{uid}</UID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>{inside}</Task>"


def dated(start: str, finish: str, hours: int) -> str:
    return f"<Start>{start}T08:00:00</Start><Finish>{finish}T17:00:00</Finish><Duration>PT{hours}H0M0S</Duration>"


def link(predecessor: int, kind: int = 1, lag: int = 0, form: int = 7) -> str:
    inside = f"<PredecessorUID>{predecessor}</PredecessorUID><Type>{kind}</Type>"
    return f"<PredecessorLink>{inside}<LinkLag>{lag}</LinkLag><LagFormat>{form}</LagFormat></PredecessorLink>"


WEEK = dated("2027-01-04", "2027-01-08", 40)


def project(*tasks: str, more: str = "") -> bytes:
    head = "<Title>Theirs</Title><StartDate>2027-01-04T08:00:00</StartDate><CalendarUID>1</CalendarUID>"
    return f"<Project {NAMESPACE}>{head}{more}<Tasks>{''.join(tasks)}</Tasks></Project>".encode()


def taken(*tasks: str, more: str = "", into: State | None = None) -> Imported:
    return imported(read_project(project(*tasks, more=more)), into)


def refused(text: bytes) -> str:
    with pytest.raises(PlanError) as raised:
        imported(read_project(text))
    return str(raised.value)


def test_that_tasks_under_summaries_become_phases_of_a_workload() -> None:
    state = taken(
        task(1, "Intune", "<Summary>1</Summary>"),
        task(2, "Pilot", f"{WEEK}<Cost>1234500</Cost><Deadline>2027-02-01T17:00:00</Deadline>", 2),
        task(3, "Alone", WEEK),
    ).state
    pilot, alone = state.plan.phases
    assert (pilot.id, pilot.workload, pilot.options[0].cost, pilot.deadline) == (
        "T2",
        "Intune",
        12_345,
        date(2027, 2, 1),
    )
    assert (alone.workload, alone.options[0].kind) == ("Other", "internal")
    assert state.schedule == Schedule(
        tuple(Assignment(each, "internal", START, date(2027, 1, 8)) for each in ("T2", "T3"))
    )


@pytest.mark.parametrize(
    ("lag", "form", "days", "note"),
    [
        (4800, 7, 1, ""),
        (-9600, 7, -2, ""),
        (2400, 5, 1, "rounded up"),
        (14400 * 7, 8, 5, "calendar days"),
        (50, 19, 0, "percent"),
        (0, 8, 0, ""),
    ],
)
def test_that_lags_become_whole_working_days_and_it_is_said(lag: int, form: int, days: int, note: str) -> None:
    found = taken(task(1, "A", WEEK), task(2, "B", WEEK + link(1, 1, lag, form)))
    assert found.state.plan.dependencies == (Dependency(predecessor="T1", successor="T2", lag=days),)
    assert note in "".join(found.notes)
    assert bool(note) == bool(found.notes)


@pytest.mark.parametrize(("kind", "expected"), [(0, "FF"), (1, "FS"), (2, "SF"), (3, "SS")])
def test_that_links_have_their_types(kind: int, expected: str) -> None:
    found = taken(task(1, "A", WEEK), task(2, "B", WEEK + link(1, kind)))
    assert [each.type for each in found.state.plan.dependencies] == [expected]


def test_that_a_link_of_a_summary_is_one_of_each_phase_inside() -> None:
    found = taken(
        task(1, "Sum", "<Summary>1</Summary>"),
        task(2, "A", WEEK, 2),
        task(3, "B", WEEK, 2),
        task(4, "After", WEEK + link(1)),
        task(5, "With", WEEK + link(1, 3)),
    )
    assert [(each.predecessor, each.successor) for each in found.state.plan.dependencies] == [
        ("T2", "T4"),
        ("T3", "T4"),
    ]
    assert "'Sum' to 'With' is left out" in found.notes[0]


def test_that_constraints_become_earliest_starts_and_pins() -> None:
    bound = "<ConstraintType>{}</ConstraintType><ConstraintDate>2027-01-04T08:00:00</ConstraintDate>"
    found = taken(
        task(1, "A", WEEK + bound.format(4)), task(2, "B", WEEK + bound.format(2)), task(3, "C", WEEK + bound.format(7))
    )
    assert [phase.earliest_start for phase in found.state.plan.phases] == [START, None, None]
    assert found.state.plan.pins == (Pin(phase="T2", start=START),)
    assert "'C' has a constraint" in found.notes[0]


def test_that_resources_become_partners_with_teams_and_windows() -> None:
    window = "<AvailableFrom>2027-01-01T00:00:00</AvailableFrom><AvailableTo>2027-06-30T23:59:00</AvailableTo>"
    resources = (
        "<Resources><Resource><UID>7</UID><Name>Acme</Name><Type>1</Type><MaxUnits>2.5</MaxUnits><AvailabilityPeriods>"
        f"<AvailabilityPeriod>{window}</AvailabilityPeriod></AvailabilityPeriods></Resource>"
        "<Resource><UID>8</UID><Name>Paint</Name><Type>0</Type></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>7</ResourceUID></Assignment></Assignments>"
    )
    found = taken(task(1, "A", WEEK), more=resources)
    (partner,) = found.state.plan.partners
    assert (partner.id, partner.teams, partner.windows) == (
        "Acme",
        2,
        (DateRange(date(2027, 1, 1), date(2027, 6, 30)),),
    )
    assert found.state.plan.phases[0].options[0].partner == "Acme"
    assert "'Paint' is material" in found.notes[0]


def test_that_calendars_of_tasks_become_regions_with_their_holidays() -> None:
    period = "<TimePeriod><FromDate>{}T00:00:00</FromDate><ToDate>{}T23:59:00</ToDate></TimePeriod>"
    holidays = (
        f"<Exception>{period.format('2027-03-01', '2027-03-02')}<Type>1</Type><DayWorking>0</DayWorking></Exception>"
    )
    yearly = (
        f"<Exception>{period.format('2027-01-01', '2028-12-31')}<Type>2</Type><Month>4</Month><MonthDay>1</MonthDay>"
        "<DayWorking>0</DayWorking></Exception>"
    )
    saturday = (
        f"<Exception>{period.format('2027-03-06', '2027-03-06')}<Name>Move</Name><DayWorking>1</DayWorking></Exception>"
    )
    friday_off = "<WeekDays>{}</WeekDays>".format(
        "".join(
            f"<WeekDay><DayType>{n}</DayType><DayWorking>{int(1 < n < 6)}</DayWorking></WeekDay>" for n in range(1, 8)
        )
    )
    calendars = (
        "<Calendars><Calendar><UID>1</UID><Name>Standard</Name></Calendar><Calendar><UID>2</UID><Name>North</Name>"
        f"{friday_off}<Exceptions>{holidays}{yearly}{saturday}</Exceptions></Calendar></Calendars>"
    )
    found = taken(task(1, "A", f"{WEEK}<CalendarUID>2</CalendarUID>"), more=calendars)
    days = tuple(date(*each) for each in ((2027, 3, 1), (2027, 3, 2), (2027, 5, 1), (2028, 5, 1)))
    assert found.state.plan.regions == (
        Region("North", Calendar(days, ("monday", "tuesday", "wednesday", "thursday"))),
    )
    assert found.state.plan.phases[0].region == "North"
    assert "works on 2027-03-06 (Move)" in found.notes[0]


def test_that_a_project_changed_outside_brings_its_dates_back_and_loses_nothing() -> None:
    plan = a_plan(phases=(a_phase("P1", options=(by_partner(), by_partner("RIV", cost=1))), a_phase("P2")))
    plan = replace(plan, partners=(*plan.partners, replace(plan.partners[0], id="RIV", name="Rival")))
    state = State(plan, Schedule((an_assignment(plan, "P1"), an_assignment(plan, "P2"))))
    assert state.schedule is not None
    text = write_project(external_project(external_view(plan, state.schedule, START)))
    assert imported(read_project(text), state).state == state
    later = text.replace(b"2027-01-15T17:00:00", b"2027-01-18T17:00:00").replace(b"PT80H", b"PT88H")
    back = imported(read_project(later), state).state
    assert back.schedule is not None
    assert {each.finish for each in back.schedule.assignments} == {date(2027, 1, 18)}
    assert [option.duration for option in back.plan.phases[0].options] == [11, 10]
    assert back.plan.credits == plan.credits


def test_that_the_calendars_of_a_stranger_leave_those_of_a_plan_as_they_are() -> None:
    north = Region("North", Calendar((date(2027, 3, 1),)))
    plan = a_plan(calendar=Calendar((date(2027, 1, 6),)), regions=(north,))
    calendars = "".join(
        f"<Calendar><UID>{uid}</UID><Name>{name}</Name></Calendar>"
        for uid, name in ((1, "Standard"), (2, "North"), (3, "South"))
    )
    tasks = (task(1, "A", f"{WEEK}<CalendarUID>2</CalendarUID>"), task(2, "B", f"{WEEK}<CalendarUID>3</CalendarUID>"))
    found = taken(*tasks, more=f"<Calendars>{calendars}</Calendars>", into=State(plan)).state.plan
    assert (found.calendar, found.regions) == (plan.calendar, (north, Region("South", Calendar())))
    assert list(found.phase) == ["P1", "T1", "T2"]


def test_that_texts_which_project_cuts_off_are_kept_whole() -> None:
    halves = tuple(Milestone(name=f"Half {n}", deliverable="x" * 200, proof="Report", share=5_000) for n in range(2))
    plan = a_plan(phases=(a_phase("P1", milestones=halves, exclusions=("y" * 300,)),))
    text = write_project(internal_project(State(plan))).decode()
    cut = re.sub(r"<Value>([^<]{255})[^<]*</Value>", r"<Value>\1</Value>", text)
    assert cut != text
    assert imported(read_project(cut.encode()), State(plan)).state == State(plan)
    with pytest.raises(PlanError, match="'Phase P1', Milestones"):
        imported(read_project(cut.encode()))


def test_that_phases_which_the_file_has_not_are_kept() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), dependencies=(Dependency(predecessor="P1", successor="P2"),))
    part = replace(plan, phases=plan.phases[:1], dependencies=())
    text = write_project(internal_project(State(part)))
    assert imported(read_project(text), State(plan)).state == State(plan)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"<Workbook/>", "no Microsoft Project XML"),
        (project(), "no tasks"),
        (project(task(1, "A"), task(1, "B")), "Two tasks have the UID 1"),
        (project("<Task><Name>A</Name></Task>"), "has no UID"),
        (project(task(1, "A", "<Start>soon</Start>")), "'soon' is no date"),
        (project(task(1, "A", "<Start>1492-10-12T08:00:00</Start>")), "1492-10-12 is outside"),
        (project(task(1, "A", link(2)), task(2, "B", link(1))), "circle"),
        (project(task(1, "A", "<Duration>PT999999999H0M0S</Duration>")), "above 2,000"),
    ],
)
def test_that_a_wrong_project_is_refused_in_words(text: bytes, words: str) -> None:
    assert words in refused(text)


def test_that_a_value_that_cannot_be_read_names_its_task_and_field() -> None:
    plan = a_plan()
    text = write_project(internal_project(State(plan))).replace(b"<Value>100</Value>", b"<Value>some</Value>", 1)
    assert "task 1: Task 'Phase P1', " in refused(text)
    assert "it must be a number" in refused(text)


def test_that_the_depth_of_the_outline_is_bounded() -> None:
    def nested(depth: int) -> bytes:
        summaries = (task(level, "Sum", "<Summary>1</Summary>", level) for level in range(1, depth + 1))
        return project(*summaries, task(depth + 1, "A", WEEK, depth + 1))

    assert len(imported(read_project(nested(DEEPEST_OUTLINE))).state.plan.phases) == 1
    assert "deeper than 100 summaries" in refused(nested(DEEPEST_OUTLINE + 1))


def test_that_numbers_of_tasks_and_days_off_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_TASKS", 2)
    monkeypatch.setattr(reader, "MOST_DAYS_OFF", 100)
    assert "more than 2 tasks" in refused(project(*(task(n, "A", WEEK) for n in range(1, 4))))
    period = "<TimePeriod><FromDate>2000-01-01T00:00:00</FromDate><ToDate>2030-01-01T00:00:00</ToDate></TimePeriod>"
    exceptions = f"<Exceptions><Exception>{period}</Exception></Exceptions>"
    calendar = f"<Calendars><Calendar><UID>1</UID>{exceptions}</Calendar></Calendars>"
    assert "more than 100 days off" in refused(project(task(1, "A", WEEK), more=calendar))


WRITTEN = write_project(internal_project(State(a_plan(), Schedule((an_assignment(a_plan()),)))))
VALUES = st.sampled_from(
    [
        "",
        "-1",
        "0",
        "1",
        "999999999999999999999",
        "NaN",
        "soon",
        "2027-13-01T08:00:00",
        "P1Y",
        "\\",
        ";|;",
        "0001-01-01T00:00:00",
        "9999-12-31T00:00:00",
        "²",
        "1e400",
    ]
)


@given(st.data())
@settings(max_examples=300)
def test_that_a_project_with_any_value_changed_is_read_or_refused(data: st.DataObject) -> None:
    pieces = WRITTEN.decode().split(">")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(pieces) - 1))
        value, tag = data.draw(VALUES), pieces[at].rpartition("<")[2]
        pieces[at] = f"{value}<{tag}"
    with suppress(PlanError):
        imported(read_project(">".join(pieces).encode()), data.draw(st.sampled_from([None, State(a_plan())])))


@given(st.integers(0, len(WRITTEN)), st.binary(max_size=4), st.integers(0, 30))
@settings(max_examples=200)
def test_that_a_damaged_project_is_read_or_refused(at: int, inserted: bytes, left_out: int) -> None:
    with suppress(PlanError):
        imported(read_project(WRITTEN[:at] + inserted + WRITTEN[at + left_out :]))


PERIOD = "<TimePeriod><FromDate>{}T00:00:00</FromDate><ToDate>{}T23:59:00</ToDate></TimePeriod>"


def test_that_days_off_of_old_projects_count_and_repeated_ones_and_empty_ones_are_left_out() -> None:
    old = f"<WeekDays><WeekDay><DayType>0</DayType>{PERIOD.format('2027-03-01', '2027-03-01')}</WeekDay></WeekDays>"
    weekly = f"<Exception>{PERIOD.format('2027-03-05', '2027-06-30')}<Name>Fridays</Name><Type>6</Type></Exception>"
    empty = (
        f"<Exception><Name>Never</Name></Exception><Exception>{PERIOD.format('2027-03-09', '2027-03-08')}</Exception>"
    )
    calendar = f"<Calendar><UID>1</UID><Name>Mon</Name>{old}<Exceptions>{weekly}{empty}</Exceptions></Calendar>"
    found = taken(task(1, "A", WEEK), more=f"<Calendars>{calendar}</Calendars>")
    assert found.state.plan.calendar.holidays == (date(2027, 3, 1),)
    assert found.notes == ("Calendar 'Mon' has a repeated exception, 'Fridays'; it is left out.",)


def test_that_blank_and_inactive_tasks_are_left_out_and_links_to_other_projects_told() -> None:
    elsewhere = "<PredecessorLink><CrossProject>1</CrossProject><PredecessorUID>1</PredecessorUID></PredecessorLink>"
    nowhere = "<PredecessorLink><Type>1</Type></PredecessorLink>"
    found = taken(
        task(1, "A", WEEK),
        task(2, "", "<IsNull>1</IsNull>"),
        task(3, "Off", f"{WEEK}<Active>0</Active>"),
        task(4, "D", WEEK + elsewhere + nowhere + link(4)),
    )
    assert [phase.name for phase in found.state.plan.phases] == ["A", "D"]
    assert found.state.plan.dependencies == ()
    assert sorted(found.notes) == [
        "Task 'D' waits for a task of another project; that link is left out.",
        "Task 'Off' is inactive; it is left out.",
    ]


def test_that_of_two_links_of_one_type_the_larger_lag_is_kept() -> None:
    found = taken(task(1, "A", WEEK), task(2, "B", WEEK + link(1, 1, 9600) + link(1, 1, 4800)))
    assert found.state.plan.dependencies == (Dependency(predecessor="T1", successor="T2", lag=2),)
    assert "the larger lag is kept" in found.notes[0]


def test_that_nobody_blank_and_unknown_delivers_nothing_and_an_open_period_is_no_window() -> None:
    always = "<AvailableFrom>1984-01-01T00:00:00</AvailableFrom><AvailableTo>2049-12-31T23:59:00</AvailableTo>"
    until = "<AvailableFrom>1984-01-01T00:00:00</AvailableFrom><AvailableTo>2027-06-30T23:59:00</AvailableTo>"
    periods = "".join(f"<AvailabilityPeriod>{each}</AvailabilityPeriod>" for each in (always, until))
    resources = (
        "<Resources><Resource><UID>0</UID><Name>Nobody</Name></Resource><Resource><UID>5</UID><IsNull>1</IsNull></Resource>"
        f"<Resource><UID>7</UID><Name>Acme</Name><AvailabilityPeriods>{periods}</AvailabilityPeriods></Resource></Resources>"
        "<Assignments><Assignment><TaskUID>1</TaskUID><ResourceUID>9</ResourceUID></Assignment></Assignments>"
    )
    plan = taken(task(1, "A", WEEK), more=resources).state.plan
    assert [(partner.id, partner.windows) for partner in plan.partners] == [
        ("Acme", (DateRange(EARLIEST, date(2027, 6, 30)),))
    ]
    assert plan.phases[0].options[0].kind == "internal"


def test_that_only_the_first_baseline_and_fields_with_a_name_are_read() -> None:
    fields = (
        "<ExtendedAttributes><ExtendedAttribute><Alias>Phase id</Alias></ExtendedAttribute><ExtendedAttribute>"
        "<FieldID>188743731</FieldID><Alias>Phase id</Alias></ExtendedAttribute></ExtendedAttributes>"
    )
    value = "<ExtendedAttribute><FieldID>{}</FieldID><Value>M1</Value></ExtendedAttribute>"
    second = (
        "<Baseline><Number>1</Number><Start>2027-01-04T08:00:00</Start><Finish>2027-01-05T17:00:00</Finish></Baseline>"
    )
    found = read_project(project(task(1, "A", WEEK + value.format(188743731) + value.format(1) + second), more=fields))
    assert [(each.fields, each.baseline) for each in found.tasks] == [({"Phase id": "M1"}, None)]


def test_that_phases_get_names_of_their_own_and_the_same_id_twice_is_refused() -> None:
    fields = (
        "<ExtendedAttributes><ExtendedAttribute><FieldID>188743731</FieldID><Alias>Phase id</Alias>"
        "</ExtendedAttribute></ExtendedAttributes>"
    )
    called = "<ExtendedAttribute><FieldID>188743731</FieldID><Value>T2</Value></ExtendedAttribute>"
    found = taken(task(1, "A", WEEK + called), task(2, "B", WEEK), more=fields)
    assert [*found.state.plan.phase] == ["T2", "T2x"]
    twice = project(task(1, "A", WEEK + called), task(2, "B", WEEK + called), more=fields)
    assert "The tasks 'A' and 'B' have the same phase id, 'T2'." in refused(twice)


def test_that_claims_of_credits_that_the_plan_has_not_are_left_out_with_a_note() -> None:
    plan = a_plan()
    claimed = State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 9_000),)))
    text = write_project(internal_project(claimed))
    bare = State(replace(plan, credits=()), Schedule((an_assignment(plan),)))
    found = imported(read_project(text), bare)
    assert found.state.schedule == bare.schedule
    assert "Credit 'C1' is not in the plan; its claim on P1 is left out." in found.notes


def test_that_a_project_without_any_day_is_refused() -> None:
    assert "The project has no dates." in refused(
        project(task(1, "A")).replace(b"<StartDate>2027-01-04T08:00:00</StartDate>", b"")
    )


def test_that_the_number_of_links_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_plan, "MOST_LINKS", 1)
    three = project(task(1, "A", WEEK), task(2, "B", WEEK + link(1)), task(3, "C", WEEK + link(1)))
    assert "more than 1 links" in refused(three)


@pytest.mark.parametrize(
    ("changes", "before", "after", "words"),
    [
        ({"seats": 77}, b"<Value>77</Value>", b"<Value>7.5</Value>", "it must be a whole number"),
        ({"seats": 77}, b"<Value>77</Value>", b"<Value>1e99</Value>", "a number of usual size"),
        ({"adoption_target": TARGET}, b"<Value>at_most</Value>", b"<Value>around</Value>", "at_least or at_most"),
        ({"change": True}, b"<Value>1</Value>", b"<Value>maybe</Value>", "it must be yes or no"),
        ({}, b"partner|PAR", b"friend|PAR", "its kinds are partner, fasttrack, internal"),
    ],
)
def test_that_a_field_that_is_none_of_its_kind_is_refused_in_words(
    changes: dict[str, object], before: bytes, after: bytes, words: str
) -> None:
    text = write_project(internal_project(State(a_plan(phases=(replace(a_phase(), **changes),)))))
    assert before in text
    assert words in refused(text.replace(before, after))


def test_that_a_day_rate_that_is_no_sum_is_refused_with_its_owner() -> None:
    text = write_project(internal_project(State(a_plan())))
    assert b"<Value>100000</Value>" in text
    told = refused(text.replace(b"<Value>100000</Value>", b"<Value>much</Value>"))
    assert "The day rate of 'Partner PAR' cannot be read" in told


def test_that_a_claim_that_the_project_does_not_tell_of_a_phase_it_has_is_gone() -> None:
    plan = a_plan(phases=(a_phase(), a_phase("P2")), credits=(a_credit(), a_credit("C2")))
    runs = (an_assignment(plan), an_assignment(plan, "P2", date(2027, 2, 1)))
    first, second = Claim("P1", "C1", 9_000), Claim("P1", "C2", 500)
    one = replace(plan, phases=plan.phases[:1])
    text = write_project(internal_project(State(one, Schedule(runs[:1], (first,)))))
    kept = Claim("P2", "C2", 7)
    back = imported(read_project(text), State(plan, Schedule(runs, (first, second, kept)))).state
    assert back.schedule == Schedule(runs, (first, kept))
