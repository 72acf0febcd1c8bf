"""The timeline of the business case shows what is asked for, and nothing of the planning behind it."""

from planner.business_case.notation import Notation
from planner.business_case.projection import external_view
from planner.business_case.timeline import picture_wording
from planner.picture.last_days import last_days
from planner.picture.layout import lay_out
from planner.picture.svg import draw
from planner.plan import State
from tests.business_case.conftest import AS_OF


def test_that_no_point_of_no_return_is_in_its_pictures(medium_state: State) -> None:
    plan, schedule = medium_state
    assert schedule is not None
    internal = lay_out(plan, schedule, last_days=last_days(plan, schedule, AS_OF))
    assert all(lane.last_days for lane in internal.lanes)
    wording = picture_wording(Notation(plan.currency))
    assert "<circle" in draw(internal, wording)
    view = external_view(plan, schedule, AS_OF)
    assert [lane.credit for layout in view.pictures for lane in layout.lanes]
    for layout in view.pictures:
        assert all(lane.last_days == () for lane in layout.lanes)
        assert "<circle" not in draw(layout, wording)
    assert (wording.ask, wording.start) == ("", "")
