"""The manager's week: the status, how far the work is, whom to chase, and cash. Internal."""

from pathlib import Path
from typing import Annotated

import typer

from planner.plan import State
from planner.rollout.schedule import Schedule
from ui.commands.options import AsJson, AsOf, PlanFile, StatusDate, TimeLimit, day_or_today, plan_out
from ui.terminal.console import (
    FAULTS,
    errors,
    leave_with_faults,
    opened,
    output,
    print_json,
    print_no_schedule,
    print_written,
    refuse,
    refuse_unwritable,
    write_after,
)

commands = typer.Typer()


@commands.command()
def status(
    plan: PlanFile,
    as_of: StatusDate,
    before: Annotated[
        Path | None,
        typer.Option(
            "--before", metavar="OLD.rollout", help="The plan as of the last status date, in place of the one it keeps."
        ),
    ] = None,
    time_limit: TimeLimit = 60.0,
    to: Annotated[Path | None, plan_out("Write the plan as planned anew.")] = None,
    folder: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Write the page there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Monday: plan anew as of a day with the fewest moves, draft the status page and whom to chase. Internal."""
    from planner.status.last import last_status, with_status_kept
    from planner.status.writers import write_page
    from ui.status_words import status_page
    from ui.terminal.status import print_status, replanned_as_of, status_object, status_since

    state = opened(plan)
    if state.schedule is None:
        refuse(f"{plan} has no schedule yet, so there is no status. Solve it first, with -o.")
    refuse_unwritable(to)
    agreed = opened(before) if before is not None else last_status(state, as_of.date())
    now, result = replanned_as_of(state, as_of.date(), time_limit)
    if result.schedule is None:
        print_no_schedule(result)
        raise typer.Exit(FAULTS)
    found = status_since(agreed, now, as_of.date())
    files = write_page(status_page(found), folder) if folder is not None else ()
    if as_json:
        print_json(status_object(found, result))
    else:
        print_status(output, found)
        print_written(*files)
    if to is not None:
        write_after(state, with_status_kept(now), to)


@commands.command()
def track(
    plan: PlanFile,
    as_of: StatusDate,
    start: Annotated[list[str] | None, typer.Option(metavar="PHASE=DATE[@OPTION]", help="Work has begun.")] = None,
    finish: Annotated[list[str] | None, typer.Option(metavar="PHASE=DATE", help="Work is finished.")] = None,
    percent: Annotated[list[str] | None, typer.Option(metavar="PHASE=N", help="The part that is done.")] = None,
    time_limit: TimeLimit = 60.0,
    to: Annotated[Path | None, plan_out("Write the plan with what was reported.")] = None,
    as_json: AsJson = False,
) -> None:
    """Take in how far the work is as of a day: which claims fell by it, and what planning anew would save. Internal."""
    from ui.terminal.tracking import Told, print_tracked, tracked, tracked_object

    state = opened(plan)
    if state.schedule is None:
        refuse(f"{plan} has no schedule yet, so there is nothing to track. Solve it first, with -o.")
    refuse_unwritable(to)
    found = tracked(state, Told(as_of.date(), start or (), finish or (), percent or ()), time_limit)
    if as_json:
        print_json(tracked_object(found))
    else:
        print_tracked(output, found)
    if to is not None:
        write_after(state, found.state, to)
    if found.found.result.schedule is None:
        print_no_schedule(found.found.result)
        raise typer.Exit(FAULTS)


@commands.command()
def chase(
    plan: PlanFile,
    as_of: AsOf = None,
    asked: Annotated[list[str] | None, typer.Option(metavar="CREDIT=DATE", help="It was asked for.")] = None,
    approved: Annotated[list[str] | None, typer.Option(metavar="CREDIT=DATE", help="It was approved.")] = None,
    rejected: Annotated[list[str] | None, typer.Option(metavar="CREDIT=DATE", help="It was rejected.")] = None,
    paid: Annotated[list[str] | None, typer.Option(metavar="CREDIT=AMOUNT@DATE", help="It has paid.")] = None,
    board: Annotated[
        list[str] | None, typer.Option(metavar="PHASE=DATE", help="The change advisory board was asked.")
    ] = None,
    later: Annotated[list[str] | None, typer.Option("--next", metavar="CREDIT=DATE", help="Chase it then.")] = None,
    to: Annotated[Path | None, plan_out("Write the plan with what was heard.")] = None,
    calendar: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the next days into a calendar there; internal.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show whom to chase for what, the most money at stake first, and which proofs are due from whom. Internal."""
    from planner.business_case.writers import outgoing_files_in
    from planner.files import write
    from planner.status.chase_calendar import write_chase_calendar
    from ui.terminal.chase import Heard, chase_object, print_chase, with_heard

    state = opened(plan)
    refuse_unwritable(to)
    beside = outgoing_files_in(calendar) if calendar is not None else ()
    if beside:
        refuse(
            f"{calendar} holds {beside[0].name}, which leaves the house. The calendar does not: name another folder."
        )
    heard = Heard(asked or (), approved or (), rejected or (), paid or (), later or (), board or ())
    state = State(with_heard(state, heard), state.schedule)
    if calendar is not None:
        file = write_chase_calendar(state.plan, state.schedule or Schedule(()), day_or_today(as_of), calendar)
        print_written(file, on=errors)
    if as_json:
        print_json(chase_object(state, day_or_today(as_of)))
    else:
        print_chase(output, state, day_or_today(as_of))
    if to is not None:
        write(state, to)


@commands.command()
def cash(
    plan: PlanFile,
    invoice: Annotated[
        list[str] | None, typer.Option(metavar="PHASE=SUM@DATE", help="It was invoiced, as M09=48000EUR@2027-06-30.")
    ] = None,
    pay: Annotated[list[str] | None, typer.Option(metavar="CREDIT=SUM@DATE", help="It has paid.")] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="CURRENCY=N@DATE", help="What one of another currency is worth, as EUR=1.08@2027-06-01."),
    ] = None,
    to: Annotated[Path | None, plan_out("Write the plan with what was reported.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show cash as planned and as it came about, by quarter of the customer's fiscal year and by payee. Internal."""
    from planner.files import write
    from ui.terminal.chase import CashTold, cash_object, print_cash, with_cash

    state = opened(plan)
    refuse_unwritable(to)
    state = State(with_cash(state, CashTold(rate or (), invoice or (), pay or ())), state.schedule)
    if to is not None:
        write(state, to)
    if as_json:
        print_json(cash_object(state))
    else:
        print_cash(output, state)
    leave_with_faults(state)
