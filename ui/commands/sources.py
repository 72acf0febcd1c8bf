"""What a plan rests on: quotes, seats of products and linked files. Internal."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from planner.plan import State
from ui.commands.options import (
    AsJson,
    AsOf,
    PlanFile,
    day,
    day_or_today,
    plan_out,
)
from ui.terminal.console import FAULTS, opened, output, print_json, refuse, refuse_unwritable, write_after

commands = typer.Typer()


class BorneBy(StrEnum):
    """Who can bear a rise of a price."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    CREDIT = "credit"


@commands.command()
def quotes(
    plan: PlanFile,
    add: Annotated[
        str, typer.Option(metavar="PHASE@OPTION=SUM", help="A quote that came in, as M09@BRK=53000 or =48000EUR.")
    ] = "",
    quoted_on: Annotated[datetime | None, day("Its day; today without it.", "--on")] = None,
    sow: Annotated[str, typer.Option(metavar="NUMBER", help="Its statement of work.")] = "",
    valid_until: Annotated[datetime | None, day("Last day on which it holds.")] = None,
    borne_by: Annotated[BorneBy, typer.Option(help="Who bears a rise.")] = BorneBy.CUSTOMER,
    to: Annotated[Path | None, plan_out("Write the plan with the quote.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each option was quoted at and until when; take in a quote and show what it does to money. Internal."""
    from ui.terminal.quotes import Quoted, print_quotes, quotes_object, with_quote

    before = opened(plan)
    refuse_unwritable(to)
    state = before
    if add:
        until = valid_until.date() if valid_until is not None else None
        state = with_quote(before, Quoted(add, day_or_today(quoted_on), sow, until, borne_by.value))
    if as_json:
        print_json(quotes_object(before, state))
    else:
        print_quotes(output, before, state)
    if to is not None:
        write_after(before, state, to)


@commands.command()
def seats(
    plan: PlanFile,
    product: Annotated[str, typer.Option(metavar="NAME", help="A product, as 'M365 E5'.")] = "",
    number: Annotated[int | None, typer.Option("--seats", min=0, metavar="N", help="How many there are.")] = None,
    workload: Annotated[list[str] | None, typer.Option(metavar="NAME", help="What a new product is for.")] = None,
    sku: Annotated[list[str] | None, typer.Option(metavar="SKU", help="The price that sells it.")] = None,
    keep_work: Annotated[bool, typer.Option("--keep-work", help="Leave days and costs of phases as they are.")] = False,
    as_of: AsOf = None,
    to: Annotated[Path | None, plan_out("Accept it: write the plan with it.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the seats of each product, and what another number does to days, money and thresholds. Internal."""
    from ui.terminal.seats import SeatsTold, print_seats, seats_object, with_seats

    before = opened(plan)
    refuse_unwritable(to)
    if bool(product) != (number is not None):
        refuse("Name a product and how many seats of it there are, with --product and --seats.")
    after = before
    if product and number is not None:
        told = SeatsTold(product, number, day_or_today(as_of), workload or (), sku or (), not keep_work)
        after = with_seats(before, told)
    if as_json:
        print_json(seats_object(before, after))
    else:
        print_seats(output, before, after)
    if to is not None:
        write_after(before, after, to)


@commands.command()
def attachments(
    plan: PlanFile,
    link: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OWNER=FILE", help="Link a file to a credit (MV1), an option (M09@BRK) or a milestone (M09#1)."
        ),
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the linked file is.")] = "",
    to: Annotated[Path | None, plan_out("Write the plan with the links.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show which letters, SOWs and proofs a plan links, and find those that are gone or are others now. Internal.

    A file is linked by its path from the plan file and its hash, and never copied.
    """
    from planner.files import write
    from planner.files.attachments import seen_files
    from planner.linked import attachment_findings
    from ui.terminal.attachments import attachments_object, print_attachments, with_links

    state = opened(plan)
    refuse_unwritable(to)
    folder = plan.absolute().parent
    if to is not None and to.absolute().parent != folder:
        refuse(f"Links lead from the folder of the plan file: write the plan into {folder}.")
    rollout = with_links(state.plan, folder, link or (), title)
    seen = seen_files(rollout, folder)
    if as_json:
        print_json(attachments_object(rollout, seen))
    else:
        print_attachments(output, rollout, seen)
    if to is not None:
        write(State(rollout, state.schedule), to)
    if attachment_findings(rollout, seen):
        raise typer.Exit(FAULTS)
