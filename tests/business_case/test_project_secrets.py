"""What must never leave the house, looked for in the Microsoft Project XML that does."""

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.business_case.export import ExportError
from planner.business_case.projection import external_view
from planner.exchange.mspdi.export import export_project
from planner.exchange.mspdi.from_plan import internal_project
from planner.exchange.mspdi.from_view import EXTERNAL_FIELDS, external_project
from planner.exchange.mspdi.writer import write_project
from planner.exchange.safe_xml import Element, read_xml
from planner.funding.measurements import LastActivity, Measurement, UsageCount
from planner.plan import Risk, State
from planner.rollout.phases import Pin
from tests.business_case.conftest import AS_OF, SECRET_FIGURES, SECRET_TEXTS

RATES = ("list price", "seats priced", "yearly list price", "asked", "offered", "uplift", "discount rate")
MORE_FIGURES = {
    "expected outcome": "83",
    "own day rate": "1,913",
    "seats in use": "2,477",
    "active people": "1,499",
    "unchosen duration": "47",
    "baseline": "2026-12-07",
    "earliest start": "2027-01-13",
    "pin": "2027-01-14",
    "horizon": "2029-03-11",
}
FIGURES = {**SECRET_FIGURES, "engage-by date": "2027-02-13", **MORE_FIGURES}


@pytest.fixture
def told(state: State) -> State:
    """The plan of secrets with every figure a different one, and more that stays inside."""
    plan, schedule = state
    assert schedule is not None
    first, second = plan.phases
    partner, rival = plan.partners
    bands = LastActivity(days_0_to_29=1_499, days_30_to_59=978)
    usage = UsageCount(subject="Intune", kind="workload", assigned=2_477, active_30=1_499, bands=bands)
    options = (*second.options[:-1], replace(second.options[-1], duration=47))
    second = replace(second, options=options, expected_outcome=83, earliest_start=date(2027, 1, 13))
    kept = replace(schedule.assignments[0], start=date(2026, 12, 7), finish=date(2026, 12, 7))
    measured = Measurement(
        report="getTeamsUserActivityUserDetail",
        refreshed_on=date(2026, 11, 1),
        counts=(usage,),
        purpose="why it is kept",
        delete_by=date(2028, 1, 1),
    )
    changed = replace(
        plan,
        phases=(first, second),
        partners=(replace(partner, day_rate=1_913), rival),
        pins=(Pin(phase="P1", start=date(2027, 1, 14)),),
        baseline=replace(schedule, assignments=(kept,), claims=()),
        measurements=(measured,),
        horizon=date(2029, 3, 11),
    )
    return State(changed, schedule)


def external(state: State) -> bytes:
    assert state.schedule is not None
    return write_project(external_project(external_view(state.plan, state.schedule, AS_OF)))


def leaves(text: bytes) -> list[str]:
    def inside(element: Element) -> list[str]:
        return [element.text, *(leaf for child in element.children for leaf in inside(child))]

    return inside(read_xml(text, ""))


def numbers(text: bytes) -> set[str]:
    """Every number of the file without marks; sums of money are in hundredths there."""
    return {re.sub(r"\D", "", number) for leaf in leaves(text) for number in re.findall(r"\d[\d.,-]*", leaf)}


def spellings(figure: str) -> set[str]:
    digits = re.sub(r"\D", "", figure)
    return {digits, f"{digits}00"}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES.keys())
def test_that_no_internal_figure_occurs_in_the_project(told: State, figure: str) -> None:
    assert spellings(figure) & numbers(external(told)) == set()


@pytest.mark.parametrize("secret", [*SECRET_TEXTS, "Rival", "RIV", "SPE_E5", "why it is kept", "Delivery options"])
def test_that_no_internal_text_occurs_in_the_project(told: State, secret: str) -> None:
    assert [leaf for leaf in leaves(external(told)) if secret in leaf] == []


@pytest.mark.parametrize("figure", MORE_FIGURES.values(), ids=MORE_FIGURES.keys())
def test_that_the_search_finds_what_an_internal_project_holds(told: State, figure: str) -> None:
    is_held = figure not in {MORE_FIGURES["seats in use"], MORE_FIGURES["active people"]}
    assert bool(spellings(figure) & numbers(write_project(internal_project(told)))) == is_held


@pytest.mark.parametrize("name", RATES)
def test_that_no_figure_of_the_rates_occurs_in_an_internal_project_either(told: State, name: str) -> None:
    assert spellings(SECRET_FIGURES[name]) & numbers(write_project(internal_project(told))) == set()


def test_that_the_project_holds_what_the_business_case_does(told: State) -> None:
    assert spellings("9,000") & numbers(external(told))
    assert {"Endpoint lead", "Kiosks", "Managed devices", "Quarter close"} <= set(leaves(external(told)))


def test_that_an_external_project_defines_no_field_for_a_secret() -> None:
    secrets = {"Delivery options", "Eligible cost", "Expected outcome", "Pinned option", "Baseline delivery", "Horizon"}
    assert EXTERNAL_FIELDS & secrets == set()


def test_that_a_text_with_a_figure_of_the_rates_keeps_the_project_from_being_written(told: State, folder: Path) -> None:
    leak = "They ask 43.21 USD per user"
    freezes = tuple(replace(freeze, regions=(leak,)) for freeze in told.plan.freezes)
    for plan in (replace(told.plan, risks=(Risk(description=leak),)), replace(told.plan, freezes=freezes)):
        with pytest.raises(ExportError, match=r"43\.21"):
            export_project(State(plan, told.schedule), folder, AS_OF)
    assert not folder.exists()
