"""Progress in the picture: drawn where it is asked for, and nowhere else."""

from datetime import date
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from msgspec.structs import replace

from planner import edits
from planner.business_case.external_view import ExternalView
from planner.business_case.notation import Notation
from planner.business_case.projection import external_view
from planner.business_case.timeline import picture_wording
from planner.picture.layout import lay_out
from planner.picture.pages import PageSetup, pages, svg_pages
from planner.picture.svg import draw
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from tests.builders import START, a_phase, a_plan, an_assignment
from tests.strategies import states

SVG = "{http://www.w3.org/2000/svg}"
AS_OF = date(2027, 1, 20)
PLAIN = picture_wording(Notation("USD"))
WORDED = PLAIN._replace(status=lambda day: f"Status {day}", done="Done")


def tracked() -> tuple[Plan, Schedule]:
    """P1 is finished, P2 is done to three tenths, P3 lies ahead."""
    plan = edits.set_status_date(a_plan(phases=tuple(a_phase(f"P{number}") for number in (1, 2, 3))), AS_OF)
    plan = edits.record_finish(edits.record_start(plan, "P1", START, "PAR"), "P1", date(2027, 1, 15))
    plan = edits.record_progress(edits.record_start(plan, "P2", date(2027, 1, 18), "PAR"), "P2", 30)
    starts = {"P1": START, "P2": date(2027, 1, 18), "P3": date(2027, 3, 1)}
    return plan, Schedule(tuple(an_assignment(plan, name, start) for name, start in starts.items()))


def untold(plan: Plan) -> Plan:
    return replace(plan, status_date=None, actuals=())


def test_that_what_is_done_lies_inside_its_bar_and_ends_with_what_is_told() -> None:
    plan, schedule = tracked()
    bars = [row.bar for row in lay_out(plan, schedule, shows_progress=True).rows if row.bar is not None]
    parts = [None if bar.done is None else round(bar.done.width / bar.box.width, 2) for bar in bars]
    assert parts == [1.0, 0.3, None]
    assert all(bar.done.x == bar.box.x for bar in bars if bar.done is not None)
    assert [bar.is_finished for bar in bars] == [True, False, False]


def test_that_a_status_date_off_the_axis_draws_no_line() -> None:
    plan, schedule = tracked()
    later = edits.change_plan(plan, horizon=date(2029, 12, 31))
    later = edits.set_status_date(later, date(2029, 6, 1))
    assert lay_out(later, schedule, shows_progress=True).status is None
    found = lay_out(plan, schedule, shows_progress=True)
    assert found.status is not None
    assert found.status.x == found.axis.begin(AS_OF)


@settings(max_examples=60)
@given(states())
def test_that_no_picture_shows_progress_unless_it_is_asked_for(state: State) -> None:
    plan, schedule = state.plan, state.schedule or Schedule(())
    assert draw(lay_out(plan, schedule), WORDED) == draw(lay_out(untold(plan), schedule), WORDED)
    assert all(layout.status is None for layout in pages(plan, schedule))


def test_that_nothing_of_it_leaves_the_house() -> None:
    plan, schedule = tracked()
    told: ExternalView = external_view(plan, schedule, AS_OF)
    assert told == external_view(untold(plan), schedule, AS_OF)


def test_that_paper_shows_it_with_its_legend_where_that_is_ticked() -> None:
    plan, schedule = tracked()
    (asked,) = svg_pages(plan, schedule, WORDED, PageSetup(fits=True, shows_progress=True))
    root = ET.fromstring(asked)  # noqa: S314 - our own drawing
    status = next(text for text in root.iter(f"{SVG}text") if text.text == f"Status {AS_OF}")
    assert float(status.get("x", 0)) < float(root.get("width", 0)) / 2
    (plain,) = svg_pages(plan, schedule, WORDED, PageSetup(fits=True))
    assert f"Status {AS_OF}" in asked
    assert ">Done<" in asked
    assert "Status" not in plain
    assert ">Done<" not in plain
