"""Offers: read forgivingly, sorted to one ledger, never worth anything in another."""

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.catalogue.entries import Catalogue
from planner.catalogue.reader import shipped_catalogue
from planner.funding.credits import Credit, ExchangeRate, Scope
from planner.funding.entitlement_ledger import GuidedPhase
from planner.funding.funding_facts import funding_facts
from planner.funding.offer_ledgers import RateLineWorth, RateWorth, RightMemo, rate_worth, right_memo
from planner.funding.offer_words import MoneySum, sums, with_plain_days
from planner.funding.offers import DiscountedLine, Offer, OfferError, read_offer, with_offer
from planner.funding.rate_ledger import rate_ledger
from planner.funding.strings import promises, promising_words
from planner.invariants import PlanError
from planner.plan import Plan
from planner.value import DateRange
from tests.builders import (
    START,
    a_credit,
    a_partner,
    a_phase,
    a_plan,
    a_rate_line,
    an_entitlement,
    by_fasttrack,
    by_partner,
)
from tests.strategies import values

NO_CATALOGUE = Catalogue()


def a_plan_to_offer_to() -> Plan:
    return a_plan(
        phases=(
            a_phase("P1", options=(by_partner(), by_fasttrack())),
            a_phase("P2", workload="Defender for Endpoint", motion="pilot"),
            a_phase("P3", workload="Defender for Identity"),
            a_phase("P4", workload="M365 Copilot", motion="adopt"),
        ),
        partners=(a_partner("PAR"), a_partner("CEN", name="Centaur Security")),
        rate_lines=(a_rate_line("SPE_E5", name="Microsoft 365 E5"), a_rate_line("COP", name="Copilot", offered=0)),
    )


def credit_of(text: str, catalogue: Catalogue = NO_CATALOGUE) -> Credit:
    credit = read_offer(a_plan_to_offer_to(), catalogue, text).credit
    assert credit is not None
    return credit


# A credit


def test_that_a_credit_is_read_with_all_that_it_says() -> None:
    credit = credit_of(
        "Funding of 50,000 USD for Intune and Defender deploy from 2027-02-01 until 2027-06-30, 50 %, partners CEN, "
        "approved within 20 working days, at most 12,500 USD per phase, minimum claim of 5k, at least 400 seats, "
        "2 milestones, POE by 2027-07-15, requested 2027-01-11."
    )
    assert (credit.id, credit.face, credit.share, credit.approved_partners) == ("OFFER", 50_000, 5_000, ("CEN",))
    assert credit.window == DateRange(date(2027, 2, 1), date(2027, 6, 30))
    assert credit.scope == Scope(("Intune", "Defender for Endpoint", "Defender for Identity"), ("deploy",))
    assert (credit.approval_lead, credit.phase_cap, credit.minimum_claim) == (20, 12_500, 5_000)
    assert (credit.minimum_seats, credit.minimum_milestones) == (400, 2)
    assert (credit.proof_deadline, credit.request_date) == (date(2027, 7, 15), date(2027, 1, 11))


@pytest.mark.parametrize(
    ("sum_", "face"),
    [
        ("50,000 USD", 50_000),
        ("USD 50.000", 50_000),
        ("$50k", 50_000),
        ("50 000 USD", 50_000),
        ("US$ 50'000.00", 50_000),
        ("$1.5m", 1_500_000),
        ("95 thousand", 95_000),
        ("7500 usd", 7_500),
    ],
)
def test_that_a_sum_is_read_however_it_is_written(sum_: str, face: int) -> None:
    assert credit_of(f"{sum_} for Intune until 2027-06-30").face == face


@pytest.mark.parametrize("day", ["2027-06-30", "30 June 2027", "30. Jun. 2027", "June 30, 2027", "Jun 30 2027"])
def test_that_a_day_is_read_however_it_is_written(day: str) -> None:
    assert credit_of(f"50,000 USD for Intune until {day}").window.end == date(2027, 6, 30)
    assert credit_of(f"50,000 USD for Intune, {day}").window.end == date(2027, 6, 30)


def test_that_a_workload_is_known_by_its_name_before_the_first_word_of_others() -> None:
    assert credit_of("9k for Defender for Identity until 2027-06-30").scope.workloads == ("Defender for Identity",)
    assert credit_of("9k for Copilot until 2027-06-30").scope.workloads == ("M365 Copilot",)


def test_that_a_number_of_seats_alone_is_no_condition() -> None:
    assert credit_of("9k for Intune on 1,500 seats until 2027-06-30").minimum_seats == 0


def test_that_what_an_offer_does_not_say_is_assumed_and_told() -> None:
    offer = read_offer(a_plan_to_offer_to(), NO_CATALOGUE, "9k until 2027-06-30")
    assert offer.credit is not None
    assert offer.credit.approved_partners == ("PAR", "CEN")
    told = " ".join(offer.assumed)
    for part in ("first day", "currency", "workload", "motion", "partner", "share"):
        assert f"No {part} is named" in told
    assert "taken to be approved for Partner PAR, Centaur Security." in told


def test_that_the_figures_of_a_programme_stand_where_the_offer_is_silent() -> None:
    catalogue = shipped_catalogue()
    credit = credit_of("ECIF 60,000 USD for Intune deployment", catalogue)
    assert credit.programme == "End customer investment funds (ECIF)"
    assert (credit.share, credit.approval_lead, credit.window.end) == (5_000, 30, date(2027, 6, 30))
    voucher = credit_of(
        "M365 E3/E5 Migration & Deployment Voucher of $75k for Intune pilot until 2027-06-30", catalogue
    )
    assert voucher.scope == Scope(("Intune",), ("pilot",))


def test_that_a_sum_in_another_currency_takes_the_rate_of_the_plan_or_is_refused() -> None:
    with pytest.raises(OfferError, match="a rate for EUR"):
        credit_of("50,000 EUR for Intune until 2027-06-30")
    rate = ExchangeRate(currency="EUR", millionths=1_100_000, dated=START)
    plan = a_plan(credits=(a_credit(exchange=rate),))
    offer = read_offer(plan, NO_CATALOGUE, "50,000 EUR for Intune until 2027-06-30")
    assert offer.credit is not None
    assert offer.credit.exchange == rate
    assert any("at the rate of" in sentence for sentence in offer.assumed)


def test_that_an_offer_gets_a_name_that_is_free() -> None:
    plan = a_plan(credits=(a_credit("OFFER"), a_credit("OFFER2")))
    offer = read_offer(plan, NO_CATALOGUE, "9k for Intune until 2027-06-30")
    assert offer.credit is not None
    assert offer.credit.id == "OFFER3"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("hello", "Missing: a sum with its currency"),
        ("50,000 USD for Intune", "Missing: the last day"),
        ("50,000 CHF for Intune", "a rate for CHF.*; the last day"),
        ("50,000 USD from 2027-06-30 until 2027-01-01", "before it opens"),
        ("5 % discount", "Missing: the product.*Known: Microsoft 365 E5, Copilot"),
        ("FastTrack for Exchange", "Missing: the workloads.*Known: Intune"),
        ("{", "begins as JSON"),
        ('{"face": 100}', "no credit:.*window"),
        ('{"threshold_seats": -1}', "no entitlement:"),
        ('{"sku": "NONE", "offered": 5}', "no rate line 'NONE'. Known: SPE_E5, COP"),
        ('{"what": 1}', "Missing: face"),
    ],
)
def test_that_an_offer_that_cannot_be_read_is_told_what_it_lacks(text: str, said: str) -> None:
    with pytest.raises(OfferError, match=said):
        read_offer(a_plan_to_offer_to(), NO_CATALOGUE, text)


WORDS = "50 % k USD $ until 2027-06-30 Intune discount all FastTrack seats { } 31 June 2027 from , 9,999,999 x PAR"


@given(
    text=st.text(max_size=60) | st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join),
)
def test_that_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    offer = read_or_refused(text)
    if isinstance(offer, Offer):
        assert sum([offer.credit is not None, offer.entitlement is not None, bool(offer.discounts)]) <= 1
        assert offer.ledger != "none" or offer.strings
    else:
        assert offer.endswith(".")


def read_or_refused(text: str) -> Offer | str:
    try:
        return read_offer(a_plan_to_offer_to(), NO_CATALOGUE, text)
    except OfferError as error:
        return str(error)


@given(credit=values(Credit))
def test_that_a_credit_in_the_words_of_a_plan_file_is_read_back(credit: Credit) -> None:
    text = json.dumps({"face": credit.face, **msgspec.to_builtins(credit)})
    assert read_offer(a_plan_to_offer_to(), NO_CATALOGUE, text).credit == credit


# Ledgers apart


def test_that_a_discount_is_worth_the_rate_ledgers_difference_and_nothing_in_funding() -> None:
    plan = a_plan_to_offer_to()
    offer = read_offer(plan, NO_CATALOGUE, "5 % discount on Microsoft 365 E5")
    assert offer.ledger == "rate"
    assert offer.discounts == (DiscountedLine("SPE_E5", 500),)
    after = with_offer(plan, offer)
    assert funding_facts(after) == funding_facts(plan)
    assert after.credits is plan.credits
    worth = rate_worth(plan, offer)
    # 100 seats at 60.00 for 36 months: 216,000.00, of which 4 points more than the 1 that is offered.
    assert worth.in_term == 864_000
    assert worth.in_term == rate_ledger(after).offered_in_term - rate_ledger(plan).offered_in_term
    assert [(line.before, line.after) for line in worth.lines] == [(100, 500)]


def test_that_the_worth_of_discounts_is_told_line_by_line_and_what_stays_open() -> None:
    plan = replace(a_plan_to_offer_to(), term_years=2)
    # A year of either product is 72,000.00, so a point over two years is 1,440.00; 6 points are asked for on each.
    discounts = (DiscountedLine("SPE_E5", 300), DiscountedLine("COP", 250))
    lines = (
        RateLineWorth("SPE_E5", "Microsoft 365 E5", before=100, after=300, in_term=288_000),
        RateLineWorth("COP", "Copilot", before=0, after=250, in_term=360_000),
    )
    worth = rate_worth(plan, Offer("", discounts=discounts))
    assert worth == RateWorth(lines=lines, years=2, in_term=648_000, still_open=432_000 + 504_000)


def test_that_a_further_discount_comes_on_top() -> None:
    offer = read_offer(a_plan_to_offer_to(), NO_CATALOGUE, "a further 2 points off the list price across all products")
    assert offer.discounts == (DiscountedLine("SPE_E5", 300), DiscountedLine("COP", 200))
    assert offer.assumed == ()


def test_that_a_right_is_a_memo_and_changes_no_sum() -> None:
    plan = a_plan_to_offer_to()
    offer = read_offer(plan, NO_CATALOGUE, "FastTrack remote guidance for Intune from 50 seats")
    assert offer.ledger == "entitlement"
    memo = right_memo(plan, offer)
    assert (memo.phases, memo.avoided_cost, memo.is_held) == (("P1",), 13_000, True)
    after = with_offer(plan, offer)
    assert after.credits is plan.credits
    assert rate_ledger(after) == rate_ledger(plan)
    held = with_offer(plan, read_offer(plan, NO_CATALOGUE, json.dumps({"threshold_seats": 1, "workloads": ["Intune"]})))
    again = read_offer(held, NO_CATALOGUE, "FastTrack remote guidance for Intune from 50 seats")
    assert right_memo(held, again).phases == ()


def test_that_a_right_helps_with_what_no_right_covers_yet_and_names_what_fasttrack_could_do() -> None:
    options = (by_fasttrack(cost=3_000), by_partner(cost=9_000), by_partner("CEN", cost=8_000))
    plan = a_plan(
        phases=(
            a_phase("P1", options=options),
            a_phase("P2", options=(by_fasttrack(cost=4_000),)),
            a_phase("P3"),
            a_phase("P4", workload="Purview", options=options),
            a_phase("P5", motion="pilot", options=options),
            a_phase("P6", motion="adopt", options=options),
        ),
        entitlements=(an_entitlement("HELD", motions=("pilot",)),),
    )
    right = an_entitlement("NEW", motions=("deploy", "pilot"), seats_owned=1)
    memo = right_memo(plan, Offer("", entitlement=right))
    guided = (GuidedPhase("P1", 3_000, 8_000), GuidedPhase("P2", 4_000, None))
    assert memo == RightMemo(phases=("P1", "P2", "P3"), guided=guided, is_held=False)
    assert memo.avoided_cost == 5_000


def test_that_a_credit_changes_no_figure_of_the_rate_ledger() -> None:
    plan = a_plan_to_offer_to()
    after = with_offer(plan, read_offer(plan, NO_CATALOGUE, "9k for Intune until 2027-06-30"))
    assert rate_ledger(after) == rate_ledger(plan)
    assert after.entitlements is plan.entitlements


def test_that_an_offer_that_makes_no_sense_in_the_plan_is_refused_whole() -> None:
    plan = a_plan(entitlements=(an_entitlement("E1"),))
    twice = read_offer(plan, NO_CATALOGUE, json.dumps({"id": "E1", "threshold_seats": 1}))
    with pytest.raises(PlanError, match="occurs 2 times"):
        with_offer(plan, twice)


# Strings


def test_that_words_that_carry_strings_are_marked_whatever_is_offered() -> None:
    plan = a_plan_to_offer_to()
    for text in (
        "9k for Intune until 2027-06-30. You must purchase 500 more seats.",
        "5 % discount on all. You must purchase 500 more seats.",
        "FastTrack for Intune. You must purchase 500 more seats.",
        "You must purchase 500 more seats.",
    ):
        offer = read_offer(plan, NO_CATALOGUE, text)
        assert [each.clause for each in offer.strings] == ["You must purchase 500 more seats"]
        ((first, after),) = promising_words(text)
        assert text[first:after] == "must purchase"


CLAUSES = st.sampled_from(
    ["You must purchase seats", "No growth commitment", "  Commit to expand  ", "Work starts soon", "upgrade to E5", ""]
)


@given(clauses=st.lists(CLAUSES, max_size=6), between=st.sampled_from([". ", "; ", "\n", ".\n"]))
def test_that_marked_words_lie_in_the_clauses_that_promise(clauses: list[str], between: str) -> None:
    text = between.join(clauses)
    found, spans = promises(text), promising_words(text)
    assert len(spans) == len(found)
    for promise, (first, after) in zip(found, spans, strict=True):
        assert first < after
        assert text[first:after] in promise.clause


def test_that_a_partner_is_asked_for_where_there_is_none() -> None:
    plan = replace(a_plan_to_offer_to(), partners=(), phases=())
    with pytest.raises(OfferError, match=r"Missing: the last day, .*; a partner, as the plan has none"):
        read_offer(plan, NO_CATALOGUE, "50,000 USD for Intune")


def test_that_a_discount_needs_a_rate_line_that_it_could_be_on() -> None:
    with pytest.raises(OfferError, match="Missing: a rate line in the plan"):
        read_offer(replace(a_plan_to_offer_to(), rate_lines=()), NO_CATALOGUE, "5 % discount on all")


def test_that_a_rate_line_in_the_words_of_a_plan_file_is_a_discount() -> None:
    offer = read_offer(a_plan_to_offer_to(), NO_CATALOGUE, '{"sku": "COP", "offered": 500}')
    assert (offer.ledger, offer.discounts) == ("rate", (DiscountedLine("COP", 500),))


def test_that_an_offer_counts_in_the_one_ledger_that_it_is_of() -> None:
    texts = ("50,000 USD for Intune until 2027-06-30", "FastTrack for Intune", "5 % discount on all")
    ledgers = [read_offer(a_plan_to_offer_to(), NO_CATALOGUE, text).ledger for text in texts]
    assert ledgers == ["funding", "entitlement", "rate"]


@pytest.mark.parametrize("text", ["12 Smarch 2027", "31 June 2027", "June 31, 2027"])
def test_that_what_only_looks_like_a_day_is_left_as_it_is(text: str) -> None:
    assert with_plain_days(text) == text


def test_that_a_number_of_phases_is_no_sum_for_one() -> None:
    found = sums("50,000 USD, up to 3 per phase")
    assert (found.face, found.phase_cap) == (MoneySum(50_000, "USD"), None)
