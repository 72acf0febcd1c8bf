"""Points of no return on the timeline: which are still ahead of somebody, where they lie, and that they stay inside."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.business_case.notation import Notation
from planner.business_case.timeline import picture_wording
from planner.funding.credits import LOST, SUBMITTED
from planner.funding.deadlines import deadlines
from planner.picture.last_days import NEAR, last_days
from planner.picture.layout import LastDay, LastDays, Layout, lay_out
from planner.picture.svg import draw
from planner.picture.tokens import DARK, LIGHT, Tokens
from planner.plan import Plan
from planner.rollout.schedule import Claim, Schedule
from tests.builders import START, a_credit, a_plan, an_assignment
from tests.small_plans import small_plans

DAY = timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"
ASK, LAST = date(2027, 2, 1), date(2027, 3, 1)
FAR: LastDays = {"C1": (LastDay("ask", ASK, is_near=False), LastDay("start", LAST, is_near=False))}
NEARBY: LastDays = {"C1": tuple(last._replace(is_near=True) for last in FAR["C1"])}


def laid_out(start: date, last: LastDays | None) -> Layout:
    """P1 from that day, over the months in which it runs."""
    plan = a_plan()
    return lay_out(plan, Schedule((an_assignment(plan, start=start),)), last_days=last)


@settings(max_examples=40)
@given(plan=small_plans("APPROVAL"), days=st.integers(-400, 800))
def test_that_what_is_ahead_are_the_deadlines_of_credits_that_can_still_be_had(plan: Plan, days: int) -> None:
    as_of = plan.start + days * DAY
    told = last_days(plan, None, as_of)
    for found in deadlines(plan):
        kinds = {last.kind: last for last in told[found.credit]}
        assert [last.day for last in told[found.credit]] == [
            kinds[kind].day for kind in ("ask", "start") if kind in kinds
        ]
        if plan.credit[found.credit].status in SUBMITTED:
            assert not kinds
            continue
        assert (kinds["start"].day if "start" in kinds else None) == found.last_start
        assert (kinds["ask"].day if "ask" in kinds else None) == found.ask_by
        assert all(last.is_near == ((last.day - as_of).days <= NEAR.days) for last in kinds.values())
    assert not {credit.id for credit in plan.credits if credit.status in LOST} & set(told)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"status": "proposed"}, ["ask", "start"]),
        ({"status": "requested", "request_date": START}, ["start"]),
        ({"status": "approved", "approved_on": START}, ["start"]),
        ({"status": "paid"}, []),
        ({"status": "proposed", "approved_partners": ()}, []),
    ],
    ids=["proposed", "requested", "approved", "paid", "nobody may earn it"],
)
def test_that_asking_is_ahead_until_it_is_done(changes: dict[str, object], kinds: list[str]) -> None:
    plan = a_plan(credits=(replace(a_credit(), **changes),))
    assert [last.kind for last in last_days(plan, None, START - DAY)["C1"]] == kinds


def test_that_planned_claims_bring_the_day_to_ask_forward() -> None:
    plan = a_plan(credits=(a_credit(status="proposed", approval_lead=5),))
    schedule = Schedule((an_assignment(plan, start=date(2027, 3, 1)),), (Claim("P1", "C1", 10_000),))
    ask, start = last_days(plan, schedule, START)["C1"]
    unplanned, _ = last_days(plan, None, START)["C1"]
    assert ask.day < date(2027, 3, 1) < unplanned.day < start.day


def test_that_work_which_starts_on_the_last_day_begins_at_its_mark() -> None:
    layout = laid_out(LAST, FAR)
    (lane,), (row,) = layout.lanes, layout.rows
    assert row.bar is not None
    assert [mark.last.day for mark in lane.last_days] == [LAST]
    assert lane.last_days[0].x == row.bar.box.x


def test_that_a_request_on_the_last_day_lies_before_its_mark() -> None:
    layout = laid_out(ASK, FAR)
    assert layout.lanes[0].last_days[0].x == layout.axis.end(ASK)


def test_that_nothing_is_marked_unless_it_is_given() -> None:
    given_none, given_others = laid_out(ASK, None), laid_out(ASK, {"C9": FAR["C1"]})
    assert [lane.last_days for layout in (given_none, given_others) for lane in layout.lanes] == [(), ()]


def marks(last: LastDays | None, tokens: Tokens) -> tuple[list[ET.Element], list[ET.Element], list[str]]:
    """Rings, wedges and texts of the picture, the legend included."""
    plan = a_plan()
    layout = lay_out(plan, Schedule((replace(an_assignment(plan), finish=date(2027, 5, 3)),)), last_days=last)
    wording = picture_wording(Notation("USD"))._replace(ask="Ask by", start="Last start")
    picture = ET.fromstring(draw(layout, wording, tokens))  # noqa: S314 - our own text
    wedges = [each for each in picture.iter(f"{SVG}path") if each.get("fill") in {tokens.risk, tokens.dim}]
    return list(picture.iter(f"{SVG}circle")), wedges, [each.text or "" for each in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_that_the_two_days_have_forms_of_their_own_and_are_loud_only_when_near(tokens: Tokens) -> None:
    for last, colour in ((FAR, tokens.dim), (NEARBY, tokens.risk)):
        rings, wedges, texts = marks(last, tokens)
        assert (rings[0].get("stroke"), wedges[0].get("fill")) == (colour, colour)
        assert (rings[1].get("stroke"), wedges[1].get("fill")) == (tokens.dim, tokens.dim)
        assert {"Ask by", "Last start"} <= set(texts)
    rings, wedges, texts = marks(None, tokens)
    assert (rings, wedges) == ([], [])
    assert not {"Ask by", "Last start"} & set(texts)
