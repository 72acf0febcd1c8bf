"""The generator: the same plan again, and plans as they come in the field."""

import pytest

from planner.funding.credits import Credit
from planner.invariants import invariant_faults
from planner.plan import State
from tests.benchmarks.generate import SIZES, generate, together


@pytest.mark.parametrize("phases", SIZES)
@pytest.mark.parametrize("tightness", [0.0, 0.5, 1.0])
def test_that_generated_plans_keep_every_invariant(phases: int, tightness: float) -> None:
    plan = generate(7, phases, tightness=tightness)
    assert invariant_faults(State(plan)) == ()
    assert len(plan.phases) == phases


def test_that_the_same_arguments_give_the_same_plan_again() -> None:
    assert generate(3, 60) == generate(3, 60)
    assert generate(3, 60) != generate(4, 60)


def test_that_regions_partners_and_credits_are_as_many_as_asked_for() -> None:
    plan = generate(1, 40, regions=3, partners=5, credits=9)
    assert {phase.region for phase in plan.phases} <= {"Global", "EMEA", "APAC"}
    assert (len(plan.regions), len(plan.partners), len(plan.credits)) == (2, 5, 9)


def test_that_among_many_plans_every_term_of_a_letter_and_every_kind_of_rule_occurs() -> None:
    plans = [generate(seed, 60, tightness=0.8) for seed in range(20)]
    letters = [credit for plan in plans for credit in plan.credits]
    for field in set(Credit.__struct_fields__) & {
        *("exchange", "phase_cap", "minimum_claim", "minimum_seats", "outcome_dates", "extension", "exclusion_groups"),
        *("phase_exclusion_groups", "combined_caps", "request_date", "proof_deadline", "approval_lead"),
    }:
        assert any(getattr(credit, field) for credit in letters), field
    assert {plan.one_source_per_phase for plan in plans} == {True, False}
    assert {freeze.kind for plan in plans for freeze in plan.freezes} == {"pause", "block"}
    assert {link.type for plan in plans for link in plan.dependencies} == {"FS", "SS", "FF"}
    assert any(len(partner.windows) > 1 for plan in plans for partner in plan.partners)
    assert any(phase.deadline for plan in plans for phase in plan.phases)


def test_that_plans_side_by_side_share_partners_and_nothing_else() -> None:
    plans = [generate(seed, 20) for seed in (1, 2, 3)]
    joined = together(plans)
    assert invariant_faults(State(joined)) == ()
    assert len(joined.phases) == len(joined.phase) == 60
    assert len(joined.credit) == sum(len(plan.credits) for plan in plans)
    assert sum(each.teams for each in joined.partners) == sum(each.teams for plan in plans for each in plan.partners)
