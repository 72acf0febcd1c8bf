"""The copy for the partner: a plan like any other, with what the external view holds and nothing else."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import Phase, given, settings
from msgspec.structs import replace

from planner.business_case.export import ExportError
from planner.business_case.projection import external_view
from planner.checks import check
from planner.files import read
from planner.invariants import invariant_faults
from planner.outgoing.export import export_outgoing
from planner.outgoing.partner_copy import partner_copy
from planner.plan import Plan, State
from planner.rollout.schedule import Claim, Schedule
from solver.claims import settle
from tests.business_case.conftest import AS_OF, SECRET_FIGURES, SECRET_TEXTS
from tests.business_case.reading import taken_apart
from tests.business_case.test_secrets import occurs, spellings
from tests.strategies import states

KEPT = ("work", "milestones", "funded_work", "freezes", "risks", "shared_phases", "seats_live", "unscheduled")
NOT_IN_A_COPY = (
    *("rate_lines", "measurements", "scenarios", "agenda", "baseline", "sent", "pins", "combined_caps", "actuals"),
    *("status_date", "catalogue", "discount_rate", "term_years", "fiscal_start", "change_lead"),
)


@pytest.fixture(params=["state", "small_state", "medium_state"])
def any_state(request: pytest.FixtureRequest) -> State:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, State)
    return found


def test_that_a_copy_opens_as_a_plan_without_faults_and_says_what_the_view_says(any_state: State, folder: Path) -> None:
    ((file,), _) = export_outgoing(any_state, folder, ("rollout",), AS_OF)
    copy = read(file)
    assert [each for each in check(copy) if each.kind == "fault"] == []
    plan, schedule = any_state
    assert schedule is not None
    assert copy.schedule is not None
    view, again = external_view(plan, schedule, AS_OF), external_view(copy.plan, copy.schedule, AS_OF)
    assert [name for name in KEPT if getattr(again, name) != getattr(view, name)] == []


def test_that_claims_settled_anew_in_a_copy_never_exceed_the_request(any_state: State) -> None:
    plan, schedule = any_state
    assert schedule is not None
    copy = partner_copy(external_view(plan, schedule, AS_OF))
    assert copy.schedule is not None
    settled = settle(copy.plan, copy.schedule.assignments)
    assert sum(each.amount for each in settled) == sum(each.amount for each in copy.schedule.claims)


@settings(max_examples=15, phases=[Phase.generate])
@given(states())
def test_that_every_plan_with_dates_has_a_copy_that_keeps_the_invariants(drawn: State) -> None:
    plan, schedule = drawn
    if schedule is None or not schedule.assignments:
        return
    claims = tuple(each for each in schedule.claims if each.phase in schedule.placed)
    dated = Schedule(schedule.assignments, claims)
    assert invariant_faults(partner_copy(external_view(plan, dated, AS_OF))) == ()


def test_that_a_copy_holds_only_defaults_where_the_house_keeps_its_own(any_state: State) -> None:
    plan, schedule = any_state
    assert schedule is not None
    copy, blank = partner_copy(external_view(plan, schedule, AS_OF)).plan, partner_copy_of_nothing()
    assert [name for name in NOT_IN_A_COPY if getattr(copy, name) != getattr(blank, name)] == []
    assert {(each.confidence, each.conditions, each.owner, each.contact) for each in copy.credits} <= {
        (10_000, "", "", "")
    }
    assert {each.day_rate for each in copy.partners} <= {0}
    assert all(len(each.options) == 1 for each in copy.phases)


def partner_copy_of_nothing() -> Plan:
    return Plan(name="x", customer="x", currency="USD", start=AS_OF, horizon=AS_OF)


@pytest.mark.parametrize("secret", [*SECRET_FIGURES.values(), *SECRET_TEXTS, "Rival", "SPE_E5"])
def test_that_no_secret_occurs_in_a_copy(state: State, folder: Path, secret: str) -> None:
    ((file,), _) = export_outgoing(state, folder, ("rollout",), AS_OF)
    text = taken_apart(file)
    assert secret not in text
    assert [each for each in spellings(secret) if occurs(each, text)] == []


def test_that_a_format_nobody_knows_is_refused_before_anything_is_written(state: State, folder: Path) -> None:
    with pytest.raises(ExportError, match="odt"):
        export_outgoing(state, folder, ("odt",), AS_OF)
    assert not folder.exists()


def test_that_a_link_from_work_without_dates_and_proof_of_no_work_are_not_copied(state: State) -> None:
    assert state.schedule is not None
    undated = Schedule(state.schedule.assignments[1:], state.schedule.claims)
    copy = partner_copy(external_view(state.plan, undated, AS_OF))
    assert ([*copy.plan.phase], copy.plan.dependencies) == (["P1"], ())
    view = external_view(state.plan, state.schedule, AS_OF)
    assert [credit.proof_preparation for credit in partner_copy(view).plan.credits] == [5]
    bare = partner_copy(msgspec.structs.replace(view, proofs=()))
    assert [credit.proof_preparation for credit in bare.plan.credits] == [0]


def test_that_each_credit_of_a_copy_prepares_proof_as_long_as_its_own_letter(state: State) -> None:
    assert state.schedule is not None
    first, second = state.plan.credits
    apart = (replace(first, exclusion_groups=()), replace(second, exclusion_groups=(), proof_preparation=9))
    claims = (*state.schedule.claims, Claim("P1", "C2", 500))
    plan = replace(state.plan, credits=apart, one_source_per_phase=False)
    copy = partner_copy(external_view(plan, Schedule(state.schedule.assignments, claims), AS_OF))
    assert [credit.proof_preparation for credit in copy.plan.credits] == [5, 9]
