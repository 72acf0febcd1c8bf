"""What if: planning anew after a change, and plans side by side, in a terminal. Internal."""

from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from planner.damage import Damage, damage
from planner.plan import State
from planner.rollout.schedule import Schedule
from planner.scenarios import Changed, Compared, changed_facts, compared
from solver.result import SolveResult
from solver.settings import Settings
from ui import terminal_report
from ui.fact_words import fact_sentence
from ui.terminal_progress import settle_in_terminal, solve_in_terminal
from ui.terminal_table import print_whole

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
        "solve": terminal_report.solve_object(found.result),
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
    terminal_report.print_stages(console, found.result.stages)


def compared_object(named: Named) -> dict[str, Any]:
    """Each plan with its figures, and the facts in which it differs from the first."""
    first = named[0][1].plan
    return {
        "internal": True,
        "plans": [
            {
                **each._asdict(),
                "finish": None if each.finish is None else f"{each.finish}",
                "changes": [fact_sentence(fact) for fact in changed_facts(first, state.plan)],
            }
            for each, (_, state) in zip(compared(named), named, strict=True)
        ],
    }


def print_compared(console: Console, named: Named) -> None:
    """A column for each plan, then what it states otherwise than the first."""
    columns = compared(named)
    table = Table("", *(each.name for each in columns))
    for column in table.columns[1:]:
        column.justify = "right"
    for title, cells in _rows(columns):
        table.add_row(title, *cells)
    print_whole(console, table)
    for name, state in named[1:]:
        facts: tuple[Changed, ...] = changed_facts(named[0][1].plan, state.plan)
        if facts:
            console.print(f"\n{name} differs from {named[0][0]}:", markup=False, highlight=False)
        for fact in facts:
            console.print(f"  {fact_sentence(fact)}", markup=False, highlight=False, soft_wrap=True)


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
