"""The three ledgers: what each holds, and that none knows of another."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.funding.cash import cash_by_quarter
from planner.funding.credits import Credit
from planner.funding.entitlement_ledger import (
    EntitlementAccount,
    GuidedPhase,
    PaidPhase,
    entitlement_ledger,
    lapse,
)
from planner.funding.entitlements import Entitlement
from planner.funding.ledgers import CreditAccount, FundingLedger, funding_ledger, gross_cost
from planner.funding.rate_ledger import RateAccount, RateLedger, rate_ledger, yearly_price
from planner.funding.rates import RateLine
from planner.funding.substitution import funding_value
from planner.plan import Agreement, Plan, State
from planner.rollout.schedule import Assignment, Claim, Schedule
from planner.value import WHOLE
from tests.builders import (
    START,
    a_credit,
    a_phase,
    a_plan,
    an_assignment,
    an_entitlement,
    by_fasttrack,
    by_partner,
    internally,
)
from tests.reference_plans import read_schedule, shared_folder
from tests.strategies import states, values

AS_OF = date(2027, 2, 1)
E5 = RateLine(sku="SPE_E5", name="Microsoft 365 E5", seats=900, list_price=6_000, asked=500, offered=100)


def schedule_of(plan: Plan, name: str) -> Schedule:
    folder = shared_folder()
    assert folder is not None
    return read_schedule(plan, folder / "plans" / f"{name}.result.json")


# The funding ledger


def test_that_funding_is_counted_per_credit_and_an_invoice_stands_beside_the_net_cost() -> None:
    plan = a_plan(
        phases=(a_phase("P1"), a_phase("P2", options=(by_partner(cost=9_000), by_fasttrack(cost=7_001)))),
        credits=(
            a_credit("C1", face=50_000, confidence=3_333),
            a_credit("C2", face=10_000, confidence=5_000, realised_by="invoice"),
            a_credit("C3", face=7),
        ),
    )
    first, second = an_assignment(plan, "P1"), an_assignment(plan, "P2", option_id="fasttrack")
    claims = (Claim("P1", "C1", 5_000), Claim("P1", "C2", 2_001), Claim("P2", "C1", 1_000))
    ledger = funding_ledger(plan, Schedule((first, second), claims))
    assert ledger == FundingLedger(
        accounts=(
            CreditAccount("C1", 50_000, 6_000, 1_999),
            CreditAccount("C2", 10_000, 2_001, 1_000),
            CreditAccount("C3", 7, 0, 0),
        ),
        face=60_007,
        planned=8_001,
        expected=2_999,
        gross_cost=27_001,
        net_cost=21_001,
        on_invoice=2_001,
        finish=max(first.finish, second.finish),
    )


def test_that_nothing_is_spent_or_finished_without_an_assignment() -> None:
    ledger = funding_ledger(a_plan(), Schedule(()))
    assert (ledger.gross_cost, ledger.net_cost, ledger.finish) == (0, 0, None)


def test_that_an_option_that_the_phase_has_not_costs_nothing() -> None:
    plan = a_plan()
    assert gross_cost(plan, Schedule((Assignment("P1", "fasttrack", START, START),))) == 0


# The rate ledger


def test_that_a_line_of_the_sheet_is_priced_whole() -> None:
    line = replace(E5, seats=7, list_price=3_333, uplift=777, asked=333, offered=111)
    yearly = Fraction(7 * 3_333 * 12 * 10_777, 10_000)
    priced = RateAccount(
        sku="SPE_E5",
        name="Microsoft 365 E5",
        seats=7,
        list_price=3_333,
        uplift=777,
        asked=333,
        offered=111,
        yearly=round(yearly),
        term=round(5 * yearly),
        asked_in_term=round(5 * yearly * 333 / 10_000),
        offered_in_term=round(5 * yearly * 111 / 10_000),
        standing="open",
    )
    closed = replace(line, sku="CLOSED", offered=333)
    ledger = rate_ledger(a_plan(rate_lines=(line, closed), term_years=5))
    assert ledger.accounts[0] == priced
    assert ledger == RateLedger(
        accounts=ledger.accounts,
        years=5,
        yearly=2 * priced.yearly,
        term=2 * priced.term,
        asked_in_term=2 * priced.asked_in_term,
        offered_in_term=priced.offered_in_term + priced.asked_in_term,
        open_in_term=priced.asked_in_term - priced.offered_in_term,
    )


def test_that_a_year_is_seats_times_list_times_twelve_after_the_uplift() -> None:
    assert yearly_price(E5) == 900 * 60 * 12
    (raised,) = rate_ledger(a_plan(rate_lines=(replace(E5, uplift=833),))).accounts
    assert raised.yearly == round(900 * 6_000 * 12 * 1.0833)
    assert raised.term == round(3 * 900 * 6_000 * 12 * 1.0833)


def test_that_a_line_is_open_until_what_is_asked_is_offered() -> None:
    lines = (E5, replace(E5, sku="B", offered=500), replace(E5, sku="C", offered=600), replace(E5, sku="D", asked=0))
    ledger = rate_ledger(a_plan(rate_lines=lines))
    assert [account.standing for account in ledger.accounts] == ["open", "closed", "closed", "not asked"]
    yearly = 900 * 6_000 * 12
    assert ledger.open_in_term == yearly * 3 * 4 // 100


def test_that_the_small_plan_pays_669_600_a_year_at_list(small: Plan) -> None:
    ledger = rate_ledger(small)
    assert (ledger.yearly, ledger.term) == (66_960_000, 3 * 66_960_000)


@given(st.lists(values(RateLine), max_size=3), st.integers(1, 10))
def test_that_no_line_is_more_than_half_a_cent_from_its_exact_value_and_totals_add_up(
    lines: list[RateLine], years: int
) -> None:
    ledger = rate_ledger(a_plan(rate_lines=tuple(lines), term_years=years))
    for account, line in zip(ledger.accounts, lines, strict=True):
        exact = yearly_price(line) * 100
        assert abs(account.yearly - exact) * 2 <= 1
        assert abs(account.term - exact * years) * 2 <= 1
        assert abs(account.asked_in_term - exact * years * line.asked / WHOLE) * 2 <= 1
        assert abs(account.offered_in_term - exact * years * line.offered / WHOLE) * 2 <= 1
    assert ledger.term == sum(account.term for account in ledger.accounts)
    assert ledger.asked_in_term == sum(account.asked_in_term for account in ledger.accounts)
    assert ledger.open_in_term >= 0


# The entitlement ledger


def guided(**changes: Any) -> Plan:  # noqa: ANN401 - any field of an entitlement
    """P1 by FastTrack at 7,000, which two partners would do for 20,000 and 18,000."""
    options = (by_partner(), by_partner("SEC", cost=18_000), by_fasttrack())
    return a_plan(phases=(a_phase(options=options),), entitlements=(an_entitlement(**changes),))


def account_of(plan: Plan, option: str = "fasttrack", as_of: date = AS_OF) -> EntitlementAccount:
    (account,) = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id=option),)), as_of).accounts
    return account


def test_that_what_fasttrack_saves_is_the_cheapest_partner_less_the_own_labour() -> None:
    account = account_of(guided())
    assert account.guided == (GuidedPhase("P1", 7_000, 18_000),)
    assert account.avoided_cost == 11_000
    assert account.paid_to_partners == 0


def test_that_a_phase_no_partner_offers_saves_nothing_that_is_known() -> None:
    plan = replace(guided(), phases=(a_phase(options=(by_fasttrack(),)),))
    account = account_of(plan)
    assert account.guided == (GuidedPhase("P1", 7_000, None),)
    assert account.avoided_cost == 0


def test_that_money_for_a_partner_on_entitled_work_is_named() -> None:
    account = account_of(guided(), "PAR")
    assert account.paid == (PaidPhase("P1", "PAR", 20_000),)
    assert (account.paid_to_partners, account.avoided_cost) == (20_000, 0)


def test_that_work_without_a_held_right_saves_nothing_and_is_listed_apart() -> None:
    plan = guided(seats_owned=149)
    ledger = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id="fasttrack"),)), AS_OF)
    assert ledger.without_right == ("P1",)
    assert ledger.avoided_cost == 0
    assert not ledger.accounts[0].is_held


def test_that_two_rights_to_one_phase_do_not_save_its_cost_twice() -> None:
    plan = replace(guided(), entitlements=(an_entitlement("E1"), an_entitlement("E2")))
    ledger = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id="fasttrack"),)), AS_OF)
    assert [account.avoided_cost for account in ledger.accounts] == [11_000, 0]


@pytest.mark.parametrize(
    ("status", "stages"),
    [
        ("not requested", (False, False)),
        ("requested", (True, False)),
        ("engaged", (True, True)),
        ("completed", (True, True)),
        ("declined", (False, False)),
    ],
)
def test_that_a_right_tells_whether_it_is_asked_for_and_used(status: str, stages: tuple[bool, bool]) -> None:
    account = account_of(guided(status=status))
    assert (account.is_requested, account.is_engaged) == stages


@pytest.mark.parametrize(("days", "within"), [(90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30), (-1, 0)])
def test_that_the_own_date_is_recalled_at_90_60_and_30_days_and_once_it_has_passed(days: int, within: int) -> None:
    reminder = account_of(guided(engage_by=AS_OF + timedelta(days=days))).lapse
    assert reminder is not None
    assert (reminder.days_left, reminder.within) == (days, within)
    assert "buyer's own engage-by date" in reminder.sentence


@pytest.mark.parametrize(
    "changes", [{"engage_by": None}, {"status": "engaged"}, {"status": "completed"}, {"status": "declined"}]
)
def test_that_nothing_is_recalled_where_the_help_has_begun_was_declined_or_has_no_date(
    changes: dict[str, object],
) -> None:
    assert account_of(guided(**{"engage_by": START, **changes})).lapse is None
    assert account_of(guided(engage_by=AS_OF + timedelta(days=91))).lapse is None


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.sampled_from(["not requested", "requested"]))
def test_that_no_reminder_says_that_a_right_expired(as_of: date, status: str) -> None:
    reminder = account_of(guided(engage_by=AS_OF, status=status), as_of=as_of).lapse
    said = "" if reminder is None else reminder.sentence.lower()
    assert not any(word in said for word in ("expire", "microsoft", "forfeit"))


LASTING = "The right lasts as long as the subscription."


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (30, "E1 is requested; the buyer's own engage-by date is 2027-03-03, in 30 days."),
        (1, "E1 is requested; the buyer's own engage-by date is 2027-02-02, in 1 day."),
        (0, "E1 is requested; the buyer's own engage-by date is 2027-02-01, today."),
        (-1, f"E1 is requested; the buyer's own engage-by date, 2027-01-31, passed 1 day ago. {LASTING}"),
        (-1_100, f"E1 is requested; the buyer's own engage-by date, 2024-01-28, passed 1,100 days ago. {LASTING}"),
    ],
)
def test_that_a_reminder_counts_the_days_in_words(days: int, sentence: str) -> None:
    reminder = lapse(an_entitlement(engage_by=AS_OF + timedelta(days=days)), AS_OF)
    assert reminder is not None
    assert reminder.sentence == sentence


def test_that_an_account_holds_all_that_its_right_says() -> None:
    by = AS_OF + timedelta(days=200)
    plan = guided(motions=("deploy",), requested_on=START, engage_by=by)
    assert account_of(plan) == EntitlementAccount(
        entitlement="E1",
        name="Entitlement E1",
        threshold_seats=150,
        seats_owned=1_000,
        status="requested",
        requested_on=START,
        engage_by=by,
        lasts_until=None,
        workloads=("Intune",),
        motions=("deploy",),
        is_held=True,
        is_requested=True,
        is_engaged=False,
        lapse=None,
        guided=(GuidedPhase("P1", 7_000, 18_000),),
        paid=(),
    )


def test_that_partners_are_paid_for_entitled_work_only_where_fasttrack_could_do_it() -> None:
    both = (by_partner(), by_fasttrack(), internally())
    plan = replace(guided(), phases=(a_phase("P1"), a_phase("P2", options=both), a_phase("P3", options=both)))
    chosen = (
        an_assignment(plan, "P1"),
        an_assignment(plan, "P2", option_id="PAR"),
        an_assignment(plan, "P3", option_id="internal"),
        Assignment("P3", "unknown", START, START),
    )
    ledger = entitlement_ledger(plan, Schedule(chosen), AS_OF)
    assert ledger.accounts[0].paid == (PaidPhase("P2", "PAR", 20_000),)
    assert (ledger.accounts[0].guided, ledger.without_right) == ((), ())
    assert ledger.paid_to_partners == 20_000
    assert ledger.avoided_cost == 0


def test_that_work_by_partners_is_not_listed_as_fasttrack_without_a_right() -> None:
    plan = guided(seats_owned=0)
    ledger = entitlement_ledger(plan, Schedule((an_assignment(plan, option_id="PAR"),)), AS_OF)
    assert ledger.without_right == ()


def test_that_the_rights_of_a_plan_save_together_what_each_saves() -> None:
    options = (by_partner(), by_fasttrack())
    plan = a_plan(
        phases=(a_phase("P1", options=options), a_phase("P2", workload="Purview", options=options)),
        entitlements=(an_entitlement("E1"), an_entitlement("E2", workloads=("Purview",))),
    )
    chosen = tuple(an_assignment(plan, phase, option_id="fasttrack") for phase in ("P1", "P2"))
    assert entitlement_ledger(plan, Schedule(chosen), AS_OF).avoided_cost == 26_000
    paid = tuple(an_assignment(plan, phase, option_id="PAR") for phase in ("P1", "P2"))
    assert entitlement_ledger(plan, Schedule(paid), AS_OF).paid_to_partners == 40_000


def test_that_a_right_lasts_as_long_as_the_agreement() -> None:
    ends = date(2027, 12, 31)
    assert account_of(replace(guided(), agreement=Agreement(ends_on=ends))).lasts_until == ends


def test_that_the_reference_plans_save_what_their_tables_say(small: Plan, medium: Plan) -> None:
    saved = entitlement_ledger(small, schedule_of(small, "small"), AS_OF)
    assert saved.accounts[0].guided == (GuidedPhase("S4", 9_100, 26_000),)
    assert saved.without_right == ("S1", "S8")
    ledger = entitlement_ledger(medium, schedule_of(medium, "medium"), AS_OF)
    assert [phase.phase for phase in ledger.accounts[0].guided] == ["M01", "M02", "M03", "M04", "M06", "M14", "M18"]
    partners = 18_000 + 32_000 + 28_000 + 46_000 + 34_000 + 36_000 + 26_000
    labour = 6_300 + 11_200 + 9_800 + 16_100 + 11_900 + 12_600 + 9_100
    assert ledger.avoided_cost == partners - labour
    assert ledger.without_right == ("M25",)


# None knows of another


def figures(state: State) -> dict[str, object]:
    """What each ledger says of a state, and the cash and present value that follow from funding alone."""
    plan, schedule = state.plan, state.schedule or Schedule(())
    return {
        "entitlement": entitlement_ledger(plan, schedule, AS_OF),
        "funding": (funding_ledger(plan, schedule), cash_by_quarter(plan, schedule), funding_value(plan, schedule)),
        "rate": rate_ledger(plan),
    }


def edited_part(plan: Plan, field: str, kind: type[Any], drawing: st.DataObject, kept: tuple[str, ...]) -> Plan:
    """The plan with any one entry of a list redrawn whole, but for what other parts refer to."""
    entries = getattr(plan, field)
    number = drawing.draw(st.integers(0, len(entries) - 1))
    same = {name: st.just(getattr(entries[number], name)) for name in kept}
    entry = drawing.draw(values(kind, **same))
    return replace(plan, **{field: (*entries[:number], entry, *entries[number + 1 :])})


EDITS: dict[str, tuple[str, type[Any], tuple[str, ...]]] = {
    "entitlement": ("entitlements", Entitlement, ("id",)),
    "funding": (
        "credits",
        Credit,
        ("id", "exchange", "approved_partners", "combined_caps", "tranches", "outcome_mode", "outcome_dates"),
    ),
    "rate": ("rate_lines", RateLine, ("sku",)),
}


@pytest.mark.parametrize("ledger", EDITS)
def test_that_no_edit_of_one_ledger_changes_a_figure_of_another(ledger: str) -> None:
    field, kind, kept = EDITS[ledger]
    changed = 0

    @settings(max_examples=60)
    @given(states().filter(lambda state: bool(getattr(state.plan, field))), st.data())
    def check(state: State, drawing: st.DataObject) -> None:
        nonlocal changed
        edited = State(edited_part(state.plan, field, kind, drawing, kept), state.schedule)
        before, after = figures(state), figures(edited)
        changed += before[ledger] != after[ledger]
        assert {**before, ledger: None} == {**after, ledger: None}

    check()
    assert changed > 20, "the edits changed too little to show anything"


@given(states())
def test_that_claims_change_neither_entitlements_nor_rates(state: State) -> None:
    bare = State(state.plan, state.schedule and replace(state.schedule, claims=()))
    assert figures(bare)["entitlement"] == figures(state)["entitlement"]
    assert figures(bare)["rate"] == figures(state)["rate"]


def test_that_no_ledger_has_a_field_for_anothers_money() -> None:
    plan = guided()
    ledgers: dict[str, Any] = {
        "entitlement": entitlement_ledger(plan, Schedule(()), AS_OF),
        "funding": funding_ledger(plan, Schedule(())),
        "rate": rate_ledger(plan),
    }
    names = {kind: set(ledger._fields) - {"accounts"} for kind, ledger in ledgers.items()}
    assert names["entitlement"] & names["funding"] == set()
    assert names["entitlement"] & names["rate"] == names["funding"] & names["rate"] == set()
    assert not any("total" in name for fields in names.values() for name in fields)
