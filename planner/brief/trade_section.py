"""What it would mean to take funding in place of rate: the figures of the substitution, as present values."""

from collections.abc import Iterator
from fractions import Fraction

from planner.brief.subject import Subject
from planner.business_case.document import Block, Cell, Column, Paragraph, Table
from planner.business_case.notation import NOTHING
from planner.funding.substitution import rounded, rounded_points


def trade(subject: Subject) -> Iterator[Block]:
    """The trade, then what each line alone would have to give, then the same if the next term keeps the price."""
    weighed = subject.trade
    if weighed.break_even is None:
        yield Paragraph("Without a price sheet there is no rate to weigh the funding against.")
        return
    percent = subject.notation.percent(subject.plan.discount_rate)
    yield Paragraph(
        f"Present values at the plan's start, at {percent} a year, prices paid yearly in advance. Funding here is what "
        "the schedule claims, never face, and never what a right saves."
    )
    columns = (Column("Figure", width=3), Column("Value", "money"), Column("Reading", width=5))
    yield Table("Trade", f"Funding in place of rate ({subject.plan.currency})", columns, tuple(_figures(subject)))
    yield _by_line(subject)
    yield _carried_over(subject)


def _figures(subject: Subject) -> Iterator[tuple[Cell, ...]]:
    weighed = subject.trade
    yield "List price of the term", rounded(weighed.base), f"{weighed.years} years, uplift included"
    yield "One point of discount", rounded(weighed.one_point), "One percent off every line, over the term"
    yield "Rate asked", rounded(weighed.asked), "The concession that is asked for"
    yield "Rate offered", rounded(weighed.offered), "The concession that is offered so far"
    yield "Rate gap", rounded(weighed.gap), "Asked, less offered: what pressing on is about"
    yield "Funding planned", rounded(weighed.funding), "The planned claims, from the end of their phases"
    yield "Break-even discount", f"{_points(weighed.break_even)} points", "What the funding equals on every line, once"
    yield "Trade loss", rounded(weighed.trade_loss), _reading_of_loss(weighed.trade_loss)
    yield (
        "Forgone rate",
        rounded(weighed.forgone_rate),
        "The loss where the funding was to be had anyway: the whole gap",
    )
    yield "Overtaken in", _year(weighed.overtaken_in_year), "The year from which the rate asked for is worth more"


def _reading_of_loss(loss: Fraction) -> str:
    if loss > 0:
        return "What taking the funding and asking no further would lose"
    return "Below nothing: on paper the trade pays, if the funding is not to be had anyway"


def _by_line(subject: Subject) -> Table:
    columns = (Column("Product", width=3), Column("List price of the term", "money"), Column("Points", "count"))
    rows = tuple((line.sku, rounded(line.base), _points(line.points)) for line in subject.trade.break_even_by_line)
    return Table("Break-even by line", "What the funding equals on one line alone", columns, rows)


def _carried_over(subject: Subject) -> Table:
    columns = (
        Column("The next term", width=3),
        Column("Rate gap", "money"),
        Column("Trade loss", "money"),
        Column("Overtaken in", "count"),
    )
    names = {0: "begins from a price of its own", 1: "keeps the price of this one"}
    rows = tuple(
        (names[each.kappa], rounded(each.gap), rounded(each.trade_loss), _year(each.overtaken_in_year))
        for each in subject.trade.carry_over
    )
    return Table("Carry-over", "If the price lives on", columns, rows)


def _points(points: Fraction | None) -> str:
    return NOTHING if points is None else str(rounded_points(points))


def _year(year: int | None) -> str:
    return "no year" if year is None else f"year {year}"
