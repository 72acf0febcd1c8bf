"""The substitution trap: what they offer instead of the rate, and what taking it would cost."""

from fractions import Fraction

from planner.funding.substitution import Substitution, asks_kept_apart, rounded, rounded_points, substitution
from planner.picture.tokens import Tokens
from planner.plan import Plan
from planner.value import WHOLE
from ui.account.content import Content
from ui.derived import Derived
from ui.rich_text import Cell, grid, heading, paragraph
from ui.wording import in_words, locale, money, percent


def trade_page(derived: Derived, colours: Tokens) -> Content:
    """Funding weighed against the rate, as present values at the plan's start."""
    plan = derived.state.plan
    weighed = substitution(plan, derived.schedule)
    if weighed.break_even is None:
        return Content(
            paragraph(
                "There is no price sheet to weigh funding against. Enter it under Tables, Rate lines.", colours.dim
            )
        )
    return Content("".join(_weighed(plan, weighed, colours)))


def _weighed(plan: Plan, weighed: Substitution, colours: Tokens) -> tuple[str, ...]:
    return (
        paragraph("Internal: not for Microsoft or partners.", colours.risk),
        heading(f"What they offer instead, as present values in {plan.currency}"),
        grid(("", "", ""), _offer(weighed), {0, 2}, colours.dim),
        heading("What the trade would cost"),
        grid(("", "", ""), _trade(weighed, colours), {0, 2}, colours.dim),
        heading("If this price lives on in the next term"),
        grid(("", "Gap", "Loss", "Rate overtakes funding"), _carried(weighed), {0, 3}, colours.dim),
        heading("What the funding equals in discount"),
        grid(("Product", "List price of the term", "Points"), _break_even(weighed), {0}, colours.dim),
        heading("What to say"),
        paragraph(in_words(asks_kept_apart(plan, weighed)), colours.text),
    )


def _offer(weighed: Substitution) -> list[tuple[str | Cell, ...]]:
    instead = weighed.instead
    face = f"{money(instead.planned)} planned of {money(instead.face)} face"
    return [
        ("Funding, once", Cell(_sum(instead.present_value), is_strong=True), face),
        ("As a discount", f"{points(instead.points)} points", "on the whole price sheet"),
        ("Rate offered so far", _sum(instead.rate), ""),
    ]


def _trade(weighed: Substitution, colours: Tokens) -> list[tuple[str | Cell, ...]]:
    return [
        ("Rate asked for", _sum(weighed.asked), f"one point is worth {_sum(weighed.one_point)} over the term"),
        ("Rate gap", _sum(weighed.gap), "asked less offered"),
        (
            "Loss in the plain trade",
            Cell(_sum(weighed.trade_loss), colours.broken if weighed.trade_loss > 0 else colours.text, is_strong=True),
            "gap less funding: they fund, you stop asking",
        ),
        (
            "Rate forgone",
            Cell(_sum(weighed.forgone_rate), colours.broken if weighed.forgone_rate else colours.text, is_strong=True),
            "the whole gap, where the funding was to be had anyway",
        ),
        ("Rate overtakes funding", "", year(weighed.overtaken_in_year)),
    ]


def _carried(weighed: Substitution) -> list[tuple[str, ...]]:
    return [
        (f"{percent(each.kappa * WHOLE)} of it", _sum(each.gap), _sum(each.trade_loss), year(each.overtaken_in_year))
        for each in weighed.carry_over
    ]


def _break_even(weighed: Substitution) -> list[tuple[str | Cell, ...]]:
    lines: list[tuple[str | Cell, ...]] = [
        (line.sku, _sum(line.base), points(line.points)) for line in weighed.break_even_by_line
    ]
    whole = Cell(_sum(weighed.base), is_strong=True), Cell(points(weighed.break_even), is_strong=True)
    return [*lines, (Cell("All", is_strong=True), *whole)]


def points(figure: Fraction | None) -> str:
    """Percentage points of discount, with two decimals."""
    return "–" if figure is None else locale().toString(float(rounded_points(figure)), "f", 2)


def year(number: int | None) -> str:
    """The year of a term, or that there is none."""
    return "not in this term" if number is None else f"in year {number}"


def _sum(figure: Fraction) -> str:
    return money(rounded(figure))
