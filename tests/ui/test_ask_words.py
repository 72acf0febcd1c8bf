"""What is told of asks: a bundle gains as much as any part of it."""

from planner.funding.asks import Ask
from planner.rollout.schedule import Schedule
from solver.asks.bundles import Bundle
from solver.asks.sweep import Swept
from solver.asks.worth import Base, Optimum, Worth
from tests.builders import a_plan
from ui.ask_words import bundles_by_size, no_bundle_words

WITHOUT = Optimum(0, 0)
SWEPT = Swept(Base(a_plan(), Schedule(()), WITHOUT), 1, 1, (Worth(Ask("freeze", "0", by=7), WITHOUT, Optimum(10, 10)),))


def a_bundle(gain: int) -> Bundle:
    return Bundle((), WITHOUT, Optimum(gain, gain), at_most=50)


def test_that_a_bundle_that_gains_less_than_an_ask_alone_is_told_as_not_found() -> None:
    assert dict(bundles_by_size(SWEPT, {2: a_bundle(9)})) == {2: None}
    assert dict(bundles_by_size(SWEPT, {2: a_bundle(10)})) == {2: a_bundle(10)}


def test_that_a_bundle_that_gains_less_than_a_smaller_one_is_told_as_not_found() -> None:
    assert dict(bundles_by_size(SWEPT, {2: a_bundle(30), 3: a_bundle(20)})) == {2: a_bundle(30), 3: None}
    assert dict(bundles_by_size(SWEPT, {2: None, 3: a_bundle(20)})) == {2: None, 3: a_bundle(20)}


def test_that_what_was_not_found_is_compared_with_all_that_is_listed() -> None:
    told = "Best bundle of 3: none that gains more than what is listed above was found in time."
    assert no_bundle_words(3) == told
