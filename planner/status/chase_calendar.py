"""When to chase whom, for the manager's own calendar. Internal, as its file name and every day of it say."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from planner.business_case.document import Column, Document, Occasion, Table
from planner.business_case.notation import Notation
from planner.business_case.writers import INTERNAL as INTERNAL_NAME
from planner.business_case.writers import rendered, write_whole
from planner.funding.chase import Artefact, Chase, artefacts, chase_list
from planner.plan import Plan
from planner.rollout.change_board import BoardRequest, board_requests
from planner.rollout.schedule import Schedule

INTERNAL = "INTERNAL – not for Microsoft or partners"
TITLE = "Whom to chase"


def chase_calendar(plan: Plan, schedule: Schedule, as_of: date) -> Document:
    """A day for each credit that is chased, each proof and each question to the change advisory board that is due.

    It is a document that is a calendar alone.
    """
    notation = Notation(plan.currency)
    proofs = artefacts(plan, schedule)
    board = board_requests(plan, schedule, as_of)
    found = (
        *_chases(chase_list(plan, schedule, as_of), notation),
        *_proofs(proofs, notation),
        *_board(board, notation),
    )
    return Document(
        kind="Chase",
        marking=INTERNAL,
        title=TITLE,
        subject=plan.name,
        customer=plan.customer,
        author=plan.customer,
        notation=notation,
        as_of=as_of,
        footer=INTERNAL,
        lead="",
        headline=(),
        summary=Table("Chase", "", (Column("Credit"),), ()),
        facts=(),
        sections=(),
        occasions=tuple(sorted(found, key=lambda each: (each.day, each.identity))),
    )


def _chases(lines: tuple[Chase, ...], notation: Notation) -> Iterator[Occasion]:
    for line in lines:
        due = f", due {notation.day(line.due_on)}" if line.due_on is not None else ""
        who = "; ".join(each for each in (line.owner, line.contact) if each) or "nobody is named"
        text = f"{INTERNAL}. {line.step}{due}. {notation.money(line.at_stake)} at stake. {who}."
        yield Occasion(f"chase {line.credit}", line.next_on, f"{line.credit}: {line.step.lower()}", text, 0)


def _proofs(proofs: tuple[Artefact, ...], notation: Notation) -> Iterator[Occasion]:
    for number, proof in enumerate(proofs):
        last = f" It counts until {notation.day(proof.last_day)}." if proof.last_day is not None else ""
        what = proof.proof or "proof of execution"
        text = f"{INTERNAL}. {proof.milestone}: {what} from {proof.produced_by}, {notation.money(proof.amount)}.{last}"
        same = sum(each.phase == proof.phase for each in proofs[:number])
        yield Occasion(f"proof {proof.phase} {same}", proof.ready_by, f"{proof.phase}: {what}", text, 0)


def _board(requests: tuple[BoardRequest, ...], notation: Notation) -> Iterator[Occasion]:
    for each in requests:
        text = f"{INTERNAL}. Last day for the start on {notation.day(each.start)}. {each.owner or 'Nobody is named'}."
        title = f"{each.phase}: ask the change advisory board"
        yield Occasion(f"board {each.phase}", each.ask_by, title, text, 0)


def write_chase_calendar(plan: Plan, schedule: Schedule, as_of: date, folder: Path) -> Path:
    """Write it as iCalendar, as calder-e5-rollout-INTERNAL-chase.ics. Raises OSError where that is not possible."""
    (file,) = write_whole(folder, rendered(chase_calendar(plan, schedule, as_of), ("ics",), f"{INTERNAL_NAME}-chase"))
    return file
