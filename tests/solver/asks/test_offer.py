"""What an offered credit adds: against everything that can be tried, and told by whom it displaces."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from planner.funding.offers import DiscountedLine, Offer, with_offer
from planner.plan import Plan
from solver.asks.offer import offer_worth
from solver.asks.worth import OF_FUNDING, Limits
from solver.cancel import Cancel
from tests.brute_force import best
from tests.builders import a_credit, a_phase, a_plan, a_rate_line
from tests.small_plans import small_plans

LIMITS = Limits(30.0, 1, Cancel())


@settings(max_examples=60)
@given(plan=small_plans(most_phases=2))
def test_that_a_credit_adds_the_most_funding_with_it_less_that_without(plan: Plan) -> None:
    *others, last = plan.credits
    without = replace(plan, credits=tuple(others), stacking_confirmations=())
    offer = Offer("", credit=last)
    first, second = best(without, OF_FUNDING), best(with_offer(without, offer), OF_FUNDING)
    worth = offer_worth(without, offer, LIMITS)
    if first is None or second is None:
        assert worth is None
        return
    assert worth is not None
    assert worth.is_proven
    assert worth.at_least == worth.at_most == second[0] - first[0]
    assert worth.paid - worth.displaced == worth.at_least


def test_that_the_credit_that_gives_way_is_named() -> None:
    plan = a_plan(
        phases=(a_phase("P1"), a_phase("P2")), credits=(a_credit("C1", share=5_000),), one_source_per_phase=True
    )
    worth = offer_worth(plan, Offer("", credit=a_credit("NEW", share=8_000, face=16_000)), LIMITS)
    assert worth is not None
    assert (worth.at_least, worth.paid, worth.displaced) == (6_000, 16_000, 10_000)
    assert [(each.credit, each.before, each.after) for each in worth.difference.credits] == [
        ("C1", 20_000, 10_000),
        ("NEW", 0, 16_000),
    ]
    assert worth.difference.phases == ()


def test_that_a_discount_has_no_worth_in_funding() -> None:
    plan = a_plan(rate_lines=(a_rate_line(),))
    with pytest.raises(ValueError, match="rate ledger has no worth in funding"):
        offer_worth(plan, Offer("", discounts=(DiscountedLine("SKU", 500),)), LIMITS)
