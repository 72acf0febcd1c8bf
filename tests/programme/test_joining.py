"""Joining and splitting: nothing is lost, and every rule holds in the joined plan as it does in each plan alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.attachments import Attachment
from planner.checks import schedule_faults
from planner.funding.claim_rules import approved_on
from planner.funding.credits import CombinedCap, Credit, ExchangeRate, StackingConfirmation
from planner.funding.ledgers import funding_ledger
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, Sponsorship, State
from planner.programme import (
    Programme,
    Shared,
    SharedParts,
    conflicts,
    joined,
    matched,
    programme_account,
    same_looking,
    split,
)
from planner.programme.conflicts import JOINED, LEFT_IN_PLANS
from planner.programme.programme import CHANGEABLE
from planner.rollout.actuals import Actual
from planner.rollout.calendars import Calendar, Freeze
from planner.rollout.dependencies import Dependency
from planner.rollout.passes import first_start
from planner.rollout.phases import Phase, Pin
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import LARGEST_AMOUNT, LARGEST_TOTAL, DateRange
from tests.brute_force import every_claims, every_schedule
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    an_assignment,
    an_entitlement,
    by_partner,
)
from tests.programme.small_programmes import MEMBERS, Small, sharing_programmes, small_programmes
from tests.strategies import states

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def rich_programmes(draw: Draw) -> tuple[Programme, dict[str, State]]:
    """Two plans with everything that a plan may hold, made to agree in what they have to agree in."""
    first, second = draw(states()), draw(states())
    return Programme(name="Rich", plans=MEMBERS), {"DE": agreeing(first), "FR": agreeing(second)}


def agreeing(state: State) -> State:
    plan = replace(
        state.plan,
        currency="USD",
        one_source_per_phase=True,
        entitlements_bind=False,
        change_lead=5,
        status_date=None,
        actuals=(),
        credits=tuple(replace(credit, exchange=None) for credit in state.plan.credits),
    )
    return State(plan, state.schedule)


@settings(max_examples=60)
@given(drawn=rich_programmes())
def test_that_splitting_what_was_joined_gives_the_same_plans_and_schedules(
    drawn: tuple[Programme, dict[str, State]],
) -> None:
    programme, before = drawn
    try:
        together = joined(programme, before)
    except PlanError:
        return
    after = split(programme, before, together, together)
    assert all(after[short].plan is before[short].plan for short in before)
    assert all(after[short].schedule is before[short].schedule for short in before)


@settings(max_examples=60)
@given(drawn=rich_programmes())
def test_that_ordinary_plans_can_be_joined(drawn: tuple[Programme, dict[str, State]]) -> None:
    programme, before = drawn
    faults = conflicts(programme, {short: state.plan for short, state in before.items()})
    assert [fault for fault in faults if "too long" not in fault.sentence] == []


@settings(max_examples=60)
@given(small=sharing_programmes(most_phases=2), data=st.data())
def test_that_a_schedule_of_the_joined_plan_comes_back_when_its_parts_are_joined(
    small: Small, data: st.DataObject
) -> None:
    together = joined(small.programme, small.states)
    schedule = data.draw(schedules(together.plan))
    parts = split(small.programme, small.states, together, State(together.plan, schedule))
    again = joined(small.programme, parts).schedule or Schedule(())
    assert set(again.assignments) == set(schedule.assignments)
    assert set(again.claims) == set(schedule.claims)


@settings(max_examples=60)
@given(small=sharing_programmes(most_phases=2), data=st.data())
def test_that_the_totals_of_the_joined_plan_are_the_sums_of_those_of_its_plans(
    small: Small, data: st.DataObject
) -> None:
    together = joined(small.programme, small.states)
    solved = State(together.plan, data.draw(schedules(together.plan)))
    parts = split(small.programme, small.states, together, solved)
    account = programme_account(small.programme, parts, solved)
    assert solved.schedule is not None
    ledger = funding_ledger(solved.plan, solved.schedule)
    for field, value in (
        ("funding", ledger.planned),
        ("gross_cost", ledger.gross_cost),
        ("net_cost", ledger.net_cost),
        ("on_invoice", ledger.on_invoice),
    ):
        assert sum(getattr(each, field) for each in account.plans) == getattr(account.total, field) == value
    for use in account.credits:
        claims = [each.amount for each in solved.schedule.claims if each.credit == use.credit]
        assert sum(use.by_plan.values()) == sum(claims)


@st.composite
def schedules(draw: Draw, plan: Plan) -> Schedule:
    """Any dates, options and sums, whether they keep a rule or not."""
    runs, claims = [], []
    for phase in plan.phases:
        start = START.replace(day=draw(st.integers(4, 20)))
        option = draw(st.sampled_from(phase.options)).id
        runs.append(Assignment(phase.id, option, start, start.replace(day=start.day + draw(st.integers(0, 4)))))
        paying = draw(st.lists(st.sampled_from(plan.credits), unique=True, max_size=2))
        claims += [
            Claim(phase.id, credit.id, draw(st.integers(1, 9))) for credit in paying if plan_of_both(phase, credit)
        ]
    return Schedule(tuple(runs), tuple(claims))


def plan_of_both(phase: Phase, credit: Credit) -> bool:
    """Whether the credit is of the phase's plan, or shared."""
    return "/" not in credit.id or credit.id[:3] == phase.id[:3]


@settings(max_examples=150, deadline=None)
@given(small=small_programmes(most_phases=1), data=st.data())
def test_that_without_sharing_a_schedule_is_sound_just_where_each_part_of_it_is(
    small: Small, data: st.DataObject
) -> None:
    chosen = {short: data.draw(nearly_sound(plan)) for short, plan in small.plans.items()}
    alone = {short: State(plan, chosen[short]) for short, plan in small.plans.items()}
    sound = {short: not schedule_faults(state) for short, state in alone.items()}
    together = joined(small.programme, alone)
    assert (not schedule_faults(together)) == all(sound.values()), schedule_faults(together)


@st.composite
def nearly_sound(draw: Draw, plan: Plan) -> Schedule:
    """A schedule that keeps every rule, its claims as well, or one with a single change; any one where none does."""
    options = list(every_schedule(plan))
    if not options:
        phase = plan.phases[0]
        return Schedule((Assignment(phase.id, phase.options[0].id, plan.start, plan.horizon),))
    runs = draw(st.sampled_from(options))
    placed = {run.phase: run for run in runs}
    claims = draw(st.sampled_from(list(every_claims(plan, placed))[:200]))
    if draw(st.booleans()):
        paid, credit = plan.phases[0].id, draw(st.sampled_from(plan.credits)).id
        others = tuple(each for each in claims if (each.phase, each.credit) != (paid, credit))
        claims = (*others, Claim(paid, credit, draw(st.integers(1, 4))))
    return Schedule(runs, claims)


@settings(max_examples=100)
@given(small=small_programmes(rules=("APPROVAL",)))
def test_that_a_credit_is_approved_on_the_same_day_in_the_joined_plan(small: Small) -> None:
    together = joined(small.programme, small.states).plan
    for short, plan in small.plans.items():
        for credit in plan.credits:
            assert approved_on(together, together.credit[f"{short}/{credit.id}"]) == approved_on(plan, credit)


# Sharing


def two_countries(**second: object) -> dict[str, Plan]:
    """The plan of the builders twice, the second with other fields."""
    return {"DE": a_plan(), "FR": replace(a_plan(name="France"), **second)}


def shared(*, partners: bool = True, credits_: bool = True) -> SharedParts:
    return SharedParts(
        partners=(Shared(id="PAR", members={"DE": "PAR", "FR": "PAR"}),) if partners else (),
        credits=(Shared(id="C1", members={"DE": "C1", "FR": "C1"}),) if credits_ else (),
    )


def programme(parts: SharedParts | None = None) -> Programme:
    return Programme(name="Europe", plans=MEMBERS, shared=parts or SharedParts())


def states_of(plans: dict[str, Plan]) -> dict[str, State]:
    return {short: State(plan) for short, plan in plans.items()}


def test_that_shared_parts_are_there_once_and_others_bear_the_name_of_their_plan() -> None:
    plan = joined(programme(shared()), states_of(two_countries())).plan
    assert [*plan.phase] == ["DE/P1", "FR/P1"]
    assert [*plan.partner] == ["PAR"]
    assert [*plan.credit] == ["C1"]
    assert plan.phase["FR/P1"].options[0].partner == "PAR"
    assert plan.credit["C1"].approved_partners == ("PAR",)
    assert [*joined(programme(), states_of(two_countries())).plan.credit] == ["DE/C1", "FR/C1"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"partners": (a_partner(teams=2),)}, "teams differs: 1 in DE, 2 in FR"),
        ({"partners": (a_partner(windows=(DateRange(START, START),)),)}, "windows differs"),
        ({"credits": (a_credit(face=60_000),)}, "face differs: 50,000 in DE, 60,000 in FR"),
        ({"credits": (a_credit(window=DateRange(START, date(2027, 5, 1))),)}, "window differs"),
        ({"credits": (a_credit(approved_partners=()),)}, "PAR is approved for it in DE alone"),
        ({"currency": "EUR"}, "The plans differ in currency: USD in DE, EUR in FR"),
        ({"status_date": START}, "The plans differ in status date: nothing in DE, 2027-01-04 in FR"),
        ({"change_lead": 5}, "The plans differ in change lead: 0 in DE, 5 in FR"),
        ({"one_source_per_phase": False}, "The plans differ in one source per phase: yes in DE, no in FR"),
        ({"credits": ()}, "'C1' in plan FR, which has no such credit"),
    ],
)
def test_that_plans_which_contradict_each_other_are_told_so_and_not_joined(change: dict[str, Any], words: str) -> None:
    plans = two_countries(**change)
    with pytest.raises(PlanError) as caught:
        joined(programme(shared()), states_of(plans))
    assert any(words in fault.sentence for fault in caught.value.faults), caught.value.faults


def test_that_two_shared_credits_confirmed_in_one_plan_alone_are_a_contradiction() -> None:
    pair = StackingConfirmation(credits=("C1", "C2"), document="Mail")
    credits_ = (a_credit(), a_credit("C2"))
    plans = {"DE": a_plan(credits=credits_, stacking_confirmations=(pair,)), "FR": a_plan(credits=credits_)}
    parts = replace(shared(), credits=tuple(Shared(id=each, members={"DE": each, "FR": each}) for each in ("C1", "C2")))
    [fault] = conflicts(programme(parts), plans)
    assert "C1 and C2 may pay for one phase in DE, but not in FR" in fault.sentence


def test_that_every_field_of_a_plan_is_joined_left_in_its_file_or_has_to_agree() -> None:
    """A field that is added to the plan has to agree between plans until somebody says otherwise."""
    known = set(Plan.__struct_fields__)
    assert known >= JOINED | LEFT_IN_PLANS | CHANGEABLE
    assert not JOINED & LEFT_IN_PLANS


def test_that_an_edit_finds_its_way_into_its_plan_and_what_joining_said_does_not() -> None:
    other_calendar = Calendar(holidays=(date(2027, 1, 6),))
    plans = two_countries(start=date(2027, 2, 1), calendar=other_calendar)
    before = joined(programme(), states_of(plans))
    phase = before.plan.phase["FR/P1"]
    assert phase.earliest_start == date(2027, 2, 1)
    edited = replace(
        before.plan, phases=(before.plan.phases[0], replace(phase, name="Renamed", due_date=date(2027, 4, 1)))
    )
    parts = split(programme(), states_of(plans), before, State(edited))
    assert parts["DE"].plan is plans["DE"]
    [changed] = parts["FR"].plan.phases
    assert changed == replace(plans["FR"].phases[0], name="Renamed", due_date=date(2027, 4, 1))
    assert parts["FR"].plan.credits is plans["FR"].credits


def test_that_a_board_is_asked_no_sooner_than_its_plan_begins() -> None:
    """In the joined plan, which begins with the first of its plans; an answer on a question of before still counts."""
    changes = (a_phase(change=True), a_phase("P2", change=True, change_requested=date(2027, 1, 27)))
    plans = two_countries(start=date(2027, 2, 1), phases=changes, change_lead=5)
    plans["DE"] = replace(plans["DE"], change_lead=5)
    together = joined(programme(), states_of(plans)).plan
    assert together.change_lead == 5
    for name, day in (("FR/P1", date(2027, 2, 8)), ("FR/P2", date(2027, 2, 3))):
        assert first_start(together, together.phase[name]) == day
        plain = plans["FR"].phase[name.removeprefix("FR/")]
        assert first_start(plans["FR"], plain) == day


def test_that_a_plan_whose_deadline_comes_before_its_board_can_answer_is_joined_all_the_same() -> None:
    """Alone it opens too, and says what cannot be kept."""
    plans = two_countries(
        start=date(2027, 2, 1), phases=(a_phase(change=True, deadline=date(2027, 2, 4)),), change_lead=5
    )
    plans["DE"] = replace(plans["DE"], change_lead=5)
    phase = joined(programme(), states_of(plans)).plan.phase["FR/P1"]
    assert phase.earliest_start == phase.deadline == date(2027, 2, 4)


def test_that_an_edit_of_a_shared_credit_is_made_in_every_plan() -> None:
    plans = two_countries()
    before = joined(programme(shared()), states_of(plans))
    edited = replace(before.plan, credits=(replace(before.plan.credits[0], face=70_000),))
    parts = split(programme(shared()), states_of(plans), before, State(edited))
    assert [part.plan.credit["C1"] for part in parts.values()] == [a_credit(face=70_000)] * 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"horizon": date(2028, 1, 31)}, "In a programme, horizon cannot be changed"),
        ({"phases": (a_phase("NEW"),)}, "'NEW' belongs to no plan of the programme"),
        ({"credits": ()}, "The credit C1 is shared by DE, FR and cannot be removed or renamed"),
        (
            {"dependencies": (Dependency(predecessor="DE/P1", successor="FR/P1"),)},
            "DE/P1 and FR/P1 belong to different plans",
        ),
    ],
)
def test_that_an_edit_which_belongs_to_no_plan_is_refused_in_words(change: dict[str, Any], words: str) -> None:
    plans = two_countries()
    before = joined(programme(shared()), states_of(plans))
    with pytest.raises(PlanError) as caught:
        split(programme(shared()), states_of(plans), before, State(replace(before.plan, **change)))
    assert any(words in fault.sentence for fault in caught.value.faults), caught.value.faults


def test_that_a_partner_of_one_plan_cannot_deliver_for_another() -> None:
    plans = two_countries()
    before = joined(programme(), states_of(plans))
    phase = replace(before.plan.phases[1], options=(by_partner("DE/PAR"),))
    with pytest.raises(PlanError, match="a partner of another plan"):
        split(programme(), states_of(plans), before, State(replace(before.plan, phases=(before.plan.phases[0], phase))))


def test_that_a_shared_partner_with_too_few_teams_for_all_plans_is_a_fault_of_the_joined_schedule() -> None:
    plans = two_countries()
    chosen = {short: State(plan, Schedule((an_assignment(plan),))) for short, plan in plans.items()}
    assert schedule_faults(joined(programme(), chosen)) == ()
    [fault] = schedule_faults(joined(programme(shared()), chosen))
    assert fault.code == "TEAMS"
    assert "DE/P1, FR/P1" in fault.sentence


def test_that_claims_on_a_shared_credit_count_together_against_its_face() -> None:
    plans = two_countries()
    small = replace(a_credit(), face=15_000)
    plans = {short: replace(plan, credits=(small,)) for short, plan in plans.items()}
    claim = Claim("P1", "C1", 10_000)
    chosen = {short: State(plan, Schedule((an_assignment(plan),), (claim,))) for short, plan in plans.items()}
    assert schedule_faults(joined(programme(), chosen)) == ()
    codes = {fault.rules for fault in schedule_faults(joined(programme(shared(partners=False)), chosen))}
    assert codes == {("CAP",)}


def test_that_attachments_are_found_from_the_programme_and_kept_as_their_plan_names_them() -> None:
    letter = Attachment(title="Letter", path="letters/c1.pdf", sha256="0" * 64)
    plans = {short: a_plan(credits=(a_credit(attachments=(letter,)),)) for short in ("DE", "FR")}
    members = (MEMBERS[0], replace(MEMBERS[1], file="countries/france/fr.rollout"))
    apart = Programme(name="Europe", plans=members)
    before = joined(apart, states_of(plans))
    paths = {credit.id: credit.attachments[0].path for credit in before.plan.credits}
    assert paths == {"DE/C1": "letters/c1.pdf", "FR/C1": "countries/france/letters/c1.pdf"}
    added = replace(letter, path="shared/mail.pdf")
    credit = replace(before.plan.credit["FR/C1"], attachments=(added,))
    parts = split(
        apart, states_of(plans), before, State(replace(before.plan, credits=(before.plan.credits[0], credit)))
    )
    assert parts["DE"].plan is plans["DE"]
    [kept] = parts["FR"].plan.credit["C1"].attachments
    assert kept.path == "../../shared/mail.pdf"


def test_that_the_exchange_rates_of_all_plans_are_there_once_and_contradictions_told() -> None:
    rate = ExchangeRate(currency="EUR", millionths=1_100_000, dated=START)
    plans = two_countries(exchange_rates=(rate,))
    assert joined(programme(), states_of(plans)).plan.exchange_rates == (rate,)
    other = {"DE": replace(plans["DE"], exchange_rates=(replace(rate, millionths=1_200_000),)), "FR": plans["FR"]}
    [fault] = conflicts(programme(), other)
    assert fault.sentence == "The plans differ in the rate of EUR of 2027-01-04."


def a_rich_plan() -> Plan:
    """One part of every kind that a plan of its own keeps in a programme."""
    return a_plan(
        phases=(a_phase(), a_phase("P2", earliest_start=date(2027, 2, 1))),
        dependencies=(Dependency(predecessor="P1", successor="P2", type="SS", lag=2),),
        freezes=(Freeze("Close", DateRange(date(2027, 3, 29), date(2027, 4, 2))),),
        pins=(Pin(phase="P2", start=date(2027, 2, 1)), Pin(phase="P1", option="PAR")),
        actuals=(Actual(phase="P1", option="PAR", started_on=START),),
        status_date=date(2027, 1, 11),
        credits=(a_credit(combined_caps=("ALL",)), a_credit("C2")),
        combined_caps=(CombinedCap(id="ALL", limit=60_000),),
        stacking_confirmations=(StackingConfirmation(credits=("C1", "C2"), document="Mail"),),
        entitlements=(an_entitlement(),),
        sponsorship=Sponsorship(executive_sponsor="A. Ito", outcome="All devices managed."),
    )


def test_that_plans_with_parts_of_every_kind_are_joined_under_their_names_and_split_unchanged() -> None:
    plans = {
        "DE": a_rich_plan(),
        "FR": replace(a_rich_plan(), horizon=date(2027, 11, 30), entitlements=(an_entitlement("E2"),)),
    }
    plans["FR"] = replace(plans["FR"], sponsorship=Sponsorship(executive_sponsor="B. Roy"))
    caps = (Shared(id="ALL", members={"DE": "ALL", "FR": "ALL"}),)
    sharing = programme(replace(shared(), combined_caps=caps))
    before = states_of(plans)
    together = joined(sharing, before)
    plan = together.plan
    assert [(link.predecessor, link.successor) for link in plan.dependencies] == [
        ("DE/P1", "DE/P2"),
        ("FR/P1", "FR/P2"),
    ]
    assert [freeze.regions for freeze in plan.freezes] == [("DE/Global",), ("FR/Global",)]
    assert [(pin.phase, pin.option) for pin in plan.pins] == [
        ("DE/P2", None),
        ("DE/P1", "PAR"),
        ("FR/P2", None),
        ("FR/P1", "PAR"),
    ]
    assert [*plan.actual] == ["DE/P1", "FR/P1"]
    assert [*plan.credit] == ["C1", "DE/C2", "FR/C2"]
    assert plan.credit["C1"].combined_caps == ("ALL",)
    assert [pair.credits for pair in plan.stacking_confirmations] == [("C1", "DE/C2"), ("C1", "FR/C2")]
    assert [right.id for right in plan.entitlements] == ["DE/E1", "FR/E2"]
    assert [plan.phase[name].deadline for name in ("DE/P1", "FR/P1")] == [None, date(2027, 11, 30)]
    assert plan.sponsorship == Sponsorship(executive_sponsor="DE: A. Ito; FR: B. Roy")
    parts = split(sharing, before, together, together)
    assert all(parts[short].plan is plans[short] for short in plans)
    uncapped = replace(plan, credits=(replace(plan.credits[0], face=40_000, combined_caps=("ALL",)), *plan.credits[1:]))
    edited = split(sharing, before, together, State(uncapped))
    assert [part.plan.credit["C1"] for part in edited.values()] == [replace(plans["DE"].credit["C1"], face=40_000)] * 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"entitlements": (an_entitlement(),), "entitlements_bind": True},
            "FastTrack needs entitlements, and the plans hold different ones",
        ),
        ({"phases": (a_phase("P" * 64),)}, f"FR: '{'P' * 64}' is too long to be named together with its plan."),
        (
            {"credits": (a_credit(combined_caps=()),)},
            "it is under the combined cap ALL in DE alone.",
        ),
    ],
)
def test_that_what_would_mean_something_else_together_is_a_contradiction(change: dict[str, Any], words: str) -> None:
    capped = a_plan(credits=(a_credit(combined_caps=("ALL",)),), combined_caps=(CombinedCap(id="ALL", limit=60_000),))
    caps = (Shared(id="ALL", members={"DE": "ALL", "FR": "ALL"}),)
    found = conflicts(programme(replace(shared(), combined_caps=caps)), {"DE": capped, "FR": replace(capped, **change)})
    assert any(words in fault.sentence for fault in found), found


def test_that_what_plans_agree_in_is_no_contradiction() -> None:
    pair = StackingConfirmation(credits=("C1", "C2"), document="Mail")
    capped = a_plan(
        credits=(a_credit(combined_caps=("ALL",)), a_credit("C2")),
        combined_caps=(CombinedCap(id="ALL", limit=60_000),),
        stacking_confirmations=(pair,),
        exchange_rates=(ExchangeRate(currency="EUR", millionths=1_100_000, dated=START),),
    )
    other = replace(capped, exchange_rates=(ExchangeRate(currency="GBP", millionths=1_300_000, dated=START),))
    parts = SharedParts(
        partners=shared().partners,
        credits=tuple(Shared(id=each, members={"DE": each, "FR": each}) for each in ("C1", "C2")),
        combined_caps=(Shared(id="ALL", members={"DE": "ALL", "FR": "ALL"}),),
    )
    assert conflicts(programme(parts), {"DE": capped, "FR": other}) == ()


def test_that_plans_which_are_too_much_together_are_refused() -> None:
    dear = a_phase(options=(by_partner(cost=LARGEST_AMOUNT),))
    most = LARGEST_TOTAL // LARGEST_AMOUNT
    plan = a_plan(phases=tuple(replace(dear, id=f"P{number}") for number in range(most)))
    assert invariant_faults(State(plan)) == ()
    with pytest.raises(PlanError, match="together, above"):
        joined(programme(), states_of({"DE": plan, "FR": plan}))


def test_that_a_phase_and_a_partner_that_are_added_under_the_name_of_a_plan_are_its() -> None:
    plans = two_countries()
    before = joined(programme(), states_of(plans))
    phase = a_phase("FR/P2", region="FR/Global", options=(by_partner("FR/NEW"),))
    edited = replace(
        before.plan, phases=(*before.plan.phases, phase), partners=(*before.plan.partners, a_partner("FR/NEW"))
    )
    parts = split(programme(), states_of(plans), before, State(edited))
    assert parts["DE"].plan is plans["DE"]
    assert [*parts["FR"].plan.phase] == ["P1", "P2"]
    assert parts["FR"].plan.phase["P2"].options == (by_partner("NEW"),)
    assert [*parts["FR"].plan.partner] == ["PAR", "NEW"]


# What is the same


def test_that_parts_of_one_identifier_or_name_are_taken_for_the_same_where_all_is_said_alike() -> None:
    capped = a_plan(credits=(a_credit(combined_caps=("ALL",)),), combined_caps=(CombinedCap(id="ALL", limit=60_000),))
    renamed = replace(
        capped,
        phases=(a_phase(options=(by_partner("OTHER"),)),),
        partners=(a_partner("OTHER", name="Partner PAR"),),
        credits=(a_credit("c1", name="Anything", approved_partners=("OTHER",), combined_caps=("ALL",)),),
    )
    found = matched({"DE": capped, "FR": renamed})
    assert [(each.id, each.members) for each in found.partners] == [("PAR", {"DE": "PAR", "FR": "OTHER"})]
    assert found.combined_caps == (Shared(id="ALL", members={"DE": "ALL", "FR": "ALL"}),)
    assert found.credits == ()
    alike = replace(renamed, credits=(replace(renamed.credits[0], name="Credit C1"),))
    assert matched({"DE": capped, "FR": alike}).credits == (Shared(id="C1", members={"DE": "C1", "FR": "c1"}),)
    dearer = replace(alike, credits=(replace(alike.credits[0], face=1),))
    assert matched({"DE": capped, "FR": dearer}).credits == ()


def test_that_every_part_is_matched_once_and_gets_a_name_of_its_own() -> None:
    partners = (a_partner("PAR"), a_partner("A/B"))
    twins = (a_partner("PAR", name="Twin"), a_partner("OTH", name="Twin"))
    plans = {
        "DE": a_plan(partners=partners, credits=()),
        "FR": a_plan(partners=twins, credits=()),
        "IT": a_plan(partners=(*partners, a_partner("OTH", name="Twin")), credits=()),
        "ES": a_plan(partners=twins[:1], credits=()),
    }
    found = matched(plans).partners
    assert [(each.id, each.members) for each in found] == [
        ("PAR", {"DE": "PAR", "IT": "PAR"}),
        ("PAR-2", {"FR": "PAR", "IT": "OTH", "ES": "PAR"}),
    ]


def test_that_parts_that_look_the_same_and_are_not_shared_are_told() -> None:
    plans = two_countries(credits=(a_credit("C9", name="credit c1"),))
    told = same_looking(programme(shared(credits_=False)), plans)
    assert [(each.place, each.sentence) for each in told] == [
        (
            ("credit", "DE/C1", "FR/C9"),
            "The credits C1 of DE and C9 of FR look the same, but are not shared: each counts in full.",
        )
    ]
    assert same_looking(programme(SharedParts(partners=shared().partners)), two_countries(credits=())) == ()


def test_that_the_account_tells_what_each_plan_uses_of_what_is_shared() -> None:
    sharing, plans = programme(shared()), two_countries(partners=(a_partner(),))
    claim = Claim("P1", "C1", 10_000)
    plans["FR"] = replace(plans["FR"], credits=(*plans["FR"].credits, a_credit("OWN")))
    own = Claim("P1", "OWN", 3)
    solved = {
        "DE": State(plans["DE"], Schedule((an_assignment(plans["DE"]),), (claim,))),
        "FR": State(plans["FR"], Schedule((an_assignment(plans["FR"], start=date(2027, 2, 1)),), (own,))),
    }
    account = programme_account(sharing, solved, joined(sharing, solved))
    (credit,), (partner,) = account.credits, account.partners
    assert (credit.face, credit.by_plan, credit.left) == (50_000, {"DE": 10_000, "FR": 0}, 40_000)
    assert (partner.phases, partner.days) == ({"DE": 1, "FR": 1}, {"DE": 10, "FR": 10})
    assert [(each.short, each.funding, each.gross_cost, each.finish) for each in (*account.plans, account.total)] == [
        ("DE", 10_000, 20_000, date(2027, 1, 15)),
        ("FR", 3, 20_000, date(2027, 2, 12)),
        ("", 10_003, 40_000, date(2027, 2, 12)),
    ]


def test_that_the_work_of_a_partner_of_one_plan_is_no_use_of_a_shared_one() -> None:
    plans = {short: a_plan(partners=(a_partner(), a_partner("OWN"))) for short in ("DE", "FR")}
    own = replace(an_assignment(plans["DE"]), option="OWN")
    phases = (a_phase(options=(by_partner(), by_partner("OWN"))),)
    plans["DE"] = replace(plans["DE"], phases=phases)
    solved = {"DE": State(plans["DE"], Schedule((own,))), "FR": State(plans["FR"])}
    (partner,) = programme_account(programme(shared()), solved, joined(programme(shared()), solved)).partners
    assert (partner.phases, partner.days) == ({"DE": 0, "FR": 0}, {"DE": 0, "FR": 0})
