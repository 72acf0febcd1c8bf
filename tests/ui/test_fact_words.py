"""What one plan states otherwise than another, in a sentence."""

from datetime import date
from itertools import pairwise

from msgspec.structs import replace

from planner import edits
from planner.attachments import Attachment
from planner.funding.credits import ExchangeRate
from planner.payments import Payment
from planner.plan import Plan
from planner.rollout.dependencies import Dependency
from planner.rollout.quotes import Quote
from planner.scenarios import changed_facts
from tests.builders import START, a_partner, a_phase, a_plan, by_partner
from ui.fact_words import fact_sentence


def sentences(before: Plan, after: Plan) -> list[str]:
    return [fact_sentence(after, fact) for fact in changed_facts(before, after)]


def test_that_a_quote_is_told_with_its_option_its_sum_and_its_day() -> None:
    two = a_plan(partners=(a_partner(), a_partner("B")), phases=(a_phase(options=(by_partner(), by_partner("B"))),))
    after = edits.record_quote(two, "P1", "B", Quote(quoted_on=START, amount=21_000))
    assert sentences(two, after) == ["Phase P1: Partner B cost 20,000 → 21,000; Partner B quotes 21,000 of 2027-01-04"]


def test_that_options_that_come_and_go_are_named() -> None:
    plan = a_plan(partners=(a_partner(), a_partner("B")))
    assert sentences(plan, edits.add_option(plan, "P1", by_partner("B"))) == ["Phase P1: options PAR → PAR, B"]


def test_that_of_many_links_only_those_are_told_that_come_and_go() -> None:
    names = [f"P{number}" for number in range(7)]
    links = tuple(Dependency(predecessor=one, successor=next_) for one, next_ in pairwise(names))
    plan = a_plan(phases=tuple(a_phase(name) for name in names), dependencies=links)
    after = replace(plan, dependencies=(*links[1:], Dependency(predecessor="P0", successor="P6")))
    assert sentences(plan, after) == ["Dependencies: without P0 → P1; with P0 → P6"]
    turned = replace(plan, dependencies=tuple(reversed(links)))
    assert sentences(plan, turned) == ["Dependencies: in another order"]


def test_that_rates_payments_and_files_are_told_by_what_they_say() -> None:
    plan = a_plan()
    rate = ExchangeRate(currency="EUR", millionths=1_080_000, dated=START)
    paid = edits.add_exchange_rate(plan, rate)
    paid = edits.record_payment(paid, "C1", Payment(paid_on=date(2027, 2, 1), amount=500, currency="EUR"))
    paid = edits.attach(paid, ("credit", "C1"), Attachment(title="Letter", path="a.pdf", sha256="0" * 64))
    assert sentences(plan, paid) == [
        "Credit C1: payments 500 EUR on 2027-02-01",
        "Credit C1: attachments Letter",
        "Exchange rates EUR 1.08 from 2027-01-04",
    ]


def test_that_a_pin_that_goes_and_another_status_date_are_told_as_sentences() -> None:
    pinned = edits.pin(a_plan(), "P1", START, None)
    assert sentences(pinned, edits.unpin(pinned, "P1")) == ["Pin of P1: removed"]
    dated = replace(a_plan(), status_date=START)
    assert sentences(a_plan(), dated) == ["Status date 2027-01-04"]
