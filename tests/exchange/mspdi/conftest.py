import pytest

from planner.plan import Plan, State
from tests.reference_plans import read_schedule, shared_folder


@pytest.fixture(scope="session")
def medium_dates(medium: Plan) -> State:
    """The medium plan with its proven schedule."""
    folder = shared_folder()
    assert folder is not None
    return State(medium, read_schedule(medium, folder / "plans" / "medium.result.json"))
