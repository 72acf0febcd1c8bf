"""The change advisory board: from which day on it lets a change start, and until when it must be asked.

The board looks at the change, whoever delivers it, so it is asked for every option of a change phase alike. Its lead is
counted in the phase's own calendar, where freezes are no days off. What has begun waits for it no more.
"""

from datetime import date
from typing import NamedTuple

from planner.plan import Plan
from planner.rollout.phases import Phase
from planner.rollout.schedule import Schedule
from planner.rollout.tracking import first_open_day
from planner.rollout.workdays import region_workdays


class BoardRequest(NamedTuple):
    """A scheduled change for which the board was not asked yet.

    ask_by: the last day on which asking lets it start as planned. is_overdue: whether that day is past.
    """

    phase: str
    owner: str
    start: date
    ask_by: date
    is_overdue: bool


def needs_board(plan: Plan, phase: Phase) -> bool:
    """Whether the phase is a change that has not begun, in a plan with a board."""
    return plan.change_lead > 0 and phase.change and phase.id not in plan.actual


def asked_board_on(plan: Plan, phase: Phase) -> date:
    """The day on which the board was asked for the phase, or else the first on which it still can be."""
    return phase.change_requested or first_open_day(plan)


def board_opens_on(plan: Plan, phase: Phase) -> date | None:
    """The first day on which the board lets the phase start; None where no board has to be asked for it.

    That is addWD(day of asking, lead) of the field guide, 6.2: a request on a day off counts from the next working day.
    """
    if not needs_board(plan, phase):
        return None
    return region_workdays(plan, phase.region).add_forward(asked_board_on(plan, phase), plan.change_lead)


def last_board_request(plan: Plan, phase: Phase, start: date) -> date:
    """The last day on which the board can be asked so that it lets the phase start on that day."""
    return region_workdays(plan, phase.region).add(start, -plan.change_lead)


def lead_words(plan: Plan) -> str:
    """How long the board takes, as a sentence tells it."""
    return f"{plan.change_lead} working {'day' if plan.change_lead == 1 else 'days'}"


def board_requests(plan: Plan, schedule: Schedule, as_of: date) -> tuple[BoardRequest, ...]:
    """Every scheduled change for which the board is still to be asked, the earliest last day first."""
    found = [
        BoardRequest(phase.id, phase.owner, run.start, ask_by, ask_by < as_of)
        for run in schedule.assignments
        if needs_board(plan, phase := plan.phase[run.phase]) and phase.change_requested is None
        for ask_by in (last_board_request(plan, phase, run.start),)
    ]
    return tuple(sorted(found, key=lambda each: each.ask_by))
