"""What the command line prints of the value ladder and of what is lost on the way down. All of it is internal."""

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from planner.funding.changes import Change
from planner.funding.deadlines import Deadlines, deadlines
from planner.funding.ladder import Best, Ladder, Rungs, ladder
from planner.funding.reasons import Loss, losses
from planner.plan import Plan, State
from planner.rule_names import rules_listed
from ui.terminal.printing import plain_table, print_sentence

INTERNAL = "Internal: confidence and what could be asked for are not for Microsoft or partners."
WIDE = 110
"""Columns of a terminal from which on there is room for names."""
MOST_LOSSES = 12
"""Losses of one credit that are printed, the largest first; a program gets them all."""

FIGURES = ("face", "scoped", "reachable", "realisable", "planned", "expected", "claimed", "paid")


# For programs


def ladder_object(state: State, best: Best | None) -> dict[str, Any]:
    """The ladder with its leaks, losses, cures and deadlines as one object; keys without a value hold None.

    Sums are whole units of the currency, dates ISO text.
    """
    steps = ladder(state.plan, state.schedule, best)
    return {
        "internal": True,
        "currency": state.plan.currency,
        "is_proven": steps.is_proven,
        "credits": list(_credit_objects(state, steps)),
        "programmes": [{"programme": each.name, **_rungs_object(each)} for each in steps.programmes],
        "total": {**_rungs_object(steps.total), "at_most": steps.at_most},
    }


def _credit_objects(state: State, steps: Ladder) -> Iterator[dict[str, Any]]:
    due = {each.credit: each for each in deadlines(state.plan, state.schedule)}
    for rungs in steps.credits:
        yield {
            "id": rungs.name,
            "programme": state.plan.credit[rungs.name].programme,
            **_rungs_object(rungs),
            "deadlines": _deadlines_object(due[rungs.name]) if rungs.name in due else None,
            "losses": [_loss_object(loss) for loss in losses(state, (rungs.name,))],
        }


def _rungs_object(rungs: Rungs) -> dict[str, Any]:
    figures = {figure: getattr(rungs, figure) for figure in FIGURES}
    return {**figures, "leaks": [leak._asdict() for leak in rungs.leaks]}


def _deadlines_object(due: Deadlines) -> dict[str, Any]:
    fields = {**due._asdict(), "lost_after": due.lost_after}
    return _plain({**fields, "phases": [each._asdict() for each in due.phases]})


def _loss_object(loss: Loss) -> dict[str, Any]:
    return {
        "phase": loss.phase,
        "amount": loss.amount,
        "codes": list(loss.codes),
        "sentence": loss.sentence,
        "cure": [_change_object(change) for change in loss.cure],
    }


def _change_object(change: Change) -> dict[str, Any]:
    return _plain(change._asdict())


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    """The same in what JSON knows."""
    plain: dict[str, Any] = msgspec.to_builtins(fields)
    return plain


# For people


def print_ladder(console: Console, state: State, best: Best | None) -> None:
    """The ladder as a table, what leaks from rung to rung, and for each credit what it does not pay and why."""
    plan = state.plan
    steps = ladder(plan, state.schedule, best)
    console.print(INTERNAL, style="dim")
    console.print(_table(plan, steps, has_names=console.width >= WIDE))
    console.print(f"[dim]{'Currency':<12}[/]{plan.currency}", highlight=False)
    console.print(f"[dim]{'Realisable':<12}[/]{steps.realisable_words}", highlight=False)
    for leak in steps.total.leaks:
        if leak.amount:
            console.print(f"[dim]{'Lost' if leak.amount > 0 else 'Gained':<12}[/]{abs(leak.amount):,}", end="")
            console.print(f" [dim]to {leak.words}[/]", highlight=False)
    due = {each.credit: each for each in deadlines(plan, state.schedule)}
    for rungs in steps.credits:
        _print_credit(console, state, rungs, due.get(rungs.name))


def _table(plan: Plan, steps: Ladder, *, has_names: bool) -> Table:
    table = plain_table(())
    for column in ("Credit", "")[: 1 + has_names]:
        table.add_column(column, overflow="ellipsis", no_wrap=True)
    for figure in FIGURES[:6]:
        table.add_column(figure.capitalize(), justify="right", no_wrap=True)
    for rungs in steps.credits:
        names = (escape(rungs.name), escape(plan.credit[rungs.name].name))
        table.add_row(*names[: 1 + has_names], *_figures(rungs))
    table.add_row(*("Total", "")[: 1 + has_names], *_figures(steps.total), style="bold")
    return table


def _figures(rungs: Rungs) -> tuple[str, ...]:
    amounts = (getattr(rungs, figure) for figure in FIGURES[:6])
    return tuple("?" if amount is None else f"{amount:,}" for amount in amounts)


def _print_credit(console: Console, state: State, rungs: Rungs, due: Deadlines | None) -> None:
    """Deadlines and losses of a credit that is not used up."""
    if rungs.planned >= rungs.face:
        return
    credit = state.plan.credit[rungs.name]
    console.print(f"\n[bold]{escape(rungs.name)}[/]  {escape(credit.name)}", highlight=False)
    if due is not None:
        console.print(f"[dim]{'':<2}{_deadline_words(due)}[/]", highlight=False)
    found = sorted(losses(state, (rungs.name,)), key=lambda loss: -loss.amount)
    for loss in found[:MOST_LOSSES]:
        _print_loss(console, loss)
    if len(found) > MOST_LOSSES:
        console.print(f"  and {len(found) - MOST_LOSSES:,} more; --json lists them all.", style="dim")


def _deadline_words(due: Deadlines) -> str:
    if due.last_start is None:
        return "Nothing can be earned on any date."
    asked = f"Ask for it by {due.ask_by}. " if due.ask_by is not None else ""
    return f"{asked}Work that starts after {due.last_start} earns nothing."


def _print_loss(console: Console, loss: Loss) -> None:
    console.print(f"  [yellow]{rules_listed(loss.codes)}[/]", highlight=False)
    print_sentence(console, f"    {loss.sentence}")
    for change in loss.cure:
        print_sentence(console, f"    → {change.sentence}", "dim")
