"""What slips do to a schedule, as a page: sentences, pictures, and what planning more carefully brings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planner.funding.risk_figures import RiskFigures, chance_words
from planner.picture import funding_curve, risk_bars
from planner.picture.tokens import Tokens
from planner.plan import Plan
from ui.account.content import Content, picture
from ui.rich_text import Cell, grid, heading, paragraph
from ui.risk.words import finish_sentence, funding_sentence, notes, safer_sentence
from ui.wording import in_words, money, signed_money

if TYPE_CHECKING:
    from solver.risk.safer import Safer

INTERNAL = "Internal: not for Microsoft or partners."
EARLIER = "These figures are of an earlier plan or schedule. Run it again for the present one."
EXPLAINED = (
    "How much the mean funding would rise if the phase alone never took longer than planned, all other luck being the "
    "same. Where several phases slip together, no one of them may be worth much alone."
)
CURVE, CREDITS, PHASES = "risk-funding", "risk-credits", "risk-phases"


def risk_page(plan: Plan, found: RiskFigures, safer: "Safer | None", colours: Tokens, *, is_present: bool) -> Content:
    """The page about the figures of a plan. is_present: whether plan and schedule are still those."""
    on_page = colours._replace(ground=colours.panel)
    pictures = dict(_pictures(plan, found, on_page))
    html = "".join(
        (
            "" if is_present else paragraph(EARLIER, colours.broken),
            paragraph(INTERNAL, colours.risk),
            paragraph(in_words(funding_sentence(plan, found)), colours.text),
            paragraph(in_words(finish_sentence(plan, found)), colours.text),
            "" if safer is None else _safer(safer, colours),
            *_shown(plan, found, pictures, colours),
            *(paragraph(in_words(note), colours.dim) for note in notes(found)),
        )
    )
    return Content(html, pictures)


def _pictures(plan: Plan, found: RiskFigures, colours: Tokens) -> Iterator[tuple[str, str]]:
    curve = funding_curve.lay_out_funding_curve(found)
    if curve is not None:
        yield CURVE, funding_curve.draw_funding_curve(curve, funding_curve.Words(amount=money), colours)
    words = risk_bars.Words(amount=money)
    if found.credits:
        yield CREDITS, risk_bars.draw_risk_bars(risk_bars.lay_out_chances(plan, found), words, colours)
    if found.phases:
        yield PHASES, risk_bars.draw_risk_bars(risk_bars.lay_out_dangers(plan, found), words, colours)


def _shown(plan: Plan, found: RiskFigures, pictures: dict[str, str], colours: Tokens) -> Iterator[str]:
    """The pictures, each with its heading and the same in words for those who cannot see it."""
    if CURVE in pictures:
        yield heading("Part of the runs that pay at most so much")
        yield picture(CURVE, pictures[CURVE], in_words(funding_sentence(plan, found)))
    if CREDITS in pictures:
        said = ", ".join(f"{each.credit} {chance_words(each.chance)}" for each in found.credits)
        yield heading("Chance that each credit pays all that is planned of it; outlined where below one half")
        yield picture(CREDITS, pictures[CREDITS], said)
    if PHASES in pictures:
        said = ", ".join(f"{each.phase} {money(round(each.money))}" for each in found.phases[: risk_bars.MOST_ROWS])
        yield heading("Money endangered by each phase")
        yield paragraph(EXPLAINED, colours.dim)
        yield picture(PHASES, pictures[PHASES], said)


def _safer(found: "Safer", colours: Tokens) -> str:
    lines = (_way(found, number, colours) for number in range(len(found.tried)))
    told = f"{found.done} of {found.ways} ways were tried." if not found.is_complete else ""
    heads = ("Way to plan", "Planned", "Paid in the mean", "Gained", "±")
    return "".join(
        (
            heading("Planning more carefully"),
            paragraph(in_words(safer_sentence(found)), colours.text),
            grid(heads, lines, {0}, colours.dim),
            paragraph(told, colours.dim) if told else "",
        )
    )


def _way(found: "Safer", number: int, colours: Tokens) -> tuple[str | Cell, ...]:
    way = found.tried[number]
    is_best = way is found.best
    gained = round(way.gained)
    colour = colours.money if gained > 0 else colours.broken if gained < 0 else colours.text
    return (
        Cell(way.words, is_strong=is_best),
        money(way.planned),
        Cell(money(round(way.mean)), is_strong=is_best),
        Cell(signed_money(gained), colour),
        money(round(way.error)),
    )
