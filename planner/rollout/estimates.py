"""How long work may take: three-point estimates, and the chance of each whole number of working days.

The days between the best and the worst follow a triangular distribution whose peak is the planned duration, rounded to
whole days. The triangle is taken, and not the beta of PERT, because it holds more chance far from the peak, which is
the careful side where a slip costs money, and because its chances are exact fractions. Rounding keeps the mean where
the estimates have it: work that most likely takes twenty days ends on its twentieth.

A spread that nobody gave is the usual one of the motion. Those spreads are defaults, assumptions of this program; no
page of Microsoft's says them. Internal, as every figure on risk is.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from planner.rollout.phases import DeliveryOption, Phase
from planner.value import WHOLE

HALF = Fraction(1, 2)


class Spread(NamedTuple):
    """How much shorter and longer than planned work may be, in basis points of its duration."""

    below: int
    above: int


USUAL_SPREADS: Mapping[str, Spread] = {
    "assess": Spread(1_000, 2_000),
    "pilot": Spread(1_000, 3_000),
    "deploy": Spread(1_000, 4_000),
    "migrate": Spread(1_500, 6_000),
    "adopt": Spread(500, 2_000),
}
"""By motion; defaults of this program."""

OTHER_SPREAD = Spread(1_000, 3_000)
"""Of motions that are none of these."""


class Estimate(NamedTuple):
    """Working days: the fewest, the most likely, which are planned, and the most.

    is_usual: whether an end is the usual spread of the motion, because the plan gives none.
    """

    optimistic: Fraction
    likely: int
    pessimistic: Fraction
    is_usual: bool = False


def estimate(phase: Phase, option: DeliveryOption) -> Estimate:
    """What the option says, and where it says nothing the usual spread of the phase's motion."""
    spread, days = USUAL_SPREADS.get(phase.motion.lower(), OTHER_SPREAD), option.duration
    best, worst = option.optimistic, option.pessimistic
    return Estimate(
        Fraction(best) if best is not None else days * Fraction(WHOLE - spread.below, WHOLE),
        days,
        Fraction(worst) if worst is not None else days * Fraction(WHOLE + spread.above, WHOLE),
        is_usual=best is None or worst is None,
    )


def duration_chances(estimated: Estimate) -> dict[int, Fraction]:
    """The chance of each whole number of working days that has any, ascending; they sum to one."""
    if estimated.optimistic == estimated.pessimistic:
        return {estimated.likely: Fraction(1)}
    shortest, longest = _rounded(estimated.optimistic), _rounded(estimated.pessimistic)
    below, chances = Fraction(0), {}
    for days in range(shortest, longest + 1):
        up_to = chance_up_to(estimated, days + HALF)
        if up_to > below:
            chances[days] = up_to - below
        below = up_to
    return chances


def chance_up_to(estimated: Estimate, days: Fraction) -> Fraction:
    """The chance that work takes at most so many days or parts of days: the triangular distribution function."""
    least, peak, most = estimated.optimistic, estimated.likely, estimated.pessimistic
    if days <= least:
        return Fraction(0)
    if days >= most:
        return Fraction(1)
    if days <= peak:
        return (days - least) ** 2 / ((most - least) * (peak - least))
    return 1 - (most - days) ** 2 / ((most - least) * (most - peak))


def _rounded(days: Fraction) -> int:
    """The nearest whole number, halves up."""
    return int((days + HALF) // 1)
