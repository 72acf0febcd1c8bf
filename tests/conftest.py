"""What all tests share: Hypothesis profiles, no screen, and the plans that many of them are about."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from planner.files import read
from planner.plan import Plan, State
from resources import path
from tests.reference_plans import read_plan, shared_folder

settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# For mutation testing, which only asks whether anything fails.
settings.register_profile("first failure", settings.get_profile("repeatable"), phases=(Phase.explicit, Phase.generate))
# For the coverage of branches, where what a law happens to draw does not count.
settings.register_profile("examples alone", settings.get_profile("repeatable"), phases=(Phase.explicit,))
settings.load_profile("repeatable")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def small() -> Plan:
    """Eight phases, 900 seats, two partners: 70,000 of 120,000 can be earned."""
    return _reference_plan("small")


@pytest.fixture(scope="session")
def medium() -> Plan:
    """Twenty-five phases, 4,500 seats, four partners: 320,000 of 467,500 can be earned."""
    return _reference_plan("medium")


@pytest.fixture(scope="session")
def sample() -> State:
    """The rollout that comes with the program: the medium plan's figures, and everything that a letter asks for."""
    try:
        return read(path("samples/calder.rollout"))
    except FileNotFoundError as error:
        pytest.skip(str(error))


def _reference_plan(name: str) -> Plan:
    folder = shared_folder()
    if folder is None:
        pytest.skip("the shared plans are not beside the repository, and LAUNCHWINDOW_SHARED names no other place")
    return read_plan(folder / "plans" / f"{name}.json")
