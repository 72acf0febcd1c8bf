"""The program without a window: read, solve, check and export from a terminal. It imports no Qt.

Exit codes: 0 done; 1 the plan or its schedule has faults, or no schedule exists; 2 the input cannot be used.
"""

import importlib
import io
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planner.business_case.document import PLAIN, Letterhead, Presentation
from planner.invariants import PlanError
from planner.plan import State
from planner.rollout.schedule import Schedule
from solver.best import best_known
from solver.settings import Settings
from ui import terminal_report
from ui.programme_commands import programme_app
from ui.terminal import (
    DONE,
    FAULTS,
    UNUSABLE,
    errors,
    output,
)
from ui.terminal import findings as _findings
from ui.terminal import objective as _objective
from ui.terminal import print_findings as _print_findings
from ui.terminal import print_json as _print_json
from ui.terminal import print_no_schedule as _print_no_schedule
from ui.terminal import print_result as _print_result
from ui.terminal import refuse as _refuse
from ui.terminal import say as _say
from ui.terminal import tell_misspelt as _tell_misspelt
from ui.terminal_progress import INTERRUPTED, solve_in_terminal

if TYPE_CHECKING:
    from planner.outgoing.export import Sent

MOST_FAULTS = 50
"""Faults of one file that are printed; a file of another kind can have thousands."""
DEMO_DAY = date(2027, 1, 25)
"""The day on which the sample plays: its letters are in, and no work has begun."""


OBJECTIVE_HELP = (
    "What to improve: funding, net-cost, expected, finish or fewest-moves; or a list, the most important first, as "
    "funding:2%,finish for the earliest finish within 2 % of the best funding. A list may also name finishes, "
    "lateness, moved, slack."
)
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan file (*.rollout).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AsOf = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day it is about; today without it.")
]
TimeLimit = Annotated[float, typer.Option("--time-limit", min=0.01, metavar="S", help="Seconds for the whole solve.")]

app = typer.Typer(
    name="launchwindow",
    help="Plan a Microsoft rollout so that it earns the most deployment funding inside its credit windows. "
    "Without a command, launchwindow [PLAN] opens the window.",
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """What a business case can be written as."""

    PDF = "pdf"
    XLSX = "xlsx"
    DOCX = "docx"
    HTML = "html"
    ICS = "ics"
    MSPDI = "mspdi"
    ROLLOUT = "rollout"
    MSPDI_INTERNAL = "mspdi-internal"


ON_REQUEST = (Format.MSPDI, Format.ROLLOUT, Format.MSPDI_INTERNAL)
DOCUMENTS = tuple(each for each in Format if each not in ON_REQUEST)
"""The business case itself; projects and copies for partners are written only where somebody asks for them."""


class Summaries(StrEnum):
    """What the summary tasks of a project are."""

    WORKLOAD = "workload"
    REGION = "region"


class PaperSize(StrEnum):
    """What a business case can be printed on."""

    A4 = "a4"
    LETTER = "letter"


Paper = Annotated[PaperSize, typer.Option("--paper", help="The paper it is set for.")]
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="DIR", help="A folder with a template.toml: your logo, colour and words."),
]


def main() -> None:
    """Run the command of this process's arguments, or open the window, and leave with the exit code."""
    _print_any_text()
    try:
        if wants_window(sys.argv[1:]):
            sys.exit(_open_window(sys.argv[1:]))
        app()
    except PlanError as error:
        _print_faults(error)
        sys.exit(UNUSABLE)
    except OSError as error:
        _say(f"The output cannot be written: {error.strerror or error}.")
        sys.exit(UNUSABLE)
    except RuntimeError as error:
        _say(f"{error}\nThis is a defect of Launchwindow; your files are untouched.")
        sys.exit(FAULTS)
    except KeyboardInterrupt:
        errors.print("Stopped.")
        sys.exit(INTERRUPTED)


def _print_any_text() -> None:
    """A terminal that cannot show a character shows another one, where Python would break off."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


app.add_typer(programme_app, name="programme")


@app.command()
def demo(
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Where the files go.")] = Path("out"),
) -> None:
    """Solve the sample plan that comes with the program and write its business case."""
    from planner.files import read, write
    from resources import path

    _make_folder(to)
    state = read(path("samples/calder.rollout"))
    output.print(f"{state.plan.customer}: {state.plan.name}", style="bold", markup=False, highlight=False)
    result = solve_in_terminal(state.plan, Settings(), None)
    solved = State(state.plan, result.schedule)
    _print_result(result)
    rollout = to / "calder.rollout"
    write(solved, rollout)
    output.print()
    for file in (rollout, *_export(solved, to, DOCUMENTS, DEMO_DAY).files):
        output.print(f"Wrote {file}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def solve(
    plan: PlanFile,
    objective: Annotated[str, typer.Option(metavar="WORDS", help=OBJECTIVE_HELP)] = "funding",
    time_limit: TimeLimit = 300.0,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the solved plan.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find the best schedule for a plan. Ctrl-C stops and keeps the best so far."""
    from planner.checks import misspelt
    from planner.files import write

    settings = Settings(_objective(objective), time_limit)
    state = _opened(plan)
    _refuse_unwritable(to)
    result = solve_in_terminal(state.plan, settings, state.schedule)
    if as_json:
        _print_json(terminal_report.solve_object(result))
    else:
        _print_result(result)
    if to is not None and result.schedule is not None:
        write(State(state.plan, result.schedule), to)
    if result.schedule is None or misspelt(state.plan):
        raise typer.Exit(FAULTS)


@app.command()
def check(plan: PlanFile, as_json: AsJson = False) -> None:
    """Check a plan and its schedule without solving; faults end with exit code 1, readiness is only listed."""
    from planner.files import read
    from planner.files.attachments import seen_files
    from planner.linked import attachment_findings

    state = read(plan)
    findings = (*_findings(state), *attachment_findings(state.plan, seen_files(state.plan, plan.absolute().parent)))
    faults = tuple(finding for finding in findings if finding.kind == "fault")
    readiness = tuple(finding for finding in findings if finding.kind == "readiness")
    if as_json:
        _print_json(
            {
                "faults": [terminal_report.finding_object(finding) for finding in faults],
                "readiness": [terminal_report.finding_object(finding) for finding in readiness],
            }
        )
    else:
        _print_findings(state, faults, readiness)
    raise typer.Exit(FAULTS if faults else DONE)


@app.command()
def export(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into; made if need be.")],
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="One or several; the business case without it.")
    ] = None,
    summaries: Annotated[
        Summaries, typer.Option("--summaries", help="What the summary tasks of a project are.")
    ] = Summaries.WORKLOAD,
    paper: Paper = PaperSize.A4,
    template: Template = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The date on it; today without it.")
    ] = None,
    sent_to: Annotated[
        str, typer.Option("--sent-to", metavar="WHOM", help="Who gets it; kept in the plan of -o. Else it is a draft.")
    ] = "",
    record: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with that record.")
    ] = None,
) -> None:
    """Write the funding business case of a solved plan. Nothing of the rate ledger goes into it."""
    from planner.edits import record_sent
    from planner.files import write

    if bool(sent_to.strip()) != (record is not None):
        _refuse("--sent-to and -o belong together: who gets it, and the plan in which that is kept.")
    if Format.MSPDI_INTERNAL in (formats or ()):
        _refuse_beside_what_leaves(to, formats or [], sent_to)
    _refuse_unwritable(record)
    state, chosen = _opened(plan), _presentation(paper, template)
    if state.schedule is None:
        _refuse(f"{plan} has no schedule yet, so there is nothing to request. Solve it first, with -o.")
    faults = tuple(finding for finding in _findings(state) if finding.kind == "fault")
    if faults:
        terminal_report.print_findings(errors, faults)
        errors.print("Nothing was written: a business case needs a schedule without faults.")
        raise typer.Exit(FAULTS)
    day = _day(as_of)
    sent = _export(state, to, tuple(formats or DOCUMENTS), day, summaries, chosen, sent_to)
    for file in sent.files:
        output.print(f"Wrote {file}", markup=False, highlight=False, soft_wrap=True)
    if sent.record is not None and record is not None:
        write(State(record_sent(state.plan, sent.record), state.schedule), record)
        told = f"Recorded in {record}: version {sent.record.version}, sent to {sent.record.to}"
        output.print(told, markup=False, highlight=False, soft_wrap=True)
    _warn_of_briefs(to)


@app.command()
def sent(
    plan: PlanFile,
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="This version alone.")] = None,
    file: Annotated[
        Path | None, typer.Option("--file", metavar="FILE", help="The versions that hold this very file.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """What was sent, to whom, and what is different since in money, days and conditions. Internal."""
    from hashlib import sha256

    from planner.sent.record import versions_of_file
    from ui.terminal_sent import print_sent, sent_object

    state = _opened(plan)
    chosen = tuple(each for each in state.plan.sent if version in {None, each.version})
    if version is not None and not chosen:
        _refuse(f"No version {version} was recorded as sent.")
    if file is not None:
        try:
            chosen = versions_of_file(chosen, sha256(file.read_bytes()).hexdigest())
        except OSError as error:
            _refuse(f"{file} cannot be read: {error.strerror or error}.")
        if not chosen:
            _refuse(f"{file} is none of the files that were recorded as sent, or was changed since.")
    if as_json:
        _print_json(sent_object(state, chosen, _day(as_of)))
    else:
        print_sent(output, state, chosen, _day(as_of))


class BriefFormat(StrEnum):
    """What a negotiation brief can be written as."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    ICS = "ics"
    XLSX = "xlsx"


@app.command()
def brief(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder to write into; made if need be.")],
    formats: Annotated[
        list[BriefFormat] | None, typer.Option("--format", help="One or several; all without it.")
    ] = None,
    paper: Paper = PaperSize.A4,
    template: Template = None,
    asks_file: Annotated[
        Path | None, typer.Option("--asks", metavar="FILE.json", help="What launchwindow asks PLAN --json found.")
    ] = None,
    beside: Annotated[
        bool, typer.Option("--beside-business-case", help="Also into a folder that holds a business case.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Write the negotiation brief: three ledgers apart, the trade, last days, words for the conversation. Internal."""
    from planner.brief.export import BriefError, export_brief
    from ui.terminal_brief import AsksError, read_ranked_asks

    state, chosen = _opened(plan), _presentation(paper, template)
    kinds = tuple(each.value for each in formats or BriefFormat)
    try:
        ranked = read_ranked_asks(asks_file, state) if asks_file is not None else ()
        files = export_brief(state, to, kinds, _day(as_of), presentation=chosen, asks=ranked, is_shared_allowed=beside)
    except AsksError as error:
        _refuse(str(error))
    except BriefError as error:
        _refuse(f"{error} Or allow it with --beside-business-case.")
    except OSError as error:
        _refuse(f"{to}: the files cannot be written: {error.strerror or error}. Nothing was changed.")
    for file in files:
        output.print(f"Wrote {file}", markup=False, highlight=False, soft_wrap=True)
    errors.print("Internal: it speaks of the rate. Not for Microsoft or partners.", style="bold red")
    _leave_with_faults(state)


@app.command("import")
def import_file(  # noqa: PLR0913, PLR0917 - the options of a command
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Microsoft Project XML, a workbook or a CSV file.")],
    into: Annotated[
        Path | None, typer.Option("--into", metavar="PLAN.rollout", help="The plan that the file changes.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the result there; without it, into PLAN."),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--map", metavar="MAP.toml", help="Which column of a spreadsheet is which field.")
    ] = None,
    save_mapping: Annotated[
        Path | None, typer.Option("--save-map", metavar="MAP.toml", help="Write the mapping that was used.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Remove what a spreadsheet no longer has.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would change.")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Read phases from another program's file, show what differs from the plan, and write the plan with it.

    Spreadsheets may hold phases, credits and partners, a sheet for each; their columns are known by their titles.
    """
    from planner.exchange.preview import is_project
    from planner.files import write
    from ui import terminal_import

    target = to or into
    if target is None and not preview:
        _refuse("Say where the plan goes: with -o into a new file, with --into into a plan that is there.")
    _refuse_unwritable(target)
    before = _opened(into) if into is not None else None
    if is_project(file):
        state, notes = terminal_import.imported_project(file, before)
    elif before is None:
        _refuse("A spreadsheet is read into a plan: name it with --into.")
    else:
        options = terminal_import.SpreadsheetOptions(mapping, save_mapping, remove)
        state, notes = terminal_import.imported_spreadsheet(file, before, options, _day(as_of))
    changes = terminal_import.changes_of(before, state)
    if as_json:
        _print_json(terminal_import.import_object(changes, notes))
    else:
        terminal_import.print_import(output, changes, notes)
    if not preview and target is not None:
        write(state, target)


@app.command()
def ladder(
    plan: PlanFile,
    time_limit: TimeLimit = 300.0,
    no_solve: Annotated[bool, typer.Option("--no-solve", help="Leave out what the best schedule earns.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what is left of each credit from its face to what is expected, why, and what would cure it. Internal."""
    from ui.terminal_ladder import ladder_object, print_ladder

    state = _opened(plan)
    result = None if no_solve else solve_in_terminal(state.plan, Settings(time_limit=time_limit), state.schedule)
    best = best_known(result) if result is not None else None
    shown = state
    if state.schedule is None and result is not None and result.schedule is not None:
        errors.print("The plan has no schedule yet; the best that was found stands for it.")
        shown = State(state.plan, result.schedule)
    if as_json:
        _print_json(ladder_object(shown, best))
    else:
        print_ladder(output, shown, best)
    if result is not None and result.schedule is None:
        _print_no_schedule(result)
        raise typer.Exit(FAULTS)
    _leave_with_faults(shown)


@app.command()
def favour(
    plan: PlanFile,
    credit: Annotated[str, typer.Argument(metavar="CREDIT", help="The credit's identifier, as MV2.")],
    time_limit: Annotated[float, typer.Option("--time-limit", min=0.01, metavar="S", help="Seconds.")] = 60.0,
    as_json: AsJson = False,
) -> None:
    """Show what it would cost all credits together if one paid more than in the plan's schedule. Internal."""
    from ui.terminal_favour import favour_in_terminal, favour_object, print_favour

    state = _opened(plan)
    if credit not in state.plan.credit:
        _refuse(f"{plan} has no credit '{credit}'. Its credits: {', '.join(state.plan.credit) or 'none'}.")
    if state.schedule is None:
        _refuse(f"{plan} has no schedule yet, so no credit pays anything. Solve it first, with -o.")
    found = favour_in_terminal(state.plan, state.schedule, credit, time_limit)
    if as_json:
        _print_json(favour_object(state.plan, state.schedule, found))
    else:
        print_favour(output, state.schedule, found)
    _leave_with_faults(state)


@app.command()
def asks(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    time_limit: Annotated[
        float,
        typer.Option("--time-limit", min=0.01, metavar="S", help="Seconds for one ask; else three times."),
    ] = 20.0,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="Processes; one for each core without it.")
    ] = None,
    cluster: Annotated[
        str, typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler to work on, as tcp://host:8786.")
    ] = "",
    show_all: Annotated[bool, typer.Option("--all", help="List asks that gain nothing, too.")] = False,
    no_bundles: Annotated[
        bool, typer.Option("--no-bundles", help="Leave out the best bundles of two and three.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show what to negotiate: what each relaxed condition would gain, proven, and the best bundles. Internal."""
    from solver.asks.crew import ClusterError, dask_cluster, local_processes
    from ui.terminal_asks import BUNDLES, asks_in_terminal, asks_object, print_asks

    state = _opened(plan)
    crew = dask_cluster(cluster) if cluster else local_processes(workers)
    try:
        answer = asks_in_terminal(state, crew, time_limit, () if no_bundles else BUNDLES)
    except ClusterError as error:
        _refuse(str(error))
    if as_json:
        _print_json(asks_object(state, answer))
    else:
        print_asks(output, state, answer, show_all=show_all)
    if answer.swept is None:
        _say("No schedule was found for the plan as it is, so there is nothing to gain on: solve it first.")
        raise typer.Exit(FAULTS)


@app.command()
def ask(
    plan: PlanFile,
    name: Annotated[str, typer.Argument(metavar="ASK", help="An ask as the asks command names it, as 'proof ME1 +5'.")],
    agenda: Annotated[bool, typer.Option("--agenda", help="Put it on the agenda of the plan.")] = False,
    scenario: Annotated[
        bool, typer.Option("--scenario", help="Keep a scenario, solved, in which it is granted.")
    ] = False,
    time_limit: TimeLimit = 60.0,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Where the plan with it is written.")
    ] = None,
) -> None:
    """Print an ask as a sentence for the account team, without its worth; put it on the agenda, or try it out."""
    from planner.files import write
    from planner.funding.ask_words import ask_words
    from planner.funding.asks import with_ask
    from planner.negotiating import find_ask, with_ask_as_scenario, with_ask_on_agenda

    state = _opened(plan)
    _refuse_unwritable(to)
    if (agenda or scenario) and to is None:
        _refuse("Name a file for the plan, with -o.")
    found = find_ask(state.plan, name)
    if found is None:
        _refuse(f"The plan has no ask '{name}'. launchwindow asks {plan} --all names them.")
    print(ask_words(state.plan, state.schedule, found).sentence)  # noqa: T201 - rich would wrap the line
    if agenda:
        state = state._replace(plan=with_ask_on_agenda(state, found))
    if scenario:
        granted = with_ask(state.plan, found)
        solved = solve_in_terminal(granted, Settings(time_limit=time_limit), state.schedule).schedule
        state = state._replace(plan=with_ask_as_scenario(state, found, solved))
    if to is not None:
        write(state, to)


@app.command()
def offer(
    plan: PlanFile,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The words of the offer, or JSON; - reads them.")] = "-",
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.01, metavar="S", help="Seconds, for each of two solves.")
    ] = 60.0,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan as if it held.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Sort an offer to its ledger and show what it is worth there, what it displaces and its strings. Internal."""
    from planner.catalogue.reader import plan_catalogue
    from planner.files import write
    from planner.funding.offers import OfferError, read_offer, with_offer
    from ui.terminal_offer import offer_object, print_offer, worth_in_terminal

    state = _opened(plan)
    _refuse_unwritable(to)
    words = sys.stdin.read() if text == "-" else text
    try:
        found = read_offer(state.plan, plan_catalogue(state.plan, _day(as_of)), words)
    except OfferError as error:
        _refuse(str(error))
    worth = worth_in_terminal(state, found, time_limit)
    if as_json:
        _print_json(offer_object(state.plan, found, worth))
    else:
        print_offer(output, state.plan, found, worth)
    if to is not None:
        write(State(with_offer(state.plan, found), state.schedule), to)


@app.command()
def replan(
    plan: PlanFile,
    before: Annotated[
        Path | None, typer.Option("--before", metavar="OLD.rollout", help="The plan as it was agreed.")
    ] = None,
    time_limit: TimeLimit = 60.0,
    to: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan as it was planned anew."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Plan anew after a change: the most funding first, then the fewest moved phases. Shows what the change did."""
    from planner.files import write
    from ui.terminal_what_if import damage_object, print_damage, replanned

    state = _opened(plan)
    if state.schedule is None:
        _refuse(f"{plan} has no schedule yet, so there is nothing to move. Solve it first, with -o.")
    _refuse_unwritable(to)
    found = replanned(state, _opened(before) if before is not None else state, time_limit)
    if as_json:
        _print_json(damage_object(found))
    else:
        print_damage(output, found)
    if found.result.schedule is None:
        _print_no_schedule(found.result)
        raise typer.Exit(FAULTS)
    if to is not None:
        write(State(state.plan, found.result.schedule), to)


@app.command()
def track(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The status date.")],
    start: Annotated[list[str] | None, typer.Option(metavar="PHASE=DATE[@OPTION]", help="Work has begun.")] = None,
    finish: Annotated[list[str] | None, typer.Option(metavar="PHASE=DATE", help="Work is finished.")] = None,
    percent: Annotated[list[str] | None, typer.Option(metavar="PHASE=N", help="The part that is done.")] = None,
    time_limit: TimeLimit = 60.0,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with what was told.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Take in how far the work is as of a day: which claims fell by it, and what planning anew would save. Internal."""
    from planner.files import write
    from ui.terminal_tracking import Told, print_tracked, tracked, tracked_object

    state = _opened(plan)
    if state.schedule is None:
        _refuse(f"{plan} has no schedule yet, so there is nothing to track. Solve it first, with -o.")
    _refuse_unwritable(to)
    found = tracked(state, Told(as_of.date(), start or (), finish or (), percent or ()), time_limit)
    if as_json:
        _print_json(tracked_object(found))
    else:
        print_tracked(output, found)
    if to is not None:
        write(found.state, to)
    if found.found.result.schedule is None:
        _print_no_schedule(found.found.result)
        raise typer.Exit(FAULTS)


@app.command()
def chase(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    as_of: AsOf = None,
    asked: Annotated[list[str] | None, typer.Option(metavar="CREDIT=DATE", help="It was asked for.")] = None,
    approved: Annotated[list[str] | None, typer.Option(metavar="CREDIT=DATE", help="It was approved.")] = None,
    rejected: Annotated[list[str] | None, typer.Option(metavar="CREDIT=DATE", help="It was rejected.")] = None,
    paid: Annotated[list[str] | None, typer.Option(metavar="CREDIT=AMOUNT@DATE", help="It has paid.")] = None,
    later: Annotated[list[str] | None, typer.Option("--next", metavar="CREDIT=DATE", help="Chase it then.")] = None,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with what was heard.")
    ] = None,
    calendar: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write the next days into a calendar there; internal.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show whom to chase for what, the most money at stake first, and which proofs are due from whom. Internal."""
    from planner.business_case.writers import outgoing_files_in
    from planner.files import write
    from planner.status.chase_calendar import write_chase_calendar
    from ui.terminal_chase import Heard, chase_object, print_chase, with_heard

    state = _opened(plan)
    _refuse_unwritable(to)
    beside = outgoing_files_in(calendar) if calendar is not None else ()
    if beside:
        _refuse(
            f"{calendar} holds {beside[0].name}, which leaves the house. The calendar does not: name another folder."
        )
    heard = Heard(asked or (), approved or (), rejected or (), paid or (), later or ())
    state = State(with_heard(state, heard), state.schedule)
    if calendar is not None:
        file = write_chase_calendar(state.plan, state.schedule or Schedule(()), _day(as_of), calendar)
        errors.print(f"Wrote {file}", markup=False, highlight=False, soft_wrap=True)
    if as_json:
        _print_json(chase_object(state, _day(as_of)))
    else:
        print_chase(output, state, _day(as_of))
    if to is not None:
        write(state, to)


@app.command()
def seats(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    product: Annotated[str, typer.Option(metavar="NAME", help="A product, as 'M365 E5'.")] = "",
    number: Annotated[int | None, typer.Option("--seats", min=0, metavar="N", help="How many there are.")] = None,
    workload: Annotated[list[str] | None, typer.Option(metavar="NAME", help="What a new product is for.")] = None,
    sku: Annotated[list[str] | None, typer.Option(metavar="SKU", help="The price that sells it.")] = None,
    keep_work: Annotated[bool, typer.Option("--keep-work", help="Leave days and costs of phases as they are.")] = False,
    as_of: AsOf = None,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Accept it: write the plan with it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show the seats of each product, and what another number does to days, money and thresholds. Internal."""
    from planner.files import write
    from ui.terminal_seats import SeatsTold, print_seats, seats_object, with_seats

    before = _opened(plan)
    _refuse_unwritable(to)
    if bool(product) != (number is not None):
        _refuse("Name a product and how many seats of it there are, with --product and --seats.")
    after = before
    if product and number is not None:
        told = SeatsTold(product, number, _day(as_of), workload or (), sku or (), not keep_work)
        after = with_seats(before, told)
    if as_json:
        _print_json(seats_object(before, after))
    else:
        print_seats(output, before, after)
    if to is not None:
        write(after, to)


@app.command()
def attachments(
    plan: PlanFile,
    link: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OWNER=FILE", help="Link a file to a credit (MV1), an option (M09@BRK) or a milestone (M09#1)."
        ),
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="What the linked file is.")] = "",
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with the links.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show which letters, SOWs and proofs a plan links, and find those that are gone or are others now. Internal.

    A file is linked by its path from the plan file and its hash, and never copied.
    """
    from planner.files import write
    from planner.files.attachments import seen_files
    from planner.linked import attachment_findings
    from ui.terminal_attachments import attachments_object, print_attachments, with_links

    state = _opened(plan)
    _refuse_unwritable(to)
    folder = plan.absolute().parent
    if to is not None and to.absolute().parent != folder:
        _refuse(f"Links lead from the folder of the plan file: write the plan into {folder}.")
    rollout = with_links(state.plan, folder, link or (), title)
    seen = seen_files(rollout, folder)
    if as_json:
        _print_json(attachments_object(rollout, seen))
    else:
        print_attachments(output, rollout, seen)
    if to is not None:
        write(State(rollout, state.schedule), to)
    if attachment_findings(rollout, seen):
        raise typer.Exit(FAULTS)


class BorneBy(StrEnum):
    """Who can bear a rise of a price."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    CREDIT = "credit"


@app.command()
def quotes(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    add: Annotated[
        str, typer.Option(metavar="PHASE@OPTION=SUM", help="A quote that came in, as M09@BRK=53000 or =48000EUR.")
    ] = "",
    quoted_on: Annotated[
        datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], metavar="DATE", help="Its day; today without it.")
    ] = None,
    sow: Annotated[str, typer.Option(metavar="NUMBER", help="Its statement of work.")] = "",
    valid_until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Last day on which it holds.")
    ] = None,
    borne_by: Annotated[BorneBy, typer.Option(help="Who bears a rise.")] = BorneBy.CUSTOMER,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with the quote.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what each option was quoted at and until when; take in a quote and show what it does to money. Internal."""
    from planner.files import write
    from ui.terminal_quotes import Quoted, print_quotes, quotes_object, with_quote

    before = _opened(plan)
    _refuse_unwritable(to)
    state = before
    if add:
        until = valid_until.date() if valid_until is not None else None
        state = with_quote(before, Quoted(add, _day(quoted_on), sow, until, borne_by.value))
    if as_json:
        _print_json(quotes_object(before, state))
    else:
        print_quotes(output, before, state)
    if to is not None:
        write(state, to)


@app.command()
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
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with what was told.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show cash as planned and as it came about, by quarter of the customer's fiscal year and by payee. Internal."""
    from planner.files import write
    from ui.terminal_chase import CashTold, cash_object, print_cash, with_cash

    state = _opened(plan)
    _refuse_unwritable(to)
    state = State(with_cash(state, CashTold(rate or (), invoice or (), pay or ())), state.schedule)
    if to is not None:
        write(state, to)
    if as_json:
        _print_json(cash_object(state))
    else:
        print_cash(output, state)
    _leave_with_faults(state)


@app.command()
def status(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The status date.")],
    before: Annotated[
        Path | None,
        typer.Option(
            "--before", metavar="OLD.rollout", help="The plan as of the last status date, in place of the one it keeps."
        ),
    ] = None,
    time_limit: TimeLimit = 60.0,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan as planned anew.")
    ] = None,
    folder: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Write the page there.")] = None,
    as_json: AsJson = False,
) -> None:
    """Monday: plan anew as of a day with the fewest moves, draft the status page and whom to chase. Internal."""
    from planner.files import write
    from planner.status.last import last_status, with_status_kept
    from planner.status.writers import write_page
    from ui.status_words import status_page
    from ui.terminal_status import print_status, replanned_as_of, status_object, status_since

    state = _opened(plan)
    if state.schedule is None:
        _refuse(f"{plan} has no schedule yet, so there is no status. Solve it first, with -o.")
    _refuse_unwritable(to)
    agreed = _opened(before) if before is not None else last_status(state, as_of.date())
    now, result = replanned_as_of(state, as_of.date(), time_limit)
    if result.schedule is None:
        _print_no_schedule(result)
        raise typer.Exit(FAULTS)
    found = status_since(agreed, now, as_of.date())
    files = write_page(status_page(found), folder) if folder is not None else ()
    if as_json:
        _print_json(status_object(found, result))
    else:
        print_status(output, found)
        for file in files:
            output.print(f"Wrote {file}", markup=False, highlight=False, soft_wrap=True)
    if to is not None:
        write(with_status_kept(now), to)


class Against(StrEnum):
    """What funding is weighed against."""

    NET_COST = "net-cost"
    FINISH = "finish"


@app.command()
def frontier(
    plan: PlanFile,
    against: Annotated[Against, typer.Option(help="What funding is weighed against.")] = Against.NET_COST,
    points: Annotated[int, typer.Option(min=2, max=50, metavar="N", help="How many schedules at most.")] = 8,
    time_limit: TimeLimit = 60.0,
    as_json: AsJson = False,
) -> None:
    """Show what more funding costs: schedules of which none earns more without costing, or lasting, more. Internal."""
    from ui.terminal_what_if import frontier_in_terminal, frontier_object, print_frontier

    state = _opened(plan)
    weighed: Literal["net_cost", "finish"] = "net_cost" if against is Against.NET_COST else "finish"
    found = frontier_in_terminal(state, weighed, points, time_limit)
    if as_json:
        _print_json(frontier_object(state, weighed, found))
    elif found:
        print_frontier(output, state, weighed, found)
    if not found:
        errors.print("No schedule was found in time, or none exists: launchwindow solve tells which.")
        raise typer.Exit(FAULTS)


@app.command()
def compare(
    plan: PlanFile,
    others: Annotated[
        list[Path] | None, typer.Argument(metavar="OTHER.rollout...", help="Other plan files to set beside it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Set a plan beside its scenarios, and beside other plan files: money, dates, moved phases. Internal."""
    from planner.scenarios import beside
    from ui.terminal_what_if import compared_object, print_compared

    named = beside(_opened(plan), plan.stem)
    named += [(f"{other.stem}", _opened(other)) for other in others or ()]
    if len(named) == 1:
        _refuse(f"{plan} has no scenarios. Name other plan files to set beside it.")
    if as_json:
        _print_json(compared_object(named))
    else:
        print_compared(output, named)


@app.command()
def risk(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    runs: Annotated[int, typer.Option(min=1, max=1_000_000, metavar="N", help="How often it is run.")] = 10_000,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="The same seed gives the same figures.")] = 0,
    safer: Annotated[bool, typer.Option("--safer", help="Look for a schedule that pays more in the mean.")] = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.01, metavar="S", help="Seconds for --safer, and for a first solve.")
    ] = 60.0,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan as --safer has it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how surely each credit pays when work takes longer than planned, and which phases endanger most. Internal.

    Ctrl-C stops and keeps what is known.
    """
    from planner.files import write
    from ui.terminal_risk import print_risk, print_safer, risk_in_terminal, risk_object, safer_in_terminal

    if to is not None and not safer:
        _refuse("Only --safer finds a schedule to write. Add it, or leave -o out.")
    _refuse_unwritable(to)
    state, schedule = _with_schedule(_opened(plan), time_limit)
    if not schedule.assignments:
        _refuse(f"{plan} has a schedule without dates, so nothing can slip. Solve it first, with -o.")
    found = risk_in_terminal(state.plan, schedule, runs, seed)
    if found is None:
        _say("Stopped before any run was made.")
        raise typer.Exit(INTERRUPTED)
    better = safer_in_terminal(state.plan, schedule, runs, seed, time_limit) if safer and found.is_complete else None
    if as_json:
        _print_json(risk_object(state.plan, found, better))
    else:
        print_risk(output, state.plan, found)
        if better is not None:
            print_safer(output, better)
    if to is not None and better is not None:
        write(State(state.plan, better.best.schedule), to)
    _leave_with_faults(state)


@app.command()
def ledgers(plan: PlanFile, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show the entitlement, funding and rate ledgers, the trade between them, and cash by quarter. Internal."""
    from ui.terminal_ledgers import ledgers_object, print_ledgers

    state = _opened(plan)
    if as_json:
        _print_json(ledgers_object(state, _day(as_of)))
    else:
        print_ledgers(output, state, _day(as_of))
    _leave_with_faults(state)


@app.command()
def checklist(
    plan: PlanFile,
    as_of: AsOf = None,
    to: Annotated[Path | None, typer.Option("--to", metavar="FILE.md", help="Write it as Markdown.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is left to do before signing, as the plan tells it. Internal."""
    from planner.funding.checklist import as_markdown
    from planner.funding.checklist import checklist as fill_in
    from ui.terminal_ledgers import checklist_object

    state = _opened(plan)
    lines = fill_in(state, _day(as_of))
    text = as_markdown(state.plan, lines, _day(as_of))
    if to is not None:
        _write_text(text, to)
    if as_json:
        _print_json(checklist_object(lines, _day(as_of)))
    elif to is None:
        print(text, end="")  # noqa: T201 - rich would wrap the lines
    else:
        output.print(f"Wrote {to}", markup=False, highlight=False, soft_wrap=True)


@app.command()
def dividend(  # noqa: PLR0913, PLR0917 - the options of a command
    plan: PlanFile,
    reports: Annotated[
        list[Path] | None, typer.Argument(metavar="REPORT.csv...", help="Usage reports of Microsoft Graph.")
    ] = None,
    purpose: Annotated[str, typer.Option(metavar="TEXT", help="Why the figures are kept.")] = "",
    delete_by: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="When they are to be deleted; the renewal without it."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.rollout", help="Write the plan with the figures.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Show adoption against the targets and seats without use, from sums over people. Internal."""
    from planner.files import write
    from ui.terminal_dividend import dividend_catalogue, dividend_object, print_dividend, with_reports

    _refuse_unwritable(to)
    state = with_reports(_opened(plan), tuple(reports or ()), purpose, delete_by.date() if delete_by else None)
    catalogue = dividend_catalogue(state.plan)
    if as_json:
        _print_json(dividend_object(state, catalogue))
    else:
        print_dividend(output, state, catalogue, _day(as_of))
    if to is not None:
        write(state, to)


@app.command()
def unclaimed(plan: PlanFile, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show help that the catalogue knows of and the plan does not hold or has not asked for. Internal."""
    from planner.catalogue.reader import plan_catalogue
    from ui.terminal_dividend import print_unclaimed, unclaimed_object

    rollout = _opened(plan).plan
    catalogue = plan_catalogue(rollout, _day(as_of))
    if as_json:
        _print_json(unclaimed_object(rollout, catalogue, _day(as_of)))
    else:
        print_unclaimed(output, rollout, catalogue)


@app.command()
def schema() -> None:
    """Print the JSON Schema of plan files."""
    from planner.files import schema as plan_file_schema

    _print_json(plan_file_schema())


@app.command()
def about(as_json: AsJson = False) -> None:
    """Print the version and licence of the program and of every library that runs with it."""
    from ui.about import components, python_version

    if as_json:
        parts = [each._asdict() for each in components()]
        _print_json({"python": python_version(), "components": parts})
        return
    output.print(python_version(), highlight=False)
    for each in components():
        output.print(f"{each.name} {each.version} · {each.licence}", markup=False, highlight=False, soft_wrap=True)


def wants_window(arguments: list[str]) -> bool:
    """Whether they are no command but a plan file, or nothing: ``launchwindow [PLAN]`` opens the window."""
    commands = {command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands}
    commands |= {group.name or "" for group in app.registered_groups}
    return not arguments or (len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in commands)


def _open_window(arguments: list[str]) -> int:
    """Through importlib, so that no command imports Qt."""
    missing: str | None = importlib.import_module("ui.qt_libraries").qt_missing()
    if missing is not None:
        _say(missing)
        return UNUSABLE
    code: int = importlib.import_module("ui.main").run(Path(arguments[0]) if arguments else None)
    return code


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of is not None else date.today()  # noqa: DTZ011 - the user's own day


def _with_schedule(state: State, time_limit: float) -> tuple[State, Schedule]:
    """The state with its schedule, or with the best that is found where it has none."""
    if state.schedule is not None:
        return state, state.schedule
    result = solve_in_terminal(state.plan, Settings(time_limit=time_limit), None)
    if result.schedule is None:
        _print_no_schedule(result)
        raise typer.Exit(FAULTS)
    errors.print("The plan has no schedule yet; the best that was found stands for it.")
    return State(state.plan, result.schedule), result.schedule


def _opened(path: Path) -> State:
    """The rollout in a file; a field that looks misspelt is told, since nothing that follows counts it."""
    from planner.files import read

    state = read(path)
    _tell_misspelt(path.name, state.plan)
    return state


def _leave_with_faults(state: State) -> None:
    """Say that figures rest on a schedule that is wrong or missing."""
    from planner.checks import schedule_faults

    faults = schedule_faults(state)
    if state.schedule is None:
        errors.print("The plan has no schedule yet, so nothing is planned or claimed.")
    elif faults:
        _say(f"The schedule has {len(faults):,} faults, and these figures rest on it: launchwindow check names them.")
        raise typer.Exit(FAULTS)


def _presentation(paper: PaperSize, template: Path | None) -> Presentation:
    """Read before anything is written."""
    from planner.business_case.letterhead import LetterheadError, read_letterhead

    try:
        letterhead = read_letterhead(template) if template is not None else Letterhead()
    except LetterheadError as error:
        _refuse(f"{error}\nNothing was written.")
    return Presentation("letter" if paper is PaperSize.LETTER else "a4", letterhead)


def _refuse_beside_what_leaves(folder: Path, formats: list[Format], sent_to: str) -> None:
    """An internal project is written by itself, into a folder from which nothing is sent."""
    from planner.business_case.writers import outgoing_files_in

    if sent_to:
        _refuse("An internal project is sent to nobody: write it by itself, without --sent-to.")
    if set(formats) != {Format.MSPDI_INTERNAL}:
        _refuse("An internal project is not written along with files that leave the house: write it by itself.")
    for file in outgoing_files_in(folder)[:1]:
        _refuse(f"{folder} holds {file.name}, which leaves the house. The project does not: name another folder.")


def _warn_of_briefs(folder: Path) -> None:
    """A folder is easily sent whole."""
    from planner.business_case.writers import internal_files_in

    for file in internal_files_in(folder)[:1]:
        _say(f"{folder} also holds {file.name}, which is internal: do not send the folder whole.")


def _export(  # noqa: PLR0913, PLR0917 - the options of the command
    state: State,
    to: Path,
    formats: tuple[Format, ...],
    as_of: date,
    summaries: Summaries = Summaries.WORKLOAD,
    presentation: Presentation = PLAIN,
    sent_to: str = "",
) -> "Sent":
    from planner.business_case.export import ExportError
    from planner.exchange.mspdi.export import export_internal_project
    from planner.outgoing.export import Sent, export_outgoing

    outgoing = tuple(each.value for each in formats if each is not Format.MSPDI_INTERNAL)
    grouped_by: Literal["workload", "region"] = "workload" if summaries is Summaries.WORKLOAD else "region"
    sent = Sent((), None)
    try:
        if outgoing:
            sent = export_outgoing(
                state, to, outgoing, as_of, presentation=presentation, grouped_by=grouped_by, to=sent_to
            )
        if Format.MSPDI_INTERNAL in formats:
            sent = sent._replace(files=(*sent.files, export_internal_project(state, to, grouped_by)))
    except ExportError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(f"{to}: the files cannot be written: {error.strerror or error}. Nothing was changed.")
    return sent


def _print_faults(error: PlanError) -> None:
    for fault in error.faults[:MOST_FAULTS]:
        _say(str(fault))
    if len(error.faults) > MOST_FAULTS:
        errors.print(f"and {len(error.faults) - MOST_FAULTS:,} faults more.", style="red")


def _write_text(text: str, file: Path) -> None:
    from planner.files.atomic import replace_file

    try:
        replace_file(file, text.encode())
    except (OSError, ValueError) as error:
        _refuse(f"{file}: the file cannot be written: {getattr(error, 'strerror', None) or error}.")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _refuse(f"{folder}: the folder cannot be made: {error.strerror or error}.")


def _refuse_unwritable(to: Path | None) -> None:
    """Before any work is done."""
    if to is not None and (to.is_dir() or not to.absolute().parent.is_dir()):
        _refuse(f"{to}: the plan cannot be written there. Name a file in a folder that exists.")


__all__ = ["DONE", "FAULTS", "UNUSABLE", "app", "main", "wants_window"]
