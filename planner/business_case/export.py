"""The door: write the business case of a State into a folder, each format whole or not at all."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from planner.business_case import pdf, xlsx
from planner.business_case.compose import compose
from planner.business_case.document import Document
from planner.business_case.external_view import ExternalView
from planner.business_case.notation import Notation
from planner.business_case.projection import external_view
from planner.business_case.rate_leak import rate_leaks
from planner.files.atomic import replace_file
from planner.finding import Finding
from planner.plan import Plan, State
from planner.rollout.schedule import Schedule

WRITERS: Mapping[str, Callable[[Document], bytes]] = {"pdf": pdf.render, "xlsx": xlsx.render}
FORMATS = tuple(WRITERS)
LONGEST_SLUG = 60


class ExportError(Exception):
    """A business case cannot be written; its text tells a person why and what to do.

    findings: where free texts hold figures that must not leave the house.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def export(state: State, folder: Path, formats: tuple[str, ...], as_of: date) -> tuple[Path, ...]:
    """Write the business case in each format and return the files, in the order of the formats.

    The folder is made if it is missing. Every format is made before any file is touched, and each file is replaced at
    once, so that a failure leaves the old files as they were.
    Raises ExportError where nothing may or can be written, OSError where the folder cannot be written to.
    """
    unknown = [each for each in formats if each not in WRITERS]
    if unknown:
        raise ExportError(f"There is no format '{unknown[0]}'. Known: {', '.join(FORMATS)}.")
    document = business_case(state, as_of)
    contents = {_file_name(state.plan, each): WRITERS[each](document) for each in formats}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        replace_file(folder / name, content)
    return tuple(folder / name for name in contents)


def business_case(state: State, as_of: date) -> Document:
    """The document that the formats are written from. Raises ExportError as ``export`` does."""
    return compose(outgoing_view(state, as_of), Notation(state.plan.currency))


def outgoing_view(state: State, as_of: date) -> ExternalView:
    """What may leave the house of a State, after all that forbids it has been looked for. Raises ExportError."""
    plan, schedule = state
    if schedule is None or not schedule.assignments:
        raise ExportError(f"Plan '{plan.name}' has no schedule yet. Solve it, or place its phases, before exporting.")
    _refuse_unscheduled_claims(schedule)
    _refuse_leaks(plan)
    return external_view(plan, schedule, as_of)


def _refuse_unscheduled_claims(schedule: Schedule) -> None:
    scheduled = {each.phase for each in schedule.assignments}
    for claim in schedule.claims:
        if claim.amount and claim.phase not in scheduled:
            raise ExportError(f"{claim.credit} pays for {claim.phase}, which has no dates. Check the schedule first.")


def _refuse_leaks(plan: Plan) -> None:
    leaks = rate_leaks(plan)
    if leaks:
        told = "\n".join(f"{leak.sentence} {leak.remedy}" for leak in leaks)
        raise ExportError(f"The business case is not written, as it would show figures of the rates:\n{told}", leaks)


def _file_name(plan: Plan, kind: str) -> str:
    return f"{slug(plan)}-funding-business-case.{kind}"


def slug(plan: Plan) -> str:
    """A name of plain letters, digits and hyphens, so that no plan's name can lead into another folder."""
    plain = unicodedata.normalize("NFKD", plan.name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_SLUG].strip("-") or "rollout"
