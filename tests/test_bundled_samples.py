"""The rollouts that come with the program hold the reference plans' facts, and all that a funding request needs."""

import json
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from planner.files import read
from planner.funding.readiness import readiness
from planner.plan import Plan, State
from resources import path
from tests.reference_plans import read_schedule, shared_folder

SAMPLES = {"calder": "medium", "hartwell": "small"}


def state_of(sample: str) -> State:
    return read(path(f"samples/{sample}.rollout"))


@pytest.mark.parametrize("sample", SAMPLES)
def test_that_a_sample_holds_the_facts_of_its_reference_plan(sample: str, request: pytest.FixtureRequest) -> None:
    plan, reference = state_of(sample).plan, request.getfixturevalue(SAMPLES[sample])
    assert facts(plan) == facts(reference)


def facts(plan: Plan) -> Plan:
    """The plan with the words taken out that a sample adds, and the dates that its letters already imply."""
    blank = {"milestones": (), "exclusions": (), "owner": "", "adoption_target": None}
    spoken = {"status": "proposed", "owner": "", "contact": "", "source_document": "", "conditions": ""}
    agreed = {"sow_signed_on": None, "registered_on": None}
    return replace(
        plan,
        name="-",
        customer="-",
        phases=tuple(replace(phase, **blank) for phase in plan.phases),
        credits=tuple(replace(credit, **spoken, **agreed) for credit in plan.credits),
        combined_caps=tuple(replace(cap, note="") for cap in plan.combined_caps),
        entitlements=tuple(replace(each, motions=(), requested_on=None) for each in plan.entitlements),
        one_source_per_phase=True,
        agreement=type(plan.agreement)(),
        sponsorship=type(plan.sponsorship)(),
        risks=(),
    )


def test_that_the_sample_offers_467_500(sample: State) -> None:
    assert sum(credit.face for credit in sample.plan.credits) == 467_500
    assert sample.plan.one_source_per_phase
    assert sample.schedule is None


@pytest.mark.parametrize("sample", SAMPLES)
def test_that_no_error_of_readiness_keeps_a_sample_from_being_funded(
    sample: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(SAMPLES[sample])
    folder = shared_folder()
    assert folder is not None
    plan = state_of(sample).plan
    schedule = read_schedule(plan, folder / "plans" / f"{SAMPLES[sample]}.result.json")
    errors = [finding for finding in readiness(plan, schedule) if finding.severity == "error"]
    assert errors == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_that_every_phase_a_credit_may_pay_for_is_delivered_and_proven(sample: str) -> None:
    plan = state_of(sample).plan
    fundable = {workload for credit in plan.credits for workload in credit.scope.workloads}
    for phase in plan.phases:
        assert phase.owner
        assert phase.exclusions
        assert phase.adoption_target is not None
        assert phase.adoption_target.is_structured
        assert all(milestone.deliverable and milestone.proof for milestone in phase.milestones)
        assert phase.milestones or phase.workload not in fundable


@pytest.mark.parametrize("sample", SAMPLES)
def test_that_every_credit_of_a_sample_cites_its_letter(sample: str) -> None:
    for credit in state_of(sample).plan.credits:
        assert re.search(r", \d{1,2} \w+ 2027$", credit.source_document)
        assert credit.owner
        assert credit.contact
        assert credit.conditions.endswith(".")


@pytest.mark.parametrize("sample", SAMPLES)
def test_that_a_sample_names_nobody_who_exists(sample: str) -> None:
    text = Path(path(f"samples/{sample}.rollout")).read_text(encoding="utf-8")
    assert all(address.endswith("example.com") for address in re.findall(r"@([\w.]+\w)", text))
    assert "TRAP" not in json.dumps(text)
