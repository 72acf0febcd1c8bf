"""What more of one credit would cost: against everything that can be tried, and told by whom it is paid."""

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.plan import Plan
from planner.rollout.schedule import Schedule
from solver.cancel import Cancel
from solver.favour import favour
from solver.settings import Settings
from solver.solve import solve
from tests.brute_force import every_claims, every_schedule
from tests.builders import a_credit, a_plan
from tests.small_plans import small_plans


@settings(max_examples=60)
@given(plan=small_plans(most_phases=2), draw=st.data())
def test_that_the_most_funding_with_more_of_a_credit_is_found_or_that_there_is_none(
    plan: Plan, draw: st.DataObject
) -> None:
    schedule = solve(plan, Settings(workers=1)).schedule
    if schedule is None:
        return
    credit = draw.draw(st.sampled_from(list(plan.credit)))
    totals = [
        sum(claim.amount for claim in claims)
        for assignments in every_schedule(plan)
        for claims in every_claims(plan, {each.phase: each for each in assignments})
        if sum(claim.amount for claim in claims if claim.credit == credit) > paid(schedule, credit)
    ]
    found = favour(plan, schedule, credit)
    assert found.is_proven
    assert found.is_at_its_most == (not totals)
    if found.schedule is not None:
        total = sum(claim.amount for claim in schedule.claims)
        assert total - int(found.cost or 0) == max(totals)
        assert paid(found.schedule, credit) > paid(schedule, credit)


def test_that_the_credit_that_pays_for_the_favour_is_named() -> None:
    plan = a_plan(credits=(a_credit("C1", share=5_000), a_credit("C2", share=4_000)))
    schedule = solve(plan).schedule
    assert schedule is not None
    found = favour(plan, schedule, "C2")
    assert found.cost == 2_000
    assert found.difference is not None
    assert [(each.credit, each.before, each.after) for each in found.difference.credits] == [
        ("C1", 10_000, 0),
        ("C2", 0, 8_000),
    ]
    assert favour(plan, schedule, "C1").is_at_its_most


def test_that_the_voucher_that_excludes_another_is_told_what_it_would_cost(medium: Plan) -> None:
    schedule = solve(medium).schedule
    assert schedule is not None
    found = favour(medium, schedule, "MV2", seconds=30.0, workers=2)
    assert found.is_proven
    assert found.cost is not None
    assert found.cost > 0
    assert found.difference is not None
    assert "MV1" in {each.credit for each in found.difference.credits if each.after < each.before}


def test_that_nothing_is_claimed_of_a_favour_that_was_cancelled(small: Plan) -> None:
    cancel = Cancel()
    cancel.request()
    found = favour(small, Schedule(()), "SV1", cancel=cancel)
    assert (found.schedule, found.is_proven, found.is_at_its_most) == (None, False, False)


def paid(schedule: Schedule, credit: str) -> int:
    return sum(claim.amount for claim in schedule.claims if claim.credit == credit)
