"""The renewal dividend: adoption against targets, and seats that the renewal might do without."""

from datetime import date
from html import escape

from planner.catalogue.reader import plan_catalogue
from planner.funding.adoption import Adoption, TargetStanding, adoption
from planner.funding.dividend import NOT_SHOWN, Candidate, candidates, yearly_cents
from planner.funding.measurements import Measurement
from planner.picture.adoption import Measures, Words, draw_adoption, lay_out_adoption
from planner.picture.tokens import Tokens
from planner.plan import Plan, State
from planner.rollout.phases import Phase
from ui.account.content import USUAL_WIDTH, Content, picture
from ui.derived import Derived
from ui.fields.field import written_decimal
from ui.rich_text import Cell, grid, heading, paragraph
from ui.wording import day, in_words, money, money_of_cents, month_name, phases_named

INTERNAL = "Internal: not for Microsoft or partners. What seats are worth is evidence on rates, and no funding."
NOTHING = "Nothing was measured yet. Read usage reports (File menu): only sums over many people are kept."
UNKNOWN = "–"
FORGET = "forget"
"""Before the position of a measurement in the link that removes it."""
HUNDRED = 100
WORDS = Words(
    month=month_name,
    day=day,
    percent=lambda share: f"{share // HUNDRED} %",
    people=money,
)


def adoption_page(derived: Derived, colours: Tokens, width: float = USUAL_WIDTH) -> Content:
    """Adoption over the exports, candidates for right-sizing, and what is kept until when."""
    plan = derived.state.plan
    found = adoption(plan)
    drawn = lay_out_adoption(found, Measures(width=width))
    if drawn is None:
        return Content(paragraph(NOTHING, colours.dim) + _targets(plan, found, colours))
    svg = draw_adoption(drawn, WORDS, colours._replace(ground=colours.panel))
    latest = max(each.refreshed_on for each in plan.measurements)
    html = "".join(
        (
            paragraph(INTERNAL, colours.risk),
            heading("Adoption"),
            picture("adoption", svg, "Adoption of each workload over the exports, against its targets"),
            _targets(plan, found, colours),
            _candidates(derived.state, latest, colours),
            heading("Kept in the plan"),
            *(_kept(each, number, derived.as_of, colours) for number, each in enumerate(plan.measurements)),
        )
    )
    return Content(html, {"adoption": svg})


def _targets(plan: Plan, found: tuple[Adoption, ...], colours: Tokens) -> str:
    targets = [(each.workload, target) for each in found for target in each.targets]
    if not targets:
        return ""
    heads = ("Workload", "Phase", "", "Target", "Measure on", "Short by")
    lines = [(workload, *_target(plan, target, colours)) for workload, target in targets]
    dayless = [target.phase for _, target in targets if target.measured_on is None]
    named = phases_named(plan, dayless)
    to_do = f"No day to measure on: {named}. Enter it in the phase's form, under Adoption target."
    table = grid(heads, lines, {0, 1, 2}, colours.dim)
    return heading("Targets") + table + (paragraph(to_do, colours.dim) if dayless else "")


def _target(plan: Plan, target: TargetStanding, colours: Tokens) -> tuple[str | Cell, ...]:
    phase = plan.phase[target.phase]
    people = _in_its_unit(phase) if target.people is None else f"{money(target.people)} people"
    if target.is_beyond_seats and target.assigned is not None:
        people = f"{people}; {money(target.assigned)} seats in the report"
    missing = UNKNOWN if target.short_by is None else money(target.short_by)
    short = Cell(missing, colours.risk if target.short_by else colours.text)
    if target.short_by == 0:
        short = Cell("reached", colours.money)
    return target.phase, phase.name, people, day(target.measured_on), short


def _in_its_unit(phase: Phase) -> str:
    """A target as it is stated, while nobody knows how many people that are."""
    aim = phase.adoption_target
    return UNKNOWN if aim is None or aim.value is None else f"{written_decimal(aim.value)} {aim.unit}"


def _candidates(state: State, latest: date, colours: Tokens) -> str:
    found = candidates(state, plan_catalogue(state.plan, latest))
    if not found:
        return ""
    heads = (
        "Product",
        "Assigned",
        "To nobody",
        "Never used",
        "Idle",
        "Watch",
        "Held back",
        "Without use",
        f"{state.plan.currency} a year",
    )
    seats = sum(each.seats for each in found)
    total = f"At least {money(seats)} seats without use, {money_of_cents(yearly_cents(found))} a year at list prices."
    notes = dict.fromkeys((*(each.price for each in found), *(note for each in found for note in each.cautions)))
    return "".join(
        (
            heading("Seats that the renewal might do without"),
            grid(heads, map(_candidate, found), {0}, colours.dim),
            paragraph(total, colours.text),
            *(paragraph(in_words(note), colours.dim) for note in (*notes, NOT_SHOWN)),
        )
    )


def _candidate(found: Candidate) -> tuple[str | Cell, ...]:
    counts = (found.assigned, found.unassigned, found.never, found.idle, found.watch, found.held_back)
    value = UNKNOWN if found.yearly_cents is None else money_of_cents(found.yearly_cents)
    return found.product, *map(money, counts), Cell(money(found.seats), is_strong=True), value


def _kept(measurement: Measurement, position: int, as_of: date, colours: Tokens) -> str:
    """What is kept, for what, until when, and the link that removes it."""
    is_overdue = measurement.delete_by < as_of
    until = day(measurement.delete_by)
    due = f"overdue: to be deleted by {until}" if is_overdue else f"until {until}"
    words = f"{day(measurement.refreshed_on)} · {measurement.report} · {measurement.purpose} · {due}"
    remove = f"<a href='{FORGET}:{position}' style='color:{colours.accent}'>Remove</a>"
    colour = colours.broken if is_overdue else colours.dim
    return f"<p style='color:{colour}; margin:0 0 2px 0'>{escape(words)} {remove}</p>"
