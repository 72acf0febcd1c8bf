"""Commands over a programme: several plan files side by side, with what they share. It imports no Qt."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from planner.finding import Finding
from planner.invariants import Fault
from planner.plan import Plan, State
from planner.programme import Member, Programme, conflicts, matched, programme_account, same_looking, split
from planner.rollout.schedule import Schedule
from planner.unknown import without_unknown
from planner.unknown_findings import misspelt, unknown_findings
from solver.settings import Settings
from ui.commands.options import AsJson, DateOnIt, day_or_today, seconds
from ui.terminal.console import (
    DONE,
    FAULTS,
    errors,
    findings,
    objective,
    output,
    print_json,
    print_result,
    print_written,
    refuse,
    say,
    tell_unknown,
)
from ui.terminal.printing import print_sentence
from ui.terminal.programme import Losses, account_object, print_account
from ui.terminal.progress import solve_in_terminal
from ui.terminal.report import finding_object, print_findings, solve_object

if TYPE_CHECKING:
    from planner.files.programme_file import OpenProgramme

LONGEST_SHORT = 12
ProgrammeFile = Annotated[Path, typer.Argument(metavar="FILE", help="A programme file (*.programme).")]
TimeLimit = Annotated[float, seconds("Seconds for each solve.")]
WORDS = "What to improve, as solve has it: funding, net-cost, expected, finish, fewest-moves, or a list."

commands = typer.Typer(
    name="programme", help="Plan several rollouts that share partners and credits together.", no_args_is_help=True
)


@commands.command()
def new(
    file: ProgrammeFile,
    plans: Annotated[list[Path], typer.Argument(metavar="PLAN...", help="Plan files (*.rollout), in their order.")],
    name: Annotated[str, typer.Option("--name", help="What it is called; the file's name without it.")] = "",
    apart: Annotated[bool, typer.Option("--apart", help="Share nothing, whatever looks the same.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a programme of plan files. Partners and credits of one id or name that agree are listed as shared."""
    from planner.files import read
    from planner.files.programme_file import SUFFIX, plain_programme, write_programme

    if file.suffix != SUFFIX:
        refuse(f"{file}: a programme's name ends with {SUFFIX}.")
    if file.exists():
        refuse(f"{file} exists already, and is not replaced.")
    members = members_of(file, plans)
    known = {member.short: read(path).plan for member, path in zip(members, plans, strict=True)}
    made = Programme(name=name or file.stem, plans=members)
    made = made if apart else Programme(name=made.name, plans=members, shared=matched(known))
    write_programme(made, file)
    if as_json:
        print_json(plain_programme(made))
        return
    _print_programme(made, file)
    print_findings(output, _contradictions(made, known) + same_looking(made, known))


@commands.command()
def check(file: ProgrammeFile, as_json: AsJson = False) -> None:
    """Check the plans together: where they contradict each other, else faults and readiness of all of them as one."""
    from planner.files.attachments import seen_files
    from planner.files.programme_file import read_apart
    from planner.linked import attachment_findings
    from planner.programme import joined

    programme, states, _ = read_apart(file)
    plans = {short: state.plan for short, state in states.items()}
    found = _contradictions(programme, plans)
    if not found:
        together = joined(programme, states)
        linked = attachment_findings(together.plan, seen_files(together.plan, file.absolute().parent))
        known = State(without_unknown(together.plan), without_unknown(together.schedule))
        found = (*_unknown_findings(states), *findings(known), *linked, *same_looking(programme, plans))
    faults = tuple(finding for finding in found if finding.kind == "fault")
    readiness = tuple(finding for finding in found if finding.kind == "readiness")
    if as_json:
        kinds = {"faults": faults, "readiness": readiness}
        print_json({kind: [finding_object(each) for each in some] for kind, some in kinds.items()})
    else:
        print_findings(output, (*faults, *readiness))
        if not faults:
            output.print("The plans agree, and no fault in what they share.", style="green")
    raise typer.Exit(FAULTS if faults else DONE)


@commands.command()
def solve(
    file: ProgrammeFile,
    words: Annotated[str, typer.Option("--objective", metavar="WORDS", help=WORDS)] = "funding",
    time_limit: TimeLimit = 300.0,
    save: Annotated[bool, typer.Option("--save", help="Write its schedule into each plan file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the best schedule for all plans together. With --save every plan file is written, or none."""
    from planner.files.programme_file import save_programme

    settings = Settings(objective(words), time_limit)
    opened = _opened(file)
    result = solve_in_terminal(opened.together.plan, settings, opened.together.schedule)
    if as_json:
        print_json(solve_object(result))
    else:
        print_result(result)
    if result.schedule is None:
        raise typer.Exit(FAULTS)
    after = State(opened.together.plan, result.schedule)
    if not as_json:
        parts = split(opened.programme, opened.states, opened.together, after)
        output.print()
        print_account(output, programme_account(opened.programme, parts, after), None)
    if save:
        save_programme(opened, after)
    _leave_with_misspelt(opened.states)


@commands.command()
def report(
    file: ProgrammeFile,
    time_limit: TimeLimit = 60.0,
    no_solve: Annotated[bool, typer.Option("--no-solve", help="Leave out what each plan could earn alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what each plan and all together come to, who uses what is shared, and what sharing costs each. Internal."""
    opened = _opened(file)
    together = opened.together
    if together.schedule is None:
        errors.print("The plans have no schedules yet, so nothing is planned or claimed. Solve first, with --save.")
    account = programme_account(opened.programme, opened.states, together)
    losses = None if no_solve else losses_by_sharing(opened.states, time_limit)
    if as_json:
        print_json(account_object(account, losses))
    else:
        print_account(output, account, losses)
    _leave_with_misspelt(opened.states)
    _leave_with_faults(together)


@commands.command()
def export(
    file: ProgrammeFile,
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="Each plan's folder is made in here.")],
    as_of: DateOnIt = None,
) -> None:
    """Write each plan's own business case into a folder of its own, with what it claims of the shared credits.

    Each is a request of one plan: nothing of another plan, and nothing of the rate ledger, goes into it.
    """
    from planner.business_case.export import ExportError
    from planner.business_case.writers import FORMATS
    from planner.outgoing.export import export_outgoing

    opened = _opened(file)
    day = day_or_today(as_of)
    lacking = [short for short, state in opened.states.items() if state.schedule is None]
    if lacking:
        refuse(f"{', '.join(lacking)}: no schedule yet, so there is nothing to request. Solve first, with --save.")
    _leave_with_misspelt(opened.states)
    _leave_with_faults(opened.together)
    for short, state in opened.states.items():
        try:
            files = export_outgoing(state, to / short, tuple(FORMATS), day).files
        except ExportError as error:
            refuse(f"{short}: {error}")
        except OSError as error:
            refuse(f"{to / short}: the files cannot be written: {error.strerror or error}.")
        print_written(*files)


def _opened(file: Path) -> "OpenProgramme":
    """The programme in a file. Fields of its plans that nobody here knows are told, since nothing counts them."""
    from planner.files.programme_file import read_programme

    opened = read_programme(file)
    for short, state in opened.states.items():
        tell_unknown(short, state)
    return opened


def _unknown_findings(states: Mapping[str, State]) -> Iterator[Finding]:
    """Those of each plan, in its own names."""
    for short, state in states.items():
        for finding in unknown_findings(state):
            yield replace(finding, sentence=f"{short}: {finding.sentence}")


def _leave_with_misspelt(states: Mapping[str, State]) -> None:
    if any(map(misspelt, states.values())):
        raise typer.Exit(FAULTS)


def members_of(file: Path, plans: list[Path]) -> tuple[Member, ...]:
    """The plans by short names made of their files' names, with their paths as seen from the programme's file."""
    folder, shorts, members = file.absolute().parent, set[str](), list[Member]()
    alike = plans[0].stem.partition("-")[0] + "-"
    is_alike = len(plans) > 1 and all(path.stem.startswith(alike) for path in plans)
    for path in plans:
        stem = path.stem.removeprefix(alike) if is_alike else path.stem
        letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in stem)
        wished = letters.strip("-")[:LONGEST_SHORT].rstrip("-") or "plan"
        short, number = wished, 2
        while short in shorts:
            short, number = f"{wished[: LONGEST_SHORT - 3].rstrip('-')}-{number}", number + 1
        shorts.add(short)
        members.append(Member(short=short, file=_seen_from(folder, path)))
    return tuple(members)


def _seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path.absolute(), folder)).as_posix()
    except ValueError:  # another drive
        refuse(f"{path}: a programme and its plans lie on one drive, so that they can be moved together.")


def losses_by_sharing(states: Mapping[str, State], time_limit: float) -> Losses:
    """By plan, the most funding that it could have alone, and whether that is proven; None where nothing was found."""
    found: Losses = {}
    for short, state in states.items():
        result = solve_in_terminal(state.plan, Settings(time_limit=time_limit), state.schedule)
        first = result.stages[0] if result.schedule is not None else None
        claims = (result.schedule or Schedule(())).claims
        is_proven = first is not None and first.status == "OPTIMAL"
        found[short] = None if first is None else (sum(claim.amount for claim in claims), is_proven)
    return found


def _contradictions(programme: Programme, plans: Mapping[str, Plan]) -> tuple[Finding, ...]:
    """Why the plans cannot be joined, as faults."""
    return tuple(_finding(fault) for fault in conflicts(programme, plans))


def _finding(fault: Fault) -> Finding:
    return Finding(
        code="CONTRADICTION",
        kind="fault",
        severity="error",
        place=tuple(fault.path.split(".")),
        sentence=fault.sentence,
        remedy=fault.remedy,
    )


def _leave_with_faults(together: State) -> None:
    """Say that figures rest on schedules that are wrong together."""
    from planner.checks import schedule_faults

    faults = schedule_faults(together)
    if faults:
        say(f"The schedules have {len(faults):,} faults together: launchwindow programme check names them.")
        raise typer.Exit(FAULTS)


def _print_programme(programme: Programme, file: Path) -> None:
    print_written(file)
    for member in programme.plans:
        print_sentence(output, f"  {member.short}: {member.file}")
    for kind in ("partners", "credits", "combined_caps"):
        for each in getattr(programme.shared, kind):
            named = ", ".join(f"{name} of {short}" for short, name in each.members.items())
            words = f"  Shared: {kind.replace('_', ' ').removesuffix('s')} {each.id} ({named})"
            print_sentence(output, words)
