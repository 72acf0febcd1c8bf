"""What money hangs on a finding."""

from hypothesis import given
from msgspec.structs import replace

from planner.checks import check
from planner.finding import Finding
from planner.funding.claim_rules import face_value
from planner.funding.ledgers import funding_ledger
from planner.plan import State
from planner.rollout.schedule import Claim, Schedule
from planner.stakes import WITHOUT_MONEY, stake
from solver.settings import Settings
from solver.solve import solve
from tests.builders import (
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
)
from tests.strategies import states

PLAN = a_plan(
    phases=(a_phase("P1"), a_phase("P2"), a_phase("P3", options=(by_partner("SPARE"),))),
    partners=(a_partner(), a_partner("SPARE")),
    credits=(a_credit("C1"), a_credit("C2"), a_credit("C3", face=9_000)),
)
CLAIMS = (Claim("P1", "C1", 1), Claim("P1", "C2", 10), Claim("P2", "C1", 100), Claim("P3", "C2", 1_000))
STATE = State(PLAN, Schedule(tuple(an_assignment(PLAN, phase) for phase in PLAN.phase), CLAIMS))


def a_finding(*place: str, code: str = "CODE") -> Finding:
    return Finding(code=code, kind="readiness", severity="error", place=place, sentence="Something is wrong.")


def test_that_a_place_puts_exactly_its_own_claims_at_stake() -> None:
    for place, amount in (
        (("claim", "P1", "C2"), 10),
        (("claim", "P1", "P2", "C1"), 101),
        (("phase", "P1"), 11),
        (("dependency", "P1", "P3"), 1_011),
        (("credit", "C2"), 1_010),
        (("partner", "PAR"), 111),
        (("partner", "SPARE"), 1_000),
        (("entitlement", "E1"), 0),
        (("plan",), 1_111),
    ):
        assert stake(STATE, a_finding(*place)) == (amount, False), place


def test_that_a_credit_that_pays_nothing_could_bring_at_most_its_face() -> None:
    found = stake(STATE, a_finding("credit", "C3"))
    assert (found, found.words) == ((9_000, True), "up to 9,000 to gain")
    assert stake(State(PLAN), a_finding("credit", "C1")).amount == face_value(PLAN.credit["C1"])


def test_that_nothing_hangs_on_somebodys_own_date() -> None:
    for code in WITHOUT_MONEY:
        assert not stake(STATE, a_finding("phase", "P1", code=code)).words


def test_that_fasttrack_saves_what_the_customer_pays_the_partner_beyond_the_own_labour() -> None:
    plan = a_plan(
        phases=(a_phase(options=(by_partner(cost=20_000), by_fasttrack(cost=7_000))),), entitlements=(an_entitlement(),)
    )
    state = State(plan, Schedule((an_assignment(plan),), (Claim("P1", "C1", 10_000),)))
    (found,) = (finding for finding in check(state) if finding.code == "F-ENTITLED")
    assert stake(state, found) == (3_000, True)


@given(states())
def test_that_no_finding_puts_more_at_stake_than_all_claims_or_the_quoted_work_costs(state: State) -> None:
    total = sum(claim.amount for claim in state.schedule.claims) if state.schedule is not None else 0
    for finding in check(state):
        found = stake(state, finding)
        assert found.amount >= 0
        costs = [option.cost for phase in state.plan.phases if phase.id in finding.place for option in phase.options]
        most = max(costs) if finding.code == "QUOTE-LAPSED" else total
        assert found.is_gain or found.amount <= most


@given(states())
def test_that_a_claim_elsewhere_changes_no_stake(state: State) -> None:
    if state.schedule is None or not state.schedule.claims:
        return
    first, *others = state.schedule.claims
    less = State(state.plan, replace(state.schedule, claims=(replace(first, amount=0), *others)))
    for phase in state.plan.phase:
        found = a_finding("phase", phase)
        fallen = stake(state, found).amount - stake(less, found).amount
        assert fallen == (first.amount if phase == first.phase else 0)


def test_that_what_is_at_stake_in_the_sample_is_what_the_ledger_plans(sample: State) -> None:
    schedule = solve(sample.plan, Settings(workers=1)).schedule
    assert schedule is not None
    state, ledger = State(sample.plan, schedule), funding_ledger(sample.plan, schedule)
    assert stake(state, a_finding("plan")).amount == ledger.planned
    for account in ledger.accounts:
        found = stake(state, a_finding("credit", account.credit))
        assert found.is_gain or found.amount == account.planned


def test_that_nothing_is_saved_by_fasttrack_before_the_phase_has_dates() -> None:
    guided = a_plan(phases=(a_phase(options=(by_partner(), by_fasttrack())),))
    found = a_finding("phase", "P1", code="F-ENTITLED")
    assert stake(State(guided), found).amount == 0
    assert stake(State(guided, Schedule((an_assignment(guided),))), found).amount == 13_000
