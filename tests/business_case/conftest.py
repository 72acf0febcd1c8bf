"""One plan with everything a business case speaks of, and with secrets whose every figure occurs nowhere else."""

from datetime import date
from pathlib import Path

import pytest

from planner.funding.credits import CombinedCap
from planner.funding.measurements import Measurement, UsageCount
from planner.funding.rates import RateLine
from planner.plan import AgendaItem, Agreement, Plan, Risk, Scenario, Sponsorship, State
from planner.rollout.calendars import Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import AdoptionTarget, DeliveryOption, Milestone
from planner.rollout.schedule import Claim, Schedule
from planner.sent.record import Said, SaidWork, SentDocument, SentFile
from planner.value import DateRange
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
)
from tests.reference_plans import read_schedule, shared_folder

AS_OF = date(2026, 11, 22)
SECRET_TEXTS = (
    *("walk away", "rather not", "never told"),
    *("Inner Owner", "desk@inner", "Quiet Reader", "whispered reason", "Hidden way", "kept for the trade"),
    *("Former reader", "former-case", "5e7" * 21 + "0"),
)
"""Words of the credit's conditions, the entitlement's note and the combined cap's note; of the credit's owner, contact
and reader, the agenda, a scenario and the purpose of a usage report; of the record of what was sent."""

SECRET_FIGURES = {
    "list price": "43.21",
    "seats priced": "3,250",
    "yearly list price": "1,685,190",
    "asked": "13.37",
    "offered": "2.71",
    "uplift": "6.66",
    "confidence": "76.54",
    "expected": "6,888",
    "price of a rival": "98,765",
    "day rate of a rival": "1,787",
    "discount rate": "9.19",
    "days at worst": "1,913",
    "conditions": "31,337",
    "engage-by date": "13 Feb 2027",
    "licences assigned": "8,642",
    "people active": "7,531",
    "days of deletion": "17 Mar 2029",
    "pessimistic days": "1,913",
    "ask on the agenda": "64,128",
    "requested before": "55,443",
    "cost before": "66,554",
    "day of sending": "16 Nov 2026",
}


MEASURED = Measurement(
    report="getOffice365ActiveUserDetail",
    refreshed_on=date(2026, 11, 20),
    counts=(UsageCount(subject="Intune", assigned=8_642, active_28=7_531),),
    purpose="kept for the trade",
    delete_by=date(2029, 3, 17),
)


SENT = SentDocument(
    version=1,
    sent_on=date(2026, 11, 16),
    to="Former reader",
    files=(SentFile(name="former-case.pdf", format="pdf", sha256="5e7" * 21 + "0"),),
    said=Said(
        requested=55_443,
        work=(SaidWork(phase="P1", name="Roll out", start=START, finish=START, cost=66_554),),
    ),
)


@pytest.fixture
def plan() -> Plan:
    return plan_of_secrets()


def plan_of_secrets() -> Plan:
    """P1, funded by C1, after P0 with FastTrack guidance; C2 excludes C1 and is not requested."""
    rival = DeliveryOption(kind="partner", partner="RIV", duration=9, cost=98_765)
    target = AdoptionTarget(
        text="Managed devices",
        metric="Devices managed",
        direction="at_least",
        baseline=7,
        value=95,
        unit="%",
        measured_on=date(2027, 4, 30),
        data_source="Intune device report",
    )
    halves = (
        Milestone(name="Half", deliverable="First ring", proof="Report", share=3_333, hours=40),
        Milestone(name="Rest", deliverable="Last ring", proof="Survey", share=6_667),
    )
    return a_plan(
        phases=(
            a_phase("P0", name="Design", motion="assess", seats=0, options=(by_fasttrack(),)),
            a_phase(
                "P1",
                name="Roll out",
                adoption_target=target,
                milestones=halves,
                exclusions=("Kiosks",),
                owner="Endpoint lead",
                change=True,
                options=(by_partner(pessimistic=1_913), *a_phase().options[1:], rival),
            ),
        ),
        dependencies=(Dependency(predecessor="P0", successor="P1"),),
        partners=(a_partner(), a_partner("RIV", name="Rival", day_rate=1_787)),
        credits=(
            a_credit(
                "C1",
                face=9_001,
                confidence=7_654,
                conditions="We would walk away below 31,337.",
                conditions_read_by="Quiet Reader",
                owner="Inner Owner",
                contact="desk@inner",
                source_document="Letter L-17",
                exclusion_groups=("one",),
                combined_caps=("both",),
            ),
            a_credit("C2", exclusion_groups=("one",), source_document="Letter L-18", combined_caps=("both",)),
        ),
        combined_caps=(CombinedCap(id="both", limit=60_000, note="never told"),),
        entitlements=(an_entitlement(note="We would rather not wait.", engage_by=date(2027, 2, 13)),),
        rate_lines=(
            RateLine(sku="SPE_E5", name="E5", seats=3_250, list_price=4_321, asked=1_337, offered=271, uplift=666),
        ),
        discount_rate=919,
        measurements=(MEASURED,),
        agenda=(AgendaItem(whom="Microsoft", request="Please raise it to 64,128.", reason="A whispered reason."),),
        scenarios=(Scenario(name="Hidden way", plan=a_plan(name="Hidden way")),),
        freezes=(Freeze("Quarter close", DateRange(date(2027, 3, 29), date(2027, 4, 5))),),
        agreement=Agreement(number="EA 7", renewal_on=date(2028, 1, 1)),
        sponsorship=Sponsorship(
            executive_sponsor="A. Sponsor",
            deployment_owner="An Owner",
            business_problem="Devices are unmanaged.",
            outcome="95% of devices are managed.",
        ),
        risks=(Risk(description="Staff are away", mitigation="Start early"),),
        sent=(SENT,),
    )


@pytest.fixture
def state(plan: Plan) -> State:
    return with_dates(plan)


def with_dates(plan: Plan) -> State:
    """The plan with P0 guided and P1 delivered by its partner, for 9,000 of C1."""
    assignments = (an_assignment(plan, "P0"), an_assignment(plan, "P1", START.replace(month=2, day=1), "PAR"))
    return State(plan, Schedule(assignments, (Claim("P1", "C1", 9_000),)))


@pytest.fixture(scope="session")
def medium_state(medium: Plan) -> State:
    """The medium plan with its proven schedule: 320,000 of 467,500."""
    folder = shared_folder()
    assert folder is not None
    return State(medium, read_schedule(medium, folder / "plans" / "medium.result.json"))


@pytest.fixture(scope="session")
def small_state(small: Plan) -> State:
    """The small plan with its proven schedule: 70,000 of 120,000."""
    folder = shared_folder()
    assert folder is not None
    return State(small, read_schedule(small, folder / "plans" / "small.result.json"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "out" / "deep"
