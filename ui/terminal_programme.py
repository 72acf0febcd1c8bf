"""What the command line prints of a programme: per plan and in total, and who uses what is shared. Internal."""

from typing import Any

from rich.console import Console
from rich.table import Table

from planner.programme.shares import CreditUse, PartnerUse, PlanAccount, ProgrammeAccount
from ui.terminal_table import print_whole

Losses = dict[str, tuple[int, bool] | None]
"""By plan, the most funding that it could have alone, and whether it is proven; None where no schedule was found."""


def account_object(account: ProgrammeAccount, losses: Losses | None) -> dict[str, Any]:
    """All of it as one object; days ISO text, sums whole units of the currency.

    alone: what each plan's best schedule earns if it shares with nobody; lost_by_sharing: that less its claims here.
    Both are None where they were not asked for or not found.
    """
    return {
        "internal": True,
        "currency": account.currency,
        "plans": [_plan_object(each, losses) for each in account.plans],
        "total": _figures(account.total),
        "shared_credits": [each._asdict() | {"left": each.left} for each in account.credits],
        "shared_partners": [each._asdict() for each in account.partners],
    }


def _plan_object(plan: PlanAccount, losses: Losses | None) -> dict[str, Any]:
    alone = losses.get(plan.short) if losses is not None else None
    return _figures(plan) | {
        "alone": alone[0] if alone is not None else None,
        "is_alone_proven": alone[1] if alone is not None else None,
        "lost_by_sharing": alone[0] - plan.funding if alone is not None else None,
    }


def _figures(plan: PlanAccount) -> dict[str, Any]:
    return plan._asdict() | {"finish": f"{plan.finish}" if plan.finish is not None else None}


def print_account(console: Console, account: ProgrammeAccount, losses: Losses | None) -> None:
    """Three tables: the plans, the shared credits, the shared partners."""
    console.print(f"Per plan, in {account.currency}. Internal.", style="bold", highlight=False)
    columns = ["Plan", "", "Phases", "Funding", "Gross cost", "Net cost", "On invoice", "Finish"]
    columns += ["Alone", "Lost by sharing"] if losses is not None else []
    table = _table(columns, left=(0, 1))
    for plan in account.plans:
        table.add_row(*_cells(plan), *(_loss_cells(plan, losses) if losses is not None else ()))
    total = _total_of_losses(account, losses) if losses is not None else ()
    table.add_row(*_cells(account.total._replace(short="Total", name="")), *total, style="bold")
    print_whole(console, table)
    if account.credits:
        console.print()
        _print_credits(console, account.credits)
    if account.partners:
        console.print()
        _print_partners(console, account.partners)


def _cells(plan: PlanAccount) -> tuple[str, ...]:
    sums = (plan.funding, plan.gross_cost, plan.net_cost, plan.on_invoice)
    finish = f"{plan.finish}" if plan.finish is not None else "no dates"
    return (plan.short, plan.name, f"{plan.phases}", *(f"{each:,}" for each in sums), finish)


def _loss_cells(plan: PlanAccount, losses: Losses) -> tuple[str, str]:
    alone = losses[plan.short]
    if alone is None:
        return "not found", ""
    worth, is_proven = alone
    return f"{worth:,}" if is_proven else f"at least {worth:,}", f"{worth - plan.funding:,}"


def _total_of_losses(account: ProgrammeAccount, losses: Losses) -> tuple[str, str]:
    known = [alone for alone in losses.values() if alone is not None]
    if len(known) < len(losses):
        return "", ""
    worth = sum(alone for alone, _ in known)
    return f"{worth:,}", f"{worth - account.total.funding:,}"


def _print_credits(console: Console, uses: tuple[CreditUse, ...]) -> None:
    table = _table(["Shared credit", "", "Face", "Plan", "Claims", "Left"], left=(0, 1, 3))
    for use in uses:
        head = (use.credit, use.name, f"{use.face:,}")
        for number, (short, amount) in enumerate(use.by_plan.items()):
            left = f"{use.left:,}" if number == len(use.by_plan) - 1 else ""
            table.add_row(*(head if number == 0 else ("", "", "")), short, f"{amount:,}", left)
    print_whole(console, table)


def _print_partners(console: Console, uses: tuple[PartnerUse, ...]) -> None:
    table = _table(["Shared partner", "", "Teams", "Plan", "Phases", "Working days"], left=(0, 1, 3))
    for use in uses:
        head = (use.partner, use.name, f"{use.teams}")
        for number, short in enumerate(use.phases):
            cells = (short, f"{use.phases[short]}", f"{use.days[short]}")
            table.add_row(*(head if number == 0 else ("", "", "")), *cells)
    print_whole(console, table)


def _table(columns: list[str], left: tuple[int, ...]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number in left else "right")
    return table
