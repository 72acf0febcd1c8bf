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
from planner.funding.credits import CombinedCap, Credit, OutcomeDate, Scope
from planner.funding.reasons import NOT_BEST, Loss, Losses, losses
from planner.plan import Plan, State
from planner.rollout.dependencies import Dependency
from planner.rollout.phases import Pin
from planner.rollout.schedule import Claim, Schedule
from planner.value import DateRange
from solver.claims import settle
from tests.brute_force import every_claims, every_schedule
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    by_fasttrack,
    by_partner,
    internally,
)
from tests.reference_plans import read_schedule, shared_folder
from tests.small_plans import FAR, small_plans

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


# Small sums, so that brute force tells whether a cure cures

OTHERS = (a_credit("C2"), a_credit("C3", exclusion_groups=("ONE",), phase_exclusion_groups=("EACH",)))


def tiny(claims: tuple[Claim, ...] = (), others: tuple[Credit, ...] = (), **changes: object) -> State:
    """P1 and P2, each for 8, of which C1 pays half; both begin on START, where P1 is pinned."""
    phase = a_phase(seats=100, eligible_cost=8, options=(by_partner(cost=8),))
    plan = a_plan(
        phases=(phase, replace(phase, id="P2", workload="Azure")),
        partners=(a_partner(teams=2, approved_workloads=("Intune", "Azure")),),
        credits=(replace(a_credit(scope=Scope(("Intune",))), **changes), *others),
        combined_caps=(CombinedCap(id="WIDE", limit=100), CombinedCap(id="TIGHT", limit=5)),
        pins=(Pin(phase="P1", start=START),),
    )
    return State(plan, Schedule((an_assignment(plan), an_assignment(plan, "P2")), claims))


def of_plan(state: State, **changes: object) -> State:
    return State(replace(state.plan, **changes), state.schedule)


def of_partner(state: State, **changes: object) -> State:
    return of_plan(state, partners=tuple(replace(each, **changes) for each in state.plan.partners))


def of_phases(state: State, **changes: object) -> State:
    return of_plan(state, phases=tuple(replace(each, **changes) for each in state.plan.phases))


def together(state: State, **changes: object) -> State:
    """Where any credits may pay for one phase."""
    return of_plan(state, one_source_per_phase=False, **changes)


def by_own_staff(state: State) -> State:
    plan = of_phases(state, options=(internally(duration=10, cost=8),)).plan
    return State(plan, Schedule(tuple(an_assignment(plan, phase) for phase in plan.phase)))


MONDAY = START + 7 * DAY


@pytest.mark.parametrize(
    ("state", "codes", "asked"),
    [
        (of_partner(tiny(), approved_workloads=("Azure",)), ["PARTNER"], ["Have Partner PAR approved for Intune."]),
        (
            tiny(approved_on=MONDAY, status="approved"),
            ["APPROVAL"],
            ["Have C1 approved 7 days earlier, on 2027-01-04."],
        ),
        (
            tiny(request_date=MONDAY, status="requested"),
            ["APPROVAL"],
            ["Ask for C1 by 2027-01-04, 7 days earlier."],
        ),
        (tiny(sow_signed_on=MONDAY), ["APPROVAL"], ["Sign the SOW of C1 7 days earlier, on 2027-01-04."]),
        (tiny(registered_on=MONDAY), ["APPROVAL"], ["Register the deal of C1 7 days earlier, on 2027-01-04."]),
        (tiny(claim_days=3), ["POE"], ["Have C1 take proof 4 days longer, 7 days after the work."]),
        (
            of_phases(tiny((Claim("P1", "C1", 2),), outcome_mode="scaled"), expected_outcome=50),
            ["OUTCOME"],
            ["Bring the outcome expected of P1 from 50% to 100%."],
        ),
        (
            tiny(outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("P1", MONDAY), OutcomeDate("P2", FAR))),
            ["OUTCOME"],
            ["Have C1 ask for later dates: P1 by 2027-01-15."],
        ),
        (
            tiny((Claim("P1", "C2", 3),), OTHERS),
            ["ONE-SOURCE"],
            ["Get it in writing that C1 and C2 may pay for the same phase."],
        ),
        (
            tiny((Claim("P2", "C2", 4),), (a_credit("C2", combined_caps=("TIGHT",)),), combined_caps=("WIDE", "TIGHT")),
            ["POOLCAP"],
            ["Have the combined cap TIGHT raised by 3, to 8."],
        ),
        (
            together(tiny((Claim("P1", "C2", 6), Claim("P1", "C3", 1)), OTHERS)),
            ["COST"],
            ["Let C2 pay 3 less for P1."],
        ),
        (
            together(
                tiny((Claim("P1", "C2", 5),), (a_credit("C2", combined_caps=("TIGHT",), share=6_250),), share=7_500)
            ),
            ["COST"],
            ["Let C2 pay 3 less for P1."],
        ),
        (
            together(
                tiny((Claim("P1", "C2", 5),), (a_credit("C2", combined_caps=("WIDE",)),), combined_caps=("WIDE",)),
                combined_caps=(CombinedCap(id="WIDE", limit=8),),
            ),
            ["COST", "POOLCAP"],
            ["Let C2 pay 1 less for P1."],
        ),
        (
            together(tiny((Claim("P1", "C3", 4),), OTHERS, phase_exclusion_groups=("EACH", "OTHER"))),
            ["STACK-P"],
            ["Get it agreed that C1 may be used beside C3 for the same phase."],
        ),
        (
            tiny((Claim("P2", "C3", 4),), OTHERS, exclusion_groups=("ONE", "OTHER")),
            ["STACK-C"],
            ["Get it agreed that C1 may be used beside C3."],
        ),
        (
            of_partner(tiny(), windows=(DateRange(MONDAY, FAR), DateRange(FAR, FAR))),
            ["PARTNER"],
            ["Have Partner PAR available 7 days longer, from 2027-01-04 to 2027-03-31."],
        ),
        (
            tiny(window=DateRange(MONDAY, FAR)),
            ["APPROVAL"],
            ["Have the window of C1 open 7 days earlier, on 2027-01-04."],
        ),
        (tiny(proof_deadline=MONDAY), ["POE"], ["Have proof for C1 taken 11 days later, until 2027-01-22."]),
        (
            tiny(window=DateRange(START, date(2027, 1, 12)), extension=2, sow_signed_on=START),
            ["WINDOW"],
            ["Have the window of C1 extended by 1 day, to 2027-01-13."],
        ),
        (tiny(minimum_claim=10), ["MINCLAIM"], ["Have the minimum claim of C1 lowered by 6, to 4."]),
        (tiny(minimum_seats=150), ["MINSEATS"], ["Have the minimum seats of C1 lowered by 50, to 100."]),
        (tiny(minimum_milestones=2), ["MILESTONES"], ["Have the minimum milestones of C1 lowered by 1, to 1."]),
        (
            by_own_staff(tiny()),
            ["DELIVERY", "PARTNER"],
            [
                "Get an offer of Partner PAR to deliver P1, and choose it.",
                "Have P1 delivered by Partner PAR instead of Internal.",
            ],
        ),
    ],
)
def test_that_what_stands_against_a_claim_is_told_with_what_lifts_it_and_nothing_less_does(
    state: State, codes: list[str], asked: list[str]
) -> None:
    (loss,) = (each for each in losses(state, ("C1",)) if each.phase == "P1")
    assert ([*loss.codes], sentences(loss)) == (codes, asked)
    assert can_be_paid(state, loss, loss.cure)
    for kept in fewer(loss.cure):
        assert not can_be_paid(state, loss, kept)


def test_that_own_work_for_which_nobody_is_approved_is_lost_without_a_cure() -> None:
    nobody = of_partner(by_own_staff(tiny()), approved_workloads=())
    assert [(loss.codes, loss.cure) for loss in losses(nobody)] == [(("DELIVERY", "PARTNER"), ())]


def test_that_a_date_promised_for_a_phase_without_dates_has_no_cure() -> None:
    promised = tiny(outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("P2", FAR),))
    undated = State(promised.plan, Schedule((an_assignment(promised.plan),)))
    assert [(loss.phase, loss.codes, loss.cure) for loss in losses(undated)] == [("P1", ("OUTCOME",), ())]


def test_that_an_outcome_that_is_expected_in_full_or_dates_that_are_kept_stand_against_nothing() -> None:
    for kept in (
        tiny(outcome_mode="scaled"),
        tiny(outcome_mode="all_or_nothing", outcome_dates=(OutcomeDate("P1", FAR),)),
    ):
        assert [loss.codes for loss in losses(kept)] == [(NOT_BEST,)]


def test_that_a_claim_is_not_cut_below_the_minimum_of_its_credit() -> None:
    paid = together(tiny((Claim("P1", "C2", 8),), (a_credit("C2", minimum_claim=8, share=10_000),)))
    (loss,) = losses(paid, ("C1",))
    assert (loss.codes, loss.cure) == (("COST",), ())


def test_that_the_largest_claims_are_named_and_the_others_summed() -> None:
    phases = tuple(a_phase(f"P{number}", eligible_cost=8, options=(by_partner(cost=8),)) for number in range(1, 7))
    plan = a_plan(phases=phases, partners=(a_partner(teams=6),), credits=(a_credit(face=17),))
    claims = tuple(Claim(f"P{number}", "C1", amount) for number, amount in enumerate((4, 4, 4, 3, 2), start=1))
    last = losses(State(plan, Schedule(tuple(an_assignment(plan, each) for each in plan.phase), claims)))[-1]
    assert last.reason == "C1 has 17, of which P1 takes 4, P2 4, P3 4, P4 3 and others 2."


def test_that_a_phase_is_not_moved_over_one_that_waits_for_it() -> None:
    plan = a_plan(
        phases=(a_phase(), a_phase("P2")),
        dependencies=(Dependency(predecessor="P1", successor="P2"),),
        credits=(a_credit(approval_lead=3),),
    )
    dates = (an_assignment(plan), an_assignment(plan, "P2", START + 14 * DAY))
    (loss,) = Losses(State(plan, Schedule(dates, (Claim("P2", "C1", 10_000),)))).of_phase("P1")
    assert sentences(loss) == ["Ask for C1 by 2026-12-30, 5 days earlier."]


def test_that_a_phase_without_dates_and_a_credit_for_other_work_lose_nothing() -> None:
    state = tiny()
    assert [loss.phase for loss in Losses(state).of_phase("P1")] == ["P1"]
    assert [*Losses(state).of_phase("P2")] == []
    assert [*Losses(State(state.plan)).of_phase("P1")] == []


def test_that_a_change_of_dates_or_claims_changes_nothing_before_there_are_any() -> None:
    plan = tiny().plan
    started = Change("APPROVAL", "days", ("phase", "P1"), "start", MONDAY, 5, "Start P1 5 working days later.")
    cut = Change("COST", "amount", ("claim", "P1", "C1"), "amount", 3, 1, "Let C1 pay 1 less for P1.")
    assert with_changes(State(plan), (started, cut)) == State(plan)


def test_that_nothing_is_lost_on_a_phase_whose_option_is_gone() -> None:
    assert losses(of_phases(tiny(), options=(internally(),))) == ()


def test_that_nothing_is_lost_where_a_share_of_the_cost_is_less_than_a_unit() -> None:
    assert losses(of_phases(tiny(), eligible_cost=1)) == ()


def test_that_seats_are_counted_over_all_phases_that_could_still_be_paid_for() -> None:
    """Of the others one is another's, one already paid by another source, one late, and one of another workload."""
    phases = tuple(a_phase(name, eligible_cost=8, options=(by_partner(cost=8),)) for name in ("P1", "P2", "P3", "P4"))
    plan = a_plan(
        phases=(*phases, a_phase("P5", workload="Azure"), a_phase("P6", options=(by_partner("OTH"),))),
        partners=(a_partner(teams=6), a_partner("OTH")),
        credits=(a_credit(minimum_seats=300, window=DateRange(START, date(2027, 1, 15))), a_credit("C2")),
    )
    late = [an_assignment(plan, "P4", MONDAY)]
    dates = (*(an_assignment(plan, each) for each in ("P1", "P2", "P3", "P5")), *late)
    gone = replace(an_assignment(plan, "P6"), option="PAR")
    loss = losses(State(plan, Schedule((*dates, gone), (Claim("P3", "C2", 4),))), ("C1",))[0]
    assert (loss.phase, loss.codes) == ("P1", ("MINSEATS",))
    assert loss.reason == "C1 asks for 300 seats, and what it could pay for holds 200: P1 100, P2 100."
    assert sentences(loss) == ["Have the minimum seats of C1 lowered by 100, to 200."]


def test_that_a_partner_whose_work_would_disturb_nobody_is_chosen_before_one_who_is_named_first() -> None:
    ways = (by_fasttrack(duration=10), by_partner(duration=40), by_partner("OTH"))
    plan = a_plan(
        phases=(a_phase(options=ways), a_phase("P2")),
        partners=(a_partner(), a_partner("OTH")),
        dependencies=(Dependency(predecessor="P1", successor="P2"),),
        credits=(a_credit(approved_partners=("PAR", "OTH")),),
    )
    dates = (an_assignment(plan), an_assignment(plan, "P2", START + 14 * DAY))
    (loss,) = Losses(State(plan, Schedule(dates, (Claim("P2", "C1", 10_000),)))).of_phase("P1")
    assert sentences(loss) == ["Have P1 delivered by Partner OTH instead of FastTrack."]


def test_that_work_before_the_status_date_can_be_approved_no_more() -> None:
    """Whatever is asked for now is approved on the status date at the earliest, and P1 is pinned to a day before it."""
    (loss,) = losses(of_plan(tiny(), status_date=MONDAY))
    assert (loss.codes, loss.cure) == (("APPROVAL",), ())
