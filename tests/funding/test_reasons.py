"""Losses and their cures: every cure cures, and no smaller one does, by the claim rules and by brute force."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from planner.funding.changes import Change, with_changes
from planner.funding.claim_rules import (
    RULE_CODES,
    SINGLE_CLAIM_RULES,
    Delivery,
    claim_limit,
    claim_reasons,
    is_claimable,
)
from planner.funding.reasons import NOT_BEST, Loss, losses
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule
from planner.value import DateRange
from solver.claims import settle
from tests.brute_force import every_claims, every_schedule
from tests.small_plans import small_plans

DAY = timedelta(days=1)
JOINT = [code for code in RULE_CODES if code not in SINGLE_CLAIM_RULES]
DATED = ("APPROVAL", "WINDOW", "POE", "EXTENSION", "PARTNER", "DELIVERY", "SCOPE")


def drawn_state(draw: st.DataObject, code: str | None, features: tuple[str, ...] | None) -> State:
    """A plan with some schedule of it, and the best claims for its dates."""
    plan: Plan = draw.draw(small_plans(code, features=features, most_phases=2))
    schedules = list(every_schedule(plan))
    assume(schedules)
    dates = draw.draw(st.sampled_from(schedules))
    return State(plan, Schedule(dates, settle(plan, dates)))


def delivery(state: State, loss: Loss) -> Delivery:
    plan, schedule = state
    assert schedule is not None
    assignment = schedule.assignment(loss.phase)
    assert assignment is not None
    option = plan.phase[loss.phase].option(assignment.option)
    assert option is not None
    return Delivery(plan.phase[loss.phase], option, assignment.start, assignment.finish)


def counts(state: State, loss: Loss) -> bool:
    """Whether the claim counts by itself."""
    return is_claimable(state.plan, state.plan.credit[loss.credit], delivery(state, loss))


def alone(loss: Loss) -> tuple[Change, ...]:
    """The part of the cure that lets the claim count by itself."""
    return tuple(change for change in loss.cure if change.code in SINGLE_CLAIM_RULES)


def fewer(changes: tuple[Change, ...]) -> Iterator[tuple[Change, ...]]:
    """All ways to leave something out that still make sense: nobody can choose an option that does not exist."""
    for number in range(len(changes)):
        for kept in combinations(changes, number):
            added = [change for change in changes if change.field == "options"]
            if all(each in kept for each in added) or not any(each.field == "option" for each in kept):
                yield kept


def a_unit_less(state: State, loss: Loss, change: Change) -> Change | None:
    """The change without its last day or unit; None where it has no size, or is only that."""
    falling = {"approval_lead", "minimum_claim", "minimum_seats", "minimum_milestones", "amount"}
    match change.field, change.to:
        case "window", DateRange(start=start, end=end):
            before = state.plan.credit[loss.credit].window
            nearer = DateRange(start + DAY * (start < before.start), end - DAY * (end > before.end))
            return change._replace(to=nearer)
        case "start", date():
            now = delivery(state, loss).start
            return change._replace(to=change.to + DAY * (1 if change.to < now else -1))
        case "request_date" | "sow_signed_on" | "registered_on" | "approved_on", date():
            return change._replace(to=change.to + DAY)
        case _, date():
            return change._replace(to=change.to - DAY)
        case _, int():
            return change._replace(to=change.to + (1 if change.field in falling else -1))
    return None


@pytest.mark.parametrize("code", DATED)
@settings(max_examples=40)
@given(draw=st.data())
def test_that_a_cure_lets_the_claim_count_and_nothing_less_does(code: str, draw: st.DataObject) -> None:
    features = draw.draw(st.sampled_from([(), ("regions", "partner windows"), ("links", "freezes"), ("free options",)]))
    state = drawn_state(draw, code, features)
    for loss in losses(state, everywhere=True):
        broken = tuple(
            each.code for each in claim_reasons(state.plan, state.plan.credit[loss.credit], delivery(state, loss))
        )
        assert tuple(each for each in loss.codes if each in SINGLE_CLAIM_RULES) == broken
        changes = alone(loss)
        if not loss.cure:
            continue
        event(f"{len(changes)} changes")
        assert counts(with_changes(state, changes), loss)
        for kept in fewer(changes):
            assert not counts(with_changes(state, kept), loss)
        for number, change in enumerate(changes):
            less = a_unit_less(state, loss, change)
            if less is not None:
                nearly = with_changes(state, (*changes[:number], less, *changes[number + 1 :]))
                assert not counts(nearly, loss) or delivery(nearly, loss) == delivery(
                    with_changes(state, changes), loss
                )


@pytest.mark.parametrize("code", [*JOINT, None])
@settings(max_examples=25)
@given(draw=st.data())
def test_that_with_the_cure_the_claim_can_be_paid_in_full_beside_the_others_and_without_it_cannot(
    code: str | None, draw: st.DataObject
) -> None:
    state = drawn_state(draw, code, draw.draw(st.sampled_from([(), ("exchange",), ("free options",)])))
    for loss in losses(state, everywhere=True):
        if not loss.cure:
            continue
        event(" ".join(loss.codes))
        assert can_be_paid(state, loss, loss.cure)
        for kept in fewer(loss.cure):
            assert not can_be_paid(state, loss, kept)
        for number, change in enumerate(loss.cure):
            less = a_unit_less(state, loss, change)
            if less is not None and change.field != "start":
                assert not can_be_paid(state, loss, (*loss.cure[:number], less, *loss.cure[number + 1 :]))


def can_be_paid(state: State, loss: Loss, changes: tuple[Change, ...]) -> bool:
    """Whether some claims keep every rule, pay the loss in full and leave all others what they have."""
    plan, schedule = with_changes(state, changes)
    assert state.schedule is not None
    assert schedule is not None
    before = {(each.phase, each.credit): each.amount for each in schedule.claims}
    claimed = next(
        (each.amount for each in state.schedule.claims if (each.phase, each.credit) == (loss.phase, loss.credit)), 0
    )
    wanted = {**before, (loss.phase, loss.credit): claimed + loss.amount}
    delivered = delivery(State(plan, schedule), loss)
    if claim_limit(plan.credit[loss.credit], delivered.phase, delivered.option) < claimed + loss.amount:
        return False
    for claims in every_claims(plan, {each.phase: each for each in schedule.assignments}):
        amounts = {(each.phase, each.credit): each.amount for each in claims}
        if all(amounts.get(pair, 0) >= amount for pair, amount in wanted.items()):
            return True
    return False


@pytest.mark.parametrize("code", [*RULE_CODES, None])
@settings(max_examples=15)
@given(draw=st.data())
def test_that_every_loss_of_settled_claims_has_its_reason(code: str | None, draw: st.DataObject) -> None:
    state = drawn_state(draw, code, None)
    found = losses(state, everywhere=True)
    for loss in found:
        assert loss.amount > 0
        assert NOT_BEST not in loss.codes
        assert [*loss.codes] == sorted(loss.codes, key=RULE_CODES.index)
    told = {(loss.phase, loss.credit) for loss in found}
    assert told >= set(unpaid(state))


def unpaid(state: State) -> Iterator[tuple[str, str]]:
    """The phases that partners deliver, with the credits that could pay more for them."""
    plan, schedule = state
    assert schedule is not None
    paid = {(claim.phase, claim.credit): claim.amount for claim in schedule.claims}
    for assignment in schedule.assignments:
        phase = plan.phase[assignment.phase]
        option = phase.option(assignment.option)
        assert option is not None
        for credit in plan.credits if option.kind == "partner" else ():
            if paid.get((phase.id, credit.id), 0) < claim_limit(credit, phase, option):
                yield phase.id, credit.id
