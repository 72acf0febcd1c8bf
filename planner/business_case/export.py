"""The door: write the business case of a State into a folder, each format whole or not at all."""

from datetime import date
from pathlib import Path

from planner.business_case.compose import compose
from planner.business_case.document import PLAIN, Document, Presentation
from planner.business_case.external_view import ExternalView
from planner.business_case.language import notation_in
from planner.business_case.projection import external_view
from planner.business_case.rate_leak import rate_leaks
from planner.business_case.writers import CASE, FORMATS, rendered, unknown_format, write_whole
from planner.finding import Finding
from planner.plan import State
from planner.rollout.schedule import Schedule

NAME = CASE


class ExportError(Exception):
    """A business case cannot be written; its text tells a person why and what to do.

    findings: where free texts hold figures that must not leave the house.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def export(
    state: State, folder: Path, formats: tuple[str, ...], as_of: date, presentation: Presentation = PLAIN
) -> tuple[Path, ...]:
    """Write the business case in each format and return the files, in the order of the formats.

    The folder is made if it is missing. Every format is made before any file is touched, and each file is replaced at
    once, so that a failure leaves the old files as they were.
    Raises ExportError where nothing may or can be written, OSError where the folder cannot be written to.
    """
    unknown = unknown_format(formats, FORMATS)
    if unknown:
        raise ExportError(unknown)
    document = business_case(state, as_of, presentation)
    return write_whole(folder, rendered(document, formats, NAME))


def business_case(state: State, as_of: date, presentation: Presentation = PLAIN) -> Document:
    """The document that the formats are written from. Raises ExportError as ``export`` does."""
    notation = notation_in(presentation.language, state.plan.currency)
    return compose(outgoing_view(state, as_of, presentation), notation, presentation)


def outgoing_view(state: State, as_of: date, presentation: Presentation = PLAIN) -> ExternalView:
    """What may leave the house of a State, in the language of the presentation.

    All that forbids it is looked for before. Raises ExportError.
    """
    plan, schedule = state
    if schedule is None or not schedule.assignments:
        raise ExportError(f"Plan '{plan.name}' has no schedule yet. Solve it, or place its phases, before exporting.")
    _refuse_unscheduled_claims(schedule)
    _refuse_leaks(state, presentation)
    return external_view(plan, schedule, as_of, notation_in(presentation.language, plan.currency))


def _refuse_unscheduled_claims(schedule: Schedule) -> None:
    scheduled = {each.phase for each in schedule.assignments}
    for claim in schedule.claims:
        if claim.amount and claim.phase not in scheduled:
            raise ExportError(f"{claim.credit} pays for {claim.phase}, which has no dates. Check the schedule first.")


def _refuse_leaks(state: State, presentation: Presentation) -> None:
    """The words of the letterhead go out as well."""
    letterhead = presentation.letterhead
    letter = (("template",), f"{letterhead.organisation}\n{letterhead.closing}")
    leaks = rate_leaks(state.plan, state.schedule, (letter,))
    if leaks:
        told = "\n".join(f"{leak.sentence} {leak.remedy}" for leak in leaks)
        raise ExportError(f"The business case is not written, as it would show figures of the rates:\n{told}", leaks)
