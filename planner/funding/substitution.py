"""The value-substitution trap: one-time funding offered in place of a recurring rate, and what that trade would cost.

The formulas are those of the field guide, section 6.4; prices are paid yearly in advance. Every figure is an exact
fraction, but for the powers of present values, which are taken to 50 digits. Rounding is left to whoever shows a
figure, by ``rounded``, once, half to even; so figures that were shown may miss one another's sum by one.

Funding here is what the schedule claims, never face value, and never what an entitlement saves.
"""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

from planner.funding.ledgers import funding_ledger
from planner.funding.rate_ledger import yearly_price
from planner.plan import Plan
from planner.rollout.schedule import Schedule
from planner.value import WHOLE

DAYS_A_YEAR = 365
DIGITS = 50
CARRY_OVERS = (0, 1)
"""Parts of the next term in which the price of this one is taken to live on: not at all, and wholly."""


class LineBreakEven(NamedTuple):
    """A product alone: the present value of its list price, and the discount on it that the funding equals.

    points: percentage points; None where nothing is paid for the product.
    """

    sku: str
    base: Fraction
    points: Fraction | None


class CarryOver(NamedTuple):
    """The trade, if the part ``kappa`` of the next term keeps the price of this one: 0 not at all, 1 wholly.

    gap, trade_loss: as in Substitution, over both terms. overtaken_in_year: likewise, and None if in neither term.
    """

    kappa: int
    gap: Fraction
    trade_loss: Fraction
    overtaken_in_year: int | None


class OfferedInstead(NamedTuple):
    """What the other side puts on the table in place of the rate that is asked for.

    face: the face of all credits, as it will be quoted. planned: what the schedule claims of it. present_value: what
    that is worth at the plan's start. points: the discount on the whole base that it equals; None without a base.
    rate: the present value of the discounts that are offered so far.
    """

    face: int
    planned: int
    present_value: Fraction
    points: Fraction | None
    rate: Fraction


class Substitution(NamedTuple):
    """The trade of funding against rate, in units of the plan's currency, as present values at its start.

    base: list prices of the whole term, uplift included. asked, offered: the concessions on them. gap: asked less
    offered; negative where more is offered than asked.
    funding: the planned claims. break_even: percentage points of discount on the whole base that equal the funding;
    None without a base.
    trade_loss: what is lost by taking the funding and asking no further: gap less funding; negative if the trade pays.
    forgone_rate: the same where the funding was to be had anyway: the whole gap; never below nothing.
    overtaken_in_year: the first year in which the rate asked for, summed up, exceeds the funding; None if not in this
    term.
    """

    years: int
    base: Fraction
    asked: Fraction
    offered: Fraction
    gap: Fraction
    funding: Fraction
    break_even: Fraction | None
    break_even_by_line: tuple[LineBreakEven, ...]
    trade_loss: Fraction
    forgone_rate: Fraction
    overtaken_in_year: int | None
    carry_over: tuple[CarryOver, ...]
    instead: OfferedInstead

    @property
    def one_point(self) -> Fraction:
        """What one percentage point of discount is worth over the term."""
        return self.base / 100


def substitution(plan: Plan, schedule: Schedule) -> Substitution:
    """Weigh the funding that the schedule claims against the rate that is asked for."""
    annuity = sum(_year_factors(plan, plan.term_years), Fraction(0))
    lines = {line.sku: yearly_price(line) for line in plan.rate_lines}
    base = sum(lines.values(), Fraction(0)) * annuity
    asked = sum((lines[line.sku] * line.asked / WHOLE for line in plan.rate_lines), Fraction(0))
    offered = sum((lines[line.sku] * line.offered / WHOLE for line in plan.rate_lines), Fraction(0))
    funding = funding_value(plan, schedule)
    gap = (asked - offered) * annuity
    ledger = funding_ledger(plan, schedule)
    carried = tuple(_carried_over(plan, asked - offered, funding, kappa) for kappa in CARRY_OVERS)
    return Substitution(
        years=plan.term_years,
        base=base,
        asked=asked * annuity,
        offered=offered * annuity,
        gap=gap,
        funding=funding,
        break_even=_points(funding, base),
        break_even_by_line=tuple(
            LineBreakEven(sku, yearly * annuity, _points(funding, yearly * annuity)) for sku, yearly in lines.items()
        ),
        trade_loss=gap - funding,
        forgone_rate=max(gap, Fraction(0)),
        overtaken_in_year=carried[0].overtaken_in_year,
        carry_over=carried,
        instead=OfferedInstead(ledger.face, ledger.planned, funding, _points(funding, base), offered * annuity),
    )


def funding_value(plan: Plan, schedule: Schedule) -> Fraction:
    """The planned claims as of the plan's start, each from the end of its phase: PV(F) of the field guide.

    A claim on a phase without dates, which is a fault, counts nothing.
    """
    finish = {assignment.phase: assignment.finish for assignment in schedule.assignments}
    return sum(
        (
            claim.amount * _discounted(plan, (finish[claim.phase] - plan.start).days)
            for claim in schedule.claims
            if claim.phase in finish
        ),
        Fraction(0),
    )


def rounded(figure: Fraction) -> int:
    """A figure as it is shown: whole units of the currency, half to even."""
    return round(figure)


def rounded_points(points: Fraction) -> Decimal:
    """Percentage points as they are shown: two decimals, half to even."""
    return Decimal(round(points * 100)).scaleb(-2)


def asks_kept_apart(plan: Plan, weighed: Substitution) -> str:
    """The sentence with which to answer an offer that mixes the three asks. It may be spoken: it holds no figure of the
    rate, and not what the funding is worth against it.
    """
    rights = ", ".join(entitlement.id for entitlement in plan.entitlements if entitlement.is_held)
    help_by_right = f"help by right ({rights})" if rights else "help by right"
    funding = f"funding of {plan.currency} {weighed.instead.planned:,} for the rollout, once"
    rate = "the rate, which is settled by itself" if weighed.gap > 0 else "the rate, on which nothing is open"
    return (
        f"We keep three things apart, and none pays for another: {help_by_right}, which comes with the seats; "
        f"{funding}; and {rate}."
    )


def _carried_over(plan: Plan, yearly_gap: Fraction, funding: Fraction, kappa: int) -> CarryOver:
    factors = _year_factors(plan, 2 * plan.term_years)
    gaps = [
        yearly_gap * factor * (1 if year <= plan.term_years else kappa) for year, factor in enumerate(factors, start=1)
    ]
    gap = sum(gaps, Fraction(0))
    return CarryOver(kappa, gap, gap - funding, _overtaken(gaps, funding))


def _overtaken(gaps: list[Fraction], funding: Fraction) -> int | None:
    """The first year in which the gaps so far are worth anything, and at least the funding."""
    total = Fraction(0)
    for year, gap in enumerate(gaps, start=1):
        total += gap
        if total > 0 and total >= funding:
            return year
    return None


def _year_factors(plan: Plan, years: int) -> list[Fraction]:
    """What one unit is worth today that is paid at the beginning of each year."""
    return [Fraction(WHOLE, WHOLE + plan.discount_rate) ** year for year in range(years)]


def _discounted(plan: Plan, days: int) -> Fraction:
    """What one unit is worth at the plan's start that is paid so many calendar days after it."""
    with localcontext() as context:
        context.prec = DIGITS
        yearly = 1 + Decimal(plan.discount_rate) / WHOLE
        return Fraction(yearly ** (Decimal(-days) / DAYS_A_YEAR))


def _points(funding: Fraction, base: Fraction) -> Fraction | None:
    return funding / base * 100 if base else None
