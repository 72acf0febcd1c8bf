"""What if: planning anew after a change, and plans side by side, in a terminal. Internal."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from planner.damage import Damage, damage
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.scenarios import Changed, Compared, changed_facts, compared
from solver.cancel import Cancel
from solver.result import SolveResult
from solver.settings import Settings
from ui.fact_words import fact_sentence
from ui.terminal import report
from ui.terminal.printing import print_sentence, print_whole
from ui.terminal.progress import interruptible, settle_in_terminal, solve_in_terminal

if TYPE_CHECKING:
    from solver.frontier import Against, Point

Named = list[tuple[str, State]]


class Replanned(NamedTuple):
    """A plan planned anew; damage is None where no schedule was found."""

    state: State
    result: SolveResult
    damage: Damage | None


def replanned(state: State, before: State, seconds: float) -> Replanned:
    """Plan anew with the fewest moves. before: the State as it was agreed, its claims as they were recorded."""
    present = state.schedule or Schedule(())
    settled = Schedule(present.assignments, settle_in_terminal(state.plan, present.assignments))
    now = State(state.plan, settled)
    result = solve_in_terminal(state.plan, Settings("fewest-moves", seconds), settled)
    return Replanned(now, result, None if result.schedule is None else damage(before, now, result.schedule))


def damage_object(found: Replanned) -> dict[str, Any]:
    """The damage and the solve as one object; sums are whole units of the currency, dates ISO text."""
    told = None if found.damage is None else found.damage
    return {
        "internal": True,
        "currency": found.state.plan.currency,
        "damage": None
        if told is None
        else {
            **{field: getattr(told, field) for field in ("before", "kept", "faults", "after", "moved")},
            "lost": told.lost,
            "saved": told.saved,
            "finish_before": None if told.finish_before is None else f"{told.finish_before}",
            "finish_after": None if told.finish_after is None else f"{told.finish_after}",
        },
        "solve": report.solve_object(found.result),
    }


def print_damage(console: Console, found: Replanned) -> None:
    """The damage in lines, then the stages of the solve."""
    told, currency = found.damage, found.state.plan.currency
    if told is None:
        return
    lines = (
        ("Funding as agreed", f"{told.before:,} {currency}"),
        ("With these dates now", f"{told.kept:,} ({-told.lost:+,}), {told.faults} rules broken"),
        ("Planned anew", f"{told.after:,} ({told.saved:+,} saved), {told.moved} phases moved"),
        ("Finish", f"{told.finish_before or '–'} → {told.finish_after or '–'}"),
    )
    table = Table(show_header=False, box=None)
    for line in lines:
        table.add_row(*line)
    print_whole(console, table)
    report.print_stages(console, found.result.stages)


def compared_object(named: Named) -> dict[str, Any]:
    """Each plan with its figures, and the facts in which it differs from the first."""
    first = named[0][1].plan
    return {
        "internal": True,
        "plans": [
            {
                **each._asdict(),
                "finish": None if each.finish is None else f"{each.finish}",
                "changes": [fact_sentence(state.plan, fact) for fact in changed_facts(first, state.plan)],
            }
            for each, (_, state) in zip(compared(named), named, strict=True)
        ],
    }


def print_compared(console: Console, named: Named) -> None:
    """A column for each plan, then what it states otherwise than the first."""
    columns = compared(named)
    table = Table("", *(Column(Text(each.name), justify="right") for each in columns))
    for title, cells in _rows(columns):
        table.add_row(Text(title), *cells)
    print_whole(console, table)
    for name, state in named[1:]:
        facts: tuple[Changed, ...] = changed_facts(named[0][1].plan, state.plan)
        if facts:
            console.print(f"\n{name} differs from {named[0][0]}:", markup=False, highlight=False)
        for fact in facts:
            print_sentence(console, f"  {fact_sentence(state.plan, fact)}")


def _rows(columns: tuple[Compared, ...]) -> list[tuple[str, list[str]]]:
    credits_ = dict.fromkeys(credit for each in columns for credit in each.by_credit)
    return [
        ("Currency", [each.currency for each in columns]),
        ("Face of credits", [f"{each.face:,}" for each in columns]),
        ("Funding", [f"{each.funding:,}" if each.has_schedule else "–" for each in columns]),
        ("Expected", [f"{each.expected:,}" if each.has_schedule else "–" for each in columns]),
        ("Net cost", [f"{each.net_cost:,}" if each.has_schedule else "–" for each in columns]),
        ("Finish", [f"{each.finish}" if each.finish else "–" for each in columns]),
        ("Phases moved", [f"{each.moved}" if each.has_schedule else "–" for each in columns]),
        ("Rules broken", [f"{each.faults}" if each.has_schedule else "–" for each in columns]),
        *((credit, [f"{each.by_credit.get(credit, 0):,}" for each in columns]) for credit in credits_),
    ]


# The frontier


def frontier_in_terminal(state: State, against: "Against", points: int, seconds: float) -> "tuple[Point, ...]":
    """Find the frontier on a worker thread, so that this one can hear Ctrl-C, which keeps the points so far."""
    from solver.frontier import efficient, frontier  # OR-Tools takes half a second to import

    console, told = Console(stderr=True), 0
    found: list[Point] = []

    def work(cancel: Cancel) -> None:
        begun = frontier(state.plan, against, points=points, seconds=seconds, present=state.schedule, cancel=cancel)
        found.extend(begun)

    def look(_: Cancel) -> None:
        nonlocal told
        if len(found) > told:
            told = len(found)
            console.print(f"{told} of up to {points} points", highlight=False)

    interruptible(work, look)
    return efficient(found)


def frontier_object(state: State, against: "Against", points: "tuple[Point, ...]") -> dict[str, Any]:
    """The points as one object, from the least funding on; of the finish, the day as well as its number."""
    return {
        "internal": True,
        "currency": state.plan.currency,
        "against": against,
        "points": [
            {
                "funding": point.funding,
                against: point.other,
                **({"finish_on": f"{_day(state, point.other)}"} if against == "finish" else {}),
                "bound": point.bound,
                "is_proven": point.is_proven,
            }
            for point in points
        ],
    }


def print_frontier(console: Console, state: State, against: "Against", points: "tuple[Point, ...]") -> None:
    """A line for each point, with what the last step of funding cost."""
    heads = (
        "",
        f"Funding {state.plan.currency}",
        "Net cost" if against == "net_cost" else "Finish",
        "",
        "For the step",
    )
    table = Table(*heads)
    for column in table.columns[1:3]:
        column.justify = "right"
    for number, (before, point) in enumerate(zip((None, *points), points, strict=False), 1):
        proof = "proven" if point.is_proven else f"none below {_figure(state, against, point.bound)}"
        figure = _figure(state, against, point.other)
        table.add_row(f"{number}", f"{point.funding:,}", figure, proof, _step(before, point, against))
    print_whole(console, table)


def _step(before: "Point | None", point: "Point", against: "Against") -> str:
    if before is None:
        return ""
    more, price = point.funding - before.funding, point.other - before.other
    return f"{more:,} more for {price:,} {'of net cost' if against == 'net_cost' else 'days'}"


def _figure(state: State, against: "Against", figure: int | None) -> str:
    if figure is None:
        return "–"
    return f"{figure:,}" if against == "net_cost" else f"{_day(state, figure)}"


def _day(state: State, number: int) -> date:
    return state.plan.start + timedelta(days=number)
