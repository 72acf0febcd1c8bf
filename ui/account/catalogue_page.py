"""The catalogue as the plan has it: every entry that holds, with who says so and since when it is known."""

from html import escape

from planner.catalogue.entries import CatalogueEntry, Evidence, EvidenceTag, Programme
from planner.catalogue.own import shelf
from planner.catalogue.reader import plan_catalogue
from planner.catalogue.sentences import guidance_sentence, price_sentence, standing, written_figure
from planner.picture.tokens import Tokens
from planner.plan import Plan
from ui.account.content import Content
from ui.derived import Derived
from ui.rich_text import Cell, grid, heading, paragraph
from ui.wording import day, in_words

INTRO = "What holds on {day}. Only what is tagged official is Microsoft's word, and none of it is an offer."
HEADS = ("", "", "Evidence", "Who says so, as of when, and how far to trust it")
LEFT = range(len(HEADS))
ITSELF = "The programme itself."


def catalogue_page(derived: Derived, colours: Tokens) -> Content:
    """Programmes, list prices and guidance, the plan's own entries marked."""
    plan = derived.state.plan
    held = plan_catalogue(plan, derived.as_of)
    prices = (
        (_named(plan, each), in_words(price_sentence(each)), *_said(each.evidence, colours)) for each in held.prices
    )
    guidance = (
        (_named(plan, each), in_words(guidance_sentence(each)), *_said(each.evidence, colours))
        for each in held.fasttrack
    )
    shown = (
        paragraph(INTRO.format(day=day(derived.as_of)), colours.dim),
        _section("Programmes"),
        *(_programme(plan, programme, colours) for programme in held.programmes),
        _section("List prices"),
        grid(HEADS, prices, LEFT, colours.dim),
        _section("FastTrack"),
        grid(HEADS, guidance, LEFT, colours.dim),
    )
    return Content("".join(shown))


def _section(text: str) -> str:
    return f"<p style='font-size:15px; font-weight:600; margin:22px 0 4px 0'>{escape(text)}</p>"


def _programme(plan: Plan, programme: Programme, colours: Tokens) -> str:
    lines = ((_figures(programme, piece), *_said(piece, colours)) for piece in programme.evidence)
    words = " ".join(filter(None, (programme.eligibility, programme.conditions, programme.how_to_ask)))
    return "".join(
        (
            heading(_named(plan, programme)),
            paragraph(in_words(words), colours.text) if words else "",
            grid(HEADS[1:], lines, range(len(HEADS) - 1), colours.dim),
        )
    )


def _figures(programme: Programme, piece: Evidence) -> str:
    """What a piece of evidence is about."""
    return in_words(" ".join(written_figure(programme, figure) for figure in piece.figures)) or ITSELF


def _said(evidence: Evidence, colours: Tokens) -> tuple[Cell, Cell]:
    tag = Cell(evidence.tag, _colour(evidence.tag, colours), is_strong=True)
    return tag, Cell(in_words(standing(evidence)), colours.dim)


def _named(plan: Plan, entry: CatalogueEntry) -> str:
    """What an entry is called, and whether it is the plan's own."""
    is_own = entry in getattr(plan.catalogue, shelf(entry))
    return f"{entry.name} ({entry.key})" + (" · entered in this plan" if is_own else "")


def _colour(tag: EvidenceTag, colours: Tokens) -> str:
    """Green is Microsoft's word, amber what nobody should quote."""
    return {"official": colours.money, "own": colours.accent, "unverified": colours.risk}.get(tag, colours.dim)
