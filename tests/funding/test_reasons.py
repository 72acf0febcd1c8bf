"""Losses and their cures: every cure cures, and no smaller one does, by the claim rules and by brute force."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.checks import schedule_faults
from planner.funding.changes import Change, with_changes
from planner.funding.claim_rules import (
    RULE_CODES,
    SINGLE_CLAIM_RULES,
    Delivery,
    claim_limit,
    claim_reasons,
    is_claimable,
)
from planner.funding.credits import Credit, Scope
from planner.funding.reasons import NOT_BEST, Loss, Losses, losses
from planner.plan import Plan, State
from planner.rollout.phases import Pin
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from solver.claims import settle
from tests.brute_force import every_claims, every_schedule
from tests.builders import START, a_credit, a_phase, a_plan, an_assignment, by_fasttrack, by_partner
from tests.reference_plans import read_schedule, shared_folder
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


def breaks_the_schedule(state: State, fewer_changes: tuple[Change, ...], changes: tuple[Change, ...]) -> bool:
    """Whether fewer changes leave the plan, or break a link, where the whole cure does not: then they are no cure."""
    return has_faults(with_changes(state, fewer_changes)) and not has_faults(with_changes(state, changes))


def has_faults(state: State) -> bool:
    plan, schedule = state
    return schedule is not None and bool(schedule_faults(State(plan, Schedule(schedule.assignments))))


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
            assert not counts(with_changes(state, kept), loss) or breaks_the_schedule(state, kept, changes)
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
            assert not can_be_paid(state, loss, kept) or breaks_the_schedule(state, kept, loss.cure)
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


def sentences(loss: Loss) -> list[str]:
    return [change.sentence for change in loss.cure]


def state_of(credit: Credit, plan: Plan | None = None, claimed: int = 0) -> State:
    """P1 from START on, with what C1 pays for it."""
    plan = replace(plan or a_plan(), credits=(credit,))
    claims = (Claim("P1", "C1", claimed),) if claimed else ()
    return State(plan, Schedule((an_assignment(plan),), claims))


def only(state: State) -> Loss:
    (loss,) = losses(state)
    return loss


def test_that_a_late_phase_is_told_with_the_days_that_its_window_lacks() -> None:
    plan = a_plan(pins=(Pin(phase="P1", start=START),))
    loss = only(state_of(a_credit(window=DateRange(START, date(2027, 1, 12)), proof_deadline=None), plan))
    assert loss[:4] == ("P1", "C1", 10_000, ("WINDOW",))
    assert loss.sentence == (
        "10,000 of C1 are not claimed on P1. Work ends 2027-01-15, after C1 expires on 2027-01-12."
    )
    assert sentences(loss) == ["Have the window of C1 extended by 3 days, to 2027-01-15."]


def test_that_a_signed_credit_asks_for_its_one_time_extension() -> None:
    plan = a_plan(pins=(Pin(phase="P1", start=START),))
    credit = a_credit(window=DateRange(START, date(2027, 1, 12)), sow_signed_on=START)
    assert sentences(only(state_of(credit, plan))) == ["Ask for the one-time extension of C1 by 3 days, to 2027-01-15."]


def test_that_a_phase_with_room_is_moved_before_anybody_is_asked() -> None:
    loss = only(state_of(a_credit(approval_lead=3)))
    assert loss.codes == ("APPROVAL",)
    assert sentences(loss) == ["Start P1 3 working days later, on 2027-01-07."]


def test_that_a_pinned_phase_asks_for_an_earlier_request_or_a_shorter_approval() -> None:
    plan = a_plan(pins=(Pin(phase="P1", start=START),))
    assert sentences(only(state_of(a_credit(approval_lead=3), plan))) == ["Ask for C1 by 2026-12-30, 5 days earlier."]
    asked = only(state_of(a_credit(approval_lead=3, status="requested"), plan))
    assert sentences(asked) == ["Have C1 approved 3 working days faster, within 0."]


def test_that_work_by_fasttrack_is_given_to_an_approved_partner() -> None:
    plan = a_plan(phases=(a_phase(options=(by_fasttrack(), by_partner())),))
    loss = only(state_of(a_credit(), plan))
    assert loss.codes == ("DELIVERY", "PARTNER")
    assert sentences(loss) == ["Have P1 delivered by Partner PAR instead of FastTrack."]


def test_that_a_partner_that_is_not_approved_is_to_be_approved() -> None:
    assert sentences(only(state_of(a_credit(approved_partners=())))) == ["Have Partner PAR approved for C1."]


def test_that_a_phase_of_another_motion_is_near_and_one_of_another_workload_is_not() -> None:
    near = only(state_of(a_credit(scope=Scope(("Intune",), ("assess",)))))
    assert (near.codes, sentences(near)) == (("SCOPE",), ["Have motion deploy added to the scope of C1."])
    far = state_of(a_credit(scope=Scope(("Purview",))))
    assert losses(far) == ()
    assert [loss.codes for loss in losses(far, everywhere=True)] == [("SCOPE",)]


def test_that_a_full_credit_names_the_phases_that_took_it() -> None:
    plan = a_plan(phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit(face=12_000),))
    schedule = Schedule(
        (an_assignment(plan, "P1"), an_assignment(plan, "P2")), (Claim("P1", "C1", 10_000), Claim("P2", "C1", 2_000))
    )
    loss = only(State(plan, schedule))
    assert loss[:4] == ("P2", "C1", 8_000, ("CAP",))
    assert loss.sentence.endswith("C1 has 12,000, of which P1 takes 10,000.")
    assert sentences(loss) == ["Have C1 raised by 8,000, to 20,000."]


def test_that_claims_that_no_rule_explains_are_to_be_settled() -> None:
    loss = only(state_of(a_credit()))
    assert (loss.codes, loss.cure) == ((NOT_BEST,), ())


def test_that_a_phase_cap_is_told_where_nothing_else_stands_against_the_claim() -> None:
    loss = only(state_of(a_credit(phase_cap=4_000), claimed=4_000))
    assert loss[2:4] == (6_000, ("PHASECAP",))
    assert sentences(loss) == ["Have the cap of C1 for one phase raised by 6,000, to 10,000."]


def test_that_a_credit_that_is_lost_is_to_be_reinstated() -> None:
    assert sentences(only(state_of(a_credit(status="expired")))) == ["Have C1 reinstated; it is expired."]


def test_that_the_medium_plan_names_what_took_the_money(medium: Plan) -> None:
    folder = shared_folder()
    assert folder is not None
    state = State(medium, read_schedule(medium, folder / "plans" / "medium.result.json"))
    told = {(loss.phase, loss.credit): loss for loss in losses(state)}
    late = told["M09", "MV1"]
    assert late.codes == ("WINDOW", "POE", "CAP", "POOLCAP")
    assert (late.cure[0].field, late.cure[0].to, late.cure[0].by) == (
        "window",
        DateRange(date(2027, 2, 1), date(2027, 8, 2)),
        2,
    )
    assert "M05 takes 22,500" in told["M08", "MV1"].sentence
    assert "VCAP allows 170,000, of which MV3 pays 95,000 and MV1 75,000." in told["M08", "MV2"].sentence
    assert told["M15", "MW1"].codes == ("STACK-P",)
    assert "ME1 pays 15,000" in told["M15", "MW1"].sentence
    assert [*Losses(state).of_phase("M15")] == [loss for loss in losses(state) if loss.phase == "M15"]


def test_that_nothing_is_lost_before_there_is_a_schedule() -> None:
    assert losses(State(a_plan())) == ()
