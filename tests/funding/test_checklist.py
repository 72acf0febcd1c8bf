"""The checklist fills itself in from the plan: each line, when it is done, open or not applicable."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from msgspec.structs import replace

from planner.funding.checklist import MARKS, Line, as_markdown, checklist
from planner.funding.rates import RateLine
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from tests.builders import (
    START,
    a_credit,
    a_phase,
    a_plan,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
)
from tests.funding.test_readiness import LATER, ready, scheduled, with_credit
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states

AS_OF = date(2027, 2, 1)
E5 = RateLine(sku="SPE_E5", name="Microsoft 365 E5", seats=1_000, list_price=1_000, asked=500, offered=500)
READ = {
    "conditions": "Six months from issue.",
    "conditions_read_by": "Sam Reed",
    "conditions_read_on": AS_OF,
    "source_document": "Letter of 4 January 2027",
}


def prepared() -> State:
    """A plan with nothing left to do before signing."""
    plan = replace(ready(), rate_lines=(E5,))
    plan = replace(plan, credits=tuple(replace(credit, **READ) for credit in plan.credits))
    return State(plan, scheduled(plan))


def lines_of(state: State, title: str, as_of: date = AS_OF) -> list[Line]:
    found = [line for line in checklist(state, as_of) if title in line.title]
    assert found, f"no line is called {title}"
    return found


def first(plan: Plan, title: str, schedule: Schedule | None = None) -> Line:
    return lines_of(State(plan, schedule or scheduled(plan)), title)[0]


def test_that_nothing_is_open_where_nothing_is_left_to_do() -> None:
    assert [line for line in checklist(prepared(), AS_OF) if line.standing == "open"] == []


def test_that_the_topics_come_in_the_order_of_the_work() -> None:
    topics = list(dict.fromkeys(line.topic for line in checklist(prepared(), AS_OF)))
    assert topics == ["Entitled", "Funded", "Conditions read", "No strings", "Three asks"]


@given(states())
def test_that_a_line_says_why_and_an_open_one_what_to_do(state: State) -> None:
    for line in checklist(state, AS_OF):
        assert line.reason
        assert bool(line.todo) == (line.standing == "open")


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"status": "requested"}, "done"),
        ({"status": "engaged"}, "done"),
        ({"status": "not requested"}, "open"),
        ({"status": "declined"}, "not applicable"),
        ({"seats_owned": 149}, "not applicable"),
        ({"engage_by": AS_OF - timedelta(days=1)}, "open"),
        ({"engage_by": AS_OF - timedelta(days=1), "status": "engaged"}, "done"),
    ],
)
def test_that_a_right_is_done_once_it_is_asked_for_in_time(changes: dict[str, object], standing: str) -> None:
    entitlement = replace(an_entitlement(), **changes)
    line = first(replace(prepared().plan, entitlements=(entitlement,)), "Help that comes with the seats")
    assert line.standing == standing


def entitled(**changes: object) -> Plan:
    plan = a_plan(phases=(a_phase(options=(by_partner(), by_fasttrack())),), entitlements=(an_entitlement(),))
    return replace(plan, **changes)


def delivered(plan: Plan, option: str, claim: int = 10_000) -> Schedule:
    return Schedule((an_assignment(plan, option_id=option),), (Claim("P1", "C1", claim),))


def test_that_money_for_entitled_work_is_named_with_its_amount() -> None:
    plan = entitled()
    line = first(plan, "No partner is paid for what FastTrack does for less", delivered(plan, "PAR"))
    assert line.standing == "open"
    assert "20,000 USD" in line.reason
    assert (
        first(plan, "No partner is paid for what FastTrack does for less", delivered(plan, "PAR", 14_000)).standing
        == "done"
    )
    assert (
        first(plan, "No partner is paid for what FastTrack does for less", delivered(plan, "fasttrack", 0)).standing
        == "done"
    )


def test_that_fasttrack_work_rests_on_a_right() -> None:
    plan = entitled()
    assert first(plan, "rest on a right", delivered(plan, "fasttrack", 0)).standing == "done"
    assert first(plan, "rest on a right", delivered(plan, "PAR")).standing == "not applicable"
    bare = replace(plan, entitlements=())
    assert first(bare, "rest on a right", delivered(bare, "fasttrack", 0)).standing == "open"


def test_that_a_claim_that_cannot_be_paid_is_open_with_the_reason() -> None:
    plan = with_credit(prepared().plan, request_date=LATER, approval_lead=10)
    line = first(plan, "can be paid")
    assert (line.about, line.standing) == ("C1", "open")
    assert "of C1 is planned and may not be paid. " in line.reason
    assert "approved only on" in line.reason
    assert lines_of(State(plan, scheduled(plan)), "can be paid")[1].standing == "done"
    assert first(plan, "credible").standing == "open"


def test_that_a_claim_without_a_letter_is_open() -> None:
    assert first(with_credit(prepared().plan, source_document=" "), "stand in a letter").standing == "open"


def test_that_without_a_schedule_or_claims_nothing_is_to_be_paid() -> None:
    plan = prepared().plan
    (line,) = lines_of(State(plan), "can be paid")
    assert (line.standing, line.reason) == ("not applicable", "The plan has no schedule yet.")
    (line,) = lines_of(State(plan, Schedule((an_assignment(plan),))), "can be paid")
    assert (line.standing, line.reason) == ("not applicable", "The schedule claims no credit.")


@pytest.mark.parametrize(
    ("by", "on", "standing"),
    [
        ("Sam Reed", AS_OF, "done"),
        ("Sam Reed", AS_OF + timedelta(days=1), "open"),
        ("Sam Reed", None, "open"),
        (" ", AS_OF, "open"),
        ("", None, "open"),
    ],
)
def test_that_conditions_are_read_once_somebody_has_read_them_by_that_day(
    by: str, on: date | None, standing: str
) -> None:
    plan = with_credit(prepared().plan, conditions_read_by=by, conditions_read_on=on)
    assert first(plan, "read the letter").standing == standing


@pytest.mark.parametrize(
    ("conditions", "standing"),
    [("Six months.", "done"), ("", "open"), ("Customer must commit to purchase 500 seats. POE by June.", "open")],
)
def test_that_strings_are_quoted_and_a_blank_letter_is_not_free_of_them(conditions: str, standing: str) -> None:
    line = first(with_credit(prepared().plan, conditions=conditions), "asks for no growth")
    assert line.standing == standing
    assert ("commit to purchase 500 seats" in line.reason) == ("commit" in conditions)


def test_that_only_letters_at_stake_are_asked_about() -> None:
    lost, unused = a_credit("C3", status="rejected"), a_credit("C4")
    plan = prepared().plan
    plan = replace(plan, credits=(*plan.credits, lost, unused))
    claimed = lines_of(State(plan, scheduled(plan)), "read the letter")
    assert [line.about for line in claimed] == ["C1", "C2"]
    assert [line.about for line in lines_of(State(plan), "read the letter")] == ["C1", "C2", "C4"]


@pytest.mark.parametrize(("asked", "offered", "standing"), [(500, 500, "done"), (500, 499, "open"), (0, 0, "open")])
def test_that_a_rate_is_settled_by_what_is_offered_on_it_and_by_no_funding(
    asked: int, offered: int, standing: str
) -> None:
    plan = replace(prepared().plan, rate_lines=(replace(E5, asked=asked, offered=offered),))
    assert first(plan, "settled on its own").standing == standing
    rich = with_credit(plan, face=10**9)
    assert first(rich, "settled on its own") == first(plan, "settled on its own")


def test_that_the_worth_of_the_funding_is_told_with_the_three_asks(medium: Plan) -> None:
    folder = shared_folder()
    assert folder is not None
    schedule = read_schedule(medium, folder / "plans" / "medium.result.json")
    line = first(medium, "known for what it is worth", schedule)
    assert line.standing == "done"
    assert "2.81 points" in line.reason
    assert "none pays for another" in line.reason
    assert first(replace(medium, rate_lines=()), "known for what", schedule).standing == "not applicable"


def test_that_the_markdown_has_every_line_once_and_is_marked_internal() -> None:
    state = prepared()
    lines = checklist(state, AS_OF)
    written = as_markdown(state.plan, lines, AS_OF)
    assert "Internal" in written
    assert sum(row.startswith("- [") for row in written.splitlines()) == len(lines)
    for mark, standing in ((mark, standing) for standing, mark in MARKS.items()):
        assert written.count(f"- {mark}") == sum(line.standing == standing for line in lines)


@given(states())
def test_that_no_text_of_a_plan_breaks_the_markdown(state: State) -> None:
    lines = checklist(state, START)
    rows = as_markdown(state.plan, lines, START).splitlines()
    assert sum(row.startswith("- [") for row in rows) == len(lines)
    assert sum(row.startswith("#") for row in rows) == 1 + len({line.topic for line in lines})


def test_that_without_a_credit_on_offer_there_is_no_letter_to_read() -> None:
    plan = replace(prepared().plan, credits=())
    lines = checklist(State(plan, Schedule(scheduled(plan).assignments)), AS_OF)
    told = {
        line.topic: (line.standing, line.reason) for line in lines if line.topic in {"Conditions read", "No strings"}
    }
    assert told == dict.fromkeys(("Conditions read", "No strings"), ("not applicable", "No credit is on offer."))
