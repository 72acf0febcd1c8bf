"""What is written of a plan, for outside and for inside the house, and what was sent of it."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planner.business_case.document import PLAIN, Letterhead, Presentation
from planner.plan import State
from ui.commands.options import (
    AsJson,
    AsOf,
    DateOnIt,
    Folder,
    PlanFile,
    day_or_today,
    plan_out,
)
from ui.terminal.console import (
    FAULTS,
    errors,
    findings,
    leave_with_faults,
    opened,
    output,
    print_json,
    print_written,
    refuse,
    refuse_unwritable,
    say,
)
from ui.terminal.printing import print_sentence
from ui.terminal.report import print_findings

if TYPE_CHECKING:
    from planner.outgoing.export import Sent

commands = typer.Typer()


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


class DocumentLanguage(StrEnum):
    """What a business case can be written in."""

    EN = "en"
    DE = "de"


Paper = Annotated[PaperSize, typer.Option("--paper", help="The paper it is set for.")]
Template = Annotated[
    Path | None,
    typer.Option("--template", metavar="DIR", help="A folder with a template.toml: your logo, colour and words."),
]


class BriefFormat(StrEnum):
    """What a negotiation brief can be written as."""

    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"
    ICS = "ics"
    XLSX = "xlsx"


@commands.command()
def export(
    plan: PlanFile,
    to: Folder,
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="One or several; the business case without it.")
    ] = None,
    summaries: Annotated[
        Summaries, typer.Option("--summaries", help="What the summary tasks of a project are.")
    ] = Summaries.WORKLOAD,
    paper: Paper = PaperSize.A4,
    template: Template = None,
    language: Annotated[
        DocumentLanguage, typer.Option("--language", help="Of its own words; the plan's stay as they are.")
    ] = DocumentLanguage.EN,
    as_of: DateOnIt = None,
    sent_to: Annotated[
        str, typer.Option("--sent-to", metavar="WHOM", help="Who gets it; kept in the plan of -o. Else it is a draft.")
    ] = "",
    record: Annotated[Path | None, plan_out("Write the plan with that record.")] = None,
) -> None:
    """Write the funding business case of a solved plan. Nothing of the rate ledger goes into it."""
    from planner.edits import record_sent
    from planner.files import write

    if bool(sent_to.strip()) != (record is not None):
        refuse("--sent-to and -o belong together: who gets it, and the plan in which that is kept.")
    if Format.MSPDI_INTERNAL in (formats or ()):
        _refuse_beside_what_leaves(to, formats or [], sent_to)
    refuse_unwritable(record)
    state, chosen = opened(plan), _presentation(paper, template)._replace(language=language.value)
    if state.schedule is None:
        refuse(f"{plan} has no schedule yet, so there is nothing to request. Solve it first, with -o.")
    faults = tuple(finding for finding in findings(state) if finding.kind == "fault")
    if faults:
        print_findings(errors, faults)
        errors.print("Nothing was written: a business case needs a schedule without faults.")
        raise typer.Exit(FAULTS)
    day = day_or_today(as_of)
    sent = export_files(state, to, tuple(formats or DOCUMENTS), day, summaries, chosen, sent_to)
    print_written(*sent.files)
    if sent.record is not None and record is not None:
        write(State(record_sent(state.plan, sent.record), state.schedule), record)
        told = f"Recorded in {record}: version {sent.record.version}, sent to {sent.record.to}"
        print_sentence(output, told)
    _warn_of_briefs(to)


@commands.command()
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
    from ui.terminal.sent import print_sent, sent_object

    state = opened(plan)
    chosen = tuple(each for each in state.plan.sent if version in {None, each.version})
    if version is not None and not chosen:
        refuse(f"No version {version} was recorded as sent.")
    if file is not None:
        try:
            chosen = versions_of_file(chosen, sha256(file.read_bytes()).hexdigest())
        except OSError as error:
            refuse(f"{file} cannot be read: {error.strerror or error}.")
        if not chosen:
            refuse(f"{file} is none of the files that were recorded as sent, or was changed since.")
    if as_json:
        print_json(sent_object(state, chosen, day_or_today(as_of)))
    else:
        print_sent(output, state, chosen, day_or_today(as_of))


@commands.command()
def brief(
    plan: PlanFile,
    to: Folder,
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
    from ui.terminal.brief import AsksError, read_ranked_asks

    state, chosen = opened(plan), _presentation(paper, template)
    kinds = tuple(each.value for each in formats or BriefFormat)
    try:
        ranked = read_ranked_asks(asks_file, state) if asks_file is not None else ()
        files = export_brief(
            state, to, kinds, day_or_today(as_of), presentation=chosen, asks=ranked, is_shared_allowed=beside
        )
    except AsksError as error:
        refuse(str(error))
    except BriefError as error:
        refuse(f"{error} Or allow it with --beside-business-case.")
    except OSError as error:
        refuse(f"{to}: the files cannot be written: {error.strerror or error}. Nothing was changed.")
    print_written(*files)
    errors.print("Internal: it speaks of the rate. Not for Microsoft or partners.", style="bold red")
    leave_with_faults(state)


def export_files(
    state: State,
    to: Path,
    formats: tuple[Format, ...],
    as_of: date,
    summaries: Summaries = Summaries.WORKLOAD,
    presentation: Presentation = PLAIN,
    sent_to: str = "",
) -> "Sent":
    """Write them into a folder; the usual ones are enough without the rest. Ends the command where that fails."""
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
        refuse(str(error))
    except OSError as error:
        refuse(f"{to}: the files cannot be written: {error.strerror or error}. Nothing was changed.")
    return sent


def _presentation(paper: PaperSize, template: Path | None) -> Presentation:
    """Read before anything is written."""
    from planner.business_case.letterhead import LetterheadError, read_letterhead

    try:
        letterhead = read_letterhead(template) if template is not None else Letterhead()
    except LetterheadError as error:
        refuse(f"{error}\nNothing was written.")
    return Presentation("letter" if paper is PaperSize.LETTER else "a4", letterhead)


def _refuse_beside_what_leaves(folder: Path, formats: list[Format], sent_to: str) -> None:
    """An internal project is written by itself, into a folder from which nothing is sent."""
    from planner.business_case.writers import outgoing_files_in

    if sent_to:
        refuse("An internal project is sent to nobody: write it by itself, without --sent-to.")
    if set(formats) != {Format.MSPDI_INTERNAL}:
        refuse("An internal project is not written along with files that leave the house: write it by itself.")
    for file in outgoing_files_in(folder)[:1]:
        refuse(f"{folder} holds {file.name}, which leaves the house. The project does not: name another folder.")


def _warn_of_briefs(folder: Path) -> None:
    """A folder is easily sent whole."""
    from planner.business_case.writers import internal_files_in

    for file in internal_files_in(folder)[:1]:
        say(f"{folder} also holds {file.name}, which is internal: do not send the folder whole.")
