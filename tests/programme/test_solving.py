"""What a programme earns: apart the sum of its plans, sharing never more, and just what brute force finds."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.claim_rules import RULE_CODES, approved_on, face_value
from planner.funding.credits import CombinedCap, Credit
from planner.plan import Plan, State
from planner.programme import Shared, SharedParts, joined, split
from planner.rollout.schedule import Assignment, Claim, Schedule
from solver.settings import Aim, Settings
from solver.solve import solve
from tests.brute_force import every_claims, every_schedule
from tests.builders import a_credit, a_plan
from tests.programme.small_programmes import POOLED, Small, apart, sharing_programmes, small_programmes
from tests.solver.test_metamorphic import NONE_FITS, most_funding

ALONE = tuple(code for code in RULE_CODES if code not in POOLED)
"""Rules that hold of a plan's part of the claims if they hold of all: minimums are reached together."""


@pytest.mark.parametrize("code", RULE_CODES)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_that_plans_which_share_nothing_earn_together_what_they_earn_apart(code: str, data: st.DataObject) -> None:
    small = data.draw(small_programmes(rules=(code,)))
    together = most_funding(joined(small.programme, small.states).plan)
    apart_ = [most_funding(plan) for plan in small.plans.values()]
    assert together == (NONE_FITS if NONE_FITS in apart_ else sum(apart_))


@settings(max_examples=40, deadline=None)
@given(small=sharing_programmes(most_phases=2, rules=ALONE))
def test_that_sharing_never_earns_more(small: Small) -> None:
    together = most_funding(joined(small.programme, small.states).plan)
    apart_ = [most_funding(plan) for plan in small.plans.values()]
    assert together <= (NONE_FITS if NONE_FITS in apart_ else sum(apart_))


@pytest.mark.parametrize("code", ALONE)
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_that_sharing_earns_what_brute_force_finds(code: str, data: st.DataObject) -> None:
    small = data.draw(sharing_programmes(rules=(code,)))
    assert most_funding(joined(small.programme, small.states).plan) == most_by_brute_force(small)


@settings(max_examples=40, deadline=None)
@given(small=sharing_programmes(most_phases=2, rules=ALONE))
def test_that_each_plan_gets_a_sound_schedule_and_no_credit_pays_above_its_face(small: Small) -> None:
    together = joined(small.programme, small.states)
    found = solve(together.plan, Settings(objective=(Aim("funding"),), workers=1))
    if found.schedule is None:
        return
    parts = split(small.programme, small.states, together, State(together.plan, found.schedule))
    assert all(not schedule_faults(state) for state in parts.values())
    for shared in small.programme.shared.credits:
        paid = [
            claim.amount
            for short, state in parts.items()
            for claim in (state.schedule or Schedule(())).claims
            if claim.credit == shared.members[short]
        ]
        assert sum(paid) <= face_value(small.plans["DE"].credit["C1"])


def test_that_plans_reach_the_minimum_of_a_shared_credit_together() -> None:
    credit = a_credit(minimum_claim=15_000)
    plans = {"DE": a_plan(credits=(credit,)), "FR": a_plan(credits=(credit,))}
    small = apart(plans)
    assert [most_funding(plan) for plan in plans.values()] == [0, 0]
    parts = SharedParts(credits=(Shared(id="C1", members={"DE": "C1", "FR": "C1"}),))
    shared = replace(small.programme, shared=parts)
    assert most_funding(joined(shared, small.states).plan) == 20_000


@pytest.mark.parametrize(("face", "together"), [(50_000, 20_000), (20_000, 20_000), (15_000, 15_000), (0, 0)])
def test_that_a_shared_credit_pays_its_face_once(face: int, together: int) -> None:
    plans = {short: a_plan(credits=(a_credit(face=face),)) for short in ("DE", "FR")}
    parts = SharedParts(credits=(Shared(id="C1", members={"DE": "C1", "FR": "C1"}),))
    small = Small(replace(apart(plans).programme, shared=parts), plans)
    assert most_funding(joined(small.programme, small.states).plan) == together


# Brute force, which knows of joining nothing


def most_by_brute_force(small: Small) -> int:
    """The most of any pair of schedules and claims of the plans, each sound alone, that leave what is shared whole."""
    small, most = approved_late(small), NONE_FITS
    for runs in product(*(every_schedule(plan) for plan in small.plans.values())):
        if is_overloaded(small, runs):
            continue
        offers = [
            list(every_claims(plan, {run.phase: run for run in part}))
            for plan, part in zip(small.plans.values(), runs, strict=True)
        ]
        totals = sorted({key(small, claims) for claims in product(*offers)}, key=lambda found: -found[0])
        most = max(most, next((total for total, used in totals if is_kept(small, runs, used)), most))
    return most


def approved_late(small: Small) -> Small:
    """The shared credit approved in both plans on the later of the two days on which it would be."""
    if not small.programme.shared.credits:
        return small
    latest = max(approved_on(plan, plan.credit["C1"]) for plan in small.plans.values())

    def late(credit: Credit) -> Credit:
        return replace(credit, approved_on=latest) if credit.id == "C1" else credit

    plans = {short: replace(plan, credits=tuple(map(late, plan.credits))) for short, plan in small.plans.items()}
    return small._replace(plans=plans)


Used = tuple[tuple[tuple[str, int], ...], ...]
"""By plan, what each credit pays."""


def key(small: Small, claims: tuple[tuple[Claim, ...], ...]) -> tuple[int, Used]:
    """What claims earn, and all of them that what is shared depends on."""
    used = tuple(
        tuple(
            (credit, amount)
            for credit in plan.credit
            if (amount := sum(claim.amount for claim in part if claim.credit == credit))
        )
        for plan, part in zip(small.plans.values(), claims, strict=True)
    )
    return sum(claim.amount for part in claims for claim in part), used


def is_overloaded(small: Small, runs: tuple[tuple[Assignment, ...], ...]) -> bool:
    """Whether a shared partner delivers more on a day, for all plans, than it has teams."""
    plans = [*small.plans.values()]
    for shared in small.programme.shared.partners:
        served = [
            (run, run.phase in plan.actual)
            for plan, part in zip(plans, runs, strict=True)
            for run in part
            if run.option == shared.id
        ]
        for first, is_begun in served:
            at_once = sum(run.start <= first.start <= run.finish for run, _ in served)
            if not is_begun and at_once > plans[0].partner[shared.id].teams:
                return True
    return False


def is_kept(small: Small, runs: tuple[tuple[Assignment, ...], ...], used: Used) -> bool:
    """Whether the shared credit and its caps pay no more than they may, and what excludes or conditions it holds."""
    plans, paid = [*small.plans.values()], [dict(part) for part in used]
    if not small.programme.shared.credits or not any("C1" in part for part in paid):
        return all(total_under(plans, paid, cap.id) <= cap.limit for cap in shared_caps(small))
    credit = plans[0].credit["C1"]
    if sum(part.get("C1", 0) for part in paid) > face_value(credit):
        return False
    if any(total_under(plans, paid, cap.id) > cap.limit for cap in shared_caps(small)):
        return False
    return not is_excluded(plans, paid) and all(
        outcomes_hold(plan, part) for plan, part in zip(plans, runs, strict=True)
    )


def shared_caps(small: Small) -> Iterator[CombinedCap]:
    first = small.plans["DE"]
    names = {each.id for each in small.programme.shared.combined_caps}
    return (cap for cap in first.combined_caps if cap.id in names)


def total_under(plans: list[Plan], paid: list[dict[str, int]], cap: str) -> int:
    return sum(
        amount
        for plan, part in zip(plans, paid, strict=True)
        for credit, amount in part.items()
        if cap in plan.credit[credit].combined_caps
    )


def is_excluded(plans: list[Plan], paid: list[dict[str, int]]) -> bool:
    """The shared credit is used, so in no plan may another of its exclusion groups be."""
    return any(
        set(plan.credit["C1"].exclusion_groups) & set(plan.credit[other].exclusion_groups)
        for plan, part in zip(plans, paid, strict=True)
        for other in part
        if other != "C1"
    )


def outcomes_hold(plan: Plan, runs: tuple[Assignment, ...]) -> bool:
    credit, placed = plan.credit["C1"], {run.phase: run for run in runs}
    if credit.outcome_mode != "all_or_nothing":
        return True
    return all(placed[target.phase].finish <= target.by for target in credit.outcome_dates)
