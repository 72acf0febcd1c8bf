"""Quotes: what an option costs by them, who bears a rise, and which no longer hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.checks import check
from planner.currencies import in_plan_currency
from planner.funding.claim_rules import fundable_cost
from planner.funding.credits import ExchangeRate
from planner.funding.quotes import price_of, quote_findings, quote_lines
from planner.invariants import PlanError
from planner.plan import Plan, State
from planner.rollout import waves
from planner.rollout.quotes import BorneBy, Quote
from planner.rollout.schedule import Claim, Schedule
from planner.stakes import stake
from tests.builders import START, a_credit, a_partner, a_phase, a_plan, an_assignment, by_partner
from tests.strategies import plans, values

FIRST = Quote(quoted_on=date(2026, 11, 2), amount=20_000, sow="SOW-1", valid_until=date(2027, 1, 31))
EURO = ExchangeRate(currency="EUR", millionths=1_100_000, dated=date(2026, 11, 1), source="ECB")


def quoted(plan: Plan, *quotes: Quote) -> Plan:
    for quote in quotes:
        plan = edits.record_quote(plan, "P1", "PAR", quote)
    return plan


def schedule_of(plan: Plan, start: date = START) -> Schedule:
    return Schedule((an_assignment(plan, "P1", start),), (Claim("P1", "C1", 10_000),))


def codes(plan: Plan, start: date = START) -> list[str]:
    return [finding.code for finding in quote_findings(plan, schedule_of(plan, start))]


@pytest.mark.parametrize(
    ("borne_by", "cost", "fundable"),
    [("customer", 23_000, 20_000), ("partner", 20_000, 20_000), ("credit", 23_000, 23_000)],
)
def test_that_a_rise_falls_on_who_bears_it(borne_by: BorneBy, cost: int, fundable: int) -> None:
    plan = quoted(a_plan(), FIRST, Quote(quoted_on=START, amount=23_000, rise_borne_by=borne_by))
    phase = plan.phase["P1"]
    assert (phase.options[0].cost, fundable_cost(phase, phase.options[0])) == (cost, fundable)
    assert [line.rise for line in quote_lines(plan, None)] == [None, 3_000]
    assert codes(plan) == []


@settings(max_examples=200)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(["customer", "partner", "credit"]))
def test_that_only_a_rise_is_borne_and_no_quote_leaves_a_finding(was: int, asked: int, borne_by: BorneBy) -> None:
    plan = a_plan(phases=(a_phase(options=(by_partner(cost=was),)),))
    after = quoted(plan, Quote(quoted_on=START, amount=asked, rise_borne_by=borne_by)).phase["P1"]
    rise = max(asked - was, 0)
    assert after.options[0].cost == (was if borne_by == "partner" and rise else asked)
    assert after.eligible_cost - plan.phases[0].eligible_cost == (rise if borne_by == "credit" else 0)
    assert codes(replace(plan, phases=(after,))) == []


def test_that_an_older_quote_is_kept_and_changes_no_cost() -> None:
    plan = quoted(a_plan(), FIRST, Quote(quoted_on=date(2026, 10, 1), amount=50_000))
    option = plan.phase["P1"].options[0]
    assert [quote.amount for quote in option.quotes] == [50_000, 20_000]
    assert option.cost == 20_000


@pytest.mark.parametrize(("days_after", "found"), [(0, []), (1, ["QUOTE-LAPSED"])])
def test_that_a_quote_holds_on_its_last_day_and_not_on_the_next(days_after: int, found: list[str]) -> None:
    last = START - timedelta(days=days_after)
    assert codes(quoted(a_plan(), replace(FIRST, valid_until=last))) == found


def test_that_a_lapsed_quote_puts_the_price_at_stake_and_says_when_it_is_needed() -> None:
    plan = quoted(a_plan(), replace(FIRST, valid_until=date(2026, 12, 31)))
    state = State(plan, schedule_of(plan))
    (finding,) = (each for each in check(state) if each.code == "QUOTE-LAPSED")
    assert finding.sentence == (
        "The quote SOW-1 of Partner PAR for P1 (20,000, 2026-11-02) is valid until 2026-12-31, "
        "but is needed on 2027-01-04."
    )
    assert (finding.kind, stake(state, finding).words) == ("readiness", "20,000 at stake")


def test_that_a_signature_in_time_makes_a_quote_hold() -> None:
    lapsed = replace(FIRST, valid_until=date(2026, 12, 31))
    assert codes(quoted(a_plan(), replace(lapsed, signed_on=date(2026, 12, 31)))) == []
    assert codes(quoted(a_plan(), replace(lapsed, signed_on=date(2027, 1, 1)))) == ["QUOTE-LAPSED"]
    by_credit = quoted(a_plan(credits=(a_credit(sow_signed_on=date(2026, 12, 1)),)), lapsed)
    assert codes(by_credit) == []


def test_that_a_quote_of_another_option_or_of_finished_work_is_not_needed() -> None:
    lapsed = replace(FIRST, valid_until=date(2026, 12, 31))
    plan = a_plan(
        partners=(a_partner(), a_partner("SPARE")), phases=(a_phase(options=(by_partner("SPARE"), by_partner())),)
    )
    assert codes(quoted(plan, lapsed)) == []
    begun = edits.record_start(edits.set_status_date(quoted(a_plan(), lapsed), date(2027, 2, 1)), "P1", START, "PAR")
    assert codes(begun) == ["QUOTE-LAPSED"]
    assert codes(edits.record_finish(begun, "P1", date(2027, 1, 15))) == []


def test_that_a_cost_other_than_quoted_is_found() -> None:
    plan = edits.change_option(quoted(a_plan(), FIRST), "P1", "PAR", cost=19_999)
    assert codes(plan) == ["QUOTE-COST"]


def test_that_a_corrected_quote_leads_the_cost_along_only_where_that_was_the_quote() -> None:
    plan = quoted(a_plan(), FIRST)
    followed = edits.change_quote(plan, "P1", "PAR", 0, amount=21_000)
    assert followed.phase["P1"].options[0].cost == 21_000
    apart = edits.change_quote(edits.change_option(plan, "P1", "PAR", cost=18_000), "P1", "PAR", 0, amount=21_000)
    assert apart.phase["P1"].options[0].cost == 18_000
    assert edits.remove_quote(followed, "P1", "PAR", 0).phase["P1"].options[0].cost == 21_000


def test_that_another_deliverer_has_none_of_the_quotes() -> None:
    plan = edits.change_option(
        quoted(a_plan(partners=(a_partner(), a_partner("SPARE"))), FIRST), "P1", "PAR", partner="SPARE"
    )
    assert plan.phase["P1"].options[0].quotes == ()
    renamed = edits.rename_partner(State(quoted(a_plan(), FIRST)), "PAR", "ALP").plan
    assert renamed.phase["P1"].options[0].quotes == (FIRST,)


# Other currencies


def test_that_a_quote_of_another_currency_costs_what_its_day_says() -> None:
    later = replace(EURO, millionths=1_200_000, dated=date(2027, 1, 1))
    plan = a_plan(exchange_rates=(EURO, later))
    plan = quoted(plan, Quote(quoted_on=date(2026, 12, 31), amount=10_001, currency="EUR"))
    assert plan.phase["P1"].options[0].cost == 11_001
    plan = quoted(plan, Quote(quoted_on=date(2027, 1, 1), amount=10_001, currency="EUR"))
    assert plan.phase["P1"].options[0].cost == 12_001
    assert codes(plan) == []


def test_that_a_quote_without_a_rate_is_refused_and_never_taken_one_to_one() -> None:
    euros = Quote(quoted_on=date(2026, 10, 31), amount=10_000, currency="EUR")
    with pytest.raises(PlanError, match="no rate of EUR on or before 2026-10-31"):
        quoted(a_plan(exchange_rates=(EURO,)), euros)
    plan = quoted(a_plan(exchange_rates=(EURO,)), replace(euros, quoted_on=EURO.dated))
    assert codes(edits.remove_exchange_rate(plan, 0)) == ["QUOTE-RATE"]


@settings(max_examples=200)
@given(plans(), st.integers(0, 10**9), st.dates(date(2024, 1, 1), date(2032, 1, 1)))
def test_that_a_sum_has_worth_only_by_a_rate_of_its_day_or_before(plan: Plan, amount: int, day: date) -> None:
    assert in_plan_currency(plan, amount, None, day) == amount
    for code in ("USD", "EUR", "JPY", "CHF"):
        rates = [rate for rate in plan.exchange_rates if rate.currency == code and rate.dated <= day]
        worth = in_plan_currency(plan, amount, code, day)
        if code == plan.currency:
            assert worth == amount
        elif not rates:
            assert worth is None
        else:
            latest = max(rates, key=lambda rate: rate.dated)
            assert worth == amount * latest.millionths // 1_000_000


# Waves


@settings(max_examples=100)
@given(st.lists(values(Quote), max_size=3), st.lists(st.integers(1, 9), min_size=2, max_size=4))
def test_that_waves_are_quoted_at_what_they_cost_and_give_the_quotes_back(drawn: list[Quote], parts: list[int]) -> None:
    plan = a_plan(exchange_rates=(EURO,))
    in_order = sorted(drawn, key=lambda quote: quote.quoted_on)
    quotes = tuple(replace(each, currency=None, amount=each.amount // 10) for each in in_order)
    plan = quoted(plan, *quotes)
    phase = plan.phase["P1"]
    made = waves.waves(phase, parts)
    for wave in made:
        for option in wave.options:
            costs = [price_of(plan, quote) for quote in option.quotes]
            if quotes and phase.options[0].cost == quotes[-1].amount:
                assert costs[-1] == option.cost
    assert waves.whole(made, "P1").options == phase.options
